"""The public side of the desk."""

from django.urls import path

from contacts import answer_views, form_views, views

app_name = "contacts"

urlpatterns = [
    path("contact/", form_views.EnquiryView.as_view(), name="form"),
    path("contact/<str:signed>/", views.status, name="status"),
    path("answer/<str:signed>/", answer_views.AnswerView.as_view(), name="answer"),
]

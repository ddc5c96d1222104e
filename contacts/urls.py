"""The public side of the desk."""

from django.urls import path

from contacts import answer_views, form_views, quarter_views, status_views

app_name = "contacts"

urlpatterns = [
    path("contact/", form_views.EnquiryView.as_view(), name="form"),
    path("contact/<str:signed>/", status_views.StatusPage.as_view(), name="status"),
    path("contact/<str:signed>/remark/", status_views.RemarkPage.as_view(), name="remark"),
    path("contact/<str:signed>/correct/", status_views.CorrectPage.as_view(), name="correct"),
    path("contact/<str:signed>/withdraw/", status_views.WithdrawPage.as_view(), name="withdraw"),
    path(
        "contact/<str:signed>/withdraw/<int:introduction>/",
        status_views.WithdrawPage.as_view(),
        name="withdraw_from",
    ),
    path("confirm/<str:signed>/", status_views.ConfirmPage.as_view(), name="confirm"),
    path("answer/<str:signed>/", answer_views.AnswerView.as_view(), name="answer"),
    path("quarter/<str:signed>/", quarter_views.QuarterPage.as_view(), name="quarter"),
    path("quarter/<str:signed>/<str:name>", quarter_views.QuarterPage.as_view(), name="quarter_file"),
]

"""The public side of the register."""

from django.urls import path

from clusters import views

app_name = "clusters"

urlpatterns = [
    path("", views.home, name="home"),
    path("poles/", views.directory, name="directory"),
    # Ahead of the cards: no pôle can have this address (`clusters.fields.RESERVED_ADDRESSES`).
    path("poles/compare/", views.comparison, name="comparison"),
    path("poles/<slug:slug>/", views.card, name="card"),
    path("brochure/", views.brochure, name="brochure"),
]

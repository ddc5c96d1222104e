"""The public side of the register."""

from django.urls import path

from clusters import data_views, views

app_name = "clusters"

urlpatterns = [
    path("", views.home, name="home"),
    path("poles/", views.directory, name="directory"),
    # Ahead of the cards: no pôle can have this address (`clusters.fields.RESERVED_ADDRESSES`).
    path("poles/compare/", views.comparison, name="comparison"),
    path("poles/<slug:slug>/", views.card, name="card"),
    path("brochure/", views.brochure, name="brochure"),
    path("poles.json", data_views.poles, {"form": "json"}, name="poles_json"),
    path("poles.csv", data_views.poles, {"form": "csv"}, name="poles_csv"),
    path("brochure.json", data_views.facts, {"form": "json"}, name="brochure_json"),
    path("brochure.csv", data_views.facts, {"form": "csv"}, name="brochure_csv"),
    path("brochure.pdf", data_views.brochure, {"form": "pdf"}, name="brochure_pdf"),
]

"""The public side of the register."""

from django.urls import URLPattern

app_name = "clusters"

urlpatterns: list[URLPattern] = []

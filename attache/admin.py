"""The people of the office on the staff site."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from attache.models import User
from clusters.admin.base import StaffAdmin
from clusters.admin.freshness import freshness_urls
from contacts.admin.evaluation import evaluation_urls
from contacts.admin.home import today
from contacts.admin.reports import quarter_urls
from contacts.admin.words import words_urls

_pages = (quarter_urls, freshness_urls, words_urls, evaluation_urls)
admin.site.pages = lambda site: [page for urls in _pages for page in urls(site)]  # type: ignore[attr-defined]
admin.site.what_waits = today  # type: ignore[attr-defined]


@admin.register(User)
class StaffUserAdmin(StaffAdmin, UserAdmin):
    list_display = ("username", "first_name", "last_name", "email", "language", "is_active")
    fieldsets = (*(UserAdmin.fieldsets or ()), (_("Staff site"), {"fields": ("language", "shortcuts")}))
    list_filter = ("is_active", "is_superuser", "language")

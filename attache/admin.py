"""The people of the office on the staff site."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from attache.models import User
from clusters.admin.base import StaffAdmin
from contacts.admin.evaluation import evaluation_urls
from contacts.admin.home import today
from contacts.admin.reports import quarter_urls
from contacts.admin.words import words_urls

admin.site.pages = lambda site: [*quarter_urls(site), *words_urls(site), *evaluation_urls(site)]  # type: ignore[attr-defined]
admin.site.what_waits = today  # type: ignore[attr-defined]


@admin.register(User)
class StaffUserAdmin(StaffAdmin, UserAdmin):
    list_display = ("username", "first_name", "last_name", "email", "language", "is_active")
    fieldsets = (*(UserAdmin.fieldsets or ()), (_("Staff site"), {"fields": ("language",)}))
    list_filter = ("is_active", "is_superuser", "language")

"""Who asks: the Dutch organisations and the people who speak for them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import Facts, FoldedSearch, StaffAdmin
from clusters.admin.list_export import ListExport
from contacts import finding
from contacts.admin.reading import badge
from contacts.models import ContactPerson, Enquirer, IntroductionRequest
from contacts.resources import ContactPersonResource, EnquirerResource


class FoundBy:
    """Whose names and numbers requests are found by."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        if change:
            finding.refresh_words(obj)


class People(Facts):
    model = ContactPerson
    fields = ("name", "email", "phone", "language")


class Requests(Facts):
    model = IntroductionRequest
    fields = ("reference", "status_badge", "subject", "received_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[IntroductionRequest]:
        return (
            super().get_queryset(request).defer("text", *IntroductionRequest.WORDS).order_by("-received_at")
        )

    @property
    def add_address(self) -> str:
        return ""  # a request comes in by the form

    @admin.display(description=_("status"))
    def status_badge(self, row: IntroductionRequest) -> str:
        return badge(row.status, row.get_status_display())


@admin.register(Enquirer)
class EnquirerAdmin(FoundBy, FoldedSearch, ListExport, StaffAdmin):
    resource_classes = [EnquirerResource]
    list_display = ("name", "kvk", "kind")
    list_filter = ("kind",)
    search_fields = ("name_folded__contains",)
    search_help_text = _("Name, KvK number")
    ordering = ("name",)
    inlines = [People, Requests]

    def has_delete_permission(self, request: HttpRequest, obj: Enquirer | None = None) -> bool:
        return False  # requests stand on it


@admin.register(ContactPerson)
class ContactPersonAdmin(FoundBy, FoldedSearch, ListExport, StaffAdmin):
    resource_classes = [ContactPersonResource]
    list_display = ("name", "enquirer", "email", "phone", "language")
    list_select_related = ("enquirer",)
    search_fields = ("name_folded__contains", "enquirer__name_folded__contains")
    search_help_text = _("Name, e-mail address, organisation")
    ordering = ("name",)
    autocomplete_fields = ("enquirer",)
    inlines = [Requests]

    def has_delete_permission(self, request: HttpRequest, obj: ContactPerson | None = None) -> bool:
        return False

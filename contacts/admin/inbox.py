"""The inbox: one line per request, in saved views that stand in the address."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.list_export import ListExport
from contacts import shortlist
from contacts.admin import filters, inbox_views
from contacts.admin.bulk import BulkActions
from contacts.admin.entry import EntryPage
from contacts.admin.forms import colleagues
from contacts.admin.reading import badge, days_since, is_unconfirmed, several, suspected
from contacts.admin.searching import WordSearch, may_see_persons
from contacts.admin.steps import StepsAdmin
from contacts.enums import RequestStatus
from contacts.models import IntroductionRequest, Match
from contacts.resources import RequestResource

# Nobody turns so many pages; counting further would cost more than the list itself.
MOST_COUNTED = 10_000


class CappedPaginator(Paginator):
    """Counts no further than `MOST_COUNTED`; `is_capped` says that there are more."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        number: int = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
        self.is_capped = number > MOST_COUNTED
        return min(number, MOST_COUNTED)


class Inbox(ChangeList):
    """Asks for the keys of one page first, then for what its lines show."""

    view: inbox_views.View | None

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        return {
            name: value
            for name, value in super().get_filters_params(params).items()
            if name != inbox_views.VIEW
        }

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        name = self.params.get(inbox_views.VIEW)
        if name is None:
            # What was searched or filtered for may be anywhere; without either it is the day's work.
            asked = self.query or self.get_filters_params()
            name = inbox_views.ALL if asked else inbox_views.MINE
            self.params[inbox_views.VIEW] = name
            self.filter_params[inbox_views.VIEW] = [name]
        self.view = inbox_views.BY_NAME.get(name)
        rows: Any = super().get_queryset(request, exclude_parameters)
        if self.view is None:
            return rows.none()
        return rows.filter(self.view.condition(request.user, timezone.localdate()))

    def get_ordering(self, request: HttpRequest, queryset: Any) -> list[Any]:
        if self.view is not None and not self.params.get(ORDER_VAR):
            return list(self.view.ordering)
        return super().get_ordering(request, queryset)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        keys = list(self.result_list.values_list("pk", flat=True))
        rows = shortlist.with_best_suggestion(IntroductionRequest.objects.for_list())
        by_key = rows.defer("text", *IntroductionRequest.WORDS).in_bulk(keys)
        self.result_list: Any = [by_key[key] for key in keys if key in by_key]
        most = MOST_COUNTED + 1 if getattr(self.paginator, "is_capped", False) else self.result_count
        self.number = inbox_views.at_most(most, MOST_COUNTED)

    def links(self, user: Any) -> list[inbox_views.Link]:
        """Return the saved views. Each leads to itself alone, so that its number is what it shows."""
        return inbox_views.links(
            self.view,
            user=user,
            today=timezone.localdate(),
            address=lambda name: f"?{inbox_views.VIEW}={name}",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.get_filters_params())


class InboxList(BulkActions, EntryPage, WordSearch, ListExport, StepsAdmin):
    """The list of requests; `RequestAdmin` adds the page of one."""

    resource_classes = [RequestResource]

    list_display = (
        "status_badge",
        "reference",
        "organisation",
        "subject_short",
        "theme_names",
        "best",
        "age",
        "due",
        "assignee",
    )
    list_display_links = ("reference",)
    list_filter = filters.INBOX
    search_fields = ("search_words__having",)
    search_help_text = _(
        "Searches all requests: reference, organisation, KvK number, person, words of the enquiry"
    )
    ordering = inbox_views.NEWEST_FIRST
    paginator = CappedPaginator
    change_list_template = "admin/contacts/inbox.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        request.colleagues = list(colleagues())  # type: ignore[attr-defined]  # asked once for filter and button
        if "e" in request.GET and request.method == "GET":
            messages.warning(request, _("The address had a part that means nothing here; it was left out."))
        extra = {"title": _("Inbox"), "colleagues": request.colleagues}  # type: ignore[attr-defined]
        response = super().changelist_view(request, {**extra, **(extra_context or {})})
        listed = getattr(response, "context_data", None) or {}
        if isinstance(listed.get("cl"), Inbox):
            inbox: Inbox = listed["cl"]
            if not may_see_persons(request.user):
                inbox.search_help_text = gettext(
                    "Searches all requests: reference, organisation, KvK number, words of the enquiry"
                )
            if inbox.view is None:
                text = gettext("There is no view “%(view)s”. Choose one of those above the list.")
                messages.warning(request, text % {"view": inbox.params[inbox_views.VIEW][:60]})
            listed["views"] = inbox.links(request.user)
        return response

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Inbox

    @admin.display(description=_("status"), ordering="status")
    def status_badge(self, row: IntroductionRequest) -> str:
        shown = badge(row.status, row.get_status_display())
        if row.status != RequestStatus.QUARANTINED:
            return shown
        return format_html('{} <span class="why">{}</span>', shown, ", ".join(suspected(row)))

    @admin.display(description=_("organisation"), ordering="organisation_name")
    def organisation(self, row: IntroductionRequest) -> str:
        shown = format_html('<span title="{0}">{0}</span>', row.organisation_name)
        if not is_unconfirmed(row):
            return shown
        return format_html('{} <small class="quiet">{}</small>', shown, gettext("address not confirmed"))

    @admin.display(description=_("subject"))
    def subject_short(self, row: IntroductionRequest) -> str:
        return format_html('<span title="{}">{}</span>', row.subject, row.subject)

    @admin.display(description=_("themes"))
    def theme_names(self, row: IntroductionRequest) -> str:
        return several(row.themes.all(), shown=1) or "–"

    @admin.display(description=_("best suggestion"))
    def best(self, row: Any) -> str:
        if row.best_suggestion:
            band = dict(Match._meta.get_field("band").flatchoices).get(row.best_band, "")
            return format_html("{} {}", row.best_suggestion, badge(row.best_band, band) if band else "")
        return row.get_verdict_display() or "–"

    @admin.display(description=_("age"), ordering="-received_at")
    def age(self, row: IntroductionRequest) -> str:
        days = days_since(row.received_at, now=timezone.now())
        words = ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else gettext("today")
        return format_html(
            '<span title="{}">{}</span>', timezone.localdate(row.received_at).isoformat(), words
        )

    @admin.display(description=_("due"), ordering="follow_up_on")
    def due(self, row: IntroductionRequest) -> str:
        return due_in_words(row.follow_up_on, row.follow_up_what, today=timezone.localdate())

    @admin.display(description=_("assigned to"), ordering="assigned_to__username")
    def assignee(self, row: IntroductionRequest) -> str:
        return row.assigned_to.get_username() if row.assigned_to else "–"


def due_in_words(day: dt.date | None, what: str, *, today: dt.date) -> str:
    """Return when to come back to it; overdue in words and in colour."""
    if day is None:
        return "–"
    late = (today - day).days
    if late > 0:
        words = ngettext("%(days)d day overdue", "%(days)d days overdue", late) % {"days": late}
        shown = badge("attention", words, {"attention": "attention"})
    elif late == 0:
        shown = badge("today", gettext("today"), {"today": "busy"})
    else:
        shown = format_html("{}", date_format(day, "j M" if day.year == today.year else "j M Y"))
    title = f"{day.isoformat()} {what}".strip()
    return format_html('<span title="{}">{}</span>', title, shown)

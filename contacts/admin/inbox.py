"""The inbox: one line per request, and what can be done with several at once."""

from typing import Any

from django import forms as django_forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters.admin.base import FoldedSearch
from contacts import review, shortlist
from contacts.admin import filters
from contacts.admin.forms import colleagues
from contacts.admin.reading import badge, days_since, several
from contacts.admin.steps import REFUSALS, StepsAdmin, sentence
from contacts.models import IntroductionRequest, Match


class InboxActionForm(ActionForm):
    """The list's action, and to whom “assign” assigns."""

    to: Any = django_forms.ModelChoiceField(
        label=_("to"), queryset=None, required=False, empty_label=_("(choose a colleague)")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues()  # type: ignore[attr-defined]


class Inbox(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """Everything a line shows; the text of the enquiry is not part of it."""
        rows: Any = super().get_queryset(request, exclude_parameters)
        return shortlist.with_best_suggestion(rows.for_list()).defer("text", "search_words")


class InboxList(FoldedSearch, StepsAdmin):
    """The list of requests; `RequestAdmin` adds the page of one."""

    list_display = (
        "status_badge",
        "reference",
        "organisation",
        "subject_short",
        "theme_names",
        "best",
        "age",
        "assignee",
    )
    list_display_links = ("reference",)
    list_filter = (
        filters.StatusFilter,
        filters.AssigneeFilter,
        filters.ThemeFilter,
        filters.QuarterFilter,
        filters.VerdictFilter,
    )
    search_fields = (
        "search_words__contains",
        "enquirer__name_folded__contains",
        "contact__name_folded__contains",
    )
    search_help_text = _("Reference, organisation, KvK number, person, words of the enquiry")
    ordering = ("-received_at", "-pk")
    actions = ["take_selected", "assign_selected"]
    action_form = InboxActionForm
    change_list_template = "admin/contacts/inbox.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": _("Inbox"), **(extra_context or {})})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Inbox

    @admin.display(description=_("status"), ordering="status")
    def status_badge(self, row: IntroductionRequest) -> str:
        return badge(row.status, row.get_status_display())

    @admin.display(description=_("organisation"), ordering="organisation_name")
    def organisation(self, row: IntroductionRequest) -> str:
        return format_html('<span title="{0}">{0}</span>', row.organisation_name)

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
        words = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        return format_html(
            '<span title="{}">{}</span>', timezone.localdate(row.received_at).isoformat(), words
        )

    @admin.display(description=_("assigned to"), ordering="assigned_to__username")
    def assignee(self, row: IntroductionRequest) -> str:
        return row.assigned_to.get_username() if row.assigned_to else "–"

    @admin.action(description=_("Take the selected requests"), permissions=["change"])
    def take_selected(self, request: HttpRequest, queryset: QuerySet[IntroductionRequest]) -> None:
        self._each(request, queryset, lambda row, at: review.take(row, by=request.user, at=at))  # type: ignore[arg-type]

    @admin.action(description=_("Assign the selected requests"), permissions=["change"])
    def assign_selected(self, request: HttpRequest, queryset: QuerySet[IntroductionRequest]) -> None:
        to = colleagues().filter(pk=request.POST.get("to") or None).first()
        if to is None:
            messages.error(
                request, _("Choose the colleague to assign to, beside the action. Nothing was changed.")
            )
            return
        self._each(request, queryset, lambda row, at: review.assign(row, to, by=request.user, at=at))  # type: ignore[arg-type]

    def _each(self, request: HttpRequest, queryset: QuerySet[IntroductionRequest], verb: Any) -> None:
        """Do the same with every row; say what was done, and what could not be and why."""
        at, done = timezone.now(), 0
        for row in queryset:
            try:
                verb(row, at)
                done += 1
            except REFUSALS as refusal:
                messages.warning(request, sentence(refusal))
        if done:
            text = ngettext("%(count)d request changed.", "%(count)d requests changed.", done)
            messages.success(request, text % {"count": done})

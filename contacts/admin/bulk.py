"""What can be done with several requests of the inbox at once.

Each row is changed under the version it had when the list was drawn. A row that changed since is left
alone and named, with what happened to it; the others are done.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.numbers import number_in
from contacts import review, workflow
from contacts.admin.forms import NOT_CHOSEN, colleagues
from contacts.admin.steps import REFUSALS, sentence
from contacts.admin.story import told
from contacts.enums import DeclineReason
from contacts.models import HistoryEntry, IntroductionRequest

VERSION_PREFIX = "version-"
APPLY = "_apply"
MOST_SELECTED = 200  # as many as one page of the list can show


class BulkDeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why not forwarded"),
        choices=[*NOT_CHOSEN, *DeclineReason.choices],
        error_messages={"required": _("Choose a reason. Nothing was changed.")},
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass
class Result:
    done: list[IntroductionRequest] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    stale: list[IntroductionRequest] = field(default_factory=list)


def selected(request: HttpRequest) -> list[IntroductionRequest]:
    """Return the ticked requests, also those that have left the view since; the newest first."""
    keys = {key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if number_in(key) is not None}
    rows = IntroductionRequest.objects.filter(pk__in=keys).defer("text", *IntroductionRequest.WORDS)
    return list(rows.order_by("-received_at", "-pk")[:MOST_SELECTED])


def seen_version(request: HttpRequest, row: IntroductionRequest) -> int:
    """Return the version the person had before them; a list without it is as good as an old one."""
    version = number_in(request.POST.get(f"{VERSION_PREFIX}{row.pk}", ""))
    return -1 if version is None else version


def each(
    request: HttpRequest, verb: Callable[..., IntroductionRequest], *args: Any, **answers: Any
) -> Result:
    """Call `verb(row, *args, by=, at=, version=, **answers)` for every ticked request."""
    at, result = timezone.now(), Result()
    for row in selected(request):
        version = seen_version(request, row)
        try:
            result.done.append(verb(row, *args, by=request.user, at=at, version=version, **answers))
        except workflow.StaleVersion:
            result.stale.append(row)
        except REFUSALS as refusal:
            result.refused.append(sentence(refusal))
    return result


def tell(request: HttpRequest, result: Result) -> None:
    """Say how many were done, and which were not and why."""
    if number := len(result.done):
        text = ngettext("%(count)d request changed.", "%(count)d requests changed.", number)
        messages.success(request, text % {"count": number})
    if result.stale:
        last = _last_lines(result.stale)
        text = gettext("%(row)s was left alone; somebody changed it after this list was drawn: %(what)s")
        for row in result.stale:
            line = last.get(row.pk)
            what = f"{line.who}, {line.what}" if line else gettext("its details")
            messages.warning(request, text % {"row": row.reference, "what": what})
    for refusal in result.refused:
        messages.warning(request, refusal)
    if not (result.done or result.stale or result.refused):
        messages.warning(request, _("Tick the requests first. Nothing was changed."))


def _last_lines(rows: Iterable[IntroductionRequest]) -> dict[int, Any]:
    lines = HistoryEntry.objects.filter(request__in=[row.pk for row in rows])
    newest = lines.values("request").annotate(newest=models.Max("pk")).values("newest")
    last = HistoryEntry.objects.filter(pk__in=newest).select_related("by", "introduction")
    return {line.request_id: told(line) for line in last}


class BulkActions(admin.ModelAdmin):
    """Buttons above the list; each works on the ticked requests, with or without JavaScript."""

    actions = ["take_selected", "assign_selected", "decline_selected"]

    def action_checkbox(self, obj: IntroductionRequest) -> SafeString:
        version = format_html(
            '<input type="hidden" name="{}{}" value="{}">', VERSION_PREFIX, obj.pk, obj.version
        )
        return format_html("{}{}", super().action_checkbox(obj), version)

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:  # type: ignore[override]
        ticked = request.POST.copy()
        keys = [key for key in ticked.getlist(ACTION_CHECKBOX_NAME) if number_in(key) is not None]
        ticked.setlist(ACTION_CHECKBOX_NAME, keys)  # Django itself would stumble over anything else
        request.POST = ticked  # type: ignore[assignment]
        return super().response_action(request, queryset)

    @admin.action(description=_("Take"), permissions=["change"])
    def take_selected(self, request: HttpRequest, queryset: Any) -> None:
        tell(request, each(request, review.take))

    @admin.action(description=_("Assign to"), permissions=["change"])
    def assign_selected(self, request: HttpRequest, queryset: Any) -> None:
        key = request.POST.get("to", "")
        to = colleagues().filter(pk=key).first() if number_in(key) is not None else None
        if to is None:
            text = _("Choose the colleague to assign to, beside the button. Nothing was changed.")
            messages.error(request, text)
            return
        tell(request, each(request, review.assign, to))

    @admin.action(description=_("Do not forward"), permissions=["change"])
    def decline_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask for the reason on a page between, then do it."""
        form = BulkDeclineForm(request.POST if APPLY in request.POST else None)
        if APPLY in request.POST and form.is_valid():
            tell(
                request,
                each(request, review.decline, form.cleaned_data["reason"], note=form.cleaned_data["note"]),
            )
            return None
        rows = [(row, request.POST.get(f"{VERSION_PREFIX}{row.pk}", "")) for row in selected(request)]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Do not forward"),
            "opts": self.opts,
            "rows": rows,
            "form": form,
            "checkbox": ACTION_CHECKBOX_NAME,
            "version_prefix": VERSION_PREFIX,
            "apply": APPLY,
            "back": request.get_full_path(),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/contacts/bulk_decline.html", context, status=status)

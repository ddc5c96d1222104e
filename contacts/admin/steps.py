"""Steps: the buttons on a request's and an introduction's page.

A step is one POST and one call of a verb, under the version the page was drawn with. A step that needs
an answer brings its own small form. What a verb refuses comes back as a sentence, on the same page,
with everything typed still there.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import StaffAdmin
from clusters.admin.conflicts import (
    BEFORE_FIELD,
    VERSION_FIELD,
    conflict_page,
    decoded,
    encoded,
    three_ways,
    written,
)
from clusters.admin.numbers import number_in
from contacts import follow_up, introductions, notifications, outbox, review, shortlist, workflow
from contacts.admin.story import told
from contacts.enums import Release
from contacts.models import HistoryEntry

STORY_FIELD = "_story"  # the last line of the story the person had seen
BACK_FIELD = "_back"
Text = str | Promise


class StepForm(forms.Form):
    """The answer a step needs. `row` is what the step is about."""

    required_css_class = "required"

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def stored(self) -> Mapping[str, Any]:
        """Return what the fields' values are now, for those that are stored anywhere."""
        return {}

    @property
    def before(self) -> str:
        """What the form was loaded with, for `_before`; after a mistake it is what it first was."""
        if self.is_bound:
            return str(self.data.get(BEFORE_FIELD, ""))
        kept = self.stored()
        return encoded({name: value for name, value in written(self).items() if name in kept})


class Outdated(Exception):
    """Something the person had seen, other than the row itself, has changed."""


@dataclass(frozen=True)
class Step:
    """`perform(row, answers, by=, at=)` may return an address to go to; `done` is said afterwards."""

    name: str
    label: Text
    perform: Callable[..., str | None]
    offered: Callable[[Any, Any], bool] = lambda row, user: True
    form: type[StepForm] = StepForm
    tone: str = ""
    done: Text = ""
    remark: Callable[[Any], str] = lambda row: ""  # what to know before pressing it, beside the button
    at_once: bool = False  # one click when there is nothing to say; what its form asks may stay empty


@dataclass(frozen=True)
class Offered:
    """A step on the page, with the form to fill in."""

    step: Step
    form: StepForm
    address: str
    key: str = ""  # the single key that presses it, where the person wants keys

    @property
    def needs_answer(self) -> bool:
        return bool(self.form.visible_fields())

    @property
    def remark(self) -> str:
        return self.step.remark(self.form.row)


_PLAIN: dict[type[Exception], Text] = {
    follow_up.DayHasPassed: _("This day has passed. Choose today or a later day."),
    introductions.NameNotReleased: _(
        "The enquirer did not allow their name to be passed on. Record the permission on the request first."
    ),
    introductions.NotADraft: _("This letter was sent or cancelled already."),
    introductions.WrongRecipient: _("This person is no contact of this pôle."),
    notifications.AddressNotUsable: _("An e-mail address cannot be used as it is written. Correct it first."),
    review.AnswerMissing: _("An answer is missing: fill in what is asked."),
    review.AppliedAlready: _("A colleague took this correction over already."),
    review.UnknownValue: _("This value is not one of those to choose from."),
    shortlist.ReasonRequired: _("Choose a reason."),
    shortlist.AlreadyOnShortlist: _("This pôle is on the shortlist already."),
    shortlist.AlreadyIntroduced: _(
        "A letter to this pôle is in preparation or has gone out; it is too late."
    ),
}
REFUSALS: tuple[type[Exception], ...] = (
    *_PLAIN,
    workflow.TransitionNotAllowed,
    introductions.CannotPrepare,
    introductions.CannotSend,
    introductions.CannotRecordOutcome,
    outbox.HasLeft,
    shortlist.HasEnded,
)


def sentence(error: Exception) -> str:
    """Return what to tell the person whom a verb refused: what happened, and what to do next."""
    match error:
        case workflow.TransitionNotAllowed():
            return gettext("This step is no longer possible: “%(row)s” is now “%(status)s”.") % {
                "row": error.subject,
                "status": error.subject.get_status_display(),
            }
        case introductions.CannotPrepare() | introductions.CannotSend():
            facts = "; ".join(str(Release(fact).label) for fact in getattr(error, "facts", ()))
            parts = [str(error.code.label), facts and f"({facts})", _instead(error.successor)]
            return " ".join(part for part in parts if part)
        case introductions.CannotRecordOutcome():
            return str(error.code.label)
        case outbox.HasLeft():
            return _too_late(error)
        case shortlist.HasEnded():
            ended = gettext("%(cluster)s has ended.") % {"cluster": error.cluster}
            return f"{ended} {_instead(error.successor)}".strip()
        case _:
            return str(_PLAIN[type(error)])


def _too_late(error: outbox.HasLeft) -> str:
    at = error.sent_at or error.maybe_left_at
    if at is None:
        text = gettext(
            "The mail to %(recipient)s is leaving at this moment; it cannot be called back any more."
        )
        return text % {"recipient": error.recipient}
    when = formats.date_format(timezone.localtime(at), "j M Y H:i")
    if error.sent_at is None:
        text = gettext(
            "The mail to %(recipient)s may have left at %(when)s: the mail server did not say whether it "
            "took it. It cannot be called back. Write to them if need be."
        )
    else:
        text = gettext(
            "The mail to %(recipient)s has left at %(when)s; it cannot be called back. "
            "Write to them if need be."
        )
    return text % {"recipient": error.recipient, "when": when}


def _instead(successor: Any) -> str:
    return gettext("Its work is done by %(successor)s now.") % {"successor": successor} if successor else ""


class StepsAdmin(StaffAdmin):
    """A page of its own for a row that moves by steps; it has no form to edit everything at once."""

    steps: tuple[Step, ...] = ()
    page_template = ""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/step/<slug:name>/", view, name=name), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def page_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Everything the page shows, in a constant number of queries."""
        return self.get_queryset(request)

    def page_context(self, request: HttpRequest, row: Any, bound: Mapping[str, StepForm]) -> dict[str, Any]:
        raise NotImplementedError

    def story_of(self, row: Any) -> Iterable[HistoryEntry]:
        """Return the lines of the story the page shows."""
        lines: Iterable[HistoryEntry] = row.story.all()
        return lines

    def page_address(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if object_id is None:
            raise PermissionDenied
        row = self._row(request, object_id)
        reads = request.method in ("GET", "HEAD")
        may = self.has_view_or_change_permission if reads else self.has_change_permission
        if not may(request, row):
            raise PermissionDenied
        if not reads:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.page(request, row)

    def _row(self, request: HttpRequest, pk: Any) -> Any:
        try:
            return self.page_queryset(request).get(pk=pk)
        except (self.model.DoesNotExist, ValueError) as missing:
            raise Http404 from missing

    def page(
        self, request: HttpRequest, row: Any, bound: Mapping[str, StepForm] | None = None, status: int = 200
    ) -> HttpResponse:
        last = max((line.pk for line in self.story_of(row)), default=0)
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "row": row,
            "opts": self.opts,
            "can_change": self.has_change_permission(request, row),
            "version_field": VERSION_FIELD,
            "before_field": BEFORE_FIELD,
            "story_field": STORY_FIELD,
            "last_line": last,
            **self.page_context(request, row, bound or {}),
        }
        return TemplateResponse(request, self.page_template, context, status=status)

    # --- steps ----------------------------------------------------------------------------------------

    def offer(
        self,
        request: HttpRequest,
        row: Any,
        bound: Mapping[str, StepForm],
        *,
        names: tuple[str, ...] = (),
        about: Any = None,
        initial: Mapping[str, Any] | None = None,
    ) -> list[Offered]:
        """Return the steps that may be taken now, each with its form (a filled-in one from `bound`).

        `about` tells apart forms of the same step for several things on the page, such as matches.
        """
        if not self.has_change_permission(request, row):
            return []
        found = []
        for step in self.steps:
            if (names and step.name not in names) or not step.offered(about or row, request.user):
                continue
            key = f"{step.name}-{about.pk}" if about is not None else step.name
            form = bound.get(key) or step.form(row=row, initial=dict(initial or {}), auto_id=f"{key}-%s")
            found.append(Offered(step, form, self.step_address(row, step.name)))
        return found

    def step_address(self, row: Any, name: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_step", args=[row.pk, name])

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        row = self._row(request, pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        step = next((step for step in self.steps if step.name == name), None)
        if step is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseRedirect(self.page_address(row))
        about = request.POST.get("about", "")
        key = f"{name}-{about}" if about else name
        form = step.form(request.POST, row=row, auto_id=f"{key}-%s")
        if not form.is_valid():
            messages.error(request, gettext("Nothing was stored. See what is marked below."))
            return self.page(request, row, {key: form}, status=422)
        at = timezone.now()
        try:
            address = self._perform(request, row, step, form, at)
        except (workflow.StaleVersion, Outdated):
            return self.step_conflict(request, row, step)
        except REFUSALS as refusal:
            form.add_error(None, sentence(refusal))
            messages.error(request, sentence(refusal))
            return self.page(request, self._row(request, pk), {key: form}, status=409)
        messages.success(request, str(step.done) or gettext("Done."))
        return HttpResponseRedirect(address or self._back(request) or self.page_address(row))

    def _perform(
        self, request: HttpRequest, row: Any, step: Step, form: StepForm, at: dt.datetime
    ) -> str | None:
        version = number_in(request.POST.get(VERSION_FIELD, ""))
        with transaction.atomic():
            # A page without its version is as good as an old one.
            locked = workflow.lock(row, version=-1 if version is None else version)
            return step.perform(locked, form.cleaned_data, by=request.user, at=at)

    def _back(self, request: HttpRequest) -> str:
        """Return the page a step was taken from, when it was not the row's own."""
        return ""

    def step_conflict(self, request: HttpRequest, row: Any, step: Step) -> HttpResponse:
        row = self._row(request, row.pk)
        seen = number_in(request.POST.get(STORY_FIELD, ""))
        lines = HistoryEntry.objects.none()
        if seen is not None:
            lines = row.story.filter(pk__gt=seen).select_related("by", "introduction").order_by("pk")
        mine, now = step.form(request.POST, row=row), step.form(row=row)
        before = decoded(request.POST.get(BEFORE_FIELD, ""))
        return conflict_page(
            request,
            self.admin_site,
            row,
            comparison=three_ways(mine, now, before, only=now.stored()),
            version=str(row.version),
            back=self.page_address(row),
            events=[told(line) for line in lines],
            allowed=step.offered(row, request.user) if "about" not in request.POST else True,
        )

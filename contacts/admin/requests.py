"""The inbox, and the one page on which a request is worked."""

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import FoldedSearch
from contacts import experience, review, shortlist
from contacts.admin import filters
from contacts.admin.forms import colleagues
from contacts.admin.introduction_steps import ON_REQUEST_PAGE
from contacts.admin.reading import MAIL_TONES, badge, days_since, marked, several, spans_of
from contacts.admin.request_steps import ABOUT_MATCH, MOVES, STEPS
from contacts.admin.steps import REFUSALS, StepForm, StepsAdmin, sentence
from contacts.admin.story import changes_of, told
from contacts.admin.why_not import WhyNotPage, every_cluster
from contacts.enums import MailStatus, MatchDecision, Release
from contacts.models import HistoryEntry, Introduction, IntroductionRequest, Match


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


@admin.register(IntroductionRequest)
class RequestAdmin(WhyNotPage, FoldedSearch, StepsAdmin):
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
    page_template = "admin/contacts/request.html"
    steps = STEPS

    # --- the inbox ------------------------------------------------------------------------------------

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

    # --- the page -------------------------------------------------------------------------------------

    def page_queryset(self, request: HttpRequest) -> QuerySet[IntroductionRequest]:
        return (
            self.get_queryset(request)
            .select_related("enquirer", "contact", "assigned_to")
            .prefetch_related(
                "themes",
                "mails",
                Prefetch("corrections"),
                Prefetch(
                    "matches", Match.objects.select_related("cluster", "decided_by").order_by("rank", "pk")
                ),
                Prefetch(
                    "introductions",
                    Introduction.objects.select_related("recipient", "cluster")
                    .prefetch_related("outcomes")
                    .order_by("pk"),
                ),
                Prefetch(
                    "story", HistoryEntry.objects.select_related("by", "introduction").order_by("-at", "-pk")
                ),
            )
        )

    def page_context(
        self, request: HttpRequest, row: IntroductionRequest, bound: Mapping[str, StepForm]
    ) -> dict[str, Any]:
        names = {match.cluster.slug: match.cluster.name for match in row.matches.all()}
        now = timezone.now()
        seen = experience.recent(at=now)
        suggestions = [self._suggestion(request, match, bound) for match in self._matches(row)]
        for suggestion in suggestions:
            suggestion["experience"] = seen.get(suggestion["match"].cluster_id, experience.NONE)
        for suggestion in suggestions:  # the best one tells its reasons at once, the others when asked
            if suggestion["match"].decision != MatchDecision.REJECTED:
                suggestion["open"] = True
                break
        return {
            "title": f"{row.reference} · {row.organisation_name}",
            "status": badge(row.status, row.get_status_display()),
            "verdict": badge(row.verdict, row.get_verdict_display()) if row.verdict else "",
            "text": marked(row.text, spans_of(row.text, row.matches.all())),
            "released": [kind.label for kind in Release if kind in row.release],
            "withheld": [kind.label for kind in Release if kind not in row.release],
            "moves": self.offer(request, row, bound, names=MOVES),
            "permission": self.offer(request, row, bound, names=("permission",)),
            "edit": self.offer(request, row, bound, names=("edit",)),
            "shortlist_steps": self.offer(request, row, bound, names=("redraw", "add")),
            **_first_three(suggestions),
            "corrections": self._corrections(request, row, bound),
            "introductions": [self._introduction(request, each) for each in row.introductions.all()],
            "failed_mails": [mail for mail in row.mails.all() if mail.status == MailStatus.FAILED],
            "waiting_mails": [mail for mail in row.mails.all() if mail.status == MailStatus.QUEUED],
            "story": [told(line, names=names) for line in row.story.all()],
            "age": days_since(row.received_at, now=now),
            "mail_tones": MAIL_TONES,
            "every_cluster": every_cluster(on=timezone.localdate(now)),
            "why_not": self.why_not_address(row),
        }

    def _matches(self, row: IntroductionRequest) -> list[Match]:
        matches = list(row.matches.all())
        for match in matches:
            match.request = row
        return matches

    def _suggestion(
        self, request: HttpRequest, match: Match, bound: Mapping[str, StepForm]
    ) -> dict[str, Any]:
        row = match.request
        introduction = next(
            (each for each in row.introductions.all() if each.cluster_id == match.cluster_id), None
        )
        names = ("accept",) if introduction else ABOUT_MATCH
        seen = {"about": match.pk, "seen": match.decision}
        spoken = shortlist.explain(match.reasons, get_language() or "nl")
        return {
            "match": match,
            "introduction": introduction,
            "band": badge(match.band, match.get_band_display()) if match.band else "",
            "decision": badge(match.decision, match.get_decision_display()),
            "decided": match.decision != MatchDecision.PROPOSED,
            "reasons_for": [reason for reason in spoken if reason.supports],
            "reasons_against": [reason for reason in spoken if not reason.supports],
            "steps": self.offer(request, row, bound, names=names, about=match, initial=seen),
        }

    def _corrections(
        self, request: HttpRequest, row: IntroductionRequest, bound: Mapping[str, StepForm]
    ) -> list[dict[str, Any]]:
        """The corrections that wait, oldest first; only the oldest can be taken over, else it would undo
        a newer one."""
        waiting = sorted(
            (each for each in row.corrections.all() if not each.applied_at), key=lambda each: each.pk
        )
        return [
            {
                "correction": correction,
                "changes": changes_of(correction),
                "steps": self.offer(
                    request,
                    row,
                    bound,
                    names=("correction",),
                    about=correction,
                    initial={"about": correction.pk},
                )
                if number == 0
                else [],
            }
            for number, correction in enumerate(waiting)
        ]

    def _introduction(self, request: HttpRequest, introduction: Introduction) -> dict[str, Any]:
        pages: Any = self.admin_site.get_model_admin(Introduction)
        return {
            "introduction": introduction,
            "status": badge(introduction.status, introduction.get_status_display()),
            "steps": pages.offer(request, introduction, {}, names=ON_REQUEST_PAGE, about=introduction),
        }


SHOWN = 3  # more than three proposals are no help in choosing


def _first_three(suggestions: list[dict[str, Any]]) -> dict[str, Any]:
    """Keep the three best in sight, and whatever was decided on; fold the rest away until asked for."""
    in_sight: list[dict[str, Any]] = []
    folded: list[dict[str, Any]] = []
    for number, suggestion in enumerate(suggestions):
        (in_sight if number < SHOWN or suggestion["decided"] else folded).append(suggestion)
    return {
        "suggestions": in_sight,
        "more_suggestions": folded,
        "more_open": any(offered.form.errors for each in folded for offered in each["steps"] if offered.form),
    }

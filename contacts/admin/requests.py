"""The one page on which a request is worked."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from contacts import experience, shortlist
from contacts.admin.answers import waiting_answers
from contacts.admin.inbox import InboxList
from contacts.admin.introduction_steps import ON_REQUEST_PAGE
from contacts.admin.reading import MAIL_TONES, badge, days_since, marked, spans_of
from contacts.admin.request_steps import ABOUT_MATCH, MOVES, STEPS
from contacts.admin.steps import StepForm
from contacts.admin.story import changes_of, told
from contacts.admin.why_not import WhyNotPage, every_cluster
from contacts.enums import MailStatus, MatchDecision, Release
from contacts.models import HistoryEntry, Introduction, IntroductionRequest, Match


@admin.register(IntroductionRequest)
class RequestAdmin(WhyNotPage, InboxList):
    page_template = "admin/contacts/request.html"
    steps = STEPS

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
            "failed_mails": [mail for mail in row.mails.all() if mail.status in MailStatus.NEEDS_ATTENTION],
            "answers": waiting_answers(self, request, row.introductions.all()),
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

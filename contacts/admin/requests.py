"""The one page on which a request is worked."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from clusters import lifeline
from clusters.models import Cluster
from clusters.presence import standing
from contacts import experience, shortlist
from contacts.admin.answers import waiting_answers
from contacts.admin.inbox import InboxList
from contacts.admin.introduction_steps import ON_REQUEST_PAGE
from contacts.admin.neighbours import FILTERS_FIELD, neighbours
from contacts.admin.reading import (
    MAIL_TONES,
    badge,
    came_by,
    days_since,
    is_unconfirmed,
    marked,
    parted,
    spans_of,
    suspected,
)
from contacts.admin.remarks import remarks_of
from contacts.admin.request_steps import ABOUT_MATCH, FOLLOW_UP, MOVES, STEPS
from contacts.admin.steps import Offered, StepForm
from contacts.admin.story import changes_of, told
from contacts.admin.why_not import WhyNotPage, every_cluster
from contacts.enums import MailStatus, MatchDecision, Release
from contacts.models import (
    ClusterAnswer,
    HistoryEntry,
    Introduction,
    IntroductionRequest,
    Match,
    OutgoingMail,
    Remark,
)

LATEST_LINES = 50  # of the story; the rest is shown when asked for, with `?story=all`
SHOWN = 3  # more than three proposals are no help in choosing
KEYS = {"take": "t", "note": "n", "follow-up": "f"}


@admin.register(IntroductionRequest)
class RequestAdmin(WhyNotPage, InboxList):
    page_template = "admin/contacts/request.html"
    steps = STEPS

    def page_queryset(self, request: HttpRequest) -> QuerySet[IntroductionRequest]:
        story = HistoryEntry.objects.select_related("by", "introduction").order_by("-at", "-pk")
        if not _whole_story(request):
            story = story[: LATEST_LINES + 1]
        unseen = ClusterAnswer.objects.filter(introduction__request=OuterRef("pk"), seen_at=None)
        return (
            self.get_queryset(request)
            .select_related("enquirer", "contact", "assigned_to", "wished_cluster")
            .annotate(is_answered=Exists(unseen))  # most pages have no answer to ask for
            .prefetch_related(
                "themes",
                Prefetch("mails", OutgoingMail.objects.defer("body").order_by("pk")),
                Prefetch("corrections"),
                Prefetch("remarks", Remark.objects.order_by("received_at", "pk")),
                Prefetch(
                    "matches", Match.objects.select_related("cluster", "decided_by").order_by("rank", "pk")
                ),
                Prefetch(
                    "introductions",
                    Introduction.objects.select_related("recipient", "cluster")
                    .prefetch_related("outcomes")
                    .order_by("pk"),
                ),
                Prefetch("story", story, to_attr="lines"),
            )
        )

    def page_context(
        self, request: HttpRequest, row: IntroductionRequest, bound: Mapping[str, StepForm]
    ) -> dict[str, Any]:
        names = {match.cluster.slug: match.cluster.name for match in row.matches.all()}
        now = timezone.now()
        today = timezone.localdate(now)
        successors = lifeline.last_successors(on=today)
        clusters = _every_cluster(row, on=today)
        spans = spans_of(row.text, row.matches.all())
        beginning, rest = parted(row.text, spans)
        story = [told(line, names=names) for line in self.story_of(row)]
        shown = story if _whole_story(request) else story[:LATEST_LINES]
        mails = row.mails.all()
        return {
            "title": f"{row.reference} · {row.organisation_name}",
            "status": badge(row.status, row.get_status_display()),
            "verdict": badge(row.verdict, row.get_verdict_display()) if row.verdict else "",
            "text": marked(*beginning),
            "more_text": marked(*rest) if rest[0] else "",
            "more_words": len(rest[0].split()),
            "more_marks": len(rest[1]),
            "released": [kind.label for kind in Release if kind in row.release],
            "withheld": [kind.label for kind in Release if kind not in row.release],
            "moves": self.offer(request, row, bound, names=MOVES),
            "follow_up": self.offer(request, row, bound, names=FOLLOW_UP),
            "days_to_go": (row.follow_up_on - today).days if row.follow_up_on else None,
            "permission": self.offer(request, row, bound, names=("permission",)),
            "edit": self.offer(request, row, bound, names=("edit",)),
            "shortlist_steps": self.offer(request, row, bound, names=("redraw", "add")),
            **_first_three(self._suggestions(request, row, bound, successors)),
            "suspicions": suspected(row),
            "came_by": came_by(row.source),
            "corrections": self._corrections(request, row, bound),
            "introductions": [self._introduction(request, each) for each in row.introductions.all()],
            "failed_mails": [mail for mail in mails if mail.status in MailStatus.NEEDS_ATTENTION],
            "answers": waiting_answers(self, request, row.introductions.all() if row.is_answered else ()),  # type: ignore[attr-defined]
            "unconfirmed": is_unconfirmed(row),
            **remarks_of(self, request, row, bound),
            "waiting_mails": [mail for mail in mails if mail.status == MailStatus.QUEUED],
            "doubtful_mails": [
                mail for mail in mails if mail.status == MailStatus.QUEUED and mail.maybe_left_at
            ],
            "story": shown,
            "story_goes_on": len(story) > len(shown),
            "age": days_since(row.received_at, now=now),
            "mail_tones": MAIL_TONES,
            "every_cluster": every_cluster(on=today, successors=successors, clusters=clusters),
            "why_not": self.why_not_address(row),
            "list_query": _list_query(request),
            "list_address": _list_address(request),
            **neighbours(self, request, row),
        }

    def story_of(self, row: Any) -> Iterable[HistoryEntry]:
        lines: list[HistoryEntry] = row.lines
        return lines

    def offer(self, request: HttpRequest, row: Any, *args: Any, **options: Any) -> list[Offered]:
        """Steps keep the list a person came from, and the frequent ones have a key."""
        query = _list_query(request)
        return [
            replace(each, address=each.address + query)
            for each in _keyed(super().offer(request, row, *args, **options), KEYS)
        ]

    def _back(self, request: HttpRequest) -> str:
        """Return the page with its list, at the suggestion a step was about."""
        asked = request.resolver_match
        about = request.POST.get("about", "")
        anchor = ""
        if asked and asked.kwargs["name"] in ABOUT_MATCH and about.isdecimal():
            anchor = f"#match-{about}"
        address = reverse(
            "admin:contacts_introductionrequest_change", args=[asked.kwargs["pk"] if asked else 0]
        )
        return f"{address}{_list_query(request)}{anchor}"

    def _suggestions(
        self,
        request: HttpRequest,
        row: IntroductionRequest,
        bound: Mapping[str, StepForm],
        successors: Mapping[int, int],
    ) -> list[dict[str, Any]]:
        """Every suggestion with its experience; the best open one tells its reasons and has the keys."""
        matches = self._matches(row)
        seen = experience.recent(
            at=timezone.now(), clusters={match.cluster_id for match in matches}, successors=successors
        )
        found = [self._suggestion(request, match, bound) for match in matches]
        for suggestion in found:
            suggestion["experience"] = seen.get(suggestion["match"].cluster_id, experience.NONE)
        best = next((each for each in found if each["match"].decision != MatchDecision.REJECTED), None)
        undecided = next((each for each in found if not each["decided"]), None)
        if best:
            best.update(open=True, key="o")
            best["steps"] = _keyed(best["steps"], {"prepare": "o"})
        if undecided:
            undecided["steps"] = _keyed(undecided["steps"], {"accept": "a", "reject": "r"})
        return found

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
            "steps": _likeliest_first(
                self.offer(request, row, bound, names=names, about=match, initial=seen)
            ),
        }

    def _corrections(
        self, request: HttpRequest, row: IntroductionRequest, bound: Mapping[str, StepForm]
    ) -> list[dict[str, Any]]:
        """The corrections that wait, oldest first; only the oldest can be taken over, else it would undo
        a newer one."""
        waiting = sorted(
            (each for each in row.corrections.all() if not each.applied_at), key=lambda each: each.pk
        )
        persons = request.user.has_perm("contacts.view_contactperson")
        return [
            {
                "correction": correction,
                "changes": changes_of(correction, persons=persons),
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


def _every_cluster(row: Any, *, on: dt.date) -> list[Cluster]:
    """Return every pôle, and leave with `row` those that can be added by hand: one query for both lists."""
    stands = Exists(standing(on=on).filter(pk=OuterRef("pk")))
    rows = Cluster.objects.only("slug", "name").annotate(stands=stands)
    clusters: list[Any] = list(rows.order_by("name_folded", "pk"))
    may_be_added = [(each.pk, each.name) for each in clusters if each.stands]
    row.clusters_to_add = [("", BLANK_CHOICE_DASH[0][1]), *may_be_added]
    return clusters


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


def _keyed(steps: Iterable[Offered], keys: Mapping[str, str]) -> list[Offered]:
    return [replace(each, key=keys.get(each.step.name, each.key)) for each in steps]


def _likeliest_first(steps: Iterable[Offered]) -> list[Offered]:
    return sorted(steps, key=lambda each: ABOUT_MATCH.index(each.step.name))


def _whole_story(request: HttpRequest) -> bool:
    return request.GET.get("story") == "all"


def _list_query(request: HttpRequest) -> str:
    """Return the end of an address that keeps the list the person came from; "" for the list as it opens."""
    filters = request.GET.get(FILTERS_FIELD, "")
    return "?" + urlencode({FILTERS_FIELD: filters}) if filters else ""


def _list_address(request: HttpRequest) -> str:
    filters = request.GET.get(FILTERS_FIELD, "")
    return reverse("admin:contacts_introductionrequest_changelist") + (f"?{filters}" if filters else "")

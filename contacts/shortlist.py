"""A request's shortlist: drawn up by the matching, decided by staff.

Drawing up again (other vocabulary, corrected enquiry) renews the proposals that nobody has decided;
what staff accepted, rejected or added stays. Reasons are stored without language, as they were found
that day, and said in the reader's.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from clusters.many_rows import create
from clusters.models import Cluster
from contacts import asked, workflow
from contacts.durability import can_be_made_again
from contacts.enums import (
    HistoryAction,
    IntroductionStatus,
    MatchDecision,
    MatchOrigin,
    RejectReason,
    RequestStatus,
)
from contacts.matching import (
    Candidate,
    Index,
    Reason,
    Result,
    Spoken,
    explain_one,
    from_json,
    match,
    say,
    to_json,
)
from contacts.models import Introduction, IntroductionRequest, Match
from contacts.profiles import load_index

# Where a request stands while the worker may still draw its shortlist up again.
UNDECIDED = (RequestStatus.RECEIVED, RequestStatus.IN_REVIEW)
_RENEWED = ["origin", "rank", "score", "band", "reasons", "vocabulary_version"]


class ReasonRequired(Exception):
    """A suggestion is rejected for a reason of `RejectReason`; none, or an unknown one, was given."""


class AlreadyOnShortlist(Exception):
    """The pôle that was to be added is on the shortlist, accepted, already."""


class AlreadyIntroduced(Exception):
    """The suggestion can no longer be rejected: the request has been brought to this pôle."""


class HasEnded(Exception):
    """The pôle that was to be added has ended; `successor` (may be None) took over."""

    def __init__(self, cluster: Cluster, successor: Cluster | None) -> None:
        self.cluster = cluster
        self.successor = successor
        super().__init__(f"{cluster} has ended")


def draw_up(
    request: IntroductionRequest,
    *,
    at: dt.datetime,
    by: AbstractBaseUser | None = None,
    themes: Collection[str] | None = None,
) -> list[Match]:
    """Match the request against what is true on the day of `at`; return its shortlist, best first.

    `themes` are the short names of those that were ticked, if the caller has just stored them.
    Stores the verdict, the fit and a match for every pôle there is evidence for; keeps what was
    decided or added by staff; puts the pôle the enquirer asked for last when the matching does not
    propose it; writes a line of the story.
    """
    index = load_index(as_of=timezone.localdate(at))
    likeness = asked.likeness_of(request, index)
    result = match(asked.enquiry_of(request, themes), index, likeness)
    ranked = _keep(request, result, index, compared=likeness is not None, at=at, by=by)
    return [*ranked, *_asked_for(request, ranked, at=at)]


def _asked_for(request: IntroductionRequest, ranked: list[Match], *, at: dt.datetime) -> list[Match]:
    """Add the pôle whose link the enquirer followed, with its reasons for and against; it may have none."""
    wished = request.wished_cluster
    if wished is None or any(match.cluster_id == wished.pk for match in ranked):
        return []
    try:
        row = _explained(request, wished, MatchOrigin.ENQUIRER, at=at)
    except HasEnded:  # since the form was filled in; the request's page names it all the same
        return []
    data = {"cluster": wished.slug, "rank": row.rank, "score": row.score, "wished": True}
    with can_be_made_again():
        row.save()
        workflow.record(request, HistoryAction.MATCH_ADDED, by=None, at=at, actor="enquirer", data=data)
    return [row]


def draw_up_again(request: IntroductionRequest, *, at: dt.datetime) -> bool:
    """Draw up with what was found since, unless somebody decided anything or it makes no difference."""
    index = load_index(as_of=timezone.localdate(at))
    likeness = asked.likeness_of(request, index)
    result = match(asked.enquiry_of(request), index, likeness)
    with transaction.atomic():
        row = workflow.lock(request)
        before = list(request.matches.order_by("rank").select_related("cluster"))
        if row.status not in UNDECIDED or row.version != request.version or any(map(_is_touched, before)):
            return False
        proposed = {each.slug for each in result.candidates}
        drawn = [
            (each.cluster.slug, each.score, each.band)
            for each in before
            if each.origin == MatchOrigin.ENGINE or each.cluster.slug in proposed
        ]
        now = [(each.slug, each.score, each.band) for each in result.candidates]
        if (row.verdict, row.fit, drawn) == (result.verdict, result.fit, now) and not result.alike:
            return False
        _keep(row, result, index, compared=likeness is not None, at=at, by=None)
    return True


def _is_touched(row: Match) -> bool:
    return row.decision != MatchDecision.PROPOSED or row.origin in (MatchOrigin.STAFF, MatchOrigin.CLUSTER)


def _keep(
    request: IntroductionRequest,
    result: Result,
    index: Index,
    *,
    compared: bool,
    at: dt.datetime,
    by: AbstractBaseUser | None,
) -> list[Match]:
    found: dict[str, Any] = {"compared": True} if compared else {}
    if result.alike:
        found["alike"] = list(result.alike)
    request.verdict = result.verdict
    request.fit = result.fit
    request.shortlist_drawn_at = at
    request.vocabulary_version = index.version
    slugs = [candidate.slug for candidate in result.candidates]
    clusters = Cluster.objects.in_bulk(slugs, field_name="slug")
    with can_be_made_again() if by is None else transaction.atomic():
        # Writing the request locks it, before its matches: the order everything locks in.
        request.save(update_fields=["verdict", "fit", "shortlist_drawn_at", "vocabulary_version"])
        ranked = _store(request, result.candidates, clusters, index.version)
        workflow.record(
            request,
            HistoryAction.SHORTLIST_DRAWN,
            by=by,
            at=at,
            data={
                "verdict": result.verdict,
                "fit": result.fit,
                "vocabulary_version": index.version,
                "clusters": [candidate.slug for candidate in result.candidates],
                **found,
            },
        )
    return ranked


def _store(
    request: IntroductionRequest,
    candidates: tuple[Candidate, ...],
    clusters: Mapping[str, Cluster],
    version: str,
) -> list[Match]:
    """Write the candidates beside what was decided, rank by rank; return all, best first."""
    present = {row.cluster_id: row for row in request.matches.select_for_update(of=("self",))}
    proposed: dict[int, Candidate] = {clusters[each.slug].pk: each for each in candidates}
    gone = [
        row.pk
        for row in present.values()
        if row.cluster_id not in proposed
        and row.decision == MatchDecision.PROPOSED
        and row.origin == MatchOrigin.ENGINE
    ]
    if gone:
        Match.objects.filter(pk__in=gone).delete()
    ranked: list[Match] = []
    for rank, (cluster, candidate) in enumerate(proposed.items(), start=1):
        row = present.pop(cluster, None) or Match(request=request, cluster=clusters[candidate.slug])
        row.rank = rank
        if row.decision == MatchDecision.PROPOSED:
            row.score = candidate.score
            row.band = candidate.band
            row.reasons = [to_json(reason) for reason in candidate.reasons]
            row.vocabulary_version = version
        ranked.append(row)
    kept = sorted((row for row in present.values() if row.pk not in gone), key=lambda row: (row.rank, row.pk))
    for rank, row in enumerate(kept, start=len(ranked) + 1):
        row.rank = rank
    ranked += kept
    renewed = [row for row in ranked if row.pk is not None]  # before the new ones have their keys
    create(Match, [row for row in ranked if row.pk is None])
    Match.objects.bulk_update(renewed, _RENEWED)
    return ranked


# --- decisions -----------------------------------------------------------------------------------------


@transaction.atomic
def accept(match: Match, *, by: AbstractBaseUser, at: dt.datetime) -> Match:
    """Take the suggestion over: this pôle may be written to. Accepting twice changes nothing."""
    row = _locked(match)
    if row.decision == MatchDecision.ACCEPTED:
        return row
    return _decide(row, MatchDecision.ACCEPTED, HistoryAction.MATCH_ACCEPTED, by=by, at=at)


@transaction.atomic
def reject(
    match: Match, reason: str, *, by: AbstractBaseUser | None, at: dt.datetime, note: str = ""
) -> Match:
    """Set the suggestion aside for a reason of `RejectReason`; without `by` the enquirer does.

    Raises `ReasonRequired` without a known reason, `AlreadyIntroduced` when a letter to this pôle is
    being prepared or has gone out.
    """
    if reason not in RejectReason.values:
        raise ReasonRequired(reason)
    row = _locked(match)
    introduced = Introduction.objects.filter(request_id=row.request_id, cluster_id=row.cluster_id)
    if introduced.exclude(status=IntroductionStatus.CANCELLED).exists():
        raise AlreadyIntroduced(row)
    return _decide(
        row, MatchDecision.REJECTED, HistoryAction.MATCH_REJECTED, by=by, at=at, reason=reason, note=note
    )


@transaction.atomic
def add(request: IntroductionRequest, cluster: Cluster, *, by: AbstractBaseUser, at: dt.datetime) -> Match:
    """Put a pôle on the shortlist by hand, accepted. One that was proposed or rejected is taken over.

    Raises `AlreadyOnShortlist` when it is there and accepted, `HasEnded` when it stands no longer.
    """
    workflow.lock(request)
    row = request.matches.select_for_update(of=("self",)).filter(cluster=cluster).first()
    if row is None:
        row = _explained(request, cluster, MatchOrigin.STAFF, at=at)
    else:
        _require_standing(cluster, load_index(as_of=timezone.localdate(at)))
    if row.decision == MatchDecision.ACCEPTED:
        raise AlreadyOnShortlist(row)
    return _decide(row, MatchDecision.ACCEPTED, HistoryAction.MATCH_ADDED, by=by, at=at)


@transaction.atomic
def suggest(
    request: IntroductionRequest,
    cluster: Cluster,
    *,
    named_by: str,
    by: AbstractBaseUser | None,
    at: dt.datetime,
) -> bool:
    """Propose a pôle that another pôle, `named_by`, named; say whether it was new to the shortlist.

    One that is there already stays as it is, also when it was rejected. Nothing is sent to anybody.
    Raises `HasEnded` when it stands no longer.
    """
    workflow.lock(request)
    if request.matches.filter(cluster=cluster).exists():
        return False
    row = _explained(request, cluster, MatchOrigin.CLUSTER, at=at)
    row.save()
    data = {"cluster": cluster.slug, "named_by": named_by, "rank": row.rank, "score": row.score}
    workflow.record(request, HistoryAction.MATCH_ADDED, by=by, at=at, actor="cluster", data=data)
    return True


def _explained(request: IntroductionRequest, cluster: Cluster, origin: str, *, at: dt.datetime) -> Match:
    """Return a match that is not stored yet, last on the list, with its reasons for and against."""
    index = load_index(as_of=timezone.localdate(at))
    _require_standing(cluster, index)
    candidate = explain_one(asked.enquiry_of(request), index, cluster.slug, asked.likeness_of(request, index))
    return Match(
        request=request,
        cluster=cluster,
        origin=origin,
        rank=request.matches.count() + 1,
        score=candidate.score,
        band=candidate.band,
        reasons=[to_json(reason) for reason in candidate.reasons],
        vocabulary_version=index.version,
    )


def _require_standing(cluster: Cluster, index: Index) -> None:
    if cluster.slug in index.successors:
        raise HasEnded(cluster, Cluster.objects.filter(slug=index.successors[cluster.slug]).first())
    if cluster.slug not in index.profiles:
        raise HasEnded(cluster, None)


def _locked(match: Match) -> Match:
    """Return the match as it stands now, its request locked first: the order everything locks in."""
    workflow.lock(match.request)
    return Match.objects.select_for_update(of=("self",)).select_related("request", "cluster").get(pk=match.pk)


def _decide(
    row: Match,
    decision: MatchDecision,
    action: HistoryAction,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    reason: str = "",
    note: str = "",
) -> Match:
    row.decision = decision
    row.reject_reason = reason
    row.decided_by_id = by.pk if by else None
    row.decided_at = at
    row.save()
    data: dict[str, Any] = {
        "cluster": row.cluster.slug,
        "rank": row.rank,
        "score": row.score,
        "vocabulary_version": row.vocabulary_version,
    }
    if reason:
        data["reason"] = reason
    workflow.record(row.request, action, by=by, at=at, note=note, actor="enquirer", data=data)
    return row


# --- reading -------------------------------------------------------------------------------------------


def explain(match_reasons: Iterable[dict[str, Any]], language: str) -> list[Spoken]:
    """Return stored reasons in `language`, ready to be shown; first those for, then those against."""
    spoken = say([from_json(reason) for reason in match_reasons], language)
    return sorted(spoken, key=lambda each: not each.supports)


def why_not(
    request: IntroductionRequest, cluster: Cluster, *, language: str, on: dt.date | None = None
) -> list[Spoken]:
    """Return why this pôle is not proposed, or not first, by what is true `on` a day (the latest state
    of the register if none is given)."""
    index = load_index(as_of=on)
    if index.successors.get(cluster.slug, cluster.slug) in index.profiles:
        likeness = asked.likeness_of(request, index)
        reasons = explain_one(asked.enquiry_of(request), index, cluster.slug, likeness).reasons
    else:
        reasons = (Reason("text", False, "ended"),)
    spoken = say(reasons, language)
    return sorted(spoken, key=lambda each: each.supports)


def with_best_suggestion(
    requests: "QuerySet[IntroductionRequest]",
) -> "QuerySet[IntroductionRequest]":
    """Annotate each request with `best_suggestion` (the pôle's name) and `best_band`, or None.

    What staff accepted comes before what is only proposed; what they rejected does not count.
    """
    best = (
        Match.objects.filter(request=OuterRef("pk"))
        .exclude(decision=MatchDecision.REJECTED)
        .annotate(name=F("cluster__name"))
        .order_by("decision", "rank")  # accepted before proposed, as it happens in the alphabet too
    )
    return requests.annotate(
        best_suggestion=Subquery(best.values("name")[:1]), best_band=Subquery(best.values("band")[:1])
    )

"""What the office has seen of a pôle lately: how many introductions, what came back, how long it took.

Shown beside a suggestion, never part of its score: a pôle that is slow today still fits.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Value
from django.utils import timezone

from clusters import lifeline
from contacts.enums import IntroductionStatus
from contacts.models import Introduction

LOOKED_BACK = dt.timedelta(days=365)


@dataclass(frozen=True)
class Experience:
    """Introductions of the last twelve months; only `waiting` counts whatever waits now, however long.

    `days` is the median of the calendar days from letter to answer, None when no answer came.
    """

    sent: int = 0
    taken_up: int = 0
    refused: int = 0
    unanswered: int = 0
    waiting: int = 0
    days: int | None = None


NONE = Experience()


@dataclass
class _Tally:
    """How often each status occurs among the introductions of the period, and each number of days."""

    statuses: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    waiting: int = 0

    def experience(self) -> Experience:
        return Experience(
            sent=self.statuses.total(),
            taken_up=sum(self.statuses[status] for status in IntroductionStatus.TAKEN_UP),
            refused=self.statuses[IntroductionStatus.REFUSED],
            unanswered=self.statuses[IntroductionStatus.UNANSWERED],
            waiting=self.waiting,
            days=median_of(self.days),
        )


def recent(
    *,
    at: dt.datetime,
    clusters: Collection[int] | None = None,
    successors: Mapping[int, int] | None = None,
) -> dict[int, Experience]:
    """Return what was seen of each pôle, by primary key; two queries, counted by the database.

    Only of the pôles named in `clusters`, unless it is None. An introduction to a pôle that has ended
    counts for the one that took over: `successors` says which, and saves a query when it is known.
    """
    if successors is None:
        successors = lifeline.last_successors(on=timezone.localdate(at))
    seen: dict[int, _Tally] = defaultdict(_Tally)
    for cluster, status, days, lately, number in _counted(at, _with_predecessors(clusters, successors)):
        tally = seen[successors.get(cluster, cluster)]
        if status == IntroductionStatus.SENT:
            tally.waiting += number
        if lately:
            tally.statuses[status] += number
            if days is not None:
                tally.days[days] += number
    return {cluster: tally.experience() for cluster, tally in seen.items()}


def _with_predecessors(
    clusters: Collection[int] | None, successors: Mapping[int, int]
) -> Collection[int] | None:
    if clusters is None:
        return None
    return {*clusters, *(before for before, after in successors.items() if after in clusters)}


def _counted(
    at: dt.datetime, clusters: Collection[int] | None
) -> Iterable[tuple[int, str, int | None, bool, int]]:
    """Return (pôle, status, days until the answer, sent in the period, how many), in one query.

    Two counts rather than one with “or”: each is read from an index alone, however many letters there are.
    """
    since = at - LOOKED_BACK
    rows = Introduction.objects.filter(sent_at__lte=at).order_by()
    if clusters is not None:
        rows = rows.filter(cluster__in=clusters)
    lately = rows.filter(sent_at__gt=since).annotate(lately=Value(True))
    still_waiting = rows.filter(sent_at__lte=since, status=IntroductionStatus.SENT).annotate(
        lately=Value(False)
    )
    columns = ("cluster_id", "status", "answer_days", "lately")
    return (
        lately.values_list(*columns)
        .annotate(number=Count("*"))
        .union(still_waiting.values_list(*columns).annotate(number=Count("*")), all=True)
    )


def median_of(counts: Mapping[int, int]) -> int | None:
    """Return the median, rounded, of values that occur so many times; None when there are none."""
    total = sum(counts.values())
    if not total:
        return None
    passed, middle = 0, []
    wanted = ((total - 1) // 2, total // 2)  # the same place twice when the number is odd
    for value, number in sorted(counts.items()):
        middle += [value for place in wanted if passed <= place < passed + number]
        passed += number
    return round(sum(middle) / 2)

"""What the office has seen of a pôle lately: how many introductions, what came back, how long it took.

Shown beside a suggestion, never part of its score: a pôle that is slow today still fits.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.utils import timezone

from clusters import lifeline
from contacts.enums import IntroductionStatus
from contacts.models import Introduction

LOOKED_BACK = dt.timedelta(days=365)
_TAKEN_UP = (IntroductionStatus.ACCEPTED, IntroductionStatus.COMPLETED)


@dataclass(frozen=True)
class Experience:
    """Introductions of the last twelve months. `days` is the median from letter to answer, if any came."""

    sent: int = 0
    taken_up: int = 0
    refused: int = 0
    unanswered: int = 0
    waiting: int = 0
    days: int | None = None


NONE = Experience()


def recent(*, at: dt.datetime) -> dict[int, Experience]:
    """Return what was seen of each pôle, by primary key; two queries.

    An introduction to a pôle that has ended counts for the one that took over.
    """
    successors = lifeline.last_successors(on=timezone.localdate(at))
    rows = Introduction.objects.filter(sent_at__gt=at - LOOKED_BACK, sent_at__lte=at).values_list(
        "cluster_id", "status", "sent_at", "answered_at"
    )
    seen: dict[int, list[tuple[str, dt.datetime | None, dt.datetime | None]]] = defaultdict(list)
    for cluster, status, sent_at, answered_at in rows:
        seen[successors.get(cluster, cluster)].append((status, sent_at, answered_at))
    return {cluster: _experience(introductions) for cluster, introductions in seen.items()}


def _experience(
    introductions: Iterable[tuple[str, dt.datetime | None, dt.datetime | None]],
) -> Experience:
    statuses, days = [], []
    for status, sent_at, answered_at in introductions:
        statuses.append(status)
        if sent_at and answered_at:
            days.append((timezone.localdate(answered_at) - timezone.localdate(sent_at)).days)
    return Experience(
        sent=len(statuses),
        taken_up=sum(status in _TAKEN_UP for status in statuses),
        refused=statuses.count(IntroductionStatus.REFUSED),
        unanswered=statuses.count(IntroductionStatus.UNANSWERED),
        waiting=statuses.count(IntroductionStatus.SENT),
        days=round(median(days)) if days else None,
    )

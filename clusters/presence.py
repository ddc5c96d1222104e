"""From when until when a pôle stands, read from what is stored already.

A pôle is known from its first name on. It ended when another took over its work (`Succession`) or,
without a successor, when the last of its names did: every name of role *name* has a `valid_until`.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from clusters.enums import NameRole
from clusters.models import Cluster, ClusterName, Succession


@dataclass(frozen=True)
class Presence:
    """`known_from` is None for a pôle without a dated name: it counts as standing all along."""

    known_from: dt.date | None
    ended_on: dt.date | None  # the first day on which it no longer stood
    succession: Succession | None

    def is_to_come(self, day: dt.date) -> bool:
        return self.known_from is not None and day < self.known_from

    def has_ended(self, day: dt.date) -> bool:
        return self.ended_on is not None and self.ended_on <= day

    @property
    def last_day(self) -> dt.date | None:
        return self.ended_on - dt.timedelta(days=1) if self.ended_on else None

    def day_shown(self, day: dt.date) -> dt.date:
        """Return the day whose card speaks for `day`: of an ended pôle the last on which it stood."""
        return self.last_day if self.last_day is not None and self.has_ended(day) else day


def presence_of(cluster: Cluster) -> Presence:
    """Read `cluster`, which comes with its names prefetched and its succession selected."""
    names = list(cluster.names.all())
    succession: Succession | None = getattr(cluster, "succession", None)
    primary = [name for name in names if name.role == NameRole.PRIMARY]
    ends = [name.valid_until for name in primary if name.valid_until]
    ended_on = max(ends) if ends and len(ends) == len(primary) else None
    return Presence(
        known_from=min((name.began_on for name in names), default=None),
        ended_on=succession.began_on if succession else ended_on,
        succession=succession,
    )


def standing(*, on: dt.date) -> QuerySet[Cluster]:
    """Return the pôles that stood on day `on`: known by some name by then, and not yet ended.

    A pôle without any dated name counts as standing, so that a card just begun is seen.
    """
    known = ClusterName.objects.begun_by(on).values("cluster")
    nameless = ~Q(pk__in=ClusterName.objects.values("cluster"))
    primary = ClusterName.objects.filter(cluster=OuterRef("pk"), role=NameRole.PRIMARY)
    still_named = Exists(primary.filter(Q(valid_until=None) | Q(valid_until__gt=on))) | ~Exists(primary)
    # With a successor the succession alone says when the pôle ended, whatever the names say.
    stands = Q(succession__isnull=False) | still_named
    return (
        Cluster.objects.filter(Q(pk__in=known) | nameless)
        .filter(stands)
        .exclude(taken_over_by(on))
        .order_by("name_folded", "pk")
    )


def taken_over_by(on: dt.date, prefix: str = "") -> Q:
    """Keep what had been taken over by another pôle on that day; `prefix` leads to the pôle."""
    return Q(**{f"{prefix}succession__valid_from__lte": on}) | Q(
        **{f"{prefix}succession__valid_from": None, f"{prefix}succession__stated_on__lte": on}
    )

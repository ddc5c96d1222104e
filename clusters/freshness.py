"""What to look at again: cards and people nobody confirmed, labels that end, mail that came back.

A pôle that another took over is finished: nobody is asked to confirm it or its people any more.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from clusters.dates import end_of_quarter
from clusters.models import Cluster, ClusterContact, Succession
from clusters.versions import CONFIRMED, tokens, version_of


class Stale(Exception):
    """Somebody changed what was to be confirmed after it was shown."""


@dataclass(frozen=True)
class LabelEnding:
    """A pôle whose last label ends this quarter, or has ended without anybody confirming the card since."""

    cluster: Cluster
    ends_on: dt.date
    has_ended: bool


@dataclass(frozen=True)
class Freshness:
    """What to look at again, oldest first; a confirmation that never came is the oldest."""

    cards: tuple[Cluster, ...]
    contacts: tuple[ClusterContact, ...]
    labels: tuple[LabelEnding, ...]
    bounced: tuple[ClusterContact, ...]

    def __len__(self) -> int:
        return len(self.cards) + len(self.contacts) + len(self.labels) + len(self.bounced)


def a_year_before(day: dt.date) -> dt.date:
    """Return the same day of the year before; the 28th for a 29th of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def is_stale(confirmed_on: dt.date | None, *, on: dt.date) -> bool:
    """Say whether twelve months have passed since the last confirmation; without one they have."""
    return confirmed_on is None or confirmed_on <= a_year_before(on)


def look_after(*, on: dt.date, only: Iterable[int] | None = None) -> Freshness:
    """Return what to look at again on that day, of all pôles or `only` some. Two queries."""
    merged = Succession.objects.begun_by(on).values("predecessor_id")
    poles = Cluster.objects.exclude(pk__in=merged)
    contacts = ClusterContact.objects.filter(is_active=True).exclude(cluster__in=merged)
    if only is not None:
        poles, contacts = poles.filter(pk__in=only), contacts.filter(cluster__in=only)
    rows = list(_with_last_label(poles, on))
    people = list(contacts.select_related("cluster").order_by("cluster__name", "name", "pk"))
    stale = [row for row in rows if is_stale(row.confirmed_on, on=on)]
    silent = [person for person in people if is_stale(person.confirmed_on, on=on) and not person.bounced_on]
    return Freshness(
        cards=tuple(sorted(stale, key=_age)),
        contacts=tuple(sorted(silent, key=_age)),
        labels=tuple(sorted(_labels(rows, on), key=lambda row: row.ends_on)),
        bounced=tuple(person for person in people if person.bounced_on),
    )


def _with_last_label(poles: QuerySet[Cluster], on: dt.date) -> QuerySet[Any]:
    holds = Q(labels__valid_until=None) | Q(labels__valid_until__gt=on)
    last: QuerySet[Any] = poles.annotate(label_ends_on=Max("labels__ends_on", filter=holds)).order_by(
        "name", "pk"
    )
    return last


def _labels(rows: Iterable[Any], on: dt.date) -> Iterable[LabelEnding]:
    for row in rows:
        ends_on = row.label_ends_on
        if ends_on is None or ends_on > end_of_quarter(on):
            continue
        has_ended = ends_on < on
        known = has_ended and row.confirmed_on is not None and row.confirmed_on > ends_on
        if not known:
            yield LabelEnding(row, ends_on, has_ended)


def _age(row: Any) -> dt.date:
    return row.confirmed_on or dt.date.min


def confirm_card(cluster_pk: int, *, token: str, by: Any, at: dt.datetime) -> Cluster:
    """Note that everything on the card was seen to be right.

    Raises Stale when the card is no longer the one `token` (of `versions.tokens`) stands for, and
    Cluster.DoesNotExist when it is gone.
    """
    with transaction.atomic():
        cluster = Cluster.objects.select_for_update().get(pk=cluster_pk)
        if tokens([cluster_pk])[cluster_pk] != token:
            raise Stale
        cluster.confirmed_on = timezone.localdate(at)
        cluster.version += 1
        cluster._change_reason = CONFIRMED  # type: ignore[attr-defined]
        cluster._history_user = by  # type: ignore[attr-defined]
        cluster._history_date = at  # type: ignore[attr-defined]
        cluster.save(update_fields=["confirmed_on", "version"])
    return cluster


def confirm_contact(contact_pk: int, *, seen: str, at: dt.datetime) -> ClusterContact:
    """Note that person and address were seen to be right; mail that came back is settled with it.

    Raises Stale when the contact no longer looks as it was `seen` (by `versions.version_of`), and
    ClusterContact.DoesNotExist when it is gone.
    """
    with transaction.atomic():
        contact = ClusterContact.objects.select_for_update().get(pk=contact_pk)
        if version_of(contact) != seen:
            raise Stale
        contact.confirmed_on = timezone.localdate(at)
        contact.bounced_on = None
        contact.save(update_fields=["confirmed_on", "bounced_on"])
    return contact

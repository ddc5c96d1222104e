"""Which members a card names under a theme, and how many carry it: counted by the database, not read."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from clusters.models import Cluster, Membership

NAMED = 4  # of each theme; of more members the card gives the number


class Carried(NamedTuple):
    """A theme that `number` members of a pôle carry, with the keys of the first by name."""

    theme: int
    number: int
    organisations: list[int]


def carrying(clusters: Sequence[Cluster], on: dt.date) -> QuerySet[Any, tuple[int, int, int, int, int]]:
    """Return who is named, as (theme, pôle, how many carry it, organisation, its place), on that day."""
    same = ["cluster_id", "theme"]
    # Grouped first: an organisation may be a member of a pôle and lead one of its lines as well.
    each = (
        Membership.objects.as_of(on)
        .filter(cluster__in=clusters, organisation__carried_themes__isnull=False)
        .order_by()
        .annotate(theme=F("organisation__carried_themes__theme_id"))
        .values("cluster_id", "theme", "organisation_id", "organisation__name_folded")
        .annotate(ties=Count("pk"))
        .annotate(
            place=Window(RowNumber(), same, ["organisation__name_folded", "organisation_id"]),
            number=Window(Count("organisation_id"), same),
        )
    )
    return each.filter(place__lte=NAMED).values_list(
        "theme", "cluster_id", "number", "organisation_id", "place"
    )


def by_pole(rows: Sequence[tuple[int, int, int, int]], order: Sequence[int]) -> dict[int, list[Carried]]:
    """Return what `carrying` found for each pôle; `order` has the organisations as they are named."""
    places = {pk: place for place, pk in enumerate(order)}
    found: dict[tuple[int, int], Carried] = {}
    for theme, cluster, number, organisation in rows:
        carried = found.setdefault((cluster, theme), Carried(theme, number, []))
        carried.organisations.append(organisation)
    poles: dict[int, list[Carried]] = defaultdict(list)
    for (cluster, _theme), carried in found.items():
        carried.organisations.sort(key=lambda pk: places.get(pk, len(places)))
        poles[cluster].append(carried)
    return poles

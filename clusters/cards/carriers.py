"""Which members a card names under a theme, and how many carry it: counted by the database, not read."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from clusters.models import Cluster, Focus, Membership, OrganisationTheme, ThemeMention

NAMED = 4  # of each theme; of more members the card gives the number

Named = tuple[int, int, int, int]  # theme, how many carry it, organisation, its place among them


class Carried(NamedTuple):
    """A theme that `number` members of a pôle carry, with the keys of those that are named."""

    number: int
    organisations: list[int]


def carrying(cluster: Cluster, on: dt.date) -> QuerySet[OrganisationTheme, Named]:
    """Return who is named under which theme of the card, by the memberships of that day.

    Named are those the register has known longest: the order of keys is in the index, while names would have
    to be read of every member and sorted, which takes twice as long.
    """
    members = Membership.objects.as_of(on).filter(cluster=cluster).order_by().values("organisation")
    told = Focus.objects.filter(cluster=cluster).order_by().values("theme")
    mentioned = ThemeMention.objects.filter(cluster=cluster).order_by().values("theme")
    tags = OrganisationTheme.objects.filter(
        Q(theme__in=told) | Q(theme__in=mentioned), organisation__in=members
    ).order_by()
    numbered = tags.annotate(
        place=Window(RowNumber(), ["theme_id"], ["organisation_id"]), number=Window(Count("pk"), ["theme_id"])
    )
    return numbered.filter(place__lte=NAMED).values_list("theme_id", "number", "organisation_id", "place")


def by_theme(rows: Iterable[Sequence[Any]], order: Sequence[int]) -> dict[int, list[Carried]]:
    """Return what `carrying` found for each theme; `order` has the organisations as they are to be named."""
    places = {pk: place for place, pk in enumerate(order)}
    found: dict[int, list[Carried]] = {}
    for theme, number, organisation, _place in rows:
        found.setdefault(theme, [Carried(number, [])])[0].organisations.append(organisation)
    for [carried] in found.values():
        carried.organisations.sort(key=lambda pk: places.get(pk, len(places)))
    return found

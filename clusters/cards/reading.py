"""Reads the rows of one card or of a whole brochure in the same number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Count, F, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from clusters.cards.carriers import Named, by_theme, carrying
from clusters.models import (
    Agreement,
    Ambiguity,
    AmbiguitySource,
    Cluster,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Evaluation,
    Event,
    Facility,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    NetworkParticipation,
    Organisation,
    OrganisationName,
    Project,
    Statement,
    StrategicLine,
    Succession,
    ThemeMention,
)
from clusters.together import Part, hang, read_together

MEMBERS_SHOWN = 60  # per pôle; of more members the card gives the number

Rows = dict[int, list[Any]]


def read_rows(
    clusters: Sequence[Cluster], on: dt.date, *, carriers_of: Cluster | None = None
) -> dict[str, Rows]:
    """Read all rows of the cards, by kind and pôle. Three queries: which members, all facts, who else.

    `carriers_of` is the pôle of which it reads as well which members carry a theme (`carried`, by theme).
    """
    ties_in_all, carried = _members_shown(clusters, on, carriers_of)
    found = read_together({**_facts(clusters, on, ties_in_all), **doubts(on, cluster__in=clusters)})
    hang(found.pop("doubted_in"), found["ambiguities"], by="ambiguity_id", name="source_links")
    for tie in found["members"]:
        tie.total = ties_in_all[tie.pk]
    named = [*found["members"], *found["leads"], *found["network_members"]]
    shown = {row.organisation_id for row in named} | {row.led_by_id for row in found["projects"]}
    carriers = {organisation for _theme, _number, organisation, _place in carried}
    # An organisation's news and names come with whatever the cards say of it.
    of_organisations = {
        "organisation_names": Part(
            OrganisationName.objects.begun_by(on).filter(organisation__in=(shown | carriers) - {None})
        ),
        "carriers": Part(Organisation.objects.filter(pk__in=carriers), order=("name_folded", "pk")),
        "news": Part(
            Event.objects.as_of(on).filter(organisation__in=shown - {None}, cluster=None),
            ("source", "organisation"),
        ),
    }
    found |= read_together(of_organisations)
    read = {kind: _by(rows, _KEYS.get(kind, "cluster_id")) for kind, rows in found.items()}
    return {**read, "carried": by_theme(carried, [row.pk for row in found["carriers"]])}


# What the rows of a kind are looked up by, where it is not their pôle.
_KEYS = {
    "leads": "line_id",
    "took_over": "successor_id",
    "network_members": "network_id",
    "organisation_names": "organisation_id",
    "news": "organisation_id",
    "carriers": "pk",
}


def _facts(clusters: Sequence[Cluster], on: dt.date, ties: Collection[int]) -> dict[str, Part]:
    """Return what a card tells of its pôle, kind by kind, each kind in the order in which it is told."""

    def own(rows: QuerySet[Any], *related: str, order: Sequence[Any] = ("pk",)) -> Part:
        return Part(rows.filter(cluster__in=clusters), ("source", *related), tuple(order))

    networks = NetworkParticipation.objects.as_of(on)
    shared = networks.filter(cluster__in=clusters).values("network")
    leads = LineLead.objects.as_of(on).filter(line__cluster__in=clusters)
    taken_over = Succession.objects.as_of(on).filter(successor__in=clusters)
    return {
        "names": own(ClusterName.objects.begun_by(on)),
        "regions": own(ClusterRegion.objects.begun_by(on), "region__successor"),
        "seats": own(ClusterSeat.objects.as_of(on), "city__region"),
        "labels": own(Label.objects.filter(begins_on__lte=on), order=["begins_on", "pk"]),
        "statements": own(Statement.objects.as_of(on)),
        "focuses": own(Focus.objects.as_of(on), "theme", order=["-weight", "pk"]),
        "mentions": own(ThemeMention.objects.as_of(on), "theme"),
        "lines": own(StrategicLine.objects.as_of(on), order=[F("number").asc(nulls_last=True), "pk"]),
        "leads": Part(leads, ("source", "organisation")),
        "members": Part(
            Membership.objects.filter(pk__in=ties),
            ("source", "organisation__city"),
            ("organisation__name_folded", "pk"),
        ),
        "projects": own(Project.objects.as_of(on), "led_by", "city"),
        "facilities": own(Facility.objects.begun_by(on), "city"),
        "figures": own(Figure.objects.as_of(on)),
        "agreements": own(Agreement.objects.as_of(on)),
        "networks": own(networks, "network"),
        "network_members": Part(
            networks.filter(organisation__isnull=False, network__in=shared), ("source", "organisation")
        ),
        "evaluations": own(Evaluation.objects.as_of(on), order=["-year", "pk"]),
        "events": own(Event.objects.as_of(on)),
        "took_over": Part(taken_over, ("source", "predecessor")),
    }


def doubts(on: dt.date, **of: Any) -> dict[str, Part]:
    """Return the doubts of that day in the order of their numbers, and the sources beside their first."""
    rows = Ambiguity.objects.as_of(on).filter(**of)
    links = AmbiguitySource.objects.filter(ambiguity__in=rows)
    return {
        "ambiguities": Part(rows, ("source",), ("reference", "pk")),
        "doubted_in": Part(links, ("source",)),
    }


def _members_shown(
    clusters: Sequence[Cluster], on: dt.date, carriers_of: Cluster | None
) -> tuple[dict[int, int], list[Named]]:
    """Return the memberships a card shows, each with how many its pôle has, and who carries which theme.

    One query. It hands over the places it was cut by as well: a question of several parts cannot hide them.
    """
    ties = first_ties(clusters, on)
    if carriers_of is None:
        return dict(ties.values_list("pk", "total")), []
    # No theme has the key 0: that tells the memberships from the carriers.
    rows = ties.values_list(Value(0), "total", "pk", "position").union(carrying(carriers_of, on), all=True)
    found = list(rows)
    return {pk: total for theme, total, pk, _place in found if not theme}, [row for row in found if row[0]]


def first_ties(clusters: Sequence[Cluster], on: dt.date) -> QuerySet[Any]:
    """Return the memberships a card shows, each with how many its pôle has (`total`).

    Cut in the database, as a pôle may have thousands of members and a brochure tens of thousands; and on
    keys alone, as sorting so many whole rows takes five times as long.
    """
    ties = Membership.objects.as_of(on).filter(cluster__in=clusters)
    counted = ties.annotate(
        position=Window(RowNumber(), partition_by="cluster", order_by=["organisation__name_folded", "pk"]),
        total=Window(Count("pk"), partition_by="cluster"),
    )
    return counted.filter(position__lte=MEMBERS_SHOWN)


def _by(rows: Iterable[Any], key: str) -> Rows:
    grouped: Rows = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped

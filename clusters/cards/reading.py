"""Reads the rows of one card or of a whole brochure in the same number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

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
    OrganisationName,
    Project,
    Statement,
    StrategicLine,
    Succession,
    ThemeMention,
)

MEMBERS_SHOWN = 60  # per pôle; of more members the card gives the number

Rows = dict[int, list[Any]]


def read_rows(clusters: Sequence[Cluster], on: dt.date) -> dict[str, Rows]:
    """Read all rows of the cards, by kind and pôle. Two queries for members, else one per kind: 25 in all."""

    def facts(rows: QuerySet[Any], *related: str, order: Sequence[Any] = ("pk",)) -> Rows:
        own = rows.filter(cluster__in=clusters).select_related("source", *related)
        return _by(own.order_by(*order), "cluster_id")

    ties_in_all = first_ties(clusters, on)
    leads = LineLead.objects.as_of(on).filter(line__cluster__in=clusters)
    taken_over = Succession.objects.as_of(on).filter(successor__in=clusters)
    rows = {
        "names": facts(ClusterName.objects.begun_by(on)),
        "regions": facts(ClusterRegion.objects.begun_by(on), "region__successor"),
        "seats": facts(ClusterSeat.objects.as_of(on), "city__region"),
        "labels": facts(Label.objects.filter(begins_on__lte=on), order=["begins_on", "pk"]),
        "statements": facts(Statement.objects.as_of(on)),
        "focuses": facts(Focus.objects.as_of(on), "theme", order=["-weight", "pk"]),
        "mentions": facts(ThemeMention.objects.as_of(on), "theme"),
        "lines": facts(StrategicLine.objects.as_of(on), order=[F("number").asc(nulls_last=True), "pk"]),
        "members": facts(
            Membership.objects.filter(pk__in=ties_in_all),
            "organisation__city",
            order=["organisation__name_folded", "pk"],
        ),
        "projects": facts(Project.objects.as_of(on), "led_by", "city"),
        "facilities": facts(Facility.objects.begun_by(on), "city"),
        "figures": facts(Figure.objects.as_of(on)),
        "agreements": facts(Agreement.objects.as_of(on)),
        "networks": facts(NetworkParticipation.objects.as_of(on), "network"),
        "evaluations": facts(Evaluation.objects.as_of(on), order=["-year", "pk"]),
        "events": facts(Event.objects.as_of(on)),
        "ambiguities": _by(ambiguities(on).filter(cluster__in=clusters), "cluster_id"),
        "leads": _by(leads.select_related("source", "organisation").order_by("pk"), "line_id"),
        "took_over": _by(taken_over.select_related("source", "predecessor").order_by("pk"), "successor_id"),
    }
    for tie in (tie for own in rows["members"].values() for tie in own):
        tie.total = ties_in_all[tie.pk]
    shown = {row.organisation_id for own in rows["members"].values() for row in own}
    shown |= {row.organisation_id for own in rows["leads"].values() for row in own}
    shown |= {row.led_by_id for own in rows["projects"].values() for row in own if row.led_by_id}
    beside = NetworkParticipation.objects.as_of(on).filter(organisation__isnull=False)
    beside = beside.filter(network__in=[row.network_id for own in rows["networks"].values() for row in own])
    others = _by(beside.select_related("source", "organisation").order_by("pk"), "network_id")
    rows["network_members"] = others
    shown |= {row.organisation_id for own in others.values() for row in own}
    own_names = OrganisationName.objects.begun_by(on).filter(organisation__in=shown)
    rows["organisation_names"] = _by(own_names.order_by("pk"), "organisation_id")
    news = Event.objects.as_of(on).filter(organisation__in=shown, cluster=None)
    rows["news"] = _by(news.select_related("source", "organisation").order_by("pk"), "organisation_id")
    return rows


def ambiguities(on: dt.date) -> QuerySet[Ambiguity]:
    """Return the doubts of that day with all their sources, in the order of their numbers. Two queries."""
    links = AmbiguitySource.objects.select_related("source").order_by("pk")
    rows = Ambiguity.objects.as_of(on).select_related("source")
    return rows.prefetch_related(Prefetch("source_links", links)).order_by("reference", "pk")


def first_ties(clusters: Sequence[Cluster], on: dt.date) -> dict[int, int]:
    """Return the memberships a card shows, each with how many its pôle has. One query.

    Cut in the database, as a pôle may have thousands of members and a brochure tens of thousands; and on
    keys alone, as sorting so many whole rows takes five times as long.
    """
    ties = Membership.objects.as_of(on).filter(cluster__in=clusters)
    counted = ties.annotate(
        position=Window(RowNumber(), partition_by="cluster", order_by=["organisation__name_folded", "pk"]),
        total=Window(Count("pk"), partition_by="cluster"),
    )
    return dict(counted.filter(position__lte=MEMBERS_SHOWN).values_list("pk", "total"))


def _by(rows: Iterable[Any], key: str) -> Rows:
    grouped: Rows = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped

"""Who the register knows, read once: six queries, whatever the number of organisations or rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from sys import intern
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.db.models import Max, Value
from rapidfuzz import fuzz

from clusters.enums import MembershipRelation
from clusters.likeness import ALIKE, SHORTEST, bare, beginning, city_key, name_key, site_of
from clusters.many_rows import CHUNK
from clusters.models import (
    City,
    Cluster,
    LoadedRecord,
    Membership,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    PlaceName,
)

_MOST_COMPARED = 200


class Known(NamedTuple):
    """An organisation as it is stored."""

    name: str
    kind: str
    city: int | None
    siren: str
    website: str
    activity: str


class Tie(NamedTuple):
    """Its membership of the pôle the list is of."""

    pk: int
    since: dt.date | None
    until: dt.date | None


def version_now() -> tuple[int, ...]:
    """Return what is another one after every change of what a row is held against. One query.

    Organisations, their names and memberships keep their history; of towns the staff site's log and the
    loader's book tell.
    """
    histories = [each.history.model for each in (Organisation, OrganisationName, Membership)]
    parts = [
        model._default_manager.order_by()
        .annotate(which=Value(which))
        .values_list("which")
        .annotate(Max("pk"))
        for which, model in enumerate([*histories, City, PlaceName, LogEntry, LoadedRecord])
    ]
    lasts = dict(parts[0].union(*parts[1:], all=True))
    return tuple(lasts.get(which) or 0 for which in range(len(parts)))


def lock_lists(cluster: int) -> None:
    """Let no other list of this pôle be stored or undone meanwhile; who only refers to the pôle can go on.

    Raises `OperationalError` when somebody has it: at once, or on SQLite after its usual patience.
    """
    Cluster.objects.select_for_update(no_key=True, nowait=True).get(pk=cluster)


class Register:
    """What a row is held against."""

    def __init__(self, cluster: Cluster) -> None:
        self.version = version_now()  # first: what changes while the rest is read makes another
        self.organisations: dict[int, Known] = {}
        self.by_siren: dict[str, int] = {}
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.ties = self._ties(cluster)
        self.city_names: dict[int, str] = {}
        self.cities: dict[str, set[int]] = defaultdict(set)
        self._read_cities()
        self._read_organisations()
        self.former_towns = self._towns_of_the_merged()

    def let_go(self) -> None:
        """Forget what was read."""
        for each in vars(self).values():
            if isinstance(each, dict | set):
                each.clear()

    def _ties(self, cluster: Cluster) -> dict[int, Tie]:
        rows = Membership.objects.filter(cluster=cluster, relation=MembershipRelation.MEMBER)
        return {
            organisation: Tie(pk, since, until)
            for organisation, pk, since, until in rows.values_list(
                "organisation_id", "pk", "valid_from", "valid_until"
            )
        }

    def _read_cities(self) -> None:
        for pk, name in City.objects.values_list("pk", "name"):
            self.city_names[pk] = name
            self.cities[city_key(name)].add(pk)
        for pk, name in PlaceName.objects.filter(region=None).values_list("city_id", "text"):
            if pk is not None:
                self.cities[city_key(name)].add(pk)

    def _read_organisations(self) -> None:
        rows = Organisation.objects.order_by().values_list(
            "pk", "name", "kind", "city_id", "siren", "website", "activity"
        )
        for pk, name, kind, *told_of in rows.iterator(chunk_size=CHUNK):
            told = Known._make((name, intern(kind), *told_of))  # each kind is one text, however many have it
            self.organisations[pk] = told
            if told.siren:
                self.by_siren[told.siren] = pk
            self._remember(pk, told.name)
        names = OrganisationName.objects.order_by().values_list("organisation_id", "text")
        for pk, text in names.iterator(chunk_size=CHUNK):
            self._remember(pk, text)

    def _towns_of_the_merged(self) -> dict[int, set[int | None]]:
        """Return, for who took others over, the towns those stood in: a list may name it there still."""
        merges = OrganisationMerge.objects.filter(undone_at=None).order_by("pk")
        into = dict(merges.values_list("gone_number", "kept_number"))
        towns: dict[int, set[int | None]] = defaultdict(set)
        if not into:
            return towns
        gone = Organisation.history.model.objects.filter(
            history_type="-", id__in=merges.values("gone_number")
        )
        for pk, city in gone.values_list("id", "city_id").iterator(chunk_size=CHUNK):
            while pk in into and pk not in self.organisations:
                pk = into[pk]
            towns[pk].add(city)
        return towns

    def _remember(self, pk: int, name: str) -> None:
        key = name_key(name)
        if pk not in self.by_name[key]:
            self.by_name[key].append(pk)

    # Needed only for rows that nobody was recognised in: made when the first of them asks.

    @cached_property
    def _by_site(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for pk, told in self.organisations.items():
            if site := site_of(told.website):
                found[site].append(pk)
        return found

    @cached_property
    def _by_beginning(self) -> dict[tuple[int, str, str], list[tuple[str, int]]]:
        found: dict[tuple[int, str, str], list[tuple[str, int]]] = defaultdict(list)
        for key, named in self.by_name.items():
            for pk in named:
                city = self.organisations[pk].city
                if city is not None:
                    found[city, *beginning(key)].append((bare(key), pk))
        return found

    # --- questions ---------------------------------------------------------------------------------------

    def with_site(self, website: str) -> list[int]:
        return self._by_site.get(site_of(website), []) if website else []

    def alike(self, key: str, city: int | None) -> list[int]:
        """Return who has nearly this name in the same town; a number in a name tells one from another."""
        if city is None or len(key) < SHORTEST:
            return []
        others: Iterable[tuple[str, int]] = self._by_beginning.get((city, *beginning(key)), ())
        compared, sought = list(others)[:_MOST_COMPARED], bare(key)
        return [pk for other, pk in compared if fuzz.ratio(sought, other, score_cutoff=ALIKE)]

    def stands_in(self, pk: int, city: int | None) -> bool:
        """Say whether this is its town, or that of one that was merged into it."""
        return self.organisations[pk].city == city or city in self.former_towns.get(pk, ())

    def is_called(self, pk: int, key: str) -> bool:
        return pk in self.by_name.get(key, ())

    def shown(self, pk: int) -> str:
        """Return name, town and SIREN, for a person to choose by."""
        told = self.organisations[pk]
        town = self.city_names.get(told.city, "") if told.city else ""
        return ", ".join(part for part in (told.name, town, told.siren) if part)

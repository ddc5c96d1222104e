"""Who the register knows, read once: six queries, whatever the number of organisations or rows."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.db.models import Max, Value
from rapidfuzz import fuzz

from clusters.enums import MembershipRelation
from clusters.member_lists.values import city_key, host_of, name_key
from clusters.models import City, Cluster, LoadedRecord, Membership, Organisation, OrganisationName, PlaceName

ALIKE = 90  # of 100, by rapidfuzz's ratio
_SHORTEST = 5  # characters of a name; shorter ones are alike by chance
_MOST_COMPARED = 200
_CHUNK = 2000
# Sites where many have a page: the same host says nothing.
_SHARED_SITES = (
    "linkedin.",
    "facebook.",
    "twitter.",
    "x.com",
    "google.",
    "wixsite.",
    "wordpress.",
    "github.",
)
_DIGITS = re.compile(r"\d+")
_ARTICLE = re.compile(r"^(?:l|le|la|les|de|het|the) (?=.)")


class Known(NamedTuple):
    """An organisation as it is stored."""

    name: str
    kind: str
    city: int | None
    siren: str
    website: str


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


class Register:
    """What a row is held against."""

    def __init__(self, cluster: Cluster) -> None:
        self.version = version_now()  # first: what changes while the rest is read makes another
        self.organisations: dict[int, Known] = {}
        self.slugs: set[str] = set()
        self.by_siren: dict[str, int] = {}
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.ties = self._ties(cluster)
        self.city_names: dict[int, str] = {}
        self.cities: dict[str, set[int]] = defaultdict(set)
        self._read_cities()
        self._read_organisations()

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
            "pk", "slug", "name", "kind", "city_id", "siren", "website"
        )
        for pk, slug, name, kind, city, siren, website in rows.iterator(chunk_size=_CHUNK):
            told = Known(name, kind, city, siren, website)
            self.organisations[pk] = told
            self.slugs.add(slug)
            if told.siren:
                self.by_siren[told.siren] = pk
            self._remember(pk, told.name)
        others = OrganisationName.objects.order_by().values_list("organisation_id", "text")
        for pk, text in others.iterator(chunk_size=_CHUNK):
            self._remember(pk, text)

    def _remember(self, pk: int, name: str) -> None:
        key = name_key(name)
        if pk not in self.by_name[key]:
            self.by_name[key].append(pk)

    # Needed only for rows that nobody was recognised in: made when the first of them asks.

    @cached_property
    def _by_site(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for pk, told in self.organisations.items():
            if site := self._site(told.website):
                found[site].append(pk)
        return found

    @cached_property
    def _by_beginning(self) -> dict[tuple[int, str, str], list[tuple[str, int]]]:
        found: dict[tuple[int, str, str], list[tuple[str, int]]] = defaultdict(list)
        for key, named in self.by_name.items():
            for pk in named:
                city = self.organisations[pk].city
                if city is not None:
                    found[_beginning(key, city)].append((_ARTICLE.sub("", key), pk))
        return found

    def _site(self, website: str) -> str:
        host = host_of(website) if website else ""
        return "" if host.startswith(_SHARED_SITES) else host

    # --- questions ---------------------------------------------------------------------------------------

    def with_site(self, website: str) -> list[int]:
        return self._by_site.get(self._site(website), []) if website else []

    def alike(self, key: str, city: int | None) -> list[int]:
        """Return who has nearly this name in the same town; a number in a name tells one from another."""
        if city is None or len(key) < _SHORTEST:
            return []
        others: Iterable[tuple[str, int]] = self._by_beginning.get(_beginning(key, city), ())
        compared, bare = list(others)[:_MOST_COMPARED], _ARTICLE.sub("", key)
        return [pk for other, pk in compared if fuzz.ratio(bare, other, score_cutoff=ALIKE)]

    def is_called(self, pk: int, key: str) -> bool:
        return pk in self.by_name.get(key, ())

    def shown(self, pk: int) -> str:
        """Return name, town and SIREN, for a person to choose by."""
        told = self.organisations[pk]
        town = self.city_names.get(told.city, "") if told.city else ""
        return ", ".join(part for part in (told.name, town, told.siren) if part)


def _beginning(key: str, city: int) -> tuple[int, str, str]:
    return city, _ARTICLE.sub("", key)[:3], " ".join(_DIGITS.findall(key))

"""The register in one view: every pôle that stood on a day, with what a list, a map and a search need.

Read in a constant number of queries, however many pôles there are, and handed out as plain values.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from clusters.enums import Language, NameRole, SeatRole, ThemeKind
from clusters.map import Pin
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Focus,
    Region,
    Sector,
    Succession,
)
from clusters.presence import taken_over_by
from clusters.together import Part, read_together

# The pôle's own names are French unless the register says otherwise.
LANGUAGE_OF_NAMES = "fr"


@dataclass(frozen=True)
class Seat:
    city: str
    region: str
    is_head_office: bool
    coordinates: tuple[float, float] | None  # latitude and longitude in degrees


@dataclass(frozen=True)
class RegionOption:
    slug: str
    name: str
    ended: bool


@dataclass(frozen=True)
class ThemeOption:
    slug: str
    label: str


@dataclass(frozen=True)
class Former:
    """A pôle that was taken over, under each of its names, and the day on which it ended."""

    slug: str
    names: tuple[str, ...]
    day: dt.date
    precision: str
    is_direct: bool = True  # else what took it over was taken over in its turn


@dataclass(frozen=True)
class Entry:
    """One pôle as the list shows it."""

    slug: str
    name: str
    language: str
    former_names: tuple[str, ...]
    regions: tuple[str, ...]
    map_codes: frozenset[str]
    seats: tuple[Seat, ...]
    themes: tuple[str, ...]  # heaviest first
    took_over: tuple[Former, ...]

    @property
    def took_over_itself(self) -> tuple[Former, ...]:
        return tuple(former for former in self.took_over if former.is_direct)

    def pin(self, address: str) -> Pin | None:
        """Return where the map marks the pôle, or None when no seat has coordinates."""
        for seat in sorted(self.seats, key=lambda seat: not seat.is_head_office):
            if seat.coordinates:
                return Pin(self.name, seat.city, *seat.coordinates, address, seat.region)
        return None


@dataclass(frozen=True)
class Directory:
    """What is known of all pôles on `day`, by the number of their row."""

    day: dt.date
    is_today: bool
    names: dict[int, list[ClusterName]]
    regions: dict[int, list[ClusterRegion]]
    seats: dict[int, list[Seat]]
    focuses: dict[int, list[Focus]]
    took_over: dict[int, list[int]]
    cities: dict[int, set[int]]
    every_region: tuple[Region, ...]
    sectors: tuple[Sector, ...]  # those of some pôle

    def entries(self, clusters: Iterable[Cluster]) -> list[Entry]:
        """Return the list's entries in the order of `clusters`."""
        return [self._entry(cluster) for cluster in clusters]

    def _entry(self, cluster: Cluster) -> Entry:
        names = self.names.get(cluster.pk, [])
        name, language = name_on(cluster.name, names, is_today=self.is_today)
        regions = self.regions.get(cluster.pk, [])
        seats = sorted(self.seats.get(cluster.pk, []), key=lambda seat: not seat.is_head_office)
        return Entry(
            slug=cluster.slug,
            name=name,
            language=language,
            former_names=tuple(
                dict.fromkeys(
                    other.text for other in names if other.role == NameRole.PRIMARY and other.text != name
                )
            ),
            regions=tuple(dict.fromkeys(row.region.name for row in regions)),
            map_codes=frozenset(filter(None, (map_code(row.region) for row in regions))),
            seats=tuple(seats),
            themes=tuple(dict.fromkeys(str(focus.theme.label) for focus in self.focuses.get(cluster.pk, []))),
            took_over=tuple(self._former(former, cluster) for former in self.took_over.get(cluster.pk, [])),
        )

    def _former(self, pk: int, heir: Cluster) -> Former:
        names = self.names[pk]
        primary = dict.fromkeys(name.text for name in reversed(names) if name.role == NameRole.PRIMARY)
        cluster = names[0].cluster
        succession = cluster.succession
        return Former(
            cluster.slug,
            tuple(primary) or (cluster.name,),
            succession.began_on,
            succession.began_precision,
            succession.successor_id == heir.pk,
        )

    def theme_options(self) -> list[ThemeOption]:
        """Return the themes that some pôle works on, by label."""
        themes = {
            focus.theme.slug: str(focus.theme.label) for rows in self.focuses.values() for focus in rows
        }
        return [ThemeOption(slug, label) for slug, label in sorted(themes.items(), key=lambda item: item[1])]

    def region_options(self) -> list[RegionOption]:
        """Return the regions pôles work in, with the older and newer regions those were or became."""
        own = {row.region_id for rows in self.regions.values() for row in rows}
        became = {
            region.successor_id for region in self.every_region if region.pk in own and region.successor_id
        }
        wanted = [
            region
            for region in self.every_region
            if region.pk in own or region.pk in became or region.successor_id in own | became
        ]
        return [
            RegionOption(region.slug, region.name, region.valid_until is not None)
            for region in sorted(wanted, key=lambda region: region.name_folded)
        ]


def read_directory(*, on: dt.date, today: dt.date) -> Directory:
    """Read what the register says of all pôles on day `on`. Two queries."""
    rows = read_together(
        {
            "names": Part(ClusterName.objects.begun_by(on), ("cluster__succession",)),
            "regions": Part(ClusterRegion.objects.as_of(on), ("region__successor",)),
            "seats": Part(ClusterSeat.objects.as_of(on), ("city__region",)),
            "every_region": Part(Region.objects.all()),
            "sectors": Part(Sector.objects.filter(pk__in=Cluster.objects.values("sector"))),
        }
    )
    names, regions = (_by_pole(rows[kind]) for kind in ("names", "regions"))
    seats: dict[int, list[Seat]] = defaultdict(list)
    cities: dict[int, set[int]] = defaultdict(set)
    for place in rows["seats"]:
        cities[place.cluster_id].add(place.city_id)
        seats[place.cluster_id].append(seat_of(place))
    return Directory(
        day=on,
        is_today=on == today,
        names=names,
        regions=regions,
        seats=seats,
        focuses=_by_pole(_subjects(on)),
        took_over=_taken_over(rows["names"], on),
        cities=cities,
        every_region=tuple(rows["every_region"]),
        sectors=tuple(rows["sectors"]),
    )


def _subjects(on: dt.date) -> QuerySet[Focus]:
    """Return what pôles work on, the heaviest first."""
    rows = Focus.objects.as_of(on).filter(theme__kind=ThemeKind.SUBJECT)
    # Nearly a thousand rows: without the columns a list needs not, half the time.
    labels = [f"theme__label_{code}" for code in Language.values]
    needed = rows.select_related("theme").only("cluster", "wording", "theme__slug", *labels)
    return needed.exclude(taken_over_by(on, "cluster__")).order_by("-weight", "pk")


def _taken_over(names: Iterable[ClusterName], on: dt.date) -> dict[int, list[int]]:
    """Return, by pôle, those whose work it holds by now; `names` come with their pôle and its succession."""
    heirs: dict[int, int] = {}
    for name in names:
        succession: Succession | None = getattr(name.cluster, "succession", None)
        if succession and succession.began_on <= on:
            heirs[name.cluster_id] = succession.successor_id
    took_over: dict[int, list[int]] = defaultdict(list)
    for ended in heirs:
        for heir in _line_of(ended, heirs):
            took_over[heir].append(ended)
    return took_over


def _by_pole(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.cluster_id].append(row)
    return grouped


def _line_of(ended: int, heirs: Mapping[int, int]) -> list[int]:
    """Return all that held the work of a pôle after it, one after the other; a loop is walked once."""
    line = [ended]
    while (heir := heirs.get(line[-1])) is not None and heir not in line:
        line.append(heir)
    return line[1:]


def name_on(name_today: str, names: Iterable[ClusterName], *, is_today: bool) -> tuple[str, str]:
    """Return the name a pôle bore and its language; `names` are those begun by the day in question.

    Today's is the card's own name. On an earlier day it is the primary name that began last.
    """
    primary = [name for name in names if name.role == NameRole.PRIMARY]
    if not is_today and primary:
        last = max(primary, key=lambda name: (name.began_on, name.pk))
        return last.text, last.language or LANGUAGE_OF_NAMES
    language = next((name.language for name in names if name.text == name_today and name.language), "")
    return name_today, language or LANGUAGE_OF_NAMES


def map_code(region: Region) -> str:
    """Return the shape that shows the region; one of before the reform lies within its successor's."""
    return region.map_code or (region.successor.map_code if region.successor else "")


def seat_of(row: ClusterSeat) -> Seat:
    """Return the seat as a value; `row` comes with its city and the city's region selected."""
    city = row.city
    return Seat(
        city=city.name,
        region=city.region.name,
        is_head_office=row.role == SeatRole.HEAD_OFFICE,
        coordinates=(
            None
            if city.latitude is None or city.longitude is None
            else (float(city.latitude), float(city.longitude))
        ),
    )

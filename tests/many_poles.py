"""A register as large as France's: every pôle, in ten sectors and all regions, with 50,000 organisations.

All pôles, organisations and facts are invented, and the same at every run. Regions, cities and what
people call them, themes and the fifteen thousand terms are the product's own: searching is as hard as it
is in use. Everything is stored in bulk, without the lines of history that staff's work leaves.
"""

import csv
import datetime as dt
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from clusters.enums import (
    EventKind,
    MembershipRelation,
    NameRole,
    OrganisationKind,
    Qualifier,
    SeatRole,
    SourceKind,
    StatementKind,
    ThemeKind,
)
from clusters.folding import fold
from clusters.models import (
    City,
    Cluster,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Event,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    Organisation,
    PlaceName,
    Region,
    Sector,
    Source,
    Statement,
    StrategicLine,
    Succession,
    Term,
    Theme,
)

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
BEGAN, REFORM, RENAMED = dt.date(2010, 3, 1), dt.date(2016, 1, 1), dt.date(2019, 2, 1)
SECTORS = "Aerospace Agrifood Building Chemistry Digital Energy Health Materials Mobility Sea".split()
LONG_NAME = "Pôle des industries, de la recherche et de la formation pour la transition des filières {} en {}"
STEMS = "Aéro Agri Alti Aqua Béto Calo Céra Cosmé Dermo Élec Ferro Géo Hydro Indu Lumi Méca".split()
ENDINGS = "vallée pôle tech nova lia sys mer form cité pharm plast terra trans végé vision wat".split()
FIRST = "Atelier Labo Usine Centre Groupe Institut Maison Bureau Forge Clinique".split()
MIDDLE = "Albert Bastien Colombe Damien Estelle Fabien Garance Honoré Iris Jules Korian Lucie Marin".split()
LAST = "Aubépine Bouleau Charme Dune Érable Falaise Genêt Hêtre Jonc Lande Mélèze Noyer Orme".split()
OVERSEAS = [  # each overseas region's city, with a place off the sheet of the map
    ("guadeloupe", "Pointe-à-Pitre", "16.24125", "-61.53614"),
    ("martinique", "Fort-de-France", "14.60365", "-61.07418"),
    ("guyane", "Cayenne", "4.93461", "-52.33033"),
    ("la-reunion", "Saint-Denis", "-20.88231", "55.45040"),
    ("mayotte", "Mamoudzou", "-12.78234", "45.22878"),
]


@dataclass(frozen=True)
class Size:
    """How many pôles stand, and how many organisations there are; some more pôles have merged."""

    poles: int
    organisations: int


A_FEW = Size(8, 200)
ALL_OF_FRANCE = Size(71, 50_000)
BIGGEST = "pole-0"  # the pôle that every eighth organisation belongs to


def store(size: Size) -> None:
    """Fill an empty database with a register of that size."""
    with transaction.atomic():
        Generator(size).run()


def bulk(model: type[Model], rows: Sequence[Model]) -> list[Any]:
    return model._default_manager.bulk_create(rows)


class Generator:
    """Builds the register noun by noun; what is stored first, later nouns refer to."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.random = random.Random(2005)
        self.regions: dict[str, Region] = {}
        self.cities: list[City] = []
        self.themes: list[Theme] = []
        self.sources: list[Source] = []
        self.clusters: list[Cluster] = []
        self.organisations: list[int] = []  # their keys

    def run(self) -> None:
        self.store_places()
        self.store_vocabulary()
        self.store_sources()
        self.store_poles()
        self.store_whereabouts()
        self.store_profiles()
        self.store_organisations()
        self.store_memberships()
        self.store_what_organisations_do()

    def fact(self, model: type[Model], number: int, /, **values: Any) -> Any:
        """Return a row with a source; now and then one is doubted, and most quote a line."""
        return model(
            **{
                "source": self.sources[number % len(self.sources)],
                "source_line": number % 900 + 1,
                "stated_on": BEGAN,
                "verified": number % 40 != 0,
                **values,
            }
        )

    # --- what the product brings ---------------------------------------------------------------------

    def store_places(self) -> None:
        records = json.loads((FIXTURES / "register" / "20-places.json").read_text(encoding="utf-8"))
        of = {
            label: {record["key"]: record["fields"] for record in records if record["model"] == label}
            for label in ("clusters.region", "clusters.city", "clusters.placename")
        }
        # A region of before the reform comes after the one it became, so it is stored in a second go.
        for is_old in (False, True):
            fresh = {
                key: Region(**{**fields, "successor": self.regions.get(fields.get("successor", "")[1:])})
                for key, fields in of["clusters.region"].items()
                if ("successor" in fields) is is_old
            }
            bulk(Region, list(fresh.values()))
            self.regions |= fresh
        cities = {
            key: City(**{**fields, "region": self.regions[fields["region"][1:]]})
            for key, fields in of["clusters.city"].items()
        }
        for slug, name, latitude, longitude in OVERSEAS:
            region = self.regions[f"region/{slug}"]
            cities[slug] = City(slug=slug, name=name, region=region, latitude=latitude, longitude=longitude)
        self.cities = bulk(City, list(cities.values()))
        names = [
            PlaceName(
                **{
                    **fields,
                    "region": self.regions.get(fields.get("region", "")[1:]),
                    "city": cities.get(fields.get("city", "")[1:]),
                }
            )
            for fields in of["clusters.placename"].values()
        ]
        bulk(PlaceName, names)

    def store_vocabulary(self) -> None:
        sectors = [
            Sector(slug=name.lower(), name_nl=f"{name} (nl)", name_fr=f"{name} (fr)", name_en=name)
            for name in SECTORS
        ]
        bulk(Sector, sectors)
        themes = {
            row["slug"]: Theme(
                **{name: row[name] for name in ("slug", "kind", "label_nl", "label_fr", "label_en")},
                sector=sectors[number % len(sectors)],
            )
            for number, row in enumerate(rows_of("themes.csv"))
        }
        self.themes = bulk(Theme, list(themes.values()))
        for row in rows_of("themes.csv"):
            if row["broader"]:
                themes[row["slug"]].broader = themes[row["broader"]]
        Theme.objects.bulk_update(self.themes, ["broader"])
        terms = [
            Term(**{**row, "theme": themes[row["theme"]]})
            for row in rows_of("terms.csv")
            if row["theme"] in themes
        ]
        bulk(Term, terms)

    # --- what is invented ----------------------------------------------------------------------------

    def store_sources(self) -> None:
        self.sources = [
            Source(
                slug=f"source-{number}",
                title=f"Overzicht van de pôles, deel {number}",
                kind=SourceKind.OFFICE,
                published_on=BEGAN,
                url=f"https://sources.example/{number}",
            )
            for number in range(20)
        ]
        bulk(Source, self.sources)

    def store_poles(self) -> None:
        """Store the pôles that stand, and one that merged into every eighth of them."""
        merged = self.size.poles // 8
        sectors = list(Sector.objects.order_by("pk"))
        for number in range(self.size.poles + merged):
            self.clusters.append(
                Cluster(
                    slug=f"pole-{number}",
                    name=self.name(number),
                    sector=sectors[number % len(sectors)],
                    list_number=number + 1,
                    website=f"https://pole-{number}.example/",
                )
            )
        bulk(Cluster, self.clusters)
        names, labels, ends = [], [], []
        for number, cluster in enumerate(self.clusters):
            former = f"{cluster.name[:40].strip()} d'avant"
            names += [
                self.fact(ClusterName, number, cluster=cluster, text=former, valid_until=RENAMED),
                self.fact(ClusterName, number, cluster=cluster, text=cluster.name, valid_from=RENAMED),
                self.fact(
                    ClusterName,
                    number,
                    cluster=cluster,
                    text=f"{cluster.name[:2].upper()}{number}",
                    role=NameRole.ABBREVIATION,
                ),
            ]
            labels += [
                self.fact(
                    Label,
                    number,
                    cluster=cluster,
                    phase=phase,
                    begins_on=dt.date(year, 1, 1),
                    ends_on=dt.date(year + 3, 12, 31),
                )
                for phase, year in (("IV", 2019), ("V", 2023))
            ]
        for number, former_pole in enumerate(self.clusters[self.size.poles :]):
            successor = self.clusters[number * 8]
            ends.append(
                self.fact(
                    Succession, number, predecessor=former_pole, successor=successor, valid_from=RENAMED
                )
            )
        bulk(ClusterName, names)
        bulk(Label, labels)
        bulk(Succession, ends)

    def name(self, number: int) -> str:
        """Return an invented name; every ninth is as long as official ones can be."""
        word = STEMS[number % len(STEMS)] + ENDINGS[(number * 7 + number // len(STEMS)) % len(ENDINGS)]
        if number % 9 == 5:
            return LONG_NAME.format(word.lower(), self.current_regions()[number % 18].name)[:120]
        return (
            f"{word} {self.current_regions()[number % 18].name}"
            if number % 3 == 0
            else f"{word} {MIDDLE[number % 13]}"
        )

    def current_regions(self) -> list[Region]:
        return [region for region in self.regions.values() if region.successor is None]

    def store_whereabouts(self) -> None:
        """Give every region its pôles: those of before the reform too, and those overseas."""
        regions, seats = [], []
        current = self.current_regions()
        cities: dict[str, list[City]] = {region.slug: [] for region in current}
        for city in self.cities:
            cities[city.region.slug].append(city)
        for number, cluster in enumerate(self.clusters):
            region = current[number % len(current)]
            regions.append(
                self.fact(ClusterRegion, number, cluster=cluster, region=region, wording=region.name)
            )
            older = [old for old in self.regions.values() if old.successor == region]
            if older:
                old = older[number // len(current) % len(older)]
                regions.append(
                    self.fact(ClusterRegion, number, cluster=cluster, region=old, valid_until=REFORM)
                )
            here = cities[region.slug]
            start = number // len(current)
            for step, city in enumerate(here[start % len(here) :][: 1 + number % 3]):
                role = SeatRole.NAMED if step else SeatRole.HEAD_OFFICE
                seats.append(self.fact(ClusterSeat, number, cluster=cluster, city=city, role=role))
        bulk(ClusterRegion, regions)
        bulk(ClusterSeat, seats)

    def store_profiles(self) -> None:
        lines, focuses, figures, statements, events = [], [], [], [], []
        subjects = [theme for theme in self.themes if theme.kind == ThemeKind.SUBJECT]
        for number, cluster in enumerate(self.clusters):
            about = {"cluster": cluster}
            for step, theme in enumerate(self.random.sample(subjects, 8 + number % 7)):
                wording = f"zoals {str(theme.label).lower()}"
                values = {**about, "theme": theme, "weight": 3 - min(step // 3, 2), "wording": wording}
                focuses.append(self.fact(Focus, number + step, **values))
            for step in range(1, 6):
                title = {"title_nl": f"Lijn {step}: van onderzoek naar fabriek", "title_en": f"Line {step}"}
                lines.append(self.fact(StrategicLine, number + step, **about, number=step, **title))
            for step, measure in enumerate(("members", "companies", "jobs", "projects", "budget")):
                unit = {"label_nl": measure, "unit_nl": measure, "measure": measure}
                counted = {"value": 40 + number * (step + 3), "qualifier": Qualifier.ABOUT}
                figures += [
                    self.fact(
                        Figure, number + year, **about, **unit, **counted, stated_on=dt.date(year, 1, 1)
                    )
                    for year in (2014, 2019, 2024)
                ]
            for kind in (StatementKind.DESCRIPTION, StatementKind.GOAL, StatementKind.MEMBERS):
                text = f"{cluster.name} brengt bedrijven en onderzoekers bijeen. Zin over {kind.label}."
                statements.append(self.fact(Statement, number, **about, kind=kind, text_nl=text))
            events += [
                self.fact(
                    Event,
                    number + year,
                    **about,
                    kind=EventKind.EXTENDED,
                    text_nl=f"Breidde uit in {year}.",
                    stated_on=dt.date(year, 5, 4),
                )
                for year in range(2015, 2023)
            ]
        for model, rows in (
            (StrategicLine, lines),
            (Focus, focuses),
            (Figure, figures),
            (Statement, statements),
            (Event, events),
        ):
            bulk(model, rows)

    def store_organisations(self) -> None:
        weights = [30, 6, 30, 12, 6, 1, 2, 2, 3, 1, 1, 1, 5]
        kinds = self.random.choices(OrganisationKind.values, weights, k=self.size.organisations)
        places = [city.pk for city in self.cities]
        rows = []
        for number, kind in enumerate(kinds):
            name = f"{FIRST[number % 10]} {MIDDLE[number // 10 % 13]} {LAST[number // 130 % 13]} {number}"
            rows.append((f"organisation-{number}", name, fold(name), kind, places[number * 7 % len(places)]))
        insert(Organisation(), ("slug", "name", "name_folded", "kind", "city_id"), rows)
        self.organisations = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))

    def store_memberships(self) -> None:
        """Give the biggest pôle every eighth organisation; every seventh belongs to two or three."""
        poles, sources = [cluster.pk for cluster in self.clusters], [source.pk for source in self.sources]
        rows = []
        for number, organisation in enumerate(self.organisations):
            own = {0 if number % 8 == 0 else number % len(poles)}
            if number % 7 == 0:
                own |= {number // 7 % len(poles), number // 3 % len(poles)}
            ties = [(place, MembershipRelation.MEMBER.value) for place in sorted(own)]
            if number % 97 == 0:
                ties.append((min(own), MembershipRelation.LINE_LEAD.value))
            source, verified = sources[number % len(sources)], number % 40 != 0
            rows += [(poles[place], organisation, relation, source, verified) for place, relation in ties]
        columns = ("cluster_id", "organisation_id", "relation", "source_id", "verified")
        insert(Membership(stated_on=BEGAN), columns, rows)

    def store_what_organisations_do(self) -> None:
        """Let organisations lead every line, and let something happen to one in a hundred."""
        lines = StrategicLine.objects.order_by("pk")
        leads = [
            self.fact(
                LineLead,
                number,
                line=line,
                organisation_id=self.organisations[number * 3 % len(self.organisations)],
            )
            for number, line in enumerate(lines)
        ]
        bulk(LineLead, leads)
        news = [
            self.fact(Event, number, organisation_id=pk, kind=EventKind.ACQUIRED, text_nl="Werd gekocht.")
            for number, pk in enumerate(self.organisations[::100])
        ]
        bulk(Event, news)


def insert(like: Model, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Store rows that differ from `like` in `columns` only: tens of thousands, in a tenth of the time."""
    fields = [field for field in like._meta.concrete_fields if not field.primary_key]
    same = [field.get_db_prep_save(getattr(like, field.attname), connection) for field in fields]
    places = [next(at for at, field in enumerate(fields) if field.column == name) for name in columns]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    told = []
    for row in rows:
        values = same.copy()
        for place, value in zip(places, row, strict=True):
            values[place] = value
        told.append(values)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {like._meta.db_table} ({names}) VALUES ({marks})", told)


def rows_of(table: str) -> list[dict[str, str]]:
    with (FIXTURES / "vocabulary" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

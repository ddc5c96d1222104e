"""The register that comes with the product: complete, dated, sourced, in three languages, without names."""

import datetime as dt
import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from clusters.enums import Qualifier, SourceKind
from clusters.fixtures import Record, Reference, read
from clusters.folding import fold
from clusters.lifeline import Status, name_on, status_on, successor_of
from clusters.loading import load
from clusters.models import (
    Ambiguity,
    Cluster,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Event,
    Facility,
    Figure,
    Label,
    LineLead,
    Membership,
    OrganisationName,
    PlaceName,
    Region,
    Source,
    Sourced,
    Statement,
    StrategicLine,
    ThemeMention,
)
from tests.builders import AT, LONG_AGO

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
TODAY = dt.date(2026, 11, 20)
POLES = {
    "lyonbiopole": (1, 1, "Lyonbiopôle", "Lyonbiopôle Auvergne-Rhône-Alpes"),
    "medicen": (2, 4, "Medicen Paris Region", "Medicen Paris Region"),
    "alsace-biovalley": (3, None, "Alsace Biovalley", "BioValley France"),
    "atlanpole-biotherapies": (4, None, "Atlanpole Biotherapies", "Atlanpole Biotherapies"),
    "nsl": (5, 2, "Nutrition Santé Longévité", "Clubster NSL"),
    "cancer-bio-sante": (6, 3, "Cancer-Bio-Santé", "Cancer-Bio-Santé"),
    "eurobiomed": (7, None, "Eurobiomed", "Eurobiomed"),
}
# How many facts of each kind the list of facts has: the document's own, then those since 2014.
FACTS = {
    "D": "DOC 7, CON 1",
    "G": "FIG 3, GEN 14, RUL 3, SUB 1, CON 2",
    "P1": "NAM 1, NUM 1, PRI 1, REG 3, CIT 2, DES 6, THE 8, FIG 8, PRJ 1, FAC 4, EVT 1, MEM 1, "
    "EVA 2, STU 1, URL 4",
    "P2": "NAM 2, NUM 1, PRI 1, REG 3, CIT 1, THE 6, GOA 3, FIG 1, MEM 5, PAR 7, URL 2",
    "P3": "NAM 1, NUM 1, PRI 1, REG 2, DES 1, THE 5, FND 1, FIG 4, PAR 2, URL 2",
    "P4": "NAM 2, NUM 1, PRI 1, REG 3, CIT 1, THE 4, DES 6, FAC 1, FIG 1, STR 3, URL 2",
    "P5": "NAM 3, NUM 1, PRI 1, REG 3, CIT 1, THE 15, NET 2, FIG 5, MEM 9, GOA 3, STR 2, URL 1",
    "P6": "NAM 2, NUM 1, PRI 1, REG 2, CIT 1, FIG 2, THE 16, DES 3, MEM 4, STR 10, URL 1",
    "P7": "NAM 2, NUM 1, PRI 1, REG 3, CIT 1, FIG 7, STR 4, THE 5, DES 1, MEM 6, EVT 1, PRJ 2, URL 3",
}
SINCE_2014 = {"N": 13, "LY": 8, "ME": 4, "BV": 6, "AT": 6, "NS": 5, "CB": 4, "EB": 8, "OR": 12}
# SHA-256 (first 16 digits) of names that stood in a source and stay out of the register.
WITHHELD = {
    "7ad5bf75a7ef9294",
    "38763303a7b38ebc",
    "09310087fc7ce5f1",
    "100f7a44dbd93eb8",
    "bc49b074112b1997",
    "b15a865f4b9e49b5",
}


@cache
def register() -> list[Record]:
    return read(FIXTURES)


def of(model: type[Any]) -> list[Record]:
    return [record for record in register() if record.model is model]


def facts() -> list[Record]:
    return [record for record in register() if issubclass(record.model, Sourced)]


def by_key(key: str) -> Record:
    return next(record for record in register() if record.key == key)


def of_pole(model: type[Any], slug: str) -> list[Record]:
    return [record for record in of(model) if record.values["cluster"] == Reference(f"cluster/{slug}")]


def carrying(number: str) -> list[Record]:
    return [record for record in facts() if number in record.values["reference"].split()]


# --- complete, sourced, dated --------------------------------------------------------------------


def all_numbers() -> list[str]:
    document = [
        f"{part}-{kind}-{number:02}"
        for part, kinds in FACTS.items()
        for kind, count in (entry.split() for entry in kinds.split(", "))
        for number in range(1, int(count) + 1)
    ]
    since = [f"{part}-{number:02}" for part, count in SINCE_2014.items() for number in range(1, count + 1)]
    assert (len(document), len(since)) == (278, 66)
    return document + since


def test_every_fact_of_the_list_is_carried_and_no_other() -> None:
    carried = {
        number
        for record in facts()
        if record.model is not Ambiguity
        for number in record.values["reference"].split()
    }
    assert carried == set(all_numbers())


def test_facts_of_the_document_come_from_the_document() -> None:
    """A later source may repeat a fact of the document; it never replaces it."""
    wrong = [
        number
        for number in all_numbers()
        if re.match(r"[DGP]\d?-", number)
        and Reference("source/office-2014") not in [record.values["source"] for record in carrying(number)]
    ]
    assert wrong == []


def test_only_the_offices_own_words_are_quoted() -> None:
    quoting = {record.values["source"].key for record in facts() if record.values["quote"]}
    assert quoting == {"source/office-2014"}
    unquoted = [
        record.key
        for record in facts()
        if record.values["source"] == Reference("source/office-2014") and not record.values["quote"]
    ]
    # Two name an official, and two doubts are about what the document does not say.
    assert sorted(unquoted) == ["D-CON-01", "D-DOC-02", "ambiguity/A21", "ambiguity/A22"]


def test_the_document_is_dated_not_later_than_its_repost_and_its_facts_2014() -> None:
    document = by_key("source/office-2014").values
    assert document["published_on"] == LONG_AGO
    assert "niet later dan" in document["remark"]
    figure = by_key("P1-FIG-01").values
    assert (figure["stated_on"], figure["stated_precision"]) == (dt.date(2014, 1, 1), "year")
    assert by_key("P1-FIG-08").values["stated_precision"] == "month"


def test_general_knowledge_is_never_shown_as_verified() -> None:
    kinds = {record.key: record.values["kind"] for record in of(Source)}
    guessed = [record for record in facts() if kinds[record.values["source"].key] == SourceKind.KNOWLEDGE]
    assert guessed
    assert [record.key for record in guessed if record.values["verified"]] == []


def test_every_page_has_its_own_source_and_every_source_is_of_use() -> None:
    addresses = [record.values["url"] for record in of(Source) if record.values["url"]]
    assert len(addresses) == len(set(addresses))
    assert all(record.values["title"] and record.values["kind"] for record in of(Source))


def test_nothing_is_dated_after_it_was_consulted() -> None:
    assert max(record.values["stated_on"] for record in facts()) <= TODAY


def test_every_text_a_person_reads_is_there_in_three_languages() -> None:
    gaps = [
        f"{record.key}: {name}"
        for record in register()
        for name, value in record.values.items()
        if name.endswith("_nl") and value
        for language in ("fr", "en")
        if not record.values[f"{name[:-3]}_{language}"]
    ]
    assert gaps == []


def test_no_named_official_and_no_address_of_a_person_is_in_the_files() -> None:
    files = [path for folder in ("register", "vocabulary", "facts") for path in (FIXTURES / folder).iterdir()]
    texts = [path.read_text(encoding="utf-8") for path in files]
    words = {word for text in texts for word in re.findall(r"[a-z]{4,}", fold(text))}
    assert {sha256(word.encode()).hexdigest()[:16] for word in words} & WITHHELD == set()
    assert [found for text in texts for found in re.findall(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", text)] == []


def test_changes_in_the_board_are_told_without_the_name() -> None:
    for number in ("LY-02", "ME-01", "BV-05", "EB-06"):
        [first, *_] = carrying(number)
        assert first.model is Event
        assert first.values["kind"] == "governance"
        assert "weggelaten" in first.values["remark_nl"]


# --- the seven pôles -----------------------------------------------------------------------------


def test_the_number_in_the_list_is_not_the_rank() -> None:
    told = {
        record.values["slug"]: (
            record.values["list_number"],
            record.values["priority_rank"],
            record.values["name"],
        )
        for record in of(Cluster)
    }
    assert told == {slug: (number, rank, today) for slug, (number, rank, _then, today) in POLES.items()}


@pytest.mark.parametrize("slug", POLES)
def test_a_pole_has_all_a_card_needs(slug: str) -> None:
    for model in (ClusterName, ClusterRegion, ClusterSeat, Label, Figure, Statement, Event):
        assert of_pole(model, slug), model.__name__
    seats = [record.values for record in of_pole(ClusterSeat, slug) if record.values["role"] == "head_office"]
    assert seats
    assert all(by_key(seat["city"].key).values["latitude"] for seat in seats)


@pytest.mark.parametrize("slug", [slug for slug in POLES if slug not in ("cancer-bio-sante", "nsl")])
def test_figures_of_poles_can_stand_side_by_side(slug: str) -> None:
    measures = {record.values["measure"] for record in of_pole(Figure, slug)}
    assert "members" in measures


@pytest.mark.parametrize(
    ("wording", "slug"),
    [
        ("alsace biovalley", "alsace-biovalley"),
        ("alsace bio valley", "alsace-biovalley"),
        ("biovalley", "alsace-biovalley"),
        ("cbs", "cancer-bio-sante"),
        ("nsl", "nsl"),
        ("clubster nhl", "nsl"),
        ("nutrition health and longevity cluster", "nsl"),
        ("atlantic biotherapies", "atlanpole-biotherapies"),
        ("eurobiomed", "eurobiomed"),
        ("lyonbiopole", "lyonbiopole"),
        ("medicen", "medicen"),
    ],
)
def test_a_pole_is_known_by_every_name(wording: str, slug: str) -> None:
    assert wording in {record.complete["text_folded"] for record in of_pole(ClusterName, slug)}


def test_lines_and_their_leads_stand_as_the_document_has_them() -> None:
    lines = {
        slug: sorted(record.values["number"] or 0 for record in of_pole(StrategicLine, slug))
        for slug in POLES
        if of_pole(StrategicLine, slug)
    }
    assert lines == {
        "atlanpole-biotherapies": [1, 2, 3],
        "nsl": [0, 0],
        "cancer-bio-sante": [1, 2, 3, 4],
        "eurobiomed": [1, 2, 3, 4],
    }
    assert {(lead.values["line"].key, lead.values["organisation"].key) for lead in of(LineLead)} == {
        ("line/cancer-bio-sante/1", "organisation/pierre-fabre"),
        ("line/cancer-bio-sante/1", "organisation/inria"),
        ("line/cancer-bio-sante/2", "organisation/sanofi"),
        ("line/cancer-bio-sante/2", "organisation/cnrs"),
        ("line/cancer-bio-sante/3", "organisation/pylote"),
        ("line/cancer-bio-sante/3", "organisation/institut-claudius-regaud"),
    }


@pytest.mark.parametrize(
    ("number", "value", "qualifier", "since"),
    [
        ("P1-FIG-01", 317, Qualifier.EXACT, None),
        ("P1-FIG-02", 160, Qualifier.MORE_THAN, None),
        ("P1-FIG-07", 100, Qualifier.ABOUT, None),
        ("P1-STU-01", 14, Qualifier.EXACT, None),
        ("P2-FIG-01", None, Qualifier.MANY, None),
        ("P3-FIG-01", 3297, Qualifier.EXACT, 2005),
        ("P5-FIG-05", 82, Qualifier.DERIVED, None),
        ("P7-FIG-05", 39000, Qualifier.ABOUT, None),
    ],
)
def test_a_figure_keeps_its_number_and_the_words_around_it(
    number: str, value: int | None, qualifier: str, since: int | None
) -> None:
    figure = by_key(number).values
    assert (figure["value"], figure["qualifier"], figure["since"]) == (value, qualifier, since)


@pytest.mark.parametrize(
    ("number", "other_reading"),
    [
        ("P1-EVA-02", "Eurobiomed"),  # "the only one" with that rating
        ("P6-STR-03", "INRA"),  # INRIA for nutrition
        ("P1-FIG-01", "317"),  # parts that add up although three say "more than"
        ("P4-REG-01", "Pays de la Loire"),  # the list leaves Nantes's own region out
        ("P7-FIG-02", "155"),  # companies of the area, not members
        ("N-02", "56"),  # two counts of pôles
        ("P4-DES-03", "letterlijk"),  # medically odd sentence
        ("EB-04", "Montpellier"),  # a plan that came out differently
    ],
)
def test_what_sources_dispute_is_marked_with_both_readings(number: str, other_reading: str) -> None:
    [first, *_] = carrying(number)
    assert first.values["disputed"]
    assert other_reading in first.values["remark_nl"]


def test_a_lead_or_a_user_is_not_called_a_member() -> None:
    relations = {
        (record.values["organisation"].key.removeprefix("organisation/"), record.values["relation"])
        for record in of(Membership)
    }
    assert {("bioaster", "facility_user"), ("alphabio", "project_lead"), ("cnrs", "line_lead")} <= relations
    assert (
        not {("bioaster", "member"), ("alphabio", "member"), ("cnrs", "member"), ("inria", "member")}
        & relations
    )


@pytest.mark.parametrize(
    ("wording", "slug"),
    [
        ("Sanofi Aventis", "sanofi"),
        ("Sanofi Aventis R&D", "sanofi"),
        ("Supersonic Imagine", "supersonic-imagine"),
        ("Sigfox Wireless", "sigfox"),
        ("LFB Groep", "lfb"),
        ("Université de Lille", "universite-lille-1"),
        ("ISA Lille", "junia"),
    ],
)
def test_an_organisation_is_one_row_under_all_its_names(wording: str, slug: str) -> None:
    found = {
        record.values["organisation"].key
        for record in of(OrganisationName)
        if record.values["text"] == wording
    }
    assert f"organisation/{slug}" in found


# --- places --------------------------------------------------------------------------------------


def test_the_reform_of_2016_left_thirteen_regions_and_five_overseas() -> None:
    regions = [record.values for record in of(Region)]
    ended = [region for region in regions if region["valid_until"]]
    assert len(ended) == 17
    assert {region["valid_until"] for region in ended} == {dt.date(2016, 1, 1)}
    now = [region for region in regions if not region["valid_until"]]
    assert len([region for region in now if not region["overseas"]]) == 13
    assert len([region for region in now if region["overseas"]]) == 5
    drawn = json.loads((FIXTURES / "france-regions.json").read_text(encoding="utf-8"))["regions"]
    assert {region["map_code"] for region in now if region["map_code"]} == {shape["code"] for shape in drawn}


@pytest.mark.parametrize(
    ("wording", "places"),
    [
        ("elzas", {"region/alsace"}),
        ("noord-frankrijk", {"region/hauts-de-france"}),
        ("zuid-frankrijk", {"region/provence-alpes-cote-d-azur", "region/occitanie"}),
        ("paca", {"region/provence-alpes-cote-d-azur"}),
        ("rhone alpes", {"region/rhone-alpes"}),
        ("brittany", {"region/bretagne"}),
        ("paris region", {"region/ile-de-france"}),
        ("ile de france", {"region/ile-de-france"}),
        ("parijs", {"city/paris"}),
        ("rijsel", {"city/lille"}),
        ("straatsburg", {"city/strasbourg"}),
    ],
)
def test_a_place_is_found_by_what_people_call_it(wording: str, places: set[str]) -> None:
    found = {
        (record.values["region"] or record.values["city"]).key
        for record in of(PlaceName)
        if record.complete["text_folded"] == wording
    }
    assert found == places


# --- stored --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_whole_register_loads_and_a_second_time_changes_nothing() -> None:
    first = load(register(), at=AT)
    assert (first.updated, first.unchanged, first.left) == (0, 0, [])
    assert first.new == len(register()) > 2000
    again = load(register(), at=AT)
    assert str(again) == f"0 new, 0 updated, {first.new} unchanged, 0 left to staff"


@pytest.fixture
def poles(db: None) -> dict[str, Cluster]:
    """The stored register without its vocabulary, which is large and tells nothing of these tests."""
    load(
        [
            record
            for record in register()
            if record.written.file.endswith(".json") and record.model is not ThemeMention
        ],
        at=AT,
    )
    return {pole.slug: pole for pole in Cluster.objects.all()}


def test_names_successors_and_labels_follow_the_day(poles: dict[str, Cluster]) -> None:
    assert {slug: name_on(pole, LONG_AGO) for slug, pole in poles.items()} == {
        slug: then for slug, (_number, _rank, then, _today) in POLES.items()
    }
    assert {slug: name_on(pole, TODAY) for slug, pole in poles.items()} == {
        slug: today for slug, (_number, _rank, _then, today) in POLES.items()
    }
    assert name_on(poles["atlanpole-biotherapies"], dt.date(2008, 6, 1)) == "Atlantic Biothérapies"
    ended = poles["cancer-bio-sante"]
    assert successor_of(ended, on=LONG_AGO) is None
    assert successor_of(ended, on=dt.date(2019, 9, 20)) == poles["eurobiomed"]
    assert {status_on(pole, LONG_AGO) for pole in poles.values()} == {Status.LABELLED}
    assert {slug for slug, pole in poles.items() if status_on(pole, TODAY) == Status.MERGED} == {
        "cancer-bio-sante"
    }
    assert status_on(poles["nsl"], dt.date(2027, 1, 1)) == Status.LABEL_ENDED


def regions_of(pole: Cluster, day: dt.date) -> set[str]:
    return {
        row.region.slug
        for row in ClusterRegion.objects.as_of(day).filter(cluster=pole).select_related("region")
    }


def test_regions_are_the_old_ones_then_and_the_new_ones_now(poles: dict[str, Cluster]) -> None:
    assert regions_of(poles["lyonbiopole"], LONG_AGO) == {"rhone-alpes"}
    assert regions_of(poles["lyonbiopole"], TODAY) == {"auvergne-rhone-alpes"}
    assert regions_of(poles["cancer-bio-sante"], LONG_AGO) == {"midi-pyrenees", "limousin"}
    assert regions_of(poles["atlanpole-biotherapies"], TODAY) == {
        "pays-de-la-loire",
        "bretagne",
        "centre-val-de-loire",
    }
    ended = Region.objects.filter(
        cluster_regions__in=ClusterRegion.objects.as_of(TODAY), valid_until__isnull=False
    )
    assert not ended.exists()


def test_a_facility_that_is_gone_is_there_in_2014_only(poles: dict[str, Cluster]) -> None:
    assert Facility.objects.as_of(LONG_AGO).filter(name="AcCinov").exists()
    assert not Facility.objects.as_of(TODAY).filter(name="AcCinov").exists()


def test_the_number_of_poles_has_its_day(poles: dict[str, Cluster]) -> None:
    counts = Figure.objects.filter(cluster=None, measure="clusters").order_by("stated_on")
    assert {(row.stated_on.year, int(row.value or 0)) for row in counts} == {
        (2014, 71),
        (2019, 54),
        (2019, 56),
        (2023, 55),
        (2026, 53),
    }
    assert [row.value for row in counts.as_of(LONG_AGO)] == [71]

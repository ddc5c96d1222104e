"""The vocabulary and profiles that come with the product, as values: matching without a database."""

import csv
from functools import cache
from pathlib import Path

from contacts.matching import City, Focus, Index, Labels, Profile, Region, Term, Theme, Vocabulary

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "vocabulary"
ENDED = {"ended-pole": "lyonbiopole", "ended-before": "eurobiomed"}
REGIONS = [Region("north", "Nord-Pas-de-Calais", "31"), Region("south", "Languedoc-Roussillon", "91")]
CITIES = [City("lille", "Lille", "north", "59350"), City("montpellier", "Montpellier", "south", "34172")]
PLACES = {"nsl": ("north", "lille"), "eurobiomed": ("south", "montpellier")}


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def themes() -> tuple[Theme, ...]:
    return tuple(
        Theme(
            row["slug"],
            Labels(row["label_nl"], row["label_fr"], row["label_en"]),
            row["kind"],
            row["broader"],
        )
        for row in rows("themes")
    )


@cache
def terms() -> tuple[Term, ...]:
    return tuple(Term(row["theme"], row["text"], row["mode"], row["language"]) for row in rows("terms"))


@cache
def profiles() -> tuple[Profile, ...]:
    slugs = sorted({row["cluster"] for row in rows("focuses")})
    return tuple(
        Profile(
            slug=slug,
            name=slug,
            focuses=tuple(
                Focus(row["theme"], int(row["weight"]), row["quote"])
                for row in rows("focuses")
                if row["cluster"] == slug and not row["valid_until"]
            ),
            regions=PLACES.get(slug, ())[:1],
            cities=PLACES.get(slug, ())[1:],
        )
        for slug in slugs
    )


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.build(terms())


def build(these: tuple[Profile, ...], words: Vocabulary, subjects: tuple[Theme, ...]) -> Index:
    return Index.build(
        themes=subjects,
        vocabulary=words,
        profiles=these,
        regions=REGIONS,
        cities=CITIES,
        successors=ENDED.items(),
    )


@cache
def index() -> Index:
    return build(profiles(), vocabulary(), themes())

"""The brochure and the office's document: of that day all the document says, of today what changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from clusters.brochure import select
from clusters.cards.figures import qualifier_in_words
from clusters.dates import parse_day
from clusters.enums import Qualifier
from clusters.factlist import read_list
from clusters.models import (
    Agreement,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Evaluation,
    Event,
    Facility,
    Figure,
    LineLead,
    Membership,
    NetworkParticipation,
    Organisation,
    Project,
    Statement,
    StrategicLine,
    ThemeMention,
)
from clusters.numbers import written
from tests.paper import chapters_of, words_of

DOCUMENT_DAY = "2014-12-18"

# What a reader must find of a row that carries a fact; of a tuple one is enough.
TOLD: dict[type, Any] = {
    Agreement: lambda row: [row.counterpart],
    ClusterName: lambda row: [row.text],
    ClusterRegion: lambda row: [row.region.name],
    ClusterSeat: lambda row: [row.city.name],
    Evaluation: lambda row: [f"{row.programme} ({row.year}): {row.rating}"],
    Event: lambda row: [row.text],
    Facility: lambda row: [row.name, row.kind, row.access, row.effect, row.investor],
    Figure: lambda row: [f"{row.label} {qualifier_of(row)} {written(row.value)} {row.unit}"],
    LineLead: lambda row: [names_of(row.organisation)],
    Membership: lambda row: [names_of(row.organisation)],
    NetworkParticipation: lambda row: [row.network.name],
    Project: lambda row: [row.name, row.description],
    Statement: lambda row: [row.text],
    StrategicLine: lambda row: [row.title, row.detail],
    ThemeMention: lambda row: [row.wording],
}


def names_of(organisation: Organisation) -> tuple[str, ...]:
    return (organisation.name, *(name.text for name in organisation.names.all()))


def qualifier_of(row: Figure) -> str:
    plain = (Qualifier.EXACT, Qualifier.DERIVED)
    return "" if row.qualifier in plain else qualifier_in_words(row.qualifier)


def carrying() -> Iterator[tuple[str, Any]]:
    """Every row that says which facts of the document it holds, by the number of the fact."""
    for model in TOLD:
        for row in model._default_manager.exclude(reference=""):  # type: ignore[attr-defined]
            for number in row.reference.split():
                yield number, row


def test_as_of_the_documents_day_each_chapter_holds_every_fact_of_the_document(register, client):
    content = client.get("/brochure.pdf", {"as_of": DOCUMENT_DAY}).content
    chapters = chapters_of(content)
    whole = "".join(chapters.values())
    title_of = {
        option.slug: option.name for option in select([], on=parse_day(DOCUMENT_DAY), is_today=False).options
    }
    rows: dict[str, list[Any]] = {}
    for number, row in carrying():
        rows.setdefault(number, []).append(row)
    facts = read_list(Path(settings.BASE_DIR) / "fixtures" / "facts" / "office-2014.json").facts

    def is_told(fact: Any) -> bool:
        place = chapters[title_of[fact["pole"]]] if fact.get("pole") and not of_link(fact) else whole
        return any(
            all(is_in(place, text) for text in TOLD[type(row)](row) if text)
            for row in rows.get(fact["id"], [])
        )

    with translation.override("nl"):
        missing = [fact["id"] for fact in facts if not is_told(fact)]
    assert len(facts) == 278
    assert missing == []


def is_in(place: str, text: Any) -> bool:
    return any(words_of(str(one)) in place for one in (text if isinstance(text, tuple) else (text,)))


def of_link(fact: Any) -> bool:
    """A link whose target is lost is told of with the document itself."""
    return bool(fact["category"] == "hyperlink")


def test_of_today_it_says_what_changed_since_the_document_and_still_holds_the_rest(register, client):
    chapters = chapters_of(client.get("/en/brochure.pdf").content)
    since = chapters["Since the document of 2014"]
    for told in (
        "Cancer-Bio-Santé, now Eurobiomed",
        "20 September 2019 Merged into Eurobiomed",
        "Alsace Biovalley, now BioValley France",
        "In the reform of the regions Alsace passed into Grand Est",
        "No longer so Regions: Alsace",
        "Members named: Université Lille 2",
    ):
        assert words_of(told) in since, told
    assert "Cancer-Bio-Santé" not in chapters
    assert words_of("3,297 jobs since 2005 (2014)") in chapters["BioValley France"]

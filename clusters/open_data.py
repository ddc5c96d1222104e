"""The register as open data: the list of pôles, and every fact of their cards with its date and source.

The same for JSON and CSV: a table of plain values under stable English names, in the reader's language.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from clusters.cards import Card
from clusters.cards.values import Fact
from clusters.directory import Entry
from clusters.provenance import CitedSource, Note

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "Innovation Attaché Paris (RVO); cities: GeoNames; themes: EuroVoc, European Union"
FORMAT = 1  # of both files; another number when a name changes or goes
SEPARATOR = "; "

LIST_COLUMNS = ("slug", "name", "former_names", "regions", "cities", "themes", "address")
FACT_COLUMNS = (
    *("pole", "name", "section", "text", "detail", "value", "unit", "day", "precision", "stated_on"),
    *("verified", "disputed", "derived", "remark", "source", "source_address", "source_line"),
)


@dataclass(frozen=True)
class Table:
    """Rows under `columns`, as they stood on day `on`."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    on: dt.date
    address: str

    def as_document(self) -> dict[str, Any]:
        """Return the whole for a JSON file, with the licence and the day it speaks of."""
        return {
            "format": FORMAT,
            "address": self.address,
            "licence": LICENCE,
            "attribution": ATTRIBUTION,
            "as_of": self.on,
            "rows": self.rows,
        }

    def cells(self) -> Iterator[list[Any]]:
        """Yield the rows for a CSV file: lists in one cell, yes and no as words."""
        for row in self.rows:
            yield [_cell(row[column]) for column in self.columns]


def list_of(entries: Iterable[Entry], *, site: str, on: dt.date, address: str) -> Table:
    """Return the list of pôles; `site` is what the address of a card begins with."""
    rows = tuple(
        {
            "slug": entry.slug,
            "name": entry.name,
            "former_names": list(entry.former_names),
            "regions": list(entry.regions),
            "cities": list(dict.fromkeys(seat.city for seat in entry.seats)),
            "themes": list(entry.themes),
            "address": f"{site}{entry.slug}/",
        }
        for entry in entries
    )
    return Table(LIST_COLUMNS, rows, on, address)


def facts_of(cards: Iterable[Card], *, on: dt.date, address: str) -> Table:
    """Return every fact of the cards, one a row, with its date and its source."""
    return Table(FACT_COLUMNS, tuple(row for card in cards for row in _facts(card)), on, address)


def _facts(card: Card) -> Iterator[dict[str, Any]]:
    sources = {source.number: source for source in card.sources}

    def row(section: str, text: str, note: Note, **more: Any) -> dict[str, Any]:
        return dict.fromkeys(FACT_COLUMNS) | _told(card, section, text, note, sources) | more

    for section, facts in _sections(card):
        for fact in facts:
            yield row(section, fact.text, fact.note, detail=fact.detail or fact.place or None)
    for seat, note in card.seats:
        yield row("seats", seat.city, note, detail=seat.region)
    if card.label:
        label = card.label
        until = f"{label.begins_on.isoformat()}/{label.ends_on.isoformat()}"
        yield row("label", label.phase, label.note, detail=until)
    for figure in card.figures:
        yield row(
            "figures",
            figure.label,
            figure.note,
            detail=figure.qualifier or None,
            value=None if figure.value is None else float(figure.value),
            unit=figure.unit,
        )
    for moment in card.life_line:
        yield row("changes", moment.text, moment.note, day=moment.day, precision=moment.precision)


def _sections(card: Card) -> list[tuple[str, Iterable[Fact]]]:
    strengths = [fact for group in card.strengths for fact in group.facts]
    members = [fact for group in card.members for fact in group.facts]
    return [
        ("names", card.names),
        ("regions", card.regions),
        ("description", card.description.facts),
        ("goals", card.goals),
        ("themes", strengths),
        ("lines", card.lines),
        ("members", members),
        ("projects", card.projects),
        ("facilities", card.facilities),
        ("agreements", card.agreements),
        ("networks", card.networks),
        ("evaluations", card.evaluations),
    ]


def _told(card: Card, section: str, text: str, note: Note, sources: dict[int, CitedSource]) -> dict[str, Any]:
    source = sources[note.source]
    return {
        "pole": card.slug,
        "name": card.name,
        "section": section,
        "text": text,
        "stated_on": note.stated_on,
        "precision": note.precision,
        "verified": note.verified,
        "disputed": note.disputed,
        "derived": note.derived,
        "remark": note.remark or None,
        "source": source.title,
        "source_address": source.url or None,
        "source_line": note.line,
    }


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return SEPARATOR.join(value) if isinstance(value, list) else value

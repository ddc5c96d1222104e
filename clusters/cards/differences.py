"""Where sources differ: each doubt with both readings, and the facts of the page it is about."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clusters.cards.reading import Rows
from clusters.cards.values import Concern, Difference
from clusters.enums import StatementKind
from clusters.models import Ambiguity
from clusters.provenance import SourceBook

# Which section of a card shows the rows of a kind, and by what words a reader finds one there.
_SHOWN_IN: dict[str, tuple[str, Callable[[Any], str]]] = {
    "names": ("glance", lambda row: row.text),
    "regions": ("glance", lambda row: row.region.name),
    "seats": ("glance", lambda row: row.city.name),
    "descriptions": ("short", lambda row: str(row.text)),
    "member_remarks": ("members", lambda row: str(row.text)),
    "stances": ("agreements", lambda row: str(row.text)),
    "in_document": ("evaluations", lambda row: str(row.text)),
    "lines": ("lines", lambda row: str(row.title)),
    "members": ("members", lambda row: row.organisation.name),
    "projects": ("projects", lambda row: row.name),
    "facilities": ("facilities", lambda row: row.name),
    "figures": ("figures", lambda row: str(row.label)),
    "agreements": ("agreements", lambda row: str(row.counterpart)),
    "networks": ("agreements", lambda row: row.network.name),
    "evaluations": ("evaluations", lambda row: f"{row.programme} ({row.year})"),
    "events": ("changes", lambda row: str(row.text)),
    # Last: a theme is often read from the very words that state another fact.
    "mentions": ("strengths", lambda row: str(row.wording)),
    "focuses": ("strengths", lambda row: str(row.theme.label)),
}
# Statements are told in the section of what they speak of.
_STATEMENTS = {
    "descriptions": (StatementKind.DESCRIPTION, StatementKind.GOAL),
    "member_remarks": (StatementKind.MEMBERS,),
    "stances": (StatementKind.STANCE,),
    "in_document": (StatementKind.DOCUMENT,),
}
LONGEST_CONCERN = 80


def concerns_of(rows: Mapping[str, Rows], cluster: int) -> dict[str, Concern]:
    """Return what a pôle's page shows under each number of the list of facts."""
    found: dict[str, Concern] = {}
    shown = {kind: rows[kind].get(cluster, []) for kind in _SHOWN_IN if kind not in _STATEMENTS}
    for kind, kinds in _STATEMENTS.items():
        shown[kind] = [row for row in rows["statements"].get(cluster, []) if row.kind in kinds]
    for kind, (section, words) in _SHOWN_IN.items():
        for row in shown[kind]:
            _name(found, row, words(row), section)
    for line in shown["lines"]:
        for lead in rows["leads"].get(line.pk, []):
            _name(found, lead, lead.organisation.name, "lines")
    return found


def _name(found: dict[str, Concern], row: Any, words: str, section: str) -> None:
    text = words if len(words) <= LONGEST_CONCERN else words[: LONGEST_CONCERN - 1].rstrip() + "…"
    for number in row.reference.split():
        found.setdefault(number, Concern(text, section))


def differences(
    rows: Iterable[Ambiguity], book: SourceBook, concerns: Mapping[str, Concern]
) -> tuple[Difference, ...]:
    """Return the doubts in the order of their numbers, each fact it concerns named once."""
    return tuple(_difference(row, book, concerns) for row in rows)


def _difference(row: Ambiguity, book: SourceBook, concerns: Mapping[str, Concern]) -> Difference:
    note = book.note(row)
    others = [book.number(link.source) for link in row.source_links.all()]
    about = [concerns[number] for number in row.concerns.split() if number in concerns]
    return Difference(
        title=str(row.title),
        kind=str(row.get_kind_display()),
        reading=str(row.reading),
        other_reading=str(row.other_reading),
        note=note,
        others=tuple(dict.fromkeys(number for number in others if number != note.source)),
        concerns=tuple(dict.fromkeys(about)),
    )

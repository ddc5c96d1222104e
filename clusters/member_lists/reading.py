"""The rows of a member list, each with what it says or with what is wrong with it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clusters.enums import MembershipRelation
from clusters.member_lists import values
from clusters.member_lists.headings import Headings

_SHOWN = 60  # characters of a cell that a sentence repeats
# The register's own list of memberships, brought in again: it tells of other pôles and relations too.
_OWN = frozenset({"cluster", "organisation", "relation"})
_MAY_BREAK = ("activity",)  # columns that hold sentences, in which a line may end


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What a row says; empty is “not said”. A row with `faults` (sentences) says nothing."""

    number: int
    name: str = ""
    kind: str = ""
    city: str = ""
    siren: str = ""
    website: str = ""
    since: dt.date | None = None
    activity: str = ""
    faults: tuple[str, ...] = ()


def read_rows(
    rows: Iterable[tuple[int, list[str]]],
    header: list[str],
    headings: Headings,
    *,
    today: dt.date,
    pole: str = "",
) -> Iterator[MemberRow]:
    """Yield every row that holds something, in the order of the file. `pole` is a short name."""
    own = (
        {"cluster": pole, "relation": str(MembershipRelation.MEMBER)}
        if header and set(header) >= _OWN
        else {}
    )
    only = [(header.index(heading), text) for heading, text in own.items()]
    readers: dict[str, Callable[[str], Any]] = {
        "name": values.name,
        "kind": values.kind,
        "city": lambda text: text,
        "siren": values.siren,
        "website": values.website,
        "since": lambda text: values.since(text, today=today),
        "activity": values.activity,
    }
    wanted = [(column, headings.places[column], readers[column]) for column in headings.places]
    width = len(header)
    for number, cells in rows:
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if not any(cells):
            continue
        row = _row(number, cells, header, wanted)
        if not row.faults and any(cells[place].strip() != text for place, text in only):
            told = ", ".join(cells[place].strip()[:_SHOWN] for place, _text in only)
            row = MemberRow(number, name=row.name, faults=(_of_others(number, told),))
        yield row


def _row(
    number: int, cells: list[str], header: list[str], wanted: list[tuple[str, int, Callable[[str], Any]]]
) -> MemberRow:
    if len(cells) != len(header):
        return MemberRow(number, name=_first(cells), faults=(_wrong_length(number, cells, header),))
    if cells == header:
        return MemberRow(number, name=_first(cells), faults=(_headings_again(number),))
    said: dict[str, Any] = {}
    faults = []
    for column, place, read in wanted:
        cell = cells[place] if place < len(cells) else ""
        try:
            text = values.plain(cell, may_break=column in _MAY_BREAK)
            said[column] = read("" if column != "name" and values.says_nothing(text) else text)
        except values.Unusable as problem:
            faults.append(in_a_sentence(number, header[place], cell, str(problem)))
    if faults:
        return MemberRow(number, name=str(said.get("name", "")), faults=tuple(faults))
    return MemberRow(number, **said)


def in_a_sentence(number: int, heading: str, cell: str, problem: str) -> str:
    """Return row, column, value, reason and remedy."""
    shown = " ".join(cell.strip("\x02").split())
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    return _("Row %(row)d, column “%(column)s”, “%(value)s”: %(problem)s") % {
        "row": number,
        "column": heading,
        "value": shown,
        "problem": problem,
    }


def _first(cells: list[str]) -> str:
    return cells[0][:_SHOWN]


def _wrong_length(number: int, cells: list[str], header: list[str]) -> str:
    return _(
        "Row %(row)d has %(found)d cells, the header has %(expected)d, so values have shifted. Look for a "
        "separator inside a cell: such a cell needs quotation marks."
    ) % {"row": number, "found": len(cells), "expected": len(header)}


def _of_others(number: int, told: str) -> str:
    return _(
        "Row %(row)d tells of another pôle, or of something else than a membership (%(told)s). Take the row "
        "out, or export the list with the filters on this pôle and on members."
    ) % {"row": number, "told": told}


def _headings_again(number: int) -> str:
    return _("Row %(row)d has the headings once more, and no member. Take the row out.") % {"row": number}

"""The first sheet of an OpenDocument workbook, row by row."""

import datetime as dt
import re
from collections.abc import Iterator

from clusters.spreadsheets.opened import Counted, End, Event, OpenedWorkbook, Start, number_of

Found = str | int | float | bool | dt.date | dt.time | None


class Uncounted(str):
    """A formula that no program has counted out: the file holds no result of it."""

    __slots__ = ()


# What stands in a cell beside its text: remarks, drawings, readings.
_BESIDE = frozenset({"annotation", "note", "ruby-text", "shapes", "frame", "custom-shape", "forms"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
# A blank that was written as one stays; those between the words of the XML are one or none.
_BLANK, _TAB, _BREAK = "\x00", "\x01", "\x02"
_KEPT = str.maketrans({_BLANK: " ", _TAB: "\t", _BREAK: "\n"})
_LOOSE = re.compile(r"[ \t\r\n]+")
_DURATION = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,](\d+))?S")


def ods_rows(content: bytes) -> Iterator[tuple[int, list[Found]]]:
    """Yield number (the first row is 1) and cells of each row that holds something.

    A row ends with its last cell that holds something. Raises `NotASpreadsheet`.
    """
    workbook = OpenedWorkbook(content, kind="ODS")
    if workbook.has("META-INF/manifest.xml"):
        for event in workbook.events("META-INF/manifest.xml"):
            if isinstance(event, Start) and event.name == "encryption-data":
                raise workbook.locked()
    found = False
    events = workbook.events("content.xml")
    for event in events:
        if isinstance(event, Start) and event.name == "table":
            found = True
            yield from _rows(events)
            break
    if not found:
        raise workbook.wrong()


def ods_sheet(content: bytes) -> str:
    """Return the name of the first sheet. Raises `NotASpreadsheet`."""
    workbook = OpenedWorkbook(content, kind="ODS")
    for event in workbook.events("content.xml"):
        if isinstance(event, Start) and event.name == "table":
            return event.attributes.get("name", "")
    raise workbook.wrong()


def _rows(events: Iterator[Event]) -> Iterator[tuple[int, list[Found]]]:
    counted = Counted()
    number = 0
    for event in _without_what_stands_beside(events):
        if isinstance(event, End) and event.name == "table":
            return
        if isinstance(event, Start) and event.name == "table-row":
            repeated = _times(event, "number-rows-repeated")
            cells = _cells(events, counted)
            for _again in range(repeated if cells else 0):
                number += 1
                counted.row(len(cells))
                yield number, list(cells)
            number += 0 if cells else repeated


def _cells(events: Iterator[Event], counted: Counted) -> list[Found]:
    cells: list[Found] = []
    empty = 0
    for event in _without_what_stands_beside(events):
        if isinstance(event, End) and event.name == "table-row":
            break
        if not isinstance(event, Start) or event.name not in _CELLS:
            continue
        repeated = _times(event, "number-columns-repeated")
        value = _value(event, _text(events, event.name))
        if value is None:
            empty += repeated
            continue
        counted.room(len(cells) + empty + repeated)
        cells += [None] * empty + [value] * repeated
        empty = 0
    return cells


def _without_what_stands_beside(events: Iterator[Event]) -> Iterator[Event]:
    for event in events:
        if isinstance(event, Start) and event.name in _BESIDE:
            _pass_over(events, event.name)
        else:
            yield event


def _pass_over(events: Iterator[Event], name: str) -> None:
    depth = 1
    for event in events:
        if isinstance(event, str) or event.name != name:
            continue
        depth += 1 if isinstance(event, Start) else -1
        if depth == 0:
            return


def _times(event: Start, name: str) -> int:
    text = event.attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _text(events: Iterator[Event], cell: str) -> str | None:
    """Return the text of the cell, its paragraphs as lines; None when it has none."""
    paragraphs: list[str] = []
    pieces: list[str] = []
    inside = False
    for event in _without_what_stands_beside(events):
        match event:
            case str():
                if inside:
                    pieces.append(event)
            case Start("p", _):
                inside = True
            case End("p"):
                inside = False
                paragraphs.append(_paragraph("".join(pieces)))
                pieces.clear()
            case Start("s", _):
                pieces.append(_BLANK * _times(event, "c"))
            case Start("tab", _):
                pieces.append(_TAB)
            case Start("line-break", _):
                pieces.append(_BREAK)
            case End(name) if name == cell:
                break
    return "\n".join(paragraphs) if paragraphs else None


def _paragraph(text: str) -> str:
    """Return the text without the blanks that only lay out the XML; one at the end is LibreOffice's own."""
    bare = text.rstrip(" \t\r\n")
    end = " " if text[len(bare) :] == " " else ""
    return (_LOOSE.sub(" ", bare).lstrip(" ") + end).translate(_KEPT)


def _value(cell: Start, text: str | None) -> Found:
    """Return the cell's value; the text a reader sees where the value cannot be understood."""
    told = cell.attributes
    try:
        match told.get("value-type"):
            case "float" | "percentage" | "currency":
                return number_of(told["value"])
            case "date":
                return _date(told["date-value"])
            case "time":
                return _time(told["time-value"])
            case "boolean":
                return told["boolean-value"] == "true"
            case "string" if "string-value" in told:
                return told["string-value"] or None
    except (KeyError, ValueError, OverflowError):
        pass
    if text is None and "value-type" not in told and "formula" in told:
        return Uncounted(told["formula"])
    return text or None


def _date(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def _time(text: str) -> dt.time:
    parts = _DURATION.fullmatch(text)
    if parts is None:
        raise ValueError(text)
    hours, minutes, seconds = (int(part) for part in parts.groups()[:3])
    return dt.time(hours, minutes, seconds)

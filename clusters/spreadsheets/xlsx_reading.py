"""The first sheet of an Excel workbook, row by row."""

import datetime as dt
import posixpath
import re
from collections.abc import Callable, Iterator

from clusters.spreadsheets.columns import MOST_COLUMNS
from clusters.spreadsheets.ods_reading import Found, Uncounted
from clusters.spreadsheets.opened import Counted, End, Event, OpenedWorkbook, Start, number_of

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NOT_ITS_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_CLOCK = re.compile("[hs]", re.IGNORECASE)
_CALENDAR = re.compile("[ymdhs]", re.IGNORECASE)
# Formats every program knows by number: days, clocks, both.
_DAYS = frozenset({14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)})
_MOMENTS = frozenset({18, 19, 20, 21, 22, *range(32, 36), 45, 46, 47})

# By the clock on the wall, as every moment in a workbook.
_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001
_ZERO_EARLY = dt.datetime(1899, 12, 31)  # noqa: DTZ001
_ZERO_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001

AsDate = Callable[[float], Found]


def xlsx_rows(content: bytes) -> Iterator[tuple[int, list[Found]]]:
    """Yield number (the first row is 1) and cells of each row that holds something.

    A row ends with its last cell that holds something; of a formula its last result is read. Raises
    `NotASpreadsheet`.
    """
    workbook = OpenedWorkbook(content, kind="XLSX")
    main = next(iter(_related(workbook, "", "officeDocument").values()), None)
    if main is None:
        raise workbook.wrong()
    first, _name, from_1904 = _first_sheet(workbook, main)
    place = _related(workbook, main, "worksheet").get(first)
    if place is None:
        raise workbook.wrong()
    texts = [
        text for part in _related(workbook, main, "sharedStrings").values() for text in _texts(workbook, part)
    ]
    dates = [
        each
        for part in _related(workbook, main, "styles").values()
        for each in _dates(workbook, part, from_1904)
    ]
    counted = Counted()
    try:
        for number, cells in _rows(workbook.events(place), texts, dates, counted):
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                counted.row(len(cells))
                yield number, cells
    except (IndexError, ValueError, OverflowError) as problem:
        if isinstance(problem, type(workbook.wrong())):
            raise
        raise workbook.wrong() from problem


def _related(workbook: OpenedWorkbook, part: str, kind: str) -> dict[str, str]:
    """Return where the parts of this kind are that belong to `part`, by the key it knows them by."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}
    for event in workbook.events(posixpath.join(folder, "_rels", f"{name}.rels")):
        if isinstance(event, Start) and event.name == "Relationship":
            told = event.attributes
            if told.get("Type", "").endswith(f"/{kind}") and "Target" in told:
                target = posixpath.join("/", folder, told["Target"])
                found[told.get("Id", "")] = posixpath.normpath(target).lstrip("/")
    return found


def xlsx_sheet(content: bytes) -> str:
    """Return the name of the first sheet. Raises `NotASpreadsheet`."""
    workbook = OpenedWorkbook(content, kind="XLSX")
    main = next(iter(_related(workbook, "", "officeDocument").values()), None)
    if main is None:
        raise workbook.wrong()
    return _first_sheet(workbook, main)[1]


def _first_sheet(workbook: OpenedWorkbook, main: str) -> tuple[str, str, bool]:
    """Return key and name of the first sheet, and whether days are counted from 1904."""
    from_1904 = False
    for event in workbook.events(main):
        if isinstance(event, Start) and event.name == "workbookPr":
            from_1904 = event.attributes.get("date1904") in ("1", "true")
        if isinstance(event, Start) and event.name == "sheet":
            return event.attributes.get("id", ""), event.attributes.get("name", ""), from_1904
    raise workbook.wrong()


def _texts(workbook: OpenedWorkbook, part: str) -> Iterator[str]:
    """Yield the texts that cells refer to by number."""
    events = workbook.events(part)
    for event in events:
        if isinstance(event, Start) and event.name == "si":
            yield _text(events, "si")


def _text(events: Iterator[Event], until: str) -> str:
    """Return what stands in the `t` elements up to the end of `until`, readings left out."""
    pieces: list[str] = []
    inside = reading = False
    for event in events:
        match event:
            case str():
                if inside and not reading:
                    pieces.append(event)
            case Start("t", _):
                inside = True
            case End("t"):
                inside = False
            case Start("rPh", _):
                reading = True
            case End("rPh"):
                reading = False
            case End(name) if name == until:
                break
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


# --- which numbers are dates ----------------------------------------------------------------------------


def _dates(workbook: OpenedWorkbook, part: str, from_1904: bool) -> Iterator[AsDate | None]:
    """Yield for each style of cells what makes a date of its numbers; None where they are numbers."""
    own: dict[str, str] = {}
    inside = False
    for event in workbook.events(part):
        match event:
            case Start("numFmt", told):
                own[told.get("numFmtId", "")] = told.get("formatCode", "")
            case Start("cellXfs", _):
                inside = True
            case End("cellXfs"):
                inside = False
            case Start("xf", told) if inside:
                yield _maker(told.get("numFmtId", "0"), own, from_1904)


def _maker(key: str, own: dict[str, str], from_1904: bool) -> AsDate | None:
    if key in own:
        letters = _NOT_ITS_LETTERS.sub("", own[key].split(";")[0])
        if "general" in letters.casefold() or not _CALENDAR.search(letters):
            return None
        with_clock = bool(_CLOCK.search(letters))
    else:
        number = int(key) if key.isascii() and key.isdigit() else 0
        if number not in _DAYS | _MOMENTS:
            return None
        with_clock = number in _MOMENTS
    return lambda serial: _date(serial, with_clock=with_clock, from_1904=from_1904)


def _date(serial: float, *, with_clock: bool, from_1904: bool) -> Found:
    """Return day, moment or time of the clock; the bare number where the calendar has no such day.

    Excel thinks that 1900 had a 29 February: before that its days are one off.
    """
    zero = _ZERO_1904 if from_1904 else _ZERO_EARLY if serial < 60 else _ZERO
    try:
        moment = zero + dt.timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:
        return serial
    if with_clock and 0 <= serial < 1:
        return moment.time()
    return moment if with_clock or moment.time() != dt.time() else moment.date()


# --- cells ----------------------------------------------------------------------------------------------


def _rows(
    events: Iterator[Event], texts: list[str], dates: list[AsDate | None], counted: Counted
) -> Iterator[tuple[int, list[Found]]]:
    number = 0
    cells: list[Found] = []
    for event in events:
        match event:
            case Start("row", told):
                number = _whole(told.get("r"), number + 1)
                cells = []
            case Start("c", told):
                position = _position(told.get("r"), len(cells))
                counted.room(position + 1)
                value = _value(told, events, texts, dates)
                cells += [None] * (position + 1 - len(cells))
                cells[position] = value
            case End("row"):
                yield number, cells
            case End("sheetData"):
                return


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _position(reference: str | None, otherwise: int) -> int:
    """Return which column `B7` names: 1."""
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return otherwise
    position = 0
    for letter in found[1]:
        position = position * 26 + ord(letter) - ord("A") + 1
    return min(position, MOST_COLUMNS) - 1


def _value(
    told: dict[str, str], events: Iterator[Event], texts: list[str], dates: list[AsDate | None]
) -> Found:
    inline, stored, formula = _stored(events)
    match told.get("t", "n"):
        case "inlineStr":
            return inline or None
        case kind if formula is not None and not stored and kind != "str":  # a text may come to nothing
            return Uncounted(f"={formula}")
        case _ if not stored:
            return None
        case "s":
            return texts[int(stored)] or None
        case "b":
            return stored == "1"
        case "str" | "e":
            return _unescaped(stored)
        case "d":
            return dt.datetime.fromisoformat(stored) if "T" in stored else dt.date.fromisoformat(stored)
    value = number_of(stored)
    style = _whole(told.get("s"), 0)
    as_date = dates[style] if style < len(dates) else None
    return value if as_date is None else as_date(float(value))


def _stored(events: Iterator[Event]) -> tuple[str, str, str | None]:
    """Return what stands in the cell itself: its text, its value, and its formula if it has one."""
    inline = ""
    pieces: dict[str, str] = {}
    inside = ""
    for event in events:
        match event:
            case str():
                if inside:
                    pieces[inside] += event
            case Start("v" | "f" as inside, _):
                pieces[inside] = ""
            case End("v" | "f"):
                inside = ""
            case Start("is", _):
                inline = _text(events, "is")
            case End("c"):
                break
    return inline, pieces.get("v", ""), pieces.get("f")

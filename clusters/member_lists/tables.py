"""A file that a pôle sent, as a header and rows of text, whatever program made it.

Numbers and dates of a workbook become the text that says the same (2019-03-01), so that everything after
this reads one kind of cell. A row has the number it has in the spreadsheet program; the header is row 1.
"""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from clusters.member_lists.headings import UnreadableList, is_header
from clusters.spreadsheets import NotASpreadsheet, unescape_cell
from clusters.spreadsheets.ods_reading import Found, Uncounted, ods_rows, ods_sheet
from clusters.spreadsheets.xlsx_reading import xlsx_rows, xlsx_sheet

# Stands before a formula: a cell of CSV that a program would run, one of a workbook that has no result. No
# text a person types has it.
FORMULA = "\x02"
_ZIP, _PDF, _OLD = b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"
_ABOVE = 12  # rows in which a header is looked for
_LONGEST_LINE = 10_000  # characters of a line that are looked at for what stands between cells
_WORKBOOKS = (".xlsx", ".ods", ".xls")


@dataclass(frozen=True)
class Table:
    """`rows` are read once; reading them raises `UnreadableList`. `notes` say how the file was understood.

    The header stands in `header_row`: above it a title may stand.
    """

    header: list[str]
    rows: Iterable[tuple[int, list[str]]]
    file_format: str
    notes: list[str] = field(default_factory=list)
    header_row: int = 1


def read_table(content: bytes, name: str) -> Table:
    """Return the table in this file. Its content says what it is; the name only where that says nothing.

    Raises `UnreadableList`.
    """
    if content.startswith(_PDF):
        raise UnreadableList(
            _("“%(name)s” is a PDF: ask for the list as a spreadsheet, or save the table as CSV.")
            % {"name": name}
        )
    if content.startswith((_ZIP, _OLD)) or name.lower().endswith(_WORKBOOKS):
        return _workbook(content, name)
    return _csv(content)


@dataclass(frozen=True)
class _Found:
    """The header of a file, and the rows below it."""

    row: int
    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    notes: list[str]


def _headed(rows: Iterator[tuple[int, list[str]]]) -> _Found:
    """Find the header: the first row, unless that is a title and one below it surely is the header."""
    above = list(islice(rows, 1))
    if not above:
        raise UnreadableList(_("The file is empty: it needs a header row, and a row for each member."))
    if not is_header(above[0][1]):
        above += islice(rows, _ABOVE)
    place = next(
        (place for place, (_row, cells) in enumerate(above) if is_header(cells, surely=place > 0)), 0
    )
    row, header = above[place]
    notes = []
    if place:
        notes.append(
            _("The headings stand in row %(row)d; what is above them was passed over.") % {"row": row}
        )
    while header and not header[-1].strip():
        header.pop()
    return _Found(row, header, chain(above[place + 1 :], rows), notes)


# --- workbooks ------------------------------------------------------------------------------------------


def _workbook(content: bytes, name: str) -> Table:
    kind = _kind_of(content) or ("ods" if name.lower().endswith(".ods") else "xlsx")
    sheet = _sheet(content, kind)
    found = _headed(_told_rows(content, kind))
    width = len(found.header)
    whole = ((number, [*cells, *[""] * (width - len(cells))]) for number, cells in found.rows)
    note = _("Read from the sheet “%(sheet)s” of a workbook (%(kind)s); other sheets are passed over.")
    return Table(found.header, whole, kind, [note % {"sheet": sheet, "kind": kind}, *found.notes], found.row)


def _sheet(content: bytes, kind: str) -> str:
    """Return the name of the sheet that is read: the first one."""
    try:
        return (ods_sheet if kind == "ods" else xlsx_sheet)(content)
    except NotASpreadsheet as problem:
        raise UnreadableList(str(problem)) from problem


def _kind_of(content: bytes) -> str:
    """Return what the parts of the workbook say it is, "" when they say nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.NameToInfo
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    return "ods" if "mimetype" in parts else "xlsx" if "[Content_Types].xml" in parts else ""


def _told_rows(content: bytes, kind: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, cells in (ods_rows if kind == "ods" else xlsx_rows)(content):
            yield number, [_text(cell) for cell in cells]
    except NotASpreadsheet as problem:
        raise UnreadableList(str(problem)) from problem


def _text(cell: Found) -> str:
    match cell:
        case None:
            return ""
        case Uncounted():
            return FORMULA + cell
        case dt.datetime():
            return cell.date().isoformat()
        case dt.date() | dt.time():
            return cell.isoformat()
    return str(cell).replace("\x00", "\ufffd")


# --- CSV ------------------------------------------------------------------------------------------------


def _csv(content: bytes) -> Table:
    encoding, said = _encoding(content)
    delimiter = _delimiter(content, encoding)
    found = _headed(_csv_rows(content, encoding, delimiter))
    between = {";": _("semicolons"), ",": _("commas"), "\t": _("tabs")}[delimiter]
    note = _("Read as CSV in %(encoding)s with %(between)s.") % {"encoding": said, "between": between}
    return Table(found.header, found.rows, "csv", [note, *found.notes], found.row)


def _encoding(content: bytes) -> tuple[str, str]:
    """Return the name of the encoding to Python, and to people."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableList(
            _("Row 1: the file is in UTF-16: save it as “CSV UTF-8” in the spreadsheet program.")
        )
    if (place := content.find(b"\x00")) >= 0:
        raise UnreadableList(
            _(
                "Row %(row)d holds a NUL byte, so this is no text or it was damaged: save it anew as "
                "“CSV UTF-8” in the spreadsheet program."
            )
            % {"row": _row_at(content, place)}
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        with_mark = content.startswith(b"\xef\xbb\xbf")
        return "utf-8-sig", _("UTF-8 with a byte order mark") if with_mark else "UTF-8"
    try:
        content.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise UnreadableList(
            _(
                "Row %(row)d holds letters that are neither UTF-8 nor Windows-1252: save it as “CSV UTF-8” "
                "in the spreadsheet program."
            )
            % {"row": _row_at(content, problem.start)}
        ) from problem
    return "cp1252", _("Windows-1252 (look whether accents are right)")


def _row_at(content: bytes, place: int) -> int:
    before = content[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _delimiter(content: bytes, encoding: str) -> str:
    """Return what stands between cells: what makes a header of one of the first lines, else what is most."""
    beginning = content[: 2 * _ABOVE * _LONGEST_LINE].decode(encoding, "replace")
    # A line ends in any of the three ways: old programs for the Mac write \r alone.
    lines = [line[:_LONGEST_LINE] for line in islice(io.StringIO(beginning, newline=None), 2 * _ABOVE)]
    lines = [line for line in lines if line.strip()] or [""]
    often = sorted(";,\t", key=lines[0].count, reverse=True)
    rows = {each: list(_as_far_as_read(lines, each)) for each in often}
    for each in often:
        if rows[each] and is_header(rows[each][0]):
            return each
    for each in often:
        if any(is_header(cells, surely=True) and len(cells) > 1 for cells in rows[each]):
            return each
    return often[0]


def _as_far_as_read(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Yield rows up to the first that cannot be read: what is wrong with it is told when all are read."""
    with suppress(csv.Error):
        yield from csv.reader(lines, delimiter=delimiter)


def _csv_rows(content: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row that holds something."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    lines = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(lines, None)
        except csv.Error as problem:
            raise _unreadable_row(number, str(problem)) from problem
        if cells is None:
            return
        if any(cells):
            yield number, [_plain(cell) for cell in cells]


def _unreadable_row(number: int, problem: str) -> UnreadableList:
    if "limit" in problem:
        sentence = _(
            "Row %(row)d has a cell of more than %(most)d characters; no name is that long. Look whether a "
            "quotation mark was left open, and shorten the cell."
        )
        return UnreadableList(sentence % {"row": number, "most": csv.field_size_limit()})
    sentence = _(
        "Row %(row)d cannot be read: a quotation mark is open, or stands in the middle of a cell. Close it, "
        "or save the list anew as CSV."
    )
    return UnreadableList(sentence % {"row": number})


def _plain(cell: str) -> str:
    return FORMULA + cell if cell.lstrip().startswith("=") else unescape_cell(cell)

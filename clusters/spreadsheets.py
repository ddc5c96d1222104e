"""The product's one CSV writer, and its exact way back.

What it writes opens at a double click in Dutch Excel and in LibreOffice: UTF-8 with a byte order
mark, `;` between cells, CRLF between rows, quotes where RFC 4180 wants them. Text that a spreadsheet
would run as a formula gets one leading apostrophe; nothing is ever taken away, and `unescape_cell`
gives back exactly what was typed. Numbers and dates are numbers and dates: -3 stays a number.
"""

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import tablib
from django.utils.translation import gettext as _
from import_export.formats.base_formats import TextFormat

PARIS = ZoneInfo("Europe/Paris")
BOM = "\ufeff"
APOSTROPHE = "'"

# A formula begins with one of these; `@` is Lotus's, `|` and `%` begin commands in older programs.
_TRIGGERS = frozenset("=+-@|%")
_TRIGGERS_AT_ONCE = frozenset("\t\r\n")
# Programs skip these before they look for a formula: blanks of every width, controls, zero-width marks.
_SKIPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})

Cell = str | int | float | Decimal | dt.date | None  # a datetime is a date too


class NotACsvFile(ValueError):
    """The text cannot be read as a table; the message names the row."""


def escape_cell(text: str) -> str:
    """Return `text`, behind one apostrophe when a spreadsheet would run it.

    Text that already stands behind apostrophes of its own and would run without them gets one
    more, so that taking one off always gives back what was typed.
    """
    return APOSTROPHE + text if _would_run(text) else text


def unescape_cell(text: str) -> str:
    """Return what was typed: the exact inverse of `escape_cell`."""
    if text.startswith(APOSTROPHE) and _would_run(text[1:]):
        return text[1:]
    return text


def _would_run(text: str) -> bool:
    if text[:1].isalnum():  # nearly every cell; no letter or digit is read as a sign
        return False
    bare = text.lstrip(APOSTROPHE)
    if bare[:1] in _TRIGGERS_AT_ONCE:
        return True
    for character in bare:
        if unicodedata.category(character) not in _SKIPPED:
            # Full-width and small forms (＝ ﹢) are read as their plain ones.
            return unicodedata.normalize("NFKC", character) in _TRIGGERS
    return False


def write_cell(value: Cell, *, decimal: str = ",") -> str:
    """Return `value` as it stands in a cell, before quoting.

    Numbers get `decimal` as their decimal sign, dates are ISO 8601, instants are told by the clocks
    of Paris, None is an empty cell, text is escaped. Raises `TypeError` for anything else.
    """
    match value:
        case None:
            return ""
        case str():
            return escape_cell(value)
        case bool():
            raise TypeError("A yes or no needs its word; the writer does not choose one.")
        case int():
            return str(value)
        case float() | Decimal():
            number = Decimal(str(value))
            if not number.is_finite():
                raise TypeError("What is not a finite number has no cell; leave it empty.")
            return format(number, "f").replace(".", decimal)
        case dt.datetime():
            local = value if value.tzinfo is None else value.astimezone(PARIS)
            return local.replace(tzinfo=None).isoformat(sep=" ")
        case dt.date():
            return value.isoformat()
    raise TypeError(f"No way to write a {type(value).__name__} in a cell.")


def csv_lines(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str = ";", bom: bool = True
) -> Iterator[bytes]:
    """Yield the file line by line, the header first; memory stays that of one row.

    With `;` between cells numbers get a decimal comma, as Dutch and French programs expect, and
    with any other delimiter a point.
    """
    decimal = "," if delimiter == ";" else "."
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([escape_cell(name) for name in header])
    yield ((BOM if bom else "") + line.getvalue()).encode()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow([write_cell(value, decimal=decimal) for value in row])
        yield line.getvalue().encode()


def csv_bytes(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, delimiter: str = ";", bom: bool = True
) -> bytes:
    """Return the whole file; for what may be long use `csv_lines`."""
    return b"".join(csv_lines(header, rows, delimiter=delimiter, bom=bom))


def read_csv(content: bytes | str) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of a file this module wrote, or one that came back from a spreadsheet.

    The delimiter (`;`, `,` or TAB) is the one the header line has most of; escaped cells are
    unescaped; rows that are empty are passed over. Raises `NotACsvFile`, naming the row, when the
    text is not UTF-8, a quote stays open, or a row has more or fewer cells than the header.
    """
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content.removeprefix(BOM)
    except UnicodeDecodeError as problem:
        raise NotACsvFile(
            _("The file is not UTF-8 text: save it as “CSV UTF-8” in the spreadsheet program.")
        ) from problem
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        for number, row in enumerate(lines, start=1):
            if rows and row and len(row) != len(rows[0]):
                raise NotACsvFile(
                    _("Row %(number)d has %(found)d cells, the header has %(expected)d.")
                    % {"number": number, "found": len(row), "expected": len(rows[0])}
                )
            if row:
                rows.append([unescape_cell(cell) for cell in row])
    except csv.Error as problem:
        raise NotACsvFile(
            _("Line %(number)d cannot be read: check its quotation marks.") % {"number": lines.line_num}
        ) from problem
    if not rows:
        raise NotACsvFile(_("The file is empty: it needs at least a header row."))
    return rows[0], rows[1:]


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(";,\t", key=first.count)


class SafeCSV(TextFormat):
    """What django-import-export's screens write and read: the same cells as every other CSV here."""

    TABLIB_MODULE = "tablib.formats._csv"
    CONTENT_TYPE = "text/csv; charset=utf-8"

    def get_title(self) -> str:
        return "csv"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        """Return the dataset as text that begins with the byte order mark."""
        return csv_bytes(dataset.headers or [], ([_cell(value) for value in row] for row in dataset)).decode()

    def create_dataset(self, in_stream: bytes | str, **kwargs: Any) -> tablib.Dataset:
        header, rows = read_csv(in_stream)
        return tablib.Dataset(*rows, headers=header)


def _cell(value: Any) -> Cell:
    """What a widget of django-import-export made, as something the writer knows."""
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, Cell) else str(value)

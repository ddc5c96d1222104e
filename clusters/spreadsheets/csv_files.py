"""The product's one CSV writer, and its exact way back.

What it writes opens at a double click in Dutch Excel and in LibreOffice: UTF-8 with a byte order
mark, `;` between cells, CRLF between rows, quotes where RFC 4180 wants them.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from clusters.spreadsheets.cells import Cell, escape_cell, unescape_cell, write_cell

BOM = "\ufeff"


class NotACsvFile(ValueError):
    """The text cannot be read as a table; the message names the row."""


def csv_lines(
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    delimiter: str = ";",
    bom: bool = True,
    line_end: str = "\r\n",
) -> Iterator[bytes]:
    """Yield the file line by line, the header first; memory stays that of one row.

    With `;` between cells numbers get a decimal comma, as Dutch and French programs expect, and
    with any other delimiter a point.
    """
    decimal = "," if delimiter == ";" else "."
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL, lineterminator=line_end)
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


def broken_off(rows: int) -> bytes:
    """Return the last line of a file that could not be finished after so many rows.

    It is one cell, in the reader's language: whoever opens the file sees it, and whatever reads it again
    refuses a row that is shorter than the header.
    """
    sentence = _("INCOMPLETE: this file broke off after %(rows)d rows. Please make it anew.") % {"rows": rows}
    return f"# {sentence}\r\n".encode()


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

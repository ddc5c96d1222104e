"""Workbooks that people send: the header and the rows of the first sheet, as they stand there."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clusters.spreadsheets.ods_reading import Found, ods_rows
from clusters.spreadsheets.opened import NotASpreadsheet
from clusters.spreadsheets.xlsx_reading import xlsx_rows


def read_ods(content: bytes) -> tuple[list[str], list[list[Found]]]:
    """Return header and rows; text is text, numbers are int or float, dates are dates, empty cells are None.

    A moment has no zone: it is by the clock on the wall. Rows that hold nothing are passed over, every
    row is as long as the header. Raises `NotASpreadsheet`, whose sentence says what to do: no workbook of
    this kind, damaged, locked by a password, a value beside the header's columns, no rows at all, or more
    than can be read from a workbook (10,000 rows).
    """
    return _table(ods_rows(content))


def read_xlsx(content: bytes) -> tuple[list[str], list[list[Found]]]:
    """Return header and rows; gives and raises what `read_ods` does."""
    return _table(xlsx_rows(content))


def _table(found: Iterable[tuple[int, list[Found]]]) -> tuple[list[str], list[list[Found]]]:
    header: list[str] | None = None
    rows: list[list[Found]] = []
    for number, cells in found:
        if header is None:
            header = ["" if cell is None else str(cell) for cell in cells]
        elif len(cells) > len(header):
            raise NotASpreadsheet(
                _("Row %(number)d has %(found)d cells, the header has %(expected)d.")
                % {"number": number, "found": len(cells), "expected": len(header)}
            )
        else:
            rows.append([*cells, *[None] * (len(header) - len(cells))])
    if header is None:
        raise NotASpreadsheet(_("The file is empty: it needs at least a header row."))
    return header, rows

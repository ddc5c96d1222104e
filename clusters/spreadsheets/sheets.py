"""Workbooks: one way in for ODS and XLSX.

Text is a text cell and exactly what was typed, whatever it begins with; whole and decimal numbers are
numbers, dates are dates. The header row is bold, stays in sight and carries the filters. The same input
gives the same bytes: `made_at` is the only moment in the file. Rows are written as they come and are not
held.
"""

import datetime as dt
from collections.abc import Iterable
from typing import BinaryIO

from clusters.spreadsheets import ods, xlsx
from clusters.spreadsheets.columns import (
    MOST_ROWS,
    CellKind,
    Column,
    NotForAWorkbook,
    Sheet,
    TextTooLong,
    TooManyRows,
)

__all__ = [
    "MOST_ROWS",
    "CellKind",
    "Column",
    "NotForAWorkbook",
    "Sheet",
    "TextTooLong",
    "TooManyRows",
    "write_ods",
    "write_xlsx",
]


def write_ods(target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
    """Write the sheets as an OpenDocument workbook into a file that can be gone back in.

    Raises `TooManyRows` or `TextTooLong` (both `NotForAWorkbook`), whose sentence names CSV; `TypeError` for
    a value that is not of its column's kind; `ValueError` for a sheet's name, or a row with more or fewer
    cells than there are columns. What is in `target` then is no workbook.
    """
    ods.write(target, sheets, title=title, made_at=made_at)


def write_xlsx(target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
    """Write the sheets as an Excel workbook; takes and raises what `write_ods` does."""
    xlsx.write(target, sheets, title=title, made_at=made_at)

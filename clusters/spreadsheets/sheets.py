"""Workbooks: one way in for ODS and XLSX.

Text is a text cell and exactly what was typed, whatever it begins with; whole and decimal numbers are
numbers, dates are dates. The header row is bold, stays in sight and carries the filters. The same input
gives the same bytes: `made_at` is the only moment in the file. Rows are written as they come and are not
held.
"""

import datetime as dt
from collections.abc import Iterable
from typing import BinaryIO

from clusters.spreadsheets.columns import MOST_ROWS, CellKind, Column, Sheet, TooManyRows

__all__ = ["MOST_ROWS", "CellKind", "Column", "Sheet", "TooManyRows", "write_ods", "write_xlsx"]


def write_ods(target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
    """Write the sheets as an OpenDocument workbook.

    Raises `TooManyRows`, and `TypeError` for a value that is not of its column's kind.
    """
    raise NotImplementedError


def write_xlsx(target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
    """Write the sheets as an Excel workbook; raises what `write_ods` raises."""
    raise NotImplementedError

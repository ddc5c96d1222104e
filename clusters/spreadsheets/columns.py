"""What a table of a workbook is: its columns, each of one kind, and its rows."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clusters.spreadsheets.cells import Cell


class CellKind(enum.Enum):
    """What every cell of a column holds; a cell of any kind may be empty."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    INSTANT = "instant"  # told by the clocks of Paris


@dataclass(frozen=True)
class Column:
    """`width` is in characters; None leaves it to the writer."""

    name: str
    kind: CellKind = CellKind.TEXT
    width: int | None = None


@dataclass(frozen=True)
class Sheet:
    """`rows` is read once, row by row, while the workbook is written."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


class TooManyRows(ValueError):
    """A sheet would have more rows than spreadsheet programs open; the message names CSV."""


MOST_ROWS = 1_048_576  # of a sheet, its header included

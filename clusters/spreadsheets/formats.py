"""What django-import-export's screens write and read: the same cells as every other file here.

Everything that leaves or comes in by those screens has one of three formats; `FORMATS` has them, CSV first.
"""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO, ClassVar

import tablib
from django.utils import timezone
from import_export.formats.base_formats import Format

from clusters.spreadsheets.cells import Cell
from clusters.spreadsheets.columns import CellKind, Column, Sheet
from clusters.spreadsheets.csv_files import csv_bytes, read_csv
from clusters.spreadsheets.ods_reading import Found
from clusters.spreadsheets.sheets import write_ods, write_xlsx
from clusters.spreadsheets.workbooks_read import read_ods, read_xlsx


class _Safe(Format):
    """What the three have in common; they know nothing of the formats tablib has."""

    NAME: ClassVar[str]
    CONTENT_TYPE: ClassVar[str]

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return self.NAME

    def get_extension(self) -> str:
        return self.NAME

    def get_content_type(self) -> str:
        return self.CONTENT_TYPE

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True


class SafeCSV(_Safe):
    NAME = "csv"
    CONTENT_TYPE = "text/csv; charset=utf-8"

    def is_binary(self) -> bool:
        return False

    def get_read_mode(self) -> str:
        return "r"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        """Return the dataset as text that begins with the byte order mark."""
        return csv_bytes(dataset.headers or [], ([_cell(value) for value in row] for row in dataset)).decode()

    def create_dataset(self, in_stream: bytes | str, **kwargs: Any) -> tablib.Dataset:
        header, rows = read_csv(in_stream)
        return tablib.Dataset(*rows, headers=header)


class _SafeWorkbook(_Safe):
    def write(self, target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
        """Write the sheets; raises what `write_ods` raises."""
        raise NotImplementedError

    def read(self, content: bytes) -> tuple[list[str], list[list[Found]]]:
        """Return header and rows; raises what `read_ods` raises."""
        raise NotImplementedError

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Return the dataset as a workbook. A column is of the kind all its cells are of, else of text."""
        rows = [[_cell(value) for value in row] for row in dataset]
        columns = [
            Column(str(name), _kind_of([row[position] for row in rows]))
            for position, name in enumerate(dataset.headers or [])
        ]
        title = dataset.title or "1"
        target = io.BytesIO()
        fitting = (
            [_fitting(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows
        )
        self.write(target, [Sheet("1", columns, fitting)], title=title, made_at=timezone.now())
        return target.getvalue()

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        """Return the first sheet; an empty cell is an empty text, as in CSV."""
        header, rows = self.read(in_stream)
        return tablib.Dataset(
            *(["" if cell is None else cell for cell in row] for row in rows), headers=header
        )


class SafeODS(_SafeWorkbook):
    NAME = "ods"
    CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

    def write(self, target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
        write_ods(target, sheets, title=title, made_at=made_at)

    def read(self, content: bytes) -> tuple[list[str], list[list[Found]]]:
        return read_ods(content)


class SafeXLSX(_SafeWorkbook):
    NAME = "xlsx"
    CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
        write_xlsx(target, sheets, title=title, made_at=made_at)

    def read(self, content: bytes) -> tuple[list[str], list[list[Found]]]:
        return read_xlsx(content)


FORMATS: list[type[_Safe]] = [SafeCSV, SafeODS, SafeXLSX]


def _cell(value: Any) -> Cell:
    """What a widget of django-import-export made, as something the writer knows."""
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, Cell) else str(value)


def _kind_of(cells: Iterable[Cell]) -> CellKind:
    found = {_KINDS[type(cell)] for cell in cells if cell is not None and cell != ""}
    if found == {CellKind.INTEGER, CellKind.DECIMAL}:
        return CellKind.DECIMAL
    return found.pop() if len(found) == 1 else CellKind.TEXT


_KINDS: dict[type, CellKind] = {
    str: CellKind.TEXT,
    int: CellKind.INTEGER,
    float: CellKind.DECIMAL,
    Decimal: CellKind.DECIMAL,
    dt.date: CellKind.DATE,
    dt.datetime: CellKind.INSTANT,
}


def _fitting(cell: Cell, column: Column) -> Cell:
    return str(cell) if column.kind is CellKind.TEXT and cell is not None else cell


def format_named(name: str) -> type[_Safe]:
    """Return the format of this name; raises `KeyError`."""
    return {each.NAME: each for each in FORMATS}[name]


def sheet_named(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Sheet:
    """Return a sheet under this name, without what the name of a sheet cannot hold."""
    fitting = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip(" '")[:31]
    return Sheet(fitting or "1", columns, rows)

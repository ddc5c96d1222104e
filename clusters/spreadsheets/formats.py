"""What django-import-export's screens write and read: the same cells as every other file here."""

from typing import Any

import tablib
from import_export.formats.base_formats import TextFormat

from clusters.spreadsheets.cells import Cell
from clusters.spreadsheets.csv_files import csv_bytes, read_csv


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

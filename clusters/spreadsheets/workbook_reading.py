"""Workbooks that people send: header and rows of the first sheet, as they stand there."""

import datetime as dt

MOST_ROWS_TO_READ = 10_000

# What a cell of a workbook holds: text as typed, a number, a date, a moment by the clock of the file.
Found = str | int | float | bool | dt.date | dt.datetime | dt.time | None


class NotASpreadsheet(ValueError):
    """The file is no workbook that can be read; the message says why and what to do."""


def read_ods(content: bytes) -> tuple[list[str], list[list[Found]]]:
    """Return header and rows of the first sheet; raises `NotASpreadsheet`."""
    raise NotImplementedError


def read_xlsx(content: bytes) -> tuple[list[str], list[list[Found]]]:
    """Return header and rows of the first sheet; raises `NotASpreadsheet`."""
    raise NotImplementedError

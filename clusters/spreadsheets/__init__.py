"""The product's files for spreadsheet programs: one writer and one reader for CSV, ODS and XLSX."""

from clusters.spreadsheets.cells import PARIS, Cell, escape_cell, unescape_cell, write_cell
from clusters.spreadsheets.columns import (
    MOST_ROWS,
    CellKind,
    Column,
    NotForAWorkbook,
    Sheet,
    TextTooLong,
    TooManyRows,
    too_many_rows,
)
from clusters.spreadsheets.csv_files import BOM, NotACsvFile, broken_off, csv_bytes, csv_lines, read_csv
from clusters.spreadsheets.formats import FORMATS, SafeCSV, SafeODS, SafeXLSX, format_named, sheet_named
from clusters.spreadsheets.opened import MOST_ROWS_TO_READ, NotASpreadsheet
from clusters.spreadsheets.sheets import write_ods, write_xlsx
from clusters.spreadsheets.workbooks_read import read_ods, read_xlsx

__all__ = [
    "BOM",
    "FORMATS",
    "MOST_ROWS",
    "MOST_ROWS_TO_READ",
    "PARIS",
    "Cell",
    "CellKind",
    "Column",
    "NotACsvFile",
    "NotASpreadsheet",
    "NotForAWorkbook",
    "SafeCSV",
    "SafeODS",
    "SafeXLSX",
    "Sheet",
    "TextTooLong",
    "TooManyRows",
    "broken_off",
    "csv_bytes",
    "csv_lines",
    "escape_cell",
    "format_named",
    "read_csv",
    "read_ods",
    "read_xlsx",
    "sheet_named",
    "too_many_rows",
    "unescape_cell",
    "write_cell",
    "write_ods",
    "write_xlsx",
]

"""The product's files for spreadsheet programs: one writer and one reader for CSV, ODS and XLSX."""

from clusters.spreadsheets.cells import PARIS, Cell, escape_cell, unescape_cell, write_cell
from clusters.spreadsheets.columns import MOST_ROWS, CellKind, Column, Sheet, TooManyRows
from clusters.spreadsheets.csv_files import BOM, NotACsvFile, csv_bytes, csv_lines, read_csv
from clusters.spreadsheets.formats import SafeCSV
from clusters.spreadsheets.sheets import write_ods, write_xlsx
from clusters.spreadsheets.workbook_reading import NotASpreadsheet, read_ods, read_xlsx

__all__ = [
    "BOM",
    "MOST_ROWS",
    "PARIS",
    "Cell",
    "CellKind",
    "Column",
    "NotACsvFile",
    "NotASpreadsheet",
    "SafeCSV",
    "Sheet",
    "TooManyRows",
    "csv_bytes",
    "csv_lines",
    "escape_cell",
    "read_csv",
    "read_ods",
    "read_xlsx",
    "unescape_cell",
    "write_cell",
    "write_ods",
    "write_xlsx",
]

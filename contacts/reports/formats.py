"""As what a report can be taken along: its CSV files, or one file that is written whole.

A format more is one entry in `WHOLE`; if it belongs to a closed quarter too, one in `FROZEN`.
"""

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

from clusters.enums import FileFormat
from clusters.spreadsheets import Cell, csv_lines
from contacts.periods import Period
from contacts.reports import contract
from contacts.reports.assembling import assembled, refuse_if_empty_handed
from contacts.reports.describing import csvw_bytes
from contacts.reports.files import DEFAULTS, Options, files_of, report_pieces, write_report
from contacts.reports.moment import as_of_one_moment
from contacts.reports.paper import write_pdf
from contacts.reports.tables import introductions_sent_in, requests_received_in
from contacts.reports.workbook import write_workbook

Counts = dict[str, int]
# Writes the file whole into one that can be gone back in, and counts its rows by table on the way.
Writer = Callable[[BinaryIO, Period, dt.datetime, Options, Counts], None]
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can tell: the same files give the same zip


def _workbook(file_format: FileFormat) -> Writer:
    def write(target: BinaryIO, period: Period, at: dt.datetime, options: Options, counts: Counts) -> None:
        write_workbook(target, period, at=at, format=file_format, options=options, counts=counts)

    return write


def _zip(target: BinaryIO, period: Period, at: dt.datetime, options: Options, counts: Counts) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        pieces = report_pieces(period, at=at, options=options)
        name, piece, ended = next(pieces, ("", b"", 0))
        while name:
            current = name
            with archive.open(_entry(current), "w", force_zip64=True) as part:
                while name == current:
                    part.write(piece)
                    counts[name] = counts.get(name, 0) + ended
                    name, piece, ended = next(pieces, ("", b"", 0))


def _pdf(target: BinaryIO, period: Period, at: dt.datetime, options: Options, counts: Counts) -> None:
    write_pdf(target, period, at=at)


WHOLE: Mapping[FileFormat, Writer] = {
    FileFormat.ZIP: _zip,
    FileFormat.ODS: _workbook(FileFormat.ODS),
    FileFormat.XLSX: _workbook(FileFormat.XLSX),
    FileFormat.PDF: _pdf,
}
# What a closed quarter keeps; a zip would hold the same again.
FROZEN = (FileFormat.CSV, *(each for each in WHOLE if each != FileFormat.ZIP))
# They hold no row and so no person, whatever is asked for, and never take long.
FIGURES_ALONE = frozenset({FileFormat.PDF})


def names_of(period: Period, file_format: FileFormat, options: Options = DEFAULTS) -> tuple[str, ...]:
    """Return the names of the files of this format: those of the report as CSV, one for any other."""
    if file_format == FileFormat.CSV:
        return files_of(period, options)
    return (f"attache-{period}{'-with-contacts' if options.with_contacts else ''}.{file_format.value}",)


def write_as(
    file_format: FileFormat,
    period: Period,
    targets: Mapping[str, BinaryIO],
    *,
    at: dt.datetime,
    options: Options = DEFAULTS,
) -> dict[str, int | None]:
    """Write all files of this format into `targets`, by `names_of`; return the rows of each.

    None is said of a file that is no table. Raises `PeriodFault`, and for a workbook `NotForAWorkbook`.
    """
    if file_format == FileFormat.CSV:
        rows = write_report(period, targets, at=at, options=options)
        return {name: rows.get(name) for name in files_of(period, options)}
    (name,) = names_of(period, file_format, options)
    counts: Counts = {}
    WHOLE[file_format](targets[name], period, at, options, counts)
    return {name: sum(counts.values()) if counts else None}


def table_lines(
    name: str, period: Period, *, at: dt.datetime, options: Options = DEFAULTS
) -> Iterator[bytes]:
    """Yield one file of the CSV set, line by line, the header first; its rows are read on the way.

    The bytes are those of the file in the set. Close the generator, or exhaust it, to end the transaction.
    Raises `PeriodFault` before the first line, and `KeyError` for a name that `files_of` does not have.
    """
    requests, introductions, summary, unmet, metadata = files_of(period, options)
    if name == metadata:
        described = (requests, introductions, summary, unmet)
        yield csvw_bytes(period, described, at=at, delimiter=options.delimiter)
        return
    with as_of_one_moment():
        first = refuse_if_empty_handed(period, at=at)
        rows: Iterator[Sequence[Cell]]
        if name == requests:
            lines = requests_received_in(period, with_contacts=options.with_contacts)
            rows = (line.cells_with_contact() if options.with_contacts else line.cells() for line in lines)
        elif name == introductions:
            rows = (line.cells() for line in introductions_sent_in(period))
        else:
            figures = assembled(period, at=at, first=first)
            rows = {summary: figures.summary_rows, unmet: figures.unmet_rows}[name]()
        header = contract.FILES[name].header
        yield from csv_lines(header, rows, delimiter=options.delimiter, bom=options.bom)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same on every machine
    entry.external_attr = 0o644 << 16
    return entry

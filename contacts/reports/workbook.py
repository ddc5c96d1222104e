"""A report as one workbook: a reading guide, then a sheet per file, with real numbers and dates."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from clusters.enums import FileFormat
from clusters.spreadsheets import Cell, Column, Sheet, write_ods, write_xlsx
from contacts.periods import Period
from contacts.quarters import PARIS
from contacts.reports.assembling import assembled, refuse_if_empty_handed
from contacts.reports.contract import FILES
from contacts.reports.describing import GUIDE_COLUMNS, GUIDE_TITLE, guide_rows
from contacts.reports.files import DEFAULTS, Options, files_of
from contacts.reports.moment import as_of_one_moment
from contacts.reports.tables import introductions_sent_in, requests_received_in

_WRITERS = {FileFormat.ODS: write_ods, FileFormat.XLSX: write_xlsx}


def sheets_of(period: Period, *, at: dt.datetime, options: Options = DEFAULTS) -> Iterator[Sheet]:
    """Yield the sheets, the reading guide first; the rows of each are read while it is written.

    Raises `PeriodNotBegun` or `PeriodBeforeFirst` before the first.
    """
    first = refuse_if_empty_handed(period, at=at)
    names = files_of(period, options)[:-1]
    requests, introductions, summary, unmet = names
    yield Sheet(GUIDE_TITLE, GUIDE_COLUMNS, guide_rows(period, names, at=at))
    lines = requests_received_in(period, with_contacts=options.with_contacts)
    yield _sheet(
        requests, (line.cells_with_contact() if options.with_contacts else line.cells() for line in lines)
    )
    yield _sheet(introductions, (line.cells() for line in introductions_sent_in(period)))
    figures = assembled(period, at=at, first=first)
    yield _sheet(summary, figures.summary_rows())
    yield _sheet(unmet, figures.unmet_rows())


def write_workbook(
    target: BinaryIO,
    period: Period,
    *,
    at: dt.datetime,
    format: FileFormat,
    options: Options = DEFAULTS,
    counts: dict[str, int] | None = None,
) -> dict[str, int]:
    """Write the workbook and return how many rows each sheet has, by the name of its file.

    Who hands in `counts` can watch them grow while it is written.
    As long as the data do not change, the same period gives the same bytes on the same day, and once the
    period is over on every day. Raises what `sheets_of` and the writers raise.
    """
    rows: dict[str, int] = {} if counts is None else counts
    with as_of_one_moment():
        _WRITERS[format](
            target,
            _counted(sheets_of(period, at=at, options=options), rows),
            title=f"Introducties, {period}",
            made_at=made_at(period, at=at),
        )
    return rows


def _counted(sheets: Iterable[Sheet], counts: dict[str, int]) -> Iterator[Sheet]:
    names = {file.title: name for name, file in FILES.items()}
    for sheet in sheets:
        name = names.get(sheet.name)
        yield replace(sheet, rows=_each(sheet.rows, name, counts)) if name else sheet


def _each(rows: Iterable[Sequence[Cell]], name: str, counts: dict[str, int]) -> Iterator[Sequence[Cell]]:
    counts[name] = 0
    for row in rows:
        counts[name] += 1
        yield row


def made_at(period: Period, *, at: dt.datetime) -> dt.datetime:
    """Return the moment written into a workbook: the end of the period, of a running one the day's begin."""
    today = dt.datetime.combine(at.astimezone(PARIS).date(), dt.time.min, tzinfo=PARIS)
    return min(period.end, today)


def _sheet(name: str, rows: Iterable[Sequence[Cell]]) -> Sheet:
    file = FILES[name]
    columns = [Column(column.name, column.kind, column.width) for column in file.columns]
    return Sheet(file.title, columns, rows)

"""Giving out what a closed quarter keeps: the same bytes to everybody, each time written down."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from clusters import downloads
from clusters.enums import DownloadKind, DownloadWay, FileFormat
from clusters.models import Download
from contacts.closing import changed_since_lines, frozen_files
from contacts.models import ClosedQuarter, QuarterFile
from contacts.reports import zipped
from contacts.reports.contract import CHANGED_SINCE, FILES

AT_ONCE = 1 << 16  # bytes
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Given:
    """A file on its way out: read `pieces` to the end, and the log says that it has gone."""

    name: str
    content_type: str
    size: int | None
    pieces: Iterator[bytes]


def files_of_closed(closed: ClosedQuarter) -> "QuerySet[QuarterFile]":
    """Return the kept files without their content, in the order they were made."""
    return closed.files.defer("content").order_by("pk")


def whole_name(closed: ClosedQuarter) -> str:
    """Return the name of the zip with all kept files."""
    return f"attache-{closed.quarter}.zip"


def give(
    closed: ClosedQuarter, name: str, *, by: Any, way: DownloadWay, clock: Callable[[], dt.datetime]
) -> Given | None:
    """Return the kept file of this name, or all in one zip by `whole_name`; None when there is no such."""
    if name == whole_name(closed):
        content = zipped(frozen_files(closed))
        counts = dict(files_of_closed(closed).values_list("name", "rows"))
        rows = sum(number or 0 for each, number in counts.items() if each.endswith(".csv"))
        columns = list(counts)
    else:
        row = closed.files.filter(name=name).first()
        if row is None:
            return None
        content, rows, columns = bytes(row.content), row.rows or 0, [name]
    log = begun(closed, name, columns, by=by, way=way, at=clock())
    return Given(name, content_type(name), len(content), _pieces(content, log, rows, clock))


def give_changes(
    closed: ClosedQuarter, *, by: Any, way: DownloadWay, at: dt.datetime
) -> tuple[Download, Iterator[bytes]]:
    """Return the log's line and the lines of what changed since, made now."""
    log = begun(closed, CHANGED_SINCE, FILES[CHANGED_SINCE].header, by=by, way=way, at=at)
    return log, changed_since_lines(closed, at=at)


def content_type(name: str) -> str:
    return CONTENT_TYPES[name.rpartition(".")[2]]


def begun(
    closed: ClosedQuarter, name: str, columns: Sequence[str], *, by: Any, way: DownloadWay, at: dt.datetime
) -> Download:
    kind = name.rpartition(".")[2]
    return downloads.begin(
        DownloadKind.CLOSED,
        closed.quarter,
        by=by,
        at=at,
        way=way,
        # What describes the CSV files belongs to them.
        file_format=FileFormat(kind) if kind in FileFormat.values else FileFormat.CSV,
        columns=columns,
    )


def _pieces(content: bytes, log: Download, rows: int, clock: Callable[[], dt.datetime]) -> Iterator[bytes]:
    gone = 0
    with downloads.leaving(log, rows=lambda: gone, clock=clock):
        for begin in range(0, len(content), AT_ONCE):
            yield content[begin : begin + AT_ONCE]
        gone = rows

"""A quarter's report as files: which ones there are, and writing them."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

from django.db import connection, transaction
from django.utils.translation import gettext as _

from clusters.spreadsheets import csv_lines
from contacts.quarters import Quarter
from contacts.reports.summary import SUMMARY_HEADER, Summary
from contacts.reports.tables import (
    INTRODUCTIONS_HEADER,
    REQUESTS_HEADER,
    introductions_sent_in,
    requests_received_in,
)

REQUESTS, INTRODUCTIONS, SUMMARY = FILE_NAMES = ("requests.csv", "introductions.csv", "summary.csv")

# A zip must carry a time; this one is the earliest it can, so that the same files give the same zip.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class QuarterNotBegun(ValueError):
    """There is nothing to report on yet; the message names the newest quarter that can be asked for."""

    def __init__(self, quarter: Quarter, *, current: Quarter) -> None:
        self.quarter = quarter
        super().__init__(
            _("%(quarter)s has not begun yet. The newest quarter that can be exported is %(current)s.")
            % {"quarter": quarter, "current": current}
        )


def write_quarter(quarter: Quarter, targets: Mapping[str, BinaryIO], *, at: dt.datetime) -> None:
    """Write the three files to `targets`, which has an open binary file per name in `FILE_NAMES`.

    They are read as of one moment, in eight statements whatever their size; nothing in them tells
    when they were made. Raises `QuarterNotBegun` when the quarter begins after `at`.
    """
    if at < quarter.begin:
        raise QuarterNotBegun(quarter, current=Quarter.of(at))
    summary = Summary(quarter)
    with _as_of_one_moment():
        requests = summary.over_requests(requests_received_in(quarter))
        targets[REQUESTS].writelines(csv_lines(REQUESTS_HEADER, (line.cells() for line in requests)))
        introductions = summary.over_introductions(introductions_sent_in(quarter))
        targets[INTRODUCTIONS].writelines(
            csv_lines(INTRODUCTIONS_HEADER, (line.cells() for line in introductions))
        )
    targets[SUMMARY].writelines(csv_lines(SUMMARY_HEADER, summary.rows()))


def quarter_files(quarter: Quarter, *, at: dt.datetime) -> dict[str, bytes]:
    """Return the three files by name. Raises `QuarterNotBegun` when the quarter begins after `at`."""
    targets = {name: io.BytesIO() for name in FILE_NAMES}
    write_quarter(quarter, targets, at=at)
    return {name: target.getvalue() for name, target in targets.items()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files in one zip; the same files give the same zip, whenever it is made."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            out.writestr(entry, content)
    return archive.getvalue()


@contextmanager
def _as_of_one_moment() -> Iterator[None]:
    """Every read inside sees the data of one moment, so that the three files agree; nobody waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not `atomic`: that takes SQLite's one write lock, and a report only reads.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")

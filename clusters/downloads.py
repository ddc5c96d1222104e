"""The log of files that left: a row before the first byte, its end after the last.

A download that broke off says so; one whose process was killed stays without an end.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from clusters.enums import DownloadKind, DownloadWay, FileFormat
from clusters.models import Download


def begin(
    kind: DownloadKind,
    subject: str,
    *,
    by: Any,
    at: dt.datetime,
    way: DownloadWay,
    file_format: FileFormat,
    filters: str = "",
    columns: Sequence[str] = (),
    with_persons: bool = False,
    expected_rows: int | None = None,
) -> Download:
    """Write down that somebody takes a file along; `by` is None for a command and for a signed link."""
    return Download.objects.create(
        kind=kind,
        subject=subject,
        filters=filters,
        columns=list(columns),
        file_format=file_format,
        way=way,
        with_persons=with_persons,
        begun_at=at,
        by=by,
        expected_rows=expected_rows,
    )


@contextmanager
def leaving(
    download: Download, *, rows: Callable[[], int], clock: Callable[[], dt.datetime]
) -> Iterator[None]:
    """What is inside sends the file: gone when it ends by itself, broken off when it fails or nobody listens.

    `rows` and `clock` are asked at that moment.
    """
    end = break_off
    try:
        yield
        end = finish
    finally:
        end(download, rows=rows(), at=clock())


def finish(download: Download, *, rows: int, at: dt.datetime) -> None:
    """The last byte has gone."""
    _end(download, rows=rows, finished_at=max(at, download.begun_at))


def break_off(download: Download, *, rows: int, at: dt.datetime) -> None:
    """Something failed, or whoever asked went away, after so many rows."""
    _end(download, rows=rows, failed_at=max(at, download.begun_at))


def _end(download: Download, **values: Any) -> None:
    Download.objects.filter(pk=download.pk, finished_at=None, failed_at=None).update(**values)

"""Reports that take long: a worker makes the file, and whoever asked comes back for it.

Asking writes the row of the log of downloads. A worker claims it for a while (a lease, renewed as long as it
lives, so that the one of a worker that died runs out by itself), makes the file beside the database and then
keeps it in pieces. After a day the pieces are taken away.
"""

import datetime as dt
import enum
import logging
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from clusters import downloads
from clusters.enums import DownloadKind, DownloadWay
from clusters.models import Download, DownloadPiece
from contacts.models import Introduction, IntroductionRequest
from contacts.periods import Period
from contacts.quarters import PARIS
from contacts.reports import WHOLE
from contacts.wanted_reports import Wanted

MANY = 5_000  # rows: what has more is made by a worker
LEASE = dt.timedelta(minutes=1)
BEAT = 1.0  # seconds between two signs of life
MOST_TRIES = 3
KEPT_FOR = dt.timedelta(days=1)
NOBODY_COMES = dt.timedelta(minutes=2)
PIECE = 1 << 20  # bytes

logger = logging.getLogger(__name__)


class Stage(enum.Enum):
    WAITING = "waiting"
    FORGOTTEN = "forgotten"  # waiting, and no worker comes
    MAKING = "making"
    WHOLE = "whole"
    BROKEN = "broken"
    GONE = "gone"  # it was whole; its pieces were taken away


def rows_of(period: Period) -> int:
    """Return how many requests and introductions the report has, about; two queries."""
    begin, end = period.bounds
    received = IntroductionRequest.objects.filter(received_at__gte=begin, received_at__lt=end).count()
    return received + Introduction.objects.filter(sent_at__gte=begin, sent_at__lt=end).count()


# --- asking -----------------------------------------------------------------------------------------------


def ask(wanted: Wanted, *, by: Any, at: dt.datetime, expected: int) -> Download:
    """Have the file made; the row that waits already when `by` asked for the very same a moment ago."""
    waiting = Download.objects.filter(
        is_made_apart=True, by=by, filters=wanted.address(), made_at=None, failed_at=None
    )
    if found := waiting.order_by("-pk").first():
        return found
    download = downloads.begin(
        DownloadKind.QUARTER,
        str(wanted.period),
        by=by,
        at=at,
        way=DownloadWay.STAFF,
        file_format=wanted.file_format,
        filters=wanted.address(),
        with_persons=wanted.options.with_contacts,
        expected_rows=expected,
    )
    download.is_made_apart = True
    download.save(update_fields=["is_made_apart"])
    return download


def wanted_of(download: Download) -> Wanted:
    """Return what was asked for, as it was written down then."""
    today = download.begun_at.astimezone(PARIS).date()
    return Wanted.read(QueryDict(download.filters).dict(), today=today)


def stage_of(download: Download, *, at: dt.datetime) -> Stage:
    if download.failed_at:
        return Stage.BROKEN
    if download.made_at:
        return Stage.WHOLE if at < download.made_at + KEPT_FOR else Stage.GONE
    if download.lease_until and download.lease_until > at:
        return Stage.MAKING
    return Stage.FORGOTTEN if at - download.begun_at > NOBODY_COMES else Stage.WAITING


# --- making -----------------------------------------------------------------------------------------------


@dataclass
class Making:
    """A file in the hands of this worker; `counts` grows while it is written."""

    download: Download
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(list(self.counts.values()))

    def mine(self) -> "QuerySet[Download]":
        """Return the row, as long as no other worker took it over."""
        return Download.objects.filter(
            pk=self.download.pk, tries=self.download.tries, made_at=None, failed_at=None
        )


def make_next(*, clock: Callable[[], dt.datetime]) -> Download | None:
    """Make the file that waits longest; None when none waits or it could not be made this time."""
    download = _claim(clock())
    if download is None:
        return None
    making, wanted = Making(download), wanted_of(download)
    try:
        with tempfile.TemporaryFile() as file:
            with _alive(making, clock=clock):
                WHOLE[wanted.file_format](
                    file, wanted.period, download.begun_at, wanted.options, making.counts
                )
            return download if _keep(making, file, at=clock()) else None
    except DatabaseError:
        raise  # the worker tells, and begins anew; the lease runs out by itself
    except Exception as error:  # noqa: BLE001  one file that cannot be made must not stop the others
        logger.error("%s could not be made: %s", download, type(error).__name__)
        making.mine().update(lease_until=None)
        return None


def _claim(at: dt.datetime) -> Download | None:
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    due = Download.objects.filter(free, is_made_apart=True, made_at=None, failed_at=None)
    if not due.exists():  # an idle worker takes no lock
        return None
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        given_up = due.filter(tries__gte=MOST_TRIES).values_list("pk", flat=True)
        Download.objects.filter(pk__in=list(given_up), made_at=None).update(failed_at=at)
        row = due.select_for_update(skip_locked=skip).order_by("begun_at", "pk").first()
        if row is not None:
            row.tries += 1
            row.lease_until = at + LEASE
            row.rows = 0
            row.save(update_fields=["tries", "lease_until", "rows"])
    return row


@contextmanager
def _alive(making: Making, *, clock: Callable[[], dt.datetime]) -> Iterator[None]:
    """Renew the lease and tell how far it is, from beside: the reading itself may write nothing."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(BEAT):
                try:
                    making.mine().update(rows=making.rows, lease_until=clock() + LEASE)
                except DatabaseError as error:
                    logger.warning("A sign of life could not be given: %s", type(error).__name__)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _keep(making: Making, file: BinaryIO, *, at: dt.datetime) -> bool:
    """Keep the file in pieces, unless another worker took it over meanwhile."""
    download = making.download
    file.seek(0)
    with transaction.atomic():
        if not making.mine().update(rows=making.rows, made_at=at, lease_until=None):
            return False
        for number, content in enumerate(iter(lambda: file.read(PIECE), b"")):
            DownloadPiece.objects.create(download=download, number=number, content=content)
    return True


# --- fetching ---------------------------------------------------------------------------------------------


def fetch(download: Download, *, clock: Callable[[], dt.datetime]) -> Iterator[bytes]:
    """Yield the pieces; the log says when the last has gone, and has a row more for each further time."""
    log = download if download.finished_at is None else _again(download, at=clock())
    finished = False
    try:
        for number in range(download.pieces.count()):
            yield bytes(download.pieces.values_list("content", flat=True).get(number=number))
        finished = True
    finally:
        if finished:
            downloads.finish(log, rows=download.rows, at=clock())
        elif log is not download:
            downloads.break_off(log, rows=0, at=clock())


def _again(download: Download, *, at: dt.datetime) -> Download:
    return downloads.begin(
        DownloadKind(download.kind),
        download.subject,
        by=download.by,
        at=at,
        way=DownloadWay(download.way),
        file_format=wanted_of(download).file_format,
        filters=download.filters,
        with_persons=download.with_persons,
        expected_rows=download.rows,
    )


def forget(*, at: dt.datetime) -> None:
    """Take away the pieces that were kept for a day, and give up what nobody made in that time."""
    DownloadPiece.objects.filter(download__made_at__lte=at - KEPT_FOR).delete()
    old = Q(begun_at__lte=at - KEPT_FOR) & (Q(lease_until=None) | Q(lease_until__lte=at))
    Download.objects.filter(old, is_made_apart=True, made_at=None, failed_at=None).update(failed_at=at)

"""Closing a quarter: its files are made once, kept, and given out as they are from then on.

They are read as of one moment and stored in one transaction. Who closes, and when, are kept with them. The
numbers stay what they were; what changes in the data afterwards stands in `changed-since.csv`, which is made
live. The variant with contact details is never kept.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.spreadsheets import NotForAWorkbook, csv_lines
from contacts.models import ClosedQuarter, IntroductionRequest, QuarterFile
from contacts.periods import Period, PeriodFault, refuse_if_not_begun
from contacts.quarters import PARIS, Quarter
from contacts.reports import FROZEN, VERSION, changed_since, names_of, write_as
from contacts.reports.assembling import refuse_if_empty_handed
from contacts.reports.contract import CHANGED_SINCE, FILES, INTRODUCTIONS, REQUESTS
from contacts.reports.moment import as_of_one_moment

LOOKED_BACK = 8  # quarters
MAY_CLOSE = "contacts.add_closedquarter"


class CannotClose(ValueError):
    """The quarter cannot be closed, or not by this person; the message is one sentence that says why."""


class AlreadyClosed(CannotClose):
    """It was closed before, perhaps a moment ago."""

    def __init__(self, closed: ClosedQuarter) -> None:
        self.closed = closed
        self.quarter = closed.quarter
        super().__init__(
            _("%(quarter)s was closed already, on %(day)s by %(who)s; its files stay as they are.")
            % {
                "quarter": closed.quarter,
                "day": timezone.localtime(closed.closed_at, PARIS).date().isoformat(),
                "who": closed.closed_by or _("somebody whose account is gone"),
            }
        )


@dataclass(frozen=True)
class _File:
    name: str
    content: bytes
    rows: int | None


def close(quarter: Quarter, *, by: Any, at: dt.datetime, note: str = "") -> ClosedQuarter:
    """Close the quarter: make its files and keep them, byte for byte.

    Raises `CannotClose` when `by` is no coordinator, the quarter has not ended at `at`, ended before the
    first request, was closed before, or is too large for a workbook; then nothing is kept.
    """
    refuse(quarter, by=by, at=at)
    try:
        files = _made(Period.of_quarter(quarter), at=at)
    except NotForAWorkbook as fault:
        raise CannotClose(str(fault)) from fault
    try:
        with transaction.atomic():
            closed = ClosedQuarter.objects.create(
                quarter=str(quarter), closed_at=at, closed_by=by, definitions=VERSION, note=note
            )
            QuarterFile.objects.bulk_create(_row(closed, file) for file in files)
    except IntegrityError as error:
        other = closed_quarter(quarter)
        if other is None:
            raise
        raise AlreadyClosed(other) from error
    return closed


def refuse(quarter: Quarter, *, by: Any, at: dt.datetime) -> None:
    """Raise `CannotClose` with what is in the way, if anything is."""
    if not by.has_perm(MAY_CLOSE):
        raise CannotClose(_("%(who)s may not close quarters: a coordinator does.") % {"who": by})
    period = Period.of_quarter(quarter)
    try:
        refuse_if_not_begun(period, at=at)
        if at < quarter.end:
            raise CannotClose(
                _("%(quarter)s is still running; it can be closed from %(day)s on.")
                % {"quarter": quarter, "day": quarter.next.begins_on.isoformat()}
            )
        first = refuse_if_empty_handed(period, at=at)
    except PeriodFault as fault:
        raise CannotClose(str(fault)) from fault
    if first is None:
        raise CannotClose(_("No request has come in yet: there is nothing to close."))
    if closed := closed_quarter(quarter):
        raise AlreadyClosed(closed)


def _made(period: Period, *, at: dt.datetime) -> list[_File]:
    """Make every file a closed quarter keeps, all of one moment."""
    files = []
    with as_of_one_moment():
        for file_format in FROZEN:
            targets = {name: io.BytesIO() for name in names_of(period, file_format)}
            rows = write_as(file_format, period, targets, at=at)
            files += [_File(name, target.getvalue(), rows[name]) for name, target in targets.items()]
    return files


def _row(closed: ClosedQuarter, file: _File) -> QuarterFile:
    return QuarterFile(
        closed=closed,
        name=file.name,
        content=file.content,
        size=len(file.content),
        rows=file.rows,
        sha256=hashlib.sha256(file.content).hexdigest(),
    )


# --- what was closed --------------------------------------------------------------------------------------


def closed_quarter(quarter: Quarter) -> ClosedQuarter | None:
    return ClosedQuarter.objects.select_related("closed_by").filter(quarter=str(quarter)).first()


def frozen_files(closed: ClosedQuarter, names: Iterable[str] | None = None) -> dict[str, bytes]:
    """Return the kept files by name, in the order they were made; of `names` those there are."""
    rows = closed.files.order_by("pk")
    if names is not None:
        rows = rows.filter(name__in=list(names))
    return {name: bytes(content) for name, content in rows.values_list("name", "content")}


def changed_since_lines(closed: ClosedQuarter, *, at: dt.datetime) -> Iterator[bytes]:
    """Yield `changed-since.csv`: what the data say now that the kept files do not."""
    frozen = frozen_files(closed, (REQUESTS, INTRODUCTIONS))
    rows = changed_since(frozen, Period.of_quarter(Quarter.parse(closed.quarter)), at=at)
    return csv_lines(FILES[CHANGED_SINCE].header, rows)


# --- what is to be closed ---------------------------------------------------------------------------------


def _ended(at: dt.datetime) -> list[Quarter]:
    """Return the quarters looked back at, the one that ended last before `at` first."""
    quarters = [Quarter.of(at).previous]
    while len(quarters) < LOOKED_BACK:
        quarters.append(quarters[-1].previous)
    return quarters


def asked_of_ended(*, at: dt.datetime) -> dict[str, Any]:
    """Return what `not_closed` needs to know, as values to ask for inside another query."""
    first = IntroductionRequest.objects.order_by("received_at").values("received_at")[:1]
    return {
        "first_request": Subquery(first),
        **{
            f"closed_{number}": Exists(ClosedQuarter.objects.filter(quarter=str(quarter)))
            for number, quarter in enumerate(_ended(at))
        },
    }


def not_closed(found: Mapping[str, Any], *, at: dt.datetime) -> list[Quarter]:
    """Return the quarters of the last two years that ended after the first request and wait, newest first."""
    first = found["first_request"]
    return [
        quarter
        for number, quarter in enumerate(_ended(at))
        if first and first < quarter.end and not found[f"closed_{number}"]
    ]

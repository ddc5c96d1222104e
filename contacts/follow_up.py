"""The day on which somebody of the office comes back to a request, set by hand.

Only an open request has one; closing it clears the day (`workflow.move`). Both functions change the row
under a lock, add one to its version and write a line of the story in the same transaction.
"""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from contacts import workflow
from contacts.enums import HistoryAction, RequestStatus
from contacts.models import IntroductionRequest


class DayHasPassed(Exception):
    """The day to come back to a request lies before today, by the office's clock."""


@transaction.atomic
def follow_up(
    request: IntroductionRequest,
    *,
    on: dt.date,
    by: AbstractBaseUser,
    at: dt.datetime,
    what: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """Come back to the request on day `on`, to do `what`; replaces the day it had. Return the row as stored.

    The same day with the same words makes no line. Raises `DayHasPassed`, `workflow.TransitionNotAllowed`
    for a request that is not open, and `workflow.StaleVersion` when `version` is no longer the row's.
    """
    row = _open(request, version)
    if on < timezone.localdate(at):
        raise DayHasPassed
    what = " ".join(what.split())
    if (row.follow_up_on, row.follow_up_what) == (on, what):
        return row
    row.follow_up_on, row.follow_up_what = on, what
    return _store(row, {"on": on.isoformat(), "what": what}, by=by, at=at)


@transaction.atomic
def done(
    request: IntroductionRequest, *, by: AbstractBaseUser, at: dt.datetime, version: int | None = None
) -> IntroductionRequest:
    """What was to be done is done: clear the day. Without a day nothing happens and no line is written.

    Raises `workflow.TransitionNotAllowed` for a request that is not open, and `workflow.StaleVersion`.
    """
    row = _open(request, version)
    if row.follow_up_on is None:
        return row
    told = {"on": row.follow_up_on.isoformat(), "what": row.follow_up_what, "done": True}
    row.follow_up_on, row.follow_up_what = None, ""
    return _store(row, told, by=by, at=at)


def _open(request: IntroductionRequest, version: int | None) -> IntroductionRequest:
    row = workflow.lock(request, version=version)
    if row.status not in RequestStatus.OPEN:
        raise workflow.TransitionNotAllowed(row, row.status)
    return row


def _store(
    row: IntroductionRequest, told: dict[str, object], *, by: AbstractBaseUser, at: dt.datetime
) -> IntroductionRequest:
    row.version += 1
    row.save(update_fields=["follow_up_on", "follow_up_what", "version"])
    workflow.record(row, HistoryAction.FOLLOW_UP, by=by, at=at, data=told)
    return row

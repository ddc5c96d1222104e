"""What may follow what, and the only functions that change a status.

`REQUEST_TRANSITIONS` and `INTRODUCTION_TRANSITIONS` are the whole truth: buttons are drawn from
them, `move` obeys them, tests walk their square. `TAKEN_BACK` has the steps back that are no step of
their own but belong to the undo of a sending; `move_back` takes them. A change of status locks the row,
checks that nobody was faster, and writes the row and its line of the story in one transaction.
"""

import datetime as dt
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from contacts.enums import HistoryAction
from contacts.enums import IntroductionStatus as I
from contacts.enums import RequestStatus as R
from contacts.models import HistoryEntry, Introduction, IntroductionRequest
from contacts.quarters import days_between

REQUEST_TRANSITIONS: dict[R, frozenset[R]] = {
    R.QUARANTINED: frozenset({R.RECEIVED, R.WITHDRAWN, R.SPAM}),
    R.RECEIVED: frozenset({R.IN_REVIEW, R.INTRODUCED, R.DECLINED, R.WITHDRAWN, R.SPAM}),
    R.IN_REVIEW: frozenset({R.INTRODUCED, R.DECLINED, R.WITHDRAWN, R.SPAM}),
    R.INTRODUCED: frozenset({R.COMPLETED, R.WITHDRAWN}),
    R.COMPLETED: frozenset({R.INTRODUCED}),
    R.DECLINED: frozenset({R.IN_REVIEW}),
    R.WITHDRAWN: frozenset(),
    R.SPAM: frozenset({R.RECEIVED}),
}

INTRODUCTION_TRANSITIONS: dict[I, frozenset[I]] = {
    I.DRAFT: frozenset({I.SENT, I.CANCELLED}),
    I.SENT: frozenset({I.ACCEPTED, I.REFUSED, I.UNANSWERED, I.CANCELLED}),
    I.ACCEPTED: frozenset({I.COMPLETED, I.CANCELLED}),
    I.REFUSED: frozenset({I.ACCEPTED}),
    I.UNANSWERED: frozenset({I.ACCEPTED, I.REFUSED, I.CANCELLED}),
    I.COMPLETED: frozenset({I.ACCEPTED}),
    I.CANCELLED: frozenset({I.DRAFT}),
}

# What the undo of a sending brings back, as long as no mail has left; never a button of its own.
TAKEN_BACK: dict[R | I, R | I] = {I.SENT: I.DRAFT, R.INTRODUCED: R.IN_REVIEW}


class TransitionNotAllowed(Exception):
    """The table has no such step from where the row stands now."""

    def __init__(self, subject: IntroductionRequest | Introduction, to: str) -> None:
        self.subject = subject
        self.to = to
        super().__init__(f"{subject}: {subject.status} → {to} is not allowed")


class StaleVersion(Exception):
    """Someone else changed the row since it was read."""

    def __init__(self, subject: IntroductionRequest | Introduction) -> None:
        self.subject = subject
        super().__init__(f"{subject} was changed since it was read")


_Subject = TypeVar("_Subject", IntroductionRequest, Introduction)


def next_statuses(subject: IntroductionRequest | Introduction) -> frozenset[R] | frozenset[I]:
    """Return the statuses that may follow the one `subject` has."""
    if isinstance(subject, Introduction):
        following = INTRODUCTION_TRANSITIONS[I(subject.status)]
        # What has left cannot be a draft again.
        return following - {I.DRAFT} if subject.sent_at else following
    return REQUEST_TRANSITIONS[R(subject.status)]


def lock(subject: _Subject, *, version: int | None = None) -> _Subject:
    """Return the row as it stands now, locked until the transaction ends.

    An introduction's request is locked before it: a line of the story refers to both, so two colleagues
    who lock them in different order would wait for each other. Its key stays free (`no_key`): a worker that
    writes a line of the story refers to both without having locked either, and need not wait.
    Raises `StaleVersion` when `version` is given and is not the row's.
    """
    if isinstance(subject, Introduction):
        requests = IntroductionRequest.objects.select_for_update(of=("self",), no_key=True)
        requests.only("pk").get(pk=subject.request_id)
    model = type(subject)
    locked = model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)
    if version is not None and locked.version != version:
        raise StaleVersion(locked)
    return locked


@transaction.atomic
def move(
    subject: _Subject,
    to: str,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    note: str = "",
    actor: str = "",
    version: int | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> _Subject:
    """Bring `subject` to status `to` and write the line of its story; return the row as stored.

    `reason` is a `DeclineReason` for a declined request and a `RefusalReason` for a refused
    introduction, empty otherwise (the database holds this). Raises `TransitionNotAllowed` when
    the table has no such step, `StaleVersion` when `version` is given and no longer the row's.
    """
    row: _Subject = lock(subject, version=version)
    if to not in next_statuses(row):
        raise TransitionNotAllowed(row, to)
    return _change(row, to, by=by, at=at, note=note, actor=actor, reason=reason, data=data)


@transaction.atomic
def move_back(
    subject: _Subject, *, by: AbstractBaseUser | None, at: dt.datetime, actor: str = ""
) -> _Subject:
    """Bring `subject` back to where it stood before its sending, as `TAKEN_BACK` says.

    For the undo alone, which has seen to it that nothing left. Raises `TransitionNotAllowed` when there
    is no such step from where the row stands.
    """
    row: _Subject = lock(subject)
    standing = I(row.status) if isinstance(row, Introduction) else R(row.status)
    if standing not in TAKEN_BACK:
        raise TransitionNotAllowed(row, I.DRAFT if isinstance(row, Introduction) else R.IN_REVIEW)
    return _change(row, TAKEN_BACK[standing], by=by, at=at, actor=actor)


def _change(
    row: _Subject,
    to: str,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    note: str = "",
    actor: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> _Subject:
    """Write a locked row at its new status, and the line of the story that tells of it."""
    before = row.status
    row.status = to
    row.version += 1
    row.save(update_fields=["status", "version", _reason(row, reason), *_dates(row, to, at)])
    record(
        row,
        HistoryAction.MOVED,
        by=by,
        at=at,
        note=note,
        actor=actor,
        data=data,
        statuses=(before, to),
    )
    return row


def _reason(row: IntroductionRequest | Introduction, reason: str) -> str:
    """Set the reason of a refusal or of not forwarding and return its field's name."""
    if isinstance(row, Introduction):
        row.refusal_reason = reason
        return "refusal_reason"
    row.decline_reason = reason
    return "decline_reason"


def _dates(row: IntroductionRequest | Introduction, to: str, at: dt.datetime) -> list[str]:
    """Set the dates that status `to` implies and return their names."""
    if isinstance(row, Introduction):
        row.closed_at = at if to in I.FINAL else None
        if to == I.SENT:
            row.sent_at = at
        elif to == I.DRAFT:
            row.sent_at = None
        if to in (I.ACCEPTED, I.REFUSED) and row.answered_at is None:
            row.answered_at = at
            row.answer_days = days_between(row.sent_at or at, at)
        return ["closed_at", "sent_at", "answered_at", "answer_days"]
    row.closed_at = at if to in R.FINAL else None
    if to == R.INTRODUCED:
        row.introduced_at = row.introduced_at or at
    elif to in R.BEFORE_INTRODUCTION:
        row.introduced_at = None
    if to not in R.OPEN:
        row.follow_up_on, row.follow_up_what = None, ""
    return ["closed_at", "introduced_at", "follow_up_on", "follow_up_what"]


def record(
    subject: IntroductionRequest | Introduction,
    action: HistoryAction,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    note: str = "",
    actor: str = "",
    data: dict[str, Any] | None = None,
    statuses: tuple[str, str] = ("", ""),
) -> HistoryEntry:
    """Add a line to the story. Without `by`, `actor` is `enquirer`, `cluster` or (by default) `system`."""
    introduction = subject if isinstance(subject, Introduction) else None
    return HistoryEntry.objects.create(
        request_id=introduction.request_id if introduction else subject.pk,
        introduction=introduction,
        action=action,
        from_status=statuses[0],
        to_status=statuses[1],
        at=at,
        by_id=by.pk if by else None,
        actor="" if by else actor or "system",
        note=note,
        data=data or {},
    )

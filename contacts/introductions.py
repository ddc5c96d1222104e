"""An introduction from its letter to what came of it, every verb in one place.

The letter is written in `writing`, sent and called back in `sending`, a name is disclosed in
`disclosing`; here the pôle's answer and the outcome are recorded. The request's row is always locked
before the introduction's, so that two colleagues never wait for each other.
"""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts import outbox, workflow
from contacts.enums import HistoryAction, IntroductionStatus, OutcomeKind, RefusalReason
from contacts.models import Introduction, Outcome
from contacts.review import AnswerMissing, UnknownValue
from contacts.sending import CannotSend, SendObstacle, leaves_at, obstacles, send, undo
from contacts.writing import (
    CannotPrepare,
    NameNotReleased,
    NotADraft,
    PrepareObstacle,
    WrongRecipient,
    best_recipient,
    edit,
    prepare,
    redraft,
    take_up_again,
)

__all__ = [
    "CannotPrepare",
    "CannotRecordOutcome",
    "CannotSend",
    "NameNotReleased",
    "NotADraft",
    "OutcomeObstacle",
    "PrepareObstacle",
    "SendObstacle",
    "WrongRecipient",
    "best_recipient",
    "cancel",
    "complete",
    "edit",
    "leaves_at",
    "obstacles",
    "prepare",
    "record_answer",
    "record_outcome",
    "redraft",
    "send",
    "take_up_again",
    "undo",
]

_ANSWERS = (IntroductionStatus.ACCEPTED, IntroductionStatus.REFUSED, IntroductionStatus.UNANSWERED)


class OutcomeObstacle(models.TextChoices):
    """Why an outcome cannot be recorded."""

    NOT_TAKEN_UP = "not_taken_up", _("The pôle has not taken this up; record its answer first.")
    IN_FUTURE = "in_future", _("This day is still to come.")
    BEFORE_SENDING = "before_sending", _("The letter had not been sent on that day.")
    RECORDED_ALREADY = "recorded_already", _("This outcome is recorded already.")


class CannotRecordOutcome(Exception):
    """`code` is an `OutcomeObstacle`."""

    def __init__(self, code: OutcomeObstacle) -> None:
        self.code = code
        super().__init__(code.value)


def record_answer(
    introduction: Introduction,
    status: str,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    reason: str = "",
    note: str = "",
    version: int | None = None,
    actor: str = "",
) -> Introduction:
    """Record what the pôle said: taken up, refused (with a `RefusalReason`), or nothing at all.

    A later answer may replace an earlier one where the table of transitions has that step. Without
    `by`, `actor` says who did it.
    """
    if status not in _ANSWERS:
        raise UnknownValue("status", status)
    if status == IntroductionStatus.REFUSED:
        if not reason:
            raise AnswerMissing("reason")
        if reason not in RefusalReason.values:
            raise UnknownValue("reason", reason)
    else:
        reason = ""
    return workflow.move(
        introduction, status, by=by, at=at, note=note, reason=reason, version=version, actor=actor
    )


@transaction.atomic
def record_outcome(
    introduction: Introduction,
    kind: str,
    *,
    happened_on: dt.date,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> Outcome:
    """Record a rung of the ladder (an `OutcomeKind`), once, for something the pôle has taken up."""
    if kind not in OutcomeKind.values:
        raise UnknownValue("kind", kind)
    row = workflow.lock(introduction, version=version)
    if row.status not in IntroductionStatus.TAKEN_UP:
        raise CannotRecordOutcome(OutcomeObstacle.NOT_TAKEN_UP)
    if happened_on > timezone.localdate(at):
        raise CannotRecordOutcome(OutcomeObstacle.IN_FUTURE)
    if row.sent_at and happened_on < timezone.localdate(row.sent_at):
        raise CannotRecordOutcome(OutcomeObstacle.BEFORE_SENDING)
    if row.outcomes.filter(kind=kind).exists():
        raise CannotRecordOutcome(OutcomeObstacle.RECORDED_ALREADY)
    outcome = Outcome.objects.create(
        introduction=row, kind=kind, happened_on=happened_on, note=note, recorded_at=at, recorded_by_id=by.pk
    )
    row.version += 1
    row.save(update_fields=["version"])
    workflow.record(
        row,
        HistoryAction.OUTCOME,
        by=by,
        at=at,
        note=note,
        data={"kind": kind, "happened_on": happened_on.isoformat()},
    )
    return outcome


def complete(
    introduction: Introduction,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> Introduction:
    """Nothing more is expected of an introduction the pôle had taken up."""
    return workflow.move(introduction, IntroductionStatus.COMPLETED, by=by, at=at, note=note, version=version)


@transaction.atomic
def cancel(
    introduction: Introduction,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> Introduction:
    """Give the introduction up. Mails that still wait stay here; what has left has left."""
    row = workflow.move(introduction, IntroductionStatus.CANCELLED, by=by, at=at, note=note, version=version)
    outbox.cancel_waiting(row, by=by, at=at)
    return row

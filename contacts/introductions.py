"""Bringing a request to a pôle: the letter, its sending, the answer and what came of it.

`prepare` writes a draft, staff edit it, `send` hands it to the outbox; all three know one
introduction per request and pôle, ever. The request's row is always locked before the
introduction's, so that two colleagues never wait for each other.
"""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.enums import Language
from clusters.lifeline import successor_of
from clusters.models import Cluster, ClusterContact
from contacts import letters, notifications, shortlist, workflow
from contacts.enums import (
    HistoryAction,
    IntroductionStatus,
    MailKind,
    MatchDecision,
    OutcomeKind,
    RefusalReason,
    RequestStatus,
)
from contacts.models import Introduction, IntroductionRequest, Outcome
from contacts.review import AnswerMissing, UnknownValue

_ANSWERS = (IntroductionStatus.ACCEPTED, IntroductionStatus.REFUSED, IntroductionStatus.UNANSWERED)
_WITH_OUTCOMES = (IntroductionStatus.ACCEPTED, IntroductionStatus.COMPLETED)


class PrepareObstacle(models.TextChoices):
    """Why no letter can be prepared, and what to do about it."""

    EXISTS = "exists", _("This request was brought to this pôle already, or a letter is in preparation.")
    ENDED = "ended", _("This pôle has ended; its work was taken over.")
    REQUEST_NOT_OPEN = "request_not_open", _("The request is not open; reopen it first.")


class SendObstacle(models.TextChoices):
    """Why a letter cannot be sent, and what to do about it."""

    NOT_A_DRAFT = "not_a_draft", _("This letter was sent or cancelled already.")
    REQUEST_NOT_OPEN = "request_not_open", _("The request is not open; reopen it first.")
    ENDED = "ended", _("This pôle has ended; its work was taken over.")
    CORRECTION_WAITS = (
        "correction_waits",
        _("The enquirer sent a correction. Take it over on the request first, then write the letter anew."),
    )
    NOTHING_RELEASED = (
        "nothing_released",
        _("The enquirer allowed nothing to be passed on. Ask them and record the permission on the request."),
    )
    NO_RECIPIENT = "no_recipient", _("Nobody is addressed. Choose one of the pôle's contacts.")
    NO_EMAIL = "no_email", _("The person addressed has no e-mail address. Add it, or choose somebody else.")
    UNRELEASED_FACTS = (
        "unreleased_facts",
        _("The letter gives away what the enquirer did not release. Take it out, or record the permission."),
    )


class OutcomeObstacle(models.TextChoices):
    """Why an outcome cannot be recorded."""

    NOT_TAKEN_UP = "not_taken_up", _("The pôle has not taken this up; record its answer first.")
    IN_FUTURE = "in_future", _("This day is still to come.")
    BEFORE_SENDING = "before_sending", _("The letter had not been sent on that day.")
    RECORDED_ALREADY = "recorded_already", _("This outcome is recorded already.")


class CannotPrepare(Exception):
    """`code` is a `PrepareObstacle`; `introduction` or `successor` tell where to go instead."""

    def __init__(
        self,
        code: PrepareObstacle,
        *,
        introduction: Introduction | None = None,
        successor: Cluster | None = None,
    ) -> None:
        self.code = code
        self.introduction = introduction
        self.successor = successor
        super().__init__(f"{code.value}{f': {successor.name}' if successor else ''}")


class CannotSend(Exception):
    """`code` is a `SendObstacle`; `facts` are the `Release` values a letter gave away."""

    def __init__(
        self, code: SendObstacle, *, facts: tuple[str, ...] = (), successor: Cluster | None = None
    ) -> None:
        self.code = code
        self.facts = facts
        self.successor = successor
        super().__init__(f"{code.value} {' '.join(facts)}".strip())


class CannotRecordOutcome(Exception):
    """`code` is an `OutcomeObstacle`."""

    def __init__(self, code: OutcomeObstacle) -> None:
        self.code = code
        super().__init__(code.value)


class WrongRecipient(Exception):
    """The person addressed is not a contact of the introduction's pôle."""


def best_recipient(cluster: Cluster) -> ClusterContact | None:
    """Return whom to write to at the pôle: a contact in use, one with an e-mail address first."""
    contacts = list(cluster.contacts.filter(is_active=True).order_by("pk"))
    return next((contact for contact in contacts if contact.email), contacts[0] if contacts else None)


@transaction.atomic
def prepare(
    request: IntroductionRequest, cluster: Cluster, *, by: AbstractBaseUser, at: dt.datetime
) -> Introduction:
    """Write a draft in the language of the pôle's contact, and the enquirer's copy in theirs.

    Raises `CannotPrepare` when the request is not open, when it was brought to this pôle before
    (`introduction` is that one) or when the pôle has ended (`successor` has its work now). To write
    to a pôle that was only proposed is to accept the proposal.
    """
    on = timezone.localdate(at)
    row = workflow.lock(request)
    if row.status not in RequestStatus.OPEN:
        raise CannotPrepare(PrepareObstacle.REQUEST_NOT_OPEN)
    if existing := Introduction.objects.filter(request=row, cluster=cluster).first():
        raise CannotPrepare(PrepareObstacle.EXISTS, introduction=existing)
    if successor := successor_of(cluster, on=on):
        raise CannotPrepare(PrepareObstacle.ENDED, successor=successor)
    proposal = row.matches.filter(cluster=cluster).exclude(decision=MatchDecision.ACCEPTED).first()
    if proposal:
        shortlist.accept(proposal, by=by, at=at)
    recipient = best_recipient(cluster)
    introduction = Introduction(
        request=row,
        cluster=cluster,
        cluster_name=cluster.name,
        recipient=recipient,
        created_at=at,
        created_by_id=by.pk,
    )
    _write(introduction, by=by, on=on)
    introduction.save()
    workflow.record(introduction, HistoryAction.LETTER_PREPARED, by=by, at=at, data={"cluster": cluster.name})
    return introduction


def _write(introduction: Introduction, *, by: AbstractBaseUser, on: dt.date) -> None:
    """Fill both letters from the templates, with what is released today."""
    request, cluster, recipient = introduction.request, introduction.cluster, introduction.recipient
    language = recipient.language if recipient else Language.FR
    letter = letters.introduction_letter(request, cluster, recipient, language=language, by=by, on=on)
    copy = letters.enquirer_copy(request, cluster, recipient, letter=letter, by=by, on=on)
    introduction.language = language
    introduction.subject, introduction.body = letter.subject, letter.body
    introduction.copy_subject, introduction.copy_body = copy.subject, copy.body


@transaction.atomic
def redraft(
    introduction: Introduction, *, by: AbstractBaseUser, at: dt.datetime, version: int | None = None
) -> Introduction:
    """Write a draft anew from the templates: another person addressed, or something else released."""
    row = _locked_draft(introduction, version=version)
    _write(row, by=by, on=timezone.localdate(at))
    return _store_letter(row, by=by, at=at, changed=["language", *_LETTER])


_LETTER = ("subject", "body", "copy_subject", "copy_body")


@transaction.atomic
def edit(
    introduction: Introduction,
    *,
    subject: str,
    body: str,
    copy_subject: str,
    copy_body: str,
    recipient: ClusterContact | None,
    by: AbstractBaseUser,
    at: dt.datetime,
    version: int | None,
) -> Introduction:
    """Store what was written by hand. Where the copy quotes the letter, it quotes the new one.

    Raises `StaleVersion`, `AnswerMissing` for an empty part, `WrongRecipient`, and `CannotSend` with
    `NOT_A_DRAFT` when the letter has left.
    """
    row = _locked_draft(introduction, version=version)
    if recipient and recipient.cluster_id != row.cluster_id:
        raise WrongRecipient
    new = {
        "subject": " ".join(subject.split()),  # a line break in a subject would be a second header
        "body": _lines(body),
        "copy_subject": " ".join(copy_subject.split()),
        "copy_body": _lines(copy_body),
    }
    for field, value in new.items():
        if not value.strip():
            raise AnswerMissing(field)
    new["copy_body"] = new["copy_body"].replace(
        f"{row.subject}\n\n{row.body.strip()}", f"{new['subject']}\n\n{new['body'].strip()}"
    )
    changed = [field for field, value in new.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, new[field])
    if row.recipient_id != (recipient.pk if recipient else None):
        row.recipient = recipient
        changed.append("recipient")
    return _store_letter(row, by=by, at=at, changed=changed) if changed else row


def _lines(text: str) -> str:
    """Return `text` as it is stored: plain line ends, one at the end. Forms send CR LF."""
    return text.replace("\r\n", "\n").strip() + "\n"


def _locked_draft(introduction: Introduction, *, version: int | None) -> Introduction:
    workflow.lock(introduction.request)
    row = workflow.lock(introduction, version=version)
    if row.status != IntroductionStatus.DRAFT:
        raise CannotSend(SendObstacle.NOT_A_DRAFT)
    return row


def _store_letter(
    row: Introduction, *, by: AbstractBaseUser, at: dt.datetime, changed: list[str]
) -> Introduction:
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    workflow.record(row, HistoryAction.LETTER_EDITED, by=by, at=at, data={"fields": changed})
    return row


def obstacles(introduction: Introduction, *, on: dt.date) -> list[CannotSend]:
    """Return everything that keeps this letter from being sent; [] when it can go."""
    request, recipient = introduction.request, introduction.recipient
    found = []
    if introduction.status != IntroductionStatus.DRAFT:
        return [CannotSend(SendObstacle.NOT_A_DRAFT)]
    if request.status not in RequestStatus.OPEN:
        found.append(CannotSend(SendObstacle.REQUEST_NOT_OPEN))
    if successor := successor_of(introduction.cluster, on=on):
        found.append(CannotSend(SendObstacle.ENDED, successor=successor))
    if request.corrections.filter(applied_at=None).exists():
        # It may take back a permission, or the very words the letter quotes.
        found.append(CannotSend(SendObstacle.CORRECTION_WAITS))
    if not request.release:
        found.append(CannotSend(SendObstacle.NOTHING_RELEASED))
    if recipient is None:
        found.append(CannotSend(SendObstacle.NO_RECIPIENT))
    elif not recipient.email:
        found.append(CannotSend(SendObstacle.NO_EMAIL))
    if facts := letters.unreleased_facts(request, request.release, introduction.subject, introduction.body):
        found.append(CannotSend(SendObstacle.UNRELEASED_FACTS, facts=tuple(fact.value for fact in facts)))
    return found


@transaction.atomic
def send(
    introduction: Introduction, *, by: AbstractBaseUser, at: dt.datetime, version: int | None = None
) -> Introduction:
    """Hand both mails to the outbox and move the introduction to sent, the request to introduced.

    All of it in one transaction. Raises `CannotSend` with the first of its `obstacles`, and
    `StaleVersion` when the letter is no longer the one that was looked at.
    """
    request = workflow.lock(introduction.request)
    row = workflow.lock(introduction, version=version)
    row.request = request
    if found := obstacles(row, on=timezone.localdate(at)):
        raise found[0]
    recipient = row.recipient
    if recipient is None:  # one of the obstacles; said again for the type checker
        raise CannotSend(SendObstacle.NO_RECIPIENT)
    row.released = list(request.release)
    row.save(update_fields=["released"])
    row = workflow.move(row, IntroductionStatus.SENT, by=by, at=at)
    reply_to = letters.reply_address(by)
    notifications.queue(
        kind=MailKind.INTRODUCTION,
        recipient=recipient.email,
        language=row.language,
        subject=row.subject,
        body=row.body,
        at=at,
        request=request,
        introduction=row,
        reply_to=reply_to,
    )
    notifications.queue(
        kind=MailKind.INTRODUCTION_COPY,
        recipient=request.contact.email,
        language=request.contact.language,
        subject=row.copy_subject,
        body=row.copy_body,
        at=at,
        request=request,
        introduction=row,
        reply_to=reply_to,
    )
    workflow.record(
        row,
        HistoryAction.LETTER_SENT,
        by=by,
        at=at,
        data={"cluster": row.cluster_name, "recipient": recipient.email, "released": row.released},
    )
    if request.status != RequestStatus.INTRODUCED:
        workflow.move(request, RequestStatus.INTRODUCED, by=by, at=at)
    return row


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
    if row.status not in _WITH_OUTCOMES:
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
def take_up_again(
    introduction: Introduction,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> Introduction:
    """Make a draft of a letter that was cancelled before it was sent, written anew."""
    row = workflow.move(introduction, IntroductionStatus.DRAFT, by=by, at=at, note=note, version=version)
    return redraft(row, by=by, at=at)


def cancel(
    introduction: Introduction,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> Introduction:
    """Give the introduction up. A mail that has left is not called back."""
    return workflow.move(introduction, IntroductionStatus.CANCELLED, by=by, at=at, note=note, version=version)

"""How the mails in the outbox leave the house.

A mail is claimed, sent and marked one by one. A claim is a lease: while it runs no other worker takes
the row, and the lease of a worker that died runs out by itself. So any number of workers send each
mail once; only a crash between the server's "accepted" and our mark gives a second copy, and that one
bears the same Message-ID.

What the server refused for good (no such mailbox) is given up at once; everything else is tried again
with growing pauses for about two days. Either end is a line in the story of the request. Where an attempt
ended without a yes or a no (`maybe_left_at`), the mail is tried again but counts as possibly delivered.
"""

import datetime as dt
import errno
import os
import re
import smtplib
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q

from contacts import workflow
from contacts.enums import HistoryAction, MailKind, MailStatus
from contacts.models import Introduction, IntroductionRequest, OutgoingMail

# Longer than one sending can last: each of its ten or so steps gives up after EMAIL_TIMEOUT (20 s).
LEASE = dt.timedelta(minutes=10)
PAUSES = [
    *(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)),
    *(dt.timedelta(hours=hours) for hours in (4, 4, 8, 8, 8, 8, 8)),
]


@dataclass(frozen=True)
class DeliveryReport:
    """What one round did: mails `sent`, `postponed` until a later try, given up as `failed`.

    `waiting` counts what is still in the queue afterwards, due or not. `unreachable` says why the mail
    server did not answer at all, empty when it did; the round ends there.
    """

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    waiting: int = 0
    unreachable: str = ""


class _Unreachable(Exception):
    """No connection to the mail server; nothing to do with the mail at hand."""


class _NotWritten(Exception):
    """What the row holds cannot be made into a mail, such as a line break in its subject."""


def deliver_due(
    *,
    at: dt.datetime,
    limit: int = 100,
    stopping: Callable[[], bool] = lambda: False,
    request: IntroductionRequest | None = None,
    server: BaseEmailBackend | None = None,
) -> DeliveryReport:
    """Send at most `limit` mails that are due at `at`; stop early when `stopping()` says so.

    With `request` only the mails of that request; `server` is the one of the settings unless given.
    Time goes on from `at` while mails are sent, so that a late lease is as long as the first one.
    """
    started = time.monotonic()
    sent = postponed = failed = 0
    unreachable = ""
    server = server or get_connection()
    try:
        while sent + postponed + failed < limit and not stopping():
            now = at + dt.timedelta(seconds=time.monotonic() - started)
            mail = _claim(now, request)
            if mail is None:
                break
            try:
                _send(mail, server)
            except _Unreachable as error:
                unreachable = str(error)
                given_up = _postpone(mail, unreachable, for_good=False, at=now)
            except Exception as error:  # noqa: BLE001 - one odd mail must not stop all others
                _close(server)
                given_up = _fail(mail, error, at=now)
            else:
                _mark_sent(mail, at=now)
                sent += 1
                continue
            failed, postponed = failed + given_up, postponed + (not given_up)
            if unreachable:
                break
    finally:
        _close(server)
    waiting = OutgoingMail.objects.filter(status=MailStatus.QUEUED).count()
    return DeliveryReport(sent, postponed, failed, waiting, unreachable)


class NotHandedOver(Exception):
    """Only a mail that was handed over to the mail server can come back."""


class HasLeft(Exception):
    """A mail that cannot be called back: it left at `sent_at`, may have left at `maybe_left_at`, or is
    leaving now (neither)."""

    def __init__(self, mail: OutgoingMail) -> None:
        self.recipient = mail.recipient
        self.sent_at = mail.sent_at
        self.maybe_left_at = mail.maybe_left_at
        super().__init__("the mail has left")


def is_waiting(mail: OutgoingMail) -> bool:
    """Is `mail` surely still in the house?

    Not once a worker has claimed it, and not after an attempt that nobody knows the end of: it may be with
    the server already.
    """
    if mail.status in MailStatus.DELIVERED:
        return False
    return mail.lease_until is None and mail.maybe_left_at is None


@transaction.atomic
def call_back(introduction: Introduction, kinds: Iterable[str]) -> int:
    """Cancel the mails of these kinds that wait, all or none; return how many.

    Raises `HasLeft` when one of them has left, may have left or is with a worker. Whichever takes
    the row first wins, a worker or this: a row that a worker is holding is not waited for, it counts as
    leaving.
    """
    mails = OutgoingMail.objects.filter(introduction=introduction, kind__in=list(kinds)).exclude(
        status=MailStatus.CANCELLED
    )
    skip = connection.features.has_select_for_update_skip_locked
    held = list(mails.select_for_update(of=("self",), skip_locked=skip).order_by("pk"))
    for mail in held:
        if not is_waiting(mail):
            raise HasLeft(mail)
    if busy := mails.exclude(pk__in=[mail.pk for mail in held]).first():
        raise HasLeft(busy)
    return mails.update(status=MailStatus.CANCELLED)


@transaction.atomic
def cancel_waiting(
    introduction: Introduction, *, by: AbstractBaseUser | None, at: dt.datetime
) -> frozenset[str]:
    """Cancel what still waits of an introduction that was given up; return the kinds that never left.

    What has left has left. A mail that may have left is not tried again, for nobody wants it delivered
    any more, but it does not count as kept in: the story says that it may have arrived.
    """
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    waiting = OutgoingMail.objects.filter(
        free, introduction=introduction, status__in=[MailStatus.QUEUED, MailStatus.HELD]
    )
    skip = connection.features.has_select_for_update_skip_locked
    held = list(waiting.select_for_update(of=("self",), skip_locked=skip).order_by("pk"))
    for mail in held:
        _doubt_a_dead_worker(mail)
        mail.status, mail.lease_until = MailStatus.CANCELLED, None
        mail.save(update_fields=["status", "lease_until", "maybe_left_at"])
        if mail.maybe_left_at:
            data = {"mail": mail.pk, "kind": mail.kind, "maybe_left": True}
            workflow.record(introduction, HistoryAction.NOTE, by=by, at=at, data=data)
    return frozenset(mail.kind for mail in held if mail.maybe_left_at is None)


def keep_in(request: IntroductionRequest) -> int:
    """Cancel the office's own mails about a request that is no enquiry; what has left has left."""
    waiting = OutgoingMail.objects.filter(
        request=request,
        introduction=None,
        status__in=[MailStatus.QUEUED, MailStatus.HELD],
        lease_until=None,
    )
    return waiting.update(status=MailStatus.CANCELLED)


def let_go(request: IntroductionRequest, *, at: dt.datetime) -> int:
    """Queue what was held or cancelled while a request was taken for spam; return how many mails."""
    kept = OutgoingMail.objects.filter(
        request=request, introduction=None, status__in=[MailStatus.HELD, MailStatus.CANCELLED]
    )
    return kept.update(status=MailStatus.QUEUED, not_before=at)


@transaction.atomic
def mark_bounced(
    mail: OutgoingMail, codes: str, *, by: AbstractBaseUser | None, at: dt.datetime, note: str = ""
) -> bool:
    """Note that a mail came back, with the server's `codes` such as `550 5.1.1`; False when known already.

    Raises `NotHandedOver`.
    """
    subject = mail.introduction or mail.request
    if mail.introduction:
        workflow.lock(mail.introduction)
    elif mail.request:
        workflow.lock(mail.request)
    mail = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if mail.status == MailStatus.BOUNCED:
        return False
    if mail.status != MailStatus.SENT:
        raise NotHandedOver
    mail.status = MailStatus.BOUNCED
    mail.bounced_at = at
    mail.last_error = codes
    mail.save(update_fields=["status", "bounced_at", "last_error"])
    if subject:
        data = {"mail": mail.pk, "kind": mail.kind} | ({"error": codes} if codes else {})
        workflow.record(subject, HistoryAction.MAIL_BOUNCED, by=by, at=at, note=note, data=data)
    return True


def _claim(at: dt.datetime, request: IntroductionRequest | None = None) -> OutgoingMail | None:
    """Return the mail that is due longest, leased to this worker, or None when nothing is due."""
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    due = OutgoingMail.objects.filter(free, status=MailStatus.QUEUED, not_before__lte=at)
    if request:
        due = due.filter(request=request)
    if not due.exists():  # an idle worker takes no lock
        return None
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        mail = (
            due.select_for_update(of=("self",), skip_locked=skip)
            .select_related("request", "introduction")
            .order_by("not_before", "pk")
            .first()
        )
        if mail is None:
            return None
        _doubt_a_dead_worker(mail)
        mail.lease_until = at + LEASE
        claimed = due.filter(pk=mail.pk).update(
            lease_until=mail.lease_until, maybe_left_at=mail.maybe_left_at, attempts=F("attempts") + 1
        )
    mail.attempts += 1
    return mail if claimed else None


def _doubt_a_dead_worker(mail: OutgoingMail) -> None:
    """A claim that ran out: its worker died, perhaps after the server had taken the mail."""
    mail.maybe_left_at = mail.maybe_left_at or mail.lease_until


def _send(mail: OutgoingMail, server: BaseEmailBackend) -> None:
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        raise _Unreachable(_describe(error)) from error
    message = _message(mail)
    try:
        message.message()
    except ValueError as error:
        raise _NotWritten(_describe(error)) from error
    if not server.send_messages([message]):
        raise smtplib.SMTPException


def _message(mail: OutgoingMail) -> EmailMessage:
    headers = {"Message-ID": mail.message_id, "Content-Language": mail.language}
    if mail.kind not in MailKind.LETTERS:  # those are written by a person
        headers["Auto-Submitted"] = "auto-generated"
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )


def _close(server: BaseEmailBackend) -> None:
    with suppress(OSError, smtplib.SMTPException):
        server.close()


@transaction.atomic
def _mark_sent(mail: OutgoingMail, *, at: dt.datetime) -> None:
    _release(mail, status=MailStatus.SENT, sent_at=at, last_error="")
    _tell(mail, HistoryAction.MAIL_SENT, at=at)


@transaction.atomic
def _postpone(mail: OutgoingMail, why: str, *, for_good: bool, at: dt.datetime) -> bool:
    """Let the mail wait for its next try, or give it up; the answer says it was given up."""
    if for_good or mail.attempts > len(PAUSES):
        _release(mail, status=MailStatus.FAILED, last_error=why)
        _tell(mail, HistoryAction.MAIL_FAILED, at=at, error=why)
        return True
    _release(mail, not_before=at + PAUSES[mail.attempts - 1], last_error=why)
    return False


def _fail(mail: OutgoingMail, error: Exception, *, at: dt.datetime) -> bool:
    """Note what came of an attempt on an open connection; the answer says the mail was given up."""
    if _may_have_left(error):
        mail.maybe_left_at = mail.maybe_left_at or at
    why = str(error) if isinstance(error, _NotWritten) else _describe(error)
    return _postpone(mail, why, for_good=_is_final(error), at=at)


def _release(mail: OutgoingMail, **changes: object) -> None:
    """Write what became of a claimed mail, unless its lease ran out and another worker has it now."""
    OutgoingMail.objects.filter(pk=mail.pk, status=MailStatus.QUEUED, lease_until=mail.lease_until).update(
        lease_until=None, maybe_left_at=mail.maybe_left_at, **changes
    )


def _tell(mail: OutgoingMail, action: HistoryAction, *, at: dt.datetime, error: str = "") -> None:
    subject = mail.introduction or mail.request
    if subject:
        data = {"mail": mail.pk, "kind": mail.kind} | ({"error": error} if error else {})
        workflow.record(subject, action, by=None, at=at, data=data)


def _is_final(error: Exception) -> bool:
    """Did the server say that this mail will never be taken? 5xx about its recipient or its content."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


_REFUSALS = (
    _NotWritten,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
)


def _may_have_left(error: Exception) -> bool:
    """Could the server have taken the mail all the same? Only its plain refusal says that it did not."""
    if isinstance(error, smtplib.SMTPDataError):
        return not 400 <= error.smtp_code < 600
    return not isinstance(error, _REFUSALS)


def _describe(error: Exception) -> str:
    """Say what went wrong in technical terms, without the server's own words: they repeat addresses."""
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return " ".join([name, *(_codes(code, text) for code, text in error.recipients.values())])
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{name} {_codes(error.smtp_code, error.smtp_error)}"
    if isinstance(error, OSError) and error.errno and error.errno in errno.errorcode:
        return f"{name}: {os.strerror(error.errno)}"
    return name


def _codes(code: int, text: bytes | str) -> str:
    """Return a server's answer as its two codes, such as `550 5.1.1`."""
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", words)
    return f"{code} {enhanced[0]}" if enhanced else str(code)

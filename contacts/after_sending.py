"""What an enquirer does after sending, behind the signed link of their request and without an account.

Withdraw it, as a whole or from one pôle; add a remark; correct the form; change what may be passed on;
confirm the e-mail address. Each is stored in one transaction with its line of the story, may be sent
twice and is then done once, and all but a confirmation wait for somebody of the office to read them.

A request that was set aside or marked as spam takes the same steps as any other: its sender is not to
see a difference. No mail to the office comes of it.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from contacts import (
    disclosing,
    enquiries,
    intake,
    notifications,
    outbox,
    review,
    sending,
    shortlist,
    workflow,
)
from contacts.enums import (
    HistoryAction,
    IntroductionStatus,
    MailKind,
    MailStatus,
    MatchOrigin,
    RejectReason,
    Release,
    RemarkKind,
    RequestStatus,
)
from contacts.models import Introduction, IntroductionRequest, Match, Remark

ENQUIRER = "enquirer"
# From these an introduction can be given up.
GIVEN_UP_FROM = (
    IntroductionStatus.DRAFT,
    IntroductionStatus.SENT,
    IntroductionStatus.UNANSWERED,
    IntroductionStatus.ACCEPTED,
)
# The back button fetches the page anew, with a new token: the same words so soon are the same remark.
SAME_WITHIN = dt.timedelta(hours=1)
REMARKS_A_DAY = 20
_NOT_JUDGED = (RequestStatus.QUARANTINED, RequestStatus.SPAM)
_GONE = (*MailStatus.DELIVERED, MailStatus.CANCELLED)


class TooManyRemarks(Exception):
    """So many remarks came in within a day that no more are taken."""


class IsClosed(Exception):
    """The request is closed: only a remark is taken any more. `request` is that request."""

    def __init__(self, request: IntroductionRequest) -> None:
        self.request = request
        super().__init__(request.reference)


@dataclass(frozen=True)
class Corrected:
    """What sending the form again changed: the answers (as a `Correction`), the permission, or nothing.

    `too_many` says that the answers were left as they were, after so many corrections within a day.
    """

    answers: bool
    permission: bool
    too_many: bool = False


def is_withdrawn(request: IntroductionRequest) -> bool:
    """Say whether it was withdrawn; a request marked as spam keeps that status, and its remark says so."""
    if request.status != RequestStatus.SPAM:
        return request.status == RequestStatus.WITHDRAWN
    return any(remark.kind == RemarkKind.WITHDRAWN for remark in request.remarks.all())


def is_closed(request: IntroductionRequest) -> bool:
    """Say whether it is closed as its enquirer may know it."""
    return (request.is_final and request.status != RequestStatus.SPAM) or is_withdrawn(request)


# --- a remark ------------------------------------------------------------------------------------------


@transaction.atomic
def remark(request: IntroductionRequest, text: str, *, token: uuid.UUID, at: dt.datetime) -> Remark:
    """Store a remark; the same `token`, or the same words within the hour, are the same remark.

    The office gets a mail unless an earlier remark is still unread. Raises `TooManyRemarks`.
    """
    row = workflow.lock(request)
    remarks = row.remarks.filter(kind=RemarkKind.REMARK)
    if known := remarks.filter(form_token=token).first():
        return known
    if same := remarks.filter(text=text, received_at__gt=at - SAME_WITHIN).first():
        return same
    if remarks.filter(received_at__gt=at - dt.timedelta(days=1)).count() >= REMARKS_A_DAY:
        raise TooManyRemarks
    unread = remarks.filter(seen_at=None).exists()
    stored = _to_read(row, RemarkKind.REMARK, at=at, token=token, text=text)
    data = {"remark": stored.pk}
    workflow.record(row, HistoryAction.REMARKED, by=None, at=at, actor=ENQUIRER, data=data)
    if not unread and row.status not in _NOT_JUDGED:
        notifications.notify_office_of_remark(row, at=at)
    return stored


def mark_seen(request: IntroductionRequest, *, by: AbstractBaseUser, at: dt.datetime) -> int:
    """Note who read what the enquirer told, for what nobody had read; return how many."""
    return request.remarks.filter(seen_at=None).update(seen_at=at, seen_by_id=by.pk)


def _to_read(
    row: IntroductionRequest,
    kind: RemarkKind,
    *,
    at: dt.datetime,
    token: uuid.UUID | None = None,
    text: str = "",
    introduction: Introduction | None = None,
) -> Remark:
    """Leave something for the office to read. The version counts on, so that nobody marks as seen what
    came in after they looked."""
    row.version += 1
    row.save(update_fields=["version"])
    return Remark.objects.create(
        request=row,
        kind=kind,
        form_token=token or uuid.uuid4(),
        received_at=at,
        text=text,
        introduction=introduction,
    )


# --- withdrawing ---------------------------------------------------------------------------------------


@transaction.atomic
def withdraw(request: IntroductionRequest, *, at: dt.datetime) -> IntroductionRequest:
    """Withdraw the request as a whole: what waits stays in, introductions that are open are cancelled.

    Withdrawn twice is withdrawn once. Raises `workflow.TransitionNotAllowed` for one that was closed
    otherwise.
    """
    row = workflow.lock(request)
    if is_withdrawn(row):
        return row
    judged = row.status not in _NOT_JUDGED
    if row.status == RequestStatus.SPAM:
        data = {"kind": RemarkKind.WITHDRAWN}
        workflow.record(row, HistoryAction.REMARKED, by=None, at=at, actor=ENQUIRER, data=data)
    else:
        row = review.withdraw(row, by=None, at=at, actor=ENQUIRER)
    for introduction in row.introductions.filter(status__in=GIVEN_UP_FROM).order_by("pk"):
        workflow.move(introduction, IntroductionStatus.CANCELLED, by=None, at=at, actor=ENQUIRER)
    _to_read(row, RemarkKind.WITHDRAWN, at=at)
    if judged:
        notifications.notify_office_of_withdrawal(row, at=at)
    else:
        outbox.keep_in(row)  # what was held is not sent about something nobody wants any more
    return row


@transaction.atomic
def withdraw_from(introduction: Introduction, *, at: dt.datetime) -> Introduction:
    """Withdraw the request from one pôle, which is then not proposed again.

    A second time changes nothing. Raises `workflow.TransitionNotAllowed` when the introduction is over.
    """
    row = workflow.lock(introduction)
    if row.status == IntroductionStatus.CANCELLED:
        return row
    if row.status == IntroductionStatus.ACCEPTED:
        review.keep_in(row, by=None, at=at, actor=ENQUIRER)  # a disclosure that waits has not happened
    row = workflow.move(
        row,
        IntroductionStatus.CANCELLED,
        by=None,
        at=at,
        actor=ENQUIRER,
        data={"reason": RejectReason.NOT_WANTED},
    )
    outbox.cancel_waiting(row, by=None, at=at)
    request = workflow.lock(row.request)
    match, _made = Match.objects.get_or_create(
        request=request,
        cluster_id=row.cluster_id,
        defaults={"origin": MatchOrigin.STAFF, "rank": request.matches.count() + 1},
    )
    shortlist.reject(match, RejectReason.NOT_WANTED, by=None, at=at)
    _to_read(request, RemarkKind.WITHDRAWN_FROM, at=at, introduction=row)
    notifications.notify_office_of_withdrawal(request, at=at)
    return row


# --- the form, corrected -------------------------------------------------------------------------------


@transaction.atomic
def correct(
    request: IntroductionRequest, enquiry: enquiries.NewEnquiry, *, at: dt.datetime, is_resent: bool = False
) -> Corrected:
    """Take the form in once more, from the request's own page or, where it `is_resent`, by the back button.

    Changed answers wait as a `Correction`. What may be passed on, and whether the enquiry is confidential,
    holds at once, both ways: the link says who they are, and what was taken back may not leave in the
    meantime. A form that is resent shows what its sender wrote, not what the desk holds: there only what
    it says otherwise than before is a change, so that a retry does not bring back what was taken back since.
    Raises `IsClosed` when there is something to change and the request is closed.
    """
    row = workflow.lock(request)
    if is_closed(row):
        if enquiries.changes(row, enquiry):
            raise IsClosed(row)
        return Corrected(answers=False, permission=False)
    permission = _change_permission(row, enquiry, at=at, is_resent=is_resent)
    try:
        with transaction.atomic():
            return Corrected(intake.correct(row, enquiry, by=None, at=at), permission)
    except intake.TooManyCorrections:
        return Corrected(answers=False, permission=permission, too_many=True)


def _change_permission(
    request: IntroductionRequest, enquiry: enquiries.NewEnquiry, *, at: dt.datetime, is_resent: bool
) -> bool:
    fields = enquiries.said_anew(request, enquiry) if is_resent else enquiries.PERMISSION
    before = [kind.value for kind in Release if kind in request.release]
    release = [kind.value for kind in Release if kind in enquiry.release] if "release" in fields else before
    confidential = enquiry.confidential if "confidential" in fields else request.confidential
    taken_back = set(before) - set(release)
    becomes = confidential if confidential != request.confidential else None
    if release == before and becomes is None:
        return False
    heard = [field for field in enquiries.PERMISSION if field in fields]
    said = enquiries.said_by_now(request, enquiry, heard) if is_resent else None
    row = review.record_release(request, release, by=None, at=at, confidential=becomes, said=said)
    for introduction in row.introductions.filter(sent_at__isnull=False).order_by("pk"):
        if taken_back & set(introduction.released):
            _call_back(introduction, at=at)
    row = workflow.lock(row)
    if row.remarks.filter(kind=RemarkKind.PERMISSION, seen_at=None).exists():
        return True  # it waits to be read already; the story has every change
    _to_read(row, RemarkKind.PERMISSION, at=at)
    if row.status not in _NOT_JUDGED:
        notifications.notify_office_of_remark(row, at=at)
    return True


def _call_back(introduction: Introduction, *, at: dt.datetime) -> None:
    """Keep in what still waits of a letter that tells what may not be told any more.

    It is in preparation again. Where the enquirer's copy has left already that cannot be: then the
    letter is cancelled, and staff may write another.
    """
    try:
        if introduction.status == IntroductionStatus.SENT:
            sending.undo(introduction, by=None, at=at, actor=ENQUIRER)
        elif introduction.disclosed_at:
            disclosing.undo(introduction, by=None, at=at, actor=ENQUIRER)
    except outbox.HasLeft:
        letters = introduction.mails.filter(kind__in=(MailKind.INTRODUCTION, MailKind.DISCLOSURE))
        if any(outbox.is_waiting(mail) for mail in letters.exclude(status__in=_GONE)):
            review.keep_in(introduction, by=None, at=at, actor=ENQUIRER)
    except (workflow.TransitionNotAllowed, sending.CannotSend):
        pass  # nothing of it waits


# --- the address ---------------------------------------------------------------------------------------


@transaction.atomic
def confirm_address(request: IntroductionRequest, *, at: dt.datetime) -> bool:
    """Note that mail reaches the enquirer, once; False when that was known."""
    row = workflow.lock(request)
    if row.address_confirmed_at:
        return False
    row.address_confirmed_at = at
    row.save(update_fields=["address_confirmed_at"])
    workflow.record(row, HistoryAction.ADDRESS_CONFIRMED, by=None, at=at, actor=ENQUIRER)
    return True

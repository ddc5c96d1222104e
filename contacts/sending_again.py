"""A mail that was given up or came back, put in the queue once more.

A letter is looked at anew first: what the enquirer took back since is not told after all, and nobody wants
the letter of an introduction that was given up.
"""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from contacts import giveaways, letters, notifications, workflow
from contacts.enums import HistoryAction, IntroductionStatus, MailKind, MailStatus
from contacts.models import Introduction, OutgoingMail
from contacts.sending import CannotSend, SendObstacle

TO_THE_POLE = (MailKind.INTRODUCTION, MailKind.DISCLOSURE)
_SENT_AGAIN = ("recipient", "message_id", "status", "attempts", "not_before", "sent_at", "bounced_at")


class NotGivenUp(Exception):
    """Only a mail that was given up or came back can be put in the queue again."""


def obstacle(mail: OutgoingMail) -> CannotSend | None:
    """Return what keeps this mail in for good; None when it may be sent again."""
    introduction = mail.introduction
    if introduction is None:
        return None
    request = introduction.request
    if introduction.status == IntroductionStatus.CANCELLED:
        return CannotSend(SendObstacle.CANCELLED)
    if mail.kind not in TO_THE_POLE:
        return None  # the enquirer's own copy
    if request.is_final:
        return CannotSend(SendObstacle.REQUEST_NOT_OPEN)
    if request.corrections.filter(applied_at=None).exists():
        return CannotSend(SendObstacle.CORRECTION_WAITS)
    if facts := _taken_back(mail, introduction):
        return CannotSend(SendObstacle.TAKEN_BACK, facts=facts)
    return None


def _taken_back(mail: OutgoingMail, introduction: Introduction) -> tuple[str, ...]:
    """Return what the letter tells and may not be told today: as it was released, or as its words have it."""
    allowed = introduction.request.release
    unnamed = introduction.is_teaser and mail.kind == MailKind.INTRODUCTION
    told = letters.tellable_of(introduction.released, unnamed=unnamed)
    told += giveaways.unreleased_facts(introduction.request, allowed, mail.subject, mail.body)
    return tuple(dict.fromkeys(fact.value for fact in told if fact not in allowed))


@transaction.atomic
def send_again(
    mail: OutgoingMail, *, by: AbstractBaseUser, at: dt.datetime, recipient: str = ""
) -> OutgoingMail:
    """Put a mail that was given up or came back in the queue, to `recipient` if its address was wrong.

    It starts a new series of attempts and keeps its Message-ID; one that came back gets a new one, so
    that the report about the old one, read once more, is not taken for a report about this sending.
    Raises `NotGivenUp`, `CannotSend`, and `notifications.AddressNotUsable`.
    """
    request = workflow.lock(mail.request) if mail.request else None
    introduction = workflow.lock(mail.introduction) if mail.introduction else None
    mail = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if mail.status not in MailStatus.NEEDS_ATTENTION:
        raise NotGivenUp
    if introduction and request:
        introduction.request, mail.introduction = request, introduction
    if refusal := obstacle(mail):
        raise refusal
    if recipient and recipient != mail.recipient:
        notifications.require_plain_address(recipient)
        mail.recipient = recipient
    if mail.status == MailStatus.BOUNCED:
        mail.message_id = notifications.new_message_id()
    mail.status = MailStatus.QUEUED
    mail.attempts = 0
    mail.not_before = at
    mail.sent_at = mail.bounced_at = None
    mail.save(update_fields=[*_SENT_AGAIN])
    if subject := introduction or request:
        data = {"mail": mail.pk, "kind": mail.kind, "again": True}
        workflow.record(subject, HistoryAction.NOTE, by=by, at=at, data=data)
    return mail

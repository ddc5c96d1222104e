"""The letters on their way: what keeps one back, its sending, and the undo while it waits.

`send` hands both mails to the outbox, where they wait for `settings.SENDING_PAUSE`; until a worker takes
one of them, `undo` brings everything back to where it stood.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.lifeline import successor_of
from clusters.models import Cluster
from contacts import giveaways, letters, notifications, outbox, workflow
from contacts.enums import HistoryAction, IntroductionStatus, MailKind, MailStatus, RequestStatus
from contacts.models import Introduction

INTRODUCTION = (MailKind.INTRODUCTION, MailKind.INTRODUCTION_COPY)


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
    NOT_TAKEN_UP = "not_taken_up", _("The pôle has not taken this up; a name is disclosed only after that.")
    NOT_UNNAMED = (
        "not_unnamed",
        _("The letter named the enquirer from the start; there is nothing to disclose."),
    )
    DISCLOSED = "disclosed", _("The name was disclosed to this pôle already.")
    NAME_NOT_RELEASED = (
        "name_not_released",
        _("Neither name nor contact person may be passed on. Ask them and record the permission first."),
    )
    CANCELLED = "cancelled", _("This introduction was cancelled; its letter is not sent any more.")
    TAKEN_BACK = (
        "taken_back",
        _(
            "The letter tells what the enquirer has taken back since. Cancel the introduction and write "
            "another letter, or ask them and record the permission."
        ),
    )
    UNRELEASED_FACTS = (
        "unreleased_facts",
        _("The letter gives away what the enquirer did not release. Take it out, or record the permission."),
    )


class CannotSend(Exception):
    """`code` is a `SendObstacle`; `facts` are the `Release` values a letter gave away."""

    def __init__(
        self, code: SendObstacle, *, facts: tuple[str, ...] = (), successor: Cluster | None = None
    ) -> None:
        self.code = code
        self.facts = facts
        self.successor = successor
        super().__init__(f"{code.value} {' '.join(facts)}".strip())


def obstacles(introduction: Introduction, *, on: dt.date) -> list[CannotSend]:
    """Return everything that keeps this letter from being sent; [] when it can go."""
    request = introduction.request
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
    found += unaddressed(introduction)
    released = letters.tellable(request, unnamed=introduction.is_teaser)
    if facts := giveaways.unreleased_facts(request, released, introduction.subject, introduction.body):
        found.append(CannotSend(SendObstacle.UNRELEASED_FACTS, facts=tuple(fact.value for fact in facts)))
    return found


def unaddressed(introduction: Introduction) -> list[CannotSend]:
    """Return what is wrong with the person addressed; [] when they can be written to."""
    if introduction.recipient is None:
        return [CannotSend(SendObstacle.NO_RECIPIENT)]
    return [] if introduction.recipient.email else [CannotSend(SendObstacle.NO_EMAIL)]


@transaction.atomic
def send(
    introduction: Introduction, *, by: AbstractBaseUser, at: dt.datetime, version: int | None = None
) -> Introduction:
    """Hand both mails to the outbox and move the introduction to sent, the request to introduced.

    All of it in one transaction; the mails leave after `settings.SENDING_PAUSE`. Raises `CannotSend` with
    the first of its `obstacles`, and `StaleVersion` when the letter is no longer the one looked at.
    """
    request = workflow.lock(introduction.request)
    row = workflow.lock(introduction, version=version)
    row.request = request
    if found := obstacles(row, on=timezone.localdate(at)):
        raise found[0]
    row.released = letters.tellable(request, unnamed=row.is_teaser)
    row.save(update_fields=["released"])
    row = workflow.move(row, IntroductionStatus.SENT, by=by, at=at)
    row.request = request
    letter = letters.Letter(row.subject, row.body)
    copy = letters.Letter(row.copy_subject, row.copy_body)
    hand_over(row, INTRODUCTION, letter, copy, by=by, at=at)
    data = {"cluster": row.cluster_name, "recipient": email_of(row), "released": row.released}
    workflow.record(row, HistoryAction.LETTER_SENT, by=by, at=at, data=data)
    if request.status != RequestStatus.INTRODUCED:
        row.request = workflow.move(request, RequestStatus.INTRODUCED, by=by, at=at)
    return row


def email_of(introduction: Introduction) -> str:
    """Return the address of the person addressed; "" when there is none."""
    return introduction.recipient.email if introduction.recipient else ""


def hand_over(
    row: Introduction,
    kinds: tuple[MailKind, MailKind],
    letter: letters.Letter,
    copy: letters.Letter,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
) -> None:
    """Queue a letter to the pôle and the enquirer's copy; both wait long enough to be called back."""
    contact = row.request.contact
    for kind, text, recipient, language in (
        (kinds[0], letter, email_of(row), row.language),
        (kinds[1], copy, contact.email, contact.language),
    ):
        notifications.queue(
            kind=kind,
            recipient=recipient,
            language=language,
            subject=text.subject,
            body=text.body,
            at=at,
            request=row.request,
            introduction=row,
            reply_to=letters.reply_address(by),
            not_before=at + settings.SENDING_PAUSE,
        )


def leaves_at(introduction: Introduction, kinds: Iterable[str] = INTRODUCTION) -> dt.datetime | None:
    """Return when the first of these mails leaves; None when it is too late to call them back.

    Reads the mails of the request, so that a page which has them asks nothing again.
    """
    mails = [
        mail
        for mail in introduction.request.mails.all()
        if mail.introduction_id == introduction.pk
        and mail.kind in kinds
        and mail.status != MailStatus.CANCELLED
    ]
    if not all(outbox.is_waiting(mail) for mail in mails):
        return None
    return min((mail.not_before for mail in mails), default=None)


@transaction.atomic
def undo(
    introduction: Introduction,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    version: int | None = None,
    actor: str = "",
) -> Introduction:
    """Call both mails back and make the letter a draft again; the request is in review as before.

    Raises `outbox.HasLeft` once one of the mails has left or is with a worker, `TransitionNotAllowed`
    when the letter is not one that was just sent, and `StaleVersion`.
    """
    request = workflow.lock(introduction.request)
    row = workflow.lock(introduction, version=version)
    if row.status != IntroductionStatus.SENT or not outbox.call_back(row, INTRODUCTION):
        raise workflow.TransitionNotAllowed(row, IntroductionStatus.DRAFT)
    row = workflow.move_back(row, by=by, at=at, actor=actor)
    row.released = []
    row.save(update_fields=["released"])
    data = {"kind": MailKind.INTRODUCTION.value}
    workflow.record(row, HistoryAction.SENDING_UNDONE, by=by, at=at, actor=actor, data=data)
    others = request.introductions.filter(sent_at__isnull=False).exclude(pk=row.pk)
    if request.status == RequestStatus.INTRODUCED and not others.exists():
        row.request = workflow.move_back(request, by=by, at=at, actor=actor)
    return row

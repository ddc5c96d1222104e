"""The letters in preparation: written from the templates, edited by hand, written anew.

One introduction per request and pôle, ever. The request's row is always locked before the
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
from contacts import letters, shortlist, workflow
from contacts.enums import (
    HistoryAction,
    IntroductionStatus,
    LetterKind,
    MatchDecision,
    Release,
    RequestStatus,
)
from contacts.models import Introduction, IntroductionRequest
from contacts.review import AnswerMissing, take


class PrepareObstacle(models.TextChoices):
    """Why no letter can be prepared, and what to do about it."""

    EXISTS = "exists", _("This request was brought to this pôle already, or a letter is in preparation.")
    ENDED = "ended", _("This pôle has ended; its work was taken over.")
    REQUEST_NOT_OPEN = "request_not_open", _("The request is not open; reopen it first.")


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


class NotADraft(Exception):
    """This letter was sent or cancelled already."""


class NameNotReleased(Exception):
    """The enquirer's name may not be in the letter: they did not release it."""


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

    Without permission to pass on the name the organisation stays unnamed. A request that nobody has is
    taken by the writer.

    Raises `CannotPrepare` when the request is not open, when it was brought to this pôle before
    (`introduction` is that one) or when the pôle has ended (`successor` has its work now). To write
    to a pôle that was only proposed is to accept the proposal.
    """
    row = workflow.lock(request)
    if row.status not in RequestStatus.OPEN:
        raise CannotPrepare(PrepareObstacle.REQUEST_NOT_OPEN)
    if existing := Introduction.objects.filter(request=row, cluster=cluster).first():
        raise CannotPrepare(PrepareObstacle.EXISTS, introduction=existing)
    if successor := successor_of(cluster, on=timezone.localdate(at)):
        raise CannotPrepare(PrepareObstacle.ENDED, successor=successor)
    row = _in_hand(row, by=by, at=at)
    proposal = row.matches.filter(cluster=cluster).exclude(decision=MatchDecision.ACCEPTED).first()
    if proposal:
        shortlist.accept(proposal, by=by, at=at)
    introduction = Introduction.objects.create(
        request=row,
        cluster=cluster,
        cluster_name=cluster.name,
        recipient=best_recipient(cluster),
        is_teaser=Release.ORGANISATION not in row.release,
        created_at=at,
        created_by_id=by.pk,
    )
    changed = _write(introduction, by=by, at=at)  # the link in it names the row, so that comes first
    introduction.save(update_fields=changed)
    workflow.record(introduction, HistoryAction.LETTER_PREPARED, by=by, at=at, data={"cluster": cluster.name})
    return introduction


def _in_hand(row: IntroductionRequest, *, by: AbstractBaseUser, at: dt.datetime) -> IntroductionRequest:
    """Who writes a letter for a request that nobody has takes it; a colleague's stays the colleague's."""
    if row.assigned_to_id is None:
        return take(row, by=by, at=at)
    if row.status == RequestStatus.RECEIVED:
        return workflow.move(row, RequestStatus.IN_REVIEW, by=by, at=at)
    return row


def _write(introduction: Introduction, *, by: AbstractBaseUser, at: dt.datetime) -> list[str]:
    """Fill both letters from the templates with what is released today; return the fields written."""
    kind = LetterKind.TEASER if introduction.is_teaser else LetterKind.INTRODUCTION
    released = letters.tellable(introduction.request, unnamed=introduction.is_teaser)
    language = introduction.recipient.language if introduction.recipient else Language.FR
    letter, copy = letters.write(kind, introduction, released=released, language=language, by=by, at=at)
    introduction.language = language
    introduction.subject, introduction.body = letter.subject, letter.body
    introduction.copy_subject, introduction.copy_body = copy.subject, copy.body
    return ["language", *_LETTER]


@transaction.atomic
def redraft(
    introduction: Introduction,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    unnamed: bool | None = None,
    version: int | None = None,
) -> Introduction:
    """Write a draft anew from the templates: another person addressed, or something else released.

    `unnamed` says whether the organisation stays unnamed; None leaves it as it was, except that a name
    that is not released is never in it. Raises `NameNotReleased` when it was asked for all the same.
    """
    row = _locked_draft(introduction, version=version)
    released = Release.ORGANISATION in row.request.release
    if unnamed is False and not released:
        raise NameNotReleased
    row.is_teaser = not released or (row.is_teaser if unnamed is None else unnamed)
    changed = _write(row, by=by, at=at)
    return _store_letter(row, by=by, at=at, changed=[*changed, "is_teaser"])


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

    Raises `StaleVersion`, `AnswerMissing` for an empty part, `WrongRecipient`, and `NotADraft` when the
    letter has left.
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
        letters.quoted(row.subject, row.body, row.request.contact.language),
        letters.quoted(new["subject"], new["body"], row.request.contact.language),
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
        raise NotADraft
    return row


def _store_letter(
    row: Introduction, *, by: AbstractBaseUser, at: dt.datetime, changed: list[str]
) -> Introduction:
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    workflow.record(row, HistoryAction.LETTER_EDITED, by=by, at=at, data={"fields": changed})
    return row


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

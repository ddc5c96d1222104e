"""Telling a pôle that took up an unnamed enquiry who it comes from: once, with permission, in a letter.

What is written goes through the outbox with the same pause as an introduction, and can be called back as
long as it waits. An exact copy is the mails themselves.
"""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from contacts import giveaways, letters, outbox, sending, workflow
from contacts.enums import HistoryAction, IntroductionStatus, LetterKind, MailKind, Release
from contacts.letters import Letter
from contacts.models import Introduction
from contacts.review import AnswerMissing
from contacts.sending import CannotSend, SendObstacle

DISCLOSURE = (MailKind.DISCLOSURE, MailKind.DISCLOSURE_COPY)
_NAMING = {Release.ORGANISATION, Release.CONTACT}


def _may_be_told(introduction: Introduction) -> list[str]:
    """Return what this letter may say: what names the enquirer and what the pôle had, if released today."""
    may = _NAMING | set(introduction.released)
    return [fact.value for fact in Release if fact in may and fact in introduction.request.release]


def _known_after(introduction: Introduction) -> list[str]:
    """Return what the pôle knows after the letter; what it was told once cannot be untold."""
    known = {*introduction.released, *_may_be_told(introduction)}
    return [fact.value for fact in Release if fact in known]


def obstacles(introduction: Introduction) -> list[CannotSend]:
    """Return everything that keeps the name from being disclosed; [] when it can be."""
    request = introduction.request
    if not introduction.is_teaser:
        return [CannotSend(SendObstacle.NOT_UNNAMED)]
    if introduction.disclosed_at:
        return [CannotSend(SendObstacle.DISCLOSED)]
    if introduction.status != IntroductionStatus.ACCEPTED:
        return [CannotSend(SendObstacle.NOT_TAKEN_UP)]
    found = []
    if request.is_final:
        found.append(CannotSend(SendObstacle.REQUEST_NOT_OPEN))
    if not _NAMING & set(request.release):
        found.append(CannotSend(SendObstacle.NAME_NOT_RELEASED))
    if request.corrections.filter(applied_at=None).exists():
        found.append(CannotSend(SendObstacle.CORRECTION_WAITS))
    return [*found, *sending.unaddressed(introduction)]


def written(
    introduction: Introduction, *, by: AbstractBaseUser | None, at: dt.datetime
) -> tuple[Letter, Letter]:
    """Return the letter and the copy as the templates have them, to be looked at before they are sent."""
    return letters.write(
        LetterKind.DISCLOSURE,
        introduction,
        released=_may_be_told(introduction),
        known=_known_after(introduction),
        language=introduction.language,
        by=by,
        at=at,
    )


@transaction.atomic
def disclose(
    introduction: Introduction,
    *,
    letter: Letter,
    copy: Letter,
    by: AbstractBaseUser,
    at: dt.datetime,
    version: int | None = None,
) -> Introduction:
    """Send the pôle the letter that names the enquirer, and the enquirer its copy; once.

    Where the copy quotes the letter as the template had it, it quotes the one that is sent.

    Raises `CannotSend` with the first of its `obstacles` or when the letter tells what was not released,
    `AnswerMissing` for an empty part, and `StaleVersion`.
    """
    request = workflow.lock(introduction.request)
    row = workflow.lock(introduction, version=version)
    row.request = request
    if found := obstacles(row):
        raise found[0]
    for name, text in (("subject", letter.subject), ("body", letter.body), ("copy_body", copy.body)):
        if not text.strip():
            raise AnswerMissing(name)
    before, after = row.released, _known_after(row)
    if facts := giveaways.unreleased_facts(request, _may_be_told(row), letter.subject, letter.body):
        raise CannotSend(SendObstacle.UNRELEASED_FACTS, facts=tuple(fact.value for fact in facts))
    language = request.contact.language
    as_written, _copy = written(row, by=by, at=at)
    quote = letters.quoted(as_written.subject, as_written.body, language)
    told = letters.quoted(letter.subject, letter.body.replace("\r\n", "\n"), language)
    copy = Letter(copy.subject, copy.body.replace("\r\n", "\n").replace(quote, told))
    letter = Letter(letter.subject, letter.body.replace("\r\n", "\n"))
    row.released = after
    row.disclosed_at = at
    _store(row)
    sending.hand_over(row, DISCLOSURE, letter, copy, by=by, at=at)
    data = {"recipient": sending.email_of(row), "before": before, "released": after}
    workflow.record(row, HistoryAction.REVEALED, by=by, at=at, data=data)
    return row


@transaction.atomic
def undo(
    introduction: Introduction,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    version: int | None = None,
    actor: str = "",
) -> Introduction:
    """Call both mails of the disclosure back; the enquirer is unnamed again.

    Raises `outbox.HasLeft` once one of the mails has left or is with a worker, `CannotSend` when nothing
    was disclosed, and `StaleVersion`.
    """
    workflow.lock(introduction.request)
    row = workflow.lock(introduction, version=version)
    if row.disclosed_at is None or not outbox.call_back(row, DISCLOSURE):
        raise CannotSend(SendObstacle.NOT_UNNAMED)
    told = row.story.filter(action=HistoryAction.REVEALED).latest("pk")
    row.released = told.data["before"]
    row.disclosed_at = None
    _store(row)
    data = {"kind": MailKind.DISCLOSURE.value}
    workflow.record(row, HistoryAction.SENDING_UNDONE, by=by, at=at, actor=actor, data=data)
    return row


def _store(row: Introduction) -> None:
    row.version += 1
    row.save(update_fields=["released", "disclosed_at", "version"])

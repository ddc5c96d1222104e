"""Where a request stands, as its enquirer may know it: the stage, and what was passed on to whom.

Only what has left is told, and of a pôle's answer only what it decided, once somebody of the office has
read it: until then the attaché comes first. Staff's notes and reasons are not read here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts import after_sending, giveaways, letters, shortlist
from contacts.enums import (
    AnswerKind,
    HistoryAction,
    IntroductionStatus,
    MailKind,
    MailStatus,
    MatchDecision,
    Release,
    RequestStatus,
)
from contacts.matching import Spoken
from contacts.models import ClusterAnswer, HistoryEntry, Introduction, IntroductionRequest, OutgoingMail

SUGGESTIONS_SHOWN = 3


class Stage(models.IntegerChoices):
    """How far the office is, in the words of the status page; CLOSED is told in a sentence of its own."""

    CLOSED = 0, ""
    RECEIVED = 1, _("Received")
    READ = 2, _("Being read by an attaché")
    INTRODUCED = 3, _("Introduced to a pôle")
    COMPLETED = 4, _("Completed")


# Someone whose request was set aside is not told so: a person sees what is done, not what is suspected.
STAGES = {
    RequestStatus.QUARANTINED: Stage.RECEIVED,
    RequestStatus.RECEIVED: Stage.RECEIVED,
    RequestStatus.SPAM: Stage.RECEIVED,
    RequestStatus.IN_REVIEW: Stage.READ,
    RequestStatus.INTRODUCED: Stage.INTRODUCED,
    RequestStatus.COMPLETED: Stage.COMPLETED,
    RequestStatus.DECLINED: Stage.CLOSED,
    RequestStatus.WITHDRAWN: Stage.CLOSED,
}
FACTS = {
    Release.ORGANISATION: _("the name of your organisation"),
    Release.CONTACT: _("the name, e-mail address and telephone number of your contact person"),
    Release.TEXT: _("your question as you wrote it"),
}


class Answer(models.TextChoices):
    """What the enquirer may know of how an introduction stands."""

    RETURNED = "returned", _("Our letter came back unread. We look for another way to reach the pôle.")
    WAITING = "waiting", _("The pôle has not answered yet.")
    TAKEN_UP = "taken_up", _("The pôle takes this up.")
    REFUSED = "refused", _("The pôle does not take this up.")
    UNANSWERED = "unanswered", _("The pôle did not answer. We do not wait for it any longer.")
    COMPLETED = "completed", _("The pôle took this up; our part is done.")
    WITHDRAWN = "withdrawn", _("You withdrew your request from this pôle.")
    ENDED = "ended", _("We ended this introduction.")


_ANSWERS = {
    IntroductionStatus.SENT: Answer.WAITING,
    IntroductionStatus.ACCEPTED: Answer.TAKEN_UP,
    IntroductionStatus.REFUSED: Answer.REFUSED,
    IntroductionStatus.UNANSWERED: Answer.UNANSWERED,
    IntroductionStatus.COMPLETED: Answer.COMPLETED,
    IntroductionStatus.CANCELLED: Answer.ENDED,
}
_DATED = (Answer.TAKEN_UP, Answer.REFUSED, Answer.COMPLETED)


@dataclass(frozen=True)
class Passed:
    """A letter that has left, and what came of it. `disclosed_on` is the day a name followed later.

    Of a letter `in_doubt` nobody knows: the mail server did not say whether it took it.
    """

    introduction: Introduction
    sent_on: dt.date
    facts: tuple[Release, ...]
    disclosed_on: dt.date | None
    disclosed: tuple[Release, ...]
    answer: Answer
    in_doubt: bool = False
    name_in_doubt: bool = False

    @property
    def answered_on(self) -> dt.date | None:
        at = self.introduction.answered_at
        return timezone.localdate(at) if at and self.answer in _DATED else None

    @property
    def may_withdraw(self) -> bool:
        open_ = (Answer.RETURNED, Answer.WAITING, Answer.TAKEN_UP, Answer.UNANSWERED)
        return self.answer in open_ and self.introduction.status in after_sending.GIVEN_UP_FROM

    @property
    def is_over(self) -> bool:
        return self.introduction.status == IntroductionStatus.CANCELLED

    @property
    def told(self) -> list[object]:
        return [FACTS[fact] for fact in self.facts]

    @property
    def told_later(self) -> list[object]:
        return [FACTS[fact] for fact in self.disclosed]


def stage_of(request: IntroductionRequest, passed: Iterable[Passed]) -> Stage:
    """Return the stage; a request is introduced once a letter has left, not while it still waits."""
    if after_sending.is_withdrawn(request):
        return Stage.CLOSED
    stage = STAGES[RequestStatus(request.status)]
    if stage == Stage.INTRODUCED and not any(each.answer != Answer.RETURNED for each in passed):
        return Stage.READ
    return stage


def passed_on(request: IntroductionRequest) -> list[Passed]:
    """Return the letters that have left, oldest first; two queries, and those of `request` it has."""
    lines = HistoryEntry.objects.filter(introduction=OuterRef("pk"))
    by_enquirer = lines.filter(action=HistoryAction.MOVED, to_status=IntroductionStatus.CANCELLED)
    unread = ClusterAnswer.objects.filter(introduction=OuterRef("pk"), seen_at=None)
    rows = (
        request.introductions.filter(sent_at__isnull=False)
        .annotate(
            by_enquirer=Exists(by_enquirer.filter(actor=after_sending.ENQUIRER)),
            rewritten=Exists(lines.filter(action=HistoryAction.LETTER_EDITED)),
            unread=Exists(unread.exclude(kind=AnswerKind.MESSAGE)),
        )
        .prefetch_related(
            Prefetch("mails", OutgoingMail.objects.filter(kind__in=MailKind.LETTERS).order_by("pk"))
        )
        .order_by("sent_at", "pk")
    )
    return [each for row in rows if (each := _passed(request, row))]


def has_left(mails: Iterable[OutgoingMail]) -> bool:
    """Say whether the letter reached the pôle, or may have, from the mails of one introduction that was sent.

    One that came back did not; one that is with a worker, or that the mail server said nothing of, may
    have. Without any mail it was sent another way.
    """
    letters_ = [mail for mail in mails if mail.kind == MailKind.INTRODUCTION]
    return not letters_ or any(
        mail.status == MailStatus.SENT
        or (mail.status != MailStatus.BOUNCED and (mail.lease_until or mail.maybe_left_at))
        for mail in letters_
    )


def _passed(request: IntroductionRequest, row: Introduction) -> Passed | None:
    mails = list(row.mails.all())
    letter = _left(mails, MailKind.INTRODUCTION)
    if letter is None and any(mail.kind == MailKind.INTRODUCTION for mail in mails):
        return None
    naming = _left(mails, MailKind.DISCLOSURE)
    known = letters.tellable_of(row.released, unnamed=row.is_teaser)
    named = [fact for fact in Release if fact in row.released and fact not in known]
    sent_at = _when(letter) if letter else row.sent_at
    return Passed(
        introduction=row,
        sent_on=timezone.localdate(sent_at),
        facts=_really(request, letter, known) if row.rewritten else tuple(known),  # type: ignore[attr-defined]
        disclosed_on=timezone.localdate(_when(naming)) if naming else None,
        disclosed=_really(request, naming, named) if naming else (),
        answer=_answer(request, row, letter),
        in_doubt=letter is not None and letter.sent_at is None,
        name_in_doubt=naming is not None and naming.sent_at is None,
    )


def _left(mails: Iterable[OutgoingMail], kind: MailKind) -> OutgoingMail | None:
    """Return the mail that was handed over, else one that may have been."""
    own = [mail for mail in mails if mail.kind == kind]
    delivered = (mail for mail in own if mail.status in MailStatus.DELIVERED)
    return next(delivered, None) or next((mail for mail in own if mail.maybe_left_at), None)


def _when(mail: OutgoingMail) -> dt.datetime | None:
    return mail.sent_at or mail.maybe_left_at


def _really(
    request: IntroductionRequest, letter: OutgoingMail | None, released: list[Release]
) -> tuple[Release, ...]:
    """Return what a letter told: what was released, less what an attaché took out of it by hand.

    Once a correction was taken over the letter's words are no longer the request's, and cannot be looked
    for: then it is what was released.
    """
    corrected = any(
        each.applied_at and letter and letter.sent_at and each.applied_at > letter.sent_at
        for each in request.corrections.all()
    )
    if letter is None or corrected:
        return tuple(released)
    told = giveaways.told_in(request, letter.subject, letter.body)
    return tuple(fact for fact in released if fact in told)


def _answer(request: IntroductionRequest, row: Introduction, letter: OutgoingMail | None) -> Answer:
    answer = _ANSWERS[IntroductionStatus(row.status)]
    if answer == Answer.ENDED and row.by_enquirer:  # type: ignore[attr-defined]
        return Answer.WITHDRAWN
    if answer in (Answer.WAITING, Answer.UNANSWERED) and after_sending.is_withdrawn(request):
        return Answer.WITHDRAWN
    if answer == Answer.WAITING and letter and letter.status == MailStatus.BOUNCED:
        return Answer.RETURNED
    if answer in _DATED and row.unread:  # type: ignore[attr-defined]
        return Answer.WAITING
    return answer


# --- a first automatic reading -------------------------------------------------------------------------


def suggestions(request: IntroductionRequest, *, language: str) -> list[tuple[str, list[Spoken]]]:
    """Return the pôles that might fit, best first, each with what speaks for it.

    Only when the office shows them (`SHOW_SUGGESTIONS`), and only until a request is introduced; nobody
    who was set aside gets any.
    """
    if not settings.SHOW_SUGGESTIONS or request.status not in (
        RequestStatus.RECEIVED,
        RequestStatus.IN_REVIEW,
    ):
        return []
    matches = request.matches.exclude(decision=MatchDecision.REJECTED).select_related("cluster")
    return [
        (
            match.cluster.name,
            [reason for reason in shortlist.explain(match.reasons, language) if reason.supports],
        )
        for match in matches.order_by("rank", "pk")[:SUGGESTIONS_SHOWN]
    ]

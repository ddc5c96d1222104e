"""What a pôle's contact person says through the link in the letter, and what becomes of it.

An answer is stored as it was given, whatever the introduction's status is by then; the status follows
where the table of transitions has that step. Until somebody of the office has seen it, it waits.
Nothing of it is sent to anybody.
"""

import datetime as dt
import logging
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from clusters.models import Cluster
from contacts import incidents, introductions, notifications, shortlist, workflow
from contacts.enums import (
    AnswerKind,
    HistoryAction,
    IntroductionStatus,
    MailKind,
    RefusalReason,
    RequestStatus,
)
from contacts.models import ClusterAnswer, Introduction, OutgoingMail

logger = logging.getLogger(__name__)

_STATUS_OF = {
    AnswerKind.TAKEN_UP: IntroductionStatus.ACCEPTED,
    AnswerKind.REFUSED: IntroductionStatus.REFUSED,
    AnswerKind.ELSEWHERE: IntroductionStatus.REFUSED,
}
# From these a pôle's word moves the introduction. What was completed or cancelled only staff reopen.
_FOLLOWING = (IntroductionStatus.SENT, IntroductionStatus.UNANSWERED, IntroductionStatus.REFUSED)
# The back button fetches the page anew, with a new token: the same words so soon are the same answer.
SAME_WITHIN = dt.timedelta(hours=1)
LINK_EVERY = dt.timedelta(hours=1)
LINKS_A_DAY = 5


class NotLive(Exception):
    """The letter has not left, or its sending was undone: there is nothing to answer."""


class NoFreshLink(Exception):
    """No link can be sent now: one went out a short while ago, five did today, or there is no address."""


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """What was said, checked by whoever took it in; `kind` is an `AnswerKind`, `reason` a `RefusalReason`."""

    kind: str
    reason: str = ""
    other_cluster: Cluster | None = None
    text: str = ""


@dataclass(frozen=True)
class Receipt:
    """The answer as stored; `created` is False when it had come in before."""

    answer: ClusterAnswer
    created: bool


def is_live(introduction: Introduction) -> bool:
    """Say whether there is a letter to answer: it was sent, and its sending was not undone."""
    return introduction.sent_at is not None and introduction.status != IntroductionStatus.DRAFT


def is_open(introduction: Introduction) -> bool:
    """Say whether the pôle's word still moves anything; a message is always taken."""
    return introduction.request.status in RequestStatus.AFTER_INTRODUCTION and introduction.status in (
        *_FOLLOWING,
        IntroductionStatus.ACCEPTED,
    )


def offered(introduction: Introduction) -> list[AnswerKind]:
    """Return what the pôle can say as things stand: never what would change nothing."""
    if not is_open(introduction) or introduction.status == IntroductionStatus.ACCEPTED:
        return [AnswerKind.MESSAGE]
    if introduction.status == IntroductionStatus.REFUSED:
        return [AnswerKind.TAKEN_UP, AnswerKind.ELSEWHERE, AnswerKind.MESSAGE]
    return list(AnswerKind)


def is_followed(answer: ClusterAnswer) -> bool:
    """Say whether the introduction stands as this answer says; True for a message."""
    status = answer.introduction.status
    match answer.kind:
        case AnswerKind.TAKEN_UP:
            return status in IntroductionStatus.TAKEN_UP
        case AnswerKind.REFUSED | AnswerKind.ELSEWHERE:
            return status == IntroductionStatus.REFUSED
        case _:
            return True


def receive(introduction: Introduction, said: NewAnswer, *, token: UUID, at: dt.datetime) -> Receipt:
    """Store what the pôle said and let the introduction follow, in one transaction.

    The same `token`, or the same words within the hour, are the same answer. A pôle named instead
    becomes a suggestion afterwards: should that fail, the answer is there all the same. Raises `NotLive`.
    """
    with transaction.atomic():
        row = workflow.lock(introduction)
        if not is_live(row):
            raise NotLive
        if known := _known(row, said, token=token, at=at):
            return Receipt(known, created=False)
        answer = ClusterAnswer.objects.create(
            introduction=row,
            form_token=token,
            received_at=at,
            kind=said.kind,
            reason=said.reason,
            other_cluster=said.other_cluster,
            text=said.text,
        )
        _record(row, answer, at=at)
        _follow(row, said, at=at)
    if said.other_cluster and row.request.status in RequestStatus.AFTER_INTRODUCTION:
        _suggest_quietly(row, said.other_cluster, at=at)
    answer.introduction.refresh_from_db()
    return Receipt(answer, created=True)


def _known(row: Introduction, said: NewAnswer, *, token: UUID, at: dt.datetime) -> ClusterAnswer | None:
    if same := row.answers.filter(form_token=token).first():
        return same
    last = row.answers.order_by("pk").last()
    if last is None or at - last.received_at > SAME_WITHIN:
        return None
    words = (said.kind, said.reason, said.other_cluster.pk if said.other_cluster else None, said.text)
    return last if (last.kind, last.reason, last.other_cluster_id, last.text) == words else None


def _record(row: Introduction, answer: ClusterAnswer, *, at: dt.datetime) -> None:
    """Write the line of the story, without the message: that has one place, where it can be erased.

    The version counts on, so that nobody marks as seen what came in after they looked.
    """
    row.version += 1
    row.save(update_fields=["version"])
    data = {"answer": answer.pk, "kind": answer.kind}
    if answer.reason:
        data["reason"] = answer.reason
    if answer.other_cluster:
        data["cluster"] = answer.other_cluster.slug
        if row.request.matches.filter(cluster=answer.other_cluster).exists():
            data["already"] = True
    workflow.record(row, HistoryAction.ANSWER_RECEIVED, by=None, at=at, actor="cluster", data=data)


def _follow(row: Introduction, said: NewAnswer, *, at: dt.datetime) -> None:
    to = _STATUS_OF.get(AnswerKind(said.kind))
    if to is None or not is_open(row) or to not in workflow.next_statuses(row):
        return
    reason = RefusalReason.ELSEWHERE if said.kind == AnswerKind.ELSEWHERE else said.reason
    introductions.record_answer(row, to, by=None, at=at, reason=reason, actor="cluster")


def _suggest_quietly(row: Introduction, cluster: Cluster, *, at: dt.datetime) -> None:
    """Whatever fails here, the pôle was heard: staff see whom it named and can add it by hand."""
    try:
        shortlist.suggest(row.request, cluster, named_by=row.cluster_name, by=None, at=at)
    except Exception as error:  # noqa: BLE001
        incidents.note(logger, "No suggestion could be made", row.request.reference, error)


# --- by staff ------------------------------------------------------------------------------------------


@transaction.atomic
def record_by_hand(
    introduction: Introduction,
    kind: str,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    reason: str = "",
    other_cluster: Cluster | None = None,
    note: str = "",
    version: int | None = None,
) -> Introduction:
    """Record an answer that came by telephone or mail; `kind` is an `AnswerKind` that has a status.

    Whoever does so has seen what came in through the link. Raises what `introductions.record_answer`
    raises, and `shortlist.HasEnded` for a pôle named that stands no longer.
    """
    if kind == AnswerKind.ELSEWHERE:
        reason = RefusalReason.ELSEWHERE
    row = introductions.record_answer(
        introduction, _STATUS_OF[AnswerKind(kind)], by=by, at=at, reason=reason, note=note, version=version
    )
    if other_cluster:
        shortlist.suggest(row.request, other_cluster, named_by=row.cluster_name, by=by, at=at)
    mark_seen(row, by=by, at=at)
    return row


def mark_seen(introduction: Introduction, *, by: AbstractBaseUser, at: dt.datetime) -> int:
    """Note who saw the introduction's answers, for those nobody had seen; return how many."""
    return introduction.answers.filter(seen_at=None).update(seen_at=at, seen_by_id=by.pk)


# --- a fresh link --------------------------------------------------------------------------------------


def last_link(introduction: Introduction, *, at: dt.datetime) -> OutgoingMail | None:
    """Return the fresh link that went out within the last hour, if any."""
    recent = _links(introduction).filter(created_at__gt=at - LINK_EVERY)
    return recent.order_by("-created_at").first()


def address_for_link(introduction: Introduction) -> str:
    """Return where a fresh link goes: to the person addressed, as long as they are there; else empty."""
    recipient = introduction.recipient
    return recipient.email if recipient and recipient.is_active and not recipient.bounced_on else ""


def too_many_links(introduction: Introduction, *, at: dt.datetime) -> bool:
    """Say whether five fresh links went out within a day."""
    return _links(introduction).filter(created_at__gt=at - dt.timedelta(days=1)).count() >= LINKS_A_DAY


@transaction.atomic
def renew_link(introduction: Introduction, *, at: dt.datetime) -> OutgoingMail:
    """Send a fresh link to the person addressed: at most one an hour and five a day.

    Raises `NotLive` and `NoFreshLink`.
    """
    row = workflow.lock(introduction)
    if not is_live(row):
        raise NotLive
    address = address_for_link(row)
    if not address or last_link(row, at=at) or too_many_links(row, at=at):
        raise NoFreshLink
    mail = notifications.renew_answer_link(row, address, at=at)
    workflow.record(row, HistoryAction.LINK_RENEWED, by=None, at=at, actor="cluster", data={"mail": mail.pk})
    return mail


def _links(introduction: Introduction) -> QuerySet[OutgoingMail]:
    return introduction.mails.filter(kind=MailKind.ANSWER_LINK)

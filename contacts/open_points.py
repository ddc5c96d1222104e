"""What is still open when a quarter is to be closed: each a number, and the list it is the length of.

A request belongs to a quarter's report when it came in then, or when a letter on it was sent then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.enums import IntroductionStatus, RequestStatus
from contacts.models import ClusterAnswer, Introduction, IntroductionRequest, Remark
from contacts.quarters import Quarter

UNDECIDED = (RequestStatus.RECEIVED, RequestStatus.IN_REVIEW)


@dataclass(frozen=True)
class Kind:
    """One question of the checklist; `condition` finds its rows among those of the quarter."""

    label: str | Promise
    of_letters: bool
    condition: Callable[[], Q]


@dataclass(frozen=True)
class OpenPoint:
    """`key` stays when the words change."""

    key: str
    kind: Kind
    number: int


def of_report(quarter: Quarter) -> Q:
    """Return what makes a request part of the quarter's report."""
    sent = Introduction.objects.filter(sent_at__gte=quarter.begin, sent_at__lt=quarter.end)
    return _received(quarter) | Q(pk__in=Subquery(sent.values("request")))


def letters_of_report(quarter: Quarter) -> Q:
    """Return the letters sent in the quarter, and those in preparation on requests that came in then."""
    waiting = Q(sent_at=None, request__received_at__gte=quarter.begin, request__received_at__lt=quarter.end)
    return Q(sent_at__gte=quarter.begin, sent_at__lt=quarter.end) | waiting


def without_outcome() -> Q:
    """Return the letters that a pôle took up and of which nothing is known since."""
    return Q(status__in=IntroductionStatus.TAKEN_UP, outcomes=None)


def _received(quarter: Quarter) -> Q:
    return Q(received_at__gte=quarter.begin, received_at__lt=quarter.end)


def _unread() -> Q:
    answers = ClusterAnswer.objects.filter(seen_at=None).values_list("introduction__request")
    return Q(pk__in=answers.union(Remark.objects.filter(seen_at=None).values_list("request")))


KINDS = {
    "aside": Kind(
        _("requests set aside, not judged yet"), False, lambda: Q(status=RequestStatus.QUARANTINED)
    ),
    "undecided": Kind(
        _("requests without a decision (new or in review)"), False, lambda: Q(status__in=UNDECIDED)
    ),
    "unread": Kind(_("requests with answers or remarks nobody has read"), False, _unread),
    "drafts": Kind(_("letters in preparation, not sent"), True, lambda: Q(status=IntroductionStatus.DRAFT)),
    "unanswered": Kind(_("letters a pôle has not answered"), True, lambda: Q(status=IntroductionStatus.SENT)),
    "no_outcome": Kind(_("letters taken up by a pôle, without an outcome"), True, without_outcome),
}


def checklist(quarter: Quarter) -> list[OpenPoint]:
    """Return every question with its number, nought too, in two queries."""
    numbers = {
        **_counted(IntroductionRequest.objects.filter(of_report(quarter)), of_letters=False),
        **_counted(Introduction.objects.filter(letters_of_report(quarter)), of_letters=True),
    }
    return [OpenPoint(key, kind, numbers[key]) for key, kind in KINDS.items()]


def _counted(rows: Any, *, of_letters: bool) -> dict[str, int]:
    wanted = {key: kind for key, kind in KINDS.items() if kind.of_letters is of_letters}
    counts = {key: Count("pk", filter=kind.condition(), distinct=True) for key, kind in wanted.items()}
    found: dict[str, int] = rows.aggregate(**counts)
    return found

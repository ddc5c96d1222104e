"""The inbox's saved views: links above the list, each with its number, kept in the address as `?view=`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.enums import IntroductionStatus, MailStatus, RequestStatus
from contacts.models import ClusterAnswer, Introduction, IntroductionRequest, OutgoingMail, Remark

VIEW = "view"
MINE = "mine"
ALL = "all"
# Beyond this a number on a link tells nothing more, and costs time.
MOST_COUNTED = 1_000
NEWEST_FIRST = ("-received_at", "-pk")


@dataclass(frozen=True)
class View:
    """`condition(user, today)` says which requests; `nothing` is said when there are none."""

    name: str
    label: str | Promise
    condition: Callable[[Any, dt.date], Q]
    nothing: str | Promise
    ordering: tuple[str, ...] = NEWEST_FIRST


@dataclass(frozen=True)
class Link:
    label: str | Promise
    address: str
    number: str
    is_current: bool


def _mine(user: Any, today: dt.date) -> Q:
    free_or_mine = Q(assigned_to=None) | Q(assigned_to=user.pk)
    return Q(status__in=RequestStatus.OPEN) & free_or_mine


def _unanswered(user: Any, today: dt.date) -> Q:
    sent = Introduction.objects.filter(status=IntroductionStatus.SENT)
    return Q(pk__in=sent.values("request"))


def _bounced(user: Any, today: dt.date) -> Q:
    lost = OutgoingMail.objects.filter(status__in=MailStatus.NEEDS_ATTENTION, request__isnull=False)
    # They are few: with `distinct` PostgreSQL begins with them, without it with the newest requests.
    return Q(pk__in=lost.values("request").distinct())


def to_read() -> QuerySet[Any]:
    """Return the keys of requests with an answer or a remark that nobody of the office has seen."""
    answers = ClusterAnswer.objects.filter(seen_at=None).values_list("introduction__request")
    return answers.union(Remark.objects.filter(seen_at=None).values_list("request"))


def _to_read(user: Any, today: dt.date) -> Q:
    return Q(pk__in=to_read())


VIEWS = (
    View(MINE, _("Mine and unassigned"), _mine, _("Nothing open is yours or waits for somebody to take it.")),
    View(
        "new",
        _("New"),
        lambda user, today: Q(status=RequestStatus.RECEIVED),
        _("Every request has been taken up."),
    ),
    View(
        "due",
        _("Due"),
        lambda user, today: Q(follow_up_on__lte=today),
        _("Nothing is due today or overdue."),
        ("follow_up_on", *NEWEST_FIRST),
    ),
    View("unanswered", _("Waiting for a pôle"), _unanswered, _("No letter waits for an answer.")),
    View("bounced", _("Mail that came back"), _bounced, _("No mail came back or was given up.")),
    View("answers", _("Answers and remarks"), _to_read, _("Every answer and every remark has been read.")),
    View(
        "aside",
        _("Set aside"),
        lambda user, today: Q(status=RequestStatus.QUARANTINED),
        _("Nothing is set aside."),
    ),
    View(ALL, _("All"), lambda user, today: Q(), _("No request has come in yet.")),
)
BY_NAME = {view.name: view for view in VIEWS}


class _Count(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def links(current: View | None, *, user: Any, today: dt.date, address: Callable[[str], str]) -> list[Link]:
    """Return the views as links; all numbers in one query, each counted no further than `MOST_COUNTED`."""
    counts = {
        view.name: _Count(
            IntroductionRequest.objects.filter(view.condition(user, today)).values("pk")[: MOST_COUNTED + 1]
        )
        for view in VIEWS
    }
    people: QuerySet[Any] = get_user_model()._default_manager.filter(pk=user.pk)
    numbers = people.annotate(**counts).values(*counts).get()
    return [
        Link(view.label, address(view.name), at_most(numbers[view.name], MOST_COUNTED), view is current)
        for view in VIEWS
    ]


def at_most(number: int, most: int) -> str:
    """Return `number` as a person reads it: “1.234”, or “10.000+” when it was counted no further."""
    return number_format(min(number, most), force_grouping=True) + ("+" if number > most else "")

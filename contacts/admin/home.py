"""What waits today, and the office's figures: the staff site's first page. Every number leads to its list."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters import freshness
from contacts.admin import figures
from contacts.admin.inbox import due_in_words
from contacts.admin.inbox_views import to_read
from contacts.admin.reading import badge, suspected
from contacts.closing import MAY_CLOSE, asked_of_ended, not_closed
from contacts.enums import IntroductionStatus, MailStatus, RequestStatus
from contacts.figures import NO_REQUEST
from contacts.models import Introduction, IntroductionRequest, OutgoingMail

LATEST = 8
LONG = dt.timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    label: str | Promise
    number: int
    address: str
    attention: bool = False
    remark: str = ""


def today(request: HttpRequest) -> dict[str, Any]:
    """Return what waits and the figures, in a constant number of queries however much there is."""
    at = timezone.now()
    user: Any = request.user
    due, latest, aside = _listed(user, on=timezone.localdate(at))
    found = _numbers(user, at)
    return {
        "counts": _counts(user, found, aside, at=at),
        "latest": [_line(row, at) for row in latest],
        "due": [_line(row, at) for row in due],
        "inbox": reverse("admin:contacts_introductionrequest_changelist"),
        "to_close": not_closed(found, at=at) if user.has_perm(MAY_CLOSE) else [],
        "figures": figures.of_the_office(
            request.GET.get(figures.PERIOD, ""),
            at=at,
            letters=request.user.has_perm("contacts.view_introduction"),
        ),
    }


def _listed(user: Any, *, on: dt.date) -> tuple[list[IntroductionRequest], ...]:
    """Return the requests due on a day, mine first, the latest ones and what is set aside; one query."""
    rows = IntroductionRequest.objects.order_by()
    due = rows.filter(follow_up_on__lte=on).order_by("follow_up_on", "-pk")[:LATEST]
    latest = rows.exclude(status__in=NO_REQUEST).order_by("-received_at", "-pk")[:LATEST]
    aside = rows.filter(status=RequestStatus.QUARANTINED).order_by("-received_at", "-pk")[:LATEST]
    either = [rows.filter(pk__in=part.values("pk")).values("pk") for part in (due, latest, aside)]
    found = (
        rows.filter(pk__in=either[0].union(*either[1:]))
        .select_related("assigned_to")
        .defer("text", *IntroductionRequest.WORDS)
    )
    newest = sorted(found, key=lambda row: (row.received_at, row.pk), reverse=True)
    waiting = [row for row in newest if row.follow_up_on and row.follow_up_on <= on]
    waiting.sort(key=lambda row: (row.assigned_to_id != user.pk, row.follow_up_on))
    return (
        waiting[:LATEST],
        [row for row in newest if row.status not in NO_REQUEST][:LATEST],
        [row for row in newest if row.status == RequestStatus.QUARANTINED],
    )


def _line(row: IntroductionRequest, at: dt.datetime) -> tuple[IntroductionRequest, str, str]:
    when = due_in_words(row.follow_up_on, row.follow_up_what, today=timezone.localdate(at))
    return row, badge(row.status, row.get_status_display()), when


def _number(rows: QuerySet[Any], **condition: Any) -> Any:
    """Count rows inside another query: one value, 0 where there are none."""
    counted = rows.filter(**condition).order_by().annotate(all=Count("pk")).values("all")
    counted.query.group_by = None  # all of them together
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _numbers(user: Any, at: dt.datetime) -> dict[str, Any]:
    requests = IntroductionRequest.objects.all()
    waiting = Introduction.objects.filter(status=IntroductionStatus.SENT)
    lost = OutgoingMail.objects.filter(status__in=MailStatus.NEEDS_ATTENTION).values("request")
    people: QuerySet[Any] = get_user_model()._default_manager.filter(pk=user.pk)
    asked = {
        "new": _number(requests, status=RequestStatus.RECEIVED),
        "mine": _number(requests, status__in=RequestStatus.OPEN, assigned_to_id=user.pk),
        "due": _number(requests, follow_up_on=timezone.localdate(at)),
        "overdue": _number(requests, follow_up_on__lt=timezone.localdate(at)),
        "aside": _number(requests, status=RequestStatus.QUARANTINED),
        "unanswered": _number(requests, pk__in=waiting.values("request")),
        "long": _number(requests, pk__in=waiting.filter(sent_at__lte=at - LONG).values("request")),
        "bounced": _number(requests, pk__in=lost),
        "answers": _number(requests, pk__in=to_read()),
    }
    if user.has_perm(MAY_CLOSE):
        asked |= asked_of_ended(at=at)
    return people.annotate(**asked).values(*asked).get()


def _reasons(aside: list[IntroductionRequest]) -> str:
    """Name why the latest ones were set aside, the most frequent reason first."""
    found = Counter(why for row in aside for why in suspected(row))
    return ", ".join(why for why, _times in found.most_common())


def _counts(
    user: Any, found: Mapping[str, int], aside: list[IntroductionRequest], *, at: dt.datetime
) -> list[Waiting]:
    inbox = reverse("admin:contacts_introductionrequest_changelist")
    late, long = found["overdue"], found["long"]
    overdue = ngettext("%(number)d overdue", "%(number)d overdue", late) % {"number": late}
    waiting = ngettext("%(number)d for two weeks", "%(number)d for two weeks", long) % {"number": long}
    counts = [
        Waiting(_("new"), found["new"], f"{inbox}?view=new"),
        Waiting(
            _("due today or overdue"),
            found["due"] + late,
            f"{inbox}?view=due",
            attention=bool(late),
            remark=overdue if late else "",
        ),
        Waiting(_("answers and remarks to read"), found["answers"], f"{inbox}?view=answers"),
        Waiting(
            _("waiting for a pôle"),
            found["unanswered"],
            f"{inbox}?view=unanswered",
            remark=waiting if long else "",
        ),
        Waiting(
            _("with mail that came back"),
            found["bounced"],
            f"{inbox}?view=bounced",
            attention=bool(found["bounced"]),
        ),
        Waiting(_("mine, open"), found["mine"], f"{inbox}?status=open&assigned=mine"),
        Waiting(_("set aside"), found["aside"], f"{inbox}?view=aside", remark=_reasons(aside)),
    ]
    if user.has_perm("clusters.view_cluster"):
        again = len(freshness.look_after(on=timezone.localdate(at)))
        counts.append(Waiting(_("to look at again"), again, reverse("admin:clusters_freshness")))
    return counts

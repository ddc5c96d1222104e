"""What waits today: the numbers on the staff site's first page, each leading to its list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters import freshness
from contacts import shortlist
from contacts.admin.reading import badge
from contacts.enums import IntroductionStatus, MailStatus, RequestStatus
from contacts.models import Introduction, IntroductionRequest, OutgoingMail

LATEST = 10


@dataclass(frozen=True)
class Waiting:
    label: str | Promise
    number: int
    address: str
    attention: bool = False


def today(user: Any) -> dict[str, Any]:
    """Return what waits, in eight queries however much there is."""
    requests = IntroductionRequest.objects.aggregate(
        new=Count("pk", filter=Q(status=RequestStatus.RECEIVED)),
        in_review=Count("pk", filter=Q(status=RequestStatus.IN_REVIEW)),
        mine=Count("pk", filter=Q(status__in=RequestStatus.OPEN, assigned_to_id=user.pk)),
    )
    waiting = Introduction.objects.filter(status=IntroductionStatus.SENT).count()
    failed = OutgoingMail.objects.filter(status=MailStatus.FAILED).count()
    inbox = reverse("admin:contacts_introductionrequest_changelist")
    letters = reverse("admin:contacts_introduction_changelist")
    mails = reverse("admin:contacts_outgoingmail_changelist")
    latest = shortlist.with_best_suggestion(IntroductionRequest.objects.for_list()).defer(
        "text", "search_words"
    )
    register = []
    if user.has_perm("clusters.view_cluster"):
        again = len(freshness.look_after(on=timezone.localdate()))
        register.append(Waiting(_("to look at again"), again, reverse("admin:clusters_freshness")))
    others = (
        (
            "contacts.view_introduction",
            Waiting(_("waiting for an answer"), waiting, f"{letters}?status=sent"),
        ),
        (
            "contacts.view_outgoingmail",
            Waiting(_("mail that failed"), failed, f"{mails}?status__exact=failed", attention=bool(failed)),
        ),
    )
    return {
        "counts": [
            Waiting(_("new"), requests["new"], f"{inbox}?status=received"),
            Waiting(_("in review"), requests["in_review"], f"{inbox}?status=in_review"),
            Waiting(_("mine, open"), requests["mine"], f"{inbox}?status=open&assigned=mine"),
            *[each for permission, each in others if user.has_perm(permission)],
            *register,
        ],
        "latest": [
            (row, badge(row.status, row.get_status_display()))
            for row in latest.order_by("-received_at", "-pk")[:LATEST]
        ],
        "inbox": inbox,
    }

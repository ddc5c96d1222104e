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
from contacts.models import ClusterAnswer, Introduction, IntroductionRequest, OutgoingMail

LATEST = 10


@dataclass(frozen=True)
class Waiting:
    label: str | Promise
    number: int
    address: str
    attention: bool = False


def today(user: Any) -> dict[str, Any]:
    """Return what waits, in a constant number of queries however much there is."""
    requests = IntroductionRequest.objects.aggregate(
        new=Count("pk", filter=Q(status=RequestStatus.RECEIVED)),
        in_review=Count("pk", filter=Q(status=RequestStatus.IN_REVIEW)),
        aside=Count("pk", filter=Q(status=RequestStatus.QUARANTINED)),
        due=Count("pk", filter=Q(follow_up_on__lte=timezone.localdate())),
        mine=Count("pk", filter=Q(status__in=RequestStatus.OPEN, assigned_to_id=user.pk)),
    )
    waiting = Introduction.objects.filter(status=IntroductionStatus.SENT).count()
    failed = OutgoingMail.objects.filter(status__in=MailStatus.NEEDS_ATTENTION).count()
    answers = ClusterAnswer.objects.filter(seen_at=None).count()
    inbox = reverse("admin:contacts_introductionrequest_changelist")
    latest = shortlist.with_best_suggestion(IntroductionRequest.objects.for_list()).defer(
        "text", "search_words"
    )
    register = []
    if user.has_perm("clusters.view_cluster"):
        again = len(freshness.look_after(on=timezone.localdate()))
        register.append(Waiting(_("to look at again"), again, reverse("admin:clusters_freshness")))
    return {
        "counts": [
            Waiting(_("new"), requests["new"], f"{inbox}?view=new"),
            Waiting(_("in review"), requests["in_review"], f"{inbox}?status=in_review"),
            Waiting(_("mine, open"), requests["mine"], f"{inbox}?status=open&assigned=mine"),
            Waiting(_("waiting for an answer"), waiting, f"{inbox}?view=unanswered"),
            Waiting(_("mail came back or given up"), failed, f"{inbox}?view=bounced", attention=bool(failed)),
            Waiting(_("due today or earlier"), requests["due"], f"{inbox}?view=due"),
            Waiting(_("answers not seen yet"), answers, f"{inbox}?view=answers"),
            Waiting(_("set aside"), requests["aside"], f"{inbox}?view=aside"),
            *register,
        ],
        "latest": [
            (row, badge(row.status, row.get_status_display()))
            for row in latest.order_by("-received_at", "-pk")[:LATEST]
        ],
        "inbox": inbox,
    }

"""What the enquirer told the office after sending: on top of the request's page until it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from contacts import standing
from contacts.admin.steps import StepForm, StepsAdmin
from contacts.enums import IntroductionStatus, RemarkKind
from contacts.models import Introduction, IntroductionRequest, Remark

PERMISSION = "contacts.view_remark"


@dataclass(frozen=True)
class ShownRemark:
    """A remark, withdrawal or changed permission; `to_tell` are the pôles that must hear of it."""

    remark: Remark
    to_tell: list[str]


def remarks_of(
    page: StepsAdmin, request: HttpRequest, row: IntroductionRequest, bound: Mapping[str, StepForm]
) -> dict[str, Any]:
    """Return what waits to be read with its step, and the earlier remarks; asks the database nothing.

    Needs the request's remarks, introductions and mails. Nothing for who may not read what persons wrote.
    """
    if not request.user.has_perm(PERMISSION):
        return {}
    every = list(row.remarks.all())
    waiting = [ShownRemark(each, _to_tell(row, each)) for each in every if each.seen_at is None]
    return {
        "remarks": waiting,
        "remarks_seen": page.offer(request, row, bound, names=("seen",)) if waiting else [],
        "earlier_remarks": [each for each in every if each.seen_at and each.text],
    }


def _to_tell(row: IntroductionRequest, remark: Remark) -> list[str]:
    """Return the pôles that have the letter of what was withdrawn."""
    if remark.kind not in (RemarkKind.WITHDRAWN, RemarkKind.WITHDRAWN_FROM):
        return []
    return [
        each.cluster_name
        for each in row.introductions.all()
        if each.status == IntroductionStatus.CANCELLED
        and remark.introduction_id in (None, each.pk)
        and _arrived(row, each)
    ]


def _arrived(row: IntroductionRequest, introduction: Introduction) -> bool:
    mails = [mail for mail in row.mails.all() if mail.introduction_id == introduction.pk]
    return introduction.sent_at is not None and standing.has_left(mails)

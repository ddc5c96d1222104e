"""Answers of pôles that nobody of the office has seen yet, on the pages of their request and their letter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from contacts.admin.steps import Offered, StepsAdmin
from contacts.models import ClusterAnswer, Introduction


@dataclass
class WaitingAnswers:
    """What one pôle said that nobody has seen, oldest first, and the step that says it was seen."""

    introduction: Introduction
    steps: list[Offered]
    answers: list[ClusterAnswer] = field(default_factory=list)


def waiting_answers(
    page: StepsAdmin, request: HttpRequest, rows: Iterable[Introduction]
) -> list[WaitingAnswers]:
    """Return the unseen answers of these introductions, pôle by pôle; one query. None for who may not read
    what persons wrote."""
    introductions = {row.pk: row for row in rows}
    if not introductions or not request.user.has_perm("contacts.view_clusteranswer"):
        return []
    unseen = (
        ClusterAnswer.objects.filter(introduction__in=introductions, seen_at=None)
        .select_related("other_cluster")
        .order_by("received_at", "pk")
    )
    pages: Any = page.admin_site.get_model_admin(Introduction)
    found: dict[int, WaitingAnswers] = {}
    for answer in unseen:
        row = introductions[answer.introduction_id]
        if row.pk not in found:
            found[row.pk] = WaitingAnswers(row, pages.offer(request, row, {}, names=("seen",)))
        found[row.pk].answers.append(answer)
    return list(found.values())

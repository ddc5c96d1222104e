"""The questions a card answers: headings for staff, each with the kinds of fact that answer it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.models import (
    Agreement,
    Ambiguity,
    AmbiguitySource,
    ClusterContact,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Evaluation,
    Event,
    Facility,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    NetworkParticipation,
    Project,
    Statement,
    StrategicLine,
    Succession,
    ThemeMention,
)


@dataclass(frozen=True)
class Question:
    slug: str
    title: Promise
    kinds: tuple[type[Model], ...]


QUESTIONS = (
    Question("contacts", _("Whom do we write to?"), (ClusterContact,)),
    Question(
        "identity",
        _("What is it called, where is it, does it still exist?"),
        (ClusterName, ClusterRegion, ClusterSeat, Label, Succession),
    ),
    Question(
        "strengths",
        _("What is it strong in?"),
        (Focus, ThemeMention, StrategicLine, LineLead, Statement),
    ),
    Question(
        "parties",
        _("Who takes part, and in what?"),
        (Membership, Project, Facility, NetworkParticipation, Agreement),
    ),
    Question("figures", _("How large, how good, what happened?"), (Figure, Evaluation, Event)),
    Question("doubts", _("What is in doubt?"), (Ambiguity, AmbiguitySource)),
)


def question_of(kind: type[Any]) -> Question | None:
    """Return the question that facts of this kind answer; None for rows that are no part of a card."""
    return next((question for question in QUESTIONS if kind in question.kinds), None)

"""The card as it stood, in words under its questions; and what tells one state of a card from another."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import IntegerField, Max, Model, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.text import capfirst

from clusters.models import Cluster
from clusters.questions import QUESTIONS
from clusters.versions.parts import PARTS, Part, state_at
from clusters.versions.words import Words


@dataclass(frozen=True)
class Row:
    """One fact as it stood: its title, then label and words of every column."""

    title: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kind:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class AnsweredQuestion:
    slug: str
    title: str | Promise
    kinds: tuple[Kind, ...]


def as_it_stood(cluster_pk: int, moment: dt.datetime) -> tuple[Row | None, list[AnsweredQuestion]]:
    """Return the pôle (None when it was not there yet) and the facts on its card, question by question."""
    state = state_at(cluster_pk, moment)
    words = Words((model, values) for model, rows in state.items() for values in rows.values())
    owners = {
        part.model: {"cluster", part.owner.removesuffix("_id")} - {"line", "ambiguity"} for part in PARTS
    }

    def kind(model: type[Model]) -> Kind:
        rows = (
            Row(words.title(model, values), tuple(words.told(model, values, without=owners[model])))
            for values in state[model].values()
        )
        return Kind(capfirst(str(model._meta.verbose_name_plural)), tuple(rows))

    own = kind(Cluster).rows
    questions = [
        AnsweredQuestion(question.slug, question.title, kinds)
        for question in QUESTIONS
        if (kinds := tuple(kind(model) for model in question.kinds if state.get(model)))
    ]
    return (own[0] if own else None), questions


def tokens(cluster_pks: Collection[int]) -> dict[int, str]:
    """Return, for each card, what tells its state from every other: the last lines of its history.

    One query, however many cards; for the forms of pages that list many.
    """
    queries = [_last_lines(part, number, cluster_pks) for number, part in enumerate(PARTS)]
    last: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for owner, part, line in queries[0].union(*queries[1:], all=True):
        last[owner].append((part, line))
    return {pk: sha256(repr(sorted(last[pk])).encode()).hexdigest()[:16] for pk in cluster_pks}


def _last_lines(part: Part, number: int, cluster_pks: Collection[int]) -> QuerySet[Any, Any]:
    owner = part.owner if part.parent is None else f"{part.owner.removesuffix('_id')}__cluster_id"
    lines: QuerySet[Any, Any] = (
        part.history._default_manager.filter(Q(**{f"{owner}__in": cluster_pks}))
        .order_by()
        .annotate(part=Value(number, IntegerField()))
        .values_list(owner, "part")
        .annotate(line=Max("history_id"))
    )
    return lines

"""Of which rows a card consists, and how they looked: now, or at any moment of their history.

A state is plain values: per kind and primary key the columns that history keeps. People at the pôle
(`ClusterContact`) are no part of it: personal data has no history, so that it can be erased.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, Q, QuerySet

from clusters.models import (
    Ambiguity,
    AmbiguitySource,
    Cluster,
    ClusterContact,
    LineLead,
    StrategicLine,
    Succession,
)
from clusters.questions import QUESTIONS

Values = dict[str, Any]
State = dict[type[Model], dict[int, Values]]


@dataclass(frozen=True)
class Part:
    """One kind of row; `owner` is the column that says to which pôle, or `parent` row, it belongs."""

    model: type[Model]
    owner: str = "cluster_id"
    parent: type[Model] | None = None

    @property
    def history(self) -> type[Any]:
        history: type[Any] = self.model.history.model  # type: ignore[attr-defined]
        return history

    @property
    def columns(self) -> list["Field[Any, Any]"]:
        return list(self.history.tracked_fields)

    def ever(self, cluster_pk: int) -> QuerySet[Any]:
        """Return the history of all rows that belonged to the pôle at some time."""
        lines = self.history._default_manager
        if self.parent is None:
            own = lines.filter(**{self.owner: cluster_pk})
        else:
            parents = BY_MODEL[self.parent].history._default_manager.filter(cluster_id=cluster_pk)
            own = lines.filter(**{f"{self.owner}__in": parents.values("id")})
        found: QuerySet[Any] = lines.filter(id__in=own.values("id"))
        return found


_OWNERS: dict[type[Model], Part] = {
    Cluster: Part(Cluster, "id"),
    Succession: Part(Succession, "predecessor_id"),
    LineLead: Part(LineLead, "line_id", StrategicLine),
    AmbiguitySource: Part(AmbiguitySource, "ambiguity_id", Ambiguity),
}
_KINDS: list[type[Model]] = [kind for question in QUESTIONS for kind in question.kinds]
_MODELS: list[type[Model]] = [Cluster, *(kind for kind in _KINDS if kind is not ClusterContact)]
# The pôle itself first, then its facts in the order of the questions.
PARTS = tuple(_OWNERS.get(model, Part(model)) for model in _MODELS)
BY_MODEL = {part.model: part for part in PARTS}
ROOTS = tuple(part for part in PARTS if part.parent is None)
CHILDREN = tuple(part for part in PARTS if part.parent is not None)


def state_at(cluster_pk: int, moment: dt.datetime) -> State:
    """Return the card as it stood at that moment. One query per kind.

    Rows that are on the card today but were on another one then come along, as they were.
    """
    state: State = {}
    for part in (*ROOTS, *CHILDREN):
        here_now = part.model._default_manager.filter(_owned(part, cluster_pk)).values("pk")
        wanted = Q(id__in=part.ever(cluster_pk).values("id")) | Q(id__in=here_now)
        lines = part.history._default_manager.filter(wanted, history_date__lte=moment)
        names = [column.attname for column in part.columns]
        last: dict[int, Values | None] = {}
        for line in lines.order_by("history_date", "history_id").values("history_type", *names):
            gone = line.pop("history_type") == "-"
            last[line["id"]] = None if gone else line
        today = set(here_now.values_list("pk", flat=True)) if _moved(part, last, cluster_pk, state) else set()
        state[part.model] = {
            pk: values
            for pk, values in last.items()
            if values is not None and (_belongs(part, values, cluster_pk, state) or pk in today)
        }
    return state


def state_now(cluster_pk: int, *, then: State) -> State:
    """Return the card as it is, with the rows of `then` that live on another card now. One query per kind."""
    state: State = {}
    for part in (*ROOTS, *CHILDREN):
        names = [column.attname for column in part.columns]
        rows = part.model._default_manager.filter(
            _owned(part, cluster_pk) | Q(pk__in=list(then[part.model]))
        ).values(*names)
        state[part.model] = {row["id"]: row for row in rows.order_by("pk")}
    return state


def digest(state: Mapping[type[Model], Mapping[int, Values]]) -> str:
    """Return what tells this state of a card from every other."""
    plain = {
        model._meta.label_lower: {str(pk): values for pk, values in rows.items()}
        for model, rows in state.items()
    }
    return sha256(json.dumps(plain, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()[:24]


def _owned(part: Part, cluster_pk: int) -> Q:
    if part.parent is None:
        return Q(**{part.owner: cluster_pk})
    return Q(**{f"{part.owner.removesuffix('_id')}__cluster_id": cluster_pk})


def _belongs(part: Part, values: Values, cluster_pk: int, state: State) -> bool:
    if part.parent is None:
        return bool(values[part.owner] == cluster_pk)
    return values[part.owner] in state[part.parent]


def _moved(part: Part, last: Mapping[int, Values | None], cluster_pk: int, state: State) -> bool:
    return any(values and not _belongs(part, values, cluster_pk, state) for values in last.values())

"""Everything that refers to an organisation, and what a merge does with it.

Read from the models, so that nothing can be forgotten: a kind of row that says nothing here is refused.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import ForeignObjectRel

from clusters.constraints import Uniqueness, uniquenesses
from clusters.going_back import DERIVED, TELLS
from clusters.models import Organisation


class Way(StrEnum):
    """What becomes of a row that refers to the one that goes.

    MOVED: a fact goes along to the one kept. DROPPED: it is made again from the facts. LOOSED: it tells of
    what went, and outlives it.
    """

    MOVED = "moved"
    DROPPED = "dropped"
    LOOSED = "loosed"


@dataclass(frozen=True)
class Relation:
    """A column of a model that refers to organisations; `once` are the rules of which it is a part."""

    model: Any
    column: str
    way: Way
    once: tuple[Uniqueness, ...] = ()

    @property
    def attname(self) -> str:
        return f"{self.column}_id"


def relations() -> list[Relation]:
    """Return every relation to an organisation. Raises TypeError for one that nobody thought of.

    A fact can be moved because it keeps its history, out of which a merge is undone.
    """
    found = []
    for field in Organisation._meta.get_fields(include_hidden=True):
        if not isinstance(field, ForeignObjectRel):
            continue
        model: Any = field.related_model
        if hasattr(model, "history_id"):
            continue  # history tells what was, and stays so
        through: Any = getattr(field, "through", None)
        if through is not None and not through._meta.auto_created:
            continue  # its rows refer to organisations themselves
        column = field.field.name
        if model in DERIVED:
            way = Way.DROPPED
        elif model in TELLS:
            way = Way.LOOSED
        elif hasattr(model, "history"):
            way = Way.MOVED
        else:
            raise TypeError(f"{model._meta.label}.{column}: say what a merge of organisations does with it")
        once = tuple(rule for rule in uniquenesses(model) if column in rule.names)
        found.append(Relation(model, column, way, once))
    return found


def moved() -> list[Relation]:
    """Return the facts that go along, in the order of their models."""
    return [each for each in relations() if each.way is Way.MOVED]

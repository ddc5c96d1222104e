"""A model's own constraints, held against values that are not in the database yet.

Django's `validate_constraints` asks the database once per constraint and row, which is far too
slow for a register, and it speaks of rows where a file speaks of keys. Here a condition is worked
out on plain values, with SQL's own three answers: true, false and (None) not known.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


@dataclass(frozen=True)
class Uniqueness:
    """Columns that together may occur once, among the rows that meet the condition."""

    names: tuple[str, ...]
    condition: Q | None
    nulls_distinct: bool

    def key(self, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return what must be unique of this row, or None when the rule does not touch it."""
        if self.condition is not None and not holds(self.condition, values):
            return None
        key = tuple(values[name] for name in self.names)
        return None if self.nulls_distinct and None in key else key


def uniquenesses(model: type[Model]) -> list[Uniqueness]:
    """Return every rule that makes a row of the model unique, its primary key left out."""
    single = [
        Uniqueness((field.name,), None, nulls_distinct=True)
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key
    ]
    several = [
        Uniqueness(tuple(rule.fields), rule.condition, rule.nulls_distinct is not False)
        for rule in model._meta.constraints
        if isinstance(rule, UniqueConstraint) and rule.fields
    ]
    return single + several


def broken_checks(model: type[Model], values: Mapping[str, Any]) -> Iterator[tuple[list[str], str]]:
    """Yield, for every check the values fail, the columns it is about and the model's own message."""
    for rule in model._meta.constraints:
        if not isinstance(rule, CheckConstraint) or not isinstance(rule.condition, Q):
            continue
        if holds(rule.condition, values) is False:
            yield columns(rule.condition), str(rule.get_violation_error_message())


def columns(condition: Q) -> list[str]:
    """Return the names of the columns a condition speaks of, each once."""
    found: dict[str, None] = {}
    for child in condition.children:
        if isinstance(child, Q):
            found |= dict.fromkeys(columns(child))
        else:
            path, value = _parts(child)
            found[path.split("__")[0]] = None
            if isinstance(value, F) and _column(value) != "pk":
                found[_column(value)] = None
    return list(found)


def holds(condition: Q, values: Mapping[str, Any]) -> bool | None:
    """Work out a condition on values, as SQL would: None where a missing value leaves it open."""
    answers = [
        holds(child, values) if isinstance(child, Q) else _compare(child, values)
        for child in condition.children
    ]
    decisive = condition.connector == Q.OR
    if decisive in answers:
        answer: bool | None = decisive
    else:
        answer = None if None in answers else not decisive
    return not answer if condition.negated and answer is not None else answer


def _parts(child: Any) -> tuple[str, Any]:
    path, value = child
    return path, value


def _column(expression: F) -> str:
    return str(expression.name)  # type: ignore[attr-defined]  # django-stubs leave it out


def _compare(child: Any, values: Mapping[str, Any]) -> bool | None:
    path, expected = _parts(child)
    name, _, lookup = path.partition("__")
    actual = values[name]
    if lookup == "isnull":
        return (actual is None) is expected
    if expected is None:
        return actual is None
    if isinstance(expected, F):
        expected = values[_column(expected)]
    if actual is None or expected is None:
        return None
    return _COMPARISONS[lookup or "exact"](actual, expected)

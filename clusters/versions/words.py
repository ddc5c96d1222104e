"""A card's rows and their columns as a person reads them, without a query per row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clusters.versions.labels import label_of
from clusters.versions.parts import BY_MODEL, Values


@dataclass(frozen=True)
class Deleted:
    """Stands in for a row that is there no more and left no name behind."""

    pk: int

    def __str__(self) -> str:
        return _("deleted (number %(number)d)") % {"number": self.pk}


@dataclass(frozen=True)
class FieldChange:
    """One column of one row, before and after, in words."""

    label: str
    old: str
    new: str


class Words:
    """Knows what the rows are called that facts refer to; deleted ones by their last name.

    Made once for all values that a page shows: one query per kind of row referred to, two where
    some of them were deleted.
    """

    def __init__(self, rows: Iterable[tuple[type[Model], Values]]) -> None:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for model, values in rows:
            for column in references(model):
                if (pk := values[column.attname]) is not None:
                    wanted[column.related_model].add(pk)
        self.live = {target: target._default_manager.in_bulk(pks) for target, pks in wanted.items()}
        self.gone = {
            target: _last_of(target, missing)
            for target, pks in wanted.items()
            if (missing := pks - set(self.live[target]))
        }

    def referred(self, target: type[Model], pk: int) -> Any:
        return self.live[target].get(pk) or self.gone[target].get(pk) or Deleted(pk)

    def value(self, column: "Field[Any, Any]", value: Any) -> str:
        """Return one column's value in words; empty when there is none."""
        if value is None or value == "":
            return ""
        if isinstance(column, ForeignKey):
            return str(self.referred(column.related_model, value))
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, dt.datetime):
            return moment_in_words(value)
        if isinstance(value, dt.date):
            return date_format(value, "j F Y")
        if isinstance(value, Decimal):
            return number_format(value.normalize() if value % 1 else int(value))
        return str(value)

    def heading(self, model: type[Model], values: Values) -> str:
        """Return what the row is called, after its kind."""
        return f"{capfirst(str(model._meta.verbose_name))}: {self.title(model, values)}"

    def title(self, model: type[Model], values: Values) -> str:
        """Return what the row calls itself; the pôle it is about goes without saying."""
        row = model(**values)
        for column in references(model):
            pk = values[column.attname]
            row._state.fields_cache[column.name] = (
                None if pk is None else self.referred(column.related_model, pk)
            )
        pole = row._state.fields_cache.get("cluster")
        return str(row).removesuffix(f" ({pole})").strip() or _("without a name")

    def told(
        self, model: type[Model], values: Values, *, without: Iterable[str] = ()
    ) -> list[tuple[str, str]]:
        """Return label and words of every column that says more than an empty form would."""
        left_out = {"id", *without}
        return [
            (label_of(column), words)
            for column in BY_MODEL[model].columns
            if column.name not in left_out and values[column.attname] != column.get_default()
            if (words := self.value(column, values[column.attname]))
        ]

    def changes(self, model: type[Model], old: Values, new: Values) -> tuple[FieldChange, ...]:
        """Return the columns in which two states of a row differ."""
        return tuple(
            FieldChange(
                label_of(column),
                self.value(column, old[column.attname]),
                self.value(column, new[column.attname]),
            )
            for column in BY_MODEL[model].columns
            if old[column.attname] != new[column.attname]
        )


def moment_in_words(moment: dt.datetime) -> str:
    """Return day and time by the office's clock."""
    return date_format(timezone.localtime(moment), "j F Y H:i")


def references(model: type[Model]) -> list[Any]:
    """Return the columns that refer to other rows."""
    return [column for column in BY_MODEL[model].columns if isinstance(column, ForeignKey)]


def _last_of(target: type[Model], pks: set[int]) -> dict[int, Any]:
    if not hasattr(target, "history"):
        return {}
    history: Any = target.history.model
    names = [column.attname for column in history.tracked_fields]
    lines = history._default_manager.filter(id__in=pks).order_by("history_date", "history_id")
    return {values["id"]: target(**values) for values in lines.values(*names)}

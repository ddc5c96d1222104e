"""Rows of many tables in one question to the database.

A card is made of some twenty kinds of fact, each a table of its own, and each row comes with its source,
its city, its theme. Asked one by one they cost as many journeys. Here the questions are put together
(`UNION ALL`), every row as a JSON array of its columns; what comes out are the models' own instances,
with what is related to them, as `select_related` would give them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    F,
    Func,
    JSONField,
    Model,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import RowNumber

Reader = tuple[Any, Any]  # a column, and what reads its value out of JSON


@dataclass(frozen=True)
class Part:
    """One table's rows, what comes with each of them (`city__region`), and their order."""

    rows: QuerySet[Any, Any]
    related: tuple[str, ...] = ()
    order: tuple[Any, ...] = ("pk",)


def read_together(parts: Mapping[str, Part]) -> dict[str, list[Any]]:
    """Return the rows of each part in its order. One query, whatever the number of parts.

    Related rows that are the same row are the same instance, so nobody may change them.
    """
    shapes = {name: _Shape(part) for name, part in parts.items()}
    first, *others = [shape.question(name) for name, shape in shapes.items()]
    found: dict[str, list[tuple[int, Any]]] = {name: [] for name in parts}
    for name, place, columns in first.union(*others, all=True):
        found[name].append((place, columns))
    return {
        name: [shapes[name].row(columns) for _place, columns in sorted(rows, key=lambda row: row[0])]
        for name, rows in found.items()
    }


def hang(children: Iterable[Model], parents: Iterable[Model], *, by: str, name: str) -> None:
    """Give each parent its children, as `prefetch_related(name)` would; `by` is the child's column."""
    own: dict[Any, list[Model]] = {}
    for child in children:
        own.setdefault(getattr(child, by), []).append(child)
    for parent in parents:
        rows: Any = parent._meta.get_field(name).related_model._default_manager.none()  # type: ignore[union-attr]
        rows._result_cache, rows._prefetch_done = own.get(parent.pk, []), True
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


class _Array(Func):
    """A JSON array. Django's own asks each new connection of SQLite whether it can, in a transaction that
    waits for writers; every SQLite that Python 3.11 comes with can."""

    function = "JSON_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **context)


class _Shape:
    """How a row of one part is written as an array, and read again: its own columns, then its relations'."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.models: dict[str, type[Model]] = {"": part.rows.model}  # by the way that leads there
        for way in part.related:
            self._walk(way)
        self.readers = {way: list(_readers(model)) for way, model in self.models.items()}
        self.known: dict[tuple[str, Any], Model] = {}

    def _walk(self, way: str) -> None:
        steps = way.split("__")
        for number, step in enumerate(steps):
            model = self.models["__".join(steps[:number])]
            self.models["__".join(steps[: number + 1])] = model._meta.get_field(step).related_model  # type: ignore[assignment]

    def question(self, name: str) -> QuerySet[Any, Any]:
        arrays = [
            _Array(*(F(f"{way}__{field.attname}" if way else field.attname) for field, _read in readers))
            for way, readers in self.readers.items()
        ]
        place = Window(RowNumber(), order_by=list(self.part.order))
        return self.part.rows.order_by().values_list(
            Value(name, output_field=CharField()), place, _Array(*arrays)
        )

    def row(self, columns: list[list[Any]]) -> Any:
        made: dict[str, Model | None] = {}
        for (way, model), values in zip(self.models.items(), columns, strict=True):
            made[way] = self._instance(way, model, values)
            if way:
                before, _, step = way.rpartition("__")
                if (parent := made[before]) is not None:
                    parent._meta.get_field(step).set_cached_value(parent, made[way])  # type: ignore[union-attr]
        return made[""]

    def _instance(self, way: str, model: type[Model], values: list[Any]) -> Model | None:
        """Return the row, None for a related one that is not there; a related row is made once."""
        readers = self.readers[way]
        key = (way, values[0])  # the primary key is every model's first column
        if way and (values[0] is None or key in self.known):
            return self.known.get(key)
        read = [
            value if value is None or how is None else how(value)
            for value, (_field, how) in zip(values, readers, strict=True)
        ]
        made = model.from_db(self.part.rows.db, [field.attname for field, _how in readers], read)
        if way:
            self.known[key] = made
        return made


def _readers(model: type[Model]) -> Iterator[Reader]:
    """Yield the columns of a model, each with what reads its value out of JSON; None where that is none."""
    for field in model._meta.concrete_fields:
        if isinstance(field, DecimalField):
            step = Decimal(1).scaleb(-field.decimal_places)
            yield field, lambda value, step=step: Decimal(str(value)).quantize(step)
        elif isinstance(field, DateField):
            yield field, dt.date.fromisoformat
        else:
            yield field, bool if field.get_internal_type() == "BooleanField" else None

"""Stores the register's files, and leaves alone what staff made of it since.

For every record it stored, a `LoadedRecord` keeps how the row looked. A file that did not change
is not looked at again; one that did changes its row only while that row still looks as loaded.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import DecimalField, Field, Model
from django.utils.translation import gettext
from simple_history.utils import bulk_create_with_history

from clusters import member_themes
from clusters.constraints import Uniqueness, uniquenesses
from clusters.fixtures import BadFixture, Record, Reference, columns_of
from clusters.lifeline import LifelineLoops, follow, loop_in_words, reform_in_words, successors_of_regions
from clusters.models import LoadedRecord, Region, Succession

CHANGE_REASON = "register files"


@dataclass
class LoadReport:
    """What a load did: counts, and a sentence for every record it left to staff."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    left: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kept = f"{self.unchanged} unchanged, {len(self.left)} left to staff"
        return f"{self.new} new, {self.updated} updated, {kept}"


def load(records: Iterable[Record], *, at: dt.datetime) -> LoadReport:
    """Store the records, all or none, and tag their organisations. Loading them again changes nothing.

    Raises BadFixture when records refer to each other in a circle or a life line would loop.
    """
    with transaction.atomic():
        report = _Load(at).run(list(records))
        member_themes.tag_due(at=at)
    return report


def digest(model: type[Model], values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a row's values by column name; other rows by their primary key.

    Values equal to the column's default are left out, so that a column added later, filled with
    its default, does not make every loaded row look changed.
    """
    told = {
        name: _as_text(column, values[name])
        for name, column in columns_of(model).items()
        if values[name] != column.get_default()
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _as_text(column: "Field[Any, Any]", value: Any) -> str | None:
    if isinstance(column, DecimalField) and value is not None:
        return str(Decimal(value).quantize(Decimal(1).scaleb(-column.decimal_places)))
    return None if value is None else str(value)


def _values_of(row: Model) -> dict[str, Any]:
    return {name: getattr(row, column.attname) for name, column in columns_of(type(row)).items()}


class _Taken:
    """What is unique in the rows of one model: who holds which slug, number or pair."""

    def __init__(self, model: type[Model]) -> None:
        self.rules = uniquenesses(model)
        self.holders: dict[tuple[Uniqueness, tuple[Any, ...]], int] = {}
        if self.rules:
            names = [column.name for column in model._meta.concrete_fields]
            for row in model._default_manager.values_list(*names):
                self.take(dict(zip(names, row, strict=True)), row[0])

    def take(self, values: Mapping[str, Any], pk: int) -> None:
        for rule in self.rules:
            if (key := rule.key(values)) is not None:
                self.holders[rule, key] = pk

    def other_holder(self, values: Mapping[str, Any], pk: int | None) -> tuple[str, int] | None:
        """Return the columns and the row that stand in the way of these values, if any does."""
        for rule in self.rules:
            key = rule.key(values)
            holder = None if key is None else self.holders.get((rule, key))
            if holder is not None and holder != pk:
                return ", ".join(rule.names), holder
        return None


class _Load:
    """One load: knows which row every key stands for so far."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.report = LoadReport()
        lines = LoadedRecord.objects.values_list("key", "model", "object_pk", "digest", named=True)
        self.ledger = {line.key: line for line in lines.iterator()}
        self.rows: dict[str, int] = {}
        self.gone: set[str] = set()
        self.present: dict[type[Model], set[int]] = {}
        self.taken: dict[type[Model], _Taken] = {}

    def run(self, records: list[Record]) -> LoadReport:
        waiting = records
        while waiting:
            ready = [record for record in waiting if self._known(record)]
            if not ready:
                raise _circle(waiting)
            self._store(ready)
            waiting = [
                record for record in waiting if record.key not in self.rows and record.key not in self.gone
            ]
        if any(record.model is Succession for record in records):
            _refuse_loops(records, self.rows)
        if any(record.model is Region for record in records):
            _refuse_circling_regions(records, self.rows)
        return self.report

    def _known(self, record: Record) -> bool:
        return all(key in self.rows or key in self.gone for key in record.references)

    def _store(self, records: list[Record]) -> None:
        fresh: dict[type[Model], list[tuple[Record, dict[str, Any]]]] = defaultdict(list)
        changed: dict[type[Model], list[tuple[Record, dict[str, Any]]]] = defaultdict(list)
        for record in records:
            line = self.ledger.get(record.key)
            if line is None:
                if values := self._place_for(record):
                    fresh[record.model].append((record, values))
                continue
            if line.model != record.model._meta.label_lower:
                raise record.written.fault(
                    "key",
                    gettext("stands for a %(model)s already; choose another key.") % {"model": line.model},
                )
            if line.object_pk not in self._present(record.model):
                self._leave(record, gettext("deleted by staff, stays deleted"))
                continue
            self.rows[record.key] = line.object_pk
            values = self._resolved(record)
            if values is not None and digest(record.model, values) == line.digest:
                self.report.unchanged += 1
            elif values is None:
                self._leave(record, gettext("what it refers to was deleted by staff, left alone"))
            else:
                changed[record.model].append((record, values))
        for model, pairs in fresh.items():
            self._create(model, pairs)
        for model, pairs in changed.items():
            self._update(model, pairs)

    def _place_for(self, record: Record) -> dict[str, Any] | None:
        """Return the values of a record to create, or None (and a line in the report) when it cannot be."""
        values = self._resolved(record)
        if values is None:
            self._leave(record, gettext("what it refers to was deleted by staff, left out"))
            return None
        clash = self._taken(record.model).other_holder(self._for_rules(record, values), None)
        if clash is None:
            return values
        names, holder = clash
        self.rows[record.key] = holder
        self._leave(record, gettext("staff made one with the same %(names)s, left alone") % {"names": names})
        return None

    def _create(self, model: type[Model], pairs: list[tuple[Record, dict[str, Any]]]) -> None:
        rows = [model(**_by_attname(model, values)) for _record, values in pairs]
        if hasattr(model, "history"):
            rows = bulk_create_with_history(
                rows, model, batch_size=500, default_change_reason=CHANGE_REASON, default_date=self.at
            )
        else:
            rows = model._default_manager.bulk_create(rows, batch_size=500)
        lines = []
        for (record, values), row in zip(pairs, rows, strict=True):
            self.rows[record.key] = row.pk
            self._taken(model).take(self._for_rules(record, values), row.pk)
            lines.append(
                LoadedRecord(
                    key=record.key,
                    model=model._meta.label_lower,
                    object_pk=row.pk,
                    digest=digest(model, values),
                    loaded_at=self.at,
                )
            )
        LoadedRecord.objects.bulk_create(lines, batch_size=500)
        self.report.new += len(rows)

    def _update(self, model: type[Model], pairs: list[tuple[Record, dict[str, Any]]]) -> None:
        rows = model._default_manager.in_bulk([self.rows[record.key] for record, _values in pairs])
        for record, values in pairs:
            row, line = rows[self.rows[record.key]], self.ledger[record.key]
            if digest(model, _values_of(row)) != line.digest:
                self._leave(record, gettext("changed by staff, left alone"))
                continue
            if clash := self._taken(model).other_holder(self._for_rules(record, values), row.pk):
                self._leave(
                    record, gettext("another row has the same %(names)s, left alone") % {"names": clash[0]}
                )
                continue
            for name, value in _by_attname(model, values).items():
                setattr(row, name, value)
            if hasattr(row, "version"):
                row.version += 1
            if hasattr(model, "history"):
                row._change_reason = CHANGE_REASON  # type: ignore[attr-defined]
                row._history_date = self.at  # type: ignore[attr-defined]
            row.save()
            LoadedRecord.objects.filter(key=record.key).update(
                digest=digest(model, values), loaded_at=self.at
            )
            self.report.updated += 1

    def _resolved(self, record: Record) -> dict[str, Any] | None:
        """Return the values with rows in place of references, or None when such a row is gone."""
        if any(key in self.gone for key in record.references):
            return None
        return {
            name: self.rows[value.key] if isinstance(value, Reference) else value
            for name, value in record.values.items()
        }

    def _for_rules(self, record: Record, values: dict[str, Any]) -> dict[str, Any]:
        return record.complete | values

    def _present(self, model: type[Model]) -> set[int]:
        if model not in self.present:
            self.present[model] = set(model._default_manager.values_list("pk", flat=True))
        return self.present[model]

    def _taken(self, model: type[Model]) -> _Taken:
        if model not in self.taken:
            self.taken[model] = _Taken(model)
        return self.taken[model]

    def _leave(self, record: Record, reason: str) -> None:
        if record.key not in self.rows:
            self.gone.add(record.key)
        self.report.left.append(f"{record.key}: {reason}")


def _by_attname(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    return {column.attname: values[name] for name, column in columns_of(model).items()}


def _circle(waiting: list[Record]) -> BadFixture:
    """Name one record of a circle of references; only rows of one kind can refer to each other so."""
    left = {record.key: record for record in waiting}
    edges = {
        key: next(target for target in record.references if target in left)
        for key, record in left.items()
        if any(target in left for target in record.references)
    }
    for key, record in left.items():
        try:
            follow(edges, key)
        except LifelineLoops as loop:
            column = next(
                n for n, v in record.values.items() if isinstance(v, Reference) and v.key == edges[key]
            )
            return record.written.fault(
                column, gettext("refers back to itself (%(way)s); break the circle.") % {"way": loop}
            )
    raise AssertionError("records wait for one another without a circle")


def _refuse_loops(records: list[Record], rows: dict[str, int]) -> None:
    """Refuse a life line that loops, also when part of it is what staff wrote."""
    edges = dict(Succession.objects.values_list("predecessor_id", "successor_id"))
    for record in records:
        if record.model is Succession and record.key in rows:
            start = rows[record.values["predecessor"].key]
            try:
                follow(edges, start)
            except LifelineLoops as loop:
                raise record.written.fault("successor", loop_in_words(edges, start=start)) from loop


def _refuse_circling_regions(records: list[Record], rows: dict[str, int]) -> None:
    """Refuse regions that pass into one another in a circle, also when staff wrote part of it."""
    edges = successors_of_regions()
    for record in records:
        if record.model is Region and record.key in rows:
            try:
                follow(edges, rows[record.key])
            except LifelineLoops as loop:
                raise record.written.fault(
                    "successor", reform_in_words(edges, start=rows[record.key])
                ) from loop

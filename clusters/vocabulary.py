"""The vocabulary as CSV files: out of the database and back in, in the format of the register's own files.

Unlike the register's loader, an import takes the files at their word: what they say replaces what is
stored, whoever wrote it. What the files leave out stays, unless asked to prune. A row is recognised by
what names it: a theme by its short name, a term by theme, language and folded text, a focus by pôle,
theme and end.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext
from simple_history.utils import bulk_create_with_history

from clusters.fixtures import (
    VOCABULARY,
    BadFixture,
    Record,
    Reference,
    Table,
    check,
    columns_of,
    read_table,
)
from clusters.lifeline import LifelineLoops, follow
from clusters.models import Cluster, LoadedRecord, OrganisationTheme, Sector, Source, StrategicLine, Theme
from clusters.spreadsheets import csv_lines

REASON = "vocabulary import"
ORDER = {"themes": ("slug",), "terms": ("theme", "language", "text"), "focuses": ("cluster", "theme")}


@dataclass
class ImportReport:
    """What an import did, per table; `absent` are stored rows that the files leave out, removed or not."""

    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)


class CannotExport(Exception):
    """A row cannot be told from another by what the files would say of it."""


# --- out ------------------------------------------------------------------------------------------------


def export() -> dict[str, str]:
    """Return the content of every file by its name, in an order that is always the same."""
    names = _Names.read()
    return {f"{table}.csv": _written(table, names) for table in VOCABULARY}


def _written(name: str, names: "_Names") -> str:
    table = VOCABULARY[name]
    model: type[models.Model] = apps.get_model(table.model)
    rows = [_cells(row, table, names) for row in model._default_manager.all()]
    rows.sort(key=lambda cells: [*(cells[column] for column in ORDER[name]), *cells.values()])
    _refuse_doubles(name, table, rows)
    fields = columns_of(model)
    dates = {column for column in table.columns if isinstance(fields[column], models.DateField)}
    cells = (
        [dt.date.fromisoformat(cell) if cell and column in dates else cell for column, cell in row.items()]
        for row in rows
    )
    return b"".join(csv_lines(table.columns, cells, delimiter=",", bom=False, line_end="\n")).decode()


def _cells(row: models.Model, table: Table, names: "_Names") -> dict[str, str]:
    cells = {}
    for column in table.columns:
        value = getattr(row, columns_of(type(row))[column].attname)
        if value is None:
            cells[column] = ""
        elif column in table.prefixes:
            name = names.of[table.prefixes[column], value]
            cells[column] = f"line/{name}" if column == "line" else name  # as the register's files write it
        elif column in table.booleans:
            cells[column] = "1" if value else "0"
        else:
            cells[column] = str(value)
    return cells


def _refuse_doubles(name: str, table: Table, rows: Iterable[dict[str, str]]) -> None:
    for key, number in Counter(table.key(cells) for cells in rows).items():
        if number > 1:
            raise CannotExport(
                gettext(
                    "%(file)s: %(number)d rows would be called “%(key)s”; end or remove one in the admin."
                )
                % {"file": f"{name}.csv", "number": number, "key": key}
            )


@dataclass
class _Names:
    """What the files call rows of other tables, and which row a name stands for."""

    of: dict[tuple[str, int], str]
    rows: dict[str, int]
    kinds: dict[str, type[models.Model]]

    @classmethod
    def read(cls) -> "_Names":
        names = cls({}, {}, {})
        for prefix, model in (
            ("sector/", Sector),
            ("theme/", Theme),
            ("cluster/", Cluster),
            ("source/", Source),
        ):
            for pk, slug in model._default_manager.values_list("pk", "slug"):
                names._add(prefix, model, pk, slug)
        # A line has no short name of its own: it is called as the register's files call it, else by its
        # pôle and number, else by its place in the database.
        loaded = LoadedRecord.objects.filter(model="clusters.strategicline", key__startswith="line/")
        called = {line.object_pk: line.key.removeprefix("line/") for line in loaded}
        taken = set(called.values())
        lines = StrategicLine._default_manager.values_list("pk", "cluster__slug", "number").order_by("pk")
        for pk, slug, number in lines:
            name = f"{slug}/{number}"
            if pk not in called and (number is None or name in taken):
                name = f"{slug}/row-{pk}"
            name = called.get(pk, name)
            taken.add(name)
            names._add("line/", StrategicLine, pk, name)
        return names

    def _add(self, prefix: str, model: type[models.Model], pk: int, name: str) -> None:
        self.of[prefix, pk] = name
        self.rows[prefix + name] = pk
        self.kinds[prefix + name] = model


# --- in -------------------------------------------------------------------------------------------------


def read_folder(folder: Path) -> dict[str, list[Record]]:
    """Return the records of the folder's files by table, checked against each other and the register.

    Raises BadFixture for the first fault. A file that is not there is a table left alone.
    """
    paths = {table: folder / f"{table}.csv" for table in VOCABULARY}
    present = {table: path for table, path in paths.items() if path.exists()}
    if not present:
        raise BadFixture(
            gettext("%(folder)s holds none of %(files)s; name the folder that `vocabulary export` filled.")
            % {"folder": folder, "files": ", ".join(path.name for path in paths.values())}
        )
    written = {table: list(read_table(table, path)) for table, path in present.items()}
    records = check((row for rows in written.values() for row in rows), known=_Names.read().kinds)
    by_model: dict[str, list[Record]] = {table: [] for table in present}
    tables = {VOCABULARY[table].model: table for table in VOCABULARY}
    for record in records:
        by_model[tables[record.model._meta.label_lower]].append(record)
    _refuse_circles(by_model.get("themes", []))
    return by_model


def import_records(
    records: Mapping[str, list[Record]], *, at: dt.datetime, prune: bool = False, dry_run: bool = False
) -> ImportReport:
    """Store the records, all or none; with `dry_run` tell only what would happen.

    Raises BadFixture when pruning would take away what is still referred to.
    """
    report = ImportReport()
    with transaction.atomic():
        names = _Names.read()
        absent = {}
        for table in VOCABULARY:
            if table in records:
                absent[table] = _store(table, records[table], names, report, at=at)
        for table in reversed(VOCABULARY):  # what refers to a theme goes before the theme
            if table in absent:
                report.absent[table] = len(absent[table])
                if prune:
                    _prune(table, absent[table], report)
        transaction.set_rollback(dry_run)
    return report


def _store(
    table: str, records: list[Record], names: _Names, report: ImportReport, *, at: dt.datetime
) -> list[models.Model]:
    """Write one table; return the rows its file does not have."""
    model: type[models.Model] = apps.get_model(VOCABULARY[table].model)
    stored = {
        VOCABULARY[table].key(_cells(row, VOCABULARY[table], names)): row
        for row in model._default_manager.all()
    }
    waiting = list(records)
    while waiting:  # a theme after its broader one; circles were refused
        ready = [record for record in waiting if all(key in names.rows for key in record.references)]
        fresh = []
        for record in ready:
            values = {
                columns_of(model)[name].attname: names.rows[value.key]
                if isinstance(value, Reference)
                else value
                for name, value in record.values.items()
                if name in VOCABULARY[table].columns
            }
            row = stored.pop(record.key, None)
            if row is None:
                fresh.append((record, model(**values)))
            elif differing := {n: v for n, v in values.items() if _told(getattr(row, n)) != _told(v)}:
                _change(row, differing, at=at)
                report.changed[table] += 1
            else:
                report.same[table] += 1
        rows = bulk_create_with_history(
            [row for _record, row in fresh], model, batch_size=500, default_change_reason=REASON,
            default_date=at,
        )  # fmt: skip
        for (record, _row), row in zip(fresh, rows, strict=True):
            names.rows[record.key] = row.pk
        report.new[table] += len(rows)
        done = {record.key for record in ready}
        waiting = [record for record in waiting if record.key not in done]
    return list(stored.values())


def _told(value: Any) -> Any:
    """An empty text and no text at all are the same cell."""
    return "" if value is None else value


def _change(row: Any, values: Mapping[str, Any], *, at: dt.datetime) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row._change_reason = REASON
    row._history_date = at
    row.save()


def _prune(table: str, rows: Iterable[models.Model], report: ImportReport) -> None:
    waiting = list(rows)
    while waiting:  # a narrower theme before the broader one
        free = [row for row in waiting if not _referred_to(row)]
        if not free:
            user = _referred_to(waiting[0])
            raise BadFixture(
                gettext(
                    "“%(row)s” is not in %(file)s but %(user)s still refer to it; keep it in the file, or "
                    "change what refers to it first."
                )
                % {"row": waiting[0], "file": f"{table}.csv", "user": user}
            )
        for row in free:
            row.delete()
            report.removed[table] += 1
        gone = set(map(id, free))
        waiting = [row for row in waiting if id(row) not in gone]


def _referred_to(row: models.Model) -> str:
    """Return what kind of rows refer to this one, empty when none do; what the desk derives goes with it."""
    for relation in row._meta.related_objects:
        if relation.related_model is OrganisationTheme:
            continue
        related = relation.related_model._default_manager.filter(**{relation.field.name: row})
        if related.exists():
            return str(relation.related_model._meta.verbose_name_plural)
    return ""


def _refuse_circles(themes: Iterable[Record]) -> None:
    """Refuse broader themes that lead back to where they began, also by way of stored ones."""
    slugs = dict(Theme._default_manager.values_list("pk", "slug"))
    edges = {
        f"theme/{slug}": f"theme/{slugs[broader]}"
        for slug, broader in Theme._default_manager.filter(broader__isnull=False).values_list(
            "slug", "broader_id"
        )
    }
    records = {record.key: record for record in themes}
    for key, record in records.items():
        edges.pop(key, None)
        if isinstance(broader := record.values["broader"], Reference):
            edges[key] = broader.key
    for key, record in records.items():
        try:
            follow(edges, key)
        except LifelineLoops as loop:
            raise record.written.fault(
                "broader", gettext("refers back to itself (%(way)s); break the circle.") % {"way": loop}
            ) from loop

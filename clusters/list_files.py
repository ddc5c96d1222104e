"""A list as a file: its columns, who may take them along, and its rows as a stream.

A resource of django-import-export says which columns a list has. Its rows are read with one query,
whatever their number, and held a chunk at a time.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import tablib
from django.db import models
from django.db.models import F, QuerySet, Subquery, TextField
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from clusters.folding import fold
from clusters.spreadsheets import Cell, CellKind, Column

CHUNK = 2000
# Who may take along what tells of persons: names, addresses, what they wrote, who asked for confidence.
PERSONS = "contacts.export_contactperson"
_BETWEEN = "\x1f"  # of the values in one; no text has it


class TextsOf(Subquery):
    """All texts a query finds, in one value; the query's one column is called `one`."""

    output_field = TextField()
    template = '(SELECT STRING_AGG("found"."one", chr(31)) FROM (%(subquery)s) "found")'

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = '(SELECT GROUP_CONCAT("found"."one", char(31)) FROM (%(subquery)s) "found")'
        return self.as_sql(compiler, connection, template=template, **context)


def in_order(joined: str | None, *, between: str = ", ") -> str:
    """Return what `TextsOf` found, in alphabetical order."""
    return between.join(sorted((joined or "").split(_BETWEEN), key=fold))


class ListColumn(Field):
    """A column made of what the query finds under `lookups`; only written, never read from a file.

    `make` gets one argument per lookup; without it the value stands as it is, or as `words` say it.
    `beside` are expressions that the query needs for it, by the name they have among the lookups: made
    when they are asked for, for they may depend on the reader's language. `persons` keeps the column for
    who may take persons' details along.
    """

    def __init__(
        self,
        label: str | Promise,
        *lookups: str,
        make: Callable[..., Cell] | None = None,
        words: Iterable[tuple[Any, Any]] = (),
        kind: CellKind = CellKind.TEXT,
        beside: Callable[[], dict[str, Any]] | None = None,
        persons: bool = False,
        column_name: str | None = None,
    ) -> None:
        super().__init__(attribute=None, column_name=column_name, readonly=True)
        self.label = label
        self.lookups = lookups
        self.make = make
        self.words = dict(words)
        self.kind = kind
        self.beside = beside
        self.persons = persons


@dataclass(frozen=True)
class Listed:
    """A column as it is offered to one reader."""

    name: str
    label: str
    title: str  # in the file
    kind: CellKind
    lookups: tuple[str, ...]
    make: Callable[..., Cell] | None
    beside: dict[str, Any]
    persons: bool


class ListResource(ModelResource):
    """Base of every list that can be taken along.

    The file's titles are the resource's own names, the same in every language, so that a file can come
    back; with `translated` they are in the reader's language, for lists that only leave.
    """

    translated = False

    def __init__(self, *, viewer: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.viewer = viewer

    def columns(self) -> list[Listed]:
        """Return the columns in their order, those left out that tell of persons more than is allowed."""
        may = self.sees_persons()
        found = [self._listed(name, self.fields[name]) for name in self.get_export_order()]
        return [each for each in found if may or not each.persons]

    def sees_persons(self) -> bool:
        return self.viewer is not None and bool(self.viewer.has_perm(PERSONS))

    def chosen(self, names: Iterable[str]) -> list[Listed]:
        """Return these columns, in the list's order; what is not offered is left out."""
        wanted = set(names)
        return [each for each in self.columns() if each.name in wanted]

    def table(self, columns: Iterable[Listed]) -> list[Column]:
        return [Column(each.title, each.kind) for each in columns]

    def rows(self, queryset: QuerySet[Any], columns: Sequence[Listed]) -> Iterator[list[Cell]]:
        """Yield the cells of each row: one query, a chunk of rows in memory."""
        beside = {name: made for each in columns for name, made in each.beside.items()}
        places = {name: place for place, name in enumerate({"pk": 0} | dict.fromkeys(_lookups(columns)))}
        readers = [_reader(each, places) for each in columns]
        found = queryset.select_related(None).prefetch_related(None).annotate(**beside).values_list(*places)
        with closing(_generator(found)) as stream:
            for row in stream:
                yield [read(row) for read in readers]

    def export(self, queryset: QuerySet[Any] | None = None, **kwargs: Any) -> tablib.Dataset:
        """Return the whole list as a dataset, with every column that is offered."""
        columns = self.columns()
        rows = self.get_queryset().order_by("pk") if queryset is None else queryset
        return tablib.Dataset(*self.rows(rows, columns), headers=[each.title for each in columns])

    def _listed(self, name: str, field: Field) -> Listed:
        if isinstance(field, ListColumn):
            label = capfirst(str(field.label))
            title = label if self.translated else str(field.column_name or name)
            beside = field.beside() if field.beside else {}
            make = _spoken(field.words) if field.words else field.make
            return Listed(name, label, title, field.kind, field.lookups, make, beside, field.persons)
        of = self._meta.model._meta.get_field(field.attribute)
        lookup, label = str(field.attribute), capfirst(str(of.verbose_name))
        if isinstance(field.widget, ForeignKeyWidget):
            lookup = f"{lookup}__{field.widget.field}"
            label = f"{label} ({gettext('short name')})"
        whole = int if isinstance(of, models.BooleanField) else None
        return Listed(name, label, str(field.column_name), kind_of(of), (lookup,), whole, {}, persons=False)


def _spoken(words: dict[Any, Any]) -> Callable[[Any], Cell]:
    """Return what says a stored value in the reader's language of this moment, looked up once."""
    spoken = {value: str(word) for value, word in words.items()}
    return lambda value: spoken.get(value, value)


def _generator(queryset: QuerySet[Any]) -> Generator[Any, None, None]:
    """Closed, it lets go of the database's cursor at once."""
    yield from queryset.iterator(chunk_size=CHUNK)


def _lookups(columns: Iterable[Listed]) -> list[str]:
    return [lookup for each in columns for lookup in each.lookups]


def _reader(column: Listed, places: dict[str, int]) -> Callable[[Sequence[Any]], Cell]:
    at = [places[lookup] for lookup in column.lookups]
    make = column.make
    if make is None:
        (only,) = at
        return lambda row: row[only]
    if len(at) == 1:
        (only,) = at
        return lambda row: make(row[only])
    return lambda row: make(*[row[place] for place in at])


def kind_of(field: Any) -> CellKind:
    """Return of which kind the cells are in which this column of the database stands."""
    match field:
        case models.DateTimeField():
            return CellKind.INSTANT
        case models.DateField():
            return CellKind.DATE
        case models.DecimalField() | models.FloatField():
            return CellKind.DECIMAL
        case models.IntegerField() | models.BooleanField():
            return CellKind.INTEGER
    return CellKind.TEXT


def texts_of(queryset: QuerySet[Any], text: Any) -> TextsOf:
    """Return an expression with every different `text` (a lookup or an expression) of these rows."""
    one = F(text) if isinstance(text, str) else text
    return TextsOf(queryset.order_by().values(one=one).distinct())

"""Reads the register's files and says in one sentence what is wrong with them, before anything is stored.

`register/*.json` hold lists of {"model": "clusters.figure", "key": "P1-FIG-01", "fields": {...}};
another record is named by "@" and its key. The vocabulary (`vocabulary/*.csv`) becomes the same
records. `fixtures/README.md` describes both for who edits them.
"""

import csv
import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from clusters.constraints import broken_checks, uniquenesses
from clusters.fields import FoldedField
from clusters.folding import fold
from clusters.models import LoadedRecord
from clusters.spreadsheets import unescape_cell

NONE_KNOWN: Mapping[str, type[Model]] = MappingProxyType({})
KEY_LENGTH = LoadedRecord._meta.get_field("key").max_length or 0


class BadFixture(ValueError):
    """A file of the register cannot be loaded; the message names file, key and field, and what to do."""


@dataclass(frozen=True)
class Reference:
    """Stands for the row of another record until that row is known."""

    key: str


@dataclass(frozen=True)
class Written:
    """A record as its file has it."""

    file: str
    key: str
    model: type[Model]
    fields: dict[str, Any]
    cells: Mapping[str, str] = dataclasses.field(default_factory=dict)  # as typed, where the file is a table

    def fault(self, field: str, problem: str) -> BadFixture:
        """Return what to raise: where it is, what is wrong, what to do, and what it says there."""
        if (value := self.cells.get(field)) and value not in problem:
            problem = f"{problem} " + gettext("The file says “%(value)s”.") % {"value": value}
        return BadFixture(
            gettext("%(file)s, record “%(key)s”, field “%(field)s”: %(problem)s")
            % {"file": self.file, "key": self.key, "field": field, "problem": problem}
        )


@dataclass(frozen=True)
class Record:
    """A record that can be stored: every value of its column's type, other records as References."""

    written: Written
    values: dict[str, Any]

    @property
    def key(self) -> str:
        return self.written.key

    @property
    def model(self) -> type[Model]:
        return self.written.model

    @property
    def references(self) -> list[str]:
        return [value.key for value in self.values.values() if isinstance(value, Reference)]

    @cached_property
    def complete(self) -> dict[str, Any]:
        """The values with the folded spellings and, as `pk`, a reference to the record itself."""
        folded = {
            field.name: fold(" ".join(str(self.values.get(name) or "") for name in field.of))
            for field in folded_columns_of(self.model)
        }
        return self.values | folded | {"pk": Reference(self.key)}


def read(folder: Path) -> list[Record]:
    """Return all records of the folder's `register` and `vocabulary`, checked.

    Raises BadFixture for the first fault.
    """
    files = sorted((folder / "register").glob("*.json"))
    tables = [(table, folder / "vocabulary" / f"{table}.csv") for table in VOCABULARY]
    if not files and not any(path.exists() for _, path in tables):
        raise BadFixture(
            gettext("%(folder)s holds no register: name a folder with register/*.json or vocabulary/*.csv.")
            % {"folder": folder}
        )
    written = [record for path in files for record in _read_json(path)]
    written += [record for table, path in tables if path.exists() for record in read_table(table, path)]
    return check(written)


def check(written: Iterable[Written], *, known: Mapping[str, type[Model]] = NONE_KNOWN) -> list[Record]:
    """Return the records with every value of its column's type. Raises BadFixture for the first fault.

    `known` are keys that may be referred to although no record here has them, each with its model.
    """
    by_key: dict[str, Written] = {}
    for record in written:
        if len(record.key) > KEY_LENGTH:
            raise record.fault(
                "key", gettext("longer than %(n)d characters; shorten it.") % {"n": KEY_LENGTH}
            )
        if record.key in by_key:
            raise record.fault(
                "key",
                gettext("%(file)s has a record with this key already; give one of them another key.")
                % {"file": by_key[record.key].file},
            )
        by_key[record.key] = record
    models = {**known, **{key: record.model for key, record in by_key.items()}}
    records = [_typed(record, models) for record in by_key.values()]
    _refuse_doubles(records)
    return records


@cache
def columns_of(model: type[Model]) -> dict[str, "Field[Any, Any]"]:
    """Return the columns a fixture may fill, by name: not the key, not what the model keeps itself."""
    return {
        field.name: field for field in model._meta.concrete_fields if field.editable and not field.primary_key
    }


@cache
def folded_columns_of(model: type[Model]) -> list[FoldedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, FoldedField)]


def _typed(record: Written, models: Mapping[str, type[Model]]) -> Record:
    shape = columns_of(record.model)
    for name in record.fields:
        if name not in shape:
            close = get_close_matches(name, shape, 1)
            hint = (
                gettext("did you mean “%(name)s”?") % {"name": close[0]} if close else gettext("remove it.")
            )
            raise record.fault(name, gettext("there is no such field; %(hint)s") % {"hint": hint})
    values = {}
    for name, field in shape.items():
        raw = record.fields.get(name, field.get_default())
        if isinstance(field, ForeignKey):
            values[name] = _reference(record, field, raw, models)
        else:
            values[name] = _clean(record, field, raw)
    typed = Record(record, values)
    for names, message in broken_checks(record.model, typed.complete):
        raise record.fault(", ".join(names), message)
    return typed


def _clean(record: Written, field: "Field[Any, Any]", raw: Any) -> Any:
    if isinstance(raw, str) and not raw.strip():
        raw = ""
    missing = raw is None or raw == ""
    if missing and not (field.null if raw is None else field.blank):
        raise record.fault(field.name, gettext("is missing; fill it in."))
    if missing:
        return raw
    try:
        value = field.clean(raw, None)
    except ValidationError as error:
        problem = " ".join(error.messages)
        if field.choices:
            known = get_text_list([str(choice) for choice, _label in field.flatchoices], gettext("or"))
            problem += " " + gettext("Write one of: %(known)s.") % {"known": known}
        raise record.fault(field.name, problem) from error
    return value


def _reference(
    record: Written, field: "Field[Any, Any]", raw: Any, models: Mapping[str, type[Model]]
) -> Reference | None:
    if raw is None or raw == "":
        if field.null:
            return None
        raise record.fault(field.name, gettext("is missing; fill it in."))
    if not isinstance(raw, str) or not raw.startswith("@"):
        raise record.fault(field.name, gettext("must name another record: write “@” and its key."))
    key = raw[1:]
    if key not in models:
        close = get_close_matches(key, models, 1)
        hint = (
            gettext("did you mean “@%(key)s”?") % {"key": close[0]} if close else gettext("correct the key.")
        )
        raise record.fault(
            field.name, gettext("no record has the key “%(key)s”; %(hint)s") % {"key": key, "hint": hint}
        )
    if models[key] is not _target(field):
        raise record.fault(
            field.name,
            gettext("“%(key)s” is a %(found)s where a %(expected)s is meant; name another record.")
            % {
                "key": key,
                "found": models[key]._meta.label_lower,
                "expected": _target(field)._meta.label_lower,
            },
        )
    return Reference(key)


def _target(field: "Field[Any, Any]") -> type[Model]:
    return cast(type[Model], field.related_model)


def _refuse_doubles(records: Iterable[Record]) -> None:
    seen: dict[tuple[Any, ...], Record] = {}
    rules: dict[type[Model], Any] = {}
    for record in records:
        values = record.complete
        for rule in rules.setdefault(record.model, uniquenesses(record.model)):
            key = rule.key(values)
            if key is None:
                continue
            first = seen.setdefault((record.model, rule.names, rule.condition, *key), record)
            if first is not record:
                raise record.written.fault(
                    ", ".join(rule.names),
                    gettext("record “%(key)s” in %(file)s has the same; change or remove one of the two.")
                    % {"key": first.key, "file": first.written.file},
                )


# --- register/*.json -----------------------------------------------------------------------------


def _read_json(path: Path) -> Iterator[Written]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise BadFixture(
            gettext("%(file)s cannot be read: %(problem)s. Correct the file.")
            % {"file": path.name, "problem": error}
        ) from error
    if not isinstance(content, list):
        raise BadFixture(gettext("%(file)s must hold a list of records.") % {"file": path.name})
    for number, item in enumerate(content, start=1):
        yield _written(path.name, number, item)


def _written(file: str, number: int, item: Any) -> Written:
    if not isinstance(item, dict) or set(item) != {"model", "key", "fields"}:
        raise BadFixture(
            gettext("%(file)s, record %(number)d: write an object with “model”, “key” and “fields”.")
            % {"file": file, "number": number}
        )
    key, label, fields = item["key"], item["model"], item["fields"]
    if not isinstance(key, str) or not key or not isinstance(fields, dict):
        raise BadFixture(
            gettext("%(file)s, record %(number)d: “key” must be a text and “fields” an object.")
            % {"file": file, "number": number}
        )
    models = {model._meta.label_lower: model for model in apps.get_app_config("clusters").get_models()}
    if label not in models or models[label] is LoadedRecord:
        raise BadFixture(
            gettext(
                "%(file)s, record “%(key)s”: there is no model “%(model)s”; write such as clusters.figure."
            )
            % {"file": file, "key": key, "model": label}
        )
    return Written(file, key, models[label], fields)


# --- vocabulary/*.csv ----------------------------------------------------------------------------

BOOLEANS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
SOURCED_COLUMNS = (
    "source source_line quote reference stated_on stated_precision valid_from valid_until "
    "verified disputed derived remark_nl remark_fr remark_en"
)


@dataclass(frozen=True)
class Table:
    """How a table of the vocabulary becomes records."""

    model: str
    columns: list[str]
    key: Callable[[dict[str, str]], str]
    prefixes: dict[str, str]
    booleans: frozenset[str] = frozenset()


def _focus_key(row: dict[str, str]) -> str:
    key = f"focus/{row['cluster']}/{row['theme']}"
    return f"{key}/until-{row['valid_until']}" if row["valid_until"] else key


VOCABULARY = {
    "themes": Table(
        "clusters.theme",
        "slug kind sector broader label_nl label_fr label_en eurovoc_id on_form position".split(),
        lambda row: f"theme/{row['slug']}",
        {"sector": "sector/", "broader": "theme/"},
        frozenset({"on_form"}),
    ),
    "terms": Table(
        "clusters.term",
        "theme language mode text".split(),
        lambda row: f"term/{row['theme']}/{row['language']}/{fold(row['text'])}",
        {"theme": "theme/"},
    ),
    "focuses": Table(
        "clusters.focus",
        f"cluster theme weight line wording {SOURCED_COLUMNS}".split(),
        _focus_key,
        {"cluster": "cluster/", "theme": "theme/", "line": "line/", "source": "source/"},
        frozenset({"verified", "disputed", "derived"}),
    ),
}


def read_table(name: str, path: Path) -> Iterator[Written]:
    """Yield the records of one of the vocabulary's files. Raises BadFixture for the first fault."""
    table = VOCABULARY[name]
    model = apps.get_model(table.model)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = list(reader.fieldnames or [])
            if sorted(header) != sorted(table.columns):
                raise BadFixture(_header_fault(path.name, header, table.columns))
            place = gettext("%(file)s, line %(line)d")
            for row in reader:
                where = place % {"file": path.name, "line": reader.line_num}
                if None in row or None in row.values():
                    raise BadFixture(
                        gettext(
                            "%(where)s: not as many cells as columns; put quotes around text with commas."
                        )
                        % {"where": where}
                    )
                yield _row(
                    where, {column: unescape_cell(cell).strip() for column, cell in row.items()}, table, model
                )
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise BadFixture(
            gettext("%(file)s cannot be read: %(problem)s. Correct the file.")
            % {"file": path.name, "problem": error}
        ) from error


def _header_fault(file: str, header: list[str], columns: list[str]) -> str:
    odd = sorted(set(columns) ^ set(header)) or header
    return ngettext(
        "%(file)s: column %(names)s is missing, unknown or double; the columns are %(columns)s.",
        "%(file)s: columns %(names)s are missing, unknown or double; the columns are %(columns)s.",
        len(odd),
    ) % {"file": file, "names": ", ".join(odd), "columns": ", ".join(columns)}


def _row(where: str, row: dict[str, str], table: Table, model: type[Model]) -> Written:
    written = Written(where, table.key(row), model, {}, row)
    for column, cell in row.items():
        if not cell:
            continue
        if column in table.prefixes:
            prefix = table.prefixes[column]
            written.fields[column] = f"@{prefix}{cell.removeprefix('@').removeprefix(prefix)}"
        elif column in table.booleans:
            if cell.lower() not in BOOLEANS:
                raise written.fault(column, gettext("write 1 or 0, or leave it empty."))
            written.fields[column] = BOOLEANS[cell.lower()]
        else:
            written.fields[column] = cell
    return written

"""What one step changed goes back to how it stood, unless somebody changed it since.

The history knows it all: what a step changed bears its name there, what stood before is the record before
that, and whoever came later left a later record. Lists of members and merges are undone by this.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Max, OuterRef, Subquery, UniqueConstraint
from django.utils.translation import gettext as _

from clusters.many_rows import CHUNK, all_variables, remember, write_over
from clusters.models import Organisation, OrganisationMerge, OrganisationPair, OrganisationTheme

# What the desk makes of a row by itself is no use of it, and goes with it.
DERIVED: tuple[Any, ...] = (OrganisationPair, OrganisationTheme)
# What tells of a row outlives it.
TELLS: tuple[Any, ...] = (OrganisationMerge,)


@dataclass
class Undone:
    """How many rows went back, and a sentence for each that stayed because it was changed or used since."""

    restored: int = 0
    left: list[str] = field(default_factory=list)


class Touched(NamedTuple):
    """A row that a step changed: of a hundred thousand the records themselves are too much at once."""

    record: int
    organisation: int


def touched_by(model: Any, *, at: dt.datetime, reason: str) -> list[Touched]:
    """Return what `records_of` would return, by number, each with the organisation it is of."""
    of = "id" if model is Organisation else "organisation_id"
    records = model.history.model.objects.filter(history_date=at, history_change_reason=reason)
    rows = records.order_by("history_id").values_list("history_id", of)
    return [Touched(*row) for row in rows.iterator(chunk_size=CHUNK)]


def records_of(model: Any, *, at: dt.datetime, reason: str, among: Sequence[int] | None = None) -> list[Any]:
    """Return the history records of a step, each with the last record of its row and the one before it.

    With `among`, those of these numbers. A merge that was undone since left the row as it stood, and does not
    count as a change.
    """
    history = model.history.model
    undone = OrganisationMerge.objects.filter(merged_at__gte=at, undone_at__isnull=False)
    passed = [text for merge in undone for text in (merge.change_reason, merge.reason_of_undoing)]
    others = history.objects.filter(id=OuterRef("id")).order_by().values("id")
    earlier = others.filter(history_id__lt=OuterRef("history_id"))
    if passed:
        others = others.exclude(history_change_reason__in=passed)
    asked = {} if among is None else {"history_id__in": among}
    return list(
        history.objects.filter(history_date=at, history_change_reason=reason, **asked)
        .annotate(last=Subquery(others.annotate(last=Max("history_id")).values("last")))
        .annotate(before=Subquery(earlier.annotate(before=Max("history_id")).values("before")))
        .order_by("history_id")
    )


def put_back(model: Any, records: list[Any], undone: Undone, history: dict[str, Any]) -> None:
    """Put back the rows of these records; `history` says by whom, when and why."""
    for some in chunks(records):
        with all_variables():
            _put_back(model, some, undone, history)


def let_go(model: Any, keys: Iterable[int]) -> None:
    """Throw away what was derived of rows that are about to go, and loose what only tells of them."""
    gone = list(keys)
    for relation in model._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": gone})
        if relation.related_model in DERIVED:
            rows.delete()
        elif relation.related_model in TELLS:
            rows.update(**{relation.field.name: None})


def row_of(model: Any, record: Any) -> Any:
    """Return the row as this record of its history has it."""
    return model(**{each.attname: getattr(record, each.attname) for each in record.tracked_fields})


def named(model: Any, record: Any) -> str:
    """Return what the row is called, also when what it belonged to is gone."""
    try:
        return str(row_of(model, record))
    except ObjectDoesNotExist:
        return f"{model._meta.verbose_name} {record.id}"


def chunks(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _put_back(model: Any, records: list[Any], undone: Undone, history: dict[str, Any]) -> None:
    untouched = [each for each in records if each.last == each.history_id]
    for each in records:
        if each.last != each.history_id:
            undone.left.append(
                _("“%(row)s” was changed since, and stays as it is.") % {"row": named(model, each)}
            )
    made = {each.id: each for each in untouched if each.history_type == "+"}
    used = _in_use(model, made)
    for pk in used:
        undone.left.append(
            _("“%(row)s” is used elsewhere by now, and stays.") % {"row": named(model, made[pk])}
        )
    _take_away(model, [each for pk, each in made.items() if pk not in used], history)
    undone.restored += len(made) - len(used)
    before = _before([each for each in untouched if each.history_type == "~" and each.before], model)
    _store(model, before, undone, history, "~")
    _store(model, [each for each in untouched if each.history_type == "-"], undone, history, "+")


def _before(records: list[Any], model: Any) -> list[Any]:
    if not records:
        return []
    wanted = [each.before for each in records]
    return list(model.history.model.objects.filter(history_id__in=wanted).order_by("history_id"))


def _store(model: Any, records: list[Any], undone: Undone, history: dict[str, Any], kind: str) -> None:
    """Write the rows as these records have them: over what is there ("~") or anew, under their own keys."""
    if not records:
        return
    rows = {each.id: row_of(model, each) for each in records}
    lost = _without_what_they_refer_to(model, rows)
    for each in records:
        if each.id in lost:
            undone.left.append(
                _("“%(row)s” cannot go back: what it belonged to was deleted since.")
                % {"row": named(model, each)}
            )
    taken = _taken(model, rows) - lost
    for each in records:
        if each.id in taken:
            undone.left.append(
                _("“%(row)s” cannot go back: another row has its number or its short name by now.")
                % {"row": named(model, each)}
            )
    kept = [row for pk, row in rows.items() if pk not in lost | taken]
    if not kept:
        return
    if kind == "~":
        write_over(
            model, kept, {each.attname for each in model._meta.concrete_fields if not each.primary_key}
        )
    else:
        model._base_manager.bulk_create(kept, batch_size=CHUNK)
    remember(model, [each.pk for each in kept], kind, **history)
    undone.restored += len(kept)


def _without_what_they_refer_to(model: Any, rows: dict[int, Any]) -> set[int]:
    """Return the keys of the rows that refer to a row which is not there any more."""
    lost: set[int] = set()
    for column in model._meta.concrete_fields:
        if not column.is_relation:
            continue
        asked = {getattr(row, column.attname) for row in rows.values()} - {None}
        if not asked:
            continue
        there = column.related_model._base_manager.filter(pk__in=asked)
        missing = asked - set(there.values_list("pk", flat=True))
        lost |= {pk for pk, row in rows.items() if getattr(row, column.attname) in missing}
    return lost


def _taken(model: Any, rows: dict[int, Any]) -> set[int]:
    """Return the keys of the rows whose number or short name another row has by now."""
    unique = [each for each in model._meta.constraints if isinstance(each, UniqueConstraint)]
    columns = {each.fields[0] for each in unique if len(each.fields) == 1}
    columns |= {each.name for each in model._meta.concrete_fields if each.unique and not each.primary_key}
    taken: set[int] = set()
    for column in sorted(columns):
        wanted = {value: pk for pk, row in rows.items() if (value := getattr(row, column))}
        if wanted:
            others = model._base_manager.filter(**{f"{column}__in": list(wanted)}).exclude(pk__in=list(rows))
            taken.update(wanted[value] for value in others.values_list(column, flat=True))
    return taken


def _in_use(model: Any, made: Iterable[int]) -> set[int]:
    """Return which of these rows another row refers to: one question for each kind of row that could."""
    keys = list(made)
    if not keys:
        return set()
    used: set[int] = set()
    for relation in model._meta.related_objects:
        if relation.related_model in (*DERIVED, *TELLS):
            continue
        column = relation.field.name
        found = relation.related_model._base_manager.filter(**{f"{column}__in": keys})
        used.update(found.values_list(column, flat=True))
    return used


def _take_away(model: Any, records: list[Any], history: dict[str, Any]) -> None:
    if not records:
        return
    keys = [each.id for each in records]
    remember(model, keys, "-", **history)
    let_go(model, keys)
    rows = model._base_manager.filter(pk__in=keys)
    rows._raw_delete(rows.db)  # nothing refers to them, and their history is written

"""An import is undone: every row it changed goes back to how it stood, unless somebody changed it since.

The history knows it all: what an import changed bears its name there, what stood before is the record
before that, and whoever came later left a later record.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from clusters.enums import ImportState
from clusters.member_lists.bulk import remember
from clusters.member_lists.progress import Progress, Step, Steps, finished
from clusters.member_lists.storing import CHUNK, all_variables, write_over
from clusters.models import MemberImport, Membership, Organisation, OrganisationName

# Who refers to others goes first.
_MODELS: tuple[Any, ...] = (OrganisationName, Membership, Organisation)


class NotUndone(ValueError):
    """There is nothing to undo; the message says why."""


@dataclass
class Undone:
    """How many rows went back, and a sentence for each that stayed because it was changed or used since."""

    restored: int = 0
    left: list[str] = field(default_factory=list)


def undo(record: MemberImport, *, by: Any, at: dt.datetime) -> Undone:
    """Put back what the import changed. Raises `NotUndone` when it is not a stored one."""
    return finished(undoing_in_steps(record, by=by, at=at))


def undoing_in_steps(record: MemberImport, *, by: Any, at: dt.datetime) -> Steps[Undone]:
    """Do what `undo` does, in steps; broken off, nothing is undone."""
    with transaction.atomic():
        stored = MemberImport.objects.select_for_update(of=("self",)).get(pk=record.pk)
        if stored.state != ImportState.STORED:
            raise NotUndone(_("Only a stored import can be undone, and only once."))
        undone = Undone()
        for model in _MODELS:
            for records in _chunks(_records_of(model, record)):
                with all_variables():
                    _put_back(model, records, record, undone, by=by, at=at)
                yield Progress(Step.UNDOING, undone.restored)
        stored.state, stored.undone_at = ImportState.UNDONE, at
        stored.save()
    return undone


def _records_of(model: Any, record: MemberImport) -> list[Any]:
    """Return the history records of the import, each with the last record of its row."""
    history = model.history.model
    others = history.objects.filter(id=OuterRef("id")).order_by().values("id")
    earlier = others.filter(history_id__lt=OuterRef("history_id"))
    return list(
        history.objects.filter(history_date=record.stored_at, history_change_reason=record.change_reason)
        .annotate(last=Subquery(others.annotate(last=Max("history_id")).values("last")))
        .annotate(before=Subquery(earlier.annotate(before=Max("history_id")).values("before")))
        .order_by("history_id")
    )


def _chunks(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _put_back(
    model: Any, records: list[Any], record: MemberImport, undone: Undone, *, by: Any, at: dt.datetime
) -> None:
    untouched = [each for each in records if each.last == each.history_id]
    for each in records:
        if each.last != each.history_id:
            undone.left.append(
                _("“%(row)s” was changed since, and stays as it is.") % {"row": _row(model, each)}
            )
    made = {each.id: each for each in untouched if each.history_type == "+"}
    used = _in_use(model, made)
    for pk in used:
        undone.left.append(
            _("“%(row)s” is used elsewhere by now, and stays.") % {"row": _row(model, made[pk])}
        )
    history = {
        "history_date": at,
        "history_user": by,
        "history_change_reason": f"{record.change_reason} undone",
    }
    _take_away(model, [each for pk, each in made.items() if pk not in used], history)
    changed = [each for each in untouched if each.history_type == "~" and each.before]
    _restore(model, changed, history)
    undone.restored += len(made) - len(used) + len(changed)


def _row(model: Any, kept: Any) -> Any:
    """Return the row as this record of its history has it."""
    return model(**{each.attname: getattr(kept, each.attname) for each in kept.tracked_fields})


def _in_use(model: Any, made: Iterable[int]) -> set[int]:
    """Return which of these rows another row refers to: one question for each kind of row that could."""
    keys = list(made)
    if not keys:
        return set()
    used: set[int] = set()
    for relation in model._meta.related_objects:
        column = relation.field.name
        found = relation.related_model._base_manager.filter(**{f"{column}__in": keys})
        used.update(found.values_list(column, flat=True))
    return used


def _take_away(model: Any, records: list[Any], history: dict[str, Any]) -> None:
    if not records:
        return
    _write_history(model, [_row(model, each) for each in records], history, "-")
    rows = model._base_manager.filter(pk__in=[each.id for each in records])
    rows._raw_delete(rows.db)  # nothing refers to them, and their history is written


def _restore(model: Any, records: list[Any], history: dict[str, Any]) -> None:
    if not records:
        return
    before = model.history.model.objects.filter(history_id__in=[each.before for each in records])
    rows = [_row(model, each) for each in before]
    columns = {each.attname for each in model._meta.concrete_fields if not each.primary_key}
    write_over(model, rows, columns)
    _write_history(model, rows, history, "~")


def _write_history(model: Any, rows: list[Any], history: dict[str, Any], kind: str) -> None:
    """Write down how the rows stand: while they are still there, or when they were put back."""
    remember(
        model,
        [each.pk for each in rows],
        kind,
        by=history["history_user"],
        at=history["history_date"],
        reason=history["history_change_reason"],
    )

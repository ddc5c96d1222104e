"""What happened to a card: everything that changed on it, one entry for what was stored in one go."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, Model, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clusters.loading import CHANGE_REASON as LOADED
from clusters.versions.parts import PARTS, Values
from clusters.versions.words import FieldChange, Words, moment_in_words

CONFIRMED = "confirmed"
WENT_BACK = "back to "  # and the moment's key
# Rows of one request are written within this time of each other; nobody presses two buttons in it.
ONE_REQUEST = dt.timedelta(seconds=1)
SHOWN_PER_MOMENT = 100
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class NoSuchMoment(Exception):
    """The card has no version of that moment."""


@dataclass(frozen=True)
class Line:
    """One line of some row's history: which row, and what was done (`+`, `~` or `-`)."""

    at: dt.datetime
    part: int
    line: int
    pk: int
    what: str
    by: int | None
    reason: str


@dataclass(frozen=True)
class Moment:
    """What one request or one load changed on the card. `key` names it in addresses."""

    lines: tuple[Line, ...]

    @property
    def at(self) -> dt.datetime:
        """When the last of it was stored: the card as it stood then is the version."""
        return self.lines[0].at

    @property
    def key(self) -> str:
        return key_of(self.at)


@dataclass(frozen=True)
class Entry:
    """What happened to one row."""

    what: str
    heading: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class ToldMoment:
    """A moment in words."""

    key: str
    at: dt.datetime
    who: str
    why: str
    summary: tuple[str, ...]
    entries: tuple[Entry, ...]
    more: int


def key_of(moment: dt.datetime) -> str:
    return str((moment - _EPOCH) // dt.timedelta(microseconds=1))


def moments_of(cluster_pk: int) -> list[Moment]:
    """Return the card's moments, newest first. One query."""
    queries = [
        part.ever(cluster_pk)
        .order_by()
        .annotate(part=Value(number, IntegerField()))
        .values_list(
            "history_date",
            "part",
            "history_id",
            "id",
            "history_type",
            "history_user_id",
            "history_change_reason",
        )
        for number, part in enumerate(PARTS)
    ]
    rows = queries[0].union(*queries[1:], all=True).order_by("-history_date", "-part", "-history_id")
    moments: list[Moment] = []
    together: list[Line] = []
    for at, part, line, pk, what, by, reason in rows:
        found = Line(at, part, line, pk, what, by, reason or "")
        if together and not _same_moment(together[-1], found):
            moments.append(Moment(tuple(together)))
            together = []
        together.append(found)
    if together:
        moments.append(Moment(tuple(together)))
    return moments


def find_moment(cluster_pk: int, key: str) -> Moment:
    """Return the card's moment with that key. Raises NoSuchMoment."""
    for moment in moments_of(cluster_pk):
        if moment.key == key:
            return moment
    raise NoSuchMoment(key)


def tell(moments: Sequence[Moment]) -> list[ToldMoment]:
    """Put moments into words, field by field, in a number of queries that does not grow with the rows."""
    in_order = [sorted(moment.lines, key=lambda line: (line.part, line.line)) for moment in moments]
    shown = [line for lines in in_order for line in lines[:SHOWN_PER_MOMENT]]
    versions = _versions(shown)
    words = Words(
        (PARTS[line.part].model, values)
        for line in shown
        for values in versions[line.part, line.line]
        if values is not None
    )
    people = get_user_model()._default_manager.in_bulk({m.lines[0].by for m in moments} - {None})
    return [
        ToldMoment(
            key=moment.key,
            at=moment.at,
            who=_who(people.get(moment.lines[0].by or 0)),
            why=_why(moment.lines[0].reason),
            summary=_summary(lines),
            entries=tuple(
                _entry(line, words, *versions[line.part, line.line]) for line in lines[:SHOWN_PER_MOMENT]
            ),
            more=max(0, len(moment.lines) - SHOWN_PER_MOMENT),
        )
        for moment, lines in zip(moments, in_order, strict=True)
    ]


def _same_moment(newer: Line, older: Line) -> bool:
    return (newer.by, newer.reason) == (older.by, older.reason) and newer.at - older.at <= ONE_REQUEST


def _versions(lines: Iterable[Line]) -> dict[tuple[int, int], tuple[Values | None, Values]]:
    """Return, for each line, the row as it was before it and as the line has it. One query per kind."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        wanted[line.part].add(line.pk)
    found: dict[tuple[int, int], tuple[Values | None, Values]] = {}
    for number, pks in wanted.items():
        part = PARTS[number]
        names = [column.attname for column in part.columns]
        before: dict[int, Values] = {}
        rows = part.history._default_manager.filter(id__in=pks).order_by("history_date", "history_id")
        for row in rows.values("history_id", *names):
            history_id = row.pop("history_id")
            found[number, history_id] = (before.get(row["id"]), row)
            before[row["id"]] = row
    return found


def _entry(line: Line, words: Words, before: Values | None, after: Values) -> Entry:
    model = PARTS[line.part].model
    changes = words.changes(model, before, after) if before and line.what == "~" else ()
    return Entry(line.what, words.heading(model, after), changes)


def _summary(lines: Iterable[Line]) -> tuple[str, ...]:
    counts: dict[type[Model], int] = defaultdict(int)
    for line in lines:
        counts[PARTS[line.part].model] += 1
    return tuple(
        f"{number} {model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural}"
        for model, number in counts.items()
    )


def _who(person: Any) -> str:
    return _("the system") if person is None else person.get_full_name() or person.get_username()


def _why(reason: str) -> str:
    if reason.startswith(WENT_BACK):
        moment = _EPOCH + dt.timedelta(microseconds=int(reason.removeprefix(WENT_BACK)))
        return _("went back to the version of %(moment)s") % {"moment": moment_in_words(moment)}
    return {LOADED: _("loaded from the register's files"), CONFIRMED: _("confirmed")}.get(
        reason, capfirst(reason)
    )

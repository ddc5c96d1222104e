"""A list comes in: looked at first, as often as one likes, then stored whole or its good rows alone."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from clusters.enums import ImportState, RowStanding
from clusters.member_lists.comparing import Comparison, Outcome
from clusters.member_lists.headings import COLUMNS, Headings, UnclearHeadings, UnreadableList, understand
from clusters.member_lists.progress import Progress, Step, Steps, finished
from clusters.member_lists.reading import read_rows
from clusters.member_lists.register import Register, lock_lists, version_now
from clusters.member_lists.storing import storing, tagging
from clusters.member_lists.tables import Table, read_table
from clusters.models import Cluster, MemberImport

# A list nobody stored is thrown away after this, whoever brought it in.
KEPT_WAITING = dt.timedelta(days=1)
_TOLD_EVERY = 2000  # rows


class NotStored(ValueError):
    """Nothing was stored; the message is a sentence with the reason."""


@dataclass(frozen=True)
class Look:
    """What a list would do to the register as it is now; `counts` has how many rows of each standing."""

    outcomes: list[Outcome]
    register: Register
    headings: dict[str, str]  # the file's own, by column
    others: dict[int, str]
    counts: Counter[str]

    @property
    def not_good(self) -> int:
        return self.counts[RowStanding.WRONG] + self.counts[RowStanding.DOUBTFUL]

    def let_go(self) -> None:
        """Forget rows and register, which are the better part of the memory; the counts stay."""
        self.outcomes.clear()
        self.register.let_go()

    @property
    def token(self) -> str:
        """Return what is another one as soon as any row would do something else."""
        told = sha256()
        for each in self.outcomes:
            told.update(repr((each.row.number, each.standing, each.organisation, each.changes)).encode())
        return told.hexdigest()


def look_at(record: MemberImport, table: Table, *, today: dt.date, keep_same: bool = True) -> Look:
    """Hold the table against the register; raises `UnreadableList`.

    Without `keep_same` rows that change nothing are counted and let go, for lists of any length.
    """
    return finished(looking_at(record, table, today=today, keep_same=keep_same))


def looking_at(record: MemberImport, table: Table, *, today: dt.date, keep_same: bool = True) -> Steps[Look]:
    """Do what `look_at` does, in steps."""
    by_hand = {int(place): column for place, column in record.by_hand.items() if column in COLUMNS}
    headings = _understood(table, by_hand)
    register = Register(record.cluster)
    comparison = Comparison(register, answers=record.answers, leave_out_cities=record.leave_out_cities)
    rows = read_rows(table.rows, table.header, headings, today=today, pole=record.cluster.slug)
    counts: Counter[str] = Counter()
    outcomes = []
    for number, each in enumerate(comparison.outcomes(rows), start=1):
        counts[str(each.standing)] += 1
        if keep_same or each.standing != RowStanding.SAME:
            outcomes.append(each)
        if number % _TOLD_EVERY == 0:
            yield Progress(Step.LOOKING, number, len(record.rows) or None)
    if not counts and record._state.adding:
        raise _no_rows(table)
    return Look(
        outcomes,
        register,
        {column: table.header[place] for column, place in headings.places.items()},
        headings.others,
        counts,
    )


def begin(
    cluster: Cluster, content: bytes, name: str, *, by: Any, at: dt.datetime, leave_out_cities: bool = False
) -> tuple[MemberImport, Table]:
    """Return the import of this file, not stored, and its table; raises `UnreadableList`."""
    table = read_table(content, name)
    record = MemberImport(
        cluster=cluster,
        by=by,
        file_name=name[:200],
        digest=sha256(content).hexdigest(),
        notes=table.notes,
        begun_at=at,
        leave_out_cities=leave_out_cities,
    )
    return record, table


def keep_waiting(record: MemberImport, table: Table) -> None:
    """Keep the cells of the list until somebody decides, and throw away lists that waited too long.

    A list of which the headings are unclear waits too: which column is which is said by hand. Raises
    `UnreadableList`; then nothing is kept.
    """
    try:
        _understood(table)
    except UnclearHeadings:
        if len(table.header) < 2:  # this is no list
            raise
    record.header = table.header
    record.rows = [[number, *cells] for number, cells in table.rows]
    if not record.rows:
        raise _no_rows(table)
    with transaction.atomic():
        waiting = MemberImport.objects.filter(state=ImportState.WAITING)
        waiting.filter(begun_at__lt=record.begun_at - KEPT_WAITING).delete()
        record.save()


def _understood(table: Table, by_hand: dict[int, str] | None = None) -> Headings:
    """Raises `UnclearHeadings` with how the file was read: perhaps the list is on another sheet."""
    try:
        return understand(table.header, by_hand, row=table.header_row)
    except UnclearHeadings as problem:
        raise UnclearHeadings(" ".join([str(problem), *table.notes])) from problem


def _no_rows(table: Table) -> UnreadableList:
    return UnreadableList(
        _("Row %(row)d has the headings, and no row with a member stands below it. Look at the file.")
        % {"row": table.header_row}
    )


def look_again(record: MemberImport, *, today: dt.date) -> Look:
    """Hold a waiting list against the register of this moment."""
    return finished(looking_again(record, today=today))


def looking_again(record: MemberImport, *, today: dt.date) -> Steps[Look]:
    rows = ((cells[0], list(cells[1:])) for cells in record.rows)
    return looking_at(record, Table(record.header, rows, ""), today=today)


def store_list(
    record: MemberImport,
    look_now: Callable[[], Look],
    *,
    progress: Callable[[Progress], None] = lambda _progress: None,
    **said: Any,
) -> Look:
    """Do what `storing_list` does and says, at one go."""

    def looking() -> Steps[Look]:
        yield from ()
        return look_now()

    return finished(storing_list(record, looking, **said), progress)


def storing_list(
    record: MemberImport,
    looking: Callable[[], Steps[Look]],
    *,
    only_good: bool,
    by: Any,
    at: dt.datetime,
    seen: str | None = None,
    look: Look | None = None,
) -> Steps[Look]:
    """Store the list as it stands in the register now, all or nothing, and forget its cells.

    `seen` is the token of the look that was confirmed; `look`, if there is one at hand, spares another.
    The register is locked only while it is written to: what it was held against before holds when nothing
    has changed since. Raises `NotStored`, and then nothing is changed: a row is not good and `only_good`
    was not asked, the register changed since, somebody else is storing, or it was stored already. So it is
    when the steps are broken off.
    """
    _refuse_twice(record)
    if look is None:
        look = yield from looking()
    try:
        with transaction.atomic():
            _lock(record)
            if version_now() != look.register.version:
                look = None  # one register in memory is enough
                look = yield from looking()
            _refuse(look, seen=seen, only_good=only_good)
            if record._state.adding and not look.counts[RowStanding.NEW] + look.counts[RowStanding.CHANGED]:
                return look  # the same list again: nothing to write down
            yield from _write(record, look, by=by, at=at)
    except IntegrityError as problem:
        raise NotStored(
            _("Somebody stored the same organisations at this moment. Nothing was stored: look again.")
        ) from problem
    except OperationalError as problem:
        if not is_locked(problem):
            raise
        raise NotStored(somebody_else()) from problem
    return look


def _write(record: MemberImport, look: Look, *, by: Any, at: dt.datetime) -> Steps[None]:
    _remember(record, look, at=at)
    stored = yield from storing(record, look.outcomes, look.register, by=by, at=at)
    look.let_go()  # themes are looked for in what was stored, and take memory of their own
    yield from tagging(stored)


def _lock(record: MemberImport) -> None:
    """Hold the pôle and this list. Raises `OperationalError` when somebody has either, `NotStored`."""
    lock_lists(record.cluster_id)
    lists = MemberImport.objects.select_for_update(no_key=True, nowait=True)
    lists.filter(pk=record.pk).values_list("pk").first()
    _refuse_twice(record)


def is_locked(problem: OperationalError) -> bool:
    """Did somebody else hold what was to be written?"""
    return "locked" in str(problem) or getattr(problem.__cause__, "sqlstate", "") == "55P03"


def somebody_else() -> str:
    return _(
        "Somebody is storing or changing something at this very moment. Nothing was stored: try again in a "
        "minute."
    )


def _refuse(look: Look, *, seen: str | None, only_good: bool) -> None:
    if seen is not None and look.token != seen:
        raise NotStored(_("The register changed since you looked. Nothing was stored: look again."))
    if look.not_good and not only_good:
        raise NotStored(
            _(
                "%(number)d rows are wrong or doubtful, so nothing was stored. Mend them, or choose "
                "the good rows only."
            )
            % {"number": look.not_good}
        )


def _refuse_twice(record: MemberImport) -> None:
    if record._state.adding:
        return
    if not MemberImport.objects.filter(pk=record.pk, state=ImportState.WAITING).exists():
        raise NotStored(_("This list was stored or thrown away already."))


def _remember(record: MemberImport, look: Look, *, at: dt.datetime) -> None:
    counts = look.counts
    record.state, record.stored_at = ImportState.STORED, at
    record.new, record.changed = counts[RowStanding.NEW], counts[RowStanding.CHANGED]
    record.same, record.wrong = counts[RowStanding.SAME], look.not_good
    record.header, record.rows, record.by_hand, record.answers = [], [], {}, {}
    record.save()

"""The figures of a period, each with the period before and the same one a year earlier beside it.

A plain value: the summary, the staff page and the two printed pages all draw from it, so they cannot
disagree. `counting` fills it, from the database alone; the rows of the other files are not needed for it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clusters.spreadsheets import Cell
from contacts.periods import Period
from contacts.reports import words
from contacts.reports.measures import Measure

Number = int | float


@dataclass(frozen=True)
class Counted:
    """One figure and the two beside it; None where there is nothing to count from.

    `code` stays when the word for it changes: a value of the enum, or the short name of a pôle, theme or
    region; `total` for a total.
    """

    name: str
    code: str
    now: Number | None
    previous: Number | None
    year_before: Number | None


@dataclass(frozen=True)
class Part:
    """A measure and its rows, in the order they are shown."""

    measure: Measure
    unit: str
    definition: str
    rows: tuple[Counted, ...]

    def of(self, code: str) -> Counted:
        """Return the row of this code; one that did not occur was nought times."""
        return next((row for row in self.rows if row.code == code), Counted(code, code, 0, 0, 0))


@dataclass(frozen=True)
class Demand:
    """What became of the requests that asked for a theme or a region; each request is in one of the five.

    `not_met` are those no pôle took up and on which none is being waited for: `unheard` (only refusals and
    silence) and `not_forwarded`.
    """

    kind: str  # thema, regio
    name: str
    code: str
    taken_up: int = 0
    waiting: int = 0
    unheard: int = 0
    not_forwarded: int = 0
    withdrawn: int = 0
    previous: int | None = None  # `not_met` then
    year_before: int | None = None

    @property
    def asked(self) -> int:
        return self.taken_up + self.waiting + self.not_met + self.withdrawn

    @property
    def not_met(self) -> int:
        return self.unheard + self.not_forwarded

    @property
    def nobody(self) -> bool:
        """No pôle took up a single one of them, and none is being waited for."""
        return self.taken_up == self.waiting == 0


@dataclass(frozen=True)
class Figures:
    """Everything a report says in numbers. `previous` and `year_before` are None where nothing stands beside:
    before all time, and when that period ended before the first request ever came in."""

    period: Period
    previous: Period | None
    year_before: Period | None
    at: dt.datetime
    parts: Mapping[Measure, Part]
    unmet: Sequence[Demand]

    def part(self, measure: Measure) -> Part:
        return self.parts[measure]

    def total(self, measure: Measure) -> Counted:
        """Return the one row of a measure that is a total."""
        return self.parts[measure].of("total")

    def summary_rows(self) -> Iterator[Sequence[Cell]]:
        """Yield the lines of `summary.csv`, in a fixed order."""
        for measure, part in self.parts.items():
            for row in part.rows:
                yield (
                    *(str(self.period), measure.value, row.name, row.now, part.unit, part.definition),
                    *(row.previous, row.year_before, row.code),
                )

    def unmet_rows(self) -> Iterator[Sequence[Cell]]:
        """Yield the lines of `unmet.csv`: what was asked for most in vain comes first."""
        for each in self.unmet:
            yield (
                *(str(self.period), each.kind, each.name, each.asked, each.taken_up, each.waiting),
                *(each.unheard, each.not_forwarded, each.withdrawn, each.not_met),
                *(words.YES if each.nobody else words.NO, each.previous, each.year_before, each.code),
            )

"""The reporting period: a quarter of the calendar year, midnight to midnight in Paris.

Pure: no database, no clock. Everything that asks "which quarter is this?" asks here, so the list in
the staff site, the command and the report cannot disagree.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

PARIS = ZoneInfo("Europe/Paris")

_WRITTEN = re.compile(r"((?:19|2[0-9])[0-9]{2})-Q([1-4])")


class QuarterNotUnderstood(ValueError):
    """The text is not a quarter; the message says how to write one."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            _(
                "“%(text)s” is not a quarter. Write the year, a hyphen, and Q1, Q2, Q3 or Q4,"
                " for example 2026-Q3."
            )
            % {"text": text}
        )


@dataclass(frozen=True, order=True)
class Quarter:
    """Three calendar months. The first instant belongs to it, the instant it ends does not."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2999 and 1 <= self.number <= 4):
            raise QuarterNotUnderstood(f"{self.year}-Q{self.number}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-Q3`, the one way of writing a quarter. Raises `QuarterNotUnderstood`."""
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            raise QuarterNotUnderstood(text)
        return cls(int(written[1]), int(written[2]))

    @classmethod
    def of(cls, at: dt.datetime) -> Self:
        """Return the quarter in which `at` (aware) falls by the clocks of Paris."""
        return cls.of_day(_in_paris(at).date())

    @classmethod
    def of_day(cls, day: dt.date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def begins_on(self) -> dt.date:
        return dt.date(self.year, self.number * 3 - 2, 1)

    @property
    def ends_on(self) -> dt.date:
        """The last day of the quarter."""
        return self.end.date() - dt.timedelta(days=1)

    @property
    def begin(self) -> dt.datetime:
        """Midnight in Paris with which the quarter begins."""
        return dt.datetime.combine(self.begins_on, dt.time.min, tzinfo=PARIS)

    @property
    def end(self) -> dt.datetime:
        """Midnight in Paris with which the next quarter begins."""
        year, month = (self.year, self.number * 3 + 1) if self.number < 4 else (self.year + 1, 1)
        return dt.datetime(year, month, 1, tzinfo=PARIS)

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """The half-open interval [begin, end)."""
        return self.begin, self.end

    def contains(self, at: dt.datetime) -> bool:
        return self.begin <= _in_paris(at) < self.end

    __contains__ = contains

    @property
    def previous(self) -> Self:
        return self._shifted(-1)

    @property
    def next(self) -> Self:
        return self._shifted(1)

    @property
    def year_before(self) -> Self:
        """The same quarter of the previous year."""
        return self._shifted(-4)

    def _shifted(self, quarters: int) -> Self:
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return type(self)(year, index + 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def days_between(first: dt.datetime, second: dt.datetime) -> int:
    """Return the calendar days in Paris from `first` to `second`: 0 on the same day, never negative."""
    return max(0, (_in_paris(second).date() - _in_paris(first).date()).days)


def _in_paris(at: dt.datetime) -> dt.datetime:
    if at.tzinfo is None:
        raise ValueError("An instant without a time zone belongs to no quarter.")
    return at.astimezone(PARIS)

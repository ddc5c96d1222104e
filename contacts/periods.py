"""What a report can be asked for: a quarter, a year, some days, or everything.

Pure: no database, no clock. A period is a run of whole days in Paris; each of the four ways of writing one
gives such a run, so the report itself knows of no other difference.
"""

import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from contacts.quarters import PARIS, Quarter, QuarterNotUnderstood

_ONE_DAY = dt.timedelta(days=1)
_YEAR = re.compile(r"(?:19|2[0-9])[0-9]{2}")
_EARLIEST, _LATEST = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
ALL_TIME = "all-time"


class PeriodFault(ValueError):
    """Nothing can be reported on this period; the message is one sentence that says why."""


class PeriodNotUnderstood(PeriodFault):
    """The text is no period; the message says how to write one."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            _(
                "“%(text)s” is not a period. Write a quarter (2026-Q3), a year (2026), two days with two"
                " points between them (2026-07-01..2026-09-15), or all-time."
            )
            % {"text": text}
        )


class PeriodHalfOpen(PeriodFault):
    """One of the two days is missing."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            _("“%(text)s” has no first or no last day: write both, for example 2026-07-01..2026-09-15.")
            % {"text": text}
        )


class PeriodBackwards(PeriodFault):
    """It ends before it begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(_("“%(text)s” ends before it begins: write the earlier day first.") % {"text": text})


class PeriodNotBegun(PeriodFault):
    """There is nothing to report on yet; the message names what can be asked for."""

    def __init__(self, period: "Period", *, today: dt.date) -> None:
        self.period = period
        current = Quarter.of_day(today)
        super().__init__(
            _("%(period)s has not begun yet. The newest quarter that can be exported is %(current)s.")
            % {"period": period, "current": current}
        )


class PeriodBeforeFirst(PeriodFault):
    """It ended before the first request came in; the message names the day of that one."""

    def __init__(self, period: "Period", *, first: dt.date) -> None:
        self.period = period
        super().__init__(
            _(
                "%(period)s ended before the first request came in, on %(first)s. The earliest quarter that"
                " can be exported is %(earliest)s."
            )
            % {"period": period, "first": first.isoformat(), "earliest": Quarter.of_day(first)}
        )


class PeriodKind(enum.Enum):
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"
    ALL_TIME = "all-time"


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included, midnight to midnight in Paris."""

    first: dt.date
    last: dt.date
    kind: PeriodKind = PeriodKind.DAYS

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodBackwards(str(self))

    # --- ways to one ---

    @classmethod
    def parse(cls, text: str, *, today: dt.date) -> Self:
        """Read `2026-Q3`, `2026`, `2026-07-01..2026-09-15` or `all-time`.

        Raises `PeriodNotUnderstood`, `PeriodHalfOpen`, `PeriodBackwards`, or `PeriodNotBegun` when its
        first day comes after `today`; all are `PeriodFault`.
        """
        period = cls._read(text.strip())
        if period.first > today:
            raise PeriodNotBegun(period, today=today)
        return period

    @classmethod
    def _read(cls, text: str) -> Self:
        if text == ALL_TIME:
            return cls.all_time()
        if ".." in text:
            return cls._read_days(text)
        if _YEAR.fullmatch(text):
            return cls.of_year(int(text))
        try:
            return cls.of_quarter(Quarter.parse(text))
        except QuarterNotUnderstood:
            raise PeriodNotUnderstood(text) from None

    @classmethod
    def _read_days(cls, text: str) -> Self:
        written = [part.strip() for part in text.split("..")]
        if len(written) != 2:
            raise PeriodNotUnderstood(text)
        try:
            days = [_day(part) for part in written if part]
        except ValueError:
            raise PeriodNotUnderstood(text) from None
        if len(days) < 2:
            raise PeriodHalfOpen(text) if days else PeriodNotUnderstood(text)
        if days[1] < days[0]:
            raise PeriodBackwards(text)
        return cls(days[0], days[1])

    @classmethod
    def of_quarter(cls, quarter: Quarter) -> Self:
        return cls(quarter.begins_on, quarter.ends_on, PeriodKind.QUARTER)

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31), PeriodKind.YEAR)

    @classmethod
    def all_time(cls) -> Self:
        return cls(_EARLIEST, _LATEST, PeriodKind.ALL_TIME)

    # --- its limits ---

    @property
    def begin(self) -> dt.datetime:
        """Midnight in Paris with which the first day begins."""
        return _midnight(self.first)

    @property
    def end(self) -> dt.datetime:
        """Midnight in Paris with which the day after the last one begins."""
        return _midnight(self.last + _ONE_DAY)

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """The half-open interval [begin, end)."""
        return self.begin, self.end

    @property
    def quarter(self) -> Quarter | None:
        """The quarter this is, or None: days that happen to be those of a quarter are days."""
        return Quarter.of_day(self.first) if self.kind is PeriodKind.QUARTER else None

    # --- what stands beside it ---

    @property
    def previous(self) -> "Period | None":
        """The quarter or year before; before some days as many days; nothing before all time."""
        match self.kind:
            case PeriodKind.ALL_TIME:
                return None
            case PeriodKind.QUARTER:
                return Period.of_quarter(Quarter.of_day(self.first).previous) if self._has_before else None
            case PeriodKind.YEAR:
                return self.year_before
        if (self.first - _EARLIEST) <= (self.last - self.first):
            return None
        return Period(self.first - (self.last - self.first) - _ONE_DAY, self.first - _ONE_DAY)

    @property
    def year_before(self) -> "Period | None":
        """The same quarter or days one year earlier (28 February for the 29th), or the year before."""
        if self.kind is PeriodKind.ALL_TIME or not self._has_before:
            return None
        if self.kind is PeriodKind.QUARTER:
            return Period.of_quarter(Quarter.of_day(self.first).year_before)
        if self.kind is PeriodKind.YEAR:
            return Period.of_year(self.first.year - 1)
        return Period(_year_earlier(self.first), _year_earlier(self.last))

    @property
    def _has_before(self) -> bool:
        return self.first.year > _EARLIEST.year

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.QUARTER:
                return str(Quarter.of_day(self.first))
            case PeriodKind.YEAR:
                return str(self.first.year)
            case PeriodKind.ALL_TIME:
                return ALL_TIME
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


def refuse_if_not_begun(period: Period, *, at: dt.datetime) -> None:
    """Raise `PeriodNotBegun` when the period begins after `at`."""
    if at < period.begin:
        raise PeriodNotBegun(period, today=at.astimezone(PARIS).date())


def _day(text: str) -> dt.date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    day = dt.date.fromisoformat(text)
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError(text)
    return day


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=PARIS)


def _year_earlier(day: dt.date) -> dt.date:
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)

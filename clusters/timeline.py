"""A line of years as values a template can draw: bars for periods, dots for moments. Pure.

Places on the line are per cent of its width, so that the text keeps its size on every screen.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

MARGIN = 2.0  # per cent left free at both ends, for a dot and half a year's digits
NEAR = 1.6  # per cent; dots nearer to each other are stacked
HIGHEST = 3  # dots stacked; those above share the top place
MOST_TICKS = 5  # years that fit beside each other on a telephone
STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Bar:
    text: str
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Dot:
    x: float
    level: int  # 0 lies on the line
    ends: bool


@dataclass(frozen=True)
class Tick:
    year: int
    x: float


@dataclass(frozen=True)
class Timeline:
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Period:
    name: str
    begins_on: dt.date
    ends_on: dt.date


def draw(
    periods: Iterable[Period], moments: Iterable[tuple[dt.date, bool]], *, on: dt.date
) -> Timeline | None:
    """Lay out `periods` and `moments` (a day, and whether it is the end) from their first year to `on`.

    A period that runs on after `on` is drawn to its end: that much was known on the day.
    Returns None when there is too little to draw.
    """
    bars, days = list(periods), sorted(moments)
    known = [day for day, _ends in days] + [period.begins_on for period in bars]
    if len(known) < 2:
        return None
    first = min(known).year
    last = max([on, *known, *(period.ends_on for period in bars)]).year + 1
    start = dt.date(first, 1, 1).toordinal()
    length = dt.date(last, 1, 1).toordinal() - start

    def place(day: dt.date) -> float:
        share = (day.toordinal() - start) / length
        return round(MARGIN + share * (100 - 2 * MARGIN), 2)

    step = next((step for step in STEPS if (last - first) / step <= MOST_TICKS), STEPS[-1])
    years = [year for year in range(first, last + 1) if year % step == 0]
    places = [(period.name, place(period.begins_on), place(period.ends_on)) for period in bars]
    return Timeline(
        bars=tuple(Bar(name, x, round(end - x, 2)) for name, x, end in places),
        dots=_stacked((place(day), ends) for day, ends in days),
        ticks=tuple(Tick(year, place(dt.date(year, 1, 1))) for year in years),
    )


def _stacked(places: Iterable[tuple[float, bool]]) -> tuple[Dot, ...]:
    dots: list[Dot] = []
    for x, ends in places:
        level = sum(1 for dot in dots if x - dot.x < NEAR)
        dots.append(Dot(x, min(level, HIGHEST - 1), ends))
    return tuple(dots)

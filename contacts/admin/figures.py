"""The office's figures on the first page: each drawn, each as a table, each leading to its list."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters import lifeline, map
from contacts import figures
from contacts.admin.filters import REACHED
from contacts.entry import EARLIEST
from contacts.quarters import PARIS

PERIOD = "period"
# By months back from today; 0 is since the beginning.
PERIODS: Sequence[tuple[str, str | Promise, int]] = (
    ("3", _("last 3 months"), 3),
    ("12", _("last 12 months"), 12),
    ("all", _("since the beginning"), 0),
)
SHADES = 4


@dataclass(frozen=True)
class Bar:
    """One row: `share` is its length in hundredths of the longest, `told` what stands beside it.

    Without an `address` it leads nowhere.
    """

    label: str | Promise
    told: str
    share: int
    address: str
    y: int = 0


@dataclass(frozen=True)
class Bars:
    title: str | Promise
    column: str | Promise  # what the numbers are
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return len(self.bars) * ROW


ROW = 40  # units of the drawing: a line of text and a bar below it


@dataclass(frozen=True)
class Column:
    """A quarter: its heights are in units of the drawing, 100 the highest."""

    label: str
    received: int
    introduced: int
    high: int
    inner: int
    x: int
    address: str


@dataclass(frozen=True)
class Shaded:
    """A region of the map; `shade` is 0 (never asked for) to `SHADES`."""

    name: str
    path: str
    number: int
    shade: int
    address: str


def of_the_office(period: str, *, at: dt.datetime, letters: bool) -> dict[str, Any]:
    """Return every figure for the first page, in a constant number of queries.

    Without `letters` the figure of letters leads nowhere: their list is not for everybody.
    """
    name, months = next(((key, back) for key, _label, back in PERIODS if key == period), ("12", 12))
    today = timezone.localdate(at, PARIS)
    first_day = _months_before(today, months) if months else EARLIEST
    since = dt.datetime.combine(first_day, dt.time.min, tzinfo=PARIS)
    inbox = reverse("admin:contacts_introductionrequest_changelist")
    begin = f"{inbox}?view=all&since={first_day.isoformat()}"
    regions = figures.per_region(since, at)
    return {
        "periods": [(key, label, key == name) for key, label, _back in PERIODS],
        "funnel": _funnel(figures.funnel(since, at), begin),
        "quarters": _columns(figures.per_quarter(at), f"{inbox}?view=all&reached=received"),
        "themes": _bars(
            _("Themes asked for"), _("requests"), figures.per_theme(since, at), f"{begin}&theme="
        ),
        "regions": _bars(_("Regions wished for"), _("requests"), regions[:10], f"{begin}&region="),
        "wished": _map(regions, f"{begin}&region="),
        "poles": _poles(since, at, f"&sent_since={first_day.isoformat()}" if letters else ""),
    }


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, 28))


def laid_out(bars: Iterable[tuple[str | Promise, str, int, str]]) -> tuple[Bar, ...]:
    """Return the bars of (label, what stands beside it, value, address), below each other."""
    rows = list(bars)
    longest = max((value for _label, _told, value, _address in rows), default=0) or 1
    return tuple(
        Bar(label, told, max(1, round(100 * value / longest)) if value else 0, address, number * ROW)
        for number, (label, told, value, address) in enumerate(rows)
    )


def _bars(
    title: str | Promise, column: str | Promise, counted: Sequence[figures.Counted], address: str
) -> Bars:
    rows = ((each.label, str(each.number), each.number, address + each.slug) for each in counted)
    return Bars(title, column, laid_out(rows))


def _funnel(found: figures.Funnel, begin: str) -> Bars:
    counted = ((name, label, getattr(found, name)) for name, label in REACHED)
    rows = ((label, str(number), number, f"{begin}&reached={name}") for name, label, number in counted)
    return Bars(_("How far requests came"), _("requests"), laid_out(rows))


def _columns(quarters: Sequence[figures.QuarterFigure], address: str) -> list[Column]:
    highest = max((each.received for each in quarters), default=0) or 1
    return [
        Column(
            label=str(each.quarter),
            received=each.received,
            introduced=each.introduced,
            high=round(100 * each.received / highest),
            inner=round(100 * each.introduced / highest),
            x=number * 60,
            address=f"{address}&quarter={each.quarter}",
        )
        for number, each in enumerate(quarters)
    ]


def _map(regions: Sequence[figures.Counted], address: str) -> dict[str, Any]:
    by_name = {each.label: each for each in regions}
    most = max((each.number for each in regions), default=0)
    france = map.draw([])
    shapes = []
    for shape in france.shapes:
        asked = by_name.get(shape.name)
        number = asked.number if asked else 0
        shade = -(-SHADES * number // most) if most else 0
        shapes.append(Shaded(shape.name, shape.path, number, shade, address + asked.slug if asked else ""))
    return {"width": france.width, "height": france.height, "shapes": shapes}


def _poles(since: dt.datetime, at: dt.datetime, period: str) -> Bars:
    letters = reverse("admin:contacts_introduction_changelist")
    successors = lifeline.last_successors(on=timezone.localdate(at, PARIS))
    found = figures.per_pole(since, at, successors=successors)[:10]
    bars = tuple(
        Bar(
            label=each.name,
            told=_answers(each),
            share=each.rate,
            address=f"{letters}?pole={each.slug}{period}" if period else "",
            y=number * ROW,
        )
        for number, each in enumerate(found)
    )
    return Bars(_("How pôles answer"), _("answered letters"), bars)


def _answers(figure: figures.PoleFigure) -> str:
    told = f"{figure.rate} % ({figure.answered}/{figure.sent})"
    if figure.days is None:
        return told
    return told + " · " + ngettext("%(days)d day", "%(days)d days", figure.days) % {"days": figure.days}

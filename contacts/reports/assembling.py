"""From what was counted to the figures of a report: which rows each measure has, and in which order.

Closed lists (status, reason, kind) show every value, zero too, so that two reports can be laid side by
side; open ones (theme, region, pôle) show what occurred in this period or in one beside it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Min

from clusters.folding import fold
from contacts.models import IntroductionRequest
from contacts.periods import Period, PeriodBeforeFirst, refuse_if_not_begun
from contacts.quarters import PARIS
from contacts.reports import words
from contacts.reports.counting import POLE, Tally, tallied
from contacts.reports.figures import Counted, Demand, Figures, Number, Part
from contacts.reports.measures import FIGURES, Measure
from contacts.reports.moment import as_of_one_moment

_PER_POLE = frozenset(measure for measure in Measure if measure.endswith("per pôle"))
_PER_THEME = frozenset(measure for measure in Measure if measure.endswith("per thema"))
_PER_REGION = frozenset(measure for measure in Measure if measure.endswith("per gewenste regio"))


def first_request_at() -> dt.datetime | None:
    """Return when the first request of all came in; one query."""
    return IntroductionRequest.objects.aggregate(first=Min("received_at"))["first"]


def refuse_if_empty_handed(period: Period, *, at: dt.datetime) -> dt.datetime | None:
    """Return when the first request of all came in.

    Raises `PeriodNotBegun` when the period begins after `at`, `PeriodBeforeFirst` when it ended before
    that request. An office without any request may report noughts.
    """
    refuse_if_not_begun(period, at=at)
    first = first_request_at()
    if first and period.end <= first:
        raise PeriodBeforeFirst(period, first=first.astimezone(PARIS).date())
    return first


def figures_of(period: Period, *, at: dt.datetime) -> Figures:
    """Return the figures as they are now, all of one moment, in a constant number of queries.

    Raises `PeriodNotBegun` or `PeriodBeforeFirst`.
    """
    with as_of_one_moment():
        return assembled(period, at=at, first=refuse_if_empty_handed(period, at=at))


def assembled(period: Period, *, at: dt.datetime, first: dt.datetime | None) -> Figures:
    """Return the figures, inside a moment that somebody holds; `first` is when the first request came in.

    7 queries, however many requests. What ended before the first request is not laid beside.
    """

    def if_open(beside: Period | None) -> Period | None:
        return beside if beside and first and first < beside.end else None

    periods = (period, if_open(period.previous), if_open(period.year_before))
    tally = tallied(periods)
    return Figures(
        period=period,
        previous=periods[1],
        year_before=periods[2],
        at=at,
        parts={measure: _part(measure, tally, periods) for measure in FIGURES},
        unmet=_unmet(tally, periods),
    )


def _part(measure: Measure, tally: Tally, periods: Sequence[Period | None]) -> Part:
    definition = FIGURES[measure]
    codes = definition.words if definition.words is not None else _open_codes(measure, tally)
    numbers: Callable[[str], Sequence[Number | None]] = lambda code: tally.counts[measure][code]  # noqa: E731
    if measure in (Measure.MEDIAN_DAYS, Measure.MEDIAN_DAYS_PER_POLE):
        numbers = lambda code: [_median(days) for days in tally.days[code]]  # noqa: E731
    rows = tuple(
        Counted(
            name, code, *(n if beside else None for n, beside in zip(numbers(code), periods, strict=True))
        )
        for code, name in codes.items()
    )
    return Part(measure, definition.unit, definition.dutch, rows)


def _open_codes(measure: Measure, tally: Tally) -> Mapping[str, str]:
    """Return the codes that occurred, with their names, in the names' order."""
    if measure in _PER_POLE:
        names = tally.names[POLE]
    else:
        names = tally.names[words.THEME if measure in _PER_THEME else words.REGION]
    return dict(sorted(names.items(), key=lambda each: (fold(each[1]), each[0])))


def _unmet(tally: Tally, periods: Sequence[Period | None]) -> tuple[Demand, ...]:
    found = []
    for (kind, code), fates in tally.fates.items():
        now = Demand(
            kind, tally.names[kind][code], code, **{fate: numbers[0] for fate, numbers in fates.items()}
        )
        beside = [
            fates["unheard"][position] + fates["not_forwarded"][position] if period else None
            for position, period in enumerate(periods)
        ]
        if now.not_met:
            found.append(replace(now, previous=beside[1], year_before=beside[2]))
    found.sort(key=lambda each: (each.kind != words.THEME, -each.not_met, fold(each.name), each.code))
    return tuple(found)


def _median(days: Counter[int]) -> Number | None:
    """Return the middle of the days, or half-way between the two in the middle; None without any."""
    total = days.total()
    if not total:
        return None
    lower, upper = (_nth(days, rank) for rank in ((total - 1) // 2, total // 2))
    return lower if lower == upper else _whole((lower + upper) / 2)


def _nth(days: Counter[int], rank: int) -> int:
    passed = 0
    for day in sorted(days):
        passed += days[day]
        if passed > rank:
            return day
    raise AssertionError(rank)


def _whole(number: float) -> Number:
    return int(number) if number == int(number) else number

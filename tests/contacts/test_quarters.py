"""Every instant falls in exactly one quarter, by the clocks of Paris."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contacts.quarters import PARIS, Quarter, QuarterNotUnderstood

TICK = dt.timedelta(microseconds=1)
instants = st.datetimes(
    min_value=dt.datetime(2001, 1, 1),  # noqa: DTZ001
    max_value=dt.datetime(2098, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([dt.UTC, PARIS, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")]),
)
quarters = st.builds(Quarter, st.integers(2001, 2098), st.integers(1, 4))


@given(instants)
@example(dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC))  # half past midnight on 1 April in Paris
@example(dt.datetime(2026, 3, 29, 2, 30, tzinfo=PARIS))  # an hour that does not exist
@example(dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS))  # an hour that comes twice
@example(dt.datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=PARIS))
@example(dt.datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=PARIS))
def test_an_instant_falls_in_exactly_one_quarter(at):
    quarter = Quarter.of(at)
    near = [quarter.year_before, quarter.previous, quarter, quarter.next]
    assert [each for each in near if at in each] == [quarter]
    assert Quarter.parse(str(quarter)) == quarter


@given(quarters)
def test_quarters_touch_and_never_overlap(quarter):
    begin, end = quarter.bounds
    assert end == quarter.next.begin
    assert quarter.previous.end == begin
    assert begin in quarter
    assert end not in quarter
    assert end - TICK in quarter
    assert begin - TICK in quarter.previous
    assert quarter.next.previous == quarter
    assert quarter.year_before.next.next.next.next == quarter
    assert (begin.hour, begin.minute, begin.day) == (0, 0, 1)
    assert quarter.begins_on <= quarter.ends_on < quarter.next.begins_on


@given(st.integers(2001, 2098))
def test_four_quarters_are_the_year(year):
    limits = [limit for number in (1, 2, 3, 4) for limit in Quarter(year, number).bounds]
    assert limits[0] == dt.datetime(year, 1, 1, tzinfo=PARIS)
    assert limits[-1] == dt.datetime(year + 1, 1, 1, tzinfo=PARIS)
    assert limits[1:-1:2] == limits[2::2]


def test_the_limits_are_midnight_in_paris_in_summer_and_in_winter():
    assert Quarter(2026, 3).begin.astimezone(dt.UTC) == dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
    assert Quarter(2026, 4).end.astimezone(dt.UTC) == dt.datetime(2026, 12, 31, 23, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-Q5",
        "2026-Q0",
        "26Q1",
        "2026Q1",
        "2026-q1",
        "2026-Q1x",
        "Q1-2026",
        "2026",
        "",
        "2026-Q１",
        "0001-Q1",
        "9999-Q4",
    ],
)
def test_what_is_not_a_quarter_is_refused_with_a_sentence_that_says_how(text):
    with pytest.raises(QuarterNotUnderstood) as refused:
        Quarter.parse(text)
    assert f"“{text}”" in str(refused.value)
    assert "2026-Q3" in str(refused.value)


def test_an_instant_without_a_time_zone_belongs_to_no_quarter():
    with pytest.raises(ValueError, match="time zone"):
        Quarter.of(dt.datetime(2026, 7, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        Quarter(2026, 3).contains(dt.datetime(2026, 7, 1))  # noqa: DTZ001


def test_quarters_sort_by_time():
    assert sorted([Quarter(2026, 1), Quarter(2025, 4), Quarter(2025, 2)]) == [
        Quarter(2025, 2),
        Quarter(2025, 4),
        Quarter(2026, 1),
    ]

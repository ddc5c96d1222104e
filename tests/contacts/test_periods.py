"""What a report can be asked for, and the one sentence for everything else."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.periods import (
    Period,
    PeriodBackwards,
    PeriodHalfOpen,
    PeriodKind,
    PeriodNotBegun,
    PeriodNotUnderstood,
)
from contacts.quarters import PARIS, Quarter

TODAY = dt.date(2026, 11, 26)
days = st.dates(dt.date(2001, 1, 1), dt.date(2098, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02-29..2024-02-29", "2024-02-29", "2024-02-29"),
        (" 2026-07-01 .. 2026-09-15 ", "2026-07-01", "2026-09-15"),
        ("2026-11-26..2027-03-01", "2026-11-26", "2027-03-01"),
    ],
)
def test_a_period_is_whole_days_the_last_one_included(text, first, last):
    period = Period.parse(text, today=TODAY)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    begin, end = period.bounds
    assert begin == dt.datetime.combine(period.first, dt.time.min, tzinfo=PARIS)
    assert end == dt.datetime.combine(period.last + dt.timedelta(days=1), dt.time.min, tzinfo=PARIS)
    assert Period.parse(str(period), today=TODAY) == period


def test_all_time_has_everything_in_it():
    period = Period.parse("all-time", today=TODAY)
    assert period.begin.year == 1900
    assert period.end.year == 3000
    assert (str(period), period.previous, period.year_before) == ("all-time", None, None)


def test_only_a_quarter_is_one():
    assert Period.parse("2026-Q3", today=TODAY).quarter == Quarter(2026, 3)
    assert Period.parse("2026", today=TODAY).quarter is None
    same_days = Period.parse("2026-07-01..2026-09-30", today=TODAY)
    assert same_days.quarter is None
    assert same_days.bounds == Quarter(2026, 3).bounds


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "..",
            "2026-Q5",
            "26",
            "2026-7-1..2026-08-01",
            "2026-02-30..2026-03-01",
            "all time",
            "ALL-TIME",
        ),
        *("2026-07-01...2026-08-01", "2026-07-01..2026-08-01..2026-09-01", "0026", "2026-Q1..2026-Q2"),
        *("1066-10-14..2026-01-01", "２０２６", "20260701..20260801", "2026-07-01", "ALL-TIME"),
    ],
)
def test_what_is_no_period_is_refused_with_a_sentence_that_says_how(text):
    with pytest.raises(PeriodNotUnderstood) as refused:
        Period.parse(text, today=TODAY)
    assert f"“{text}”" in str(refused.value)
    assert "2026-07-01..2026-09-15" in str(refused.value)


@pytest.mark.parametrize("text", ["2026-07-01..", "..2026-07-01"])
def test_a_half_open_one_is_refused_as_such(text):
    with pytest.raises(PeriodHalfOpen, match="geen eerste of geen laatste dag"):
        Period.parse(text, today=TODAY)


def test_one_that_ends_before_it_begins_is_refused_as_such():
    with pytest.raises(PeriodBackwards, match="eindigt voordat het begint"):
        Period.parse("2026-07-02..2026-07-01", today=TODAY)
    with pytest.raises(PeriodBackwards):
        Period(dt.date(2026, 7, 2), dt.date(2026, 7, 1))


@pytest.mark.parametrize("text", ["2027-Q1", "2027", "2026-11-27..2026-12-01"])
def test_one_that_has_not_begun_is_refused_with_what_can_be_asked_for(text):
    with pytest.raises(PeriodNotBegun, match="2026-Q4"):
        Period.parse(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "previous", "year_before"),
    [
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026", "2025", "2025"),
        ("2026-03-01..2026-03-31", "2026-01-29..2026-02-28", "2025-03-01..2025-03-31"),
        ("2024-02-29..2024-03-01", "2024-02-27..2024-02-28", "2023-02-28..2023-03-01"),
        ("1900-Q1", None, None),
        ("1900", None, None),
        ("1900-01-01..1900-01-02", None, None),
    ],
)
def test_what_stands_beside_it(text, previous, year_before):
    period = Period.parse(text, today=TODAY)
    for beside, expected in [(period.previous, previous), (period.year_before, year_before)]:
        assert (str(beside) if beside else None) == expected


@given(days, days)
def test_the_period_before_is_as_long_and_touches(one, other):
    period = Period(min(one, other), max(one, other))
    before = period.previous
    if before is not None:
        assert before.last - before.first == period.last - period.first
        assert before.end == period.begin
        assert before.kind is PeriodKind.DAYS
    earlier = period.year_before
    assert earlier is not None
    assert earlier.first.year == period.first.year - 1


@given(st.integers(2001, 2098))
def test_four_quarters_are_the_year(year):
    quarters = [Period.of_quarter(Quarter(year, number)) for number in (1, 2, 3, 4)]
    whole = Period.of_year(year)
    assert (quarters[0].begin, quarters[3].end) == whole.bounds
    assert [each.end for each in quarters[:3]] == [each.begin for each in quarters[1:]]

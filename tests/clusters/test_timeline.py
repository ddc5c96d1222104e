"""The drawn life line: all lies on the sheet, in order, and nothing covers what happened the same day."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from clusters.timeline import MOST_TICKS, Period, draw

DAY = st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1))
TODAY = dt.date(2026, 7, 1)


@given(days=st.lists(DAY, min_size=2, max_size=30), periods=st.lists(st.tuples(DAY, DAY), max_size=6), on=DAY)
def test_all_lies_on_the_line_whatever_the_days(days, periods, on):
    phases = [Period("V", min(pair), max(pair)) for pair in periods]
    line = draw(phases, [(day, False) for day in days], on=on)
    assert line
    assert all(0 < dot.x < 100 for dot in line.dots)
    assert all(bar.x > 0 and bar.width >= 0 and bar.x + bar.width < 100 for bar in line.bars)
    assert all(0 < tick.x < 100 for tick in line.ticks)
    assert len(line.ticks) <= MOST_TICKS + 1
    assert [dot.x for dot in line.dots] == sorted(dot.x for dot in line.dots)


def test_what_happened_on_one_day_is_stacked():
    day = dt.date(2019, 9, 20)
    line = draw([], [(day, False), (day, True), (dt.date(2005, 1, 1), False)], on=TODAY)
    assert line
    assert [(dot.level, dot.ends) for dot in line.dots] == [(0, False), (0, False), (1, True)]


def test_a_label_is_drawn_to_its_end_also_when_that_is_still_to_come():
    phase = Period("V", dt.date(2023, 1, 1), dt.date(2030, 12, 31))
    line = draw([phase], [(dt.date(2005, 1, 1), False)], on=TODAY)
    assert line
    [bar] = line.bars
    assert bar.x < 90 < bar.x + bar.width


def test_one_moment_alone_is_not_worth_a_drawing():
    assert draw([], [(TODAY, False)], on=TODAY) is None
    assert draw([], [], on=TODAY) is None

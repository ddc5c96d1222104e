"""Dates known to the day, the month or the year, in three languages."""

import datetime as dt

import pytest

from clusters.dates import NotADay, end_of_quarter, in_words, parse_day

DAY = dt.date(2014, 12, 18)


@pytest.mark.parametrize(
    ("language", "precision", "words"),
    [
        ("nl", "day", "18 december 2014"),
        ("fr", "day", "18 décembre 2014"),
        ("en", "day", "18 December 2014"),
        ("nl", "month", "december 2014"),
        ("fr", "month", "décembre 2014"),
        ("en", "year", "2014"),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(language, precision, words):
    assert in_words(DAY, language, precision) == words


def test_french_has_an_ordinal_for_the_first_day_only():
    assert in_words(dt.date(2023, 1, 1), "fr") == "1er janvier 2023"
    assert in_words(dt.date(2023, 1, 2), "fr") == "2 janvier 2023"
    assert in_words(dt.date(2023, 1, 1), "nl") == "1 januari 2023"


def test_an_unknown_language_reads_english():
    assert in_words(DAY, "de") == "18 December 2014"


def test_a_day_is_read_as_year_month_day():
    assert parse_day("2014-12-18") == DAY
    assert parse_day("2024-02-29") == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2014",
        "18-12-2014",
        "20141218",
        "2014-13-01",
        "2023-02-29",
        "2014-12-18T00:00",
        "２０１４-12-18",
        "0000-01-01",
    ],
)
def test_what_is_not_a_day_is_refused(text):
    with pytest.raises(NotADay):
        parse_day(text)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 6, 30), dt.date(2026, 6, 30)),
        (dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        (dt.date(2026, 11, 22), dt.date(2026, 12, 31)),
    ],
)
def test_a_quarter_ends_with_its_third_month(day, last):
    assert end_of_quarter(day) == last

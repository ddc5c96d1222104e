"""Dates that are known to the day, the month or the year, written in the reader's language. Pure.

Month names are kept here, not taken from Django's catalogues, because the letter to a pôle and the
page of a visitor may need two languages in one request.
"""

import datetime as dt
import re

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class NotADay(ValueError):
    """The text does not name a day that exists, written as year-month-day."""


def parse_day(text: str) -> dt.date:
    """Read `2014-12-18`. Raises `NotADay` for any other spelling and for days that do not exist."""
    if not _ISO_DAY.fullmatch(text):
        raise NotADay(text)
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotADay(text) from error


def in_words(day: dt.date, language: str, precision: str = "day") -> str:
    """Write `day` as precisely as it is known (`day`, `month` or `year`) in `nl`, `fr` or `en`."""
    if precision == "year":
        return str(day.year)
    month = _MONTHS.get(language, _MONTHS["en"]).split()[day.month - 1]
    if precision == "month":
        return f"{month} {day.year}"
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {month} {day.year}"


def end_of_quarter(day: dt.date) -> dt.date:
    """Return the last day of the calendar quarter that `day` lies in."""
    first_month_after = 3 * ((day.month - 1) // 3) + 4
    year, month = (day.year, first_month_after) if first_month_after <= 12 else (day.year + 1, 1)
    return dt.date(year, month, 1) - dt.timedelta(days=1)

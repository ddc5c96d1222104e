"""What a cell of a file holds, and how text is kept from being run.

In CSV, text that a spreadsheet would run as a formula gets one leading apostrophe; nothing is ever
taken away, and `unescape_cell` gives back exactly what was typed. Numbers and dates are numbers and
dates: -3 stays a number.
"""

import datetime as dt
import unicodedata
from decimal import Decimal
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
APOSTROPHE = "'"

# A formula begins with one of these; `@` is Lotus's, `|` and `%` begin commands in older programs.
_TRIGGERS = frozenset("=+-@|%")
_TRIGGERS_AT_ONCE = frozenset("\t\r\n")
# Programs skip these before they look for a formula: blanks of every width, controls, zero-width marks.
_SKIPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})

Cell = str | int | float | Decimal | dt.date | None  # a datetime is a date too


def escape_cell(text: str) -> str:
    """Return `text`, behind one apostrophe when a spreadsheet would run it.

    Text that already stands behind apostrophes of its own and would run without them gets one
    more, so that taking one off always gives back what was typed.
    """
    return APOSTROPHE + text if _would_run(text) else text


def unescape_cell(text: str) -> str:
    """Return what was typed: the exact inverse of `escape_cell`."""
    if text.startswith(APOSTROPHE) and _would_run(text[1:]):
        return text[1:]
    return text


def _would_run(text: str) -> bool:
    if text[:1].isalnum():  # nearly every cell; no letter or digit is read as a sign
        return False
    bare = text.lstrip(APOSTROPHE)
    if bare[:1] in _TRIGGERS_AT_ONCE:
        return True
    for character in bare:
        if unicodedata.category(character) not in _SKIPPED:
            # Full-width and small forms (＝ ﹢) are read as their plain ones.
            return unicodedata.normalize("NFKC", character) in _TRIGGERS
    return False


def write_cell(value: Cell, *, decimal: str = ",") -> str:
    """Return `value` as it stands in a cell, before quoting.

    Numbers get `decimal` as their decimal sign, dates are ISO 8601, instants are told by the clocks
    of Paris, None is an empty cell, text is escaped. Raises `TypeError` for anything else.
    """
    match value:
        case None:
            return ""
        case str():
            return escape_cell(value)
        case bool():
            raise TypeError("A yes or no needs its word; the writer does not choose one.")
        case int():
            return str(value)
        case float() | Decimal():
            number = Decimal(str(value))
            if not number.is_finite():
                raise TypeError("What is not a finite number has no cell; leave it empty.")
            return format(number, "f").replace(".", decimal)
        case dt.datetime():
            local = value if value.tzinfo is None else value.astimezone(PARIS)
            return local.replace(tzinfo=None).isoformat(sep=" ")
        case dt.date():
            return value.isoformat()
    raise TypeError(f"No way to write a {type(value).__name__} in a cell.")

"""What a cell of a file holds, and how text is kept from being run.

In CSV a spreadsheet program guesses what each cell is. Text that it would run as a formula, or read as
a number, a date or a truth and then show otherwise (007, 3-4, 1e5), gets one leading apostrophe; nothing
is ever taken away, and `unescape_cell` gives back exactly what was typed. Numbers and dates are numbers
and dates: -3 stays a number.
"""

import datetime as dt
import re
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

# A whole number as people write it is shown as it was typed; from twelve digits on Excel writes 1E+11.
_SHOWN_AS_TYPED = re.compile(r"0|[1-9][0-9]{0,10}")
_MONTHS = (
    "jan(?:uar[iy]|vier)?|f[eé]v(?:r(?:ier)?)?|feb(?:ruar[iy])?|mrt|maart|mars|mar(?:ch)?|apr(?:il)?|avr(?:il)?|"
    "mei|may|mai|june?|juni|juin|july?|juli|juil(?:let)?|aug(?:ustus|ust)?|ao[uû]t|sept?(?:ember|embre)?|"
    "o[kc]t(?:ober|obre)?|nov(?:ember|embre)?|d[eé]c(?:ember|embre)?"
)
_LIKE_A_NUMBER = re.compile(rf"(?:[\d\s.,:;/()€$£¥+%−-]|[ap]\.?m\.?|e|t|z|{_MONTHS})+", re.IGNORECASE)
_LIKE_A_TRUTH = frozenset({"true", "false", "waar", "onwaar", "vrai", "faux"})
# With a letter in front nothing else is read: how those begin.
_MONTH_OR_TRUTH = frozenset("ja fe fé mr ma av ap me ju au ao se ok oc no de dé tr fa wa on vr".split())
_LONGEST = 40  # of what is read as a number, date or truth

Cell = str | int | float | Decimal | dt.date | None  # a datetime is a date too


def escape_cell(text: str) -> str:
    """Return `text`, behind one apostrophe when a spreadsheet would not show just this text.

    Text that already stands behind apostrophes of its own and would need one without them gets one
    more, so that taking one off always gives back what was typed.
    """
    return APOSTROPHE + text if _needs_one(text) else text


def unescape_cell(text: str) -> str:
    """Return what was typed: the exact inverse of `escape_cell`."""
    if text.startswith(APOSTROPHE) and _needs_one(text[1:]):
        return text[1:]
    return text


def _needs_one(text: str) -> bool:
    bare = text.lstrip(APOSTROPHE)
    if bare[:1].isalpha() and bare[:2].casefold() not in _MONTH_OR_TRUTH:
        return False  # nearly every cell
    return _would_run(bare) or (len(bare) <= _LONGEST and _would_be_read(bare))


def _would_be_read(bare: str) -> bool:
    """Is it like a number, a date or a truth, and would then be shown otherwise than it was typed?"""
    if _LIKE_A_NUMBER.fullmatch(bare):
        return any(map(str.isdecimal, bare)) and not _SHOWN_AS_TYPED.fullmatch(bare)
    return len(bare) < 10 and bare.strip().casefold() in _LIKE_A_TRUTH


def _would_run(bare: str) -> bool:
    if bare[:1].isalnum():  # no letter or digit is read as a sign
        return False
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

"""What a table of a workbook is: its columns, each of one kind, and its rows; what fits in a cell.

What no workbook can hold is either shown otherwise, the same way in ODS and XLSX, or refused:

* A control character stands as its picture (NUL as ␀), half a character (a lone surrogate) as �.
* Every line break is one line break: CR and CR LF are read as LF.
* A whole or decimal number of more than 15 digits is text: spreadsheet programs keep no more.
* A day before 1 March 1900 is text (14-07-1789): XLSX counts days from there.
* Longer text than a cell holds, and more rows than a sheet holds, are refused: `NotForAWorkbook`.
"""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from clusters.spreadsheets.cells import PARIS, Cell

MOST_ROWS = 1_048_576  # of a sheet, its header included
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767  # of a cell, counted as Excel counts: in UTF-16 units
MOST_DIGITS = 15
FIRST_DAY = dt.date(1900, 3, 1)

_LINE_BREAK = re.compile(r"\r\n?")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class CellKind(enum.Enum):
    """What every cell of a column holds; a cell of any kind may be empty."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    INSTANT = "instant"  # told by the clocks of Paris


@dataclass(frozen=True)
class Column:
    """`width` is in characters; None takes what is usual for the kind and the name."""

    name: str
    kind: CellKind = CellKind.TEXT
    width: int | None = None

    @property
    def characters(self) -> int:
        """How wide the column is drawn, in characters."""
        return self.width or max(len(self.name) + 4, _USUAL_WIDTH[self.kind])


_USUAL_WIDTH = {
    CellKind.TEXT: 24,
    CellKind.INTEGER: 10,
    CellKind.DECIMAL: 12,
    CellKind.DATE: 12,
    CellKind.INSTANT: 20,
}


@dataclass(frozen=True)
class Sheet:
    """`rows` is read once, row by row, while the workbook is written."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


class NotForAWorkbook(ValueError):
    """What was asked for does not fit in a workbook; the message is a sentence that names CSV."""


class TooManyRows(NotForAWorkbook):
    """A sheet would have more rows than spreadsheet programs open."""


class TextTooLong(NotForAWorkbook):
    """A text would not fit in one cell."""


def too_many_rows() -> TooManyRows:
    return TooManyRows(
        _("A sheet holds %(most)d rows and these are more: choose CSV, or narrow the list.")
        % {"most": MOST_ROWS}
    )


def visible(text: str) -> str:
    """Return `text` as a workbook can hold it: exactly what was typed, but for what is said above.

    Raises `TextTooLong`.
    """
    if "\r" in text:
        text = _LINE_BREAK.sub("\n", text)
    text = _UNFIT.sub(_picture, text)
    length = len(text)
    if length > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        raise TextTooLong(
            _("A text of %(length)d characters does not fit in a cell, which holds %(most)d: choose CSV.")
            % {"length": length, "most": MOST_CHARACTERS}
        )
    return text


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


# --- a value, as what its column says it is -------------------------------------------------------------


def text_of(value: Cell) -> str:
    if not isinstance(value, str):
        raise TypeError(f"A column of text holds a {type(value).__name__}.")
    return visible(value)


def number_of(value: Cell) -> str | None:
    """Return the number's digits with a point, or None when no spreadsheet program would keep them all."""
    match value:
        case bool():
            raise TypeError("A yes or no needs its word; the writer does not choose one.")
        case int():
            return str(value) if abs(value) < 10**MOST_DIGITS else None
        case float() | Decimal():
            number = Decimal(repr(value)) if isinstance(value, float) else value
            if not number.is_finite():
                raise TypeError("What is not a finite number has no cell; leave it empty.")
            exact = isinstance(value, float) or len(number.normalize().as_tuple().digits) <= MOST_DIGITS
            return format(number, "f") if exact else None
    raise TypeError(f"A column of numbers holds a {type(value).__name__}.")


def whole_number_of(value: Cell) -> str | None:
    """As `number_of`, for a column that has whole numbers alone."""
    if not isinstance(value, int):
        raise TypeError(f"A column of whole numbers holds a {type(value).__name__}.")
    return number_of(value)


def day_of(value: Cell) -> dt.date:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise TypeError(f"A column of dates holds a {type(value).__name__}.")
    return value


def moment_of(value: Cell) -> dt.datetime:
    """Return the moment by the clocks of Paris, without its zone; one without a zone is taken as it is."""
    if not isinstance(value, dt.datetime):
        raise TypeError(f"A column of moments holds a {type(value).__name__}.")
    return value if value.tzinfo is None else value.astimezone(PARIS).replace(tzinfo=None)


def day_as_text(day: dt.date) -> str:
    """Return the day as people here write it; `strftime` writes no zeros before a short year."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def moment_as_text(moment: dt.datetime) -> str:
    return f"{day_as_text(moment)} {moment:%H:%M:%S}"


# --- a sheet's name and shape ---------------------------------------------------------------------------

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def checked(sheet: Sheet, names: set[str]) -> Sheet:
    """Return the sheet, its name added to `names`; raises `ValueError` where a program would refuse it."""
    name = sheet.name
    if not 0 < len(name) <= 31 or _NOT_IN_A_NAME.search(name) or name[0] == "'" or name[-1] == "'":
        raise ValueError(f"“{name}” cannot be the name of a sheet.")
    if name.casefold() in names:
        raise ValueError(f"There are two sheets “{name}”.")
    if not 0 < len(sheet.columns) <= MOST_COLUMNS:
        raise ValueError(f"Sheet “{name}” has {len(sheet.columns)} columns.")
    names.add(name.casefold())
    return sheet


def letters(position: int) -> str:
    """Return the name of the column at this position: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

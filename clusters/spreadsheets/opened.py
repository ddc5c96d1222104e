"""A workbook somebody sent, opened with care: a zip of XML of which nothing is believed.

What it says of its own sizes is not believed either: what comes out is counted. XML is read as it comes,
and a document type, which could hold entities that grow, is refused.
"""

import io
import math
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from django.utils.translation import gettext as _

MOST_BYTES = 64 << 20  # of all parts together, unpacked; 10,000 ordinary rows are 15 MB
MOST_ROWS_TO_READ = 10_000
MOST_CELLS = 1_000_000
_AT_ONCE = 1 << 20  # the parser reads an endless remark anew with every piece: few pieces
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotASpreadsheet(ValueError):
    """The file is no workbook that can be read; the message says why and what to do."""


class Start(NamedTuple):
    """An element begins; names are without their namespace."""

    name: str
    attributes: dict[str, str]


class End(NamedTuple):
    name: str


Event = Start | End | str  # a str is text between them


class OpenedWorkbook:
    """Gives the parts of the file that lies in `content`; `kind` is ODS or XLSX.

    Every method raises `NotASpreadsheet`.
    """

    def __init__(self, content: bytes, *, kind: str) -> None:
        self.kind = kind
        self._left = MOST_BYTES
        if content.startswith(_OLD_OR_LOCKED):
            raise self.locked()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGE as problem:
            raise self.wrong() from problem
        if any(part.flag_bits & 1 for part in self._zip.infolist()):
            raise self.locked()
        if sum(part.file_size for part in self._zip.infolist()) > MOST_BYTES:
            raise self.too_large()

    def wrong(self) -> NotASpreadsheet:
        sentence = _(
            "This is no %(kind)s workbook, or it is damaged: open it in a spreadsheet program and save it "
            "anew."
        )
        return NotASpreadsheet(sentence % {"kind": self.kind})

    def locked(self) -> NotASpreadsheet:
        return NotASpreadsheet(
            _("The file has a password or is an old .xls: save it as %(kind)s without a password.")
            % {"kind": self.kind}
        )

    def too_large(self) -> NotASpreadsheet:
        return NotASpreadsheet(_("The workbook is too large to read: bring it in as CSV, or in parts."))

    def has(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def events(self, name: str) -> Iterator[Event]:
        """Yield what stands in this part of the file, read as far as it is asked for."""
        found: list[Event] = []
        parser = _parser(found)
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_AT_ONCE):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self.too_large()
                    parser.Parse(chunk, False)
                    yield from found
                    found.clear()
                parser.Parse(b"", True)
                yield from found
        except NotASpreadsheet:
            raise
        except _DAMAGE as problem:
            raise self.wrong() from problem


class _Refused(Exception):
    """The XML has something in it that no workbook needs."""


# What zip, its compression and the parser raise over a file that was cut, bent or made to harm.
_DAMAGE = (
    *(RuntimeError, EOFError, OSError, LookupError, ValueError, OverflowError, struct.error, zlib.error),
    *(zipfile.BadZipFile, expat.ExpatError, _Refused),
)


def _parser(found: list[Event]) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        # LibreOffice repeats some attributes in a namespace of its own.
        plain = {
            key.rpartition(" ")[2]: value
            for key, value in attributes.items()
            if not key.startswith("urn:org:documentfoundation")
        }
        found.append(Start(name.rpartition(" ")[2], plain))

    def refuse(*_declared: object) -> None:
        raise _Refused

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: found.append(End(name.rpartition(" ")[2]))
    parser.CharacterDataHandler = found.append
    parser.StartDoctypeDeclHandler = refuse
    return parser


def number_of(text: str) -> int | float:
    """Return the number; a whole one is an int, since spreadsheet programs know no difference.

    Raises `ValueError`.
    """
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return int(value) if value.is_integer() and abs(value) < 10**15 else value


class Counted:
    """How many rows and cells were read: raises `NotASpreadsheet` beyond what is read from a workbook."""

    def __init__(self) -> None:
        self._rows = self._cells = 0

    def row(self, cells: int) -> None:
        self._rows += 1
        self._cells += cells
        if self._rows > MOST_ROWS_TO_READ + 1:  # and the header
            raise NotASpreadsheet(
                _("The workbook has more than %(most)d rows: bring it in as CSV.")
                % {"most": MOST_ROWS_TO_READ}
            )
        self.room(0)

    def room(self, more: int) -> None:
        if self._cells + more > MOST_CELLS:
            raise NotASpreadsheet(
                _("The workbook has more than %(most)d cells: leave out columns, or bring it in as CSV.")
                % {"most": MOST_CELLS}
            )

"""Sets values in type: a template of `templates/paper/` and plain data become a PDF.

What stands in the database reaches typst as data, never as code: the template reads one JSON text, so that
`#`, `*` or `$` in a name is printed as it is. The fonts are those inside typst, whatever the machine has,
and nothing is fetched or read outside the templates' folder. The same data and moment give the same bytes.
"""

import datetime as dt
import hashlib
import json
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal

import typst
from django.conf import settings

# Characters that the fonts inside typst have. Any other would stop a PDF that promises to be readable aloud.
_PRINTABLE = (
    *((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x24F), (0x250, 0x2FF), (0x300, 0x36F), (0x384, 0x38A)),
    *((0x38E, 0x3A1), (0x3A3, 0x482), (0x48A, 0x4FF), (0x5D0, 0x5EA), (0x621, 0x63A), (0x641, 0x64A)),
    *((0x660, 0x669), (0x1E00, 0x1EFF), (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x2040)),
    *((0x2044, 0x2051), (0x2070, 0x2071), (0x2074, 0x208E), (0x20A0, 0x20BF), (0x2100, 0x211E)),
    *((0x2120, 0x2120), (0x2122, 0x2122), (0x2126, 0x2126), (0x2153, 0x215E), (0x2190, 0x22FF)),
    *((0x25A0, 0x25CF), (0x2605, 0x2606), (0x2713, 0x2714), (0xFFFD, 0xFFFD)),
)
DOCUMENTS_REMEMBERED = 10
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
# Tagged and readable aloud: typst refuses what breaks this standard, such as a picture without words.
STANDARD: Final[Literal["ua-1"]] = "ua-1"

# typst takes all processors by itself; two long documents at once would only take twice the memory.
# Who has the turn may take it again.
_one_at_a_time = threading.RLock()
_one_waits = threading.Lock()


class NotTypeset(RuntimeError):
    """typst could not set the template with these data; the message is its own."""


class Busy(RuntimeError):
    """Other documents are being set and waited for; asking again in a while helps."""


def folder() -> Path:
    """Return where the templates are; typst reads nothing outside it."""
    return Path(settings.BASE_DIR) / "templates" / "paper"


@contextmanager
def turn(*, patience: float | None = None) -> Iterator[None]:
    """Have the turn to set a document, and to do what goes before.

    With `patience`, in seconds, one may wait in each process: raises `Busy` when that runs out, and at once
    when somebody waits already, so that the server keeps its threads for other pages. Without, for who is
    signed in and for workers, it waits for its turn.
    """
    if not _take_turn(patience):
        raise Busy
    try:
        yield
    finally:
        _one_at_a_time.release()


def _take_turn(patience: float | None) -> bool:
    if patience is None:
        return _one_at_a_time.acquire()
    if _one_at_a_time.acquire(blocking=False):
        return True
    if not _one_waits.acquire(blocking=False):
        return False
    try:
        return _one_at_a_time.acquire(timeout=patience)
    finally:
        _one_waits.release()


def typeset(template: str, data: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """Return `templates/paper/<template>` with `data` as a PDF that says it was made at `at` (aware).

    `data` holds texts, numbers, yes and no, None, and lists and mappings of these. The template finds it with
    `json(bytes(sys.inputs.data))`. It waits for its turn. Raises `NotTypeset`.
    """
    written = json.dumps(printable(data))
    with turn():
        return _set(folder() / template, written, int(at.timestamp()))


def _set(template: Path, data: str, seconds: int) -> bytes:
    try:
        return typst.compile(
            template,
            root=template.parent,
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"data": data},
            pdf_standards=[STANDARD],
            timestamp=seconds,
        )
    except BaseException as fault:
        # What goes wrong inside typst's own machinery comes as a PanicException, which is no Exception.
        if isinstance(fault, Exception) or type(fault).__name__ == "PanicException":
            raise NotTypeset(str(fault)) from fault
        raise
    finally:
        _forget()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _forget() -> None:
    """Let typst drop what it keeps of a document, some 50 MB, for whoever changes a few words of it.

    It does so when that was of no use to the ten documents that follow.
    """
    for _document in range(DOCUMENTS_REMEMBERED + 1):
        typst.compile(b"", format="svg", font_paths=_fonts())


def printable(value: Any) -> Any:
    """Return `value` with every text in it, keys too, made of characters that can be printed.

    White space and control characters become one blank, invisible marks (directions, soft hyphens) are left
    out, a ligature or a full-width letter becomes its plain letters; what no font has shows as �.
    """
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, Mapping):
        return {_printable_text(str(key)): printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


@cache
def edition() -> str:
    """Return a text that is another one when a template or typst itself has changed."""
    told = hashlib.sha256(version("typst").encode())
    for template in sorted(folder().glob("*.typ")):
        told.update(template.read_bytes())
    return told.hexdigest()[:16]


@cache
def _known() -> frozenset[str]:
    return frozenset(chr(code) for first, last in _PRINTABLE for code in range(first, last + 1))


def _printable_text(text: str) -> str:
    known = _known()
    text = unicodedata.normalize("NFC", text)
    if not known.issuperset(text):
        text = "".join(letter if letter in known else _instead_of(letter, known) for letter in text)
    return text


def _instead_of(letter: str, known: frozenset[str]) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    if kind == "Cf":
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    return plain if known.issuperset(plain) else UNPRINTABLE

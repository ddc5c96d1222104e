"""A workbook is a zip of XML files: written part by part, the same bytes for the same parts."""

import re
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from django.utils.translation import gettext as _

from clusters.spreadsheets.columns import NotForAWorkbook

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can tell; the same for every part of every file
_AT_ONCE = 1 << 16
_MARKUP = re.compile('[&<>"]')
_ENTITY = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def markup(text: str) -> str:
    """Return `text` for the inside of an element or of an attribute in double quotes."""
    return _MARKUP.sub(lambda found: _ENTITY[found[0]], text)


class Archive:
    """`target` is a file that can be gone back in."""

    def __init__(self, target: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *problem: object) -> None:
        self._zip.close()

    def add(self, name: str, content: str, *, stored: bool = False) -> None:
        info = _info(name)
        if stored:
            info.compress_type = zipfile.ZIP_STORED
        self._zip.writestr(info, content.encode())

    def stream(self, name: str, pieces: Iterable[str]) -> None:
        """Write a part piece by piece, held in memory for some tens of kilobytes at most.

        Raises `NotForAWorkbook` when the part would pass two gigabytes, which older programs cannot open.
        """
        waiting: list[str] = []
        length = 0
        with self._zip.open(_info(name), "w") as part:
            try:
                for piece in pieces:
                    waiting.append(piece)
                    length += len(piece)
                    if length > _AT_ONCE:
                        part.write("".join(waiting).encode())
                        waiting.clear()
                        length = 0
                part.write("".join(waiting).encode())
            except RuntimeError as problem:
                raise NotForAWorkbook(
                    _("The sheet would be larger than spreadsheet programs open: choose CSV.")
                ) from problem


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # the same on every machine
    info.external_attr = 0o644 << 16
    return info

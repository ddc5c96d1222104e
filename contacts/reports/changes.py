"""What is different now from the files of a closed quarter: row by row, column by column.

The old numbers stay what they were; this stands beside them. Of the frozen rows only the place in the file
is held, so memory stays small; a row whose bytes are the same is never read.
"""

import codecs
import csv
import datetime as dt
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clusters.spreadsheets import Cell, csv_lines, unescape_cell
from contacts.periods import Period
from contacts.reports import contract, words
from contacts.reports.contract import FILES
from contacts.reports.moment import as_of_one_moment
from contacts.reports.tables import introductions_sent_in, requests_received_in

HEADER = FILES[contract.CHANGED_SINCE].header
_NAMES = frozenset({"organisatie"})

Key = tuple[str, str]  # kenmerk, slug of the pôle ("" for a request)


@dataclass(frozen=True)
class _Frozen:
    """A file as it was: its columns, and where in it each row begins."""

    content: bytes
    header: Sequence[str]
    delimiter: str
    begins: dict[Key, int]

    def has(self, line: bytes, key: Key) -> bool:
        """Does this very line stand there?"""
        return self.content.startswith(line, self.begins[key])

    def row(self, key: Key) -> dict[str, str]:
        file = io.BytesIO(self.content)  # shares the bytes, copies none
        file.seek(self.begins[key])
        return dict(zip(self.header, _cells(file, self.delimiter), strict=True))


def changed_since(
    frozen: Mapping[str, bytes], period: Period, *, at: dt.datetime
) -> Iterator[Sequence[Cell]]:
    """Yield what changed since `frozen` (requests.csv and introductions.csv by name), as rows under `HEADER`.

    Only columns both have are compared, so that a contract with more columns changes nothing by itself. What
    was the name of an organisation then is not repeated: it may have become confidential since. `at` is the
    moment of asking; nothing received after it is looked at. Raises `KeyError` for a file that is missing.
    """
    with as_of_one_moment():
        requests = (line.cells() for line in requests_received_in(period) if line.received_at <= at)
        yield from _differences(frozen[contract.REQUESTS], contract.REQUESTS, requests)
        introductions = (line.cells() for line in introductions_sent_in(period) if line.sent_at <= at)
        yield from _differences(frozen[contract.INTRODUCTIONS], contract.INTRODUCTIONS, introductions)


def _differences(content: bytes, name: str, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    header, by_pole = FILES[name].header, name == contract.INTRODUCTIONS
    then = _indexed(content, by_pole=by_pole)
    lines = csv_lines(header, rows, delimiter=then.delimiter, bom=False)
    next(lines)
    for line in lines:
        now = dict(zip(header, _cells([line], then.delimiter), strict=True))
        key = _key(now, by_pole=by_pole)
        if key not in then.begins:
            yield words.APPEARED, *key, None, None, None
            continue
        if not then.has(line, key):
            yield from _changes(key, then.row(key), now)
        del then.begins[key]
    for key in then.begins:
        yield words.VANISHED, *key, None, None, None


def _changes(key: Key, then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    for column, value in now.items():
        if column in then and then[column] != value:
            shown = [words.NOT_REPEATED] * 2 if column in _NAMES else [then[column], value]
            yield words.CHANGED, *key, column, *shown


def _indexed(content: bytes, *, by_pole: bool) -> _Frozen:
    """Read where each row of a file begins."""
    passed = 0

    def lines() -> Iterator[bytes]:
        nonlocal passed
        for line in io.BytesIO(content):
            passed += len(line)
            yield line

    first = content.removeprefix(codecs.BOM_UTF8).split(b"\n", 1)[0].decode()
    delimiter = max(";,\t", key=first.count)
    rows = _rows(lines(), delimiter)
    header = next(rows)
    begins: dict[Key, int] = {}
    begin = passed
    for row in rows:
        begins[_key(dict(zip(header, row, strict=True)), by_pole=by_pole)] = begin
        begin = passed
    return _Frozen(content, header, delimiter, begins)


def _key(row: Mapping[str, str], *, by_pole: bool) -> Key:
    return row["kenmerk"], sys.intern(row["slug"]) if by_pole else ""


def _cells(lines: Iterable[bytes], delimiter: str) -> list[str]:
    return next(_rows(lines, delimiter))


def _rows(lines: Iterable[bytes], delimiter: str) -> Iterator[list[str]]:
    """Yield row after row; a row takes only the lines it needs."""
    for row in csv.reader((line.decode("utf-8-sig") for line in lines), delimiter=delimiter, strict=True):
        yield [unescape_cell(cell) for cell in row]

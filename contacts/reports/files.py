"""A report as files: which ones there are, and writing them one after another."""

import datetime as dt
import io
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from clusters.spreadsheets import Cell, csv_lines
from contacts.periods import Period
from contacts.reports import contract, words
from contacts.reports.assembling import assembled, refuse_if_empty_handed
from contacts.reports.describing import csvw_bytes
from contacts.reports.moment import as_of_one_moment
from contacts.reports.tables import introductions_sent_in, requests_received_in

FILE_NAMES = (
    *(contract.REQUESTS, contract.INTRODUCTIONS, contract.SUMMARY, contract.UNMET),
    contract.METADATA,
)
_WITH_CONTACTS = {
    contract.REQUESTS: contract.REQUESTS_WITH_CONTACTS,
    contract.METADATA: contract.METADATA_WITH_CONTACTS,
}
DELIMITERS = (";", ",", "\t")
_LINES_AT_ONCE = 100

# A zip must carry a time; this one is the earliest it can, so that the same files give the same zip.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Options:
    """How the files are written. As Dutch and French programs open them, without persons, unless told."""

    delimiter: str = ";"
    bom: bool = True
    with_contacts: bool = False

    def __post_init__(self) -> None:
        if self.delimiter not in DELIMITERS:
            raise ValueError(f"{self.delimiter!r} is no delimiter of these files.")


DEFAULTS = Options()


def files_of(period: Period, options: Options = DEFAULTS) -> tuple[str, ...]:
    """Return the names of the report's files, in the order they are written.

    They are the same for every period; those with contact details have names of their own.
    """
    if options.with_contacts:
        return tuple(_WITH_CONTACTS.get(name, name) for name in FILE_NAMES)
    return FILE_NAMES


def report_pieces(
    period: Period, *, at: dt.datetime, options: Options = DEFAULTS
) -> Generator[tuple[str, bytes, int], None, None]:
    """Yield the files piece by piece: the name, some bytes, and how many rows these end.

    One file after the other, in the order of `files_of`, read as of one moment, and in a number of
    statements that does not grow: 8 for requests and introductions, 7 for the figures. Memory stays
    that of a chunk. Until the generator is exhausted or closed the connection can only read. When reading
    breaks, the last piece says so in the file, before the error is raised. Nothing tells when the files were
    made. Raises `PeriodNotBegun` or `PeriodBeforeFirst` before the first piece.
    """
    names = files_of(period, options)
    requests, introductions, summary, unmet, metadata = names
    with as_of_one_moment():
        first = refuse_if_empty_handed(period, at=at)
        lines = requests_received_in(period, with_contacts=options.with_contacts)
        rows: Iterable[Sequence[Cell]]
        rows = (line.cells_with_contact() if options.with_contacts else line.cells() for line in lines)
        yield from _table(requests, rows, options)
        yield from _table(introductions, (line.cells() for line in introductions_sent_in(period)), options)
        figures = assembled(period, at=at, first=first)
    yield from _table(summary, figures.summary_rows(), options)
    yield from _table(unmet, figures.unmet_rows(), options)
    yield metadata, csvw_bytes(period, names[:-1], at=at, delimiter=options.delimiter), 0


def _table(name: str, rows: Iterable[Sequence[Cell]], options: Options) -> Iterator[tuple[str, bytes, int]]:
    header = contract.FILES[name].header
    lines = csv_lines(header, rows, delimiter=options.delimiter, bom=options.bom)
    try:
        yield name, next(lines), 0
        while some := list(islice(lines, _LINES_AT_ONCE)):
            yield name, b"".join(some), len(some)
    except Exception:
        yield name, f"{words.INCOMPLETE}\r\n".encode(), 0
        raise


def write_report(
    period: Period, targets: Mapping[str, BinaryIO], *, at: dt.datetime, options: Options = DEFAULTS
) -> dict[str, int]:
    """Write the report's files and return how many rows each table has.

    `targets` has an open binary file per name of `files_of`; each is asked for when its turn comes. Raises
    what `report_pieces` raises.
    """
    rows: dict[str, int] = {}
    for name, piece, ended in report_pieces(period, at=at, options=options):
        targets[name].write(piece)
        if name in contract.FILES:
            rows[name] = rows.get(name, 0) + ended
    return rows


def report_files(period: Period, *, at: dt.datetime, options: Options = DEFAULTS) -> dict[str, bytes]:
    """Return the files by name, whole; for what may be long use `report_pieces`."""
    targets = {name: io.BytesIO() for name in files_of(period, options)}
    write_report(period, targets, at=at, options=options)
    return {name: target.getvalue() for name, target in targets.items()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files in one zip; the same files give the same zip, whenever and wherever it is made.

    They are not pressed together: another release of what does that could give other bytes.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as out:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            out.writestr(entry, content)
    return archive.getvalue()

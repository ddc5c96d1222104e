"""A thousand spoilt files: each is refused at the right row, or says why it may be read; nothing is changed.

The same files at every run. What no program can see (another letter in a name, rows cut off at the end of
one) is read, and then every row still holds its own values: none ever moves to another row or column.
"""

import csv
import datetime as dt
import io
import random
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation
from stdnum.fr import siren as sirens

from clusters.enums import RowStanding
from clusters.member_lists import coming_in
from clusters.member_lists.coming_in import Look, NotStored
from clusters.member_lists.headings import UnreadableList
from clusters.models import City, Cluster, Region
from clusters.spreadsheets import write_ods, write_xlsx
from clusters.spreadsheets.columns import Column
from clusters.spreadsheets.sheets import Sheet
from tests import builders

AT = dt.datetime(2026, 9, 1, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 1)
FILES = 1000
COLUMNS = ["name", "kind", "city", "siren", "website", "since"]
Rows = list[list[str]]

WRONG_CELLS = {
    "name": ["", "39.000", "=HYPERLINK(1)", "x" * 201, "SociÃ©tÃ©", "El\x07an", "#REF!", "Soci\ufffdt\ufffd"],
    "kind": ["ruimteschip", "39.000", "=1+1", "2019", "www.elan.example"],
    "city": ["Atlantis", "39 000", "=A1", "Lyon\x0bNord", "552100554"],
    "siren": ["39.000", "39 000", "39,000", "5,521E+08", "55210O554", "552100555", "Lyon", "=552100554"],
    "website": ["niet bekend", "javascript:alert(1)", "39.000", "a.example, b.example", "=A1"],
    "since": ["39.000", "39 000", "39,000", "31-02-2019", "43555", "1789-07-14", "2199-01-01", "gisteren"],
}


@dataclass(frozen=True)
class Spoilt:
    """A file; `rows` must be refused (None: the whole file), `says` stands in the sentence or the notes.

    With `harmless` it is read as it was meant, and that is why. With `hit` nobody can know beforehand what
    becomes of the row of that number; all others must stand as they were, or be refused.
    """

    content: bytes
    name: str = "leden.csv"
    rows: tuple[int, ...] | None = None
    says: str = ""
    harmless: str = ""
    hit: int = 0


class Spoiling:
    """Spoils lists; each method spoils one in its own way."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        number = self.chance.randrange(10**4, 10**6)
        self.rows: Rows = [
            [
                *(f"Lid {number + place} nr {place}", "PME", "Lyon", _siren(number * 10 + place)),
                *(f"lid{place}.example", str(2001 + place)),
            ]
            for place in range(self.chance.randrange(3, 8))
        ]
        self.at = self.chance.randrange(len(self.rows))
        self.row = self.at + 2  # as the spreadsheet program counts

    def text(self, header: list[str] | None = None, between: str = "") -> str:
        target = io.StringIO()
        lines = csv.writer(target, delimiter=between or self.chance.choice(";,\t"), lineterminator="\n")
        lines.writerows([header or COLUMNS, *self.rows])
        return target.getvalue()

    # --- cells and rows ----------------------------------------------------------------------------------

    def a_wrong_cell(self) -> Spoilt:
        column = self.chance.choice(COLUMNS)
        self.rows[self.at][COLUMNS.index(column)] = self.chance.choice(WRONG_CELLS[column])
        return Spoilt(self.text().encode(), rows=(self.row,), says=f"“{column}”" if column != "city" else "")

    def a_wrong_cell_in_a_workbook(self) -> Spoilt:
        column = self.chance.choice(COLUMNS)
        # A workbook keeps text that begins with = as text, and of a formula its result.
        cells = [each for each in WRONG_CELLS[column] if each.isprintable() and not each.startswith("=")]
        self.rows[self.at][COLUMNS.index(column)] = self.chance.choice(cells)
        return Spoilt(self.workbook(), self.chance.choice(["l.xlsx", "l.ods"]), rows=(self.row,))

    def a_line_break_in_a_cell(self) -> Spoilt:
        place = self.chance.randrange(6)
        self.rows[self.at][place] = self.rows[self.at][place][:2] + "\n" + self.rows[self.at][place][2:]
        return Spoilt(self.text().encode(), rows=(self.row,))

    def two_cells_changed_places(self) -> Spoilt:
        one, other = self.chance.choice([(0, 3), (1, 2), (2, 3), (3, 4), (4, 5), (1, 5), (3, 5), (0, 2)])
        row = self.rows[self.at]
        row[one], row[other] = row[other], row[one]
        return Spoilt(self.text().encode(), rows=(self.row,))

    def a_cell_too_few_or_many(self) -> Spoilt:
        row = self.rows[self.at]
        if self.chance.random() < 0.5:
            del row[self.chance.randrange(5)]
        else:
            row.insert(self.chance.randrange(6), "te veel")
        return Spoilt(self.text().encode(), rows=(self.row,))

    def a_row_twice(self) -> Spoilt:
        self.rows.append(list(self.rows[self.at]))
        return Spoilt(self.text().encode(), rows=(len(self.rows) + 1,), says=f"row {self.row}")

    def the_header_once_more(self) -> Spoilt:
        self.rows.insert(self.at, list(COLUMNS))
        return Spoilt(self.text().encode(), rows=(self.row,), says="headings")

    # --- the header --------------------------------------------------------------------------------------

    def columns_in_another_order(self) -> Spoilt:
        order = self.chance.sample(range(6), 6)
        self.rows = [[row[place] for place in order] for row in self.rows]
        header = [COLUMNS[place] for place in order]
        return Spoilt(self.text(header).encode(), harmless="columns stand in any order")

    def headings_changed_places(self) -> Spoilt:
        header = list(COLUMNS)
        one, other = self.chance.choice([(0, 3), (1, 2), (2, 3), (3, 4), (4, 5)])
        header[one], header[other] = header[other], header[one]
        return Spoilt(self.text(header).encode(), rows=tuple(range(2, len(self.rows) + 2)))

    def a_heading_nobody_knows(self) -> Spoilt:
        place = self.chance.randrange(6)
        header = [*COLUMNS[:place], "Bedrag 2026", *COLUMNS[place + 1 :]]
        if place == 0:
            return Spoilt(self.text(header).encode(), says="Row 1: no column has the names")
        return Spoilt(self.text(header).encode(), harmless="the column is passed over, and named")

    def a_heading_twice(self) -> Spoilt:
        one, other = self.chance.sample(range(6), 2)
        header = list(COLUMNS)
        header[other] = header[one].upper()
        return Spoilt(self.text(header).encode(), says="Row 1: ")

    def no_header(self) -> Spoilt:
        text = self.text(between=";").split("\n", 1)[1]
        return Spoilt(text.encode(), says="Row 1: no column has the names")

    def nothing_but_the_header(self) -> Spoilt:
        return Spoilt((";".join(COLUMNS) + "\n" * self.chance.randrange(3)).encode(), says="Row 1")

    # --- bytes -------------------------------------------------------------------------------------------

    def an_open_quotation_mark(self) -> Spoilt:
        self.rows[self.at][0] = f"Q{self.rows[self.at][0]}"
        text = self.text(between=";").replace("\nQ", '\n"')
        return Spoilt(text.encode(), says=f"Row {self.row} ")

    def a_closed_quotation_mark_in_the_middle(self) -> Spoilt:
        self.rows[self.at][0] = f"Q{self.rows[self.at][0]}"
        text = self.text(between=";").replace("\nQLid", '\n"Lid" x')
        return Spoilt(text.encode(), says=f"Row {self.row} ")

    def a_nul_byte(self) -> Spoilt:
        lines = self.text().encode().split(b"\n")
        place = self.chance.randrange(len(lines[self.row - 1]))
        line = lines[self.row - 1]
        lines[self.row - 1] = line[:place] + b"\0" + line[place:]
        return Spoilt(b"\n".join(lines), says=f"Row {self.row} ")

    def another_byte(self) -> Spoilt:
        content = self.text().encode()
        begin = len(content.split(b"\n")[0]) + 1
        place = self.chance.randrange(begin, len(content))
        byte = bytes([self.chance.choice([each for each in range(1, 256) if each != content[place]])])
        hit = content.count(b"\n", 0, place) + 1
        return Spoilt(content[:place] + byte + content[place + 1 :], hit=hit)

    def cut_off(self) -> Spoilt:
        content = self.text().encode()
        begin = len(content.split(b"\n")[0]) + 1
        place = self.chance.randrange(begin + 1, len(content))
        return Spoilt(content[:place], hit=content.count(b"\n", 0, place) + 1)

    def a_cell_without_end(self) -> Spoilt:
        self.rows[self.at][self.chance.randrange(6)] = "x" * self.chance.choice([200_000, 10_000_000])
        return Spoilt(self.text().encode(), says=f"Row {self.row} ")

    # --- encodings ---------------------------------------------------------------------------------------

    def with_accents(self) -> str:
        self.rows[self.at][0] = f"Société Élan {self.at}"
        return self.text()

    def in_windows_letters(self) -> Spoilt:
        return Spoilt(
            self.with_accents().encode("cp1252"),
            says="Windows-1252 (look",
            harmless="the encoding is recognised and said",
        )

    def in_utf_16(self) -> Spoilt:
        return Spoilt(self.with_accents().encode("utf-16"), says="Row 1: the file is in UTF-16")

    def encoded_twice(self) -> Spoilt:
        content = self.with_accents().encode().decode("latin-1").encode()
        return Spoilt(content, rows=(self.row,), says="accents")

    def neither_encoding(self) -> Spoilt:
        lines = self.text().encode().split(b"\n")
        lines[self.row - 1] = b"\x81\x8d" + lines[self.row - 1]
        return Spoilt(b"\n".join(lines), says=f"Row {self.row} ")

    # --- other files -------------------------------------------------------------------------------------

    def something_else(self) -> Spoilt:
        name = self.chance.choice(["leden.csv", "leden.xlsx", "leden.ods", "leden"])
        content, says = self.chance.choice(
            [
                (b"%PDF-1.7\n1 0 obj", "PDF"),
                (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old .xls"),
                (b"PK\x03\x04" + b"x" * 600, "workbook"),
            ]
        )
        return Spoilt(content, name, says=says)

    def empty(self) -> Spoilt:
        return Spoilt(self.chance.choice([b"", b"\n\n", b" ;;\n;;\n"]), says="")

    def csv_called_a_workbook(self) -> Spoilt:
        return Spoilt(self.text().encode(), "leden.xlsx", says="workbook")

    def workbook(self) -> bytes:
        target = io.BytesIO()
        write = self.chance.choice([write_xlsx, write_ods])
        write(target, [Sheet("Leden", [Column(each) for each in COLUMNS], self.rows)], title="", made_at=AT)
        return target.getvalue()

    def a_workbook_cut_off(self) -> Spoilt:
        content = self.workbook()
        return Spoilt(content[: self.chance.randrange(5, len(content) - 30)], "l.xlsx", says="workbook")

    def a_workbook_with_another_byte(self) -> Spoilt:
        content = bytearray(self.workbook())
        content[self.chance.randrange(4, len(content))] ^= self.chance.randrange(1, 256)
        return Spoilt(bytes(content), self.chance.choice(["l.xlsx", "l.ods"]), hit=-1)

    def a_workbook_that_grows(self) -> Spoilt:
        doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        bomb = self.chance.random() < 0.5
        target = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.workbook())) as good,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bad,
        ):
            for part in good.namelist():
                content = good.read(part)
                if part in ("content.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"):
                    content = content + b" " * (66 << 20) if bomb else doctype + b"<x>&b;</x>"
                    bomb = False
                bad.writestr(part, content)
        return Spoilt(target.getvalue(), "l.xlsx", says="workbook")


def _siren(number: int) -> str:
    return next(text for last in range(10) if sirens.is_valid(text := f"{number:08}{last}"))


WAYS: list[Callable[[Spoiling], Spoilt]] = [
    way for name, way in vars(Spoiling).items() if getattr(way, "__annotations__", {}).get("return") is Spoilt
]
SELDOM = {
    Spoiling.a_workbook_that_grows: 4,
    Spoiling.a_cell_without_end: 10,
}  # of the thousand, they take long


def ways() -> list[Callable[[Spoiling], Spoilt]]:
    """A thousand, each way as often as the others, but for those that take long."""
    found = [way for way, times in SELDOM.items() for _time in range(times)]
    often = [way for way in WAYS if way not in SELDOM]
    return found + [often[place % len(often)] for place in range(FILES - len(found))]


def checksum() -> str:
    told = sha256()
    for model in apps.get_app_config("clusters").get_models(include_auto_created=True):
        told.update(repr((model.__name__, list(model._base_manager.order_by("pk").values_list()))).encode())
    return told.hexdigest()


@pytest.fixture
def pole(db: None) -> Cluster:
    region = Region.objects.create(slug="ara", insee_code="84", name="Auvergne-Rhône-Alpes")
    City.objects.create(slug="lyon", name="Lyon", region=region)
    return builders.cluster("biopole-nord")


def tried(pole: Cluster, spoilt: Spoilt) -> tuple[Look | None, str]:
    """Look at the file and try to store it, unless all is well; return what was seen and said."""
    try:
        record, table = coming_in.begin(pole, spoilt.content, spoilt.name, by=None, at=AT)
        look = coming_in.look_at(record, table, today=TODAY)
    except UnreadableList as problem:
        return None, str(problem)
    if look.not_good:
        with pytest.raises(NotStored):
            coming_in.store_list(record, lambda: look, only_good=False, by=None, at=AT, look=look)
    return look, " ".join([*table.notes, *(reason for each in look.outcomes for reason in each.reasons)])


def values_of(cells: list[str]) -> tuple[Any, ...]:
    name, _kind, _city, siren, website, since = cells
    return name, "sme", "Lyon", siren, f"https://{website}", dt.date(int(since), 1, 1)


def faults_of(spoilt: Spoilt, rows: Rows, look: Look | None, said: str) -> list[str]:
    """What is not as it should be, in words; [] when all is."""
    refused = [] if look is None else [each.row.number for each in look.outcomes if not each.is_good]
    if spoilt.hit:
        return moved(spoilt, rows, look, said, refused)
    found = [] if spoilt.says in said else [f"“{spoilt.says}” is not said, but {said[:200]}"]
    if spoilt.harmless:
        whole = look is not None and len(look.outcomes) == len(rows) and not refused
        return found if whole else [*found, f"refused: {refused} {said[:200]}"]
    if spoilt.rows is None:
        return found if look is None else [*found, f"read, and refused {refused}"]
    return (
        found if refused == list(spoilt.rows) else [*found, f"refused {refused}, not {spoilt.rows}: {said}"]
    )


def moved(spoilt: Spoilt, rows: Rows, look: Look | None, said: str, refused: list[int]) -> list[str]:
    """Which rows hold what they did not hold before, or were refused though they were not hit."""
    if look is None:
        told = re.match(r"Row (\d+)", said)
        right = spoilt.hit < 0 or (told is not None and int(told[1]) in (spoilt.hit, 1))
        return [] if right else [f"refused elsewhere than in {spoilt.hit}: {said}"]
    known = {values_of(cells)[3]: values_of(cells) for cells in rows}
    faults = [f"row {row} refused: {said}" for row in refused if abs(row - spoilt.hit) > 1]
    for each in look.outcomes:
        if not each.is_good:
            continue
        row = each.row
        found = (row.name, row.kind, row.city, row.siren, row.website, row.since)
        meant = known.get(row.siren) or values_of(rows[min(spoilt.hit, len(rows) + 1) - 2])
        others = sum(one != other for one, other in zip(found, meant, strict=True))
        if others > (1 if abs(row.number - spoilt.hit) <= 1 else 0):
            faults.append(f"row {row.number} holds {found}, not {meant}")
    return faults


def test_a_thousand_spoilt_files_are_refused_at_the_right_row_and_change_nothing(
    pole: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.MEDIA_ROOT = str(tmp_path / "media")
    before = checksum()
    faults = []
    with translation.override("en"):
        for seed, way in enumerate(ways()):
            spoiling = Spoiling(seed)
            meant = [list(row) for row in spoiling.rows]
            spoilt = way(spoiling)
            rows = spoiling.rows if spoilt.harmless else meant
            look, said = tried(pole, spoilt)
            assert look is None or look.counts[RowStanding.SAME] == 0
            faults += [f"{way.__name__} ({seed}): {fault}" for fault in faults_of(spoilt, rows, look, said)]
    assert faults == []
    assert checksum() == before
    assert list(tmp_path.iterdir()) == []

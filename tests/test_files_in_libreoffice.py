"""What LibreOffice makes of an exported file at a double click: nothing runs, all stands there as typed.

One file per format has every column of the report and of every list that can be exported, with every
payload in each column of text.
"""

import datetime as dt
import re
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

import clusters.resources
import contacts.resources
from clusters.list_files import ListResource
from clusters.spreadsheets import Cell, CellKind, Column, Sheet, csv_bytes, write_ods, write_xlsx
from clusters.spreadsheets.columns import letters
from contacts.reports.contract import FILES
from tools.find_libreoffice import find_libreoffice

pytestmark = pytest.mark.libreoffice

BEGINNINGS = "= + - @ | % \t \r \n ＝ ＋ － ＠ ﹢ ﹣ ﹦ '= ''=".split(" ")
BEFORE = ["", " ", "   ", "\u00a0", "\u3000", "\u200b", "\ufeff", '"', ";", ","]
PLAIN = [
    *('=HYPERLINK("https://x.example";"klik")', "=cmd|' /C calc'!A0", "+31 6 12345678", "-2+3", "@SUM(A1)"),
    *("\t\t", 'a\t"b" & <c>', "a;b", 'zei "ja"', "a,b", "a\tb", "a\nb", "a\r\nb", "\n\nx", "x\n", "\t"),
    *("  twee  in  ", " ", "x "),
    *("007", "01234567", "0033612345678", "123456789012", "12345678901234567890", "552100554", "0"),
    *("2026-07-14", "14-07-2026", "14/7/26", "1-2", "3-4", "1/2", "31 december", "mei 2026", "10:30"),
    *("1e5", "1E5", "1.000", "1,50", "1 000", "50%", "€ 5", "(5)", "12 ", " 12", "TRUE", "waar", "false"),
    *("IA-7K4M2P", "#N/A", "#REF!", "'s-Hertogenbosch", "'007", "Pôle d’Île", "<b>&amp;</b>", "]]>", "😀"),
    *("_x000D_", "_x0041_", "_x005F_x0041_", "https://x.example", "{=1+1}", "$A$1", "of:=1+1", "é́"),
]
PAYLOADS = [*PLAIN, *(before + begin + "1+1" for before in BEFORE for begin in BEGINNINGS)]


def every_column() -> list[Column]:
    """The report's columns and those of every list, as somebody gets them who may all; two named formulas."""
    everybody = SimpleNamespace(has_perm=lambda name: True)
    lists = [each for module in (clusters.resources, contacts.resources) for each in vars(module).values()]
    found = [Column("=1+1"), Column("@tekst"), Column("bedrag", CellKind.DECIMAL)]
    for resource in lists:
        if isinstance(resource, type) and issubclass(resource, ListResource) and resource._meta.model:
            listed = resource(viewer=everybody)
            found += listed.table(listed.columns())
    found += [Column(each.name, each.kind) for file in FILES.values() for each in file.columns]
    return found


COLUMNS = every_column()
VALUES: dict[CellKind, Cell] = {
    CellKind.INTEGER: -12345,
    CellKind.DECIMAL: Decimal("-0.25"),
    CellKind.DATE: dt.date(2026, 7, 14),
    CellKind.INSTANT: dt.datetime(2026, 7, 14, 7, 30, tzinfo=dt.UTC),
}
ROWS = [[VALUES.get(column.kind, payload) for column in COLUMNS] for payload in PAYLOADS]
TEXTS = [place for place, column in enumerate(COLUMNS) if column.kind is CellKind.TEXT]


Opened = dict[str, list[list[ElementTree.Element]]]
EVERY = pytest.mark.parametrize("name", ["csv", "ods", "xlsx"])


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Opened:
    """One file per format, opened in LibreOffice: the cells of every row, as it has them."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "csv.csv").write_bytes(csv_bytes([column.name for column in COLUMNS], ROWS))
    for name, write in (("ods", write_ods), ("xlsx", write_xlsx)):
        with (folder / f"{name}.{name}").open("wb") as file:
            write(file, [Sheet("Blad", COLUMNS, ROWS)], title="Cellen", made_at=dt.datetime.now(dt.UTC))
    convert(folder, "ods.ods", "xlsx.xlsx")
    # As a Dutch Excel reads it: UTF-8, `;`, and a guess at what every cell may be.
    convert(folder, "csv.csv", how="Text - txt - csv (StarCalc):59,34,76,1,,1043,false,true,false")
    return {name: rows_of(folder / "out" / f"{name}.fods") for name in ("csv", "ods", "xlsx")}


def convert(folder: Path, *names: str, how: str = "") -> None:
    """Open the files and write down what is in them: once for all, starting takes the longest."""
    program = find_libreoffice()
    assert program
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += [f"--infilter={how}"] if how else []
    command += [
        "--convert-to",
        "fods",
        "--outdir",
        str(folder / "out"),
        *(str(folder / each) for each in names),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def rows_of(path: Path) -> list[list[ElementTree.Element]]:
    """The cells of the first sheet; a cell that is repeated stands there as often."""
    table = ElementTree.parse(path).getroot().find(".//{*}spreadsheet/{*}table")
    assert table is not None
    found = []
    for row in table.iter(f"{table.tag}-row"):
        cells = [
            cell
            for cell in row
            for _again in range(min(int(told(cell, "number-columns-repeated") or 1), len(COLUMNS)))
        ]
        found += [cells] * min(int(told(row, "number-rows-repeated") or 1), 2)
    return found


def told(element: ElementTree.Element, name: str) -> str | None:
    return next(
        (value for key, value in element.attrib.items() if key.endswith(f":1.0}}{name}")),
        None,
    )


def seen(cell: ElementTree.Element) -> str:
    """The text a reader sees."""

    def text(element: ElementTree.Element) -> str:
        own = {"s": " " * int(told(element, "c") or 1), "tab": "\t", "line-break": "\n"}
        shown = own.get(element.tag.rpartition("}")[2], "") + (element.text or "")
        return shown + "".join(text(inner) + (inner.tail or "") for inner in element)

    return "\n".join(text(paragraph) for paragraph in cell.findall("{*}p"))


def one_break(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text)


def rows_with_payloads(opened: Opened, name: str) -> Iterator[tuple[str, list[ElementTree.Element]]]:
    rows = opened[name][1 : len(PAYLOADS) + 1]
    assert len(rows) == len(PAYLOADS)
    yield from zip(PAYLOADS, rows, strict=True)


def test_every_list_and_every_kind_of_column_is_in_the_file():
    assert len(COLUMNS) > 100
    assert {column.kind for column in COLUMNS} == set(CellKind)
    assert {"city_slug", "quote", "eurovoc_id", "kenmerk", "e_mail"} <= {column.name for column in COLUMNS}


@EVERY
def test_no_cell_is_a_formula(opened, name):
    cells = [cell for row in opened[name] for cell in row]
    assert len(cells) > len(PAYLOADS) * len(COLUMNS)
    assert [seen(cell) for cell in cells if told(cell, "formula") is not None] == []


@pytest.mark.parametrize("name", ["ods", "xlsx"])
def test_in_a_workbook_a_reader_sees_exactly_what_was_typed(opened, name):
    assert [seen(cell) for cell in opened[name][0][: len(COLUMNS)]] == [column.name for column in COLUMNS]
    for payload, row in rows_with_payloads(opened, name):
        found = {(told(row[place], "value-type"), seen(row[place])) for place in TEXTS}
        assert found == {("string", one_break(payload))}


def test_in_csv_a_reader_sees_what_was_typed_but_for_one_apostrophe(opened):
    wrong = {}
    for payload, row in rows_with_payloads(opened, "csv"):
        found = {seen(row[place]) for place in TEXTS}
        if found not in ({one_break(payload)}, {"'" + one_break(payload)}):
            wrong[payload] = found
    assert wrong == {}


STORED = {
    CellKind.INTEGER: ("float", "value", "-12345"),
    CellKind.DECIMAL: ("float", "value", "-0.25"),
    CellKind.DATE: ("date", "date-value", "2026-07-14"),
    CellKind.INSTANT: ("date", "date-value", "2026-07-14T09:30:00"),
}
SHOWN = {CellKind.DATE: "14-07-2026", CellKind.INSTANT: "14-07-2026 09:30:00", CellKind.INTEGER: "-12345"}


@EVERY
def test_numbers_and_dates_are_numbers_and_dates(opened, name):
    for _payload, row in rows_with_payloads(opened, name):
        for column, cell in zip(COLUMNS, row, strict=False):
            if column.kind is CellKind.TEXT:
                continue
            kind, attribute, value = STORED[column.kind]
            assert (told(cell, "value-type"), told(cell, attribute)) == (kind, value)
            if name != "csv" and column.kind in SHOWN:
                assert seen(cell) == SHOWN[column.kind]


@pytest.mark.parametrize("name", ["ods", "xlsx"])
def test_the_header_has_the_filters(opened, name, tmp_path_factory):
    path = next(tmp_path_factory.getbasetemp().glob(f"files*/out/{name}.fods"))
    filters = ElementTree.parse(path).getroot().findall(".//{*}database-range")
    assert [told(each, "display-filter-buttons") for each in filters] == ["true"]
    (reach,) = [str(told(each, "target-range-address")).replace("$", "").replace("'", "") for each in filters]
    assert reach == f"Blad.A1:Blad.{letters(len(COLUMNS) - 1)}{len(ROWS) + 1}"

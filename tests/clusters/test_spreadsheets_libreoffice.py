"""What LibreOffice makes of an exported file at a double click: nothing runs, all stands there as typed."""

import datetime as dt
import re
import subprocess
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from clusters.spreadsheets import CellKind, Column, Sheet, csv_bytes, write_ods, write_xlsx
from tools.find_libreoffice import find_libreoffice

pytestmark = pytest.mark.libreoffice

BEGINNINGS = [
    "=",
    "+",
    "-",
    "@",
    "|",
    "%",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    "﹢",
    "﹣",
    "﹦",
    "'=",
    "''=",
]
BEFORE = ["", " ", "   ", "\u00a0", "\u3000", "\u200b", "\ufeff", '"', ";", ","]
PLAIN = [
    *('=HYPERLINK("https://x.example";"klik")', "=cmd|' /C calc'!A0", "+31 6 12345678", "-2+3", "@SUM(A1)"),
    *(
        "\t\t",
        'a\t"b" & <c>',
        "a;b",
        'zei "ja"',
        "a,b",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "\n\nx",
        "x\n",
        "\t",
        "  twee  in  ",
        " ",
        "x ",
    ),
    *("007", "01234567", "0033612345678", "123456789012", "12345678901234567890", "552100554", "0"),
    *(
        "2026-07-14",
        "14-07-2026",
        "14/7/26",
        "1-2",
        "3-4",
        "1/2",
        "31 december",
        "mei 2026",
        "10:30",
        "Mar 5",
    ),
    *("1e5", "1E5", "1.000", "1,50", "1 000", "50%", "€ 5", "(5)", "12 ", " 12", "TRUE", "waar", "false"),
    *("IA-7K4M2P", "#N/A", "#REF!", "'s-Hertogenbosch", "'007", "Pôle d’Île", "<b>&amp;</b>", "]]>", "😀"),
    *("_x000D_", "_x0041_", "_x005F_x0041_", "https://x.example", "{=1+1}", "$A$1", "of:=1+1", "é́"),
]
PAYLOADS = [*PLAIN, *(before + begin + "1+1" for before in BEFORE for begin in BEGINNINGS)]

NUMBERS = [
    Column("aantal", CellKind.INTEGER),
    Column("bedrag", CellKind.DECIMAL),
    Column("dag", CellKind.DATE),
    Column("moment", CellKind.INSTANT),
]
NUMBER_CELLS = (
    -12345,
    Decimal("-0.25"),
    dt.date(2026, 7, 14),
    dt.datetime(2026, 7, 14, 7, 30, tzinfo=dt.UTC),
)
COLUMNS = [Column("=1+1"), Column("@tekst"), *NUMBERS]
ROWS = [(payload, payload, *NUMBER_CELLS) for payload in PAYLOADS]


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> dict[str, list[list[ElementTree.Element]]]:
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
            cell for cell in row for _again in range(min(int(told(cell, "number-columns-repeated") or 1), 9))
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


@pytest.mark.parametrize("name", ["csv", "ods", "xlsx"])
def test_no_cell_is_a_formula(opened, name):
    cells = [cell for row in opened[name] for cell in row]
    assert len(cells) > len(PAYLOADS) * len(COLUMNS)
    assert [seen(cell) for cell in cells if told(cell, "formula") is not None] == []


@pytest.mark.parametrize("name", ["ods", "xlsx"])
def test_in_a_workbook_a_reader_sees_exactly_what_was_typed(opened, name):
    header, *rows = opened[name]
    assert [seen(cell) for cell in header[:6]] == [column.name for column in COLUMNS]
    for payload, row in zip(PAYLOADS, rows, strict=False):
        for cell in row[:2]:
            assert (told(cell, "value-type"), seen(cell)) == ("string", one_break(payload))


def test_in_csv_a_reader_sees_what_was_typed_but_for_one_apostrophe(opened):
    _header, *rows = opened["csv"]
    wrong = {}
    for payload, row in zip(PAYLOADS, rows, strict=False):
        for cell in row[:2]:
            if seen(cell) not in (one_break(payload), "'" + one_break(payload)):
                wrong[payload] = seen(cell)
    assert wrong == {}


@pytest.mark.parametrize("name", ["csv", "ods", "xlsx"])
def test_numbers_and_dates_are_numbers_and_dates(opened, name):
    for row in opened[name][1 : len(PAYLOADS) + 1]:
        whole, decimal, day, moment = row[2:6]
        assert (told(whole, "value-type"), told(whole, "value")) == ("float", "-12345")
        assert (told(decimal, "value-type"), told(decimal, "value")) == ("float", "-0.25")
        assert (told(day, "value-type"), told(day, "date-value")) == ("date", "2026-07-14")
        assert (told(moment, "value-type"), told(moment, "date-value")) == ("date", "2026-07-14T09:30:00")
        if name != "csv":
            assert [seen(day), seen(moment)] == ["14-07-2026", "14-07-2026 09:30:00"]


@pytest.mark.parametrize("name", ["ods", "xlsx"])
def test_the_header_has_the_filters(opened, name, tmp_path_factory):
    path = next(tmp_path_factory.getbasetemp().glob(f"files*/out/{name}.fods"))
    filters = ElementTree.parse(path).getroot().findall(".//{*}database-range")
    assert [told(each, "display-filter-buttons") for each in filters] == ["true"]
    reach = [str(told(each, "target-range-address")) for each in filters]
    assert [each.replace("$", "").replace("'", "") for each in reach] == [f"Blad.A1:Blad.F{len(ROWS) + 1}"]

"""Workbooks: exactly what was put in, the same bytes again, and a sentence for what is no workbook."""

import datetime as dt
import io
import random
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import tablib
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from clusters.spreadsheets import (
    FORMATS,
    CellKind,
    Column,
    NotASpreadsheet,
    SafeODS,
    SafeXLSX,
    Sheet,
    TextTooLong,
    TooManyRows,
    columns,
    read_ods,
    read_xlsx,
    write_ods,
    write_xlsx,
)

# By the clock on the wall, as moments stand in a workbook.
wall = dt.datetime.fromisoformat
AT = dt.datetime(2026, 7, 14, 9, 30, tzinfo=dt.UTC)
WRITERS = {"ods": write_ods, "xlsx": write_xlsx}
READERS = {"ods": read_ods, "xlsx": read_xlsx}
BOTH = pytest.mark.parametrize("kind", ["ods", "xlsx"])

tricky = st.text(
    st.one_of(
        st.sampled_from("'=+-@|%＝ \t\r\n\u00a0\u200b\ufeff\";,<>&_x005F0D\x00\x1f\x7f\ud800"),
        st.characters(),
    )
)


def workbook(kind: str, *sheets: Sheet, title: str = "Titel", made_at: dt.datetime = AT) -> bytes:
    target = io.BytesIO()
    WRITERS[kind](target, sheets, title=title, made_at=made_at)
    return target.getvalue()


def texts(kind: str, *cells: Any) -> bytes:
    return workbook(kind, Sheet("Blad", [Column("tekst")], [[cell] for cell in cells]))


def as_held(text: str) -> str:
    """What a workbook holds of a text: one kind of line break, a picture for what XML has no sign for."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda found: chr(0x2400 + ord(found[0])), text)
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


# --- what is put in comes out ---------------------------------------------------------------------------


@BOTH
@given(rows=st.lists(st.tuples(tricky, tricky), max_size=5))
def test_every_text_comes_back_as_it_was_typed(kind, rows):
    sheet = Sheet("Blad", [Column("=a"), Column("b"), Column("c")], [("vast", *row) for row in rows])
    header, found = READERS[kind](workbook(kind, sheet))
    assert header == ["=a", "b", "c"]
    assert [[cell or "" for cell in row] for row in found] == [["vast", *map(as_held, row)] for row in rows]


@BOTH
def test_a_control_character_is_seen_and_a_line_break_is_one(kind):
    _header, rows = READERS[kind](texts(kind, "a\x00b\x1bc", "a\r\nb\rc\nd", "\ud800x\uffff"))
    assert rows == [["a\u2400b\u241bc"], ["a\nb\nc\nd"], ["\ufffdx\ufffd"]]


VALUES = [
    (CellKind.INTEGER, -3, -3),
    (CellKind.INTEGER, 999_999_999_999_999, 999_999_999_999_999),
    (CellKind.INTEGER, 12345678901234567890, "12345678901234567890"),
    (CellKind.DECIMAL, Decimal("-0.25"), -0.25),
    (CellKind.DECIMAL, Decimal("1E+3"), 1000),
    (CellKind.DECIMAL, Decimal("0.1234567890123456"), "0.1234567890123456"),
    (CellKind.DECIMAL, 7, 7),
    (CellKind.DATE, dt.date(2026, 7, 14), dt.date(2026, 7, 14)),
    (CellKind.DATE, dt.date(1900, 3, 1), dt.date(1900, 3, 1)),
    (CellKind.DATE, dt.date(1789, 7, 14), "14-07-1789"),
    (CellKind.INSTANT, dt.datetime(2026, 6, 30, 22, 0, 59, tzinfo=dt.UTC), wall("2026-07-01T00:00:59")),
    (CellKind.INSTANT, wall("2026-01-01"), wall("2026-01-01")),
    *((kind, None, None) for kind in CellKind),
]


@BOTH
@pytest.mark.parametrize(("cells", "value", "found"), VALUES)
def test_numbers_dates_and_moments_are_what_they_are(kind, cells, value, found):
    sheet = Sheet("Blad", [Column("vast"), Column("x", cells)], [("vast", value)])
    _header, rows = READERS[kind](workbook(kind, sheet))
    assert rows == [["vast", found]]
    assert type(rows[0][1]) is type(found)


@given(st.datetimes(wall("1900-03-01"), wall("9999-01-01")).map(lambda at: at.replace(microsecond=0)))
def test_every_second_is_told_exactly(at):
    for kind in READERS:
        sheet = Sheet("Blad", [Column("x", CellKind.INSTANT)], [(at,)])
        assert READERS[kind](workbook(kind, sheet))[1] == [[at]]


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (CellKind.TEXT, 3),
        (CellKind.INTEGER, "3"),
        (CellKind.INTEGER, True),
        (CellKind.INTEGER, 3.5),
        (CellKind.DECIMAL, float("nan")),
        (CellKind.DATE, AT),
        (CellKind.INSTANT, AT.date()),
    ],
)
@BOTH
def test_a_value_of_another_kind_than_its_column_is_refused(kind, cells, value):
    with pytest.raises(TypeError):
        workbook(kind, Sheet("Blad", [Column("x", cells)], [(value,)]))


def test_another_program_reads_the_same_in_our_xlsx():
    typed = ["=1+1", " a ", "a\tb\nc", "+31", "007", "<&>", "'x"]
    sheet = Sheet(
        "Blad",
        [Column("tekst"), Column("n", CellKind.INTEGER), Column("dag", CellKind.DATE)],
        [(text, 5, dt.date(2026, 7, 14)) for text in typed],
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook("xlsx", sheet, Sheet("Twee", [Column("x")], []))))
    assert book.sheetnames == ["Blad", "Twee"]
    page = book["Blad"]
    assert [cell.value for cell in page["A"]][1:] == typed
    assert {cell.data_type for cell in page["A"]} <= {"s", "inlineStr"}
    assert [page["B2"].value, page["C2"].value] == [5, wall("2026-07-14")]
    assert page["C2"].number_format == "dd\\-mm\\-yyyy"
    assert page["A2"].number_format == "@"  # stays text when somebody goes into the cell
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:C8")
    assert page["A1"].font.bold
    assert (book.properties.title, book.properties.created) == ("Titel", AT.replace(tzinfo=None))


def test_the_header_stays_in_sight_in_our_ods():
    parts = zipfile.ZipFile(io.BytesIO(texts("ods", "x")))
    settings = parts.read("settings.xml").decode()
    assert 'config:name="VerticalSplitMode" config:type="short">2<' in settings
    assert 'config:name="VerticalSplitPosition" config:type="int">1<' in settings
    first = parts.infolist()[0]  # what tells programs of which kind the file is
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")


@BOTH
def test_the_same_input_gives_the_same_bytes_and_no_date_but_the_one_given(kind, monkeypatch):
    first = texts(kind, "a", "b")
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert texts(kind, "a", "b") == first
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    found = {
        day for name in archive.namelist() for day in re.findall(rb"20\d\d-\d\d-\d\dT", archive.read(name))
    }
    assert found <= {b"2026-07-14T"}
    assert workbook(kind, Sheet("Blad", [Column("x")], []), made_at=AT + dt.timedelta(1)) != first


# --- limits --------------------------------------------------------------------------------------------


@BOTH
def test_rows_are_not_held(kind):
    wide = [Column(f"c{number}") for number in range(16)]

    def rows(number: int) -> Iterator[list[str]]:
        return (["een gewone cel"] * 16 for _ in range(number))

    workbook(kind, Sheet("Blad", wide, rows(100)))
    with io.BytesIO() as target:
        tracemalloc.start()
        WRITERS[kind](target, [Sheet("Blad", wide, rows(5_000))], title="", made_at=AT)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak - target.getbuffer().nbytes < 3_000_000


@BOTH
def test_more_rows_than_a_sheet_holds_are_refused_with_a_sentence_that_names_csv(kind, monkeypatch):
    for module in ("ods", "xlsx"):
        monkeypatch.setattr(f"clusters.spreadsheets.{module}.MOST_ROWS", 3)
    assert len(READERS[kind](texts(kind, "a", "b"))[1]) == 2
    with translation.override("en"), pytest.raises(TooManyRows, match="choose CSV"):
        texts(kind, "a", "b", "c")
    assert columns.MOST_ROWS == 1_048_576


@BOTH
def test_a_text_longer_than_a_cell_is_refused_not_cut(kind):
    longest = "😀" * 16_383
    assert READERS[kind](texts(kind, longest))[1] == [[longest]]
    with pytest.raises(TextTooLong):
        texts(kind, longest + "😀")


@BOTH
@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a:b", "'a", "a'", "a[1]"])
def test_a_sheet_has_a_name_every_program_takes(kind, name):
    with pytest.raises(ValueError, match="name of a sheet"):
        workbook(kind, Sheet(name, [Column("x")], []))
    with pytest.raises(ValueError, match="two sheets"):
        workbook(kind, Sheet("a", [Column("x")], []), Sheet("A", [Column("x")], []))


# --- what people send ----------------------------------------------------------------------------------


def changed(kind: str, part: str, old: str, new: str) -> bytes:
    """A workbook in which something was written otherwise."""
    source = zipfile.ZipFile(io.BytesIO(texts(kind, "a", "b")))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == part:
                assert old in content
                content = content.replace(old, new)
            out.writestr(name, content)
    return target.getvalue()


PART = {"ods": "content.xml", "xlsx": "xl/worksheets/sheet1.xml"}
ROW = {
    "ods": '<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p>'
    "</table:table-cell></table:table-row>",
    "xlsx": '<row r="2"><c r="A2" s="2" t="inlineStr"><is><t xml:space="preserve">a</t></is></c></row>',
}


def refused(kind: str, content: bytes) -> str:
    with translation.override("en"), pytest.raises(NotASpreadsheet) as problem:
        READERS[kind](content)
    return str(problem.value)


@BOTH
def test_what_is_no_workbook_is_refused_with_a_sentence(kind):
    other = {"ods": "xlsx", "xlsx": "ods"}[kind]
    whole = texts(kind, "a")
    for content in (b"", b"%PDF-1.7 ...", b"naam;plaats\r\n", whole[:-40], whole[:200], texts(other, "a")):
        assert refused(kind, content).startswith(f"This is no {kind.upper()} workbook, or it is damaged")
    assert "password" in refused(kind, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert "damaged" in refused(kind, changed(kind, PART[kind], "?>", f"?>{doctype}"))


def test_a_locked_ods_says_so():
    entry = '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    locked = changed(
        "ods",
        "META-INF/manifest.xml",
        '"content.xml" manifest:media-type="text/xml"/>',
        f'"content.xml" manifest:media-type="text/xml">{entry}',
    )
    assert "password" in refused("ods", locked)


@BOTH
def test_a_small_file_that_unpacks_to_a_huge_one_is_left(kind):
    bomb = changed(kind, PART[kind], ROW[kind], "<!--" + " " * (70 << 20) + "-->")
    assert len(bomb) < 200_000
    assert "too large" in refused(kind, bomb)


@BOTH
def test_a_workbook_that_was_bent_somewhere_is_read_or_refused_and_nothing_else(kind):
    chance = random.Random(20260714)
    whole = texts(kind, "a\tb  c", "d")
    archive = zipfile.ZipFile(io.BytesIO(whole))
    outcomes = set()
    for _each in range(400):
        bent = bytearray(whole)
        for _place in range(chance.randint(1, 6)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        inside = io.BytesIO()
        with zipfile.ZipFile(inside, "w") as out:
            for name in archive.namelist():
                part = bytearray(archive.read(name))
                place = chance.randrange(len(part))
                part[place : place + chance.randint(0, 20)] = chance.choice(
                    [b"", b"9", b"<", b'"', bytes(part[:9])]
                )
                out.writestr(name, bytes(part) if chance.random() < 0.5 else archive.read(name))
        for content in (bytes(bent), inside.getvalue()):
            try:
                READERS[kind](content)
                outcomes.add("read")
            except NotASpreadsheet:
                outcomes.add("refused")
    assert outcomes == {"read", "refused"}


@BOTH
def test_a_few_signs_that_stand_for_millions_of_cells_are_refused(kind):
    if kind == "ods":
        many = ROW[kind].replace(
            "<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" '
        )
        many = many.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    else:
        far = ROW[kind].replace("A2", "XFD2")
        many = far * 100
    assert "cells" in refused(kind, changed(kind, PART[kind], ROW[kind], many))


@BOTH
def test_ten_thousand_rows_are_read_and_one_more_points_to_csv(kind):
    assert len(READERS[kind](texts(kind, *["x"] * 10_000))[1]) == 10_000
    assert "bring it in as CSV" in refused(kind, texts(kind, *["x"] * 10_001))


@BOTH
def test_empty_rows_are_passed_over_and_a_value_beside_the_header_is_named(kind):
    sheet = Sheet("Blad", [Column("a"), Column("b")], [("1", None), (None, None), (None, "2")])
    assert READERS[kind](workbook(kind, sheet)) == (["a", "b"], [["1", None], [None, "2"]])
    if kind == "ods":
        wide = ROW[kind].replace("</table:table-row>", ROW[kind][17:])
    else:
        wide = ROW[kind].replace("A2", "C2")
    assert refused(kind, changed(kind, PART[kind], ROW[kind], wide)).startswith("Row 2 has")


def test_what_programs_write_otherwise_is_understood():
    """Shared texts with escapes and readings, formulas, truths, and days as Excel itself stores them."""
    cells = (
        '<row r="2"><c t="s"><v>0</v></c></row><row r="3"><c t="b"><v>1</v></c></row>'
        '<row r="4"><c t="str"><f>A1&amp;"x"</f><v>ax</v></c></row><row r="5"><c t="e"><v>#N/A</v></c></row>'
        '<row r="6"><c s="5"><v>46217</v></c></row><row r="7"><c><v>1E3</v></c></row>'
        '<row r="8"><c s="6"><v>0.5</v></c></row>'
    )
    content = changed("xlsx", PART["xlsx"], ROW["xlsx"], cells)
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as out:
        out.writestr(
            "xl/sharedStrings.xml",
            "<sst><si><r><t>een</t></r><r><t> _x0041_</t></r><rPh><t>lees</t></rPh></si></sst>",
        )
    rels = zipfile.ZipFile(io.BytesIO(content)).read("xl/_rels/workbook.xml.rels").decode()
    shared = (
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    rebuilt = io.BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(rebuilt, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("workbook.xml.rels"):
                part = rels.replace("</Relationships>", shared).encode()
            new.writestr(name, part)
    _header, rows = read_xlsx(rebuilt.getvalue())
    found = [row[0] for row in rows]
    assert found[:5] == ["een A", True, "ax", "#N/A", dt.date(2026, 7, 14)]
    assert found[5:7] == [1000, dt.time(12, 0)]


def test_what_libreoffice_writes_otherwise_is_understood():
    """Blanks between the XML, remarks in cells, repeated cells, truths, times, percentages."""
    cell = '<table:table-cell office:value-type="{}">\n  {}</table:table-cell>'
    told = [
        cell.format(
            "string",
            "<office:annotation><text:p>remark</text:p></office:annotation><text:p>a\n  b<text:s/>"
            "<text:span>c</text:span><text:line-break/>d</text:p>",
        ),
        cell.format("string", "<text:p>een </text:p>"),
        cell.format("string", "<text:p> twee\n </text:p>"),
        cell.format('boolean" office:boolean-value="true', "<text:p>WAAR</text:p>"),
        cell.format('percentage" office:value="0.5', "<text:p>50%</text:p>"),
        cell.format('time" office:time-value="PT09H30M00S', "<text:p>09:30</text:p>"),
        cell.format('date" office:date-value="1899', "<text:p>1899</text:p>"),
    ]
    rows = "".join(f"<table:table-row>{each}</table:table-row>" for each in told)
    rows += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    _header, found = read_ods(changed("ods", PART["ods"], ROW["ods"], rows))
    assert [row[0] for row in found[:3]] == ["a b c\nd", "een ", "twee"]
    assert [row[0] for row in found[3:7]] == [True, 0.5, dt.time(9, 30), "1899"]


# --- the screens of django-import-export ----------------------------------------------------------------


@pytest.mark.parametrize("of", FORMATS)
def test_the_screens_write_and_read_every_format(of):
    data = tablib.Dataset(
        ["=1+1", -5, dt.date(2026, 7, 14), True, "x"], headers=["naam", "saldo", "dag", "ja", "+"]
    )
    data.append(["", None, None, False, 3])
    shape = of()
    assert (shape.can_import(), shape.can_export(), shape.get_extension()) == (True, True, shape.get_title())
    back = shape.create_dataset(shape.export_data(data))
    assert back.headers == ["naam", "saldo", "dag", "ja", "+"]
    day = "2026-07-14" if of.NAME == "csv" else dt.date(2026, 7, 14)
    number = str if of.NAME == "csv" else int
    assert back[0] == ("=1+1", number(-5), day, number(1), "x")
    assert back[1] == ("", "", "", number(0), "3")


def test_a_workbook_of_the_screens_has_cells_of_one_kind_per_column():
    data = tablib.Dataset(["a", 1], ["2", 2.5], headers=["mixed", "number"])
    data.append([3, None])
    assert (
        SafeXLSX().create_dataset(SafeXLSX().export_data(data)).dict
        == SafeODS().create_dataset(SafeODS().export_data(data)).dict
        == [{"mixed": "a", "number": 1}, {"mixed": "2", "number": 2.5}, {"mixed": "3", "number": ""}]
    )

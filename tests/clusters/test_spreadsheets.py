"""The one CSV writer: nothing runs, nothing is lost, everything comes back as typed."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
import tablib
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from clusters.models import Cluster, Membership, Organisation, Sector, Source
from clusters.resources import OrganisationResource
from clusters.spreadsheets import (
    NotACsvFile,
    SafeCSV,
    csv_bytes,
    escape_cell,
    read_csv,
    unescape_cell,
    write_cell,
)

RUNS = [
    "=1+1",
    "==1+1",
    "+31 6 12345678",
    "-2+3",
    "-",
    "@SUM(1)",
    "|calc",
    "%0A=1",
    "\t=1+1",
    "\r=1",
    "\n=1",
    "\thello",
    "\rhello",
    "\nhello",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u202e=1+1",
    "\u3000 \u2009@x",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    "'=1+1",
    "''=1+1",
    "'\t'",
]
STAYS = [
    "",
    "Pôle",
    "a=b",
    "0",
    "552100554",
    "12345678901",
    "IA-7K4M2P",
    "3M",
    "4e verdieping",
    "2014 en 2015",
    "Mei",
    "'s-Hertogenbosch",
    "'",
    "''",
    "  text",
    "#N/A",
    "’t Gooi",
    "(=1)",
]

# Excel or LibreOffice would take these for a number, a date or a truth, and show something else.
READ_OTHERWISE = [
    "007",
    "0033612345678",
    "123456789012",
    "3-4",
    "1/2",
    "2026-01-02",
    "2026-01-02T10:00:00Z",
    "14-07-2026",
    "31 december",
    "1 août 2026",
    "Mar 5",
    "mei 2026",
    "10:30",
    "1e5",
    "1.000",
    "1,50",
    "1 000",
    "\u00a012",
    "12 ",
    "(5)",
    "€ 5",
    "50%",
    "12:30 PM",
    "TRUE",
    "waar",
    "'007",
]

# Text in which the characters that matter are as frequent as they are for an attacker.
tricky = st.text(
    st.one_of(
        st.sampled_from("'=+-@|%＝＋ \t\r\n\u00a0\u200b\ufeff\";,0123456789/:eE"),
        st.characters(codec="utf-8"),
    )
)


@pytest.mark.parametrize("text", READ_OTHERWISE)
def test_text_that_a_spreadsheet_would_show_otherwise_gets_one_apostrophe_too(text):
    assert escape_cell(text) == "'" + text
    assert unescape_cell(escape_cell(text)) == text


@pytest.mark.parametrize("text", RUNS)
def test_text_that_a_spreadsheet_would_run_gets_one_apostrophe_and_loses_nothing(text):
    assert escape_cell(text) == "'" + text


@pytest.mark.parametrize("text", STAYS)
def test_ordinary_text_stays_as_it_is(text):
    assert escape_cell(text) == text


@given(tricky)
def test_taking_the_apostrophe_off_gives_back_exactly_what_was_typed(text):
    assert unescape_cell(escape_cell(text)) == text


@given(tricky)
def test_an_escaped_cell_never_begins_with_what_runs(text):
    shown = escape_cell(text)
    bare = shown.strip(" \t\r\n\u00a0\u200b\ufeff")
    assert not bare.startswith(("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠"))
    assert not shown.startswith(("\t", "\r", "\n"))


@given(st.lists(st.lists(tricky, min_size=3, max_size=3), max_size=5), st.sampled_from(";,\t"))
def test_a_table_comes_back_as_it_was_whatever_stands_in_it(rows, delimiter):
    header = ["naam", "plaats", "soort"]
    assert read_csv(csv_bytes(header, rows, delimiter=delimiter)) == (header, rows)


def test_the_file_opens_right_in_a_dutch_spreadsheet():
    content = csv_bytes(["pôle", "aantal"], [["Atlanpôle; Nantes", 3], ['zei "ja"\nen ging', None]])
    assert content == (
        b'\xef\xbb\xbfp\xc3\xb4le;aantal\r\n"Atlanp\xc3\xb4le; Nantes";3\r\n"zei ""ja""\nen ging";\r\n'
    )


def test_delimiter_and_byte_order_mark_are_a_choice():
    assert csv_bytes(["a", "b"], [[Decimal("1.5"), "x;y"]], delimiter=",", bom=False) == b"a,b\r\n1.5,x;y\r\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-3, "-3"),
        (Decimal("-3.50"), "-3,50"),
        (0.5, "0,5"),
        (1e21, "1000000000000000000000"),
        (dt.date(2026, 7, 1), "2026-07-01"),
        (dt.datetime(2026, 6, 30, 22, 0, tzinfo=dt.UTC), "2026-07-01 00:00:00"),
        (dt.datetime(2026, 6, 30, 22, 0, 59, 855444, tzinfo=dt.UTC), "2026-07-01 00:00:59"),
        (None, ""),
    ],
)
def test_numbers_and_dates_are_written_as_numbers_and_dates(value, written):
    assert write_cell(value) == written


@pytest.mark.parametrize("value", [True, b"bytes", ["list"], float("nan"), float("-inf")])
def test_what_has_no_cell_is_refused_rather_than_guessed(value):
    with pytest.raises(TypeError):
        write_cell(value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "header"),
        (b"\xef\xbb\xbf", "header"),
        ("naam\r\nPôle".encode("latin-1"), "UTF-8"),
        (b'a;b\r\n"open;1\r\n', "2"),
        (b"a;b\r\n1;2\r\n\r\n1;2;3\r\n", "4"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with translation.override("en"), pytest.raises(NotACsvFile, match=sentence):
        read_csv(content)


def test_the_import_screens_write_and_read_the_same_cells():
    dataset = tablib.Dataset(["=1+1", -5, None, True], headers=["naam", "saldo", "leeg", "ja"])
    text = SafeCSV().export_data(dataset)
    assert text == "\ufeffnaam;saldo;leeg;ja\r\n'=1+1;-5;;1\r\n"
    assert SafeCSV().create_dataset(text.encode())[0] == ("=1+1", "-5", "", "1")
    assert SafeCSV().create_dataset(text).headers == ["naam", "saldo", "leeg", "ja"]


def _organisations(number: int) -> None:
    sector, _ = Sector.objects.get_or_create(slug="health", defaults={"name_nl": "zorg"})
    source, _ = Source.objects.get_or_create(slug="s", defaults={"kind": "office", "title": "S"})
    for index in range(number):
        cluster = Cluster.objects.create(slug=f"pole-{index}", name=f"Pôle {index}", sector=sector)
        organisation = Organisation.objects.create(slug=f"o-{index}", name=f"=cmd|' /C calc'!A{index}")
        for relation in ("member", "line_lead"):
            Membership.objects.create(
                cluster=cluster,
                organisation=organisation,
                relation=relation,
                source=source,
                stated_on=dt.date(2014, 12, 18),
            )


@pytest.mark.django_db
def test_organisations_export_in_a_constant_number_of_queries(django_assert_num_queries):
    _organisations(2)
    with django_assert_num_queries(1):
        OrganisationResource().export()
    Membership.objects.all().delete()
    Organisation.objects.all().delete()
    Cluster.objects.all().delete()
    _organisations(25)
    with django_assert_num_queries(1):
        table = OrganisationResource().export()
    header, rows = read_csv(SafeCSV().export_data(table))
    assert len(rows) == 25
    first = dict(zip(header, rows[0], strict=True))
    assert first["name"] == "=cmd|' /C calc'!A0"
    assert first["clusters"] == "pole-0"
    assert all(line[line.index(";") + 1] == "'" for line in SafeCSV().export_data(table).splitlines()[1:])


@pytest.mark.django_db
def test_every_reader_of_csv_sees_one_cell_per_column():
    text = csv_bytes(["a", "b"], [["x;y", 'z"'], ["\n", ","]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";")) == [
        ["a", "b"],
        ["x;y", 'z"'],
        ["'\n", ","],
    ]

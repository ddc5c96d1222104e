"""The workbook: a reading guide, then the same tables as the files, with numbers and dates that are such."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clusters.enums import FileFormat
from clusters.spreadsheets import read_ods, read_xlsx
from contacts.enums import IntroductionStatus, OutcomeKind, RequestStatus
from contacts.reports import Options, Period, PeriodBeforeFirst, write_workbook
from contacts.reports.contract import FILES
from contacts.reports.measures import FIGURES
from tests import builders
from tests.contacts.reporting import IN_Q3, LATER, Q3, files, introduction, outcome, request_at, table

pytestmark = pytest.mark.django_db
PERIOD = Period.of_quarter(Q3)
READERS = {FileFormat.ODS: read_ods, FileFormat.XLSX: read_xlsx}


@pytest.fixture
def office() -> None:
    request = request_at(
        IN_Q3,
        RequestStatus.INTRODUCED,
        organisation_name="=HYPERLINK(1)",
        themes=[builders.theme("mri", "MRI"), builders.theme("007", "007")],
    )
    made = introduction(request, builders.cluster("nsl"), IN_Q3, IntroductionStatus.ACCEPTED)
    outcome(made, OutcomeKind.MEETING)
    request_at(IN_Q3, RequestStatus.DECLINED, themes=[builders.theme("mri")])


def workbook(file_format: FileFormat, *, at: dt.datetime = LATER, options: Options | None = None) -> bytes:
    target = io.BytesIO()
    write_workbook(target, PERIOD, at=at, format=file_format, options=options or Options())
    return target.getvalue()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("file_format", READERS)
def test_the_reading_guide_comes_first_and_explains_every_column_and_figure(file_format):
    header, rows = READERS[file_format](workbook(file_format))
    assert header[:3] == ["blad", "kolom of cijfer", "betekenis"]
    explained = {(row[0], row[1]) for row in rows}
    for name in ("requests.csv", "introductions.csv", "summary.csv", "unmet.csv"):
        file = FILES[name]
        assert {(file.title, column.name) for column in file.columns} <= explained
    assert {("Samenvatting", measure.value) for measure in FIGURES} <= explained
    assert any("2026-Q3" in str(row[2]) for row in rows)


@pytest.mark.usefixtures("office")
def test_the_sheets_hold_what_the_files_hold_with_real_numbers_and_dates():
    made = files()
    book = openpyxl.load_workbook(io.BytesIO(workbook(FileFormat.XLSX)))
    titles = [FILES[name].title for name in made if name.endswith(".csv")]
    assert book.sheetnames == ["Leeswijzer", *titles]
    for name in made.keys() - {"csv-metadata.json"}:
        header, *rows = book[FILES[name].title].iter_rows(values_only=True)
        assert list(header) == list(FILES[name].header)
        shown = [dict(zip(header, (written(cell) for cell in row), strict=True)) for row in rows]
        assert shown == table(made[name])
    first = book["Verzoeken"][2]
    kinds = {
        column: type(cell.value) for column, cell in zip(FILES["requests.csv"].header, first, strict=True)
    }
    assert kinds["ontvangen_op"] is dt.datetime
    assert kinds["aantal_introducties"] is int
    assert {first[4].value, first[6].value} == {"=HYPERLINK(1)", "007 | MRI"}
    assert first[4].data_type == "s"


def written(value: object) -> str:
    """As the CSV file has it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).replace(".", ",") if isinstance(value, float) else str(value)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("file_format", READERS)
def test_the_same_period_gives_the_same_workbook_on_every_day_after_it_and_in_every_language(file_format):
    with translation.override("nl"):
        first = workbook(file_format)
    with translation.override("fr"):
        assert workbook(file_format, at=LATER + dt.timedelta(days=40)) == first


@pytest.mark.usefixtures("office")
def test_the_variant_with_contacts_says_so_on_its_sheet():
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(FileFormat.XLSX, options=Options(with_contacts=True))), read_only=True
    )
    assert "Verzoeken met contact" in book.sheetnames
    assert "Verzoeken" not in book.sheetnames
    plain = zipfile.ZipFile(io.BytesIO(workbook(FileFormat.XLSX)))
    assert not [name for name in plain.namelist() if b"sanne@" in plain.read(name)]


def test_it_counts_its_rows_and_asks_the_same_number_of_questions_however_many():
    counts, cluster = set(), builders.cluster()
    for size in (2, 12):
        for _ in range(10 if counts else 2):
            introduction(request_at(IN_Q3, RequestStatus.INTRODUCED), cluster, IN_Q3, "sent")
        with CaptureQueriesContext(connection) as queries:
            rows = write_workbook(io.BytesIO(), PERIOD, at=LATER, format=FileFormat.ODS)
        assert (rows["requests.csv"], rows["introductions.csv"]) == (size, size)
        counts.add(len(queries))
    assert len(counts) == 1


def test_a_quarter_before_the_first_request_makes_no_workbook():
    request_at(LATER)
    with pytest.raises(PeriodBeforeFirst, match="2027-Q1"):
        workbook(FileFormat.ODS)

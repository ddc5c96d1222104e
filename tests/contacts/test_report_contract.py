"""The contract is written down once: the page, the metadata, the guide and the files say the same."""

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist

from clusters.spreadsheets import CellKind
from contacts.enums import IntroductionStatus, OutcomeKind, RequestStatus
from contacts.reports import VERSION, Options, files_of
from contacts.reports.contract import CHANGED_SINCE, FILES, LIST_SEPARATOR, REQUESTS, REQUESTS_WITH_CONTACTS
from contacts.reports.describing import columns_in_markdown, csvw, csvw_bytes, figures_in_markdown, guide_rows
from tests import builders
from tests.contacts.reporting import IN_Q3, LATER, Q3, Period, files, introduction, outcome, request_at

PAGE = (Path(settings.BASE_DIR) / "docs" / "quarterly-export.md").read_text(encoding="utf-8")
# Version 1, which readers have built on.
FIRST = {
    "requests.csv": "kenmerk ontvangen_op kanaal taal organisatie soort_organisatie themas gewenste_regio"
    " soort_partner franse_vestiging status reden_niet_doorgestuurd aantal_introducties"
    " eerste_introductie_op afgesloten_op uitkomst",
    "introductions.csv": "kenmerk pole slug verstuurd_op status beantwoord_op dagen_tot_antwoord"
    " reden_weigering uitkomsten bevestigd",
    "summary.csv": "kwartaal onderdeel uitsplitsing aantal eenheid toelichting",
}


@pytest.fixture
def office() -> None:
    asker = builders.enquirer("Bedrijf; met “alles”")
    person = builders.person(asker, name="Sanne Verzonnen", phone="+31612345678")
    request = request_at(
        IN_Q3,
        RequestStatus.INTRODUCED,
        enquirer=asker,
        contact=person,
        subject="=1+1",
        themes=[builders.theme("sweet", "Voeding, zoet"), builders.theme("mri", "MRI")],
        region_wish="ergens",
        partner_kind="hospital",
    )
    request_at(IN_Q3, RequestStatus.DECLINED, confidential=True, themes=[builders.theme("mri", "MRI")])
    made = introduction(request, builders.cluster("nsl"), IN_Q3, IntroductionStatus.ACCEPTED)
    outcome(made, OutcomeKind.MEETING, confirmed=True)
    outcome(made, OutcomeKind.NO_FIT)


@pytest.mark.parametrize("name", FILES)
def test_the_page_has_each_column_word_for_word(name):
    chapter = PAGE.split(f"\n## {name}\n")[1].split("\n## ")[0]
    rows = columns_in_markdown(FILES[name]).splitlines()
    if name == REQUESTS_WITH_CONTACTS:
        rows = rows[:2] + rows[2 + len(FILES[REQUESTS].columns) :]
    assert "\n".join(rows) in chapter
    assert f"| `{name}` | {FILES[name].english} |" in PAGE


def test_the_page_has_each_figure_and_the_version():
    assert figures_in_markdown() in PAGE
    assert f"**version {VERSION}**" in PAGE


@pytest.mark.parametrize("name", FIRST)
def test_the_columns_of_the_first_version_stand_where_they_stood(name):
    first = FIRST[name].split()
    assert list(FILES[name].header[: len(first)]) == first


def test_every_source_is_a_field_that_there_is():
    models = {model.__name__: model for model in apps.get_models()}
    for file in FILES.values():
        for column in file.columns:
            if column.source != "–":
                model, field = column.source.split(".")
                try:
                    models[model]._meta.get_field(field)
                except (KeyError, FieldDoesNotExist):
                    pytest.fail(f"{file.name}: {column.name} comes from {column.source}, which is not there")


def test_no_word_holds_what_separates_words():
    assert not [
        word
        for file in FILES.values()
        for column in file.columns
        for word in column.words
        if LIST_SEPARATOR.strip() in word
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "options", [Options(), Options(delimiter=",", bom=False), Options(with_contacts=True)]
)
def test_the_metadata_describe_the_files_to_the_letter(options):
    """Reads every cell as the metadata say, the way a program that knows CSV on the Web would."""
    made = files(options=options)
    names = files_of(Period.of_quarter(Q3), options)
    assert list(made) == list(names)
    described = json.loads(made[names[-1]])
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert [each["url"] for each in described["tables"]] == list(names[:-1])
    dialect = described["dialect"]
    for each in described["tables"]:
        content = made[each["url"]].decode("utf-8-sig" if options.bom else "utf-8")
        header, *rows = csv.reader(
            io.StringIO(content, newline=""),
            delimiter=dialect["delimiter"],
            quotechar=dialect["quoteChar"],
            doublequote=dialect["doubleQuote"],
            strict=True,
        )
        columns = each["tableSchema"]["columns"]
        assert header == [column["titles"] for column in columns]
        assert rows
        for row in rows:
            for cell, column in zip(row, columns, strict=True):
                check(cell, column)


def check(cell: str, column: dict) -> None:
    if cell == column["null"]:
        assert not column["required"], column["name"]
        return
    datatype, pattern = column["datatype"], "(?!)"
    match datatype["base"]:
        case "string":
            pattern = datatype.get("format", ".*")
        case "integer":
            pattern = r"-?\d+"
        case "decimal":
            pattern = rf"-?\d+({re.escape(datatype['format']['decimalChar'])}\d)?"
        case "date":
            assert datatype["format"] == "yyyy-MM-dd"
            pattern = r"\d{4}-\d\d-\d\d"
    for value in cell.split(column["separator"]) if "separator" in column else [cell]:
        assert re.fullmatch(pattern, value, re.DOTALL), (column["name"], value)


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
def test_the_variant_with_contacts_has_names_of_its_own_and_everything_else_as_it_was():
    plain, told = files(), files(options=Options(with_contacts=True))
    assert set(told) - set(plain) == {"requests-with-contacts.csv", "with-contacts-metadata.json"}
    header, *rows = csv.reader(
        io.StringIO(told["requests-with-contacts.csv"].decode("utf-8-sig"), newline=""), delimiter=";"
    )
    plain_rows = list(
        csv.reader(io.StringIO(plain["requests.csv"].decode("utf-8-sig"), newline=""), delimiter=";")
    )
    width = len(plain_rows[0])
    assert [row[:width] for row in [header, *rows]] == plain_rows
    assert header[width:] == [
        *("naam_organisatie", "vertrouwelijk", "contactpersoon", "e_mail", "telefoon", "onderwerp")
    ]
    by_status = {row[header.index("status")]: row[width:] for row in rows}
    assert by_status["geïntroduceerd"][1:3] == ["nee", "Sanne Verzonnen"]
    assert by_status["geïntroduceerd"][4:] == ["'+31612345678", "'=1+1"]
    assert by_status["niet doorgestuurd"][1] == "ja"
    for name in plain.keys() & told.keys():
        assert plain[name] == told[name]


def test_kinds_and_words_fit_each_other():
    for file in FILES.values():
        for column in file.columns:
            assert not column.words or column.kind is CellKind.TEXT
            assert bool(column.empty[0]) == bool(column.empty[1])
    assert CHANGED_SINCE not in files_of(Period.all_time())


def test_the_patterns_escape_only_what_is_a_sign_in_xml_schema_and_ecmascript():
    (kinds,) = [each for each in columns_of(FILES[REQUESTS]) if each["name"] == "soort_organisatie"]
    assert "(start-up)" in kinds["datatype"]["format"]
    for file in FILES.values():
        for column in columns_of(file):
            datatype = column["datatype"]
            pattern = datatype.get("format", "") if datatype["base"] == "string" else ""
            assert set(re.findall(r"\\(.)", pattern)) <= set(r"\.*+?^$()[]{}|"), column["name"]


def columns_of(file):
    described = csvw(Period.of_quarter(Q3), [file.name], at=LATER, delimiter=";")
    return described["tables"][0]["tableSchema"]["columns"]


def test_files_of_a_running_period_say_so_and_of_one_that_is_over_say_nothing_of_when():
    period = Period.of_quarter(Q3)
    names, told = list(FILES)[:4], "loopt nog: cijfers tot en met 31 juli 2026"
    during = dt.datetime(2026, 7, 31, 12, tzinfo=dt.UTC)
    assert csvw(period, names, at=during, delimiter=";")["dc:description"]["@value"] == told
    assert next(guide_rows(period, names, at=during))[2] == told
    after = [
        (csvw_bytes(period, names, at=at, delimiter=";"), [*guide_rows(period, names, at=at)])
        for at in (period.end, LATER)
    ]
    assert after[0] == after[1]
    assert told.rpartition(" tot")[0] not in str(after)

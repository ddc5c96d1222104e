"""Lists as programs and people make them: what is meant is understood, and what is not is said."""

import datetime as dt
import io
import zipfile
from collections import Counter
from typing import Any

import pytest
from django.utils import translation

from clusters.likeness import name_key
from clusters.member_lists import coming_in
from clusters.member_lists.tables import UnreadableList, read_table
from clusters.models import Cluster, Membership
from clusters.spreadsheets.ods_reading import ods_rows
from tests import builders
from tests.clusters.test_member_lists import AT, TODAY, faults_of, rows_of, workbook


def test_lines_may_end_as_old_programs_for_the_mac_write_them() -> None:
    assert [(row.number, row.name, row.city) for row in rows_of("nom;ville\rÉlan;Lyon\rBéta;Paris\r")] == [
        (2, "Élan", "Lyon"),
        (3, "Béta", "Paris"),
    ]
    with translation.override("en"), pytest.raises(UnreadableList, match="Row 3"):
        rows_of('nom;ville\rÉlan;Lyon\r"Béta;Paris\r')
    with translation.override("en"), pytest.raises(UnreadableList, match="Row 3 holds a NUL byte"):
        rows_of(b"nom;ville\rElan;Lyon\rBe\x00ta;Paris\r")


def test_what_stands_between_cells_is_found_also_before_a_cell_that_is_never_closed() -> None:
    open_cell = "nom;activité\nÉlan;vaccins\n" + '"' + "\n".join(["x" * 9_999] * 20)
    assert read_table(open_cell.encode(), "leden.csv").header == ["nom", "activité"]


@pytest.mark.parametrize(
    "written", ["552100554.0", "552100554,00", "\u200e552\u202f100\u202f554", "552100554.00"]
)
def test_a_siren_that_a_program_took_for_an_amount_is_read(written: str) -> None:
    assert rows_of(f"name;siren\nÉlan;{written}\n")[0].siren == "552100554"


@pytest.mark.parametrize("written", ["7.32829E+08", "552100554.5"])
def test_a_siren_that_lost_digits_is_not_guessed(written: str) -> None:
    assert rows_of(f"name;siren\nÉlan;{written}\n")[0].faults


@pytest.mark.parametrize(
    "written",
    [
        "31/03/2019 00:00",
        "31-03-2019 00:00:00",
        "2019-03-31 12:30:00.000",
        "2019-03-31T12:30:00Z",
        "2019-03-31T00:00:00+02:00",
        "20190331",
    ],
)
def test_a_day_is_read_as_databases_write_it(written: str) -> None:
    assert rows_of(f"name;since\nÉlan;{written}\n")[0].since == dt.date(2019, 3, 31)


@pytest.mark.parametrize("written", ["31032019", "20193103", "12:30", "2019-03-31 fin", "31-03-19"])
def test_what_is_only_like_a_day_is_asked(written: str) -> None:
    assert rows_of(f"name;since\nÉlan;{written}\n")[0].faults


@pytest.mark.parametrize("nothing", ["-", "–", "n/a", "N.v.t.", "NC"])
def test_what_people_write_for_nothing_is_nothing_in_every_column_but_the_name(nothing: str) -> None:
    line = ";".join(["Élan", *[nothing] * 6])
    (row,) = rows_of(f"name;kind;city;siren;website;since;activity\n{line}\n")
    assert not row.faults
    assert (row.kind, row.city, row.siren, row.website, row.since, row.activity) == ("", "", "", "", None, "")
    assert rows_of("name;city\n-;Lyon\n")[0].faults


def test_marks_that_nobody_sees_are_left_out_of_a_name_and_tell_no_names_apart() -> None:
    (row,) = rows_of("name\n\u200f\u202eÉl\u00adan\u200b Santé\ufeff\n")
    assert row.name == "Élan Santé"
    assert name_key("Él\u200ban San\u00adté") == name_key("Élan Santé")
    assert rows_of("name\n👩\u200d🔬 Pharma\n")[0].name == "👩\u200d🔬 Pharma", (
        "a joiner makes one sign of two"
    )


@pytest.mark.parametrize("address", ["info@elan.example", "https://lyonbiopole.com@elan.example/"])
def test_an_address_of_mail_is_no_website(address: str) -> None:
    assert rows_of(f"name;website\nÉlan;{address}\n")[0].faults


def test_a_formula_of_a_workbook_without_its_result_is_wrong() -> None:
    cells = {
        "<c><f>1+1</f><v></v></c>": True,  # as libraries write it: never counted out
        "<c><f>A1</f></c>": True,
        '<c t="str"><f>IF(A1=2,1,"")</f><v></v></c>': False,  # counted out, and it is nothing
        '<c t="str"><f>A2</f><v>Lyon</v></c>': False,
    }
    for cell, is_wrong in cells.items():
        content = _with_second_row(f'<c t="inlineStr"><is><t>Élan</t></is></c>{cell}')
        with translation.override("en"):
            faults = faults_of(content, "leden.xlsx")
        assert bool(faults) == is_wrong, cell
        assert all("formula" in sentence and "Row 2" in sentence for _row, sentence in faults)


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["csv", "xlsx", "ods"])
def test_the_registers_own_list_of_members_comes_back_as_the_same(client: Any, label: str) -> None:
    pole, other = builders.cluster("biopole-nord"), builders.cluster("biopole-zuid")
    rows = [builders.organisation(name, name.title()) for name in ("elan", "beta", "gamma")]
    for number, row in enumerate(rows):
        day = dt.date(2019, 3, number + 1)
        builders.fact(Membership, cluster=pole, organisation=row, relation="member", valid_from=day)
    builders.fact(Membership, cluster=pole, organisation=rows[0], relation="line_lead")
    builders.fact(Membership, cluster=other, organisation=rows[1], relation="member")
    client.force_login(builders.staff())
    of_all = _listed(_exported(client, label), pole, label)
    assert Counter(str(each.standing) for each in of_all.outcomes) == {"same": 3, "wrong": 2}
    told = [reason for each in of_all.outcomes for reason in each.reasons]
    assert any("biopole-zuid" in reason for reason in told)
    assert any("line_lead" in reason for reason in told)
    filtered = f"?cluster__id__exact={pole.pk}&relation__exact=member"
    look = _listed(_exported(client, label, filtered), pole, label)
    assert Counter(str(each.standing) for each in look.outcomes) == {"same": 3}


def _exported(client: Any, label: str, query: str = "") -> bytes:
    address = f"/admin/clusters/membership/export/{query}"
    columns = [key for key, _label in client.get(address).context["form"].fields["columns"].choices]
    answer = client.post(address, {"columns": columns, "file_format": label})
    return bytes(b"".join(answer.streaming_content)) if answer.streaming else bytes(answer.content)


def _listed(content: bytes, pole: Cluster, label: str) -> coming_in.Look:
    record, table = coming_in.begin(pole, content, f"leden.{label}", by=None, at=AT)
    return coming_in.look_at(record, table, today=TODAY)


@pytest.mark.django_db
def test_a_list_that_is_not_on_the_first_sheet_is_refused_with_which_sheet_was_read() -> None:
    pole = builders.cluster("biopole-nord")
    content = workbook([["Lisez-moi d’abord"], ["Les adhérents sont sur la feuille 2"]])
    with translation.override("en"), pytest.raises(UnreadableList) as problem:
        coming_in.keep_waiting(*coming_in.begin(pole, content, "leden.xlsx", by=None, at=AT))
    assert "no column has the names" in str(problem.value)
    assert "sheet “Leden”" in str(problem.value)
    assert "other sheets are passed over" in str(problem.value)


def _with_second_row(cells: str) -> bytes:
    """Return a workbook with the headings name and city, and these cells below them."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["name", "city"], ["weg", "weg"]]))) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for part in old.namelist():
            text = old.read(part)
            if part.endswith("sheet1.xml"):
                begin, _between, rest = text.decode().partition('<row r="2"')
                after = rest.partition("</row>")[2]
                text = f'{begin}<row r="2">{cells}</row>{after}'.encode()
            new.writestr(part, text)
    return target.getvalue()


def test_a_formula_of_an_open_document_without_its_result_is_wrong() -> None:
    table = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Leden"><table:table-row><table:table-cell table:formula="of:=1+1"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", table)
    assert list(ods_rows(target.getvalue())) == [(1, ["of:=1+1"])]

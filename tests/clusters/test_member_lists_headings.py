"""Lists as pôles and members make them: their own headings and kinds, a title on top, blank rows, sheets."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.utils import translation

from clusters.enums import OrganisationKind
from clusters.member_lists import headings, values
from clusters.member_lists.headings import COLUMNS, UnreadableList, understand
from clusters.member_lists.reading import MemberRow, read_rows
from clusters.member_lists.tables import Table, read_table
from clusters.spreadsheets import write_ods, write_xlsx
from clusters.spreadsheets.columns import Column
from clusters.spreadsheets.sheets import Sheet

AT = dt.datetime(2026, 9, 1, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 1)


def table_of(content: bytes | str, name: str = "leden.csv") -> Table:
    return read_table(content.encode() if isinstance(content, str) else content, name)


def rows_of(content: bytes | str, name: str = "leden.csv") -> list[MemberRow]:
    table = table_of(content, name)
    headings = understand(table.header, row=table.header_row)
    return list(read_rows(table.rows, table.header, headings, today=TODAY))


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (
            "Raison sociale|Type de structure|Code postal|Ville du siège|N° SIREN|Site web|Date d’adhésion",
            "name kind - city siren website since",
        ),
        (
            "NOM DE L'ENTREPRISE|CATÉGORIE|LOCALITÉ|SIRET|URL|ANNÉE D'ADHÉSION",
            "name kind city siren website since",
        ),
        ("Établissement|Commune|Adhérent depuis|Effectif", "name city since -"),
        (
            "Bedrijfsnaam|Soort organisatie|Vestigingsplaats|Webadres|Lid sinds|KvK-nummer",
            "name kind city website since -",
        ),
        ("Organisatie|Plaats|Postcode|KvK", "name city - -"),
        ("Raison sociale *|Site web (URL)|Ville [siège]", "name website city"),
        ("N° SIRET|N° SIREN|Nom commercial|Raison sociale", "- siren - name"),
        ("Nom_de_la_structure|Type_Adhérent|numéro_siren", "name kind siren"),
    ],
)
def test_headings_of_real_lists_are_understood_and_others_passed_over(header: str, columns: str) -> None:
    cells = header.split("|")
    understood = understand(cells)
    found = {place: column for column, place in understood.places.items()}
    assert [found.get(place, "-") for place in range(len(cells))] == columns.split()
    assert sorted(understood.others) == [place for place, each in enumerate(columns.split()) if each == "-"]


def test_two_columns_of_the_same_meaning_are_not_guessed_between() -> None:
    with translation.override("en"), pytest.raises(UnreadableList, match=r"Row 3.*“Nom”.*“Raison sociale”"):
        understand(["Nom", "Ville", "Raison sociale"], row=3)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("P.M.E.", OrganisationKind.SME),
        ("TPE/PME", OrganisationKind.SME),
        ("midden- en kleinbedrijf", OrganisationKind.SME),
        ("Grand Groupe", OrganisationKind.LARGE_COMPANY),
        ("GE", OrganisationKind.LARGE_COMPANY),
        ("ETI", OrganisationKind.LARGE_COMPANY),
        ("Start-up", OrganisationKind.START_UP),
        ("Laboratoire", OrganisationKind.RESEARCH),
        ("centre de recherche", OrganisationKind.RESEARCH),
        ("kennisinstelling", OrganisationKind.RESEARCH),
        ("Centre technique", OrganisationKind.TECHNOLOGY),
        ("Établissement d’enseignement supérieur", OrganisationKind.UNIVERSITY),
        ("établissement d'enseignement", OrganisationKind.TRAINING),
        ("C.H.U.", OrganisationKind.HOSPITAL),
        ("Fonds d’investissement", OrganisationKind.INVESTOR),
        ("Collectivité territoriale", OrganisationKind.GOVERNMENT),
        ("Association", OrganisationKind.OTHER),
    ],
)
def test_kinds_are_understood_as_lists_write_them(written: str, kind: OrganisationKind) -> None:
    assert values.kind(written) == kind


def test_no_word_for_a_kind_means_two_kinds_and_no_heading_two_columns() -> None:
    for table in (values._SYNONYMS, headings._WORDS):
        words = [word for each in table.values() for word in each.split("|")]
        assert len(words) == len(set(words))
        assert all(word == values.words_of(word) for word in words)
    assert set(headings._WORDS) == set(COLUMNS)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_registers_own_labels_are_kinds_in_every_language(language: str) -> None:
    with translation.override(language):
        for each in OrganisationKind:
            assert values.kind(str(each.label)) == each


TITLED = [
    "Liste des adhérents 2026\n\nRaison sociale;Ville;SIREN\nÉlan;Lyon;552100554\n",
    "Liste des adhérents, mars 2026;;\n;;\nRaison sociale;Ville;SIREN\nÉlan;Lyon;552100554\n",
    "Ledenlijst\nStand: 1 maart 2026\n\n\nNaam;Plaats;SIREN\nÉlan;Lyon;552100554\n;;\n\n",
    "Liste, mise à jour, mars\nNom,Ville,SIREN\nÉlan,Lyon,552100554\n",
]


@pytest.mark.parametrize("content", TITLED)
def test_a_title_above_the_headings_is_passed_over_and_that_is_said(content: str) -> None:
    table = table_of(content)
    (row,) = rows_of(content)
    assert (row.name, row.city, row.siren, row.faults) == ("Élan", "Lyon", "552100554", ())
    assert row.number == table.header_row + 1
    with translation.override("en"):
        assert f"row {table.header_row};" in table_of(content).notes[1]


def test_a_first_row_that_names_its_columns_is_the_header_whatever_stands_below() -> None:
    content = "name;city\nRaison sociale;Ville\nÉlan;Lyon\n"
    assert [row.name for row in rows_of(content)] == ["Raison sociale", "Élan"]


def test_members_are_not_taken_for_headings() -> None:
    content = "bedrag;city\nEntreprise;Lyon\nÉlan;Lyon\n"
    with pytest.raises(UnreadableList):
        rows_of(content)


def test_the_headings_once_more_in_the_middle_are_no_member() -> None:
    first, again, last = rows_of("Nom;Ville\nÉlan;Lyon\nNom;Ville\nBeta;Lyon\n")
    assert (first.name, last.name) == ("Élan", "Beta")
    assert again.number == 3
    assert again.faults


def sheets(write: Any, *named: tuple[str, list[list[Any]]]) -> bytes:
    target = io.BytesIO()
    made = [
        Sheet(name, [Column(str(each) or f"c{place}") for place, each in enumerate(rows[0])], rows[1:])
        for name, rows in named
    ]
    write(target, made, title="Leden", made_at=AT)
    return target.getvalue()


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_a_workbook_says_which_sheet_was_read_and_may_have_a_title_and_blank_rows(write: Any) -> None:
    leden = [
        ["Liste des adhérents", "mars 2026", ""],
        ["", "", ""],
        ["Raison sociale", "Ville", "Date d'adhésion"],
        ["Élan", "Lyon", "31/03/2019"],
        ["", "", ""],
        ["Beta", "", "2020"],
    ]
    content = sheets(write, ("Adhérents", leden), ("Autres", [["Nom"], ["Gamma"]]))
    table = table_of(content, "leden.xlsx")
    assert "Adhérents" in table.notes[0]
    assert table.header_row == 3
    first, second = rows_of(content, "leden.xlsx")
    assert (first.number, first.name, first.since) == (4, "Élan", dt.date(2019, 3, 31))
    assert (second.number, second.name, second.since) == (6, "Beta", dt.date(2020, 1, 1))


def test_a_number_that_counts_days_is_told_as_the_day_it_is() -> None:
    with translation.override("en"):
        ((fault,),) = [row.faults for row in rows_of("name;since\nÉlan;43555\n")]
    assert "2019-03-31" in fault
    assert "format of a date" in fault


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("leden.csv", "naam\nÉlan\n")
    with pytest.raises(UnreadableList):
        table_of(target.getvalue(), "leden.zip")

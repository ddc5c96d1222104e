"""A pôle's list of members comes in: read in any shape, held against the register, stored, undone."""

import contextlib
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from stdnum.fr import siren as sirens

from clusters.enums import RowStanding
from clusters.member_lists import coming_in, undoing
from clusters.member_lists.coming_in import Look, NotStored
from clusters.member_lists.headings import understand
from clusters.member_lists.reading import MemberRow, read_rows
from clusters.member_lists.tables import UnreadableList, read_table
from clusters.models import (
    City,
    Cluster,
    MemberImport,
    Membership,
    Organisation,
    OrganisationName,
    PlaceName,
    Region,
    Source,
)
from clusters.spreadsheets import Column, Sheet, write_ods, write_xlsx
from tests import builders

AT = dt.datetime(2026, 9, 1, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 1)
HEADER = "name;kind;city;siren;website;since"


def siren(number: int) -> str:
    """A number of nine digits whose check digit is right; invented."""
    return next(text for last in range(10) if sirens.is_valid(text := f"{number:08}{last}"))


def rows_of(content: bytes | str, name: str = "leden.csv") -> list[MemberRow]:
    table = read_table(content.encode() if isinstance(content, str) else content, name)
    return list(read_rows(table.rows, table.header, understand(table.header), today=TODAY))


def faults_of(content: bytes | str, name: str = "leden.csv") -> list[tuple[int, str]]:
    """Row and sentence of everything that is wrong, also where the whole file is refused."""
    return [(row.number, fault) for row in rows_of(content, name) for fault in row.faults]


def workbook(rows: Sequence[Sequence[Any]], write: Any = write_xlsx, columns: Sequence[Any] = ()) -> bytes:
    target = io.BytesIO()
    header, *cells = rows
    sheet = Sheet("Leden", columns or [Column(str(name)) for name in header], cells)
    write(target, [sheet], title="Leden", made_at=AT)
    return target.getvalue()


# --- reading --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("naam;stad\r\nSociété Élan;Lyon\r\n".encode(), "UTF-8"),
        ("naam,stad\nSociété Élan,Lyon\n".encode("utf-8-sig"), "byte order mark"),
        ("naam\tstad\nSociété Élan\tLyon\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_encoding_and_separator_are_recognised_and_said(content: bytes, said: str) -> None:
    with translation.override("en"):
        assert said in read_table(content, "leden.csv").notes[0]
    assert [(row.name, row.city) for row in rows_of(content)] == [("Société Élan", "Lyon")]


def test_dutch_and_french_headings_stand_in_any_order_and_others_are_told() -> None:
    headings = understand(
        ["Site internet", "N° SIRET", "Raison sociale", "Lid sinds", "Effectif", "Commune", "Soort"]
    )
    assert headings.places == {"website": 0, "siren": 1, "name": 2, "since": 3, "city": 5, "kind": 6}
    assert headings.others == {4: "Effectif"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-03-31", dt.date(2019, 3, 31)),
        ("31-03-2019", dt.date(2019, 3, 31)),
        ("3/4/2019", dt.date(2019, 4, 3)),
        ("31.03.2019", dt.date(2019, 3, 31)),
        ("1er août 2019", dt.date(2019, 8, 1)),
        ("31 maart 2019", dt.date(2019, 3, 31)),
        ("maart 2019", dt.date(2019, 3, 1)),
        ("03/2019", dt.date(2019, 3, 1)),
        ("2019", dt.date(2019, 1, 1)),
        ("", None),
    ],
)
def test_days_are_read_as_dutch_and_french_write_them(written: str, day: dt.date | None) -> None:
    assert rows_of(f"name;since\nÉlan;{written}\n")[0].since == day


@pytest.mark.parametrize(
    "written",
    ["552100554", "552 100 554", "552.100.554", "552\u202f100\u202f554", "552100554 00013", "552,100,554"],
)
def test_a_siren_is_read_however_its_digits_are_grouped(written: str) -> None:
    assert rows_of(f'name;siren\nÉlan;"{written}"\n')[0].siren == "552100554"


def test_websites_and_kinds_get_the_registers_own_spelling() -> None:
    (row,) = rows_of("name;kind;website\nÉlan;PME;WWW.Elan.example/\n")
    assert (row.kind, row.website) == ("sme", "https://www.elan.example")


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_a_workbook_gives_the_same_rows_and_keeps_its_row_numbers(write: Any) -> None:
    content = workbook([["naam", "sinds"], ["Élan", "2019-03-31"], ["", ""], ["=1+1 Labs", "fout"]], write)
    first, second = rows_of(content, "leden.xlsx")
    assert (first.name, first.since) == ("Élan", dt.date(2019, 3, 31))
    assert second.number == 4
    assert "Rij 4" in second.faults[0]


BAD_CELLS = [
    ("name", ""),
    ("name", "12345"),
    ("name", '"Élan\nBeta"'),
    ("name", "=HYPERLINK(1)"),
    ("name", "x" * 201),
    ("name", "SociÃ©tÃ©"),
    ("name", "Soci\ufffdt\ufffd"),
    ("name", "El\x07an"),
    ("name", "#REF!"),
    ("kind", "ruimteschip"),
    ("siren", "552100555"),
    ("siren", "39.000"),
    ("siren", "39 000"),
    ("siren", "5,521E+08"),
    ("siren", "55210O554"),
    ("website", "niet bekend"),
    ("website", "javascript:alert(1)"),
    ("website", "https://a.example, https://b.example"),
    ("since", "31-02-2019"),
    ("since", "39.000"),
    ("since", "43555"),
    ("since", "1789-07-14"),
    ("since", "2199-01-01"),
    ("since", "gisteren"),
]


@pytest.mark.parametrize(("column", "cell"), BAD_CELLS)
def test_a_wrong_cell_is_told_with_row_column_value_reason_and_remedy(column: str, cell: str) -> None:
    good = {"name": "Élan", "kind": "PME", "city": "", "siren": "", "website": "", "since": ""}
    line = ";".join({**good, column: cell}.values())
    for language in ("nl", "fr", "en"):
        with translation.override(language):
            ((number, sentence),) = faults_of(f"{HEADER}\nGoed;;;;;\n{line}\n")
        assert number == 3
        assert f"“{column}”" in sentence
        assert "3" in sentence
        assert sentence.count(".") >= 2, "a reason and a remedy"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        ("name;city\nA;B\n".encode("utf-16"), "UTF-16"),
        (b"name;city\nElan;Ly\x00on\n", "Row 2"),
        (b"name;city\nElan;Lyon\nBeta;\x81\x8d\n", "Row 3"),
        (b'name;city\nElan;Lyon\n"Beta;Lyon\nGamma;Lyon\n', "Row 3"),
        (b'name;city\nElan;Lyon\n"Beta" x;Lyon\n', "Row 3"),
        (b"name;city\n" + b"x" * 10_000_000 + b";Lyon\n", "Row 2"),
        (b"bedrag;city\n12;Lyon\n", "no column has the names"),
        (b"name;city;Naam\nElan;Lyon;Elan\n", "both hold the same"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole_with_row_and_remedy(
    content: bytes, words: str
) -> None:
    with translation.override("en"), pytest.raises(UnreadableList, match=words):
        rows_of(content)


def test_what_is_no_workbook_says_so_whatever_it_is_called() -> None:
    for content in (
        b"%PDF-1.7",
        b"PK\x03\x04 broken",
        b"name;city\nElan;Lyon\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ):
        with pytest.raises(UnreadableList):
            rows_of(content, "leden.xlsx")


def test_a_workbook_beyond_ten_thousand_rows_points_to_csv() -> None:
    content = workbook([["name"], *[[f"Lid {number}"] for number in range(10_001)]])
    with pytest.raises(UnreadableList, match="CSV"):
        rows_of(content, "leden.xlsx")


def test_a_row_with_shifted_values_is_wrong_and_not_stored_shifted() -> None:
    ((number, sentence),) = faults_of("name;city;siren\nElan;Lyon;552100554\nBeta;Lyon\n")
    assert number == 3
    assert "2" in sentence
    ((number, _sentence),) = faults_of("name;city\nElan;Lyon;te veel\n")
    assert number == 2


# --- the register ---------------------------------------------------------------------------------------


@pytest.fixture
def pole(db: None) -> Cluster:
    region = Region.objects.create(slug="ara", insee_code="84", name="Auvergne-Rhône-Alpes")
    lyon = City.objects.create(slug="lyon", name="Lyon", region=region)
    City.objects.create(slug="saint-etienne", name="Saint-Étienne", region=region)
    PlaceName.objects.create(text="Lugdunum", city=lyon)
    return builders.cluster("biopole-nord")


def organisation(name: str, city: str = "", **fields: Any) -> Organisation:
    return Organisation.objects.create(
        slug=f"o-{Organisation.objects.count()}",
        name=name,
        city=City.objects.get(slug=city) if city else None,
        **fields,
    )


def look(pole: Cluster, content: str, **said: Any) -> Look:
    record, table = coming_in.begin(pole, content.encode(), "leden.csv", by=None, at=AT)
    for name, value in said.items():
        setattr(record, name, value)
    return coming_in.look_at(record, table, today=TODAY)


def standings(pole: Cluster, content: str, **said: Any) -> list[str]:
    return [str(each.standing) for each in look(pole, content, **said).outcomes]


def stored(
    pole: Cluster, content: str, *, only_good: bool = False, at: dt.datetime = AT, **said: Any
) -> MemberImport:
    record, table = coming_in.begin(pole, content.encode(), "leden.csv", by=None, at=at)
    for name, value in said.items():
        setattr(record, name, value)
    coming_in.keep_waiting(record, table)
    coming_in.store_list(
        record,
        lambda: coming_in.look_again(record, today=TODAY),
        only_good=only_good,
        by=None,
        at=at,
    )
    return record


def everything() -> list[Any]:
    """All rows an import could touch, and their history."""
    models: list[Any] = [Organisation, Membership, OrganisationName, Source]
    models += [model.history.model for model in models if hasattr(model, "history")]
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_the_same_list_twice_changes_nothing(pole: Cluster) -> None:
    content = (
        f"{HEADER}\nÉlan SA;PME;69003 LYON CEDEX 03;{siren(10)};www.elan.example;2019\n"
        "Zonder stad;;;;;\nBeta;;St Etienne;;;31/03/2020\n"
    )
    first = stored(pole, content)
    assert (first.new, first.changed, first.same, first.wrong) == (3, 0, 0, 0)
    before = everything()
    second = stored(pole, content.replace("Élan SA", "ELAN S.A."))
    assert (second.new, second.changed, second.same, second.wrong) == (0, 0, 3, 0)
    assert everything() == before


def test_what_is_stored_has_source_day_and_history(pole: Cluster) -> None:
    anouk = builders.staff()
    record, table = coming_in.begin(
        pole, f"{HEADER}\nÉlan;;Lyon;;;2019\n".encode(), "leden.csv", by=anouk, at=AT
    )
    coming_in.store_list(
        record, lambda: coming_in.look_at(record, table, today=TODAY), only_good=False, by=anouk, at=AT
    )
    membership = Membership.objects.get()
    assert (membership.valid_from, membership.stated_on, membership.source_line) == (
        dt.date(2019, 1, 1),
        TODAY,
        2,
    )
    assert pole.name in membership.source.title
    assert "leden.csv" in membership.source.title
    for row in (membership, membership.organisation):
        (kept,) = row.history.all()
        assert (kept.history_user, kept.history_date, kept.history_type) == (anouk, AT, "+")


def test_recognised_by_siren_then_by_name_and_town_in_any_spelling(pole: Cluster) -> None:
    organisation("Élan", siren=siren(1))
    organisation("L’Atelier du Vivant", "lyon")
    content = (
        f"name;city;siren;kind\nELAN SAS;Lyon;{siren(1)};\nl'atelier  du vivant;Lugdunum;{siren(2)};pme\n"
    )
    first, second = look(pole, content).outcomes
    assert first.organisation
    assert set(first.changes) == {"city"}
    assert second.organisation
    assert set(second.changes) == {"siren", "kind"}
    record = stored(pole, content)
    assert Organisation.objects.count() == 2
    assert record.new == 2
    assert Organisation.objects.get(siren=siren(2)).name == "L’Atelier du Vivant"


def test_an_empty_key_recognises_nobody(pole: Cluster) -> None:
    organisation("Gamma")
    organisation("Delta")
    assert standings(pole, "name;city;siren\nEpsilon;;\nZeta;;\n") == ["new", "new"]


def test_empty_cells_take_nothing_away(pole: Cluster) -> None:
    stored(pole, f"{HEADER}\nÉlan;PME;Lyon;{siren(1)};elan.example;2019\n")
    before = everything()
    assert standings(pole, "name;city\nÉlan;Lyon\n") == ["same"]
    stored(pole, "name;city\nÉlan;Lyon\n")
    assert everything() == before


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ([{"name": "Élan", "city": "saint-etienne"}], "Élan;Lyon;;"),
        ([{"name": "Élan"}], "Élan;Lyon;;"),
        ([{"name": "Élan", "city": "lyon"}, {"name": "ELAN", "city": "lyon"}], "Élan;Lyon;;"),
        ([{"name": "Biotechnologie Élan", "city": "lyon"}], "Biotechnologies Elan;Lyon;;"),
        ([{"name": "Ander", "website": "https://www.elan.example/"}], "Élan;Lyon;;elan.example/nl"),
        ([{"name": "Ander", "siren": siren(1)}], f"Élan;Lyon;{siren(1)};"),
        ([{"name": "Élan", "city": "lyon", "siren": siren(2)}], f"Élan;Lyon;{siren(1)};"),
    ],
)
def test_what_is_alike_is_asked_and_never_guessed(
    pole: Cluster, known: list[dict[str, str]], line: str
) -> None:
    for each in known:
        organisation(**each)
    content = f"name;city;siren;website\n{line}\n"
    (outcome,) = look(pole, content).outcomes
    assert outcome.standing == RowStanding.DOUBTFUL
    assert outcome.reasons
    before = everything()
    with pytest.raises(NotStored):
        stored(pole, content)
    stored(pole, content, only_good=True)
    assert everything() == before

    chosen = str(outcome.candidates[0])
    stored(pole, content, answers={"2": chosen})
    assert Membership.objects.get().organisation_id == outcome.candidates[0]
    assert Organisation.objects.count() == len(known)


def test_a_doubtful_row_can_be_an_organisation_of_its_own_but_no_second_one_with_its_siren(
    pole: Cluster,
) -> None:
    organisation("Élan", "saint-etienne")
    organisation("Ander", siren=siren(1))
    content = f"name;city;siren\nÉlan;Lyon;\nBeta;Lyon;{siren(1)}\n"
    answers = {"2": "new", "3": "new"}
    assert standings(pole, content, answers=answers) == ["new", "doubtful"]


def test_two_numbers_or_two_sirens_are_two_organisations(pole: Cluster) -> None:
    organisation("Laboratoire 12", "lyon")
    organisation("Institut", "saint-etienne", siren=siren(1))
    content = f"name;city;siren\nLaboratoire 13;Lyon;\nInstitut;Lyon;{siren(2)}\n"
    assert standings(pole, content) == ["new", "new"]


def test_a_double_row_and_an_unknown_town_are_wrong(pole: Cluster) -> None:
    content = "name;city\nÉlan;Lyon\nElan SA;LYON\nBeta;Atlantis\n"
    outcomes = look(pole, content).outcomes
    assert [str(each.standing) for each in outcomes] == ["new", "wrong", "wrong"]
    assert "2" in outcomes[1].reasons[0]
    assert "Atlantis" in outcomes[2].reasons[0]
    assert standings(pole, content, leave_out_cities=True) == ["new", "wrong", "new"]


def test_who_left_is_asked_before_it_is_a_member_again(pole: Cluster) -> None:
    known = organisation("Élan", "lyon")
    builders.fact(Membership, cluster=pole, organisation=known, valid_until=dt.date(2020, 1, 1))
    content = "name;city\nÉlan;Lyon\n"
    assert standings(pole, content) == ["doubtful"]
    stored(pole, content, answers={"2": str(known.pk)})
    assert Membership.objects.get().valid_until is None


def test_what_changed_since_the_look_stops_the_storing(pole: Cluster) -> None:
    record, table = coming_in.begin(pole, b"name;city\nElan;Lyon\n", "leden.csv", by=None, at=AT)
    coming_in.keep_waiting(record, table)
    seen = coming_in.look_again(record, today=TODAY).token
    organisation("Élan", "lyon")
    before = everything()
    with pytest.raises(NotStored):
        coming_in.store_list(
            record,
            lambda: coming_in.look_again(record, today=TODAY),
            only_good=False,
            by=None,
            at=AT,
            seen=seen,
        )
    assert everything() == before
    record.refresh_from_db()
    assert record.state == "waiting"


def test_a_list_nobody_stored_is_thrown_away_and_a_stored_one_keeps_no_cells(pole: Cluster) -> None:
    for at in (AT, AT + dt.timedelta(days=2)):
        record, table = coming_in.begin(pole, b"name\nElan\n", "leden.csv", by=None, at=at)
        coming_in.keep_waiting(record, table)
    assert MemberImport.objects.get().begun_at == AT + dt.timedelta(days=2)
    done = stored(pole, "name\nElan\n", at=AT + dt.timedelta(days=2))
    done.refresh_from_db()
    assert (done.rows, done.header) == ([], [])


# --- undone ---------------------------------------------------------------------------------------------


def rows_now() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Organisation, Membership, OrganisationName)
    ]


def test_undoing_restores_exactly_what_the_import_changed(pole: Cluster) -> None:
    stored(pole, f"{HEADER}\nÉlan;;Lyon;;;2018\nAnder;;;{siren(1)};;\n")
    before = rows_now()
    pk = Organisation.objects.get(siren=siren(1)).pk
    second = stored(
        pole,
        f"{HEADER}\nÉlan;PME;Lyon;{siren(2)};elan.example;2019\nBeta;;Lyon;;;\nAndere naam;;;{siren(1)};;\n",
        at=AT + dt.timedelta(days=1),
        answers={"4": str(pk)},
    )
    assert OrganisationName.objects.get().text == "Andere naam"
    undone = undoing.undo(second, by=None, at=AT + dt.timedelta(days=2))
    assert rows_now() == before
    assert (undone.restored, undone.left) == (5, [])
    with pytest.raises(undoing.NotUndone):
        undoing.undo(second, by=None, at=AT + dt.timedelta(days=2))


def test_undoing_leaves_and_names_what_was_changed_or_used_since(pole: Cluster) -> None:
    record = stored(pole, "name;city\nÉlan;Lyon\nBeta;Lyon\nGamma;Lyon\n")
    elan, beta = Organisation.objects.get(name="Élan"), Organisation.objects.get(name="Beta")
    elan.website = "https://elan.example"
    elan.save()
    builders.fact(Membership, cluster=builders.cluster("ander"), organisation=beta)
    undone = undoing.undo(record, by=None, at=AT + dt.timedelta(days=1))
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Beta", "Élan"]
    assert not pole.memberships.exists()
    assert len(undone.left) == 2
    assert any("Élan" in each for each in undone.left)


def test_undoing_leaves_and_names_whose_siren_another_has_by_now(pole: Cluster) -> None:
    elan = organisation("Élan", "lyon", siren=siren(1))
    content = f"name;city;siren\nÉlan;Lyon;{siren(2)}\nBeta;Lyon;\n"
    record = stored(pole, content, answers={"2": str(elan.pk)})
    organisation("Gamma", siren=siren(1))
    undone = undoing.undo(record, by=None, at=AT + dt.timedelta(days=1))
    assert len(undone.left) == 1
    assert "Élan" in undone.left[0]
    elan.refresh_from_db()
    assert (elan.siren, Organisation.objects.count(), Membership.objects.count()) == (siren(2), 2, 0)


@pytest.mark.django_db(transaction=True)
def test_an_undoing_that_a_colleague_crosses_at_that_moment_is_refused_and_changes_nothing(
    pole: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = stored(pole, "name;city\nÉlan;Lyon\n")
    builders.fact(Membership, cluster=builders.cluster("ander"), organisation=Organisation.objects.get())
    monkeypatch.setattr("clusters.going_back._in_use", lambda _model, _made: set())  # as it stood before
    before = everything()
    with pytest.raises(undoing.NotUndone):
        undoing.undo(record, by=None, at=AT + dt.timedelta(days=1))
    assert everything() == before


# --- the command and its size ---------------------------------------------------------------------------


def command(file: Any, *options: str) -> str:
    out = io.StringIO()
    with contextlib.suppress(SystemExit):  # what it could not store ends with a status
        call_command(
            "import_members", str(file), "--cluster", "biopole-nord", *options, stdout=out, stderr=out
        )
    return out.getvalue()


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


def test_the_command_ends_with_one_line_of_counts_and_stores_all_or_nothing(
    pole: Cluster, tmp_path: Any
) -> None:
    file = tmp_path / "leden.csv"
    file.write_text("name;city;Effectif\nÉlan;Lyon;12\nBeta;Atlantis;\n", encoding="utf-8")
    for options in ([], ["--dry-run"], ["--dry-run", "--only-good"]):
        said = command(file, *options)
        assert last_line(said) == "new 1, changed 0, same 0, wrong 1"
        assert "Atlantis" in said
        assert "Effectif" in said
        assert not Organisation.objects.exists()
        assert not MemberImport.objects.exists()
    assert last_line(command(file, "--only-good")) == "new 1, changed 0, same 0, wrong 1"
    assert last_line(command(file, "--only-good")) == "new 0, changed 0, same 1, wrong 1"
    assert Membership.objects.count() == 1
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match=r"pdf.*Er is niets opgeslagen"):
        command(file)


def list_of(file: Any, number: int, since: str = "2019") -> None:
    lines = [f"Lid {each};Lyon;{siren(each)};lid{each}.example;{since}" for each in range(number)]
    file.write_text("\n".join(["name;city;siren;website;since", *lines]), encoding="utf-8")


def test_ten_thousand_rows_take_at_most_two_hundred_queries(pole: Cluster, tmp_path: Any) -> None:
    file = tmp_path / "leden.csv"
    list_of(file, 10_000)
    with CaptureQueriesContext(connection) as queries:
        assert last_line(command(file)) == "new 10000, changed 0, same 0, wrong 0"
    assert len(queries) <= 60
    assert Membership.history.count() == Organisation.history.count() == 10_000


def test_changing_and_undoing_take_a_few_queries_for_every_two_thousand_rows(
    pole: Cluster, tmp_path: Any
) -> None:
    file = tmp_path / "leden.csv"
    taken = []
    for number in (10, 1500):
        list_of(file, number)
        command(file)
        before = rows_now()
        list_of(file, number, "2020")
        file.write_text(file.read_text().replace(".example", ".example/nl"))
        with CaptureQueriesContext(connection) as queries:
            assert last_line(command(file)) == f"new 0, changed {number}, same 0, wrong 0"
            undoing.undo(MemberImport.objects.latest("pk"), by=None, at=dt.datetime.now(dt.UTC))
        assert rows_now() == before
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 60


def test_an_import_that_is_killed_half_way_leaves_the_database_as_it_was(
    pole: Cluster, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "leden.csv"
    file.write_text("name\n" + "".join(f"Lid {number}\n" for number in range(10)), encoding="utf-8")
    monkeypatch.setattr("clusters.member_lists.storing.CHUNK", 4)

    def killed(_self: Any, _done: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("clusters.management.commands.import_members.Command._progress", killed)
    before = everything()
    with pytest.raises(KeyboardInterrupt):
        command(file)
    assert everything() == before
    assert not MemberImport.objects.exists()

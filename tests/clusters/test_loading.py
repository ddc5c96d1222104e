"""Loading the register's files: once, again, changed, against staff's own work, and with every fault."""

import csv
import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clusters.enums import NameRole
from clusters.fixtures import BadFixture, read
from clusters.loading import LoadReport, load
from clusters.models import (
    Cluster,
    ClusterName,
    Figure,
    Focus,
    LoadedRecord,
    Region,
    Source,
    Succession,
    Term,
    Theme,
)
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db

SOURCE = {"slug": "office", "kind": "office", "title": "Overview"}
SECTOR = {"slug": "health", "name_nl": "Gezondheid"}
NORD = {"slug": "nord", "name": "Pôle Nord", "sector": "@sector/health"}
FACT = {"source": "@source/office", "stated_on": "2014-01-01"}
MEMBERS = {
    "cluster": "@cluster/nord",
    "measure": "members",
    "label_nl": "leden",
    "unit_nl": "leden",
    "value": "317",
    "qualifier": "more_than",
    **FACT,
}
RECORDS = {
    "figure": ("figure/members", MEMBERS),
    "cluster": ("cluster/nord", NORD),
    "sector": ("sector/health", SECTOR),
    "source": ("source/office", SOURCE),
}


def item(model: str, key: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"model": f"clusters.{model}", "key": key, "fields": fields}


def basics(**changed: dict[str, Any]) -> list[dict[str, Any]]:
    """A pôle with one figure, written so that everything is named before it is defined."""
    return [item(model, key, fields | changed.get(model, {})) for model, (key, fields) in RECORDS.items()]


class Folder:
    """A folder of register files that can be written and loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in ("register", "vocabulary"):
            (path / name).mkdir()

    def write(self, *items: dict[str, Any], file: str = "10.json") -> None:
        (self.path / "register" / file).write_text(json.dumps(items), encoding="utf-8")

    def table(self, name: str, columns: str, *rows: str) -> None:
        with (self.path / "vocabulary" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns.split())
            writer.writerows(row.split("|") for row in rows)

    def load(self) -> LoadReport:
        return load(read(self.path), at=AT)

    def refused(self) -> str:
        """Return the sentence the folder is refused with, after seeing that nothing was stored."""
        before = LoadedRecord.objects.count(), Cluster.objects.count(), Source.objects.count()
        with translation.override("en"), pytest.raises(BadFixture) as refused:
            self.load()
        assert before == (LoadedRecord.objects.count(), Cluster.objects.count(), Source.objects.count())
        return str(refused.value)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


# --- once and again ------------------------------------------------------------------------------


def test_records_may_name_what_is_defined_further_on(folder: Folder) -> None:
    folder.write(*basics())
    report = folder.load()
    figure = Figure.objects.get()
    assert str(report) == "4 new, 0 updated, 0 unchanged, 0 left to staff"
    assert figure.cluster == Cluster.objects.get(slug="nord")
    assert figure.value == 317
    assert (figure.qualifier, figure.verified) == ("more_than", True)


def test_a_loaded_pole_is_found_by_its_folded_name(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    assert Cluster.objects.get().name_folded == "pole nord"


def test_loading_twice_changes_nothing(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    assert str(folder.load()) == "0 new, 0 updated, 4 unchanged, 0 left to staff"
    assert Cluster.history.count() == 1


def test_a_changed_file_changes_what_nobody_touched(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    folder.write(*basics(cluster={"name": "Pôle du Nord"}, figure={"value": "320.0"}))
    assert str(folder.load()) == "0 new, 2 updated, 2 unchanged, 0 left to staff"
    pole = Cluster.objects.get()
    assert (pole.name, pole.name_folded, pole.version) == ("Pôle du Nord", "pole du nord", 2)
    assert Figure.objects.get().value == 320
    assert [row.name for row in Cluster.history.order_by("history_id")] == ["Pôle Nord", "Pôle du Nord"]
    assert str(folder.load()) == "0 new, 0 updated, 4 unchanged, 0 left to staff"


def test_a_number_written_another_way_is_no_change(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    folder.write(*basics(figure={"value": "317.00", "verified": True, "remark_nl": ""}))
    assert folder.load().unchanged == 4


# --- what staff did ------------------------------------------------------------------------------


def test_what_staff_changed_is_left_alone_when_the_file_changes_too(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    Cluster.objects.update(website="https://nord.example")
    folder.write(*basics(cluster={"name": "Pôle du Nord"}))
    with translation.override("en"):
        report = folder.load()
    assert report.left == ["cluster/nord: changed by staff, left alone"]
    assert (Cluster.objects.get().name, Cluster.objects.get().website) == (
        "Pôle Nord",
        "https://nord.example",
    )


def test_what_staff_changed_is_left_alone_when_the_file_is_the_same(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    Figure.objects.update(value=320)
    assert folder.load().unchanged == 4
    assert Figure.objects.get().value == 320


def test_a_save_that_changed_nothing_does_not_count_as_staffs_work(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    Cluster.objects.update(version=7)
    folder.write(*basics(cluster={"name": "Pôle du Nord"}))
    assert folder.load().updated == 1
    assert Cluster.objects.get().version == 8


def test_what_staff_deleted_stays_deleted(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    Figure.objects.all().delete()
    folder.write(*basics(figure={"value": "320"}))
    with translation.override("en"):
        report = folder.load()
    assert report.left == ["figure/members: deleted by staff, stays deleted"]
    assert not Figure.objects.exists()


def test_a_new_fact_of_a_pole_that_staff_deleted_is_left_out(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    Cluster.objects.all().delete()
    folder.write(*basics(), item("figure", "figure/companies", MEMBERS | {"measure": "companies"}))
    with translation.override("en"):
        report = folder.load()
    assert "figure/companies: what it refers to was deleted by staff, left out" in report.left
    assert not Figure.objects.exists()


def test_a_pole_staff_made_themselves_is_left_alone_and_gets_the_facts(folder: Folder) -> None:
    own = builders.cluster("nord", "Our own name")
    folder.write(*basics())
    with translation.override("en"):
        report = folder.load()
        again = folder.load()
    assert report.left == ["cluster/nord: staff made one with the same slug, left alone"]
    assert again.left == report.left
    assert Cluster.objects.get().name == "Our own name"
    assert Figure.objects.get().cluster == own


def test_what_staff_added_is_never_touched(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    own = ClusterName.objects.create(
        cluster=Cluster.objects.get(),
        text="NRD",
        role=NameRole.ABBREVIATION,
        source=builders.source(),
        stated_on=AT.date(),
    )
    folder.load()
    assert ClusterName.objects.get() == own


def test_a_change_that_would_take_anothers_number_is_left_and_said(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    builders.cluster("own", list_number=3, sector=Cluster.objects.get().sector)
    folder.write(*basics(cluster={"list_number": 3}))
    with translation.override("en"):
        report = folder.load()
    assert report.left == ["cluster/nord: another row has the same list_number, left alone"]


# --- bad files -----------------------------------------------------------------------------------

ZUID = item("cluster", "cluster/zuid", {**NORD, "slug": "zuid"})
BACKWARDS = {"valid_from": "2020-01-01", "valid_until": "2019-01-01"}
FAULTS: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "a source with nothing but blanks for a title": (
        basics(source={"title": "  "}),
        ["source/office", "“title”", "is missing; fill it in"],
    ),
    "a source without title": (
        basics(source={"title": ""}),
        ["source/office", "“title”", "is missing; fill it in"],
    ),
    "a period that ends before it begins": (
        basics(figure=BACKWARDS),
        ["figure/members", "valid_until, valid_from", "The period ends before it begins"],
    ),
    "two poles with one address": (
        [*basics(), item("cluster", "cluster/zuid", NORD)],
        ["cluster/zuid", "“slug”", "“cluster/nord” in 10.json has the same", "change or remove"],
    ),
    "a figure without date": (
        basics(figure={"stated_on": None}),
        ["figure/members", "“stated_on”", "is missing; fill it in"],
    ),
    "a figure without number": (
        basics(figure={"value": None}),
        ["figure/members", "value, qualifier", "Give the number, or choose the qualifier"],
    ),
    "an unknown key": (
        basics(figure={"cluster": "@cluster/nrd"}),
        ["figure/members", "“cluster”", "“cluster/nrd”", "did you mean “@cluster/nord”?"],
    ),
    "a key of another kind": (
        basics(figure={"cluster": "@sector/health"}),
        ["“cluster”", "is a clusters.sector where a clusters.cluster is meant"],
    ),
    "a name instead of a key": (
        basics(figure={"cluster": "nord"}),
        ["“cluster”", "write “@” and its key"],
    ),
    "an unknown field": (
        basics(cluster={"nmae": "N"}),
        ["cluster/nord", "“nmae”", "did you mean “name”?"],
    ),
    "a field the database keeps itself": (
        basics(cluster={"version": 3}),
        ["“version”", "there is no such field"],
    ),
    "a word outside the list": (
        basics(figure={"qualifier": "circa"}),
        ["“qualifier”", "circa", "Write one of: exact, more_than, about"],
    ),
    "a date that does not exist": (basics(figure={"stated_on": "2014-02-30"}), ["“stated_on”", "2014-02-30"]),
    "an address that is none": (basics(cluster={"website": "nord"}), ["“website”", "valid URL"]),
    "one key twice": (
        [*basics(), item("sector", "cluster/nord", SECTOR)],
        ["cluster/nord", "“key”", "has a record with this key already"],
    ),
    "an unknown model": ([{"model": "clusters.pole", "key": "k", "fields": {}}], ["“k”", "clusters.pole"]),
    "the ledger itself": (
        [{"model": "clusters.loadedrecord", "key": "k", "fields": {}}],
        ["clusters.loadedrecord"],
    ),
    "a record without fields": ([{"model": "clusters.sector", "key": "k"}], ["record 1", "“fields”"]),
    "a life line that loops": (
        [
            *basics(),
            ZUID,
            item("succession", "s/1", {"predecessor": "@cluster/nord", "successor": "@cluster/zuid", **FACT}),
            item("succession", "s/2", {"predecessor": "@cluster/zuid", "successor": "@cluster/nord", **FACT}),
        ],
        ["10.json", "s/1", "“successor”", "This life line loops", "choose another successor"],
    ),
    "a pole that comes after itself": (
        [
            *basics(),
            item("succession", "s", {"predecessor": "@cluster/nord", "successor": "@cluster/nord", **FACT}),
        ],
        ["A pôle cannot be its own successor"],
    ),
    "themes that are broader than each other": (
        [
            item("theme", "theme/a", {"slug": "a", "label_nl": "a", "broader": "@theme/b"}),
            item("theme", "theme/b", {"slug": "b", "label_nl": "b", "broader": "@theme/a"}),
        ],
        ["theme/a", "“broader”", "theme/a → theme/b → theme/a", "break the circle"],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_is_stored(folder: Folder, fault: str) -> None:
    items, expected = FAULTS[fault]
    folder.write(*items)
    sentence = folder.refused()
    assert sentence.startswith("10.json")
    assert [part for part in expected if part not in sentence] == []
    assert "\n" not in sentence


def test_a_fault_in_the_last_file_undoes_the_first(folder: Folder) -> None:
    folder.write(*basics())
    folder.write(item("sector", "sector/empty", {"slug": ""}), file="20.json")
    assert folder.refused().startswith("20.json, record “sector/empty”")


def test_a_life_line_may_not_loop_through_what_staff_wrote(folder: Folder) -> None:
    folder.write(*basics(), ZUID)
    folder.load()
    nord, zuid = Cluster.objects.get(slug="nord"), Cluster.objects.get(slug="zuid")
    builders.succession(zuid, nord)
    written = {"predecessor": "@cluster/nord", "successor": "@cluster/zuid", **FACT}
    folder.write(*basics(), ZUID, item("succession", "s", written))
    assert "This life line loops" in folder.refused()
    assert Succession.objects.count() == 1


def test_regions_may_not_circle_through_what_staff_wrote(folder: Folder) -> None:
    def region(slug: str, **fields: Any) -> dict[str, Any]:
        return item("region", f"region/{slug}", {"slug": slug, "name": slug, "insee_code": "84", **fields})

    folder.write(region("nord"), region("zuid"))
    folder.load()
    nord, zuid = Region.objects.get(slug="nord"), Region.objects.get(slug="zuid")
    Region.objects.filter(pk=zuid.pk).update(successor=nord, valid_until=dt.date(2016, 1, 1))
    folder.write(region("nord", successor="@region/zuid", valid_until="2016-01-01"), region("zuid"))
    sentence = folder.refused()
    assert "“successor”" in sentence
    assert "These regions pass into one another in a circle: nord → zuid → nord." in sentence
    nord.refresh_from_db()
    assert nord.successor is None


def test_a_file_that_is_not_json_is_named(folder: Folder) -> None:
    (folder.path / "register" / "10.json").write_text("[{]")
    assert folder.refused().startswith("10.json cannot be read")


def test_a_file_that_holds_no_list_is_named(folder: Folder) -> None:
    (folder.path / "register" / "10.json").write_text("{}")
    assert folder.refused() == "10.json must hold a list of records."


def test_a_key_that_stood_for_something_else_is_refused(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    folder.write(item("sector", "source/office", SECTOR))
    assert "stands for a clusters.source already; choose another key" in folder.refused()


def test_a_rule_may_be_broken_where_its_condition_does_not_hold(folder: Folder) -> None:
    """Two ended regions of one name apart, an ended and a current line may share their number."""
    line = {"cluster": "@cluster/nord", "number": 1, "title_nl": "lijn", **FACT}
    folder.write(
        *basics(),
        item("strategicline", "line/old", line | {"valid_until": "2019-01-01"}),
        item("strategicline", "line/new", line),
    )
    assert folder.load().new == 6


# --- the vocabulary's tables ---------------------------------------------------------------------

THEMES = "slug kind sector broader label_nl label_fr label_en eurovoc_id on_form position"
TERMS = "theme language mode text"
FOCUSES = (
    "cluster theme weight line wording source source_line quote reference stated_on stated_precision "
    "valid_from valid_until verified disputed derived remark_nl remark_fr remark_en"
)


def vocabulary(
    folder: Folder, *, theme: str = "imaging|subject|health||beelden|imagerie|imaging||1|10"
) -> None:
    folder.write(*basics())
    folder.table("themes", THEMES, theme, "scans|subject|health|imaging|scans|scans|scans||0|20")
    folder.table("terms", TERMS, "imaging|fr|stem|Échographie", "scans||exact|MRI")
    folder.table(
        "focuses",
        FOCUSES,
        "nord|imaging|3|||office|12|beelden|P1|2014-01-01|year||||1||||",
        "nord|scans|1|||office|||P2|2014-01-01|year||2016-01-01|no|||||",
        "nord|scans|2|||office|||P3|2014-01-01|year||||",
    )


def test_the_tables_become_themes_terms_and_focuses(folder: Folder) -> None:
    vocabulary(folder)
    (folder.path / "vocabulary" / "focuses.csv").unlink()
    folder.table("focuses", FOCUSES, "nord|imaging|3|||office|12|beelden|P1|2014-01-01|year||||1||||")
    folder.load()
    theme = Theme.objects.get(slug="imaging")
    assert (theme.on_form, theme.position, theme.sector.slug) == (True, 10, "health")
    assert Theme.objects.get(slug="scans").broader == theme
    assert Term.objects.get(theme=theme).text_folded == "echographie"
    focus = Focus.objects.get()
    assert (focus.weight, focus.source_line, focus.verified, focus.disputed) == (3, 12, True, True)
    assert (
        LoadedRecord.objects.filter(key__in=["term/imaging/fr/echographie", "focus/nord/imaging"]).count()
        == 2
    )
    assert folder.load().new == 0


def test_a_row_with_too_few_cells_is_named_by_its_line(folder: Folder) -> None:
    vocabulary(folder)
    assert folder.refused().startswith("focuses.csv, line 4: not as many cells as columns")


def test_an_unknown_theme_in_a_table_is_named_by_its_line(folder: Folder) -> None:
    vocabulary(folder)
    folder.table("focuses", FOCUSES, "nord|imagin|3|||office|||P1|2014-01-01|year||||||||")
    sentence = folder.refused()
    assert sentence.startswith("focuses.csv, line 2, record “focus/nord/imagin”, field “theme”")
    assert "did you mean “@theme/imaging”?" in sentence


def test_a_weight_outside_one_to_three_is_refused(folder: Folder) -> None:
    vocabulary(folder)
    folder.table("focuses", FOCUSES, "nord|imaging|4|||office|||P1|2014-01-01|year||||||||")
    assert "“weight”: A weight is 1, 2 or 3." in folder.refused()


def test_two_terms_that_read_alike_are_refused(folder: Folder) -> None:
    vocabulary(folder)
    (folder.path / "vocabulary" / "focuses.csv").unlink()
    folder.table("terms", TERMS, "imaging|fr|stem|étude", "imaging|fr|exact|Etude")
    assert folder.refused().startswith("terms.csv, line 3, record “term/imaging/fr/etude”, field “key”")


def test_a_yes_or_no_in_other_words_is_refused(folder: Folder) -> None:
    vocabulary(folder, theme="imaging|subject|health||a|b|c||perhaps|10")
    assert "field “on_form”: write 1 or 0, or leave it empty" in folder.refused()


def test_a_missing_column_is_named(folder: Folder) -> None:
    vocabulary(folder)
    folder.table("terms", "theme language text", "imaging|fr|x")
    assert folder.refused().startswith("terms.csv: column mode is missing, unknown or double")


# --- the command and its speed -------------------------------------------------------------------


def test_the_command_says_what_it_did(folder: Folder) -> None:
    folder.write(*basics())
    out = StringIO()
    call_command("load_register", folder=folder.path, stdout=out)
    call_command("load_register", folder=folder.path, stdout=out)
    assert out.getvalue().splitlines() == [
        "4 new, 0 updated, 0 unchanged, 0 left to staff",
        "0 new, 0 updated, 4 unchanged, 0 left to staff",
    ]


def test_the_command_names_what_it_left_to_staff(folder: Folder) -> None:
    folder.write(*basics())
    folder.load()
    Figure.objects.all().delete()
    out = StringIO()
    with translation.override("en"):
        call_command("load_register", folder=folder.path, stdout=out)
    assert out.getvalue().splitlines() == [
        "  figure/members: deleted by staff, stays deleted",
        "0 new, 0 updated, 3 unchanged, 1 left to staff",
    ]


def test_the_command_refuses_a_bad_file_without_a_traceback(folder: Folder) -> None:
    folder.write(*basics(source={"title": ""}))
    with pytest.raises(CommandError, match=r"source/office.*title.*Nothing was loaded\."):
        call_command("load_register", folder=folder.path)


def test_the_command_refuses_a_folder_without_a_register(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_register", folder=tmp_path / "nowhere")


def organisations(number: int) -> list[dict[str, Any]]:
    return [item("organisation", f"o/{n}", {"slug": f"labo-{n}", "name": f"Labo {n}"}) for n in range(number)]


def questions_to_load(folder: Folder) -> int:
    with CaptureQueriesContext(connection) as questions:
        folder.load()
    return len(questions)


def test_a_larger_register_takes_no_more_questions_to_load_again(folder: Folder) -> None:
    counts = []
    for number in (5, 150):
        folder.write(*organisations(number))
        folder.load()
        counts.append(questions_to_load(folder))
    assert counts[0] == counts[1]


def test_a_first_load_asks_per_batch_not_per_row(folder: Folder) -> None:
    folder.write(*organisations(300))
    assert questions_to_load(folder) < 40  # nine of them to tag the organisations


def test_a_region_may_follow_another_in_the_same_file(folder: Folder) -> None:
    old = {"slug": "alsace", "insee_code": "42", "name": "Alsace", "valid_until": "2016-01-01"}
    new = {"slug": "grand-est", "insee_code": "44", "name": "Grand Est"}
    folder.write(item("region", "r/old", old | {"successor": "@r/new"}), item("region", "r/new", new))
    folder.load()
    assert Region.objects.get(slug="alsace").successor.name == "Grand Est"

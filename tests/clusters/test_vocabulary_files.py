"""The vocabulary as data: its history, and its way out to CSV and back."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from clusters.models import Focus, StrategicLine, Term, Theme
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def test_a_term_keeps_its_history_when_it_is_changed_and_when_it_is_deleted():
    term = Term.objects.create(theme=builders.theme("imaging"), language="nl", text="echo")
    term.text = "echografie"
    term.save()
    term.delete()
    lines = Term.history.order_by("history_id").values_list("history_type", "text")
    assert list(lines) == [("+", "echo"), ("~", "echografie"), ("-", "echografie")]


# --- out ------------------------------------------------------------------------------------------------

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FILES = ("themes.csv", "terms.csv", "focuses.csv")


@pytest.fixture
def small(tmp_path):
    """Two themes, two terms, a focus on a line; and the folder they were exported to."""
    health = builders.theme("health", "gezondheid")
    imaging = builders.theme("imaging", 'beeld, "vorming"', broader=health, sector=builders.sector())
    Term.objects.create(theme=imaging, language="nl", text="Échografie")
    Term.objects.create(theme=imaging, language="", text="MRI", mode="exact")
    pole = builders.cluster("north")
    line = builders.fact(StrategicLine, cluster=pole, title_nl="lijn", number=2)
    builders.fact(
        Focus,
        cluster=pole,
        theme=imaging,
        weight=3,
        line=line,
        quote="ze zijn sterk, heel sterk",
        source_line=4,
    )
    call_command("vocabulary", "export", str(tmp_path), stdout=io.StringIO())
    return tmp_path


def content(folder):
    return {name: (folder / name).read_text(encoding="utf-8") for name in FILES}


def taken_over(folder, *arguments):
    out = io.StringIO()
    call_command("vocabulary", "import", str(folder), *arguments, stdout=out)
    return out.getvalue()


def rewritten(folder, name, old, new):
    path = folder / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


def test_what_goes_out_is_what_the_registers_own_files_say(tmp_path):
    call_command("load_register", verbosity=0, stdout=io.StringIO())
    call_command("vocabulary", "export", str(tmp_path), stdout=io.StringIO())
    for name in FILES:
        own = (FIXTURES / "vocabulary" / name).read_text(encoding="utf-8")
        assert sorted(csv.reader(own.splitlines())) == sorted(
            csv.reader((tmp_path / name).read_text(encoding="utf-8").splitlines())
        ), name
    before = content(tmp_path)
    assert taken_over(tmp_path, "--prune").count(": 0 new, 0 changed,") == 3
    call_command("vocabulary", "export", str(tmp_path), stdout=io.StringIO())
    assert content(tmp_path) == before


def test_the_files_come_out_in_the_same_order_every_time_and_back_in_without_a_change(small):
    before = content(small)
    assert "themes: 0 new, 0 changed, 2 the same, 0 not in the file, kept" in taken_over(small)
    call_command("vocabulary", "export", str(small), stdout=io.StringIO())
    assert content(small) == before
    assert Term.history.count() == 2
    assert "line/north/2" in before["focuses.csv"]
    assert not [path for path in small.iterdir() if path.name not in FILES]


def test_the_files_bring_an_empty_vocabulary_back(small):
    before = content(small)
    Focus.objects.all().delete()
    Theme.objects.filter(broader__isnull=False).delete()
    Theme.objects.all().delete()
    told = taken_over(small)
    assert "themes: 2 new" in told
    assert "focuses: 1 new" in told
    call_command("vocabulary", "export", str(small), stdout=io.StringIO())
    assert content(small) == before
    line = Term.history.filter(history_change_reason="vocabulary import").first()
    assert line.history_type == "+"


def test_export_needs_a_folder_it_can_write_to(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("vocabulary", "export", str(tmp_path / "none"))
    (tmp_path / "terms.csv").mkdir()
    with pytest.raises(CommandError, match="Nothing was exported"):
        call_command("vocabulary", "export", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# --- in -------------------------------------------------------------------------------------------------


def test_the_files_are_taken_at_their_word_also_where_staff_wrote_otherwise(small):
    rewritten(small, "focuses.csv", ",3,", ",1,")
    rewritten(small, "terms.csv", "MRI", "PET")
    Theme.objects.filter(slug="imaging").update(label_nl="staff")
    told = taken_over(small)
    assert "themes: 0 new, 1 changed, 1 the same" in told
    assert "terms: 1 new, 0 changed, 1 the same, 1 not in the file, kept" in told
    assert "focuses: 0 new, 1 changed" in told
    assert Focus.objects.get().weight == 1
    assert Focus.history.first().history_change_reason == "vocabulary import"
    assert set(Term.objects.values_list("text", flat=True)) == {"Échografie", "MRI", "PET"}


def test_a_rehearsal_tells_the_same_and_stores_nothing(small):
    rewritten(small, "terms.csv", "MRI", "PET")
    told = taken_over(small, "--dry-run", "--prune")
    assert "terms: 1 new, 0 changed, 1 the same, 1 removed" in told
    assert "nothing was stored" in told
    assert set(Term.objects.values_list("text", flat=True)) == {"Échografie", "MRI"}
    assert Term.history.count() == 2


def test_rows_the_files_leave_out_go_only_when_asked(small):
    rewritten(small, "terms.csv", "imaging,,exact,MRI\n", "")
    taken_over(small)
    assert Term.objects.filter(text="MRI").exists()
    assert "1 removed" in taken_over(small, "--prune")
    assert not Term.objects.filter(text="MRI").exists()


def test_a_file_that_is_not_there_is_a_table_left_alone(small):
    (small / "terms.csv").unlink()
    assert "terms:" not in taken_over(small, "--prune")
    assert Term.objects.count() == 2


def test_a_theme_that_a_request_ticked_is_not_pruned_and_nothing_else_is_either(small):
    loose = builders.theme("loose")
    builders.request(themes=[loose])
    Term.objects.create(theme=Theme.objects.get(slug="imaging"), text="extra", language="nl")
    with pytest.raises(CommandError) as refused:
        taken_over(small, "--prune")
    assert "“loose” is not in themes.csv but introduction requests still refer to it" in str(refused.value)
    assert Term.objects.filter(text="extra").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "terms.csv",
            ",exact,",
            ",exactly,",
            ["terms.csv, line 2", "“mode”", "exactly", "Write one of: exact"],
        ),
        ("terms.csv", "imaging,,", "imagin,,", ["terms.csv, line 2", "“theme”", "imagin", "did you mean"]),
        ("terms.csv", "MRI", "", ["terms.csv, line 2", "“text”", "fill it in"]),
        ("terms.csv", "MRI", "x" * 121, ["terms.csv, line 2", "“text”", "120"]),
        ("terms.csv", "MRI", "MRI\nimaging,,exact,mri", ["terms.csv, line 3", "has a record with this key"]),
        ("terms.csv", "mode", "modus", ["terms.csv", "modus", "the columns are"]),
        ("focuses.csv", ",3,", ",4,", ["focuses.csv, line 2", "“weight”", "file says “4”", "1, 2 or 3"]),
        ("focuses.csv", ",3,", ",zwaar,", ["focuses.csv, line 2", "“weight”", "zwaar"]),
        ("focuses.csv", "line/north/2", "line/north/9", ["“line”", "line/north/9", "did you mean"]),
        ("focuses.csv", "2014-12-18", "18-12-2014x", ["“stated_on”", "18-12-2014x"]),
        ("focuses.csv", ",1,0,0,", ",maybe,0,0,", ["“verified”", "file says “maybe”", "write 1 or 0"]),
        ("themes.csv", "health,subject,,,", "health,subject,,imaging,", ["“broader”", "break the circle"]),
        ("themes.csv", "health,subject", "health,topic", ["themes.csv, line 2", "“kind”", "topic"]),
    ],
)
def test_a_fault_names_file_line_column_and_value_and_nothing_is_stored(small, name, old, new, told):
    rewritten(small, "terms.csv", "Échografie", "nieuw")
    rewritten(small, name, old, new)
    with pytest.raises(CommandError) as refused:
        taken_over(small)
    for part in [*told, "Nothing was imported."]:
        assert part in str(refused.value)
    assert not Term.objects.filter(text="nieuw").exists()


def test_a_folder_without_the_files_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"holds none of themes\.csv"):
        taken_over(tmp_path)
    with pytest.raises(CommandError, match="There is no folder"):
        taken_over(tmp_path / "none")


def test_a_line_without_a_name_in_the_files_keeps_its_place(tmp_path):
    pole, theme = builders.cluster("north"), builders.theme("imaging")
    line = builders.fact(StrategicLine, cluster=pole, title_nl="lijn")
    builders.fact(Focus, cluster=pole, theme=theme, weight=3, line=line)
    call_command("vocabulary", "export", str(tmp_path), stdout=io.StringIO())
    assert f"line/north/row-{line.pk}" in (tmp_path / "focuses.csv").read_text()
    assert "focuses: 0 new, 0 changed, 1 the same" in taken_over(tmp_path)

"""`manage.py match`: JSON lines in, JSON lines out, on the real register."""

import datetime as dt
import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts.matching import Index, Vocabulary

SLUGS = {
    "lyonbiopole",
    "medicen",
    "alsace-biovalley",
    "atlanpole-biotherapies",
    "nsl",
    "cancer-bio-sante",
    "eurobiomed",
}
KINDS = {
    *(
        "theme",
        "line",
        "member",
        "project",
        "figure",
        "region",
        "partner",
        "experience",
        "eligibility",
        "text",
    ),
}
ENQUIRY: dict[str, Any] = {
    "id": "A1",
    "lang": "nl",
    "text": "Wij ontwikkelen een vaccin tegen malaria en zoeken een onderzoeksgroep.",
    "region_wish": "Lyon",
    "partner_kind": "research",
    "french_establishment": False,
}


@pytest.fixture(scope="module")
def django_db_setup(django_db_setup, django_db_blocker):
    """The register is loaded once for this file, in a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", verbosity=0, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def run(path: Path | str, **options: str) -> tuple[list[dict], str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("match", str(path), stdout=out, stderr=err, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def written(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "enquiries.jsonl"
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_an_enquiry_is_answered_with_ranked_poles_and_reasons(tmp_path):
    (answer,), complaints = run(written(tmp_path, ENQUIRY), as_of="2014-12-18")
    assert complaints == ""
    assert list(answer) == ["id", "verdict", "fit", "suggestions"]
    assert (answer["id"], answer["verdict"]) == ("A1", "suggest")
    assert answer["suggestions"][0]["cluster"] == "lyonbiopole"
    scores = [suggestion["score"] for suggestion in answer["suggestions"]]
    assert scores == sorted(scores, reverse=True)
    for suggestion in answer["suggestions"]:
        assert list(suggestion) == ["cluster", "score", "band", "reasons"]
        assert suggestion["cluster"] in SLUGS
        assert suggestion["band"] in ("strong", "plausible")
        for reason in suggestion["reasons"]:
            assert list(reason) == ["kind", "for", "text", "words"]
            assert reason["kind"] in KINDS
            assert reason["text"]
            assert all(word in ENQUIRY["text"] for word in reason["words"])


def test_reasons_are_in_the_language_of_the_line(tmp_path):
    lines = [{**ENQUIRY, "lang": language} for language in ("nl", "fr", "en", "xx")]
    lines.append({key: value for key, value in ENQUIRY.items() if key != "lang"})
    answers, _ = run(written(tmp_path, *lines), as_of="2014-12-18")
    first = [answer["suggestions"][0]["reasons"][0]["text"] for answer in answers]
    assert "Vaccins" in first[0]
    assert "Vaccines" in first[2]
    assert first[3] == first[4] == first[0]


def test_answers_come_in_the_order_of_the_lines_with_the_ids_as_given(tmp_path):
    lines = [{**ENQUIRY, "id": identifier} for identifier in ("z", 7, None, "a", {"x": 1})]
    answers, _ = run(written(tmp_path, *lines))
    assert [answer["id"] for answer in answers] == ["z", 7, None, "a", {"x": 1}]


def test_running_twice_gives_the_same_bytes(tmp_path):
    path = written(tmp_path, ENQUIRY)
    assert run(path) == run(path)


def test_on_a_day_in_2014_every_pole_stood_alone_and_today_the_merged_one_is_not_proposed(tmp_path):
    cancer = {**ENQUIRY, "text": "Thuiszorg en domotica voor ouderen; preventie van kanker door voeding."}
    (then,), _ = run(written(tmp_path, cancer), as_of="2014-12-18")
    (now,), _ = run(written(tmp_path, cancer))
    assert then["suggestions"][0]["cluster"] == "cancer-bio-sante"
    assert now["suggestions"][0]["cluster"] == "eurobiomed"
    assert "cancer-bio-sante" not in {suggestion["cluster"] for suggestion in now["suggestions"]}


def test_a_misfit_is_said_to_fit_none(tmp_path):
    farming = {
        **ENQUIRY,
        "text": "Onze melkrobots draaien op 600 bedrijven; wij zoeken een dealer voor trekkers.",
    }
    (answer,), _ = run(written(tmp_path, farming))
    assert answer["verdict"] == "none"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "kanker",
        " \n\t ",
        "🫀" * 50,
        "علاج السرطان بالخلايا",
        "癌症免疫治疗合作伙伴",
        "<script>alert('kanker')</script><b>vaccin</b>",
        "\x00\x07\x1b[31mvaccin\x1b[0m",
        "\ud800 vaccin \udfff",
        "vaccin " * 15_000,
        "a" * 100_000,
        "' OR 1=1 --",
        "%s %(theme)s {0} {{ x }}",
    ],
)
def test_any_text_gets_a_verdict(tmp_path, text):
    line = json.dumps(
        {**ENQUIRY, "text": text, "region_wish": text[:200], "partner_kind": "ghost", "lang": "tlh"}
    )
    (answer,), complaints = run(written(tmp_path, line))
    assert answer["verdict"] in ("suggest", "doubtful", "none")
    assert 0 <= answer["fit"] <= 1
    assert complaints == ""


@pytest.mark.parametrize("text", ["", "x", "🫀" * 50, "癌症免疫治疗合作伙伴"])
def test_nothing_known_is_no_certainty(tmp_path, text):
    (answer,), _ = run(written(tmp_path, {**ENQUIRY, "text": text, "region_wish": "Lyon"}))
    assert (answer["verdict"], answer["suggestions"]) == ("none", [])


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1, 2]",
        '"text"',
        "{",
        '{"id": 1}',
        '{"text": "zonder id"}',
        '{"id": 1, "text": 5}',
        '{"id": 1, "text": "x", "french_establishment": "ja"}',
        '{"id": 1, "text": "x", "region_wish": ["Lyon"]}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(tmp_path, bad):
    path = written(tmp_path, {**ENQUIRY, "id": 1}, bad, {**ENQUIRY, "id": 3})
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("match", str(path), stdout=out, stderr=err)
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == [1, 3]
    assert err.getvalue().startswith("Line 2: ")
    assert refused.value.returncode == 1


def test_bytes_that_are_no_text_are_a_bad_line(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(json.dumps({**ENQUIRY, "text": "santé"}, ensure_ascii=False).encode("latin-1"))
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("match", str(path), stdout=io.StringIO(), stderr=err)
    assert "UTF-8" in err.getvalue()


def test_empty_lines_and_a_byte_order_mark_are_no_fault(tmp_path):
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ENQUIRY).encode() + b"\r\n\r\n")
    answers, complaints = run(path)
    assert (len(answers), complaints) == (1, "")


def test_standard_input_is_read_with_a_dash(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(ENQUIRY).encode())))
    answers, _ = run("-")
    assert len(answers) == 1


@pytest.mark.parametrize("day", ["2014-13-01", "18-12-2014", "yesterday", ""])
def test_a_wrong_day_is_one_sentence(tmp_path, day):
    with pytest.raises(CommandError, match="is not a day"):
        run(written(tmp_path, ENQUIRY), as_of=day)


def test_a_missing_file_or_a_folder_is_one_sentence(tmp_path):
    for path in (tmp_path / "no-such.jsonl", tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            run(path)


def test_an_empty_register_is_said_not_guessed_at(tmp_path, monkeypatch):
    empty = Index.build(themes=[], vocabulary=Vocabulary.build([]), profiles=[])
    monkeypatch.setattr("contacts.management.asked.load_index", lambda as_of: empty)
    with pytest.raises(CommandError, match="load_register"):
        run(written(tmp_path, ENQUIRY))


def test_a_database_that_cannot_be_reached_is_one_sentence(tmp_path, monkeypatch):
    def unreachable(as_of):
        raise OperationalError("connection refused for user secret")

    monkeypatch.setattr("contacts.management.asked.load_index", unreachable)
    with pytest.raises(CommandError, match="database cannot be read") as refused:
        run(written(tmp_path, ENQUIRY))
    assert "secret" not in str(refused.value)


def test_the_number_of_queries_does_not_grow_with_the_lines(tmp_path):
    few, many = written(tmp_path, ENQUIRY), tmp_path / "many.jsonl"
    many.write_text((json.dumps(ENQUIRY) + "\n") * 40)
    run(few)
    counts = []
    for path in (few, many):
        with CaptureQueriesContext(connection) as captured:
            run(path)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 2


def test_without_a_day_it_is_today(tmp_path, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2014, 12, 18))
    (answer,), _ = run(written(tmp_path, {**ENQUIRY, "text": "kanker en veroudering, thuiszorg"}))
    assert answer["suggestions"][0]["cluster"] == "cancer-bio-sante"

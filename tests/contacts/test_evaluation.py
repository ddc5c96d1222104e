"""Measuring the matching: on a labelled file, on the office's own decisions, and over time."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.models import Focus, Term
from contacts import introductions, review, shortlist
from contacts.enums import RejectReason
from contacts.evaluation import LABEL_OF_REJECTION, before, decided, evaluate
from contacts.models import EvaluationRun
from contacts.profiles import load_index
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
PAGE = "/admin/contacts/matching/"


@pytest.fixture
def poles():
    """North is strong in imaging, South a little, West in wounds only."""
    imaging, wounds = builders.theme("imaging", "beeldvorming"), builders.theme("wounds", "wonden")
    Term.objects.create(theme=imaging, language="nl", text="echografie")
    Term.objects.create(theme=imaging, language="nl", text="scanner")
    Term.objects.create(theme=wounds, language="nl", text="brandwond")
    north, south, west = (builders.cluster(slug) for slug in ("north", "south", "west"))
    for cluster in (north, south, west):
        builders.cluster_contact(cluster)
    builders.fact(Focus, cluster=north, theme=imaging, weight=3)
    builders.fact(Focus, cluster=south, theme=imaging, weight=1)
    builders.fact(Focus, cluster=west, theme=wounds, weight=3)
    return north, south, west


@pytest.fixture
def labelled(tmp_path):
    def written(*lines):
        path = tmp_path / "labelled.jsonl"
        text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(text), encoding="utf-8")
        return str(path)

    return written


def line(number, text, **relevance):
    return {"id": f"E{number}", "lang": "nl", "text": text, "relevance": relevance}


GOOD = line(1, "Wij bouwen een scanner voor echografie.", north=2, south=1)
BAD = line(2, "Wij zoeken echografie en scanner.", west=2)
NONE = line(3, "Wij maken fietsen.", north=0)


def run(capsys, *arguments):
    call_command("evaluate_matching", *arguments)
    return capsys.readouterr().out


# --- a labelled file --------------------------------------------------------------------------------------


def test_a_labelled_file_is_measured_and_the_run_is_kept(capsys, poles, labelled):
    out = run(capsys, labelled(GOOD, BAD, NONE))
    assert "labelled.jsonl: 3 enquiries, 2 that fit a pôle, 1 that fit none." in out
    assert "first choice right (P@1)                   0.500" in out
    assert "imaging: 1 of 2" in out
    kept = EvaluationRun.objects.get()
    assert (kept.labelled, kept.fits, kept.misfits) == ("labelled.jsonl", 2, 1)
    assert kept.vocabulary_version == load_index(as_of=None).version
    assert kept.themes == [{"theme": "imaging", "enquiries": 2, "misses": 1}]


def test_a_second_run_after_a_change_shows_what_it_did(capsys, poles, labelled):
    path = labelled(GOOD, BAD, NONE)
    run(capsys, path)
    Focus.objects.filter(cluster__slug="north").update(weight=1)
    Focus.objects.filter(cluster__slug="south").update(weight=3)
    out = run(capsys, path)
    assert "before 0.500 (-0.500)" in out
    figures = json.loads(run(capsys, path, "--json"))
    assert figures["measures"]["p_at_1"]["value"] == 0
    assert figures["before"]["measures"]["p_at_1"]["value"] == 0.5


def test_another_content_under_the_same_name_is_another_set(capsys, poles, labelled):
    run(capsys, labelled(GOOD, NONE))
    assert "before" not in run(capsys, labelled(GOOD, BAD, NONE))


def test_without_a_date_a_merged_poles_label_counts_for_its_successor_the_higher_of_the_two(
    capsys, poles, labelled
):
    builders.succession(poles[1], poles[0], on=dt.date(2019, 6, 1))
    path = labelled(line(1, "scanner echografie", north=0, south=2))
    assert json.loads(run(capsys, path, "--json"))["measures"]["p_at_1"]["value"] == 1
    then = json.loads(run(capsys, path, "--json", "--as-of", "2014-12-18"))
    assert then["measures"]["p_at_1"]["value"] == 0
    assert (then["as_of"], then["before"]) == ("2014-12-18", None)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{", "Line 2: this is not JSON"),
        ("[]", "Line 2: this is JSON but not an object"),
        ({"text": "x", "relevance": {}}, "Line 2: the id is missing."),
        ({"id": 1, "relevance": {}}, "Line 2: the text is missing"),
        ({"id": 1, "text": "x"}, "Line 2: relevance is missing"),
        ({"id": 1, "text": "x", "relevance": [1]}, "Line 2: relevance is missing or is not an object"),
        (line(1, "x", north=3), "Line 2: relevance of “north” is 3; write 0, 1 or 2."),
        (line(1, "x", north=True), "relevance of “north” is True; write 0, 1 or 2."),
        (line(1, "x", north="2"), "relevance of “north” is '2'; write 0, 1 or 2."),
        (line(1, "x", noth=2), "Line 2: relevance names “noth”, a pôle that is not in the register; did you"),
        (line(1, "x", qqq=2), "see the short names in the register"),
    ],
)
def test_a_wrong_line_is_named_with_its_field_and_what_to_do(poles, labelled, wrong, told):
    with pytest.raises(CommandError) as refused:
        call_command("evaluate_matching", labelled(GOOD, wrong))
    assert told in str(refused.value)
    assert "Nothing was measured." in str(refused.value)
    assert not EvaluationRun.objects.exists()


def test_many_wrong_lines_are_not_all_told(poles, labelled):
    with pytest.raises(CommandError, match="and 10 more lines"):
        call_command("evaluate_matching", labelled(*["{"] * 30))


def test_an_empty_file_a_missing_one_and_a_bad_day_are_refused(poles, labelled):
    with pytest.raises(CommandError, match="holds no enquiry"):
        call_command("evaluate_matching", labelled("", " "))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_matching", "/nowhere/labelled.jsonl")
    with pytest.raises(CommandError, match="is not a day"):
        call_command("evaluate_matching", labelled(GOOD), "--as-of", "soon")


def test_an_empty_register_is_told(labelled):
    with pytest.raises(CommandError, match="load_register"):
        call_command("evaluate_matching", labelled(GOOD))


# --- the office's own decisions ---------------------------------------------------------------------------


def introduced(pole, text="Wij bouwen een scanner.", **fields):
    """A request that was brought to a pôle; what else was decided is up to the caller, before the letter."""
    by = builders.staff(f"by-{pole.slug}-{fields.get('organisation_name', '')}")
    request = builders.request(text=text, themes=[], **fields)
    shortlist.draw_up(request, at=AT)
    return request, by


def bring(request, pole, by):
    row = request.matches.filter(cluster=pole).first()
    if row:
        shortlist.accept(row, by=by, at=AT)
    else:
        shortlist.add(request, pole, by=by, at=AT)
    introductions.send(introductions.prepare(request, pole, by=by, at=AT), by=by, at=AT)


def test_what_was_accepted_is_right_and_what_was_passed_over_is_not(poles):
    request, by = introduced(poles[0])
    bring(request, poles[0], by)
    (one,) = decided(load_index(as_of=None))
    assert one.labels == {"north": 2, "south": 0, "west": 0}


def test_a_pole_added_by_hand_is_right_too(poles):
    request, by = introduced(poles[2])
    bring(request, poles[2], by)
    (one,) = decided(load_index(as_of=None))
    assert one.labels == {"north": 0, "south": 0, "west": 2}
    assert request.matches.get(cluster=poles[2]).vocabulary_version == load_index(as_of=AT.date()).version


@pytest.mark.parametrize(
    ("reason", "labels", "unjudged"),
    [
        (RejectReason.OTHER_SUBJECT, {"north": 0, "south": 2, "west": 0}, set()),
        (RejectReason.BETTER_ONE, {"north": 1, "south": 2, "west": 0}, set()),
        (RejectReason.BUSY, {"south": 2, "west": 0}, {"north"}),
    ],
)
def test_a_rejection_means_what_its_reason_says(poles, reason, labels, unjudged):
    request, by = introduced(poles[1])
    shortlist.reject(request.matches.get(cluster=poles[0]), reason, by=by, at=AT)
    bring(request, poles[1], by)
    (one,) = decided(load_index(as_of=None))
    assert (one.labels, one.unjudged) == (labels, unjudged)


def test_every_reason_of_rejection_has_a_meaning(poles):
    assert set(LABEL_OF_REJECTION) == set(RejectReason.values)


def test_a_pole_left_unjudged_does_not_take_the_first_place(poles):
    request, by = introduced(poles[1])
    shortlist.reject(request.matches.get(cluster=poles[0]), RejectReason.BUSY, by=by, at=AT)
    bring(request, poles[1], by)
    index = load_index(as_of=None)
    assert evaluate(decided(index), index).figures["p_at_1"].value == 1


def test_not_forwarded_because_nothing_fits_is_a_misfit_and_other_endings_say_nothing(poles):
    by = builders.staff()
    nothing, double, opened = (
        builders.request(text="fietsen", themes=[], organisation_name=name) for name in ("a", "b", "c")
    )
    review.decline(nothing, "no_fit", by=by, at=AT)
    review.decline(double, "duplicate", by=by, at=AT)
    (one,) = decided(load_index(as_of=None))
    assert set(one.labels.values()) == {0}
    assert opened.pk


def test_a_decision_keeps_the_vocabulary_version_it_was_taken_under(poles):
    request, by = introduced(poles[0])
    version = load_index(as_of=AT.date()).version
    Term.objects.create(theme=builders.theme("wounds"), language="nl", text="blaar")
    row = shortlist.accept(request.matches.get(cluster=poles[0]), by=by, at=AT)
    assert row.vocabulary_version == version
    (told,) = request.story.filter(action="match_accepted")
    assert told.data["vocabulary_version"] == version


def test_reading_decisions_costs_the_same_for_two_as_for_six(poles):
    def queries():
        index = load_index(as_of=None)
        with CaptureQueriesContext(connection) as captured:
            decided(index)
        return len(captured)

    for number in range(2):
        request, by = introduced(poles[0], organisation_name=f"B{number}")
        bring(request, poles[0], by)
    few = queries()
    for number in range(2, 6):
        request, by = introduced(poles[0], organisation_name=f"B{number}")
        bring(request, poles[0], by)
    assert queries() == few


def test_without_decisions_there_is_nothing_to_measure(poles):
    with pytest.raises(CommandError, match="nothing to measure"):
        call_command("evaluate_matching")


def test_decisions_are_measured_by_the_command(capsys, poles):
    request, by = introduced(poles[0])
    bring(request, poles[0], by)
    assert "own decisions: 1 enquiries, 1 that fit a pôle" in run(capsys)


# --- the page ---------------------------------------------------------------------------------------------


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def told(response):
    return " ".join(response.content.decode().split())


def test_the_page_says_when_nothing_was_measured(client, anouk):
    html = told(client.get(PAGE))
    assert "Nothing was measured yet." in html
    assert "<svg viewBox" not in html


def test_measuring_from_the_page_keeps_a_run_with_its_name(client, anouk, poles):
    answer = client.post(PAGE, follow=True)
    assert "there is nothing to measure" in told(answer)
    request, by = introduced(poles[0])
    bring(request, poles[0], by)
    answer = client.post(PAGE, follow=True)
    assert "Measured on 1 decided requests." in told(answer)
    assert EvaluationRun.objects.get().measured_by == anouk


def test_the_page_draws_runs_over_the_same_enquiries_and_names_the_themes_that_go_wrong(
    client, anouk, poles, labelled, capsys
):
    path = labelled(GOOD, BAD, NONE)
    run(capsys, path)
    Focus.objects.filter(cluster__slug="north").update(weight=1)
    run(capsys, path)
    run(capsys, path, "--as-of", "2014-12-18")
    first = EvaluationRun.objects.order_by("pk").first()
    response = client.get(PAGE, {"run": first.pk})
    html = told(response)
    assert len(response.context["rows"]) == 2
    assert len(response.context["sets"]) == 2
    assert html.count("<polyline") == 3
    assert "style=" not in html.split("<svg viewBox")[1].split("</figure>")[0]
    assert "beeldvorming" in html
    assert client.get(PAGE, {"run": "999999"}).status_code == 200
    assert client.get(PAGE, {"run": "x'"}).status_code == 200


def test_the_page_costs_the_same_for_two_runs_as_for_six(client, anouk, poles, labelled, capsys):
    path = labelled(GOOD, BAD, NONE)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    for _number in range(2):
        run(capsys, path)
    queries()
    few = queries()
    for _number in range(4):
        run(capsys, path)
    assert queries() == few


def test_who_may_not_look_is_refused_and_who_may_only_look_measures_nothing(client):
    person = builders.staff("bram", superuser=False)
    client.force_login(person)
    assert client.get(PAGE).status_code == 403
    person.user_permissions.add(Permission.objects.get(codename="view_evaluationrun"))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 403


def test_the_run_before_is_the_last_that_came_out_otherwise(poles, labelled):
    index = load_index(as_of=None)
    values = {"labelled": "x", "digest": "d", "vocabulary_version": index.version, "fits": 1, "misfits": 0}
    runs = [
        EvaluationRun.objects.create(
            measured_at=AT + dt.timedelta(days=day), figures={"p_at_1": {"value": value}}, **values
        )
        for day, value in enumerate([0.5, 0.7, 0.7])
    ]
    assert before(runs[2]) == runs[0]
    assert before(runs[0]) is None

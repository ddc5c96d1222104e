"""The optional encoder: without it everything works, with it texts are compared later and elsewhere."""

import datetime as dt
import io
import json
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from clusters.enums import TermMode
from clusters.models import Cluster, Focus, Term
from contacts import asked, encoder, review, second_reading, shortlist
from contacts.enums import HistoryAction, MatchDecision, Verdict
from contacts.matching import Enquiry, Likeness, digest_of, explain_one, match, say
from contacts.matching.likeness import ALIKE, FIT_WEIGHT, TIE_BREAK
from contacts.models import IntroductionRequest, TextLikeness
from contacts.profiles import load_index
from tests import builders, product

AT = builders.AT
LATER = AT + dt.timedelta(hours=1)


class Vector(list):
    """As much of a numpy array as is asked of one."""

    def __matmul__(self, other):
        if self and isinstance(self[0], Vector):
            return [each @ other for each in self]
        return sum(a * b for a, b in zip(self, other, strict=True))

    def mean(self, axis):
        assert axis == 0
        return Vector(sum(column) / len(self) for column in zip(*self, strict=True))


class Letters:
    """A tiny encoder: a text is how often it has each letter, brought to length one."""

    def __init__(self, fails_on=""):
        self.fails_on = fails_on
        self.seen = []

    def encode(self, texts):
        self.seen += texts
        if self.fails_on and any(self.fails_on in text for text in texts):
            raise ValueError(texts)
        return Vector(self._vector(text) for text in texts)

    def _vector(self, text):
        counts = Vector(float(text.lower().count(chr(code))) for code in range(97, 123))
        length = (counts @ counts) ** 0.5
        return Vector(count / length for count in counts) if length else counts


@pytest.fixture
def installed(monkeypatch, settings):
    """The desk as it is on a machine that has an encoder; which one is given by each test."""
    settings.ENCODER = True
    monkeypatch.setattr(encoder, "_installed", lambda: True)
    monkeypatch.setattr(encoder, "name", lambda: "letters 1")
    letters = Letters()
    monkeypatch.setattr(encoder, "_encoder", lambda: letters)
    return letters


@pytest.fixture
def poles() -> list[Cluster]:
    imaging, wounds = builders.theme("imaging", "beeldvorming"), builders.theme("wounds", "wonden")
    Term.objects.create(theme=imaging, language="nl", text="echografie", mode=TermMode.STEM)
    north, south, west = (builders.cluster(slug) for slug in ("north", "south", "west"))
    builders.fact(Focus, cluster=north, theme=imaging, weight=3, quote="echografie en beelden")
    builders.fact(Focus, cluster=south, theme=imaging, weight=1, quote="zzz")
    builders.fact(Focus, cluster=west, theme=wounds, weight=3, quote="wond en huid")
    return [north, south, west]


@pytest.fixture
def request_(poles) -> IntroductionRequest:
    row = builders.request(text="Wij zoeken een partner voor echografie.", themes=[])
    shortlist.draw_up(row, at=AT)
    row.refresh_from_db()
    return row


def drawn(row) -> int:
    return row.story.filter(action=HistoryAction.SHORTLIST_DRAWN).count()


# --- the engine -----------------------------------------------------------------------------------------

HEART = Enquiry("Wij zoeken een partner voor een stent bij hartfalen.")


def even(value: float, **others: float) -> Likeness:
    return Likeness.of({**dict.fromkeys(product.index().profiles, value), **others}.items())


def test_likeness_moves_the_fit_both_ways_and_never_leaves_zero_to_one():
    without, high, low = (match(HEART, product.index(), each).fit for each in (None, even(0.6), even(-0.2)))
    assert 0 < low < without < high <= 1
    assert match(Enquiry("bakfietsen"), product.index(), even(0.9)).fit == 0


def test_equal_likeness_changes_no_ranking_and_the_order_it_comes_in_makes_no_difference():
    plain = match(HEART, product.index())
    assert match(HEART, product.index(), even(0.3)).candidates == plain.candidates
    values = [(slug, number / 10) for number, slug in enumerate(product.index().profiles)]
    answers = [match(HEART, product.index(), Likeness.of(each)) for each in (values, values[::-1])]
    assert answers[0] == answers[1]


def test_a_pole_that_is_only_alike_is_never_proposed_but_worth_a_look():
    nothing = Enquiry("Wij verkopen bakfietsen.")
    result = match(nothing, product.index(), even(0.0, medicen=0.95))
    assert (result.verdict, result.candidates, result.alike) == ("none", (), ("medicen",))
    reasons = explain_one(nothing, product.index(), "medicen", even(0.0, medicen=0.95)).reasons
    assert "alike" in [reason.pattern for reason in reasons]
    assert say(reasons, "en")[0].text == "Similar text, no theme recognised; check."
    assert match(nothing, product.index(), even(ALIKE - 0.01)).alike == ()


def test_likeness_breaks_near_ties_only():
    plain = {each.slug: each.score for each in match(HEART, product.index()).candidates}
    for slug in product.index().profiles:
        result = match(HEART, product.index(), even(0.1, **{slug: 0.8}))
        after = {each.slug: each.score for each in result.candidates}
        assert set(after) == set(plain)
        for each, score in plain.items():
            assert abs(after[each] - score) <= 2 * TIE_BREAK * score + 1e-3
        if slug in plain:
            assert after[slug] >= plain[slug]
            assert explain_one(HEART, product.index(), slug, even(0.1, **{slug: 0.8})).score == after[slug]
    assert FIT_WEIGHT > 0


# --- without the package ----------------------------------------------------------------------------------


def test_it_can_be_switched_off(installed, settings):
    assert encoder.available()
    settings.ENCODER = False
    assert not encoder.available()


@pytest.mark.django_db
def test_switched_off_what_was_found_has_no_effect(request_, installed, settings):
    second_reading.read_due(at=LATER)
    index = load_index(as_of=AT.date())
    assert asked.likeness_of(request_, index) is not None
    settings.ENCODER = False
    assert asked.likeness_of(request_, index) is None
    assert second_reading.read_due(at=LATER) == second_reading.Report()


@pytest.mark.django_db
def test_the_worker_has_nothing_to_do_without_an_encoder(request_, settings):
    settings.ENCODER = False
    out = io.StringIO()
    call_command("encode_requests", stdout=out)
    assert "There is no encoder" in out.getvalue()
    assert not TextLikeness.objects.exists()


@pytest.mark.django_db
def test_match_says_so_when_an_encoder_is_asked_for_that_is_not_there(poles, settings, tmp_path):
    settings.ENCODER = False
    with pytest.raises(CommandError, match="EXTRAS=encoder"):
        call_command("match", str(tmp_path / "any"), "--encoder")


# --- what a worker does -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_drawing_up_never_wakes_the_encoder(request_, installed):
    shortlist.draw_up(request_, at=AT)
    assert installed.seen == []


@pytest.mark.django_db
def test_a_worker_compares_once_and_draws_up_again_with_a_line_in_the_story(request_, installed):
    fit = request_.fit
    assert second_reading.read_due(at=LATER) == second_reading.Report(compared=1, redrawn=1)
    row = TextLikeness.objects.get()
    assert set(row.cosines) == {"north", "south", "west"}
    assert (row.encoder, row.lease_until, row.compared_at) == ("letters 1", None, LATER)
    request_.refresh_from_db()
    assert request_.fit != fit
    line = request_.story.filter(action=HistoryAction.SHORTLIST_DRAWN).order_by("-pk").first()
    assert (line.actor, line.data["compared"]) == ("system", True)
    assert second_reading.read_due(at=LATER) == second_reading.Report()
    assert drawn(request_) == 2


@pytest.mark.django_db
def test_what_somebody_decided_stays_as_it_is(request_, installed):
    staff = builders.staff()
    shortlist.accept(request_.matches.get(rank=1), by=staff, at=AT)
    assert second_reading.read_due(at=LATER) == second_reading.Report(compared=1)
    assert drawn(request_) == 1
    assert request_.matches.get(rank=1).decision == MatchDecision.ACCEPTED


@pytest.mark.django_db
def test_a_request_that_left_the_desk_is_not_compared(request_, installed):
    review.mark_spam(request_, by=builders.staff(), at=AT)
    assert second_reading.read_due(at=LATER) == second_reading.Report()


@pytest.mark.django_db
def test_a_changed_text_and_a_changed_register_are_compared_anew(request_, installed, poles):
    second_reading.read_due(at=LATER)
    # As taking a correction over leaves it.
    IntroductionRequest.objects.update(text="Wij zoeken hulp bij echografie.", version=F("version") + 1)
    changed = IntroductionRequest.objects.get()
    assert asked.likeness_of(changed, load_index(as_of=AT.date())) is None
    assert second_reading.read_due(at=LATER).compared == 1
    assert asked.likeness_of(changed, load_index(as_of=AT.date())) is not None
    before = digest_of(load_index(as_of=AT.date()))
    Focus.objects.filter(cluster=poles[0]).update(quote="nieuwe woorden")
    assert digest_of(load_index(as_of=AT.date())) != before
    assert second_reading.read_due(at=LATER).compared == 1


@pytest.mark.django_db
def test_another_change_of_the_request_wakes_no_encoder(request_, installed):
    second_reading.read_due(at=LATER)
    seen = len(installed.seen)
    review.edit(request_, by=builders.staff(), at=AT, region_wish="Lille")
    second_reading.read_due(at=LATER)
    assert second_reading.read_due(at=LATER) == second_reading.Report()
    assert len(installed.seen) == seen


@pytest.mark.django_db
def test_one_odd_text_stops_no_other_and_is_tried_again_when_its_lease_runs_out(request_, installed, caplog):
    odd = builders.request(text="xyzzy geheim", themes=[])
    report = second_reading.read_due(at=LATER, using=Letters(fails_on="xyzzy"))
    assert (report.compared, report.failed) == (1, 1)
    assert odd.reference in caplog.text
    assert "geheim" not in caplog.text
    assert second_reading.read_due(at=LATER) == second_reading.Report()
    again = second_reading.read_due(at=LATER + second_reading.LEASE)
    assert (again.compared, again.failed) == (1, 0)


@pytest.mark.django_db
def test_the_claim_of_a_worker_that_died_runs_out(request_, installed):
    TextLikeness.objects.create(request=request_, lease_until=LATER)
    assert second_reading.read_due(at=AT) == second_reading.Report()
    assert second_reading.read_due(at=LATER).compared == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_compare_each_request_once(poles, installed):
    for _ in range(6):
        builders.request(text="Wij zoeken echografie", themes=[])
    reports, faults = [], []

    def work():
        from django.db import connection

        try:
            reports.append(second_reading.read_due(at=LATER))
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert faults == []
    assert sum(report.compared for report in reports) == 6
    assert TextLikeness.objects.exclude(compared_at=None).count() == 6


@pytest.mark.django_db
def test_the_command_compares_what_is_due_and_counts(request_, installed):
    out = io.StringIO()
    call_command("encode_requests", "--once", stdout=out)
    assert out.getvalue() == "compared 1, drawn up again 1, failed 0\n"


@pytest.mark.django_db
def test_match_uses_the_encoder_when_it_is_there_and_does_without_when_told(poles, installed, tmp_path):
    lines = [{"id": number, "text": f"Wij zoeken echografie {number}"} for number in range(70)]
    path = tmp_path / "enquiries.jsonl"
    path.write_text("\n".join([*map(json.dumps, lines[:3]), "not json", *map(json.dumps, lines[3:])]))
    answers = {}
    for options in ((), ("--encoder",), ("--no-encoder",)):
        out = io.StringIO()
        with pytest.raises(CommandError, match="Lines that could not be read: 1"):
            call_command("match", str(path), *options, stdout=out, stderr=io.StringIO())
        answers[options] = [json.loads(line) for line in out.getvalue().splitlines()]
        assert [each["id"] for each in answers[options]] == list(range(70))
    assert answers[()] == answers["--encoder",] != answers["--no-encoder",]


# --- the package itself -------------------------------------------------------------------------------------


@pytest.mark.encoder
def test_the_package_tells_a_subject_of_the_poles_from_bicycles_in_three_languages():
    index = product.index()
    texts = [
        "Wij zoeken een partner voor een vaccin tegen malaria.",
        "Nous cherchons un partenaire pour un vaccin contre le paludisme.",
        "We look for a partner for a vaccine against malaria.",
        "Wij verkopen bakfietsen aan gezinnen en zoeken een dealer.",
    ]
    *fits, misfit = (
        max(cosine for _slug, cosine in each.cosines) for each in encoder.likenesses(texts, index)
    )
    assert min(fits) > misfit
    assert encoder.likenesses(texts, index) == encoder.likenesses(texts, index)


@pytest.mark.encoder
@pytest.mark.parametrize("text", ["", " ", "🙂", "日本", "a\0b", "\ud800", "x" * 100_000])
def test_the_package_answers_any_text(text):
    (found,) = encoder.likenesses([text], product.index())
    assert all(-1 <= cosine <= 1 for _slug, cosine in found.cosines)


@pytest.mark.encoder
@pytest.mark.django_db
def test_a_request_is_compared_with_the_package(request_):
    assert second_reading.read_due(at=LATER).compared == 1
    request_.refresh_from_db()
    assert request_.verdict in Verdict.values

"""What changed since a quarter was closed: told beside the old numbers, never in them."""

import datetime as dt
import itertools
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.enums import EnquirerKind, IntroductionStatus, RequestStatus
from contacts.models import Introduction, IntroductionRequest
from contacts.reports import Period, changed_since
from contacts.reports.changes import HEADER
from tests import builders
from tests.contacts.reporting import IN_Q3, LATER, Q3, files, introduction, request_at

pytestmark = pytest.mark.django_db
PERIOD = Period.of_quarter(Q3)


def changes(frozen: dict[str, bytes]) -> list[dict[str, object]]:
    return [dict(zip(HEADER, row, strict=True)) for row in changed_since(frozen, PERIOD, at=LATER)]


def told(frozen: dict[str, bytes]) -> list[tuple[object, ...]]:
    return [tuple(row) for row in changed_since(frozen, PERIOD, at=LATER)]


@pytest.fixture
def letter() -> Introduction:
    request = request_at(IN_Q3, RequestStatus.INTRODUCED, organisation_name="Een\nnaam; met “alles”")
    return introduction(request, builders.cluster("nsl"), IN_Q3, IntroductionStatus.SENT)


def test_nothing_changed_is_no_row(letter):
    request_at(IN_Q3, organisation_name='=met "aanhaling"\r\nen regels')
    assert told(files()) == []


def test_a_changed_cell_is_told_as_it_was_and_as_it_is(letter):
    frozen = files()
    answered = IN_Q3 + dt.timedelta(days=5)
    Introduction.objects.filter(pk=letter.pk).update(status="accepted", answered_at=answered, answer_days=5)
    IntroductionRequest.objects.filter(pk=letter.request_id).update(language="fr")
    reference = letter.request.reference
    assert told(frozen) == [
        ("gewijzigd", reference, "", "taal", "nl", "fr"),
        ("gewijzigd", reference, "nsl", "status", "wacht op antwoord", "opgepakt"),
        ("gewijzigd", reference, "nsl", "beantwoord_op", "", "2026-08-15"),
        ("gewijzigd", reference, "nsl", "dagen_tot_antwoord", "", "5"),
    ]


def test_rows_that_appeared_and_vanished_are_told(letter):
    gone = request_at(IN_Q3)
    frozen = files()
    IntroductionRequest.objects.filter(pk=gone.pk).update(status="spam", closed_at=IN_Q3)
    come = request_at(IN_Q3 - dt.timedelta(days=1))
    assert told(frozen) == [
        ("bijgekomen", come.reference, "", None, None, None),
        ("verdwenen", gone.reference, "", None, None, None),
    ]


@pytest.mark.parametrize("hidden", ["confidential", "one person", "anonymised"])
def test_a_name_that_may_have_become_confidential_since_is_not_repeated(letter, hidden):
    frozen = files()
    request = IntroductionRequest.objects.filter(pk=letter.request_id)
    match hidden:
        case "confidential":
            request.update(confidential=True)
        case "one person":
            type(letter.request.enquirer).objects.update(kind=EnquirerKind.SOLE_TRADER)
        case "anonymised":
            request.update(organisation_name="geanonimiseerd")
    rows = [row for row in changes(frozen) if row["kolom"] == "organisatie"]
    assert [(row["toen"], row["nu"]) for row in rows] == [("(niet herhaald)", "(niet herhaald)")]
    assert "alles" not in str(changes(frozen))


def test_a_frozen_file_of_another_version_is_compared_in_the_columns_both_have(letter):
    frozen = files()
    lines = frozen["requests.csv"].decode("utf-8-sig").replace("Een\nnaam; met “alles”", "Naam")
    IntroductionRequest.objects.update(organisation_name="Naam", language="en")
    narrower = "".join(";".join(line.split(";")[:4]) + "\r\n" for line in lines.replace('"', "").splitlines())
    assert told({**frozen, "requests.csv": narrower.encode("utf-8-sig")}) == [
        ("gewijzigd", letter.request.reference, "", "taal", "nl", "en")
    ]


def test_what_came_in_after_the_moment_of_asking_is_not_looked_at(letter):
    frozen = files()
    request_at(IN_Q3 + dt.timedelta(days=2))
    assert list(changed_since(frozen, PERIOD, at=IN_Q3 + dt.timedelta(days=1))) == []


def test_it_asks_the_same_number_of_questions_however_many_rows():
    counts = set()
    for _ in range(2):
        for _ in range(8):
            request_at(IN_Q3)
        frozen = files()
        with CaptureQueriesContext(connection) as queries:
            told(frozen)
        counts.add(len(queries))
    assert len(counts) == 1


def test_of_a_long_file_only_the_places_of_its_rows_are_held(monkeypatch):
    """A file of 20,000 rows (two million bytes), of which today none is left."""
    request_at(IN_Q3)
    header, row = files()["requests.csv"].split(b"\r\n")[:2]
    signs = itertools.product("23456789ABCDEFGH", repeat=4)
    rows = (b"IA-ZZ" + "".join(each).encode() + row[9:] for each in itertools.islice(signs, 20_000))
    frozen = {
        "requests.csv": b"\r\n".join([header, *rows, b""]),
        "introductions.csv": files()["introductions.csv"],
    }
    tracemalloc.start()
    seen = sum(1 for _ in changed_since(frozen, PERIOD, at=LATER))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seen == 20_001
    assert peak < 8_000_000

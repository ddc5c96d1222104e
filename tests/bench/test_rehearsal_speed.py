"""A change of the vocabulary is rehearsed within five seconds, on the real vocabulary. `make bench` only."""

import io
import time

import pytest
from django.core.management import call_command
from django.db import transaction

from clusters.models import Focus, Term, Theme
from contacts.rehearsal import rehearse_focus, rehearse_term
from contacts.unknown_words import unknown_words
from tests import builders
from tests.bench.test_matching_speed import enquiries

REQUESTS = 700  # the last 500 decided ones and 200 open


@pytest.fixture(scope="module")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", verbosity=0, stdout=io.StringIO())
        asker = builders.enquirer()
        contact = builders.person(asker)
        for enquiry in enquiries(REQUESTS):
            builders.request(text=enquiry.text, enquirer=asker, contact=contact, themes=[])
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("prostaatkanker", "stem"),
        ("hartfalen", "compound"),
        ("ziekenhuis", "compound"),
        ("look for", "phrase"),
    ],
)
def test_a_term_is_rehearsed_within_five_seconds_also_when_nearly_every_request_has_it(text, mode):
    new = Term(theme=Theme.objects.get(slug="vaccines"), text=text, mode=mode, language="")
    started = time.perf_counter()
    rehearsed = rehearse_term(old=None, new=new, at=builders.AT)
    assert time.perf_counter() - started < 5
    assert rehearsed.looked_at == REQUESTS


def test_a_focus_is_rehearsed_within_five_seconds():
    focus = Focus.objects.select_related("cluster", "theme", "source", "line").get(
        cluster__slug="lyonbiopole", theme__slug="cancer"
    )
    started = time.perf_counter()
    rehearse_focus(old=focus, new=None, at=builders.AT)
    assert time.perf_counter() - started < 5


def test_the_unknown_words_are_found_within_two_seconds():
    started = time.perf_counter()
    unknown_words(on=builders.AT.date())
    assert time.perf_counter() - started < 2

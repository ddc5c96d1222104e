"""Whatever is sent to whatever public address: never a fault of ours, nothing stored by half.

A few requests here; `make fuzz` sends 20,000 (FUZZ=…), from the seed it prints (FUZZ_SEED=…).
"""

import logging
import os
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client

from contacts import references
from contacts.enums import HistoryAction
from contacts.models import (
    ClusterAnswer,
    ContactPerson,
    Correction,
    Enquirer,
    HistoryEntry,
    IntroductionRequest,
    OutgoingMail,
)
from tests import builders, hostile
from tests.contacts import answering
from tests.visitor import full_pole

NUMBER = int(os.environ.get("FUZZ", "150"))
SEED = int(os.environ.get("FUZZ_SEED", "20261126"))


class Heard(logging.Handler):
    """What the log was told that it should not have to hold."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.tracebacks = []

    def emit(self, record):
        if record.exc_info:
            self.tracebacks.append(self.format(record))


@pytest.fixture
def heard():
    handler = Heard()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def known():
    """Good values for what stands in an address."""
    full_pole("biopole-nord", "Biopôle Nord")
    for slug in ("imaging", "vaccines"):
        builders.theme(slug, on_form=True)
    letter = answering.sent_letter(cluster=full_pole("alpes", "Alpes Santé"))
    request = builders.request(enquirer=letter.request.enquirer)
    expired = answering.path(letter, at=builders.AT - timedelta(days=900))
    return {
        "slug": ["biopole-nord", "alpes"],
        "signed": [
            references.sign(request.reference),
            answering.path(letter).strip("/").rpartition("/")[2],
            expired.strip("/").rpartition("/")[2],
        ],
    }


def stored_by_half():
    """Rows that miss what belongs to them; made before the run none."""
    received = HistoryEntry.objects.filter(action=HistoryAction.RECEIVED).values("request")
    mailed = OutgoingMail.objects.filter(kind="acknowledgement").values("request")
    sent = IntroductionRequest.objects.exclude(form_token=None)
    corrected = HistoryEntry.objects.filter(action=HistoryAction.CORRECTED)
    answered = HistoryEntry.objects.filter(action=HistoryAction.ANSWER_RECEIVED)
    return {
        "requests without story": sent.exclude(pk__in=received).count(),
        "requests without mail": sent.exclude(pk__in=mailed).count(),
        "requests with nothing in them": sent.filter(text="").count(),
        "enquirers without request": Enquirer.objects.filter(requests=None).count(),
        "people without request": ContactPerson.objects.filter(requests=None).count(),
        "corrections without story": Correction.objects.count() - corrected.count(),
        "answers without story": ClusterAnswer.objects.count() - answered.count(),
    }


@pytest.mark.django_db
def test_no_request_to_a_public_address_is_a_fault_of_ours(heard, known, settings):
    settings.TRUSTED_PROXIES = 1
    client = Client(raise_request_exception=False)
    answers, faults, taken_in = Counter(), [], 0
    sys.stdout.write(f"seed {SEED}, {NUMBER} requests to {len(hostile.routes())} addresses\n")
    for sent in hostile.requests(NUMBER, seed=SEED, known=known):
        response = client.generic(
            sent.method, sent.path, sent.body, sent.content_type or "text/plain", **sent.headers
        )
        answers[sent.route or "(home)", response.status_code] += 1
        taken_in += response.status_code == 303
        if response.status_code >= 500 or b"Traceback" in getattr(response, "content", b""):
            faults.append((response.status_code, sent))
    sys.stdout.write(table(answers))
    sys.stdout.write(f"{taken_in} forms taken in, {IntroductionRequest.objects.count()} requests stored\n")
    assert not faults, faults[:5]
    assert not heard.tracebacks, heard.tracebacks[:3]
    assert set(stored_by_half().values()) == {0}, stored_by_half()


def table(answers):
    """The answers by address."""
    codes = sorted({code for _route, code in answers})
    rows = [*sorted({route for route, _code in answers}), "all"]
    every = Counter({("all", code): sum(n for (_r, c), n in answers.items() if c == code) for code in codes})
    numbers = answers + every
    lines = ["".join(f"{numbers[row, code] or '':>7}" for code in codes) for row in rows]
    head = f"{'':<28}" + "".join(f"{code:>7}" for code in codes)
    return "\n".join([head, *(f"{row:<28}{line}" for row, line in zip(rows, lines, strict=True))]) + "\n"

"""How fast the PDFs are made. Wall-clock limits: `make bench` only."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from clusters.fixtures import read
from clusters.loading import load
from clusters.models import Term
from contacts.reports.paper import pdf_of
from tests import builders
from tests.contacts.test_report_paper import crowded

LIMIT = 3.0  # seconds, the first time included


def seconds(make: Callable[[], object]) -> float:
    begun = time.perf_counter()
    assert make()
    return time.perf_counter() - begun


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.parametrize("day", ["", "2014-12-18"])
def test_the_brochure_of_the_register_is_made_in_time(client, day):
    records = [record for record in read(Path(settings.BASE_DIR) / "fixtures") if record.model is not Term]
    load(records, at=builders.AT)
    taken = seconds(lambda: client.get("/brochure.pdf", {"as_of": day}).content)
    print(f"\nbrochure {day or 'of today'}: {taken:.2f} s")  # noqa: T201
    assert taken < LIMIT


@pytest.mark.parametrize("names", [7, 71, 1000])
def test_the_two_pages_are_drawn_in_time(names):
    taken = seconds(lambda: pdf_of(crowded(names=names, number=100_000)))
    print(f"\ntwo pages, {names} pôles and themes: {taken:.2f} s")  # noqa: T201
    assert taken < LIMIT

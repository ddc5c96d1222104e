"""How fast the public pages must be with all of France's pôles. Wall-clock limits: `make bench` only.

A page is made from request to answer, middleware included; the network and the browser are not in it.
The first request warms the templates up, as a server's first does.
"""

import gc
import os
import statistics
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.many_poles import ALL_OF_FRANCE, BIGGEST, store

RUNS = 11
LIMIT = 200  # milliseconds, the median of the runs
BROCHURE_LIMIT = 4000  # every card in one document, some hundreds of pages on paper
PAGES = {
    "/": LIMIT,
    "/poles/": LIMIT,
    "/fr/poles/": LIMIT,
    "/poles/?q=kanker": LIMIT,
    "/poles/?q=alsace+kankeronderzoek": LIMIT,
    "/poles/?q=kernfusie": LIMIT,
    "/poles/?theme=cancer": LIMIT,
    "/poles/?region=occitanie": LIMIT,
    "/poles/?kind=government": LIMIT,
    "/poles/?q=diagnostiek&kind=sme&region=ile-de-france": LIMIT,
    "/poles/?as_of=2014-12-18&q=kanker": LIMIT,
    f"/poles/{BIGGEST}/": LIMIT,
    f"/poles/{BIGGEST}/?as_of=2014-12-18": LIMIT,
    "/poles/pole-5/": LIMIT,
    f"/poles/compare/?pole={BIGGEST}&pole=pole-5&pole=pole-6": LIMIT,
    "/brochure/": BROCHURE_LIMIT,
}
ROW = "{:<52} {:>7} {:>9} {:>9} {:>6}"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        store(ALL_OF_FRANCE)
        if connection.vendor == "postgresql":  # as its own housekeeping does after a load
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        gc.collect()  # what the loading left behind is not the pages' to clear away
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def table(request) -> Iterator[list[str]]:
    """Lines that are shown when all pages have been timed, whatever else pytest keeps to itself."""
    lines = [ROW.format("page", "queries", "median ms", "least ms", "kB")]
    yield lines
    cores = len(os.sched_getaffinity(0))
    title = f"{ALL_OF_FRANCE.poles} pôles, {ALL_OF_FRANCE.organisations} organisations"
    plugins = request.config.pluginmanager
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        report = plugins.getplugin("terminalreporter")
        report.write_line(f"\n\n{title}, {connection.vendor}, {cores} cores, {RUNS} runs")
        for line in lines:
            report.write_line(line)


@pytest.fixture(scope="module")
def desk() -> BaseHandler:
    """The desk as it is served: without the watch on repeated queries that tests keep."""
    before = settings.MIDDLEWARE
    settings.MIDDLEWARE = [name for name in before if not name.startswith("zeal.")]
    handler = BaseHandler()
    handler.load_middleware()
    settings.MIDDLEWARE = before
    return handler


@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.parametrize(("page", "limit"), PAGES.items())
def test_a_page_of_all_of_france_is_made_in_time(desk, table, page, limit):
    def ask() -> HttpResponse:
        response = desk.get_response(RequestFactory().get(page))
        assert isinstance(response, HttpResponse)
        return response

    ask()
    with CaptureQueriesContext(connection) as asked:
        response = ask()
    assert response.status_code == 200
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - started))
    median = statistics.median(times)
    size = len(response.content) / 1024
    table.append(ROW.format(page, len(asked), f"{median:.0f}", f"{min(times):.0f}", f"{size:.0f}"))
    assert median < limit

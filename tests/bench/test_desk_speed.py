"""How fast the attaché's pages must be in a full office. Wall-clock limits: `make bench` only.

On PostgreSQL 100,000 requests of 20,000 organisations (OFFICE=… for another number), on SQLite, which is
for one machine and a small office, 5,000. The office is made by `generate_office`; that is timed as well.
"""

import gc
import io
import os
import statistics
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.models import Introduction, IntroductionRequest
from tests import builders

RUNS = 11
REQUESTS = int(os.environ.get("OFFICE", "100000" if "postgresql" in connection.vendor else "5000"))
LIMIT = 150  # milliseconds, the median of the runs: inbox, search, request
HOME_LIMIT = 500  # counts the whole office
LONGEST_MAKING = 120  # seconds for 100,000 requests
INBOX = reverse("admin:contacts_introductionrequest_changelist")
ROW = "{:<64} {:>7} {:>9} {:>9} {:>9}"
LISTS = {
    "inbox": "",
    **{f"view {name}": f"?view={name}" for name in ("new", "due", "unanswered", "bounced", "answers", "all")},
    "open, one theme": "?view=all&status=open&theme=cancer",
    "search, a rare word": "?q=zzyzx",
    "search, a word of most requests": "?q=wij",
    "search, the beginning of a word": "?q=kank",
    "search, two words": "?q=ziekenhuis+proef",
    "search, a reference": "?q={reference}",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def making() -> list[float]:
    return []


@pytest.fixture(scope="module")
def django_db_setup(django_db_setup, django_db_blocker, making):
    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    with django_db_blocker.unblock():
        call_command("load_register", verbosity=0, **silent)
        started = time.perf_counter()
        call_command("generate_office", requests=REQUESTS, organisations=REQUESTS // 5, seed=1, **silent)
        making.append(time.perf_counter() - started)
        with connection.cursor() as cursor:  # what PostgreSQL does by itself within minutes
            cursor.execute("VACUUM")
        gc.collect()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def table(request) -> Iterator[list[str]]:
    lines = [ROW.format("page", "queries", "median ms", "p95 ms", "CPU ms")]
    yield lines
    plugins = request.config.pluginmanager
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        report = plugins.getplugin("terminalreporter")
        cores = len(os.sched_getaffinity(0))
        report.write_line(f"\n\n{REQUESTS} requests, {connection.vendor}, {cores} cores, {RUNS} runs")
        for line in lines:
            report.write_line(line)


@pytest.fixture
def attache(client: Client) -> Client:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("zeal.")]
    client.force_login(builders.staff("bench"))
    return client


def timed(client: Client, table: list[str], name: str, address: str) -> float:
    """Return the median in milliseconds, and add the page's line to the table."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    queries = len(asked)  # now: the next request forgets them
    times, cpu = [], time.process_time()
    for _ in range(RUNS):
        started = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - started))
    used = 1000 * (time.process_time() - cpu) / RUNS
    median = statistics.median(times)
    slow = sorted(times)[int(0.95 * (RUNS - 1))]
    table.append(ROW.format(name, queries, f"{median:.0f}", f"{slow:.0f}", f"{used:.0f}"))
    return median


def test_an_office_is_made_in_time(table, making):
    table.append(f"generate_office: {making[0]:.0f} s")
    assert (
        making[0] < LONGEST_MAKING * max(REQUESTS, 10_000) / 100_000
    )  # a tenth is the least: reading the register takes its time too


@pytest.mark.parametrize("name", LISTS)
def test_the_inbox_and_its_search_answer_in_time(attache, table, name):
    some = IntroductionRequest.objects.order_by("pk")[REQUESTS // 2]
    assert timed(attache, table, name, INBOX + LISTS[name].format(reference=some.reference)) < LIMIT


def test_a_request_and_a_letter_open_in_time(attache, table):
    letter = Introduction.objects.order_by("pk")[REQUESTS // 3]
    request = reverse("admin:contacts_introductionrequest_change", args=[letter.request_id])
    assert timed(attache, table, "request", request) < LIMIT
    page = reverse("admin:contacts_introduction_change", args=[letter.pk])
    assert timed(attache, table, "letter", page) < LIMIT


def test_the_first_page_counts_the_whole_office_in_time(attache, table):
    assert timed(attache, table, "home", reverse("admin:index")) < HOME_LIMIT

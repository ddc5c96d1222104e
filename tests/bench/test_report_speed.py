"""How long a report of everything takes, how much memory, and how that compares with the database's own COPY.

PostgreSQL only, with 100,000 requests (OFFICE=1000000 for a million: making that office takes the better part
of an hour). The report is made in a process of its own, so that its memory is its own.
"""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

REQUESTS = int(os.environ.get("OFFICE", "100000"))
MOST_SECONDS = 10  # for 100,000 requests with their introductions
MOST_SECONDS_TO_BEGIN = 1
MOST_MEGABYTES = 150 if REQUESTS <= 100_000 else 200
MOST_QUERIES = 8
MOST_FLOORS = 10  # so many times what COPY of the same rows takes
TOLD = (
    "\n\n{requests} requests: {rows} rows in {seconds:.1f} s ({cpu:.1f} s of CPU), with figures {all:.1f} s,"
    " first byte {first:.2f} s, {megabytes:.0f} MB, {queries} queries; COPY of the same rows {floor:.1f} s"
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="no other process sees SQLite's test database: PostgreSQL only",
    ),
]


@pytest.fixture(scope="module")
def django_db_setup(django_db_setup, django_db_blocker):
    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    with django_db_blocker.unblock():
        call_command("load_register", verbosity=0, **silent)
        call_command("generate_office", requests=REQUESTS, organisations=REQUESTS // 5, seed=1, **silent)
        with connection.cursor() as cursor:  # what PostgreSQL does by itself within minutes
            cursor.execute("VACUUM ANALYZE")
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def told(request, django_db_setup) -> dict[str, float]:
    """The report of everything, made once in another process; and what it took, printed."""
    where = connection.settings_dict
    user = where["USER"] + (f":{where['PASSWORD']}" if where["PASSWORD"] else "")
    address = f"postgresql://{user}@{where['HOST'] or 'localhost'}:{where['PORT'] or 5432}/{where['NAME']}"
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.report_alone", "--floor"],
        cwd=Path(settings.BASE_DIR),
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=True,
    )
    measured: dict[str, float] = json.loads(ran.stdout)
    plugins = request.config.pluginmanager
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        plugins.getplugin("terminalreporter").write_line(TOLD.format(requests=REQUESTS, **measured))
    return measured


def test_requests_and_introductions_leave_in_time(told):
    assert told["seconds"] < MOST_SECONDS * max(REQUESTS, 10_000) / 100_000
    assert told["first"] < MOST_SECONDS_TO_BEGIN
    assert told["queries"] <= MOST_QUERIES


def test_memory_stays_that_of_a_chunk(told):
    assert told["megabytes"] < MOST_MEGABYTES


def test_it_comes_near_what_the_database_alone_can_do(told):
    assert told["seconds"] < MOST_FLOORS * told["floor"]

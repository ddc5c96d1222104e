"""How many sent forms a second the site takes in, beside a bare view in the same server (`bare_site`).

The server is the one `make run` starts, with two processes on the machine's cores; sixteen senders share
those cores with it. Wall-clock limits: `make bench` only, on a quiet machine. STORED=… and POSTS=… for
other sizes.
"""

import http.client
import io
import json
import os
import random
import socket
import statistics
import subprocess
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.forms import sign_token
from contacts.models import IntroductionRequest
from tests.contacts.test_form import answers
from tools.serve import answers as is_up
from tools.serve import web_server

SENDERS = 16
POSTS = int(os.environ.get("POSTS", "1200"))
FEW, MANY = 1_000, int(os.environ.get("STORED", "100000" if connection.vendor == "postgresql" else "20000"))
ROUNDS = 3  # in turn; the best counts, since whoever else works on the machine only makes them slower
WARM = 20 * SENDERS  # until both processes have read the register and opened their connections
LEAST, SLOWEST = 80, 0.4  # a second; seconds for 95 of 100
FORM, BARE = "/contact/?send", "/bare/?queries={}"
ROW = "{:<34} {:>9} {:>9} {:>9}"
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}

SILENT = {"stdout": io.StringIO(), "stderr": io.StringIO()}

pytestmark = pytest.mark.django_db(transaction=True)


def enquiries() -> list[str]:
    lines = Path(__file__).with_name("enquiries.jsonl").read_text().splitlines()
    return [json.loads(line)["text"] for line in lines]


def bodies(number: int) -> list[str]:
    """Filled-in forms, each by another organisation and with a token of its own."""
    texts, pick = enquiries(), random.Random(1)
    return [
        urlencode(
            answers(
                organisation=f"Proefbedrijf {uuid.uuid4().hex[:8]}",
                text=pick.choice(texts),
                email=f"{uuid.uuid4().hex[:8]}@proef.example",
                token=sign_token(uuid.uuid4()),
            )
        )
        for _ in range(number)
    ]


def send(port: int, address: str, some: list[str]) -> list[tuple[int, float]]:
    """Send these forms one after the other; return status and seconds of each."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.connect()
    line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    came = []
    for body in some:
        begun = time.perf_counter()
        line.request("POST", address, body, HEADERS)
        reply = line.getresponse()
        reply.read()
        came.append((reply.status, time.perf_counter() - begun))
    line.close()
    return came


def measured(port: int, address: str, number: int) -> tuple[float, float, float]:
    """Return forms a second, median and 95th of a hundred in seconds; every form must have been stored."""
    filled_in = bodies(number)
    shares = [filled_in[start::SENDERS] for start in range(SENDERS)]
    before, begun = IntroductionRequest.objects.count(), time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as senders:
        came = list(chain(*senders.map(lambda some: send(port, address, some), shares)))
    took = time.perf_counter() - begun
    assert {status for status, _ in came} == {303}
    assert IntroductionRequest.objects.count() == before + len(came)
    seconds = sorted(each for _, each in came)
    return len(came) / took, statistics.median(seconds), seconds[int(0.95 * len(seconds))]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    """The site's own server with the bare view beside the form, on the test's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    values = connections["default"].settings_dict
    url = (
        "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}"
        if connection.vendor == "postgresql"
        else "sqlite:///{NAME}"
    ).format(**values)
    command = [part.replace("attache.wsgi", "tests.bench.bare_site") for part in web_server(str(port))]
    with (tmp_path / "server.log").open("w") as log:
        running = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}, stderr=log, stdout=log)
        try:
            until = time.monotonic() + 30
            while not is_up(str(port)) and time.monotonic() < until:
                time.sleep(0.1)
            yield port
        finally:
            running.terminate()
            running.wait(timeout=20)
    said = (tmp_path / "server.log").read_text()
    assert "locked" not in said, said[-2000:]
    assert "Traceback" not in said, said[-2000:]


def queries_of_one_form() -> int:
    assert (
        Client().post(FORM, answers(token=sign_token(uuid.uuid4()))).status_code == 303
    )  # reads the register
    with CaptureQueriesContext(connection) as asked:
        assert Client().post(FORM, answers(token=sign_token(uuid.uuid4()))).status_code == 303
    return sum(query["sql"] not in ("BEGIN", "COMMIT") for query in asked.captured_queries)


def stored(number: int) -> None:
    """Fill the office up to so many requests, and let the engine do its housekeeping."""
    more = number - IntroductionRequest.objects.count()
    if more > 0:
        IntroductionRequest.objects.update(is_demonstration=True)
        call_command("generate_office", requests=more, organisations=more // 5 + 1, seed=number, **SILENT)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def test_the_form_takes_in_enough_and_does_not_slow_down(server, request, settings):
    settings.CONTACT_RATE_LIMIT = None  # as in the server
    call_command("load_register", verbosity=0, **SILENT)
    stored(FEW)
    queries = queries_of_one_form()
    views = {"form": FORM, "bare view": BARE.format(queries)}
    came: dict[tuple[str, int], tuple[float, float, float]] = {}
    for number in (FEW, MANY):
        stored(number)
        for address in views.values():
            measured(server, address, WARM)
        for _round in range(ROUNDS):
            for name, address in views.items():
                taken = measured(server, address, POSTS // ROUNDS)
                came[name, number] = max(taken, came.get((name, number), taken))
    say(
        request,
        f"{SENDERS} senders, {ROUNDS} times {POSTS // ROUNDS} forms, {queries} queries, {connection.vendor}",
        came,
    )
    for number in (FEW, MANY):
        rate, _, slow = came["form", number]
        assert slow < SLOWEST
        assert rate >= LEAST
        assert rate >= came["bare view", number][0] / 2
    assert came["form", MANY][0] > 0.8 * came["form", FEW][0]


def say(request: pytest.FixtureRequest, title: str, came: Any) -> None:
    plugins = request.config.pluginmanager
    lines = [ROW.format("", "a second", "median ms", "p95 ms")]
    for (name, number), (rate, median, slow) in came.items():
        what = f"{name}, {number} stored"
        lines.append(ROW.format(what, f"{rate:.0f}", f"{1000 * median:.0f}", f"{1000 * slow:.0f}"))
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        for line in ["", title, *lines]:
            plugins.getplugin("terminalreporter").write_line(line)

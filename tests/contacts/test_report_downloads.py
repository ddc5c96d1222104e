"""Taking a report along: at once or by a worker, whole or said to be broken, and always logged."""

import datetime as dt
import io
import threading
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from attache import roles
from attache.models import User
from clusters.enums import FileFormat
from clusters.models import Download, DownloadPiece
from clusters.spreadsheets import read_ods, read_xlsx
from contacts import long_files
from contacts.admin import report_files
from contacts.reports import FILE_NAMES, Options, Period
from contacts.reports import report_files as files_now
from contacts.reports.contract import FILES
from tests import builders
from tests.contacts.reporting import request_at

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
IN_Q3 = dt.datetime(2026, 8, 10, 9, 0, tzinfo=dt.UTC)
FILE, PAGE = reverse("admin:contacts_quarter_download"), reverse("admin:contacts_quarter")
Q3 = {"period": "2026-Q3"}


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def somebody(role: str) -> User:
    user = builders.staff(role, superuser=False)
    roles.give(user, role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def carla(client) -> User:
    person = somebody("coordinator")
    client.force_login(person)
    return person


def requests(number: int) -> None:
    for _ in range(number):
        request_at(IN_Q3)


def log() -> Download:
    return Download.objects.latest("pk")


# --- at once ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILE_NAMES)
def test_one_csv_file_has_the_bytes_of_the_set_and_is_logged_with_its_columns(client, carla, name):
    requests(3)
    answer = client.get(FILE, {**Q3, "file": name})
    assert answer.getvalue() == files_now(Period.parse("2026-Q3", today=NOW.date()), at=NOW)[name]
    assert "no-store" in answer["Cache-Control"]
    line = log()
    assert (line.by, line.subject, line.kind, line.way) == (carla, "2026-Q3", "quarter", "staff")
    assert line.columns == list(FILES[name].header if name in FILES else [])
    assert line.finished_at
    assert name != "requests.csv" or line.rows == 3


@pytest.mark.parametrize(("file_format", "read"), [("ods", read_ods), ("xlsx", read_xlsx)])
def test_a_workbook_of_any_period_opens(client, carla, file_format, read):
    requests(2)
    for period in ("2026", "all-time", "2026-08-01..2026-08-31"):
        answer = client.get(FILE, {"period": period, "format": file_format})
        assert f'"attache-{period}.{file_format}"' in answer["Content-Disposition"]
        assert read(answer.getvalue())[1]  # the reading guide
        assert log().finished_at
        assert log().rows > 2


def test_delimiter_and_byte_order_mark_are_chosen(client, carla):
    requests(1)
    answer = client.get(FILE, {**Q3, "delimiter": ",", "bom": "no"})
    period = Period.parse("2026-Q3", today=NOW.date())
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == files_now(period, at=NOW, options=Options(delimiter=",", bom=False))


def test_contact_details_only_for_who_may_and_the_log_says_so(client, carla):
    requests(1)
    wanted = {**Q3, "file": "requests-with-contacts.csv", "contacts": "yes"}
    assert b"@" in client.get(FILE, wanted).getvalue()
    assert log().with_persons
    assert 'name="contacts"' in client.get(PAGE, Q3).content.decode()
    for role in ("attache", "reader"):
        client.force_login(somebody(role))
        assert client.get(FILE, wanted).status_code == 403
        assert 'name="contacts"' not in client.get(PAGE, Q3).content.decode()
    assert Download.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "2026-07-01.."},
        {"period": "2027-Q1"},
        {"period": "2026-Q2"},
        {**Q3, "format": "doc"},
        {**Q3, "delimiter": "|"},
        {**Q3, "file": "../etc/passwd"},
        {**Q3, "file": "requests-with-contacts.csv"},
        {},
    ],
)
def test_what_does_not_exist_gets_a_sentence_and_no_line_in_the_log(client, carla, wrong):
    requests(1)
    answer = client.get(FILE, wrong)
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/plain")
    assert not Download.objects.exists()


def test_a_stream_that_breaks_ends_with_a_line_that_says_so_and_stays_unfinished(client, carla, monkeypatch):
    requests(1)

    def breaking(*args, **kwargs):
        yield b"kenmerk;ontvangen_op\r\n"
        yield b"IA-234567;2026-08-10\r\n"
        raise RuntimeError("the database went away")

    monkeypatch.setattr(report_files, "table_lines", breaking)
    *_whole, row, last = client.get(FILE, {**Q3, "file": "requests.csv"}).getvalue().splitlines()
    assert row == b"IA-234567;2026-08-10"
    assert last.startswith(b"ONVOLLEDIG")
    line = log()
    assert (line.finished_at, line.failed_at) == (None, NOW)


# --- the page -----------------------------------------------------------------------------------------------


def test_the_page_takes_days_a_year_or_everything(client, carla):
    requests(2)
    for query, told in (
        ({"from": "2026-08-01", "to": "2026-08-31"}, "2026-08-01..2026-08-31"),
        ({"period": "2026"}, "2026"),
        ({"period": "all-time"}, "all-time"),
    ):
        page = client.get(PAGE, query)
        assert str(page.context["period"]) == told
        assert page.context["headlines"][0].now == "2"
    half_open = client.get(PAGE, {"from": "2026-08-01"})
    assert half_open.status_code == 400
    assert "2026-08-01" in half_open.context["fault"]


def test_the_figures_stand_beside_the_quarter_before_and_a_year_earlier(client, carla):
    requests(3)
    request_at(dt.datetime(2025, 8, 1, tzinfo=dt.UTC))
    request_at(dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    request_at(dt.datetime(2026, 5, 2, tzinfo=dt.UTC))
    first = client.get(PAGE, Q3).context["headlines"][0]
    assert (first.now, first.beside) == ("3", (("2026-Q2", "2"), ("2025-Q3", "1")))


# --- by a worker --------------------------------------------------------------------------------------------


@pytest.fixture
def long(monkeypatch) -> None:
    """Everything takes long."""
    monkeypatch.setattr(long_files, "MANY", 1)
    monkeypatch.setattr(long_files, "PIECE", 500)


def work() -> str:
    call_command("make_files", "--once", stdout=(out := io.StringIO()))
    return out.getvalue()


@pytest.mark.usefixtures("long")
def test_a_long_one_waits_is_made_and_is_fetched_in_pieces(client, carla):
    requests(4)
    asked = client.get(FILE, {**Q3, "format": "xlsx"})
    page = asked["Location"]
    assert page == client.get(FILE, {**Q3, "format": "xlsx"})["Location"]  # a reload asks for no second one
    waiting = client.get(page)
    assert waiting["Refresh"]
    assert "<progress" in waiting.content.decode()
    assert (log().expected_rows, log().finished_at, log().made_at) == (4, None, None)
    assert "made 1" in work()
    ready = client.get(page)
    assert "Refresh" not in ready
    link = reverse("admin:contacts_quarter_made", args=[log().pk])
    assert link in ready.content.decode()
    assert DownloadPiece.objects.count() > 1
    content = client.get(link).getvalue()
    assert content == b"".join(bytes(each.content) for each in DownloadPiece.objects.order_by("number"))
    assert zipfile.is_zipfile(io.BytesIO(content))
    assert log().finished_at == NOW
    client.get(link).getvalue()
    assert Download.objects.count() == 2  # taken twice, logged twice


@pytest.mark.usefixtures("long")
def test_a_file_made_apart_is_nobody_elses(client, carla):
    requests(4)
    client.get(FILE, Q3)
    work()
    client.force_login(builders.staff("boss"))
    for name in ("making", "made"):
        assert client.get(reverse(f"admin:contacts_quarter_{name}", args=[log().pk])).status_code == 404


@pytest.mark.usefixtures("long")
def test_a_worker_that_died_is_followed_by_another_and_in_the_end_it_is_broken_off(client, carla):
    requests(4)
    page = client.get(FILE, Q3)["Location"]
    later = NOW
    for _ in range(long_files.MOST_TRIES):
        assert long_files._claim(later)  # and nothing more is heard of it
        assert long_files._claim(later) is None
        later += long_files.LEASE
    assert long_files.make_next(clock=lambda: later) is None
    client.force_login(carla)
    broken = client.get(page).content.decode()
    assert "Refresh" not in client.get(page)
    query = parse_qs(urlsplit(log().filters).path)
    assert query == {"period": ["2026-Q3"], "format": ["zip"]}
    assert f"{FILE}?{log().filters}".replace("&", "&amp;") in broken
    assert client.get(FILE, Q3)["Location"] != page  # asked again, it is made anew


@pytest.mark.usefixtures("long")
def test_a_worker_whose_file_was_taken_over_keeps_nothing(client, carla):
    requests(4)
    client.get(FILE, Q3)
    claimed = long_files._claim(NOW)
    assert claimed
    slow = long_files.Making(claimed)
    later = NOW + long_files.LEASE
    assert long_files.make_next(clock=lambda: later)
    pieces = DownloadPiece.objects.count()
    assert not long_files._keep(slow, io.BytesIO(b"late"), at=later)
    assert DownloadPiece.objects.count() == pieces


@pytest.mark.usefixtures("long")
def test_a_file_that_cannot_be_made_does_not_stop_the_others(client, carla, monkeypatch):
    requests(4)
    client.get(FILE, {**Q3, "format": "ods"})
    client.get(FILE, {**Q3, "format": "xlsx"})

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(long_files, "WHOLE", {**long_files.WHOLE, FileFormat.ODS: full})
    for _ in range(2 + long_files.MOST_TRIES):
        work()
    ods, xlsx = Download.objects.order_by("pk")
    assert ods.failed_at
    assert xlsx.made_at


@pytest.mark.usefixtures("long")
def test_after_a_day_the_pieces_are_gone_and_the_page_offers_to_make_it_again(client, carla):
    requests(4)
    page = client.get(FILE, Q3)["Location"]
    work()
    with time_machine.travel(NOW + dt.timedelta(days=1, minutes=1)):
        work()
        assert not DownloadPiece.objects.exists()
        client.force_login(carla)
        made = client.get(reverse("admin:contacts_quarter_made", args=[log().pk]))
        assert made["Location"] == page
        assert f"{FILE}?" in client.get(page).content.decode()


@pytest.mark.usefixtures("long")
def test_when_no_worker_comes_the_page_says_so(client, carla):
    requests(4)
    page = client.get(FILE, Q3)["Location"]
    waiting = client.get(page).context["stage"]
    with time_machine.travel(NOW + dt.timedelta(minutes=3)):
        assert (waiting, client.get(page).context["stage"]) == ("waiting", "forgotten")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("long")
def test_while_it_is_made_the_rows_written_are_seen_from_outside(client, monkeypatch):
    client.force_login(somebody("coordinator"))
    requests(4)
    client.get(FILE, Q3)
    monkeypatch.setattr(long_files, "BEAT", 0.02)
    told, seen = threading.Event(), []

    def slowly(target, period, at, options, counts):
        counts["requests.csv"] = 3
        told.wait(10)

    def look() -> None:
        try:
            for _ in range(500):
                row = Download.objects.get()
                if row.rows == 3:
                    seen.append(long_files.stage_of(row, at=NOW))
                    break
                threading.Event().wait(0.02)
        finally:
            told.set()
            connection.close()

    monkeypatch.setattr(long_files, "WHOLE", {FileFormat.ZIP: slowly})
    watcher = threading.Thread(target=look)
    watcher.start()
    long_files.make_next(clock=timezone.now)
    watcher.join()
    assert seen == [long_files.Stage.MAKING]


# --- the log ------------------------------------------------------------------------------------------------


def test_the_log_is_for_coordinators_to_read_and_costs_the_same_however_long(client, carla):
    requests(1)
    address, found = reverse("admin:clusters_download_changelist"), []
    client.get(address)
    for times in (1, 6):
        for _ in range(times):
            client.get(FILE, Q3).getvalue()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found.append(len(queries))
    assert found[0] == found[1]
    assert len(client.get(address, {"way__exact": "staff"}).context["cl"].result_list) == 7
    assert len(client.get(address, {"way__exact": "link"}).context["cl"].result_list) == 0
    assert "2026-Q3" in client.get(address).content.decode()
    client.force_login(somebody("attache"))
    assert client.get(address).status_code == 403

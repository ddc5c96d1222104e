"""The quarter, exported by command and from the staff site: the same bytes, or one clear sentence."""

import datetime as dt
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Download
from clusters.spreadsheets import read_csv
from contacts.reports import FILE_NAMES
from tests import builders
from tests.contacts.reporting import request_at

pytestmark = pytest.mark.django_db
DOWNLOAD = reverse("admin:contacts_quarter_download")
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def requests():
    for number in range(3):
        builders.request(
            received_at=dt.datetime(2026, 7, 1 + number, tzinfo=dt.UTC),
            organisation_name=f"=Bedrijf {number}",
        )


def export(quarter: str, folder: Path) -> str:
    out = io.StringIO()
    call_command("export_quarter", quarter, "--output", str(folder), stdout=out)
    return out.getvalue()


def refused(quarter: str, folder: Path) -> str:
    with pytest.raises(CommandError) as fault:
        export(quarter, folder)
    assert "\n" not in str(fault.value)
    return str(fault.value)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.usefixtures("requests")
def test_the_command_writes_three_files_and_says_so(tmp_path):
    said = export("2026-Q3", tmp_path)
    assert set(contents(tmp_path)) == set(FILE_NAMES)
    assert "2026-Q3" in said
    assert str(tmp_path) in said


@pytest.mark.usefixtures("requests")
def test_exporting_again_gives_the_same_bytes(tmp_path):
    export("2026-Q3", tmp_path)
    first = contents(tmp_path)
    with time_machine.travel(NOW + dt.timedelta(days=40)):
        export("2026-Q3", tmp_path)
    assert contents(tmp_path) == first


@pytest.mark.usefixtures("requests")
def test_the_staff_site_gives_the_very_bytes_of_the_command(client, tmp_path):
    export("2026-Q3", tmp_path)
    client.force_login(builders.staff())
    answer = client.get(DOWNLOAD + "?period=2026-Q3")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert 'filename="attache-2026-Q3.zip"' in answer["Content-Disposition"]
    content = answer.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents(tmp_path)
    with time_machine.travel(NOW + dt.timedelta(hours=1)):
        again = client.get(DOWNLOAD + "?period=2026-Q3")
    assert again.getvalue() == content


@pytest.mark.usefixtures("requests")
def test_the_page_shows_the_figures_and_offers_the_download(client):
    client.force_login(builders.staff())
    answer = client.get(reverse("admin:contacts_quarter"), {"quarter": "2026-Q3"})
    page = answer.content.decode()
    assert f'action="{DOWNLOAD}"' in page
    offered = [str(period) for period in answer.context["periods"]]
    assert offered == ["2026-Q4", "2026-Q3", "2026", "all-time"]
    assert "ontvangen" in page
    assert "summary.csv" in page


@pytest.mark.parametrize("quarter", ["2026-Q5", "26Q1", "2027-Q1", "<script>"])
def test_the_page_answers_a_wrong_quarter_with_a_sentence(client, quarter):
    client.force_login(builders.staff())
    answer = client.get(reverse("admin:contacts_quarter"), {"quarter": quarter})
    assert answer.status_code == 400
    assert "errornote" in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("errornote")[1].split("</p>")[0]


@pytest.mark.parametrize("quarter", ["2026-Q5", "26Q1", "2027-Q1"])
def test_a_wrong_quarter_cannot_be_downloaded(client, quarter):
    client.force_login(builders.staff())
    answer = client.get(DOWNLOAD, {"period": quarter})
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("name", ["contacts_quarter", "contacts_quarter_download"])
def test_only_staff_who_may_see_requests_get_the_quarter(client, name):
    address = reverse(f"admin:{name}") + "?period=2026-Q3"
    assert client.get(address).status_code == 302  # to the sign-in page
    reader = builders.staff("rob", superuser=False)
    client.force_login(reader)
    assert client.get(address).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_introductionrequest"))
    assert b"".join(client.get(address))
    assert client.post(address).status_code == 405


def test_the_page_asks_the_same_number_of_questions_however_many_requests(client):
    client.force_login(builders.staff())
    counts = set()
    for size in (2, 30):
        for _ in range(size):
            builders.request(received_at=dt.datetime(2026, 7, 4, tzinfo=dt.UTC))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:contacts_quarter"), {"quarter": "2026-Q3"})
        counts.add(len(queries))
    assert len(counts) == 1


@pytest.mark.parametrize("quarter", ["2026-Q5", "26Q1", "2026-Q", "20266"])
def test_a_wrong_quarter_is_refused_with_a_sentence(tmp_path, quarter):
    assert f"“{quarter}”" in refused(quarter, tmp_path)
    assert not contents(tmp_path)


def test_a_quarter_still_to_come_is_refused(tmp_path):
    sentence = refused("2027-Q1", tmp_path)
    assert "2027-Q1" in sentence
    assert "2026-Q4" in sentence
    assert not contents(tmp_path)


@pytest.mark.usefixtures("requests")
def test_a_quarter_before_the_first_request_is_refused_by_command_page_and_download(client, tmp_path):
    sentence = refused("2026-Q2", tmp_path)
    assert "2026-07-01" in sentence
    assert "2026-Q3" in sentence
    assert not contents(tmp_path)
    client.force_login(builders.staff(language="nl"))
    page = client.get(reverse("admin:contacts_quarter"), {"quarter": "2026-Q2"})
    assert (page.status_code, page.context["fault"]) == (400, sentence)
    assert client.get(DOWNLOAD, {"period": "2026-Q2"}).status_code == 404


def test_a_missing_folder_is_named_and_not_made(tmp_path):
    folder = tmp_path / "nowhere"
    assert str(folder) in refused("2026-Q3", folder)
    assert not folder.exists()


def test_a_file_instead_of_a_folder_is_named(tmp_path):
    place = tmp_path / "file"
    place.write_text("x")
    assert str(place) in refused("2026-Q3", place)


@pytest.mark.usefixtures("requests")
def test_nothing_half_written_is_left_behind(tmp_path):
    (tmp_path / "summary.csv").mkdir()
    assert str(tmp_path) in refused("2026-Q3", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["summary.csv"]


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path):
    # Root may write everywhere but among the processes that run.
    folder = Path("/proc/self") if os.geteuid() == 0 else tmp_path
    tmp_path.chmod(0o500)
    try:
        assert str(folder) in refused("2026-Q3", folder)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_gives_a_sentence_and_leaves_the_old_files(tmp_path, monkeypatch):
    export("2026-Q3", tmp_path)
    before = contents(tmp_path)
    monkeypatch.setattr(Path, "open", lambda path, *_: open("/dev/full", "wb"))  # noqa: PTH123, SIM115
    assert "space" in refused("2026-Q3", tmp_path).lower()
    monkeypatch.undo()
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "arguments", [["2026-Q5", "--output", "."], ["2026-Q3", "--output", "/no/such/folder"]]
)
def test_the_command_fails_with_one_line_and_no_traceback(arguments):
    ran = subprocess.run(
        [sys.executable, "manage.py", "export_quarter", *arguments],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert ran.returncode != 0
    assert ran.stdout == ""
    assert len(ran.stderr.strip().splitlines()) == 1


# --- any period, any format ---------------------------------------------------------------------------------


def received(number: int) -> None:
    for _ in range(number):
        request_at(dt.datetime(2026, 8, 10, 9, 0, tzinfo=dt.UTC))


def test_the_command_writes_any_period_in_every_format_and_logs_each(tmp_path):
    received(2)
    call_command("export_quarter", "2026", output=str(tmp_path), format="all", stdout=io.StringIO())
    names = {path.name for path in tmp_path.iterdir()}
    assert names >= {*FILE_NAMES, "attache-2026.ods", "attache-2026.xlsx"}
    assert len(read_csv((tmp_path / "requests.csv").read_bytes())[1]) == 2
    lines = Download.objects.order_by("pk")
    assert {line.way for line in lines} == {"command"}
    assert {line.file_format for line in lines} >= {"csv", "ods", "xlsx"}
    assert all(line.finished_at and line.rows > 2 for line in lines if line.file_format != "pdf")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"format": "doc"}, "doc"),
        ({"format": "zip"}, "zip"),
        ({"delimiter": "|"}, ";"),
    ],
)
def test_the_command_refuses_a_wrong_option_in_one_sentence(tmp_path, options, told):
    received(1)
    with pytest.raises(CommandError, match=told) as refused:
        call_command("export_quarter", "2026-Q3", output=str(tmp_path), **options)
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir())
    assert not Download.objects.exists()


@pytest.mark.parametrize("period", ["2026-07-01..", "..2026-07-01", "2026-08-01..2026-07-01", "2027", "2025"])
def test_the_command_refuses_a_wrong_period_in_one_sentence(tmp_path, period):
    received(1)
    with pytest.raises(CommandError) as refused:
        call_command("export_quarter", period, output=str(tmp_path))
    assert period in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Download.objects.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("file_format", ["csv", "xlsx", "ods"])
def test_a_full_disk_leaves_no_half_file_and_a_line_that_broke_off(tmp_path, monkeypatch, file_format):
    received(1)
    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *_: opened(Path("/dev/full"), "wb"))
    with pytest.raises(CommandError) as refused:
        call_command("export_quarter", "2026-Q3", output=str(tmp_path), format=file_format)
    monkeypatch.undo()
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir())
    assert (Download.objects.get().failed_at, Download.objects.get().finished_at) == (NOW, None)

"""A closed quarter: its files stay what they were, whatever happens to the data, whoever asks and how."""

import datetime as dt
import hashlib
import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attache import roles
from attache.models import User
from clusters.models import Download
from clusters.spreadsheets import read_csv
from contacts import closing
from contacts.enums import AnswerKind, IntroductionStatus, RequestStatus
from contacts.models import ClosedQuarter, ClusterAnswer, IntroductionRequest, QuarterFile
from contacts.open_points import checklist
from contacts.quarters import Quarter
from contacts.reports import FROZEN, VERSION, names_of
from contacts.reports.contract import CHANGED_SINCE
from tests import builders
from tests.contacts.reporting import introduction, request_at

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
IN_Q3 = dt.datetime(2026, 8, 10, 9, 0, tzinfo=dt.UTC)
Q3 = Quarter(2026, 3)
HOME, PAGE = reverse("admin:index"), reverse("admin:contacts_quarter")
CLOSE = reverse("admin:contacts_quarter_close", args=["2026-Q3"])


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


def an_office() -> IntroductionRequest:
    """Something of every kind the checklist asks about, in the third quarter; and the same outside it."""
    pole = builders.cluster("medicen")
    for moment in (IN_Q3, NOW - dt.timedelta(days=3)):
        request_at(moment, RequestStatus.RECEIVED)
        request_at(moment, RequestStatus.IN_REVIEW)
        request_at(moment, RequestStatus.QUARANTINED)
        introduction(request_at(moment, RequestStatus.IN_REVIEW), pole, moment, IntroductionStatus.DRAFT)
        row = request_at(moment, RequestStatus.INTRODUCED, organisation_name="Zoek B.V.")
        sent = introduction(row, pole, moment, IntroductionStatus.SENT)
        ClusterAnswer.objects.create(
            introduction=sent,
            form_token=f"00000000-0000-4000-8000-{sent.pk:012}",
            received_at=NOW,
            kind=AnswerKind.MESSAGE,
            text="Bonjour",
        )
        taken = request_at(moment, RequestStatus.INTRODUCED)
        introduction(taken, pole, moment, IntroductionStatus.ACCEPTED)
    return IntroductionRequest.objects.filter(received_at=IN_Q3, organisation_name="Zoek B.V.").get()


# --- what is kept -------------------------------------------------------------------------------------------


def test_closing_keeps_every_file_with_its_size_rows_and_digest(carla):
    an_office()
    closed = closing.close(Q3, by=carla, at=NOW, note="De rest volgt.")
    assert (closed.quarter, closed.closed_by, closed.closed_at) == ("2026-Q3", carla, NOW)
    assert (closed.definitions, closed.note) == (VERSION, "De rest volgt.")
    period = closing.Period.of_quarter(Q3)
    assert [each.name for each in closed.files.order_by("pk")] == [
        name for each in FROZEN for name in names_of(period, each)
    ]
    for file in closed.files.all():
        content = bytes(file.content)
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        if file.name.endswith(".csv"):
            assert file.rows == len(read_csv(content)[1])
    assert closed.files.get(name="csv-metadata.json").rows is None
    everything = b"".join(bytes(file.content) for file in closed.files.filter(name__endswith=".csv"))
    assert b"Sanne" not in everything


def test_the_kept_files_come_back_byte_for_byte_whatever_changes_and_by_every_way(client, carla, tmp_path):
    row = an_office()
    kept = closing.frozen_files(closing.close(Q3, by=carla, at=NOW))
    link = client.post(reverse("admin:contacts_quarter_link", args=["2026-Q3"])).context["links"][0][2]
    IntroductionRequest.objects.filter(pk=row.pk).update(organisation_name="Heel anders", language="fr")
    request_at(IN_Q3)
    with time_machine.travel(NOW + dt.timedelta(days=10)):
        call_command(
            "export_quarter", "2026-Q3", output=str(tmp_path), format="all", stdout=(out := io.StringIO())
        )
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept
        assert "2026-11-22" in out.getvalue()
        public = link.partition("testserver")[2]
        client.force_login(carla)
        for name, content in kept.items():
            address = reverse("admin:contacts_quarter_kept", args=["2026-Q3", name])
            assert client.get(address).getvalue() == content
            assert client.get(public + name).getvalue() == content
        whole = client.get(reverse("admin:contacts_quarter_kept", args=["2026-Q3", "attache-2026-Q3.zip"]))
        with zipfile.ZipFile(io.BytesIO(whole.getvalue())) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == kept


def test_what_changed_afterwards_stands_beside_the_kept_files_not_in_them(client, carla):
    row = an_office()
    closing.close(Q3, by=carla, at=NOW)
    IntroductionRequest.objects.filter(pk=row.pk).update(language="fr")
    address = reverse("admin:contacts_quarter_kept", args=["2026-Q3", CHANGED_SINCE])
    _header, rows = read_csv(client.get(address).getvalue())
    assert [each[3:] for each in rows] == [["taal", "nl", "fr"]]
    assert not QuarterFile.objects.filter(name=CHANGED_SINCE).exists()
    assert Download.objects.latest("pk").rows == 1


def test_other_options_than_those_kept_are_made_from_todays_data_and_it_is_said(carla, tmp_path):
    an_office()
    kept = closing.frozen_files(closing.close(Q3, by=carla, at=NOW))
    request_at(IN_Q3)
    said = io.StringIO()
    call_command("export_quarter", "2026-Q3", output=str(tmp_path), delimiter=",", stdout=said)
    assert "2026-11-22" in said.getvalue()
    content = (tmp_path / "requests.csv").read_bytes()
    assert len(read_csv(content)[1]) == len(read_csv(kept["requests.csv"])[1]) + 1
    call_command("export_quarter", "2026-Q3", output=str(tmp_path), with_contacts=True, stdout=said)
    assert b"@" in (tmp_path / "requests-with-contacts.csv").read_bytes()
    assert not QuarterFile.objects.filter(name__contains="contacts").exists()


# --- what cannot be closed ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quarter", "told"), [("2026-Q4", "2027-01-01"), ("2027-Q1", "2027-Q1"), ("2026-Q2", "2026-08-10")]
)
def test_a_running_a_future_and_a_too_early_quarter_are_refused(carla, quarter, told):
    an_office()
    with pytest.raises(closing.CannotClose, match=told):
        closing.close(Quarter.parse(quarter), by=carla, at=NOW)
    assert not ClosedQuarter.objects.exists()


def test_an_office_without_requests_has_nothing_to_close(carla):
    with pytest.raises(closing.CannotClose):
        closing.close(Q3, by=carla, at=NOW)


@pytest.mark.parametrize("role", ["attache", "reader"])
def test_nobody_but_a_coordinator_closes(client, role):
    an_office()
    person = somebody(role)
    with pytest.raises(closing.CannotClose, match=role):
        closing.close(Q3, by=person, at=NOW)
    client.force_login(person)
    assert client.post(CLOSE, {"seen": "x", "sure": "yes"}).status_code == 403
    assert CLOSE not in client.get(PAGE, {"period": "2026-Q3"}).content.decode()
    assert not ClosedQuarter.objects.exists()


def test_a_closed_quarter_is_not_closed_again_and_the_sentence_says_who_was_first(client, carla):
    an_office()
    closing.close(Q3, by=carla, at=NOW)
    with pytest.raises(closing.AlreadyClosed, match=r"2026-11-22.*coordinator"):
        closing.close(Q3, by=carla, at=NOW)
    answer = client.post(CLOSE, {"seen": "x", "sure": "yes"}, follow=True)
    assert "2026-11-22" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_close_once_and_the_other_is_told(monkeypatch):
    an_office()
    people = [somebody("coordinator"), builders.staff("bram")]
    both_made, made = threading.Barrier(2, timeout=20), closing._made

    def together(*args, **kwargs):
        files = made(*args, **kwargs)
        both_made.wait()
        return files

    monkeypatch.setattr(closing, "_made", together)

    def close(person: User) -> str:
        try:
            closing.close(Q3, by=person, at=NOW)
        except closing.AlreadyClosed as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(close, people))
    winner = ClosedQuarter.objects.get().closed_by
    assert min(told) == ""
    assert str(winner) in max(told)
    assert QuarterFile.objects.count() == QuarterFile.objects.values("name").distinct().count()


def test_a_file_that_cannot_be_made_leaves_nothing_kept(carla, monkeypatch):
    an_office()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(closing.QuarterFile.objects, "bulk_create", full)
    with pytest.raises(CommandError, match="space") as refused:
        call_command("close_quarter", "2026-Q3", by="coordinator")
    assert "\n" not in str(refused.value)
    assert not ClosedQuarter.objects.exists()


# --- the checklist ------------------------------------------------------------------------------------------


def test_every_number_of_the_checklist_is_the_length_of_the_list_it_leads_to(client, carla):
    an_office()
    page = client.get(CLOSE)
    numbers = {point.address: point.number for point in page.context["points"]}
    assert sorted(numbers.values()) == [1, 1, 1, 1, 1, 3]
    for address, number in numbers.items():
        assert len(client.get(address).context["cl"].result_list) == number, address


def test_closing_with_open_points_needs_a_tick_and_happens_to_what_was_read(client, carla):
    an_office()
    seen = client.get(CLOSE).context["seen"]
    assert client.post(CLOSE, {"seen": seen}).status_code == 409
    request_at(IN_Q3)
    changed = client.post(CLOSE, {"seen": seen, "sure": "yes", "note": "Twee pôles zwijgen."})
    assert changed.status_code == 409
    assert "Twee pôles zwijgen." in changed.content.decode()
    assert not ClosedQuarter.objects.exists()
    done = client.post(CLOSE, {"seen": changed.context["seen"], "sure": "yes", "note": "Twee pôles zwijgen."})
    assert done["Location"] == f"{PAGE}?period=2026-Q3"
    assert ClosedQuarter.objects.get().note == "Twee pôles zwijgen."
    page = client.get(done["Location"]).content.decode()
    for file in QuarterFile.objects.all():
        assert file.name in page
        assert file.sha256[:12] in page


def test_the_checklist_and_the_page_cost_the_same_whatever_there_is(client, carla):
    an_office()
    closing.close(Q3, by=carla, at=NOW)
    found = []
    for time in range(2):
        with CaptureQueriesContext(connection) as queries:
            checklist(Q3)
            client.get(PAGE, {"period": "2026-Q3"})
        found.append(len(queries))
        for number in range(4):
            request_at(IN_Q3, organisation_name=f"Bedrijf {number}")
            ClosedQuarter.objects.create(
                quarter=f"20{time}{number}-Q1", closed_at=NOW, closed_by=carla, definitions="1"
            )
    assert found[0] == found[1]


# --- the reminder -------------------------------------------------------------------------------------------


def test_the_first_page_reminds_a_coordinator_until_the_quarter_is_closed(client, carla):
    request_at(dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    an_office()
    page = client.get(HOME)
    assert [str(quarter) for quarter in page.context["to_close"]] == ["2026-Q3", "2026-Q2", "2026-Q1"]
    assert CLOSE in page.content.decode()
    closing.close(Q3, by=carla, at=NOW)
    assert CLOSE not in client.get(HOME).content.decode()
    client.force_login(somebody("attache"))
    assert client.get(HOME).context["to_close"] == []


def test_the_first_page_costs_a_coordinator_at_most_fifteen_queries(client, carla):
    an_office()
    client.get(HOME)
    with CaptureQueriesContext(connection) as queries:
        client.get(HOME)
    assert len(queries) <= 15


# --- by command ---------------------------------------------------------------------------------------------


def test_the_command_closes_in_the_name_of_a_coordinator_and_says_what_is_open(carla):
    an_office()
    call_command("close_quarter", "2026-Q3", by="coordinator", stdout=(out := io.StringIO()))
    assert ClosedQuarter.objects.get().closed_by == carla
    assert "attache-2026-Q3.xlsx" in out.getvalue()
    assert len(out.getvalue().splitlines()) == 7


@pytest.mark.parametrize(
    ("quarter", "by", "told"),
    [
        ("2026-Q3", None, "--by"),
        ("2026-Q3", "nobody", "nobody"),
        ("2026-Q3", "reader", "reader"),
        ("2026-Q9", "coordinator", "2026-Q9"),
        ("2026-Q4", "coordinator", "2027-01-01"),
    ],
)
def test_the_command_refuses_in_one_sentence(carla, quarter, by, told):
    an_office()
    somebody("reader")
    with pytest.raises(CommandError, match=told) as refused:
        call_command("close_quarter", quarter, by=by)
    assert "\n" not in str(refused.value)
    assert not ClosedQuarter.objects.exists()


# --- the signed link ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en"), ("/fr", "fr")])
def test_the_link_opens_the_files_without_an_account_in_three_languages(client, carla, prefix, language):
    an_office()
    closing.close(Q3, by=carla, at=NOW)
    links = client.post(reverse("admin:contacts_quarter_link", args=["2026-Q3"])).context["links"]
    path = next(each[2] for each in links).partition("testserver")[2]
    client.logout()
    page = client.get(prefix + path)
    assert page.status_code == 200
    assert page["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    assert f'<html lang="{language}">' in page.content.decode()
    assert "coordinator" not in page.content.decode()
    assert prefix + path + "summary.csv" in page.content.decode()
    file = client.get(prefix + path + "summary.csv")
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    log = Download.objects.latest("pk")
    assert (log.way, log.by, log.kind, log.subject) == ("link", None, "closed", "2026-Q3")
    assert log.finished_at
    assert client.get(prefix + path + "nothing.csv").status_code == 404


def test_an_altered_link_and_one_that_ran_out_lead_to_a_clear_page(client, carla):
    an_office()
    closing.close(Q3, by=carla, at=NOW)
    links = client.post(reverse("admin:contacts_quarter_link", args=["2026-Q3"])).context["links"]
    path = links[0][2].partition("testserver")[2]
    assert client.get(path.replace("Q3", "Q2")).status_code == 404
    with time_machine.travel(NOW + dt.timedelta(days=13, hours=23)):
        assert client.get(path).status_code == 200
    with time_machine.travel(NOW + dt.timedelta(days=14, hours=1)):
        for late in (path, path + "summary.csv"):
            page = client.get(late)
            assert page.status_code == 410
            assert "14" in page.content.decode()


def test_there_is_no_link_to_a_quarter_that_is_not_closed(client, carla):
    an_office()
    assert client.post(reverse("admin:contacts_quarter_link", args=["2026-Q3"])).status_code == 404

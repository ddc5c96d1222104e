"""How much one address may send: kept as a digest of the day, never as an address."""

import datetime as dt
import io
import uuid

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from attache.settings import rate
from contacts.models import IntroductionRequest
from contacts.sender_limit import UNKNOWN, Sender, address_in, refused_until
from tests.builders import AT
from tests.contacts.test_form import TEXT, answers, nothing_is_stored, page
from tests.test_project import manage

TWO_AN_HOUR = (2, dt.timedelta(hours=1))
HOUR = dt.timedelta(hours=1)


def came_from(remote="198.51.100.7", forwarded=None):
    meta = {"REMOTE_ADDR": remote}
    return meta | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {})


# --- whose address it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "198.51.100.7"),  # nobody of ours says so
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),  # the visitor wrote the first one
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.7"),  # too few: it did not come through both
        (1, None, "198.51.100.7"),
        (1, "", "198.51.100.7"),
        (1, "no address", "198.51.100.7"),
        (1, "999.1.1.1", "198.51.100.7"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8:1:2:3::9]:443", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "\x00\ud800", "198.51.100.7"),
    ],
)
def test_the_address_is_the_one_our_own_proxies_heard(proxies, forwarded, address):
    assert address_in(came_from(forwarded=forwarded), proxies=proxies) == address


@pytest.mark.parametrize("remote", ["", "unix:", "no address"])
def test_visitors_whose_address_nobody_passes_on_are_counted_together(remote):
    assert address_in(came_from(remote), proxies=0) == UNKNOWN


def test_a_digest_is_another_one_tomorrow_and_tells_no_address():
    today, tomorrow = (Sender.of(came_from(), proxies=0, at=AT + dt.timedelta(days=days)) for days in (0, 1))
    assert today.digest != tomorrow.digest
    assert tomorrow.yesterday == today.digest
    assert "198" not in today.digest[:3]
    assert len(today.digest) == 32


# --- how much --------------------------------------------------------------------------------------


def send(client, at, address="203.0.113.9", **changes):
    with time_machine.travel(at, tick=False):
        return client.post("/contact/", answers(**changes), REMOTE_ADDR=address)


@pytest.mark.django_db
def test_over_the_limit_nothing_is_lost_and_the_page_says_when(client, settings):
    settings.CONTACT_RATE_LIMIT = TWO_AN_HOUR
    for minutes in (0, 10):
        assert send(client, AT + dt.timedelta(minutes=minutes)).status_code == 303
    refused = send(client, AT + dt.timedelta(minutes=20), kvk="12345678", confidential="on")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "2400"
    text = page(refused)
    assert "12:30" in text  # the first was sent at 11:30 by the clock of Paris
    assert settings.OFFICE_MAILBOX in text
    assert TEXT in text
    assert 'name="kvk" value="12345678"' in text
    assert IntroductionRequest.objects.count() == 2


@pytest.mark.django_db
def test_the_same_form_sent_again_is_never_refused(client, settings):
    settings.CONTACT_RATE_LIMIT = (1, HOUR)
    sent = answers()
    first = client.post("/contact/", sent)
    assert client.post("/contact/", answers()).status_code == 429
    assert client.post("/contact/", sent)["Location"] == first["Location"]
    assert client.post("/contact/", sent | {"text": "Toch iets anders."}).status_code == 303


@pytest.mark.django_db
def test_another_network_and_a_later_hour_are_free(client, settings):
    settings.CONTACT_RATE_LIMIT = (1, HOUR)
    assert send(client, AT).status_code == 303
    assert send(client, AT, address="203.0.113.10").status_code == 303
    assert send(client, AT + dt.timedelta(minutes=59)).status_code == 429
    assert send(client, AT + dt.timedelta(minutes=60)).status_code == 303


@pytest.mark.django_db
def test_midnight_gives_nobody_a_second_helping(client, settings):
    settings.CONTACT_RATE_LIMIT = (1, HOUR)
    late = dt.datetime(2026, 7, 1, 21, 50, tzinfo=dt.UTC)  # ten to twelve in Paris
    assert send(client, late).status_code == 303
    refused = send(client, late + dt.timedelta(minutes=20))
    assert refused.status_code == 429
    assert "00:50" in page(refused)


@pytest.mark.django_db
def test_a_moment_on_another_day_is_named_with_its_day(client, settings):
    settings.CONTACT_RATE_LIMIT = (1, dt.timedelta(days=1))
    send(client, AT)
    assert "2 juli" in page(send(client, AT + dt.timedelta(hours=2)))


@pytest.mark.django_db
def test_a_forged_header_moves_nobody_to_another_count(client, settings):
    settings.CONTACT_RATE_LIMIT = (1, HOUR)
    settings.TRUSTED_PROXIES = 1
    codes = [
        client.post("/contact/", answers(), HTTP_X_FORWARDED_FOR=f"{n}.6.6.6, 203.0.113.9").status_code
        for n in (1, 2)
    ]
    assert codes == [303, 429]


@pytest.mark.django_db
def test_off_sets_no_limit_and_the_check_is_one_query(settings):
    sender = Sender.of(came_from(), proxies=0, at=AT)
    for limit, queries in ((None, 0), (TWO_AN_HOUR, 1)):
        with CaptureQueriesContext(connection) as asked:
            assert refused_until(sender, limit=limit, token=uuid.uuid4(), at=AT) is None
        assert len(asked) == queries


@pytest.mark.django_db
def test_no_address_is_stored_and_what_was_wrong_does_not_count(client, settings):
    settings.CONTACT_RATE_LIMIT = (1, HOUR)
    for _ in range(3):
        assert client.post("/contact/", answers(email="x"), REMOTE_ADDR="203.0.113.9").status_code == 200
    assert nothing_is_stored()
    client.post("/contact/", answers(), REMOTE_ADDR="203.0.113.9")
    row = IntroductionRequest.objects.values().get()
    assert "203.0.113" not in str(row)
    assert len(row["sender_digest"]) == 32


@pytest.mark.django_db
def test_the_worker_removes_the_digests_that_nobody_counts_any_more(client):
    for days in (0, 2, 3):
        send(client, AT + dt.timedelta(days=days))
    with time_machine.travel(AT + dt.timedelta(days=3), tick=False):
        call_command("deliver_mail", "--once", stdout=io.StringIO())
    rows = IntroductionRequest.objects.order_by("received_at")
    assert [bool(row.sender_digest) for row in rows] == [False, True, True]


# --- the setting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["20", "20/w", "0/h", "-1/h", "1.5/h", "h", "20/h/h", "9" * 5_000 + "/h", "²/h"]
)
def test_a_limit_that_is_none_is_not_understood(monkeypatch, value):
    monkeypatch.setenv("CONTACT_RATE_LIMIT", value)
    with pytest.raises(ImproperlyConfigured, match="CONTACT_RATE_LIMIT is not understood"):
        rate("CONTACT_RATE_LIMIT", "20/h")


@pytest.mark.parametrize(
    ("value", "limit"), [("off", None), ("3/m", (3, dt.timedelta(minutes=1))), (" 20/H ", (20, HOUR))]
)
def test_a_limit_is_a_number_in_a_period_or_off(monkeypatch, value, limit):
    monkeypatch.setenv("CONTACT_RATE_LIMIT", value)
    assert rate("CONTACT_RATE_LIMIT", "20/h") == limit


@pytest.mark.parametrize(("name", "value"), [("TRUSTED_PROXIES", "one"), ("CONTACT_RATE_LIMIT", "20/w")])
def test_what_is_not_understood_stops_the_start(tmp_path, name, value):
    answer = manage(tmp_path, "check", **{name: value})
    assert answer.returncode == 1
    assert name in answer.stderr.splitlines()[-1]

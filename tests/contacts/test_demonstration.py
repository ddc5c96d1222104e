"""The invented story: complete, harmless, loaded once, and only where it may be."""

import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model

from attache.models import User
from clusters.models import ClusterContact, Theme
from contacts import demonstration, notifications
from contacts.demonstration import NotLoadable, demonstration_allowed, load, read
from contacts.enums import (
    HistoryAction,
    IntroductionStatus,
    MailStatus,
    MatchDecision,
    OutcomeKind,
    RequestStatus,
)
from contacts.models import (
    ContactPerson,
    Correction,
    Enquirer,
    HistoryEntry,
    Introduction,
    IntroductionRequest,
    Match,
    Outcome,
    OutgoingMail,
)
from contacts.quarters import PARIS
from tests import builders

NOW = dt.datetime(2026, 11, 22, 13, 0, tzinfo=dt.UTC)
MODELS: tuple[type[Model], ...] = (
    *(IntroductionRequest, Enquirer, ContactPerson, ClusterContact, Match, Introduction, Outcome),
    *(HistoryEntry, OutgoingMail, Correction),
)


def everything() -> dict[str, list[Any]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def register():
    """The pôles the story names, with a theme each; the story must not lean on today's vocabulary."""
    for slug in ("lyonbiopole", "medicen", "alsace-biovalley", "atlanpole-biotherapies", "nsl", "eurobiomed"):
        builders.cluster(slug)
    builders.theme("vaccines")


@pytest.fixture
def staff():
    return {name: builders.staff(name, superuser=False) for name in ("femke", "ruben")}


@pytest.fixture
def told(register, staff):
    return load(now=NOW, staff=staff)


pytestmark = pytest.mark.django_db


def test_the_story_shows_every_status_and_most_of_what_can_happen(told):
    assert told.made == len(read()["stories"]) >= 24
    requests = IntroductionRequest.objects.all()
    assert {request.status for request in requests} == set(RequestStatus.values)
    assert {each.status for each in Introduction.objects.all()} == set(IntroductionStatus.values)
    assert {request.language for request in requests} == {"nl", "en", "fr"}
    assert set(OutcomeKind.LADDER) <= {outcome.kind for outcome in Outcome.objects.all()}
    assert {match.decision for match in Match.objects.all()} >= {MatchDecision.ACCEPTED}
    assert requests.filter(confidential=True).exists()
    assert Correction.objects.filter(applied_at=None).exists()
    assert Correction.objects.exclude(applied_at=None).exists()
    assert OutgoingMail.objects.filter(status=MailStatus.FAILED).count() == 1
    assert HistoryEntry.objects.filter(action=HistoryAction.MAIL_FAILED).count() == 1
    assert max(request.introductions.count() for request in requests) == 3


def test_all_of_it_is_marked_and_happened_in_order_in_the_last_half_year(told):
    assert not IntroductionRequest.objects.filter(is_demonstration=False).exists()
    for entry in HistoryEntry.objects.all():
        assert NOW - dt.timedelta(days=180) < entry.at <= NOW + dt.timedelta(minutes=1)
    assert Outcome.objects.filter(happened_on__gt=NOW.date()).count() == 0
    for request in IntroductionRequest.objects.all():
        moments = [entry.at for entry in request.story.order_by("pk")]
        assert moments == sorted(moments), request.organisation_name


def test_loading_it_again_changes_nothing_and_only_the_newest_mails_wait(told, staff):
    IntroductionRequest.objects.filter(organisation_name="Klevana Surgical").update(subject="By hand")
    before = everything()
    again = load(now=NOW + dt.timedelta(days=3), staff=staff)
    assert (again.made, again.present) == (0, told.made)
    assert everything() == before
    waiting = OutgoingMail.objects.filter(status=MailStatus.QUEUED)
    assert 0 < waiting.count() < 8
    assert min(mail.created_at for mail in waiting) >= NOW - dt.timedelta(days=1)


def test_no_mail_leaves_and_mails_of_real_requests_keep_waiting(register, staff, mailoutbox):
    real = builders.request(received_at=NOW - dt.timedelta(days=150))
    mail = notifications.acknowledge(real, at=NOW - dt.timedelta(days=150))
    load(now=NOW, staff=staff)
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.QUEUED, 0)
    assert not mailoutbox


@pytest.mark.parametrize("hour", [0, 23])
def test_it_can_be_loaded_at_any_hour(register, staff, hour):
    now = dt.datetime(2028, 2, 29, hour, 30, tzinfo=PARIS)
    load(now=now, staff=staff)
    latest = max(IntroductionRequest.objects.values_list("received_at", flat=True))
    assert latest <= now
    assert now - latest < dt.timedelta(days=1)


def test_nobody_in_it_exists():
    text = demonstration.STORY.read_text(encoding="utf-8")
    addresses = re.findall(r"[\w.+-]+@[\w.-]+|https?://[\w.-]+", text)
    assert len(addresses) > 30
    assert all(address.rstrip(".").endswith(".example") for address in addresses)
    numbers = {story["enquiry"].get("kvk", "") for story in json.loads(text)["stories"]} - {""}
    assert all(number.startswith("00000") for number in numbers)


def test_with_the_real_register_the_form_and_the_matching_agree_with_the_story(staff):
    call_command("load_register", stdout=io.StringIO())
    offered = set(Theme.objects.filter(on_form=True).values_list("slug", flat=True))
    assert {theme for story in read()["stories"] for theme in story["enquiry"]["themes"]} <= offered
    load(now=NOW, staff=staff)
    verdicts = dict(IntroductionRequest.objects.values_list("organisation_name", "verdict"))
    assert verdicts["Kasvlucht Robotics"] == "none"
    assert verdicts["Tulpenbrug Montage"] == "none"
    assert verdicts["Vriesketen Medisch B.V."] == "suggest"
    accepted = Match.objects.filter(decision=MatchDecision.ACCEPTED)
    assert all(match.origin == "engine" for match in accepted)
    assert not Match.objects.filter(cluster__slug="cancer-bio-sante").exists()


def test_without_the_register_it_says_what_to_load_first(staff):
    with pytest.raises(NotLoadable, match="medicen"):
        load(now=NOW, staff=staff)
    assert not IntroductionRequest.objects.exists()


def test_a_story_that_breaks_half_way_leaves_nothing(register, staff):
    story = read()
    story["stories"][3]["steps"][0]["do"] = "juggle"
    with pytest.raises(KeyError):
        load(now=NOW, staff=staff, story=story)
    assert not IntroductionRequest.objects.exists()
    assert not ClusterContact.objects.exists()


# --- where it may be --------------------------------------------------------------------------------


def run() -> str:
    out = io.StringIO()
    call_command("load_demonstration", stdout=out)
    return out.getvalue()


@pytest.fixture
def named_database(settings):
    settings.DATABASE_IS_DEFAULT = False
    return settings


def test_the_command_loads_it_with_attaches_who_cannot_sign_in(register, settings):
    settings.DATABASE_IS_DEFAULT = True
    assert "25 invented requests" in run()
    assert "already" in run()
    attache = User.objects.get(username="femke")
    assert attache.is_staff
    assert not attache.has_usable_password()
    assert not attache.is_superuser


def test_the_command_says_in_one_sentence_what_is_missing(settings):
    settings.DATABASE_IS_DEFAULT = True
    with pytest.raises(CommandError, match="load the register first"):
        run()
    assert not User.objects.exists()


def test_in_production_it_is_left_out(settings, register):
    settings.ENVIRONMENT = "production"
    assert "left out, because this is a production environment" in run()
    assert not IntroductionRequest.objects.exists()


def test_a_named_local_database_without_real_requests_gets_it(named_database, register):
    assert demonstration_allowed() is None
    run()
    assert demonstration_allowed() is None  # its own requests are no real ones


def test_a_named_database_with_one_real_request_is_left_alone(named_database, register):
    builders.request()
    said = run()
    assert "left out, because" in said
    assert "real requests" in said
    assert IntroductionRequest.objects.count() == 1
    assert not ClusterContact.objects.exists()


def test_this_machines_own_file_gets_it_even_beside_real_requests(settings):
    settings.DATABASE_IS_DEFAULT = True
    builders.request()
    assert demonstration_allowed() is None


@pytest.mark.parametrize(
    ("host", "options", "pghost", "local"),
    [
        ("", {}, "", True),
        ("localhost", {}, "", True),
        ("127.0.0.1", {}, "", True),
        ("::1", {}, "", True),
        ("/var/run/postgresql", {}, "", True),
        ("db.office.example", {}, "", False),
        ("127.0.0.1,db.office.example", {}, "", False),
        ("localhost.office.example", {}, "", False),
        ("", {}, "db.office.example", False),
        ("", {"host": "db.office.example"}, "", False),
        ("", {"service": "office"}, "", False),
        ("", {"hostaddr": "192.0.2.7"}, "", False),
    ],
)
def test_a_database_elsewhere_is_left_alone(named_database, monkeypatch, host, options, pghost, local):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    monkeypatch.setenv("PGHOST", pghost)
    refusal = demonstration_allowed()
    assert (refusal is None) == local
    if refusal:
        assert "not on this machine" in refusal.because


def test_the_suite_never_runs_as_production():
    assert settings.ENVIRONMENT == "local"

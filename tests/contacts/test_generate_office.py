"""The invented office: consistent in itself, the same for the same seed, never among real requests."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from attache.models import User
from clusters.models import ClusterContact, Focus, Term
from contacts import review
from contacts.enums import HistoryAction, RequestStatus
from contacts.models import HistoryEntry, Introduction, IntroductionRequest, OutgoingMail
from contacts.office_generator import generate
from tests import builders

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    """A member of staff, and a register of three subjects and two pôles."""
    builders.region("bretagne", "Bretagne", insee_code="53")
    poles = [builders.cluster(slug) for slug in ("north", "south")]
    builders.cluster_contact(poles[0], name="Real Person", email="real@pole.test")
    for number, slug in enumerate(("imaging", "wounds", "heart")):
        subject = builders.theme(slug)
        for language in ("nl", "fr", "en"):
            Term.objects.create(theme=subject, text=f"{slug} {language}", language=language, mode="stem")
        builders.fact(Focus, cluster=poles[number % 2], theme=subject, weight=1 + number)
    return builders.staff()


def office_of(seed, colleague):
    generate(requests=60, askers=9, seed=seed, at=NOW, staff=[colleague])
    columns = ("reference", "status", "received_at", "subject", "text", "organisation_name")
    return list(IntroductionRequest.objects.order_by("pk").values_list(*columns))


def test_the_office_holds_together_and_the_desks_verbs_work_on_it(colleague):
    generate(requests=300, askers=40, seed=1, at=NOW, staff=[colleague])
    rows = IntroductionRequest.objects.all()
    assert rows.count() == rows.filter(is_demonstration=True).count() == 300
    assert set(rows.values_list("status", flat=True)) == set(RequestStatus.values)
    assert not OutgoingMail.objects.exclude(recipient__endswith=".example").exists()
    stands: dict[tuple[str, int], str] = {}
    for line in HistoryEntry.objects.exclude(to_status="").order_by("pk"):
        key = ("letter", line.introduction_id) if line.introduction_id else ("request", line.request_id)
        assert line.action == HistoryAction.RECEIVED or line.from_status == stands.get(key, "draft")
        assert line.at <= NOW
        stands[key] = line.to_status
    assert {pk: stands["request", pk] for pk, _ in rows.values_list("pk", "status")} == dict(
        rows.values_list("pk", "status")
    )
    for pk, status in Introduction.objects.values_list("pk", "status"):
        assert stands.get(("letter", pk), "draft") == status
    waiting = rows.filter(status=RequestStatus.RECEIVED).first()
    assert waiting
    review.take(waiting, by=colleague, at=NOW)
    waiting.refresh_from_db()
    assert waiting.status == RequestStatus.IN_REVIEW


def test_the_same_seed_on_the_same_moment_gives_the_same_office(colleague):
    made = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            made.append(office_of(seed, colleague))
            transaction.set_rollback(True)
    assert made[0] == made[1] != made[2]
    assert len(made[0]) == 60


def test_nobody_real_is_written_to(colleague, settings):
    settings.OFFICE_MAILBOX = "desk@ministry.test"
    generate(requests=120, askers=9, seed=1, at=NOW, staff=[colleague])
    assert not OutgoingMail.objects.exclude(recipient__endswith=".example").exists()
    assert not Introduction.objects.filter(recipient__email="real@pole.test").exists()
    assert ClusterContact.objects.filter(cluster__slug="north").count() == 1
    assert ClusterContact.objects.get(cluster__slug="south").email == "contact@south.example"


def test_an_office_at_work_is_left_alone(colleague, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="at work"):
        call_command("generate_office", requests=1, organisations=1)
    assert not IntroductionRequest.objects.exists()


def test_a_refused_run_leaves_no_colleague_behind():
    builders.request()
    with pytest.raises(CommandError):
        call_command("generate_office", requests=1, organisations=1)
    assert not User.objects.filter(username__startswith="demo.").exists()


def test_real_requests_keep_the_invented_ones_out():
    builders.request()
    with pytest.raises(CommandError, match="real requests"):
        call_command("generate_office", requests=1, organisations=1)


def test_without_a_register_it_says_what_to_load():
    with pytest.raises(CommandError, match="load_register"):
        call_command("generate_office", requests=1, organisations=1)


@pytest.mark.parametrize("number", [0, -1, 10_000_000])
def test_a_number_that_makes_no_office_is_refused(number):
    with pytest.raises(CommandError, match="from 1 to"):
        call_command("generate_office", requests=number, organisations=1)

"""The invented office: consistent in itself, the same for the same seed, never among real requests."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from contacts import review
from contacts.enums import HistoryAction, RequestStatus
from contacts.models import HistoryEntry, Introduction, IntroductionRequest, OutgoingMail
from contacts.office_generator import generate
from tests import builders

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    call_command("load_register", verbosity=0)
    return builders.staff()


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

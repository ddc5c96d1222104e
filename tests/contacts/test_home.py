"""What waits, on the staff site's first page."""

import datetime as dt

import pytest
from django.utils import timezone

from contacts.admin import home
from contacts.enums import AnswerKind, RequestStatus
from contacts.models import ClusterAnswer
from tests import builders

pytestmark = pytest.mark.django_db


def numbers(user):
    return {count.address.rpartition("?")[2]: count.number for count in home.today(user)["counts"]}


def test_it_counts_what_is_due_set_aside_and_not_seen():
    today = timezone.localdate()
    builders.request(follow_up_on=today)
    builders.request(follow_up_on=today - dt.timedelta(days=4))
    builders.request(follow_up_on=today + dt.timedelta(days=1))
    builders.request(status=RequestStatus.QUARANTINED)
    letter = builders.introduction()
    for seen_at in (None, builders.AT):
        ClusterAnswer.objects.create(
            introduction=letter,
            form_token=f"00000000-0000-4000-8000-00000000000{int(seen_at is None)}",
            received_at=builders.AT,
            kind=AnswerKind.TAKEN_UP,
            seen_at=seen_at,
        )
    found = numbers(builders.staff())
    assert (found["view=due"], found["view=aside"], found["view=answers"]) == (2, 1, 1)


def test_an_empty_office_has_nothing_waiting():
    assert not any(numbers(builders.staff()).values())

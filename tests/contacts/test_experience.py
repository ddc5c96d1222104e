"""What was seen of a pôle lately, counted by the database."""

import datetime as dt
from collections import Counter
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts import experience
from contacts.experience import NONE
from contacts.models import Introduction
from tests import builders
from tests.builders import AT

DAY = dt.timedelta(days=1)


def letters(pole, number=1, *, sent, status="sent", days=None):
    request = builders.request(themes=[])
    for _ in range(number):
        answered = None if days is None else sent + days * DAY
        builders.introduction(
            request=builders.request(themes=[], enquirer=request.enquirer, contact=request.contact),
            cluster=pole,
            status=status,
            sent_at=sent,
            answered_at=answered,
            answer_days=days,
            closed_at=answered if status == "refused" else None,
            refusal_reason="no_capacity" if status == "refused" else "",
        )


@given(st.lists(st.integers(0, 400), max_size=60))
def test_the_median_of_counted_days_is_the_median_of_the_days(days):
    assert experience.median_of(Counter(days)) == (round(median(days)) if days else None)


@pytest.mark.django_db
def test_what_waits_counts_however_long_ago_it_was_sent():
    pole = builders.cluster()
    letters(pole, sent=AT - 500 * DAY)
    letters(pole, 2, sent=AT - 5 * DAY)
    letters(pole, sent=AT - 500 * DAY, status="accepted", days=3)
    letters(pole, sent=AT - 50 * DAY, status="accepted", days=30)
    letters(pole, 2, sent=AT - 60 * DAY, status="refused", days=10)
    letters(pole, sent=AT + DAY)
    seen = experience.recent(at=AT)[pole.pk]
    assert seen == experience.Experience(sent=5, taken_up=1, refused=2, waiting=3, days=10)


@pytest.mark.django_db
def test_only_the_poles_asked_for_are_counted_with_those_they_took_over():
    before, after, other = (builders.cluster(slug) for slug in ("before", "after", "other"))
    builders.succession(before, after)
    for pole in (before, other):
        letters(pole, sent=AT - DAY)
    assert experience.recent(at=AT, clusters={after.pk}).keys() == {after.pk}
    assert experience.recent(at=AT, clusters={after.pk})[after.pk].waiting == 1
    assert experience.recent(at=AT, clusters=set()) == {}


@pytest.mark.django_db
def test_a_pole_nobody_wrote_to_is_not_there_and_the_reading_is_one_query(django_assert_num_queries):
    pole = builders.cluster()
    with django_assert_num_queries(1):
        assert experience.recent(at=AT, clusters={pole.pk}, successors={}) == {}
    assert NONE.sent == 0
    assert not Introduction.objects.exists()

"""What a pôle was called, what it was and what it became, on any day."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from clusters.enums import NameRole
from clusters.lifeline import (
    LifelineLoops,
    Status,
    last_successors,
    name_on,
    status_on,
    successor_of,
    validate_succession,
)
from clusters.models import Cluster, ClusterName, Label, Succession
from tests import builders

pytestmark = pytest.mark.django_db

MERGER = dt.date(2019, 9, 20)
DAY_BEFORE = dt.date(2019, 9, 19)


def named(cluster: Cluster, text: str, **fields: Any) -> ClusterName:
    values = {"source": builders.source(), "stated_on": dt.date(2014, 1, 1), **fields}
    return ClusterName.objects.create(cluster=cluster, text=text, **values)


def labelled(cluster: Cluster, first: int, last: int) -> Label:
    return Label.objects.create(
        cluster=cluster,
        phase=str(first),
        begins_on=dt.date(first, 1, 1),
        ends_on=dt.date(last, 12, 31),
        source=builders.source(),
        stated_on=dt.date(2014, 1, 1),
    )


def test_a_pole_has_a_successor_from_the_day_of_the_merger() -> None:
    ended, heir = builders.cluster("ended"), builders.cluster("heir")
    builders.succession(ended, heir, on=MERGER)
    assert successor_of(ended, on=DAY_BEFORE) is None
    assert successor_of(ended, on=MERGER) == heir
    assert successor_of(heir, on=MERGER) is None


def test_a_merger_without_a_first_day_counts_from_the_day_it_was_stated() -> None:
    ended, heir = builders.cluster("ended"), builders.cluster("heir")
    builders.succession(ended, heir, on=MERGER)
    Succession.objects.update(valid_from=None)
    assert successor_of(ended, on=DAY_BEFORE) is None
    assert successor_of(ended, on=MERGER) == heir


def test_the_last_of_a_chain_holds_the_work_as_far_as_it_had_come() -> None:
    first, second, third = (builders.cluster(slug) for slug in ("first", "second", "third"))
    builders.succession(first, second, on=dt.date(2016, 1, 1))
    builders.succession(second, third, on=MERGER)
    assert successor_of(first, on=DAY_BEFORE) == second
    assert successor_of(first, on=MERGER) == third
    assert last_successors(on=MERGER) == {first.pk: third.pk, second.pk: third.pk}


def test_all_successors_take_one_question(django_assert_num_queries: Any) -> None:
    for number in range(3):
        builders.succession(builders.cluster(f"old-{number}"), builders.cluster(f"new-{number}"))
    with django_assert_num_queries(1):
        assert len(last_successors(on=MERGER)) == 3


def test_a_loop_that_slipped_in_is_named_and_never_runs_forever() -> None:
    one, other = builders.cluster("one"), builders.cluster("other")
    builders.succession(one, other)
    builders.succession(other, one)
    with pytest.raises(LifelineLoops):
        successor_of(one, on=MERGER)


def test_a_succession_that_would_loop_is_refused_in_words() -> None:
    first, second, third = (builders.cluster(slug) for slug in ("first", "second", "third"))
    builders.succession(first, second)
    builders.succession(second, third)
    with translation.override("en"), pytest.raises(LifelineLoops) as refused:
        validate_succession(predecessor=third, successor=first)
    assert "Third → First → Second → Third" in str(refused.value)
    assert "choose another successor" in str(refused.value)


def test_a_pole_cannot_be_its_own_successor() -> None:
    pole = builders.cluster()
    with pytest.raises(LifelineLoops):
        validate_succession(predecessor=pole, successor=pole)


def test_the_successor_of_a_stored_succession_can_be_changed() -> None:
    first, second, third = (builders.cluster(slug) for slug in ("first", "second", "third"))
    builders.succession(first, second)
    validate_succession(predecessor=first, successor=third)
    validate_succession(predecessor=first, successor=second)


def test_a_renamed_pole_bears_the_name_of_the_day() -> None:
    pole = builders.cluster(name="New")
    named(pole, "Old", valid_until=dt.date(2019, 1, 1))
    named(pole, "New", valid_from=dt.date(2019, 1, 1), stated_on=dt.date(2019, 5, 1))
    named(pole, "Nw", role=NameRole.ABBREVIATION)
    assert name_on(pole, dt.date(2018, 12, 31)) == "Old"
    assert name_on(pole, dt.date(2019, 1, 1)) == "New"


def test_before_its_first_known_name_a_pole_bears_that_name() -> None:
    pole = builders.cluster(name="Today")
    named(pole, "Old", valid_until=dt.date(2019, 1, 1))
    assert name_on(pole, dt.date(2009, 1, 1)) == "Old"


def test_a_pole_without_names_on_record_bears_its_own() -> None:
    assert name_on(builders.cluster(name="Today"), dt.date(2009, 1, 1)) == "Today"


def test_names_in_a_list_take_no_question_per_pole(django_assert_num_queries: Any) -> None:
    for number in range(3):
        named(builders.cluster(f"pole-{number}"), "Name")
    with django_assert_num_queries(2):
        assert [name_on(pole, MERGER) for pole in Cluster.objects.prefetch_related("names")] == ["Name"] * 3


def test_a_label_counts_up_to_and_including_its_last_day() -> None:
    pole = builders.cluster()
    labelled(pole, 2023, 2026)
    assert status_on(pole, dt.date(2023, 1, 1)) == Status.LABELLED
    assert status_on(pole, dt.date(2026, 12, 31)) == Status.LABELLED
    assert status_on(pole, dt.date(2027, 1, 1)) == Status.LABEL_ENDED
    assert status_on(pole, dt.date(2022, 12, 31)) == Status.NOT_KNOWN


def test_a_gap_between_two_labels_is_not_an_end() -> None:
    pole = builders.cluster()
    labelled(pole, 2013, 2018)
    labelled(pole, 2023, 2026)
    assert status_on(pole, dt.date(2020, 1, 1)) == Status.NOT_KNOWN


def test_a_merged_pole_is_merged_whatever_its_label_says() -> None:
    ended, heir = builders.cluster("ended"), builders.cluster("heir")
    labelled(ended, 2013, 2026)
    builders.succession(ended, heir, on=MERGER)
    assert status_on(ended, DAY_BEFORE) == Status.LABELLED
    assert status_on(ended, MERGER) == Status.MERGED
    assert status_on(heir, MERGER) == Status.NOT_KNOWN

"""Rows written in bulk are those the ORM and the history would have written, on both engines."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from clusters.many_rows import all_variables, create, remember
from clusters.models import City, Cluster, Membership, Organisation, Region
from tests import builders

AT = dt.datetime(2026, 9, 1, 10, 0, tzinfo=dt.UTC)
NUMBERS = {"id", "organisation_id", "history_id", "slug"}

pytestmark = pytest.mark.django_db


def organisations(mark: str, number: int) -> list[Organisation]:
    region = Region.objects.get_or_create(slug="ara", insee_code="84", name="Auvergne-Rhône-Alpes")[0]
    lyon = City.objects.get_or_create(slug="lyon", name="Lyon", region=region)[0]
    return [
        Organisation(
            slug=f"{mark}-{each}",
            name=f"L’Élan “{each}” % %s",
            city=lyon if each % 2 else None,
            website="" if each % 3 else "https://elan.example/?a=1&b=%20",
        )
        for each in range(number)
    ]


def memberships(made: list[Organisation], pole: Cluster) -> list[Membership]:
    return [
        Membership(
            cluster=pole,
            organisation=each,
            source=builders.source(),
            source_line=line,
            stated_on=AT.date(),
            valid_from=None if line % 2 else dt.date(2019, 1, line % 28 + 1),
        )
        for line, each in enumerate(made)
    ]


def plain(model: Any, pks: list[int]) -> list[dict[str, Any]]:
    """The rows and their history, without the numbers that no two rows share."""
    found = [*model.objects.filter(pk__in=pks).order_by("pk").values()]
    found += model.history.filter(id__in=pks).order_by("history_id").values()
    return [{key: value for key, value in each.items() if key not in NUMBERS} for each in found]


@pytest.mark.parametrize("number", [1, 2, 7])
def test_created_and_changed_rows_and_their_history_are_those_of_the_orm(number: int) -> None:
    anouk = builders.staff()
    pole = builders.cluster("biopole-nord")
    said: dict[str, Any] = {"default_user": anouk, "default_date": AT, "default_change_reason": "list 1"}
    found = []
    for mark in ("orm", "bulk"):
        made = organisations(mark, number)
        if mark == "orm":
            made = bulk_create_with_history(made, Organisation, **said)
            ties = bulk_create_with_history(memberships(made, pole), Membership, **said)
            bulk_update_with_history(made, Organisation, ["kind"], **said)
        else:
            with all_variables():
                create(Organisation, made)
                remember(Organisation, [each.pk for each in made], "+", by=anouk, at=AT, reason="list 1")
                ties = memberships(made, pole)
                create(Membership, ties)
                remember(Membership, [each.pk for each in ties], "+", by=anouk, at=AT, reason="list 1")
                remember(Organisation, [each.pk for each in made], "~", by=anouk, at=AT, reason="list 1")
        assert [each.organisation.slug for each in Membership.objects.filter(pk__in=[t.pk for t in ties])]
        found.append(
            (plain(Organisation, [e.pk for e in made]), plain(Membership, [each.pk for each in ties]))
        )
        for each in made:
            assert Organisation.objects.get(pk=each.pk).slug == each.slug
    assert found[0] == found[1]


def test_nothing_to_write_asks_nothing_and_many_rows_take_no_more_than_few() -> None:
    taken = []
    for number in (0, 3, 1500):
        made = organisations(f"n{number}", number)
        with CaptureQueriesContext(connection) as queries, all_variables():
            create(Organisation, made)
            remember(Organisation, [each.pk for each in made], "+", by=None, at=AT, reason="list 1")
        taken.append(len(queries))
    assert taken == [0, 2, 2]

"""Colleagues bring in, store and undo lists at the same moment: one is told to wait, nothing is half done."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection

from clusters.enums import ImportState
from clusters.member_lists import coming_in, undoing
from clusters.member_lists.coming_in import NotStored
from clusters.member_lists.undoing import NotUndone
from clusters.models import Cluster, MemberImport, Membership, Organisation
from tests import builders
from tests.clusters.test_member_lists import AT, TODAY, stored

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: the second waits"),
]
LATER = AT + dt.timedelta(days=1)


def waiting(pole: Cluster, content: str) -> MemberImport:
    record, table = coming_in.begin(pole, content.encode(), "leden.csv", by=None, at=LATER)
    coming_in.keep_waiting(record, table)
    return record


def storing(record: MemberImport) -> Any:
    return coming_in.storing_list(
        record,
        lambda: coming_in.looking_again(record, today=TODAY),
        only_good=False,
        by=None,
        at=LATER,
    )


def one_while_the_other_is_half_way(
    steps: Any, other: Callable[[], Any], *, steps_before: int = 1
) -> tuple[Any, Any]:
    """Do `other` when `steps` has written and not yet committed; return how both ended."""
    half_way, go_on = Event(), Event()

    def slow() -> Any:
        try:
            for number, _step in enumerate(steps, start=1):
                if number == steps_before:
                    half_way.set()
                    assert go_on.wait(20)
            return "done"
        except (NotStored, NotUndone) as problem:
            return problem
        finally:
            half_way.set()
            connection.close()

    def quick() -> Any:
        try:
            return other()
        except (NotStored, NotUndone, OperationalError) as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow)
        assert half_way.wait(20)
        second = pool.submit(quick)
        wait([second], timeout=1)  # it has ended, or waits for the first
        go_on.set()
        return first.result(timeout=20), second.result(timeout=20)


def test_a_list_is_not_undone_while_another_of_its_pole_is_stored() -> None:
    pole = builders.cluster("biopole-nord")
    first = stored(pole, "name\nÉlan\n")
    second = waiting(pole, "name;website\nÉlan;elan.example\nBéta;\n")
    done, refused = one_while_the_other_is_half_way(
        storing(second), lambda: undoing.undo(first, by=None, at=LATER)
    )
    assert done == "done"
    assert isinstance(refused, OperationalError)
    assert coming_in.is_locked(refused)
    assert sorted(pole.memberships.values_list("organisation__name", flat=True)) == ["Béta", "Élan"]
    first.refresh_from_db()
    assert first.state == ImportState.STORED


def test_a_list_is_not_stored_while_another_of_its_pole_is_undone() -> None:
    pole = builders.cluster("biopole-nord")
    first, second = stored(pole, "name\nÉlan\n"), waiting(pole, "name\nÉlan\nBéta\n")
    done, refused = one_while_the_other_is_half_way(
        undoing.undoing_in_steps(first, by=None, at=LATER),
        lambda: coming_in.finished(storing(second)),
    )
    assert done == "done"
    assert isinstance(refused, NotStored)
    assert not Organisation.objects.exists()


def test_what_a_list_of_another_pole_says_while_a_list_is_undone_is_never_half_there() -> None:
    pole, other = builders.cluster("biopole-nord"), builders.cluster("biopole-zuid")
    first = stored(pole, "name;siren\nÉlan;552100554\n")
    second = waiting(other, "name;siren\nÉlan;552100554\n")
    done, refused = one_while_the_other_is_half_way(
        undoing.undoing_in_steps(first, by=None, at=LATER),
        lambda: coming_in.finished(storing(second)),
        steps_before=2,  # its memberships are gone and the organisation too
    )
    assert done == "done"
    assert isinstance(refused, NotStored)
    assert not Organisation.objects.exists()
    assert not Membership.objects.exists()
    second.refresh_from_db()
    assert second.state == ImportState.WAITING

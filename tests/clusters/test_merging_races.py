"""Several colleagues merge the same two organisations at once, in both directions, or undo it together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from clusters.duplicates import merging, planning, undoing
from clusters.duplicates.planning import GoneAlready, NotMerged
from clusters.models import Membership, Organisation, OrganisationMerge
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do all at once; return what each returned, or the sentence it was refused with."""
    barrier = Barrier(len(acts))

    def alone(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return act()
        except (NotMerged, undoing.NotUndone) as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))


def test_two_are_merged_once_and_parted_once_however_many_act_at_the_same_moment() -> None:
    pole = builders.cluster()
    one, other = (builders.organisation(name, name.title()) for name in ("elan", "elan-biotech"))
    for row in (one, other):
        builders.fact(Membership, cluster=pole, organisation=row)
    ways = [(one.pk, other.pk), (other.pk, one.pk)] * (THREADS // 2)
    seen = [planning.plan(planning.find(kept), planning.find(gone)).token for kept, gone in ways]
    said = together(
        [
            partial(merging.merge, kept, gone, choices={}, seen=token, by=None, at=AT)
            for (kept, gone), token in zip(ways, seen, strict=True)
        ]
    )
    (record,) = [each for each in said if isinstance(each, OrganisationMerge)]
    assert sum(isinstance(each, GoneAlready) for each in said) == THREADS - 1, said
    assert (Organisation.objects.count(), Membership.objects.count()) == (1, 1)
    said = together([partial(undoing.undo, record, by=None, at=AT)] * THREADS)
    assert sum(isinstance(each, undoing.Undone) for each in said) == 1, said
    assert sum(isinstance(each, undoing.NotUndone) for each in said) == THREADS - 1, said
    assert (Organisation.objects.count(), Membership.objects.count()) == (2, 2)

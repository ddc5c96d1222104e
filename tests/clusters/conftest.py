"""Pôles that several tests of the register's pages look at, and the register that comes with the product."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from clusters.enums import SeatRole
from clusters.fixtures import Record, read
from clusters.loading import load
from clusters.models import ClusterName, ClusterRegion, ClusterSeat, Focus, PlaceName, Region, Term
from tests import builders
from tests.visitor import full_pole


@pytest.fixture
def biovalley():
    """A pôle that changed its name, in a region that was merged into another, with its spellings."""
    reform = dt.date(2016, 1, 1)
    grand_est = builders.region()
    alsace = Region.objects.create(
        slug="alsace", name="Alsace", insee_code="42", valid_until=reform, successor=grand_est
    )
    PlaceName.objects.create(text="Elzas", language="nl", region=alsace)
    cluster = builders.cluster("alsace-biovalley", "BioValley France")
    renamed = dt.date(2019, 2, 1)
    builders.fact(ClusterName, cluster=cluster, text="Alsace Biovalley", valid_until=renamed)
    builders.fact(
        ClusterName, cluster=cluster, text="BioValley France", stated_on=renamed, valid_from=renamed
    )
    builders.fact(ClusterRegion, cluster=cluster, region=alsace, valid_until=reform)
    builders.fact(ClusterRegion, cluster=cluster, region=grand_est, stated_on=reform)
    builders.fact(ClusterSeat, cluster=cluster, city=builders.city(), role=SeatRole.HEAD_OFFICE)
    cancer = builders.theme("cancer", label_nl="Kanker", label_fr="Cancer", label_en="Cancer")
    Term.objects.create(theme=cancer, language="nl", text="oncologie")
    builders.fact(Focus, cluster=cluster, theme=cancer, weight=3)
    return cluster


@pytest.fixture
def other():
    """A pôle that no search for BioValley may find."""
    cluster = builders.cluster("mer-bretagne", "Mer Bretagne")
    builders.fact(ClusterName, cluster=cluster, text="Mer Bretagne")
    bretagne = builders.region("bretagne", insee_code="53")
    builders.fact(ClusterRegion, cluster=cluster, region=bretagne)
    brest = builders.city("brest", region=bretagne, latitude="48.39029", longitude="-4.48628")
    builders.fact(ClusterSeat, cluster=cluster, city=brest, role=SeatRole.HEAD_OFFICE)
    builders.fact(Focus, cluster=cluster, theme=builders.theme("fishery"), weight=2)
    return cluster


@pytest.fixture
def merged(biovalley):
    ended = full_pole("cancer-toulouse", "Cancer Toulouse")
    builders.succession(ended, biovalley, on=dt.date(2019, 9, 20))
    return ended


@cache
def records() -> list[Record]:
    """The register without the words people write, which hold no fact and take long to store."""
    return [record for record in read(Path(settings.BASE_DIR) / "fixtures") if record.model is not Term]


@pytest.fixture(scope="module")
def stored(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The register, stored once for all tests of a file and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(records(), at=builders.AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def register(stored: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The stored register; what a test changes is put back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)

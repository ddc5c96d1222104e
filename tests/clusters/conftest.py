"""Pôles that several tests of the register's pages look at."""

import datetime as dt

import pytest

from clusters.enums import SeatRole
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

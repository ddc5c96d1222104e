"""The register out and in again by django-import-export: the same rows, in every format."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.models import Cluster, Focus, Membership, Organisation, Source, Theme
from clusters.resources import (
    ClusterResource,
    FocusResource,
    MembershipResource,
    OrganisationResource,
    SourceResource,
    ThemeResource,
)
from clusters.spreadsheets import FORMATS
from tests import builders

pytestmark = pytest.mark.django_db
# What others stand on comes in first.
RESOURCES = [
    SourceResource,
    ThemeResource,
    ClusterResource,
    OrganisationResource,
    MembershipResource,
    FocusResource,
]
EVERY_FORMAT = pytest.mark.parametrize("of", FORMATS, ids=[of.NAME for of in FORMATS])
# Workbooks have no sign for control characters, and one line break.
typed = st.text(
    st.one_of(
        st.sampled_from("'=+-@|%＝ \t\n\u00a0\u200b;,\"<&_x000D_0123456789/-eE"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    ),
    max_size=40,
)


def register(*texts: str) -> None:
    """A small register in which these texts stand wherever a text may stand."""
    text = iter([*texts, *["gewoon"] * 20])
    source = builders.source(
        "bron", title="Bron " + next(text), remark=next(text), retrieved_on=dt.date(2026, 1, 2)
    )
    wide = builders.theme("breed", label_nl=next(text), label_fr=next(text), label_en="x")
    theme = builders.theme("smal", label_nl="007", broader=wide, on_form=True, position=3)
    pole = builders.cluster("pool", "Pool " + next(text), list_number=3, website_verified=True)
    city = builders.city("lille", name="Lille")
    firm = builders.organisation(
        "firma", "=" + next(text), city=city, siren="552100554", remark=next(text), kind="research"
    )
    builders.organisation("tweede", next(text) or "x", website="https://firma.example/?a=1&b=2")
    fact = {"source": source, "stated_on": dt.date(2014, 12, 18)}
    Membership.objects.create(
        cluster=pole, organisation=firm, quote=next(text), remark_nl=next(text), disputed=True, **fact
    )
    Membership.objects.create(
        cluster=pole,
        organisation=firm,
        relation="partner",
        valid_from=dt.date(2015, 1, 1),
        source_line=7,
        **fact,
    )
    Focus.objects.create(cluster=pole, theme=theme, weight=3, wording=next(text), **fact)
    Focus.objects.create(cluster=pole, theme=theme, weight=1, valid_until=dt.date(2016, 1, 1), **fact)


def stored() -> dict[str, list[dict[str, Any]]]:
    models: list[type[Any]] = [Source, Theme, Cluster, Organisation, Membership, Focus]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def brought_in(resource: Any, of: Any, content: Any) -> Any:
    if isinstance(content, str):
        content = content.encode()
    return resource().import_data(of().create_dataset(content), raise_errors=True)


@EVERY_FORMAT
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(typed, min_size=10, max_size=10))
def test_what_went_out_comes_back_over_rows_that_were_spoilt_and_rows_that_are_gone(of, texts, db):
    Theme.objects.update(broader=None)
    for model in (Focus, Membership, Organisation, Cluster, Theme, Source):
        model._default_manager.all().delete()
    register(*texts)
    files = [(each, of().export_data(each().export())) for each in RESOURCES]
    before = stored()
    Organisation.objects.filter(slug="firma").update(name="bedorven", remark="", kind="company")
    Theme.objects.update(label_nl="bedorven")
    Membership.objects.update(quote="bedorven", source_line=None)
    Focus.objects.all().delete()
    Organisation.objects.filter(memberships=None).delete()
    for resource, content in files:
        brought_in(resource, of, content)
    keyed = {"Focus", "Organisation"}  # what was gone has another number now
    for name, rows in stored().items():
        without = {"id"} if name in keyed else set()
        assert [{k: v for k, v in row.items() if k not in without} for row in rows] == [
            {k: v for k, v in row.items() if k not in without} for row in before[name]
        ]


@EVERY_FORMAT
def test_the_same_file_twice_changes_nothing(of):
    register("=1+1", " x ", "'", "3-4")
    files = [(each, of().export_data(each().export())) for each in RESOURCES]
    before = stored()
    for resource, content in files:
        totals = brought_in(resource, of, content).totals
        assert (totals["new"], totals["update"], totals["error"]) == (0, 0, 0)
        assert totals["skip"] == resource._meta.model._default_manager.count() > 0
    assert stored() == before

"""Many tables read in one question: the same rows as asked one by one, with what belongs to them."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

from clusters.models import City, Cluster, ClusterName, Event, Region, Sector, Source, Sourced
from clusters.together import Part, hang, read_together
from tests import builders

pytestmark = pytest.mark.django_db
FACTS: list[type[Model]] = [
    model
    for model in apps.get_app_config("clusters").get_models()
    if issubclass(model, Sourced) and not hasattr(model, "history_id")
]


def columns(row):
    """Every column with its type: 317 is not 317.00."""
    values = ((field.attname, getattr(row, field.attname)) for field in row._meta.concrete_fields)
    return {name: (type(value), str(value)) for name, value in values}


def test_every_row_of_the_register_is_what_it_is_when_asked_for_alone(django_assert_num_queries, tmp_path):
    fixtures = settings.BASE_DIR / "fixtures"
    (tmp_path / "register").symlink_to(fixtures / "register")
    (tmp_path / "vocabulary").mkdir()
    for table in ("themes.csv", "focuses.csv"):  # without the thousands of terms, which no page reads so
        (tmp_path / "vocabulary" / table).symlink_to(fixtures / "vocabulary" / table)
    call_command("load_register", folder=tmp_path, verbosity=0)
    models: list[type[Model]] = [City, Cluster, Region, Sector, Source, *FACTS]
    with django_assert_num_queries(1):
        found = read_together({model.__name__: Part(model._default_manager.all()) for model in models})
    for model in models:
        alone = model._default_manager.order_by("pk")
        assert list(map(columns, found[model.__name__])) == list(map(columns, alone)), model.__name__
    assert sum(map(len, found.values())) > 800


def test_what_is_related_comes_along_and_is_none_where_there_is_nothing(django_assert_num_queries):
    heir, before = builders.cluster("nord", "Pôle Nord"), builders.cluster("avant", "Pôle d'avant")
    builders.succession(before, heir)
    builders.fact(Event, cluster=heir, kind="moved", text_nl="Verhuisd.")
    parts = {
        "poles": Part(Cluster.objects.all(), ("sector", "succession__successor__sector"), ("-slug",)),
        "events": Part(Event.objects.all(), ("cluster", "organisation__city")),
    }
    with django_assert_num_queries(1):
        found = read_together(parts)
        [first, last], [event] = found["poles"], found["events"]
        assert (first.slug, last.slug) == ("nord", "avant")
        assert not hasattr(first, "succession")
        assert last.succession.successor.sector.slug == first.sector.slug
        assert (event.cluster.name, event.organisation) == ("Pôle Nord", None)


def test_children_hang_on_their_parents_without_another_question(django_assert_num_queries):
    named, nameless = builders.cluster("nord", "Pôle Nord"), builders.cluster("sud", "Pôle Sud")
    for text in ("Pôle Nord", "Grand Nord"):
        builders.fact(ClusterName, cluster=named, text=text)
    rows = list(ClusterName.objects.order_by("pk"))
    with django_assert_num_queries(0):
        hang(rows, [named, nameless], by="cluster_id", name="names")
        assert [name.text for name in named.names.all()] == ["Pôle Nord", "Grand Nord"]
        assert list(nameless.names.all()) == []


def test_a_part_without_rows_and_parts_that_can_have_none_are_empty():
    builders.cluster()
    nothing = {"none": Part(City.objects.filter(pk__in=[])), "no": Part(City.objects.all())}
    assert read_together(nothing) == {"none": [], "no": []}
    assert len(read_together({**nothing, "poles": Part(Cluster.objects.all())})["poles"]) == 1

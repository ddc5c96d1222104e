"""Every page of the staff site opens: the walk follows the registry, so that a new page is walked too."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters import models as register
from contacts import introductions, review
from contacts import models as desk
from contacts.enums import MailKind, MailStatus
from tests import builders
from tests.builders import AT, LONG_AGO

pytestmark = pytest.mark.django_db

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
NAMES = [model._meta.label for model in REGISTERED]


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def one_of_everything(anouk, number=1):
    """A row of every registered model."""
    fact = {"source": builders.source(), "stated_on": LONG_AGO}
    region = register.Region.objects.create(
        slug=f"r{number}", insee_code=f"{number:02}", name=f"Région {number}"
    )
    city = register.City.objects.create(slug=f"c{number}", name=f"Ville {number}", region=region)
    pole = builders.cluster(f"pole-{number}")
    other = builders.cluster(f"old-{number}")
    organisation = register.Organisation.objects.create(
        slug=f"o{number}", name=f"Société {number}", city=city
    )
    theme = builders.theme(f"theme-{number}")
    network = register.Network.objects.create(slug=f"n{number}", name=f"Réseau {number}")
    line = register.StrategicLine.objects.create(cluster=pole, title_nl="lijn", number=number, **fact)
    builders.succession(other, pole)
    builders.cluster_contact(pole)
    register.PlaceName.objects.create(text="Elzas", region=region)
    register.Term.objects.create(theme=theme, text=f"beeld {number}", language="nl")
    register.OrganisationName.objects.create(organisation=organisation, text="SA", **fact)
    register.LineLead.objects.create(line=line, organisation=organisation, **fact)
    register.NetworkParticipation.objects.create(network=network, cluster=pole, **fact)
    for model, values in {
        register.ClusterName: {"text": "Pôle"},
        register.ClusterRegion: {"region": region},
        register.ClusterSeat: {"city": city, "role": "named"},
        register.Label: {"phase": "IV", "begins_on": LONG_AGO, "ends_on": LONG_AGO},
        register.Focus: {"theme": theme, "weight": 2, "line": line},
        register.Membership: {"organisation": organisation},
        register.Project: {"name": "P", "led_by": organisation},
        register.Facility: {"name": "F", "city": city},
        register.Agreement: {"kind": "agreement", "counterpart_nl": "X"},
        register.Evaluation: {"programme_nl": "X", "year": 2013, "rating_nl": "goed"},
        register.Figure: {"measure": "members", "label_nl": "leden", "value": 12, "unit_nl": "leden"},
        register.Statement: {"kind": "goal", "text_nl": "doel"},
        register.Event: {"kind": "other", "text_nl": "iets"},
    }.items():
        model.objects.create(cluster=pole, **values, **fact)
    request = builders.request(themes=[theme], organisation_name=f"Bedrijf {number}")
    request = review.take(request, by=anouk, at=AT)
    introduction = introductions.prepare(request, pole, by=anouk, at=AT)
    desk.Match.objects.create(request=request, cluster=pole, rank=1, band="strong", score=1)
    desk.OutgoingMail.objects.create(
        request=request,
        introduction=introduction,
        kind=MailKind.INTRODUCTION,
        recipient="claire@pole.example",
        language="fr",
        subject="x",
        body="x",
        message_id=f"<{number}@office.example>",
        status=MailStatus.FAILED,
        created_at=AT,
        not_before=AT,
    )


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_every_list_opens_and_searches(client, anouk, model):
    one_of_everything(anouk)
    response = client.get(page(model, "changelist"), {"q": "d'Ém x"})
    assert response.status_code == 200
    opened = client.get(page(model, "changelist"))
    assert opened.status_code == 200
    if model.__name__ != "Group":
        assert opened.context["cl"].result_count >= 1


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_every_add_page_opens_or_says_that_rows_are_not_made_by_hand(client, anouk, model):
    response = client.get(page(model, "add"))
    made_by_hand = admin.site._registry[model].has_add_permission(response.wsgi_request)
    assert response.status_code == (200 if made_by_hand else 403)


@pytest.mark.parametrize(
    "model", [m for m in REGISTERED if m.__name__ != "Group"], ids=lambda m: m._meta.label
)
def test_every_row_has_its_page_and_its_history(client, anouk, model):
    one_of_everything(anouk)
    row = model._default_manager.first()
    assert client.get(page(model, "change", row.pk)).status_code == 200
    assert client.get(page(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_a_page_of_a_row_that_is_not_there_says_so(client, anouk, model):
    assert client.get(page(model, "change", 999_999), follow=True).status_code in (200, 404)


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("model", REGISTERED, ids=NAMES)
def test_a_list_costs_the_same_for_two_rows_as_for_six(client, anouk, model):
    for number in (1, 2):
        one_of_everything(anouk, number)
    client.get(page(model, "changelist"))
    few = queries(client, page(model, "changelist"))
    for number in range(3, 7):
        one_of_everything(anouk, number)
    assert queries(client, page(model, "changelist")) == few


def test_a_card_costs_the_same_however_much_is_on_it(client, anouk):
    one_of_everything(anouk)
    pole = register.Cluster.objects.get(slug="pole-1")
    client.get(page(register.Cluster, "change", pole.pk))
    few = queries(client, page(register.Cluster, "change", pole.pk))
    for number in range(2, 7):
        organisation = register.Organisation.objects.create(slug=f"o{number}", name=f"Société {number}")
        fact = {"source": builders.source(f"s{number}"), "stated_on": LONG_AGO, "cluster": pole}
        register.Membership.objects.create(organisation=organisation, **fact)
        register.Focus.objects.create(theme=builders.theme(f"t{number}"), weight=1, **fact)
        register.Figure.objects.create(measure="x", label_nl="x", value=1, unit_nl="x", **fact)
    assert queries(client, page(register.Cluster, "change", pole.pk)) == few


def test_home_costs_the_same_however_much_waits(client, anouk):
    one_of_everything(anouk)
    client.get(reverse("admin:index"))
    few = queries(client, reverse("admin:index"))
    for number in range(2, 8):
        one_of_everything(anouk, number)
    assert queries(client, reverse("admin:index")) == few <= 15

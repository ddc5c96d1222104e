"""Every page of the staff site opens: the walk follows the registry, so that a new page is walked too."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from attache.models import SitePage
from clusters import models as register
from contacts import introductions, letter_templates, review
from contacts import models as desk
from contacts.enums import MailKind, MailStatus
from tests import builders
from tests.builders import AT, LONG_AGO

pytestmark = pytest.mark.django_db

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
SEARCHED = {register.Cluster, register.Organisation, register.Theme, register.Source, desk.Enquirer}


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
    of_pole: dict[Any, dict[str, Any]] = {
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
        register.ThemeMention: {"theme": theme, "wording_nl": "beelden"},
        register.Ambiguity: {"kind": "naming", "title_nl": "Twee namen"},
    }
    for model, values in of_pole.items():
        model.objects.create(cluster=pole, **values, **fact)
    register.AmbiguitySource.objects.create(
        ambiguity=pole.ambiguities.get(), source=builders.source("second")
    )
    request = builders.request(themes=[theme], organisation_name=f"Bedrijf {number}")
    request = review.take(request, by=anouk, at=AT)
    introduction = introductions.prepare(request, pole, by=anouk, at=AT)
    own = letter_templates.delivered("teaser", "fr")
    desk.LetterTemplate.objects.get_or_create(
        kind="teaser", language="fr", defaults={"subject": own.subject, "body": own.body}
    )
    page = {"dated": LONG_AGO, "body_nl": "Tekst", "body_en": "Text", "body_fr": "Texte"}
    SitePage.objects.get_or_create(key="privacy", defaults=page)
    register.Download.objects.create(
        kind="list", subject="clusters.theme", file_format="csv", way="staff", begun_at=AT, by=anouk
    )
    register.OrganisationPair.objects.create(
        one=organisation,
        other=builders.organisation(f"two-{number}", "Tweede"),
        state="apart",
        likeness=0,
        found_at=AT,
        decided_at=AT,
    )
    register.OrganisationMerge.objects.create(
        kept=organisation,
        kept_number=organisation.pk,
        kept_name=f"Société {number}",
        gone_number=9_000_000 + number,
        gone_name="Société vroeger",
        by=anouk,
        merged_at=AT,
    )
    register.MemberImport.objects.create(
        cluster=pole, file_name="leden.csv", digest="0" * 64, begun_at=AT, header=["name"], rows=[[2, "Elan"]]
    )
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


# The walks below go round the whole registry in one test each: what is walked takes longest to make.


def test_every_list_opens_and_searches(client, anouk):
    one_of_everything(anouk)
    for model in REGISTERED:
        opened = client.get(page(model, "changelist"))
        assert opened.status_code == 200, model
        assert opened.context["cl"].result_count or model is Group, model
        searched = client.get(page(model, "changelist"), {"q": "d'Ém x"})
        assert searched.status_code == 200, model
        assert searched.context["cl"].search_fields or model not in SEARCHED, model


def test_every_add_page_opens_or_says_that_rows_are_not_made_by_hand(client, anouk):
    for model in REGISTERED:
        response = client.get(page(model, "add"))
        made_by_hand = admin.site._registry[model].has_add_permission(response.wsgi_request)
        assert response.status_code == (200 if made_by_hand else 403), model


def test_every_row_has_its_page_and_its_history(client, anouk):
    one_of_everything(anouk)
    for model in REGISTERED:
        if row := model._default_manager.first():
            assert client.get(page(model, "change", row.pk)).status_code == 200, model
            assert client.get(page(model, "history", row.pk)).status_code == 200, model


def test_a_row_that_is_not_there_is_no_fault_of_ours(client, anouk):
    for model in REGISTERED:
        assert client.get(page(model, "change", 999_999)).status_code in (302, 404), model


def test_every_page_refuses_whoever_has_no_permission(client):
    client.force_login(builders.staff("new", superuser=False))
    for model in REGISTERED:
        assert client.get(page(model, "changelist")).status_code == 403, model
        assert client.get(page(model, "add")).status_code == 403, model


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_every_list_costs_the_same_for_two_rows_as_for_six(client, anouk):
    for number in (1, 2):
        one_of_everything(anouk, number)
    lists = [page(model, "changelist") for model in REGISTERED]
    client.get(lists[0])
    few = {address: queries(client, address) for address in lists}
    for number in range(3, 7):
        one_of_everything(anouk, number)
    assert {address: queries(client, address) for address in lists} == few


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


# --- what the building blocks promise ----------------------------------------------------------------


def saved(client, address, **changes):
    """Post the page's own form back with `changes`."""
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    filled = {name: "" if value is None else value for name, value in values.items() if value is not False}
    context = client.get(address).context
    management = {
        f"{each.formset.prefix}-{name}": value
        for each in context["inline_admin_formsets"]
        for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }
    return client.post(address, {"_version": context["row_version"], **management, **filled, **changes})


def test_a_pole_is_renamed_with_its_history_and_a_new_version(client, anouk):
    pole = builders.cluster("medicen", "Medicen")
    address = page(register.Cluster, "change", pole.pk)
    assert saved(client, address, name="Medicen Paris Region").status_code == 302
    pole.refresh_from_db()
    assert (pole.name, pole.version) == ("Medicen Paris Region", 2)
    html = client.get(page(register.Cluster, "history", pole.pk)).content.decode()
    assert "<del>Medicen</del> → <ins>Medicen Paris Region</ins>" in html
    assert "Anouk de Vries" in html


@pytest.mark.parametrize("kind", ["with a version column", "without one"])
def test_a_form_opened_before_a_colleague_saved_shows_both_and_stores_nothing(client, anouk, kind):
    row: Any = builders.theme("imaging") if kind == "without one" else builders.cluster("medicen")
    field = "label_nl" if kind == "without one" else "name"
    address = page(type(row), "change", row.pk)
    old = client.get(address).context["row_version"]
    assert saved(client, address, **{field: "Theirs"}).status_code == 302
    late = saved(client, address, **{field: "Mine", "_version": old})
    html = late.content.decode()
    assert late.status_code == 409
    assert ">Mine</td>" in html
    assert ">Theirs</td>" in html
    assert f'<input type="hidden" name="{field}" value="Mine">' in html
    row.refresh_from_db()
    assert getattr(row, field) == "Theirs"
    assert saved(client, address, **{field: "Mine"}).status_code == 302


def test_after_a_mistake_the_form_keeps_the_version_it_was_opened_with(client, anouk):
    pole = builders.cluster("medicen", "Medicen")
    address = page(register.Cluster, "change", pole.pk)
    old = client.get(address).context["row_version"]
    saved(client, address, name="Theirs")
    assert saved(client, address, name="", _version=old).status_code == 409


def test_two_can_edit_different_facts_of_one_card(client, anouk):
    pole = builders.cluster()
    fact = {"source": builders.source(), "stated_on": LONG_AGO, "cluster": pole}
    first, second = (register.ClusterName.objects.create(text=text, **fact) for text in ("A", "B"))
    pages = [page(register.ClusterName, "change", row.pk) for row in (first, second)]
    versions = [client.get(address).context["row_version"] for address in pages]
    for address, version, text in zip(pages, versions, ("A2", "B2"), strict=True):
        response = saved(client, address, text=text, _version=version)
        assert response["Location"] == page(register.Cluster, "change", pole.pk)
    assert set(pole.names.values_list("text", flat=True)) == {"A2", "B2"}


def test_a_pole_never_becomes_its_own_successor_by_detours(client, anouk):
    first, second = builders.cluster("first"), builders.cluster("second")
    builders.succession(first, second)
    form = {
        "predecessor": second.pk,
        "successor": first.pk,
        "source": builders.source().pk,
        "stated_on": "2020-01-01",
        "stated_precision": "day",
    }
    with zeal_ignore():  # two fields for a pôle are two questions, however many pôles there are
        response = client.post(page(register.Succession, "add"), form)
    assert response.status_code == 200
    assert register.Succession.objects.count() == 1


def test_a_colleagues_account_is_edited_under_its_version_too(client, anouk):
    bram = builders.staff("bram")
    address = page(type(bram), "change", bram.pk)
    old = client.get(address).context["row_version"]
    bram.first_name = "Theirs"
    bram.save()
    late = client.post(address, {"_version": old, "username": "bram", "first_name": "Mine"})
    assert late.status_code == 409
    assert ">Theirs</td>" in late.content.decode()

"""A request that came by mail, by telephone or at a fair is entered by hand, through the same intake."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from contacts.enums import MailKind
from contacts.models import IntroductionRequest, OutgoingMail
from tests import builders

pytestmark = pytest.mark.django_db

ADD = "/admin/contacts/introductionrequest/add/"


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def filled_in(client, **changes):
    return {
        "token": client.get(ADD).context["form"].signed_token,
        "channel": "fair",
        "received_on": timezone.localdate().isoformat(),
        "language": "fr",
        "organisation": "Ortholink B.V.",
        "organisation_kind": "sme",
        "person": "Sanne Bakker",
        "email": "sanne@ortholink.example",
        "text": "Wij zoeken een ziekenhuis voor onze MRI-software bij knieklachten.",
        "acknowledge": "on",
        "take": "on",
        **changes,
    }


def test_a_request_from_a_fair_is_stored_taken_acknowledged_and_opened(client, anouk):
    response = client.post(ADD, filled_in(client, release=["text"], confidential="on", kvk="1234 5678"))
    row = IntroductionRequest.objects.get()
    assert response["Location"] == f"/admin/contacts/introductionrequest/{row.pk}/change/"
    assert (row.channel, row.language, row.release, row.confidential) == ("fair", "fr", ["text"], True)
    assert (row.enquirer.kvk, row.assigned_to, row.status) == ("12345678", anouk, "in_review")
    assert OutgoingMail.objects.get().kind == MailKind.ACKNOWLEDGEMENT  # and no notice: the office knows
    assert row.story.filter(action="received").get().by == anouk
    assert row.shortlist_drawn_at is not None


def test_neither_taken_nor_acknowledged_unless_ticked(client, anouk):
    client.post(ADD, {k: v for k, v in filled_in(client).items() if k not in ("acknowledge", "take")})
    row = IntroductionRequest.objects.get()
    assert (row.assigned_to, row.status) == (None, "received")
    assert not OutgoingMail.objects.exists()


def test_a_mail_of_last_month_was_received_last_month(client, anouk):
    day = timezone.localdate() - dt.timedelta(days=31)
    client.post(ADD, filled_in(client, channel="mail", received_on=day.isoformat()))
    row = IntroductionRequest.objects.get()
    assert timezone.localdate(row.received_at) == day
    assert timezone.localdate(row.story.first().at) == timezone.localdate()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("received_on", (timezone.localdate() + dt.timedelta(days=2)).isoformat(), "still to come"),
        ("received_on", "2004-12-31", "before 2005"),
        ("received_on", "0001-01-01", "before 2005"),
        ("received_on", "", "Fill in the day"),
        ("received_on", "yesterday", "Enter a valid date"),
        ("channel", "", "Choose how it came in."),
        ("channel", "form", "form is not one of the available choices"),
        ("organisation", "", "Fill in the name of the organisation."),
        ("person", " ", "Fill in who asked."),
        ("email", "", "without one nobody can answer them"),
        ("email", "sanne@", "Fill in one e-mail address"),
        ("text", "", "Fill in what they are looking for."),
        ("kvk", "123", "A KvK number has eight digits"),
        ("language", "xx", "xx is not one of the available choices"),
        ("token", "forged", "The form had been open for a long time"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_still_there(client, anouk, field, value, words):
    response = client.post(ADD, filled_in(client, phone="+31 20 555 0199", **{field: value}))
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "+31 20 555 0199" in html
    assert not IntroductionRequest.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_a_double_click_makes_one_request(client, anouk):
    typed = filled_in(client)
    first, second = client.post(ADD, typed), client.post(ADD, typed, follow=True)
    row = IntroductionRequest.objects.get()
    assert first["Location"] == second.redirect_chain[0][0]
    assert f"{row.reference} was stored already; nothing was added." in second.content.decode()
    assert OutgoingMail.objects.count() == 1
    assert not row.corrections.exists()


def test_the_same_form_changed_is_a_correction_by_who_typed_it(client, anouk):
    typed = filled_in(client)
    client.post(ADD, typed)
    again = client.post(ADD, {**typed, "region_wish": "Elzas"}, follow=True)
    row = IntroductionRequest.objects.get()
    assert "waits there to be taken over" in again.content.decode()
    assert row.corrections.get().changes == {"region_wish": {"before": "", "after": "Elzas"}}
    assert row.story.get(action="corrected").by == anouk
    assert OutgoingMail.objects.count() == 1


def test_entering_needs_its_own_permission(client):
    person = builders.staff("reader", superuser=False)
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(person)
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"text": "x"}).status_code == 403
    person.user_permissions.add(Permission.objects.get(codename="add_introductionrequest"))
    assert client.get(ADD).status_code == 200


def test_a_name_of_120_characters_and_a_long_text_fit(client, anouk):
    client.post(ADD, filled_in(client, person="x" * 120, organisation="y" * 200, text="z " * 5_000))
    assert IntroductionRequest.objects.get().contact.name == "x" * 120

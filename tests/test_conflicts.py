"""Two people, one record: every form carries what it was opened with, and nobody overwrites unseen."""

import datetime as dt
import html as markup
import re

import pytest
from django.contrib import admin
from django.urls import reverse
from zeal import zeal_ignore

from clusters import models as register
from clusters.models import ClusterContact
from contacts import introductions, review
from contacts.enums import MailStatus
from contacts.models import ContactPerson, Enquirer, OutgoingMail
from tests import builders
from tests.builders import AT, LONG_AGO
from tests.test_admin_pages import one_of_everything, page, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def opened(client, address):
    """What the open page would send back: its own hidden fields."""
    context = client.get(address).context
    return {"_version": context["row_version"], "_before": context["before"]}


def form_of(html, button):
    """The hidden fields of the form with this button, ready to be sent."""
    form = next(each for each in re.findall(r"<form.*?</form>", html, re.DOTALL) if f">{button}<" in each)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    sent: dict[str, list[str]] = {}
    for name, value in found:
        sent.setdefault(name, []).append(markup.unescape(value))
    return sent


def test_every_form_of_every_model_refuses_a_save_and_a_deletion_without_its_version(client, anouk):
    one_of_everything(anouk)
    for model, pages in admin.site._registry.items():
        row = model._default_manager.order_by("-pk").first()
        if row is None:
            continue
        with zeal_ignore():
            change = client.post(page(model, "change", row.pk), {})
            delete = client.post(page(model, "delete", row.pk), {"post": "yes"})
        may_change = pages.has_change_permission(change.wsgi_request, row)
        may_delete = pages.has_delete_permission(delete.wsgi_request, row)
        assert change.status_code == (409 if may_change else 403) or change.status_code == 405, model
        assert delete.status_code == (302 if may_delete else 403), model
        assert model._default_manager.filter(pk=row.pk).exists(), model


def test_three_columns_say_who_changed_what(client, anouk):
    pole = builders.cluster("medicen", "Medicen")
    address = page(register.Cluster, "change", pole.pk)
    old = opened(client, address)
    saved(client, address, name="Medicen Paris", website="https://theirs.example/")
    late = saved(client, address, name="Médicen", list_number="7", website="", **old)
    html = late.content.decode()
    assert late.status_code == 409
    fields = {each.label: each for each in late.context["compared"]}
    name, website, number = fields["Name"], fields["Website"], fields["Number in the office's list"]
    assert (name.mine, name.theirs, name.before, name.clashes) == (
        "Médicen",
        "Medicen Paris",
        "Medicen",
        True,
    )
    assert (website.i_changed, website.they_changed) == (False, True)
    assert (number.i_changed, number.they_changed) == (True, False)
    assert "both of you" in html
    assert "only you" in html
    assert "only your colleague" in html
    assert "Anouk de Vries stored it last" in html


def test_both_changes_are_stored_where_they_touch_different_fields(client, anouk):
    pole = builders.cluster("medicen", "Medicen")
    address = page(register.Cluster, "change", pole.pk)
    old = opened(client, address)
    saved(client, address, website="https://theirs.example/")
    html = saved(client, address, name="Mine", website="", **old).content.decode()
    assert client.post(address, form_of(html, "Store both changes")).status_code == 302
    pole.refresh_from_db()
    assert (pole.name, pole.website, pole.version) == ("Mine", "https://theirs.example/", 3)


def test_mine_all_the_same_overwrites_with_open_eyes(client, anouk):
    pole = builders.cluster("medicen", "Medicen")
    address = page(register.Cluster, "change", pole.pk)
    old = opened(client, address)
    saved(client, address, name="Theirs", website="https://theirs.example/")
    html = saved(client, address, name="Mine", website="", **old).content.decode()
    assert "Store mine, keep what only they changed" in html
    assert client.post(address, form_of(html, "Store mine all the same")).status_code == 302
    pole.refresh_from_db()
    assert (pole.name, pole.website) == ("Mine", "")


def test_a_third_who_was_faster_is_compared_with_what_was_seen_last(client, anouk):
    pole = builders.cluster("medicen", "Medicen")
    address = page(register.Cluster, "change", pole.pk)
    old = opened(client, address)
    saved(client, address, website="https://theirs.example/")
    html = saved(client, address, name="Mine", website="", **old).content.decode()
    saved(client, address, list_number="9")
    again = client.post(address, form_of(html, "Store both changes"))
    assert again.status_code == 409
    number = next(each for each in again.context["compared"] if each.label == "Number in the office's list")
    assert (number.mine, number.theirs, number.they_changed) == ("", "9", True)
    client.post(address, form_of(again.content.decode(), "Store both changes"))
    pole.refresh_from_db()
    assert (pole.name, pole.website, pole.list_number) == ("Mine", "https://theirs.example/", 9)


def test_dates_and_chosen_rows_are_read_in_words_and_merged(client, anouk):
    row = builders.fact(register.ClusterRegion, cluster=builders.cluster(), region=builders.region())
    other = builders.region("occitanie", insee_code="76")
    address = page(register.ClusterRegion, "change", row.pk)
    with zeal_ignore():
        old = opened(client, address)
        saved(client, address, region=other.pk)
        late = saved(client, address, region=row.region_id, valid_until="2020-02-01", **old)
        fields = {each.label: each for each in late.context["compared"]}
        region = next(each for each in fields.values() if each.they_changed)
        assert (region.mine, region.theirs) == ("Grand Est", "Occitanie")
        assert client.post(address, form_of(late.content.decode(), "Store both changes")).status_code == 302
    row.refresh_from_db()
    assert (row.region, row.valid_until, row.stated_on) == (other, dt.date(2020, 2, 1), LONG_AGO)


def test_a_colleagues_role_is_part_of_the_account_that_was_seen(client, anouk):
    bram = builders.staff("bram", superuser=False)
    address = page(type(bram), "change", bram.pk)
    old = opened(client, address)
    saved(client, address, groups=[bram.groups.model.objects.get(name="reader").pk])
    late = saved(client, address, first_name="Mine", groups=[], password="", **old)
    html = late.content.decode()
    assert late.status_code == 409
    assert "Reader: " in html
    assert bram.password not in html
    client.post(address, form_of(html, "Store both changes"))
    bram.refresh_from_db()
    assert (bram.first_name, bram.groups.get().name) == ("Mine", "reader")


def test_signing_in_is_no_change_of_an_account(client, anouk):
    bram = builders.staff("bram", superuser=False)
    address = page(type(bram), "change", bram.pk)
    old = opened(client, address)
    type(bram).objects.filter(pk=bram.pk).update(last_login=AT)
    assert saved(client, address, first_name="Mine", **old).status_code == 302


def test_a_form_that_says_nothing_of_before_still_shows_both(client, anouk):
    pole = builders.cluster("medicen", "Medicen")
    address = page(register.Cluster, "change", pole.pk)
    for broken in ("", "no json", "[1]", '{"name": 1}'):
        late = saved(client, address, name="Mine", _version="0", _before=broken)
        assert late.status_code == 409
        assert "Store both changes" not in late.content.decode()
        assert ">Medicen</td>" in late.content.decode()


def test_a_letter_edited_by_two_keeps_the_words_of_both(client, anouk):
    pole = builders.cluster()
    builders.cluster_contact(pole)
    request = review.take(builders.request(), by=anouk, at=AT)
    letter = introductions.prepare(request, pole, by=anouk, at=AT)
    address = reverse("admin:contacts_introduction_change", args=[letter.pk])
    html = client.get(address).content.decode()
    before = markup.unescape(re.findall(r'name="_before" value="([^"]+)"', html)[0])
    texts = {name: getattr(letter, name) for name in ("subject", "body", "copy_subject", "copy_body")}
    typed = {**texts, "recipient": letter.recipient_id, "_version": letter.version, "_before": before}
    step = reverse("admin:contacts_introduction_step", args=[letter.pk, "edit"])
    assert client.post(step, {**typed, "copy_subject": "Theirs"}).status_code == 302
    late = client.post(step, {**typed, "subject": "Mine"})
    assert late.status_code == 409
    assert client.post(step, form_of(late.content.decode(), "Store both changes")).status_code == 302
    letter.refresh_from_db()
    assert (letter.subject, letter.copy_subject) == ("Mine", "Theirs")


def test_what_changed_since_it_was_looked_at_is_not_deleted(client, anouk):
    organisation = builders.organisation()
    address = page(register.Organisation, "delete", organisation.pk)
    sure = {"post": "yes", "_version": client.get(address).context["row_version"]}
    saved(client, page(register.Organisation, "change", organisation.pk), name="Theirs")
    assert "Nothing was deleted" in client.post(address, sure, follow=True).content.decode()
    assert register.Organisation.objects.exists()
    sure["_version"] = client.get(address).context["row_version"]
    client.post(address, sure)
    assert not register.Organisation.objects.exists()


def test_several_are_deleted_as_they_were_seen_or_not_at_all(client, anouk):
    rows = [builders.organisation(slug) for slug in ("one", "two")]
    address = page(register.Organisation, "changelist")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    asked = client.post(address, chosen)
    sure = {**chosen, "post": "yes", "_version": asked.context["row_version"]}
    saved(client, page(register.Organisation, "change", rows[0].pk), name="Theirs")
    client.post(address, sure)
    assert register.Organisation.objects.count() == 2
    sure["_version"] = client.post(address, chosen).context["row_version"]
    client.post(address, sure)
    assert not register.Organisation.objects.exists()


def test_a_mail_a_colleague_sent_again_already_is_left_alone(client, anouk):
    one_of_everything(anouk)
    mail = OutgoingMail.objects.get(status=MailStatus.FAILED)
    change = reverse("admin:contacts_outgoingmail_change", args=[mail.pk])
    seen = client.get(change).context["seen"]
    OutgoingMail.objects.filter(pk=mail.pk).update(recipient="mended@pole.example", attempts=3)
    again = reverse("admin:contacts_outgoingmail_send_again", args=[mail.pk])
    client.post(again, {"recipient": "wrong@pole.example", "_version": seen})
    mail.refresh_from_db()
    assert (mail.recipient, mail.status) == ("mended@pole.example", MailStatus.FAILED)


def test_a_person_of_an_enquirer_is_edited_under_a_version_though_it_has_no_column_for_it(client, anouk):
    person = builders.person(builders.enquirer())
    address = page(ContactPerson, "change", person.pk)
    old = opened(client, address)
    saved(client, address, phone="+31 20 555 0199")
    html = saved(client, address, email="new@ortholink.example", phone=person.phone, **old).content.decode()
    client.post(address, form_of(html, "Store both changes"))
    person.refresh_from_db()
    assert (person.email, person.phone) == ("new@ortholink.example", "+31 20 555 0199")


# --- deleted meanwhile --------------------------------------------------------------------------------


def test_who_saves_a_row_that_was_deleted_is_told_so_keeps_what_was_typed_and_can_store_it_anew(
    client, anouk
):
    contact = builders.cluster_contact(builders.cluster())
    address = page(ClusterContact, "change", contact.pk)
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() or "" for name in form.fields}
    typed = {**values, "name": "Claire Durand", **opened(client, address)}
    contact.delete()
    answer = client.post(address, typed)
    html = answer.content.decode()
    assert answer.status_code == 410
    assert "Somebody deleted this while you were editing it" in html
    assert "Claire Durand" in html
    assert not ClusterContact.objects.exists()
    stored = client.post(page(ClusterContact, "add"), form_of(html, "Store it as a new one"))
    assert stored.status_code == 302
    assert ClusterContact.objects.get().name == "Claire Durand"


def test_who_deletes_an_enquirers_row_loses_no_colleagues_typing(client, anouk):
    enquirer = builders.enquirer()
    address = page(Enquirer, "change", enquirer.pk)
    typed = {"name": "Kwikzilver", **opened(client, address)}
    enquirer.delete()
    assert "Kwikzilver" in client.post(address, typed).content.decode()


@pytest.mark.parametrize("action", ["change", "delete"])
def test_the_page_of_a_row_that_is_gone_says_so_in_plain_words(client, anouk, action):
    address = page(ClusterContact, action, 4711)
    answer = client.get(address, follow=True)
    assert answer.redirect_chain == [(page(ClusterContact, "changelist"), 302)]
    assert "Somebody may have deleted it while you had its page open" in answer.content.decode()
    if action == "delete":
        answer = client.post(address, {"post": "yes"}, follow=True)
        assert "Somebody may have deleted it" in answer.content.decode()

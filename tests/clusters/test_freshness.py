"""What the office should look at again, and “confirmed today” in one click."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters import freshness, versions
from clusters.models import Cluster, ClusterContact, ClusterName, Label
from tests import builders
from tests.builders import fact

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 7, 1)
NOW = dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)
LONG = dt.date(2025, 6, 30)
RECENT = dt.date(2026, 5, 1)
PAGE = "/admin/clusters/freshness/"


@pytest.fixture
def anouk(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def label(pole, ends_on, *, phase="V", **fields):
    return fact(Label, cluster=pole, phase=phase, begins_on=dt.date(2019, 1, 1), ends_on=ends_on, **fields)


def found(on=TODAY):
    return freshness.look_after(on=on)


# --- what is listed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confirmed_on", "stale"),
    [
        (None, True),
        (dt.date(2025, 7, 1), True),  # twelve months to the day
        (dt.date(2025, 7, 2), False),
        (TODAY, False),
    ],
)
def test_a_card_and_a_person_are_stale_after_twelve_months_or_when_never_confirmed(confirmed_on, stale):
    pole = builders.cluster(confirmed_on=confirmed_on)
    builders.cluster_contact(pole, confirmed_on=confirmed_on)
    assert bool(found().cards) is bool(found().contacts) is stale


def test_a_year_before_the_29th_of_february_is_the_28th():
    assert freshness.a_year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)


def test_the_longest_silence_comes_first_and_never_is_the_longest():
    for slug, day in (("recent", dt.date(2025, 1, 1)), ("never", None), ("old", dt.date(2020, 1, 1))):
        builders.cluster(slug, confirmed_on=day)
    assert [row.slug for row in found().cards] == ["never", "old", "recent"]


@pytest.mark.parametrize(
    ("ends_on", "listed", "has_ended"),
    [
        (dt.date(2026, 6, 30), True, True),
        (TODAY, True, False),
        (dt.date(2026, 9, 30), True, False),
        (dt.date(2026, 10, 1), False, None),
    ],
)
def test_a_label_that_ends_this_quarter_or_has_ended_is_listed(ends_on, listed, has_ended):
    label(builders.cluster(), ends_on)
    assert [row.has_ended for row in found().labels] == ([has_ended] if listed else [])


def test_only_the_last_label_counts():
    pole = builders.cluster()
    label(pole, dt.date(2022, 12, 31), phase="IV")
    label(pole, dt.date(2026, 12, 31), phase="V")
    assert not found().labels


def test_a_label_known_to_have_ended_is_listed_no_more_but_one_that_ends_is():
    label(builders.cluster("ended", confirmed_on=RECENT), dt.date(2022, 12, 31))
    label(builders.cluster("ends", confirmed_on=RECENT), dt.date(2026, 9, 30))
    assert [row.cluster.slug for row in found().labels] == ["ends"]


def test_mail_that_came_back_is_listed_once_however_old_the_confirmation_is():
    builders.cluster_contact(builders.cluster(), bounced_on=RECENT)
    assert len(found().bounced) == 1
    assert not found().contacts


def test_nobody_is_asked_about_a_merged_pole_or_about_people_no_longer_in_use():
    merged, successor = builders.cluster("merged"), builders.cluster("successor", confirmed_on=TODAY)
    builders.succession(merged, successor, on=dt.date(2019, 6, 1))
    builders.cluster_contact(merged, bounced_on=RECENT)
    label(merged, dt.date(2019, 3, 31))
    builders.cluster_contact(successor, is_active=False, bounced_on=RECENT)
    assert len(found()) == 0
    assert [row.slug for row in found(dt.date(2019, 5, 31)).cards] == ["merged"]


# --- confirming ---------------------------------------------------------------------------------------


def test_a_confirmed_card_says_when_and_by_whom(anouk):
    pole = builders.cluster()
    token = versions.tokens([pole.pk])[pole.pk]
    freshness.confirm_card(pole.pk, token=token, by=anouk, at=NOW)
    pole.refresh_from_db()
    assert (pole.confirmed_on, pole.version) == (TODAY, 2)
    told = versions.tell(versions.moments_of(pole.pk))[0]
    assert (told.who, told.entries[0].changes[0].new) == ("Anouk de Vries", "1 juli 2026")


def test_the_day_is_that_of_the_office_not_of_greenwich(anouk):
    pole = builders.cluster()
    token = versions.tokens([pole.pk])[pole.pk]
    late = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    assert freshness.confirm_card(pole.pk, token=token, by=anouk, at=late).confirmed_on == TODAY


def test_a_card_is_not_confirmed_when_a_fact_on_it_was_changed_meanwhile(anouk):
    pole = builders.cluster()
    token = versions.tokens([pole.pk])[pole.pk]
    fact(ClusterName, cluster=pole, text="New")
    with pytest.raises(freshness.Stale):
        freshness.confirm_card(pole.pk, token=token, by=anouk, at=NOW)
    assert Cluster.objects.get().confirmed_on is None


def test_a_confirmed_person_has_no_mail_that_came_back(anouk):
    person = builders.cluster_contact(builders.cluster(), bounced_on=RECENT)
    seen = versions.version_of(person)
    freshness.confirm_contact(person.pk, seen=seen, at=NOW)
    person.refresh_from_db()
    assert (person.confirmed_on, person.bounced_on) == (TODAY, None)
    with pytest.raises(freshness.Stale):
        freshness.confirm_contact(person.pk, seen=seen, at=NOW)


# --- the page -----------------------------------------------------------------------------------------


def pressed(client, address, token, **more):
    return client.post(address, {"token": token, **more}, follow=True)


def test_one_click_on_the_list_confirms_card_and_person(client, anouk):
    pole = builders.cluster("medicen", "Medicen")
    builders.cluster_contact(pole, name="Claire Dubois")
    listed = client.get(PAGE).context
    for row in (listed["cards"][0], listed["contacts"][0]):
        html = pressed(client, row["confirm"], row["token"]).content.decode()
        assert "is confirmed as of today" in html
    assert Cluster.objects.get().confirmed_on == ClusterContact.objects.get().confirmed_on == TODAY
    assert not client.get(PAGE).context["cards"]


def test_the_list_says_never(client, anouk):
    builders.cluster()
    assert "never confirmed" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("kind", ["cards", "contacts"])
def test_a_click_on_an_old_list_confirms_nothing_and_says_why(client, anouk, kind):
    pole = builders.cluster("medicen", "Medicen")
    person = builders.cluster_contact(pole)
    row = client.get(PAGE).context[kind][0]
    pole.name = person.name = "Changed"
    pole.save()
    person.save()
    html = pressed(client, row["confirm"], row["token"]).content.decode()
    assert "Somebody changed this" in html
    assert (Cluster.objects.get().confirmed_on, ClusterContact.objects.get().confirmed_on) == (None, None)


@pytest.mark.parametrize("kind", ["cards", "contacts"])
def test_a_click_for_what_was_deleted_meanwhile_is_no_fault(client, anouk, kind):
    pole = builders.cluster()
    builders.cluster_contact(pole)
    row = client.get(PAGE).context[kind][0]
    pole.delete()
    assert "was deleted meanwhile" in pressed(client, row["confirm"], row["token"]).content.decode()


def test_a_confirmation_is_a_post_with_the_page_s_own_token(anouk):
    pole = builders.cluster()
    address = reverse("admin:clusters_confirm_card", args=[pole.pk])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anouk)
    token = versions.tokens([pole.pk])[pole.pk]
    assert strict.post(address, {"token": token}).status_code == 403
    assert strict.get(address).status_code == 405
    assert Cluster.objects.get().confirmed_on is None


def test_one_goes_back_where_one_came_from_and_never_elsewhere(client, anouk):
    pole = builders.cluster()
    address = reverse("admin:clusters_confirm_card", args=[pole.pk])
    card = reverse("admin:clusters_cluster_change", args=[pole.pk])
    assert client.post(address, {"next": card})["Location"] == card
    assert client.post(address, {"next": "https://elsewhere.example/"})["Location"] == PAGE


def test_whoever_may_only_look_sees_no_button_no_person_and_confirms_nothing(client, anouk):
    pole = builders.cluster()
    person = builders.cluster_contact(pole, name="Claire Dubois")
    reader = builders.staff("reader", superuser=False)
    client.force_login(reader)
    assert client.get(PAGE).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_cluster"))
    html = client.get(PAGE).content.decode()
    assert pole.name in html
    assert "Claire Dubois" not in html
    assert "Confirmed today</button>" not in html.replace('<span class="visually-hidden">', "")
    for name, row in (("card", pole), ("contact", person)):
        address = reverse(f"admin:clusters_confirm_{name}", args=[row.pk])
        assert client.post(address, {"token": "x"}).status_code == 403


def test_home_leads_there_with_the_number(client, anouk):
    builders.cluster_contact(builders.cluster())
    tile = client.get("/admin/").context["counts"][-1]
    assert (tile.number, tile.address) == (2, PAGE)


def test_the_list_costs_the_same_for_one_pole_as_for_six(client, anouk):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    def pole(number):
        row = builders.cluster(f"pole-{number}")
        builders.cluster_contact(row)
        builders.cluster_contact(row, bounced_on=RECENT)
        label(row, dt.date(2026, 9, 30))

    pole(0)
    cost()
    few = cost()
    for number in range(1, 6):
        pole(number)
    assert cost() == few <= 8

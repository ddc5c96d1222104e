"""A number no row can have, or a day before the calendar, is an odd value and not a failure."""

import pytest

from tests import builders

pytestmark = pytest.mark.django_db

INBOX = "/admin/contacts/introductionrequest/"
LONG = "1" * 5_000


@pytest.fixture(autouse=True)
def _signed_in(client):
    client.force_login(builders.staff("anouk"))


def test_a_list_since_before_the_calendar_finds_nothing(client):
    assert client.get(f"{INBOX}?view=all&since=0001-01-01").status_code == 200


@pytest.mark.parametrize("field", ["_version", "_story"])
def test_a_step_under_an_endless_number_is_a_conflict(client, field):
    row = builders.request()
    answer = client.post(f"{INBOX}{row.pk}/step/take/", {"_version": "99", field: LONG})
    assert answer.status_code == 409


def test_bulk_under_an_endless_version_leaves_the_row_alone(client):
    row = builders.request()
    data = {"action": "take_selected", "_selected_action": [str(row.pk), LONG], f"version-{row.pk}": LONG}
    assert client.post(f"{INBOX}?view=all", data).status_code == 302
    row.refresh_from_db()
    assert row.assigned_to is None


def test_an_endless_number_of_a_run_is_no_run(client):
    assert client.get(f"/admin/contacts/matching/?run={LONG}").status_code == 200


def test_a_card_of_an_endless_number_has_no_history(client):
    for number in (LONG, "9" * 20, "٣"):
        assert client.get(f"/admin/clusters/cluster/{number}/history/").status_code in (302, 404)
        assert client.get(f"/admin/clusters/cluster/{number}/history/1/").status_code in (302, 404)
    card = builders.cluster()
    assert client.get(f"/admin/clusters/cluster/{card.pk}/history/{'9' * 4_000}/").status_code == 404


@pytest.mark.parametrize("number", [LONG, "9" * 20, "٣"])
def test_a_choice_of_an_endless_number_on_a_stale_page_is_no_choice(client, number):
    contact = builders.cluster_contact(builders.cluster())
    address = f"/admin/clusters/clustercontact/{contact.pk}/change/"
    data = {"_version": "0", "cluster": number, "name": "Claire"}
    assert client.post(address, data).status_code in (200, 409)

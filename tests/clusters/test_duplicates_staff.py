"""Organisations once, on the staff site: looked at, said to be two, merged after a look, undone."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attache import roles
from attache.models import User
from clusters.models import (
    Cluster,
    Membership,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    OrganisationPair,
)
from tests import builders

PAIRS = "/admin/clusters/organisationpair/"


@pytest.fixture
def pole(db: None) -> Cluster:
    builders.city("lyon")
    builders.city("paris")
    return builders.cluster("biopole-nord")


@pytest.fixture
def kept(pole: Cluster) -> Organisation:
    return builders.organisation(
        "elan", "Élan", city=builders.city("lyon"), siren="552100554", website="https://www.elan.example/nl"
    )


@pytest.fixture
def gone(pole: Cluster) -> Organisation:
    row = builders.organisation(
        "elan-2", "ELAN Biotech", city=builders.city("lyon"), website="http://elan.example"
    )
    builders.fact(Membership, cluster=pole, organisation=row)
    return row


@pytest.fixture
def attache(client: Any, pole: Cluster) -> User:
    user = builders.staff("anouk", superuser=False)
    roles.give(user, "attache")
    client.force_login(user)
    return user


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def address(one: Organisation, other: Organisation) -> str:
    return reverse("admin:clusters_organisation_merge_with", args=[one.pk, other.pk])


def merge(client: Any, one: Organisation, other: Organisation, **said: str) -> Any:
    context = client.get(address(one, other)).context
    plan = context["plan"]
    typed = {"keep": plan.kept.pk, "token": plan.token, **said}
    return client.post(address(one, other), typed, follow=True)


def listed(client: Any, query: str = "") -> list[str]:
    return [str(pair) for pair in client.get(PAIRS + query).context["cl"].result_list]


def test_opening_the_list_finds_the_pairs_and_shows_what_tells_them_apart(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    page = client.get(PAIRS).content.decode()
    for shown in (
        "Élan",
        "ELAN Biotech",
        "SIREN 552100554",
        "elan.example",
        "the same website",
        "1 pôle<",
        "0 pôles",
    ):
        assert shown in page
    assert address(kept, gone) in page


def test_the_list_is_filtered_and_searched_in_any_spelling(
    client: Any, attache: User, pole: Cluster, kept: Organisation, gone: Organisation
) -> None:
    builders.fact(OrganisationName, organisation=gone, text="Hôpital d’Émeraude")
    builders.organisation("beta", "Beta", city=builders.city("paris"))
    builders.organisation("beta-2", "Béta SA")
    both = ["Élan – ELAN Biotech", "Beta – Béta SA"]
    assert sorted(listed(client)) == sorted(both)
    assert listed(client, "?reason=same_site") == both[:1]
    assert listed(client, "?reason=elsewhere") == both[1:]
    assert listed(client, f"?pole={pole.pk}") == both[:1]
    assert listed(client, "?q=hopital d'emeraude") == both[:1]
    assert listed(client, "?state__exact=apart") == []
    assert sorted(listed(client, "?reason=nonsense&pole=x")) == sorted(both)


def test_that_two_are_two_is_said_on_the_row_and_can_be_taken_back(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    listed(client)
    pair = OrganisationPair.objects.get()
    decide = reverse("admin:clusters_organisationpair_decide", args=[pair.pk])
    page = client.post(f"{decide}?state__exact=open", {"say": "apart"}, follow=True)
    assert page.redirect_chain[0][0] == f"{PAIRS}?state__exact=open"
    assert "Élan" in told(page)[0]
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("apart", attache)
    assert listed(client, "?state__exact=open") == []
    client.post(decide, {"say": "open"})
    assert len(listed(client, "?state__exact=open")) == 1
    pair.delete()
    assert "not there any more" in told(client.post(decide, {"say": "apart"}, follow=True))[0]
    assert client.get(decide).status_code == 405


def test_a_merge_is_shown_done_and_undone(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    listed(client)
    page = client.get(address(gone, kept))
    assert (page.context["plan"].kept, page.context["plan"].gone) == (kept, gone)
    assert [each["name"] for each in page.context["asked"]] == ["name", "website"]
    assert Organisation.objects.count() == 2
    done = merge(client, kept, gone, **{"take-website": "gone"})
    assert told(done) == ["Merged. It can be undone on this page."]
    kept.refresh_from_db()
    assert kept.website == "http://elan.example"
    assert [str(name) for name in kept.names.all()] == ["ELAN Biotech"]
    assert Membership.objects.get().organisation == kept
    record = OrganisationMerge.objects.get()
    assert record.by == attache
    look = reverse("admin:clusters_organisationmerge_look", args=[record.pk])
    undone = client.post(look, {"action": "undo"}, follow=True)
    assert "as before" in told(undone)[0]
    assert Membership.objects.get().organisation == gone
    again = client.post(look, {"action": "undo"}, follow=True)
    assert told(again) == ["This merge was undone already."]


def test_the_other_one_can_be_kept(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    page = client.get(f"{address(kept, gone)}?keep={gone.pk}")
    plan = page.context["plan"]
    assert plan.kept == gone
    client.post(address(kept, gone), {"keep": gone.pk, "token": plan.token})
    gone.refresh_from_db()
    assert gone.siren == "552100554"


def test_a_double_click_merges_once_and_says_so(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    plan = client.get(address(kept, gone)).context["plan"]
    typed = {"keep": kept.pk, "token": plan.token}
    client.post(address(kept, gone), typed)
    client.get("/admin/")
    second = client.post(address(kept, gone), typed, follow=True)
    assert "merged into “Élan” already" in told(second)[-1]
    assert OrganisationMerge.objects.count() == 1


def test_what_changed_meanwhile_is_shown_again_with_what_was_chosen(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    plan = client.get(address(kept, gone)).context["plan"]
    Organisation.objects.filter(pk=gone.pk).update(remark="Nieuw")
    typed = {"keep": kept.pk, "token": plan.token, "take-website": "gone"}
    page = client.post(address(kept, gone), typed)
    assert page.status_code == 200
    assert "Nothing was merged" in told(page)[0]
    (website,) = [each for each in page.context["asked"] if each["name"] == "website"]
    assert [chosen for _key, _shown, chosen in website["offered"]] == [False, True]
    assert "Nieuw" in page.content.decode()
    assert Organisation.objects.count() == 2


def test_what_cannot_be_merged_is_a_sentence(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    for method in (client.get, client.post):
        assert "itself" in told(method(address(kept, kept), follow=True))[0]
        beyond = reverse("admin:clusters_organisation_merge_with", args=[kept.pk, 999_999])
        assert "not there any more" in told(method(beyond, follow=True))[0]
    gone.siren = "732829320"
    gone.save()
    assert "SIREN" in told(client.get(address(kept, gone), follow=True))[0]
    huge = reverse("admin:clusters_organisation_merge_with", args=[kept.pk, 10**40])
    for keep in (kept.pk, 10**40):
        assert "not there any more" in told(client.post(huge, {"keep": keep}, follow=True))[0]
    assert client.get(reverse("admin:clusters_organisation_merge", args=[10**40])).status_code == 302
    assert client.get(reverse("admin:clusters_organisationmerge_look", args=[10**40])).status_code == 404
    assert client.post(reverse("admin:clusters_organisationpair_decide", args=[10**40])).status_code == 302
    assert client.get(f"{PAIRS}?pole={10**18}").status_code == 200
    odd = {"keep": "12", "token": "x\x00", "take-name": "nonsense"}
    assert client.post(address(kept, gone), odd, follow=True).status_code == 200


def test_another_one_is_chosen_by_hand_by_any_of_its_names(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    builders.fact(OrganisationName, organisation=gone, text="Hôpital")
    choose = reverse("admin:clusters_organisation_merge", args=[kept.pk])
    for query, number in (
        ("hopital biotech", 1),
        ("biotech", 1),
        ("elan", 1),
        ("niets", 0),
        ("'", 0),
        ("", 0),
    ):
        page = client.get(choose, {"q": query})
        assert len(page.context["found"]) == number, query
    assert address(kept, gone) in client.get(choose, {"q": "biotech"}).content.decode()
    merge(client, kept, gone)
    assert "already" in told(client.get(choose.replace(str(kept.pk), str(gone.pk)), follow=True))[-1]


def test_the_organisations_own_pages_lead_to_its_pairs(
    client: Any, attache: User, kept: Organisation, gone: Organisation
) -> None:
    listed(client)
    page = client.get(reverse("admin:clusters_organisation_change", args=[kept.pk])).content.decode()
    assert "May be the same organisation" in page
    assert address(kept, gone) in page
    assert reverse("admin:clusters_organisation_merge", args=[kept.pk]) in page
    assert (
        "1 doubtful pair<" in client.get(reverse("admin:clusters_organisation_changelist")).content.decode()
    )


def test_a_reader_looks_and_changes_nothing(client: Any, kept: Organisation, gone: Organisation) -> None:
    reader = builders.staff("rik", superuser=False)
    roles.give(reader, "reader")
    client.force_login(reader)
    page = client.get(PAIRS).content.decode()
    assert "ELAN Biotech" in page
    assert "formaction" not in page
    assert address(kept, gone) not in page
    assert client.get(address(kept, gone)).status_code == 403
    assert (
        "/merge/"
        not in client.get(reverse("admin:clusters_organisation_change", args=[kept.pk])).content.decode()
    )


def test_an_organisation_in_a_pair_can_be_deleted_by_who_may(
    client: Any, kept: Organisation, gone: Organisation
) -> None:
    coordinator = builders.staff("cora", superuser=False)
    roles.give(coordinator, "coordinator")
    client.force_login(coordinator)
    listed(client)
    assert OrganisationPair.objects.exists()
    page = reverse("admin:clusters_organisation_delete", args=[kept.pk])
    form = client.get(page)
    assert not form.context["perms_lacking"]
    client.post(page, {"post": "yes", "_version": form.context["row_version"]})
    assert not Organisation.objects.filter(pk=kept.pk).exists()
    assert not OrganisationPair.objects.exists()


def test_list_page_and_preview_cost_the_same_for_many_rows_as_for_few(client: Any, attache: User) -> None:
    taken = []
    for number in (2, 30):
        Membership.objects.all().delete()
        Organisation.objects.all().delete()
        rows = [
            builders.organisation(f"o{each}", "Élan", city=builders.city("lyon")) for each in range(number)
        ]
        poles = [builders.cluster(f"p-{number}-{each}") for each in range(number)]
        for pole in poles:
            for row in rows[:2]:
                builders.fact(Membership, cluster=pole, organisation=row)
        builders.fact(Membership, cluster=poles[0], organisation=rows[1], relation="project_lead")
        client.get(PAIRS)
        cost = []
        for page in (
            PAIRS,
            reverse("admin:clusters_organisation_change", args=[rows[0].pk]),
            reverse("admin:clusters_organisation_merge", args=[rows[0].pk]) + "?q=elan",
            address(rows[0], rows[1]),
        ):
            client.get(page)  # what kinds of rows there are is asked once in a process
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            cost.append(len(queries))
        taken.append(cost)
    assert taken[0] == taken[1]

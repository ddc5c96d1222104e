"""Lists of members on the staff site: looked at row by row, stored whole or in part, undone, thrown away."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from attache import roles
from attache.models import User
from clusters.member_lists.headings import understand
from clusters.member_lists.reading import read_rows
from clusters.models import City, Cluster, MemberImport, Membership, Organisation, Region
from tests import builders

TODAY = dt.date(2026, 9, 1)
UPLOAD = "/admin/clusters/memberimport/upload/"


@pytest.fixture
def pole(db: None) -> Cluster:
    region = Region.objects.create(slug="ara", insee_code="84", name="Auvergne-Rhône-Alpes")
    City.objects.create(slug="lyon", name="Lyon", region=region)
    City.objects.create(slug="paris", name="Paris", region=region)
    return builders.cluster("biopole-nord")


@pytest.fixture
def attache(client: Any, pole: Cluster) -> User:
    user = builders.staff("anouk", superuser=False)
    roles.give(user, "attache")
    client.force_login(user)
    return user


def brought_in(client: Any, pole: Cluster, content: str | bytes, name: str = "leden.csv", **said: Any) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(UPLOAD, {"cluster": pole.pk, "file": SimpleUploadedFile(name, data), **said})


def look_address() -> str:
    return reverse("admin:clusters_memberimport_look", args=[MemberImport.objects.latest("pk").pk])


def act(client: Any, action: str, **said: Any) -> Any:
    address = look_address()
    context = client.get(address).context
    return client.post(address, {"action": action, "token": context.get("token", ""), **said}, follow=True)


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_list_is_looked_at_stored_and_undone(client: Any, pole: Cluster, attache: User) -> None:
    answer = brought_in(client, pole, "naam;stad;Effectif\nÉlan;Lyon;12\nBeta;Lyon;3\n")
    page = client.get(answer["Location"])
    assert [(key, count) for key, _label, count in page.context["counts"]] == [
        ("wrong", 0),
        ("doubtful", 0),
        ("new", 2),
        ("changed", 0),
        ("same", 0),
    ]
    assert "Effectif" in page.content.decode()
    assert not Organisation.objects.exists()
    act(client, "all")
    membership = Membership.objects.get(organisation__name="Élan")
    assert membership.history.get().history_user == attache
    act(client, "undo")
    assert not Organisation.objects.exists()
    assert MemberImport.objects.get().state == "undone"


def test_wrong_rows_come_first_and_only_the_good_ones_are_stored_when_one_says_so(
    client: Any, pole: Cluster, attache: User
) -> None:
    brought_in(client, pole, "name;siren\nÉlan;\nBeta;123\n")
    page = client.get(look_address())
    assert [row.number for row in page.context["rows"]] == [3, 2]
    assert "Row 3, column “siren”, “123”" in page.content.decode()
    assert 'value="all"' not in page.content.decode()
    act(client, "all")
    assert not Organisation.objects.exists()
    act(client, "good")
    assert [each.name for each in Organisation.objects.all()] == ["Élan"]


def test_sentences_are_in_the_language_of_who_reads_them(client: Any, pole: Cluster, attache: User) -> None:
    User.objects.update(language="nl")
    brought_in(client, pole, "naam;siren\nBeta;123\n")
    with translation.override("nl"):
        (row,) = client.get(look_address()).context["rows"]
        (expected,) = read_rows(
            [(2, ["Beta", "123"])], ["naam", "siren"], understand(["naam", "siren"]), today=TODAY
        )
    assert row.sentences == list(expected.faults)


def test_a_file_that_cannot_be_read_is_refused_at_the_field_and_nothing_is_kept(
    client: Any, pole: Cluster, attache: User
) -> None:
    before = set(Path(tempfile.gettempdir()).glob("*.upload*"))
    for content in (
        b"",
        b"%PDF",
        b"name;city\n;\n\n",
        b"bedrag\n12\n",
        b'name\n"Elan\n',
        b"name\n" + b"x" * 3_000_000,
    ):
        answer = brought_in(client, pole, content)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]
    assert not MemberImport.objects.exists()
    assert set(Path(tempfile.gettempdir()).glob("*.upload*")) == before


def test_a_doubtful_row_is_answered_on_the_page(client: Any, pole: Cluster, attache: User) -> None:
    known = Organisation.objects.create(slug="elan", name="Élan", city=City.objects.get(slug="paris"))
    brought_in(client, pole, "name;city\nÉlan;Lyon\n")
    page = act(client, "answer", **{"answer-2": str(known.pk)})
    assert [str(row.standing) for row in page.context["rows"]] == ["new"]
    act(client, "all")
    assert Membership.objects.get().organisation == known
    known.refresh_from_db()
    assert known.city == City.objects.get(slug="lyon")


def test_another_column_can_be_named_by_hand(client: Any, pole: Cluster, attache: User) -> None:
    brought_in(client, pole, "name;Implantation\nÉlan;Lyon\n")
    act(client, "answer", **{"column-1": "city"})
    act(client, "all")
    assert Organisation.objects.get().city == City.objects.get(slug="lyon")


def test_when_no_heading_is_the_name_one_says_by_hand_which_column_has_it(
    client: Any, pole: Cluster, attache: User
) -> None:
    brought_in(client, pole, "KUNNR;NAME1;;ORT01\n100;Élan;;Lyon\n200;Béta;PME;Paris\n", "export.txt")
    page = client.get(look_address())
    assert "NAME1" in page.context["problem"], "row, headings and remedy, as at the field"
    assert page.context["others"] == [
        (0, "KUNNR", "100", ""),
        (1, "NAME1", "Élan", ""),
        (2, "without a heading", "PME", ""),
        (3, "ORT01", "Lyon", ""),
    ]
    assert 'value="all"' not in page.text
    assert 'value="good"' not in page.text
    assert "no column has the names" in told(act(client, "good"))[0]
    double = {"column-1": "name", "column-3": "name"}
    page = act(client, "answer", **double)
    assert "both hold the same" in page.context["problem"]
    assert [said for *_others, said in page.context["others"]] == ["", "name", "", "name"], "nothing is lost"
    page = act(client, "answer", **{"column-1": "name", "column-2": "kind", "column-3": "city"})
    assert [str(row.standing) for row in page.context["rows"]] == ["new", "new"]
    act(client, "all")
    found = Organisation.objects.order_by("name").values_list("name", "kind", "city__name")
    assert list(found) == [("Béta", "sme", "Paris"), ("Élan", "company", "Lyon")]


def test_two_columns_of_the_same_are_told_apart_by_hand(client: Any, pole: Cluster, attache: User) -> None:
    brought_in(client, pole, "Nom;Naam;ville\nX1;Élan;Lyon\n")
    assert "both hold the same" in client.get(look_address()).context["problem"]
    page = act(client, "answer", **{"column-1": "name"})
    assert [(row.name, str(row.standing)) for row in page.context["rows"]] == [("Élan", "new")]


def test_a_list_of_very_many_columns_can_still_be_answered(client: Any, pole: Cluster, attache: User) -> None:
    headings = ";".join(f"x{number}" * 300 for number in range(1500))
    brought_in(client, pole, f"{headings};NAME1\n{';'.join(['y' * 90] * 1500)};Élan\n")
    page = client.get(look_address())
    assert len(page.context["others"]) <= 500, "a page can send a thousand answers at most"
    assert len(page.content) < 500_000


def test_answers_that_no_page_offers_change_nothing(client: Any, pole: Cluster, attache: User) -> None:
    other = Organisation.objects.create(slug="ander", name="Ander")
    brought_in(client, pole, "name;city\nÉlan;Lyon\n")
    odd = {"answer-2": str(other.pk), "answer-x": "1", "column-99": "city", "column-0": "nothing"}
    page = act(client, "answer", **odd)
    assert [str(row.standing) for row in page.context["rows"]] == ["new"]
    act(client, "all")
    assert Membership.objects.get().organisation != other


def test_what_a_colleague_changed_meanwhile_is_looked_at_first(
    client: Any, pole: Cluster, attache: User
) -> None:
    brought_in(client, pole, "name;city\nÉlan;Lyon\n")
    token = client.get(look_address()).context["token"]
    Organisation.objects.create(slug="elan", name="Élan", city=City.objects.get(slug="lyon"))
    answer = client.post(look_address(), {"action": "all", "token": token}, follow=True)
    assert "look again" in told(answer)[0]
    assert not Membership.objects.exists()


def test_a_list_can_be_thrown_away(client: Any, pole: Cluster, attache: User) -> None:
    brought_in(client, pole, "name\nÉlan\n")
    act(client, "discard")
    assert not MemberImport.objects.exists()


def test_one_needs_leave_to_bring_in_organisations_too(client: Any, pole: Cluster) -> None:
    user = builders.staff("half", superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="import_membership"))
    client.force_login(user)
    assert brought_in(client, pole, "name\nÉlan\n").status_code == 403
    assert not MemberImport.objects.exists()


def test_five_thousand_rows_are_a_page_of_two_megabytes_at_most_in_as_many_queries_as_five(
    client: Any, pole: Cluster, attache: User
) -> None:
    taken = []
    for number in (5, 5000):
        rows = "".join(f"Lid {each};Lyon;{'x' * 60}\n" for each in range(number))
        brought_in(client, pole, f"name;city;website\n{rows}")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(look_address())
        taken.append(len(queries))
        assert len(page.content) < 2_000_000
        assert page.context["number"] == number
    assert taken[0] == taken[1] <= 20


def test_list_and_card_lead_to_the_page_for_who_may(client: Any, pole: Cluster, attache: User) -> None:
    for address in (
        reverse("admin:clusters_membership_changelist"),
        reverse("admin:clusters_cluster_change", args=[pole.pk]),
        reverse("admin:clusters_memberimport_changelist"),
    ):
        assert UPLOAD in client.get(address).content.decode()
    form = client.get(f"{UPLOAD}?cluster={pole.pk}").context["form"]
    assert form.initial == {"cluster": str(pole.pk)}

"""Organisations are tagged with themes when their words change, and named where somebody looks for one."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters import member_themes
from clusters.cards.carriers import NAMED
from clusters.enums import Derived, MembershipRelation, TermMode
from clusters.member_lists import undoing
from clusters.member_themes import Tagged, tag, tag_all, tag_due
from clusters.models import (
    Derivation,
    Focus,
    MemberImport,
    Membership,
    Organisation,
    OrganisationName,
    OrganisationTheme,
    Term,
    Theme,
)
from clusters.resources import MembershipResource, OrganisationResource
from tests import builders
from tests.clusters.test_member_lists import command, last_line, stored
from tests.clusters.test_member_lists import pole as pole  # noqa: PLC0414  # a fixture

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 9, 1, 10, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2099, 9, 1, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def vocabulary() -> None:
    for slug, text in (("imaging", "imagerie"), ("cancer", "cancérologie"), ("surgery", "chirurgie")):
        theme = builders.theme(slug, slug.title())
        Term.objects.create(theme=theme, language="fr", text=text, mode=TermMode.STEM)


def tags() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    rows = OrganisationTheme.objects.order_by("organisation__name", "theme__slug")
    for name, theme, words in rows.values_list("organisation__name", "theme__slug", "words"):
        found.setdefault(name, {})[theme] = words
    return found


# --- tagging ---------------------------------------------------------------------------------------------


def test_names_other_names_and_activity_are_read_and_the_desks_own_remark_is_not() -> None:
    by_name = builders.organisation("alpha", "Alpha Imagerie")
    by_other = builders.organisation("beta", "Beta")
    builders.fact(OrganisationName, organisation=by_other, text="Beta Chirurgie")
    by_activity = builders.organisation("gamma", "Gamma", activity="Cancérologie et imagerie")
    by_remark = builders.organisation("delta", "Delta", remark="Doet aan imagerie")
    done = tag(each.pk for each in (by_name, by_other, by_activity, by_remark))
    assert done == Tagged(read=4, changed=3)
    assert tags() == {
        "Alpha Imagerie": {"imaging": ["Imagerie"]},
        "Beta": {"surgery": ["Chirurgie"]},
        "Gamma": {"cancer": ["Cancérologie"], "imaging": ["imagerie"]},
    }


def test_tagging_again_changes_nothing_and_writes_nothing() -> None:
    key = builders.organisation("alpha", "Alpha Imagerie").pk
    tag([key])
    before = list(OrganisationTheme.objects.values())
    with CaptureQueriesContext(connection) as queries:
        assert tag([key, key, 999_999]) == Tagged(read=1, changed=0)
    assert list(OrganisationTheme.objects.values()) == before
    assert not [each for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert tag([]) == Tagged()


def test_a_theme_that_is_no_longer_said_goes_and_its_words_follow_the_spelling() -> None:
    row = builders.organisation("alpha", "Alpha Imagerie", activity="chirurgie")
    tag([row.pk])
    Organisation.objects.update(name="Alpha IMAGERIE", activity="")
    assert tag([row.pk]).changed == 1
    assert tags() == {"Alpha IMAGERIE": {"imaging": ["IMAGERIE"]}}


def test_after_the_vocabulary_changed_all_are_tagged_anew_and_else_what_was_written_since() -> None:
    builders.organisation("alpha", "Alpha Imagerie")
    assert tag_due(at=LATER) == Tagged(read=1, changed=1, all=True)
    assert tag_due(at=LATER) == Tagged()
    Derivation.objects.update(made_at=AT)
    Organisation.objects.all()[0].save()  # its history says so
    row = builders.organisation("beta", "Beta")
    builders.fact(OrganisationName, organisation=row, text="Beta Chirurgie")
    Organisation.objects.create(slug="gone", name="Gone").delete()
    assert tag_due(at=LATER) == Tagged(read=2, changed=1)
    Term.objects.create(theme=Theme.objects.get(slug="imaging"), language="fr", text="radiologie")
    builders.organisation("gamma", "Radiologie Martin")
    assert tag_due(at=LATER) == Tagged(read=3, changed=1, all=True)
    assert Derivation.objects.get().what == Derived.MEMBER_THEMES


def test_a_term_taken_out_takes_its_tags_along() -> None:
    builders.organisation("alpha", "Alpha Imagerie")
    tag_all(at=AT)
    Term.objects.filter(text="imagerie").delete()
    assert tag_due(at=LATER) == Tagged(read=1, changed=1, all=True)
    assert tags() == {}


def test_the_worker_prints_one_line_of_what_it_did() -> None:
    builders.organisation("alpha", "Alpha Imagerie")
    said = []
    for _round in range(2):
        out = io.StringIO()
        call_command("tag_members", "--once", stdout=out)
        said.append(out.getvalue())
    assert said == ["tagged 1, changed 1, all of them: the vocabulary changed\n", "tagged 0, changed 0\n"]


@pytest.mark.parametrize("number", [3, 300])
def test_tagging_takes_the_same_few_queries_whatever_the_number(number: int) -> None:
    rows = [Organisation(slug=f"o-{each}", name=f"Imagerie {each}") for each in range(number)]
    Organisation.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as queries:
        tag_all(at=AT)
    assert OrganisationTheme.objects.count() == number
    assert len(queries) <= 16


# --- when a list comes in --------------------------------------------------------------------------------

LIST = "naam;stad;domaine d'activité\nAlpha Imagerie;Lyon;\nBeta;Lyon;Cancérologie\n"


def test_an_imported_list_is_tagged_as_it_is_stored_and_untagged_when_undone(pole: Any) -> None:
    record = stored(pole, LIST)
    assert tags() == {"Alpha Imagerie": {"imaging": ["Imagerie"]}, "Beta": {"cancer": ["Cancérologie"]}}
    undone = undoing.undo(record, by=None, at=AT)
    assert (undone.left, tags(), list(Organisation.objects.all())) == ([], {}, [])


def test_what_an_organisation_does_is_new_changed_or_the_same_and_an_empty_cell_takes_nothing_away(
    pole: Any,
) -> None:
    stored(pole, LIST)
    stored(pole, "naam;stad;activiteiten\nAlpha Imagerie;Lyon;Chirurgie\nBeta;Lyon;\n")
    assert dict(Organisation.objects.values_list("name", "activity")) == {
        "Alpha Imagerie": "Chirurgie",
        "Beta": "Cancérologie",
    }
    assert tags()["Alpha Imagerie"].keys() == {"imaging", "surgery"}
    record = MemberImport.objects.latest("pk")
    assert (record.new, record.changed, record.same) == (0, 1, 1)


def test_the_exported_list_is_a_list_that_comes_in_and_changes_nothing(pole: Any, tmp_path: Any) -> None:
    stored(pole, LIST)
    Organisation.objects.filter(name="Beta").update(activity='Cancérologie,\nimagerie; "en meer"')
    file = tmp_path / "organisations.csv"
    file.write_text(OrganisationResource().export().csv, encoding="utf-8")
    assert file.read_text(encoding="utf-8").splitlines()[0].endswith(",activity")
    before = [list(model.objects.values()) for model in (Organisation, Membership, OrganisationTheme)]
    assert last_line(command(file)) == "new 0, changed 0, same 2, wrong 0"
    assert before == [list(model.objects.values()) for model in (Organisation, Membership, OrganisationTheme)]
    table = MembershipResource().export()
    assert table.headers[-1] == "activity"
    assert sorted(table["activity"]) == sorted(Organisation.objects.values_list("activity", flat=True))


def test_an_undone_change_gives_the_organisation_its_earlier_themes_back(pole: Any) -> None:
    stored(pole, LIST)
    before = tags()
    record = stored(pole, "naam;stad;activity\nBeta;Lyon;Chirurgie\n")
    assert tags()["Beta"].keys() == {"surgery"}
    undoing.undo(record, by=None, at=AT)
    assert tags() == before


def test_tagging_a_long_list_as_it_is_stored_takes_few_queries(pole: Any, tmp_path: Any) -> None:
    file = tmp_path / "leden.csv"
    rows = [f"Imagerie {each};Lyon;Chirurgie" for each in range(2500)]
    file.write_text("\n".join(["name;city;activity", *rows]), encoding="utf-8")
    with CaptureQueriesContext(connection) as queries:
        assert last_line(command(file)) == "new 2500, changed 0, same 0, wrong 0"
    assert OrganisationTheme.objects.count() == 5000
    assert len(queries) <= 60


# --- on the staff site -----------------------------------------------------------------------------------


@pytest.fixture
def staff(client: Any) -> Any:
    client.force_login(builders.staff())
    return client


def form_of(client: Any, row: Any) -> dict[str, Any]:
    address = reverse(f"admin:clusters_{row._meta.model_name}_change", args=[row.pk])
    context = client.get(address).context
    form = context["adminform"].form
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    said |= {context["version_field"]: context["row_version"], context["before_field"]: context["before"]}
    for inline in context["inline_admin_formsets"]:
        said |= {f"{inline.formset.prefix}-{each}_FORMS": "0" for each in ("TOTAL", "INITIAL")}
    return {name: "" if value is None else value for name, value in said.items()}


def save(client: Any, row: Any, **changes: Any) -> None:
    address = reverse(f"admin:clusters_{row._meta.model_name}_change", args=[row.pk])
    answer = client.post(address, {**form_of(client, row), **changes})
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def test_saving_an_organisation_tags_it_and_its_page_shows_the_themes_with_their_words(staff: Any) -> None:
    row = builders.organisation("alpha", "Alpha")
    page = staff.get(reverse("admin:clusters_organisation_change", args=[row.pk])).content.decode()
    assert "None, in its names and in what it does." in page
    save(staff, row, activity="Imagerie <b>médicale</b> et chirurgie")
    assert tags() == {"Alpha": {"imaging": ["Imagerie"], "surgery": ["chirurgie"]}}
    page = staff.get(reverse("admin:clusters_organisation_change", args=[row.pk])).content.decode()
    assert 'Imaging <span class="quiet">(“Imagerie”)</span>' in page
    save(staff, row, activity="")
    assert tags() == {}


def test_a_new_organisation_is_tagged_and_its_empty_form_speaks_of_no_themes(staff: Any) -> None:
    address = reverse("admin:clusters_organisation_add")
    assert "themes recognised" not in staff.get(address).content.decode()
    said = {"slug": "alpha", "name": "Alpha Imagerie", "kind": "company", "country": "FR"}
    counts = {
        f"{name}-{each}_FORMS": "0"
        for name in ("names", "memberships", "events")
        for each in ("TOTAL", "INITIAL")
    }
    assert staff.post(address, {**said, **counts}).status_code == 302
    assert tags() == {"Alpha Imagerie": {"imaging": ["Imagerie"]}}


def test_another_name_tags_its_organisation_when_saved_moved_and_deleted(staff: Any) -> None:
    alpha, beta = builders.organisation("alpha", "Alpha"), builders.organisation("beta", "Beta")
    name = builders.fact(OrganisationName, organisation=alpha, text="Institut")
    save(staff, name, text="Institut d'imagerie")
    assert tags().keys() == {"Alpha"}
    save(staff, name, organisation=beta.pk)
    assert tags().keys() == {"Beta"}
    version = staff.get(reverse("admin:clusters_organisationname_delete", args=[name.pk])).context
    staff.post(
        reverse("admin:clusters_organisationname_delete", args=[name.pk]),
        {"post": "yes", version["version_field"]: version["row_version"]},
    )
    assert not OrganisationName.objects.exists()
    assert tags() == {}


@pytest.mark.parametrize("page", ["organisation", "membership"])
def test_staff_look_for_organisations_and_memberships_by_theme(staff: Any, page: str) -> None:
    address = reverse(f"admin:clusters_{page}_changelist")
    pole = builders.cluster()

    def furnish(start: int, number: int) -> None:
        for each in range(start, number):
            for word in ("imagerie", "plomberie"):
                row = builders.organisation(f"{word}-{each}", f"Atelier {word} {each}")
                builders.fact(Membership, cluster=pole, organisation=row)
        tag_all(at=AT)

    counts, found = [], None
    for start, number in ((0, 2), (2, 12)):
        furnish(start, number)
        with CaptureQueriesContext(connection) as queries:
            found = staff.get(address, {"theme": "imaging"})
        counts.append(len(queries))
        assert found.context["cl"].result_count == number
    assert counts[0] == counts[1]
    assert found is not None
    text = found.content.decode()
    assert "Atelier imagerie" in text
    assert "Atelier plomberie" not in text
    assert "?theme=imaging" in text
    assert "?theme=surgery" not in text  # nobody carries it


def test_an_unknown_theme_in_the_address_finds_nothing_and_says_so(staff: Any) -> None:
    builders.organisation("alpha", "Alpha Imagerie")
    found = staff.get(reverse("admin:clusters_organisation_changelist"), {"theme": "no-such"})
    assert found.context["cl"].result_count == 0
    assert "no-such” is not a choice" in found.content.decode()


def test_deleting_a_theme_asks_as_many_questions_whatever_the_number_that_carry_it(staff: Any) -> None:
    address = reverse("admin:clusters_theme_delete", args=[Theme.objects.get(slug="imaging").pk])
    counts = []
    for start, number in ((0, 2), (2, 30)):
        for each in range(start, number):
            builders.organisation(f"o-{each}", f"Imagerie {each}")
        tag_all(at=AT)
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- on the public card ----------------------------------------------------------------------------------


def member(pole: Any, name: str, **fields: Any) -> Organisation:
    row = builders.organisation(name.lower().replace(" ", "-"), name)
    builders.fact(Membership, cluster=pole, organisation=row, **fields)
    return row


def carriers_on(client: Any, address: str) -> list[str]:
    text = client.get(address).content.decode()
    lines = text.split('<p class="carriers">')[1:]
    return [" ".join(_bare(each.partition("</p>")[0]).split()) for each in lines]


def _bare(text: str) -> str:
    while "<" in text:
        before, _, rest = text.partition("<")
        text = before + rest.partition(">")[2]
    return text


@pytest.fixture
def nord() -> Any:
    cluster = builders.cluster("nord")
    builders.fact(Focus, cluster=cluster, theme=Theme.objects.get(slug="imaging"), weight=3)
    return cluster


def test_the_card_names_by_name_the_members_known_longest_that_carry_a_theme_and_how_many_more(
    client: Any, nord: Any
) -> None:
    for letter in "DBCAEFG":
        member(nord, f"{letter} Imagerie")
    member(nord, "Plomberie")
    tag_all(at=AT)
    first = ", ".join(f"{letter} Imagerie" for letter in "ABCDEFG"[:NAMED])
    assert carriers_on(client, "/en/poles/nord/") == [
        f"Members that carry this theme: {first} and {7 - NAMED} more"
    ]
    assert "No source states it." in client.get("/en/poles/nord/").content.decode()


def test_a_card_whose_members_carry_nothing_says_nothing_of_it(client: Any, nord: Any) -> None:
    member(nord, "Plomberie")
    tag_all(at=AT)
    text = client.get("/en/poles/nord/").content.decode()
    assert 'class="carriers"' not in text
    assert "No source states it." not in text


def test_the_card_of_a_day_names_who_was_a_member_then_under_the_name_of_then(client: Any, nord: Any) -> None:
    member(nord, "Gone Imagerie", valid_until=dt.date(2016, 1, 1))
    row = member(nord, "Alpha Imagerie")
    Membership.objects.create(
        cluster=nord,
        organisation=row,
        relation=MembershipRelation.LINE_LEAD,
        source=builders.source(),
        stated_on=builders.LONG_AGO,
    )
    builders.fact(
        OrganisationName, organisation=row, text="Vieille Imagerie", valid_until=dt.date(2016, 1, 1)
    )
    tag_all(at=AT)
    assert carriers_on(client, "/en/poles/nord/") == ["Members that carry this theme: Alpha Imagerie"]
    assert carriers_on(client, "/en/poles/nord/?as_of=2015-01-01") == [
        "Members that carry this theme: Vieille Imagerie, Gone Imagerie"
    ]


def test_a_card_names_carriers_in_as_many_queries_whatever_the_number_of_members(
    client: Any, nord: Any, django_assert_max_num_queries: Any
) -> None:
    counts, text = [], ""
    for start, number in ((0, 3), (3, 400)):
        for each in range(start, number):
            member(nord, f"Imagerie {each:04}")
        tag_all(at=AT)
        with django_assert_max_num_queries(6) as queries:
            text = client.get("/en/poles/nord/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert f"and {400 - NAMED} more" in text


def test_the_brochure_and_the_comparison_do_not_name_them(client: Any, nord: Any) -> None:
    builders.cluster("sud")
    member(nord, "Alpha Imagerie")
    tag_all(at=AT)
    for address in ("/en/brochure/", "/en/poles/compare/?pole=nord&pole=sud"):
        assert carriers_on(client, address) == []


def test_the_engine_comes_by_a_setting(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        version = "silent"

        def read(self, organisations: Any) -> Any:
            return ([] for _each in organisations)

    builders.organisation("alpha", "Alpha Imagerie")
    monkeypatch.setattr(member_themes, "import_string", lambda way: Silent if way == "a.reader" else None)
    settings.THEME_READER = "a.reader"
    assert tag_all(at=AT) == Tagged(read=1, changed=0, all=True)
    assert tags() == {}

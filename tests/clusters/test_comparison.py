"""Two or three pôles side by side, as a visitor meets them."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from clusters.enums import AgreementKind, EventKind, OrganisationKind, Qualifier, ThemeKind
from clusters.models import (
    Agreement,
    Cluster,
    ClusterName,
    Event,
    Figure,
    Focus,
    Membership,
    Network,
    NetworkParticipation,
    OrganisationName,
    StrategicLine,
)
from tests import builders

pytestmark = pytest.mark.django_db
ADDRESS = "/en/poles/compare/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC), tick=False):
        yield


def pole(slug, name, *, since=builders.LONG_AGO, **fields):
    cluster = builders.cluster(slug, name)
    builders.fact(ClusterName, cluster=cluster, text=name, stated_on=since, **fields)
    return cluster


@pytest.fixture
def nord():
    return pole("nord", "Pôle Nord")


@pytest.fixture
def sud():
    return pole("sud", "Pôle Sud")


@pytest.fixture
def ouest():
    return pole("ouest", "Pôle Ouest")


def text_of(response):
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    apart = re.sub(r"<(?=/?(?:dt|dd|li|p|div|td|th|h[1-6]|option)\b)", " <", main)
    return " ".join(strip_tags(apart).split())


def columns(response):
    """The pôles that are put side by side."""
    main = response.content.decode().split('aria-labelledby="glance"')
    return re.findall(r'<h3><a href="([^"]+)"', main[1].split("</section>")[0]) if len(main) > 1 else []


def rows(response, table):
    """The rows of the table with that label, as lists of texts."""
    body = response.content.decode().split(f'aria-label="{table}"')[1].split("</table>")[0]
    return [
        [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>.*?</tr>", body.split("<tbody>")[1], re.DOTALL)
    ]


def compare(client, *slugs, **more):
    return client.get(ADDRESS, {"pole": slugs, **more})


# --- what is chosen -----------------------------------------------------------------------------------


def test_two_or_three_poles_stand_side_by_side_in_the_order_chosen(client, nord, sud, ouest):
    assert columns(compare(client, "sud", "nord")) == ["/en/poles/sud/", "/en/poles/nord/"]
    assert len(columns(compare(client, "sud", "nord", "ouest"))) == 3


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ((), "Choose two or three pôles"),
        (("", "", ""), "Choose two or three pôles"),
        (("nord",), "Choose one or two more pôles to put beside this one."),
        (("nord", "nord"), "Pôle Nord was chosen twice and is shown once."),
        (("nord", "atlantis"), "“atlantis” is no pôle of the register; it was left out."),
        (("nord", "a\x00b"), "is no pôle of the register; it was left out."),
        (("nord", "x" * 300), "is no pôle of the register; it was left out."),
    ],
)
def test_a_choice_of_fewer_than_two_says_what_is_missing_and_offers_the_fields(
    client, nord, sud, asked, sentence
):
    response = compare(client, *asked)
    assert response.status_code == 200
    assert columns(response) == []
    assert sentence in text_of(response)
    assert response.content.decode().count('<select class="utrecht-select" name="pole"') == 3


def test_an_unknown_pole_does_not_spoil_the_others(client, nord, sud):
    response = compare(client, "nord", "atlantis", "sud")
    assert len(columns(response)) == 2
    assert "“atlantis” is no pôle of the register" in text_of(response)


def test_a_fourth_pole_is_left_out_by_name(client, nord, sud, ouest):
    pole("est", "Pôle Est")
    response = compare(client, "nord", "sud", "ouest", "est")
    assert len(columns(response)) == 3
    assert "Three pôles fit side by side. Left out: Pôle Est." in text_of(response)


def test_hundreds_of_poles_ask_no_more_of_the_database(client, nord, sud, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert compare(client, "nord", "sud", *(f"x{number}" for number in range(900))).status_code == 200


def test_a_merged_pole_offers_its_successor_and_the_day_it_still_stood(client, nord, sud, ouest):
    builders.succession(ouest, sud, on=dt.date(2019, 9, 20))
    response = compare(client, "nord", "ouest")
    assert columns(response) == []
    assert "Pôle Ouest merged into Pôle Sud (20 September 2019)." in text_of(response)
    main = response.content.decode().split("<main")[1]
    links = re.findall(r'href="/en/poles/compare/(\?[^"]+)"', main)
    assert links == ["?pole=nord&amp;pole=sud", "?pole=nord&amp;pole=ouest&amp;as_of=2019-09-19"]
    assert len(columns(compare(client, "nord", "ouest", as_of="2019-09-19"))) == 2


def test_a_pole_compared_with_its_own_successor_is_offered_the_day_both_stood(client, nord, sud):
    builders.succession(nord, sud, on=dt.date(2019, 9, 20))
    page = text_of(compare(client, "nord", "sud"))
    assert "Compare as of 19 September 2019, when Pôle Nord still stood" in page
    assert "instead" not in page


def test_a_pole_that_ended_without_successor_says_so(client, nord, sud):
    ended = pole("fini", "Pôle Fini", valid_until=dt.date(2020, 1, 1))
    response = compare(client, "nord", "sud", ended.slug)
    assert len(columns(response)) == 2
    assert "Pôle Fini ended on 1 January 2020 and has no successor in the register." in text_of(response)


def test_a_pole_that_was_not_there_yet_says_from_when_it_is(client, nord, sud):
    pole("neuf", "Pôle Neuf", since=dt.date(2020, 5, 1))
    response = compare(client, "nord", "sud", "neuf", as_of="2019-01-01")
    assert len(columns(response)) == 2
    said = "Pôle Neuf was not in the register on 1 January 2019; it is from 1 May 2020 on."
    assert said in text_of(response)


def test_another_day_shows_that_days_names_and_is_kept_in_every_link(client, nord, sud):
    renamed = dt.date(2019, 1, 1)
    nord.names.update(valid_until=renamed)
    Cluster.objects.filter(pk=nord.pk).update(name="Nord Santé")
    builders.fact(ClusterName, cluster=nord, text="Nord Santé", valid_from=renamed, stated_on=renamed)
    response = compare(client, "nord", "sud", as_of="2015-01-01")
    assert "This is the register as it stood on 1 January 2015." in text_of(response)
    assert "Pôle Nord" in text_of(response)
    assert "Nord Santé" not in text_of(response)
    assert columns(response) == ["/en/poles/nord/?as_of=2015-01-01", "/en/poles/sud/?as_of=2015-01-01"]
    assert 'value="2015-01-01"' in response.content.decode()
    assert 'href="/en/poles/compare/?pole=nord&amp;pole=sud"' in response.content.decode()  # back to today


@pytest.mark.parametrize("reserved", ["compare", "Compare"])
def test_no_pole_can_take_the_address_of_the_comparison(reserved):
    cluster = Cluster(slug=reserved, name="Compare", sector=builders.sector())
    with pytest.raises(ValidationError, match=r"address of another page|adres van een andere pagina"):
        cluster.full_clean()


# --- chosen from ---------------------------------------------------------------------------------------


def test_poles_are_ticked_in_the_directory_and_the_day_goes_along(client, nord, sud):
    body = client.get("/en/poles/", {"as_of": "2015-01-01"}).content.decode()
    assert re.findall(r'type="checkbox" name="pole" value="([^"]+)"', body) == ["nord", "sud"]
    form = body.split('action="/en/poles/compare/"')[1].split("</form>")[0]
    assert '<input type="hidden" name="as_of" value="2015-01-01">' in form


def test_a_list_of_one_offers_nothing_to_compare(client, nord, sud):
    assert 'name="pole"' not in client.get("/en/poles/", {"q": "Pôle Nord"}).content.decode()


def test_a_card_leads_to_the_comparison_unless_the_pole_ended(client, nord, sud):
    assert "/en/poles/compare/?pole=nord&amp;as_of=2015-01-01" in client.get(
        "/en/poles/nord/", {"as_of": "2015-01-01"}
    ).content.decode().replace("&as_of", "&amp;as_of")
    builders.succession(nord, sud)
    assert "compare/" not in client.get("/en/poles/nord/").content.decode()


# --- what is compared ---------------------------------------------------------------------------------


def test_themes_are_shared_or_of_one_only_each_with_its_weight(client, nord, sud, ouest):
    cancer, food = builders.theme("cancer", "Cancer"), builders.theme("food", "Food")
    partner = builders.theme("hospital", "Hospital", kind=ThemeKind.PARTNER)
    builders.fact(Focus, cluster=nord, theme=cancer, weight=3)
    builders.fact(Focus, cluster=sud, theme=cancer, weight=1)
    builders.fact(Focus, cluster=sud, theme=food, weight=2)
    for cluster in (nord, sud):
        builders.fact(Focus, cluster=cluster, theme=partner, weight=3)
    response = compare(client, "nord", "sud", "ouest")
    assert rows(response, "Table of shared themes") == [
        ["Cancer", "●●● spearhead", "●○○ also active", "not named"]
    ]
    own = text_of(response).split("Themes of one of them only")[1].split("Strategic lines")[0]
    assert own.split() == "Pôle Nord None. Pôle Sud ●●○ theme: Food Pôle Ouest None.".split()


def test_nothing_in_common_is_said_in_words(client, nord, sud):
    page = text_of(compare(client, "nord", "sud"))
    assert "The register names no theme that two of them share." in page
    assert "The register holds no figure that is counted for two of them." in page
    assert "The register names no organisation with more than one of them." in page


def figure(cluster, value, year=2020, **fields):
    values = {"measure": "members", "label_en": "members", "unit_en": "members", **fields}
    values |= {"stated_on": dt.date(year, 1, 1), "stated_precision": "year"}
    builders.fact(Figure, cluster=cluster, value=value, **values)


def bars(response):
    return re.findall(r'class="bar__share" width="([^"]+)%"', response.content.decode())


def test_bars_are_drawn_for_undisputed_figures_of_the_same_year(client, nord, sud):
    figure(nord, 200)
    figure(sud, 50)
    figure(sud, 900, 2014)
    assert bars(compare(client, "nord", "sud")) == ["100.0", "25.0"]


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2014},
        {"disputed": True},
        {"verified": False},
        {"unit_en": "companies"},
        {"label_en": "members and partners"},
        {"value": None, "qualifier": Qualifier.MANY},
    ],
)
def test_no_bar_is_drawn_where_it_would_mislead(client, nord, sud, other):
    figure(nord, 200)
    figure(sud, **{"value": 50, **other})
    assert bars(compare(client, "nord", "sud")) == []


def test_members_in_common_are_named_however_many_there_are(client, nord, sud):
    for number in range(70):
        own = builders.organisation(f"labo-{number:03}", kind=OrganisationKind.SME)
        builders.fact(Membership, cluster=nord, organisation=own)
    shared = builders.organisation("zeta", "Zeta Labs", kind=OrganisationKind.HOSPITAL)
    for cluster in (nord, sud):
        builders.fact(Membership, cluster=cluster, organisation=shared)
    left = builders.organisation("alpha", "Alpha Labs")
    builders.fact(Membership, cluster=nord, organisation=left)
    builders.fact(Membership, cluster=sud, organisation=left, valid_until=dt.date(2020, 1, 1))
    response = compare(client, "nord", "sud")
    common = text_of(response).split("Named with more than one of them")[1].split("Agreements")[0]
    assert common.strip() == "Zeta Labs (Pôle Nord, Pôle Sud)"
    assert ["SME", "70", "0"] in rows(response, "Table of members by kind")
    assert ["Hospital", "1", "1"] in rows(response, "Table of members by kind")


def test_a_member_in_common_bears_its_name_of_the_day(client, nord, sud):
    inrae = builders.organisation("inrae", "INRAE")
    builders.fact(OrganisationName, organisation=inrae, text="INRA", valid_until=dt.date(2020, 1, 1))
    builders.fact(OrganisationName, organisation=inrae, text="Inra Paris")  # a spelling, of no known time
    for cluster in (nord, sud):
        builders.fact(Membership, cluster=cluster, organisation=inrae)
    assert "INRAE (Pôle Nord, Pôle Sud)" in text_of(compare(client, "nord", "sud"))
    then = text_of(compare(client, "nord", "sud", as_of="2015-01-01"))
    assert "INRA (Pôle Nord, Pôle Sud)" in then


def test_networks_lines_agreements_and_changes_stand_beside_each_other(client, nord, sud):
    network = Network.objects.create(slug="alliance", name="Alliance Santé")
    for cluster in (nord, sud):
        builders.fact(NetworkParticipation, cluster=cluster, network=network)
    builders.fact(StrategicLine, cluster=nord, number=1, title_en="Nutrition")
    builders.fact(Agreement, cluster=sud, kind=AgreementKind.AGREEMENT, counterpart_en="Clusters in Berlin")
    for year in range(2015, 2023):
        happened = {"text_en": f"Event of {year}.", "stated_on": dt.date(year, 3, 1)}
        builders.fact(Event, cluster=nord, kind=EventKind.OTHER, **happened)
    page = text_of(compare(client, "nord", "sud"))
    assert "Networks they share Alliance Santé (Pôle Nord, Pôle Sud)" in page
    assert "Strategic lines Pôle Nord Nutrition [1] Pôle Sud The register names none." in page
    assert "Clusters in Berlin (agreement)" in page
    assert "Event of 2022." in page
    assert "Event of 2016." not in page
    assert "All that changed at Pôle Nord" in page


def test_a_network_of_one_pole_is_not_shared(client, nord, sud):
    network = Network.objects.create(slug="alliance", name="Alliance Santé")
    builders.fact(NetworkParticipation, cluster=nord, network=network)
    assert "Networks they share" not in text_of(compare(client, "nord", "sud"))


@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en"), ("/fr", "fr")])
def test_the_comparison_speaks_three_languages_and_holds_nothing_inline(client, nord, sud, prefix, language):
    response = client.get(f"{prefix}/poles/compare/", {"pole": ["nord", "sud"]})
    body = response.content.decode()
    assert f'<html lang="{language}">' in body
    assert body.count("<h1") == 1
    assert len(re.findall(r' id="([^"]+)"', body)) == len(set(re.findall(r' id="([^"]+)"', body)))
    assert not re.search(r"<script|<style| style=| on[a-z]+=|javascript:", body)
    assert not response.cookies


def test_what_was_asked_cannot_become_markup(client, nord):
    body = compare(client, '"><script>alert(1)</script>', as_of="<script>").content.decode()
    assert "<script" not in body

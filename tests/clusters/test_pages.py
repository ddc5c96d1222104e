"""The register's public pages as a visitor meets them."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.html import strip_tags
from django.views.defaults import bad_request, server_error

from clusters.enums import (
    EventKind,
    NameRole,
    OrganisationKind,
    Qualifier,
    SeatRole,
    StatementKind,
    ThemeKind,
)
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSeat,
    Evaluation,
    Event,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    Network,
    NetworkParticipation,
    PlaceName,
    Project,
    Statement,
    StrategicLine,
)
from tests import builders
from tests.builders import fact
from tests.visitor import full_pole, names_in, text_of

pytestmark = pytest.mark.django_db
PAGES = ["/", "/poles/", "/brochure/"]
TODAY = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


# --- addresses and languages --------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "/poles/alsace-biovalley/"])
@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en"), ("/fr", "fr")])
def test_every_page_has_its_address_in_three_languages(client, biovalley, page, prefix, language):
    response = client.get(prefix + page)
    assert response.status_code == 200
    body = response.content.decode()
    assert f'<html lang="{language}">' in body
    assert body.count("<h1") == 1


def test_the_language_switch_keeps_page_and_query(client, biovalley):
    body = client.get("/fr/poles/", {"q": "elzas & zo"}).content.decode()
    query = "?q=elzas+%26+zo"
    assert f'href="/poles/{query}"' in body
    assert f'href="/en/poles/{query}"' in body


def test_machines_are_told_the_one_address_of_a_page_in_each_language(client, settings):
    settings.SITE_URL = "https://desk.example"
    body = client.get("/fr/poles/", {"q": "elzas", "as_of": "2015-01-01"}).content.decode()
    told = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', body))
    assert told == {
        "nl": "https://desk.example/poles/",
        "en": "https://desk.example/en/poles/",
        "fr": "https://desk.example/fr/poles/",
        "x-default": "https://desk.example/poles/",
    }
    assert '<link rel="canonical" href="https://desk.example/fr/poles/">' in body


def test_the_language_switch_cannot_be_bent_to_another_site(client):
    body = client.get("/en//elsewhere.example/").content.decode()
    assert 'href="//' not in body


@pytest.mark.parametrize("page", [*PAGES, "/poles/alsace-biovalley/", "/poles/nowhere/"])
def test_a_page_sets_no_cookie_and_holds_nothing_inline(client, biovalley, page):
    response = client.get(page)
    assert not response.cookies
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not re.search(
        r'<script(?! type="application/ld\+json">)|<style| style=| on[a-z]+=|javascript:',
        response.content.decode(),
    )


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_register_is_shown_calmly(client, page):
    assert client.get(page).status_code == 200


def test_french_names_are_marked_in_a_dutch_page_and_not_in_a_french_one(client, biovalley):
    assert '<span lang="fr">BioValley France</span>' in client.get("/poles/").content.decode()
    assert '<span lang="fr">' not in client.get("/fr/poles/").content.decode()


def test_only_reading_is_allowed(client):
    assert client.post("/poles/").status_code == 405


# --- the directory ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "elzas",
        "Alsace",
        "alsace bio valley",
        "BioValley",
        "bio-valley",
        "BÏOVALLEY",
        "alsace biovalley",
        "oncologie",
        "kanker",
        "kankeronderzoek",
        "cancer straatsburg",
        "strasbourg",
        "Grand-Est",
        "valley elzas",
    ],
)
def test_any_spelling_name_place_or_subject_finds_the_same_pole(client, biovalley, other, query):
    PlaceName.objects.create(text="Straatsburg", language="nl", city=builders.city())
    assert names_in(client.get("/poles/", {"q": query})) == ["BioValley France"]


@pytest.mark.parametrize("query", ["Mer de Bretagne", "e-health", "e health", "fis", "FIS"])
def test_what_stands_somewhere_as_a_whole_is_not_looked_for_in_pieces(client, biovalley, other, query):
    """Each piece of “e-health” is part of some text of every pôle, and “fis” is inside a word."""
    for pole in (biovalley, other):
        builders.fact(ClusterName, cluster=pole, text="Cluster de la santé", role=NameRole.VARIANT)
        builders.fact(ClusterName, cluster=pole, text="Health valley, mer", role=NameRole.VARIANT)
    builders.fact(ClusterName, cluster=biovalley, text="Bretagne sans profis", role=NameRole.VARIANT)
    builders.fact(Focus, cluster=other, theme=builders.theme("e-health", label_nl="E-health"), weight=1)
    builders.fact(ClusterName, cluster=other, text="Mer de Bretagne, Fishery", role=NameRole.VARIANT)
    assert names_in(client.get("/poles/", {"q": query})) == ["Mer Bretagne"]


@pytest.mark.parametrize("query", ["kernfusie", "elzas kernfusie"])
def test_nothing_found_gives_advice_and_the_way_to_the_form(client, biovalley, other, query):
    response = client.get("/en/poles/", {"q": query})
    assert names_in(response) == []
    assert "No pôle in the register fits this." in text_of(response)
    assert 'href="/en/contact/"' in response.content.decode()


@pytest.mark.parametrize("query", ["", "   ", "-", "'"])
def test_a_search_for_nothing_finds_all(client, biovalley, other, query):
    assert names_in(client.get("/poles/", {"q": query})) == ["BioValley France", "Mer Bretagne"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"theme": "cancer"}, ["BioValley France"]),
        ({"region": "alsace"}, ["BioValley France"]),
        ({"region": "grand-est"}, ["BioValley France"]),
        ({"region": "bretagne"}, ["Mer Bretagne"]),
        ({"kind": "hospital"}, ["Mer Bretagne"]),
        ({"kind": "hospital", "theme": "cancer"}, []),
        ({"q": "valley", "region": "alsace"}, ["BioValley France"]),
    ],
)
def test_filters_narrow_the_list_and_old_regions_work(client, biovalley, other, asked, found):
    hospital = builders.organisation("chu", "CHU de Brest", kind=OrganisationKind.HOSPITAL)
    builders.fact(Membership, cluster=other, organisation=hospital)
    assert names_in(client.get("/poles/", asked)) == found


def test_a_broader_theme_finds_what_falls_under_it(client, biovalley, other):
    health = builders.theme("human-health")
    builders.fact(Focus, cluster=other, theme=health, weight=1)
    builders.theme("cancer").broader = health
    biovalley.focuses.get().theme.__class__.objects.filter(slug="cancer").update(broader=health)
    assert names_in(client.get("/poles/", {"theme": "human-health"})) == ["BioValley France", "Mer Bretagne"]


def test_kinds_of_partner_are_no_theme_of_the_list(client, biovalley):
    partner = builders.theme("hospital-partner", "Ziekenhuis", kind=ThemeKind.PARTNER)
    builders.fact(Focus, cluster=biovalley, theme=partner, weight=3)
    assert "Ziekenhuis" not in text_of(client.get("/poles/"))
    assert "Ziekenhuis" in text_of(client.get("/poles/alsace-biovalley/"))


@pytest.mark.parametrize(
    "asked",
    [{"theme": "astrology"}, {"region": "%00"}, {"kind": "<b>"}, {"q": "a\x00b"}, {"q": "x" * 300}],
)
def test_a_filter_that_is_not_understood_is_left_out_and_named(client, biovalley, other, asked):
    response = client.get("/en/poles/", asked)
    assert response.status_code == 200
    assert names_in(response) == ["BioValley France", "Mer Bretagne"]
    assert "rvo-form-feedback--error" in response.content.decode()


def test_what_was_typed_is_escaped(client, biovalley):
    body = client.get("/poles/", {"q": '"><script>alert(1)</script>', "theme": "<script>"}).content.decode()
    assert "<script" not in body


def test_the_map_links_to_what_the_list_links_to(client, biovalley, other):
    body = client.get("/en/poles/").content.decode()
    marked = set(re.findall(r'class="map__link" lang="fr" href="([^"]+)"', body))
    assert marked == {"/en/poles/alsace-biovalley/", "/en/poles/mer-bretagne/"}
    assert marked == set(re.findall(r'class="pole__name"><a href="([^"]+)"', body))


# --- another day --------------------------------------------------------------------------------------


def test_the_directory_shows_the_register_as_it_stood(client, biovalley, other):
    response = client.get("/poles/", {"as_of": "2014-12-18"})
    assert sorted(names_in(response)) == ["Alsace Biovalley", "Mer Bretagne"]
    assert "18 december 2014" in text_of(response)
    body = response.content.decode()
    assert 'href="/poles/alsace-biovalley/?as_of=2014-12-18"' in body
    card = text_of(client.get("/poles/alsace-biovalley/", {"as_of": "2014-12-18"}))
    assert "Alsace Biovalley" in card
    assert "Grand Est" not in card


def test_before_its_first_fact_a_pole_is_not_in_the_list(client, biovalley):
    assert names_in(client.get("/poles/", {"as_of": "2001-01-01"})) == []


@pytest.mark.parametrize("page", ["/en/poles/", "/en/poles/alsace-biovalley/", "/en/brochure/"])
@pytest.mark.parametrize("asked", ["2014-13-40", "yesterday", "20141218", "<b>"])
def test_a_bad_day_is_named_and_today_is_shown(client, biovalley, page, asked):
    response = client.get(page, {"as_of": asked})
    assert response.status_code == 200
    assert "is not a day. Write year, month and day, such as 2014-12-18." in text_of(response)
    assert "BioValley France" in text_of(response)
    assert "<b>" not in response.content.decode()


def test_a_day_to_come_is_refused(client, biovalley):
    response = client.get("/en/poles/", {"as_of": "2026-07-02"})
    assert "The register cannot show 2 July 2026: that day is still to come." in text_of(response)
    assert names_in(response) == ["BioValley France"]


# --- a pôle that ended --------------------------------------------------------------------------------


def test_a_merged_pole_keeps_its_address_and_leads_to_its_successor(client, merged, biovalley):
    response = client.get("/en/poles/cancer-toulouse/")
    assert response.status_code == 200
    assert "This pôle merged into another on 20 September 2019." in text_of(response)
    assert 'href="/en/poles/alsace-biovalley/"' in response.content.decode()
    assert "128" in text_of(response)
    assert "Merged into BioValley France." in text_of(response)
    assert "Ask for an introduction" not in text_of(response)


def test_the_successor_says_what_it_took_over_and_is_found_by_that_name(client, merged, biovalley):
    assert names_in(client.get("/poles/")) == ["BioValley France"]
    assert names_in(client.get("/poles/", {"q": "cancer-toulouse"})) == ["BioValley France"]
    card = client.get("/en/poles/alsace-biovalley/")
    assert "Took over Cancer Toulouse (20 September 2019)" in text_of(card)
    assert 'href="/en/poles/cancer-toulouse/"' in card.content.decode()


def test_whose_successor_was_taken_over_in_turn_is_found_where_its_work_is_now(client, merged, other):
    """Cancer Toulouse went into BioValley France, and that into Mer Bretagne."""
    builders.succession(Cluster.objects.get(slug="alsace-biovalley"), other, on=dt.date(2022, 1, 1))
    found = client.get("/en/poles/", {"q": "cancer-toulouse"})
    told = text_of(found)
    assert names_in(found) == ["Mer Bretagne"]
    assert "Cancer Toulouse ended (20 September 2019); its work is with Mer Bretagne by now." in told
    assert "Took over BioValley France" in told
    assert "Took over Cancer Toulouse" not in told
    then = client.get("/en/poles/", {"q": "cancer-toulouse", "as_of": "2021-12-31"})
    assert names_in(then) == ["BioValley France"]
    card = client.get("/en/poles/cancer-toulouse/").content.decode()
    assert 'href="/en/poles/alsace-biovalley/"' in card


def test_a_life_line_that_loops_all_the_same_is_shown_and_ends(client, merged, biovalley):
    builders.succession(biovalley, merged, on=dt.date(2020, 1, 1))
    for page in ("/", "/poles/", "/poles/?q=cancer-toulouse", "/poles/cancer-toulouse/", "/brochure/"):
        assert client.get(page).status_code == 200


def test_before_the_merger_the_pole_still_stood(client, merged):
    response = client.get("/en/poles/", {"as_of": "2019-09-19"})
    assert "Cancer Toulouse" in names_in(response)
    card = text_of(client.get("/en/poles/cancer-toulouse/", {"as_of": "2019-09-19"}))
    assert "merged" not in card
    assert "Took over" not in text_of(client.get("/en/poles/alsace-biovalley/", {"as_of": "2019-09-19"}))


@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en"), ("/fr", "fr")])
def test_an_unknown_pole_is_not_found_in_the_readers_language(client, prefix, language):
    response = client.get(f"{prefix}/poles/nowhere/")
    assert response.status_code == 404
    body = response.content.decode()
    assert f'<html lang="{language}">' in body
    assert f'href="{prefix}/poles/"' in body


# --- the card -----------------------------------------------------------------------------------------


def test_a_card_shows_every_kind_of_fact(client):
    full_pole("vallee", "Vallée")
    card = text_of(client.get("/poles/vallee/"))
    for shown in (
        "Vallée werkt aan genezing.",
        "imaging",
        "Voeding",
        "Laboratoire Vallée",
        "Vallée verte",
        "Plateau technique",
        "Clusters in Berlijn",
        "Alliance Santé",
        "Nationale evaluatie (2012)",
        "128 leden (18 december 2014)",
        "Verhuisde naar een nieuw gebouw.",
        "Laboratoire Vallée: Werd gekocht.",
        "Strasbourg",
        "Grand Est",
    ):
        assert shown in card


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/poles/p/", "3.297 banen (2014)"),
        ("/en/poles/p/", "more than 3,297 jobs (2014)"),
        ("/fr/poles/p/", "3\xa0297 emplois (2014)"),
    ],
)
def test_a_figure_bears_its_qualifier_its_date_and_the_readers_digits(client, path, words):
    builders.fact(
        Figure,
        cluster=builders.cluster("p"),
        measure="jobs",
        qualifier=Qualifier.MORE_THAN,
        value=3297,
        label_nl="banen",
        unit_nl="banen",
        unit_en="jobs",
        unit_fr="emplois",
        stated_on=dt.date(2014, 1, 1),
        stated_precision="year",
    )
    assert words in strip_tags(client.get(path).content.decode())


def test_many_without_a_number_is_said_in_words(client):
    builders.fact(
        Figure,
        cluster=builders.cluster("p"),
        measure="courses",
        qualifier=Qualifier.MANY,
        value=None,
        label_en="courses",
        unit_en="courses",
    )
    assert "many courses (18 December 2014)" in text_of(client.get("/en/poles/p/"))


def test_a_disputed_fact_shows_the_other_reading_and_an_unverified_one_is_marked(client):
    cluster = builders.cluster("p")
    claim = {"cluster": cluster, "programme_en": "Evaluation", "year": 2012}
    builders.fact(Evaluation, **claim, rating_en="only one", disputed=True, remark_en="Twenty others too.")
    builders.fact(Evaluation, **claim, rating_en="good", verified=False)
    builders.fact(Evaluation, **claim, rating_en="plain", remark_en="A note.")
    body = client.get("/en/poles/p/").content.decode()
    card = " ".join(strip_tags(body).split())
    assert card.count("disputed") == 1
    assert card.count("not verified") == 1
    assert "<p>Twenty others too.</p>" in body


def test_sources_are_numbered_with_the_lines_they_were_read_from(client):
    cluster = builders.cluster("p")
    office = builders.source(title="Overzicht")
    press = builders.source("press", title="Le Journal", url="https://press.example/a", language="fr")
    builders.fact(
        Statement, cluster=cluster, kind="description", text_en="One.", source=office, source_line=41
    )
    builders.fact(
        Statement, cluster=cluster, kind="description", text_en="Two.", source=office, source_line=7
    )
    builders.fact(Statement, cluster=cluster, kind="description", text_en="Three.", source=press)
    body = client.get("/en/poles/p/").content.decode()
    card = " ".join(strip_tags(body).split())
    assert "One. [1]" in card
    assert "Three. [2]" in card
    assert "Overzicht, 18 December 2014; lines 7, 41" in card
    assert (
        '<a href="https://press.example/a" rel="noopener nofollow"><span lang="fr">Le Journal</span></a>'
        in body
    )
    assert body.count('id="source-1"') == 1


def test_a_contact_person_is_never_shown(client, biovalley):
    builders.cluster_contact(biovalley, name="Zoé Inconnue", phone="+33 3 88 00 00 00")
    for page in [*PAGES, "/poles/alsace-biovalley/"]:
        body = client.get(page).content.decode()
        assert "Inconnue" not in body
        assert "alsace-biovalley.example" not in body
        assert "+33 3 88" not in body


@pytest.mark.parametrize(
    ("ends_on", "sentence"),
    [
        (dt.date(2026, 9, 30), "ends on 30 September 2026"),
        (dt.date(2026, 6, 30), "ended on 30 June 2026"),
        (dt.date(2026, 10, 1), None),
    ],
)
def test_a_label_that_ends_within_the_quarter_is_warned_of(client, ends_on, sentence):
    builders.fact(
        Label, cluster=builders.cluster("p"), phase="V", begins_on=dt.date(2023, 1, 1), ends_on=ends_on
    )
    response = client.get("/en/poles/p/")
    warned = "rvo-alert--warning" in response.content.decode()
    assert warned == (sentence is not None)
    assert (sentence or "Phase V") in text_of(response)


def test_the_life_line_tells_the_names_over_time_latest_first(client, biovalley):
    builders.fact(
        Event, cluster=biovalley, kind=EventKind.EXTENDED, text_en="Extended.", stated_on=dt.date(2021, 5, 4)
    )
    card = text_of(client.get("/en/poles/alsace-biovalley/"))
    assert card.index("4 May 2021 Extended.") < card.index("Took on the name BioValley France.")
    assert "Alsace Biovalley (former name)" in card


def test_a_pole_with_hundreds_of_members_tells_how_many_more(client):
    cluster = builders.cluster("p")
    for number in range(65):
        builders.fact(Membership, cluster=cluster, organisation=builders.organisation(f"labo-{number:03}"))
    card = text_of(client.get("/en/poles/p/"))
    assert "Labo 059" in card
    assert "Labo 060" not in card
    assert "And 5 more organisations." in card


def test_what_the_source_says_cannot_become_markup(client):
    cluster = builders.cluster("p", "<script>alert(1)</script>")
    builders.fact(ClusterName, cluster=cluster, text="<script>alert(2)</script>")
    builders.fact(
        Statement, cluster=cluster, kind="description", text_en="<img src=x>", remark_en="<b>", disputed=True
    )
    builders.fact(ClusterSeat, cluster=cluster, city=builders.city(name="<i>"), role=SeatRole.HEAD_OFFICE)
    for page in ["/en/", "/en/poles/", "/en/poles/p/", "/en/brochure/"]:
        assert not re.search(
            r"<script(?! type=.application/ld)|<img|<b>|<i>", client.get(page).content.decode()
        )


# --- brochure and general statements ------------------------------------------------------------------


def test_the_brochure_has_a_chapter_per_standing_pole(client, merged, other):
    body = client.get("/en/brochure/").content.decode()
    assert re.findall(r'<section class="chapter" id="([^"]+)"', body) == ["alsace-biovalley", "mer-bretagne"]
    assert 'href="#mer-bretagne"' in body
    assert len(re.findall(r'id="([^"]+)"', body)) == len(set(re.findall(r'id="([^"]+)"', body)))


def test_the_home_page_says_what_the_register_says_of_poles_in_general(client, biovalley):
    builders.rule(StatementKind.GENERAL, text_en="Pôles are spread over France.", source_line=13)
    builders.rule(StatementKind.SUBSIDY_RULE, text_en="No subsidy from abroad.")
    builders.rule(StatementKind.DOCUMENT, text_en="About the document itself.")
    home = text_of(client.get("/en/"))
    assert "Pôles are spread over France." in home
    assert "No subsidy from abroad." in home
    assert "About the document itself." not in home


@pytest.mark.parametrize("page", ["/en/", "/en/brochure/"])
def test_what_is_counted_and_what_happened_in_all_of_france_is_told_with_its_day(client, biovalley, page):
    national = {
        "cluster": None,
        "label_en": "pôles in France",
        "unit_en": "pôles",
        "stated_precision": "year",
    }
    fact(Figure, **national, measure="clusters", value=71, stated_on=dt.date(2014, 1, 1), source_line=13)
    fact(Figure, **national, measure="clusters", value=55, stated_on=dt.date(2023, 1, 1))
    fact(Event, text_en="A sixth phase is prepared.", kind=EventKind.OTHER, stated_on=dt.date(2026, 1, 29))
    builders.rule(StatementKind.STANCE, text_en="Most pôles look for partners abroad.")
    builders.rule(StatementKind.SERVICE, text_en="The office brings you into contact.")
    told = text_of(client.get(page))
    assert "71 pôles (2014)" in told
    assert told.index("55 pôles (2023)") < told.index("71 pôles (2014)")
    assert "29 January 2026 A sixth phase is prepared." in told
    assert "Most pôles look for partners abroad." in told
    assert "The office brings you into contact." in told
    then = text_of(client.get(page, {"as_of": "2014-12-18"}))
    assert "71 pôles (2014)" in then
    assert "55 pôles" not in then


def test_a_card_says_which_place_the_document_gave_it_and_who_else_is_in_its_networks(client, biovalley):
    pole = Cluster.objects.get(slug="alsace-biovalley")
    builders.rule(StatementKind.DOCUMENT, cluster=pole, text_en="Number 3 in the list of the document.")
    network = Network.objects.create(slug="food", name="Food Alliance")
    valley = builders.organisation("foodvalley", name="Foodvalley NL", country="NL")
    fact(NetworkParticipation, cluster=pole, network=network)
    fact(NetworkParticipation, organisation=valley, network=network)
    card = text_of(client.get("/en/poles/alsace-biovalley/"))
    assert "Evaluations Number 3 in the list of the document." in card
    assert "Also in it: Foodvalley NL" in card


def test_the_home_page_still_leads_to_the_office(client, biovalley):
    assert 'href="/en/contact/"' in client.get("/en/").content.decode()


# --- error pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_page_of_a_broken_server_needs_neither_request_nor_database(language, django_assert_num_queries):
    with translation.override(language), django_assert_num_queries(0):
        broken = server_error(RequestFactory().get("/"))
        refused = bad_request(RequestFactory().get("/"), ValueError())
    for response, status in ((broken, 500), (refused, 400)):
        assert response.status_code == status
        assert f'<html lang="{language}">' in response.content.decode()
        assert "utrecht-button" in response.content.decode()


@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en"), ("/fr", "fr")])
def test_a_form_from_elsewhere_is_refused_in_the_readers_language_with_a_way_back(prefix, language):
    response = Client(enforce_csrf_checks=True).post(f"{prefix}/poles/")
    assert response.status_code == 403
    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    assert settings.OFFICE_MAILBOX in html
    assert f'href="{prefix}/"' in html


def test_a_sign_in_page_open_for_too_long_leads_back_to_the_staff_site():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "anouk", "password": "x"})
    assert response.status_code == 403
    assert 'href="/admin/"' in response.content.decode()
    client.force_login(builders.staff(language="fr"))
    assert '<html lang="fr">' in client.post("/admin/logout/").content.decode()


# --- speed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/poles/",
        "/poles/?q=alliance+imaging",
        "/poles/pole-0/",
        "/brochure/",
        "/poles/compare/?pole=pole-0&pole=pole-1",
    ],
)
def test_a_page_asks_as_many_questions_for_two_poles_as_for_nine(client, page, django_assert_max_num_queries):
    counts = []
    for size in (2, 9):
        for number in range(size):
            if not builders.Cluster.objects.filter(slug=f"pole-{number}").exists():
                full_pole(f"pole-{number}", f"Pôle {number}")
        with django_assert_max_num_queries(6) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_card_asks_as_many_questions_however_much_it_holds(client, django_assert_max_num_queries):
    cluster = full_pole("vallee", "Vallée")
    with django_assert_max_num_queries(6) as before:
        client.get("/poles/vallee/")
    for number in range(5):
        lead = builders.organisation(f"more-{number}")
        line = builders.fact(StrategicLine, cluster=cluster, number=number + 2, title_nl="Lijn")
        builders.fact(LineLead, line=line, organisation=lead)
        builders.fact(Membership, cluster=cluster, organisation=lead)
        builders.fact(
            Project, cluster=cluster, name="Plan", led_by=lead, city=builders.city(f"city-{number}")
        )
        builders.fact(ClusterName, cluster=cluster, text=f"Naam {number}", role=NameRole.ABBREVIATION)
        builders.fact(Event, organisation=lead, kind=EventKind.OPENED, text_nl="Opende.")
        builders.fact(
            Focus,
            cluster=cluster,
            theme=builders.theme(f"theme-{number}"),
            weight=1,
            source=builders.source(f"source-{number}", title=f"Bron {number}"),
        )
    with django_assert_max_num_queries(6) as after:
        client.get("/poles/vallee/")
    assert len(before) == len(after)

"""What the public pages say of time and doubt: other days, pôles that ended, both readings, changed names."""

import datetime as dt
import re

import pytest
import time_machine

from clusters.enums import (
    AmbiguityKind,
    Emphasis,
    EventKind,
    NameRole,
    OrganisationKind,
    SourceKind,
)
from clusters.models import (
    Ambiguity,
    AmbiguitySource,
    ClusterName,
    Event,
    Facility,
    Figure,
    Focus,
    Label,
    Membership,
    OrganisationName,
    Statement,
    ThemeMention,
)
from tests import builders
from tests.visitor import full_pole, names_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC), tick=False):
        yield


# --- the register as it stood, on every page -----------------------------------------------------------


@pytest.mark.parametrize("page", ["/en/", "/en/poles/", "/en/poles/alsace-biovalley/", "/en/brochure/"])
def test_every_page_says_which_day_it_shows_and_keeps_it_in_its_links(client, biovalley, other, page):
    response = client.get(page, {"as_of": "2014-12-18"})
    assert "This is the register as it stood on 18 December 2014." in text_of(response)
    assert "Alsace Biovalley" in text_of(response)
    assert "BioValley France" not in text_of(response)
    if page != "/en/poles/":  # whose filter offers the regions of today as well
        assert "Grand Est" not in text_of(response)
    body = response.content.decode()
    for link in ("/en/poles/", "/en/brochure/"):
        assert f'href="{link}?as_of=2014-12-18"' in body
    assert f'<a href="{page}">Show it as it is today</a>' in body


def test_the_way_back_to_today_keeps_the_search(client, biovalley):
    body = client.get("/en/poles/", {"q": "elzas", "as_of": "2014-12-18"}).content.decode()
    assert '<a href="/en/poles/?q=elzas">Show it as it is today</a>' in body


def test_pages_of_today_have_plain_links(client, biovalley):
    for page in ["/en/", "/en/poles/", "/en/poles/alsace-biovalley/", "/en/brochure/"]:
        assert "as_of=" not in client.get(page).content.decode()


def test_the_list_is_in_the_order_of_the_names_of_that_day(client, biovalley):
    builders.fact(ClusterName, cluster=builders.cluster("autre", "Autre"), text="Autre")
    assert names_in(client.get("/poles/")) == ["Autre", "BioValley France"]
    assert names_in(client.get("/poles/", {"as_of": "2014-12-18"})) == ["Alsace Biovalley", "Autre"]


def test_a_card_of_before_the_pole_says_so_and_leads_to_its_first_day(client, other):
    response = client.get("/en/poles/mer-bretagne/", {"as_of": "2008-01-01"})
    assert response.status_code == 200
    assert "On 1 January 2008 this pôle was not in the register." in text_of(response)
    assert 'href="?as_of=2014-12-18"' in response.content.decode()
    assert "Compare" not in text_of(response)


# --- ended ---------------------------------------------------------------------------------------------


def test_a_pole_that_ended_without_successor_keeps_its_card(client, biovalley):
    ended = full_pole("fini", "Pôle Fini")
    ended.names.update(valid_until=dt.date(2020, 1, 1))
    response = client.get("/en/poles/fini/")
    assert "This pôle ended on 1 January 2020. The register knows of no successor." in text_of(response)
    assert "128" in text_of(response)
    assert "The pôle ended." in text_of(response)
    assert "Ask for an introduction" not in text_of(response)
    assert names_in(client.get("/poles/")) == ["BioValley France"]
    assert "Pôle Fini" in names_in(client.get("/poles/", {"as_of": "2019-12-31"}))
    assert "ended" not in text_of(client.get("/en/poles/fini/", {"as_of": "2019-12-31"}))


def test_a_pole_between_two_names_has_not_ended(client):
    cluster = builders.cluster("p", "Nouveau Nom")
    builders.fact(ClusterName, cluster=cluster, text="Ancien Nom", valid_until=dt.date(2019, 1, 1))
    builders.fact(ClusterName, cluster=cluster, text="Nouveau Nom", stated_on=dt.date(2019, 6, 1))
    assert names_in(client.get("/poles/", {"as_of": "2019-03-01"})) == ["Ancien Nom"]


def test_an_abbreviation_out_of_use_ends_no_pole(client):
    cluster = builders.cluster("p", "Pôle")
    builders.fact(ClusterName, cluster=cluster, text="Pôle")
    builders.fact(
        ClusterName,
        cluster=cluster,
        text="PPP",
        role=NameRole.ABBREVIATION,
        stated_on=dt.date(2015, 1, 1),
        valid_until=dt.date(2016, 1, 1),
    )
    assert names_in(client.get("/poles/")) == ["Pôle"]


def test_who_looks_for_a_merged_pole_is_told_where_it_went(client, merged, biovalley, other):
    builders.fact(Focus, cluster=other, theme=builders.theme("toulouse", "Toulouse"), weight=1)
    builders.fact(Focus, cluster=other, theme=biovalley.focuses.get().theme, weight=1)
    response = client.get("/en/poles/", {"q": "cancer toulouse"})
    assert names_in(response) == ["BioValley France"]  # a whole name is no list of words
    named_first = client.get("/en/poles/", {"q": "toulouse cancer"})
    assert names_in(named_first) == ["BioValley France", "Mer Bretagne"]
    assert "Cancer Toulouse was taken over by BioValley France (20 September 2019)." in text_of(response)
    assert 'href="/en/poles/cancer-toulouse/"' in response.content.decode()


@pytest.mark.parametrize("query", ["alsace bio valley", "Alsace-Biovalley", "biovalley FRANCE"])
def test_a_whole_name_in_any_spelling_finds_that_pole_alone(client, biovalley, other, query):
    for word in ("alsace", "bio", "valley", "france"):
        builders.fact(Focus, cluster=other, theme=builders.theme(f"on-{word}", word), weight=1)
    assert names_in(client.get("/poles/", {"q": query})) == ["BioValley France"]


def test_a_pole_named_comes_before_one_that_works_on_a_subject_of_that_name(client, other):
    builders.fact(ClusterName, cluster=builders.cluster("alpha", "Alpha"), text="Alpha")
    for cluster in builders.Cluster.objects.all():
        builders.fact(Focus, cluster=cluster, theme=builders.theme("sea", "Mer"), weight=1)
    assert names_in(client.get("/poles/", {"q": "mer"})) == ["Mer Bretagne", "Alpha"]
    assert names_in(client.get("/poles/")) == ["Alpha", "Mer Bretagne"]


@pytest.mark.parametrize("query", ["cancer", "biovalley", ""])
def test_a_search_for_something_else_says_nothing_of_the_merger(client, merged, biovalley, query):
    assert "was taken over by" not in text_of(client.get("/en/poles/", {"q": query}))


# --- sectors -------------------------------------------------------------------------------------------


def test_sectors_are_a_filter_only_when_there_are_several(client, biovalley):
    assert 'name="sector"' not in client.get("/poles/").content.decode()
    sea = builders.sector("sea")
    assert 'name="sector"' not in client.get("/poles/").content.decode()  # no pôle of it yet
    builders.fact(ClusterName, cluster=builders.cluster("mer", "Pôle Mer", sector=sea), text="Pôle Mer")
    assert 'name="sector"' in client.get("/poles/").content.decode()
    assert names_in(client.get("/poles/", {"sector": "sea"})) == ["Pôle Mer"]
    assert names_in(client.get("/poles/", {"sector": "life-sciences"})) == ["BioValley France"]
    assert names_in(client.get("/poles/", {"sector": "sea", "region": "alsace"})) == []


def test_an_unknown_sector_is_left_out_and_named(client, biovalley):
    response = client.get("/en/poles/", {"sector": "space"})
    assert names_in(response) == ["BioValley France"]
    assert "“space” is not in the list; it was left out." in text_of(response)


# --- doubts, mentions, names ---------------------------------------------------------------------------


def ambiguity(number, **fields):
    texts = {"title_en": f"Doubt {number}", "reading_en": "It is so.", "other_reading_en": "It is not so."}
    return builders.fact(Ambiguity, reference=number, kind=AmbiguityKind.INCONSISTENCY, **{**texts, **fields})


def test_where_sources_differ_both_readings_stand_side_by_side(client):
    cluster = builders.cluster("p")
    figure = {"cluster": cluster, "measure": "members", "label_en": "members", "unit_en": "members"}
    builders.fact(Figure, **figure, value=317, reference="P1-FIG-01 P1-FIG-09")
    builders.fact(Figure, **figure, value=300, reference="P1-FIG-02")
    doubt = ambiguity("A05", cluster=cluster, concerns="P1-FIG-09 P9-XX-01")
    press = builders.source("press", title="Le Journal")
    AmbiguitySource.objects.create(ambiguity=doubt, source=press)
    response = client.get("/en/poles/p/")
    part = text_of(response).split("Where sources differ")[1]
    assert part.startswith(" Doubt A05 The document contradicts itself. It concerns members One reading")
    assert "It is so. [1]" in part
    assert "It is not so. [2]" in part
    assert "Le Journal" in part
    assert 'href="#source-figures">members</a>' in response.content.decode()
    assert 'id="source-figures"' in response.content.decode()


def test_a_doubt_of_another_pole_or_of_later_is_not_shown(client):
    builders.cluster("p")
    ambiguity("A01", cluster=builders.cluster("q"))
    ambiguity("A02", cluster=None)
    assert "Where sources differ" not in text_of(client.get("/en/poles/p/"))
    assert "Where sources differ" in text_of(client.get("/en/poles/q/"))
    assert "Doubt" not in text_of(client.get("/en/poles/q/", {"as_of": "2014-01-01"}))


def test_doubts_about_the_document_itself_are_in_the_brochures_general_part(client, biovalley):
    ambiguity("A21", cluster=None)
    ambiguity("A01", cluster=biovalley)
    body = client.get("/en/brochure/").content.decode()
    general = body.split('id="general"')[1].split("</section>")[0]
    assert "Doubt A21" in general
    assert "Doubt A01" not in general
    assert "Doubt A01" in body


def test_a_theme_shows_where_the_source_names_it_in_its_own_words(client):
    cluster, cancer = builders.cluster("p"), builders.theme("cancer", "Cancer")
    builders.fact(Focus, cluster=cluster, theme=cancer, weight=3)
    mention = {"cluster": cluster, "theme": cancer, "source_line": 41}
    builders.fact(ThemeMention, **mention, wording_en="kinds of cancer", emphasis=Emphasis.SPEARHEAD)
    builders.fact(ThemeMention, **mention, wording_en="oncology", scope_en="humans and animals")
    builders.fact(ThemeMention, cluster=cluster, theme=builders.theme("food", "Food"), wording_en="meals")
    card = text_of(client.get("/en/poles/p/"))
    assert "Cancer “kinds of cancer”, spearhead [1] “oncology”, humans and animals [1]" in card
    assert "Also named in the sources [1] Food “meals” [1]" in card


def test_what_was_derived_is_marked_and_explained(client):
    cluster = builders.cluster("p")
    builders.fact(Focus, cluster=cluster, theme=builders.theme("cancer", "Cancer"), weight=3)
    assert "derived" not in text_of(client.get("/en/poles/p/")).lower()
    builders.fact(Focus, cluster=cluster, theme=builders.theme("food", "Food"), weight=3, derived=True)
    card = text_of(client.get("/en/poles/p/"))
    assert "Food (derived)" in card
    assert "Cancer (derived)" not in card
    assert "“Derived” means" in card


@pytest.mark.parametrize(
    ("prefix", "title"),
    [("/en", "General knowledge, no page found"), ("", "Algemeen bekend, geen pagina gevonden")],
)
def test_a_source_that_is_no_page_is_named_in_the_readers_language(client, prefix, title):
    knowledge = builders.source("known", title="Algemene kennis", kind=SourceKind.KNOWLEDGE, language="nl")
    cluster = builders.cluster("p")
    builders.fact(Statement, cluster=cluster, kind="description", text_nl="Een.", source=knowledge)
    body = client.get(f"{prefix}/poles/p/").content.decode()
    assert f"<cite>{title}</cite>" in body
    assert "Algemene kennis" not in body


def test_a_renamed_member_bears_the_name_of_the_day_and_that_of_the_source(client):
    cluster = builders.cluster("p")
    inrae = builders.organisation("inrae", "INRAE", kind=OrganisationKind.RESEARCH)
    builders.fact(Membership, cluster=cluster, organisation=inrae)
    builders.fact(OrganisationName, organisation=inrae, text="INRA", valid_until=dt.date(2020, 1, 1))
    assert "INRAE (in the source: INRA)" in text_of(client.get("/en/poles/p/"))
    then = text_of(client.get("/en/poles/p/", {"as_of": "2015-01-01"}))
    assert "INRA" in then
    assert "INRAE" not in then
    assert "in the source" not in then


def test_a_name_taken_on_later_is_today_the_members_name(client):
    cluster = builders.cluster("p")
    lille = builders.organisation("lille-1", "Université Lille 1", kind=OrganisationKind.UNIVERSITY)
    builders.fact(Membership, cluster=cluster, organisation=lille)
    later = dt.date(2018, 1, 1)
    builders.fact(OrganisationName, organisation=lille, text="Université de Lille", valid_from=later)
    assert "Université de Lille (in the source: Université Lille 1)" in text_of(client.get("/en/poles/p/"))
    assert "Université de Lille" not in text_of(client.get("/en/poles/p/", {"as_of": "2015-01-01"}))


def test_a_mere_spelling_is_not_a_name_in_the_source(client):
    cluster = builders.cluster("p")
    lab = builders.organisation("biomerieux", "bioMérieux")
    builders.fact(Membership, cluster=cluster, organisation=lab)
    builders.fact(OrganisationName, organisation=lab, text="Bio Merieux")
    assert "in the source" not in text_of(client.get("/en/poles/p/"))


def test_a_member_that_was_bought_is_marked_with_the_day(client):
    cluster = builders.cluster("p")
    lab = builders.organisation("imagine", "Imagine")
    builders.fact(Membership, cluster=cluster, organisation=lab)
    bought = {"organisation": lab, "kind": EventKind.ACQUIRED, "text_en": "Bought by a large company."}
    builders.fact(Event, **bought, stated_on=dt.date(2019, 8, 2))
    card = text_of(client.get("/en/poles/p/"))
    assert "Imagine (bought or taken over, 2 August 2019)" in card
    assert "Imagine: Bought by a large company." in card
    assert "bought" not in text_of(client.get("/en/poles/p/", {"as_of": "2019-01-01"}))


def test_a_facility_that_is_gone_is_no_present_facility(client):
    cluster = builders.cluster("p")
    builders.fact(Facility, cluster=cluster, name="AcCinov", valid_until=dt.date(2018, 6, 1))
    builders.fact(Facility, cluster=cluster, name="Plateau")
    card = text_of(client.get("/en/poles/p/"))
    assert "Facilities Plateau [1] No longer there AcCinov until June 2018 [1]" in card
    assert "June 2018 AcCinov is no longer there." in card
    then = text_of(client.get("/en/poles/p/", {"as_of": "2018-05-31"}))
    assert "No longer there" not in then
    assert "AcCinov" in then


# --- the life line -------------------------------------------------------------------------------------


def test_the_life_line_tells_labels_with_their_end_and_the_reform_of_the_regions(client, biovalley):
    phase = {"cluster": biovalley, "phase": "III", "begins_on": dt.date(2013, 1, 1)}
    builders.fact(Label, **phase, ends_on=dt.date(2018, 12, 31))
    card = text_of(client.get("/en/poles/alsace-biovalley/"))
    assert "2013 Labelled by the State for phase III, up to and including 31 December 2018." in card
    assert "1 January 2016 In the reform of the regions Alsace passed into Grand Est." in card
    before = text_of(client.get("/en/poles/alsace-biovalley/", {"as_of": "2015-12-31"}))
    assert "reform" not in before


def test_the_life_line_is_drawn_beside_its_list(client, biovalley):
    founded = {"text_en": "Founded.", "stated_on": dt.date(2005, 1, 1)}
    builders.fact(Event, cluster=biovalley, kind=EventKind.FOUNDED, **founded)
    body = client.get("/fr/poles/alsace-biovalley/").content.decode()
    drawing = body.split('<svg class="timeline"')[1].split("</svg>")[0]
    assert drawing.count("timeline__dot") == 3  # founded, the reform, the new name
    assert not re.search(r'="\d+,\d+%"', drawing)  # a French comma would break the drawing


def test_a_pole_with_one_event_has_no_drawing(client):
    builders.fact(Event, cluster=builders.cluster("p"), kind=EventKind.OPENED, text_en="Opened.")
    body = client.get("/en/poles/p/").content.decode()
    assert "Opened." in body
    assert 'class="timeline"' not in body


@pytest.mark.parametrize(
    ("founded", "shown"), [(2005, "Founded 2005"), (2022, "Named in sources since 18 December 2014")]
)
def test_what_a_pole_founded_later_is_not_its_own_beginning(client, other, founded, shown):
    day = {"stated_on": dt.date(founded, 1, 1), "stated_precision": "year"}
    builders.fact(Event, cluster=other, kind=EventKind.FOUNDED, text_en="Founded it.", **day)
    assert shown in text_of(client.get("/en/poles/mer-bretagne/"))


def test_the_website_of_today_is_not_shown_on_another_day(client, other):
    other.website = "https://mer.example/"
    other.save()
    assert "mer.example" in text_of(client.get("/en/poles/mer-bretagne/"))
    assert "mer.example" not in text_of(client.get("/en/poles/mer-bretagne/", {"as_of": "2015-01-01"}))

"""The brochure as a PDF: of any pôles, on any day, in three languages, never made in vain."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import translation
from django.utils.translation import gettext

from clusters.brochure.runs import Remarks
from clusters.enums import SourceKind
from clusters.models import Cluster, Sector
from tests import builders
from tests.paper import catalogue_of, chapters_of, opened, pages_of, tags_of, text_of_pdf, words_of
from tests.visitor import full_pole, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def poles():
    builders.source(kind=SourceKind.OFFICE, published_on=dt.date(2014, 12, 18))
    return [full_pole(slug, name) for slug, name in (("a", "Alpha"), ("b", "Bêta"), ("c", "#Gamma*"))]


def test_any_selection_of_poles_makes_a_brochure_a_page_and_open_data(poles, client):
    asked = {"pole": ["c", "a"]}
    content = client.get("/fr/brochure.pdf", asked).content
    assert [title for title in chapters_of(content) if title in ("Alpha", "Bêta", "#Gamma*")] == [
        "#Gamma*",
        "Alpha",
    ]
    page = text_of(client.get("/en/brochure/", asked))
    assert "Laboratoire Alpha" in page
    assert "Laboratoire Bêta" not in page
    rows = client.get("/brochure.json", asked).json()["rows"]
    assert {row["pole"] for row in rows} == {"a", "c"}


def test_the_page_offers_the_selection_and_keeps_what_was_chosen(poles, client):
    body = client.get("/en/brochure/", {"pole": "b", "as_of": "2026-01-01"}).content.decode()
    assert 'formaction="/en/brochure.pdf"' in body
    boxes = re.findall(r'name="pole" value="(\w)"( checked)?', body)
    assert boxes == [("c", ""), ("a", ""), ("b", " checked")]
    assert 'name="as_of" id="id_as_of" value="2026-01-01"' in body


def test_a_pole_that_did_not_stand_is_left_out_and_named(poles, client):
    page = text_of(client.get("/en/brochure/", {"pole": ["b", "<x>"]}))
    assert "“&lt;x&gt;” is no pôle of the register on this day; it was left out." in page
    assert "You see all pôles." not in page
    page = text_of(client.get("/en/brochure/", {"pole": "x"}))
    assert "You see all pôles." in page
    assert "Laboratoire Alpha" in page
    assert "Bêta" in chapters_of(client.get("/brochure.pdf", {"pole": ["b", "x"]}).content)
    for form in ("pdf", "json", "csv"):
        assert client.get(f"/brochure.{form}", {"pole": "x"}).status_code == 404


@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/fr", "fr"), ("/en", "en")])
def test_it_is_in_the_readers_language_with_title_contents_map_and_numbered_pages(
    poles, client, prefix, language
):
    response = client.get(f"{prefix}/brochure.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    reader, pages = opened(response.content), pages_of(response.content)
    with translation.override(language):
        sector = {"nl": "Life sciences", "fr": "Sciences du vivant", "en": "Life sciences"}[language]
        title, contents = gettext("%(sector)s clusters in France") % {"sector": sector}, gettext("Contents")
        foot = gettext("page {page} of {pages}").format(page=3, pages=len(pages))
    assert reader.metadata.title == title
    assert catalogue_of(response.content)["/Lang"] == language
    assert words_of(title) in words_of(pages[0])
    assert contents in pages[1]
    assert pages[2].endswith(foot)
    kinds = tags_of(response.content)
    assert {"/H1", "/H2", "/TOC", "/Table", "/TH", "/Figure", "/L"} <= {kind for kind, _alt in kinds}
    figures = [alt for kind, alt in kinds if kind == "/Figure"]
    assert len(figures) == 4  # of France and of each pôle
    assert all("Strasbourg" in alt for alt in figures)


def test_poles_of_several_sectors_have_another_title(poles, client):
    water = Sector.objects.create(slug="water", name_nl="Water", name_fr="Eau", name_en="Water")
    Cluster.objects.filter(slug="a").update(sector=water)
    assert opened(client.get("/en/brochure.pdf").content).metadata.title == "Innovation clusters in France"


def test_what_has_not_changed_is_not_sent_again_and_is_the_same_all_day(poles, client):
    with time_machine.travel("2026-11-26T08:00:00Z", tick=False):
        first = client.get("/brochure.pdf")
    with time_machine.travel("2026-11-26T20:00:00Z", tick=False):
        again = client.get("/brochure.pdf", headers={"if-none-match": first.headers["ETag"]})
        assert again.status_code == 304
        assert client.get("/brochure.pdf").content == first.content
        Cluster.objects.filter(slug="a").first().save()
        changed = client.get("/brochure.pdf", headers={"if-none-match": first.headers["ETag"]})
        assert changed.status_code == 200
    with time_machine.travel("2026-11-27T08:00:00Z", tick=False):
        tomorrow = client.get("/brochure.pdf", headers={"if-none-match": changed.headers["ETag"]})
        assert tomorrow.status_code == 200
        assert "27 november 2026" in text_of_pdf(tomorrow.content)


def test_an_empty_register_gives_a_brochure_that_says_so(client):
    assert "The register holds no pôles for this day." in text_of_pdf(client.get("/en/brochure.pdf").content)


def test_no_person_is_in_it(poles, client):
    builders.cluster_contact(poles[0])
    text = text_of_pdf(client.get("/brochure.pdf").content)
    assert "Claire" not in text


def test_it_asks_as_many_questions_for_two_poles_as_for_nine(client, django_assert_max_num_queries):
    counts = []
    for size in (2, 9):
        for number in range(size):
            if not Cluster.objects.filter(slug=f"pole-{number}").exists():
                full_pole(f"pole-{number}", f"Pôle {number}")
        with django_assert_max_num_queries(70) as queries:
            client.get("/brochure.pdf")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_remark_that_many_facts_bear_stands_once():
    remarks = Remarks()
    assert [remarks.number(text) for text in ("x", "y", "x")] == [1, 2, 1]
    assert remarks.texts == ["x", "y"]

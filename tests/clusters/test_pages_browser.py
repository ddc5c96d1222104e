"""The public pages in a real browser, on the register that comes with the product."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from clusters.enums import AmbiguityKind
from clusters.models import Ambiguity, Figure
from tests import builders
from tests.browser import layout_shift

COMPARE_THREE = "/poles/compare/?pole=lyonbiopole&pole=nsl&pole=alsace-biovalley"


@pytest.fixture
def register(live_server, tmp_path):
    """The product's own register: real names and texts are what has to fit.

    Without the fifteen thousand terms, which no page shows: each test loads it anew.
    """
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    (tmp_path / "register").symlink_to(fixtures / "register")
    (tmp_path / "vocabulary").mkdir()
    for table in ("themes.csv", "focuses.csv"):
        (tmp_path / "vocabulary" / table).symlink_to(fixtures / "vocabulary" / table)
    call_command("load_register", folder=tmp_path, verbosity=0)


@pytest.fixture
def pole(live_server):
    """One pôle with a disputed fact."""
    cluster = builders.cluster("biopole-nord", "Biopôle Nord")
    builders.fact(
        Figure,
        cluster=cluster,
        measure="members",
        label_nl="leden",
        unit_nl="leden",
        value=317,
        disputed=True,
        remark_nl="De delen tellen niet op.",
        reference="P1-FIG-01",
    )
    return cluster


def test_what_moves_is_noticed(pole, page):
    page.goto("/")
    page.evaluate("document.querySelector('main').style.marginTop = '300px'")
    assert layout_shift(page) > 0


def test_what_is_too_large_is_refused_on_a_page_that_leads_on(open_page, faults, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000
    faults.expect(413)
    page = open_page()
    for language in ("/", "/en/", "/fr/"):
        page.goto(f"{language}contact/")
        page.locator("[name=text]").fill("x" * 3_000)
        page.locator("#id_send").click()
        expect(page.locator("main form")).to_have_count(0)
        assert page.get_by_role("link").count() > 1


def test_the_first_tab_leads_past_the_menu(pole, page):
    page.goto("/poles/")
    page.keyboard.press("Tab")
    skip = page.locator(".rvo-skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_directory_is_searched_by_keyboard_alone(register, open_page):
    page = open_page("/poles/", java_script_enabled=False)
    page.locator("[name=q]").focus()
    page.keyboard.type("alsace bio valley")
    page.keyboard.press("Enter")
    page.wait_for_url("**/poles/?q=alsace+bio+valley**")
    expect(page.locator(".pole")).to_have_count(1)
    page.locator(".pole a").press("Enter")
    expect(page.locator("h1")).to_have_text("BioValley France")


def test_a_pole_is_opened_from_the_map(register, open_page):
    page = open_page("/fr/", java_script_enabled=False)
    page.locator(".map__link", has_text="Eurobiomed").click()
    expect(page.locator("h1")).to_have_text("Eurobiomed")
    page.go_back()
    page.locator(".map__link", has_text="Eurobiomed").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Eurobiomed")


def test_filters_fold_away_on_a_telephone_and_stay_in_sight_on_a_desk(register, open_page):
    page = open_page("/poles/", java_script_enabled=False)
    expect(page.locator("[name=theme]")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator("[name=theme]")).not_to_be_visible()
    page.locator(".finder summary").click()
    page.locator("[name=region]").select_option("alsace")
    page.locator(".finder button").click()
    expect(page.locator(".pole")).to_have_count(1)
    expect(page.locator("[name=region]")).to_be_visible()  # a filter in use is not hidden
    expect(page.locator("[name=region]")).to_have_value("alsace")


def test_two_poles_are_ticked_and_compared_by_keyboard_alone(register, open_page):
    page = open_page("/poles/?as_of=2014-12-18", java_script_enabled=False)
    for slug in ("lyonbiopole", "cancer-bio-sante"):
        page.locator(f"[name=pole][value={slug}]").press("Space")
    page.locator(".compare-bar button").press("Enter")
    page.wait_for_url("**/poles/compare/?as_of=2014-12-18&pole=**")
    expect(page.locator("[aria-labelledby=glance] h3")).to_have_text(["Cancer-Bio-Santé", "Lyonbiopôle"])
    page.locator("#pole-3").select_option("nsl")
    page.locator(".chooser button").press("Enter")
    expect(page.locator("[aria-labelledby=glance] h3")).to_have_count(3)
    expect(page.locator("[name=as_of]")).to_have_value("2014-12-18")


def test_a_wide_table_is_scrolled_by_keyboard_on_a_telephone(register, open_page):
    page = open_page(COMPARE_THREE, viewport={"width": 390, "height": 900})
    table = page.locator(".rvo-table--responsive").first
    table.focus()
    expect(table).to_be_focused()
    table.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=table.element_handle())


def test_the_concerned_fact_is_reached_from_the_doubt(pole, open_page):
    builders.fact(
        Ambiguity,
        cluster=pole,
        reference="A05",
        kind=AmbiguityKind.INCONSISTENCY,
        title_nl="Tellen de delen op?",
        reading_nl="Ja.",
        other_reading_nl="Nee.",
        concerns="P1-FIG-01",
    )
    page = open_page("/poles/biopole-nord/", java_script_enabled=False)
    page.locator(".difference a", has_text="leden").click()
    expect(page.locator("#source-figures")).to_be_in_viewport()


def test_a_doubt_is_read_by_opening_it(pole, open_page):
    page = open_page("/poles/biopole-nord/", java_script_enabled=False)
    doubt = page.locator(".doubt").first
    expect(doubt.locator("p")).not_to_be_visible()
    doubt.locator("summary").press("Enter")
    expect(doubt.locator("p")).to_be_visible()


def test_the_menu_of_a_telephone_takes_two_rows_at_most(pole, open_page):
    page = open_page("/", viewport={"width": 390, "height": 900})
    assert page.locator("header.rvo-header").bounding_box()["height"] < 140


def test_printed_the_brochure_is_without_menu_and_shows_each_doubt(pole, page):
    page.goto("/brochure/")
    page.emulate_media(media="print")
    expect(page.locator(".rvo-menubar")).not_to_be_visible()
    expect(page.locator(".rvo-footer")).not_to_be_visible()
    expect(page.locator(".doubt p").first).to_be_visible()

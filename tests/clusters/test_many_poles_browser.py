"""The list and the map with all of France's pôles, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import barriers, look, overflow
from tests.many_poles import Size, store


@pytest.fixture
def all_poles(live_server):
    """Every pôle, but no more organisations than pages show."""
    store(Size(71, 500))


def test_dozens_of_poles_can_be_looked_over_and_reached(all_poles, open_page):
    page = open_page()
    for name, address in (("home", "/"), ("directory", "/poles/")):
        page.goto(address)
        assert barriers(page) == []
        assert overflow(page, 320) == 0
        look(page, f"many-poles-{name}")
    expect(page.locator(".pole")).to_have_count(71)
    # On a telephone the list is no longer than some seventeen screens.
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollHeight") < 17 * 900


def test_every_marker_of_a_crowded_map_is_named_and_opened_by_keyboard(all_poles, open_page):
    page = open_page("/en/poles/", java_script_enabled=False)
    links = page.locator(".map__link")
    names = [link.get_attribute("aria-label") for link in links.all()]
    assert len(names) > 30
    assert all(names)
    shared = page.locator('.map__link[href="/en/poles/?q=Ajaccio#list"]')
    shared.focus()
    expect(shared).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/poles/?q=Ajaccio#list")
    assert 1 < page.locator(".pole").count() < 10

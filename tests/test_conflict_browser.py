"""The conflict page in a real browser: seen at two widths, in the dark, by keyboard, without JavaScript."""

import pytest
from playwright.sync_api import expect

from contacts import review
from contacts.models import IntroductionRequest
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow, sign_in
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Stichting tot bevordering van samenwerking tussen academische ziekenhuizen en makers, Noord"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_three_columns_are_read_and_both_changes_stored_by_keyboard(open_page, live_server, faults, scheme):
    anouk, request = builders.staff("anouk", language="nl"), builders.request()
    page = open_page(java_script_enabled=False, color_scheme=scheme)
    sign_in(page, anouk, live_server.url)
    page.goto(f"/admin/contacts/introductionrequest/{request.pk}/change/")
    page.locator("details.step", has=page.locator("#edit-subject")).locator("summary").click()
    page.locator("#edit-subject").fill(LONG)
    review.edit(request, by=builders.staff("bram"), at=AT, region_wish="Occitanie")
    faults.expect(409)
    page.locator("#edit-subject").press("Enter")
    table = page.locator("table.versions")
    expect(table.get_by_text("Occitanie").first).to_be_visible()
    assert page.locator("td.changed").count() == 2
    look(page, f"conflict-{scheme}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page, width) == 0
    page.locator("button.default").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    row = IntroductionRequest.objects.get()
    assert (row.subject, row.region_wish) == (LONG, "Occitanie")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_conflict_page_and_an_account_have_no_barriers(open_page, live_server, faults, scheme):
    anouk, request = builders.staff("anouk", language="nl"), builders.request()
    page = open_page(color_scheme=scheme)
    sign_in(page, anouk, live_server.url)
    page.goto(f"/admin/attache/user/{builders.staff('chris').pk}/change/")
    look(page, f"account-{scheme}")
    assert barriers(page) == []
    page.goto(f"/admin/contacts/introductionrequest/{request.pk}/change/")
    page.locator("details.step", has=page.locator("#edit-subject")).locator("summary").click()
    page.locator("#edit-subject").fill("Mijn woorden")
    review.edit(request, by=builders.staff("bram"), at=AT, subject="Hun woorden", region_wish="Occitanie")
    faults.expect(409)
    page.locator("#edit-subject").press("Enter")
    look(page, f"conflict-both-{scheme}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0

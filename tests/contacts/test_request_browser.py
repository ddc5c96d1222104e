"""The request's page in a real browser: on one screen, by keyboard, with very much and with nothing."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contacts import review
from contacts.models import IntroductionRequest, Match
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)

INBOX = "/admin/contacts/introductionrequest/"
LONG = (
    "Stichting tot bevordering van de samenwerking tussen academische ziekenhuizen "
    "en fabrikanten in Noord- en Zuid-Nederland"
)
WORDS = "Wij ontwikkelen MRI-software voor knieklachten en zoeken een ziekenhuis dat met ons wil testen. "


def a_request(number=1, **fields):
    """A request with so many suggestions, each with reasons."""
    request = builders.request(**{"text": WORDS * 4, **fields})
    at = request.text.index("MRI")
    reason = {
        "kind": "theme",
        "for": True,
        "pattern": "focus_3",
        "words": ["MRI"],
        "spans": [[at, at + 3]],
        "facts": {"theme": {"nl": "Beeldvorming", "fr": "Imagerie", "en": "Imaging"}},
    }
    for rank in range(1, number + 1):
        pole = builders.cluster(f"pole-{request.pk}-{rank}", f"Pôle Santé {rank}")
        builders.cluster_contact(pole)
        Match.objects.create(
            request=request, cluster=pole, rank=rank, band="strong", score=2, reasons=[reason] * 4
        )
    return request


def change(row):
    return f"{INBOX}{row.pk}/change/"


def test_the_enquiry_the_best_suggestion_and_the_next_steps_are_seen_without_scrolling(desk):
    request = a_request(12, organisation_name=LONG, text=WORDS * 400)
    page = desk(change(request), viewport={"width": 1280, "height": 800})
    seen = [
        page.locator(".said p").first,
        page.get_by_role("button", name="Write the letter").first,
        page.get_by_role("button", name="Accept").first,
        page.get_by_role("button", name="Take", exact=True),
        page.locator(".experience").first,
    ]
    for element in seen:
        box = element.bounding_box()
        assert box
        assert box["y"] + min(box["height"], 60) <= 800


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_with_very_much_and_one_with_nothing_have_no_barrier(desk, anouk, scheme):
    request = a_request(
        12,
        organisation_name=LONG,
        text=WORDS * 400,
        follow_up_on=timezone.localdate(),
        follow_up_what="Claire bellen",
    )
    for number in range(30):
        review.remark(request, f"Telefoon {number}", by=anouk, at=AT)
    empty = builders.request(themes=[])
    page = desk(change(request), color_scheme=scheme)
    for name, widths in (("full", WIDTHS), ("empty", WIDTHS[:1])):
        look(page, f"request-{name}-{scheme}")
        page.locator("#keyboard > summary").click()
        page.locator("summary", has_text="Come back to it…").click()
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            assert barriers(page) == []
            assert overflow(page, width) == 0
        page.goto(change(empty))


def test_a_request_is_worked_by_keyboard_alone(desk):
    older = a_request(2)
    newer = builders.request(themes=[])
    page = desk(INBOX)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{change(older)}*")
    page.keyboard.press("k")
    page.wait_for_url(f"**{change(newer)}*")
    page.keyboard.press("j")
    page.wait_for_url(f"**{change(older)}*")
    page.keyboard.press("t")
    page.get_by_text("It is yours now.").wait_for()
    page.keyboard.press("a")
    page.locator(".badge", has_text="accepted").wait_for()
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("tankr")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".badge", has_text="rejected").wait_for()
    assert older.matches.get(rank=2).decision == "rejected"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "note-note"
    page.keyboard.press("o")  # typed into the note
    assert page.locator("#note-note").input_value() == "o"
    page.locator("h1").click()
    page.keyboard.press("o")
    page.wait_for_url("**/introduction/**")
    assert IntroductionRequest.objects.get(pk=older.pk).assigned_to


def test_the_list_of_keys_opens_and_the_keys_can_be_switched_off(desk, anouk):
    page = desk(INBOX)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "searchbar"
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_role("button", name="Switch the keys off").click()
    page.locator("#keyboard > summary").click()
    expect(page.get_by_role("button", name="Switch the keys on")).to_be_visible()
    anouk.refresh_from_db()
    assert anouk.shortcuts is False


def test_a_day_to_come_back_is_set_without_javascript_and_without_typing(desk):
    request = a_request()
    page = desk(change(request), java_script_enabled=False)
    page.locator("summary", has_text="Come back to it…").click()
    page.get_by_role("button", name="In a week").click()
    expect(page.get_by_text("To come back to:")).to_be_visible()

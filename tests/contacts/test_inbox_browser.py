"""The inbox and the form to enter a request in a real browser: on a desk, on a telephone, by keyboard."""

import datetime as dt

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
    "Stichting tot bevordering van de samenwerking tussen academische ziekenhuizen en fabrikanten in "
    "Noord-Nederland en elders"
)


@pytest.fixture
def anouk():
    return builders.staff("anouk", language="nl")


def a_busy_inbox(anouk):
    pole = builders.cluster("other-pole", "Pôle Méditerranée Santé et Bien-être des Territoires")
    today = timezone.localdate()
    for number, days in enumerate((None, -12, 0, 9)):
        last = builders.request(
            organisation_name=f"{LONG} {number}" if number else "Kort",
            subject=LONG[:120],
            status="in_review" if number else "received",
            follow_up_on=None if days is None else today + dt.timedelta(days=days),
            themes=[builders.theme("x", "medische beeldvorming"), builders.theme("y", "kanker")],
        )
        Match.objects.create(request=last, cluster=pole, rank=1, band="strong", score=2)
    review.assign(IntroductionRequest.objects.latest("pk"), anouk, by=anouk, at=AT)


def no_barrier(page, name, widths=WIDTHS):
    look(page, name)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0


@pytest.mark.parametrize(("scheme", "widths"), [("light", WIDTHS), ("dark", WIDTHS)])
def test_the_inbox_has_no_barrier_and_its_lines_fit(desk, anouk, scheme, widths):
    a_busy_inbox(anouk)
    page = desk(INBOX, color_scheme=scheme)
    no_barrier(page, f"inbox-{scheme}", widths)
    page.set_viewport_size({"width": 1280, "height": 900})
    table = page.locator("#result_list").bounding_box()
    assert table["x"] + table["width"] <= 1280
    assert page.locator(".results").evaluate("box => box.scrollWidth <= box.clientWidth")
    for row in page.locator("#result_list tbody tr").all():
        assert row.bounding_box()["height"] < 110
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.get_by_text("dagen te laat").or_(page.get_by_text("days overdue"))).to_be_visible()


def test_an_empty_view_and_forced_colours_have_no_barrier(desk):
    page = desk(f"{INBOX}?view=due", forced_colors="active")
    no_barrier(page, "inbox-empty", WIDTHS[:1])


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_several_are_declined_with_the_reason_asked_between(desk, anouk, script):
    a_busy_inbox(anouk)
    page = desk(INBOX, java_script_enabled=script)
    for box in page.locator("input.action-select").all()[:2]:
        box.check()
    page.locator("button[value=decline_selected]").click()
    if script:  # what looks for barriers is a script itself
        no_barrier(page, "inbox-decline", WIDTHS[1:])
    page.locator("#id_reason").select_option("no_fit")
    page.locator("#id_note").fill("Geen vraag voor ons")
    page.locator(".submit-row [type=submit]").click()
    page.wait_for_url(f"**{INBOX}")
    assert IntroductionRequest.objects.filter(status="declined").count() == 2


def test_one_goes_through_the_views_and_searches_by_keyboard(desk, anouk):
    a_busy_inbox(anouk)
    page = desk(INBOX)
    page.locator(".views a").nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?view=due")
    assert page.locator(".views a[aria-current=page]").inner_text().endswith("2")
    page.locator("#searchbar").focus()
    page.keyboard.type("kort knieklacht")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=kort*")
    assert page.locator("#result_list tbody tr").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_to_enter_a_request_has_no_barrier(desk, faults, scheme):
    builders.theme("tissue", "weefselregeneratie", on_form=True)
    page = desk(f"{INBOX}add/", color_scheme=scheme)
    no_barrier(page, f"entry-{scheme}", WIDTHS if scheme == "light" else WIDTHS[:1])
    if scheme == "dark":
        return
    faults.expect(422)
    page.locator("#id_send").click()
    assert page.locator(".errornote li").count() >= 5
    no_barrier(page, "entry-errors")


def test_a_telephone_call_is_entered_by_keyboard_without_javascript(desk, anouk):
    page = desk(f"{INBOX}add/", java_script_enabled=False)
    page.locator("#id_channel").select_option("phone")
    page.locator("#id_organisation").fill("Ortholink B.V.")
    page.locator("[name=organisation_kind][value=sme]").check()
    page.locator("#id_person").fill("Sanne Bakker")
    page.locator("#id_email").fill("sanne@ortholink.example")
    page.locator("#id_text").fill("Wij zoeken een ziekenhuis voor onze MRI-software bij knieklachten.")
    page.locator("#id_person").press("Enter")
    page.wait_for_url("**/change/")
    row = IntroductionRequest.objects.get()
    assert (row.channel, row.assigned_to) == ("phone", anouk)

"""The form in a real browser: without script, by keyboard, on a telephone, with the back button."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from contacts.models import Correction, IntroductionRequest
from tests import builders

LANGUAGES = [("", "nl"), ("/en", "en"), ("/fr", "fr")]


@pytest.fixture
def themes(live_server):
    builders.theme("imaging", "Beeldvorming", on_form=True)
    builders.theme("vaccines", "Vaccins", on_form=True)


def fill_in(page, **changes):
    filled = {
        "organisation": "Ortholink B.V.",
        "person": "Sanne Bakker",
        "email": "sanne@ortholink.example",
        "text": "Wij zoeken een ziekenhuis voor onze MRI-software bij knieklachten.",
        **changes,
    }
    for name, value in filled.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=organisation_kind][value=sme]").check()


def send(page):
    page.locator("#id_send").click()


@pytest.mark.parametrize(("prefix", "language"), LANGUAGES)
def test_a_request_is_sent_without_script_and_without_a_cookie(open_page, themes, prefix, language):
    page = open_page(f"{prefix}/contact/", java_script_enabled=False)
    fill_in(page)
    page.locator("[name=themes][value=imaging]").check()
    send(page)
    request = IntroductionRequest.objects.get()
    expect(page.locator("h1")).to_contain_text(request.reference)
    assert page.locator("html").get_attribute("lang") == request.language == language
    assert page.context.cookies() == []
    assert list(request.themes.values_list("slug", flat=True)) == ["imaging"]


def test_the_error_summary_takes_the_focus_and_leads_to_each_field(page, themes):
    page.goto("/contact/")
    send(page)
    summary = page.locator("[role=alert]")
    expect(summary).to_be_focused()
    links = summary.locator("a")
    expect(links).to_have_count(5)
    for number in range(5):
        target = links.nth(number).get_attribute("href")
        links.nth(number).click()
        # The browser moves to the control; the next step by keyboard starts from there.
        expect(page).to_have_url(re.compile(f"{target}$"))
        expect(page.locator(target)).to_be_visible()
        expect(page.locator(target)).to_be_in_viewport()
    assert page.locator(":invalid").count() == 0


def test_the_form_can_be_filled_in_and_sent_by_keyboard_alone(page, themes):
    page.goto("/contact/")
    page.locator("[name=organisation]").focus()
    for keys in (
        "Ortholink B.V.",
        None,
        "",
        "Sanne Bakker",
        "sanne@ortholink.example",
        "",
        "Een vraag over MRI.",
    ):
        if keys is None:
            page.keyboard.press("Space")
        else:
            page.keyboard.type(keys)
        page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "id_send":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("IA-")
    request = IntroductionRequest.objects.get()
    assert (request.enquirer.kind, request.text) == ("sme", "Een vraag over MRI.")


def test_back_changed_and_sent_again_is_a_correction_of_the_same_request(page, themes):
    page.goto("/contact/")
    fill_in(page)
    send(page)
    expect(page.locator("h1")).to_contain_text("IA-")
    reference = page.locator("h1").inner_text()
    page.go_back()
    assert page.locator("[name=organisation]").input_value() == "Ortholink B.V."
    page.locator("[name=text]").fill("Toch liever een laboratorium.")
    send(page)
    expect(page.locator("h1")).to_have_text(reference)
    assert IntroductionRequest.objects.count() == 1
    assert Correction.objects.get().changes["text"]["after"] == "Toch liever een laboratorium."


def test_back_to_a_form_that_had_faults_shows_what_was_sent(page, themes):
    page.goto("/contact/")
    fill_in(page, email="sanne")
    send(page)
    expect(page.locator("#faults")).to_be_visible()
    page.locator("[name=email]").fill("sanne@ortholink.example")
    send(page)
    expect(page.locator("h1")).to_contain_text("IA-")
    page.go_back()
    expect(page.locator("[name=email]")).to_have_value("sanne@ortholink.example")
    send(page)
    expect(page.locator("h1")).to_contain_text("IA-")
    assert IntroductionRequest.objects.count() == 1


def test_a_double_click_sends_one_request(page, themes):
    page.goto("/contact/")
    fill_in(page)
    page.locator("#id_send").dblclick()
    expect(page.locator("h1")).to_contain_text("IA-")
    assert IntroductionRequest.objects.count() == 1


def test_a_link_that_fills_the_form_in_is_open_to_everybody_and_can_be_unticked(page, themes, pole):
    page.goto("/contact/?pole=biopole-nord&thema=imaging&bron=nieuwsbrief")
    assert page.locator("[name=themes][value=imaging]").is_checked()
    page.get_by_label("Biopôle Nord").uncheck()
    # What is there for programs is out of reach: not in sight, not on the way of the Tab key.
    trap = page.locator("[name=homepage]")
    assert trap.bounding_box()["x"] < 0
    assert trap.get_attribute("tabindex") == "-1"
    fill_in(page)
    send(page)
    expect(page.locator("h1")).to_contain_text("IA-")
    request = IntroductionRequest.objects.get()
    assert (request.wished_cluster, request.source["campaign"]) == (None, "nieuwsbrief")


def test_beyond_the_limit_what_was_typed_is_there_and_the_focus_is_on_why(page, themes, settings, faults):
    settings.CONTACT_RATE_LIMIT = (1, dt.timedelta(hours=1))
    faults.expect(429)
    for number in range(2):
        page.goto("/contact/")
        fill_in(page, text=f"Vraag nummer {number}.")
        send(page)
        page.wait_for_load_state()
    alert = page.locator("[role=alert]")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text(settings.OFFICE_MAILBOX)
    assert page.locator("[name=text]").input_value() == "Vraag nummer 1."

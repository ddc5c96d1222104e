"""From the inbox to a sent letter in a browser: three clicks, three pages, a way back; by keyboard too."""

import pytest
from playwright.sync_api import expect

from contacts import introductions, outbox
from contacts.models import Introduction, IntroductionRequest, LetterTemplate, Match
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)

INBOX = "/admin/contacts/introductionrequest/"
LETTER = "/admin/contacts/introduction/"
TEMPLATES = "/admin/contacts/lettertemplate/"
LONG = (
    "Stichting tot bevordering van de samenwerking van academische ziekenhuizen en fabrikanten in Noord B.V."
)


def asked(pole, **fields):
    request = builders.request(**fields)
    Match.objects.create(request=request, cluster=pole, rank=1, band="strong", score=2)
    return request


def no_barrier(page, name, widths=WIDTHS):
    look(page, name)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


@pytest.mark.parametrize("how", ["mouse", "keyboard", "without JavaScript"])
def test_a_clear_enquiry_takes_three_presses_and_three_pages(desk, anouk, pole, how):
    request = asked(pole)
    page = desk(INBOX, java_script_enabled=how != "without JavaScript")
    loads = []
    page.on("load", lambda each: loads.append(each.url))

    def press(target):
        expect(target).to_be_visible()
        if how == "keyboard":
            target.focus()
            with page.expect_navigation():
                page.keyboard.press("Enter")
        else:
            target.click()

    press(page.get_by_role("link", name=request.reference))
    press(page.get_by_role("button", name="Write the letter"))
    for seen in ("claire@biopole-nord.example", "sanne@ortholink.example", "anouk@office.example"):
        expect(page.get_by_text(seen).first).to_be_visible()
    press(page.get_by_role("button", name="Send both mails"))
    expect(page.get_by_text("Leaves at")).to_be_visible()
    page.wait_for_load_state()
    assert len(loads) == 3
    assert IntroductionRequest.objects.get().status == "introduced"
    press(page.get_by_role("button", name="Undo the sending"))
    expect(page.get_by_text("Nothing was sent")).to_be_visible()
    assert Introduction.objects.get().status == "draft"


@pytest.mark.parametrize(("scheme", "widths"), [("light", WIDTHS), ("dark", WIDTHS[:1])])
def test_the_letter_has_no_barrier_at_any_stage(desk, anouk, pole, scheme, widths):
    request = asked(pole, organisation_name=LONG, subject=LONG[:100])
    letter = introductions.prepare(request, pole, by=anouk, at=AT)
    address = f"{LETTER}{letter.pk}/change/"
    page = desk(address, color_scheme=scheme)
    page.get_by_text("Change the text or the person addressed").click()
    no_barrier(page, f"letter-draft-{scheme}", widths)
    page.get_by_role("button", name="Leave the organisation unnamed").click()
    no_barrier(page, f"letter-unnamed-{scheme}", widths)
    page.get_by_role("button", name="Send both mails").click()
    page.goto(address)
    no_barrier(page, f"letter-sent-{scheme}", widths)
    introductions.record_answer(Introduction.objects.get(), "accepted", by=anouk, at=AT)
    page.goto(address)
    no_barrier(page, f"letter-disclosing-{scheme}", widths)
    page.get_by_role("button", name="Send both mails and disclose the name").click()
    expect(page.get_by_text("Undo the disclosure")).to_be_visible()
    no_barrier(page, f"letter-disclosed-{scheme}", widths)


def test_a_letter_that_cannot_go_says_where_to_mend_it(desk, anouk):
    silent = builders.cluster("silent", "Pôle Muet")
    letter = introductions.prepare(asked(silent, release=[]), silent, by=anouk, at=AT)
    page = desk(f"{LETTER}{letter.pk}/change/")
    assert not page.get_by_role("button", name="Send both mails").count()
    no_barrier(page, "letter-obstacles")
    page.get_by_role("link", name="Open the pôle's card").click()
    assert f"/cluster/{silent.pk}/" in page.url


def test_an_undo_that_comes_too_late_is_told(desk, faults, anouk, pole):
    letter = introductions.prepare(asked(pole), pole, by=anouk, at=AT)
    introductions.send(letter, by=anouk, at=AT)
    page = desk(f"{LETTER}{letter.pk}/change/")
    outbox.deliver_due(at=AT.replace(hour=12))
    faults.expect(409)
    page.get_by_role("button", name="Undo the sending").click()
    expect(page.get_by_text("it cannot be called back").first).to_be_visible()
    no_barrier(page, "letter-too-late", WIDTHS[:1])


def test_the_templates_have_no_barrier_and_are_looked_at_before_storing(desk, faults, anouk):
    page = desk(TEMPLATES)
    no_barrier(page, "templates-list")
    page.locator("a[href*='kind=introduction&language=nl']").click()
    no_barrier(page, "templates-form")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="See how it reads").click()
    look(popup.value, "templates-preview")
    assert barriers(popup.value) == []
    expect(popup.value.get_by_text("Voorbeeld Medische Techniek B.V.").first).to_be_visible()
    body = page.locator("#id_body")
    body.fill(body.input_value() + "\n{recipent}")
    page.locator("input[name='_save']").click()
    expect(page.get_by_text("There is no such placeholder in this letter: {recipent}")).to_be_visible()
    no_barrier(page, "templates-error")
    body.fill(body.input_value().replace("\n{recipent}", "\nTot ziens"))
    page.locator("input[name='_save']").click()
    expect(page.get_by_text("changed by the office")).to_be_visible()
    assert LetterTemplate.objects.get().body.endswith("Tot ziens")

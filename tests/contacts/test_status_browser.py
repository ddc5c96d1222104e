"""The pages of a request in a real browser: every state, without script or cookie, on a telephone too."""

import datetime as dt
import uuid

import pytest
from playwright.sync_api import expect

from contacts import after_sending, references
from contacts.enums import RequestStatus
from contacts.models import IntroductionRequest, Match, Remark
from tests import builders
from tests.browser import NARROWEST, TELEPHONE, look, obstacles, sign_in
from tests.contacts.answering import sent_letter

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Pôle de compétitivité des industries et technologies de la santé, du bien-être et des territoires"


@pytest.fixture
def letter(live_server):
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return sent_letter(sent_at=now, cluster=builders.cluster("long-pole", LONG))


def open_to_everybody(page, name, *views, contrast=True):
    look(page, name)
    assert (name, obstacles(page, *(views or [TELEPHONE]), contrast=contrast)) == (name, [])


def test_every_stage_is_open_to_everybody_in_the_other_languages(open_page, letter):
    request, page = letter.request, open_page()
    for language in ("nl", "fr"):
        status = references.status_path(request.reference, language=language)
        confirmation = references.confirmation_path(
            request.reference, request.contact.email, language=language
        )
        for number, address in enumerate((status, f"{status}correct/", f"{status}withdraw/", confirmation)):
            page.goto(address)
            open_to_everybody(page, f"status-{language}-{number}", NARROWEST, contrast=False)


def test_every_state_is_open_to_everybody_and_needs_no_cookie(open_page, letter, settings, faults):
    settings.SHOW_SUGGESTIONS = True
    request, page = letter.request, open_page()
    new = builders.request()
    Match.objects.create(request=new, cluster=builders.cluster("fitting", "Pôle Méditerranée"), rank=1)
    page.goto(references.status_path(new.reference, language="en"))
    open_to_everybody(page, "status-new")
    page.goto(references.status_path(request.reference, language="en"))
    page.locator("#id_send").click()
    expect(page.locator("#faults")).to_be_focused()
    open_to_everybody(page, "status-wrong")
    page.locator("[name=text]").fill("Wij verhuizen.\n\n" + "x" * 200)
    page.locator("#id_send").click()
    expect(page.locator("[role=status]")).to_be_visible()
    open_to_everybody(page, "status-remark")
    page.get_by_role("link", name="Correct what you filled in").click()
    open_to_everybody(page, "status-correct")
    page.locator("[name=release][value=contact]").uncheck()
    page.locator("[name=kvk]").fill("12")
    page.locator("#id_send").click()
    expect(page.locator("#faults")).to_be_focused()
    open_to_everybody(page, "status-correct-wrong")
    page.locator("[name=kvk]").fill("")
    page.locator("#id_send").click()
    expect(page.locator("[role=status]")).to_be_visible()
    for name, pattern in (("one", "from this pôle"), ("all", "Withdraw the request")):
        page.get_by_role("link", name=pattern).last.click()
        open_to_everybody(page, f"status-withdraw-{name}")
        page.locator("#id_send").click()
        expect(page.locator("[role=status]")).to_be_visible()
        open_to_everybody(page, f"status-withdrawn-{name}")
    assert IntroductionRequest.objects.get(pk=request.pk).status == RequestStatus.WITHDRAWN
    page.goto(references.confirmation_path(request.reference, request.contact.email, language="en"))
    open_to_everybody(page, "status-confirm")
    page.locator("#id_send").click()
    open_to_everybody(page, "status-confirmed")
    assert page.context.cookies() == []
    faults.expect(404)
    page.goto("/en/contact/x/")
    open_to_everybody(page, "status-unknown")


def test_staff_read_what_the_enquirer_told(open_page, live_server, letter):
    now = dt.datetime.now(dt.UTC)
    after_sending.remark(letter.request, "Wij verhuizen.\n\n" + "x" * 200, token=uuid.uuid4(), at=now)
    after_sending.withdraw_from(letter, at=now)
    page = open_page()
    sign_in(page, builders.staff(language="en"), live_server.url)
    page.goto("/admin/contacts/introductionrequest/?view=answers")
    open_to_everybody(page, "staff-remarks-inbox")
    page.locator("#result_list tbody a").first.click()
    open_to_everybody(page, "staff-remarks")
    page.get_by_role("button", name="Seen").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert not Remark.objects.filter(seen_at=None).exists()
    open_to_everybody(page, "staff-remarks-seen")

"""The pages of a request in a real browser: every state, without script or cookie, on a telephone too."""

import datetime as dt
import uuid

import pytest
from playwright.sync_api import expect

from contacts import after_sending, references
from contacts.enums import RequestStatus
from contacts.models import IntroductionRequest, Remark
from tests import builders
from tests.browser import TELEPHONE, look, obstacles, sign_in
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


def test_request_and_pole_are_withdrawn_without_script_or_cookie(open_page, letter):
    page = open_page(java_script_enabled=False)
    page.goto(references.status_path(letter.request.reference, language="en"))
    for pattern in ("from this pôle", "Withdraw the request"):
        page.get_by_role("link", name=pattern).last.click()
        page.locator("#id_send").click()
        expect(page.locator("[role=status]")).to_be_visible()
    assert IntroductionRequest.objects.get().status == RequestStatus.WITHDRAWN
    assert page.context.cookies() == []


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

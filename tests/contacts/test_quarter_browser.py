"""The quarter in a real browser: closed, handed on by a link and taken along; nothing stands in the way."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from contacts import long_files
from contacts.enums import IntroductionStatus, RequestStatus
from contacts.models import QuarterFile
from contacts.quarters import Quarter
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow
from tests.contacts.reporting import introduction, request_at

pytestmark = pytest.mark.django_db(transaction=True)


def no_barrier(page, name):
    look(page, name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0


def test_a_quarter_is_closed_and_handed_on_without_barrier(desk, open_page, live_server, monkeypatch):
    quarter = Quarter.of(timezone.now()).previous
    moment = quarter.begin + dt.timedelta(days=9)
    pole = builders.cluster("other-pole", "Pôle Méditerranée Santé et Bien-être des Territoires")
    request_at(quarter.year_before.begin)
    request_at(moment)
    row = request_at(moment, RequestStatus.INTRODUCED)
    introduction(row, pole, moment, IntroductionStatus.SENT)

    page = desk(f"/admin/contacts/quarter/?period={quarter}")
    page.click(f"a[href$='/{quarter}/close/']")
    no_barrier(page, "quarter-close")
    page.check("#sure")
    page.click(".quarter-closing [type=submit]")
    page.click(".quarter-all summary")
    no_barrier(page, "quarter-page")
    with page.expect_download() as download:
        page.click("text=summary.csv >> nth=0")
    assert download.value.path().read_bytes() == bytes(QuarterFile.objects.get(name="summary.csv").content)

    page.click(".quarter-closed form [type=submit]")
    no_barrier(page, "quarter-link")
    public = open_page(page.locator(".links a").first.get_attribute("href"), java_script_enabled=False)
    look(public, "quarter-public")
    with public.expect_download() as download:
        public.click("text=requests.csv")
    assert download.value.path().read_bytes() == bytes(QuarterFile.objects.get(name="requests.csv").content)

    monkeypatch.setattr(long_files, "MANY", 1)
    page.goto(f"/admin/contacts/quarter/?period={quarter}")
    page.click(".quarter-download [type=submit]")
    assert page.locator("progress").is_visible()
    no_barrier(page, "quarter-making")
    call_command("make_files", "--once", stdout=io.StringIO())
    page.wait_for_selector("a[href*='/made/']")  # the page looked again by itself
    no_barrier(page, "quarter-made")
    with page.expect_download() as download:
        page.click("a[href*='/made/']")
    assert download.value.suggested_filename == f"attache-{quarter}.zip"

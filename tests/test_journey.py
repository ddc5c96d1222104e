"""The whole story in a real browser: a Dutch company asks, the office introduces, the quarter tells."""

import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from clusters.models import Cluster
from contacts.models import IntroductionRequest
from contacts.quarters import Quarter
from contacts.reports import FILE_NAMES
from tests import builders
from tests.browser import OpenPage

PASSWORD = "een lang en verzonnen wachtwoord"
TEXT = (
    "Wij ontwikkelen een bloedtest voor vroege opsporing van darmkanker. "
    "We zoeken een academisch ziekenhuis in de regio Marseille dat de test wil valideren."
)


@pytest.fixture
def office(transactional_db: None) -> None:
    """The real register, an invented contact at every pôle, and one member of staff."""
    call_command("load_register", stdout=io.StringIO())
    for pole in Cluster.objects.all():
        builders.cluster_contact(pole, name="Camille Exemple", email=f"camille@{pole.slug}.example")
    builders.staff("anouk", password=PASSWORD, language="nl")


def ask(page: Page) -> str:
    page.goto("/contact/")
    page.fill("[name=organisation]", "Vroegtijdig Diagnostiek B.V.")
    page.check("[name=organisation_kind][value=sme]")
    page.fill("[name=kvk]", "00 00 12 34")
    page.fill("[name=person]", "Sanne Verzonnen")
    page.fill("[name=email]", "sanne@vroegtijdig.example")
    page.fill("[name=text]", TEXT)
    page.select_option("[name=partner_kind]", "hospital")
    page.check("[name=french_establishment][value=no]")
    for release in ("organisation", "contact", "text"):
        page.check(f"[name=release][value={release}]")
    page.click("#id_send")
    found = re.search(r"IA-[23456789A-HJKMNP-Z]{6}", page.inner_text("main"))
    assert found, "the page after sending shows no reference"
    return found.group()


def sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.fill("#id_username", "anouk")
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit]")


def step(page: Page, name: str) -> None:
    """Press the first button of this step, or open its question first."""
    form = page.locator(f"form[action*='/step/{name}/']").first
    details = form.locator("xpath=parent::details")
    if details.count() and details.get_attribute("open") is None:
        details.locator("summary").click()
    form.locator("[type=submit]").click()


def test_from_the_form_to_the_quarter(
    open_page: OpenPage, office: None, tmp_path: Path, settings: Any
) -> None:
    settings.SENDING_PAUSE = dt.timedelta(0)  # this attaché is not one to change her mind
    reference = ask(open_page())

    call_command("deliver_mail", "--once", stdout=io.StringIO())
    thanks = next(letter for letter in mail.outbox if letter.to == ["sanne@vroegtijdig.example"])
    assert reference in thanks.body
    assert not {"bloedtest", "Vroegtijdig"} & set(re.findall(r"\w+", f"{thanks.subject} {thanks.body}"))

    # The attaché finds the request, and the shortlist says why in the enquirer's own words.
    page = open_page()
    sign_in(page)
    page.goto(f"/admin/contacts/introductionrequest/?q={reference.lower()}")
    page.click(f"text={reference}")
    best = page.locator("article.suggestion").first
    expect(best).to_contain_text("Eurobiomed")
    assert "darmkanker" in best.locator("mark").all_inner_texts()
    expect(page.locator(".said mark").first).to_be_visible()

    # Accept, write, look at both mails, send.
    step(page, "take")
    step(page, "accept")
    step(page, "prepare")
    preview = page.inner_text("#content-main")
    assert "camille@eurobiomed.example" in preview
    assert "sanne@vroegtijdig.example" in preview
    mail.outbox.clear()
    step(page, "send")
    call_command("deliver_mail", "--once", stdout=io.StringIO())
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"camille@eurobiomed.example", "sanne@vroegtijdig.example"}
    assert letters["camille@eurobiomed.example"].reply_to == ["anouk@office.example"]
    assert "Vroegtijdig Diagnostiek B.V." in letters["camille@eurobiomed.example"].body

    # The answer and what came of it.
    step(page, "taken-up")
    page.locator("form[action*='/step/outcome/']").first.locator("xpath=parent::details/summary").click()
    outcome = page.locator("form[action*='/step/outcome/']").first
    outcome.locator("[name=kind]").select_option("meeting")
    outcome.locator("[name=happened_on]").fill(timezone.localdate().isoformat())
    outcome.locator("[type=submit]").click()
    story = page.locator("section", has=page.locator("#story-heading")).inner_text()
    for line in ("anouk", "Eurobiomed"):
        assert line.lower() in story.lower()
    request = IntroductionRequest.objects.get(reference=reference)
    actions = list(request.story.order_by("pk").values_list("action", flat=True))
    assert [action for action in actions if action not in ("moved", "mail_sent")] == [
        "received",
        "shortlist_drawn",
        "assigned",
        "match_accepted",
        "letter_prepared",
        "letter_sent",
        "outcome",
    ]

    # The quarter: the same bytes from the staff site and from the command.
    quarter = Quarter.of(timezone.now())
    page.goto(f"/admin/contacts/quarter/?quarter={quarter}")
    with page.expect_download() as download:
        page.click(".quarter-download [type=submit]")
    call_command("export_quarter", str(quarter), output=str(tmp_path), stdout=io.StringIO())
    with zipfile.ZipFile(download.value.path()) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    assert files == {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(files) == set(FILE_NAMES)
    rows = list(csv.DictReader(io.StringIO(files["requests.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [row["kenmerk"] for row in rows] == [reference]
    assert b"Sanne" not in b"".join(files.values())
    assert b"bloedtest" not in b"".join(files.values())


def test_the_form_sets_no_cookie(open_page: OpenPage) -> None:
    page = open_page()
    ask(page)
    assert page.context.cookies() == []

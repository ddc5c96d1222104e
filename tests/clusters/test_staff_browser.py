"""A pôle's pages on the staff site in a real browser: seen, pressed, and held to a screen reader's rules."""

import datetime as dt

import pytest
from django.utils import timezone

from clusters.models import (
    Ambiguity,
    ClusterName,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    StrategicLine,
    ThemeMention,
)
from clusters.versions.parts import PARTS
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow, sign_in
from tests.builders import fact

pytestmark = pytest.mark.django_db(transaction=True)

QUOTE = "Medische beeldvorming is een speerpunt van de pôle, met ruim driehonderd leden rond Straatsburg."


@pytest.fixture
def desk(open_page, live_server):
    """Opens pages of the staff site as Anouk: `desk(path, java_script_enabled=False)`."""
    anouk = builders.staff("anouk")

    def opened(path, **options):
        page = open_page(**options)
        sign_in(page, anouk, live_server.url)
        page.goto(path)
        return page

    return opened


@pytest.fixture
def pole(live_server):
    """A card with something under every question, and something wrong under several."""
    pole = builders.cluster("biopole-nord", "Biopôle Nord")
    builders.cluster_contact(pole, role="International affairs", phone="+33 3 55 50 01 42")
    builders.cluster_contact(pole, name="Luc Martin", bounced_on=dt.date(2026, 6, 1))
    theme = builders.theme("imaging", "medical imaging")
    line = fact(StrategicLine, cluster=pole, number=1, title_nl="Beeldvorming", title_en="Imaging")
    fact(LineLead, line=line, organisation=builders.organisation("labo", "Laboratoire Vert"))
    fact(Focus, cluster=pole, theme=theme, weight=3, line=line, quote=QUOTE, source_line=41)
    for wording in ("beeldvorming", "interventies onder beeldbegeleiding"):
        fact(ThemeMention, cluster=pole, theme=theme, wording_nl=wording, emphasis="spearhead", quote=QUOTE)
    fact(
        Focus, cluster=pole, theme=builders.theme("robots", "robots"), weight=1, remark_en="Only named once."
    )
    fact(ClusterName, cluster=pole, text="Biopôle", valid_until=dt.date(2019, 1, 1))
    long_ago, ended = dt.date(2019, 1, 1), dt.date(2022, 12, 31)
    fact(Label, cluster=pole, phase="IV", begins_on=long_ago, ends_on=ended)
    fact(
        Figure,
        cluster=pole,
        measure="members",
        label_nl="leden",
        label_en="members",
        value=317,
        unit_nl="leden",
        unit_en="members",
        disputed=True,
    )
    for number in range(15):
        party = builders.organisation(f"o{number}", f"Société des instruments numéro {number}")
        fact(Membership, cluster=pole, organisation=party)
    fact(
        Ambiguity,
        cluster=pole,
        kind="inconsistency",
        reference="A04",
        title_en="How many members?",
        title_nl="Hoeveel leden?",
        reading_en="317 in the text",
        other_reading_en="300 in the list",
    )
    return pole


def renamed_later(pole):
    """What was there is an hour old; then the pôle gets another name."""
    for part in PARTS:
        part.history.objects.update(history_date=timezone.now() - dt.timedelta(hours=1))
    pole.name = "Biopôle Grand Nord"
    pole.save()


def no_barrier(page, name):
    look(page, name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0


def test_a_card_and_a_fact_have_no_barrier_and_need_no_script(desk, pole):
    page = desk(f"/admin/clusters/cluster/{pole.pk}/change/")
    no_barrier(page, "staff-pole")
    page.get_by_role("link", name="medical imaging").first.click()
    no_barrier(page, "staff-strength")


def test_home_and_what_to_look_at_again_have_no_barrier(desk, pole):
    page = desk("/admin/")
    look(page, "staff-home-register")
    page.get_by_role("link", name="to look at again").click()
    no_barrier(page, "staff-freshness")
    page.goto("/admin/clusters/statement/?about=general")
    no_barrier(page, "staff-general-statements")


def test_a_card_is_confirmed_and_brought_back_by_keyboard_without_javascript(desk, pole):
    renamed_later(pole)
    page = desk(f"/admin/clusters/cluster/{pole.pk}/change/", java_script_enabled=False)
    button = page.get_by_role("button", name="Everything on this card is right")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("is confirmed as of today").wait_for()
    page.get_by_role("link", name="History of this card").click()
    page.locator("details > summary").last.click()
    look(page, "staff-history")
    page.get_by_role("link", name="See the card as it was").last.click()
    page.get_by_role("link", name="Go back to this version").click()
    page.get_by_role("button", name="Go back to this version").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The card is as it was").wait_for()


def test_history_earlier_version_and_going_back_have_no_barrier(desk, pole):
    renamed_later(pole)
    Membership.objects.first().delete()
    page = desk(f"/admin/clusters/cluster/{pole.pk}/history/")
    no_barrier(page, "staff-card-history")
    page.get_by_role("link", name="See the card as it was").last.click()
    for summary in page.locator("details > summary").all()[:3]:
        summary.click()
    no_barrier(page, "staff-card-version")
    page.get_by_role("link", name="Go back to this version").click()
    no_barrier(page, "staff-card-return")

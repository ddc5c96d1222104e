"""The staff site in a real browser: seen, pressed, and read by a screen reader's rules."""

import pytest

from contacts import introductions, review, shortlist
from contacts.models import Introduction, IntroductionRequest, Match
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)

INBOX = "/admin/contacts/introductionrequest/"
LONG = "Stichting tot bevordering van de samenwerking tussen academische ziekenhuizen en fabrikanten in Noord"


def a_busy_desk(anouk, pole):
    """Requests at several stages, one with a very long name; return one of them and its letter."""
    for number in range(4):
        builders.request(organisation_name=f"{LONG} {number}" if number else "Kort", subject=LONG)
    request = review.take(builders.request(), by=anouk, at=AT)
    other = builders.cluster("other-pole", "Pôle Méditerranée Santé et Bien-être des Territoires")
    for rank, cluster in enumerate((pole, other), start=1):
        Match.objects.create(request=request, cluster=cluster, rank=rank, band="strong", score=2)
    shortlist.reject(request.matches.get(cluster=other), "busy", by=anouk, at=AT, note="Not now")
    return request, introductions.prepare(request, pole, by=anouk, at=AT)


def no_barrier(page, name, widths=WIDTHS):
    look(page, name)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0


@pytest.mark.parametrize(("scheme", "widths"), [("light", WIDTHS), ("dark", WIDTHS[:1])])
def test_home_inbox_request_and_letter_have_no_barrier(desk, anouk, pole, scheme, widths):
    request, letter = a_busy_desk(anouk, pole)
    page = desk("/admin/", color_scheme=scheme)
    no_barrier(page, f"staff-home-{scheme}", widths)
    page.goto(INBOX)
    no_barrier(page, f"staff-inbox-{scheme}", widths)
    page.goto(f"{INBOX}{request.pk}/change/")
    for summary in page.locator("details.step > summary").all():
        summary.click()
    no_barrier(page, f"staff-request-{scheme}", widths)
    page.goto(f"/admin/contacts/introduction/{letter.pk}/change/")
    no_barrier(page, f"staff-letter-{scheme}", widths)


def test_an_empty_desk_has_no_barrier(desk):
    page = desk("/admin/")
    assert page.get_by_text("No request has come in yet.").is_visible()
    no_barrier(page, "staff-home-empty")
    page.goto(INBOX)
    no_barrier(page, "staff-inbox-empty")


def test_an_inbox_row_fits_a_screen_of_1280_pixels(desk, anouk, pole):
    a_busy_desk(anouk, pole)
    page = desk(INBOX)
    table = page.locator("#result_list").bounding_box()
    assert table["x"] + table["width"] <= 1280
    for row in page.locator("#result_list tbody tr").all():
        assert row.bounding_box()["height"] < 110


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_inbox_to_a_sent_letter_in_a_handful_of_clicks(desk, anouk, pole, script):
    request = builders.request()
    Match.objects.create(request=request, cluster=pole, rank=1, band="strong", score=2)
    page = desk(INBOX, java_script_enabled=script)
    page.get_by_role("link", name=request.reference).click()
    page.get_by_role("button", name="Write the letter").click()
    assert page.get_by_text("claire@biopole-nord.example").first.is_visible()
    page.get_by_role("button", name="Send both mails").click()
    assert page.get_by_text("Both mails were handed to the outbox.").is_visible()
    assert Introduction.objects.get().status == "sent"
    assert IntroductionRequest.objects.get().status == "introduced"


def test_an_answer_is_recorded_without_javascript(desk, anouk, pole):
    letter = introductions.prepare(builders.request(), pole, by=anouk, at=AT)
    introductions.send(letter, by=anouk, at=AT)
    page = desk(f"{INBOX}{letter.request_id}/change/", java_script_enabled=False)
    page.locator("summary", has_text="Refused…").click()
    page.get_by_label("Why refused").select_option("no_capacity")
    page.get_by_role("button", name="Refused", exact=True).click()
    assert page.get_by_text("refused by the pôle").first.is_visible()
    assert Introduction.objects.get().refusal_reason == "no_capacity"


def test_two_colleagues_meet_on_the_conflict_page_and_nothing_is_lost(desk, faults, anouk, pole):
    request = builders.request()
    page = desk(f"{INBOX}{request.pk}/change/")
    page.locator("summary", has_text="Do not forward…").click()
    page.locator("#decline-reason").select_option("no_fit")
    page.locator("#decline-note").fill("They want a caterer")
    review.edit(request, by=builders.staff("bram"), at=AT, subject="Changed meanwhile")
    page.get_by_role("button", name="Do not forward", exact=True).click()
    faults.expect(409)
    assert page.get_by_role("heading", name="A colleague was faster").is_visible()
    assert page.get_by_text("They want a caterer").first.is_visible()
    no_barrier(page, "staff-conflict")
    page.get_by_role("button", name="Store mine all the same").click()
    assert IntroductionRequest.objects.get().status == "declined"
    assert page.get_by_text("They want a caterer").first.is_visible()


def test_one_signs_in_and_chooses_ones_language(open_page, anouk):
    anouk.set_password("a long enough password")
    anouk.save()
    page = open_page("/admin/")
    look(page, "staff-sign-in")
    assert barriers(page) == []
    page.locator("#id_username").fill("anouk")
    page.locator("#id_password").fill("a long enough password")
    page.locator("[type=submit]").click()
    page.get_by_role("button", name="FR").click()
    assert page.locator("html").get_attribute("lang") == "fr"

"""The vocabulary's pages in a real browser: without JavaScript, without barriers, on a telephone too."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from clusters.models import Focus, Term
from contacts import shortlist
from contacts.models import EvaluationRun
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(open_page, live_server):
    """Opens pages of the staff site as Anouk: `desk(path, java_script_enabled=False)`."""
    person = builders.staff("anouk")

    def opened(path, **options):
        page = open_page(**options)
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return opened


@pytest.fixture
def imaging():
    imaging, wounds = builders.theme("imaging", "beeldvorming"), builders.theme("wounds", "wonden")
    Term.objects.create(theme=imaging, language="nl", text="echografie")
    Term.objects.create(theme=wounds, language="nl", text="brandwond")
    for slug, theme, weight in (("biopole-nord", imaging, 3), ("medicoeur-sud", wounds, 3)):
        quote = "het speerpunt van de pôle is onderzoek"
        builders.fact(Focus, cluster=builders.cluster(slug), theme=theme, weight=weight, quote=quote)
    texts = (
        "Wij bouwen een draagbare scanner voor huisartsen en zoeken een partner met brandwonden.",
        "Onze scanner meet exosomen in bloed; wij zoeken echografie.",
        "Een goedkope scanner op zonne-energie, met exosomen.",
    )
    for number, text in enumerate(texts):
        request = builders.request(
            text=text, themes=[], subject=text[:50], organisation_name=f"Meetbedrijf {number}"
        )
        shortlist.draw_up(request, at=AT)
    return imaging


def no_barrier(page, name):
    look(page, name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0


def test_a_term_is_added_over_its_preview_without_javascript(desk, imaging):
    form = f"{reverse('admin:clusters_term_add')}?theme={imaging.pk}&language=nl"
    page = desk(form, java_script_enabled=False)
    page.locator("#id_text").fill("scanner")
    page.locator("input[name=_save]").click()
    assert page.get_by_text("With this change 2 of 3 requests would be matched differently.").is_visible()
    page.get_by_role("button", name="Back to the form").click()
    assert page.locator("#id_text").input_value() == "scanner"
    page.locator("input[name=_save]").click()
    page.get_by_role("button", name="Save").click()
    assert Term.objects.get(text="scanner").theme == imaging


def test_the_preview_the_words_and_the_deletion_have_no_barrier(desk, imaging):
    page = desk(f"{reverse('admin:clusters_term_add')}?theme={imaging.pk}&language=nl&text=scanner")
    page.locator("input[name=_save]").click()
    no_barrier(page, "vocabulary-preview")
    page.goto(reverse("admin:contacts_words"))
    no_barrier(page, "vocabulary-words")
    page.get_by_role("button", name="No theme").first.click()
    page.locator("summary", has_text="1 word was set aside").click()
    no_barrier(page, "vocabulary-words-aside")
    page.goto(reverse("admin:clusters_term_delete", args=[Term.objects.get(text="echografie").pk]))
    no_barrier(page, "vocabulary-delete")


def test_empty_pages_have_no_barrier(desk):
    page = desk(reverse("admin:contacts_words"))
    no_barrier(page, "vocabulary-words-empty")
    page.goto(reverse("admin:contacts_evaluation"))
    assert page.get_by_text("Nothing was measured yet.").is_visible()
    no_barrier(page, "vocabulary-matching-empty")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_over_time_has_no_barrier(desk, imaging, scheme):
    for number in range(6):
        figures = {
            name: {"value": value + number / 50, "low": value - 0.05, "high": 0.99, "number": 40}
            for name, value in (("p_at_1", 0.78), ("ndcg_at_3", 0.83), ("auc", 0.87), ("mrr", 0.8))
        }
        for labelled, digest in (("", ""), ("enquiries.jsonl", "0123456789abcdef")):
            EvaluationRun.objects.create(
                measured_at=AT + dt.timedelta(days=30 * number),
                labelled=labelled,
                digest=digest,
                vocabulary_version="0123456789abcdef",
                fits=40,
                misfits=7,
                figures=figures,
                themes=[{"theme": "imaging", "enquiries": 9, "misses": 3}],
            )
    page = desk(reverse("admin:contacts_evaluation"), color_scheme=scheme)
    no_barrier(page, f"vocabulary-matching-{scheme}")


def test_why_not_is_asked_from_the_request_without_javascript(desk, imaging):
    request = builders.request(
        text="Wij zoeken echografie en brandwonden.", themes=[], organisation_name="Zes"
    )
    shortlist.draw_up(request, at=AT)
    page = desk(
        reverse("admin:contacts_introductionrequest_change", args=[request.pk]), java_script_enabled=False
    )
    page.get_by_label("Why not …?").select_option(label="Medicoeur Sud")
    page.get_by_role("button", name="Ask").click()
    assert page.get_by_role("heading", name="Why not Medicoeur Sud?").is_visible()


def test_the_answer_to_why_not_has_no_barrier(desk, imaging):
    request = builders.request(
        text="Wij zoeken echografie en brandwonden.", themes=[], organisation_name="Zes"
    )
    shortlist.draw_up(request, at=AT)
    page = desk(f"/admin/contacts/introductionrequest/{request.pk}/why-not/?pole=medicoeur-sud")
    no_barrier(page, "request-why-not")
    page.goto(reverse("admin:contacts_introductionrequest_change", args=[request.pk]))
    no_barrier(page, "request-with-experience")

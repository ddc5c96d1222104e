"""Links to the form from other sites: what they fill in, what they leave alone, what is kept of them."""

import dataclasses
import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from contacts import presets, review, shortlist
from contacts.enums import MatchDecision, MatchOrigin
from contacts.intake import receive
from contacts.models import Correction, IntroductionRequest, Match
from tests import builders
from tests.builders import AT, enquiry
from tests.contacts.test_form import answers, page

LINK = "pole=biopole-nord&thema=imaging&thema=vaccines&bron=nieuwsbrief-2026.1"


@pytest.fixture
def offered(pole):
    builders.theme("imaging", "Beeldvorming", on_form=True)
    builders.theme("vaccines", "Vaccins", on_form=True)
    return pole


def ticked(response):
    return set(re.findall(r'value="([\w-]+)"[^>]* checked', page(response)))


def carried(response):
    found = re.search(r'name="link" value="([^"]*)"', page(response))
    return found[1] if found else None


# --- what the form shows ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_link_ticks_its_themes_and_its_pole_and_is_carried_along(client, offered):
    response = client.get(f"/contact/?{LINK}")
    assert ticked(response) == {"imaging", "vaccines", "biopole-nord"}
    assert carried(response) == LINK
    assert "Biopôle Nord" in page(response)


@pytest.mark.django_db
def test_without_a_link_the_form_is_as_it_was(client, offered):
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/contact/")
    assert (ticked(response), carried(response), len(asked)) == (set(), None, 1)
    assert 'name="pole"' not in page(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "pole=no-such-pole&thema=no-such-theme",
        "pole=&thema=&bron=",
        "pole=%00&thema=%ED%A0%80&bron=%00",
        "pole=<script>&thema='%20OR%201=1&bron=a%20b",
        "bron=" + "x" * 61,
        "pole[]=biopole-nord",
        "&".join(f"thema=t{n}" for n in range(300)),
    ],
)
def test_what_a_link_asks_for_and_the_register_does_not_know_is_left_out(client, offered, query):
    response = client.get(f"/contact/?{query}")
    assert response.status_code == 200
    assert ticked(response) == set()
    assert "<script>" not in page(response)
    assert "alert" not in page(response)


@pytest.mark.django_db
def test_a_pole_that_was_taken_over_leads_to_the_one_that_holds_its_work(client, offered):
    old = builders.cluster("oud-nord", "Oud Nord")
    builders.succession(old, offered)
    assert ticked(client.get("/contact/?pole=oud-nord")) == {"biopole-nord"}


@pytest.mark.django_db
def test_what_a_visitor_ticks_wins_over_the_link_when_the_form_comes_back(client, offered):
    response = client.post("/contact/", answers(link=LINK, person="", themes=["vaccines"]))
    assert ticked(response) == {"vaccines", "sme"}
    assert carried(response) == LINK
    assert 'name="pole"' in page(response)


# --- what is kept ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_pole_the_themes_and_the_campaign_are_kept_with_the_request(client, offered):
    client.post("/contact/", answers(link=LINK, pole="biopole-nord", themes=["imaging"]))
    request = IntroductionRequest.objects.get()
    assert request.wished_cluster == offered
    assert request.source == {
        "pole": "biopole-nord",
        "themes": ["imaging", "vaccines"],
        "campaign": "nieuwsbrief-2026.1",
    }
    assert [theme.slug for theme in request.themes.all()] == ["imaging"]


@pytest.mark.django_db
def test_who_unticks_the_pole_does_not_ask_for_it(client, offered):
    client.post("/contact/", answers(link=LINK))
    request = IntroductionRequest.objects.get()
    assert request.wished_cluster is None
    assert request.source["pole"] == "biopole-nord"
    assert not Match.objects.filter(origin=MatchOrigin.ENQUIRER).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("link", ["", "x", "pole=<b>", "&" * 2_000, "%00", "pole=" + "x" * 5_000])
def test_a_link_that_was_tampered_with_loses_nothing(client, offered, link):
    assert client.post("/contact/", answers(link=link, pole="biopole-nord")).status_code == 303
    request = IntroductionRequest.objects.get()
    assert (request.source, request.wished_cluster) == ({}, None)


@pytest.mark.django_db
def test_taking_the_pole_out_afterwards_is_a_correction(client, anouk, offered):
    sent = answers(link=LINK, pole="biopole-nord")
    client.post("/contact/", sent)
    client.post("/contact/", {name: value for name, value in sent.items() if name != "pole"})
    [correction] = Correction.objects.all()
    assert correction.changes == {"wished_cluster": {"before": "biopole-nord", "after": ""}}
    review.apply_correction(correction, by=anouk, at=AT)
    assert IntroductionRequest.objects.get().wished_cluster is None


def test_a_preset_reads_back_as_it_was_written():
    preset = presets.read(QueryDict(LINK))
    assert preset.query == LINK
    assert presets.read_carried(preset.query) == preset
    assert not presets.Preset()


# --- what the office makes of it -------------------------------------------------------------------


def asked_for(pole, **changes):
    said = dataclasses.replace(enquiry(), wished_cluster=pole.slug, source={"pole": pole.slug}, **changes)
    return receive(said, at=AT, token=uuid.uuid4()).request


@pytest.mark.django_db
def test_the_pole_asked_for_is_a_suggestion_beside_the_judgement_of_the_matching(pole):
    request = asked_for(pole)
    [match] = request.matches.all()
    assert (match.cluster, match.origin, match.decision) == (
        pole,
        MatchOrigin.ENQUIRER,
        MatchDecision.PROPOSED,
    )
    request.refresh_from_db()
    assert request.verdict == "none"
    shortlist.draw_up(request, at=AT)
    assert request.matches.count() == 1


@pytest.mark.django_db
def test_one_that_ended_meanwhile_is_named_and_not_proposed(pole):
    builders.succession(pole, builders.cluster("nieuw"), on=dt.date(2020, 1, 1))
    request = asked_for(pole)
    assert request.wished_cluster == pole
    assert not request.matches.exists()


@pytest.mark.django_db
def test_staff_see_the_wish_and_the_campaign_and_find_its_requests(client, anouk, offered):
    client.post("/contact/", answers(link=LINK, pole="biopole-nord"))
    builders.request(organisation_name="Andere B.V.")
    request = IntroductionRequest.objects.exclude(wished_cluster=None).get()
    client.force_login(anouk)
    shown = page(client.get(f"/admin/contacts/introductionrequest/{request.pk}/change/"))
    for words in (
        "Pôle asked for",
        "a link for biopole-nord, imaging, vaccines",
        "Asked for by the enquirer",
    ):
        assert words in shown, words
    assert "(asked for by the enquirer)" in shown
    inbox = page(client.get("/admin/contacts/introductionrequest/?campaign=nieuwsbrief-2026.1"))
    assert request.reference in inbox
    assert "Andere B.V." not in inbox
    assert "is not a choice" in page(client.get("/admin/contacts/introductionrequest/?campaign=geen"))


@pytest.mark.django_db
def test_a_card_leads_to_the_form_with_its_pole(client, offered):
    assert 'href="/contact/?pole=biopole-nord"' in page(client.get("/poles/biopole-nord/"))

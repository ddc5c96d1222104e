"""What recent requests say that no theme knows: listed, mapped with one click, or set aside."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Term
from contacts.enums import RequestStatus
from contacts.models import IgnoredWord, IntroductionRequest
from contacts.unknown_words import ignore, list_again, unknown_words
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()
PAGE = "/admin/contacts/words/"


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


@pytest.fixture
def imaging():
    theme = builders.theme("imaging", "beeldvorming")
    Term.objects.create(theme=theme, language="nl", text="echografie")
    Term.objects.create(theme=theme, language="nl", text="diepe hersenstimulatie", mode="phrase")
    return theme


def ask(text, **fields):
    return builders.request(text=text, themes=[], **fields)


def listed():
    return [word.text for word in unknown_words(on=TODAY)]


def told(response):
    return " ".join(response.content.decode().split())


def test_what_the_vocabulary_knows_is_not_listed_and_what_it_does_not_is(imaging):
    ask("Wij zoeken een partner voor echografieën, diepe hersenstimulatie en organoïden.")
    assert listed() == ["organoïden"]


def test_the_word_most_requests_share_comes_first_with_a_place_where_it_stands(imaging):
    ask("Onze organoïden naast echografie. Iets over exosomen.")
    ask("Organoïden zijn ons vak.", language="en")
    ask("Wij kweken organoïden.")
    words = {word.text: word for word in unknown_words(on=TODAY)}
    assert next(iter(words)) == "organoïden"
    word = words["organoïden"]
    assert (word.requests, word.language, word.near) == (3, "nl", "imaging")
    assert words["exosomen"].requests == 1
    assert (words["exosomen"].before, words["exosomen"].after) == ("Iets over", "")


def test_two_words_that_stand_side_by_side_in_two_requests_are_one_phrase(imaging):
    ask("Wij leveren vloeibare biopsie.")
    assert sorted(listed()) == ["biopsie", "vloeibare"]
    ask("Een vloeibare biopsie helpt.")
    assert listed() == ["vloeibare biopsie"]


@pytest.mark.parametrize(
    "text",
    [
        "Wij zoeken een partner om samen te werken, graag contact.",
        "Wij zitten naast Zonnehof in Amersfoort.",
        "Bel 020 555 0142 of 06-12345678 of mail jan.smit@bedrijf.example, www.bedrijf.example.",
        "Kort. Met vriendelijke groet, sanne bakker directeur innovatiemanagement",
        "Nous cherchons un partenaire avec vous.",
        "We are looking for a partner. 42 a1b2c3",
        "",
        "😀 中文 مرحبا",
    ],
)
def test_plain_words_names_numbers_and_signatures_stay_out(text):
    ask(text)
    assert not [word for word in listed() if word.isascii()]


def test_the_names_of_whoever_asks_stay_out_of_the_list_and_of_the_example():
    asker = builders.enquirer("kwekerij Zonnehof")
    contact = builders.person(asker, name="Sanne Bakker")
    ask(
        "sanne bakker van kwekerij zonnehof wil exosomen, bel 0205550142 of Pieter in Utrecht.",
        enquirer=asker,
        contact=contact,
        organisation_name="Kwekerij Zonnehof",
    )
    (word,) = unknown_words(on=TODAY)
    assert word.text == "exosomen"
    shown = f"{word.before} {word.after}".lower()
    for secret in ("sanne", "bakker", "zonnehof", "0205550142", "pieter", "utrecht"):
        assert secret not in shown


def test_a_name_that_only_ever_stands_with_a_capital_stays_out_even_where_a_sentence_begins():
    ask("Zonnehof zoekt exosomen.")
    assert listed() == ["exosomen"]
    (word,) = unknown_words(on=TODAY)
    assert word.before == "… zoekt"


def test_names_of_the_register_stay_out():
    builders.region("grand-est", "Grand-Est")
    builders.cluster("medicen", "Medicen")
    ask("wij kennen medicen en grand-est en exosomen")
    assert listed() == ["exosomen"]


def test_spam_says_nothing_about_the_vocabulary():
    request = ask("exosomen")
    IntroductionRequest.objects.filter(pk=request.pk).update(status=RequestStatus.SPAM, closed_at=AT)
    assert listed() == []


def test_only_the_latest_requests_are_looked_at(monkeypatch):
    monkeypatch.setattr("contacts.unknown_words.LOOKED_AT", 1)
    ask("exosomen", received_at=AT.replace(month=5))
    ask("organoïden")
    assert listed() == ["organoïden"]


def test_a_word_set_aside_is_not_listed_until_it_is_taken_back():
    ask("exosomen")
    ignore("Exosomen", by=builders.staff(), at=AT)
    ignore("exosomen", by=builders.staff("bram"), at=AT)
    assert listed() == []
    assert IgnoredWord.objects.get().ignored_by.username == "anouk"
    list_again("éxosomen")
    assert listed() == ["exosomen"]


def test_the_list_costs_the_same_for_two_requests_as_for_six():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            unknown_words(on=TODAY)
        return len(captured)

    for number in range(2):
        ask(f"exosomen {number}", organisation_name=f"B{number}")
    queries()
    few = queries()
    for number in range(2, 6):
        ask(f"exosomen {number}", organisation_name=f"B{number}")
    assert queries() == few


# --- the page -------------------------------------------------------------------------------------------


def test_one_click_leads_to_the_terms_form_filled_in_and_back_to_the_list(client, anouk, imaging):
    ask("Echografie van exosomen.")
    (row,) = client.get(PAGE).context["words"]
    _word, near, with_theme, without_theme = row
    assert near == imaging
    form = client.get(with_theme).context["adminform"].form
    assert {name: str(form[name].value()) for name in ("text", "language", "mode", "theme")} == {
        "text": "exosomen",
        "language": "nl",
        "mode": "stem",
        "theme": str(imaging.pk),
    }
    assert not client.get(without_theme).context["adminform"].form["theme"].value()
    typed = {"theme": imaging.pk, "language": "nl", "text": "exosomen", "mode": "stem"}
    assert f'action="{with_theme}"'.replace("&", "&amp;") in told(client.post(with_theme, typed))
    saved = client.post(with_theme, {**typed, "_seen_what_changes": "1"})
    assert saved["Location"] == PAGE
    assert listed() == []


def test_a_word_is_set_aside_and_listed_again_from_the_page(client, anouk):
    ask("exosomen")
    assert client.post(PAGE, {"ignore": "exosomen"}).status_code == 302
    html = told(client.get(PAGE))
    assert "1 word was set aside" in html
    assert "Every word of recent requests" in html
    client.post(PAGE, {"again": "exosomen"})
    assert not IgnoredWord.objects.exists()
    assert client.post(PAGE, {"ignore": "  "}).status_code == 302
    assert not IgnoredWord.objects.exists()


def test_a_word_with_mark_up_is_shown_as_text(client, anouk):
    client.post(PAGE, {"ignore": "<script>x</script>"})
    assert "<script>x" not in told(client.get(PAGE))


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_refuses_whoever_may_not_see_requests(client, method):
    client.force_login(builders.staff("new", superuser=False))
    assert getattr(client, method)(PAGE).status_code == 403


def test_who_may_only_look_sees_no_buttons_and_sets_nothing_aside(client):
    person = builders.staff("bram", superuser=False)
    codes = ["view_introductionrequest", "view_term"]
    person.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    client.force_login(person)
    ask("exosomen")
    html = told(client.get(PAGE))
    assert "exosomen" in html
    assert 'name="ignore"' not in html
    assert reverse("admin:clusters_term_add") not in html
    assert client.post(PAGE, {"ignore": "exosomen"}).status_code == 403

"""What may be spam is stored like anything else and waits for a person; its sender is thanked alike."""

import datetime as dt
import re
import uuid

import pytest
import time_machine

from contacts import forms, outbox, references, review, suspicion
from contacts.enums import MailStatus, RequestStatus, Suspicion
from contacts.intake import receive
from contacts.models import HistoryEntry, IntroductionRequest
from tests import builders
from tests.builders import AT, enquiry
from tests.contacts.test_form import TEXT, answers, page, token_in

FASTEST = dt.timedelta(seconds=3)
OFFER = (
    "Dear webmaster, we get your website on the first page of Google, guaranteed. "
    "500 backlinks for only 99 euro: https://rankrocket.example/offer"
)


def judged(text, **how):
    return suspicion.judge(text, **{"took": dt.timedelta(minutes=5), "fastest": FASTEST, **how})


# --- the judgement ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Wij onderzoeken viagra (sildenafil) bij hypertensie en zoeken een ziekenhuis voor een studie.",
        "Nos publications : https://a.example/1, https://a.example/2 et https://a.example/3. Nous cherchons "
        "un hôpital à Lyon pour un essai clinique de notre capteur, avec une équipe de cardiologie.",
        "WIJ ZOEKEN DRINGEND EEN PARTNER VOOR ONZE MRI-SOFTWARE IN PARIJS!!!",
        "Our search engine for medical literature ranks results; hospitals in France may want to try it.",
        "Zie www.ortholink.example",
        "Wij meten α- en β-amyloïd; de γ-straling van Δ-monsters bepalen wij zelf.",
        "Een lening of subsidie: kan een pôle ons daarbij helpen?",
        "Wij bieden blockchain voor patiëntgegevens, zonder bitcoin.",
        "",
        "?",
    ],
)
def test_an_enquiry_is_no_reason_to_wonder(text):
    assert judged(text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (OFFER, Suspicion.ADVERTISING),
        ("Online casino, free spins, sign up today", Suspicion.ADVERTISING),
        ("Lening zonder BKR, snel geld, reageer nu via WhatsApp", Suspicion.ADVERTISING),
        ("Nous proposons du référencement, première page de Google garantie, devis gratuit", "advertising"),
        ("https://a.example/x https://b.example/y https://c.example/z", Suspicion.LINKS),
        ("Goed verhaal [url=https://a.example]hier[/url]", Suspicion.LINKS),
        ("Продвижение сайтов в поисковых системах, недорого и с гарантией", Suspicion.OTHER_SCRIPT),
        ("我们提供优质的网站推广服务欢迎联系我们", Suspicion.OTHER_SCRIPT),
    ],
)
def test_what_is_sold_to_the_office_is(text, why):
    assert why in judged(text)


def test_a_field_that_nobody_sees_and_a_form_nobody_read_say_so():
    assert judged(TEXT, trapped=True) == [Suspicion.TRAP]
    assert judged(TEXT, took=dt.timedelta(seconds=1)) == [Suspicion.TOO_FAST]
    assert judged(TEXT, took=FASTEST) == []
    assert judged(TEXT, took=None) == []


def test_an_offer_in_the_name_of_the_sender_counts_as_well():
    assert judged(TEXT, names="Buy backlinks and guest posts, casino SEO services") == ["advertising"]


# --- what becomes of it ----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "why"),
    [({"homepage": "https://x.example"}, ["trap"]), ({"text": OFFER}, ["advertising"])],
)
def test_it_is_stored_with_its_reference_story_and_mails_and_thanked_alike(client, changes, why):
    with time_machine.travel(AT, tick=False):
        first = client.post("/contact/", answers())
        sent = client.post("/contact/", answers(**changes))
    assert (sent.status_code, sent["Cache-Control"]) == (first.status_code, first["Cache-Control"])
    request = IntroductionRequest.objects.latest("pk")
    assert (request.status, request.suspicions) == (RequestStatus.QUARANTINED, why)
    assert request.story.get(action="received").data["suspicions"] == why
    assert {mail.status for mail in request.mails.all()} == {MailStatus.HELD}
    assert request.mails.count() == 2
    other = IntroductionRequest.objects.exclude(pk=request.pk).get()
    thanks = [
        page(client.get(references.status_path(row.reference, language="nl")))
        .replace(references.sign(row.reference), "")
        .replace(row.reference, "")
        for row in (request, other)
    ]
    assert without_tokens(thanks[0]) == without_tokens(thanks[1])


def without_tokens(html: str) -> str:
    """Each form on a page has a token of its own."""
    return re.sub(r'(name="token" value=")[^"]*', r"\1", html)


@pytest.mark.django_db
def test_a_form_sent_within_seconds_is_set_aside_and_one_that_took_longer_is_not(client, settings):
    settings.FASTEST_SENDING = FASTEST
    for seconds, status in ((1, "quarantined"), (4, "received")):
        with time_machine.travel(AT, tick=False):
            token = token_in(client.get("/contact/"))
        with time_machine.travel(AT + dt.timedelta(seconds=seconds), tick=False):
            client.post("/contact/", answers(token=token))
        assert IntroductionRequest.objects.latest("pk").status == status


@pytest.mark.django_db
def test_who_mends_one_field_of_a_form_that_was_refused_is_not_too_fast(client, settings):
    settings.FASTEST_SENDING = FASTEST
    with time_machine.travel(AT, tick=False):
        token = token_in(client.get("/contact/"))
    with time_machine.travel(AT + dt.timedelta(minutes=9), tick=False):
        token = token_in(client.post("/contact/", answers(token=token, kvk="1")))
        client.post("/contact/", answers(token=token))
    assert IntroductionRequest.objects.get().status == "received"


@pytest.mark.django_db
def test_who_sends_a_form_of_last_week_once_more_is_not_too_fast(client, settings):
    settings.FASTEST_SENDING = FASTEST
    with time_machine.travel(AT, tick=False):
        old = answers(token=forms.sign_token(uuid.uuid4()))
    with time_machine.travel(AT + dt.timedelta(days=8), tick=False):
        token = token_in(client.post("/contact/", old))
        client.post("/contact/", answers(token=token))
    assert IntroductionRequest.objects.get().status == "received"


@pytest.mark.django_db
def test_nothing_about_it_leaves_the_house_before_somebody_looked():
    request = receive(enquiry(), at=AT, token=uuid.uuid4(), suspicions=["links"]).request
    assert outbox.deliver_due(at=AT + dt.timedelta(hours=1)).sent == 0
    review.release_from_quarantine(request, by=builders.staff(), at=AT)
    assert outbox.deliver_due(at=AT).sent == 2


@pytest.mark.django_db
def test_spam_is_never_answered_and_its_sender_is_when_it_was_none_after_all(anouk):
    request = receive(enquiry(), at=AT, token=uuid.uuid4(), suspicions=["trap"]).request
    review.mark_spam(request, by=anouk, at=AT)
    assert {mail.status for mail in request.mails.all()} == {MailStatus.CANCELLED}
    assert outbox.deliver_due(at=AT).sent == 0
    review.release_from_quarantine(request, by=anouk, at=AT)
    assert outbox.deliver_due(at=AT).sent == 2


@pytest.mark.django_db
def test_what_left_before_it_was_marked_as_spam_has_left_and_leaves_no_second_time(anouk):
    request = receive(enquiry(), at=AT, token=uuid.uuid4()).request
    outbox.deliver_due(at=AT)
    review.mark_spam(request, by=anouk, at=AT)
    review.release_from_quarantine(request, by=anouk, at=AT)
    assert {mail.status for mail in request.mails.all()} == {MailStatus.SENT}


@pytest.mark.django_db
def test_its_sender_changing_it_wakes_nobody_either():
    token = uuid.uuid4()
    request = receive(enquiry(), at=AT, token=token, suspicions=["links"]).request
    assert receive(enquiry(text="Iets anders."), at=AT, token=token).corrected
    assert {mail.status for mail in request.mails.all()} == {MailStatus.HELD}


# --- what staff see --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_staff_see_at_home_in_the_inbox_and_on_its_page_why_it_was_set_aside(client, anouk):
    request = receive(enquiry(), at=AT, token=uuid.uuid4(), suspicions=["advertising", "links"]).request
    client.force_login(anouk)
    home = page(client.get("/admin/"))
    assert "reads like advertising, mostly links" in home
    inbox = page(client.get("/admin/contacts/introductionrequest/?view=aside"))
    assert "reads like advertising, mostly links" in inbox
    shown = page(client.get(f"/admin/contacts/introductionrequest/{request.pk}/change/", follow=True))
    assert "Reads like advertising" in shown
    assert "set aside (reads like advertising, mostly links)" in shown


@pytest.mark.django_db
def test_the_story_of_what_nobody_suspects_says_nothing_of_it():
    receive(enquiry(), at=AT, token=uuid.uuid4())
    assert "suspicions" not in HistoryEntry.objects.get(action="received").data

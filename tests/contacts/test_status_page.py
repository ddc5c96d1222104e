"""The pages behind the signed link of a request, as its enquirer, a mail scanner and a stranger meet them."""

import datetime as dt
import re
import uuid

import pytest
from django.conf import settings as project_settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts import after_sending, answers, disclosing, intake, introductions, outbox, references, standing
from contacts.enums import AnswerKind, MailKind, MailStatus, RequestStatus
from contacts.models import (
    ClusterAnswer,
    Correction,
    HistoryEntry,
    Introduction,
    IntroductionRequest,
    Match,
    OutgoingMail,
    Remark,
)
from contacts.status_forms import ActionForm
from tests import builders
from tests.builders import AT
from tests.contacts.answering import letter_mail, sent_letter, token_in
from tests.visitor import text_of

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=12)


@pytest.fixture(autouse=True)
def on_time(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def letter():
    return sent_letter()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def address(request, page="status", *args, language="en"):
    path = references.status_path(request.reference, language=language)
    if page == "status":
        return path
    return path + {"withdraw_from": "withdraw"}.get(page, page) + "/" + "".join(f"{pk}/" for pk in args)


def confirmation(request, email=""):
    return references.confirmation_path(request.reference, email or request.contact.email, language="en")


def read(client, request, page="status", *args):
    return text_of(client.get(address(request, page, *args)))


def everything():
    models = (IntroductionRequest, Introduction, HistoryEntry, OutgoingMail, Match, Remark, Correction)
    return [(model.__name__, list(model.objects.order_by("pk").values())) for model in models]


def press(client, where, **fields):
    """Fetch a page and press its button."""
    return client.post(where, {"token": token_in(client.get(where)), **fields})


def filled_in(client, request, **changes):
    """The form of the page as a browser sends it, with some answers changed."""
    form = client.get(address(request, "correct")).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"token": form.signed_token} | changes
    return {name: value for name, value in sent.items() if value not in (None, False)}


def pages_of(letter):
    """Every page behind a signed link."""
    request = letter.request
    names = ["status", "remark", "correct", "withdraw"]
    return [
        *(address(request, name) for name in names),
        address(request, "withdraw_from", letter.pk),
        confirmation(request),
    ]


# --- where it stands -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Uw verzoek IA-222222"), ("en", "Your request IA-222222"), ("fr", "IA-222222")],
)
def test_the_page_is_in_the_language_of_its_address_and_leads_to_the_others(client, language, words):
    request = builders.request()
    response = client.get(address(request, language=language))
    assert words in text_of(response)
    for other in {"nl", "en", "fr"} - {language}:
        assert f'href="{address(request, language=other)}"' in response.content.decode()


def test_what_was_passed_on_is_told_with_whom_and_when(client, letter):
    text = read(client, letter.request)
    assert "Biopôle Nord" in text
    assert "1 July 2026" in text
    assert "The name of your organisation" in text
    assert "Your question as you wrote it" in text
    assert "The pôle has not answered yet." in text
    assert "Introduced to a pôle" in text


def test_what_a_letter_left_out_is_not_told_as_passed_on(client):
    letter = sent_letter(released=["organisation"])
    text = read(client, letter.request).partition("What we may pass on")[0]
    assert "The name of your organisation" in text
    assert "Your question as you wrote it" not in text


def test_what_an_attache_took_out_by_hand_is_not_told_as_passed_on(client, anouk, pole):
    draft = introductions.prepare(builders.request(), pole, by=anouk, at=AT)
    words = {name: getattr(draft, name) for name in ("subject", "copy_subject", "copy_body", "recipient")}
    body = draft.body.replace(draft.request.text, "(sur demande)")
    draft = introductions.edit(draft, **words, body=body, by=anouk, at=AT, version=None)
    introductions.send(draft, by=anouk, at=AT)
    outbox.deliver_due(at=LATER)
    passed = standing.passed_on(fresh(draft.request))[0]
    assert [fact.value for fact in passed.facts] == ["organisation", "contact"]


def test_an_unnamed_letter_and_the_day_the_name_followed(client, anouk, pole):
    draft = introductions.prepare(builders.request(), pole, by=anouk, at=AT)
    draft = introductions.redraft(draft, by=anouk, at=AT, unnamed=True)
    row = introductions.send(draft, by=anouk, at=AT)
    outbox.deliver_due(at=AT + dt.timedelta(hours=1))
    text = read(client, row.request)
    assert "without your name" in text
    assert "The name of your organisation" not in text.partition("What we may pass on")[0]
    row = introductions.record_answer(row, "accepted", by=anouk, at=AT + dt.timedelta(days=3))
    told, copy = disclosing.written(row, by=anouk, at=AT)
    disclosing.disclose(row, letter=told, copy=copy, by=anouk, at=AT + dt.timedelta(days=4))
    assert "Your name followed" not in read(client, row.request)
    outbox.deliver_due(at=AT + dt.timedelta(days=5))
    text = read(client, row.request)
    assert "Your name followed 6 July 2026 The name of your organisation" in text


def test_a_letter_that_waits_or_was_called_back_is_not_told(client, anouk, pole):
    row = introductions.send(
        introductions.prepare(builders.request(), pole, by=anouk, at=LATER), by=anouk, at=LATER
    )
    text = read(client, row.request)
    assert "Biopôle Nord" not in text
    assert "No pôle knows of your request." in text
    assert not re.search(r'aria-current="step"><strong>Introduced', text)
    assert client.get(address(row.request)).context["stage"] == standing.Stage.READ
    introductions.undo(row, by=anouk, at=LATER)
    assert "Biopôle Nord" not in read(client, row.request)


@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_letter_that_may_have_left_is_told_as_such(client, letter, withdrawn):
    """The mail server took it in and then said nothing: nobody knows."""
    letter.mails.update(status=MailStatus.QUEUED, sent_at=None, maybe_left_at=AT)
    if withdrawn:
        after_sending.withdraw(letter.request, at=LATER)
    text = read(client, letter.request)
    assert "Biopôle Nord Our letter 1 July 2026" in text
    assert "it may have arrived" in text
    assert ("We could not call it back." in text) is withdrawn
    assert "The name of your organisation" in text
    assert "No pôle knows of your request." not in text


def test_a_name_that_may_have_followed_is_told_as_such(client, letter):
    Introduction.objects.filter(pk=letter.pk).update(is_teaser=True, disclosed_at=LATER)
    mail = {"kind": MailKind.DISCLOSURE, "status": MailStatus.CANCELLED, "sent_at": None}
    letter_mail(letter, **mail, maybe_left_at=LATER)
    text = read(client, letter.request)
    assert "Your name followed 13 July 2026" in text
    assert "it may have arrived" in text


def test_a_letter_that_surely_never_left_is_not_told(client, letter):
    letter.mails.update(status=MailStatus.FAILED, sent_at=None)
    after_sending.withdraw(letter.request, at=LATER)
    assert "No pôle knows of your request." in read(client, letter.request)


def test_a_letter_that_came_back_is_told_as_unread(client, letter):
    letter.mails.update(status=MailStatus.BOUNCED, bounced_at=AT)
    assert "came back unread" in read(client, letter.request)


def test_a_poles_answer_is_told_once_an_attache_has_read_it(client, anouk, letter):
    said = answers.NewAnswer(kind=AnswerKind.REFUSED, reason="not_eligible", text="Pas pour nous, merci.")
    answers.receive(letter, said, token=uuid.uuid4(), at=LATER)
    assert "The pôle has not answered yet." in read(client, letter.request)
    answers.mark_seen(letter, by=anouk, at=LATER)
    text = read(client, letter.request)
    assert "The pôle does not take this up. 13 July 2026" in text
    for secret in ("Pas pour nous", "not eligible"):
        assert secret not in text


def test_what_staff_write_among_themselves_is_not_told(client, anouk, letter):
    introductions.record_answer(letter, "accepted", by=anouk, at=LATER, note="Interne: moeilijke klant")
    introductions.cancel(fresh(letter), by=anouk, at=LATER, note="Interne: ruzie")
    text = read(client, letter.request)
    assert "We ended this introduction." in text
    for secret in ("Interne", "Claire", "claire@", "anouk", "Sanne", "sanne@", "555"):
        assert secret not in text


def test_the_page_repeats_nothing_that_was_written(client):
    request = builders.request()
    after_sending.remark(request, "Mijn geheim.", token=uuid.uuid4(), at=LATER)
    response = client.get(address(request))
    for secret in ("Mijn geheim", "Ortholink", "Sanne", "sanne@", "knieklachten"):
        assert secret not in response.content.decode()
    assert "Remark received" in text_of(response)


def test_every_page_of_a_request_takes_a_constant_and_small_number_of_queries(client, settings):
    settings.SHOW_SUGGESTIONS = True
    letter = sent_letter()
    counts = []
    for number in range(2):
        counts.append({})
        for page in pages_of(letter):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code in (200, 303)
            counts[-1][page] = len(queries)
        sent_letter(request=letter.request, cluster=builders.cluster(f"more-{number}"))
        after_sending.remark(letter.request, f"{number}", token=uuid.uuid4(), at=LATER)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 6


# --- one's own and nobody else's -----------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post", "head", "put", "patch", "delete", "options", "trace"])
def test_an_altered_link_says_what_to_do_whatever_is_asked(client, letter, method):
    before = everything()
    for page in pages_of(letter):
        altered = page.replace(".", "x.", 1)
        response = getattr(client, method)(altered)
        assert (altered, response.status_code) == (altered, 404)
        assert response["Referrer-Policy"] == "no-referrer"
        if method == "get":
            assert project_settings.OFFICE_MAILBOX in response.content.decode()
            assert "Biopôle" not in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
def test_looking_changes_nothing_and_is_kept_nowhere(client, letter, method):
    before = everything()
    for page in pages_of(letter):
        response = getattr(client, method)(page)
        assert response.status_code in (200, 303, 405)
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
    assert everything() == before


def test_one_requests_link_shows_and_does_nothing_to_another(client, letter):
    other = sent_letter(cluster=builders.cluster("other", "Pôle Autre"))
    text = read(client, letter.request)
    assert "Pôle Autre" not in text
    assert other.request.reference not in text
    before = everything()
    theirs = address(letter.request, "withdraw_from", other.pk)
    assert client.get(theirs).status_code == 404
    token = token_in(client.get(address(other.request, "withdraw_from", other.pk)))
    assert client.post(theirs, {"token": token}).status_code == 404
    for page in ("remark", "correct", "withdraw"):
        where = address(letter.request, page)
        foreign = token_in(client.get(address(other.request, "status" if page == "remark" else page)))
        sent = filled_in(client, letter.request, text="Anders.") | {"token": foreign}
        assert client.post(where, sent).status_code == 200
    assert everything() == before


def test_the_token_of_one_button_presses_no_other(client, letter):
    before = everything()
    token = token_in(client.get(address(letter.request)))  # the remark's
    where = address(letter.request, "withdraw")
    response = client.post(where, {"token": token})
    assert "Nothing was done yet" in text_of(response)
    assert everything() == before
    assert client.post(where, {"token": token_in(response)}).status_code == 303


def test_everything_works_without_cookies_and_against_csrf_checks(letter):
    strict = Client(enforce_csrf_checks=True)
    assert press(strict, confirmation(letter.request)).status_code == 303
    where = address(letter.request)
    sent = {"token": token_in(strict.get(where)), "text": "Nog iets."}
    assert strict.post(address(letter.request, "remark"), sent).status_code == 303
    assert press(strict, address(letter.request, "withdraw")).status_code == 303
    assert not strict.cookies


@pytest.mark.parametrize("page", ["remark", "correct", "withdraw", "confirm"])
def test_a_fault_of_ours_is_said_and_what_was_typed_is_still_there(client, letter, monkeypatch, page):
    def broken(*args, **kwargs):
        raise OperationalError("disk full: Sanne Bakker")

    request = letter.request
    for name in ("remark", "correct", "withdraw", "confirm_address"):
        monkeypatch.setattr(after_sending, name, broken)
    where = confirmation(request) if page == "confirm" else address(request, page)
    action = ActionForm(request.reference, page)
    sent = filled_in(client, request, text="Mijn lange verhaal.") | {"token": action.signed_token}
    response = client.post(where, sent)
    assert response.status_code == 503
    assert "could not be stored just now" in text_of(response)
    if page in ("remark", "correct"):
        assert "Mijn lange verhaal." in response.content.decode()


# --- a remark ------------------------------------------------------------------------------------------


def test_a_remark_is_sent_and_a_double_click_is_one(client):
    request = builders.request()
    sent = {"token": token_in(client.get(address(request))), "text": "Nog\r\niets.\x00\u202e"}
    twice = [client.post(address(request, "remark"), sent)["Location"] for _ in range(2)]
    assert twice == [address(request) + "?done=remark"] * 2
    assert Remark.objects.get().text == "Nog\niets."
    assert "We received your remark." in text_of(client.get(twice[0]))


@pytest.mark.parametrize(("text", "words"), [("", "Write your remark."), ("x" * 10_001, "at most 10000")])
def test_a_wrong_remark_is_named_and_still_there(client, text, words):
    request = builders.request()
    sent = {"token": token_in(client.get(address(request))), "text": text}
    response = client.post(address(request, "remark"), sent)
    assert words in text_of(response)
    assert text in response.content.decode()
    assert not Remark.objects.exists()


def test_a_page_left_open_for_a_week_keeps_the_remark_and_asks_once_more(client, time_machine):
    request = builders.request()
    sent = {"token": token_in(client.get(address(request))), "text": "Nog iets."}
    time_machine.move_to(LATER + dt.timedelta(days=8), tick=False)
    response = client.post(address(request, "remark"), sent)
    assert "Nog iets." in response.content.decode()
    sent["token"] = token_in(response)
    assert client.post(address(request, "remark"), sent).status_code == 303


def test_too_many_remarks_are_refused_with_a_way_out(client, monkeypatch):
    monkeypatch.setattr(after_sending, "REMARKS_A_DAY", 0)
    request = builders.request()
    sent = {"token": token_in(client.get(address(request))), "text": "Nog iets."}
    response = client.post(address(request, "remark"), sent)
    assert "send it tomorrow" in text_of(response)
    assert "Nog iets." in response.content.decode()


def test_too_many_corrections_are_refused_with_a_way_out_and_the_permission_noted(client, monkeypatch):
    monkeypatch.setattr(intake, "CORRECTIONS_A_DAY", 0)
    request = builders.request()
    changed = filled_in(client, request, region_wish="Elzas", release=["text"])
    response = client.post(address(request, "correct"), changed)
    assert "send it tomorrow" in text_of(response)
    assert "holds already" in text_of(response)
    assert 'value="Elzas"' in response.content.decode()
    request.refresh_from_db()
    assert request.release == ["text"]


def test_the_page_says_only_what_was_really_done(client):
    request = builders.request()
    for done in ("remark", "withdrawn", "permission", "x", "<b>"):
        response = client.get(address(request), {"done": done})
        assert response.context["done"] == ""


# --- withdrawing ---------------------------------------------------------------------------------------


def test_withdrawing_asks_first_says_what_it_means_and_is_done_once(client, letter):
    where = address(letter.request, "withdraw")
    asked = text_of(client.get(where))
    assert "Biopôle Nord has our letter of 1 July 2026." in asked
    assert fresh(letter.request).status == RequestStatus.INTRODUCED
    token = token_in(client.get(where))
    for _ in range(2):
        assert client.post(where, {"token": token})["Location"] == address(letter.request) + "?done=withdrawn"
    assert (fresh(letter.request).status, Remark.objects.count()) == (RequestStatus.WITHDRAWN, 1)
    text = read(client, letter.request)
    assert "This request was withdrawn." in text
    assert "You withdrew your request from this pôle." in text
    assert client.get(where).status_code == 303


def test_withdrawing_from_one_pole(client, letter):
    other = sent_letter(request=letter.request, cluster=builders.cluster("other", "Pôle Autre"))
    assert press(client, address(letter.request, "withdraw_from", letter.pk)).status_code == 303
    assert (fresh(letter).status, fresh(other).status) == ("cancelled", "sent")
    text = read(client, letter.request)
    assert "You withdrew your request from this pôle." in text
    assert text.count("Withdraw the request from this pôle") == 1


def test_a_closed_request_offers_the_remark_only(client):
    request = builders.request(status=RequestStatus.DECLINED, closed_at=AT, decline_reason="no_fit")
    html = client.get(address(request)).content.decode()
    assert f'action="{address(request, "remark")}"' in html
    for page in ("correct", "withdraw"):
        assert address(request, page) not in html
        assert client.get(address(request, page)).status_code == 303
    sent = {"token": ActionForm(request.reference, "withdraw").signed_token}
    assert client.post(address(request, "withdraw"), sent).status_code == 303
    assert fresh(request).status == RequestStatus.DECLINED
    assert "no_fit" not in html
    assert "works on this" not in html  # the reason is the attaché's to tell


# --- correcting ----------------------------------------------------------------------------------------


def test_the_form_is_filled_in_and_a_change_is_a_correction(client):
    request = builders.request(region_wish="Lyon")
    html = client.get(address(request, "correct")).content.decode()
    for held in (request.text, "Lyon", "Ortholink B.V.", "sanne@ortholink.example"):
        assert held in html
    sent = filled_in(client, request, region_wish="Elzas")
    done = [client.post(address(request, "correct"), sent)["Location"].partition("=")[2] for _ in range(2)]
    assert done == ["correction", "unchanged"]
    assert list(Correction.objects.get().changes) == ["region_wish"]


def test_a_theme_that_is_no_longer_offered_is_not_lost(client):
    gone = builders.theme("gone", on_form=False)
    request = builders.request(themes=[gone])
    client.post(address(request, "correct"), filled_in(client, request, region_wish="Elzas"))
    assert list(Correction.objects.get().changes) == ["region_wish"]


def test_what_is_wrong_with_a_correction_is_named_and_nothing_is_lost(client):
    request = builders.request()
    sent = filled_in(client, request, text="Heel ander verhaal.", kvk="12")
    response = client.post(address(request, "correct"), sent)
    assert "A KvK number has eight digits" in text_of(response)
    assert "Heel ander verhaal." in response.content.decode()
    assert not Correction.objects.exists()


def test_a_permission_is_taken_back_at_once(client):
    request = builders.request()
    response = client.post(address(request, "correct"), filled_in(client, request, release=["text"]))
    assert response["Location"] == address(request) + "?done=permission"
    assert fresh(request).release == ["text"]
    assert "We noted what we may pass on." in text_of(client.get(response["Location"]))


# --- who was set aside ---------------------------------------------------------------------------------


def test_who_was_set_aside_sees_and_does_the_same_as_anybody(client):
    seen = []
    for status in (RequestStatus.RECEIVED, RequestStatus.QUARANTINED, RequestStatus.SPAM):
        request = builders.request(status=status, closed_at=AT if status == RequestStatus.SPAM else None)
        client.post(address(request, "correct"), filled_in(client, request, release=[]))
        sent = {"token": token_in(client.get(address(request))), "text": "Nog iets."}
        client.post(address(request, "remark"), sent)
        said = [read(client, request), read(client, request, "withdraw")]
        press(client, address(request, "withdraw"))
        said.append(read(client, request))
        seen.append([text.replace(request.reference, "") for text in said])
    assert seen[0] == seen[1] == seen[2]


# --- the address ---------------------------------------------------------------------------------------


def test_opening_the_link_confirms_nothing_the_button_does_once(client):
    request = builders.request()
    where = confirmation(request)
    client.get(where)
    assert fresh(request).address_confirmed_at is None
    token = token_in(client.get(where))
    for _ in range(2):
        assert client.post(where, {"token": token}).status_code == 303
    assert fresh(request).address_confirmed_at == LATER
    assert HistoryEntry.objects.count() == 1
    assert "Your address is confirmed" in text_of(client.get(where))


def test_a_link_to_an_earlier_address_and_the_status_link_confirm_nothing(client):
    request = builders.request()
    signed = references.sign(request.reference)
    for where in (confirmation(request, "old@ortholink.example"), reverse("contacts:confirm", args=[signed])):
        assert client.get(where).status_code == 404


def test_the_confirmation_page_shows_neither_address_nor_request(client):
    request = builders.request()
    html = client.get(confirmation(request)).content.decode()
    for secret in ("sanne@", "Sanne", "Ortholink", references.sign(request.reference)):
        assert secret not in html


# --- a first automatic reading -------------------------------------------------------------------------


def shortlisted(request):
    Match.objects.create(request=request, cluster=builders.cluster("fitting", "Pôle Passend"), rank=1)


def test_suggestions_are_shown_only_when_the_office_shows_them(client, settings):
    request = builders.request()
    shortlisted(request)
    assert "Pôle Passend" not in read(client, request)
    settings.SHOW_SUGGESTIONS = True
    text = read(client, request)
    assert "first automatic reading" in text
    assert "Pôle Passend" in text


@pytest.mark.parametrize("status", ["quarantined", "spam", "introduced"])
def test_nobody_who_was_set_aside_or_is_further_on_gets_suggestions(client, settings, status):
    settings.SHOW_SUGGESTIONS = True
    request = builders.request(
        status=status,
        closed_at=AT if status == "spam" else None,
        introduced_at=AT if status == "introduced" else None,
    )
    shortlisted(request)
    assert "Pôle Passend" not in read(client, request)


def test_what_a_pole_wrote_has_its_own_page_and_stays_there(client, letter):
    said = answers.NewAnswer(kind=AnswerKind.MESSAGE, text="Pouvez-vous rappeler ?")
    answers.receive(letter, said, token=uuid.uuid4(), at=LATER)
    assert ClusterAnswer.objects.exists()
    assert "rappeler" not in read(client, letter.request)
    assert not OutgoingMail.objects.filter(kind=MailKind.REMARK_NOTICE).exists()

"""The page on which a pôle's contact person answers, as a browser, a mail scanner and a stranger meet it."""

import datetime as dt
import uuid

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts import answer_links, answers, introductions
from contacts.answer_forms import sign_token
from contacts.enums import AnswerKind, HistoryAction, IntroductionStatus, MailKind
from contacts.models import ClusterAnswer, HistoryEntry, Introduction, Match, OutgoingMail
from tests import builders
from tests.builders import AT
from tests.contacts.answering import path, sent_letter, token_in
from tests.visitor import text_of

pytestmark = pytest.mark.django_db

LATER = AT + dt.timedelta(days=12)
LONG_AFTER = AT + answer_links.VALID_FOR + dt.timedelta(days=1)


@pytest.fixture
def introduction():
    return sent_letter()


@pytest.fixture(autouse=True)
def on_time(time_machine):
    time_machine.move_to(LATER, tick=False)


def everything():
    return [
        (model.__name__, list(model.objects.order_by("pk").values()))
        for model in (Introduction, ClusterAnswer, HistoryEntry, OutgoingMail, Match)
    ]


def answer(client, introduction, follow=False, **said):
    address = path(introduction)
    said.setdefault("token", token_in(client.get(address)))
    return client.post(address, said, follow=follow)


# --- opening it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("query", ["", "?given=1", "?kind=taken_up"])
def test_opening_the_link_changes_nothing_and_sets_no_cookie(client, introduction, method, query):
    before = everything()
    response = getattr(client, method)(path(introduction) + query)
    assert response.status_code == 200
    assert everything() == before
    assert not response.cookies
    assert not client.cookies


def test_opening_a_link_that_has_run_out_changes_nothing(client, introduction, time_machine):
    time_machine.move_to(LONG_AFTER)
    before = everything()
    assert client.get(path(introduction)).status_code == 200
    assert everything() == before


def test_the_page_is_kept_nowhere_and_tells_nobody_its_address(client, introduction):
    response = client.get(path(introduction))
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Introduction IA-222222"),
        ("en", "without an account"),
        ("fr", "IA-222222"),
    ],
)
def test_the_page_shows_the_letter_and_four_answers_in_each_language(client, introduction, language, words):
    introduction.body = "Bonjour,\n\nUne entreprise cherche <b>un hôpital</b>.\n"
    introduction.save()
    response = client.get(path(introduction, language=language))
    text = text_of(response)
    assert "&lt;b&gt;un hôpital" in response.content.decode()
    assert "anouk@office.example" in text
    assert introduction.request.reference in text
    for kind in AnswerKind:
        assert f'value="{kind}"' in response.content.decode()
    assert f'lang="{language}"' in response.content.decode()


def test_nothing_is_shown_that_the_letter_does_not_say(client, introduction):
    text = text_of(client.get(path(introduction)))
    for hidden in ("Ortholink", "Sanne", "claire@", "Claire", "MRI-software"):
        assert hidden not in text


def test_the_page_takes_a_constant_number_of_queries(client, introduction):
    counts = []
    for size in (4, 0):
        with CaptureQueriesContext(connection) as queries:
            client.get(path(introduction))
        counts.append(len(queries))
        for number in range(size):
            builders.cluster(f"pole-{number}")
            answers.receive(
                introduction,
                answers.NewAnswer(kind=AnswerKind.MESSAGE, text=f"{number}"),
                token=uuid.uuid4(),
                at=AT,
            )
    assert counts[0] == counts[1] <= 6


# --- answering -----------------------------------------------------------------------------------------


def test_taking_up_is_two_clicks(client, introduction):
    response = answer(client, introduction, kind="taken_up")
    assert response.status_code == 303
    assert Introduction.objects.get().status == IntroductionStatus.ACCEPTED
    thanks = client.get(response["Location"])
    assert "IA-222222" in text_of(thanks)
    assert "anouk@office.example" in text_of(thanks)
    assert not client.cookies


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "kind"),
        ({"kind": "yes"}, "kind"),
        ({"kind": "refused"}, "reason"),
        ({"kind": "refused", "reason": "elsewhere"}, "reason"),
        ({"kind": "refused", "reason": "no_capacity\x00"}, "reason"),
        ({"kind": "elsewhere"}, "other_cluster"),
        ({"kind": "elsewhere", "other_cluster": "999999"}, "other_cluster"),
        ({"kind": "elsewhere", "other_cluster": "9" * 40}, "other_cluster"),
        ({"kind": "elsewhere", "other_cluster": "x\x00"}, "other_cluster"),
        ({"kind": "message"}, "text"),
        ({"kind": "message", "text": " \x00 \u202e"}, "text"),
        ({"kind": "message", "text": "x" * 5001}, "text"),
    ],
)
def test_an_answer_that_misses_something_says_what_and_stores_nothing(client, introduction, said, field):
    response = answer(client, introduction, **said)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert 'role="alert"' in response.content.decode()
    assert not ClusterAnswer.objects.exists()


def test_what_was_typed_is_still_there_after_a_mistake(client, introduction):
    response = answer(client, introduction, kind="refused", text="Pas pour <nous>")
    assert "Pas pour &lt;nous&gt;" in response.content.decode()
    again = client.post(
        path(introduction),
        {"kind": "refused", "reason": "other", "text": "Pas", "token": token_in(response)},
    )
    assert again.status_code == 303


def test_five_thousand_characters_and_odd_bytes_are_taken_as_text(client, introduction):
    text = "Bcc: all@pole.example\r\nSubject: x\r\n\r\n" + "é" * 4900
    assert answer(client, introduction, kind="message", text=f"\x00{text}\u202e").status_code == 303
    assert ClusterAnswer.objects.get().text == text.replace("\r\n", "\n")
    assert OutgoingMail.objects.count() == 1


def test_half_a_character_is_no_fault_of_ours(client, introduction):
    token = token_in(client.get(path(introduction)))
    body = f"token={token}&kind=message&text=a%ED%A0%80b%FF"
    response = client.post(path(introduction), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303


def test_the_pole_of_today_can_be_named_but_neither_itself_nor_one_that_ended(client, introduction):
    ended, heir = builders.cluster("ended-pole"), builders.cluster("new-pole")
    builders.succession(ended, heir)
    offered = client.get(path(introduction)).context["form"].fields["other_cluster"].queryset
    assert list(offered) == [heir]
    refused = answer(client, introduction, kind="elsewhere", other_cluster=ended.pk)
    assert "other_cluster" in refused.context["form"].errors
    assert answer(client, introduction, kind="elsewhere", other_cluster=heir.pk).status_code == 303
    assert Match.objects.get().cluster == heir


def test_an_answer_of_another_choice_is_left_out(client, introduction):
    other = builders.cluster("other-pole")
    answer(client, introduction, kind="taken_up", reason="other", other_cluster=other.pk)
    stored = ClusterAnswer.objects.get()
    assert (stored.reason, stored.other_cluster) == ("", None)


def test_a_double_click_and_a_retry_are_one_answer(client, introduction):
    token = token_in(client.get(path(introduction)))
    addresses = {
        answer(client, introduction, kind="message", text="?", token=token)["Location"] for _ in "123"
    }
    assert len(addresses) == 1
    assert ClusterAnswer.objects.count() == 1


def test_back_and_send_again_is_one_answer(client, introduction):
    for _ in range(2):  # the page is fetched again, with another token
        answer(client, introduction, kind="message", text="Une question")
    assert ClusterAnswer.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_a_forged_form_is_asked_to_be_sent_once_more(client, introduction, token):
    response = answer(client, introduction, kind="taken_up", token=token)
    assert response.context["form"].non_field_errors()
    assert Introduction.objects.get().status == IntroductionStatus.SENT


def test_a_form_of_another_letter_is_not_taken(client, introduction):
    other = sent_letter(cluster=builders.cluster("other-pole"))
    token = sign_token(uuid.uuid4(), other.pk)
    assert answer(client, introduction, kind="taken_up", token=token).status_code == 200
    assert not ClusterAnswer.objects.exists()


def test_a_page_left_open_for_a_week_is_still_one_answer(client, introduction, time_machine):
    token = token_in(client.get(path(introduction)))
    time_machine.move_to(LATER + dt.timedelta(days=8))
    response = answer(client, introduction, kind="taken_up", token=token)
    assert response.status_code == 200
    for _ in range(2):
        answer(client, introduction, kind="taken_up", token=token_in(response))
    assert ClusterAnswer.objects.count() == 1


def test_it_works_for_a_browser_that_is_checked_for_forgery(introduction):
    client = Client(enforce_csrf_checks=True)
    assert answer(client, introduction, kind="taken_up").status_code == 303


def test_a_database_that_is_away_keeps_what_was_typed(client, introduction, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(answers, "receive", away)
    response = answer(client, introduction, kind="message", text="Encore une question")
    assert response.status_code == 503
    assert "Encore une question" in response.content.decode()


def test_a_pole_that_took_it_up_already_can_send_a_message(client, introduction):
    introductions.record_answer(introduction, "accepted", by=builders.staff(), at=AT)
    response = client.get(path(introduction))
    assert response.context["form"].offered == [AnswerKind.MESSAGE]
    assert 'type="radio"' not in response.content.decode()
    assert answer(client, introduction, kind="message", text="Bien reçu").status_code == 303


def test_a_colleague_who_was_faster_is_told_to_the_pole(client, introduction):
    token = token_in(client.get(path(introduction)))
    introductions.record_answer(introduction, "accepted", by=builders.staff(), at=AT)
    response = answer(client, introduction, kind="refused", reason="other", token=token, follow=True)
    assert response.context["followed"] is False
    assert ClusterAnswer.objects.get().kind == AnswerKind.REFUSED


# --- links that do not work ----------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/en", "/fr"])
@pytest.mark.parametrize("signed", ["x", "1-2", "1-2.abc", "\u202e", "9" * 400])
def test_an_altered_link_says_how_to_reach_the_office_and_no_more(client, introduction, prefix, signed):
    for call in (client.get, client.post):
        response = call(f"{prefix}/answer/{signed}/")
        assert response.status_code == 404
        assert "desk@office.example" in text_of(response)
        assert "IA-" not in text_of(response)


def test_a_letter_that_has_not_left_looks_like_an_altered_link(client, introduction):
    draft = builders.introduction(cluster=builders.cluster("other-pole"))
    gone = path(introduction)
    introduction.mails.all().delete()
    introduction.delete()
    pages = [client.get(address).content for address in (path(draft), gone, "/answer/x/")]
    without_address = {
        page.replace(address.encode(), b"")
        for page, address in zip(pages, (path(draft), gone, "/answer/x/"), strict=True)
    }
    assert len(without_address) == 1
    assert client.post(path(draft), {"kind": "taken_up"}).status_code == 404


def test_the_time_of_a_link_begins_when_the_letter_is_sent(client, time_machine):
    sent_at = AT + dt.timedelta(days=90)  # after three months in preparation
    introduction = sent_letter(sent_at=sent_at)
    link = path(introduction, at=AT)
    time_machine.move_to(sent_at + answer_links.VALID_FOR - dt.timedelta(days=1))
    assert "Bonjour" in text_of(client.get(link))
    time_machine.move_to(sent_at + answer_links.VALID_FOR + dt.timedelta(days=1))
    assert "Bonjour" not in text_of(client.get(link))


def test_a_link_that_has_run_out_offers_a_fresh_one_to_the_same_address(client, introduction, time_machine):
    old = path(introduction)
    time_machine.move_to(LONG_AFTER)
    page = client.get(old)
    assert "c…@biopole-nord.example" in text_of(page)
    assert "claire@" not in page.content.decode()
    assert "Bonjour" not in text_of(page)
    for _ in range(2):  # a double click
        assert client.post(old, {"kind": "taken_up"}).status_code == 303
    mail = OutgoingMail.objects.get(kind=MailKind.ANSWER_LINK)
    assert mail.recipient == "claire@biopole-nord.example"
    assert "id_renew" not in client.get(old).content.decode()
    fresh = mail.body.split("http://127.0.0.1:8000")[1].split()[0]
    assert client.get(fresh).status_code == 200
    assert Introduction.objects.get().status == IntroductionStatus.SENT


def test_too_many_fresh_links_lead_to_the_office(client, introduction, time_machine):
    old = path(introduction)
    for number in range(6):
        time_machine.move_to(LONG_AFTER + dt.timedelta(minutes=61 * number))
        client.post(old)
    assert OutgoingMail.objects.filter(kind=MailKind.ANSWER_LINK).count() == 5
    page = client.get(old)
    assert "id_renew" not in page.content.decode()
    assert "anouk@office.example" in text_of(page)
    assert HistoryEntry.objects.filter(action=HistoryAction.LINK_RENEWED).count() == 5


def test_a_link_that_has_run_out_takes_few_queries(client, introduction, time_machine):
    time_machine.move_to(LONG_AFTER)
    with CaptureQueriesContext(connection) as queries:
        client.get(path(introduction))
    assert len(queries) <= 6

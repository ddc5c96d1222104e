"""What a pôle says is stored first; the introduction follows where it can; nobody is written to."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts import answers, introductions, shortlist
from contacts.answers import NewAnswer, receive
from contacts.enums import (
    AnswerKind,
    HistoryAction,
    IntroductionStatus,
    MailKind,
    MatchDecision,
    MatchOrigin,
    RefusalReason,
    RequestStatus,
)
from contacts.models import ClusterAnswer, HistoryEntry, Introduction, Match, OutgoingMail
from contacts.workflow import StaleVersion, TransitionNotAllowed
from tests import builders
from tests.builders import AT
from tests.contacts.answering import sent_letter
from tests.visitor import text_of

LATER = AT + dt.timedelta(days=12)
TAKEN_UP = NewAnswer(kind=AnswerKind.TAKEN_UP)
REFUSED = NewAnswer(kind=AnswerKind.REFUSED, reason=RefusalReason.NO_CAPACITY, text="Trop de travail.")
MESSAGE = NewAnswer(kind=AnswerKind.MESSAGE, text="Avez-vous une fiche ?")


def said(introduction, answer, *, at=LATER, token=None):
    return receive(introduction, answer, token=token or uuid.uuid4(), at=at)


def story(introduction):
    return [
        (line.action, line.actor, line.to_status)
        for line in HistoryEntry.objects.filter(request=introduction.request).order_by("pk")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [(TAKEN_UP, "accepted", ""), (REFUSED, "refused", "no_capacity"), (MESSAGE, "sent", "")],
)
def test_an_answer_is_stored_and_the_status_follows(answer, status, reason):
    introduction = sent_letter()
    mails = OutgoingMail.objects.count()
    receipt = said(introduction, answer)
    row = Introduction.objects.get()
    assert receipt.created
    assert (row.status, row.refusal_reason) == (status, reason)
    assert (row.answered_at, row.answer_days) == ((LATER, 12) if status != "sent" else (None, None))
    stored = ClusterAnswer.objects.get()
    assert (stored.kind, stored.text, stored.received_at, stored.seen_at) == (
        answer.kind,
        answer.text,
        LATER,
        None,
    )
    moved = [("moved", "cluster", status)] if status != "sent" else []
    assert story(introduction) == [("answer_received", "cluster", ""), *moved]
    assert OutgoingMail.objects.count() == mails


@pytest.mark.django_db
def test_the_message_stands_in_one_place_only():
    said(sent_letter(), REFUSED)
    assert not [line for line in HistoryEntry.objects.all() if "travail" in f"{line.note}{line.data}"]


@pytest.mark.django_db
def test_another_pole_named_is_a_refusal_and_a_suggestion_that_says_who_named_it():
    introduction = sent_letter()
    other = builders.cluster("other-pole", "Pôle Autre")
    mails = OutgoingMail.objects.count()
    said(introduction, NewAnswer(kind=AnswerKind.ELSEWHERE, other_cluster=other))
    row = Introduction.objects.get()
    assert (row.status, row.refusal_reason) == (IntroductionStatus.REFUSED, RefusalReason.ELSEWHERE)
    match = Match.objects.get()
    assert (match.cluster, match.origin, match.decision) == (other, MatchOrigin.CLUSTER, "proposed")
    line = HistoryEntry.objects.get(action=HistoryAction.MATCH_ADDED)
    assert (line.actor, line.data["named_by"]) == ("cluster", "Biopôle Nord")
    assert OutgoingMail.objects.count() == mails
    assert not Introduction.objects.filter(cluster=other).exists()


@pytest.mark.django_db
def test_a_suggestion_named_by_a_pole_outlives_a_new_shortlist():
    introduction = sent_letter()
    other = builders.cluster("other-pole")
    said(introduction, NewAnswer(kind=AnswerKind.ELSEWHERE, other_cluster=other))
    shortlist.draw_up(introduction.request, at=LATER)
    assert Match.objects.get(cluster=other).origin == MatchOrigin.CLUSTER


@pytest.mark.django_db
@pytest.mark.parametrize("decision", ["proposed", "rejected", "accepted"])
def test_a_pole_that_is_on_the_shortlist_already_stays_as_it_is(decision):
    introduction, anouk = sent_letter(), builders.staff()
    other = builders.cluster("other-pole")
    match = Match.objects.create(request=introduction.request, cluster=other, rank=1, score=2)
    if decision == "rejected":
        shortlist.reject(match, "busy", by=anouk, at=AT)
    elif decision == "accepted":
        shortlist.accept(match, by=anouk, at=AT)
    said(introduction, NewAnswer(kind=AnswerKind.ELSEWHERE, other_cluster=other))
    match.refresh_from_db()
    assert (match.decision, match.origin) == (MatchDecision(decision), MatchOrigin.ENGINE)
    line = HistoryEntry.objects.get(action=HistoryAction.ANSWER_RECEIVED)
    assert line.data["already"] is True


@pytest.mark.django_db
def test_an_answer_is_kept_when_no_suggestion_can_be_made_of_it(monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(shortlist, "explain_one", fail)
    other = builders.cluster("other-pole")
    said(sent_letter(), NewAnswer(kind=AnswerKind.ELSEWHERE, other_cluster=other))
    assert ClusterAnswer.objects.get().other_cluster == other
    assert Introduction.objects.get().status == IntroductionStatus.REFUSED
    assert not Match.objects.exists()


@pytest.mark.django_db
def test_a_pole_that_changes_its_mind_is_followed_and_both_answers_stay():
    introduction = sent_letter()
    said(introduction, REFUSED)
    said(introduction, TAKEN_UP, at=LATER + dt.timedelta(days=3))
    row = Introduction.objects.get()
    assert (row.status, row.refusal_reason, row.answer_days) == (IntroductionStatus.ACCEPTED, "", 12)
    assert [answer.kind for answer in ClusterAnswer.objects.order_by("pk")] == ["refused", "taken_up"]


@pytest.mark.django_db
def test_an_answer_that_cannot_be_followed_is_stored_all_the_same():
    introduction = sent_letter()
    said(introduction, TAKEN_UP)
    receipt = said(introduction, REFUSED)
    assert Introduction.objects.get().status == IntroductionStatus.ACCEPTED
    assert ClusterAnswer.objects.count() == 2
    assert not answers.is_followed(receipt.answer)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["completed", "cancelled", "withdrawn"])
def test_what_is_closed_takes_a_message_and_is_not_reopened(state):
    introduction, anouk = sent_letter(), builders.staff()
    if state == "completed":
        introductions.record_answer(introduction, "accepted", by=anouk, at=AT)
        introductions.complete(introduction, by=anouk, at=AT)
    elif state == "cancelled":
        introductions.cancel(introduction, by=anouk, at=AT)
    else:
        introduction.request.status = RequestStatus.WITHDRAWN
        introduction.request.closed_at = AT
        introduction.request.save()
    row = Introduction.objects.select_related("request").get()
    before = row.status
    assert answers.offered(row) == [AnswerKind.MESSAGE]
    for answer in (TAKEN_UP, REFUSED, MESSAGE):
        said(row, answer)
    assert Introduction.objects.get().status == before
    assert ClusterAnswer.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("sent", ["taken_up", "refused", "elsewhere", "message"]),
        ("unanswered", ["taken_up", "refused", "elsewhere", "message"]),
        ("accepted", ["message"]),
        ("refused", ["taken_up", "elsewhere", "message"]),
    ],
)
def test_only_what_can_still_change_something_is_offered(status, kinds):
    introduction = sent_letter()
    if status != "sent":
        reason = "other" if status == "refused" else ""
        introductions.record_answer(introduction, status, by=builders.staff(), at=AT, reason=reason)
    assert answers.offered(Introduction.objects.select_related("request").get()) == kinds


@pytest.mark.django_db
def test_a_draft_takes_no_answer():
    with pytest.raises(answers.NotLive):
        said(builders.introduction(), MESSAGE)
    assert not ClusterAnswer.objects.exists()


# --- the same answer again -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_form_twice_is_one_answer_also_with_other_words():
    introduction, token = sent_letter(), uuid.uuid4()
    said(introduction, REFUSED, token=token)
    receipt = said(introduction, TAKEN_UP, token=token)
    assert not receipt.created
    assert ClusterAnswer.objects.get().kind == AnswerKind.REFUSED


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "answers_stored"), [(59, 1), (61, 2)])
def test_the_same_words_within_the_hour_are_one_answer(minutes, answers_stored):
    introduction = sent_letter()
    said(introduction, MESSAGE)
    said(introduction, MESSAGE, at=LATER + dt.timedelta(minutes=minutes))
    assert ClusterAnswer.objects.count() == answers_stored


def at_once(*calls):
    def run(call):
        try:
            return call()
        except (TransitionNotAllowed, StaleVersion) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_eight_times_at_once_is_one_answer():
    introduction, token = sent_letter(), uuid.uuid4()
    receipts = at_once(*[lambda: said(introduction, REFUSED, token=token)] * 8)
    assert sum(receipt.created for receipt in receipts) == 1
    assert ClusterAnswer.objects.count() == 1
    assert story(introduction) == [("answer_received", "cluster", ""), ("moved", "cluster", "refused")]


@pytest.mark.django_db(transaction=True)
def test_a_pole_and_a_colleague_at_once_lose_nothing():
    introduction, anouk = sent_letter(), builders.staff()

    def by_hand():
        return introductions.record_answer(introduction, "accepted", by=anouk, at=LATER)

    at_once(lambda: said(introduction, REFUSED), by_hand, lambda: said(introduction, MESSAGE), by_hand)
    row = Introduction.objects.get()
    assert ClusterAnswer.objects.count() == 2
    moves = HistoryEntry.objects.filter(action=HistoryAction.MOVED).order_by("pk")
    assert moves.last().to_status == row.status == IntroductionStatus.ACCEPTED
    assert [line.from_status for line in moves][1:] == [line.to_status for line in moves][:-1]
    assert row.version == 1 + 2 + len(moves)


# --- by staff ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_records_an_answer_by_hand_has_seen_what_came_in():
    introduction, anouk = sent_letter(), builders.staff()
    said(introduction, MESSAGE)
    answers.record_by_hand(introduction, AnswerKind.TAKEN_UP, by=anouk, at=LATER)
    stored = ClusterAnswer.objects.get()
    assert (stored.seen_by, stored.seen_at) == (anouk, LATER)


@pytest.mark.django_db
def test_another_pole_can_be_recorded_by_hand():
    introduction, anouk = sent_letter(), builders.staff()
    other = builders.cluster("other-pole")
    answers.record_by_hand(introduction, AnswerKind.ELSEWHERE, other_cluster=other, by=anouk, at=LATER)
    assert Introduction.objects.get().refusal_reason == RefusalReason.ELSEWHERE
    assert Match.objects.get().origin == MatchOrigin.CLUSTER
    assert HistoryEntry.objects.get(action=HistoryAction.MATCH_ADDED).by == anouk


@pytest.mark.django_db
def test_a_pole_that_ended_cannot_be_named_by_hand_and_nothing_is_recorded():
    introduction, anouk = sent_letter(), builders.staff()
    ended = builders.cluster("ended-pole")
    builders.succession(ended, builders.cluster("new-pole"))
    with pytest.raises(shortlist.HasEnded):
        answers.record_by_hand(introduction, AnswerKind.ELSEWHERE, other_cluster=ended, by=anouk, at=LATER)
    assert Introduction.objects.get().status == IntroductionStatus.SENT


# --- a fresh link --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_fresh_link_goes_to_the_person_addressed_in_the_language_of_the_letter():
    introduction = sent_letter()
    mail = answers.renew_link(introduction, at=LATER)
    assert (mail.kind, mail.recipient, mail.language) == (
        MailKind.ANSWER_LINK,
        "claire@biopole-nord.example",
        "fr",
    )
    assert "/fr/answer/" in mail.body
    assert "Ortholink" not in mail.subject + mail.body
    line = HistoryEntry.objects.get(action=HistoryAction.LINK_RENEWED)
    assert (line.introduction, line.actor) == (introduction, "cluster")


@pytest.mark.django_db
def test_at_most_one_link_an_hour_and_five_a_day():
    introduction = sent_letter()
    for number in range(5):
        answers.renew_link(introduction, at=LATER + dt.timedelta(minutes=61 * number))
        with pytest.raises(answers.NoFreshLink):
            answers.renew_link(introduction, at=LATER + dt.timedelta(minutes=61 * number + 59))
    with pytest.raises(answers.NoFreshLink):
        answers.renew_link(introduction, at=LATER + dt.timedelta(hours=23))
    answers.renew_link(introduction, at=LATER + dt.timedelta(hours=25))


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["left", "no address", "bounced", "gone"])
def test_no_link_goes_to_somebody_who_is_not_there_any_more(why):
    introduction = sent_letter()
    contact = introduction.recipient
    match why:
        case "left":
            contact.is_active = False
        case "no address":
            contact.email = ""
        case "bounced":
            contact.bounced_on = AT.date()
    contact.save()
    if why == "gone":
        contact.delete()
    with pytest.raises(answers.NoFreshLink):
        answers.renew_link(Introduction.objects.get(), at=LATER)
    assert not OutgoingMail.objects.filter(kind=MailKind.ANSWER_LINK).exists()


# --- on the staff pages --------------------------------------------------------------------------------


@pytest.fixture
def anouk(client, db):
    person = builders.staff()
    client.force_login(person)
    return person


def page_of(row, name="change", *args):
    return reverse(f"admin:contacts_{row._meta.model_name}_{name}", args=[row.pk, *args])


def step(client, introduction, name, **said):
    version = said.pop("version", Introduction.objects.get(pk=introduction.pk).version)
    return client.post(page_of(introduction, "step", name), {"_version": version, **said})


@pytest.mark.django_db
def test_unseen_answers_stand_on_both_pages_until_one_click_says_seen(client, anouk):
    introduction = sent_letter()
    said(introduction, MESSAGE)
    pages = [page_of(introduction.request), page_of(introduction)]
    for address in pages:
        assert "Avez-vous une fiche ?" in client.get(address).content.decode()
    response = step(client, introduction, "seen", _back=introduction.request_id)
    assert response["Location"] == pages[0]
    assert ClusterAnswer.objects.get().seen_by == anouk
    for address in pages:
        assert "Avez-vous une fiche ?" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_an_answer_that_came_in_meanwhile_is_not_marked_as_seen(client, anouk):
    introduction = sent_letter()
    said(introduction, MESSAGE)
    version = Introduction.objects.get().version
    said(introduction, TAKEN_UP)
    assert step(client, introduction, "seen", version=version).status_code == 409
    assert not ClusterAnswer.objects.exclude(seen_at=None).exists()


@pytest.mark.django_db
def test_taken_up_by_telephone_is_one_click_and_asks_nothing(client, anouk):
    introduction = sent_letter()
    said(introduction, MESSAGE)
    assert step(client, introduction, "taken-up").status_code == 302
    assert Introduction.objects.get().status == IntroductionStatus.ACCEPTED
    assert not ClusterAnswer.objects.filter(seen_at=None).exists()


@pytest.mark.django_db
def test_another_pole_named_by_telephone_is_a_step_of_the_letter(client, anouk):
    introduction, other = sent_letter(), builders.cluster("other-pole")
    assert step(client, introduction, "elsewhere", other_cluster=other.pk).status_code == 302
    assert Match.objects.get().origin == MatchOrigin.CLUSTER
    assert step(client, introduction, "elsewhere").status_code in (409, 422)


@pytest.mark.django_db
def test_the_pages_take_no_more_queries_for_more_answers(client, anouk):
    introduction = sent_letter()
    counts = []
    for size in (1, 4):
        for number in range(size):
            said(introduction, NewAnswer(kind=AnswerKind.MESSAGE, text=f"{size} {number}"))
        for address in (page_of(introduction.request), page_of(introduction)):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


@pytest.mark.django_db
def test_the_story_says_what_the_pole_said_and_whom_it_named(client, anouk):
    introduction, other = sent_letter(), builders.cluster("other-pole", "Pôle Autre")
    said(introduction, NewAnswer(kind=AnswerKind.ELSEWHERE, other_cluster=other))
    text = text_of(client.get(page_of(introduction.request)))
    assert "better for another pôle (Pôle Autre)" in text
    assert "Pôle Autre (named by Biopôle Nord)" in text
    assert "Named by a pôle" in text

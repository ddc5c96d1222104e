"""Ten minutes in which a sent letter can be called back: all of it or nothing, and never twice."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core import mail as sent_mail
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from contacts import introductions, outbox, review, workflow
from contacts.enums import HistoryAction, IntroductionStatus, MailKind, MailStatus, RequestStatus
from contacts.models import HistoryEntry, Introduction, IntroductionRequest, OutgoingMail
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
SOON = AT + dt.timedelta(minutes=3)
LATER = AT + dt.timedelta(minutes=11)


def sent(anouk, pole, at=AT, **fields):
    draft = introductions.prepare(builders.request(**fields), pole, by=anouk, at=at)
    return introductions.send(draft, by=anouk, at=at)


def statuses():
    return sorted(OutgoingMail.objects.values_list("status", flat=True))


def test_a_sent_letter_waits_ten_minutes(anouk, pole):
    introduction = sent(anouk, pole)
    assert dt.timedelta(minutes=10) == settings.SENDING_PAUSE
    assert introductions.leaves_at(introduction) == AT + settings.SENDING_PAUSE
    assert outbox.deliver_due(at=AT + dt.timedelta(minutes=9)).sent == 0
    assert outbox.deliver_due(at=LATER).sent == 2


def test_withdrawn_within_the_ten_minutes_nothing_leaves(anouk, pole):
    introduction = sent(anouk, pole)
    review.withdraw(introduction.request, by=anouk, at=SOON)
    introduction.refresh_from_db()
    assert introduction.status == IntroductionStatus.CANCELLED
    assert statuses() == [MailStatus.CANCELLED, MailStatus.CANCELLED]
    assert outbox.deliver_due(at=LATER).sent == 0


def test_withdrawn_after_the_letter_left_it_stays_sent(anouk, pole):
    introduction = sent(anouk, pole)
    outbox.deliver_due(at=LATER)
    review.withdraw(IntroductionRequest.objects.get(), by=anouk, at=LATER)
    introduction.refresh_from_db()
    assert introduction.status == IntroductionStatus.SENT
    assert statuses() == [MailStatus.SENT, MailStatus.SENT]


def test_the_undo_brings_letter_and_request_back_and_nothing_leaves(anouk, pole):
    introduction = introductions.undo(sent(anouk, pole), by=anouk, at=SOON)
    assert (introduction.status, introduction.sent_at, introduction.released) == ("draft", None, [])
    request = IntroductionRequest.objects.get()
    assert (request.status, request.introduced_at) == (RequestStatus.IN_REVIEW, None)
    assert statuses() == [MailStatus.CANCELLED, MailStatus.CANCELLED]
    assert outbox.deliver_due(at=LATER).sent == 0
    line = introduction.story.get(action=HistoryAction.SENDING_UNDONE)
    assert (line.by, line.at) == (anouk, SOON)


def test_after_the_undo_it_can_be_sent_again_and_still_only_once(anouk, pole):
    introduction = introductions.undo(sent(anouk, pole), by=anouk, at=SOON)
    again = introductions.send(introduction, by=anouk, at=SOON)
    assert statuses() == ["cancelled", "cancelled", "queued", "queued"]
    with pytest.raises(introductions.CannotSend):
        introductions.send(again, by=anouk, at=SOON)
    assert outbox.deliver_due(at=LATER + dt.timedelta(minutes=5)).sent == 2
    assert len({each.to[0] for each in sent_mail.outbox}) == 2


def test_a_request_with_another_letter_out_stays_introduced(anouk, pole):
    first = sent(anouk, pole)
    other = builders.cluster("other")
    builders.cluster_contact(other)
    second = introductions.prepare(first.request, other, by=anouk, at=AT)
    introductions.undo(introductions.send(second, by=anouk, at=AT), by=anouk, at=SOON)
    request = IntroductionRequest.objects.get()
    assert (request.status, request.introduced_at) == (RequestStatus.INTRODUCED, AT)


def claimed_by_a_worker():
    OutgoingMail.objects.filter(kind=MailKind.INTRODUCTION_COPY).update(
        lease_until=SOON + dt.timedelta(minutes=5), attempts=1
    )


def left_for_good():
    OutgoingMail.objects.filter(kind=MailKind.INTRODUCTION).update(status="sent", sent_at=SOON)


@pytest.mark.parametrize("too_late", [claimed_by_a_worker, left_for_good])
def test_once_one_mail_has_left_or_is_leaving_the_undo_is_refused(anouk, pole, too_late):
    introduction = sent(anouk, pole)
    too_late()
    before = statuses()
    with pytest.raises(outbox.HasLeft):
        introductions.undo(introduction, by=anouk, at=SOON)
    assert introductions.leaves_at(Introduction.objects.get()) is None
    assert statuses() == before
    assert Introduction.objects.get().status == IntroductionStatus.SENT
    assert IntroductionRequest.objects.get().status == RequestStatus.INTRODUCED


def test_a_mail_the_server_could_not_take_yet_can_still_be_called_back(anouk, pole):
    introduction = sent(anouk, pole)
    OutgoingMail.objects.update(attempts=1, last_error="SMTPDataError 452 4.3.1")
    assert introductions.undo(introduction, by=anouk, at=SOON).status == "draft"


def may_have_left(**which):
    """The server was given the mail and did not say whether it took it."""
    OutgoingMail.objects.filter(**which).update(attempts=1, last_error="TimeoutError", maybe_left_at=SOON)


def test_a_mail_that_may_have_left_cannot_be_called_back(anouk, pole):
    introduction = sent(anouk, pole)
    may_have_left(kind=MailKind.INTRODUCTION)
    with pytest.raises(outbox.HasLeft) as refusal:
        introductions.undo(introduction, by=anouk, at=LATER)
    assert (refusal.value.sent_at, refusal.value.maybe_left_at) == (None, SOON)
    assert introductions.leaves_at(Introduction.objects.get()) is None
    assert Introduction.objects.get().status == IntroductionStatus.SENT
    assert statuses() == ["queued", "queued"]


def stopped_lines():
    return [line.data["kind"] for line in HistoryEntry.objects.filter(data__maybe_left=True)]


def test_withdrawn_after_an_unanswered_attempt_it_is_not_tried_again_and_counts_as_sent(anouk, pole):
    introduction = sent(anouk, pole)
    may_have_left(kind=MailKind.INTRODUCTION)
    review.withdraw(introduction.request, by=anouk, at=LATER)
    introduction.refresh_from_db()
    assert introduction.status == IntroductionStatus.SENT  # the pôle may have it, and may answer
    assert statuses() == ["cancelled", "cancelled"]
    assert outbox.deliver_due(at=LATER + dt.timedelta(days=1)).sent == 0
    assert stopped_lines() == ["introduction"]


def test_withdrawn_when_only_the_copy_may_have_left_the_letter_is_cancelled(anouk, pole):
    introduction = sent(anouk, pole)
    may_have_left(kind=MailKind.INTRODUCTION_COPY)
    review.withdraw(introduction.request, by=anouk, at=LATER)
    introduction.refresh_from_db()
    assert introduction.status == IntroductionStatus.CANCELLED
    assert stopped_lines() == ["introduction_copy"]


def test_withdrawn_when_the_letter_left_and_the_copy_waits_the_letter_stays_sent(anouk, pole):
    introduction = sent(anouk, pole)
    left_for_good()
    review.withdraw(introduction.request, by=anouk, at=LATER)
    introduction.refresh_from_db()
    assert introduction.status == IntroductionStatus.SENT
    assert statuses() == ["cancelled", "sent"]
    assert stopped_lines() == []


def test_cancelled_after_a_worker_died_it_is_not_tried_again(anouk, pole):
    introduction = sent(anouk, pole)
    claimed_by_a_worker()
    introductions.cancel(introduction, by=anouk, at=SOON + dt.timedelta(minutes=6))
    assert statuses() == ["cancelled", "cancelled"]
    assert stopped_lines() == ["introduction_copy"]


@pytest.mark.parametrize("answer", ["accepted", "unanswered"])
def test_a_letter_with_an_answer_is_not_undone(anouk, pole, answer):
    introduction = introductions.record_answer(sent(anouk, pole), answer, by=anouk, at=SOON)
    with pytest.raises(workflow.TransitionNotAllowed):
        introductions.undo(introduction, by=anouk, at=SOON)
    assert statuses() == ["queued", "queued"]


def test_a_draft_has_nothing_to_undo(anouk, pole):
    draft = introductions.prepare(builders.request(), pole, by=anouk, at=AT)
    with pytest.raises(workflow.TransitionNotAllowed):
        introductions.undo(draft, by=anouk, at=SOON)


def test_an_undo_under_an_old_version_is_refused(anouk, pole):
    introduction = sent(anouk, pole)
    with pytest.raises(workflow.StaleVersion):
        introductions.undo(introduction, by=anouk, at=SOON, version=introduction.version - 1)
    assert statuses() == ["queued", "queued"]


def test_the_undo_of_a_withdrawn_request_keeps_the_letter_in_and_the_request_withdrawn(anouk, pole):
    introduction = sent(anouk, pole)
    workflow.move(introduction.request, RequestStatus.WITHDRAWN, by=anouk, at=SOON)
    introductions.undo(introduction, by=anouk, at=SOON)
    assert IntroductionRequest.objects.get().status == RequestStatus.WITHDRAWN
    assert statuses() == ["cancelled", "cancelled"]


def test_cancelling_a_sent_introduction_keeps_in_what_still_waits(anouk, pole):
    introductions.cancel(sent(anouk, pole), by=anouk, at=SOON)
    assert statuses() == ["cancelled", "cancelled"]


def test_cancelling_calls_back_nothing_that_has_left(anouk, pole):
    introduction = sent(anouk, pole)
    left_for_good()
    introductions.cancel(introduction, by=anouk, at=SOON)
    assert statuses() == ["cancelled", "sent"]


@pytest.mark.django_db(transaction=True)
def test_of_a_worker_and_an_undo_at_the_same_moment_exactly_one_wins(anouk, pole):
    """Six times over: either the mails leave and the undo is refused, or nothing leaves."""
    outcomes = set()
    for _round in range(6):
        introduction = sent(anouk, pole)
        sent_mail.outbox.clear()
        barrier, undone = threading.Barrier(2), []

        def work(barrier=barrier):
            try:
                barrier.wait(timeout=20)
                outbox.deliver_due(at=LATER)
            finally:
                connections.close_all()

        def call_back(introduction=introduction, barrier=barrier, undone=undone):
            try:
                barrier.wait(timeout=20)
                introductions.undo(introduction, by=anouk, at=LATER)
                undone.append(True)
            except outbox.HasLeft:
                undone.append(False)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work), threading.Thread(target=call_back)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        now = Introduction.objects.get(pk=introduction.pk)
        left = list(sent_mail.outbox)
        assert (now.status, len(left)) == (("draft", 0) if undone == [True] else ("sent", 2))
        outcomes.add(undone[0])
    assert outcomes


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="there one writes at a time")
@pytest.mark.django_db(transaction=True)
def test_a_worker_does_not_wait_for_who_holds_the_letter(anouk, pole):
    """Two who wait for each other would be found out by the database, and one of them thrown back."""
    introduction = sent(anouk, pole)
    sent_mail.outbox.clear()

    def work():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout TO '5s'")
            return outbox.deliver_due(at=LATER)
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as worker:
        workflow.lock(introduction)
        report = worker.submit(work).result(timeout=30)
    assert report.sent == len(sent_mail.outbox) > 0


# --- on the pages -------------------------------------------------------------------------------------


def press(client, row, name):
    address = reverse("admin:contacts_introduction_step", args=[row.pk, name])
    return client.post(address, {"_version": row.version, "_story": 0}, follow=True)


def test_the_request_and_the_letter_say_when_it_leaves_and_offer_the_undo(client, anouk, pole):
    client.force_login(anouk)
    introduction = sent(anouk, pole, at=timezone.now())
    leaves = timezone.localtime(introductions.leaves_at(introduction)).strftime("%H:%M")
    for page in (
        reverse("admin:contacts_introduction_change", args=[introduction.pk]),
        reverse("admin:contacts_introductionrequest_change", args=[introduction.request_id]),
    ):
        html = client.get(page).content.decode()
        assert f"Leaves at {leaves}" in html
        assert "Undo the sending" in html
    assert "Nothing was sent" in press(client, introduction, "undo").content.decode()
    assert Introduction.objects.get().status == "draft"


def test_an_undo_that_comes_too_late_says_when_the_mail_left(client, anouk, pole):
    client.force_login(anouk)
    introduction = sent(anouk, pole)
    outbox.deliver_due(at=LATER)
    response = press(client, introduction, "undo")
    assert response.status_code == 409
    html = response.content.decode()
    assert "has left at 1 Jul 2026 11:41" in html
    assert "Leaves at" not in html


def test_the_pages_say_that_a_mail_may_have_left_and_offer_no_undo(client, anouk, pole):
    client.force_login(anouk)
    introduction = sent(anouk, pole)
    may_have_left(kind=MailKind.INTRODUCTION)
    letter = reverse("admin:contacts_introduction_change", args=[introduction.pk])
    request = reverse("admin:contacts_introductionrequest_change", args=[introduction.request_id])
    mail = OutgoingMail.objects.get(kind=MailKind.INTRODUCTION)
    outgoing = reverse("admin:contacts_outgoingmail_change", args=[mail.pk])
    for page in (letter, request, outgoing):
        html = client.get(page).content.decode()
        assert "may have left" in html.lower()
        assert "Undo the sending" not in html
    response = press(client, introduction, "undo")
    assert response.status_code == 409
    html = response.content.decode()
    assert "may have left at 1 Jul 2026 11:33" in html
    introductions.cancel(introduction, by=anouk, at=LATER)
    assert "no further attempt; an earlier one may have arrived" in client.get(letter).content.decode()

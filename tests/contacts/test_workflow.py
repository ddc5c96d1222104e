"""The whole square of status changes, for both tables, and that a refused one leaves no trace."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, connections, transaction

from contacts import workflow
from contacts.enums import HistoryAction, IntroductionStatus, RequestStatus
from contacts.models import HistoryEntry, IntroductionRequest
from contacts.workflow import INTRODUCTION_TRANSITIONS, REQUEST_TRANSITIONS, TAKEN_BACK
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=1)

REQUEST_SQUARE = [(a, b) for a in RequestStatus for b in RequestStatus]
INTRODUCTION_SQUARE = [(a, b) for a in IntroductionStatus for b in IntroductionStatus]


def request_at(status):
    """A request that stands at `status`, with the dates the database asks for."""
    return builders.request(
        status=status,
        introduced_at=AT if status in RequestStatus.AFTER_INTRODUCTION else None,
        closed_at=AT if status in RequestStatus.FINAL else None,
        decline_reason="no_fit" if status == RequestStatus.DECLINED else "",
    )


def introduction_at(status):
    return builders.introduction(
        status=status,
        sent_at=None if status in (*IntroductionStatus.BEFORE_SENDING, IntroductionStatus.CANCELLED) else AT,
        answered_at=AT if status in IntroductionStatus.ANSWERED else None,
        closed_at=AT if status in IntroductionStatus.FINAL else None,
        refusal_reason="no_partner" if status == IntroductionStatus.REFUSED else "",
    )


def reason_for(to):
    return {"declined": "no_fit", "refused": "no_partner"}.get(to, "")


def stored(row):
    return type(row).objects.filter(pk=row.pk).values().get()


@pytest.mark.parametrize(
    ("table", "statuses"),
    [(REQUEST_TRANSITIONS, RequestStatus), (INTRODUCTION_TRANSITIONS, IntroductionStatus)],
)
def test_every_status_has_its_row_in_the_table(table, statuses):
    assert set(table) == set(statuses)


@pytest.mark.parametrize("start", list(RequestStatus))
def test_next_statuses_of_a_request_are_the_tables(start):
    assert workflow.next_statuses(request_at(start)) == REQUEST_TRANSITIONS[start]


def check_move(row, start, to, allowed):
    before, lines = stored(row), HistoryEntry.objects.count()
    if not allowed:
        with pytest.raises(workflow.TransitionNotAllowed) as refused:
            workflow.move(row, to, by=None, at=LATER, reason=reason_for(to))
        assert (refused.value.subject.pk, refused.value.to) == (row.pk, to)
        assert stored(row) == before
        assert HistoryEntry.objects.count() == lines
        return
    moved = workflow.move(row, to, by=None, at=LATER, reason=reason_for(to), note="because")
    assert (moved.status, moved.version) == (to, before["version"] + 1)
    assert stored(row)["status"] == to
    line = HistoryEntry.objects.latest("pk")
    assert HistoryEntry.objects.count() == lines + 1
    assert (line.action, line.from_status, line.to_status) == (HistoryAction.MOVED, start, to)
    assert (line.at, line.by, line.actor, line.note) == (LATER, None, "system", "because")


@pytest.mark.parametrize(("start", "to"), REQUEST_SQUARE)
def test_the_square_of_requests(start, to):
    check_move(request_at(start), start, to, to in REQUEST_TRANSITIONS[start])


@pytest.mark.parametrize(("start", "to"), INTRODUCTION_SQUARE)
def test_the_square_of_introductions(start, to):
    check_move(introduction_at(start), start, to, to in INTRODUCTION_TRANSITIONS[start])


@pytest.mark.parametrize("start", [*RequestStatus, *IntroductionStatus])
def test_only_what_the_undo_brings_back_goes_back(start):
    row = introduction_at(start) if isinstance(start, IntroductionStatus) else request_at(start)
    before, anouk = stored(row), builders.staff()
    if start not in TAKEN_BACK:
        with pytest.raises(workflow.TransitionNotAllowed):
            workflow.move_back(row, by=anouk, at=LATER)
        assert stored(row) == before
        assert not HistoryEntry.objects.exists()
        return
    moved = workflow.move_back(row, by=anouk, at=LATER)
    assert (moved.status, moved.version) == (TAKEN_BACK[start], before["version"] + 1)
    assert getattr(moved, "sent_at", None) is None
    assert getattr(moved, "introduced_at", None) is None
    line = HistoryEntry.objects.get()
    assert (line.from_status, line.to_status, line.by) == (start, moved.status, anouk)


@pytest.mark.parametrize(("start", "back"), TAKEN_BACK.items())
def test_going_back_is_never_offered_as_a_step(start, back):
    row = introduction_at(start) if isinstance(start, IntroductionStatus) else request_at(start)
    assert back not in workflow.next_statuses(row)


def test_a_letter_that_was_sent_and_then_cancelled_is_never_a_draft_again():
    introduction = workflow.move(introduction_at(IntroductionStatus.SENT), "cancelled", by=None, at=LATER)
    assert workflow.next_statuses(introduction) == frozenset()
    check_move(introduction, IntroductionStatus.CANCELLED, IntroductionStatus.DRAFT, allowed=False)


def test_a_move_to_a_status_nobody_knows_is_refused():
    with pytest.raises(workflow.TransitionNotAllowed):
        workflow.move(builders.request(), "archived", by=None, at=AT)


def test_a_stale_version_is_refused_before_the_table_is_asked():
    request = builders.request()
    workflow.move(request, RequestStatus.IN_REVIEW, by=None, at=AT)
    before, lines = stored(request), HistoryEntry.objects.count()
    with pytest.raises(workflow.StaleVersion) as refused:
        workflow.move(request, RequestStatus.DECLINED, by=None, at=AT, reason="no_fit", version=1)
    assert refused.value.subject.version == 2
    assert (stored(request), HistoryEntry.objects.count()) == (before, lines)


def test_a_move_and_its_line_are_stored_together_or_not_at_all():
    request = builders.request()
    with pytest.raises(DatabaseError), transaction.atomic():
        workflow.move(request, RequestStatus.DECLINED, by=None, at=AT)  # no reason: the database refuses
    assert stored(request)["status"] == RequestStatus.RECEIVED
    assert not HistoryEntry.objects.exists()


def test_when_the_line_cannot_be_written_the_row_stays_as_it_was():
    request = builders.request()
    with pytest.raises(TypeError):
        workflow.move(request, RequestStatus.IN_REVIEW, by=None, at=AT, data={"not json": object()})
    assert stored(request)["status"] == RequestStatus.RECEIVED


def test_the_story_names_the_enquirer_when_they_did_it():
    request = workflow.move(builders.request(), "withdrawn", by=None, at=AT, actor="enquirer")
    assert request.story.get().actor == "enquirer"


def test_reopening_keeps_the_day_of_the_first_introduction():
    request = request_at(RequestStatus.COMPLETED)
    assert workflow.move(request, RequestStatus.INTRODUCED, by=None, at=LATER).introduced_at == AT


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_move_at_once_exactly_one_wins():
    """Both read the request, wait for each other, and press at the same moment: ten times over."""
    anouk, bram = builders.staff("anouk"), builders.staff("bram")
    for _round in range(10):
        request = builders.request()
        barrier, wins, losses = threading.Barrier(2), [], []

        def press(person, to, request=request, barrier=barrier, wins=wins, losses=losses):
            try:
                seen = IntroductionRequest.objects.get(pk=request.pk)
                barrier.wait(timeout=20)
                workflow.move(seen, to, by=person, at=AT, version=seen.version, reason=reason_for(to))
                wins.append(person)
            except workflow.StaleVersion:
                losses.append(person)
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=press, args=(anouk, "declined")),
            threading.Thread(target=press, args=(bram, "spam")),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert (len(wins), len(losses)) == (1, 1)
        line = request.story.get()
        assert line.by == wins[0]
        assert stored(request)["status"] == line.to_status

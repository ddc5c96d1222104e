"""The day on which the office comes back to a request: set by hand, done, and cleared by closing it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts import follow_up, review, workflow
from contacts.enums import HistoryAction
from contacts.models import IntroductionRequest
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db

TODAY = AT.date()
LATER = TODAY + dt.timedelta(days=9)


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def fresh(row):
    return IntroductionRequest.objects.get(pk=row.pk)


def page(row):
    return reverse("admin:contacts_introductionrequest_change", args=[row.pk])


def press(client, row, step, **answers):
    address = reverse("admin:contacts_introductionrequest_step", args=[row.pk, step])
    return client.post(address, {"_version": fresh(row).version, **answers})


# --- the verbs ------------------------------------------------------------------------------------------


def test_a_day_is_set_with_what_is_to_be_done_and_makes_one_line(anouk):
    request = builders.request()
    row = follow_up.follow_up(request, on=LATER, what="  Call  Claire ", by=anouk, at=AT)
    assert (row.follow_up_on, row.follow_up_what, row.version) == (LATER, "Call Claire", 2)
    line = request.story.get()
    assert (line.action, line.by, line.at) == (HistoryAction.FOLLOW_UP, anouk, AT)
    assert line.data == {"on": LATER.isoformat(), "what": "Call Claire"}


def test_the_same_day_again_makes_no_line(anouk):
    request = builders.request()
    follow_up.follow_up(request, on=LATER, what="Call", by=anouk, at=AT)
    row = follow_up.follow_up(request, on=LATER, what="Call", by=anouk, at=AT)
    assert (row.version, request.story.count()) == (2, 1)


def test_today_may_be_chosen_and_yesterday_not(anouk):
    request = builders.request()
    assert follow_up.follow_up(request, on=TODAY, by=anouk, at=AT).follow_up_on == TODAY
    with pytest.raises(follow_up.DayHasPassed):
        follow_up.follow_up(request, on=TODAY - dt.timedelta(days=1), by=anouk, at=AT)
    assert fresh(request).follow_up_on == TODAY


def test_today_is_the_offices_day(anouk):
    just_after_midnight_in_paris = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    with pytest.raises(follow_up.DayHasPassed):
        follow_up.follow_up(
            builders.request(), on=dt.date(2026, 7, 1), by=anouk, at=just_after_midnight_in_paris
        )


def test_done_clears_the_day_and_tells_what_was_done(anouk):
    request = builders.request()
    follow_up.follow_up(request, on=LATER, what="Call", by=anouk, at=AT)
    row = follow_up.done(request, by=anouk, at=AT)
    assert (row.follow_up_on, row.follow_up_what, row.version) == (None, "", 3)
    assert request.story.order_by("pk").last().data == {"on": LATER.isoformat(), "what": "Call", "done": True}
    follow_up.done(request, by=anouk, at=AT)
    assert request.story.count() == 2


@pytest.mark.parametrize(
    "verb",
    [
        lambda row, **who: follow_up.follow_up(row, on=LATER, **who),
        follow_up.done,
    ],
    ids=["follow up", "done"],
)
def test_a_closed_request_and_an_old_version_are_refused(anouk, verb):
    request = builders.request()
    with pytest.raises(workflow.StaleVersion):
        verb(request, by=anouk, at=AT, version=7)
    closed = review.withdraw(request, by=anouk, at=AT)
    with pytest.raises(workflow.TransitionNotAllowed):
        verb(closed, by=anouk, at=AT)


def test_closing_a_request_clears_its_day(anouk):
    request = builders.request()
    follow_up.follow_up(request, on=LATER, what="Call", by=anouk, at=AT)
    row = review.withdraw(request, by=anouk, at=AT)
    assert (row.follow_up_on, row.follow_up_what) == (None, "")


# --- the page -------------------------------------------------------------------------------------------


def test_a_button_sets_the_day_without_typing(client, anouk):
    request = builders.request()
    assert press(client, request, "follow-up", weeks="2", on="", what="Call").status_code == 302
    assert fresh(request).follow_up_on == timezone.localdate() + dt.timedelta(weeks=2)
    html = " ".join(client.get(page(request)).content.decode().split())
    assert "<strong>To come back to:</strong> Call, " in html
    assert "date to come back to it: " in html


def test_a_day_is_typed_and_then_done(client, anouk):
    request = builders.request()
    assert "came-back" not in client.get(page(request)).content.decode()
    press(client, request, "follow-up", on="2999-01-04", what="")
    assert fresh(request).follow_up_on == dt.date(2999, 1, 4)
    assert press(client, request, "came-back").status_code == 302
    assert fresh(request).follow_up_on is None
    assert "came back to it: 4 Jan 2999" in client.get(page(request)).content.decode()


@pytest.mark.parametrize(
    ("answers", "status", "said"),
    [
        ({"on": "", "what": "Call Claire"}, 422, "Choose a day, or one of the buttons below."),
        ({"on": "31-31-2026", "what": "Call Claire"}, 422, "Enter a valid date."),
        ({"on": "", "weeks": "99", "what": "Call Claire"}, 422, "Choose a day"),
        ({"on": "2020-01-01", "what": "Call Claire"}, 409, "This day has passed."),
        ({"on": "2999-01-01", "what": "Call Claire" + "!" * 200}, 422, "at most 200"),
    ],
)
def test_a_day_that_cannot_be_says_why_and_keeps_what_was_typed(client, anouk, answers, status, said):
    request = builders.request()
    response = press(client, request, "follow-up", **answers)
    assert response.status_code == status
    html = response.content.decode()
    assert said in html
    assert "Call Claire" in html
    assert fresh(request).follow_up_on is None


@pytest.mark.parametrize(("days", "words"), [(-3, "Overdue:"), (0, "Due today:"), (3, "To come back to:")])
def test_the_page_says_when_it_is_due(client, anouk, days, words):
    request = builders.request(follow_up_on=timezone.localdate() + dt.timedelta(days=days))
    assert f"<strong>{words}</strong>" in client.get(page(request)).content.decode()

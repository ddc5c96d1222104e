"""The inbox: its views, its lines, and what is done with several requests at once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from contacts import introductions, review
from contacts.admin import inbox, inbox_views
from contacts.enums import Channel, MailKind, MailStatus
from contacts.models import ClusterAnswer, IntroductionRequest, Match, OutgoingMail
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db

INBOX = "/admin/contacts/introductionrequest/"
QUERIES = 12


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def listed(client, **choice):
    response = client.get(INBOX, choice)
    assert response.status_code == 200
    return {row.organisation_name for row in response.context["cl"].result_list}


def numbers(client):
    return {link.address[6:]: link.number for link in client.get(INBOX).context["views"]}


def due(name, days, **fields):
    day = timezone.localdate() + dt.timedelta(days=days)
    return builders.request(organisation_name=name, follow_up_on=day, status="in_review", **fields)


def mail(request, status, **fields):
    return OutgoingMail.objects.create(
        request=request,
        kind=MailKind.ACKNOWLEDGEMENT,
        recipient="gone@nowhere.example",
        language="nl",
        subject="x",
        body="x",
        message_id=f"<{OutgoingMail.objects.count()}@office.example>",
        status=status,
        created_at=AT,
        not_before=AT,
        **fields,
    )


# --- views --------------------------------------------------------------------------------------------


def a_bit_of_everything(anouk, bram, pole):
    """One request for each view; its organisation has the name of the view."""
    review.take(builders.request(organisation_name="mine"), by=anouk, at=AT)
    review.take(builders.request(organisation_name="hers"), by=bram, at=AT)
    builders.request(organisation_name="new")
    due("due", 0, assigned_to=bram)
    due("later", 1, assigned_to=bram)
    sent = builders.request(organisation_name="unanswered", assigned_to=bram)
    introductions.send(introductions.prepare(sent, pole, by=bram, at=AT), by=bram, at=AT)
    lost = builders.request(organisation_name="bounced", status="in_review", assigned_to=bram)
    mail(lost, MailStatus.FAILED)
    mail(lost, MailStatus.BOUNCED, sent_at=AT, bounced_at=AT)
    told = builders.request(organisation_name="answers", status="in_review", assigned_to=bram)
    letter = builders.introduction(request=told, cluster=pole)
    ClusterAnswer.objects.create(
        introduction=letter, form_token="0" * 32, received_at=AT, kind="message", text="x"
    )
    builders.request(organisation_name="aside", status="quarantined")
    review.decline(builders.request(organisation_name="closed"), "no_fit", by=bram, at=AT)


def test_each_view_has_its_requests_and_its_number(client, anouk, bram, pole):
    a_bit_of_everything(anouk, bram, pole)
    expected = {
        "mine": {"mine", "new"},
        "new": {"new"},
        "due": {"due"},
        "unanswered": {"unanswered"},
        "bounced": {"bounced"},
        "answers": {"answers"},
        "aside": {"aside"},
    }
    for view, rows in expected.items():
        assert listed(client, view=view) == rows, view
    assert listed(client) == expected["mine"]
    assert len(listed(client, view="all")) == IntroductionRequest.objects.count()
    assert numbers(client) == {
        **{view: str(len(rows)) for view, rows in expected.items()},
        "all": str(IntroductionRequest.objects.count()),
    }


def test_an_answer_somebody_has_seen_waits_no_longer(client, anouk, bram, pole):
    a_bit_of_everything(anouk, bram, pole)
    ClusterAnswer.objects.update(seen_at=AT)
    assert listed(client, view="answers") == set()


def test_the_current_view_is_marked_and_stays_when_a_filter_is_added(client, anouk):
    builders.request()
    html = client.get(INBOX).content.decode()
    assert '<a href="?view=mine" aria-current="page">' in html
    assert "verdict=none&amp;view=mine" in html
    html = client.get(INBOX, {"view": "new", "verdict": "none"}).content.decode()
    assert '<a href="?view=new" aria-current="page">' in html


def test_a_search_or_a_filter_alone_looks_at_all_requests(client, anouk):
    closed = builders.request(organisation_name="closed")
    review.decline(closed, "no_fit", by=anouk, at=AT)
    assert listed(client, q=closed.reference) == {"closed"}
    assert listed(client, status="declined") == {"closed"}
    assert listed(client, q=closed.reference, view="new") == set()
    assert 'name="view"' not in client.get(INBOX, {"view": "new"}).content.decode()


def test_the_newest_request_comes_first_and_what_is_due_longest_first_of_all(client, anouk):
    builders.request(received_at=AT.replace(month=5))
    newest = builders.request(received_at=AT.replace(month=6))
    assert client.get(INBOX).context["cl"].result_list[0] == newest
    today, longest = due("today", 0), due("longest", -9)
    rows = client.get(INBOX, {"view": "due"}).context["cl"].result_list
    assert rows == [longest, today]
    by_status = client.get(INBOX, {"view": "due", "o": "2"}).context["cl"].result_list
    assert by_status == [today, longest]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"status": "open"}, {"mine", "free"}),
        ({"status": "open", "assigned": "mine"}, {"mine"}),
        ({"status": "declined"}, {"closed"}),
        ({"assigned": "mine"}, {"mine", "closed"}),  # to write a letter is to take the request
        ({"assigned": "nobody"}, {"free"}),
        ({"theme": "tissue"}, {"free"}),
        ({"quarter": "2026-Q3"}, {"mine", "free", "closed"}),
        ({"quarter": "2026-Q2"}, set()),
        ({"quarter": "2009-Q1"}, set()),
        ({"verdict": "none"}, {"closed"}),
        ({"channel": "fair"}, {"closed"}),
        ({"region": "grand-est"}, {"free"}),
        ({"cluster": "biopole-nord"}, {"mine"}),
        ({"cluster": "biopole-nord", "view": "new"}, set()),
        ({"view": "mine", "theme": "tissue"}, {"free"}),
    ],
)
def test_the_inbox_filters(client, anouk, pole, choice, expected):
    builders.region("grand-est", "Grand Est")
    row = review.take(builders.request(organisation_name="mine"), by=anouk, at=AT)
    introductions.send(introductions.prepare(row, pole, by=anouk, at=AT), by=anouk, at=AT)
    builders.request(organisation_name="free", themes=[builders.theme("tissue")], region_wish="grand est!")
    closed = builders.request(organisation_name="closed", verdict="none", channel=Channel.FAIR)
    introductions.prepare(closed, pole, by=anouk, at=AT)  # in preparation: nobody was introduced
    review.decline(closed, "no_fit", by=anouk, at=AT)
    assert listed(client, **choice) == expected


WRONG = [
    *({name: "nonsense"} for name in ("status", "assigned", "theme", "quarter", "verdict", "channel")),
    {"region": "nowhere"},
    {"cluster": "nobody"},
    {"cluster": "a\x00b"},
    {"theme": "a\x00b"},
    {"assigned": "9" * 40},
    {"quarter": "0000-Q9"},
    {"status": "<script>" * 100},
    {"view": "nonsense"},
]


@pytest.mark.parametrize("choice", WRONG)
def test_a_wrong_value_in_the_address_says_so_and_finds_nothing(client, anouk, choice):
    builders.request()
    response = client.get(INBOX, choice)
    assert response.status_code == 200
    assert response.context["cl"].result_list == []
    html = response.content.decode()
    assert "Nothing is found: “" in html or "There is no view “nonsense”" in html
    assert "<script>" * 2 not in html


@pytest.mark.parametrize(
    "choice", [{"colour": "red"}, {"p": "9999"}, {"o": "x.99.-"}, {"p": "x"}, {"all": ""}]
)
def test_what_means_nothing_in_the_address_is_left_out(client, anouk, choice):
    builders.request()
    response = client.get(INBOX, choice, follow=True)
    assert response.status_code == 200
    assert len(response.context["cl"].result_list) == 1
    if response.redirect_chain:
        assert "it was left out" in response.content.decode()


# --- a line -------------------------------------------------------------------------------------------


def test_a_line_tells_status_organisation_and_best_suggestion_with_its_band(client, anouk, pole):
    Match.objects.create(request=builders.request(), cluster=pole, rank=1, band="strong")
    html = client.get(INBOX).content.decode()
    for text in ('<span class="badge badge-new">new</span>', "Ortholink B.V.", "Biopôle Nord", ">strong<"):
        assert text in html


@pytest.mark.parametrize(("days", "words"), [(-1, "1 day overdue"), (-12, "12 days overdue"), (0, "today")])
def test_a_line_says_in_words_that_something_is_due(client, anouk, days, words):
    due("x", days, follow_up_what="call back")
    html = client.get(INBOX).content.decode()
    assert f">{words}</span>" in html
    assert "call back" in html


def test_a_day_to_come_is_told_as_a_date():
    today = dt.date(2026, 7, 1)
    assert "9 Jul" in inbox.due_in_words(dt.date(2026, 7, 9), "", today=today)
    assert "9 Jan 2027" in inbox.due_in_words(dt.date(2027, 1, 9), "", today=today)


def test_what_was_typed_is_escaped(client, anouk):
    builders.request(organisation_name="<script>x</script>", subject="<b>y</b>")
    html = client.get(INBOX).content.decode()
    assert "<script>x" not in html
    assert "<b>y" not in html


def test_an_empty_view_says_so_and_leads_on(client, anouk):
    html = client.get(INBOX, {"view": "all"}).content.decode()
    assert "No request has come in yet." in html
    assert 'href="add/"' in html
    html = client.get(INBOX, {"view": "due"}).content.decode()
    assert "Nothing is due today or overdue." in html
    assert '<a href="?view=all">All requests</a>' in html
    assert "No request answers to this." in client.get(INBOX, {"q": "zzz"}).content.decode()


def test_counting_ends_where_a_number_tells_nothing_more(client, anouk, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_COUNTED", 2)
    monkeypatch.setattr(inbox_views, "MOST_COUNTED", 1)
    for _ in range(4):
        builders.request()
    html = client.get(INBOX).content.decode()
    assert "2+ requests" in html
    assert '<span class="number">1+</span>' in html
    with translation.override("en"):
        assert inbox_views.at_most(10_001, 10_000) == "10,000+"


# --- several at once ----------------------------------------------------------------------------------


def act(client, action, rows, address=INBOX, **answers):
    """Press a button of the list with these rows ticked, as they were when the list was drawn."""
    versions = {f"version-{row.pk}": row.version for row in rows}
    ticked = [row.pk for row in rows]
    data = {"action": action, "index": 0, "_selected_action": ticked, **versions, **answers}
    return client.post(address, data, follow=True)


def test_a_list_carries_the_version_of_each_row(client, anouk):
    row = builders.request(version=7)
    assert f'<input type="hidden" name="version-{row.pk}" value="7">' in client.get(INBOX).content.decode()


def test_several_requests_are_taken_at_once_and_those_that_cannot_are_named(client, anouk):
    first, second = builders.request(), builders.request()
    closed = review.decline(builders.request(), "no_fit", by=anouk, at=AT)
    response = act(client, "take_selected", [first, second, closed])
    assert {fresh(first).assigned_to, fresh(second).assigned_to} == {anouk}
    assert fresh(closed).assigned_to is None
    html = response.content.decode()
    assert "2 requests changed." in html
    assert closed.reference in html


def test_a_row_that_changed_since_the_list_was_drawn_is_left_alone_and_told_of(client, anouk, bram):
    first, second, third = (builders.request() for _ in range(3))
    review.take(second, by=bram, at=AT)
    review.withdraw(third, by=bram, at=AT)
    html = act(client, "take_selected", [first, second, third]).content.decode()
    assert fresh(first).assigned_to == anouk
    assert fresh(second).assigned_to == bram
    assert fresh(third).status == "withdrawn"
    assert "1 request changed." in html
    for row, what in ((second, "Bram de Vries, assigned: bram"), (third, "Bram de Vries, new → withdrawn")):
        assert (
            f"{row.reference} was left alone; somebody changed it after this list was drawn: {what}" in html
        )


def test_a_list_without_versions_is_an_old_list(client, anouk):
    row = builders.request()
    client.post(INBOX, {"action": "take_selected", "index": 0, "_selected_action": [row.pk]})
    assert fresh(row).assigned_to is None


def test_several_requests_are_assigned_to_a_colleague(client, anouk, bram):
    row = builders.request()
    for wrong in ("", "x", "9" * 30, "99999"):
        html = act(client, "assign_selected", [row], to=wrong).content.decode()
        assert "Choose the colleague to assign to" in html
        assert fresh(row).assigned_to is None
    act(client, "assign_selected", [row], to=bram.pk)
    assert fresh(row).assigned_to == bram


def test_declining_several_asks_for_the_reason_on_a_page_between(client, anouk, bram):
    rows = [builders.request(), builders.request()]
    between = act(client, "decline_selected", rows)
    html = between.content.decode()
    assert "These 2 requests are not forwarded to any pôle:" in html
    assert all(row.reference in html for row in rows)
    assert {fresh(row).status for row in rows} == {"received"}
    missing = act(client, "decline_selected", rows, _apply=1, reason="", note="They want a caterer")
    assert missing.status_code == 422
    assert "Choose a reason. Nothing was changed." in missing.content.decode()
    assert "They want a caterer" in missing.content.decode()
    assert act(client, "decline_selected", rows, _apply=1, reason="x").status_code == 422
    assert {fresh(row).status for row in rows} == {"received"}
    review.assign(rows[1], bram, by=bram, at=AT)
    done = act(client, "decline_selected", rows, _apply=1, reason="no_fit", note="They want a caterer")
    assert [fresh(row).status for row in rows] == ["declined", "received"]
    assert "1 request changed." in done.content.decode()
    assert "Bram de Vries, assigned: bram" in done.content.decode()
    assert rows[0].story.get(to_status="declined").note == "They want a caterer"


def test_the_page_between_keeps_the_versions_of_the_list(client, anouk, bram):
    row = builders.request()
    review.assign(row, bram, by=bram, at=AT)
    html = act(client, "decline_selected", [row]).content.decode()
    assert f'name="version-{row.pk}" value="1"' in html


@pytest.mark.parametrize("ticked", [[], ["x"], ["9" * 40], ["-1"], ["99999"]])
def test_nothing_ticked_changes_nothing_and_says_so(client, anouk, ticked):
    builders.request()
    data = {"action": "take_selected", "index": 0, "_selected_action": ticked}
    response = client.post(INBOX, data, follow=True)
    assert response.status_code == 200
    assert response.context["messages"]
    assert not IntroductionRequest.objects.exclude(assigned_to=None).exists()


def test_what_is_done_in_bulk_leads_back_to_the_same_view(client, anouk):
    row = builders.request()
    response = act(client, "take_selected", [row], address=f"{INBOX}?view=new")
    assert response.redirect_chain == [(f"{INBOX}?view=new", 302)]


def test_a_reader_sees_no_bulk_action_and_cannot_call_one(client, reader):
    row = builders.request()
    html = client.get(INBOX).content.decode()
    assert "take_selected" not in html
    assert "add/" not in html
    act(client, "take_selected", [row])
    act(client, "decline_selected", [row], _apply=1, reason="no_fit")
    assert (fresh(row).assigned_to, fresh(row).status) == (None, "received")


def test_no_request_is_deleted_in_bulk_or_by_hand(client, anouk):
    row = builders.request()
    assert client.post(f"{INBOX}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(INBOX).content.decode()
    change = reverse("admin:contacts_introductionrequest_change", args=[row.pk])
    assert client.post(change, {"status": "spam", "subject": "x"}).status_code == 405
    assert fresh(row).status == "received"


# --- speed --------------------------------------------------------------------------------------------


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "choice", ["", "?view=due", "?view=answers", "?q=mri", "?theme=imaging&q=mri", "?region=grand-est"]
)
def test_the_inbox_costs_the_same_for_two_requests_as_for_twelve(client, anouk, pole, choice):
    builders.region("grand-est", "Grand Est")

    def more(number):
        for _ in range(number):
            row = review.take(due("x", -1, region_wish="Grand Est"), by=anouk, at=AT)
            Match.objects.create(request=row, cluster=pole, rank=1, band="strong")
            letter = builders.introduction(request=row, cluster=pole)
            ClusterAnswer.objects.create(
                introduction=letter, form_token=f"{row.pk:032}", received_at=AT, kind="message", text="x"
            )

    more(2)
    client.get(INBOX)
    few = queries(client, INBOX + choice)
    more(10)
    assert queries(client, INBOX + choice) == few <= QUERIES


def test_an_attache_of_a_group_needs_no_more_queries_than_allowed(client, reader):
    builders.request()
    client.get(INBOX)
    assert queries(client, INBOX) <= QUERIES

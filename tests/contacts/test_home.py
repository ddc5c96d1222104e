"""What waits and the office's figures, on the staff site's first page: every number leads to its list."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from attache import roles
from clusters.models import Cluster
from contacts import introductions, review
from contacts.enums import AnswerKind, MailKind, MailStatus, RequestStatus
from contacts.models import ClusterAnswer, Introduction, IntroductionRequest, OutgoingMail
from tests import builders

pytestmark = pytest.mark.django_db
HOME = reverse("admin:index")
INBOX = reverse("admin:contacts_introductionrequest_changelist")
LAST_MONTH = timezone.now() - dt.timedelta(days=30)


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def listed(client, address):
    return {row.pk for row in client.get(address).context["cl"].result_list}


def an_office(anouk, times=1):
    """Requests of every kind home speaks of, a month ago."""
    today = timezone.localdate()
    builders.region("grand-est", "Grand Est")
    pole = builders.cluster(f"pole-{times}")
    builders.cluster_contact(pole)
    fields = {"received_at": LAST_MONTH, "region_wish": "Grand Est"}
    for _ in range(times):
        builders.request(**fields)
        builders.request(follow_up_on=today, **fields)
        builders.request(follow_up_on=today - dt.timedelta(days=4), assigned_to=anouk, **fields)
        builders.request(follow_up_on=today + dt.timedelta(days=1), **fields)
        builders.request(status=RequestStatus.QUARANTINED, **fields)
        builders.request(status=RequestStatus.SPAM, closed_at=LAST_MONTH, **fields)
        row = review.take(builders.request(**fields), by=anouk, at=LAST_MONTH)
        letter = introductions.prepare(row, pole, by=anouk, at=LAST_MONTH)
        letter = introductions.send(letter, by=anouk, at=LAST_MONTH)
        mail = OutgoingMail.objects.filter(introduction=letter, kind=MailKind.INTRODUCTION)
        mail.update(status=MailStatus.BOUNCED, sent_at=LAST_MONTH, bounced_at=LAST_MONTH)
        ClusterAnswer.objects.create(
            introduction=letter,
            form_token=f"00000000-0000-4000-8000-{letter.pk:012}",
            received_at=LAST_MONTH,
            kind=AnswerKind.MESSAGE,
            text="Bonjour",
        )
        done = review.take(builders.request(**fields), by=anouk, at=LAST_MONTH)
        taken = introductions.send(
            introductions.prepare(done, pole, by=anouk, at=LAST_MONTH), by=anouk, at=LAST_MONTH
        )
        introductions.record_answer(taken, "accepted", by=anouk, at=LAST_MONTH + dt.timedelta(days=6))


# --- what waits ---------------------------------------------------------------------------------------


def test_every_number_is_the_length_of_the_list_it_leads_to(client, anouk):
    an_office(anouk)
    counts = client.get(HOME).context["counts"]
    numbers = {count.address.rpartition("?")[2]: count.number for count in counts}
    assert numbers.pop("/admin/register/freshness/", None) or True
    by_view = {
        "view=new": 4,
        "view=due": 2,
        "view=answers": 1,
        "view=unanswered": 1,
        "view=bounced": 1,
        "status=open&assigned=mine": 3,
        "view=aside": 1,
    }
    assert {key: value for key, value in numbers.items() if "=" in key} == by_view
    inbox = reverse("admin:contacts_introductionrequest_changelist")
    assert {key: len(listed(client, f"{inbox}?{key}")) for key in by_view} == by_view


def test_what_is_late_is_said_in_words(client, anouk):
    an_office(anouk)
    remarks = [count.remark for count in client.get(HOME).context["counts"] if count.remark]
    assert remarks == ["1 overdue", "1 for two weeks"]


def test_what_is_due_is_listed_mine_first(client, anouk):
    an_office(anouk)
    due = [row.follow_up_on for row, _status, _when in client.get(HOME).context["due"]]
    assert due == [timezone.localdate() - dt.timedelta(days=4), timezone.localdate()]


def test_an_empty_office_says_what_to_do(client, anouk):
    page = client.get(HOME)
    assert not any(count.number for count in page.context["counts"])
    html = page.content.decode()
    assert "No request has come in yet." in html
    assert "As soon as requests come in they are counted here." in html


def test_spam_and_what_is_set_aside_are_not_among_the_latest(client, anouk):
    an_office(anouk)
    shown = {row.status for row, _status, _when in client.get(HOME).context["latest"]}
    assert not shown & {RequestStatus.SPAM, RequestStatus.QUARANTINED}


# --- the figures --------------------------------------------------------------------------------------


def test_each_bar_leads_to_a_list_of_as_many_requests(client, anouk):
    an_office(anouk)
    figures = client.get(HOME).context["figures"]
    for figure in ("funnel", "themes", "regions"):
        assert figures[figure].bars, figure
        for bar in figures[figure].bars:
            assert len(listed(client, bar.address)) == int(bar.told), (figure, bar.label)
    for column in figures["quarters"]:
        assert len(listed(client, column.address)) == column.received


def test_the_funnel_counts_how_far_requests_came(client, anouk):
    an_office(anouk)
    told = [int(bar.told) for bar in client.get(HOME).context["figures"]["funnel"].bars]
    assert told == [6, 2, 2, 1, 0]


def test_a_pole_is_shown_with_its_rate_of_answers_and_the_median_of_days(client, anouk):
    an_office(anouk)
    bar = client.get(HOME).context["figures"]["poles"].bars[0]
    assert (bar.label, bar.told, bar.share) == ("Pole 1", "50 % (1/2) · 6 days", 50)


def letters_of_a_merged_pole(anouk):
    """Pôle 1, which took over from “old”: letters that count for it, and some that do not."""
    an_office(anouk)  # two letters to it, one answered
    pole, old = Cluster.objects.get(slug="pole-1"), builders.cluster("old")
    builders.succession(old, pole, on=dt.date(2019, 6, 1))
    shared = builders.request()
    sent = {"sent_at": LAST_MONTH, "status": "sent"}
    for cluster, request, values in (
        (old, shared, sent),
        (pole, shared, sent),  # the same request twice: two letters
        (pole, None, {**sent, "status": "cancelled", "closed_at": LAST_MONTH}),
        (pole, None, {**sent, "sent_at": LAST_MONTH - dt.timedelta(days=200)}),
        (pole, None, {}),
    ):
        builders.introduction(cluster=cluster, request=request, **values)
    return pole


@pytest.mark.parametrize(("period", "told"), [("3", "(1/4)"), ("12", "(1/5)"), ("all", "(1/5)")])
def test_a_poles_bar_leads_to_exactly_the_letters_it_counts(client, anouk, period, told):
    pole = letters_of_a_merged_pole(anouk)
    [bar] = client.get(HOME, {"period": period}).context["figures"]["poles"].bars
    assert told in bar.told
    found = listed(client, bar.address)
    assert f"/{len(found)})" in bar.told
    assert Introduction.objects.filter(pk__in=found).exclude(status="cancelled").count() == len(found)
    requests = listed(client, f"{INBOX}?view=all&cluster={pole.slug}")
    assert len(requests) == 4  # of all time; two letters are of one request


def test_who_may_not_see_letters_is_shown_how_poles_answer_without_a_link(client, anouk):
    an_office(anouk)
    reader = builders.staff("rita", superuser=False)
    roles.give(reader, "reader")
    client.force_login(reader)
    page = client.get(HOME)
    assert [bar.address for bar in page.context["figures"]["poles"].bars] == [""]
    assert 'aria-label="Pole 1: 50 % (1/2)' in page.content.decode()
    assert "pole=pole-1" not in page.content.decode()


def test_a_region_of_the_map_leads_to_its_requests(client, anouk):
    an_office(anouk)
    html = client.get(HOME).content.decode()
    assert re.search(r'<a href="[^"]*region=grand-est" aria-label="Grand Est: 6">', html)


@pytest.mark.parametrize(("period", "number"), [("3", 6), ("12", 6), ("all", 7), ("nonsense", 6), ("", 6)])
def test_the_period_is_chosen_in_the_address(client, anouk, period, number):
    an_office(anouk)
    builders.request(received_at=LAST_MONTH - dt.timedelta(days=800))
    figures = client.get(HOME, {"period": period}).context["figures"]
    assert figures["funnel"].bars[0].told == str(number)


def test_without_the_right_to_see_requests_nothing_is_told(client):
    client.force_login(builders.staff("new", superuser=False))
    assert "figures" not in client.get(HOME).context


def test_fifteen_queries_whatever_there_is(client, anouk):
    reader = builders.staff("rob", superuser=False)
    roles.give(reader, "attache")
    client.force_login(reader)
    found = []
    for times in (1, 4):
        an_office(anouk, times)
        client.get(HOME)
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        found.append(len(captured))
    assert found[0] == found[1] <= 15, found
    assert IntroductionRequest.objects.count() == 40

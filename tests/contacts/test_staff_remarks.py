"""What an enquirer told after sending, as staff find it: at home, in the inbox, on top of the request."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attache import roles
from contacts import after_sending, answers, enquiries, introductions
from contacts.enums import AnswerKind, Channel, MailStatus
from contacts.models import Correction, Remark
from tests import builders
from tests.builders import AT
from tests.contacts.answering import sent_letter
from tests.visitor import text_of

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=2)
INBOX = reverse("admin:contacts_introductionrequest_changelist")


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


@pytest.fixture
def role(client):
    """Signs in a colleague who has one role and nothing else."""

    def signed_in(key):
        person = builders.staff("somebody", superuser=False)
        roles.give(person, key)
        client.force_login(person)

    return signed_in


def page(row):
    return reverse("admin:contacts_introductionrequest_change", args=[row.pk])


def shown(client, row):
    return text_of(client.get(page(row)))


def said(request, text="Wij verhuizen naar Utrecht."):
    return after_sending.remark(request, text, token=uuid.uuid4(), at=LATER)


def press_seen(client, row, version):
    address = reverse("admin:contacts_introductionrequest_step", args=[row.pk, "seen"])
    return client.post(address, {"_version": version})


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def listed(client, query):
    return {row.pk for row in client.get(INBOX + query).context["cl"].result_list}


def test_a_remark_stands_on_top_until_somebody_has_seen_it(client, anouk):
    request = builders.request()
    said(request)
    text = shown(client, request)
    assert text.index("Wij verhuizen naar Utrecht.") < text.index("Enquiry")
    assert press_seen(client, request, fresh(request).version).status_code == 302
    remark = Remark.objects.get()
    assert (remark.seen_by, bool(remark.seen_at)) == (anouk, True)
    text = shown(client, request)
    assert "From the enquirer" not in text
    assert "Remark of 3 Jul 2026" in text  # it stays with the enquiry
    assert "Wij verhuizen naar Utrecht." in text


def test_nobody_marks_as_seen_what_came_in_after_they_looked(client, anouk):
    request = builders.request()
    said(request)
    version = fresh(request).version
    said(request, "En nog iets.")
    assert press_seen(client, request, version).status_code == 409
    assert not Remark.objects.exclude(seen_at=None).exists()


def test_home_and_inbox_count_what_is_to_be_read_once_per_request(client, anouk):
    letter, other = sent_letter(), builders.request()
    message = answers.NewAnswer(kind=AnswerKind.MESSAGE, text="Bonjour")
    answers.receive(letter, message, token=uuid.uuid4(), at=LATER)
    for request in (letter.request, other):
        said(request)
        said(request, "En nog iets.")
    counts = {count.address: count.number for count in client.get("/admin/").context["counts"]}
    assert counts[f"{INBOX}?view=answers"] == 2
    assert listed(client, "?view=answers") == {letter.request.pk, other.pk}
    after_sending.mark_seen(other, by=anouk, at=LATER)
    assert listed(client, "?view=answers") == {letter.request.pk}


def test_a_withdrawal_names_the_poles_that_must_be_told(client, anouk, pole):
    letter = sent_letter(cluster=pole)
    waiting = introductions.prepare(letter.request, builders.cluster("draft-pole"), by=anouk, at=AT)
    after_sending.withdraw(letter.request, at=LATER)
    text = shown(client, letter.request)
    assert "Withdrew the request" in text
    assert "Has our letter and must be told: Biopôle Nord Seen" in text
    assert waiting.cluster_name not in text.partition("Seen")[0]


def test_a_letter_that_never_arrived_is_nobodys_to_be_told(client, anouk):
    letter = sent_letter()
    letter.mails.update(status=MailStatus.BOUNCED, bounced_at=AT)
    after_sending.withdraw_from(letter, at=LATER)
    text = shown(client, letter.request)
    assert "Withdrew the request from one pôle: Biopôle Nord" in text
    assert "must be told" not in text
    assert "the enquirer does not want this pôle" in text


def test_a_pole_whose_letter_may_have_arrived_must_be_told(client, anouk):
    letter = sent_letter()
    mails = letter.mails.filter(kind="introduction")
    mails.update(status=MailStatus.QUEUED, sent_at=None, maybe_left_at=AT)
    after_sending.withdraw(letter.request, at=AT)
    assert mails.get().status == MailStatus.CANCELLED
    assert f"must be told: {letter.cluster_name}" in shown(client, letter.request)


def test_the_story_says_that_there_was_a_remark_and_not_what(client, anouk):
    request = builders.request()
    said(request)
    after_sending.confirm_address(request, at=LATER)
    story = shown(client, request).rpartition("Story")[2]
    assert "enquirer remark received from the enquirer" in story
    assert "e-mail address confirmed by the enquirer" in story
    assert "Utrecht" not in story


def test_a_changed_permission_is_something_to_read(client, anouk):
    request = builders.request()
    held = enquiries.held(request) | {"release": ("text",)}
    enquiry = enquiries.NewEnquiry(**held | {"themes": tuple(held["themes"])}, language="nl")
    after_sending.correct(request, enquiry, at=LATER)
    text = shown(client, request)
    assert "Changed what may be passed on" in text
    assert "permission to pass on recorded: our enquiry as we wrote it" in text


@pytest.mark.parametrize("key", ["attache", "reader"])
def test_a_reader_reads_neither_remarks_nor_answers_nor_corrected_persons(client, role, key):
    letter = sent_letter()
    said(letter.request)
    message = answers.NewAnswer(kind=AnswerKind.MESSAGE, text="Bonjour, Claire")
    answers.receive(letter, message, token=uuid.uuid4(), at=LATER)
    changes = {
        "person": {"before": "Sanne Bakker", "after": "Joris Bakker"},
        "region_wish": {"before": "", "after": "Elzas"},
    }
    Correction.objects.create(request=letter.request, received_at=LATER, changes=changes)
    role(key)
    text = shown(client, letter.request)
    for secret in ("Utrecht", "Bonjour, Claire", "Joris Bakker"):
        assert (secret in text) == (key == "attache")
    assert "Elzas" in text


# --- the address ---------------------------------------------------------------------------------------


def test_an_address_nobody_confirmed_is_marked_quietly_and_the_request_is_there(client, anouk):
    request = builders.request()
    assert "address not confirmed" in shown(client, request)
    assert "address not confirmed" in text_of(client.get(INBOX + "?view=all"))
    after_sending.confirm_address(request, at=LATER)
    assert "address not confirmed" not in shown(client, request)
    assert "address not confirmed" not in text_of(client.get(INBOX + "?view=all"))


def test_only_where_it_matters(client, anouk):
    by_phone = builders.request(channel=Channel.PHONE)
    closed = builders.request(status="withdrawn", closed_at=AT)
    for request in (by_phone, closed):
        assert "address not confirmed" not in shown(client, request)


# --- speed ---------------------------------------------------------------------------------------------


def test_the_pages_take_no_more_queries_for_more_remarks(client, role):
    letter = sent_letter()
    message = answers.NewAnswer(kind=AnswerKind.MESSAGE, text="Bonjour")
    answers.receive(letter, message, token=uuid.uuid4(), at=LATER)
    role("attache")
    counts = []
    for size in (1, 5):
        for number in range(size):
            said(letter.request, f"{size} {number}")
        for address in (page(letter.request), INBOX + "?view=answers", "/admin/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert all(count <= most for count, most in zip(counts, (20, 12, 15), strict=False)), counts

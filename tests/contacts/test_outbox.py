"""How mails leave the house: once each, in the end, and never for something that was rolled back.

The mail server is a real one, on a port of this machine.
"""

import datetime as dt
import email
import email.policy
import smtplib
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts import notifications, outbox, sending_again
from contacts.enums import HistoryAction, MailKind, MailStatus
from contacts.models import OutgoingMail
from contacts.outbox import LEASE, PAUSES, deliver_due
from tests import builders
from tests.builders import AT

MINUTE = dt.timedelta(minutes=1)


class Peer:
    """What a mail server elsewhere does: keeps what it accepts, and refuses what it is told to refuse."""

    def __init__(self, port):
        self.taken = []
        self.answers = {}
        self.refuse_data = ""
        self.falls_silent = False
        self.port = port
        self.start()

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if not self.controller.loop.is_closed():
            self.controller.stop(no_assert=True)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refuse_data:
            return self.refuse_data
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken.append((envelope.rcpt_tos, message))
        if self.falls_silent:
            server.transport.abort()
        return "250 taken"

    @property
    def recipients(self):
        return sorted(address for recipients, _message in self.taken for address in recipients)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def peer(free_port, settings):
    """A mail server that answers at the address of `EMAIL_HOST` and `EMAIL_PORT`."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    peer = Peer(free_port)
    yield peer
    peer.stop()


def queued(recipient="sanne@ortholink.example", **fields):
    values = {
        "kind": MailKind.ACKNOWLEDGEMENT,
        "language": "nl",
        "subject": "Ontvangen: IA-7K4M2P",
        "body": "Uw aanvraag bij een pôle is ontvangen.\n",
        "at": AT,
        **fields,
    }
    return notifications.queue(recipient=recipient, **values)


# --- what is sent ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_is_handed_over_as_it_was_written(peer, settings):
    settings.DEFAULT_FROM_EMAIL = "desk@office.example"
    row = queued(reply_to="office@office.example")
    report = deliver_due(at=AT)
    assert (report.sent, report.postponed, report.failed, report.waiting) == (1, 0, 0, 0)
    [(recipients, message)] = peer.taken
    assert recipients == ["sanne@ortholink.example"]
    assert message["To"] == "sanne@ortholink.example"
    assert message["From"] == "desk@office.example"
    assert message["Reply-To"] == "office@office.example"
    assert message["Subject"] == "Ontvangen: IA-7K4M2P"
    assert message["Message-ID"] == row.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().splitlines() == ["Uw aanvraag bij een pôle is ontvangen."]
    row.refresh_from_db()
    assert (row.status, row.attempts, row.lease_until) == (MailStatus.SENT, 1, None)
    assert AT <= row.sent_at < AT + MINUTE


@pytest.mark.django_db
def test_a_letter_to_a_pole_is_not_marked_as_written_by_a_machine(peer):
    queued(kind=MailKind.INTRODUCTION)
    deliver_due(at=AT)
    assert peer.taken[0][1]["Auto-Submitted"] is None


@pytest.mark.django_db
def test_no_recipient_or_header_is_added_by_what_a_row_holds(peer):
    row = queued()
    OutgoingMail.objects.filter(pk=row.pk).update(subject="Dag\nBcc: everybody@example.com")
    report = deliver_due(at=AT)
    assert (report.sent, report.postponed) == (0, 1)
    assert peer.taken == []


@pytest.mark.django_db
def test_only_what_is_due_and_not_held_is_sent(peer):
    queued("due@ortholink.example")
    queued("later@ortholink.example", not_before=AT + MINUTE)
    for status in (MailStatus.HELD, MailStatus.CANCELLED, MailStatus.FAILED):
        row = queued(f"{status}@ortholink.example")
        OutgoingMail.objects.filter(pk=row.pk).update(status=status)
    assert deliver_due(at=AT).waiting == 1
    assert peer.recipients == ["due@ortholink.example"]


@pytest.mark.django_db
def test_the_longest_waiting_mail_goes_first_and_a_round_has_an_end(peer):
    for number in range(5):
        queued(f"{number}@ortholink.example", at=AT - number * MINUTE)
    assert deliver_due(at=AT, limit=2).waiting == 3
    assert peer.recipients == ["3@ortholink.example", "4@ortholink.example"]


@pytest.mark.django_db
def test_a_worker_that_is_told_to_stop_takes_no_further_mail(peer):
    for number in range(3):
        queued(f"{number}@ortholink.example")
    assert deliver_due(at=AT, stopping=lambda: len(peer.taken) == 1).sent == 1


@pytest.mark.django_db
def test_the_story_of_the_request_tells_that_its_mail_was_sent(peer):
    request = builders.request()
    row = queued(request=request)
    deliver_due(at=AT)
    line = request.story.get(action=HistoryAction.MAIL_SENT)
    assert (line.actor, line.data) == ("system", {"mail": row.pk, "kind": "acknowledgement"})


@pytest.mark.django_db(transaction=True)
def test_a_request_that_was_rolled_back_sends_no_mail(peer):
    def written_and_rolled_back():
        with transaction.atomic():
            queued()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        written_and_rolled_back()
    assert deliver_due(at=AT).sent == 0
    assert peer.taken == []


# --- when it cannot be sent ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_server_that_was_down_gets_the_mail_when_it_is_up_again(peer):
    request = builders.request()
    row = queued(request=request)
    peer.stop()
    report = deliver_due(at=AT)
    assert (report.sent, report.postponed, report.waiting) == (0, 1, 1)
    assert report.unreachable == "ConnectionRefusedError: Connection refused"
    row.refresh_from_db()
    assert (row.status, row.attempts, row.lease_until) == (MailStatus.QUEUED, 1, None)
    assert row.last_error == report.unreachable
    peer.start()
    assert deliver_due(at=AT + MINUTE / 2).sent == 0
    assert deliver_due(at=AT + 2 * MINUTE).sent == 1
    assert peer.taken[0][1]["Message-ID"] == row.message_id
    row.refresh_from_db()
    assert (row.status, row.last_error) == (MailStatus.SENT, "")
    assert [line.action for line in request.story.all()] == [HistoryAction.MAIL_SENT]


@pytest.mark.django_db
def test_a_refusal_for_now_is_tried_again_with_growing_pauses_for_two_days(peer):
    peer.answers["sanne@ortholink.example"] = "451 4.7.1 <sanne@ortholink.example>: come back later"
    request = builders.request()
    row = queued(request=request)
    now, tries, given_up = AT, 0, 0
    while OutgoingMail.objects.get().status == MailStatus.QUEUED:
        given_up = deliver_due(at=now).failed
        tries += 1
        row.refresh_from_db()
        now = max(now, row.not_before) + dt.timedelta(seconds=1)
    assert given_up == 1
    assert tries == row.attempts == len(PAUSES) + 1
    assert dt.timedelta(days=2) < now - AT < dt.timedelta(days=2, hours=4)
    assert sorted(PAUSES) == PAUSES
    assert row.status == MailStatus.FAILED
    assert row.last_error == "SMTPRecipientsRefused 451 4.7.1"
    line = request.story.get()
    assert (line.action, line.data["error"]) == (HistoryAction.MAIL_FAILED, row.last_error)


@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_is_given_up_at_once_without_naming_it(peer):
    peer.answers["nobody@ortholink.example"] = "550 5.1.1 <nobody@ortholink.example>: no such user here"
    row = queued("nobody@ortholink.example")
    queued("sanne@ortholink.example")
    report = deliver_due(at=AT)
    assert (report.sent, report.failed) == (1, 1)
    row.refresh_from_db()
    assert row.status == MailStatus.FAILED
    assert row.last_error == "SMTPRecipientsRefused 550 5.1.1"
    assert peer.recipients == ["sanne@ortholink.example"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("554 5.7.1 content refused", MailStatus.FAILED),
        ("452 4.3.1 no room at present", MailStatus.QUEUED),
        ("421 4.3.2 closing down", MailStatus.QUEUED),
    ],
)
def test_what_the_server_says_of_the_text_decides_whether_to_try_again(peer, answer, status):
    peer.refuse_data = answer
    row = queued()
    deliver_due(at=AT)
    row.refresh_from_db()
    assert row.status == status
    assert row.last_error.endswith(answer[:9])
    assert peer.taken == []


@pytest.mark.django_db
def test_one_odd_mail_does_not_stop_the_others(peer):
    odd = queued("odd@ortholink.example", at=AT - MINUTE)
    OutgoingMail.objects.filter(pk=odd.pk).update(reply_to="two@lines.example\nBcc: x@y.example")
    queued("fine@ortholink.example")
    report = deliver_due(at=AT)
    assert (report.sent, report.postponed) == (1, 1)
    assert peer.recipients == ["fine@ortholink.example"]


@pytest.mark.django_db
def test_a_mail_that_was_given_up_can_be_sent_again_to_a_mended_address(peer):
    anouk, request = builders.staff(), builders.request()
    peer.answers["nobody@ortholink.example"] = "550 5.1.1 no such user here"
    row = queued("nobody@ortholink.example", request=request)
    deliver_due(at=AT)
    sending_again.send_again(row, by=anouk, at=AT + MINUTE, recipient="sanne@ortholink.example")
    assert deliver_due(at=AT + MINUTE).sent == 1
    assert peer.recipients == ["sanne@ortholink.example"]
    assert peer.taken[0][1]["Message-ID"] == row.message_id
    assert [line.by for line in request.story.order_by("pk")] == [None, anouk, None]


@pytest.mark.django_db
def test_only_a_mail_that_was_given_up_is_sent_again_and_only_to_one_address(peer):
    anouk, row = builders.staff(), queued()
    with pytest.raises(sending_again.NotGivenUp):
        sending_again.send_again(row, by=anouk, at=AT)
    OutgoingMail.objects.filter(pk=row.pk).update(status=MailStatus.FAILED)
    with pytest.raises(notifications.AddressNotUsable):
        sending_again.send_again(row, by=anouk, at=AT, recipient="a@b.example, c@d.example")
    assert OutgoingMail.objects.get().status == MailStatus.FAILED


# --- did it leave? ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_whose_taking_was_not_confirmed_may_have_left_and_is_tried_again(peer):
    peer.falls_silent = True
    row = queued()
    assert deliver_due(at=AT).postponed == 1
    row.refresh_from_db()
    assert AT <= row.maybe_left_at < AT + MINUTE
    assert (row.status, outbox.is_waiting(row)) == (MailStatus.QUEUED, False)
    first = row.maybe_left_at
    peer.stop()
    deliver_due(at=AT + 2 * MINUTE)
    row.refresh_from_db()
    assert row.maybe_left_at == first  # a later attempt that surely failed takes nothing back
    peer.start()
    peer.falls_silent = False
    assert deliver_due(at=AT + 20 * MINUTE).sent == 1
    assert len({message["Message-ID"] for _recipients, message in peer.taken}) == 1


def refuse_recipient(peer):
    peer.answers["sanne@ortholink.example"] = "451 4.7.1 come back later"


def refuse_text(peer):
    peer.refuse_data = "452 4.3.1 no room at present"


@pytest.mark.django_db
@pytest.mark.parametrize("surely_fail", [Peer.stop, refuse_recipient, refuse_text])
def test_a_mail_that_was_refused_or_found_no_server_is_still_in_the_house(peer, surely_fail):
    surely_fail(peer)
    row = queued()
    assert deliver_due(at=AT).postponed == 1
    row.refresh_from_db()
    assert (row.maybe_left_at, outbox.is_waiting(row)) == (None, True)


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_has_not_left(peer):
    row = queued()
    OutgoingMail.objects.filter(pk=row.pk).update(subject="Dag\nBcc: everybody@example.com")
    assert deliver_due(at=AT).postponed == 1
    row.refresh_from_db()
    assert row.maybe_left_at is None


@pytest.mark.django_db
def test_a_mail_whose_worker_died_may_have_left(peer):
    row = queued()
    outbox._claim(AT)
    peer.stop()
    assert deliver_due(at=AT + LEASE + MINUTE).postponed == 1
    row.refresh_from_db()
    assert row.maybe_left_at == AT + LEASE  # until then that worker may have been sending it


@pytest.mark.parametrize(
    ("error", "may_have_left"),
    [
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), True),
        (TimeoutError(), True),
        (ConnectionResetError(), True),
        (smtplib.SMTPDataError(-1, b"garbage"), True),
        (smtplib.SMTPException(), True),
        (smtplib.SMTPDataError(554, b"5.7.1"), False),
        (smtplib.SMTPSenderRefused(421, b"", "desk@office.example"), False),
        (smtplib.SMTPRecipientsRefused({"x@y.example": (550, b"")}), False),
        (smtplib.SMTPHeloError(500, b""), False),
        (smtplib.SMTPAuthenticationError(535, b""), False),
        (smtplib.SMTPNotSupportedError(), False),
    ],
)
def test_only_a_plain_refusal_says_that_a_mail_is_still_here(error, may_have_left):
    assert outbox._may_have_left(error) == may_have_left


# --- several workers, and workers that die ---------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_forty_mails_once_each(peer):
    wanted = sorted(queued(f"{number:02}@ortholink.example").recipient for number in range(40))
    barrier = threading.Barrier(2)

    def work():
        barrier.wait()
        try:
            return deliver_due(at=AT).sent
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        numbers = [future.result() for future in [threads.submit(work) for _ in range(2)]]
    assert peer.recipients == wanted
    assert sum(numbers) == 40
    assert not OutgoingMail.objects.exclude(status=MailStatus.SENT).exists()


@pytest.mark.django_db
def test_a_claimed_mail_is_left_alone_until_its_lease_runs_out(peer):
    row = queued()
    outbox._claim(AT)  # and then this worker dies
    assert deliver_due(at=AT + LEASE - MINUTE).sent == 0
    assert deliver_due(at=AT + LEASE + MINUTE).sent == 1
    row.refresh_from_db()
    assert (row.status, row.attempts) == (MailStatus.SENT, 2)


@pytest.mark.django_db
def test_a_crash_after_the_server_accepted_gives_a_copy_with_the_same_message_id(peer, monkeypatch):
    queued()

    def power_cut(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(outbox, "_mark_sent", power_cut)
    with pytest.raises(KeyboardInterrupt):
        deliver_due(at=AT)
    monkeypatch.undo()
    assert deliver_due(at=AT + MINUTE).sent == 0
    assert deliver_due(at=AT + LEASE + MINUTE).sent == 1
    assert len(peer.taken) == 2
    assert len({message["Message-ID"] for _recipients, message in peer.taken}) == 1


@pytest.mark.django_db
def test_a_worker_whose_lease_ran_out_does_not_undo_what_another_did(peer):
    row = queued()
    late = outbox._claim(AT)
    assert late
    assert deliver_due(at=AT + LEASE + MINUTE).sent == 1
    outbox._postpone(late, "TimeoutError", for_good=True, at=AT + LEASE + MINUTE)
    row.refresh_from_db()
    assert (row.status, row.last_error) == (MailStatus.SENT, "")


@pytest.mark.django_db
def test_an_idle_worker_asks_little(django_assert_num_queries):
    with django_assert_num_queries(2):
        deliver_due(at=AT)


@pytest.mark.django_db
def test_the_number_of_queries_per_mail_does_not_grow(peer):
    def queries_for(number):
        request = builders.request()
        for count in range(number):
            queued(f"{number}-{count}@ortholink.example", request=request)
        with CaptureQueriesContext(connection) as counted:
            deliver_due(at=AT)
        return len(counted)

    assert queries_for(15) - queries_for(10) == queries_for(10) - queries_for(5)


# --- other ways out --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_folder_of_the_file_backend_is_made(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "var" / "mail")
    row = queued()
    assert deliver_due(at=AT).sent == 1
    [file] = (tmp_path / "var" / "mail").iterdir()
    assert row.message_id in file.read_text()


@pytest.mark.django_db
def test_the_tests_of_the_desk_find_delivered_mail_in_their_mailbox():
    queued()
    deliver_due(at=AT)
    assert [message.to for message in django_mail.outbox] == [["sanne@ortholink.example"]]


def test_what_a_server_says_is_kept_as_codes_only():
    error = smtplib.SMTPDataError(554, b"5.7.1 <sanne@ortholink.example> blocked")
    assert outbox._describe(error) == "SMTPDataError 554 5.7.1"
    assert outbox._describe(smtplib.SMTPDataError(554, b"sanne@ortholink.example")) == "SMTPDataError 554"
    assert outbox._describe(ValueError("sanne@ortholink.example")) == "ValueError"

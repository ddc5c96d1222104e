"""A mail that came back: reports as mail servers write them, and what staff do by hand."""

import io
from email.message import Message
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse

from contacts import answers, bounces, sending_again
from contacts.enums import HistoryAction, MailKind, MailStatus
from contacts.models import HistoryEntry, OutgoingMail
from tests import builders
from tests.builders import AT
from tests.contacts.answering import letter_mail, sent_letter
from tests.visitor import text_of

ID = "<3f2a9c@desk.example>"

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.desk.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: desk@office.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="9B095B5ADSN=_01/mx.desk.example"
Message-Id: <20260702.0712@mx.desk.example>

This is a MIME-encapsulated message.

--9B095B5ADSN=_01/mx.desk.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<claire@biopole-nord.example>: host mx.biopole-nord.example[192.0.2.7] said: 550 5.1.1
    <claire@biopole-nord.example>: Recipient address rejected: User unknown

--9B095B5ADSN=_01/mx.desk.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.desk.example
X-Postfix-Queue-ID: 9B095B5ADSN
Arrival-Date: Thu,  2 Jul 2026 07:12:03 +0200 (CEST)

Final-Recipient: rfc822; claire@biopole-nord.example
Original-Recipient: rfc822;claire@biopole-nord.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.biopole-nord.example
Diagnostic-Code: smtp; {reply} {status} <claire@biopole-nord.example>: Recipient address
    rejected: User unknown in virtual mailbox table

--9B095B5ADSN=_01/mx.desk.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <desk@office.example>
Message-ID: {id}
Subject: Mise en relation
From: desk@office.example
To: claire@biopole-nord.example

--9B095B5ADSN=_01/mx.desk.example--
"""

EXCHANGE = """\
From: Microsoft Outlook <postmaster@biopole-nord.example>
To: <desk@office.example>
Date: Thu, 2 Jul 2026 05:12:09 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="d6f7"
In-Reply-To: {id}
References: {id}
Subject: =?utf-8?Q?Non_remis=C2=A0:_Mise_en_relation?=
Auto-Submitted: auto-replied
X-MS-Exchange-Message-Is-Ndr:
MIME-Version: 1.0

--d6f7
Content-Type: multipart/alternative; differences=Content-Type; boundary="alt"

--alt
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

Vm90cmUgbWVzc2FnZSBuJ2EgcGFzIMOpdMOpIHJlbWlzLg==
--alt
Content-Type: text/html; charset="utf-8"

<p>Votre message n'a pas &eacute;t&eacute; remis.</p>
--alt--
--d6f7
Content-Type: message/delivery-status

Reporting-MTA: dns;PR0P264MB1234.FRAP264.PROD.example
Received-From-MTA: dns;mx.desk.example
Arrival-Date: Thu, 2 Jul 2026 05:12:08 +0000

Final-Recipient: rfc822;claire@biopole-nord.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient
 claire@biopole-nord.example not found by SMTP address lookup
X-Display-Name: Claire Dubois

--d6f7
Content-Type: message/rfc822

Received: from mx.desk.example (192.0.2.1) by pr.example; Thu, 2 Jul 2026 05:12:08 +0000
Message-ID: {id}
Subject: Mise en relation
From: desk@office.example
To: claire@biopole-nord.example
Content-Type: text/plain; charset="utf-8"

Bonjour,
--d6f7--
"""

GMAIL = """\
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@gmail.example>
To: desk@office.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <older@desk.example> {id}
In-Reply-To: {id}
X-Failed-Recipients: claire@biopole-nord.example
Message-ID: <66a1.gmr@mx.gmail.example>
MIME-Version: 1.0
Content-Type: multipart/report; boundary="00000000"; report-type=delivery-status

--00000000
Content-Type: multipart/related; boundary="0000r"

--0000r
Content-Type: text/plain; charset="UTF-8"

** Adresse introuvable **
--0000r
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64
Content-ID: <icon.png>

iVBORw0KGgo=
--0000r--
--00000000
Content-Type: message/delivery-status

Reporting-MTA: dns; gmail.example
Received-From-MTA: dns; desk@office.example
Arrival-Date: Wed, 01 Jul 2026 22:12:08 -0700 (PDT)
X-Original-Message-ID: {id}

Final-Recipient: rfc822; claire@biopole-nord.example
Action: failed
Status: 5.2.2
Remote-MTA: dns; gmail.example. (192.0.2.26, the server for the domain.)
Diagnostic-Code: smtp; 552-5.2.2 The recipient's inbox is out of storage space. 552 5.2.2 x41-20020a05 - gsmtp
Last-Attempt-Date: Wed, 01 Jul 2026 22:12:08 -0700 (PDT)

--00000000
Content-Type: message/rfc822

DKIM-Signature: v=1; a=rsa-sha256
Message-ID: {id}
Subject: Mise en relation

Bonjour,
--00000000--
"""

OUT_OF_OFFICE = """\
From: claire@biopole-nord.example
To: desk@office.example
Subject: Absente jusqu'au 15
In-Reply-To: {id}
Auto-Submitted: auto-replied

Je suis absente.
"""


def postfix(name=ID, action="failed", status="5.1.1", reply="550"):
    return POSTFIX.format(id=name, action=action, status=status, reply=reply).encode()


def pipe(monkeypatch, raw):
    """Run the command as a mail server does; return its exit code, what it said and what was wrong."""
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("record_bounce", stdout=out, stderr=err)
        code = 0
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def mail(db):
    introduction = sent_letter()
    mail = introduction.mails.get()
    mail.message_id = ID
    mail.save()
    return mail


def untouched(mail):
    mail.refresh_from_db()
    return mail.status == MailStatus.SENT and not HistoryEntry.objects.exists()


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        (postfix(), "550 5.1.1"),
        (EXCHANGE.format(id=ID).encode(), "550 5.1.10"),
        (GMAIL.format(id=ID).encode(), "552 5.2.2"),
        (postfix().replace(b"\n", b"\r\n"), "550 5.1.1"),
        (postfix().replace(b"Diagnostic-Code", b"X-Nothing"), "5.1.1"),
    ],
)
def test_a_report_marks_the_mail_the_story_and_the_contact(mail, monkeypatch, raw, codes):
    code, said, complaint = pipe(monkeypatch, raw)
    assert (code, complaint) == (0, "")
    mail.refresh_from_db()
    assert (mail.status, mail.last_error) == (MailStatus.BOUNCED, codes)
    assert mail.bounced_at
    assert mail.sent_at
    contact = mail.introduction.recipient
    contact.refresh_from_db()
    assert contact.bounced_on
    line = HistoryEntry.objects.get()
    assert (line.action, line.introduction, line.data["error"]) == (
        HistoryAction.MAIL_BOUNCED,
        mail.introduction,
        codes,
    )
    assert "@" not in said


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_a_report_that_returns_nothing_is_found_by_what_it_answers(mail, monkeypatch, header):
    cut = postfix().decode().split("--9B095B5ADSN=_01/mx.desk.example\nContent-Description: Undelivered")[0]
    raw = f"{header}: <other@desk.example> {ID}\n{cut}".encode()
    assert pipe(monkeypatch, raw)[0] == 0
    mail.refresh_from_db()
    assert mail.status == MailStatus.BOUNCED


def test_the_same_report_twice_is_recorded_once(mail, monkeypatch):
    pipe(monkeypatch, postfix())
    code, said, _complaint = pipe(monkeypatch, postfix())
    assert code == 0
    assert "known" in said
    assert HistoryEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("action", "status", "reply"),
    [
        ("delayed", "4.4.1", "451"),
        ("delivered", "2.0.0", "250"),
        ("relayed", "2.0.0", "250"),
        ("failed", "4.4.7", "421"),
    ],
)
def test_a_delay_or_a_success_changes_nothing(mail, monkeypatch, action, status, reply):
    code, said, complaint = pipe(monkeypatch, postfix(action=action, status=status, reply=reply))
    assert (code, complaint) == (0, "")
    assert "nothing to record" in said
    assert untouched(mail)


NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number) for number in range(3000)
)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", 2),
        (b" \r\n\r\n", 2),
        (b"x" * 10_000_000, 2),
        (NESTED, 2),
        (b"\x00\xff\xfe", 1),
        (b"Content-Type: multipart/report; boundary=", 1),
        (b"Content-Type: message/delivery-status\n\nAction", 1),
        (postfix()[:700], 1),
        (OUT_OF_OFFICE.format(id=ID).encode(), 1),
        (postfix("<forged@desk.example>"), 1),
        (postfix("<" + "x" * 500 + "@desk.example>"), 1),
        (postfix("<a\x00b@desk.example>"), 1),
        (postfix("=?utf-8?q?" + "=ff" * 50 + "?="), 1),
    ],
    ids=range(13),
)
def test_what_is_no_report_about_our_mail_is_one_line_and_changes_nothing(mail, monkeypatch, raw, code):
    stopped, said, complaint = pipe(monkeypatch, raw)
    assert (stopped, said) == (code, "")
    assert len(complaint.splitlines()) == 1
    assert "@" not in complaint
    assert untouched(mail)


def test_a_report_about_a_mail_that_has_not_left_changes_nothing(mail, monkeypatch):
    OutgoingMail.objects.update(status=MailStatus.QUEUED, sent_at=None)
    assert pipe(monkeypatch, postfix())[0] == 1
    assert not HistoryEntry.objects.exists()


def test_without_a_database_the_mail_server_is_asked_to_try_later(mail, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(bounces, "record", away)
    assert pipe(monkeypatch, postfix())[0] == 75


def test_the_contact_is_marked_only_when_the_mail_went_to_its_address(mail, monkeypatch):
    contact = mail.introduction.recipient
    contact.email = "claire.dubois@biopole-nord.example"
    contact.save()
    pipe(monkeypatch, postfix())
    contact.refresh_from_db()
    assert contact.bounced_on is None


def test_a_copy_that_came_back_marks_no_contact_of_the_pole(mail, monkeypatch):
    copy = letter_mail(
        mail.introduction,
        kind=MailKind.INTRODUCTION_COPY,
        recipient="sanne@ortholink.example",
        message_id="<c@desk.example>",
    )
    pipe(monkeypatch, postfix("<c@desk.example>"))
    copy.refresh_from_db()
    assert copy.status == MailStatus.BOUNCED
    mail.introduction.recipient.refresh_from_db()
    assert mail.introduction.recipient.bounced_on is None


def test_sent_again_after_a_bounce_the_old_report_says_nothing_any_more(mail, monkeypatch):
    pipe(monkeypatch, postfix())
    mail.refresh_from_db()
    again = sending_again.send_again(
        mail, recipient="accueil@biopole-nord.example", by=builders.staff(), at=AT
    )
    assert (again.status, again.sent_at, again.bounced_at) == (MailStatus.QUEUED, None, None)
    assert again.message_id != ID
    assert pipe(monkeypatch, postfix())[0] == 1


def test_a_bounced_contact_gets_no_fresh_link(mail, monkeypatch):
    pipe(monkeypatch, postfix())
    mail.introduction.recipient.refresh_from_db()
    assert answers.address_for_link(mail.introduction) == ""


def test_a_reader_of_bytes_never_breaks_on_strange_headers():
    message = Message()
    message["Status"] = "5.1.1"
    assert bounces._codes(message) == "5.1.1"


# --- by hand -------------------------------------------------------------------------------------------


@pytest.fixture
def anouk(client, db):
    person = builders.staff()
    client.force_login(person)
    return person


def mail_page(mail, name="change"):
    return reverse(f"admin:contacts_outgoingmail_{name}", args=[mail.pk])


def test_staff_note_that_a_mail_came_back_and_send_it_to_the_corrected_address(client, anouk, mail):
    assert "came-back" in client.get(mail_page(mail)).content.decode()
    client.post(mail_page(mail, "came_back"), {"back-reason": "5.1.1", "back-note": "Phoned: left"})
    mail.refresh_from_db()
    assert (mail.status, mail.last_error) == (MailStatus.BOUNCED, "5.1.1")
    line = HistoryEntry.objects.get()
    assert (line.by, line.note) == (anouk, "Phoned: left")
    contact = mail.introduction.recipient
    contact.email = "paul@biopole-nord.example"
    contact.save()
    page = client.get(mail_page(mail))
    assert page.context["again"].initial["recipient"] == "paul@biopole-nord.example"
    typed = {"recipient": "paul@biopole-nord.example", "_version": page.context["seen"]}
    client.post(mail_page(mail, "send_again"), typed)
    mail.refresh_from_db()
    assert (mail.status, mail.recipient) == (MailStatus.QUEUED, "paul@biopole-nord.example")


def test_a_reason_left_out_records_nothing(client, anouk, mail):
    client.post(mail_page(mail, "came_back"), {"back-note": "?"})
    assert untouched(mail)


def test_a_mail_that_waits_cannot_come_back(client, anouk, mail):
    OutgoingMail.objects.update(status=MailStatus.QUEUED, sent_at=None)
    page = client.post(mail_page(mail, "came_back"), {"back-reason": "5.1.1"}, follow=True)
    assert "messagelist" in page.content.decode()
    assert not HistoryEntry.objects.exists()


def test_who_may_only_read_notes_nothing(client, mail):
    client.force_login(builders.staff("reader", superuser=False))
    assert client.post(mail_page(mail, "came_back"), {"back-reason": "5.1.1"}).status_code == 403
    assert untouched(mail)


def test_a_mail_that_came_back_stands_on_top_of_the_request(client, anouk, mail):
    bounces.mark(mail, "550 5.1.1", by=None, at=AT)
    page = client.get(reverse("admin:contacts_introductionrequest_change", args=[mail.request_id]))
    assert page.context["failed_mails"] == [mail]
    assert "550 5.1.1" in text_of(page)

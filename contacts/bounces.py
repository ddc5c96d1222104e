"""A mail that came back: the report of a mail server (RFC 3464) read, and what follows from it.

A report is believed only as far as it names a Message-ID of ours. Of what a server says only its codes
are kept: its prose repeats addresses.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import ClusterContact
from contacts import outbox
from contacts.enums import MailKind
from contacts.models import ContactPerson, OutgoingMail

# A report is a few kB, with the mail it is about some more; what is larger is something else.
LARGEST = 5_000_000
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{3,118}>")
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY_CODE = re.compile(r"(?:^|;\s*)([245]\d\d)[\s-]")


class BounceReason(models.TextChoices):
    """Why a mail came back, when a person notes it; the values are the codes servers use."""

    NO_SUCH_ADDRESS = "5.1.1", _("the address does not exist (any more)")
    MAILBOX_FULL = "5.2.2", _("the mailbox is full")
    REFUSED = "5.7.1", _("their mail server refuses our mail")
    OTHER = "5.0.0", _("another reason")


class NotReadable(Exception):
    """Empty, too large or broken beyond reading."""


class NotAReport(Exception):
    """A mail, but no report of a mail server: an out-of-office note, somebody's answer, spam."""


class NotOurs(Exception):
    """A report about a mail that this office did not send, or that names none."""


@dataclass(frozen=True)
class Report:
    """What a mail server says: `message_ids` it may be about, likeliest first; `codes` like `550 5.1.1`.

    `action` is RFC 3464's: failed, delayed, delivered, relayed or expanded; empty when it gave none.
    """

    message_ids: tuple[str, ...]
    action: str
    codes: str

    @property
    def is_final(self) -> bool:
        """The mail will not arrive: delivery failed, and not for a passing reason."""
        return self.action == "failed" and not re.search(r"\b4\.\d+\.\d+", self.codes)


@dataclass(frozen=True)
class Recorded:
    """What a report did: `is_new` the first time, not `is_final` when it changes nothing."""

    mail: OutgoingMail
    is_final: bool
    is_new: bool


# --- reading -------------------------------------------------------------------------------------------


def read(raw: bytes) -> Report:
    """Return what a report says. Raises `NotReadable` and `NotAReport`."""
    if not raw.strip() or len(raw) > LARGEST:
        raise NotReadable
    try:
        message = message_from_bytes(raw)
        parts = list(message.walk())
        statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
        if not statuses:
            raise NotAReport
        action, codes = _worst(statuses)
        return Report(tuple(dict.fromkeys(_ids(message, parts))), action, codes)
    except NotAReport:
        raise
    except Exception as error:  # strangers write these bytes; whatever they break, it is not readable
        raise NotReadable from error


def _worst(statuses: list[Message]) -> tuple[str, str]:
    """Return action and codes of the recipient who fared worst; our mails have one each."""
    found = []
    for part in statuses:
        for group in _messages_in(part):
            action = str(group.get("Action", "")).strip().split(" ")[0].lower()
            if action:
                found.append((action, _codes(group)))
    if not found:
        raise NotAReport
    failed = [each for each in found if each[0] == "failed"]
    return (failed or found)[0]


def _messages_in(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _codes(group: Message) -> str:
    said = str(group.get("Diagnostic-Code", ""))
    enhanced = _ENHANCED.search(str(group.get("Status", ""))) or _ENHANCED.search(said)
    reply = _REPLY_CODE.search(said)
    return " ".join(match[index] for match, index in ((reply, 1), (enhanced, 0)) if match)


def _ids(message: Message, parts: list[Message]) -> Iterator[str]:
    """Yield the Message-IDs a report may be about: of the mail it returns, then of what it answers."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            returned = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
            yield from _MESSAGE_ID.findall(str(returned.get("Message-ID", "")))
        elif part.get_content_type() in ("message/rfc822", "message/global"):
            for returned in _messages_in(part):
                yield from _MESSAGE_ID.findall(str(returned.get("Message-ID", "")))
    for header in ("In-Reply-To", "References"):
        yield from reversed(_MESSAGE_ID.findall(str(message.get(header, ""))))


# --- recording -----------------------------------------------------------------------------------------


def record(raw: bytes, *, at: dt.datetime) -> Recorded:
    """Note what a mail server's report says about one of our mails; twice is as once.

    Only a failure for good changes anything. Raises `NotReadable`, `NotAReport`, `NotOurs`, and
    `outbox.NotHandedOver` when the mail is not one that could come back.
    """
    report = read(raw)
    mails = {
        mail.message_id: mail
        for mail in OutgoingMail.objects.filter(message_id__in=report.message_ids[:50]).select_related(
            "introduction", "request"
        )
    }
    mail = next((mails[name] for name in report.message_ids if name in mails), None)
    if mail is None:
        raise NotOurs
    if not report.is_final:
        return Recorded(mail, is_final=False, is_new=False)
    return Recorded(mail, is_final=True, is_new=mark(mail, report.codes, by=None, at=at))


@transaction.atomic
def mark(
    mail: OutgoingMail, codes: str, *, by: AbstractBaseUser | None, at: dt.datetime, note: str = ""
) -> bool:
    """Note that `mail` came back, on the mail, in the story, and on the pôle's contact it was sent to.

    Returns False when that was known. Raises `outbox.NotHandedOver`.
    """
    is_new = outbox.mark_bounced(mail, codes, by=by, at=at, note=note)
    if is_new and mail.introduction:
        ClusterContact.objects.filter(
            cluster_id=mail.introduction.cluster_id, email__iexact=mail.recipient
        ).update(bounced_on=timezone.localdate(at))
    return is_new


_TO_POLE = (MailKind.INTRODUCTION, MailKind.DISCLOSURE, MailKind.ANSWER_LINK)
_TO_ENQUIRER = (MailKind.ACKNOWLEDGEMENT, MailKind.INTRODUCTION_COPY, MailKind.DISCLOSURE_COPY)


def corrected_address(mail: OutgoingMail) -> str:
    """Return the address this mail's addressee has by now, if it is another one; else empty."""
    person = addressee(mail)
    if person and person.email and person.email.casefold() != mail.recipient.casefold():
        return person.email
    return ""


def addressee(mail: OutgoingMail) -> ClusterContact | ContactPerson | None:
    """Return whom the mail was written to, at the pôle or the enquirer's; None for the office itself."""
    if mail.kind in _TO_POLE:
        return mail.introduction.recipient if mail.introduction else None
    if mail.kind in _TO_ENQUIRER:
        return mail.request.contact if mail.request else None
    return None

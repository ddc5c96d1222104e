"""What the office's own mails say, written as rows of the outbox with what caused them.

A mail of the desk carries a reference and a link, never what somebody typed: mailboxes are read on
trains, forwarded and searched, and an organisation's name alone can be the secret. The letters of an
introduction come ready-made from `introductions` and go through `queue` as well.

In a template the first line is the subject of the mail, the rest is its text.
"""

import datetime as dt
import re
import uuid
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator

from contacts import answer_links, references
from contacts.enums import MailKind, MailStatus, RequestStatus
from contacts.models import Introduction, IntroductionRequest, OutgoingMail

OFFICE_LANGUAGE = "nl"
SUBJECT_LENGTH = 200
# While a request may be spam, nothing about it leaves the house: its sender may be anybody's mailbox.
NOT_WRITTEN_TO = (RequestStatus.QUARANTINED, RequestStatus.SPAM)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Legal in an address between quotes, and a way to smuggle a second recipient past a careless parser.
_NEVER_IN_ADDRESS = re.compile(r"[\s\"\\(),:;<>\[\]]")


class AddressNotUsable(Exception):
    """The recipient is not one plain e-mail address."""


class Words(NamedTuple):
    """A mail's subject and text."""

    subject: str
    body: str


def acknowledgement(reference: str, email: str, language: str) -> Words:
    """Return what the acknowledgement of the request `reference` says, in its language."""
    return _words(
        MailKind.ACKNOWLEDGEMENT,
        reference,
        language=language,
        link=absolute(references.status_path(reference, language=language)),
        confirm=absolute(references.confirmation_path(reference, email, language=language)),
    )


def acknowledge(request: IntroductionRequest, *, at: dt.datetime, words: Words | None = None) -> OutgoingMail:
    """Queue the acknowledgement to the enquirer; `words` if they are composed already."""
    email, language = request.contact.email, request.language
    words = words or acknowledgement(request.reference, email, language)
    return _queue_words(MailKind.ACKNOWLEDGEMENT, request, words, recipient=email, language=language, at=at)


def notify_office(request: IntroductionRequest, *, at: dt.datetime) -> OutgoingMail:
    """Queue the notice of a new request to the office's mailbox."""
    return _to_office(MailKind.OFFICE_NOTICE, request, at=at)


def notify_office_of_correction(request: IntroductionRequest, *, at: dt.datetime) -> OutgoingMail:
    """Queue the notice that the enquirer sent `request` again, changed."""
    return _to_office(MailKind.CORRECTION_NOTICE, request, at=at)


def notify_office_of_remark(request: IntroductionRequest, *, at: dt.datetime) -> OutgoingMail:
    """Queue the notice that the enquirer added something to `request`."""
    return _to_office(MailKind.REMARK_NOTICE, request, at=at)


def notify_office_of_withdrawal(request: IntroductionRequest, *, at: dt.datetime) -> OutgoingMail:
    """Queue the notice that the enquirer withdrew `request`, as a whole or from one pôle."""
    return _to_office(MailKind.WITHDRAWAL_NOTICE, request, at=at)


def renew_answer_link(introduction: Introduction, recipient: str, *, at: dt.datetime) -> OutgoingMail:
    """Queue a fresh link for answering to `recipient`, in the language of the letter."""
    path = answer_links.path_for(introduction, at=at, language=introduction.language)
    context = {
        "reference": introduction.request.reference,
        "cluster": introduction.cluster_name,
        "link": absolute(path),
        "days": answer_links.VALID_FOR.days,
    }
    with translation.override(introduction.language):
        text = render_to_string(f"contacts/mail/{MailKind.ANSWER_LINK}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return queue(
        kind=MailKind.ANSWER_LINK,
        recipient=recipient,
        reply_to=settings.OFFICE_MAILBOX,
        language=introduction.language,
        subject=subject,
        body=body.strip() + "\n",
        at=at,
        request=introduction.request,
        introduction=introduction,
    )


def queue(
    *,
    kind: MailKind,
    recipient: str,
    language: str,
    subject: str,
    body: str,
    at: dt.datetime,
    request: IntroductionRequest | None = None,
    introduction: Introduction | None = None,
    reply_to: str = "",
    not_before: dt.datetime | None = None,
    held: bool = False,
) -> OutgoingMail:
    """Write one mail to one address; it leaves when the surrounding transaction was stored.

    One that is `held` stays until somebody lets it go (`outbox.let_go`).

    The subject is made safe for a header: one line, no control characters, at most 200 characters.
    Raises `AddressNotUsable` when `recipient` or `reply_to` is not one plain address.
    """
    require_plain_address(recipient)
    if reply_to:
        require_plain_address(reply_to)
    return OutgoingMail.objects.create(
        request=request,
        introduction=introduction,
        kind=kind,
        recipient=recipient,
        reply_to=reply_to,
        language=language,
        subject=one_line(subject),
        body=body,
        message_id=new_message_id(),
        status=MailStatus.HELD if held else MailStatus.QUEUED,
        created_at=at,
        not_before=not_before or at,
    )


def new_message_id() -> str:
    """Return a Message-ID that no other mail has; its host is the site's."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def absolute(path: str) -> str:
    """Return the full address of `path` on this site, for use outside it."""
    return settings.SITE_URL.rstrip("/") + path


def one_line(text: str) -> str:
    """Return `text` fit for a header: one line without control characters, of at most 200 characters."""
    return Truncator(" ".join(_CONTROL.sub(" ", text).split())).chars(SUBJECT_LENGTH)


def require_plain_address(address: str) -> None:
    """Raise `AddressNotUsable` unless `address` is one plain e-mail address, without name or quotes."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressNotUsable(address) from error
    if _NEVER_IN_ADDRESS.search(address) or _CONTROL.search(address):
        raise AddressNotUsable(address)


def _to_office(kind: MailKind, request: IntroductionRequest, *, at: dt.datetime) -> OutgoingMail:
    link = absolute(reverse("admin:contacts_introductionrequest_change", args=[request.pk]))
    words = _words(kind, request.reference, language=OFFICE_LANGUAGE, link=link)
    recipient = settings.OFFICE_MAILBOX
    return _queue_words(kind, request, words, recipient=recipient, language=OFFICE_LANGUAGE, at=at)


def _words(kind: MailKind, reference: str, *, language: str, link: str, confirm: str = "") -> Words:
    context = {"reference": reference, "link": link, "confirm": confirm}
    with translation.override(language):
        text = render_to_string(f"contacts/mail/{kind}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return Words(subject, body.strip() + "\n")


def _queue_words(
    kind: MailKind,
    request: IntroductionRequest,
    words: Words,
    *,
    recipient: str,
    language: str,
    at: dt.datetime,
) -> OutgoingMail:
    return queue(
        kind=kind,
        recipient=recipient,
        reply_to=settings.OFFICE_MAILBOX if kind == MailKind.ACKNOWLEDGEMENT else "",
        language=language,
        subject=words.subject,
        body=words.body,
        at=at,
        request=request,
        held=request.status in NOT_WRITTEN_TO,
    )

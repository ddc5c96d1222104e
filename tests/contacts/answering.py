"""A letter that has gone to a pôle, and what its contact person does with the link in it."""

import re
from typing import Any

from contacts import answer_links
from contacts.enums import IntroductionStatus, MailKind, MailStatus, RequestStatus
from contacts.models import Introduction, OutgoingMail
from tests import builders
from tests.builders import AT


def sent_letter(**fields: Any) -> Introduction:
    """A letter that left on 1 July 2026, to Claire of a new pôle unless something else is given."""
    request = fields.pop("request", None) or builders.request(
        status=RequestStatus.INTRODUCED, introduced_at=AT
    )
    pole = fields.pop("cluster", None) or builders.cluster("biopole-nord", "Biopôle Nord")
    recipient = fields.pop("recipient", None) or builders.cluster_contact(pole)
    values = {"status": IntroductionStatus.SENT, "sent_at": AT, "released": list(request.release), **fields}
    introduction = builders.introduction(request=request, cluster=pole, recipient=recipient, **values)
    letter_mail(introduction)
    return introduction


def letter_mail(introduction: Introduction, **fields: Any) -> OutgoingMail:
    """The mail that brought the letter, handed over to the mail server."""
    values = {
        "kind": MailKind.INTRODUCTION,
        "recipient": introduction.recipient.email if introduction.recipient else "x@pole.example",
        "reply_to": "anouk@office.example",
        "language": introduction.language,
        "subject": introduction.subject,
        "body": introduction.body,
        "message_id": f"<{introduction.pk}.{OutgoingMail.objects.count()}@desk.example>",
        "status": MailStatus.SENT,
        "sent_at": AT,
        "created_at": AT,
        "not_before": AT,
        **fields,
    }
    return OutgoingMail.objects.create(request=introduction.request, introduction=introduction, **values)


def path(introduction: Introduction, *, language: str = "nl", at: Any = None) -> str:
    return answer_links.path_for(introduction, at=at or introduction.sent_at or AT, language=language)


def token_in(response: Any) -> str:
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]

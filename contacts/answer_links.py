"""The signed link by which a pôle's contact person answers without an account.

It names one introduction and the moment it was written. Whoever has the letter has the link, so it opens
nothing but what the letter says, and it runs out. A letter may lie in preparation for weeks: its link's time
begins when it is sent.
"""

import datetime as dt

from django.core import signing
from django.urls import reverse
from django.utils import translation

from contacts.models import Introduction

# A pôle that lets a letter lie over the summer can still answer; a link in an old mailbox opens nothing.
VALID_FOR = dt.timedelta(days=120)

_signer = signing.Signer(salt="contacts.answer", sep=".")


class LinkNotValid(Exception):
    """A link that this office did not write, or that was changed on the way."""


def sign(introduction: Introduction, *, at: dt.datetime) -> str:
    """Return the signed part of the link, written at `at`."""
    return _signer.sign(f"{introduction.pk}-{int(at.timestamp())}")


def read(signed: str) -> tuple[int, dt.datetime]:
    """Return the primary key of the introduction that a link names, and when the link was written.

    Raises `LinkNotValid` for anything `sign` did not make.
    """
    try:
        introduction, written = map(int, _signer.unsign(signed).split("-"))
    except (signing.BadSignature, ValueError) as error:
        raise LinkNotValid from error
    return introduction, dt.datetime.fromtimestamp(written, tz=dt.UTC)


def has_run_out(introduction: Introduction, written: dt.datetime, *, at: dt.datetime) -> bool:
    """Is a link that was written at `written` past its time, which began when its mail was sent?"""
    return at > max(written, introduction.sent_at or written) + VALID_FOR


def path_for(introduction: Introduction, *, at: dt.datetime, language: str) -> str:
    """Return the path of the page for answering, in `language`; a mail puts the site's address before it."""
    with translation.override(language):
        return reverse("contacts:answer", args=[sign(introduction, at=at)])

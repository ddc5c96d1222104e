"""The signed link by which a pôle's contact person answers without an account.

It names one introduction and the moment it was written. Whoever has the letter has the link, so it opens
nothing but what the letter says, and it runs out.
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


class LinkExpired(Exception):
    """A genuine link that has run out; `introduction` is the primary key it named."""

    def __init__(self, introduction: int) -> None:
        self.introduction = introduction
        super().__init__("the link has run out")


def sign(introduction: Introduction, *, at: dt.datetime) -> str:
    """Return the signed part of the link, written at `at`; it is valid for `VALID_FOR`."""
    return _signer.sign(f"{introduction.pk}-{int(at.timestamp())}")


def read(signed: str, *, at: dt.datetime) -> int:
    """Return the primary key of the introduction that a link names.

    Raises `LinkNotValid` for anything `sign` did not make, and `LinkExpired` once it has run out.
    """
    try:
        introduction, written = map(int, _signer.unsign(signed).split("-"))
    except (signing.BadSignature, ValueError) as error:
        raise LinkNotValid from error
    if at > dt.datetime.fromtimestamp(written, tz=dt.UTC) + VALID_FOR:
        raise LinkExpired(introduction)
    return introduction


def path_for(introduction: Introduction, *, at: dt.datetime, language: str) -> str:
    """Return the path of the page for answering, in `language`; a mail puts the site's address before it."""
    with translation.override(language):
        return reverse("contacts:answer", args=[sign(introduction, at=at)])

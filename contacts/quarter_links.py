"""The signed link to a closed quarter's files, for whoever has no account.

It names the quarter and the moment it was made, no person, and runs out after two weeks.
"""

import datetime as dt

from django.core import signing
from django.urls import reverse
from django.utils import translation

from contacts.quarters import Quarter, QuarterNotUnderstood

VALID_FOR = dt.timedelta(days=14)

_signer = signing.Signer(salt="contacts.quarter", sep=".")


class LinkNotValid(Exception):
    """A link that this office did not make, or that was changed on the way."""


class LinkRunOut(Exception):
    """A link that was good until two weeks after it was made."""


def sign(quarter: Quarter, *, at: dt.datetime) -> str:
    """Return the signed part of the link, made at `at`."""
    return _signer.sign(f"{quarter}-{int(at.timestamp())}")


def read(signed: str, *, at: dt.datetime) -> Quarter:
    """Return the quarter a link leads to. Raises `LinkNotValid` or `LinkRunOut`."""
    try:
        quarter, made = _signer.unsign(signed).rsplit("-", 1)
        found, since = Quarter.parse(quarter), dt.datetime.fromtimestamp(int(made), tz=dt.UTC)
    except (signing.BadSignature, QuarterNotUnderstood, ValueError) as error:
        raise LinkNotValid from error
    if at > since + VALID_FOR:
        raise LinkRunOut
    return found


def path_for(quarter: Quarter, *, at: dt.datetime, language: str) -> str:
    """Return the path of the page with the files, in `language`."""
    with translation.override(language):
        return reverse("contacts:quarter", args=[sign(quarter, at=at)])

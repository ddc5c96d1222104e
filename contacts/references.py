"""What a request is called, and the signed link that shows its status.

A reference is for people: to read aloud, to write on a letter, to quote in a mail. It opens
nothing; only the signed form of it, which the enquirer alone gets, leads to the status page.
"""

import secrets

from django.core import signing
from django.urls import reverse
from django.utils import translation

PREFIX = "IA-"
# No 0 and O, no 1, I and L: nothing that is misread or misheard. 31 to the power of 6 is 887 million.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6

_signer = signing.Signer(salt="contacts.status", sep=".")


class LinkNotValid(Exception):
    """A status link that this office did not write, or that was changed on the way."""


def new_reference() -> str:
    """Return a random reference such as `IA-7K4M2P`.

    It may have been given out before; the unique column says so, and `intake` then asks again.
    """
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def sign(reference: str) -> str:
    """Return `reference` with the office's signature, safe in an address. It does not expire."""
    return _signer.sign(reference)


def read(signed: str) -> str:
    """Return the reference that was signed. Raises `LinkNotValid` for anything `sign` did not make."""
    try:
        return _signer.unsign(signed)
    except signing.BadSignature as error:
        raise LinkNotValid from error


def status_path(reference: str, *, language: str) -> str:
    """Return the path of the status page in `language`, for a redirect or (after the site's URL) a mail."""
    with translation.override(language):
        return reverse("contacts:status", args=[sign(reference)])

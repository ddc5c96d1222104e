"""What a request is called, the signed link that shows its status, and the one that confirms its address.

A reference is for people: to read aloud, to write on a letter, to quote in a mail. It opens
nothing; only the signed form of it, which the enquirer alone gets, leads to the status page.

The link of the status page is in the browser of whoever sent the form. The link that confirms an e-mail
address is in the mail alone, so that it tells something of the mailbox; it names the address with it.
"""

import secrets

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

PREFIX = "IA-"
# No 0 and O, no 1, I and L: nothing that is misread or misheard. 31 to the power of 6 is 887 million.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6

_signer = signing.Signer(salt="contacts.status", sep=".")
_confirming = signing.Signer(salt="contacts.confirm-address", sep=".")


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


def sign_address(reference: str, email: str) -> str:
    """Return the signed part of the link by which whoever reads `email` confirms it. It does not expire."""
    return _confirming.sign(f"{reference}.{_digest(reference, email)}")


def read_address(signed: str) -> tuple[str, str]:
    """Return the reference and the digest of the address a link was made for; see `is_address`.

    Raises `LinkNotValid` for anything `sign_address` did not make.
    """
    try:
        reference, _dot, digest = _confirming.unsign(signed).partition(".")
    except signing.BadSignature as error:
        raise LinkNotValid from error
    return reference, digest


def is_address(digest: str, reference: str, email: str) -> bool:
    """Say whether a link was made for this very address: after a correction the old one confirms nothing."""
    return digest == _digest(reference, email)


def confirmation_path(reference: str, email: str, *, language: str) -> str:
    """Return the path of the page on which the address is confirmed, in `language`."""
    with translation.override(language):
        return reverse("contacts:confirm", args=[sign_address(reference, email)])


def _digest(reference: str, email: str) -> str:
    return salted_hmac("contacts.confirm-address", f"{reference} {email}").hexdigest()[:16]

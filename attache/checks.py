"""Checks of `manage.py check --deploy`: what a production site of the office may not lack."""

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils import timezone

WARN_BEFORE = dt.timedelta(days=30)
AT_MOST = dt.timedelta(days=366)  # RFC 9116: less than a year ahead is recommended
_CONTACT = re.compile(r"(mailto:[^@\s]+@[^@\s]+|https://\S+|tel:\+?[\d-]+)\Z")
_RENEW = (
    "Look whether SECURITY_CONTACT still reaches somebody, then set SECURITY_EXPIRES to a day within a year."
)


def faults_of_security_txt(
    *, contact: str, expires: dt.date | None, on: dt.date
) -> list[checks.CheckMessage]:
    """Return what is wrong with security.txt on day `on`; [] when nothing is.

    It must be renewed from thirty days before it expires, so that it never stands there expired.
    """
    found: list[checks.CheckMessage] = []
    if not _CONTACT.match(contact):
        found.append(
            checks.Error(
                f"SECURITY_CONTACT is no address to write to: {contact!r}.",
                hint="Write mailto:NAME@HOST, https://… or tel:+….",
                id="attache.E001",
            )
        )
    if expires is None:
        found.append(
            checks.Error(
                "There is no security.txt, mandatory for Dutch government: SECURITY_EXPIRES is not set.",
                hint="Set SECURITY_EXPIRES to a day within a year, such as 2027-06-30.",
                id="attache.E002",
            )
        )
    elif expires <= on:
        found.append(
            checks.Error(f"security.txt expired on {expires:%Y-%m-%d}.", hint=_RENEW, id="attache.E003")
        )
    elif expires - on <= WARN_BEFORE:
        days = (expires - on).days
        message = f"security.txt expires on {expires:%Y-%m-%d}, in {days} days: renew it now."
        found.append(checks.Error(message, hint=_RENEW, id="attache.E004"))
    elif expires - on > AT_MOST:
        message = f"security.txt would hold until {expires:%Y-%m-%d}, more than a year ahead."
        found.append(checks.Warning(message, hint=_RENEW, id="attache.W005"))
    return found


@checks.register(checks.Tags.security, deploy=True)
def security_txt_holds(**kwargs: Any) -> list[checks.CheckMessage]:
    return faults_of_security_txt(
        contact=settings.SECURITY_CONTACT, expires=settings.SECURITY_EXPIRES, on=timezone.localdate()
    )

"""How much one address may send, without keeping anybody's address.

Kept is a keyed digest with the calendar day in its key: it counts what one address sent today and
yesterday, and tells no more; older ones are removed, for whoever holds the key could try every address.
Two posts at the same moment are not seen by each other, so one or two more
than the limit may pass; nothing depends on the exact number.
"""

import datetime as dt
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contacts.models import IntroductionRequest
from contacts.quarters import PARIS

DIGEST_LENGTH = 32
KEPT = dt.timedelta(days=2)
NETWORK = 64  # bits of an IPv6 address that are one subscriber's; the rest changes by the hour
UNKNOWN = "unknown"  # a server that passes no address on: all its visitors are counted together


@dataclass(frozen=True)
class Sender:
    """Who sent a form, as far as the office keeps it: `digest` of today, `yesterday` for the count."""

    digest: str
    yesterday: str

    @classmethod
    def of(cls, meta: Mapping[str, Any], *, proxies: int, at: dt.datetime) -> "Sender":
        """Read the sender from a request's `META`; `proxies` is how many of ours stand before the site."""
        address, day = address_in(meta, proxies=proxies), timezone.localdate(at, PARIS)
        return cls(_digest(address, day), _digest(address, day - dt.timedelta(days=1)))


def refused_until(
    sender: Sender, *, limit: tuple[int, dt.timedelta] | None, token: UUID, at: dt.datetime
) -> dt.datetime | None:
    """Return when this sender may send again, or None when they may now; one query.

    A form that was sent before is never refused: a double click, the back button and a retry are free.
    The limit is so many stored requests in a period of at most a day.
    """
    if limit is None:
        return None
    number, period = limit
    sent = IntroductionRequest.objects.filter(
        sender_digest__in=(sender.digest, sender.yesterday), received_at__gt=at - period
    ).order_by("-received_at")
    same_form = Exists(IntroductionRequest.objects.filter(form_token=token))
    found = sent.annotate(same_form=same_form).values("received_at", "same_form")[number - 1 : number]
    full = next(iter(found), None)
    return None if full is None or full["same_form"] else full["received_at"] + period


def forget(*, at: dt.datetime) -> int:
    """Remove the digests that no limit reads any more; return how many."""
    old = IntroductionRequest.objects.filter(received_at__lt=at - KEPT).exclude(sender_digest="")
    return old.update(sender_digest="")


def address_in(meta: Mapping[str, Any], *, proxies: int) -> str:
    """Return the address a request came from, of IPv6 its network.

    Each proxy adds on the right whom it heard: behind two of ours the second from the right is the
    visitor, and what stands further left the visitor may have written. Too short or not an address:
    the connection's own.
    """
    heard = [entry.strip() for entry in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    forwarded = _network(heard[-proxies]) if 0 < proxies <= len(heard) else None
    return forwarded or _network(str(meta.get("REMOTE_ADDR", ""))) or UNKNOWN


def _network(written: str) -> str | None:
    host = written
    if written.startswith("["):  # [2001:db8::1]:443
        host = written[1:].partition("]")[0]
    elif written.count(":") == 1:  # 192.0.2.1:443
        host = written.partition(":")[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, NETWORK), strict=False))


def _digest(address: str, day: dt.date) -> str:
    key = f"contacts.sender_limit.{day.isoformat()}"
    return salted_hmac(key, address, algorithm="sha256").hexdigest()[:DIGEST_LENGTH]

"""A request that came by mail, by telephone or at a fair, typed in by a member of staff."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from contacts import enquiries, intake, review
from contacts.quarters import PARIS

# The pôles exist since 2005; an older request is a typing error.
EARLIEST = dt.date(2005, 1, 1)


class DayNotPossible(Exception):
    """A request cannot have come in on a day that is still to come, or before there were pôles."""


def enter(
    enquiry: enquiries.NewEnquiry,
    *,
    channel: str,
    received_on: dt.date,
    acknowledge: bool,
    take: bool,
    token: UUID,
    by: AbstractBaseUser,
    at: dt.datetime,
) -> intake.Receipt:
    """Store what came in by `channel` on `received_on` (a day in Paris), through the same intake as the form.

    With `acknowledge` the enquirer is written to, with `take` the request is in the hands of `by`. The
    same `token` once more makes no second request. Raises `DayNotPossible`.
    """
    today = timezone.localdate(at, PARIS)
    if not EARLIEST <= received_on <= today:
        raise DayNotPossible(received_on)
    received_at = at if received_on == today else dt.datetime.combine(received_on, dt.time(12), PARIS)
    receipt = intake.receive(
        enquiry, at=at, received_at=received_at, token=token, channel=channel, by=by, acknowledge=acknowledge
    )
    if receipt.created and take:
        review.take(receipt.request, by=by, at=at)
    return receipt

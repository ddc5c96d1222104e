"""The encoder's part in a shortlist, done by a worker and never while somebody waits.

A request is drawn up at once without the encoder. The worker compares its text with the pôles', keeps
what it found, and has the shortlist drawn up again if nobody decided anything yet. A changed text, a
changed register or another release of the encoder makes what was found stale, and it is found anew.

A claim is a lease, as in the outbox: any number of workers compare each request once, and the lease of
a worker that died, or of a text it could not cope with, runs out by itself.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from contacts import asked, encoder, shortlist
from contacts.matching import Index, digest_of
from contacts.models import IntroductionRequest, TextLikeness
from contacts.profiles import load_index

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Report:
    """What one round did: texts `compared`, shortlists `redrawn`, texts that `failed` for now."""

    compared: int = 0
    redrawn: int = 0
    failed: int = 0


def read_due(
    *,
    at: dt.datetime,
    limit: int = 100,
    stopping: Callable[[], bool] = lambda: False,
    using: encoder.Encoder | None = None,
) -> Report:
    """Compare at most `limit` requests that are due; nothing when there is no encoder.

    `using` is the installed encoder unless given.
    """
    if not encoder.available():
        return Report()
    index = load_index(as_of=timezone.localdate(at))
    profiles = digest_of(index)
    _make_rows()
    compared = redrawn = failed = 0
    while compared + failed < limit and not stopping():
        row = _claim(profiles, at)
        if row is None:
            break
        try:
            redrawn += _read(row, index, profiles, at=at, using=using)
        except Exception as error:  # noqa: BLE001 - one odd text must not stop all others
            # Its name only: what an exception says may hold what the enquirer wrote. The lease stays, so
            # that the text is tried again when it runs out.
            logger.error("The text of %s was not compared: %s", row.request, type(error).__name__)
            failed += 1
        else:
            compared += 1
    return Report(compared, redrawn, failed)


def _make_rows() -> None:
    """Give every request that has none a row to claim; two workers at once make one."""
    fresh = IntroductionRequest.objects.filter(status__in=shortlist.UNDECIDED, likeness=None)
    TextLikeness.objects.bulk_create(
        [TextLikeness(request_id=pk) for pk in fresh.values_list("pk", flat=True)], ignore_conflicts=True
    )


def _due(profiles: str, at: dt.datetime) -> "QuerySet[TextLikeness]":
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    stale = (
        ~Q(profiles_digest=profiles) | ~Q(encoder=encoder.name()) | ~Q(request_version=F("request__version"))
    )
    return TextLikeness.objects.filter(free, stale, request__status__in=shortlist.UNDECIDED)


def _claim(profiles: str, at: dt.datetime) -> TextLikeness | None:
    due = _due(profiles, at)
    if not due.exists():  # an idle worker takes no lock
        return None
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        row = (
            due.select_for_update(of=("self",), skip_locked=skip)
            .select_related("request")
            .order_by("-request__received_at", "pk")
            .first()
        )
        if row is not None:
            row.lease_until = at + LEASE
            row.save(update_fields=["lease_until"])
    return row


def _read(
    row: TextLikeness, index: Index, profiles: str, *, at: dt.datetime, using: encoder.Encoder | None
) -> bool:
    """Compare one text and keep what was found; the answer says that its shortlist was drawn up again."""
    request = row.request
    digest = asked.text_digest(request)
    found: dict[str, object] = {"request_version": request.version, "lease_until": None}
    if (row.text_digest, row.profiles_digest, row.encoder) != (digest, profiles, encoder.name()):
        (likeness,) = encoder.likenesses([request.text], index, using)
        found |= {
            "cosines": dict(likeness.cosines),
            "encoder": encoder.name(),
            "text_digest": digest,
            "profiles_digest": profiles,
            "compared_at": at,
        }
    elif request.shortlist_drawn_at is not None:
        # Something else of the request changed: whether that calls for another shortlist is for staff.
        _let_go(row, found)
        return False
    with transaction.atomic():
        # Only together: a worker that dies in between leaves the request due.
        return _let_go(row, found) and shortlist.draw_up_again(request, at=at)


def _let_go(row: TextLikeness, found: dict[str, object]) -> bool:
    """Keep what was found, unless the lease ran out and another worker has the row now."""
    mine = TextLikeness.objects.filter(pk=row.pk, lease_until=row.lease_until)
    return bool(mine.update(**found))

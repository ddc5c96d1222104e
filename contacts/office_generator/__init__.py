"""An invented office of any size, for training, demonstration and measuring; made in bulk.

Three years of requests up to a given moment, at every status, with their shortlists, letters, answers,
outcomes, mails and story. The same seed and moment give the same office. All of it is marked as a
demonstration.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from django.db import connection, transaction

from contacts.models import (
    ClusterAnswer,
    ContactPerson,
    Enquirer,
    HistoryEntry,
    Introduction,
    IntroductionRequest,
    Match,
    Outcome,
    OutgoingMail,
)
from contacts.office_generator.arrivals import Life, Office
from contacts.office_generator.lives import live
from contacts.office_generator.people import moment_in, organisations, person_of
from contacts.office_generator.register import RegisterMissing, read_register
from contacts.office_generator.rows import fresh, insert
from contacts.references import ALPHABET, LENGTH, PREFIX

__all__ = ["RealRequests", "RegisterMissing", "generate"]

PERIOD = dt.timedelta(days=3 * 365)
MAILBOX = "desk@office.example"  # never the office's real one
CHUNK = 2_000  # rows held in memory at a time
_ALL_REFERENCES = len(ALPHABET) ** LENGTH
_STRIDE = 123_456_787  # shares no factor with 31, so that every number gives another reference


class RealRequests(Exception):
    """The database holds requests that somebody really made; invented ones do not belong among them."""


def generate(
    *,
    requests: int,
    askers: int,
    seed: int,
    at: dt.datetime,
    staff: Sequence[Any],
    progress: Callable[[int], None] = lambda done: None,
) -> None:
    """Store so many invented requests by so many organisations, the last of them just before `at`.

    `staff` are the colleagues who handle them; `progress` is told how many requests are stored.
    All or nothing.
    Raises `RealRequests` and `RegisterMissing`.
    """
    if IntroductionRequest.objects.filter(is_demonstration=False).exists():
        raise RealRequests
    rng = Random(seed)  # noqa: S311  # the same seed has to give the same office; nothing is secret
    with transaction.atomic():
        office = Office(read_register(on=at.date()), tuple(staff), at, MAILBOX, rng)
        people = _store_people(askers, rng)
        free = _references(rng)
        for begin in range(0, requests, CHUNK):
            numbers = range(begin, min(begin + CHUNK, requests))
            lives = []
            for number in numbers:
                came = moment_in(at - PERIOD, at, (number + rng.random()) / requests)
                lives.append(live(office, reference=next(free), at=came, contact=rng.choice(people)))
            _store(lives)
            progress(numbers[-1] + 1)
    _housekeeping()


def _store_people(number: int, rng: Random) -> list[ContactPerson]:
    first = Enquirer.objects.count()
    people: list[ContactPerson] = []
    for begin in range(first, first + number, CHUNK):
        rows = organisations(range(begin, min(begin + CHUNK, first + number)), rng)
        enquirers = Enquirer.objects.bulk_create(list(rows))
        people += ContactPerson.objects.bulk_create([person_of(each, rng) for each in enquirers])
    return people


def _references(rng: Random) -> Any:
    """Yield references that are free, without order, each once."""
    taken = set(IntroductionRequest.objects.values_list("reference", flat=True))
    number = rng.randrange(_ALL_REFERENCES)
    while True:
        number = (number + _STRIDE) % _ALL_REFERENCES
        rest, letters = number, ""
        for _ in range(LENGTH):
            rest, digit = divmod(rest, len(ALPHABET))
            letters += ALPHABET[digit]
        if PREFIX + letters not in taken:
            yield PREFIX + letters


def _store(lives: list[Life]) -> None:
    """Write one chunk; children take their parents' keys once those are known."""
    insert(IntroductionRequest, [life.request for life in lives], keyed=True)
    insert(Introduction, [row for life in lives for row in life.introductions], keyed=True)
    through = IntroductionRequest.themes.through
    insert(
        through,
        [
            fresh(through, introductionrequest_id=life.request.pk, theme_id=theme)
            for life in lives
            for theme in life.themes
        ],
    )
    insert(Match, [row for life in lives for row in life.matches])
    insert(HistoryEntry, [row for life in lives for row in life.story])
    insert(OutgoingMail, [row for life in lives for row in life.mails])
    insert(ClusterAnswer, [row for life in lives for row in life.answers])
    insert(Outcome, [row for life in lives for row in life.outcomes])


def _housekeeping() -> None:
    """Tell the engine how much there is now, as its own housekeeping would later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

"""Eight colleagues on a few requests: nothing is lost, nobody waits for ever, no refusal leaves a trace.

In each round every thread reads a row, then all act at once, under the version they read. The suite plays
a few rounds; `make races` plays 500 (RACES=…), from the seed it prints (RACES_SEED=…).
"""

import datetime as dt
import os
import random
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction

from contacts import introductions, review, shortlist, workflow
from contacts.admin.steps import REFUSALS, Outdated
from contacts.enums import HistoryAction
from contacts.models import HistoryEntry, Introduction, IntroductionRequest, Match
from tests import builders
from tests.builders import AT

ROUNDS = int(os.environ.get("RACES", "25"))
SEED = int(os.environ.get("RACES_SEED", "20261126"))
THREADS = 8
REFUSED: Any = (*REFUSALS, workflow.StaleVersion, Outdated)


@dataclass
class Change:
    """What one success did to a row: in which order, and which values it left."""

    row: tuple[str, int]
    order: int
    versions: int
    lines: int
    values: dict[str, Any]


@dataclass
class Ledger:
    done: list[Change] = field(default_factory=list)
    refused: int = 0
    faults: list[str] = field(default_factory=list)


def follow_up(row: IntroductionRequest, day: dt.date, *, by: Any) -> None:
    if row.status not in ("received", "in_review", "introduced"):
        raise workflow.TransitionNotAllowed(row, row.status)
    row.follow_up_on = day
    row.version += 1
    row.save(update_fields=["follow_up_on", "version"])
    workflow.record(row, HistoryAction.FOLLOW_UP, by=by, at=AT)


def on_request(
    row: Any, chance: random.Random, people: list[Any]
) -> tuple[Callable[[], Any], tuple[str, ...]]:
    """Return what to do with a request, and the fields it writes."""
    by, word = chance.choice(people), f"words {chance.randrange(10**6)}"
    todo: list[tuple[Callable[[], Any], tuple[str, ...]]] = [
        (lambda: review.take(row, by=by, at=AT), ("assigned_to_id",)),
        (lambda: review.assign(row, chance.choice(people), by=by, at=AT), ("assigned_to_id",)),
        (lambda: review.edit(row, by=by, at=AT, subject=word), ("subject",)),
        (lambda: review.edit(row, by=by, at=AT, region_wish=word), ("region_wish",)),
        (
            lambda: review.decline(row, "no_fit", by=by, at=AT, note=word),
            ("status", "decline_reason", "follow_up_on"),
        ),
        (lambda: review.reopen(row, by=by, at=AT), ("status", "decline_reason", "follow_up_on")),
        (lambda: review.remark(row, word, by=by, at=AT), ()),
        (lambda: follow_up(row, AT.date() + dt.timedelta(chance.randrange(90)), by=by), ("follow_up_on",)),
    ]
    return chance.choice(todo)


def on_letter(
    row: Any, chance: random.Random, people: list[Any]
) -> tuple[Callable[[], Any], tuple[str, ...]]:
    answer = ("status", "refusal_reason")  # a later answer takes the reason of an earlier one away
    by, word = chance.choice(people), f"words {chance.randrange(10**6)}"
    rest: dict[str, Any] = {
        "body": "Bonjour",
        "copy_subject": "Kopie",
        "copy_body": "Beste",
        "recipient": None,
    }
    todo: list[tuple[Callable[[], Any], tuple[str, ...]]] = [
        (
            lambda: introductions.edit(row, subject=word, **rest, by=by, at=AT, version=row.version),
            ("subject",),
        ),
        (lambda: introductions.record_answer(row, "accepted", by=by, at=AT), answer),
        (lambda: introductions.record_answer(row, "unanswered", by=by, at=AT), answer),
        (
            lambda: introductions.record_answer(row, "refused", reason="no_capacity", by=by, at=AT),
            answer,
        ),
    ]
    return chance.choice(todo)


def on_match(row: Match, chance: random.Random, people: list[Any]) -> Callable[[], Any]:
    seen, by = row.decision, chance.choice(people)

    def decide() -> None:
        now = Match.objects.select_related("request").get(pk=row.pk)
        if now.decision != seen:
            raise Outdated
        if chance.random() < 0.5:
            shortlist.accept(now, by=by, at=AT)
        else:
            shortlist.reject(now, "busy", by=by, at=AT)

    return decide


def lines_of(row: Any) -> int:
    own = row.story.filter(introduction=None) if isinstance(row, IntroductionRequest) else row.story
    return int(own.count())


def act(kind: Any, pk: int, chance: random.Random, people: list[Any], all_read: threading.Barrier) -> Change:
    """Read the row as a page does, wait until everybody has, and take one step on it."""
    seen = kind.objects.get(pk=pk)
    match = Match.objects.filter(request_id=pk).first() if kind is IntroductionRequest else None
    all_read.wait(timeout=60)
    with transaction.atomic():
        row = workflow.lock(seen, version=seen.version)
        version, lines = row.version, lines_of(row)
        if match and chance.random() < 0.2:
            on_match(match, chance, people)()
            fields: tuple[str, ...] = ()
        else:
            step, fields = (on_request if kind is IntroductionRequest else on_letter)(row, chance, people)
            step()
        now = kind.objects.get(pk=pk)
        last = HistoryEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        values = {name: getattr(now, name) for name in fields}
        return Change((kind.__name__, pk), last, now.version - version, lines_of(now) - lines, values)


def play(rounds: int, seed: int, rows: list[tuple[Any, int]], people: list[Any]) -> Ledger:
    ledger, all_read, guard = Ledger(), threading.Barrier(THREADS), threading.Lock()

    def thread(number: int) -> None:
        chance = random.Random(f"{seed}-{number}")
        for _round in range(rounds):
            kind, pk = chance.choice(rows)
            try:
                change = act(kind, pk, chance, people, all_read)
            except REFUSED:
                with guard:
                    ledger.refused += 1
            except Exception as fault:  # noqa: BLE001  # whatever it is, it is what this test looks for
                with guard:
                    ledger.faults.append(f"{type(fault).__name__}: {fault}")
            else:
                with guard:
                    ledger.done.append(change)
        connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(thread, range(THREADS)))
    return ledger


@pytest.mark.django_db(transaction=True)
def test_eight_threads_lose_no_update_and_a_refused_one_leaves_no_trace() -> None:
    sys.stdout.write(f"seed {SEED}, {ROUNDS} rounds of {THREADS} threads\n")
    people = [builders.staff(name) for name in ("anouk", "bram", "chris")]
    pole = builders.cluster()
    requests = [builders.request() for _number in range(3)]
    for request in requests:
        Match.objects.create(request=request, cluster=builders.cluster(f"p-{request.pk}"), rank=1, score=1)
    sent = builders.introduction(request=requests[0], cluster=pole, status="sent", sent_at=AT)
    draft = builders.introduction(request=requests[1], cluster=pole)
    rows: list[tuple[Any, int]] = [(IntroductionRequest, each.pk) for each in requests]
    rows += [(Introduction, sent.pk), (Introduction, draft.pk)]

    ledger = play(ROUNDS, SEED, rows, people)

    assert ledger.faults == []
    assert len(ledger.done) + ledger.refused == ROUNDS * THREADS
    assert ledger.done, "nothing succeeded: the test tests nothing"
    assert ledger.refused, "nothing was refused: the test tests nothing"
    for kind, pk in rows:
        row = kind.objects.get(pk=pk)
        mine = sorted(
            (each for each in ledger.done if each.row == (kind.__name__, pk)), key=lambda each: each.order
        )
        assert row.version == 1 + sum(each.versions for each in mine), row
        assert lines_of(row) == sum(each.lines for each in mine), row
        final: dict[str, Any] = {}
        for each in mine:
            final |= each.values
        assert {name: getattr(row, name) for name in final} == final, row
    sys.stdout.write(f"{len(ledger.done)} changes, {ledger.refused} refused\n")

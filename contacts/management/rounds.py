"""What the workers share: round after round until told to stop, and no flood of lines in a bad night."""

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management.base import OutputWrapper
from django.db import Error as DatabaseError
from django.db import connection


@dataclass(frozen=True)
class Round:
    """What one round has to tell: what it did, or else what is in its way."""

    did: str = ""
    hindered: str = ""


def until_told_to_stop(
    one_round: Callable[[Callable[[], bool]], Round],
    *,
    pause: float,
    no_database: Callable[[DatabaseError], str],
    out: OutputWrapper,
    err: OutputWrapper,
) -> None:
    """Call `one_round` until SIGTERM or SIGINT comes; `pause` seconds after each that had nothing to do.

    It is handed a question to ask between two pieces of work: must I stop? A hindrance is told once,
    not at every round of a long night; without a database the next round tries a new connection.
    """
    stop = _told_to_stop()
    said = ""
    while not stop.is_set():
        try:
            told = one_round(stop.is_set)
        except DatabaseError as error:
            told = Round(hindered=no_database(error))
            connection.close()
        if told.did:
            out.write(told.did)
        if told.hindered and told.hindered != said:
            err.write(told.hindered)
        said = told.hindered
        stop.wait(0 if told.did else pause)


def _told_to_stop() -> threading.Event:
    stop = threading.Event()

    def set_it(*_signal: Any) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, set_it)
    return stop

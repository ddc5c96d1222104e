"""What the workers share: round after round until told to stop, and no flood of lines in a bad night."""

import datetime as dt
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import Error as DatabaseError
from django.db import connection


@dataclass(frozen=True)
class Round:
    """What one round has to tell: what it did, or else what is in its way."""

    did: str = ""
    hindered: str = ""


class Worker(BaseCommand):
    """A command that works round after round; with `--once` it does what is due now and stops.

    A worker says in `round` what one round does, and in `once` how all that is due now is done. One whose
    rows grow old says in `forget` what goes, and calls `forget_now_and_then` in each round.
    """

    once_help: str
    pause: float  # seconds between two rounds when nothing is due
    meanwhile: str  # what becomes of the work while there is no database
    forget_every: dt.timedelta
    _forgotten_at: dt.datetime | None = None

    def round(self, stopping: Callable[[], bool]) -> Round:
        raise NotImplementedError

    def once(self) -> None:
        raise NotImplementedError

    def forget(self, *, at: dt.datetime) -> None:
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help=self.once_help)

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if not once:
            until_told_to_stop(
                self.round, pause=self.pause, no_database=self._no_database, out=self.stdout, err=self.stderr
            )
            return
        try:
            self.once()
        except DatabaseError as error:
            raise CommandError(self._no_database(error)) from error

    def forget_now_and_then(self, *, at: dt.datetime) -> None:
        if self._forgotten_at is None or at - self._forgotten_at >= self.forget_every:
            self.forget(at=at)
            self._forgotten_at = at

    def _no_database(self, error: DatabaseError) -> str:
        return f"The database cannot be used ({type(error).__name__}); {self.meanwhile}."


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

"""The worker that makes the reports that take long, and takes them away after a day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils import timezone

from contacts import long_files
from contacts.management.rounds import Round, until_told_to_stop

PAUSE = 1.0  # seconds between two rounds when nothing waits
FORGET_EVERY = dt.timedelta(minutes=10)


class Command(BaseCommand):
    help = "Makes the reports that take long, one after another, until it is told to stop."
    _forgotten_at: dt.datetime | None = None

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="make what waits now and stop")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if once:
            self._once()
        else:
            until_told_to_stop(
                self._round, pause=PAUSE, no_database=_database_sentence, out=self.stdout, err=self.stderr
            )

    def _once(self) -> None:
        made = 0
        try:
            while long_files.make_next(clock=timezone.now):
                made += 1
            long_files.forget(at=timezone.now())
        except DatabaseError as error:
            raise CommandError(_database_sentence(error)) from error
        self.stdout.write(f"made {made}")

    def _round(self, stopping: Callable[[], bool]) -> Round:
        at = timezone.now()
        if self._forgotten_at is None or at - self._forgotten_at >= FORGET_EVERY:
            long_files.forget(at=at)
            self._forgotten_at = at
        made = long_files.make_next(clock=timezone.now)
        return Round(did=f"made {made}") if made else Round()


def _database_sentence(error: DatabaseError) -> str:
    return f"The database cannot be used ({type(error).__name__}); the files are made later."

"""The worker that makes the reports that take long, and takes them away after a day."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from contacts import long_files
from contacts.management.rounds import Round, Worker


class Command(Worker):
    help = "Makes the reports that take long, one after another, until it is told to stop."
    once_help = "make what waits now and stop"
    pause = 1.0
    meanwhile = "the files are made later"
    forget_every = dt.timedelta(minutes=10)

    def forget(self, *, at: dt.datetime) -> None:
        long_files.forget(at=at)

    def once(self) -> None:
        made = 0
        while long_files.make_next(clock=timezone.now):
            made += 1
        self.forget(at=timezone.now())
        self.stdout.write(f"made {made}")

    def round(self, stopping: Callable[[], bool]) -> Round:
        self.forget_now_and_then(at=timezone.now())
        made = long_files.make_next(clock=timezone.now)
        return Round(did=f"made {made}") if made else Round()

"""The worker that delivers the outbox. It is the one that always runs, so it also forgets who sent what."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils import timezone

from contacts import sender_limit
from contacts.management.rounds import Round, until_told_to_stop
from contacts.outbox import DeliveryReport, deliver_due

PAUSE = 2.0  # seconds between two rounds when nothing is due
BATCH = 20
FORGET_EVERY = dt.timedelta(hours=1)


class Command(BaseCommand):
    help = "Delivers the mails of the outbox, over and over, until it is told to stop."
    _forgotten_at: dt.datetime | None = None

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due now and stop")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if once:
            self._once()
        else:
            until_told_to_stop(
                self._round, pause=PAUSE, no_database=_database_sentence, out=self.stdout, err=self.stderr
            )

    def _once(self) -> None:
        sent = failed = 0
        while True:
            try:
                report = deliver_due(at=timezone.now(), limit=BATCH)
            except DatabaseError as error:
                raise CommandError(_database_sentence(error)) from error
            sent, failed = sent + report.sent, failed + report.failed
            if report.unreachable or not (report.sent or report.postponed or report.failed):
                break
        sender_limit.forget(at=timezone.now())
        self.stdout.write(f"sent {sent}, failed {failed}, waiting {report.waiting}")
        if report.unreachable:
            raise CommandError(_server_sentence(report))

    def _round(self, stopping: Callable[[], bool]) -> Round:
        at = timezone.now()
        if self._forgotten_at is None or at - self._forgotten_at >= FORGET_EVERY:
            sender_limit.forget(at=at)
            self._forgotten_at = at
        report = deliver_due(at=at, limit=BATCH, stopping=stopping)
        if report.unreachable:
            return Round(hindered=_server_sentence(report))
        if report.sent or report.postponed or report.failed:
            return Round(did=f"sent {report.sent}, failed {report.failed}, waiting {report.waiting}")
        return Round()


def _server_sentence(report: DeliveryReport) -> str:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        what = f"No mail can be written to {settings.EMAIL_FILE_PATH}"
    else:
        what = f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} cannot be reached"
    return f"{what} ({report.unreachable}); the mails wait in the outbox and are tried again."


def _database_sentence(error: DatabaseError) -> str:
    return f"The database cannot be used ({type(error).__name__}); the mails wait in the outbox."

"""The worker that delivers the outbox."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from contacts.outbox import DeliveryReport, deliver_due

PAUSE = 2.0  # seconds between two rounds when nothing is due
BATCH = 20


class Command(BaseCommand):
    help = "Delivers the mails of the outbox, over and over, until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due now and stop")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if once:
            self._once()
        else:
            self._until_told_to_stop()

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
        self.stdout.write(f"sent {sent}, failed {failed}, waiting {report.waiting}")
        if report.unreachable:
            raise CommandError(_server_sentence(report))

    def _until_told_to_stop(self) -> None:
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        said = ""
        while not stop.is_set():
            pause, sentence = PAUSE, ""
            try:
                report = deliver_due(at=timezone.now(), limit=BATCH, stopping=stop.is_set)
            except DatabaseError as error:
                sentence = _database_sentence(error)
                connection.close()  # the next round starts with a new one
            else:
                if report.unreachable:
                    sentence = _server_sentence(report)
                elif report.sent or report.postponed or report.failed:
                    pause = 0
                    self.stdout.write(f"sent {report.sent}, failed {report.failed}, waiting {report.waiting}")
            if sentence and sentence != said:  # once, not every two seconds of a long night
                self.stderr.write(sentence)
            said = sentence
            stop.wait(pause)


def _server_sentence(report: DeliveryReport) -> str:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        what = f"No mail can be written to {settings.EMAIL_FILE_PATH}"
    else:
        what = f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} cannot be reached"
    return f"{what} ({report.unreachable}); the mails wait in the outbox and are tried again."


def _database_sentence(error: DatabaseError) -> str:
    return f"The database cannot be used ({type(error).__name__}); the mails wait in the outbox."

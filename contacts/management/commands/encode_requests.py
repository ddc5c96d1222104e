"""The worker that compares the texts of requests with the pôles', where the encoder is installed."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from contacts import encoder
from contacts.second_reading import Report, read_due

PAUSE = 5.0  # seconds between two rounds when nothing is due
BATCH = 20


class Command(BaseCommand):
    help = (
        "Compares new and changed requests with the pôles by the optional encoder, over and over, "
        "until it is told to stop."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="compare what is due now and stop")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        if not encoder.available():
            self.stdout.write(
                "There is no encoder (make setup EXTRAS=encoder), or ENCODER=off; nothing to do."
            )
        elif once:
            self._once()
        else:
            self._until_told_to_stop()

    def _once(self) -> None:
        compared = redrawn = failed = 0
        while True:
            try:
                report = read_due(at=timezone.now(), limit=BATCH)
            except DatabaseError as error:
                raise CommandError(_database_sentence(error)) from error
            compared, redrawn = compared + report.compared, redrawn + report.redrawn
            failed += report.failed
            if not report.compared + report.failed:
                break
        self.stdout.write(_sentence(Report(compared, redrawn, failed)))

    def _until_told_to_stop(self) -> None:
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        said = ""
        while not stop.is_set():
            pause, sentence = PAUSE, ""
            try:
                report = read_due(at=timezone.now(), limit=BATCH, stopping=stop.is_set)
            except DatabaseError as error:
                sentence = _database_sentence(error)
                connection.close()  # the next round starts with a new one
            else:
                if report.compared or report.failed:
                    pause = 0
                    self.stdout.write(_sentence(report))
            if sentence and sentence != said:  # once, not every five seconds of a long night
                self.stderr.write(sentence)
            said = sentence
            stop.wait(pause)


def _sentence(report: Report) -> str:
    return f"compared {report.compared}, drawn up again {report.redrawn}, failed {report.failed}"


def _database_sentence(error: DatabaseError) -> str:
    return f"The database cannot be used ({type(error).__name__}); the texts are compared later."

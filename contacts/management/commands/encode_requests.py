"""The worker that compares the texts of requests with the pôles', where the encoder is installed."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils import timezone

from contacts import encoder
from contacts.management.rounds import Round, until_told_to_stop
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
            until_told_to_stop(
                self._round, pause=PAUSE, no_database=_database_sentence, out=self.stdout, err=self.stderr
            )

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

    def _round(self, stopping: Callable[[], bool]) -> Round:
        report = read_due(at=timezone.now(), limit=BATCH, stopping=stopping)
        return Round(did=_sentence(report)) if report.compared or report.failed else Round()


def _sentence(report: Report) -> str:
    return f"compared {report.compared}, drawn up again {report.redrawn}, failed {report.failed}"


def _database_sentence(error: DatabaseError) -> str:
    return f"The database cannot be used ({type(error).__name__}); the texts are compared later."

"""The worker that compares the texts of requests with the pôles', where the encoder is installed."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from contacts import encoder
from contacts.management.rounds import Round, Worker
from contacts.second_reading import Report, read_due

BATCH = 20


class Command(Worker):
    help = (
        "Compares new and changed requests with the pôles by the optional encoder, over and over, "
        "until it is told to stop."
    )
    once_help = "compare what is due now and stop"
    pause = 5.0
    meanwhile = "the texts are compared later"

    def handle(self, *args: Any, **options: Any) -> None:
        if encoder.available():
            super().handle(*args, **options)
        else:
            self.stdout.write(
                "There is no encoder (make setup EXTRAS=encoder), or ENCODER=off; nothing to do."
            )

    def once(self) -> None:
        compared = redrawn = failed = 0
        while True:
            report = read_due(at=timezone.now(), limit=BATCH)
            compared, redrawn = compared + report.compared, redrawn + report.redrawn
            failed += report.failed
            if not report.compared + report.failed:
                break
        self.stdout.write(_sentence(Report(compared, redrawn, failed)))

    def round(self, stopping: Callable[[], bool]) -> Round:
        report = read_due(at=timezone.now(), limit=BATCH, stopping=stopping)
        return Round(did=_sentence(report)) if report.compared or report.failed else Round()


def _sentence(report: Report) -> str:
    return f"compared {report.compared}, drawn up again {report.redrawn}, failed {report.failed}"

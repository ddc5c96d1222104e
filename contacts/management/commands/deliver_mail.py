"""The worker that delivers the outbox. It is the one that always runs, so it also forgets who sent what."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from contacts import sender_limit
from contacts.management.rounds import Round, Worker
from contacts.outbox import DeliveryReport, deliver_due

BATCH = 20


class Command(Worker):
    help = "Delivers the mails of the outbox, over and over, until it is told to stop."
    once_help = "deliver what is due now and stop"
    pause = 2.0
    meanwhile = "the mails wait in the outbox"
    forget_every = dt.timedelta(hours=1)

    def forget(self, *, at: dt.datetime) -> None:
        sender_limit.forget(at=at)

    def once(self) -> None:
        sent = failed = 0
        while True:
            report = deliver_due(at=timezone.now(), limit=BATCH)
            sent, failed = sent + report.sent, failed + report.failed
            if report.unreachable or not (report.sent or report.postponed or report.failed):
                break
        self.forget(at=timezone.now())
        self.stdout.write(f"sent {sent}, failed {failed}, waiting {report.waiting}")
        if report.unreachable:
            raise CommandError(_server_sentence(report))

    def round(self, stopping: Callable[[], bool]) -> Round:
        at = timezone.now()
        self.forget_now_and_then(at=at)
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

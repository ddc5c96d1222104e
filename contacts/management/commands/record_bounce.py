"""Takes in what a mail server reports about a mail of ours that did not arrive."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.utils import timezone

from contacts import bounces, outbox

RECORDED, NOT_OURS, NOT_READABLE, TRY_LATER = 0, 1, 2, 75  # 75: a mail server keeps the mail and retries


class Command(BaseCommand):
    help = (
        "Reads one bounced mail (RFC 3464) on standard input and marks the mail it is about. Exit code 0: "
        "noted, or nothing to note; 1: not a report about a mail of ours; 2: not readable; "
        "75: the database cannot be used, try again later."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(bounces.LARGEST + 1)
        try:
            recorded = bounces.record(raw, at=timezone.now())
        except bounces.NotReadable:
            self._stop(
                "Nothing recorded: the input is empty, larger than 5 MB or no readable mail.", NOT_READABLE
            )
        except bounces.NotAReport:
            self._stop("Nothing recorded: this is a mail, but no delivery report (RFC 3464).", NOT_OURS)
        except bounces.NotOurs:
            self._stop("Nothing recorded: the report names no mail of this office.", NOT_OURS)
        except outbox.NotHandedOver:
            self._stop("Nothing recorded: the mail it names is not one that was sent.", NOT_OURS)
        except DatabaseError as error:
            self._stop(f"Nothing recorded: the database cannot be used ({type(error).__name__}).", TRY_LATER)
        else:
            self.stdout.write(_sentence(recorded))

    def _stop(self, sentence: str, code: int) -> None:
        self.stderr.write(sentence)
        sys.exit(code)


def _sentence(recorded: bounces.Recorded) -> str:
    """Say what was done, with the mail's number: never an address."""
    number = recorded.mail.pk
    if not recorded.is_final:
        return f"Mail {number}: delayed or delivered, nothing to record."
    return f"Mail {number}: came back." if recorded.is_new else f"Mail {number}: was known to have come back."

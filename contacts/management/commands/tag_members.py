"""The worker that tags organisations with themes: all after the vocabulary changed, else who is written."""

from collections.abc import Callable

from django.utils import timezone

from clusters.member_themes import Tagged, tag_due
from contacts.management.rounds import Round, Worker


class Command(Worker):
    help = (
        "Tags organisations with the themes they carry: all of them after themes or terms changed, else "
        "those written since, over and over, until it is told to stop."
    )
    once_help = "tag what is due now and stop"
    pause = 30.0
    meanwhile = "the themes are recognised later"

    def once(self) -> None:
        self.stdout.write(_sentence(tag_due(at=timezone.now())))

    def round(self, stopping: Callable[[], bool]) -> Round:
        tagged = tag_due(at=timezone.now())
        return Round(did=_sentence(tagged)) if tagged.read else Round()


def _sentence(tagged: Tagged) -> str:
    why = ", all of them: the vocabulary changed" if tagged.all else ""
    return f"tagged {tagged.read}, changed {tagged.changed}{why}"

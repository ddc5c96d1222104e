"""What is said on the staff site after a step was undone: how much stands as before, and what stays."""

from django.contrib import messages
from django.utils.translation import gettext, ngettext

from clusters.going_back import Undone

SENTENCES_SHOWN = 20


def told_of(undone: Undone) -> list[tuple[int, str]]:
    """Return sentences with their levels, of what stays the first twenty."""
    text = ngettext(
        "%(number)d row of the register stands as before.",
        "%(number)d rows of the register stand as before.",
        undone.restored,
    )
    said = [(messages.SUCCESS, text % {"number": undone.restored})]
    said += [(messages.WARNING, sentence) for sentence in undone.left[:SENTENCES_SHOWN]]
    if len(undone.left) > SENTENCES_SHOWN:
        more = gettext("And %(number)d more stay as they are.")
        said.append((messages.WARNING, more % {"number": len(undone.left) - SENTENCES_SHOWN}))
    return said

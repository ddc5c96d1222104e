"""Numbers as an address or a form sends them: anything at all may stand there."""

from django.db import models

LONGEST_NUMBER = len(str(models.BigIntegerField.MAX_BIGINT))


def number_in(text: str) -> int | None:
    """Return the number that `text` is, as an address or a form sends one; None for anything no row can have.

    Python itself reads no number of more than 4,300 digits.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        return None
    number = int(text)
    return number if number <= models.BigIntegerField.MAX_BIGINT else None

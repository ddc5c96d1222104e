"""What may be lost in a power cut, because it can be made again from what was stored before."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Both engines give a commit back once the disk has it. These let it go a moment earlier, and back again.
_AT_ONCE = {
    "sqlite": ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL"),
    "postgresql": ("SET synchronous_commit TO off", "SET synchronous_commit TO DEFAULT"),
}


@contextmanager
def can_be_made_again() -> Iterator[None]:
    """Commit what is inside without waiting for the disk: a power cut may lose it, and nothing else.

    Inside a transaction that began before, it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    at_once, as_always = _AT_ONCE[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(at_once)
        try:
            yield
        finally:
            cursor.execute(as_always)

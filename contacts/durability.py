"""What may be lost in a power cut, because it can be made again from what was stored before."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def can_be_made_again() -> Iterator[None]:
    """A transaction whose commit does not wait for the disk: a power cut may lose it, and nothing else.

    Inside a transaction that began before, it is as durable as that one.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO off")
            yield
    else:
        with _not_waiting_on_sqlite(), transaction.atomic():
            yield


@contextmanager
def _not_waiting_on_sqlite() -> Iterator[None]:
    """SQLite is told outside of transactions only, and has to be told back."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=FULL")

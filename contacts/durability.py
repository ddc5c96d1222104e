"""How a transaction of the form waits: for its turn, and for the disk.

What may be lost in a power cut, because it can be made again from what was stored before, waits for no disk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files import locks
from django.db import connection, transaction


@contextmanager
def in_turn() -> Iterator[None]:
    """A transaction that queues for SQLite's one place to write, and is woken when it is free.

    SQLite itself lets the others look again after a pause, whoever came first: of sixteen who send a form at
    once some would be overtaken many times. Anywhere else, and inside a transaction, this is `atomic()`.
    """
    database: Any = connection
    if database.vendor != "sqlite" or database.in_atomic_block or database.is_in_memory_db():
        with transaction.atomic():
            yield
        return
    with Path(f"{connection.settings_dict['NAME']}-turn").open("w") as place:
        locks.lock(place, locks.LOCK_EX)  # given back with the file, also by a process that was killed
        with transaction.atomic():
            yield


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
        with _not_waiting_on_sqlite(), in_turn():
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

"""Reading as of one moment, so that the files of a report agree with each other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def as_of_one_moment() -> Iterator[None]:
    """Every read inside sees the data of one moment; nobody waits for it.

    Inside a transaction that was begun already it is that transaction's view that counts: on PostgreSQL that
    of each statement, unless whoever began it asked for more.
    """
    if connection.in_atomic_block or _is_held():
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            # Compiling these few large statements takes longer than running them.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL jit = off")
            yield
    else:
        # Not `atomic`: that takes SQLite's one write lock, and a report only reads.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _is_held() -> bool:
    """Does somebody hold a moment on this connection already, without `atomic`?"""
    return connection.vendor == "sqlite" and bool(
        connection.connection and connection.connection.in_transaction
    )

"""Many rows in few statements, with their history: what Django does for a row, done for thousands."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

CHUNK = 2000


@contextmanager
def all_variables() -> Iterator[None]:
    """Let a statement have as many variables as this SQLite takes: Django reckons with 999."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    usual = connection.features.max_query_params
    connection.features.max_query_params = max(most, usual or 0)
    try:
        yield
    finally:
        connection.features.max_query_params = usual


def write_over(model: Any, rows: list[Any], columns: set[str]) -> None:
    """Store these columns of rows that are there already, all in one statement."""
    names = [each.name for each in model._meta.concrete_fields if each.attname in columns]
    model._default_manager.bulk_create(
        rows, batch_size=CHUNK, update_conflicts=True, unique_fields=["pk"], update_fields=names
    )


def write_history(model: Any, rows: list[Any], history: dict[str, Any], kind: str) -> None:
    """Tell of these rows, as they are in memory, in their history; `kind` is "+", "~" or "-"."""
    kept = model.history.model
    kept.objects.bulk_create(
        [
            kept(
                history_type=kind,
                **history,
                **{each.attname: getattr(row, each.attname) for each in kept.tracked_fields},
            )
            for row in rows
        ],
        batch_size=CHUNK,
    )

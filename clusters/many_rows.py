"""Many rows in one statement, their history in another: what the ORM and the history do, many times as fast.

Of 100,000 members the ORM spends a minute on writing statements; on SQLite nobody else can store anything
meanwhile. Values pass through the same fields, so that the rows are those the ORM would have written.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

CHUNK = 2000
_FEWEST = 999  # variables that every database takes in a statement


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


def create(model: Any, rows: Sequence[Any]) -> None:
    """Insert the rows, and give each its primary key."""
    fields = [each for each in model._meta.local_concrete_fields if not each.primary_key]
    at_once = _rows_at_once(len(fields))
    for start in range(0, len(rows), at_once):
        _insert(model, fields, rows[start : start + at_once])


def _rows_at_once(columns: int) -> int:
    most = connection.features.max_query_params
    return CHUNK if most is None else max(1, min(CHUNK, most // columns))


def _insert(model: Any, fields: list[Any], rows: Sequence[Any]) -> None:
    """Insert the rows; what is the same in all of them is a variable of the statement only once."""
    columns = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows]
        for field in fields
    ]
    varying = [
        place for place, values in enumerate(columns) if place == 0 or values.count(values[0]) < len(rows)
    ]
    shown, once = [], []
    for place, field in enumerate(fields):
        if place in varying:
            shown.append(_typed(field, f"told.column{varying.index(place) + 1}"))
        else:
            shown.append("%s")
            once.append(columns[place][0])
    one = f"({', '.join(['%s'] * len(varying))})"
    each_row = [
        value for values in zip(*(columns[place] for place in varying), strict=True) for value in values
    ]
    # Only names of our own tables and columns are put into the statement; values are its variables.
    statement = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(_quoted(each.column) for each in fields)}) "  # noqa: S608
        f"SELECT {', '.join(shown)} FROM (VALUES {', '.join([one] * len(rows))}) AS told "
        f"RETURNING {_quoted(model._meta.pk.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*once, *each_row])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk


def _typed(field: Any, column: str) -> str:
    """PostgreSQL asks what type a list of values has; SQLite takes each value as it is."""
    return f"CAST({column} AS {field.db_type(connection)})" if connection.vendor == "postgresql" else column


def write_over(model: Any, rows: list[Any], columns: set[str]) -> None:
    """Store these columns of rows that are there already, all in one statement."""
    names = [each.name for each in model._meta.concrete_fields if each.attname in columns]
    model._default_manager.bulk_create(
        rows, batch_size=CHUNK, update_conflicts=True, unique_fields=["pk"], update_fields=names
    )


def remember(model: Any, pks: Iterable[int], kind: str, *, by: Any, at: dt.datetime, reason: str) -> None:
    """Copy the rows as they stand into their history, as created ("+"), changed ("~") or soon gone ("-")."""
    kept = model.history.model
    said = {"history_type": kind, "history_date": at, "history_change_reason": reason}
    said["history_user"] = None if by is None else by.pk
    own = {kept._meta.get_field(name): value for name, value in said.items()}
    copied = ", ".join(_quoted(each.column) for each in kept.tracked_fields)
    names = ", ".join(_quoted(each.column) for each in own)
    values = [field.get_db_prep_save(value, connection) for field, value in own.items()]
    keys = list(pks)
    at_once = (connection.features.max_query_params or _FEWEST + CHUNK) - len(own)
    with connection.cursor() as cursor:
        for start in range(0, len(keys), at_once):
            some = keys[start : start + at_once]
            cursor.execute(
                f"INSERT INTO {_quoted(kept._meta.db_table)} ({copied}, {names}) "  # noqa: S608
                f"SELECT {copied}, {', '.join(['%s'] * len(own))} FROM {_quoted(model._meta.db_table)} "
                f"WHERE {_quoted(model._meta.pk.column)} IN ({', '.join(['%s'] * len(some))}) "
                f"ORDER BY {_quoted(model._meta.pk.column)}",
                [*values, *some],
            )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

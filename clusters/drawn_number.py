"""One number, drawn anew by triggers whenever a row of the register is written, in whatever way.

Whoever kept something made of the register asks for the number instead of reading the register again. It is
drawn, not counted: what was rolled back leaves no number behind that comes again with other rows.
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "clusters_drawn_number"
READ = f"SELECT sum(number) FROM {_TABLE}"  # noqa: S608 - our own name
_DRAW_ON_SQLITE = f"BEGIN UPDATE {_TABLE} SET number = random(); END"  # noqa: S608

# On PostgreSQL many write at once. Each has a number of its own (the reader adds them up), so that nobody
# waits until another's long import is stored.
_SLOTS = 1024
_FUNCTION = "clusters_draw_number"
_DRAW_ON_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {_TABLE} VALUES (pg_backend_pid() % {_SLOTS}, floor(random() * 1e15))
    ON CONFLICT (slot) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$"""  # noqa: S608


def keep(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """Make the number, and the triggers of these tables, where they are missing; draw a number."""
    keep_on = {"sqlite": _keep_on_sqlite, "postgresql": _keep_on_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        keep_on(cursor, [table for table in tables if table in present])


def _keep_on_sqlite(cursor: Any, tables: Iterable[str]) -> None:
    """Django rebuilds a SQLite table to alter it, and its triggers go with the old one without a word."""
    cursor.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE} (number INTEGER NOT NULL)")
    cursor.execute(f"DELETE FROM {_TABLE}")  # noqa: S608
    cursor.execute(f"INSERT INTO {_TABLE} VALUES (random())")  # noqa: S608
    for table in tables:
        for event in ("INSERT", "UPDATE", "DELETE"):
            trigger = f"{table}_{event.lower()}_drawn"
            cursor.execute(
                f'CREATE TRIGGER IF NOT EXISTS "{trigger}" AFTER {event} ON "{table}" {_DRAW_ON_SQLITE}'
            )


def _keep_on_postgresql(cursor: Any, tables: Iterable[str]) -> None:
    """A trigger fires once for a statement, also for TRUNCATE. Making one locks its table."""
    cursor.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE} (slot integer PRIMARY KEY, number numeric NOT NULL)")
    cursor.execute(_DRAW_ON_POSTGRESQL)
    cursor.execute(
        "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE proname = %s AND relnamespace = current_schema()::regnamespace",
        [_FUNCTION],
    )
    watched = {table for (table,) in cursor.fetchall()}
    for table in tables:
        if table not in watched:
            cursor.execute(
                f'CREATE TRIGGER "{table}_drawn" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"'
                f" FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
            )
    cursor.execute(f"DELETE FROM {_TABLE}")  # noqa: S608
    cursor.execute(f"INSERT INTO {_TABLE} VALUES (0, floor(random() * 1e15))")  # noqa: S608

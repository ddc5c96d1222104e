"""On SQLite: one number, drawn anew by triggers whenever a row of the register is written, in whatever way.

Whoever kept something made of the register asks for the number instead of reading the register again. It is
drawn, not counted: what was rolled back leaves no number behind that comes again with other rows.
"""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "clusters_drawn_number"
READ = f"SELECT number FROM {_TABLE}"  # noqa: S608 - our own name
_DRAW = f"BEGIN UPDATE {_TABLE} SET number = random(); END"  # noqa: S608


def keep_on_sqlite(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """Make the number, and the triggers of these tables, where they are missing; draw a number.

    Django rebuilds a SQLite table to alter it, and its triggers go with the old one without a word.
    """
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE} (number INTEGER NOT NULL)")
        cursor.execute(f"DELETE FROM {_TABLE}")  # noqa: S608
        cursor.execute(f"INSERT INTO {_TABLE} VALUES (random())")  # noqa: S608
        for table in tables:
            for event in ("INSERT", "UPDATE", "DELETE") if table in present else ():
                trigger = f"{table}_{event.lower()}_drawn"
                cursor.execute(f'CREATE TRIGGER IF NOT EXISTS "{trigger}" AFTER {event} ON "{table}" {_DRAW}')

"""Finding rows by words and beginnings of words, with an index on both engines and no extension.

PostgreSQL indexes the words as a `tsvector` made of the column as it is: none of its parsers, stop words
or stems take part. SQLite keeps a full-text table beside the column, filled by triggers.
"""

from typing import Any

from django.core.exceptions import FullResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup

from clusters.folding import LONGEST_WORD, compounds_in

# Who pastes a whole text looks for its first words; an endless condition helps nobody.
MOST_WORDS = 30


class Having(Lookup):
    """`words__having="d'elzas imag"`: every word of the query begins a word of the row.

    A query without a single letter or digit asks for nothing in particular and finds every row.
    """

    lookup_name = "having"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        asked = self._asked("'{}':*", " & ", " | ")
        return f"{_as_tsvector(column)} @@ %s::tsquery", [*params, asked]

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        asked = self._asked('"{}"*', " AND ", " OR ")
        column: Any = self.lhs
        model = column.target.model
        key, params = compiler.compile(Col(column.alias, model._meta.pk))
        table = connection.ops.quote_name(fts_table(column.target))
        rows = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 - our own names
        return f"{key} IN ({rows})", [*params, asked]

    def _asked(self, word: str, both: str, either: str) -> str:
        """Return the query in an engine's words. A word is letters and digits only, so quotes are safe."""
        conditions = []
        for parts in dict.fromkeys(compounds_in(str(self.rhs))[:MOST_WORDS]):
            each = both.join(word.format(part) for part in parts[:MOST_WORDS])
            whole = word.format("".join(parts)[:LONGEST_WORD])
            conditions.append(f"(({each}){either}{whole})" if len(parts) > 1 else each)
        if not conditions:
            raise FullResultSet
        return both.join(conditions)


def _as_tsvector(column: str) -> str:
    return f"array_to_tsvector(string_to_array({column}, ' '))"


def fts_table(column: Any) -> str:
    """Return the name of SQLite's full-text table for a column."""
    return f"{column.model._meta.db_table}_{column.column}_fts"


def create_on_postgresql(table: str, column: str, name: str) -> str:
    """Return the statement that makes the index; for a migration."""
    return f'CREATE INDEX "{name}" ON "{table}" USING gin ({_as_tsvector(f"{chr(34)}{column}{chr(34)}")})'


def keep_on_sqlite(connection: BaseDatabaseWrapper, column: Any) -> bool:
    """Make SQLite's full-text table and its triggers where they are missing; say whether they were.

    Django rebuilds a SQLite table to alter it, and the triggers go with the old one without a word.
    """
    table, fts = column.model._meta.db_table, fts_table(column)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{table}%"])
        present = {name for (name,) in cursor.fetchall()}
        if table not in present or {fts, *_triggers(fts)} <= present:
            return False
        key, name = str(column.model._meta.pk.column), str(column.column)
        cursor.execute(
            f'CREATE VIRTUAL TABLE IF NOT EXISTS "{fts}" USING fts5('
            f"\"{name}\", content='{table}', content_rowid='{key}', tokenize='ascii')"
        )
        for trigger, (event, acts) in _triggers(fts).items():
            statements = " ".join(act.format(fts=fts, key=key, name=name) for act in acts)
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger}"')
            event = event.format(name=name)
            cursor.execute(f'CREATE TRIGGER "{trigger}" AFTER {event} ON "{table}" BEGIN {statements} END')
        cursor.execute(f'INSERT INTO "{fts}"("{fts}") VALUES(\'rebuild\')')
    return True


_ENTER = 'INSERT INTO "{fts}"(rowid, "{name}") VALUES (new."{key}", new."{name}");'
_LEAVE = 'INSERT INTO "{fts}"("{fts}", rowid, "{name}") VALUES (\'delete\', old."{key}", old."{name}");'


def _triggers(fts: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        f"{fts}_entered": ("INSERT", (_ENTER,)),
        f"{fts}_left": ("DELETE", (_LEAVE,)),
        f"{fts}_changed": ('UPDATE OF "{name}"', (_LEAVE, _ENTER)),
    }

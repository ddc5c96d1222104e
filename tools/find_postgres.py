"""Print the DATABASE_URL of a PostgreSQL that answers, for `make test-postgres`; else fail aloud.

TEST_DATABASE_URL when it is set, otherwise the server on 127.0.0.1:5432 with PGUSER and PGPASSWORD
(postgres/postgres when unset). The tests make and remove a database `test_…` of their own there.
"""

import os
import sys
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg


def candidate() -> str:
    user = quote(os.environ.get("PGUSER", "postgres"), safe="")
    password = quote(os.environ.get("PGPASSWORD", "postgres"), safe="")
    return os.environ.get("TEST_DATABASE_URL") or f"postgresql://{user}:{password}@127.0.0.1:5432/attache"


def maintenance(url: str) -> str:
    """The same server's `postgres` database, where test databases are made; the named one may be missing."""
    return urlunsplit(urlsplit(url)._replace(path="/postgres"))


def main() -> int:
    url = candidate()
    try:
        psycopg.connect(maintenance(url), connect_timeout=5).close()
    except psycopg.Error as error:
        parts = urlsplit(url)
        where = f"{parts.hostname or 'the local socket'}:{parts.port or 5432}"
        reason = str(error).strip().splitlines()[0]
        print(f"No PostgreSQL answers at {where} ({reason}).", file=sys.stderr)
        print("Start one there, or name another in TEST_DATABASE_URL.", file=sys.stderr)
        return 1
    print(url)
    return 0


if __name__ == "__main__":
    sys.exit(main())

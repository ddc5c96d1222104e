#!/usr/bin/env python
"""Entry point for every command of the desk, from `migrate` to `export_quarter`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError


def main() -> None:
    """Run the command; a setting or database that is not there gets a sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attache.settings")
    if "--traceback" in sys.argv:
        return execute_from_command_line(sys.argv)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"The settings are not right: {problem}")
    except (OperationalError, ProgrammingError) as problem:
        sys.exit(database_sentence(problem))


def database_sentence(problem: Exception) -> str:
    """Say what is wrong with the database and what to do; never the address with its password."""
    reason = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
    if "no such table" in reason or ("does not exist" in reason and "relation" in reason):
        return f"The database has not been set up yet ({reason}). Run `make data` first."
    return f"The database cannot be used ({reason}). Check DATABASE_URL and that the database is running."


if __name__ == "__main__":
    main()

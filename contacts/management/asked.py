"""What `match` and `evaluate_matching` are asked alike: on which day, and with the encoder or without."""

import datetime as dt
from argparse import ArgumentParser, BooleanOptionalAction

from django.core.management.base import CommandError
from django.db import DatabaseError

from contacts import encoder
from contacts.matching import Index
from contacts.profiles import load_index

NO_DATABASE = "The database cannot be read; check DATABASE_URL and run manage.py migrate."


def add_encoder_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--encoder",
        action=BooleanOptionalAction,
        default=None,
        help="use the optional encoder, or do without (default: use it when it is installed)",
    )


def encoder_wanted(asked: bool | None) -> bool:
    """Return whether to use the encoder. Raises CommandError when it was asked for and is not there."""
    if asked and not encoder.available():
        raise CommandError("There is no encoder; run make setup EXTRAS=encoder, and unset ENCODER=off.")
    return encoder.available() if asked is None else asked


def day_asked(written: str | None) -> dt.date | None:
    """Read `--as-of`. Raises CommandError."""
    if written is None:
        return None
    try:
        return dt.date.fromisoformat(written)
    except ValueError as problem:
        raise CommandError(f"“{written}” is not a day; write it as YYYY-MM-DD.") from problem


def index_on(day: dt.date) -> Index:
    """Return what enquiries are held against on that day. Raises CommandError when there is nothing."""
    try:
        index = load_index(as_of=day)
    except DatabaseError as problem:
        raise CommandError(NO_DATABASE) from problem
    if not index.profiles:
        raise CommandError("The register holds no pôle; run manage.py load_register first.")
    return index

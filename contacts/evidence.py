"""What the register says of a pôle beside its focuses: mentions of subjects, and facilities."""

from collections.abc import Iterable, Iterator
from typing import Any

from clusters import models as register
from contacts.matching import Labels, Named

LANGUAGES = ("nl", "fr", "en")


def in_three(name: str) -> tuple[str, ...]:
    """Return the columns of a translated field."""
    return tuple(f"{name}_{language}" for language in LANGUAGES)


def texts_of(row: Any, *names: str) -> tuple[str, ...]:
    """Return what the translated fields say, in each language that says something."""
    texts = (getattr(row, column) for name in names for column in in_three(name))
    return tuple(text for text in texts if text)


def mentions_of(rows: Iterable[register.ThemeMention]) -> Iterator[tuple[int, Named]]:
    """A subject in the source's own words: each place where it is named is evidence once more."""
    for row in rows:
        wording = texts_of(row, "wording", "scope")
        yield (
            row.cluster_id,
            Named(
                "mention",
                Labels(*(getattr(row, each) or "" for each in in_three("wording"))),
                wording=wording,
            ),
        )


def facilities_of(rows: Iterable[register.Facility]) -> Iterator[tuple[int, Named]]:
    """A place or installation that members can use, found by its name and by what it is for."""
    for row in rows:
        wording = (row.name, *texts_of(row, "kind", "effect"))
        yield row.cluster_id, Named("facility", Labels(row.name), (row.name,), wording)

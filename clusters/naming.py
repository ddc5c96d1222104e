"""Who looks for a pôle by its name wants that one first, and is told when it was taken over."""

import re

from clusters.directory import Directory, Entry, Former
from clusters.search import squeeze

SHORTEST_NAME = 3  # letters; fewer are part of too many names
_BETWEEN_WORDS = re.compile(r"[\s\-_]+")


def is_named(entry: Entry, query: str) -> bool:
    """Tell whether `query` is part of one of the pôle's names, or of those of a pôle it took over."""
    wanted = squeeze(query)
    names = [entry.name, *entry.former_names, *(name for former in entry.took_over for name in former.names)]
    return len(wanted) >= SHORTEST_NAME and any(wanted in squeeze(name) for name in names)


def formers_named(entry: Entry, query: str) -> list[Former]:
    """Return the pôles it took over that `query` names: why a search for them ends here.

    A single word of a long name, such as “cancer”, is more often a subject.
    """
    wanted = squeeze(query)
    return [
        former
        for former in entry.took_over
        if any(wanted in name and 2 * len(wanted) >= len(name) for name in map(squeeze, former.names))
    ]


def meant_by(query: str, directory: Directory) -> set[int]:
    """Return the pôles of which `query` is a whole name in some spelling: “mer-bretagne”, “mer bretagne”.

    Such a query is no list of words to look for one by one. Of a single word it cannot be told: it may
    be a subject as well. The numbers are those of the rows, of successors as of the pôles themselves.
    """
    wanted = squeeze(query)
    if len(_BETWEEN_WORDS.split(query.strip())) < 2 or not wanted:
        return set()
    named = {
        pk for pk, names in directory.names.items() if any(wanted == squeeze(name.text) for name in names)
    }
    return named | {pk for pk, formers in directory.took_over.items() if named.intersection(formers)}

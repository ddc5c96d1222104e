"""The last brochures that were made, so that who asks for the same one costs nothing, until the process ends.

Each process of the server keeps its own. What a brochure depends on is its key: nothing grows old here.
"""

from collections.abc import Callable, Hashable
from typing import Final

from clusters.typesetting import turn

MOST: Final = 8  # brochures; one of 300 pages is some megabytes
PATIENCE = 2.0  # seconds a visitor waits for another's brochure

_kept: dict[Hashable, bytes] = {}  # written by whoever has the turn, oldest first


def once(key: Hashable, make: Callable[[], bytes]) -> bytes:
    """Return the brochure of `key`, made by `make` when it is not kept.

    It is read as well as set in one turn, so that who is refused has cost nothing. Raises `Busy` of
    `clusters.typesetting`, and what `make` raises.
    """
    if (found := _kept.get(key)) is not None:
        return found
    with turn(patience=PATIENCE):
        found = _kept.get(key)  # the one before may have made it meanwhile
        if found is None:
            found = make()
            if len(_kept) >= MOST:
                del _kept[next(iter(_kept))]
            _kept[key] = found
    return found

"""Finding a pôle by whatever people call it: no accents, no capitals, no blanks, no hyphens."""

import re
from collections.abc import Iterable

from clusters.folding import fold

# A visitor who types "kankeronderzoek" means the term "kanker"; shorter terms would catch too much.
SHORTEST_STEM = 5
_NOT_A_LETTER = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """Return `text` in folded spelling with letters and digits only: “Bio-Valley” becomes “biovalley”."""
    return bare(fold(text))


def bare(folded: str) -> str:
    """Do the same to text that was folded before, as folded columns are."""
    return _NOT_A_LETTER.sub("", folded)


def found_in(query: str, squeezed: Iterable[str]) -> bool:
    """Tell whether `query` is meant by texts that were squeezed before.

    Either the query as a whole is part of one text, however it is spaced ("alsace bio valley"), or
    each of its words is part of some text or begins with one ("elzas kankeronderzoek").
    """
    texts = set(squeezed)
    whole = squeeze(query)
    if not whole:
        return True
    if any(whole in text for text in texts):
        return True
    words = [word for word in map(squeeze, re.split(r"[\s\-,;/]+", fold(query))) if word]
    return all(
        any(word in text or (len(text) >= SHORTEST_STEM and word.startswith(text)) for text in texts)
        for word in words
    )

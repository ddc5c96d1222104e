"""Comparing what somebody looks for with what there is: no accents, no capitals, no blanks, no hyphens."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clusters.folding import fold

# A visitor who types "kankeronderzoek" means the term "kanker"; shorter terms would catch too much.
SHORTEST_STEM = 5
_NOT_A_LETTER = re.compile(r"[\W_]+")
_NOT_A_LETTER_NOR_A_LINE = re.compile(r"[^\w\n]+|_+")
_BETWEEN_WORDS = re.compile(r"[\s\-,;/]+")

Met = frozenset[str]  # the parts of a query that some texts meet


def squeeze(text: str) -> str:
    """Return `text` in folded spelling with letters and digits only: “Mer-Bretagne” becomes “merbretagne”."""
    return _NOT_A_LETTER.sub("", fold(text))


@dataclass(frozen=True)
class Query:
    """What a visitor typed, in letters and digits only: “Mer-Bretagne Sud” as a whole and word by word."""

    whole: str
    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Query":
        words = map(squeeze, _BETWEEN_WORDS.split(fold(text)))
        return cls(squeeze(text), frozenset(filter(None, words)))

    def met_by(self, folded: Iterable[str]) -> Met:
        """Return the parts of the query that are part of one of the texts; a word may begin with one, too."""
        # A part has no line end in it, so it is found in one go in all texts, each on its own line.
        lines = _NOT_A_LETTER_NOR_A_LINE.sub("", "\n".join(folded))
        met = {part for part in (self.whole, *self.words) if part in lines}
        if longer := [word for word in self.words - met if len(word) > SHORTEST_STEM]:
            texts = set(lines.split("\n"))
            met.update(word for word in longer if not texts.isdisjoint(_beginnings(word)))
        return frozenset(met)

    def is_answered_by(self, met: Met) -> bool:
        """Tell whether the query is meant: as a whole, however it is spaced ("mer bretagne"), or word by
        word, each by another text ("elzas kankeronderzoek")."""
        return self.whole in met or self.words <= met


def _beginnings(word: str) -> list[str]:
    return [word[:length] for length in range(SHORTEST_STEM, len(word))]

"""Comparing what somebody looks for with what there is: no accents, no capitals, no blanks, no hyphens."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from clusters.folding import fold

# A visitor who types "kankeronderzoek" means the term "kanker"; shorter terms would catch too much.
SHORTEST_STEM = 5
# Three letters stand in the middle of many words, such as “ide” in “evidence”. They must begin one.
SHORTEST_PART = 4
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

    @cached_property
    def _begins_a_word(self) -> str:
        """Where the whole must begin a word: of a few letters, or of several words (“e-health” is no part
        of “the health industry”). Elsewhere it is empty: a word may be part of a longer one."""
        is_part = len(self.words) < 2 and len(self.whole) >= SHORTEST_PART
        return "" if is_part or not self.whole else r"\b" + r"(?:[^\w\n]|_)*".join(self.whole)

    def met_by(self, folded: Iterable[str]) -> Met:
        """Return the parts of the query that are part of one of the texts; a word may begin with one, too."""
        text = "\n".join(folded)
        # A part has no line end in it, so it is found in one go in all texts, each on its own line.
        lines = _NOT_A_LETTER_NOR_A_LINE.sub("", text)
        met = {part for part in (self.whole, *self.words) if part in lines}
        if self.whole in met and self._begins_a_word and not re.search(self._begins_a_word, text):
            met.remove(self.whole)
        if longer := [word for word in self.words - met if len(word) > SHORTEST_STEM]:
            texts = set(lines.split("\n"))
            met.update(word for word in longer if not texts.isdisjoint(_beginnings(word)))
        return frozenset(met)

    def answered_by(self, met: Mapping[int, AbstractSet[str]]) -> set[int]:
        """Return which of those that met parts of the query are meant.

        As a whole, however it is spaced (“e-health”, “ile de france”); only when that is nowhere word by
        word, each by another text (“elzas kankeronderzoek”): “de” alone is part of nearly every text.
        """
        whole = {key for key, parts in met.items() if self.whole in parts}
        return whole or {key for key, parts in met.items() if self.words <= parts}


def _beginnings(word: str) -> list[str]:
    return [word[:length] for length in range(SHORTEST_STEM, len(word))]

"""One way of spelling for every comparison: no case, no accents, no apostrophes.

Both engines compare folded text only, so a search finds the same rows on SQLite (whose own
`icontains` knows ASCII alone) and on PostgreSQL.
"""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d"})
_SILENT = dict.fromkeys(map(ord, "'’‘`´ʼ\u00ad"), " ")


# Marks for laying text out, which nobody sees: pages that text is copied from are full of them.
_UNSEEN = dict.fromkeys(
    (0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
)


def without_unseen(text: str) -> str:
    """Return `text` without soft hyphens, blanks of no width and marks of direction."""
    return text if text.isascii() else text.translate(_UNSEEN)


def fold(text: str) -> str:
    """Return `text` in lower case without accents; apostrophes and runs of white space become one blank."""
    bare = text.casefold()
    if not bare.isascii():  # most Dutch and English texts have nothing to take off
        decomposed = unicodedata.normalize("NFKD", bare.translate(_LIGATURES))
        bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.translate(_SILENT).split())


# Letters and digits; everything else stands between words.
_WORD = re.compile(r"[^\W_]+")
# “e-health”, “B.V.”, “IA-7K4M2P”: one word to some, several to others.
_COMPOUND = re.compile(r"[^\W_]+(?:[-.‐][^\W_]+)*")
# Nobody types more of a word; an index has its limits (2,046 bytes on PostgreSQL).
LONGEST_WORD = 60


def words_in(text: str) -> set[str]:
    """Return the folded words of `text`; what a hyphen or a full stop joins, apart and as one word too."""
    found: set[str] = set()
    for parts in compounds_in(text):
        found.update(parts)
        found.add("".join(parts)[:LONGEST_WORD])
    return found


def compounds_in(text: str) -> list[tuple[str, ...]]:
    """Return the words of `text` in its order, each as the parts a hyphen or a full stop joins."""
    return [
        tuple(part[:LONGEST_WORD] for part in _WORD.findall(compound))
        for compound in _COMPOUND.findall(fold(text))
    ]

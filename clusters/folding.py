"""One way of spelling for every comparison: no case, no accents, no apostrophes.

Both engines compare folded text only, so a search finds the same rows on SQLite (whose own
`icontains` knows ASCII alone) and on PostgreSQL.
"""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d"})
_SILENT = dict.fromkeys(map(ord, "'’‘`´ʼ\u00ad"), " ")


def fold(text: str) -> str:
    """Return `text` in lower case without accents; apostrophes and runs of white space become one blank."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.translate(_SILENT).split())

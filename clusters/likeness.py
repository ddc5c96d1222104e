"""When two spellings are one name, and what makes two organisations look alike though they are not spelt so.

Lists of members are recognised by this, and doubtful pairs are found by it.
"""

import re
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from clusters.folding import compounds_in, fold, without_unseen

ALIKE = 90  # of 100, by rapidfuzz's ratio
SHORTEST = 5  # characters of a name; shorter ones are alike by chance
# Sites where many have a page: the same host says nothing.
_SHARED_SITES = (
    "linkedin.",
    "facebook.",
    "twitter.",
    "x.com",
    "google.",
    "wixsite.",
    "wordpress.",
    "github.",
)
_DIGITS = re.compile(r"\d+")
_ARTICLE = re.compile(r"^(?:l|le|la|les|de|het|the) (?=.)")

# --- one spelling ---------------------------------------------------------------------------------------

_LEGAL_FORMS = frozenset(
    "sa sas sasu sarl eurl sci scop scic snc gie epic epa se bv nv vof cv gmbh ag ltd plc inc spa srl".split()
)
_POSTCODE = re.compile(r"^(?:f-?)?\d{5}\s+|\s+\d{5}$|\s*\(\d{2,5}\)$", re.IGNORECASE)
_PART_OF_TOWN = re.compile(
    r"\s+(?:cedex(?:\s+\d+)?|\d{1,2}(?:e|er|eme|ème)?(?:\s+arrondissement)?)$", re.IGNORECASE
)
_SAINTS = {"st": "saint", "ste": "sainte"}


def words_of(text: str) -> str:
    """Return the folded words with single blanks between: what a hyphen or a full stop joins, apart."""
    return " ".join(part for compound in compounds_in(text) for part in compound)


def name_key(text: str) -> str:
    """Return what two spellings of one name share: no accents, punctuation or legal form (SA, B.V.)."""
    words = [
        "".join(compound) if max(map(len, compound)) == 1 else " ".join(compound)
        for compound in compounds_in(without_unseen(text))
    ]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    while len(words) > 1 and words[0] in _LEGAL_FORMS:
        words.pop(0)
    return " ".join(words) or fold(text)


def city_key(text: str) -> str:
    """Return what two ways to write a town share: no postcode, cedex or district."""
    town = _POSTCODE.sub("", text.strip())
    while (shorter := _PART_OF_TOWN.sub("", town)) != town:
        town = shorter
    return " ".join(_SAINTS.get(word, word) for word in words_of(town).split())


# --- alike, but not the same ----------------------------------------------------------------------------


def host_of(address: str) -> str:
    """Return what tells one site from another: example.fr for https://www.example.fr/nl."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def site_of(address: str) -> str:
    """Return the host, or "" for none and for a site where many have a page: that says nothing."""
    try:
        host = host_of(address) if address else ""
    except ValueError:  # not every old address is one
        return ""
    return "" if host.startswith(_SHARED_SITES) else host


def bare(key: str) -> str:
    """Return a name's key without the article in front."""
    return _ARTICLE.sub("", key)


def beginning(key: str) -> tuple[str, str]:
    """Return what names that are alike share: how they begin, and their numbers (Institut 1, Institut 2)."""
    return bare(key)[:3], " ".join(_DIGITS.findall(key))


def likeness(one: str, other: str) -> int:
    """Return how alike two keys of names are, articles left out: 0 to 100."""
    return round(fuzz.ratio(bare(one), bare(other)))

"""What an organisation is about: the recognition that reads enquiries, stricter.

An enquiry is read by a person beside the shortlist; what an organisation is tagged with is read by nobody
before it stands on a public card. So typing errors are not guessed at, a description has to speak of a
theme plainly, and a name counts least of all: names play with words (Cœur de Ville, Dent de Lion).
"""

from contacts.matching.index import Index
from contacts.matching.recognition import Found, weigh
from contacts.matching.terms import AS_WRITTEN, PART_OF_COMPOUND, Hit
from contacts.matching.text import Text, read

RULES = 1  # raise it when a release recognises something else: then all are tagged anew

# A part of a compound (kankeronderzoek) is plain enough; a word within another theme's longer term, one that
# is denied, or one that three themes claim is not. Flat from 0.36 to 0.44 on descriptions.
PLAIN_IN_DESCRIPTION = 0.42
PLAIN_IN_NAME = 0.5
# Letters of a single word in a name. Shorter ones are the words names play with: cœur, pain, œil, dent, peau.
LONG_ENOUGH_IN_NAME = 6
# Organisations have French and English names; a Dutch word in one is chance: the Hospices Civils of Lyon.
CHANCE_IN_NAME = "nl"


def themes_of(names: tuple[str, ...], description: str, index: Index) -> list[tuple[str, tuple[str, ...]]]:
    """Return the subjects an organisation carries, each with the words that say so, by their short names."""
    found: dict[str, dict[str, str]] = {}
    for text, in_name in (*((name, True) for name in names), (description, False)):
        for each in _plain_subjects(text, index, in_name=in_name):
            words = found.setdefault(each.theme, {})
            for word in each.words:
                words.setdefault(word.casefold(), word)
    return [(theme, tuple(words.values())) for theme, words in sorted(found.items())]


def _plain_subjects(text: str, index: Index, *, in_name: bool) -> list[Found]:
    if not text.strip():
        return []
    said = read(text)
    counts = _counts_in_name if in_name else _counts_in_description
    hits = [hit for hit in index.vocabulary.find(said) if counts(hit, said)]
    if not hits:
        return []
    least = PLAIN_IN_NAME if in_name else PLAIN_IN_DESCRIPTION
    return [
        each
        for each in weigh(hits, said, index)
        if each.strength >= least and index.themes[each.theme].kind == "subject"
    ]


def _counts_in_description(hit: Hit, said: Text) -> bool:
    return hit.certainty in (AS_WRITTEN, PART_OF_COMPOUND)


def _counts_in_name(hit: Hit, said: Text) -> bool:
    if hit.certainty != AS_WRITTEN or hit.entry.language == CHANCE_IN_NAME:
        return False
    if hit.last > hit.first:
        return True
    word = said.words[hit.first]
    return len(word.folded) >= LONG_ENOUGH_IN_NAME or word.capital == 2

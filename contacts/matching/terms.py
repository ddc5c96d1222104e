"""Finding the vocabulary's terms in a text.

A term counts by its mode: `exact` the word as it is; `stem` any inflected form; `phrase` its words
in a row, each in any form, an article or preposition between them left aside; `compound` also inside
a longer word. Beyond that, for every mode but `exact`: the parts of a Dutch compound whose second
part is a word of little meaning (nierpatiënten), two words written as one or one as two
(micro-elektronica), and one typing error in a word of eight letters or more that is otherwise
unknown.

A short word is looked for in its own language only: `long` is a lung in Dutch, `pain` bread in
French. An abbreviation of capitals that is also an everyday word counts when written in capitals:
ALS and als.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from contacts.matching.everyday import ABBREVIATIONS, CORRECT, NO_LAST_PART
from contacts.matching.stems import DUTCH_HEADS, DUTCH_LINKS, LANGUAGES, stem
from contacts.matching.text import FUNCTION_WORDS, Text, Word, words_of
from contacts.matching.values import Term

ONE_TYPO_FROM = 8  # letters; below, another word is too near (issue: notes on matching, section 3)
ANY_LANGUAGE_FROM = 7  # letters from which a word hardly means something else in another language
INSIDE_FROM = 6  # letters from which a compound part counts in the middle of a word too
PART_FROM = 4  # letters from which a Dutch word counts as the first part of a compound: nier|patient
TAIL_FROM = 7  # and as the last part: heup|implantaat
PHRASE_OF_ANY_LANGUAGE_FROM = 9
MOST_SKIPPED = 2  # articles and prepositions between two words of a phrase
MOST_REMEMBERED = 100_000  # words whose analysis an index keeps

AS_WRITTEN = 1.0
PART_OF_COMPOUND = 0.85
MISSPELT = 0.8

# Left aside between the words of a phrase: "kanker van de prostaat", "cancer de la prostate".
_LINKING = frozenset(
    "de du des la le les l d van het of the der den een un une a an au aux en in pour voor for".split()
)
EVERYDAY = ABBREVIATIONS | frozenset(FUNCTION_WORDS)
ABBREVIATION = 4  # letters; an `exact` term of no language that is not longer is an abbreviation


@dataclass(frozen=True, slots=True)
class Entry:
    """A term made ready to be found: its folded words and their stems in its language."""

    number: int
    theme: str
    language: str
    mode: str
    words: tuple[str, ...]
    abbreviation: bool
    letters: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in words `first` to `last`; `certainty` is below 1 for parts and misspellings."""

    entry: Entry
    first: int
    last: int
    certainty: float


@dataclass(slots=True)
class _Word:
    """What a folded word can be, worked out once per index."""

    stems: tuple[str, str, str]
    certainty: float
    singles: tuple[tuple[Entry, float], ...]
    phrases: tuple[tuple[int, tuple[str, ...], Entry], ...]
    known: bool


@dataclass(slots=True)
class Vocabulary:
    """The terms, arranged for looking up. Filled by `build`, read only afterwards (but for its memory)."""

    exact: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    stemmed: dict[tuple[str, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], Entry]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    joined: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    dutch_parts: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    tails: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    phrase_stems: set[tuple[str, str]] = field(default_factory=set)
    spellings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    themes_per_word: dict[tuple[str, ...], int] = field(default_factory=dict)
    _memory: dict[str, _Word] = field(default_factory=dict)
    _pairs: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    @classmethod
    def build(cls, terms: Iterable[Term]) -> "Vocabulary":
        """Arrange `terms`; their order makes no difference to what is found."""
        vocabulary = cls()
        ordered = sorted(set(terms), key=lambda term: (term.theme, term.language, term.text, term.mode))
        themes: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for number, term in enumerate(ordered):
            words = tuple(word.folded for word in words_of(term.text))
            if not words:
                continue
            short = term.mode == "exact" and len(words) == 1 and len(words[0]) <= ABBREVIATION
            entry = Entry(number, term.theme, term.language, term.mode, words, short, sum(map(len, words)))
            vocabulary._add(entry)
            themes[words].add(term.theme)
        vocabulary.themes_per_word = {words: len(slugs) for words, slugs in themes.items()}
        return vocabulary

    def _add(self, entry: Entry) -> None:
        languages = (entry.language,) if entry.language else LANGUAGES
        if len(entry.words) > 1:
            for language in languages:
                stems = tuple(self._key(word, language, entry) for word in entry.words)
                self.phrases[language, stems[0]].append((stems, entry))
                self.phrase_stems.update((language, each) for each in stems)
            self.joined["".join(entry.words)].append(entry)
        elif entry.mode == "exact":
            self.exact[entry.words[0]].append(entry)
        else:
            for language in languages:
                self.stemmed[language, stem(entry.words[0], language)].append(entry)
            self._add_parts(entry, entry.words[0], dutch="nl" in languages)
        if entry.mode != "exact":
            self._add_spellings(entry.words)

    def _add_parts(self, entry: Entry, word: str, *, dutch: bool) -> None:
        if entry.mode == "compound":
            self.parts[word].append(entry)
        if not dutch:
            return
        root = stem(word, "nl")
        if len(word) >= TAIL_FROM:
            self.tails[root].append(entry)
        for part in {word, root}:
            if len(part) >= PART_FROM:
                self.dutch_parts[part].append(entry)

    def _add_spellings(self, words: tuple[str, ...]) -> None:
        for word in words:
            if len(word) >= ONE_TYPO_FROM and word not in self.spellings[word]:
                self.spellings[word].add(word)
                for shorter in _deletions(word):
                    self.spellings[shorter].add(word)

    @staticmethod
    def _key(word: str, language: str, entry: Entry) -> str:
        return "=" + word if entry.mode == "exact" else stem(word, language)

    # --- one word ----------------------------------------------------------------------------------

    def _look_up(self, word: str) -> _Word:
        found = self._memory.get(word)
        if found is None:
            if len(self._memory) >= MOST_REMEMBERED:
                self._memory.clear()
            found = self._memory[word] = self._analyse(word)
        return found

    def _analyse(self, word: str) -> _Word:
        plain = self._singles(word, AS_WRITTEN)
        if plain.known or len(word) < ONE_TYPO_FROM:
            return plain
        if tails := self._last_part(word):
            return replace(plain, singles=tails)
        intended = [self._singles(each, MISSPELT) for each in self._intended(word)]
        if not intended:
            return plain
        found = {entry.number: (entry, certainty) for each in intended for entry, certainty in each.singles}
        singles = tuple(found[number] for number in sorted(found))
        return replace(intended[0], singles=singles)

    def _singles(self, word: str, certainty: float) -> _Word:
        stems = (stem(word, "nl"), stem(word, "fr"), stem(word, "en"))
        found: dict[int, tuple[Entry, float]] = {}
        if certainty == AS_WRITTEN:
            for entry in self.exact.get(word, ()):
                found[entry.number] = (entry, certainty)
        for language, each in zip(LANGUAGES, stems, strict=True):
            for entry in self.stemmed.get((language, each), ()):
                found.setdefault(entry.number, (entry, certainty))
        for entry in self.joined.get(word, ()):
            if entry.letters >= 6:
                found.setdefault(entry.number, (entry, certainty))
        in_phrase = any(
            (language, each) in self.phrase_stems for language, each in zip(LANGUAGES, stems, strict=True)
        )
        for entry in self._inside(word):
            found.setdefault(entry.number, (entry, certainty * PART_OF_COMPOUND))
        singles = tuple(found[number] for number in sorted(found))
        phrases = tuple(
            (number, rest, entry)
            for number, language in enumerate(LANGUAGES)
            for key in (stems[number], "=" + word)
            for rest, entry in self.phrases.get((language, key), ())
        )
        return _Word(stems, certainty, singles, phrases, bool(singles) or in_phrase)

    def _inside(self, word: str) -> list[Entry]:
        """Return the terms found inside a longer word."""
        entries: list[Entry] = []
        length = len(word)
        if length < 6:
            return entries
        for cut in range(4, length - 1):
            first, rest = word[:cut], word[cut:]
            entries += self.parts.get(first, ())
            if first in self.dutch_parts and _is_dutch_head(rest):
                entries += self.dutch_parts[first]
        for cut in range(1, length - 3):
            rest = word[cut:]
            entries += self.parts.get(rest, ())
            if cut >= 3:
                entries += self.parts.get(stem(rest, "nl"), ())
        if length >= INSIDE_FROM + 2:
            for start in range(1, length - INSIDE_FROM):
                for end in range(start + INSIDE_FROM, length):
                    entries += self.parts.get(word[start:end], ())
        return entries

    def _last_part(self, word: str) -> tuple[tuple[Entry, float], ...]:
        """Return the terms that are the longest last part of an otherwise unknown Dutch compound."""
        if word.endswith(NO_LAST_PART):
            return ()
        for cut in range(3, len(word) - TAIL_FROM + 1):
            if found := self.tails.get(stem(word[cut:], "nl")):
                return tuple((entry, PART_OF_COMPOUND) for entry in found)
        return ()

    def _intended(self, word: str) -> list[str]:
        """Return the vocabulary's words one typing error away from `word`, unless it is a word itself."""
        if word in CORRECT:
            return []
        near = set(self.spellings.get(word, ()))
        for shorter in _deletions(word):
            near |= self.spellings.get(shorter, set())
        return sorted(
            other for other in near if other[0] == word[0] and OSA.distance(word, other, score_cutoff=1) <= 1
        )

    # --- a text ------------------------------------------------------------------------------------

    def find(self, text: Text) -> list[Hit]:
        """Return every term found in `text`, in the order of the text."""
        words = text.words
        looked_up = [self._look_up(word.folded) for word in words]
        hits: list[Hit] = []
        for position, (word, found) in enumerate(zip(words, looked_up, strict=True)):
            for entry, certainty in found.singles:
                if _counts(entry, word, certainty, text.languages):
                    hits.append(Hit(entry, position, position, certainty))
            hits += self._phrases_at(position, text, looked_up)
            hits += self._written_apart(position, text)
        return hits

    def _phrases_at(self, position: int, text: Text, looked_up: list[_Word]) -> list[Hit]:
        hits: list[Hit] = []
        for number, stems, entry in looked_up[position].phrases:
            last = self._follow(stems, position, number, text, looked_up)
            if last is None:
                continue
            certainty = min(looked_up[each].certainty for each in range(position, last + 1))
            foreign = entry.language and entry.language not in text.languages
            if foreign and (certainty < AS_WRITTEN or entry.letters < PHRASE_OF_ANY_LANGUAGE_FROM):
                continue
            hits.append(Hit(entry, position, last, certainty))
        return hits

    @staticmethod
    def _follow(
        stems: tuple[str, ...], position: int, language: int, text: Text, looked_up: list[_Word]
    ) -> int | None:
        """Return where the phrase that starts at `position` ends, or None when it does not go on."""
        current, end = position, len(looked_up)
        for expected in stems[1:]:
            current += 1
            for skipped in range(MOST_SKIPPED + 1):
                if current >= end:
                    return None
                if looked_up[current].stems[language] == expected:
                    break
                word = text.words[current].folded
                if expected == "=" + word:
                    break
                if skipped == MOST_SKIPPED or word not in _LINKING:
                    return None
                current += 1
        return current

    def _written_apart(self, position: int, text: Text) -> list[Hit]:
        """Return terms of one word that the text writes as two: micro-elektronica, hart falen."""
        if position + 1 >= len(text.words):
            return []
        word, following = text.words[position], text.words[position + 1]
        together = word.folded + following.folded
        if (
            len(together) < 6
            or following.gap not in ("-", " ")
            or (following.gap == " " and len(together) < 8)
        ):
            return []
        if following.gap == " " and (len(word.folded) < 3 or len(following.folded) < 3):
            return []
        return [
            Hit(entry, position, position + 1, AS_WRITTEN)
            for entry in self._as_one(together)
            if _counts(entry, word, AS_WRITTEN, text.languages)
        ]

    def _as_one(self, together: str) -> tuple[Entry, ...]:
        """Return the terms of one word that equal two words put together; most pairs are none."""
        known = self._pairs.get(together)
        if known is None:
            found = {entry.number: entry for entry in self.exact.get(together, ())}
            for language in LANGUAGES:
                for entry in self.stemmed.get((language, stem(together, language)), ()):
                    found[entry.number] = entry
            if len(self._pairs) >= MOST_REMEMBERED:
                self._pairs.clear()
            known = self._pairs[together] = tuple(found[number] for number in sorted(found))
        return known


def _counts(entry: Entry, word: Word, certainty: float, languages: frozenset[str]) -> bool:
    foreign = entry.language and entry.language not in languages
    if foreign and (certainty == MISSPELT or entry.letters < ANY_LANGUAGE_FROM):
        return False  # batterie is French and not a bacterie misspelt
    return not (entry.abbreviation and word.capital != 2 and word.folded in EVERYDAY)


def _is_dutch_head(rest: str) -> bool:
    if len(rest) < 3:
        return False
    return any(
        stem(rest[len(link) :], "nl") in DUTCH_HEADS
        for link in DUTCH_LINKS
        if rest.startswith(link) and len(rest) - len(link) >= 3
    )


def _deletions(word: str) -> list[str]:
    return [word[:position] + word[position + 1 :] for position in range(len(word))]

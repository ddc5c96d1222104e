"""An enquiry's text as words that remember where they stood, and how much each place counts.

Words are folded one by one and keep the offsets of the original, so whatever is recognised later
can be shown verbatim. Mark-up, addresses and links are skipped; what follows a closing formula
(names, functions, disclaimers) counts little; in a long text the beginning and the sentences that
say what is sought count fully, the rest less and less. All of this depends on what stands before a
word or in its own sentence, never on what follows: adding words at the end takes nothing away.
"""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from clusters.folding import fold
from contacts.matching.everyday import IDIOMS

LONGEST_WORD = 60  # longer ones are keys, links or pasted data, and would cost quadratic time
# What a word counts in a sentence that says what is sought. Flat from 1.3 to 1.5 on the enquiries in
# tests/bench (docs/matching.md); at 1 a long story about the firm outweighs the one sentence that asks.
ASKING = 1.4
FULL_ATTENTION = 120  # words; the mean enquiry of the development set has 44, the longest 133
LEAST_ATTENTION = 0.3
SIGNATURE = 0.2

_ENTITY = r"&[A-Za-z](?:acute|grave|circ|uml|cedil|tilde|ring|slash);"
_INVISIBLE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"(?:[^\W_]|{_ENTITY})(?:[^\W_]|[{_INVISIBLE}]|{_ENTITY})*")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NOISE = re.compile(
    r"<(?:script|style)\b[^<]{0,20000}</(?:script|style)>"
    r"|<[/!a-zA-Z][^<>]{0,1000}>"
    r"|\bhttps?://\S{1,500}|\bwww\.\S{1,300}"
    r"|[^\s@<>]{1,64}@[\w.-]{1,255}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:met\s+(?:\w+\s+)?(?:vriendelijke|hartelijke|beste)\s+groet(?:en)?|vriendelijke\s+groet(?:en)?|hoogachtend|m\.?v\.?g\b"
    r"|(?:kind|best|warm|kindest)\s+regards|yours\s+(?:sincerely|faithfully|truly)|sincerely\s+yours"
    r"|(?:bien\s+)?cordialement|bien\s+à\s+vous|salutations\s+distinguées|meilleures\s+salutations)\b"
    r"|^--\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_POSTSCRIPT = re.compile(r"\bp\.?\s?s\.?\s?[:.]|\bps\b\s*[:.]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;:]+(?=\s)|\n+|•")
_ASKING = re.compile(
    r"\b(?:op\s+zoek|(?:ge|be|ver)?zoek(?:t|en|ende)?|gezocht|gevraagd|behoefte|nodig|kennismaken|samenwerk\w*"
    r"|partners?|partij(?:en)?|contact\w*|koppelen|in\s+verbinding"
    r"|look(?:s|ing)?\s+for|seek(?:s|ing)?|search(?:ing)?|need(?:s|ed)?|want(?:s|ed)?|collaborat\w*|introduc\w*"
    r"|recherch\w*|cherch\w*|souhait\w*|besoin|partenaires?|partenariat|collabor\w*|rencontrer)\b",
    re.IGNORECASE,
)

# Words that occur in one of the three languages only, and in nearly every sentence of it.
_FUNCTION_WORDS = {
    "nl": "het een wij ons onze voor niet zijn wordt worden zoeken naar met ook bij uit hebben heeft "
    "deze dit dat die maar wel nog graag kunnen willen zoekt ik u uw aan om te door tot als er "
    "geen welke van",
    "fr": "nous notre nos une des les du au aux est sont avec dans sur qui que ou cherchons pour et "
    "vous votre ce cette ces il elle pas plus comme ont avons sommes afin souhaitons recherche "
    "par le la",
    "en": "the and our with for are this that which from have has their they looking would who can be "
    "to of an at its into your you your not it by was were been how what will us could",
}
FUNCTION_WORDS: dict[str, str] = {}
for _language, _words in _FUNCTION_WORDS.items():
    for _word in _words.split():
        FUNCTION_WORDS[_word] = _language


class Word(NamedTuple):
    """A folded word and where it stood. `capital` is 0 for none, 1 for the first letter, 2 for all;
    `gap` is what stood before it: `-` a hyphen or apostrophe, ` ` white space, `.` anything else."""

    folded: str
    start: int
    end: int
    capital: int
    gap: str


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one text, what each place counts, and the languages it seems to be written in."""

    raw: str
    words: tuple[Word, ...]
    weights: tuple[float, ...]
    sentences: tuple[int, ...]
    asking: frozenset[int]
    languages: frozenset[str]

    def verbatim(self, first: int, last: int) -> tuple[str, int, int]:
        """Return words `first` to `last` (inclusive) as they were written, with their offsets."""
        start, end = self.words[first].start, self.words[last].end
        return self.raw[start:end], start, end


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """Return one word folded; accented letters written as HTML entities are understood."""
    if "&" in word:
        word = html.unescape(word)
    return fold(_UNSEEN.sub("", word)).replace(" ", "")


def words_of(raw: str) -> list[Word]:
    """Cut `raw` into folded words with their offsets."""
    blanked = _NOISE.sub(lambda found: " " * len(found.group()), raw) if _may_hold_noise(raw) else raw
    words = []
    before = 0
    for found in _WORD.finditer(blanked):
        start, end = found.span()
        if end - start > LONGEST_WORD:
            before = end
            continue
        written = found.group()
        folded = fold_word(written)
        if not folded:
            continue
        words.append(Word(folded, start, end, _capitals(written), _gap(blanked[before:start])))
        before = end
    return _calmed(words)


def _calmed(words: list[Word]) -> list[Word]:
    """In a text written in capitals throughout, capitals say nothing."""
    long = [word for word in words if len(word.folded) > 4]
    if len(long) < 3 or 2 * sum(word.capital == 2 for word in long) < len(long):
        return words
    return [word._replace(capital=min(word.capital, 1)) for word in words]


def _may_hold_noise(raw: str) -> bool:
    return "<" in raw or "@" in raw or "://" in raw or "www." in raw.lower()


def _capitals(written: str) -> int:
    if written.isupper():
        return 2
    return 1 if written[:1].isupper() else 0


def _gap(between: str) -> str:
    if not between:
        return ""
    if between in ("-", "‑", "–", "'", "’", "/"):
        return "-"
    return " " if between.isspace() else "."


def languages_of(words: list[Word]) -> frozenset[str]:
    """Return the languages the words seem to be in; all three when there is too little to tell."""
    counts = dict.fromkeys(("nl", "fr", "en"), 0)
    for word in words[:2000]:
        language = FUNCTION_WORDS.get(word.folded)
        if language:
            counts[language] += 1
    most = max(counts.values())
    if most < 2:
        return frozenset(counts)
    return frozenset(language for language, count in counts.items() if count >= max(2, 0.25 * most))


def read(raw: str) -> Text:
    """Return `raw` as a `Text`."""
    words = words_of(raw)
    ends = [found.end() for found in _SENTENCE_END.finditer(raw)]
    sentences = tuple(bisect_right(ends, word.start) for word in words)
    asking = frozenset(bisect_right(ends, found.start()) for found in _ASKING.finditer(raw))
    return Text(
        raw=raw,
        words=tuple(words),
        weights=tuple(_weights(raw, words, sentences, asking)),
        sentences=sentences,
        asking=asking,
        languages=languages_of(words),
    )


def _weights(raw: str, words: list[Word], sentences: tuple[int, ...], asking: frozenset[int]) -> list[float]:
    signed = _signature(raw)
    sayings = [found.span() for found in IDIOMS.finditer(raw)]
    starts = [start for start, _end in sayings]
    weights = []
    for number, (word, sentence) in enumerate(zip(words, sentences, strict=True)):
        saying = bisect_right(starts, word.start) - 1
        if saying >= 0 and word.start < sayings[saying][1]:
            weights.append(0.0)
        elif signed and signed[0] <= word.start < signed[1]:
            weights.append(SIGNATURE)
        elif sentence in asking:
            weights.append(ASKING)
        elif number < FULL_ATTENTION:
            weights.append(1.0)
        else:
            weights.append(max(LEAST_ATTENTION, FULL_ATTENTION / number))
    return weights


def _signature(raw: str) -> tuple[int, int] | None:
    """Return where the signature begins and ends: from the first closing formula to a postscript."""
    closing = _CLOSING.search(raw)
    if closing is None:
        return None
    postscript = _POSTSCRIPT.search(raw, closing.end())
    return closing.start(), postscript.start() if postscript else len(raw)

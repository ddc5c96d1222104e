"""What an enquiry is about: themes with their strength and the words that say so."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from contacts.matching.index import Index
from contacts.matching.terms import Hit
from contacts.matching.text import Text, read
from contacts.matching.values import Enquiry, Named

# One plain mention gives a strength of 1 - e^-0.7 = 0.50, two different words 0.75, three 0.88.
SATURATION = 0.7
REPETITION = 0.25  # what another mention of the same term adds, for at most three of them
MOST_REPETITIONS = 3
WITHIN_LONGER = 0.5  # a word that is part of a longer term of another theme: oncology in immuno-oncology
DENIED = 0.25  # "geen geneesmiddel", "rien de médical"

_DENYING = frozenset("geen niet no not non pas zonder without sans".split())
_NOTHING = frozenset("niets rien nothing".split())
_ARTICLES = frozenset("een de het a an the un une le la de d".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A theme recognised in an enquiry. `ticked` when it was chosen on the form."""

    theme: str
    strength: float
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A pôle (`named` is None) or something of a pôle called by its name."""

    cluster: str
    named: Named | None
    words: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was recognised in one enquiry."""

    text: Text
    subjects: tuple[Found, ...]
    outside: tuple[Found, ...]
    partners: tuple[Found, ...]
    mentions: tuple[Mention, ...]


def recognise(enquiry: Enquiry, index: Index) -> Reading:
    """Read the enquiry's text and ticked themes against the vocabulary."""
    text = read(enquiry.text)
    ticked = {slug for slug in enquiry.themes if slug in index.themes}
    found = weigh(index.vocabulary.find(text), text, index, ticked)
    return Reading(
        text=text,
        subjects=_of_kind(found, "subject", index),
        outside=_of_kind(found, "outside", index),
        partners=_of_kind(found, "partner", index),
        mentions=tuple(_mentions(text, index)),
    )


def weigh(hits: list[Hit], text: Text, index: Index, ticked: Collection[str] = ()) -> list[Found]:
    """Return the themes that these hits in the text speak of, plainest first, whatever their kind."""
    hits = _undisputed(hits, index)
    longest = _longest(hits)
    per_theme: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        per_theme[hit.entry.theme].append(hit)
    found = [
        _strength(slug, per_theme.get(slug, []), text, index, slug in ticked, longest)
        for slug in {*per_theme, *ticked}
    ]
    return sorted(
        (each for each in found if each.strength > 0), key=lambda each: (-each.strength, each.theme)
    )


def _of_kind(found: Iterable[Found], kind: str, index: Index) -> tuple[Found, ...]:
    return tuple(each for each in found if index.themes[each.theme].kind == kind)


def _undisputed(hits: list[Hit], index: Index) -> list[Hit]:
    """Leave out what a longer hit of the other kind covers: the robot in a milking robot."""
    outside = [index.themes[hit.entry.theme].kind == "outside" for hit in hits]
    spans: dict[bool, list[tuple[int, int, float]]] = {True: [], False: []}
    for hit, is_outside in zip(hits, outside, strict=True):
        if hit.last > hit.first or hit.certainty == 1:
            spans[is_outside].append((hit.first, hit.last, hit.certainty))
    longer: dict[bool, dict[int, list[tuple[int, int, float]]]] = {}
    for side, found in spans.items():
        longer[side] = defaultdict(list)
        for first, last, certainty in found:
            for position in range(first, last + 1):
                longer[side][position].append((first, last, certainty))
    kept = []
    for hit, is_outside in zip(hits, outside, strict=True):
        rivals = longer[not is_outside].get(hit.first, ())
        if not any(_covers(rival, hit) for rival in rivals):
            kept.append(hit)
    return kept


def _longest(hits: list[Hit]) -> dict[int, int]:
    """Return for every word the length (in words, less one) of the longest hit it is part of."""
    longest: dict[int, int] = {}
    for hit in hits:
        for place in range(hit.first, hit.last + 1):
            longest[place] = max(longest.get(place, 0), hit.last - hit.first)
    return longest


def _covers(rival: tuple[int, int, float], hit: Hit) -> bool:
    first, last, certainty = rival
    if first > hit.first or last < hit.last:
        return False
    return (last - first) > (hit.last - hit.first) or (
        last - first == hit.last - hit.first and certainty > hit.certainty
    )


def _strength(
    slug: str, hits: list[Hit], text: Text, index: Index, ticked: bool, longest: dict[int, int]
) -> Found:
    """Return how plainly the text is about the theme: each different term counts, repetitions a little."""
    taken: set[int] = set()
    per_term: dict[tuple[str, ...], list[float]] = defaultdict(list)
    shown: dict[str, tuple[str, int, int]] = {}
    for hit in sorted(
        hits, key=lambda each: (each.first - each.last, -each.certainty, each.first, each.entry.number)
    ):
        places = range(hit.first, hit.last + 1)
        if taken.intersection(places):
            continue
        taken.update(places)
        weight = hit.certainty * max(text.weights[place] for place in places)
        weight *= _shared(hit, index) * _denied(hit, text)
        if any(longest[place] > hit.last - hit.first for place in places):
            weight *= WITHIN_LONGER
        if weight == 0:
            continue
        per_term[hit.entry.words].append(weight)
        written = text.verbatim(hit.first, hit.last)
        shown.setdefault(written[0].casefold(), written)
    mass = 0.0
    for weights in per_term.values():
        weights.sort(reverse=True)
        mass += weights[0] + REPETITION * sum(weights[1 : 1 + MOST_REPETITIONS])
    words = sorted(shown.values(), key=lambda each: each[1])
    return Found(
        theme=slug,
        strength=1.0 if ticked else 1 - math.exp(-SATURATION * mass),
        words=tuple(word for word, _start, _end in words),
        spans=tuple((start, end) for _word, start, end in words),
        ticked=ticked,
    )


def _shared(hit: Hit, index: Index) -> float:
    """A term that many themes claim says less for each of them."""
    return 1 / math.sqrt(max(1, index.vocabulary.themes_per_word.get(hit.entry.words, 1) - 1))


def _denied(hit: Hit, text: Text) -> float:
    before = [word.folded for word in text.words[max(0, hit.first - 5) : hit.first]]
    sentence = text.sentences[hit.first]
    before = [
        word
        for word, place in zip(before, range(max(0, hit.first - 5), hit.first), strict=True)
        if text.sentences[place] == sentence
    ]
    if _NOTHING.intersection(before[-4:]):
        return DENIED
    while before and before[-1] in _ARTICLES:
        before.pop()
    return DENIED if before and before[-1] in _DENYING else 1.0


def _mentions(text: Text, index: Index) -> Iterable[Mention]:
    words = text.words
    for position, word in enumerate(words):
        for name, cluster, named in index.mentions.get(word.folded, ()):
            last = position + len(name) - 1
            if last >= len(words) or any(
                words[position + offset].folded != part for offset, part in enumerate(name)
            ):
                continue
            if len(name) == 1 and not word.capital:
                continue
            written, start, end = text.verbatim(position, last)
            yield Mention(cluster, named, written, (start, end))

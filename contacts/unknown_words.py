"""Words of recent requests that no theme knows: the vocabulary's gaps, in the enquirers' own words.

Only words of the texts are told. Names stay out: of persons and organisations, of places, and whatever
is written with a capital within a sentence; so do addresses, numbers and everything under a signature.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser

from clusters.folding import fold
from contacts.enums import RequestStatus
from contacts.matching import Index
from contacts.matching.text import FUNCTION_WORDS, SIGNATURE, Text, read, words_of
from contacts.models import IgnoredWord, IntroductionRequest
from contacts.plain_words import PLAIN_WORDS
from contacts.profiles import load_index

LOOKED_AT = 300  # requests, the latest
MOST_WORDS = 100
SHORTEST = 4  # letters of a word that says something; an abbreviation in capitals may have one less
LONGEST = 40
PHRASE_FROM = 2  # requests in which two unknown words stand side by side
AROUND = 7  # words of the sentence shown on either side
HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word or two-word phrase, in how many requests it occurs, and one place where it does.

    `language` is the one most of those requests are written in, `near` the subject they speak of most.
    """

    text: str
    requests: int
    language: str
    near: str
    before: str
    after: str

    @property
    def is_phrase(self) -> bool:
        return " " in self.text


@dataclass(slots=True)
class _Sighted:
    """What was seen of one word so far."""

    text: str
    before: str
    after: str
    plainly: bool = False  # at least once without a capital, or as an abbreviation
    requests: set[int] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)
    themes: Counter[str] = field(default_factory=Counter)


def unknown_words(*, on: dt.date) -> list[UnknownWord]:
    """Return the words most requests share first; four queries, however many requests there are."""
    index = load_index(as_of=on)
    requests = list(
        IntroductionRequest.objects.exclude(status__in=(RequestStatus.SPAM, RequestStatus.QUARANTINED))
        .select_related("enquirer", "contact")
        .defer(*IntroductionRequest.WORDS)
        .order_by("-received_at", "-pk")[:LOOKED_AT]
    )
    people = {word for request in requests for word in _folded(request.contact.name)}
    unwanted = (
        PLAIN_WORDS
        | FUNCTION_WORDS.keys()
        | _names(index)
        | people
        | set(IgnoredWord.objects.values_list("text_folded", flat=True))
    )
    sighted: dict[str, _Sighted] = {}
    for request in requests:
        own = {*_folded(request.organisation_name), *_folded(request.enquirer.name)}
        _look_at(request, _Seen.of(request.text, index, unwanted | own, people | own), sighted)
    return _listed(sighted, index)


def ignore(text: str, *, by: AbstractBaseUser, at: dt.datetime) -> IgnoredWord:
    """Note that no theme needs this word; it is not listed any more. Twice is as good as once."""
    row, _new = IgnoredWord.objects.get_or_create(
        text_folded=fold(text), defaults={"text": text, "ignored_at": at, "ignored_by_id": by.pk}
    )
    return row


def list_again(text: str) -> None:
    """Take back what `ignore` noted."""
    IgnoredWord.objects.filter(text_folded=fold(text)).delete()


@dataclass(slots=True)
class _Seen:
    """A request's text with, for each word, whether the vocabulary knows it and whether it may be shown."""

    text: Text
    known: set[int]
    listed: set[int]
    hidden: set[int]
    subject: str

    @classmethod
    def of(cls, raw: str, index: Index, unwanted: set[str] | frozenset[str], names: set[str]) -> "_Seen":
        text = read(raw)
        hits = index.vocabulary.find(text)
        known = {place for hit in hits for place in range(hit.first, hit.last + 1)}
        subjects = Counter(hit.entry.theme for hit in hits if index.themes[hit.entry.theme].kind == "subject")
        hidden, listed = set(), set()
        for place, word in enumerate(text.words):
            begins = place == 0 or text.sentences[place] != text.sentences[place - 1]
            digits = any(letter.isdigit() for letter in word.folded)
            plain = word.folded in PLAIN_WORDS or word.folded in FUNCTION_WORDS
            if (
                word.folded in names
                or sum(letter.isdigit() for letter in word.folded) > 2
                or (word.capital == 1 and not plain and place not in known)
                or text.weights[place] <= SIGNATURE
            ):
                hidden.add(place)
            if place in known or digits or text.weights[place] <= SIGNATURE:
                continue
            if word.folded in unwanted or (word.capital == 1 and not begins):
                continue
            if SHORTEST - (word.capital == 2) <= len(word.folded) <= LONGEST:
                listed.add(place)
        return cls(text, known, listed, hidden, subjects.most_common(1)[0][0] if subjects else "")


def _look_at(request: IntroductionRequest, seen: _Seen, sighted: dict[str, _Sighted]) -> None:
    for place in sorted(seen.listed):
        _sight(request, seen, place, place, sighted)
        following = place + 1
        if following in seen.listed and seen.text.words[following].gap in (" ", "-"):
            _sight(request, seen, place, following, sighted)


def _sight(
    request: IntroductionRequest, seen: _Seen, first: int, last: int, sighted: dict[str, _Sighted]
) -> None:
    words = seen.text.words[first : last + 1]
    folded = " ".join(word.folded for word in words)
    found = sighted.get(folded)
    if found is None:
        written = " ".join(_as_read(seen.text, place) for place in range(first, last + 1))
        before = _shown(seen, first - AROUND, first - 1, seen.text.sentences[first])
        after = _shown(seen, last + 1, last + AROUND, seen.text.sentences[last])
        found = sighted[folded] = _Sighted(written, before, after)
    found.plainly = found.plainly or all(word.capital != 1 for word in words)
    if request.pk not in found.requests:
        found.requests.add(request.pk)
        found.languages[request.language] += 1
        if seen.subject:
            found.themes[seen.subject] += 1


def _as_read(text: Text, place: int) -> str:
    written = text.verbatim(place, place)[0]
    return written if text.words[place].capital == 2 else written.lower()


def _shown(seen: _Seen, first: int, last: int, sentence: int) -> str:
    """Return the words around, those of the same sentence only, with what must not be shown left out."""
    shown: list[str] = []
    for place in range(max(0, first), min(len(seen.text.words), last + 1)):
        if seen.text.sentences[place] != sentence:
            continue
        word = HIDDEN if place in seen.hidden else seen.text.verbatim(place, place)[0]
        if word != HIDDEN or shown[-1:] != [HIDDEN]:
            shown.append(word)
    return " ".join(shown)


def _listed(sighted: dict[str, _Sighted], index: Index) -> list[UnknownWord]:
    kept = {
        folded: found
        for folded, found in sighted.items()
        if found.plainly
        and (" " not in folded or len(found.requests) >= PHRASE_FROM)
        and not index.vocabulary.find(read(found.text))
    }
    # A word that stands in one phrase only is told by the phrase.
    within: dict[str, int] = defaultdict(int)
    for folded, found in kept.items():
        for word in folded.split() if " " in folded else ():
            within[word] = max(within[word], len(found.requests))
    rows = [
        UnknownWord(
            text=found.text,
            requests=len(found.requests),
            language=found.languages.most_common(1)[0][0],
            near=found.themes.most_common(1)[0][0] if found.themes else "",
            before=found.before,
            after=found.after,
        )
        for folded, found in kept.items()
        if " " in folded or within[folded] < len(found.requests)
    ]
    return sorted(rows, key=lambda row: (-row.requests, not row.is_phrase, row.text))[:MOST_WORDS]


def _names(index: Index) -> set[str]:
    """Return the words of the names the register knows: pôles, members, projects, regions and cities."""
    mentioned = (words for found in index.mentions.values() for words, _slug, _named in found)
    places = (words for found in index.map.names.values() for words, _spot in found)
    return {word for words in (*mentioned, *places) for word in words}


def _folded(name: str) -> Iterable[str]:
    return (word.folded for word in words_of(name))

"""What a change of the vocabulary does to enquiries: the same enquiries held against two indexes."""

from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from contacts.matching.index import Index
from contacts.matching.ranking import match
from contacts.matching.terms import ONE_TYPO_FROM, Vocabulary
from contacts.matching.text import read, words_of
from contacts.matching.values import Enquiry, Result, Term

SHOWN = 3  # the candidates a person sees at once; what happens below them is no difference to anyone


@dataclass(frozen=True, slots=True)
class Compared:
    """One enquiry before and after, with its key."""

    key: Hashable
    before: Result
    after: Result

    @property
    def first_changed(self) -> bool:
        return self.best_before != self.best_after

    @property
    def verdict_changed(self) -> bool:
        return self.before.verdict != self.after.verdict

    @property
    def differs(self) -> bool:
        """Say whether a person would see another answer: verdict, pôles, their order or their bands."""
        return self.verdict_changed or _seen(self.before) != _seen(self.after)

    @property
    def best_before(self) -> str:
        return self.before.candidates[0].slug if self.before.candidates else ""

    @property
    def best_after(self) -> str:
        return self.after.candidates[0].slug if self.after.candidates else ""

    @property
    def arrived(self) -> tuple[str, ...]:
        """The pôles that are among the first three now and were not."""
        known = {slug for slug, _band in _seen(self.before)}
        return tuple(slug for slug, _band in _seen(self.after) if slug not in known)

    @property
    def gone(self) -> tuple[str, ...]:
        """The pôles that were among the first three and are not any more."""
        kept = {slug for slug, _band in _seen(self.after)}
        return tuple(slug for slug, _band in _seen(self.before) if slug not in kept)


def _seen(result: Result) -> tuple[tuple[str, str], ...]:
    return tuple((candidate.slug, candidate.band) for candidate in result.candidates[:SHOWN])


def compare(enquiries: Iterable[tuple[Hashable, Enquiry]], before: Index, after: Index) -> list[Compared]:
    """Match every enquiry twice; return those of which anything changed, also what nobody sees at once."""
    found = []
    for key, enquiry in enquiries:
        old, new = match(enquiry, before), match(enquiry, after)
        if old != new:
            found.append(Compared(key, old, new))
    return found


def touched(
    enquiries: Iterable[tuple[Hashable, Enquiry]],
    terms: Iterable[Term],
    *,
    of_themes: Set[str],
    known: Iterable[Vocabulary],
) -> list[tuple[Hashable, Enquiry]]:
    """Return the enquiries that a change of `terms` can touch: most cannot, and need not be matched.

    An enquiry is touched when a telling word of the terms occurs in it, in the widest sense the
    vocabulary has (any language, inside a compound, misspelt), when one of the `known` vocabularies
    (as it was, as it becomes) finds such a term in it, or when it speaks of one of `of_themes`: themes
    that the change makes count otherwise for a pôle.

    Only a whole vocabulary knows that a misspelt word was meant to be a longer one that holds the term.
    """
    changed = list(terms)
    telling = {text for term in changed for text in _telling(term.text)}
    wide = Vocabulary.build(Term("", text, mode) for text in telling for mode in ("stem", "compound"))
    words = {tuple(word.folded for word in words_of(term.text)) for term in changed}
    vocabularies = tuple(known)

    def is_touched(enquiry: Enquiry) -> bool:
        if not of_themes.isdisjoint((*enquiry.themes, f"partner-{enquiry.partner_kind}")):
            return True
        text = read(enquiry.text)
        return bool(wide.find(text)) or any(
            hit.entry.theme in of_themes or hit.entry.words in words
            for vocabulary in vocabularies
            for hit in vocabulary.find(text)
        )

    return [(key, enquiry) for key, enquiry in enquiries if is_touched(enquiry)]


def _telling(text: str) -> set[str]:
    """Return what must occur where the term counts, and what makes a word known to the vocabulary.

    All words of a phrase must be there, so its longest must; a long word of it is no typing error of
    another term's any more.
    """
    words = [word.folded for word in words_of(text)]
    long = {word for word in words if len(word) >= ONE_TYPO_FROM}
    return {text, *long, *sorted(words, key=len)[-1:]}


def themes_gained_or_lost(before: Index, after: Index) -> set[str]:
    """Return the themes that any line, member, project or figure carries in one index only."""
    themes: set[str] = set()
    for slug in before.carried.keys() | after.carried.keys():
        old, new = (
            {carried.named: carried.themes for carried in index.carried.get(slug, ())}
            for index in (before, after)
        )
        for named in old.keys() | new.keys():
            themes |= old.get(named, frozenset()) ^ new.get(named, frozenset())
    return themes


def themes_weighed_otherwise(before: Index, after: Index) -> set[str]:
    """Return the themes that a pôle answers otherwise, or that tell more or less of which pôle fits."""
    pairs: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = [(before.specificity, after.specificity)]
    pairs += [(covers, after.covers[slug]) for slug, covers in before.covers.items()]
    return {slug for old, new in pairs for slug in old.keys() | new.keys() if old.get(slug) != new.get(slug)}

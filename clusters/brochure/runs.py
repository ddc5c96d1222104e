"""What stands within a line of the brochure: words, names in their own language, sources and doubts.

A run is a short list whose first entry says what it is: `t` words (with a language when it is another),
`b` the same in bold, `q` the same but quiet, `r` the number of a source, `d` a doubt in a word or two, `n`
the number of a remark at the end of the chapter. The template gives each its look.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.cards.values import Fact, FigureFact, Group
from clusters.dates import in_words
from clusters.numbers import written
from clusters.provenance import Note

Run = list[str | int]
Runs = list[Run]

LANGUAGE_OF_PLACES = "fr"


def words(text: object, language: str = "") -> Run:
    """Return `text`, marked as being in `language` when the brochure is in another one."""
    return ["t", str(text), "" if language == get_language() else language]


def bold(text: object, language: str = "") -> Run:
    return ["b", *words(text, language)[1:]]


def quiet(text: object, language: str = "") -> Run:
    return ["q", *words(text, language)[1:]]


def joined(each: Iterable[Runs], between: str = ", ") -> Runs:
    runs: Runs = []
    for part in each:
        if runs:
            runs.append(words(between))
        runs += part
    return runs


def colon() -> Run:
    """Return the colon between two parts of a line, with the blanks the language puts around it."""
    return words(_("%(who)s: %(what)s") % {"who": "", "what": ""})


def day_in_words(day: dt.date, precision: str = "day") -> str:
    return in_words(day, get_language() or "en", precision)


@dataclass
class Remarks:
    """The remarks of a chapter, each once however many facts bear it, numbered as a reader meets them."""

    texts: list[str] = field(default_factory=list)

    def number(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1

    def reference(self, note: Note) -> Run:
        return ["r", note.source]

    def doubt(self, note: Note) -> Runs:
        """Return what is doubted about a fact and the way to the remark that says why; [] for a plain one."""
        if note.is_plain:
            return []
        doubts = [
            word
            for word, holds in (
                (_("disputed"), note.disputed),
                (_("not verified"), not note.verified),
                (_("derived"), note.derived),
            )
            if holds
        ]
        runs: Runs = [words(" "), ["d", f"({', '.join(doubts)})"]]
        if note.remark:
            runs.append(["n", self.number(note.remark)])
        return runs

    def note(self, note: Note) -> Runs:
        return [self.reference(note), *self.doubt(note)]

    def in_group(self, fact: Fact, group: Group) -> Runs:
        """Return a fact's note where the group's heading names the source of all already."""
        return self.doubt(fact.note) if group.note else self.note(fact.note)

    def sentences(self, group: Group) -> list[Runs]:
        """Return sentences that read on: one source is named once, a doubted sentence ends its paragraph."""
        paragraphs: list[Runs] = [[]]
        for place, fact in enumerate(group.facts, start=1):
            if paragraphs[-1]:
                paragraphs[-1].append(words(" "))
            paragraphs[-1].append(words(fact.text))
            is_last = place == len(group.facts)
            if not fact.note.is_plain:
                paragraphs[-1] += self.note(fact.note)
                if not is_last:
                    paragraphs.append([])
            elif is_last or not group.note:
                paragraphs[-1].append(self.reference(fact.note))
        return paragraphs

    def party(self, fact: Fact, *, with_note: bool = True) -> Runs:
        """Return an organisation under its name of the day, with the name its source used."""
        runs = [words(fact.text, fact.language), *in_source(fact)]
        return [*runs, *self.note(fact.note)] if with_note else runs

    def figure(self, figure: FigureFact) -> Runs:
        """Return a number with the source's own qualifier and unit, its day and its source."""
        told = [figure.qualifier, written(figure.value), figure.unit]
        if figure.since:
            told.append(_("since %(year)s") % {"year": figure.since})
        day = day_in_words(figure.note.stated_on, figure.note.precision)
        if figure.derived:
            day += "; " + _("added up by the office")
        return [words(" ".join(filter(None, told))), quiet(f" ({day})"), *self.note(figure.note)]


def in_source(fact: Fact) -> Runs:
    if not fact.in_source:
        return []
    return [quiet(f" ({_('in the source:')} "), quiet(fact.in_source, fact.language), quiet(")")]


def titled(group: Group) -> Runs:
    """Return a group's heading, with the one source of all its facts."""
    title = words(group.title[:1].upper() + group.title[1:])
    return [title, ["r", group.note.source]] if group.note else [title]

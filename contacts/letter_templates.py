"""The letters' templates: what may be filled in, what must be, and which text is in use.

A letter has a delivered text per language (`templates/contacts/letters`); where the office wrote its own,
that one is used (`LetterTemplate`). A text that does not pass `problems` is never used: a row that was
right once and no longer is gives way to the delivered text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.enums import Language
from contacts import placeholders
from contacts.enums import LetterKind
from contacts.models import LetterTemplate

_FOLDER = Path(settings.BASE_DIR) / "templates" / "contacts" / "letters"

# What each place in a text says; those in `NAMING` give away who the enquirer is.
MEANING = {
    "pole": _("the pôle's name"),
    "salutation": _("“Dear Claire Dubois,” or a greeting to nobody in particular"),
    "recipient": _("the name of the person addressed at the pôle"),
    "person": _("the name of the enquirer's contact person"),
    "organisation": _("the enquirer's name"),
    "contact": _("name, e-mail address and telephone number of the enquirer's contact person, if released"),
    "kind": _("the kind of organisation, such as “start-up”"),
    "themes": _("the themes of the enquiry"),
    "partner": _("the kind of partner looked for"),
    "regions": _("the regions wished for, if the enquiry's text was released"),
    "enquiry": _("the enquiry as it was written, if released"),
    "eligibility": _("what the register says on taking part, for those without a French establishment"),
    "reference": _("the request's reference"),
    "answer_link": _("the link by which the pôle answers without an account"),
    "passed_on": _("the list of what was passed on"),
    "not_passed_on": _("the list of what was not passed on"),
    "letter": _("the letter to the pôle, without its link for answering"),
    "sender": _("the name of the attaché"),
}
_IN_EVERY_LETTER = frozenset({"pole", "recipient", "reference", "sender", "eligibility", "kind", "themes"})
_TO_THE_POLE = _IN_EVERY_LETTER | {"salutation", "partner", "regions", "enquiry", "answer_link"}
_COPY = _IN_EVERY_LETTER | {"person", "passed_on", "not_passed_on", "letter"}
NAMING = frozenset({"organisation", "contact"})
ALLOWED: Mapping[str, frozenset[str]] = {
    LetterKind.INTRODUCTION: _TO_THE_POLE | NAMING,
    LetterKind.TEASER: _TO_THE_POLE,
    LetterKind.DISCLOSURE: _TO_THE_POLE | NAMING,
    LetterKind.INTRODUCTION_COPY: _COPY,
    LetterKind.TEASER_COPY: _COPY,
    LetterKind.DISCLOSURE_COPY: _COPY,
}
# Without the link the pôle cannot answer; without the rest the reader does not know what it is about.
NEEDED: Mapping[str, frozenset[str]] = {
    LetterKind.INTRODUCTION: frozenset({"answer_link", "organisation"}),
    LetterKind.TEASER: frozenset({"answer_link"}),
    LetterKind.DISCLOSURE: NAMING,
    LetterKind.INTRODUCTION_COPY: frozenset({"passed_on", "letter"}),
    LetterKind.TEASER_COPY: frozenset({"passed_on", "letter"}),
    LetterKind.DISCLOSURE_COPY: frozenset({"passed_on", "letter"}),
}


class Fault(models.TextChoices):
    """What is wrong with a text; `Problem.where` says where."""

    UNKNOWN = "unknown", _("There is no such placeholder in this letter: %(where)s.")
    NAMES = "names", _("This would give away who the enquirer is: %(where)s.")
    BRACE = "brace", _("A brace { or } has no partner, near: %(where)s.")
    LACKING = "lacking", _("This letter cannot do without: %(where)s.")


@dataclass(frozen=True)
class Text:
    """A template as it is written: subject and body, with their places to fill in."""

    subject: str
    body: str

    @property
    def names(self) -> list[str]:
        return placeholders.names_in(f"{self.subject}\n{self.body}")


@dataclass(frozen=True)
class Problem:
    fault: Fault
    where: tuple[str, ...]


def problems(kind: str, text: Text) -> list[Problem]:
    """Return what is wrong with `text` as a letter of this kind; [] when it can be used."""
    allowed, names = ALLOWED[kind], set(text.names)
    naming = names & NAMING - allowed
    unknown = names - allowed - naming
    loose = placeholders.loose_braces(text.subject) + placeholders.loose_braces(text.body)
    found = [
        (Fault.UNKNOWN, tuple(f"{{{name}}}" for name in text.names if name in unknown)),
        (Fault.NAMES, tuple(f"{{{name}}}" for name in text.names if name in naming)),
        (Fault.BRACE, tuple(f"“{snippet}”" for snippet in loose)),
        (Fault.LACKING, tuple(f"{{{name}}}" for name in sorted(NEEDED[kind] - names))),
    ]
    return [Problem(fault, where) for fault, where in found if where]


@dataclass(frozen=True)
class Difference:
    """Places that `language` has and the text at hand lacks, and the other way round."""

    language: str
    only_there: tuple[str, ...]
    only_here: tuple[str, ...]


def differences(kind: str, language: str, text: Text) -> list[Difference]:
    """Return in which other languages the letter has other places to fill in than `text`."""
    found = []
    for other, theirs in in_use(kind).items():
        only_there = tuple(name for name in theirs.names if name not in text.names)
        only_here = tuple(name for name in text.names if name not in theirs.names)
        if other != language and (only_there or only_here):
            found.append(Difference(other, only_there, only_here))
    return found


@cache
def delivered(kind: str, language: str) -> Text:
    """Return the text that comes with the desk: the file's first line is the subject, the rest the body."""
    lines = (_FOLDER / f"{LetterKind(kind).value}.{Language(language).value}.txt").read_text("utf-8")
    subject, _rest, body = lines.strip().partition("\n")
    return Text(subject.strip(), body.strip())


def in_use(kind: str) -> dict[str, Text]:
    """Return the text of every language that letters of this kind are written from now."""
    return chosen(kind, LetterTemplate.objects.filter(kind=kind))


def chosen(kind: str, rows: Iterable[LetterTemplate]) -> dict[str, Text]:
    """Return the text of every language, taken from `rows` where they have one that can be used."""
    texts = {language: delivered(kind, language) for language in Language.values}
    for row in rows:
        own = Text(row.subject, row.body)
        if not problems(kind, own):
            texts[row.language] = own
    return texts


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the phrases that letters in `language` are put together from, by their names."""
    lines = (_FOLDER / f"words.{Language(language).value}.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(" = ") for line in lines if line.strip())
    return {name: phrase for name, _equals, phrase in pairs}

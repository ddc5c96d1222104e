"""The values matching works on. All frozen; slugs tie them together."""

from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("nl", "fr", "en")


@dataclass(frozen=True, slots=True)
class Labels:
    """One name in three languages; an empty one falls back on another."""

    nl: str = ""
    fr: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the name in `language`, or in the first language that has one."""
        wanted = {"nl": self.nl, "fr": self.fr, "en": self.en}.get(language, "")
        return wanted or self.nl or self.en or self.fr


@dataclass(frozen=True, slots=True)
class Theme:
    """A concept. `kind` is `subject`, `partner` (slug `partner-<kind>`) or `outside`."""

    slug: str
    labels: Labels
    kind: str = "subject"
    broader: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """What people write for a theme; `language` is empty when it is the same in all three."""

    theme: str
    text: str
    mode: str = "stem"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Focus:
    """A pôle's strength in a theme: weight 1 (also active), 2 (stated theme) or 3 (spearhead).

    `inherited_from` names the merged pôle this focus came from, if it did.
    """

    theme: str
    weight: int
    quote: str = ""
    source_line: int | None = None
    source: str = ""
    line: Labels | None = None
    inherited_from: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A strategic line, member, project, facility or figure of a pôle: evidence with a name of its own.

    `kind` is `line`, `member`, `project`, `facility`, `figure` or `mention` (a subject as the source
    calls it). `spellings` are the names by which a text may
    mention it; `wording` is what is said of it, in which themes are recognised.
    """

    kind: str
    name: Labels
    spellings: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    detail: Labels = Labels()
    partner_kind: str = ""


@dataclass(frozen=True, slots=True)
class Carriers:
    """The members of a pôle that carry a theme: how many, and the first few by name."""

    theme: str
    names: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All that matching knows of one pôle on one day."""

    slug: str
    name: str
    spellings: tuple[str, ...] = ()
    focuses: tuple[Focus, ...] = ()
    named: tuple[Named, ...] = ()
    regions: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    carriers: tuple[Carriers, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    slug: str
    name: str
    insee_code: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class City:
    slug: str
    name: str
    region: str
    insee_code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Another name for a region or for a city: Elzas, Rijsel, PACA."""

    text: str
    region: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What is asked. `french_establishment` is None when it is not known."""

    text: str
    language: str = "nl"
    region_wish: str = ""
    partner_kind: str = ""
    french_establishment: bool | None = None
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for or against a pôle, in no particular language.

    `pattern` names a sentence in `reasons.PATTERNS`, `facts` fills it in. `spans` are where `words`
    stand in the enquiry's text, so that `text[start:end]` is the word. What comes from another field
    of the enquiry (the wished region, a ticked theme) is in `facts` only.
    """

    kind: str
    supports: bool
    pattern: str
    words: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pôle with its score (0 and up; comparable within one result), band and reasons."""

    slug: str
    score: float
    band: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """`verdict` is `suggest`, `doubtful` or `none`; `fit` runs from 0 (nothing fits) to 1.

    `outside` are the labels of the subjects the enquiry seems to be about when none fits. `alike` are
    pôles whose texts are like the enquiry though no theme says so; only when there is no suggestion.
    """

    verdict: str
    fit: float
    candidates: tuple[Candidate, ...] = ()
    outside: tuple[Labels, ...] = field(default=())
    alike: tuple[str, ...] = ()

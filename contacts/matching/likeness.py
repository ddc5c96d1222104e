"""How alike an enquiry and the pôles are as texts, and how much that may say.

The encoder compares texts across languages without knowing any theme. It ranks pôles poorly and tells
well whether anything fits at all, so its word moves `fit` and is a small tie-break in the ranking, among
pôles that have evidence already. It makes no candidate and no suggestion. What it found comes in as plain
values: nothing in here calculates with vectors. How the constants were chosen is in `docs/matching.md`.
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, pstdev

from contacts.matching.index import Index
from contacts.matching.values import Profile

TIE_BREAK = 0.05  # what one standard deviation above the other pôles adds to a score, as a share of it
FURTHEST = 2.0  # standard deviations; with few pôles more is chance
SAYS_NOTHING = 0.175  # highest likeness at which an enquiry is as likely to fit as not
FIT_WEIGHT = 10.0
ALIKE = 0.25  # from here a pôle without any recognised theme is worth a look
MOST_ALIKE = 3
SHORTEST = 4  # characters; less is no sentence
# What a pôle says of itself. Names of members and plain figures are no sentences about a subject.
SPEAKING = frozenset({"line", "project", "mention", "facility"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the enquiry each pôle's profile is, as (slug, cosine) in the order of slugs."""

    cosines: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, cosines: Iterable[tuple[str, float]]) -> "Likeness":
        """Take the cosines in whatever order they come."""
        return cls(tuple(sorted(cosines)))

    def lifts(self) -> dict[str, float]:
        """Return what each pôle's score gains or loses, as a share of it; nothing when all are alike."""
        values = [cosine for _slug, cosine in self.cosines]
        spread = pstdev(values) if len(values) > 1 else 0.0
        if spread < 1e-6:
            return {}
        middle = fmean(values)
        return {
            slug: TIE_BREAK * max(-FURTHEST, min(FURTHEST, (cosine - middle) / spread))
            for slug, cosine in self.cosines
        }

    def moved(self, fit: float) -> float:
        """Return `fit` with its odds moved by how like the likest pôle is; 0 stays 0."""
        if not self.cosines or fit <= 0:
            return fit
        highest = max(cosine for _slug, cosine in self.cosines)
        odds = math.exp(FIT_WEIGHT * (highest - SAYS_NOTHING))
        return fit * odds / (fit * odds + 1 - fit)

    def alike(self) -> list[str]:
        """Return the pôles whose texts are so like the enquiry that they are worth a look, likest first."""
        found = [(-cosine, slug) for slug, cosine in self.cosines if cosine >= ALIKE]
        return [slug for _cosine, slug in sorted(found)[:MOST_ALIKE]]


def sentences_of(profile: Profile, index: Index) -> tuple[str, ...]:
    """Return what the register says of a pôle's subjects: quotes, names of themes, lines, projects."""
    labels = [index.themes[focus.theme].labels for focus in profile.focuses if focus.theme in index.themes]
    said = [
        *(focus.quote for focus in profile.focuses),
        *(text for label in labels for text in (label.nl, label.en)),
        *(text for named in profile.named if named.kind in SPEAKING for text in named.wording),
    ]
    # In an order of their own: which fact was stored first says nothing.
    return tuple(sorted({text.strip() for text in said if len(text.strip()) >= SHORTEST}))


def digest_of(index: Index) -> str:
    """Return sixteen characters that change whenever a text the enquiries are compared with has changed."""
    digest = hashlib.blake2b(digest_size=8)
    for slug, profile in sorted(index.profiles.items()):
        digest.update("\0".join([slug, *sentences_of(profile, index), "\n"]).encode("utf-8", "replace"))
    return digest.hexdigest()

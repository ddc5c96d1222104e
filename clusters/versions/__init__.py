"""The versions of a card: what changed on it, how it stood, and going back to how it stood.

A card is its pôle and every fact on it; each keeps its own history. Here those are read together: a
`Moment` is what one request or one load changed, and the card as it stood then is a version.
"""

from clusters.versions.cards import AnsweredQuestion, Row, as_it_stood, tokens
from clusters.versions.labels import label_of
from clusters.versions.moments import (
    CONFIRMED,
    Moment,
    NoSuchMoment,
    ToldMoment,
    find_moment,
    moments_of,
    tell,
)
from clusters.versions.returning import (
    CannotGoBack,
    CardChanged,
    Change,
    Plan,
    go_back,
    plan_to_go_back,
)
from clusters.versions.rows import version_of, versions_of

__all__ = [
    "CONFIRMED",
    "AnsweredQuestion",
    "CannotGoBack",
    "CardChanged",
    "Change",
    "Moment",
    "NoSuchMoment",
    "Plan",
    "Row",
    "ToldMoment",
    "as_it_stood",
    "find_moment",
    "go_back",
    "label_of",
    "moments_of",
    "plan_to_go_back",
    "tell",
    "tokens",
    "version_of",
    "versions_of",
]

"""A link to the form that fills part of it in: `/contact/?pole=…&thema=…&thema=…&bron=…`.

Other sites and campaigns make such links, and keep them for years. So what the register does not know
(any more) is left out without a word, and a pôle that has ended leads to the one that holds its work.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from clusters import lifeline, presence
from clusters.models import Cluster

POLE, THEME, CAMPAIGN = "pole", "thema", "bron"
LONGEST = 60  # characters of a name in a link
MOST_THEMES = 20
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST - 1}}}")


class Asked(Protocol):
    """Part of an address or of a sent form."""

    def getlist(self, key: str) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Preset:
    """What a link asks for, in well-formed names; whether the register knows them is not said yet."""

    pole: str = ""
    themes: tuple[str, ...] = ()
    campaign: str = ""

    def __bool__(self) -> bool:
        return bool(self.pole or self.themes or self.campaign)

    @property
    def query(self) -> str:
        """The preset as it stands in an address; also how the form carries it along."""
        named = [(POLE, self.pole), *((THEME, theme) for theme in self.themes), (CAMPAIGN, self.campaign)]
        return urlencode([(name, value) for name, value in named if value])

    @property
    def source(self) -> dict[str, Any]:
        """The preset as a request keeps it."""
        kept = {"pole": self.pole, "themes": list(self.themes), "campaign": self.campaign}
        return {name: value for name, value in kept.items() if value}


def read(asked: Asked) -> Preset:
    """Return the preset in an address; what is no name is left out."""
    themes = dict.fromkeys(_names(asked, THEME))
    return Preset(
        pole=next(iter(_names(asked, POLE)), ""),
        themes=tuple(themes)[:MOST_THEMES],
        campaign=next(iter(_names(asked, CAMPAIGN)), ""),
    )


def read_carried(query: str) -> Preset:
    """Return the preset that a form carried along; whatever else was written there is no preset."""
    try:
        return read(QueryDict(query[:2_000]))
    except TooManyFieldsSent:
        return Preset()


def cluster_of(preset: Preset, *, on: dt.date) -> Cluster | None:
    """Return the pôle a link asks for, or the one that holds its work on that day; None when none stands."""
    if not preset.pole:
        return None
    cluster = Cluster.objects.filter(slug=preset.pole).first()
    if cluster is None:
        return None
    try:
        cluster = lifeline.successor_of(cluster, on=on) or cluster
    except lifeline.LifelineLoops:
        return None
    return cluster if presence.standing(on=on).filter(pk=cluster.pk).exists() else None


def _names(asked: Asked, key: str) -> list[str]:
    return [value for value in asked.getlist(key) if isinstance(value, str) and _NAME.fullmatch(value)]

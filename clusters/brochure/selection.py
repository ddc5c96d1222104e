"""Which pôles a brochure is about: those asked for by their addresses, or all that stood on the day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from clusters.directory import name_on
from clusters.folding import fold
from clusters.models import Cluster, ClusterName
from clusters.presence import standing

LONGEST_LIST = 20  # addresses that are named when they lead nowhere


@dataclass(frozen=True)
class Choosable:
    slug: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Selection:
    """The pôles of a brochure. With nothing that could be chosen it is about all that stood on the day."""

    clusters: tuple[Cluster, ...]
    options: tuple[Choosable, ...]  # every pôle of the day, by name
    unknown: tuple[str, ...]  # what was asked for and did not stand on the day

    @property
    def is_part(self) -> bool:
        return any(option.chosen for option in self.options)

    @property
    def found_nothing(self) -> bool:
        return bool(self.unknown) and not self.is_part

    @property
    def title(self) -> str:
        """What the brochure is called: by its sector while all its pôles are of one."""
        sectors = {cluster.sector_id: str(cluster.sector) for cluster in self.clusters}
        if len(sectors) == 1:
            return _("%(sector)s clusters in France") % {"sector": next(iter(sectors.values()))}
        return _("Innovation clusters in France")


def select(asked: Sequence[str], *, on: dt.date, is_today: bool) -> Selection:
    """Read what was asked for, `asked` being addresses of pôles as they came. One query, two for earlier."""
    rows = standing(on=on).select_related("sector")
    if not is_today:  # today's name is the card's own
        names = ClusterName.objects.only("cluster", "role", "text", "language", "valid_from", "stated_on")
        rows = rows.prefetch_related(Prefetch("names", names))
    known = list(rows)
    wanted = dict.fromkeys(text.strip() for text in asked if text.strip())
    chosen = [cluster for cluster in known if cluster.slug in wanted]
    options = [
        Choosable(cluster.slug, _name(cluster, on, is_today=is_today), cluster in chosen) for cluster in known
    ]
    slugs = {cluster.slug for cluster in known}
    return Selection(
        clusters=tuple(chosen or known),
        options=tuple(sorted(options, key=lambda option: fold(option.name))),
        unknown=tuple(text[:60] for text in wanted if text not in slugs)[:LONGEST_LIST],
    )


def _name(cluster: Cluster, on: dt.date, *, is_today: bool) -> str:
    if is_today:
        return cluster.name
    begun = [name for name in cluster.names.all() if name.began_on <= on]
    return name_on(cluster.name, begun, is_today=False)[0]

"""A pôle's card as it stood on a day: every fact with its date, its source and what is doubted about it.

One card or a whole brochure of them is read in the same number of queries. What comes out are plain
values in the reader's language; people's names at the pôle (`ClusterContact`) are never read here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from clusters.cards.reading import read_rows
from clusters.cards.sections import Sections, kin_of
from clusters.cards.values import Card, Fact, General, Group, Kin
from clusters.directory import ended_on
from clusters.enums import StatementKind
from clusters.models import Cluster, Statement, Succession
from clusters.provenance import SourceBook

__all__ = ["Card", "General", "Kin", "last_day", "read_cards", "read_general", "successor_of"]


def last_day(cluster: Cluster) -> dt.date | None:
    """Return the last day on which a merged pôle stood; None when it was never succeeded."""
    succession: Succession | None = getattr(cluster, "succession", None)
    return ended_on(succession) - dt.timedelta(days=1) if succession else None


def successor_of(cluster: Cluster) -> Kin | None:
    """Return the pôle that took over from `cluster`, or None."""
    succession: Succession | None = getattr(cluster, "succession", None)
    return kin_of(succession.successor, succession) if succession else None


def read_cards(
    clusters: Sequence[Cluster], *, on: dt.date, is_today: bool, ending: Succession | None = None
) -> list[Card]:
    """Return the cards of `clusters` as they stood on day `on`, in a constant number of queries.

    `clusters` come with their sector selected; `is_today` says that today's own name holds.
    `ending` is the succession that closes the life line of the one pôle shown as it last stood.
    """
    rows = read_rows(clusters, on)
    return [Sections(cluster, rows, on, is_today, ending).card() for cluster in clusters]


def read_general(*, on: dt.date) -> General:
    """Read the statements that belong to no pôle. One query."""
    shown = {
        StatementKind.GENERAL: "pole",
        StatementKind.MEMBERSHIP_RULE: "rules",
        StatementKind.SUBSIDY_RULE: "rules",
        StatementKind.SERVICE: "service",
    }
    book = SourceBook()
    found: dict[str, list[Fact]] = defaultdict(list)
    rows = Statement.objects.as_of(on).filter(cluster=None, kind__in=shown).select_related("source")
    for row in rows.order_by("pk"):
        found[shown[StatementKind(row.kind)]].append(Fact(str(row.text), book.note(row)))
    return General(
        pole=Group(_("In general"), tuple(found["pole"])),
        rules=Group(_("Can a Dutch party take part?"), tuple(found["rules"])),
        service=Group(_("What the office does"), tuple(found["service"])),
        sources=book.cited(),
    )

"""A pôle's card as it stood on a day: every fact with its date, its source and what is doubted about it.

One card or a whole brochure of them is read in the same number of queries. What comes out are plain
values in the reader's language; people's names at the pôle (`ClusterContact`) are never read here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from clusters.cards.differences import differences
from clusters.cards.figures import figure_facts
from clusters.cards.reading import doubts, read_rows
from clusters.cards.sections import Sections, kin_of
from clusters.cards.values import Card, Fact, General, Group, Kin, Moment
from clusters.directory import name_on
from clusters.enums import StatementKind
from clusters.models import Cluster, Event, Figure, Statement, Succession
from clusters.presence import Presence
from clusters.provenance import SourceBook
from clusters.together import Part, hang, read_together

__all__ = ["Card", "General", "Kin", "read_cards", "read_general", "successor_of"]


def successor_of(cluster: Cluster, *, on: dt.date, is_today: bool) -> Kin | None:
    """Return the pôle that took over from `cluster`, under its name of day `on`, or None.

    `cluster` comes with its succession, the successor and the successor's names.
    """
    succession: Succession | None = getattr(cluster, "succession", None)
    if succession is None:
        return None
    heir = succession.successor
    begun = [name for name in heir.names.all() if name.began_on <= on]
    name, _language = name_on(heir.name, begun, is_today=is_today)
    return replace(kin_of(heir, succession), name=name)


def read_cards(
    clusters: Sequence[Cluster],
    *,
    on: dt.date,
    is_today: bool,
    ending: Presence | None = None,
    carriers_of: Cluster | None = None,
) -> list[Card]:
    """Return the cards of `clusters` as they stood on day `on`, in a constant number of queries.

    `clusters` come with their sector selected; `is_today` says that today's own name holds.
    `ending` closes the life line of the one pôle that is shown as it last stood; `carriers_of` is the one
    under whose themes the members that carry them are named.
    """
    rows = read_rows(clusters, on, carriers_of=carriers_of)
    return [Sections(cluster, rows, on, is_today, ending).card() for cluster in clusters]


def read_general(*, on: dt.date, with_differences: bool = False) -> General:
    """Read the statements, figures and events that belong to no pôle, and if asked the doubts. One query."""
    shown = {
        StatementKind.GENERAL: "pole",
        StatementKind.STANCE: "pole",
        StatementKind.MEMBERSHIP_RULE: "rules",
        StatementKind.SUBSIDY_RULE: "rules",
        StatementKind.SERVICE: "service",
    }
    statements = Statement.objects.as_of(on).filter(cluster=None, kind__in=shown)
    events = Event.objects.as_of(on).filter(cluster=None, organisation=None)
    rows = read_together(
        {
            "statements": Part(statements, ("source",)),
            "figures": Part(Figure.objects.as_of(on).filter(cluster=None), ("source",)),
            "events": Part(events, ("source",)),
            **(doubts(on, cluster=None) if with_differences else {}),
        }
    )
    if with_differences:
        hang(rows["doubted_in"], rows["ambiguities"], by="ambiguity_id", name="source_links")
    book = SourceBook()
    told: dict[str, list[Fact]] = defaultdict(list)
    for row in rows["statements"]:
        told[shown[StatementKind(row.kind)]].append(Fact(str(row.text), book.note(row)))
    return General(
        pole=Group(_("In general"), tuple(told["pole"])),
        figures=figure_facts(rows["figures"], book),
        life_line=tuple(
            Moment(row.began_on, row.began_precision, str(row.text), book.note(row))
            for row in sorted(rows["events"], key=lambda row: (row.began_on, row.pk), reverse=True)
        ),
        rules=Group(_("Can a Dutch party take part?"), tuple(told["rules"])),
        service=Group(_("What the office does"), tuple(told["service"])),
        differences=differences(rows.get("ambiguities", ()), book, {}),
        sources=book.cited(),
    )

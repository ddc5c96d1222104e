"""The life line of a card: what happened to the pôle, its regions, facilities and members, latest first."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from clusters.cards.reading import Rows
from clusters.cards.values import Moment
from clusters.dates import in_words
from clusters.enums import EventKind, NameRole, Precision
from clusters.models import Cluster
from clusters.presence import Presence
from clusters.provenance import SourceBook
from clusters.timeline import Period, Timeline, draw


class Changes:
    """What changed at one pôle up to the card's day; what an event tells already is not told twice."""

    def __init__(
        self,
        cluster: Cluster,
        rows: dict[str, Rows],
        book: SourceBook,
        *,
        on: dt.date,
        language: str,
        ending: Presence | None,
    ) -> None:
        self.rows = rows
        self.pk = cluster.pk
        self.book = book
        self.on = on
        self.language = language
        self.ending = ending
        self.told = {(row.kind, row.stated_on.year) for row in self.own("events")}

    def own(self, kind: str) -> list[Any]:
        return self.rows[kind].get(self.pk, [])

    def life_line(self) -> tuple[Moment, ...]:
        moments = [self.moment(row, str(row.text)) for row in self.own("events")]
        moments += [*self.names(), *self.labels(), *self.reform(), *self.gone(), *self.end(), *self.news()]
        return tuple(sorted(moments, key=lambda moment: moment.day, reverse=True))

    def timeline(self, life_line: tuple[Moment, ...]) -> Timeline | None:
        """Draw it: bars for the State's label, dots for what befell the pôle itself."""
        own = [moment for moment in life_line if moment.mark != "label" and not moment.of]
        return draw(
            [Period(row.phase, row.begins_on, row.ends_on) for row in self.own("labels")],
            [(moment.day, moment.mark == "end") for moment in own],
            on=self.on,
        )

    def founded(self) -> Moment | None:
        """Return how the pôle began; what it founded later with others is no beginning of its own."""
        founded = [row for row in self.own("events") if row.kind == EventKind.FOUNDED]
        first = min(founded, key=lambda row: row.began_on, default=None)
        known_from = self.first_name()
        if first is None or (known_from and first.began_on > known_from.began_on):
            return None
        return self.moment(first, str(first.text))

    def known_from(self) -> Moment | None:
        """Return since when the register has the pôle, unless it is known when it was founded."""
        first = self.first_name()
        return self.moment(first, first.text) if first and not self.founded() else None

    def first_name(self) -> Any:
        return min(self.own("names"), key=lambda row: row.began_on, default=None)

    def moment(
        self,
        row: Any,
        text: str,
        day: dt.date | None = None,
        of: str = "",
        mark: str = "",
        names: tuple[str, ...] = (),
    ) -> Moment:
        happened = day or row.began_on
        precision = row.began_precision if happened == row.began_on else precision_of(happened)
        return Moment(happened, precision, text, self.book.note(row), of, mark, names)

    def names(self) -> Iterator[Moment]:
        for row in self.own("names"):
            is_new = row.role == NameRole.PRIMARY and row.valid_from
            if is_new and (EventKind.RENAMED, row.valid_from.year) not in self.told:
                text = _("Took on the name %(name)s.") % {"name": row.text}
                yield self.moment(row, text, names=(row.text,))
        for row in self.own("took_over"):
            if (EventKind.MERGED, row.began_on.year) not in self.told:
                name = row.predecessor.name
                yield self.moment(row, _("Took over %(name)s.") % {"name": name}, names=(name,))

    def labels(self) -> Iterator[Moment]:
        for row in self.own("labels"):
            text = _("Labelled by the State for phase %(phase)s, up to and including %(end)s.") % {
                "phase": row.phase,
                "end": in_words(row.ends_on, self.language),
            }
            yield self.moment(row, text, row.begins_on, mark="label")

    def reform(self) -> Iterator[Moment]:
        """Tell once of each region that became, or became part of, another one."""
        regions = {row.region_id: row for row in self.own("regions")}
        for row in regions.values():
            ended = row.region.valid_until
            if ended and ended <= self.on and row.valid_until == ended:
                old, new = row.region.name, row.region.successor.name
                text = _("In the reform of the regions %(old)s passed into %(new)s.") % {
                    "old": old,
                    "new": new,
                }
                says_so = regions.get(row.region.successor_id, row)
                moment = self.moment(says_so, text, ended, names=(old, new))
                yield replace(moment, precision=Precision.DAY)

    def gone(self) -> Iterator[Moment]:
        for row in self.own("facilities"):
            ended = row.valid_until
            if ended and ended <= self.on and (EventKind.CLOSED, ended.year) not in self.told:
                text = _("%(name)s is no longer there.") % {"name": row.name}
                yield self.moment(row, text, ended, names=(row.name,))

    def end(self) -> Iterator[Moment]:
        if self.ending and self.ending.succession:
            succession = self.ending.succession
            name = succession.successor.name
            text = _("Merged into %(name)s.") % {"name": name}
            yield self.moment(succession, text, mark="end", names=(name,))
        elif self.ending and self.ending.ended_on:
            primary = [row for row in self.own("names") if row.role == NameRole.PRIMARY]
            last = max(primary, key=lambda row: row.valid_until)
            yield self.moment(last, _("The pôle ended."), self.ending.ended_on, mark="end")

    def news(self) -> Iterator[Moment]:
        for member in {row.organisation_id: row for row in self.own("members")}.values():
            for row in self.rows["news"].get(member.organisation_id, []):
                yield self.moment(row, str(row.text), of=row.organisation.name)


def precision_of(day: dt.date) -> str:
    """Return how exactly a day without a precision of its own is known.

    The first of January nearly always means the year, the first of another month that month.
    """
    if day.day != 1:
        return "day"
    return "year" if day.month == 1 else "month"

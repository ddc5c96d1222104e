"""Puts a card together from its rows, section by section in the order in which a reader meets them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from clusters.cards.reading import Rows
from clusters.cards.values import Card, Fact, FigureFact, Group, Kin, LabelState, Moment
from clusters.dates import end_of_quarter
from clusters.directory import LANGUAGE_OF_NAMES, Seat, ended_on, map_code, name_on, seat_of
from clusters.enums import (
    EventKind,
    MembershipRelation,
    NameRole,
    OrganisationKind,
    Qualifier,
    StatementKind,
    ThemeKind,
)
from clusters.models import Cluster, Facility, Membership, Organisation, Project, Succession
from clusters.provenance import Note, SourceBook


def kin_of(cluster: Cluster, succession: Succession) -> Kin:
    precision = "day" if succession.valid_from else succession.stated_precision
    return Kin(cluster.slug, cluster.name, ended_on(succession), precision)


def other_sources(first: Note, others: Iterable[Note]) -> tuple[Note, ...]:
    by_source = {note.source: note for note in others if note.source != first.source or not note.is_plain}
    return tuple(by_source.values())


class Sections:
    """Puts one card together, section by section in reading order, which numbers its sources."""

    def __init__(
        self,
        cluster: Cluster,
        rows: dict[str, Rows],
        on: dt.date,
        is_today: bool,
        ending: Succession | None,
    ) -> None:
        self.cluster = cluster
        self.rows = rows
        self.on = on
        self.is_today = is_today
        self.ending = ending
        self.book = SourceBook()

    def own(self, kind: str) -> list[Any]:
        return self.rows[kind].get(self.cluster.pk, [])

    def card(self) -> Card:
        cluster = self.cluster
        names = self.own("names")
        name, language = name_on(cluster.name, names, is_today=self.is_today)
        members, more = self.members()
        # Arguments are evaluated as they stand here: the order in which a reader meets the sources.
        return Card(
            slug=cluster.slug,
            name=name,
            language=language,
            sector=str(cluster.sector),
            website=cluster.website,
            website_verified=cluster.website_verified,
            description=Group(_("In short"), self.statements(StatementKind.DESCRIPTION)),
            goals=self.statements(StatementKind.GOAL),
            label=self.label(),
            regions=self.regions(),
            map_codes=frozenset(filter(None, (map_code(row.region) for row in self.own("regions")))),
            seats=self.seats(),
            names=self.other_names(name),
            strengths=self.strengths(),
            lines=self.lines(),
            member_remarks=self.statements(StatementKind.MEMBERS),
            members=members,
            more_members=more,
            projects=tuple(self.project(row) for row in self.own("projects")),
            facilities=tuple(self.facility(row) for row in self.own("facilities")),
            figures=self.figures(),
            stances=self.statements(StatementKind.STANCE),
            agreements=tuple(
                Fact(str(row.counterpart), self.book.note(row), detail=row.get_kind_display())
                for row in self.own("agreements")
            ),
            networks=tuple(
                Fact(row.network.name, self.book.note(row), detail=str(row.network.remark))
                for row in self.own("networks")
            ),
            evaluations=tuple(
                Fact(f"{row.programme} ({row.year})", self.book.note(row), detail=str(row.rating))
                for row in self.own("evaluations")
            ),
            life_line=self.life_line(),
            took_over=tuple(kin_of(row.predecessor, row) for row in self.own("took_over")),
            sources=self.book.cited(),
        )

    def regions(self) -> tuple[Fact, ...]:
        """Return each region once, however many places of its sources name it."""
        notes: dict[str, list[Note]] = defaultdict(list)
        for row in self.own("regions"):
            notes[row.region.name].append(self.book.note(row))
        return tuple(
            Fact(name, first, language=LANGUAGE_OF_NAMES, also=other_sources(first, others))
            for name, (first, *others) in notes.items()
        )

    def seats(self) -> tuple[tuple[Seat, Note], ...]:
        """Return each city once, as head office when any source calls it so, head office first."""
        seats: dict[str, tuple[Seat, Note]] = {}
        for row in self.own("seats"):
            seat = seat_of(row)
            if seat.city not in seats or (seat.is_head_office and not seats[seat.city][0].is_head_office):
                seats[seat.city] = (seat, self.book.note(row))
        return tuple(sorted(seats.values(), key=lambda place: not place[0].is_head_office))

    def statements(self, kind: StatementKind) -> tuple[Fact, ...]:
        return tuple(
            Fact(str(row.text), self.book.note(row)) for row in self.own("statements") if row.kind == kind
        )

    def other_names(self, name: str) -> tuple[Fact, ...]:
        """Return former names, abbreviations and translations; spellings kept for searching are not shown."""
        return tuple(
            Fact(
                row.text,
                self.book.note(row),
                detail=_("former name") if row.role == NameRole.PRIMARY else str(row.get_role_display()),
                language=row.language or LANGUAGE_OF_NAMES,
            )
            for row in self.own("names")
            if row.text != name and row.role != NameRole.VARIANT
        )

    def label(self) -> LabelState | None:
        """Return the label that begun last; whether it ended is seen from the card's day."""
        labels = self.own("labels")
        if not labels:
            return None
        row = labels[-1]
        return LabelState(
            phase=row.phase,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            has_ended=row.ends_on < self.on,
            ends_soon=self.on <= row.ends_on <= end_of_quarter(self.on),
            note=self.book.note(row),
        )

    def strengths(self) -> tuple[Group, ...]:
        titles = {
            3: _("Spearheads"),
            2: _("Themes"),
            1: _("Also active in"),
            0: _("Kinds of partner found here"),
        }
        groups: dict[int, list[Fact]] = defaultdict(list)
        for row in self.own("focuses"):
            place = 0 if row.theme.kind == ThemeKind.PARTNER else row.weight
            groups[place].append(Fact(str(row.theme.label), self.book.note(row), detail=row.wording))
        return tuple(Group(title, tuple(groups[place])) for place, title in titles.items() if groups[place])

    def lines(self) -> tuple[Fact, ...]:
        return tuple(
            Fact(
                str(row.title),
                self.book.note(row),
                detail=str(row.detail),
                place=_("announced as new") if row.is_new else "",
                by=tuple(
                    self.organisation(lead.organisation, lead) for lead in self.rows["leads"].get(row.pk, [])
                ),
            )
            for row in self.own("lines")
        )

    def organisation(self, organisation: Organisation, row: Any, *, detail: str = "", city: str = "") -> Fact:
        language = LANGUAGE_OF_NAMES if organisation.country == "FR" else ""
        return Fact(organisation.name, self.book.note(row), detail=detail, language=language, place=city)

    def members(self) -> tuple[tuple[Group, ...], int]:
        """Return the named organisations by kind, and how many more there are than are shown."""
        rows = self.own("members")
        by_organisation: dict[int, list[Membership]] = defaultdict(list)
        for row in rows:
            by_organisation[row.organisation_id].append(row)
        by_kind: dict[str, list[Fact]] = defaultdict(list)
        for ties in by_organisation.values():
            organisation = ties[0].organisation
            other_ties = [row for row in ties if row.relation != MembershipRelation.MEMBER]
            relations = ", ".join(row.get_relation_display() for row in other_ties)
            city = organisation.city.name if organisation.city else ""
            fact = self.organisation(organisation, ties[0], detail=relations, city=city)
            by_kind[organisation.kind].append(fact)
        groups = tuple(
            Group(str(kind.label), tuple(by_kind[kind])) for kind in OrganisationKind if by_kind.get(kind)
        )
        return groups, max(0, rows[0].total - len(rows)) if rows else 0

    def project(self, row: Project) -> Fact:
        led_by: tuple[Fact, ...] = ()
        if row.led_by:
            led_by = (self.organisation(row.led_by, row),)
        elif row.led_by_cluster:
            led_by = (Fact(_("the pôle itself"), self.book.note(row)),)
        city = row.city.name if row.city else ""
        return Fact(row.name, self.book.note(row), detail=str(row.description), place=city, by=led_by)

    def facility(self, row: Facility) -> Fact:
        detail = "; ".join(filter(None, [str(row.kind), str(row.access), str(row.effect)]))
        return Fact(
            row.name,
            self.book.note(row),
            detail=detail,
            place=row.city.name if row.city else "",
            by=(Fact(row.investor, self.book.note(row)),) if row.investor else (),
        )

    def figures(self) -> tuple[FigureFact, ...]:
        """Return the figures measure by measure as the register orders them, the latest of each first."""
        rows = self.own("figures")
        order = {measure: place for place, measure in enumerate(dict.fromkeys(row.measure for row in rows))}
        rows = sorted(rows, key=lambda row: (order[row.measure], -row.stated_on.toordinal(), row.pk))
        plain = (Qualifier.EXACT, Qualifier.DERIVED)
        return tuple(
            FigureFact(
                label=str(row.label),
                qualifier="" if row.qualifier in plain else qualifier_in_words(row.qualifier),
                value=row.value,
                unit=str(row.unit),
                since=row.since,
                derived=row.qualifier == Qualifier.DERIVED,
                note=self.book.note(row),
            )
            for row in rows
        )

    def life_line(self) -> tuple[Moment, ...]:
        """Return what happened, latest first: events, names taken on, labels, what befell members."""
        events = self.own("events")
        moments = [self.moment(row, str(row.text)) for row in events]
        renamed = {row.stated_on.year for row in events if row.kind == EventKind.RENAMED}
        merged = {row.stated_on.year for row in events if row.kind == EventKind.MERGED}
        moments += [
            self.moment(row, _("Took on the name %(name)s.") % {"name": row.text})
            for row in self.own("names")
            if row.role == NameRole.PRIMARY and row.valid_from and row.valid_from.year not in renamed
        ]
        moments += [
            self.moment(row, _("Took over %(name)s.") % {"name": row.predecessor.name})
            for row in self.own("took_over")
            if ended_on(row).year not in merged
        ]
        moments += [
            self.moment(
                row, _("Labelled by the State for phase %(phase)s.") % {"phase": row.phase}, row.begins_on
            )
            for row in self.own("labels")
        ]
        if self.ending:
            merged_into = _("Merged into %(name)s.") % {"name": self.ending.successor.name}
            moments.append(self.moment(self.ending, merged_into))
        for member in {row.organisation_id: row for row in self.own("members")}.values():
            for row in self.rows["news"].get(member.organisation_id, []):
                moments.append(self.moment(row, str(row.text), of=row.organisation.name))
        return tuple(sorted(moments, key=lambda moment: moment.day, reverse=True))

    def moment(self, row: Any, text: str, day: dt.date | None = None, of: str = "") -> Moment:
        happened = day or row.began_on
        if happened == row.stated_on:
            precision = row.stated_precision
        else:  # `valid_from` has no precision of its own; the first of January nearly always means a year
            precision = "year" if (happened.month, happened.day) == (1, 1) else "day"
        return Moment(happened, precision, text, self.book.note(row), of)


def qualifier_in_words(qualifier: str) -> str:
    """Return the source's word before a number: more than, about, almost, many."""
    return {
        Qualifier.MORE_THAN.value: _("more than"),
        Qualifier.ABOUT.value: _("about"),
        Qualifier.ALMOST.value: _("almost"),
        Qualifier.MANY.value: _("many"),
    }.get(qualifier, "")

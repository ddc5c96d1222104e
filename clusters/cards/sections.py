"""Puts a card together from its rows, section by section in the order in which a reader meets them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.cards.changes import Changes, precision_of
from clusters.cards.differences import concerns_of, differences
from clusters.cards.figures import figure_facts
from clusters.cards.parties import fates, name_borne, party
from clusters.cards.reading import Rows
from clusters.cards.values import Card, Carriers, Fact, Group, Kin, LabelState
from clusters.dates import end_of_quarter
from clusters.directory import LANGUAGE_OF_NAMES, Seat, map_code, name_on, seat_of
from clusters.enums import (
    MembershipRelation,
    NameRole,
    OrganisationKind,
    StatementKind,
    ThemeKind,
)
from clusters.models import (
    Cluster,
    ClusterRegion,
    Facility,
    Focus,
    Membership,
    Organisation,
    Project,
    Succession,
    ThemeMention,
)
from clusters.presence import Presence
from clusters.provenance import Note, SourceBook


def kin_of(cluster: Cluster, succession: Succession) -> Kin:
    return Kin(cluster.slug, cluster.name, succession.began_on, succession.began_precision)


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
        ending: Presence | None,
    ) -> None:
        self.cluster = cluster
        self.rows = rows
        self.on = on
        self.is_today = is_today
        self.book = SourceBook()
        self.language = get_language() or "en"
        self.changes = Changes(cluster, rows, self.book, on=on, language=self.language, ending=ending)

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
            map_codes=frozenset(filter(None, (map_code(row.region) for row in self.regions_held()))),
            seats=self.seats(),
            founded=self.changes.founded(),
            known_from=self.changes.known_from(),
            names=self.other_names(name),
            strengths=self.strengths(),
            lines=self.lines(),
            member_remarks=self.statements(StatementKind.MEMBERS),
            members=members,
            more_members=more,
            projects=tuple(self.project(row) for row in self.own("projects")),
            facilities=tuple(self.facility(row) for row in self.own("facilities") if row.holds_on(self.on)),
            gone=tuple(self.facility(row) for row in self.own("facilities") if not row.holds_on(self.on)),
            figures=figure_facts(self.own("figures"), self.book),
            stances=self.statements(StatementKind.STANCE),
            agreements=tuple(
                Fact(str(row.counterpart), self.book.note(row), detail=row.get_kind_display())
                for row in self.own("agreements")
            ),
            networks=tuple(
                Fact(
                    row.network.name,
                    self.book.note(row),
                    key=row.network.slug,
                    by=tuple(
                        self.organisation(other.organisation, other)
                        for other in self.rows["network_members"].get(row.network_id, [])
                    ),
                )
                for row in self.own("networks")
            ),
            evaluations=tuple(
                Fact(f"{row.programme} ({row.year})", self.book.note(row), detail=str(row.rating))
                for row in self.own("evaluations")
            ),
            in_document=self.statements(StatementKind.DOCUMENT),
            life_line=(life_line := self.changes.life_line()),
            timeline=self.changes.timeline(life_line),
            took_over=tuple(kin_of(row.predecessor, row) for row in self.own("took_over")),
            differences=differences(
                self.own("ambiguities"), self.book, concerns_of(self.rows, self.cluster.pk)
            ),
            sources=self.book.cited(),
        )

    def regions(self) -> tuple[Fact, ...]:
        """Return each region once, however many places of its sources name it."""
        notes: dict[str, list[Note]] = defaultdict(list)
        for row in self.regions_held():
            notes[row.region.name].append(self.book.note(row))
        return tuple(
            Fact(name, first, language=LANGUAGE_OF_NAMES, also=other_sources(first, others))
            for name, (first, *others) in notes.items()
        )

    def regions_held(self) -> list[ClusterRegion]:
        return [row for row in self.own("regions") if row.holds_on(self.on)]

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
            -1: _("Also named in the sources"),
        }
        mentions: dict[int, list[ThemeMention]] = defaultdict(list)
        for row in self.own("mentions"):
            mentions[row.theme_id].append(row)
        groups: dict[int, list[Fact]] = defaultdict(list)
        for row in self.own("focuses"):
            place = 0 if row.theme.kind == ThemeKind.PARTNER else row.weight
            groups[place].append(self.strength(row, mentions.pop(row.theme_id, [])))
        groups[-1] = [self.strength(rows[0], rows) for rows in mentions.values()]
        return tuple(Group(title, tuple(groups[place])) for place, title in titles.items() if groups[place])

    def strength(self, row: Focus | ThemeMention, mentions: list[ThemeMention]) -> Fact:
        """Return a theme with every place where a source names it, in that source's words."""
        theme = row.theme
        weight = row.weight if isinstance(row, Focus) and theme.kind == ThemeKind.SUBJECT else 0
        return Fact(
            str(theme.label),
            self.book.note(row),
            mentions=tuple(
                Fact(
                    str(mention.wording),
                    self.book.note(mention),
                    detail=", ".join(filter(None, [mention.get_emphasis_display(), str(mention.scope)])),
                )
                for mention in mentions
            ),
            key=theme.slug,
            weight=weight,
            carriers=self.carriers(theme.pk) if theme.kind == ThemeKind.SUBJECT else None,
        )

    def carriers(self, theme: int) -> Carriers | None:
        """Return who among the members carries the theme, under their names of the card's day."""
        found = self.rows["carried"].get(theme)
        if not found:
            return None
        [carried] = found
        rows = [row for pk in carried.organisations for row in self.rows["carriers"].get(pk, [])]
        named = tuple(
            name_borne(row, self.rows["organisation_names"].get(row.pk, []), on=self.on) for row in rows
        )
        return Carriers(named, carried.number - len(named))

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
        names = self.rows["organisation_names"].get(organisation.pk, [])
        return party(organisation, names, row, self.book.note(row), on=self.on, detail=detail, city=city)

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
            details = [str(row.get_relation_display()) for row in other_ties]
            details += fates(self.rows["news"].get(organisation.pk, []), self.language)
            city = organisation.city.name if organisation.city else ""
            fact = self.organisation(organisation, ties[0], detail="; ".join(details), city=city)
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
            ended=row.valid_until,
            ended_precision=precision_of(row.valid_until) if row.valid_until else "",
        )

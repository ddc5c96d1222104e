"""A pôle's card as it stood on a day: every fact with its date, its source and what is doubted about it.

One card or a whole brochure of them is read in the same number of queries. What comes out are plain
values in the reader's language; people's names at the pôle (`ClusterContact`) are never read here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from clusters.dates import end_of_quarter
from clusters.directory import LANGUAGE_OF_NAMES, Seat, begun, ended_on, name_on, seat_of
from clusters.enums import (
    EventKind,
    MembershipRelation,
    NameRole,
    OrganisationKind,
    Qualifier,
    StatementKind,
    ThemeKind,
)
from clusters.models import (
    Agreement,
    Cluster,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Evaluation,
    Event,
    Facility,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    NetworkParticipation,
    Organisation,
    Project,
    Statement,
    StrategicLine,
    Succession,
)
from clusters.provenance import CitedSource, Note, SourceBook

MEMBERS_SHOWN = 60  # per pôle; of more members the card gives the number

Rows = dict[int, list[Any]]


@dataclass(frozen=True)
class Fact:
    """One statement on the card; `language` is that of `text` when it is a name."""

    text: str
    note: Note
    detail: str = ""
    language: str = ""
    place: str = ""
    by: tuple["Fact", ...] = ()  # who leads it
    also: tuple[Note, ...] = ()  # other places that say the same


@dataclass(frozen=True)
class Group:
    """Facts under one heading, such as the spearheads or the hospitals among the members."""

    title: str
    facts: tuple[Fact, ...]

    @property
    def note(self) -> Note | None:
        """The note to show once at the heading, when one source says it all and nothing is doubted."""
        notes = [fact.note for fact in self.facts]
        one_source = len({note.source for note in notes}) == 1
        return notes[0] if one_source and all(note.is_plain for note in notes) else None


@dataclass(frozen=True)
class FigureFact:
    label: str
    qualifier: str  # in words; empty when the number is exact
    value: Decimal | None
    unit: str
    since: int | None
    derived: bool
    note: Note


@dataclass(frozen=True)
class LabelState:
    """How long the State's label runs, seen from the day of the card."""

    phase: str
    begins_on: dt.date
    ends_on: dt.date
    has_ended: bool
    ends_soon: bool  # within the quarter of that day
    note: Note


@dataclass(frozen=True)
class Moment:
    """An entry of the life line."""

    day: dt.date
    precision: str
    text: str
    note: Note
    of: str = ""  # the organisation it happened to, when not to the pôle


@dataclass(frozen=True)
class Kin:
    """The pôle that took over, or one that was taken over."""

    slug: str
    name: str
    day: dt.date
    precision: str


@dataclass(frozen=True)
class Card:
    slug: str
    name: str
    language: str
    sector: str
    website: str
    website_verified: bool
    names: tuple[Fact, ...]
    regions: tuple[Fact, ...]
    map_codes: frozenset[str]
    seats: tuple[tuple[Seat, Note], ...]
    label: LabelState | None
    descriptions: tuple[Fact, ...]
    goals: tuple[Fact, ...]
    stances: tuple[Fact, ...]
    strengths: tuple[Group, ...]
    lines: tuple[Fact, ...]
    members: tuple[Group, ...]
    member_remarks: tuple[Fact, ...]
    more_members: int
    projects: tuple[Fact, ...]
    facilities: tuple[Fact, ...]
    figures: tuple[FigureFact, ...]
    agreements: tuple[Fact, ...]
    networks: tuple[Fact, ...]
    evaluations: tuple[Fact, ...]
    life_line: tuple[Moment, ...]
    took_over: tuple[Kin, ...]
    sources: tuple[CitedSource, ...]


def last_day(cluster: Cluster) -> dt.date | None:
    """Return the last day on which a merged pôle stood; None when it was never succeeded."""
    succession: Succession | None = getattr(cluster, "succession", None)
    return ended_on(succession) - dt.timedelta(days=1) if succession else None


def successor_of(cluster: Cluster) -> Kin | None:
    """Return the pôle that took over from `cluster`, or None."""
    succession: Succession | None = getattr(cluster, "succession", None)
    return _kin(succession.successor, succession) if succession else None


def read_cards(clusters: Sequence[Cluster], *, on: dt.date, is_today: bool) -> list[Card]:
    """Return the cards of `clusters` as they stood on day `on`, in a constant number of queries.

    `clusters` come with their sector selected; `is_today` says that today's own name holds.
    """
    rows = _read(clusters, on)
    return [_Builder(cluster, rows, on, is_today).card() for cluster in clusters]


def _read(clusters: Sequence[Cluster], on: dt.date) -> dict[str, Rows]:
    """Read all rows of the cards, by kind and pôle. One query per kind, nineteen in all."""

    def facts(rows: QuerySet[Any], *related: str, order: Sequence[Any] = ("pk",)) -> Rows:
        own = rows.filter(cluster__in=clusters).select_related("source", *related)
        return _by(own.order_by(*order), "cluster_id")

    # Cut in the database: a pôle may have hundreds of members, a brochure tens of thousands.
    members = Membership.objects.as_of(on).annotate(
        position=Window(RowNumber(), partition_by="cluster", order_by=["organisation__name_folded", "pk"]),
        total=Window(Count("pk"), partition_by="cluster"),
    )
    leads = LineLead.objects.as_of(on).filter(line__cluster__in=clusters)
    taken_over = Succession.objects.as_of(on).filter(successor__in=clusters)
    rows = {
        "names": facts(ClusterName.objects.filter(begun(on))),
        "regions": facts(ClusterRegion.objects.as_of(on), "region"),
        "seats": facts(ClusterSeat.objects.as_of(on), "city__region"),
        "labels": facts(Label.objects.filter(begins_on__lte=on), order=["begins_on", "pk"]),
        "statements": facts(Statement.objects.as_of(on)),
        "focuses": facts(Focus.objects.as_of(on), "theme", order=["-weight", "pk"]),
        "lines": facts(StrategicLine.objects.as_of(on), order=[F("number").asc(nulls_last=True), "pk"]),
        "members": facts(
            members.filter(position__lte=MEMBERS_SHOWN),
            "organisation__city",
            order=["organisation__name_folded", "pk"],
        ),
        "projects": facts(Project.objects.as_of(on), "led_by", "city"),
        "facilities": facts(Facility.objects.as_of(on), "city"),
        "figures": facts(Figure.objects.as_of(on)),
        "agreements": facts(Agreement.objects.as_of(on)),
        "networks": facts(NetworkParticipation.objects.as_of(on), "network"),
        "evaluations": facts(Evaluation.objects.as_of(on), order=["-year", "pk"]),
        "events": facts(Event.objects.as_of(on)),
        "leads": _by(leads.select_related("source", "organisation").order_by("pk"), "line_id"),
        "took_over": _by(taken_over.select_related("source", "predecessor").order_by("pk"), "successor_id"),
    }
    shown = {row.organisation_id for own in rows["members"].values() for row in own}
    news = Event.objects.as_of(on).filter(organisation__in=shown, cluster=None)
    rows["news"] = _by(news.select_related("source", "organisation").order_by("pk"), "organisation_id")
    return rows


def _by(rows: Iterable[Any], key: str) -> Rows:
    grouped: Rows = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped


def _kin(cluster: Cluster, succession: Succession) -> Kin:
    precision = "day" if succession.valid_from else succession.stated_precision
    return Kin(cluster.slug, cluster.name, ended_on(succession), precision)


def _other_sources(first: Note, others: Iterable[Note]) -> tuple[Note, ...]:
    by_source = {note.source: note for note in others if note.source != first.source or not note.is_plain}
    return tuple(by_source.values())


class _Builder:
    """Puts one card together, section by section in reading order, which numbers its sources."""

    def __init__(self, cluster: Cluster, rows: dict[str, Rows], on: dt.date, is_today: bool) -> None:
        self.cluster = cluster
        self.rows = rows
        self.on = on
        self.is_today = is_today
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
            descriptions=self.statements(StatementKind.DESCRIPTION),
            goals=self.statements(StatementKind.GOAL),
            label=self.label(),
            regions=self.regions(),
            map_codes=frozenset(row.region.map_code for row in self.own("regions") if row.region.map_code),
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
                Fact(row.network.name, self.book.note(row), detail=row.network.remark)
                for row in self.own("networks")
            ),
            evaluations=tuple(
                Fact(f"{row.programme} ({row.year})", self.book.note(row), detail=str(row.rating))
                for row in self.own("evaluations")
            ),
            life_line=self.life_line(),
            took_over=tuple(_kin(row.predecessor, row) for row in self.own("took_over")),
            sources=self.book.cited(),
        )

    def regions(self) -> tuple[Fact, ...]:
        """Return each region once, however many places of its sources name it."""
        notes: dict[str, list[Note]] = defaultdict(list)
        for row in self.own("regions"):
            notes[row.region.name].append(self.book.note(row))
        return tuple(
            Fact(name, first, language=LANGUAGE_OF_NAMES, also=_other_sources(first, others))
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
        by_kind: dict[str, list[Fact]] = defaultdict(list)
        for row in rows:
            organisation = row.organisation
            relation = "" if row.relation == MembershipRelation.MEMBER else row.get_relation_display()
            city = organisation.city.name if organisation.city else ""
            by_kind[organisation.kind].append(
                self.organisation(organisation, row, detail=relation, city=city)
            )
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
        for member in {row.organisation_id: row for row in self.own("members")}.values():
            for row in self.rows["news"].get(member.organisation_id, []):
                moments.append(self.moment(row, str(row.text), of=row.organisation.name))
        return tuple(sorted(moments, key=lambda moment: moment.day, reverse=True))

    def moment(self, row: Any, text: str, day: dt.date | None = None, of: str = "") -> Moment:
        happened = day or row.valid_from or row.stated_on
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


@dataclass(frozen=True)
class General:
    """What the register says of pôles in general and of the office, in the words staff keep."""

    pole: tuple[Fact, ...]
    rules: tuple[Fact, ...]
    service: tuple[Fact, ...]
    sources: tuple[CitedSource, ...]


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
    return General(tuple(found["pole"]), tuple(found["rules"]), tuple(found["service"]), book.cited())

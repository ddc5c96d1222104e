"""What a card consists of, as plain values in the reader's language."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from clusters.directory import Seat
from clusters.map import Pin
from clusters.provenance import CitedSource, Note
from clusters.timeline import Timeline


@dataclass(frozen=True)
class Carriers:
    """The members that carry a theme: (name, its language) of the first few, and how many more there are."""

    named: tuple[tuple[str, str], ...]
    more: int


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
    mentions: tuple["Fact", ...] = ()  # the source's own words for a theme, with their emphasis
    in_source: str = ""  # the name as the source has it, when it is another than `text`
    key: str = ""  # the short name of what is meant, the same on every card
    weight: int = 0  # of a theme: 1 also active, 2 stated theme, 3 spearhead
    carriers: Carriers | None = None  # of a theme: the members in whose words it was recognised
    ended: dt.date | None = None
    ended_precision: str = ""


@dataclass(frozen=True)
class Group:
    """Facts under one heading, such as the spearheads or the hospitals among the members."""

    title: str
    facts: tuple[Fact, ...]

    @property
    def note(self) -> Note | None:
        """The source to name once at the heading, when it is that of all; doubts stay with the facts."""
        notes = [fact.note for fact in self.facts]
        return notes[0] if len({note.source for note in notes}) == 1 else None


@dataclass(frozen=True)
class FigureFact:
    measure: str
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
    mark: str = ""  # "label" for a phase of the State's label, "end" when nothing comes after it
    names: tuple[str, ...] = ()  # the French names in `text`


@dataclass(frozen=True)
class Concern:
    """A fact an ambiguity is about, and the section of the page that shows it."""

    text: str
    section: str


@dataclass(frozen=True)
class Difference:
    """A doubt with both its readings; which of them is right is not said."""

    title: str
    kind: str
    reading: str
    other_reading: str
    note: Note
    others: tuple[int, ...]  # further sources, by their number on the page
    concerns: tuple[Concern, ...]


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
    founded: Moment | None
    known_from: Moment | None  # its first name in the register
    regions: tuple[Fact, ...]
    map_codes: frozenset[str]
    seats: tuple[tuple[Seat, Note], ...]
    label: LabelState | None
    description: Group
    goals: tuple[Fact, ...]
    stances: tuple[Fact, ...]
    strengths: tuple[Group, ...]
    lines: tuple[Fact, ...]
    members: tuple[Group, ...]
    member_remarks: tuple[Fact, ...]
    more_members: int
    projects: tuple[Fact, ...]
    facilities: tuple[Fact, ...]
    gone: tuple[Fact, ...]  # facilities that are there no longer
    figures: tuple[FigureFact, ...]
    agreements: tuple[Fact, ...]
    networks: tuple[Fact, ...]
    evaluations: tuple[Fact, ...]
    in_document: tuple[Fact, ...]  # the place the office's own document gave it
    life_line: tuple[Moment, ...]
    timeline: Timeline | None
    took_over: tuple[Kin, ...]
    differences: tuple[Difference, ...]
    sources: tuple[CitedSource, ...]

    @property
    def pins(self) -> tuple[Pin, ...]:
        """The pôle's cities for a map of its own."""
        return tuple(
            Pin(seat.city, seat.city, *seat.coordinates, address="")
            for seat, _note in self.seats
            if seat.coordinates
        )

    @property
    def names_carriers(self) -> bool:
        return any(fact.carriers for group in self.strengths for fact in group.facts)

    @property
    def has_derived_themes(self) -> bool:
        return any(fact.note.derived for group in self.strengths for fact in group.facts)


@dataclass(frozen=True)
class General:
    """What the register says of pôles in general and of the office, in the words staff keep."""

    pole: Group
    figures: tuple[FigureFact, ...]
    life_line: tuple[Moment, ...]
    rules: Group
    service: Group
    differences: tuple[Difference, ...]
    sources: tuple[CitedSource, ...]

    @property
    def is_empty(self) -> bool:
        return not (
            self.pole.facts or self.figures or self.life_line or self.rules.facts or self.service.facts
        )

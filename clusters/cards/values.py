"""What a card consists of, as plain values in the reader's language."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from clusters.directory import Seat
from clusters.provenance import CitedSource, Note


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
        """The source to name once at the heading, when it is that of all; doubts stay with the facts."""
        notes = [fact.note for fact in self.facts]
        return notes[0] if len({note.source for note in notes}) == 1 else None


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
    figures: tuple[FigureFact, ...]
    agreements: tuple[Fact, ...]
    networks: tuple[Fact, ...]
    evaluations: tuple[Fact, ...]
    life_line: tuple[Moment, ...]
    took_over: tuple[Kin, ...]
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True)
class General:
    """What the register says of pôles in general and of the office, in the words staff keep."""

    pole: Group
    rules: Group
    service: Group
    sources: tuple[CitedSource, ...]

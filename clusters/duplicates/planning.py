"""What a merge of two organisations would do, worked out before anything is done."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import TextField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clusters.duplicates.relations import Relation, moved
from clusters.likeness import name_key
from clusters.models import Organisation, OrganisationMerge, OrganisationName

KEPT, GONE, BOTH = "kept", "gone", "both"
_NOT_CHOSEN = {"id", "slug"}  # its own for ever: links and files name it so


class NotMerged(ValueError):
    """These two cannot be merged; the message says why, and what to do."""


class GoneAlready(NotMerged):
    """One of the two went into another before; `merge` tells of it."""

    def __init__(self, merge: OrganisationMerge) -> None:
        self.merge = merge
        super().__init__(
            _("“%(gone)s” was merged into “%(kept)s” already.")
            % {"gone": merge.gone_name, "kept": merge.kept_name}
        )


@dataclass(frozen=True)
class Column:
    """A column of both. `is_asked` where each says something else; `preset` is taken unless one chooses."""

    name: str
    label: str
    kept: Any
    gone: Any
    kept_shown: str
    gone_shown: str
    preset: str
    is_asked: bool
    may_be_both: bool = False

    @property
    def is_filled(self) -> bool:
        return not self.is_asked and self.preset == GONE

    @property
    def says_something(self) -> bool:
        return bool(self.kept_shown or self.gone_shown)


@dataclass(frozen=True)
class Fact:
    """A row that goes along. With `into`, the one kept has it already: `period` is what both say together."""

    row: Any
    into: Any = None
    period: tuple[dt.date | None, dt.date | None] | None = None


@dataclass(frozen=True)
class Facts:
    """The rows of one kind."""

    relation: Relation
    facts: tuple[Fact, ...]

    @property
    def label(self) -> str:
        return capfirst(str(self.relation.model._meta.verbose_name_plural))


@dataclass(frozen=True)
class Plan:
    """All that would happen; `token` is another one as soon as any row that takes part is."""

    kept: Organisation
    gone: Organisation
    columns: tuple[Column, ...]
    kinds: tuple[Facts, ...]
    names: frozenset[str]  # keys of the other names, of both
    token: str

    @property
    def alias(self) -> str:
        """The name that is kept as another name, where the name of the one kept stays; "" for none."""
        return self.lost_name(self.kept.name, self.gone.name)

    def lost_name(self, stays: str, goes: str) -> str:
        return "" if name_key(goes) in {name_key(stays), *self.names} else goes

    @property
    def number_moved(self) -> int:
        return sum(len(kind.facts) for kind in self.kinds)


def plan(kept: Organisation, gone: Organisation) -> Plan:
    """Work out the merge of `gone` into `kept`, in one query for each kind of fact. Raises `NotMerged`."""
    refuse(kept, gone)
    columns = tuple(_columns(kept, gone))
    kinds = tuple(_facts(relation, kept, gone) for relation in moved())
    told = sha256(repr([_values(kept), _values(gone)]).encode())
    names: set[str] = set()
    found = []
    for kind, rows in kinds:
        told.update(repr([_values(row) for row in rows]).encode())
        if kind.relation.model is OrganisationName:
            names.update(name_key(row.text) for row in rows)
        if kind.facts:
            found.append(kind)
    return Plan(kept, gone, columns, tuple(found), frozenset(names), told.hexdigest()[:32])


def refuse(kept: Organisation, gone: Organisation) -> None:
    """Raise `NotMerged` for what is no pair."""
    if kept.pk == gone.pk:
        raise NotMerged(_("An organisation cannot be merged with itself. Choose another."))
    if kept.siren and gone.siren and kept.siren != gone.siren:
        raise NotMerged(
            _(
                "Each has a SIREN of its own (%(one)s and %(other)s), so to the State these are two. If one "
                "of the numbers is wrong, mend it on that organisation’s page first."
            )
            % {"one": kept.siren, "other": gone.siren}
        )


def _values(row: Any) -> list[Any]:
    return [getattr(row, each.attname) for each in row._meta.concrete_fields]


# --- columns --------------------------------------------------------------------------------------------


def _columns(kept: Organisation, gone: Organisation) -> list[Column]:
    found = []
    for field in Organisation._meta.concrete_fields:
        if field.name in _NOT_CHOSEN or not field.editable:
            continue
        own, others = getattr(kept, field.attname), getattr(gone, field.attname)
        asked = own != others and own not in ("", None) and others not in ("", None)
        # Who says more than the column’s default is believed first.
        default = field.get_default()
        takes = (own in ("", None) and others not in ("", None)) or (asked and own == default != others)
        found.append(
            Column(
                field.name,
                capfirst(str(field.verbose_name)),
                own,
                others,
                _shown(kept, field),
                _shown(gone, field),
                GONE if takes else KEPT,
                asked,
                may_be_both=asked and isinstance(field, TextField),
            )
        )
    return found


def _shown(row: Organisation, field: Any) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    return "" if value is None else str(value)


# --- facts ----------------------------------------------------------------------------------------------


def _facts(relation: Relation, kept: Organisation, gone: Organisation) -> tuple[Facts, list[Any]]:
    joined = [
        field.name
        for field in relation.model._meta.concrete_fields
        if field.is_relation and field.name != relation.column
    ]
    rows = list(
        relation.model._default_manager.filter(**{f"{relation.column}__in": [kept.pk, gone.pk]})
        .select_related(*joined)
        .order_by("pk")
    )
    both = {kept.pk: kept, gone.pk: gone}
    for row in rows:  # who it is of is known
        setattr(row, relation.column, both[getattr(row, relation.attname)])
    own = [row for row in rows if getattr(row, relation.attname) == kept.pk]
    there = {key: row for row in own for key in _keys(relation, row, kept)}
    facts = []
    for row in rows:
        if getattr(row, relation.attname) != gone.pk:
            continue
        into = next((there[key] for key in _keys(relation, row, kept) if key in there), None)
        facts.append(Fact(row, into, together(into, row) if into else None))
    return Facts(relation, tuple(facts)), rows


def _keys(relation: Relation, row: Any, kept: Organisation) -> list[tuple[int, tuple[Any, ...]]]:
    """Return what must be unique of this row once it is a row of the one kept."""
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values[relation.column] = kept.pk
    keys = [(number, rule.key(values)) for number, rule in enumerate(relation.once)]
    return [(number, key) for number, key in keys if key is not None]


def together(one: Any, other: Any) -> tuple[dt.date | None, dt.date | None]:
    """Return from when until when a fact holds that two rows tell: `valid_from` and `valid_until` for `one`.

    It begins with the earlier of the two. Its end is what was said last: who was a member in 2014 to one
    source, and left in 2020 to a later one, is a member no more. Said on the same day, or of a time before
    the other began, the longer holds.
    """
    begins = one.valid_from if one.began_on <= other.began_on else other.began_on
    earlier, later = sorted((one, other), key=lambda row: row.stated_on)
    is_of_the_other = later.valid_until is None or earlier.began_on < later.valid_until
    if earlier.stated_on != later.stated_on and is_of_the_other:
        return begins, later.valid_until
    ends = (one.valid_until, other.valid_until)
    return begins, None if None in ends else max(end for end in ends if end)


# --- who is kept ----------------------------------------------------------------------------------------


def kept_first(one: Organisation, other: Organisation) -> tuple[Organisation, Organisation]:
    """Return the two with the one to keep first: it has the SIREN, then more memberships, then is older."""
    ranked = sorted((one, other), key=lambda row: (not row.siren, -row.memberships.count(), row.pk))
    return ranked[0], ranked[1]


def find(pk: int) -> Organisation:
    """Return the organisation. Raises `GoneAlready` or `NotMerged` where it is not there any more."""
    row = Organisation.objects.select_related("city").filter(pk=pk).first()
    if row is not None:
        return row
    merge = OrganisationMerge.objects.filter(gone_number=pk, undone_at=None).order_by("-pk").first()
    if merge is not None:
        raise GoneAlready(merge)
    raise NotMerged(_("This organisation is not there any more. Somebody may have deleted it."))

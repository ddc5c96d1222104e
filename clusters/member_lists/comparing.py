"""What each row of a list would do: it is recognised, new, doubtful or wrong.

An organisation is recognised by its SIREN, then by its name and town, in any spelling of both. Where that
leaves two, or points at one that is like it but not the same, a person is asked and nothing is guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from clusters.enums import RowStanding
from clusters.likeness import city_key, name_key
from clusters.member_lists.reading import MemberRow
from clusters.member_lists.register import Register

NEW_ONE = "new"  # the answer that a doubtful row is an organisation of its own


@dataclass(slots=True)
class Outcome:
    """What the row would do. `changes` are (before, after) by column, of organisation and membership alike.

    `reasons` say what is wrong, or why it is doubtful; `candidates` are whom a doubtful row may mean.
    """

    row: MemberRow
    standing: RowStanding
    organisation: int | None = None
    city: int | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    candidates: tuple[int, ...] = ()
    may_be_new: bool = False

    @property
    def is_good(self) -> bool:
        return self.standing not in (RowStanding.WRONG, RowStanding.DOUBTFUL)


@dataclass(frozen=True)
class _Doubt:
    reasons: tuple[str, ...]
    candidates: tuple[int, ...]


class Comparison:
    """Holds rows against the register; knows which organisations earlier rows of the list were."""

    def __init__(
        self,
        register: Register,
        *,
        answers: Mapping[str, str] | None = None,
        leave_out_cities: bool = False,
    ) -> None:
        self.register = register
        self.answers = answers or {}
        self.leave_out_cities = leave_out_cities
        # Row and SIREN of who was in the list before, by SIREN, by number, by name and town.
        self._by_siren: dict[str, tuple[int, str]] = {}
        self._by_number: dict[int, tuple[int, str]] = {}
        self._by_name: dict[tuple[str, int | None], tuple[int, str]] = {}

    def outcomes(self, rows: Iterable[MemberRow]) -> Iterator[Outcome]:
        for row in rows:
            yield self._outcome(row)

    def _outcome(self, row: MemberRow) -> Outcome:
        if row.faults:
            return Outcome(row, RowStanding.WRONG, reasons=row.faults)
        city, fault = self._city(row)
        if fault:
            return Outcome(row, RowStanding.WRONG, reasons=(fault,))
        found, doubt = self._recognise(row, city)
        answer = self.answers.get(str(row.number), "")
        possible = () if doubt is None else tuple(map(str, doubt.candidates))
        if self._may_be_new(row, doubt):
            possible = (NEW_ONE, *possible)
        if doubt and answer not in possible:
            return Outcome(
                row,
                RowStanding.DOUBTFUL,
                city=city,
                reasons=doubt.reasons,
                candidates=doubt.candidates,
                may_be_new=NEW_ONE in possible,
            )
        if doubt:
            found = None if answer == NEW_ONE else int(answer)
        if earlier := self._earlier(row, found, city):
            return Outcome(row, RowStanding.WRONG, city=city, reasons=(_twice(row, earlier),))
        outcome = self._held_against(row, found, city)
        if doubt:
            outcome.reasons, outcome.candidates = doubt.reasons, doubt.candidates
            outcome.may_be_new = NEW_ONE in possible
        return outcome

    def _may_be_new(self, row: MemberRow, doubt: _Doubt | None) -> bool:
        """Two organisations cannot have one SIREN, nor one organisation two memberships."""
        if doubt is None or row.siren in self.register.by_siren:
            return False
        return not any(self._has_ended(pk) for pk in doubt.candidates)

    def _has_ended(self, pk: int) -> bool:
        tie = self.register.ties.get(pk)
        return tie is not None and tie.until is not None

    def _city(self, row: MemberRow) -> tuple[int | None, str]:
        if not row.city:
            return None, ""
        cities = self.register.cities.get(city_key(row.city), set())
        if len(cities) == 1:
            return next(iter(cities)), ""
        if self.leave_out_cities:
            return None, ""
        if cities:
            sentence = _(
                "Row %(row)d: the register knows more than one city “%(city)s”. Leave the cell empty, and "
                "choose the city on the organisation’s own page afterwards."
            )
        else:
            sentence = _(
                "Row %(row)d: the register does not know the city “%(city)s”. Add it under Cities or mend "
                "its spelling; or choose to leave such cities empty."
            )
        return None, sentence % {"row": row.number, "city": row.city[:80]}

    # --- who is it ---------------------------------------------------------------------------------------

    def _recognise(self, row: MemberRow, city: int | None) -> tuple[int | None, _Doubt | None]:
        register, key = self.register, name_key(row.name)
        by_siren = register.by_siren.get(row.siren) if row.siren else None
        namesakes = register.by_name.get(key, [])
        if by_siren is not None:
            if by_siren in namesakes:
                return self._still_member(by_siren)
            reason = _("The SIREN is that of “%(known)s”; the list has another name with it.")
            return None, _Doubt(
                (reason % {"known": register.organisations[by_siren].name},),
                (by_siren,),
            )
        exact = self._same_place(namesakes, city)
        own = [pk for pk in exact if register.organisations[pk].siren in ("", row.siren) or not row.siren]
        if len(own) == 1 and len(exact) == 1:
            return self._still_member(own[0])
        if exact:
            return None, self._among(exact, row)
        return None, self._like(row, key, city, namesakes)

    def _same_place(self, namesakes: Iterable[int], city: int | None) -> list[int]:
        """Return those in this town; without a town, those without one that are members here already.

        Who took another over stands in the other's town too: somebody said that they are one.
        """
        return [
            pk
            for pk in namesakes
            if self.register.stands_in(pk, city) and (city is not None or pk in self.register.ties)
        ]

    def _still_member(self, pk: int) -> tuple[int | None, _Doubt | None]:
        tie = self.register.ties.get(pk)
        if tie is None or tie.until is None:
            return pk, None
        reason = _(
            "Its membership ended on %(day)s; the list names it again. Choose it to make it a member anew."
        )
        return None, _Doubt((reason % {"day": tie.until.isoformat()},), (pk,))

    def _among(self, exact: list[int], row: MemberRow) -> _Doubt:
        if len(exact) > 1:
            return _Doubt((_("More than one organisation has this name in this town."),), tuple(exact))
        reason = _("An organisation of this name in this town has another SIREN.")
        return _Doubt((reason,), tuple(exact))

    def _like(self, row: MemberRow, key: str, city: int | None, namesakes: list[int]) -> _Doubt | None:
        told = (
            (namesakes, _("An organisation of the same name has another town, or none.")),
            (self.register.alike(key, city), _("An organisation in this town has nearly the same name.")),
            (self.register.with_site(row.website), _("Another organisation has the same website.")),
        )
        candidates: dict[int, None] = {}
        reasons = []
        for found, reason in told:
            # Two that both have a SIREN, and not the same one, are two.
            alike = [pk for pk in found if not (row.siren and self.register.organisations[pk].siren)]
            if alike:
                reasons.append(reason)
                candidates |= dict.fromkeys(alike)
        return _Doubt(tuple(reasons), tuple(candidates)) if candidates else None

    def _earlier(self, row: MemberRow, found: int | None, city: int | None) -> int | None:
        """Return which row of the list was the same organisation; else remember this one."""
        named = (name_key(row.name), city)
        if known := self._by_siren.get(row.siren) or (found and self._by_number.get(found)):
            return known[0]
        number, siren = self._by_name.get(named, (None, ""))
        if number is not None and not (row.siren and siren and row.siren != siren):
            return number
        this = row.number, row.siren
        if row.siren:
            self._by_siren[row.siren] = this
        if found:
            self._by_number[found] = this
        self._by_name[named] = this
        return None

    # --- what changes ------------------------------------------------------------------------------------

    def _held_against(self, row: MemberRow, found: int | None, city: int | None) -> Outcome:
        if found is None:
            return Outcome(row, RowStanding.NEW, city=city)
        known, tie = self.register.organisations[found], self.register.ties.get(found)
        # What the row says goes on as changes: of a hundred thousand rows it should not be held twice.
        name = known.name if row.name == known.name else row.name
        brief = MemberRow(row.number, name, since=row.since)
        said = {
            "kind": row.kind,
            "city": city,
            "siren": row.siren,
            "website": row.website,
            "activity": row.activity,
        }
        changes: dict[str, tuple[Any, Any]] = {
            column: (getattr(known, column), value)
            for column, value in said.items()
            if value and not _alike(column, getattr(known, column), value)
        }
        if city in self.register.former_towns.get(found, ()):
            changes.pop("city", None)  # the town of one that was merged into it: it has not moved
        if not self.register.is_called(found, name_key(row.name)):
            changes["alias"] = ("", row.name)
        if tie is None:
            return Outcome(brief, RowStanding.NEW, found, city, changes)
        if row.since and row.since != tie.since:
            changes["since"] = (tie.since, row.since)
        if tie.until is not None:
            changes["until"] = (tie.until, None)
        standing = RowStanding.CHANGED if changes else RowStanding.SAME
        return Outcome(brief, standing, found, city, changes)


def _alike(column: str, known: Any, said: Any) -> bool:
    if column == "activity":  # staff may have typed it on several lines
        return bool(known.split() == said.split())
    if column != "website":
        return bool(known == said)
    return bool(_bare(known) == _bare(said))


def _bare(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def _twice(row: MemberRow, earlier: int) -> str:
    return _("Row %(row)d, “%(name)s”: row %(earlier)d is the same organisation. Keep one of the two.") % {
        "row": row.number,
        "name": row.name[:60],
        "earlier": earlier,
    }

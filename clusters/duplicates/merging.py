"""Two organisations become one, in one transaction: what was shown is done, and every row tells of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters import member_themes
from clusters.duplicates import deciding
from clusters.duplicates.planning import BOTH, GONE, KEPT, Facts, NotMerged, Plan, find, plan
from clusters.enums import SourceKind
from clusters.going_back import let_go
from clusters.many_rows import all_variables, create, remember, write_over
from clusters.models import Organisation, OrganisationMerge, OrganisationName, Source

BY_HAND = "organisations-merged-by-hand"
_SAID = ("source", "source_line", "stated_on", "stated_precision")


class Changed(NotMerged):
    """Somebody changed one of the rows since the merge was shown: it has to be looked at again."""


def merge(
    kept: int, gone: int, *, choices: Mapping[str, str], seen: str, by: Any, at: dt.datetime
) -> OrganisationMerge:
    """Merge the organisation `gone` into `kept`, by their numbers, as the plan with the token `seen` showed.

    `choices` says by column whose value is taken. Raises `GoneAlready` when it was done before, `Changed` or
    another `NotMerged`; then nothing is changed.
    """
    try:
        with transaction.atomic(), all_variables():
            # Both are locked, always in one order: two people who merge at once wait for each other.
            for pk in sorted((kept, gone)):
                Organisation.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            agreed = plan(find(kept), find(gone))
            if agreed.token != seen:
                raise Changed(
                    _("Somebody changed one of the two after you looked. Nothing was merged: look again.")
                )
            return _Merging(agreed, choices, by=by, at=at).run()
    except IntegrityError as problem:
        raise Changed(
            _("Somebody changed the same rows at this moment. Nothing was merged: look again.")
        ) from problem


class _Merging:
    def __init__(self, agreed: Plan, choices: Mapping[str, str], *, by: Any, at: dt.datetime) -> None:
        self.plan = agreed
        self.choices = choices
        self.at = at
        kept, gone = agreed.kept, agreed.gone
        self.record = OrganisationMerge.objects.create(
            kept=kept,
            kept_number=kept.pk,
            kept_name=kept.name,
            gone_number=gone.pk,
            gone_name=gone.name,
            by=by,
            merged_at=at,
        )
        self.record.apart = deciding.carry_over(gone, kept)
        self.record.save()
        self.history = {"by": by, "at": at, "reason": self.record.change_reason}

    def run(self) -> OrganisationMerge:
        gone = self.plan.gone
        names = self._alias()  # before the facts that say so are moved
        for kind in self.plan.kinds:
            self._move(kind)
        self._delete(Organisation, [gone])
        self._fill()  # after it: a SIREN is one organisation’s only
        create(OrganisationName, names)
        remember(OrganisationName, [each.pk for each in names], "+", **self.history)
        member_themes.tag([self.plan.kept.pk])
        return self.record

    def _move(self, kind: Facts) -> None:
        model, attname = kind.relation.model, kind.relation.attname
        goes = [fact.row for fact in kind.facts if fact.into is None]
        for row in goes:
            setattr(row, attname, self.plan.kept.pk)
        self._change(model, goes, {attname})
        longer = []
        for fact in kind.facts:
            if fact.period and fact.period != (fact.into.valid_from, fact.into.valid_until):
                fact.into.valid_from, fact.into.valid_until = fact.period
                longer.append(fact.into)
        self._change(model, longer, {"valid_from", "valid_until"})
        self._delete(model, [fact.row for fact in kind.facts if fact.into is not None])

    def _fill(self) -> None:
        kept, changed = self.plan.kept, set()
        for column in self.plan.columns:
            chosen = self._chosen(column.name)
            if chosen == KEPT:
                continue
            field: Any = Organisation._meta.get_field(column.name)
            value = f"{column.kept}\n\n{column.gone}" if chosen == BOTH else column.gone
            if value != column.kept:
                setattr(kept, field.attname, value)
                changed.add(field.attname)
        if "name" in changed:
            changed.add("name_folded")
        self._change(Organisation, [kept] if changed else [], changed)

    def _chosen(self, name: str) -> str:
        column = next(each for each in self.plan.columns if each.name == name)
        offered = (KEPT, GONE, BOTH) if column.may_be_both else (KEPT, GONE)
        said = self.choices.get(name, "") if column.is_asked else ""
        return said if said in offered else column.preset

    def _alias(self) -> list[OrganisationName]:
        """Return the name that would be lost as another name, unless the one kept is called so anyway.

        Who says so is the source of what the register last learnt of the one that goes.
        """
        kept, gone = self.plan.kept, self.plan.gone
        if self._chosen("name") == GONE:
            lost = self.plan.lost_name(stays=gone.name, goes=kept.name)
            facts = []
        else:
            lost = self.plan.alias
            facts = [fact.row for kind in self.plan.kinds for fact in kind.facts]
        if not lost:
            return []
        if facts:
            last = max(facts, key=lambda row: (row.stated_on, row.pk))
            said = {name: getattr(last, name) for name in _SAID}
        else:
            said = {"source": _by_hand(), "stated_on": self.at.date()}
        return [OrganisationName(organisation=kept, text=lost, **said)]

    # --- statements --------------------------------------------------------------------------------------

    def _change(self, model: Any, rows: list[Any], columns: set[str]) -> None:
        if rows:
            write_over(model, rows, columns)
            remember(model, [each.pk for each in rows], "~", **self.history)

    def _delete(self, model: Any, rows: list[Any]) -> None:
        if not rows:
            return
        keys = [row.pk for row in rows]
        remember(model, keys, "-", **self.history)
        let_go(model, keys)
        old = model._base_manager.filter(pk__in=keys)
        old._raw_delete(old.db)  # everything that referred to them was moved


def _by_hand() -> Source:
    source, _made = Source.objects.get_or_create(
        slug=BY_HAND,
        defaults={
            "kind": SourceKind.KNOWLEDGE,
            "title": _("Names of organisations that the desk put together"),
        },
    )
    return source

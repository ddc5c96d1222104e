"""Going back to an earlier version of a card: first what would change, then all of it or nothing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import SET_NULL, F, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clusters.constraints import Uniqueness, uniquenesses
from clusters.fixtures import folded_columns_of
from clusters.lifeline import LifelineLoops, validate_succession
from clusters.models import Ambiguity, Cluster, Focus, StrategicLine, Succession, ThemeMention
from clusters.versions.moments import WENT_BACK, Moment, key_of
from clusters.versions.parts import BY_MODEL, PARTS, State, Values, digest, state_at, state_now
from clusters.versions.words import FieldChange, Words, references

ADDED, CHANGED, REMOVED = "+", "~", "-"
# Others refer to these rows, so they are changed in place; all other kinds are taken out and put back,
# so that rows may exchange what is unique to them.
_REFERRED_TO: dict[type[Model], dict[str, Any]] = {
    StrategicLine: {"number": None},
    Ambiguity: {"reference": ""},
}


class CardChanged(Exception):
    """Somebody changed the card after it was shown what would change."""


class CannotGoBack(Exception):
    """Something of the earlier version cannot come back; the message is a sentence for the reader."""


@dataclass(frozen=True)
class Change:
    """What going back does to one row, in words."""

    what: str
    heading: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What going back would do; `obstacles` are sentences, with any of them it cannot be done."""

    cluster_pk: int
    at: dt.datetime
    token: str
    then: State
    now: State
    changes: tuple[Change, ...]
    obstacles: tuple[str, ...]

    def rows(self, what: str, model: type[Model]) -> dict[int, Values]:
        """Return the rows of one kind that are added, changed (as they become) or removed."""
        then, now = self.then[model], self.now[model]
        if what == REMOVED:
            return {pk: values for pk, values in now.items() if pk not in then}
        return {
            pk: values
            for pk, values in then.items()
            if (pk not in now if what == ADDED else pk in now and now[pk] != values)
        }

    @property
    def touched(self) -> Iterator[tuple[str, type[Model]]]:
        """Yield what is done to which kinds of row, for whoever asks whether it is allowed."""
        for part in PARTS:
            for what in (ADDED, CHANGED, REMOVED):
                if self.rows(what, part.model):
                    yield what, part.model


def plan_to_go_back(cluster_pk: int, moment: Moment) -> Plan:
    """Work out what going back to that moment would change. Reads only, one query or two per kind of row."""
    then = state_at(cluster_pk, moment.at)
    now = state_now(cluster_pk, then=then)
    token = digest(now)
    words = Words(_each(then, now))
    obstacles = [*_missing(then, now, words)]
    plan = Plan(cluster_pk, moment.at, token, then, now, (), ())
    obstacles += [*_taken(plan, words), *_loops(plan)]
    return Plan(cluster_pk, moment.at, token, then, now, tuple(_changes(plan, words)), tuple(obstacles))


def go_back(cluster_pk: int, moment: Moment, *, token: str, by: Any, at: dt.datetime) -> Plan:
    """Make the card as it was at that moment, all of it or nothing, and write that into its history.

    Every row keeps its primary key. Raises CardChanged when the card is no longer the one that
    `token` stands for, CannotGoBack when something cannot come back.
    """
    try:
        with transaction.atomic():
            Cluster.objects.select_for_update().get(pk=cluster_pk)
            plan = plan_to_go_back(cluster_pk, moment)
            if plan.token != token:
                raise CardChanged
            if plan.obstacles:
                raise CannotGoBack(" ".join(plan.obstacles))
            _apply(plan)
            _write_history(plan, by=by, at=at)
    except IntegrityError as refused:
        raise CannotGoBack(
            _("The database refuses the earlier version, so nothing was changed: %(reason)s")
            % {"reason": refused}
        ) from refused
    return plan


def _each(*states: State) -> Iterator[tuple[type[Model], Values]]:
    for state in states:
        for model, rows in state.items():
            for values in rows.values():
                yield model, values


def _changes(plan: Plan, words: Words) -> Iterator[Change]:
    for part in PARTS:
        model = part.model
        for what in (CHANGED, ADDED, REMOVED):
            for pk, values in plan.rows(what, model).items():
                fields = words.changes(model, plan.now[model][pk], values) if what == CHANGED else ()
                yield Change(what, words.heading(model, values), fields)


def _missing(then: State, now: State, words: Words) -> Iterator[str]:
    """Name what the earlier rows refer to and is there no more; forget it where a row can do without."""
    for model, rows in then.items():
        for column in references(model):
            target = column.related_model
            for pk, values in rows.items():
                key = values[column.attname]
                if key is None or key in words.live[target] or key in then.get(target, {}):
                    continue
                if column.null and column.remote_field.on_delete is SET_NULL:
                    values[column.attname] = None
                elif now[model].get(pk) != values:
                    yield _("“%(row)s” cannot come back: its %(column)s “%(name)s” was deleted.") % {
                        "row": words.heading(model, values),
                        "column": column.verbose_name,
                        "name": words.referred(target, key),
                    }


def _taken(plan: Plan, words: Words) -> Iterator[str]:
    """Name what must be unique in the whole register and belongs to another card by now."""
    for part in PARTS:
        rows = plan.rows(ADDED, part.model) | plan.rows(CHANGED, part.model)
        owner = part.owner.removesuffix("_id")
        rules = [rule for rule in uniquenesses(part.model) if owner not in rule.names]
        if not rows or not rules:
            continue
        ours = plan.then[part.model].keys() | plan.now[part.model].keys()
        others = list(part.model._default_manager.exclude(pk__in=ours))
        for rule in rules:
            holders = {key: row for row in others if (key := rule.key(_by_name(part.model, row))) is not None}
            for values in rows.values():
                key = rule.key({column.name: values[column.attname] for column in part.columns})
                if key in holders:
                    yield _sentence(part.model, rule, words.heading(part.model, values), holders[key])


def _by_name(model: type[Model], row: Model) -> Values:
    return {column.name: getattr(row, column.attname) for column in BY_MODEL[model].columns}


def _sentence(model: type[Model], rule: Uniqueness, heading: str, holder: Model) -> str:
    columns = ", ".join(str(model._meta.get_field(name).verbose_name) for name in rule.names)  # type: ignore[union-attr]
    return _("“%(row)s” cannot come back: “%(holder)s” has this %(columns)s by now.") % {
        "row": heading,
        "columns": columns,
        "holder": capfirst(str(holder)),
    }


def _loops(plan: Plan) -> Iterator[str]:
    rows = plan.rows(ADDED, Succession) | plan.rows(CHANGED, Succession)
    for values in rows.values():
        ends = Cluster.objects.in_bulk([values["predecessor_id"], values["successor_id"]])
        if len(ends) == 2:
            try:
                validate_succession(
                    predecessor=ends[values["predecessor_id"]], successor=ends[values["successor_id"]]
                )
            except LifelineLoops as loop:
                yield str(loop)


def _apply(plan: Plan) -> None:
    leaves = [part.model for part in PARTS if part.model not in (Cluster, *_REFERRED_TO)]
    for model in leaves:
        _take_out(model, [*plan.rows(REMOVED, model), *plan.rows(CHANGED, model)])
    for model, parked in _REFERRED_TO.items():
        changed, removed = plan.rows(CHANGED, model), list(plan.rows(REMOVED, model))
        if model is StrategicLine and removed:
            for other in (Focus, ThemeMention):  # those of other cards may point here too
                other._default_manager.filter(line_id__in=removed).update(line=None)
        _take_out(model, removed)
        model._default_manager.filter(pk__in=list(changed)).update(**parked)
        names = [column.name for column in BY_MODEL[model].columns if not column.primary_key]
        rows = [model(**values) for values in changed.values()]
        for column in folded_columns_of(model):
            names.append(column.name)
            for row in rows:
                column.pre_save(row, add=False)  # `bulk_update` would leave it as it was
        model._default_manager.bulk_update(rows, names, batch_size=200)
        model._default_manager.bulk_create([model(**v) for v in plan.rows(ADDED, model).values()])
    for model in leaves:
        back = {**plan.rows(ADDED, model), **plan.rows(CHANGED, model)}
        model._default_manager.bulk_create([model(**values) for values in back.values()], batch_size=200)


def _take_out(model: type[Model], pks: list[int]) -> None:
    """Delete rows without the history's own lines: `_write_history` writes what really happened to them."""
    rows = model._default_manager.filter(pk__in=pks)
    rows._raw_delete(rows.db)


def _write_history(plan: Plan, *, by: Any, at: dt.datetime) -> None:
    reason = f"{WENT_BACK}{key_of(plan.at)}"
    cluster = Cluster.objects.get(pk=plan.cluster_pk)
    for values in plan.rows(CHANGED, Cluster).values():
        for name, value in values.items():
            setattr(cluster, name, value)
        cluster._change_reason = reason  # type: ignore[attr-defined]
        cluster._history_user = by  # type: ignore[attr-defined]
        cluster._history_date = at  # type: ignore[attr-defined]
        cluster.save()
    # Whoever has the card's form open must hear of it, also when only facts changed.
    Cluster.objects.filter(pk=plan.cluster_pk).update(version=F("version") + 1)
    for part in PARTS:
        if part.model is Cluster:
            continue
        lines = [
            part.history(
                history_date=at,
                history_type=what,
                history_user=by,
                history_change_reason=reason,
                **values,
            )
            for what in (REMOVED, CHANGED, ADDED)
            for values in plan.rows(what, part.model).values()
        ]
        part.history._default_manager.bulk_create(lines, batch_size=200)

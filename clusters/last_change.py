"""When the register last changed, told from what keeps its history: cheap enough to ask at every visit."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import BigIntegerField, CharField, DateTimeField, Max, Model, QuerySet, Value
from django.db.models.functions import Cast

from clusters.models import LoadedRecord


@dataclass(frozen=True)
class RegisterVersion:
    """`key` is another one after every change of a row; `at` is when that was, None for an empty register."""

    key: str
    at: dt.datetime | None


def register_version() -> RegisterVersion:
    """Return how far the register's history has come. One query, answered from indexes."""
    parts = []
    for model in _histories():
        parts += [_last(model, number="history_id"), _last(model, moment="history_date")]
    # Places, networks and sources keep no history: the staff site's log and the loader's book tell of them.
    parts += [
        _last(LogEntry, number="pk", content_type__app_label="clusters"),
        _last(LoadedRecord, number="pk"),
        _last(LoadedRecord, moment="loaded_at"),
    ]
    numbers: dict[str, int] = {}
    moments: list[dt.datetime] = []
    for name, number, moment in parts[0].union(*parts[1:], all=True):
        numbers[name] = max(number or 0, numbers.get(name, 0))
        moments += [moment] if moment else []
    last = max(moments, default=None)
    # The loader changes what keeps no history without a new number: when it did is part of the key.
    key = ".".join(str(numbers[name]) for name in sorted(numbers))
    return RegisterVersion(f"{key}.{last.timestamp() if last else 0}", last)


def last_change_of_cards() -> dict[int, dt.datetime]:
    """Return, for each pôle that ever had a fact, when one of its facts last changed. One query."""
    parts = [
        model._default_manager.order_by().values_list("cluster_id").annotate(Max("history_date"))
        for model in _histories()
        if any(field.name == "cluster" for field in model._meta.fields)
    ]
    latest: dict[int, dt.datetime] = {}
    for pole, moment in parts[0].union(*parts[1:], all=True):
        if pole is not None:
            latest[pole] = max(moment, latest.get(pole, moment))
    return latest


def _histories() -> list[type[Model]]:
    models: Any = apps.get_app_config("clusters").get_models()
    return [model.history.model for model in models if hasattr(model, "history")]


def _last(model: type[Model], *, number: str = "", moment: str = "", **only: Any) -> QuerySet[Any, Any]:
    """Return the highest of one column of `model`, which keeps to an index; asked for both it would not."""
    nothing: dict[str, Any] = {"number": BigIntegerField(), "moment": DateTimeField()}
    asked = {"number": number, "moment": moment}
    columns = {
        name: Max(column) if column else Cast(Value(None), nothing[name]) for name, column in asked.items()
    }
    rows = model._default_manager.filter(**only).order_by()
    part = Value(model.__name__, output_field=CharField())
    return rows.values(part=part).annotate(**columns).values_list("part", "number", "moment")

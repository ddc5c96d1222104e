"""When the register last changed, told from what keeps its history: cheap enough to ask at every visit."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import CharField, Max, Model, QuerySet, Value

from clusters.models import LoadedRecord


@dataclass(frozen=True)
class RegisterVersion:
    """`key` is another one after every change of a row; `at` is when that was, None for an empty register."""

    key: str
    at: dt.datetime | None


def register_version() -> RegisterVersion:
    """Return how far the register's history has come. Two queries, answered from indexes."""
    numbered = {model.__name__: _last(model, "history_id") for model in _histories()}
    # Places, networks and sources keep no history: the staff site's log and the loader's book tell of them.
    numbered["staff"] = _last(LogEntry, "pk", content_type__app_label="clusters")
    numbered["loader"] = _last(LoadedRecord, "pk")
    last = dict(_together(numbered))
    dated = {model.__name__: _last(model, "history_date") for model in _histories()}
    dated["loader"] = _last(LoadedRecord, "loaded_at")
    moments = [moment for _kind, moment in _together(dated) if moment]
    key = ".".join(str(last[kind] or 0) for kind in sorted(last))
    return RegisterVersion(key, max(moments, default=None))


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


def _last(model: type[Model], column: str, **only: Any) -> tuple[QuerySet[Any, Any], str]:
    return model._default_manager.filter(**only).order_by(), column


def _together(parts: dict[str, tuple[QuerySet[Any, Any], str]]) -> list[tuple[str, Any]]:
    """Return the last of each part, by the part's name, all in one query."""
    named = [
        rows.values(part=Value(name, output_field=CharField())).annotate(last=Max(column))
        for name, (rows, column) in parts.items()
    ]
    return [(row["part"], row["last"]) for row in named[0].union(*named[1:], all=True)]

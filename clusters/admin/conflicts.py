"""Two people, one record: what was typed, what is stored now, and what stood there before both.

A form carries what it was loaded with (`_before`), in the very words a browser would send it back. So
the three can be told apart field by field, without history and for any form: only I changed it, only
they did, or both.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.numbers import number_in

VERSION_FIELD = "_version"
BEFORE_FIELD = "_before"
OWN_FIELDS = (VERSION_FIELD, BEFORE_FIELD, "csrfmiddlewaretoken")

# By field, by name in the form (a date with a time has two), what a browser sends.
Written = dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Difference:
    """One field of which two people have their own idea; `theirs` is None when it is stored nowhere.

    `before` is None when the form did not say what it was loaded with.
    """

    label: str
    mine: str
    theirs: str | None
    before: str | None = None
    i_changed: bool = False
    they_changed: bool = False

    @property
    def differs(self) -> bool:
        return self.theirs is not None and self.mine != self.theirs

    @property
    def clashes(self) -> bool:
        return self.i_changed and self.they_changed and self.differs


# --- what a form holds, as a browser sends it ------------------------------------------------------------


def written(form: forms.BaseForm) -> Written:
    """Return what an unbound form shows, as it comes back when nobody touches it."""
    return {name: _shown(form[name]) for name in _compared_fields(form)}


def _posted(form: forms.BaseForm) -> Written:
    data: Any = form.data
    return {
        name: {each: data.getlist(each) for each in _names(form[name])} for name in _compared_fields(form)
    }


def _compared_fields(form: forms.BaseForm) -> list[str]:
    """Leave out what nobody types: a password is shown as a field, and never to be repeated here."""
    return [
        name
        for name, field in form.fields.items()
        if not field.disabled and not isinstance(field.widget, forms.HiddenInput)
    ]


def _widget(bound: Any) -> Any:
    widget = bound.field.widget
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def _names(bound: Any) -> list[str]:
    widget = _widget(bound)
    if isinstance(widget, forms.MultiWidget):
        names: Any = widget
        return [f"{bound.html_name}{name}" for name in names.widgets_names]
    return [bound.html_name]


def _shown(bound: Any) -> dict[str, list[str]]:
    widget, value = _widget(bound), bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return {bound.html_name: ["on"] if widget.check_test(value) else []}
    if isinstance(widget, forms.MultiWidget):
        parts: Any = value if isinstance(value, list | tuple) else widget.decompress(value)
        shown = [each.format_value(part) for each, part in zip(widget.widgets, parts, strict=True)]
        return {name: _texts(part) for name, part in zip(_names(bound), shown, strict=True)}
    return {bound.html_name: _texts(widget.format_value(value))}


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return ["" if each is None else str(each) for each in values]


def _plain(values: Mapping[str, list[str]]) -> list[list[str]]:
    """Return values to compare: line ends, spaces around them and the order of choices say nothing."""
    return [
        sorted(filter(None, (each.replace("\r\n", "\n").strip() for each in values[name])))
        for name in sorted(values)
    ]


def encoded(values: Written) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else ""


def decoded(text: str) -> Written:
    """Return what `encoded` wrote, {} for what it did not write: the page then shows two columns."""
    try:
        found = json.loads(text or "{}")
        return {
            str(field): {str(name): [str(each) for each in values] for name, values in names.items()}
            for field, names in found.items()
        }
    except (ValueError, AttributeError, TypeError):
        return {}


# --- in words ------------------------------------------------------------------------------------------


def in_words(field: forms.Field, *columns: Any) -> list[str]:
    """Return values of one form field as a person would read them; chosen rows are read once for all."""
    lists = [_as_list(column) for column in columns]
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return [
            gettext("yes")
            if any(value in (True, "on", "true", "True") for value in values)
            else gettext("no")
            for values in lists
        ]
    labels = _labels(field, {str(value) for values in lists for value in values})
    apart = ", " if labels or isinstance(field, forms.ChoiceField) else " "
    return [
        apart.join(labels.get(str(value), str(value)) for value in values if value not in ("", None))
        .replace("\r\n", "\n")
        .strip()
        for values in lists
    ]


def _as_list(column: Any) -> list[Any]:
    if isinstance(column, list | tuple | models.QuerySet):
        return [each.pk if isinstance(each, models.Model) else each for each in column]
    return [column]


def _labels(field: Any, keys: set[str]) -> dict[str, str]:
    if isinstance(field, forms.ModelChoiceField):
        chosen: Any = field.queryset
        name = field.to_field_name or chosen.model._meta.pk.name
        numbered = isinstance(chosen.model._meta.get_field(name), models.IntegerField)
        wanted = [key for key in keys if key and (not numbered or number_in(key) is not None)]
        rows: Any = chosen.filter(**{f"{name}__in": wanted})
        return {str(field.prepare_value(row)): field.label_from_instance(row) for row in rows}
    if not isinstance(field, forms.ChoiceField):
        return {}
    found: dict[str, str] = {}
    choices: Any = field.choices
    for key, label in choices:
        group = label if isinstance(label, list | tuple) else [(key, label)]
        found.update({str(each): str(name) for each, name in group if each not in ("", None)})
    return found


def compared(form: forms.BaseForm, stored: Mapping[str, Any]) -> list[Difference]:
    """Compare what was typed into `form` with what is stored now, field by field: two columns."""
    found = []
    for name in _compared_fields(form):
        label, field, typed = str(form[name].label), form.fields[name], form[name].value()
        if name in stored:
            mine, theirs = in_words(field, typed, stored[name])
            found.append(Difference(label, mine, theirs))
        else:
            found.append(Difference(label, in_words(field, typed)[0], None))
    return found


# --- three ways ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """Fields side by side; `merged` is what to send for both people's changes, where there are any."""

    differences: tuple[Difference, ...]
    now: Written
    merged: dict[str, list[str]] | None = None

    @property
    def clashes(self) -> bool:
        return any(each.clashes for each in self.differences)


def three_ways(
    mine: forms.BaseForm, now: forms.BaseForm, before: Written, *, only: Iterable[str]
) -> Comparison:
    """Compare a bound form with the unbound form of what is stored now and with what it was loaded with.

    `only` are the fields that are stored anywhere: of the others there is no “theirs”.
    """
    typed, stored = _posted(mine), written(now)
    known, found = set(only), []
    theirs_alone: dict[str, list[str]] = {}
    for name, sent in typed.items():
        field, label = mine.fields[name], str(mine[name].label)
        if name not in known or name not in stored:
            found.append(Difference(label, in_words(field, _flat(sent))[0], None))
            continue
        old = before.get(name)
        columns = [_flat(sent), _flat(stored[name]), _flat(old if old is not None else {})]
        said, theirs, was = in_words(field, *columns)
        if old is None:
            found.append(Difference(label, said, theirs))
            continue
        i_changed, they_changed = _plain(sent) != _plain(old), _plain(stored[name]) != _plain(old)
        found.append(Difference(label, said, theirs, was, i_changed, they_changed))
        if they_changed and not i_changed:
            theirs_alone |= stored[name]
    kept = {name: stored[name] for name in stored if name in known}
    return Comparison(tuple(found), kept, theirs_alone or None)


def _flat(values: Mapping[str, list[str]]) -> list[str]:
    return [each for name in values for each in values[name]]


# --- the page ------------------------------------------------------------------------------------------


def who_was_faster(row: models.Model) -> str:
    """Return who stored the row last, and when, as far as it is known; "" when it is not."""
    if hasattr(row, "history"):
        last = row.history.select_related("history_user").first()
        person, moment = (last.history_user, last.history_date) if last else (None, None)
    else:
        kind = ContentType.objects.get_for_model(row)
        lines = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).select_related("user")
        entry = lines.order_by("-action_time").first()
        person, moment = (entry.user, entry.action_time) if entry else (None, None)
    if moment is None:
        return ""
    at = date_format(localtime(moment), "j F Y H:i")
    if person is None:
        return gettext("It was stored last on %(at)s.") % {"at": at}
    name = person.get_full_name() or person.get_username()
    return gettext("%(name)s stored it last, on %(at)s.") % {"name": name, "at": at}


def conflict_page(
    request: HttpRequest,
    site: admin.AdminSite,
    row: models.Model,
    *,
    comparison: Comparison,
    version: str,
    back: str,
    posted: QueryDict | None = None,
    events: Iterable[Any] = (),
    faster: str = "",
    allowed: bool = True,
) -> HttpResponse:
    """Show that a colleague was faster: three columns, and everything typed ready to be sent again.

    `events` are lines that tell what happened meanwhile; `allowed` says whether sending it again,
    with `version`, still makes sense.
    """
    typed = {name: values for name, values in (posted or request.POST).lists() if name not in OWN_FIELDS}
    carried = {VERSION_FIELD: [version], BEFORE_FIELD: [encoded(comparison.now)]}
    both = {**typed, **comparison.merged, **carried} if comparison.merged else {}
    context = {
        **site.each_context(request),
        "title": _("A colleague was faster"),
        "row": row,
        "opts": row._meta,
        "compared": comparison.differences,
        "knows_before": any(each.before is not None for each in comparison.differences),
        "clashes": comparison.clashes,
        "events": list(events),
        "faster": faster,
        "mine": _pairs({**typed, **carried}),
        "both": _pairs(both),
        "allowed": allowed,
        "back": back,
    }
    return TemplateResponse(request, "admin/conflict.html", context, status=409)


def gone_page(
    request: HttpRequest, site: admin.AdminSite, mine: forms.BaseForm, *, model: type[models.Model], add: str
) -> HttpResponse:
    """Say that the row was deleted while it was edited, and show what was typed in `mine`.

    `add` is the address at which it can be stored as a new row; "" for who may not.
    """
    typed = {name: values for name, values in request.POST.lists() if name not in OWN_FIELDS}
    context = {
        **site.each_context(request),
        "title": _("Deleted meanwhile"),
        "opts": model._meta,
        "compared": compared(mine, {}),
        "mine": _pairs(typed),
        "add": add,
    }
    return TemplateResponse(request, "admin/gone.html", context, status=410)


def _pairs(values: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, each in values.items() for value in each]

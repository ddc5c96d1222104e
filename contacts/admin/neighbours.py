"""The requests before and after one in the list a person came from, found without reading the list.

The page of one row carries the list's choices in its address (`_changelist_filters`, Django's own
habit). The list's own filters and search are asked for their rows; the place of the one at hand is
given by its values in the list's order.
"""

import copy
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist, SuspiciousOperation
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from contacts.models import IntroductionRequest

FILTERS_FIELD = "_changelist_filters"


class _Unread(ChangeList):
    """A list that knows which rows it would show, and in which order, but fetches and counts none."""

    def get_results(self, request: HttpRequest) -> None:
        self.result_count = self.full_result_count = 0
        self.result_list: Any = []
        self.can_show_all, self.multi_page = False, False


def _without_choices(spec: Any, asked: HttpRequest) -> Any:
    """Return a filter nobody set without the choices it would offer: to look them up costs a query each."""
    if not isinstance(spec, type) or not hasattr(spec, "lookups"):
        return spec
    if getattr(spec, "parameter_name", "") in asked.GET:
        return spec
    return type(spec.__name__, (spec,), {"lookups": lambda self, request, page: [("", "")]})


def neighbours(page: Any, request: HttpRequest, row: IntroductionRequest) -> dict[str, dict[str, Any] | None]:
    """Return `previous` and `next`, each with `pk` and `reference`, or None at an end of the list.

    Two queries. A list ordered by something rows may lack, or by another table, has no neighbours.
    """
    none: dict[str, dict[str, Any] | None] = {"previous": None, "next": None}
    asked = copy.copy(request)
    asked.GET = QueryDict(request.GET.get(FILTERS_FIELD, ""))
    try:
        shown = _list(page, asked)
    except (IncorrectLookupParameters, SuspiciousOperation):
        return none
    rows = shown.queryset.select_related(None).prefetch_related(None)
    order = _order(shown.queryset, row)
    if not order:
        return none
    return {
        "previous": _first(rows, row, [_turned(name) for name in order]),
        "next": _first(rows, row, order),
    }


def _list(page: Any, asked: HttpRequest) -> Any:
    columns = page.get_list_display(asked)
    columns = ["action_checkbox", *columns] if page.get_actions(asked) else columns  # as the list counts them
    made = type("Unread", (_Unread, page.get_changelist(asked)), {})
    return made(
        asked,
        page.model,
        columns,
        page.get_list_display_links(asked, columns),
        [_without_choices(spec, asked) for spec in page.get_list_filter(asked)],
        page.date_hierarchy,
        page.get_search_fields(asked),
        page.get_list_select_related(asked),
        page.list_per_page,
        page.list_max_show_all,
        page.list_editable,
        page,
        page.get_sortable_by(asked),
        page.search_help_text,
    )


def _order(rows: QuerySet[IntroductionRequest], row: IntroductionRequest) -> list[str]:
    """Return the list's order as names of columns; [] where the row has no place by them."""
    order: list[str] = []
    for name in rows.query.order_by:
        if not isinstance(name, str):
            return []
        plain = name.lstrip("-")
        try:
            IntroductionRequest._meta.get_field("id" if plain == "pk" else plain)
        except FieldDoesNotExist:
            return []
        if _value(row, plain) is None:
            return []
        order.append(name)
        if plain in ("pk", "id"):
            break
    return order


def _value(row: IntroductionRequest, name: str) -> Any:
    field: Any = IntroductionRequest._meta.get_field("id" if name == "pk" else name)
    return getattr(row, field.attname)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _first(rows: QuerySet[IntroductionRequest], row: IntroductionRequest, order: Sequence[str]) -> Any:
    """Return the first row after `row` in that order."""
    beyond, level = Q(), Q()
    for name in order:
        plain, side = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        value: str | int | dt.date = _value(row, plain)
        beyond |= level & Q(**{f"{plain}__{side}": value})
        level &= Q(**{plain: value})
    # Said once more for the first column alone, so that its index can be entered at the right place.
    begin = Q(
        **{
            f"{order[0].lstrip('-')}__{'lte' if order[0].startswith('-') else 'gte'}": _value(
                row, order[0].lstrip("-")
            )
        }
    )
    return rows.filter(begin, beyond).order_by(*order).values("pk", "reference").first()

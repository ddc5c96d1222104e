"""The staff page “Quarter”: look at a period's figures, take its files along, see what is closed.

It belongs to no model; the project's urls put `quarter_urls()` in front of the admin site's own.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts.admin import closing as closing_pages
from contacts.admin import report_files
from contacts.admin.figures import Bars, laid_out
from contacts.closing import MAY_CLOSE
from contacts.kept_files import whole_name
from contacts.models import ClosedQuarter, QuarterFile
from contacts.periods import ALL_TIME, Period, PeriodFault, PeriodKind
from contacts.quarters import PARIS, Quarter
from contacts.reports import FIGURES_ALONE, FILE_NAMES, WHOLE, Counted, Figures, Measure, figures_of
from contacts.reports.assembling import first_request_at

PERMISSION = "contacts.view_introductionrequest"  # the figures and files hold no persons
MAY_SEE_CLOSED = "contacts.view_closedquarter"
MOST_BARS = 10
# What is shown large, and drawn. Names of what is counted are the report's own, in Dutch.
HEADLINES: Sequence[tuple[Measure, str | Promise]] = (
    (Measure.RECEIVED, _("requests received")),
    (Measure.FORWARDED, _("of which introduced to a pôle")),
    (Measure.INTRODUCTIONS, _("introductions sent")),
    (Measure.ANSWERS, _("answers to these")),
    (Measure.MEDIAN_DAYS, _("days until the answer (median)")),
    (Measure.WITH_RESULT, _("requests with a result")),
)
DRAWN: Sequence[tuple[Measure, str | Promise, str | Promise]] = (
    (Measure.PER_THEME, _("Themes asked for"), _("requests")),
    (Measure.PER_REGION, _("Regions wished for"), _("requests")),
    (Measure.INTRODUCTIONS_PER_POLE, _("Introductions per pôle"), _("introductions")),
    (Measure.NOT_FORWARDED, _("Why not forwarded"), _("requests")),
)


def quarter_urls(site: AdminSite) -> list[URLPattern]:
    """Return the page's addresses, to stand before the site's own in its namespace."""
    look = permission_required(PERMISSION, raise_exception=True)
    look_at_closed = permission_required((PERMISSION, MAY_SEE_CLOSED), raise_exception=True)
    close = permission_required((PERMISSION, MAY_CLOSE), raise_exception=True)

    def page(request: HttpRequest) -> HttpResponse:
        return quarter_page(request, site)

    def making(request: HttpRequest, pk: int) -> HttpResponse:
        return report_files.making_page(request, site, pk)

    def closing(request: HttpRequest, quarter: str) -> HttpResponse:
        return closing_pages.closing_page(request, site, quarter)

    def link(request: HttpRequest, quarter: str) -> HttpResponse:
        return closing_pages.link_page(request, site, quarter)

    get, both = require_http_methods(["GET"]), require_http_methods(["GET", "POST"])
    addresses: list[tuple[str, Any, str]] = [
        ("", look(require_safe(page)), ""),
        ("file/", look(get(report_files.report_file)), "_download"),
        ("making/<int:pk>/", look(require_safe(making)), "_making"),
        ("made/<int:pk>/", look(get(report_files.made_file)), "_made"),
        ("<slug:quarter>/close/", close(both(closing)), "_close"),
        ("<slug:quarter>/link/", close(require_POST(link)), "_link"),
        ("<slug:quarter>/files/<str:name>", look_at_closed(get(report_files.kept_file)), "_kept"),
    ]
    return [
        path(f"contacts/quarter/{where}", site.admin_view(view), name=f"contacts_quarter{name}")
        for where, view, name in addresses
    ]


def quarter_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the figures of the period in the address, without one those of the current quarter."""
    at = timezone.now()
    today = at.astimezone(PARIS).date()
    asked, figures, fault = asked_for(request, today=today), None, ""
    period = Period.of_quarter(Quarter.of_day(today))
    try:
        period = Period.parse(asked, today=today) if asked else period
        figures = figures_of(period, at=at)
    except PeriodFault as misunderstood:
        fault = str(misunderstood)
    user: Any = request.user
    closed = list(_closed_quarters()) if user.has_perm(MAY_SEE_CLOSED) else []
    first = first_request_at()
    mine = next((each for each in closed if each.quarter == str(period)), None)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Quarter"),
        "periods": periods_to_choose(first, today=today),
        "period": period,
        "days": period if period.kind is PeriodKind.DAYS else None,
        "is_running": at < period.end,
        "fault": fault,
        "figures": figures,
        "columns": _columns(figures) if figures else [],
        "headlines": _headlines(figures) if figures else [],
        "charts": _charts(figures) if figures else [],
        "parts": [_rows_of(figures, measure) for measure in figures.parts] if figures else [],
        "file_names": FILE_NAMES,
        "formats": [(each.value, each.label, each in FIGURES_ALONE) for each in WHOLE],
        "may_see_contacts": user.has_perm(report_files.MAY_SEE_CONTACTS),
        "may_close": user.has_perm(MAY_CLOSE),
        "closed": mine,
        "whole_name": whole_name(mine) if mine else "",
        "may_be_closed": bool(period.quarter and not mine and first and at >= period.end > first),
        "all_closed": closed,
    }
    request.current_app = site.name
    status = 400 if fault else 200
    return TemplateResponse(request, "admin/contacts/quarter/page.html", context, status=status)


def asked_for(request: HttpRequest, *, today: dt.date) -> str:
    """Return the period in the address as one text: two days go before what is chosen from the list."""
    first, last = request.GET.get("from", "").strip(), request.GET.get("to", "").strip()
    if first or last:
        return f"{first}..{last}"
    return request.GET.get("period", "") or request.GET.get("quarter", "")


def periods_to_choose(first: dt.datetime | None, *, today: dt.date) -> list[Period]:
    """Return the quarters from the first request's to the current one, newest first, then the years."""
    current = Quarter.of_day(today)
    earliest = min(Quarter.of(first), current) if first else current
    quarters = [current]
    while quarters[-1] > earliest:
        quarters.append(quarters[-1].previous)
    years = range(current.year, earliest.year - 1, -1)
    return [
        *(Period.of_quarter(quarter) for quarter in quarters),
        *(Period.of_year(year) for year in years),
        Period.parse(ALL_TIME, today=today),
    ]


def _closed_quarters() -> Any:
    files = QuarterFile.objects.defer("content").order_by("pk")
    rows = ClosedQuarter.objects.select_related("closed_by").prefetch_related(Prefetch("files", files))
    return rows.order_by("-quarter")


# --- the figures --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Headline:
    """One figure shown large, with those beside it: (period, figure)."""

    label: str | Promise
    now: str
    beside: tuple[tuple[str, str], ...]


def _columns(figures: Figures) -> list[str]:
    beside = [each for each in (figures.previous, figures.year_before) if each]
    return [str(each) for each in (figures.period, *beside)]


def _numbers(figures: Figures, row: Counted) -> list[str]:
    """Return the figure and those beside it, where something stands beside."""
    numbers = [row.now]
    if figures.previous:
        numbers.append(row.previous)
    if figures.year_before:
        numbers.append(row.year_before)
    return ["–" if each is None else number_format(each, force_grouping=True) for each in numbers]


def _headlines(figures: Figures) -> list[Headline]:
    periods, found = _columns(figures), []
    for measure, label in HEADLINES:
        now, *beside = _numbers(figures, figures.total(measure))
        found.append(Headline(label, now, tuple(zip(periods[1:], beside, strict=True))))
    return found


def _charts(figures: Figures) -> list[tuple[str, Bars]]:
    charts = []
    for measure, title, column in DRAWN:
        rows = sorted(figures.part(measure).rows, key=lambda row: -(row.now or 0))
        highest = [row for row in rows if row.now][:MOST_BARS]
        bars = ((row.name, number_format(row.now or 0), int(row.now or 0), "") for row in highest)
        charts.append((measure.name.lower(), Bars(title, column, laid_out(bars))))
    return charts


def _rows_of(figures: Figures, measure: Measure) -> dict[str, Any]:
    part = figures.part(measure)
    rows = [(row.name, _numbers(figures, row), not row.now) for row in part.rows]
    return {"name": measure.value, "meaning": part.definition, "unit": part.unit, "rows": rows}

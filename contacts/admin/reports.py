"""The staff page “Quarter”: look at a quarter's figures, take its files along.

It belongs to no model; the project's urls put `quarter_urls()` in front of the admin site's own.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clusters.spreadsheets import read_csv
from contacts.models import IntroductionRequest
from contacts.periods import Period, PeriodFault
from contacts.quarters import Quarter, QuarterNotUnderstood
from contacts.reports import FILE_NAMES, report_files, zipped

PERMISSION = "contacts.view_introductionrequest"  # the figures and files hold no persons


def quarter_urls(site: AdminSite) -> list[URLPattern]:
    """Return the page's addresses, to stand before the site's own in its namespace."""
    allowed = permission_required(PERMISSION, raise_exception=True)

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        return quarter_page(request, site)

    return [
        path("contacts/quarter/", site.admin_view(allowed(page)), name="contacts_quarter"),
        path(
            "contacts/quarter/<slug:quarter>.zip",
            site.admin_view(allowed(require_safe(quarter_download))),
            name="contacts_quarter_download",
        ),
    ]


def quarter_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the figures of the quarter in `?quarter=`, without one those of the current quarter."""
    now = timezone.now()
    current = Quarter.of(now)
    chosen, fault, figures = current, "", []
    if asked := request.GET.get("quarter"):
        try:
            chosen = Quarter.parse(asked)
        except QuarterNotUnderstood as misunderstood:
            fault = str(misunderstood)
    if not fault:
        try:
            figures = grouped(report_files(Period.of_quarter(chosen), at=now)["summary.csv"])
        except PeriodFault as too_early:
            fault = str(too_early)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Quarter"),
        "quarters": quarters_to_choose(current),
        "chosen": chosen,
        "is_running": chosen == current,
        "fault": fault,
        "asked": asked or "",
        "figures": figures,
        "file_names": FILE_NAMES,
    }
    request.current_app = site.name
    status = 400 if fault else 200
    return TemplateResponse(request, "admin/contacts/quarter/page.html", context, status=status)


def quarter_download(request: HttpRequest, quarter: str) -> HttpResponse:
    """Answer with a zip of the files, the very bytes `export_quarter` writes."""
    try:
        wanted = Quarter.parse(quarter)
        content = zipped(report_files(Period.of_quarter(wanted), at=timezone.now()))
    except (QuarterNotUnderstood, PeriodFault) as fault:
        return HttpResponse(str(fault), status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        content,
        headers={
            "Content-Type": "application/zip",
            "Content-Disposition": f'attachment; filename="attache-{wanted}.zip"',
            "Cache-Control": "no-store",
        },
    )


def quarters_to_choose(current: Quarter) -> list[Quarter]:
    """Return the quarters from the first request's to the current one, newest first."""
    first = IntroductionRequest.objects.aggregate(first=Min("received_at"))["first"]
    earliest = min(Quarter.of(first), current) if first else current
    quarters = [current]
    while quarters[-1] > earliest:
        quarters.append(quarters[-1].previous)
    return quarters


def grouped(summary: bytes) -> list[tuple[str, str, str, Sequence[Sequence[str]]]]:
    """Return the figures of `summary.csv` per part: name, meaning, unit, and (what, figure) rows."""
    _header, rows = read_csv(summary)
    return [
        (part, meaning, unit, [(name, figure) for _, _, name, figure, *_ in lines])
        for (part, unit, meaning), lines in groupby(rows, key=lambda row: (row[1], row[4], row[5]))
    ]

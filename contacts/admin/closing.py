"""The staff site's page on which a coordinator closes a quarter, and makes a link to its files."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from contacts import closing, quarter_links
from contacts.admin.report_files import closed_or_404
from contacts.open_points import OpenPoint, checklist
from contacts.quarters import Quarter, QuarterNotUnderstood
from contacts.reports import FROZEN

# Which list of the staff site has the rows of a point, by the filters that find them.
LISTS = {
    "aside": ("introductionrequest", "view=aside&report={quarter}"),
    "undecided": ("introductionrequest", "view=all&status=undecided&report={quarter}"),
    "unread": ("introductionrequest", "view=answers&report={quarter}"),
    "drafts": ("introduction", "status=draft&report={quarter}"),
    "unanswered": ("introduction", "status=sent&report={quarter}"),
    "no_outcome": ("introduction", "outcome=missing&report={quarter}"),
}


@dataclass(frozen=True)
class Point:
    label: str | Promise
    number: int
    address: str


def points_of(found: list[OpenPoint], quarter: Quarter) -> list[Point]:
    """Return each question with its number and the list it leads to."""
    points = []
    for each in found:
        model, filters = LISTS[each.key]
        address = reverse(f"admin:contacts_{model}_changelist") + "?" + filters.format(quarter=quarter)
        points.append(Point(each.kind.label, each.number, address))
    return points


def closing_page(request: HttpRequest, site: AdminSite, quarter: str) -> HttpResponse:
    """Show what is still open, and close on confirmation of exactly that."""
    try:
        wanted = Quarter.parse(quarter)
    except QuarterNotUnderstood as error:
        raise Http404 from error
    at, fault = timezone.now(), ""
    page = f"{reverse('admin:contacts_quarter')}?period={wanted}"
    try:
        closing.refuse(wanted, by=request.user, at=at)
    except closing.AlreadyClosed as done:
        messages.warning(request, str(done))
        return HttpResponseRedirect(page)
    except closing.CannotClose as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:contacts_quarter"))
    found = checklist(wanted)
    if request.method == "POST":
        fault = _not_confirmed(request, found)
        if not fault:
            return _closed(request, wanted, page)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": gettext("Close %(quarter)s") % {"quarter": wanted},
        "quarter": wanted,
        "points": points_of(found, wanted),
        "seen": _seen(found),
        "open_now": any(each.number for each in found),
        "fault": fault,
        "note": request.POST.get("note", ""),
        "page": page,
        "formats": ", ".join(str(each.label) for each in FROZEN),
    }
    request.current_app = site.name
    status = 409 if fault else 200
    return TemplateResponse(request, "admin/contacts/quarter/close.html", context, status=status)


def _seen(found: list[OpenPoint]) -> str:
    """Return the numbers as the form carries them: what was looked at before closing."""
    return "-".join(str(each.number) for each in found)


def _not_confirmed(request: HttpRequest, found: list[OpenPoint]) -> str:
    """Return why the form does not close the quarter yet; nothing when it does."""
    if request.POST.get("seen") != _seen(found):
        return gettext("Something changed while you looked: read the list again, then close.")
    if any(each.number for each in found) and request.POST.get("sure") != "yes":
        return gettext("Tick that you close the quarter with these points open.")
    return ""


def _closed(request: HttpRequest, quarter: Quarter, page: str) -> HttpResponse:
    try:
        closed = closing.close(
            quarter, by=request.user, at=timezone.now(), note=request.POST.get("note", "").strip()
        )
    except closing.CannotClose as refused:
        messages.warning(request, str(refused))
    else:
        number = closed.files.count()
        messages.success(
            request,
            gettext("%(quarter)s is closed; its %(number)d files are kept.")
            % {"quarter": quarter, "number": number},
        )
    return HttpResponseRedirect(page)


def link_page(request: HttpRequest, site: AdminSite, quarter: str) -> HttpResponse:
    """Make a link to the files of a closed quarter, and show it."""
    closed, at = closed_or_404(quarter), timezone.now()
    found = Quarter.parse(closed.quarter)
    context = {
        **site.each_context(request),
        "title": gettext("Link to the files of %(quarter)s") % {"quarter": found},
        "quarter": found,
        "until": at + quarter_links.VALID_FOR,
        "links": [
            (name, code, request.build_absolute_uri(quarter_links.path_for(found, at=at, language=code)))
            for code, name in site.each_context(request)["languages"]
        ],
        "page": f"{reverse('admin:contacts_quarter')}?period={found}",
    }
    request.current_app = site.name
    response = TemplateResponse(request, "admin/contacts/quarter/link.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response

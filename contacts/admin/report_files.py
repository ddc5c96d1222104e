"""The staff site's files of a report: made at once, by a worker when that takes long, or kept."""

import logging
import tempfile
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clusters import downloads
from clusters.admin.list_export import Counted, gathered, workbook_pieces
from clusters.enums import DownloadKind, DownloadWay
from clusters.models import Download
from clusters.spreadsheets import NotForAWorkbook
from contacts import kept_files, long_files
from contacts.closing import closed_quarter
from contacts.models import ClosedQuarter
from contacts.periods import PeriodFault
from contacts.quarter_views import answered
from contacts.quarters import PARIS, Quarter, QuarterNotUnderstood
from contacts.reports import FIGURES_ALONE, WHOLE, table_lines, words
from contacts.reports.assembling import refuse_if_empty_handed
from contacts.reports.contract import CHANGED_SINCE, FILES
from contacts.wanted_reports import NotWanted, Wanted

MAY_SEE_CONTACTS = "contacts.export_contactperson"
LOOK_AGAIN = 3  # seconds

_log = logging.getLogger(__name__)


def report_file(request: HttpRequest) -> HttpResponseBase:
    """Answer with the file the address asks for, or lead to where it is being made."""
    at = timezone.now()
    try:
        wanted = Wanted.read(request.GET.dict(), today=at.astimezone(PARIS).date())
        if wanted.options.with_contacts and not request.user.has_perm(MAY_SEE_CONTACTS):
            raise PermissionDenied
        refuse_if_empty_handed(wanted.period, at=at)
        expected = long_files.rows_of(wanted.period)
        if wanted.name:
            return _table(request, wanted, expected)
        if expected > long_files.MANY and wanted.file_format not in FIGURES_ALONE:
            download = long_files.ask(wanted, by=request.user, at=at, expected=expected)
            return HttpResponseRedirect(reverse("admin:contacts_quarter_making", args=[download.pk]))
        return _whole(request, wanted, expected)
    except (PeriodFault, NotWanted, NotForAWorkbook) as fault:
        return HttpResponse(str(fault), status=404, content_type="text/plain; charset=utf-8")


def _begin(request: HttpRequest, wanted: Wanted, expected: int) -> Download:
    return downloads.begin(
        DownloadKind.QUARTER,
        str(wanted.period),
        by=request.user,
        at=timezone.now(),
        way=DownloadWay.STAFF,
        file_format=wanted.file_format,
        filters=wanted.address(),
        columns=FILES[wanted.name].header if wanted.name in FILES else [],
        with_persons=wanted.options.with_contacts,
        expected_rows=expected,
    )


def _attached(name: str, pieces: Iterator[bytes]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=kept_files.content_type(name))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _table(request: HttpRequest, wanted: Wanted, expected: int) -> StreamingHttpResponse:
    lines = table_lines(wanted.name, wanted.period, at=timezone.now(), options=wanted.options)
    log = _begin(request, wanted, expected)
    return _attached(wanted.name, streamed(lines, log, get_language() or "nl"))


def streamed(lines: Iterator[bytes], log: Download, language: str) -> Iterator[bytes]:
    """Yield a table while its rows are read; one that breaks off ends with a line that says so.

    The first line is no row. By then the page has been answered: the reader's language must be set again.
    """
    counted = Counted(lines)  # type: ignore[arg-type]
    gone = downloads.leaving(log, rows=lambda: max(counted.number - 1, 0), clock=timezone.now)
    try:
        # What the lines read in is over before the log is written.
        with gone, _closing(lines), translation.override(language):
            yield from gathered(counted)  # type: ignore[arg-type]
    except Exception as problem:  # noqa: BLE001  whatever it was, the file must say that it is not whole
        _log.error("A report broke off after %d rows: %s", counted.number, type(problem).__name__)
        yield f"{words.INCOMPLETE}\r\n".encode()


def _closing(lines: Iterator[bytes]) -> AbstractContextManager[Any]:
    """A generator is closed; another iterator holds nothing open."""
    return closing(lines) if isinstance(lines, Generator) else nullcontext()


def _whole(request: HttpRequest, wanted: Wanted, expected: int) -> StreamingHttpResponse:
    log, counts = _begin(request, wanted, expected), {}  # type: ignore[var-annotated]
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed once it has gone
    try:
        WHOLE[wanted.file_format](file, wanted.period, log.begun_at, wanted.options, counts)
    except BaseException:
        downloads.break_off(log, rows=sum(counts.values()), at=timezone.now())
        file.close()
        raise
    return _attached(wanted.file_name, workbook_pieces(log, file, sum(counts.values())))


# --- what a worker makes ------------------------------------------------------------------------------------


def making_page(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show how far the file is; without JavaScript the page looks again by itself."""
    download, at = _mine(request, pk), timezone.now()
    stage = long_files.stage_of(download, at=at)
    expected = max(download.expected_rows or 0, 1)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Your file"),
        "download": download,
        "wanted": long_files.wanted_of(download),
        "stage": stage.value,
        "rows": min(download.rows, expected),
        "expected": expected,
        "again": f"{reverse('admin:contacts_quarter_download')}?{download.filters}",
        "hours": int(long_files.KEPT_FOR.total_seconds() // 3600),
        "seconds": LOOK_AGAIN,
    }
    request.current_app = site.name
    response = TemplateResponse(request, "admin/contacts/quarter/making.html", context)
    if stage in (long_files.Stage.WAITING, long_files.Stage.MAKING, long_files.Stage.FORGOTTEN):
        response.headers["Refresh"] = str(LOOK_AGAIN)
    response.headers["Cache-Control"] = "no-store"
    return response


def made_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with the file a worker made, to whoever asked for it."""
    download = _mine(request, pk)
    wanted = long_files.wanted_of(download)
    if download.with_persons and not request.user.has_perm(MAY_SEE_CONTACTS):
        raise PermissionDenied
    if long_files.stage_of(download, at=timezone.now()) != long_files.Stage.WHOLE:
        return HttpResponseRedirect(reverse("admin:contacts_quarter_making", args=[pk]))
    return _attached(wanted.file_name, long_files.fetch(download, clock=timezone.now))


def _mine(request: HttpRequest, pk: int) -> Download:
    download = Download.objects.filter(pk=pk, is_made_apart=True, by=request.user.pk).first()
    if download is None:
        raise Http404
    return download


# --- what a closed quarter keeps ----------------------------------------------------------------------------


def closed_or_404(quarter: str) -> ClosedQuarter:
    try:
        closed = closed_quarter(Quarter.parse(quarter))
    except QuarterNotUnderstood as error:
        raise Http404 from error
    if closed is None:
        raise Http404
    return closed


def kept_file(request: HttpRequest, quarter: str, name: str) -> HttpResponseBase:
    """Answer with a kept file, with all of them (`attache-2026-Q3.zip`), or with what changed since."""
    closed = closed_or_404(quarter)
    if name == CHANGED_SINCE:
        at, way = timezone.now(), DownloadWay.STAFF
        log, lines = kept_files.give_changes(closed, by=request.user, way=way, at=at)
        return _attached(name, streamed(lines, log, get_language() or "nl"))
    given = kept_files.give(closed, name, by=request.user, way=DownloadWay.STAFF, clock=timezone.now)
    if given is None:
        raise Http404
    return answered(given)

"""“Export this view”: a list of the staff site as a file, with its own filters, search and order.

Its page lets a person choose columns and format. CSV leaves row by row while the database is read; a
workbook is made first, since only a whole one can be opened. Every file that leaves is written down.
"""

import datetime as dt
import logging
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin

from clusters import downloads
from clusters.enums import DownloadKind, DownloadWay, FileFormat
from clusters.list_files import Listed, ListResource
from clusters.models import Download
from clusters.spreadsheets import (
    FORMATS,
    MOST_ROWS,
    Cell,
    NotForAWorkbook,
    SafeCSV,
    Sheet,
    broken_off,
    csv_lines,
    format_named,
    sheet_named,
    too_many_rows,
)

_PIECE = 1 << 16
_log = logging.getLogger(__name__)


class ListExportForm(forms.Form):
    """Which columns, as which kind of file. Columns that tell of persons are not ticked beforehand."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    persons = forms.MultipleChoiceField(
        label=_("Contact details, names and free text"), required=False, widget=forms.CheckboxSelectMultiple
    )
    file_format = forms.ChoiceField(
        label=_("Format"),
        initial="csv",
        widget=forms.RadioSelect,
        choices=[
            ("csv", _("CSV: any number of rows, opens in Dutch and French Excel")),
            ("ods", _("ODS: LibreOffice, Excel")),
            ("xlsx", _("XLSX: Excel, LibreOffice")),
        ],
        error_messages={"required": _("Choose a format.")},
    )

    def __init__(self, columns: Iterable[Listed], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        for name, persons in (("columns", False), ("persons", True)):
            offered = [(each.name, each.label) for each in columns if each.persons == persons]
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["columns"].initial = [name for name, _label in self.fields["columns"].choices]  # type: ignore[attr-defined]
        if not self.fields["persons"].choices:  # type: ignore[attr-defined]
            del self.fields["persons"]

    def chosen(self) -> list[str]:
        return [*self.cleaned_data.get("columns", ()), *self.cleaned_data.get("persons", ())]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.chosen() and "columns" not in self.errors:
            self.add_error("columns", gettext("Choose at least one column."))
        return cleaned


@dataclass
class Counted:
    """Passes rows on and knows how many there were."""

    rows: Iterator[list[Cell]]
    number: int = field(default=0)

    def close(self) -> None:
        """Let go of the database's cursor, also where not all rows were asked for."""
        if isinstance(self.rows, Generator):
            self.rows.close()

    def __iter__(self) -> Iterator[list[Cell]]:
        for row in self.rows:
            yield row
            self.number += 1


class ListExport(ExportMixin):
    """Adds the button and its page to a list; the one resource of `resource_classes` says its columns."""

    formats = FORMATS
    import_export_change_list_template = "admin/list_with_export.html"
    export_template_name = "admin/list_export.html"

    def has_export_permission(self, request: HttpRequest) -> bool:
        may: bool = super().has_export_permission(request) and self.has_view_permission(request)
        return may

    def list_resource(self, request: HttpRequest) -> ListResource:
        (resource,) = self.get_export_resource_classes(request)
        made: ListResource = resource(viewer=request.user)
        return made

    def export_action(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        if not self.has_export_permission(request):
            raise PermissionDenied
        resource = self.list_resource(request)
        try:
            queryset = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._list_address()}?e=1")
        form = ListExportForm(resource.columns(), request.POST or None)
        rows = queryset.count()
        if form.is_valid():
            try:
                return self._file(request, resource, queryset, form=form, expected=rows)
            except NotForAWorkbook as problem:
                form.add_error("file_format", str(problem))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export this view"),
            "opts": self.model._meta,
            "form": form,
            "rows": rows,
            "rows_shown": number_format(rows, force_grouping=True),
            "back": self._list_address() + (f"?{request.GET.urlencode()}" if request.GET else ""),
        }
        return TemplateResponse(request, self.export_template_name, context)

    def _list_address(self) -> str:
        return reverse("admin:{}_{}_changelist".format(*self.get_model_info()))

    def _file(
        self,
        request: HttpRequest,
        resource: ListResource,
        queryset: QuerySet[Any],
        *,
        form: ListExportForm,
        expected: int,
    ) -> StreamingHttpResponse:
        """Return the file on its way; raises `NotForAWorkbook`."""
        columns = resource.chosen(form.chosen())
        of = format_named(form.cleaned_data["file_format"])
        if of is not SafeCSV and expected >= MOST_ROWS:  # said at once, not after a million rows
            raise too_many_rows()
        at = timezone.now()
        download = self._written_down(request, columns, of=of, at=at, expected=expected)
        title = capfirst(str(self.model._meta.verbose_name_plural))
        rows = Counted(resource.rows(queryset, columns))
        if of is SafeCSV:
            pieces = csv_pieces(download, [each.title for each in columns], rows, get_language() or "nl")
        else:
            sheet = sheet_named(title, resource.table(columns), rows)
            file = made(download, of(), sheet, rows, title=title)
            pieces = workbook_pieces(download, file, rows.number)
        response = StreamingHttpResponse(pieces, content_type=of().get_content_type())
        name = f"{slugify(title)}-{timezone.localdate(at).isoformat()}.{of.NAME}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response

    def _written_down(
        self, request: HttpRequest, columns: list[Listed], *, of: Any, at: dt.datetime, expected: int
    ) -> Download:
        return downloads.begin(
            DownloadKind.LIST,
            self.model._meta.label_lower,
            by=request.user,
            at=at,
            way=DownloadWay.STAFF,
            file_format=FileFormat(of.NAME),
            filters=request.GET.urlencode(),
            columns=[each.name for each in columns],
            with_persons=any(each.persons for each in columns),
            expected_rows=expected,
        )


def made(download: Download, of: Any, sheet: Sheet, rows: Counted, *, title: str) -> BinaryIO:
    """Return the whole workbook, in a file that is gone once it is closed; raises `NotForAWorkbook`."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed once it has gone
    try:
        with handed_out_row_by_row(), closing(rows):
            of.write(file, [sheet], title=title, made_at=download.begun_at)
    except BaseException:
        downloads.break_off(download, rows=rows.number, at=timezone.now())
        file.close()
        raise
    return file


def csv_pieces(download: Download, header: list[str], rows: Counted, language: str) -> Iterator[bytes]:
    """Yield the file while the rows are read; one that breaks off ends with a line that says so.

    By then the page has been answered, and the language of its reader must be set again.
    """
    gone = downloads.leaving(download, rows=lambda: rows.number, clock=timezone.now)
    try:
        with gone, translation.override(language), handed_out_row_by_row(), closing(rows):
            yield from gathered(csv_lines(header, rows))
    except Exception as problem:  # noqa: BLE001  whatever it was, the file must say that it is not whole
        _log.error("A list broke off after %d rows: %s", rows.number, type(problem).__name__)
        with translation.override(language):
            yield broken_off(rows.number)


def workbook_pieces(download: Download, file: BinaryIO, rows: int) -> Iterator[bytes]:
    """Yield the file, which holds so many rows, and close it."""
    with downloads.leaving(download, rows=lambda: rows, clock=timezone.now), closing(file):
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines some tens of kilobytes at a time, the first at once: each piece costs a write."""
    waiting: list[bytes] = []
    length, most = 0, 1
    try:
        for line in lines:
            waiting.append(line)
            length += len(line)
            if length >= most:
                yield b"".join(waiting)
                waiting.clear()
                length, most = 0, _PIECE
    except Exception:
        yield b"".join(waiting)  # every row that was counted leaves
        raise
    yield b"".join(waiting)


@contextmanager
def handed_out_row_by_row() -> Iterator[None]:
    """Let PostgreSQL hand out rows as they are asked for; on SQLite a transaction would keep writers out."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield
    else:
        yield

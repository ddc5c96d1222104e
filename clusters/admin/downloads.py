"""The log of files that left, to look at: who took what along, and whether it came to its end."""

from django.apps import apps
from django.contrib import admin
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import ReadOnlyAdmin
from clusters.models import Download


@admin.register(Download)
class DownloadAdmin(ReadOnlyAdmin):
    index_position = 90
    list_display = ("begun_at", "by", "kind", "what", "file_format", "persons", "number", "end")
    list_select_related = ("by",)
    list_filter = ("kind", "file_format", "with_persons")
    search_fields = ("subject", "by__username")
    search_help_text = _("List or period, name of a colleague")
    ordering = ("-begun_at", "-pk")
    fields = (
        *("begun_at", "by", "way", "kind", "subject", "filters", "columns", "file_format", "with_persons"),
        *("expected_rows", "rows", "finished_at", "failed_at"),
    )

    @admin.display(description=_("list or period"), ordering="subject")
    def what(self, download: Download) -> str:
        try:
            return capfirst(str(apps.get_model(download.subject)._meta.verbose_name_plural))
        except (LookupError, ValueError):  # a period, or a list there is no longer
            return download.subject

    @admin.display(description=_("with contact details"), ordering="with_persons")
    def persons(self, download: Download) -> str:
        return gettext("yes") if download.with_persons else "–"

    @admin.display(description=_("rows"), ordering="rows")
    def number(self, download: Download) -> str:
        return number_format(download.rows, force_grouping=True)

    @admin.display(description=_("end"))
    def end(self, download: Download) -> str:
        if download.finished_at:
            return gettext("complete")
        return gettext("broken off") if download.failed_at else gettext("no end")

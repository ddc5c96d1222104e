"""Lists of members on the staff site: brought in, looked at row by row, stored or thrown away, undone."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import ReadOnlyAdmin
from clusters.admin.growing_pages import ending, growing
from clusters.admin.member_previews import previewing
from clusters.admin.undone import told_of
from clusters.enums import ImportState, RowStanding
from clusters.member_lists import coming_in, undoing
from clusters.member_lists.comparing import NEW_ONE
from clusters.member_lists.headings import COLUMNS
from clusters.member_lists.progress import Steps, finished
from clusters.member_lists.tables import UnreadableList
from clusters.models import Cluster, MemberImport
from clusters.numbers import written

MOST_BYTES = 20 << 20
# From so many rows on the page tells how far it is: about a second of work.
MANY_TO_STORE = 1000
MANY_TO_LOOK_AT = 20_000


class ListForm(forms.Form):
    """Whose members, and the file. The file is read at once and not kept."""

    cluster = forms.ModelChoiceField(
        label=_("Pôle"),
        queryset=Cluster.objects.order_by("name"),
        error_messages={"required": _("Choose the pôle whose members these are.")},
    )
    file = forms.FileField(
        label=_("List of members"),
        help_text=_("CSV of any length, or ODS and XLSX of 10,000 rows at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.ods,.xlsx"}),
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("The file is empty: it needs a header row, and a row for each member."),
        },
    )
    leave_out_cities = forms.BooleanField(
        label=_("Leave cities empty that the register does not know"),
        required=False,
        help_text=_("Otherwise a row with such a city is wrong."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 20 MB. Split the list, or leave out columns."))
        return file


def may_import(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.has_perms(("clusters.import_membership", "clusters.import_organisation")))


@admin.register(MemberImport)
class MemberImportAdmin(ReadOnlyAdmin):
    index_position = 89
    change_list_template = "admin/clusters/member_imports.html"
    list_display = ("listed", "cluster", "begun_at", "by", "state", "new", "changed", "same", "wrong")
    list_display_links = None
    list_select_related = ("cluster", "by")
    list_filter = ("state", "cluster")
    ordering = ("-begun_at", "-pk")
    fields = (
        *("cluster", "by", "file_name", "digest", "state", "begun_at", "stored_at", "undone_at"),
        *("new", "changed", "same", "wrong"),
    )

    @admin.display(description=_("file"), ordering="file_name")
    def listed(self, record: MemberImport) -> str:
        address = reverse("admin:clusters_memberimport_look", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, record.file_name)

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("upload/", site.admin_view(self.upload), name="clusters_memberimport_upload"),
            path("<int:pk>/look/", site.admin_view(self.look), name="clusters_memberimport_look"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"may_import": may_import(request), **(extra_context or {})})

    # --- bringing in -------------------------------------------------------------------------------------

    def upload(self, request: HttpRequest) -> HttpResponse:
        if not may_import(request):
            raise PermissionDenied
        chosen = request.GET.get("cluster", "")
        initial = {"cluster": chosen} if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else {}
        form = ListForm(request.POST or None, request.FILES or None, initial=initial, label_suffix="")
        if request.method == "POST" and form.is_valid():
            try:
                return HttpResponseRedirect(_address(self._begun(request, form.cleaned_data)))
            except UnreadableList as problem:
                form.add_error("file", str(problem))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring in a list of members"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/clusters/member_upload.html", context)

    def _begun(self, request: HttpRequest, said: dict[str, Any]) -> MemberImport:
        record, table = coming_in.begin(
            said["cluster"],
            said["file"].read(),
            said["file"].name,
            by=request.user,
            at=timezone.now(),
            leave_out_cities=said["leave_out_cities"],
        )
        coming_in.keep_waiting(record, table)
        return record

    # --- looking, storing, undoing -----------------------------------------------------------------------

    def look(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not may_import(request):
            raise PermissionDenied
        record = get_object_or_404(MemberImport.objects.select_related("cluster"), pk=pk)
        if request.method == "POST":
            return self._act(request, record)
        context = self._context(request, record)
        if record.state == ImportState.WAITING:
            if len(record.rows) >= MANY_TO_LOOK_AT:
                return self._growing_look(request, record, context)
            context |= finished(previewing(request, record))
        return TemplateResponse(request, "admin/clusters/member_look.html", context)

    def _context(self, request: HttpRequest, record: MemberImport) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": _("Members of %(pole)s") % {"pole": record.cluster.name},
            "opts": self.opts,
            "record": record,
            "waits": record.state == ImportState.WAITING,
            "can_undo": record.state == ImportState.STORED,
        }

    def _growing_look(
        self, request: HttpRequest, record: MemberImport, context: dict[str, Any]
    ) -> StreamingHttpResponse:
        get_token(request)  # its cookie goes with the beginning of the page

        def work() -> Steps[SafeString]:
            shown = yield from previewing(request, record)
            template = "admin/clusters/_member_look.html"
            return SafeString(render_to_string(template, context | shown, request))

        return growing(request, context, work, failed=gettext("The list could not be read. Try it again."))

    def _act(self, request: HttpRequest, record: MemberImport) -> HttpResponseBase:
        action = request.POST.get("action", "")
        waiting = MemberImport.objects.filter(pk=record.pk, state=ImportState.WAITING)
        if action in ("all", "good"):
            return self._at_work(request, record, _storing(request, record, only_good=action == "good"))
        if action == "undo":
            return self._at_work(request, record, _undoing(request, record))
        try:
            if action == "discard" and waiting.delete()[0]:
                messages.success(request, _("The list was thrown away. Nothing was stored."))
                return HttpResponseRedirect(reverse("admin:clusters_memberimport_changelist"))
            if action == "answer" and record.state == ImportState.WAITING:
                _read_answers(request, record)
                waiting.update(answers=record.answers, by_hand=record.by_hand)
        except OperationalError as problem:
            messages.error(request, _busy(problem))
        query = f"?{request.GET.urlencode()}" if request.GET and action == "answer" else ""
        return HttpResponseRedirect(_address(record) + query)

    def _at_work(
        self, request: HttpRequest, record: MemberImport, work: Steps[list[tuple[int, str]]]
    ) -> HttpResponseBase:
        """Do it, and tell how it ended; of a long list, tell meanwhile how far it is."""
        if max(len(record.rows), record.new + record.changed) < MANY_TO_STORE:
            for level, sentence in finished(work):
                messages.add_message(request, level, sentence)
            return HttpResponseRedirect(_address(record))

        def told() -> Steps[SafeString]:
            said = yield from work
            return ending([(messages.DEFAULT_TAGS[level], each) for level, each in said], _address(record))

        leaving = gettext("Leave this page open until it is done. If you close it, nothing is changed.")
        failed = gettext("This did not succeed. Nothing was changed: try it again.")
        return growing(request, self._context(request, record) | {"leaving": leaving}, told, failed=failed)


# --- work, in steps: what is returned is said at its end ------------------------------------------------


def _storing(request: HttpRequest, record: MemberImport, *, only_good: bool) -> Steps[list[tuple[int, str]]]:
    today = timezone.localdate()
    try:
        look = yield from coming_in.storing_list(
            record,
            lambda: coming_in.looking_again(record, today=today),
            only_good=only_good,
            by=request.user,
            at=timezone.now(),
            seen=request.POST.get("token", ""),
        )
    except (coming_in.NotStored, UnreadableList) as problem:
        return [(messages.ERROR, str(problem))]
    text = gettext("Stored: %(new)s new, %(changed)s changed. It can be undone on the page of this list.")
    counts = {each: written(look.counts[each]) for each in (RowStanding.NEW, RowStanding.CHANGED)}
    return [(messages.SUCCESS, text % {str(each): number for each, number in counts.items()})]


def _undoing(request: HttpRequest, record: MemberImport) -> Steps[list[tuple[int, str]]]:
    try:
        undone = yield from undoing.undoing_in_steps(record, by=request.user, at=timezone.now())
    except undoing.NotUndone as problem:
        return [(messages.ERROR, str(problem))]
    except OperationalError as problem:
        return [(messages.ERROR, _busy(problem))]
    return told_of(undone)


def _busy(problem: OperationalError) -> str:
    """Return what to say when somebody else is writing; raises what is another problem."""
    if not coming_in.is_locked(problem):
        raise problem
    return coming_in.somebody_else()


def _address(record: MemberImport) -> str:
    return reverse("admin:clusters_memberimport_look", args=[record.pk])


def _read_answers(request: HttpRequest, record: MemberImport) -> None:
    """Read what was answered on this page of rows, and which column is which."""
    for name, value in request.POST.dict().items():
        kind, _between, key = name.partition("-")
        if not (key.isascii() and key.isdigit() and len(key) < 10):
            continue
        if kind == "answer":
            record.answers.pop(key, None)
            if value == NEW_ONE or (value.isascii() and value.isdigit()):
                record.answers[key] = value[:20]
        elif kind == "column" and int(key) < len(record.header):
            record.by_hand.pop(key, None)
            if value in COLUMNS:
                record.by_hand[key] = value

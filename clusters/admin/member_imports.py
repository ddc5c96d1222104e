"""Lists of members on the staff site: brought in, looked at row by row, stored or thrown away, undone."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import ReadOnlyAdmin
from clusters.enums import ImportState, OrganisationKind, RowStanding
from clusters.member_lists import coming_in, undoing
from clusters.member_lists.coming_in import Look, NotStored
from clusters.member_lists.comparing import NEW_ONE, Outcome
from clusters.member_lists.headings import COLUMNS
from clusters.member_lists.tables import UnreadableList
from clusters.models import Cluster, MemberImport

MOST_BYTES = 20 << 20
ROWS_ON_A_PAGE = 200
SENTENCES_SHOWN = 20
LONGEST_VALUE = 120  # characters of what an organisation does


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


@dataclass(frozen=True)
class ToldRow:
    """A row as the page shows it."""

    number: int
    name: str
    standing: RowStanding
    sentences: list[str]
    choices: list[tuple[str, str]]
    answer: str

    @property
    def colour(self) -> str:
        return _COLOURS[self.standing]


_COLOURS = {
    RowStanding.WRONG: "attention",
    RowStanding.DOUBTFUL: "busy",
    RowStanding.NEW: "new",
    RowStanding.CHANGED: "good",
    RowStanding.SAME: "done",
}


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

    def look(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_import(request):
            raise PermissionDenied
        record = get_object_or_404(MemberImport.objects.select_related("cluster"), pk=pk)
        if request.method == "POST":
            return self._act(request, record)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Members of %(pole)s") % {"pole": record.cluster.name},
            "opts": self.opts,
            "record": record,
            "waits": record.state == ImportState.WAITING,
            "can_undo": record.state == ImportState.STORED,
        }
        if record.state == ImportState.WAITING:
            context |= _preview(request, record)
        return TemplateResponse(request, "admin/clusters/member_look.html", context)

    def _act(self, request: HttpRequest, record: MemberImport) -> HttpResponse:
        action = request.POST.get("action", "")
        if action == "discard" and record.state == ImportState.WAITING:
            record.delete()
            messages.success(request, _("The list was thrown away. Nothing was stored."))
            return HttpResponseRedirect(reverse("admin:clusters_memberimport_changelist"))
        if action == "answer" and record.state == ImportState.WAITING:
            _keep_answers(request, record)
        elif action in ("all", "good"):
            self._store(request, record, only_good=action == "good")
        elif action == "undo":
            self._undo(request, record)
        query = f"?{request.GET.urlencode()}" if request.GET and action == "answer" else ""
        return HttpResponseRedirect(_address(record) + query)

    def _store(self, request: HttpRequest, record: MemberImport, *, only_good: bool) -> None:
        today = timezone.localdate()
        try:
            coming_in.store_list(
                record,
                lambda: coming_in.look_again(record, today=today),
                only_good=only_good,
                by=request.user,
                at=timezone.now(),
                seen=request.POST.get("token", ""),
            )
        except (NotStored, UnreadableList) as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Stored. It can be undone on this page."))

    def _undo(self, request: HttpRequest, record: MemberImport) -> None:
        try:
            undone = undoing.undo(record, by=request.user, at=timezone.now())
        except undoing.NotUndone as problem:
            messages.error(request, str(problem))
            return
        text = ngettext(
            "%(number)d row of the register stands as before.",
            "%(number)d rows of the register stand as before.",
            undone.restored,
        )
        messages.success(request, text % {"number": undone.restored})
        for sentence in undone.left[:SENTENCES_SHOWN]:
            messages.warning(request, sentence)
        if len(undone.left) > SENTENCES_SHOWN:
            more = gettext("And %(number)d more stay as they are.")
            messages.warning(request, more % {"number": len(undone.left) - SENTENCES_SHOWN})


def _address(record: MemberImport) -> str:
    return reverse("admin:clusters_memberimport_look", args=[record.pk])


def _keep_answers(request: HttpRequest, record: MemberImport) -> None:
    """Keep what was answered on this page of rows, and which column is which."""
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
    record.save()


# --- what the page shows --------------------------------------------------------------------------------


def _preview(request: HttpRequest, record: MemberImport) -> dict[str, Any]:
    try:
        look = coming_in.look_again(record, today=timezone.localdate())
    except UnreadableList as problem:  # two columns were given the same name by hand
        record.by_hand = {}
        look = coming_in.look_again(record, today=timezone.localdate())
        messages.error(request, str(problem))
    counts = look.counts
    asked = request.GET.get("standing", "")
    order = list(RowStanding.values)
    rows = [each for each in look.outcomes if asked not in order or each.standing == asked]
    rows.sort(key=lambda each: (order.index(each.standing), each.row.number))
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [_told(each, look, record) for each in page.object_list]
    return {
        "counts": [(each, each.label, counts[each]) for each in RowStanding],
        "asked": asked if asked in order else "",
        "number": len(look.outcomes),
        "not_good": look.not_good,
        "good": counts[RowStanding.NEW] + counts[RowStanding.CHANGED],
        "token": look.token,
        "page": page,
        "rows": shown,
        "doubtful": any(row.choices for row in shown),
        "understood": [(COLUMNS[column], heading) for column, heading in look.headings.items()],
        "others": _columns_by_hand(record, look),
        "columns": COLUMNS.items(),
    }


def _columns_by_hand(record: MemberImport, look: Look) -> list[tuple[int, str, str]]:
    places = sorted({*look.others, *map(int, record.by_hand)})
    return [(place, record.header[place], record.by_hand.get(str(place), "")) for place in places]


def _told(outcome: Outcome, look: Look, record: MemberImport) -> ToldRow:
    sentences = list(outcome.reasons)
    if outcome.is_good:
        sentences += _changes_in_words(outcome, look)
    choices = [(str(pk), look.register.shown(pk)) for pk in outcome.candidates]
    if outcome.may_be_new:
        choices.append((NEW_ONE, gettext("an organisation of its own, not in the register yet")))
    number = outcome.row.number
    return ToldRow(
        number,
        outcome.row.name,
        outcome.standing,
        sentences,
        choices,
        record.answers.get(str(number), ""),
    )


def _changes_in_words(outcome: Outcome, look: Look) -> list[str]:
    if outcome.organisation is None:
        return [gettext("A new organisation, and its membership.")]
    said = []
    if outcome.standing == RowStanding.NEW:
        known = look.register.shown(outcome.organisation)
        said.append(gettext("A new membership of %(known)s.") % {"known": known})
    labels = {**COLUMNS, "alias": _("other name"), "until": _("member until")}
    for column, (before, after) in outcome.changes.items():
        said.append(
            "{}: {} → {}".format(
                labels[column], _shown(column, before, look) or "–", _shown(column, after, look) or "–"
            )
        )
    return said


def _shown(column: str, value: Any, look: Look) -> str:
    if value in (None, ""):
        return ""
    if column == "city":
        return look.register.city_names.get(value, "")
    if column == "kind":
        return str(OrganisationKind(value).label)
    return Truncator(value).chars(LONGEST_VALUE) if column == "activity" else str(value)

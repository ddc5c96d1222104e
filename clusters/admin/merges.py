"""Merging two organisations on the staff site: chosen, shown side by side, done once, and undone."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import ReadOnlyAdmin
from clusters.admin.duplicates import may_merge, merge_address, reasons_in_words, told_of
from clusters.admin.undone import told_of as told_of_undoing
from clusters.duplicates import merging, planning, relations, undoing
from clusters.duplicates.planning import BOTH, GONE, KEPT, Column, Fact, Facts, GoneAlready, NotMerged, Plan
from clusters.enums import PairState
from clusters.folding import fold
from clusters.going_back import DERIVED
from clusters.models import Organisation, OrganisationMerge, OrganisationPair
from clusters.word_index import MOST_WORDS

FOUND_AT_MOST = 20
FACTS_SHOWN = 50


@admin.register(OrganisationMerge)
class OrganisationMergeAdmin(ReadOnlyAdmin):
    index_position = 88
    list_display = ("listed", "kept_name", "merged_at", "by", "undone_at")
    list_display_links = None
    list_select_related = ("by",)
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    ordering = ("-merged_at", "-pk")
    fields = ("kept_name", "gone_name", "gone_number", "by", "merged_at", "undone_at", "undone_by")

    @admin.display(description=_("name of the one merged into it"), ordering="gone_name")
    def listed(self, record: OrganisationMerge) -> str:
        return format_html('<a href="{}">{}</a>', _address(record), record.gone_name)

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(self.look)
        return [path("<int:pk>/look/", look, name="clusters_organisationmerge_look"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = {"title": _("Organisations that were merged")}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def look(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a merge did, and undo it."""
        record = get_object_or_404(OrganisationMerge.objects.select_related("kept", "by", "undone_by"), pk=pk)
        user: Any = request.user
        may_undo = user.has_perm("clusters.change_organisationmerge")
        if not (self.has_view_permission(request) and (may_undo or request.method != "POST")):
            raise PermissionDenied
        if request.method == "POST":
            self._undo(request, record)
            return HttpResponseRedirect(_address(record))
        context = {
            **self.admin_site.each_context(request),
            "title": _("“%(gone)s” merged into “%(kept)s”")
            % {"gone": record.gone_name, "kept": record.kept_name},
            "opts": self.opts,
            "record": record,
            "came_back": record.undone_at is not None
            and Organisation.objects.filter(pk=record.gone_number).exists(),
            "told": _what_it_did(record),
            "can_undo": may_undo and record.undone_at is None,
            "open_pairs": OrganisationPair.objects.filter(state=PairState.OPEN).count(),
        }
        return TemplateResponse(request, "admin/clusters/merge_done.html", context)

    def _undo(self, request: HttpRequest, record: OrganisationMerge) -> None:
        try:
            undone = undoing.undo(record, by=request.user, at=timezone.now())
        except undoing.NotUndone as problem:
            messages.error(request, str(problem))
            return
        for level, sentence in told_of_undoing(undone):
            messages.add_message(request, level, sentence)


def _address(record: OrganisationMerge) -> str:
    return reverse("admin:clusters_organisationmerge_look", args=[record.pk])


def _what_it_did(record: OrganisationMerge) -> list[tuple[str, int, int]]:
    """Return, for each kind of fact, how many rows moved or changed and how many were double."""
    found = []
    for model in dict.fromkeys(each.model for each in relations.moved()):
        rows = model.history.filter(history_date=record.merged_at, history_change_reason=record.change_reason)
        counted = rows.aggregate(
            moved=Count("pk", filter=~Q(history_type="-")), double=Count("pk", filter=Q(history_type="-"))
        )
        if counted["moved"] or counted["double"]:
            found.append((capfirst(model._meta.verbose_name_plural), counted["moved"], counted["double"]))
    return found


class Merging:
    """Adds to the organisations' pages: which may be the same, and merging with one of them or any other."""

    change_form_template: Any = "admin/clusters/organisation.html"
    import_export_change_list_template = "admin/clusters/organisations.html"
    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("<int:pk>/merge/", site.admin_view(self.choose), name="clusters_organisation_merge"),
            path(
                "<int:pk>/merge/<int:other>/",
                site.admin_view(self.merge),
                name="clusters_organisation_merge_with",
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            context |= {"pairs": _pairs_of(obj), "may_merge": may_merge(request)}
        return super().render_change_form(request, context, add, change, form_url, obj)  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        user: Any = request.user
        told = {}
        if user.has_perm("clusters.view_organisationpair"):
            told["open_pairs"] = OrganisationPair.objects.filter(state=PairState.OPEN).count()
        return super().changelist_view(request, {**told, **(extra_context or {})})  # type: ignore[misc]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Let an organisation be deleted with what is derived of it, which nobody deletes by itself."""
        told, counted, missing, kept_by = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        derived = {model._meta.verbose_name for model in DERIVED}
        return told, counted, {each for each in missing if each not in derived}, kept_by

    def choose(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Look for another organisation to merge with, by words of its names."""
        if not may_merge(request):
            raise PermissionDenied
        try:
            row = planning.find(pk)
        except NotMerged as problem:
            return _refused(request, problem)
        query = request.GET.get("q", "").replace("\x00", "")[:200]
        found = _search(row, query)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge “%(name)s” with another organisation") % {"name": row.name},
            "opts": self.opts,
            "row": row,
            "query": query,
            "found": [(each, told_of(each, each.poles), merge_address(row.pk, each.pk)) for each in found],
            "most": FOUND_AT_MOST,
            "pairs": _pairs_of(row),
        }
        return TemplateResponse(request, "admin/clusters/merge_choose.html", context)

    def merge(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Show what a merge would do; with POST do it, if nothing changed since it was shown."""
        if not may_merge(request):
            raise PermissionDenied
        posted = request.method == "POST"
        keep = (request.POST if posted else request.GET).get("keep", "")
        try:
            if posted and keep in (str(pk), str(other)):
                kept, gone = (pk, other) if keep == str(pk) else (other, pk)
                try:
                    return HttpResponseRedirect(_address(_merged(request, kept, gone)))
                except merging.Changed as problem:
                    messages.warning(request, str(problem))
            first, second = planning.kept_first(planning.find(pk), planning.find(other))
            if keep == str(second.pk):
                first, second = second, first
            return self._preview(request, planning.plan(first, second))
        except NotMerged as problem:
            return _refused(request, problem)

    def _preview(self, request: HttpRequest, plan: Plan) -> HttpResponse:
        columns = [_told_column(each, request.POST) for each in plan.columns if each.says_something]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge two organisations"),
            "opts": self.opts,
            "plan": plan,
            "asked": [each for each in columns if each["asked"]],
            "others": [each for each in columns if not each["asked"]],
            "kinds": [_told_kind(each) for each in plan.kinds],
            "address": request.path,
        }
        return TemplateResponse(request, "admin/clusters/merge_look.html", context)


def _merged(request: HttpRequest, kept: int, gone: int) -> OrganisationMerge:
    choices = {
        name.removeprefix("take-"): value
        for name, value in request.POST.items()
        if name.startswith("take-") and isinstance(value, str)
    }
    record = merging.merge(
        kept,
        gone,
        choices=choices,
        seen=request.POST.get("token", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Merged. It can be undone on this page."))
    return record


def _refused(request: HttpRequest, problem: NotMerged) -> HttpResponse:
    messages.warning(request, str(problem))
    if isinstance(problem, GoneAlready):
        return HttpResponseRedirect(_address(problem.merge))
    return HttpResponseRedirect(reverse("admin:clusters_organisation_changelist"))


# --- what the pages show --------------------------------------------------------------------------------


def _pairs_of(row: Organisation) -> list[tuple[Organisation, list[str], str]]:
    """Return who may be the same as this one, why, and where they are merged. One query."""
    pairs = OrganisationPair.objects.filter(Q(one=row) | Q(other=row), state=PairState.OPEN)
    found = []
    for pair in pairs.select_related("one__city", "other__city").order_by("-likeness", "pk"):
        other = pair.other if pair.one_id == row.pk else pair.one
        found.append((other, reasons_in_words(pair), merge_address(row.pk, other.pk)))
    return found


def _search(row: Organisation, query: str) -> list[Any]:
    words = [word for word in fold(query).split() if any(map(str.isalnum, word))][:MOST_WORDS]
    if not words:
        return []
    rows = Organisation.objects.exclude(pk=row.pk)
    for word in words:
        named = Q(name_folded__contains=word) | Q(names__text_folded__contains=word) | Q(siren=word)
        rows = rows.filter(pk__in=Organisation.objects.filter(named).values("pk"))
    counted = rows.annotate(poles=Count("memberships__cluster", distinct=True))
    return list(counted.select_related("city").order_by("name_folded", "pk")[: FOUND_AT_MOST + 1])


def _told_column(column: Column, posted: Any) -> dict[str, Any]:
    chosen = posted.get(f"take-{column.name}") or column.preset
    offered = [(KEPT, column.kept_shown), (GONE, column.gone_shown)]
    if column.may_be_both:
        offered.append((BOTH, gettext("both, one below the other")))
    result = column.gone_shown if column.is_filled else column.kept_shown
    return {
        "name": column.name,
        "label": column.label,
        "kept": column.kept_shown,
        "gone": column.gone_shown,
        "result": result,
        "filled": column.is_filled,
        "asked": column.is_asked,
        "offered": [(key, shown, key == chosen) for key, shown in offered],
    }


def _told_kind(kind: Facts) -> dict[str, Any]:
    moved = [fact for fact in kind.facts if fact.into is None]
    double = [fact for fact in kind.facts if fact.into is not None]
    return {
        "label": kind.label,
        "number": len(kind.facts),
        "moved": [_fact_in_words(fact) for fact in moved[:FACTS_SHOWN]],
        "double": [_double_in_words(fact) for fact in double[:FACTS_SHOWN]],
        "more": max(0, len(moved) - FACTS_SHOWN) + max(0, len(double) - FACTS_SHOWN),
    }


def _fact_in_words(fact: Fact) -> str:
    """Return what the row says, beside whom it is of: pôle, relation, line, text; and when."""
    row = fact.row
    parts = []
    for field in row._meta.concrete_fields:
        if field.name in ("cluster", "line", "network"):
            parts.append(str(getattr(row, field.name) or ""))
        elif field.name in ("relation", "kind"):
            parts.append(str(getattr(row, f"get_{field.name}_display")()))
    if not hasattr(row, "relation") and not hasattr(row, "line") and not hasattr(row, "network"):
        parts.append(str(row))
    return " · ".join([part for part in parts if part] + [_period(row.valid_from, row.valid_until, row)])


def _double_in_words(fact: Fact) -> str:
    begin, end = fact.period or (None, None)
    return gettext("%(fact)s: the one kept has it already (%(own)s); together %(period)s") % {
        "fact": _fact_in_words(fact),
        "own": _period(fact.into.valid_from, fact.into.valid_until, fact.into),
        "period": _period(begin, end, fact.into),
    }


def _period(begin: Any, end: Any, row: Any) -> str:
    since = date_format(begin or row.stated_on, "j M Y")
    if end is None:
        return gettext("since %(day)s") % {"day": since}
    return gettext("%(begin)s until %(end)s") % {"begin": since, "end": date_format(end, "j M Y")}

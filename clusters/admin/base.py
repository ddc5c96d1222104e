"""What the staff site's pages are built from.

* `StaffAdmin`: every edit form carries the version of the row it was loaded with. A save that comes too
  late shows mine, theirs and what stood there before; what was typed is still there.
* `FoldedSearch`: a search by words that knows no accents, capitals or apostrophes.
* `Facts`: rows that belong to the page's own, to read here and to edit on a page of their own.
* `ReadOnlyAdmin`: rows nobody edits by hand.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.conflicts import (
    BEFORE_FIELD,
    VERSION_FIELD,
    Difference,
    conflict_page,
    decoded,
    encoded,
    gone_page,
    three_ways,
    who_was_faster,
    written,
)
from clusters.admin.numbers import number_in
from clusters.folding import fold
from clusters.versions import label_of, version_of, versions_of
from clusters.word_index import MOST_WORDS

HISTORY_LENGTH = 100


class NamedAutocomplete(AutocompleteSelect):
    """Says “choose” while nothing is chosen: an empty box has no name for a screen reader."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": gettext("choose")}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Choose nothing where an address or an answer has what can be the number of no row."""
        return super().optgroups(name, [key for key in value if _is_number(key)], attr)


def _is_number(key: Any) -> bool:
    text = str(key)
    return number_in(text) is not None


class StaffAdmin(admin.ModelAdmin):
    """Base of every page on which staff edit a row."""

    change_form_template = "admin/staff_change_form.html"
    delete_confirmation_template = "admin/staff_delete.html"
    delete_selected_confirmation_template = "admin/staff_delete_selected.html"
    object_history_template = "admin/changes.html"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_as = False
    # What is said where an answer is missing, by column: a sentence with the reason.
    required: Mapping[str, Any] = {}
    # Where the row stands in the index, under which label, and with what its list is opened there.
    index_position = 100
    index_label: Any = None
    index_query = ""
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = NamedAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        field.label = label_of(db_field)
        if db_field.name in self.required:
            field.error_messages["required"] = self.required[db_field.name]
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a theme is not deleted from a fact about it
        return field

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
            # After a mistake the form keeps the version, and the values, it was first loaded with.
            context["row_version"] = request.POST.get(VERSION_FIELD) or version_of(obj)
            context["version_field"] = VERSION_FIELD
            form = context["adminform"].form
            context["before"] = request.POST.get(BEFORE_FIELD) or encoded(
                {} if form.is_bound else written(form)
            )
            context["before_field"] = BEFORE_FIELD
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            stored = (
                self.model._default_manager.select_for_update(of=("self",), no_key=True)
                .filter(pk=unquote(object_id))
                .first()
            )
            stale = stored is not None and version_of(stored) != request.POST.get(VERSION_FIELD)
            if not stale:
                return super().changeform_view(request, object_id, form_url, extra_context)
        return self.conflict(request, stored)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """Say that the row is not there any more, instead of Django's own words; nothing typed is lost."""
        if request.method == "POST" and BEFORE_FIELD in request.POST:
            mine = self.get_form(request)(request.POST)
            may_add = self.has_add_permission(request)
            add = reverse(f"admin:{opts.app_label}_{opts.model_name}_add") if may_add else ""
            return gone_page(request, self.admin_site, mine, model=self.model, add=add)
        text = gettext(
            "%(kind)s: this is not there (any more). Somebody may have deleted it while you had its page "
            "open. Choose another from the list."
        )
        messages.warning(request, text % {"kind": capfirst(opts.verbose_name)})
        return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))

    def conflict(self, request: HttpRequest, stored: models.Model) -> HttpResponse:
        """Answer a save that came too late."""
        if not self.has_change_permission(request, stored):
            raise PermissionDenied
        form_class = self.get_form(request, stored, change=True)
        mine = form_class(request.POST, instance=type(stored)(pk=stored.pk))
        before = decoded(request.POST.get(BEFORE_FIELD, ""))
        now = form_class(instance=stored)
        return conflict_page(
            request,
            self.admin_site,
            stored,
            comparison=three_ways(mine, now, before, only=now.fields),
            version=version_of(stored),
            back=request.path,
            faster=who_was_faster(stored),
        )

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Delete what was looked at: a row that was changed since is shown again first."""
        with transaction.atomic():
            rows = self.model._default_manager.select_for_update(of=("self",), no_key=True)
            stored = rows.filter(pk=unquote(object_id)).first()
            shown = {"row_version": version_of(stored) if stored else "", "version_field": VERSION_FIELD}
            late = request.method == "POST" and request.POST.get(VERSION_FIELD) != shown["row_version"]
            if not (stored and late and self.has_delete_permission(request, stored)):
                return super().delete_view(request, object_id, {**shown, **(extra_context or {})})
        messages.warning(
            request, _("Somebody changed this after you opened it. Nothing was deleted: look again.")
        )
        return HttpResponseRedirect(request.get_full_path())

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            _action, name, description = actions["delete_selected"]
            actions["delete_selected"] = (delete_as_seen, name, description)
        return actions

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and hasattr(obj, "version"):
            obj.version += 1
        super().save_model(request, obj, form, change)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed what and when: field by field where the model keeps its history."""
        if not hasattr(self.model, "history"):
            return super().history_view(request, object_id, extra_context)
        row = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        records = list(row.history.select_related("history_user")[: HISTORY_LENGTH + 1])
        older = [*records[1:], None]
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(row)s") % {"row": row},
            "object": row,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "changes": [
                (record, self._changed(record, before)) for record, before in zip(records, older, strict=True)
            ][:HISTORY_LENGTH],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/changes.html", context)

    def _changed(self, record: Any, before: Any) -> list[Difference]:
        if before is None:
            return []
        fields = {field.name: field for field in record.tracked_fields}
        return [
            Difference(
                label_of(fields[change.field]),
                mine="" if change.new is None else str(change.new),
                theirs="" if change.old is None else str(change.old),
            )
            for change in record.diff_against(before, foreign_keys_are_objs=False).changes
        ]


def delete_as_seen(page: StaffAdmin, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
    """Delete the selected rows as they were when the person was asked whether they are sure."""
    with transaction.atomic():
        chosen = page.model._default_manager.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        rows = list(chosen.order_by("pk").select_for_update(of=("self",), no_key=True))
        seen = versions_of(rows)
        if not request.POST.get("post"):
            answer: Any = delete_selected(page, request, queryset)
            if answer is not None:
                answer.context_data |= {"version_field": VERSION_FIELD, "row_version": seen}
            return answer
        if request.POST.get(VERSION_FIELD) == seen:
            return delete_selected(page, request, queryset)
    messages.warning(
        request, _("Somebody changed what you selected after you opened it. Nothing was deleted: look again.")
    )
    return None


class FoldedSearch:
    """Search columns that hold folded text: every word of the query, folded the same way, must occur.

    What has no letter or digit is no word, and of a very long query the first words count.
    """

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = [word for word in fold(search_term).split() if any(map(str.isalnum, word))]
        term = " ".join(words[:MOST_WORDS])
        return super().get_search_results(request, queryset, term)  # type: ignore[misc]


class ReadOnlyAdmin(StaffAdmin):
    """Rows to look at. What happens to them happens elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Facts(admin.TabularInline):
    """Rows that belong to this one: read here, each with a link to its own page, where it is edited.

    Forms inside the page would cost a query per row and field and could not be saved apart; a fact
    with its source, dates and words needs a page anyway.
    """

    template = "admin/edit_inline/facts.html"
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @property
    def add_address(self) -> str:
        """Where a row of this kind is added; the template adds to which row it belongs."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")

    @property
    def parent_field(self) -> str:
        """The column that says to which row it belongs."""
        if self.fk_name:
            return self.fk_name
        return next(
            field.name
            for field in self.opts.concrete_fields
            if field.is_relation and field.related_model is self.parent_model
        )


def own_fields(model: type[models.Model], *, without: Iterable[str] = ()) -> list[str]:
    """Return the names of the columns a person fills in, in the model's order."""
    left_out = {"id", *without}
    return [field.name for field in model._meta.fields if field.editable and field.name not in left_out]

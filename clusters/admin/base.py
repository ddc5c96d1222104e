"""What the staff site's pages are built from.

* `StaffAdmin`: every edit form carries the version of the row it was loaded with. A save that comes too
  late shows a page with both versions side by side; what was typed is still there.
* `FoldedSearch`: a search by words that knows no accents, capitals or apostrophes.
* `Facts`: rows that belong to the page's own, to read here and to edit on a page of their own.
* `ReadOnlyAdmin`: rows nobody edits by hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.folding import fold
from clusters.versions import label_of, version_of
from clusters.word_index import MOST_WORDS

VERSION_FIELD = "_version"
HISTORY_LENGTH = 100


@dataclass(frozen=True)
class Difference:
    """One field of which two people have their own idea; `theirs` is None when it is stored nowhere."""

    label: str
    mine: str
    theirs: str | None

    @property
    def differs(self) -> bool:
        return self.theirs is not None and self.mine != self.theirs


def in_words(field: forms.Field, *values: Any) -> list[str]:
    """Return values of one form field as a person would read them; a list of choices is read once."""
    if isinstance(field, forms.BooleanField):
        return [
            gettext("yes") if value in (True, "on", "true", "True") else gettext("no") for value in values
        ]
    if not isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return ["" if value is None else str(value).replace("\r\n", "\n").strip() for value in values]
    choices: Any = field.choices
    labels = {str(key): str(label) for key, label in choices if key != ""}
    return [
        ", ".join(labels.get(str(each), str(each)) for each in value)
        if isinstance(value, list | tuple)
        else labels.get(str(value), str(value or ""))
        for value in values
    ]


def compared(form: forms.BaseForm, stored: Mapping[str, Any]) -> list[Difference]:
    """Compare what was typed into `form` with what is stored now, field by field."""
    found = []
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.HiddenInput):
            continue
        label, typed = str(form[name].label), form[name].value()
        if name in stored:
            mine, theirs = in_words(field, typed, stored[name])
            found.append(Difference(label, mine, theirs))
        else:
            found.append(Difference(label, in_words(field, typed)[0], None))
    return found


def conflict_page(
    request: HttpRequest,
    site: admin.AdminSite,
    row: models.Model,
    *,
    differences: Iterable[Difference],
    version: str,
    back: str,
    posted: QueryDict | None = None,
    events: Iterable[Any] = (),
    allowed: bool = True,
) -> HttpResponse:
    """Show that a colleague was faster: both versions, and everything typed ready to be sent again.

    `events` are lines that tell what happened meanwhile; `allowed` says whether sending it again,
    with `version`, still makes sense.
    """
    typed = [
        (name, value)
        for name, values in (posted or request.POST).lists()
        if name not in (VERSION_FIELD, "csrfmiddlewaretoken")
        for value in values
    ]
    context = {
        **site.each_context(request),
        "title": _("A colleague was faster"),
        "row": row,
        "opts": row._meta,
        "compared": list(differences),
        "events": list(events),
        "typed": typed,
        "allowed": allowed,
        "version_field": VERSION_FIELD,
        "version": version,
        "back": back,
    }
    return TemplateResponse(request, "admin/conflict.html", context, status=409)


class NamedAutocomplete(AutocompleteSelect):
    """Says “choose” while nothing is chosen: an empty box has no name for a screen reader."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": gettext("choose")}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Choose nothing where an address or an answer has what can be the number of no row."""
        return super().optgroups(name, [key for key in value if _is_number(key)], attr)


def _is_number(key: Any) -> bool:
    text = str(key)
    return text.isascii() and text.isdecimal() and int(text) <= models.BigIntegerField.MAX_BIGINT


class StaffAdmin(admin.ModelAdmin):
    """Base of every page on which staff edit a row."""

    change_form_template = "admin/staff_change_form.html"
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
            # After a mistake the form keeps the version it was first loaded with.
            context["row_version"] = request.POST.get(VERSION_FIELD) or version_of(obj)
            context["version_field"] = VERSION_FIELD
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
                self.model._default_manager.select_for_update(of=("self",))
                .filter(pk=unquote(object_id))
                .first()
            )
            stale = stored is not None and version_of(stored) != request.POST.get(VERSION_FIELD)
            if not stale:
                return super().changeform_view(request, object_id, form_url, extra_context)
        return self.conflict(request, stored)

    def conflict(self, request: HttpRequest, stored: models.Model) -> HttpResponse:
        """Answer a save that came too late."""
        if not self.has_change_permission(request, stored):
            raise PermissionDenied
        form_class = self.get_form(request, stored, change=True)
        form = form_class(request.POST, instance=type(stored)(pk=stored.pk))
        now = forms.models.model_to_dict(stored)
        now = {name: [row.pk for row in v] if isinstance(v, list) else v for name, v in now.items()}
        return conflict_page(
            request,
            self.admin_site,
            stored,
            differences=compared(form, now),
            version=version_of(stored),
            back=request.path,
        )

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

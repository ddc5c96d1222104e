"""One page per fact: what it says, who says so, while when it holds, how sure we are."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clusters import lifeline
from clusters.admin.base import Facts, StaffAdmin, own_fields
from clusters.admin.carried_themes import MemberThemeFilter, TagsItsOrganisation
from clusters.admin.list_export import ListExport
from clusters.models import (
    Agreement,
    ClusterContact,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Evaluation,
    Event,
    Facility,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    NetworkParticipation,
    OrganisationName,
    PlaceName,
    Project,
    Sourced,
    StrategicLine,
    Succession,
    ThemeMention,
)
from clusters.questions import question_of
from clusters.resources import FocusResource, MembershipResource

PROVENANCE = ("source", "source_line", "quote", "reference", "stated_on", "stated_precision")
VALIDITY = ("valid_from", "valid_until")
CERTAINTY = ("verified", "disputed", "derived", "remark_nl", "remark_fr", "remark_en")
WEIGHTS = ((3, _("3: spearhead")), (2, _("2: stated theme")), (1, _("1: also active")))
REQUIRED = {
    "source": _("A fact needs a source: choose the document or page that says so."),
    "stated_on": _("A fact needs a date: give the day the source speaks of, else the day it appeared."),
}


class PartAdmin(StaffAdmin):
    """A row that belongs to another; opened from there, and back there after saving or deleting."""

    belongs_to: tuple[str, ...] = ("cluster",)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}  # keeps it out of the index: it is reached from the page it belongs to

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [field.name for field in self.opts.fields if field.is_relation]

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return self._back(obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return self._back(obj) or super().response_post_save_change(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        request.back_to_owner = self._back(obj)  # type: ignore[attr-defined]  # afterwards it is gone
        super().delete_model(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> Any:
        answer = super().response_delete(request, obj_display, obj_id)
        return getattr(request, "back_to_owner", None) or answer

    def _back(self, obj: Any) -> HttpResponseRedirect | None:
        for name in self.belongs_to:
            if owner := getattr(obj, name, None):
                page = f"admin:{owner._meta.app_label}_{owner._meta.model_name}_change"
                return HttpResponseRedirect(reverse(page, args=[owner.pk]))
        return None


class FactForm(forms.ModelForm):
    """Says at the very field where a period ends before it begins."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        begins: dt.date | None = cleaned.get("valid_from") or cleaned.get("stated_on")
        ends: dt.date | None = cleaned.get("valid_until")
        if begins and ends and ends <= begins:
            message = _("The period ends before it begins: “true until” must come after %(begins)s.")
            self.add_error("valid_until", ValidationError(message, params={"begins": begins.isoformat()}))
        return cleaned


class FactAdmin(PartAdmin):
    """A fact with its source."""

    form: Any = FactForm
    required = REQUIRED
    formfield_overrides = {
        **StaffAdmin.formfield_overrides,
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "quote":  # a sentence, and it may hold 500 characters
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        return [field.name for field in self.opts.fields if field.is_relation]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        owners = [name for name in self.belongs_to if name in {field.name for field in self.opts.fields}]
        return ["__str__", *owners, "source", "stated_on", "valid_until"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = own_fields(self.model, without=(*PROVENANCE, *VALIDITY, *CERTAINTY))
        question = question_of(self.model)
        return [
            (question.title if question else _("What it says"), {"fields": own}),
            (
                _("Who says so, and where?"),
                {
                    "fields": PROVENANCE,
                    "description": _(
                        "Choose the source by a word of its title, publisher or address. Its own words are "
                        "the reason a reader sees behind the fact."
                    ),
                },
            ),
            (
                _("While when was it true?"),
                {
                    "fields": VALIDITY,
                    "description": _(
                        "Leave both empty for what has been true since the date above and still is. What "
                        "ceased to be true gets an end: it stays on the card of earlier days."
                    ),
                },
            ),
            (
                _("How sure are we?"),
                {
                    "fields": CERTAINTY,
                    "description": _(
                        "A doubt is shown with the fact. Nothing is corrected in silence: say in the remark "
                        "what another source has."
                    ),
                },
            ),
        ]


class SuccessionForm(FactForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("predecessor") and cleaned.get("successor"):
            try:
                lifeline.validate_succession(
                    predecessor=cleaned["predecessor"], successor=cleaned["successor"]
                )
            except lifeline.LifelineLoops as loop:
                self.add_error("successor", str(loop))
        return cleaned


@admin.register(Succession)
class SuccessionAdmin(FactAdmin):
    form = SuccessionForm
    belongs_to = ("predecessor",)


class LabelForm(FactForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            message = _("The label ends before it begins: it runs from %(begins)s.")
            self.add_error("ends_on", ValidationError(message, params={"begins": begins.isoformat()}))
        return cleaned


@admin.register(Label)
class LabelAdmin(FactAdmin):
    form = LabelForm


class FocusForm(FactForm):
    """The weight is chosen by its meaning."""

    weight = forms.TypedChoiceField(
        label=_("Weight"), choices=WEIGHTS, coerce=int, initial=2, widget=forms.RadioSelect
    )


@admin.register(Focus)
class FocusAdmin(ListExport, FactAdmin):
    form = FocusForm
    resource_classes = [FocusResource]
    list_filter = ("cluster", "weight")


class LineLeads(Facts):
    model = LineLead
    fields = ("organisation", "source_words", "stated_on")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[LineLead]:
        return super().get_queryset(request).select_related("organisation", "source", "line")

    @admin.display(description=_("source"))
    def source_words(self, fact: LineLead) -> str:
        return source_of(fact)


@admin.register(StrategicLine)
class StrategicLineAdmin(FactAdmin):
    inlines = [LineLeads]
    search_fields = ("title_nl", "title_en", "title_fr")


@admin.register(LineLead)
class LineLeadAdmin(FactAdmin):
    belongs_to = ("line",)


@admin.register(NetworkParticipation, Event)
class SharedFactAdmin(FactAdmin):
    """A fact of a pôle and of an organisation: back to the pôle when there is one."""

    belongs_to = ("cluster", "organisation")


@admin.register(Membership)
class MembershipAdmin(ListExport, SharedFactAdmin):
    resource_classes = [MembershipResource]
    import_export_change_list_template = "admin/clusters/memberships.html"
    list_filter = ("cluster", "relation", MemberThemeFilter)


@admin.register(OrganisationName)
class OrganisationNameAdmin(TagsItsOrganisation, FactAdmin):
    belongs_to = ("organisation",)


@admin.register(PlaceName)
class PlaceNameAdmin(PartAdmin):
    belongs_to = ("region", "city")
    list_display = ("text", "language", "region", "city")
    list_select_related = ("region", "city")


@admin.register(ClusterContact)
class ClusterContactAdmin(PartAdmin):
    list_display = ("name", "cluster", "role", "email", "language", "is_active", "confirmed_on")
    list_select_related = ("cluster",)
    search_fields = ("name", "email")


admin.site.register(
    [
        Agreement,
        ClusterName,
        ClusterRegion,
        ClusterSeat,
        Evaluation,
        Facility,
        Figure,
        Project,
        ThemeMention,
    ],
    FactAdmin,
)


def source_of(fact: Sourced) -> str:
    """Return the source's title with the line in it, and a mark when the fact is doubtful or derived."""
    line = f", {_('line')} {fact.source_line}" if fact.source_line else ""
    if fact.disputed:
        mark, tone = _("disputed"), "attention"
    elif not fact.verified:
        mark, tone = _("not verified"), "attention"
    elif fact.derived:
        mark, tone = _("derived"), "done"
    else:
        return f"{fact.source.title}{line}"
    return format_html('{}{} <span class="badge badge-{}">{}</span>', fact.source.title, line, tone, mark)

"""One page per fact: what it says, where it comes from, while when it holds."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clusters import lifeline
from clusters.admin.base import Facts, StaffAdmin, own_fields
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
    Statement,
    StrategicLine,
    Succession,
)

PROVENANCE = ("source", "source_line", "quote", "reference", "stated_on", "stated_precision")
VALIDITY = (
    "valid_from",
    "valid_until",
    "verified",
    "disputed",
    "derived",
    "remark_nl",
    "remark_fr",
    "remark_en",
)


class PartAdmin(StaffAdmin):
    """A row that belongs to another; opened from there, and back there after saving."""

    belongs_to: tuple[str, ...] = ("cluster",)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}  # keeps it out of the index: it is reached from the page it belongs to

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [field.name for field in self.opts.fields if field.is_relation]

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return self._back(obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return self._back(obj) or super().response_post_save_change(request, obj)

    def _back(self, obj: Any) -> HttpResponseRedirect | None:
        for name in self.belongs_to:
            if owner := getattr(obj, name, None):
                page = f"admin:{owner._meta.app_label}_{owner._meta.model_name}_change"
                return HttpResponseRedirect(reverse(page, args=[owner.pk]))
        return None


class FactAdmin(PartAdmin):
    """A fact with its source."""

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        return [field.name for field in self.opts.fields if field.is_relation]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        owners = [name for name in self.belongs_to if name in {field.name for field in self.opts.fields}]
        return ["__str__", *owners, "source", "stated_on", "valid_until"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = own_fields(self.model, without=(*PROVENANCE, *VALIDITY))
        return [
            (None, {"fields": own}),
            (_("Where it comes from"), {"fields": PROVENANCE}),
            (_("While it holds"), {"fields": VALIDITY}),
        ]


class SuccessionForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("predecessor") and cleaned.get("successor"):
            try:
                lifeline.validate_succession(
                    predecessor=cleaned["predecessor"], successor=cleaned["successor"]
                )
            except lifeline.LifelineLoops as loop:
                raise ValidationError(str(loop)) from loop
        return cleaned


@admin.register(Succession)
class SuccessionAdmin(FactAdmin):
    form = SuccessionForm
    belongs_to = ("predecessor",)


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


@admin.register(Membership, NetworkParticipation, Event)
class SharedFactAdmin(FactAdmin):
    """A fact of a pôle and of an organisation: back to the pôle when there is one."""

    belongs_to = ("cluster", "organisation")


@admin.register(OrganisationName)
class OrganisationNameAdmin(FactAdmin):
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
        Focus,
        Label,
        Project,
        Statement,
    ],
    FactAdmin,
)


def source_of(fact: Sourced) -> str:
    """Return the source's title with the line in it, and a mark when the fact is doubtful."""
    line = f", {_('line')} {fact.source_line}" if fact.source_line else ""
    mark = _("disputed") if fact.disputed else "" if fact.verified else _("not verified")
    if not mark:
        return f"{fact.source.title}{line}"
    return format_html('{}{} <span class="badge badge-attention">{}</span>', fact.source.title, line, mark)

"""The register: pôles, organisations, places, networks and sources."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clusters import freshness, lifeline
from clusters.admin.base import Facts, FoldedSearch, StaffAdmin, own_fields
from clusters.admin.card import CardPage
from clusters.admin.carried_themes import CarriedThemeFilter, ShowsThemes
from clusters.admin.facts import source_of
from clusters.admin.list_export import ListExport
from clusters.admin.merges import Merging
from clusters.admin.versions import CardHistory
from clusters.models import (
    City,
    Cluster,
    Event,
    Membership,
    Network,
    NetworkParticipation,
    Organisation,
    OrganisationName,
    PlaceName,
    Region,
    Source,
    Sourced,
)
from clusters.resources import ClusterResource, OrganisationResource, SourceResource
from clusters.versions import tokens


class SourcedFacts(Facts):
    """Facts with their source, in as many queries as there are kinds of facts."""

    columns: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.columns, "where", "stated_on", "valid_until")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .select_related("source", self.parent_field, *self.joined)
            .order_by("pk")
        )

    @admin.display(description=_("source"))
    def where(self, fact: Sourced) -> str:
        return source_of(fact)


def facts(
    of: type[Any],
    *columns: str,
    joined: tuple[str, ...] = (),
    fk_name: str | None = None,
    title: Any = None,
) -> type[SourcedFacts]:
    """Return an inline that lists the facts of one kind."""
    attributes: dict[str, Any] = {"model": of, "columns": columns, "joined": joined, "__module__": __name__}
    if fk_name:
        attributes["fk_name"] = fk_name
    if title:
        attributes["verbose_name_plural"] = title
    return type(f"{of.__name__}Facts", (SourcedFacts,), attributes)


class ClusterForm(forms.ModelForm):
    """An address is one whatever its capitals: whoever types it would not tell the two pôles apart."""

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Cluster.objects.exclude(pk=self.instance.pk).filter(slug__iexact=slug).exists():
            raise ValidationError(Cluster._meta.get_field("slug").error_messages["unique"])
        return slug


@admin.register(Cluster)
class ClusterAdmin(FoldedSearch, CardHistory, ListExport, StaffAdmin):
    """The pôle's own columns in a form; below it everything on its card, under its question."""

    form = ClusterForm
    resource_classes = [ClusterResource]
    change_form_template = "admin/clusters/card.html"
    index_position = 1
    list_display = ("name", "sector", "list_number", "priority_rank", "website_verified", "confirmed_on")
    list_select_related = ("sector",)
    list_filter = ("sector",)
    ordering = ("name",)
    search_fields = ("name_folded__contains", "names__text_folded__contains")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "sector"),
                    ("slug", "confirmed_on"),
                    ("website", "website_verified"),
                    ("list_number", "priority_rank"),
                )
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The address is public and stays: links to it stand in letters and in other people's pages."""
        return () if obj is None else ("slug",)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {"slug": ("name",)} if obj is None else {}

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
            context |= self._card_page(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _card_page(self, request: HttpRequest, card: Cluster) -> dict[str, Any]:
        today = timezone.localdate()
        stale = freshness.look_after(on=today, only=[card.pk])
        page = CardPage(card, request.user, today, get_language() or "nl")
        return {
            "title": card.name,
            "subtitle": None,
            "questions": page.questions(),
            "stale": stale,
            "public_card": reverse("clusters:card", args=[card.slug]),
            "status": lifeline.status_on(card, today).label,
            "card_token": tokens([card.pk])[card.pk],
            "fresh": card.confirmed_on == today,
        }


class OrganisationMemberships(SourcedFacts):
    model = Membership
    columns = ("cluster", "relation")
    joined = ("cluster",)


@admin.register(Organisation)
class OrganisationAdmin(Merging, ShowsThemes, FoldedSearch, ListExport, StaffAdmin):
    index_position = 2
    list_display = ("name", "kind", "city", "country", "siren")
    list_select_related = ("city",)
    list_filter = ("kind", "country", "memberships__cluster", CarriedThemeFilter)
    ordering = ("name",)
    search_fields = ("name_folded__contains", "names__text_folded__contains", "siren")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("city",)
    inlines = [
        facts(OrganisationName, "text"),
        OrganisationMemberships,
        facts(Event, "kind", "text"),
    ]
    resource_classes = [OrganisationResource]


class PlaceNames(Facts):
    model = PlaceName
    fields = ("text", "language")


class RegionForm(forms.ModelForm):
    """Says at the successor where regions would pass into one another in a circle."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.instance.pk and cleaned.get("successor"):
            try:
                lifeline.validate_reform(region=self.instance, successor=cleaned["successor"])
            except lifeline.LifelineLoops as loop:
                self.add_error("successor", str(loop))
        return cleaned


@admin.register(Region)
class RegionAdmin(FoldedSearch, StaffAdmin):
    form = RegionForm
    index_position = 8
    list_display = ("name", "insee_code", "valid_from", "valid_until", "successor")
    list_select_related = ("successor",)
    list_filter = ("overseas",)
    ordering = ("name",)
    search_fields = ("name_folded__contains", "names__text_folded__contains")
    autocomplete_fields = ("successor",)
    inlines = [PlaceNames]


@admin.register(City)
class CityAdmin(StaffAdmin):
    index_position = 9
    list_display = ("name", "region", "insee_code")
    list_select_related = ("region",)
    ordering = ("name",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("region",)
    inlines = [PlaceNames]


@admin.register(Network)
class NetworkAdmin(StaffAdmin):
    index_position = 7
    list_display = ("name", "founded_on")
    search_fields = ("name", "slug")
    ordering = ("name",)
    inlines = [
        facts(NetworkParticipation, "cluster", "organisation", joined=("cluster", "organisation")),
    ]


@admin.register(Source)
class SourceAdmin(FoldedSearch, ListExport, StaffAdmin):
    resource_classes = [SourceResource]
    fields = tuple(own_fields(Source))
    required = {"title": _("A source needs a title, so that a reader can find it again.")}
    index_position = 4
    list_display = ("title", "kind", "publisher", "published_on", "retrieved_on")
    list_filter = ("kind", "language")
    search_fields = ("folded__contains",)
    search_help_text = _("Words of title, publisher or address, without regard to accents.")
    ordering = ("title",)
    prepopulated_fields = {"slug": ("title",)}

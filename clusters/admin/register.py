"""The register: pôles, organisations, places, networks and sources."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin

from clusters.admin.base import Facts, FoldedSearch, StaffAdmin, own_fields
from clusters.admin.facts import source_of
from clusters.models import (
    Agreement,
    City,
    Cluster,
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
    Membership,
    Network,
    NetworkParticipation,
    Organisation,
    OrganisationName,
    PlaceName,
    Project,
    Region,
    Source,
    Sourced,
    Statement,
    StrategicLine,
    Succession,
)
from clusters.resources import OrganisationResource
from clusters.spreadsheets import SafeCSV


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


class ClusterContacts(Facts):
    model = ClusterContact
    fields = ("name", "role", "email", "phone", "language", "is_active", "confirmed_on")


@admin.register(Cluster)
class ClusterAdmin(FoldedSearch, StaffAdmin):
    list_display = ("name", "sector", "list_number", "priority_rank", "website_verified")
    list_select_related = ("sector",)
    list_filter = ("sector",)
    ordering = ("name",)
    search_fields = ("name_folded__contains", "names__text_folded__contains")
    prepopulated_fields = {"slug": ("name",)}
    inlines = [
        # Whom do we write to?
        ClusterContacts,
        # What is it called, where is it, does it still exist?
        facts(ClusterName, "text", "role", "language"),
        facts(ClusterRegion, "region", "wording", joined=("region",)),
        facts(ClusterSeat, "city", "role", joined=("city",)),
        facts(Label, "phase", "begins_on", "ends_on"),
        facts(
            Succession, "successor", joined=("successor",), fk_name="predecessor", title=_("Taken over by")
        ),
        facts(
            Succession, "predecessor", joined=("predecessor",), fk_name="successor", title=_("Took over from")
        ),
        # What is it strong in?
        facts(Focus, "theme", "weight", "line", "quote", joined=("theme", "line")),
        facts(StrategicLine, "number", "title", "is_new"),
        facts(Statement, "kind", "text"),
        # Who takes part, and in what?
        facts(Membership, "organisation", "relation", joined=("organisation",)),
        facts(Project, "name", "led_by", joined=("led_by",)),
        facts(Facility, "name", "kind"),
        facts(NetworkParticipation, "network", joined=("network",)),
        facts(Agreement, "kind", "counterpart", "country"),
        # How large, how good, what happened?
        facts(Figure, "label", "qualifier", "value", "unit"),
        facts(Evaluation, "programme", "year", "rating"),
        facts(Event, "kind", "text"),
    ]


class OrganisationMemberships(SourcedFacts):
    model = Membership
    columns = ("cluster", "relation")
    joined = ("cluster",)


@admin.register(Organisation)
class OrganisationAdmin(FoldedSearch, ExportMixin, StaffAdmin):
    list_display = ("name", "kind", "city", "country", "siren")
    list_select_related = ("city",)
    list_filter = ("kind", "country", "memberships__cluster")
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
    formats = [SafeCSV]
    skip_export_form = True


class PlaceNames(Facts):
    model = PlaceName
    fields = ("text", "language")


@admin.register(Region)
class RegionAdmin(FoldedSearch, StaffAdmin):
    list_display = ("name", "insee_code", "valid_from", "valid_until", "successor")
    list_select_related = ("successor",)
    list_filter = ("overseas",)
    ordering = ("name",)
    search_fields = ("name_folded__contains", "names__text_folded__contains")
    autocomplete_fields = ("successor",)
    inlines = [PlaceNames]


@admin.register(City)
class CityAdmin(StaffAdmin):
    list_display = ("name", "region", "insee_code")
    list_select_related = ("region",)
    ordering = ("name",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("region",)
    inlines = [PlaceNames]


@admin.register(Network)
class NetworkAdmin(StaffAdmin):
    list_display = ("name", "founded_on")
    search_fields = ("name", "slug")
    ordering = ("name",)
    inlines = [
        facts(NetworkParticipation, "cluster", "organisation", joined=("cluster", "organisation")),
    ]


@admin.register(Source)
class SourceAdmin(StaffAdmin):
    list_display = ("title", "kind", "publisher", "published_on", "retrieved_on")
    list_filter = ("kind", "language")
    search_fields = ("title", "slug", "publisher", "url")
    ordering = ("title",)
    fields = tuple(own_fields(Source))

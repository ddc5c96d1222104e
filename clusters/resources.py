"""The register's lists for reading elsewhere, and back again, by way of django-import-export.

A row is found again by its own names (the short name of a pôle, a theme, an organisation), never by a
number of this database. What a list shows beside its own columns, such as the name of a city, is only
written.
"""

from typing import Any

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from clusters.list_files import ListColumn, ListResource, in_order, texts_of
from clusters.models import City, Cluster, Focus, Membership, Organisation, Sector, Source, Theme

SOURCED = (
    *("source", "source_line", "quote", "reference", "stated_on", "stated_precision", "valid_from"),
    *("valid_until", "verified", "disputed", "derived", "remark_nl", "remark_fr", "remark_en"),
)


def by_slug(attribute: str, model: type[Any], column_name: str = "") -> Field:
    """Return a column that names a row of `model` by its short name."""
    return Field(attribute, column_name or attribute, widget=ForeignKeyWidget(model, "slug"))


class RegisterResource(ListResource):
    class Meta:
        skip_unchanged = True
        report_skipped = True


class OrganisationResource(RegisterResource):
    """Organisations with their city and the pôles they belong to; no person is in it."""

    city_slug = by_slug("city", City, "city_slug")
    city = ListColumn(_("city"), "city__name", column_name="city")
    clusters = ListColumn(
        _("pôles"),
        "cluster_slugs",
        make=lambda joined: in_order(joined, between=" "),
        beside=lambda: {
            "cluster_slugs": texts_of(Membership.objects.filter(organisation=OuterRef("pk")), "cluster__slug")
        },
        column_name="clusters",
    )

    class Meta(RegisterResource.Meta):
        model = Organisation
        fields = (
            *("slug", "name", "kind", "city", "country", "siren", "website", "remark"),
            *("city_slug", "clusters", "activity"),
        )
        export_order = fields
        import_id_fields = ("slug",)


class ClusterResource(RegisterResource):
    sector = by_slug("sector", Sector)

    class Meta(RegisterResource.Meta):
        model = Cluster
        fields = (
            *("slug", "name", "sector", "list_number", "priority_rank", "website", "website_verified"),
            "confirmed_on",
        )
        export_order = fields
        import_id_fields = ("slug",)


class MembershipResource(RegisterResource):
    cluster = by_slug("cluster", Cluster)
    organisation = by_slug("organisation", Organisation)
    source = by_slug("source", Source)
    cluster_name = ListColumn(_("name of the pôle"), "cluster__name", column_name="cluster_name")
    organisation_name = ListColumn(
        _("name of the organisation"), "organisation__name", column_name="organisation_name"
    )
    siren = ListColumn(_("SIREN"), "organisation__siren", column_name="siren")
    city = ListColumn(_("city"), "organisation__city__name", column_name="city")
    activity = ListColumn(_("what it does"), "organisation__activity", column_name="activity")

    class Meta(RegisterResource.Meta):
        model = Membership
        fields = (
            *("cluster", "organisation", "relation", "cluster_name", "organisation_name", "siren", "city"),
            *SOURCED,
            "activity",
        )
        export_order = fields
        import_id_fields = ("cluster", "organisation", "relation")


class ThemeResource(RegisterResource):
    sector = by_slug("sector", Sector)
    broader = by_slug("broader", Theme)

    class Meta(RegisterResource.Meta):
        model = Theme
        fields = (
            *("slug", "kind", "sector", "broader", "label_nl", "label_fr", "label_en", "eurovoc_id"),
            *("on_form", "position"),
        )
        export_order = fields
        import_id_fields = ("slug",)


class FocusResource(RegisterResource):
    cluster = by_slug("cluster", Cluster)
    theme = by_slug("theme", Theme)
    source = by_slug("source", Source)
    line = ListColumn(_("strategic line"), "line__title_nl", column_name="line")

    class Meta(RegisterResource.Meta):
        model = Focus
        fields = ("cluster", "theme", "weight", "wording", "line", *SOURCED)
        export_order = fields
        import_id_fields = ("cluster", "theme", "valid_until")


class SourceResource(RegisterResource):
    class Meta(RegisterResource.Meta):
        model = Source
        fields = (
            *("slug", "kind", "title", "publisher", "url", "language", "published_on"),
            *("published_precision", "retrieved_on", "remark"),
        )
        export_order = fields
        import_id_fields = ("slug",)

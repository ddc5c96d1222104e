"""The register's tables for reading elsewhere, by way of django-import-export."""

from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field
from import_export.resources import ModelResource

from clusters.models import Organisation


class OrganisationResource(ModelResource):
    """Organisations with their city and the pôles they belong to; no person is in it."""

    city = Field(attribute="city__name", column_name="city", readonly=True)
    clusters = Field(column_name="clusters", readonly=True)

    class Meta:
        model = Organisation
        fields = ("slug", "name", "kind", "city", "country", "siren", "website", "clusters")
        export_order = fields
        import_id_fields = ("slug",)
        skip_unchanged = True
        report_skipped = True

    def filter_export(self, queryset: QuerySet[Organisation], **kwargs: Any) -> list[Organisation]:
        """Return the rows, read in two queries however many there are."""
        return list(queryset.select_related("city").prefetch_related("memberships__cluster").order_by("slug"))

    def dehydrate_clusters(self, organisation: Organisation) -> str:
        """The pôles' short names, each once, in alphabetical order."""
        slugs = {membership.cluster.slug for membership in organisation.memberships.all()}
        return " ".join(sorted(slugs))

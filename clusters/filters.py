"""What a visitor may ask of the directory, in the address of the page so that a view can be shared."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clusters.choices import FrenchNames
from clusters.directory import Directory
from clusters.enums import OrganisationKind
from clusters.finding import found
from clusters.models import Cluster, ClusterRegion, Focus, Membership

LONGEST_QUERY = 200


class ClusterFilter(django_filters.FilterSet):
    """Narrows the pôles that stood on a day; an answer that is not understood is left out and named."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "class": "utrecht-textbox", "autocomplete": "off"}),
    )
    theme = django_filters.ChoiceFilter(label=_("Theme"), method="by_theme", empty_label=_("All themes"))
    region = django_filters.ChoiceFilter(label=_("Region"), method="by_region", empty_label=_("All regions"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind of member"), method="by_kind", empty_label=_("All kinds")
    )
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), field_name="sector__slug", empty_label=_("All sectors")
    )

    class Meta:
        model = Cluster
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Cluster],
        *,
        directory: Directory,
        kinds: Iterable[str],
    ) -> None:
        super().__init__(data=data, queryset=queryset)
        self.directory = directory
        options = directory.region_options()
        present = set(kinds)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "theme": [(theme.slug, theme.label) for theme in directory.theme_options()],
            "region": [
                (_("Regions today"), [(region.slug, region.name) for region in options if not region.ended]),
                (_("Regions until 2015"), [(region.slug, region.name) for region in options if region.ended]),
            ],
            "kind": [(kind, capfirst(label)) for kind, label in OrganisationKind.choices if kind in present],
            "sector": [(sector.slug, str(sector)) for sector in directory.sectors],
        }
        # While all pôles are of one sector there is nothing to choose.
        self.has_sectors = len(choices["sector"]) > 1
        for name, values in choices.items():
            self.filters[name].extra["choices"] = values
            widget = FrenchNames if name == "region" else forms.Select
            self.filters[name].extra["widget"] = widget(attrs={"class": "utrecht-select"})
            self.filters[name].extra["error_messages"] = {
                "invalid_choice": _("“%(value)s” is not in the list; it was left out.")
            }

    @property
    def day(self) -> dt.date:
        return self.directory.day

    @property
    def query(self) -> str:
        """What was typed in the search field, as far as it was understood; empty when nothing was."""
        self.form.is_valid()
        return str(self.form.cleaned_data.get("q") or "")

    @property
    def is_narrowed(self) -> bool:
        """Tell whether any filter beside the search field is in use."""
        return any(self.form[name].value() for name in ("theme", "region", "kind", "sector"))

    def search(self, queryset: QuerySet[Cluster], name: str, value: str) -> QuerySet[Cluster]:
        return queryset.filter(pk__in=found(value, self.directory))

    def by_theme(self, queryset: QuerySet[Cluster], name: str, value: str) -> QuerySet[Cluster]:
        """Keep pôles with the theme or with one that falls under it."""
        meant = Q(theme__slug=value) | Q(theme__broader__slug=value)
        return queryset.filter(Exists(Focus.objects.as_of(self.day).filter(meant, cluster=OuterRef("pk"))))

    def by_region(self, queryset: QuerySet[Cluster], name: str, value: str) -> QuerySet[Cluster]:
        """Keep pôles in the region, under its name of today or of before the reform."""
        meant = Q(region__slug=value) | Q(region__successor__slug=value) | Q(region__predecessors__slug=value)
        rows = ClusterRegion.objects.as_of(self.day).filter(meant, cluster=OuterRef("pk"))
        return queryset.filter(Exists(rows))

    def by_kind(self, queryset: QuerySet[Cluster], name: str, value: str) -> QuerySet[Cluster]:
        members = Membership.objects.as_of(self.day).filter(cluster=OuterRef("pk"), organisation__kind=value)
        return queryset.filter(Exists(members))

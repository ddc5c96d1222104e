"""Sentences and doubts: on a card, or on pôles in general and on the document itself."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import Facts, FoldedSearch
from clusters.admin.facts import FactAdmin, PartAdmin
from clusters.models import Ambiguity, AmbiguitySource, Statement


class AboutFilter(admin.SimpleListFilter):
    """Does it speak of one pôle, or of none in particular?"""

    title = _("about")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("general", _("pôles in general, or the document")), ("pole", _("one pôle")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "general":
            return queryset.filter(cluster=None)
        return queryset.exclude(cluster=None) if self.value() == "pole" else queryset


class ListedFactAdmin(FoldedSearch, FactAdmin):
    """Facts that stand in the index as well: not all of them belong to a pôle."""

    list_filter = (AboutFilter, "kind", "cluster")
    search_fields = ("text_folded__contains",)
    search_help_text = _("Words of any language, without regard to accents.")

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return super(PartAdmin, self).get_model_perms(request)

    @admin.display(description=_("pôle"), ordering="cluster__name")
    def about(self, row: Any) -> Any:
        return row.cluster or gettext("in general")


@admin.register(Statement)
class StatementAdmin(ListedFactAdmin):
    index_label = _("General statements")
    index_query = "?about=general"
    index_position = 5
    ordering = ("kind", "pk")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["short", "kind", "about", "source", "stated_on"]

    @admin.display(description=_("text"))
    def short(self, row: Statement) -> str:
        return Truncator(str(row.text)).chars(120)


class AmbiguitySources(Facts):
    model = AmbiguitySource
    verbose_name_plural = _("other sources")
    fields = ("source",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AmbiguitySource]:
        return super().get_queryset(request).select_related("source", "ambiguity")


@admin.register(Ambiguity)
class AmbiguityAdmin(ListedFactAdmin):
    index_position = 6
    ordering = ("reference", "pk")
    inlines = [AmbiguitySources]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["__str__", "reference", "kind", "about", "source"]


@admin.register(AmbiguitySource)
class AmbiguitySourceAdmin(PartAdmin):
    belongs_to = ("ambiguity",)
    list_display = ("ambiguity", "source")
    list_select_related = ("ambiguity", "source")

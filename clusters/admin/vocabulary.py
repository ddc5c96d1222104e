"""The vocabulary: sectors, themes and the words people write for them."""

from django.contrib import admin

from clusters.admin.base import Facts, FoldedSearch, StaffAdmin
from clusters.admin.facts import PartAdmin
from clusters.models import Sector, Term, Theme


@admin.register(Sector)
class SectorAdmin(StaffAdmin):
    index_position = 10
    list_display = ("name", "slug")
    search_fields = ("slug", "name_nl", "name_en", "name_fr")
    ordering = ("slug",)


class Terms(Facts):
    model = Term
    fields = ("text", "language", "mode")


@admin.register(Theme)
class ThemeAdmin(StaffAdmin):
    index_position = 3
    list_display = ("label", "kind", "broader", "on_form", "position")
    list_select_related = ("broader",)
    list_filter = ("kind", "on_form")
    ordering = ("position", "slug")
    search_fields = ("slug", "label_nl", "label_en", "label_fr", "terms__text_folded")
    autocomplete_fields = ("broader", "sector")
    inlines = [Terms]


@admin.register(Term)
class TermAdmin(FoldedSearch, PartAdmin):
    belongs_to = ("theme",)
    list_display = ("text", "theme", "language", "mode")
    list_select_related = ("theme",)
    search_fields = ("text_folded__contains",)

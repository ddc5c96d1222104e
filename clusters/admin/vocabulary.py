"""The vocabulary: sectors, themes and the words people write for them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.admin.base import Facts, FoldedSearch, StaffAdmin
from clusters.admin.facts import PartAdmin
from clusters.admin.list_export import ListExport
from clusters.folding import fold
from clusters.models import Sector, Term, Theme
from clusters.resources import ThemeResource


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
class ThemeAdmin(ListExport, StaffAdmin):
    resource_classes = [ThemeResource]
    index_position = 3
    list_display = ("label", "kind", "broader", "on_form", "position")
    list_select_related = ("broader",)
    list_filter = ("kind", "on_form")
    ordering = ("position", "slug")
    search_fields = ("slug", "label_nl", "label_en", "label_fr", "terms__text_folded")
    autocomplete_fields = ("broader", "sector")
    inlines = [Terms]


class TermForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        """Refuse a term the theme has already; the folded spelling that tells is no field of the form."""
        cleaned = super().clean() or {}
        theme, text = cleaned.get("theme"), cleaned.get("text")
        if theme and text:
            same = Term.objects.filter(
                theme=theme, language=cleaned.get("language", ""), text_folded=fold(text)
            )
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("text", _("This theme has this term already, apart from accents or capitals."))
        return cleaned


@admin.register(Term)
class TermAdmin(FoldedSearch, PartAdmin):
    form = TermForm
    belongs_to = ("theme",)
    list_display = ("text", "theme", "language", "mode")
    list_select_related = ("theme",)
    search_fields = ("text_folded__contains",)

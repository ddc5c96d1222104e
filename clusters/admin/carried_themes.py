"""The themes organisations carry, on the staff site: tagged anew at every save, shown, and looked for by."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters import member_themes
from clusters.folding import fold
from clusters.models import Organisation, OrganisationTheme, Theme

LONGEST_SHOWN = 60  # characters of an address that a message repeats


class CarriedThemeFilter(admin.SimpleListFilter):
    """Narrows a list to who carries a theme; offers the themes that anybody carries."""

    title = _("theme carried")
    parameter_name = "theme"
    column = "carried_themes__theme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        carried = Theme.objects.filter(Exists(OrganisationTheme.objects.filter(theme=OuterRef("pk"))))
        named = [(theme.slug, str(theme.label)) for theme in carried]
        return sorted(named, key=lambda each: fold(each[1]))

    def has_output(self) -> bool:
        """Take part with a theme of the address as well when nobody carries any: it finds nobody."""
        return bool(self.lookup_choices or self.value())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        if value not in {slug for slug, _label in self.lookup_choices} and request.method == "GET":
            text = gettext("Nothing is found: “%(value)s” is not a choice for “%(filter)s”.")
            shown = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
            messages.warning(request, text % {"value": shown, "filter": self.title})
        return queryset.filter(**{f"{self.column}__slug": value})


class MemberThemeFilter(CarriedThemeFilter):
    """The same for a list of memberships."""

    column = "organisation__carried_themes__theme"


class ShowsThemes:
    """The page of an organisation: saving tags it anew, and what was recognised is shown with its words."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("themes_carried",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [each for each in super().get_fields(request, obj) if each != "themes_carried"]  # type: ignore[misc]
        if obj is not None:
            fields.insert(fields.index("activity") + 1, "themes_carried")
        return fields

    @admin.display(description=_("themes recognised"))
    def themes_carried(self, organisation: Organisation) -> str | SafeString:
        rows = organisation.carried_themes.select_related("theme")
        told = sorted(((str(row.theme.label), row.words) for row in rows), key=lambda each: fold(each[0]))
        if not told:
            return gettext("None, in its names and in what it does.")
        return format_html_join(
            mark_safe("<br>"),
            '{} <span class="quiet">({})</span>',
            ((label, _quoted(words)) for label, words in told),
        )

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        member_themes.tag([obj.pk])


class TagsItsOrganisation:
    """The page of another name: saving or deleting it tags the organisation anew."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        before = form.initial.get("organisation")
        member_themes.tag({obj.organisation_id, before} - {None})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)  # type: ignore[misc]
        member_themes.tag([obj.organisation_id])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        organisations = list(queryset.order_by().values_list("organisation_id", flat=True))
        super().delete_queryset(request, queryset)  # type: ignore[misc]
        member_themes.tag(organisations)


def _quoted(words: list[str]) -> str:
    return ", ".join(gettext("“%(word)s”") % {"word": word} for word in words)

"""The website's statements on the staff site: which there are, a form for each, a look before storing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from attache import site_pages
from attache.models import PageKey, SitePage
from clusters.admin.base import StaffAdmin

LANGUAGES = [code for code, _name in settings.LANGUAGES]
BODIES = [f"body_{code}" for code in LANGUAGES]


@dataclass(frozen=True)
class Listed:
    """One statement on the list: its page, whose text it is and of which day."""

    name: Any
    page: str
    address: str
    state: Any
    dated: dt.date


@dataclass(frozen=True)
class Preview:
    """A statement in one language, as visitors would read it."""

    code: str
    name: Any
    html: SafeString


class SitePageForm(forms.ModelForm):
    class Meta:
        model = SitePage
        fields = ("key", "dated", *BODIES)
        widgets = {
            body: forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField", "lang": body[-2:]})
            for body in BODIES
        }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for body in BODIES:
            values[body] = values.get(body, "").replace("\r\n", "\n").strip()
        return values


@admin.register(SitePage)
class SitePageAdmin(StaffAdmin):
    """What is here once as delivered is added when it is first changed; deleting brings that text back."""

    form = SitePageForm
    fields = ("key", "dated", *BODIES)
    change_list_template = "admin/attache/site_pages/list.html"
    change_form_template = "admin/attache/site_pages/form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name="attache_sitepage_preview"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("key",) if obj else ()

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if request.GET.get("key") in PageKey.values:  # chosen on the list already
            kwargs["widget"] = forms.HiddenInput()
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the delivered texts, so that the office changes what it wants and keeps the rest."""
        key = _asked(request.GET.get("key"))
        texts = {code: site_pages.delivered(key, code) for code in LANGUAGES}
        bodies = {f"body_{code}": text.body for code, text in texts.items()}
        return {"key": key, "dated": texts[settings.LANGUAGE_CODE].dated, **bodies}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        own = {row.key: row for row in SitePage.objects.all()}
        context = {
            "title": _("Statements on the website"),
            "pages": [self._listed(key, own.get(key)) for key in PageKey],
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def _listed(self, key: PageKey, row: SitePage | None) -> Listed:
        if row is None:
            page = f"{reverse('admin:attache_sitepage_add')}?key={key.value}"
            day = site_pages.delivered(key, settings.LANGUAGE_CODE).dated
            return Listed(key.label, page, reverse(key.value), _("as delivered"), day)
        page = reverse("admin:attache_sitepage_change", args=[row.pk])
        return Listed(key.label, page, reverse(key.value), _("changed by the office"), row.dated)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        key = obj.key if obj else _asked((request.POST or request.GET).get("key"))
        context |= {
            "title": PageKey(key).label,
            "subtitle": None,
            "preview": reverse("admin:attache_sitepage_preview"),
            "show_delete": False,
            "show_save_and_add_another": False,
            "delivered_again": bool(obj) and self.has_delete_permission(request, obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show the texts as they stand in the form; nothing is stored."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        languages = dict(settings.LANGUAGES)
        context = {
            **self.admin_site.each_context(request),
            "title": _("How it reads"),
            "opts": self.opts,
            "previews": [
                Preview(code, languages[code], site_pages.as_html(request.POST.get(f"body_{code}", "")))
                for code in LANGUAGES
            ],
        }
        return TemplateResponse(request, "admin/attache/site_pages/preview.html", context)


def _asked(key: str | None) -> str:
    """Return the statement an address or a form names; the first one else."""
    return key if key in PageKey.values else PageKey.ACCESSIBILITY.value

"""The staff site: Django's admin under the office's name, without a link out to anywhere else."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from attache.models import User

APPS = {"contacts": 1, "clusters": 2}
LAST = 100
INBOX_PERMISSION = "contacts.view_introductionrequest"


class OfficeAdminSite(AdminSite):
    """`attache.admin` hands it what the desk brings along: pages of no model, and what waits today."""

    site_title = _("Introductions desk")
    site_header = _("Introductions desk, Innovation Attaché Paris")
    index_title = _("Today")
    index_template = "admin/home.html"
    enable_nav_sidebar = False
    pages: Callable[[AdminSite], list[URLPattern]] = staticmethod(lambda site: [])
    what_waits: Callable[[Any], dict[str, Any]] = staticmethod(lambda request: {})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = [
            path("language/", self.admin_view(self.choose_language), name="language"),
            path("shortcuts/", self.admin_view(self.choose_shortcuts), name="shortcuts"),
        ]
        return [*own, *self.pages(self), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "languages": settings.LANGUAGES}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """List the desk first, then the register, and within each what is used most."""
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            for entry in app["models"]:
                page: Any = self._registry[entry["model"]]
                entry["position"] = getattr(page, "index_position", LAST)
                entry["name"] = getattr(page, "index_label", None) or entry["name"]
                if entry["admin_url"]:
                    entry["admin_url"] += getattr(page, "index_query", "")
            app["models"].sort(key=lambda entry: entry["position"])
        return sorted(apps, key=lambda app: APPS.get(app["app_label"], LAST))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits to whoever may see requests."""
        waits = self.what_waits(request) if request.user.has_perm(INBOX_PERMISSION) else {}
        return super().index(request, {**waits, **(extra_context or {})})

    def choose_language(self, request: HttpRequest) -> HttpResponse:
        """Keep the signed-in person's own choice of language, and go back to where they were."""
        chosen = request.POST.get("language", "")
        if request.method == "POST" and chosen in dict(settings.LANGUAGES):
            person = cast(User, request.user)  # `admin_view` let nobody else in
            person.language = chosen
            person.save(update_fields=["language"])
        return self._back(request)

    def choose_shortcuts(self, request: HttpRequest) -> HttpResponse:
        """Switch the signed-in person's single keys on or off, and go back to where they were."""
        chosen = {"on": True, "off": False}.get(request.POST.get("shortcuts", ""))
        if request.method == "POST" and chosen is not None:
            person = cast(User, request.user)
            person.shortcuts = chosen
            person.save(update_fields=["shortcuts"])
        return self._back(request)

    def _back(self, request: HttpRequest) -> HttpResponse:
        back = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return HttpResponseRedirect(back if safe else reverse("admin:index"))

"""What every public page knows of the office: its address, its look, and how machines find the page."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.templatetags.register import address_in

# The pages a search engine may keep, by the names of their addresses; the sitemap lists the same.
PUBLIC = frozenset(
    {
        "clusters:home",
        "clusters:directory",
        "clusters:comparison",
        "clusters:card",
        "clusters:brochure",
        "contacts:form",
        "accessibility",
        "privacy",
    }
)
_SLUG = re.compile(r"[a-z0-9_-]{1,80}")
SHARE_PICTURE = "share.png"


@dataclass(frozen=True)
class Office:
    """The office to a template; nothing is worked out before it is asked for."""

    request: HttpRequest

    stylesheets = property(lambda self: settings.THEME_STYLESHEETS)
    logo = property(lambda self: settings.OFFICE_LOGO)
    logo_width = property(lambda self: settings.OFFICE_LOGO_WIDTH)

    @property
    def site(self) -> str:
        return str(settings.SITE_URL.rstrip("/"))

    @property
    def canonical(self) -> str:
        """The one address of this page, without what only arranges it; empty for pages of one reader."""
        match = self.request.resolver_match
        if match is None or match.view_name not in PUBLIC:
            return ""
        address = self.site + self.request.path
        if match.view_name != "clusters:comparison":
            return address
        poles = sorted({slug for slug in self.request.GET.getlist("pole") if _SLUG.fullmatch(slug)})
        return f"{address}?{urlencode([('pole', slug) for slug in poles])}" if poles else address

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """The page's one address in each language, as (hreflang, address); none for pages of one reader."""
        if not self.canonical:
            return []
        path = self.canonical.removeprefix(self.site)
        found = [(code, self.site + address_in(path, code)) for code, _name in settings.LANGUAGES]
        return [*found, ("x-default", dict(found)[settings.LANGUAGE_CODE])]

    @property
    def picture(self) -> str:
        """The picture shown where somebody shares a page."""
        return self.site + static(SHARE_PICTURE)

    @property
    def linked_data(self) -> dict[str, Any]:
        """The office in the words of schema.org."""
        return {
            "@context": "https://schema.org",
            "@type": "GovernmentOrganization",
            "@id": f"{self.site}/#office",
            "name": _("Innovation Attaché Paris"),
            "description": _(
                "The Dutch Innovation Attaché in Paris brings Dutch organisations into contact with French "
                "innovation clusters."
            ),
            "url": self.site + reverse("clusters:home"),
            "email": settings.OFFICE_MAILBOX,
            "areaServed": ["NL", "FR"],
            "knowsLanguage": [code for code, _name in settings.LANGUAGES],
            "parentOrganization": {
                "@type": "GovernmentOrganization",
                "name": "Rijksdienst voor Ondernemend Nederland",
                "alternateName": "RVO",
                "url": "https://www.rvo.nl/",
            },
        }


def site(request: HttpRequest) -> dict[str, Any]:
    return {"office": Office(request)}

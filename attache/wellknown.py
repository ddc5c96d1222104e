"""What the site tells machines that know where to ask: security.txt (RFC 9116) and robots.txt."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"
# Staff, and pages behind a signed link: nothing there is for a search engine.
NOT_FOR_ROBOTS = ("/admin/", "/answer/", "/confirm/", "/contact/*/", "/quarter/")


def security_lines(*, contact: str, expires: dt.date, address: str) -> list[str]:
    """Return the fields of security.txt; `expires` is the first day on which it no longer holds (UTC)."""
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    return [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {languages}",
        f"Canonical: {address}",
    ]


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness; not found while nobody has said until when that holds."""
    if settings.SECURITY_EXPIRES is None:
        raise Http404
    lines = security_lines(
        contact=settings.SECURITY_CONTACT,
        expires=settings.SECURITY_EXPIRES,
        address=settings.SITE_URL.rstrip("/") + reverse("security"),
    )
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Let search engines read the public pages, and show them the way."""
    paths = [
        prefix + path
        for path in NOT_FOR_ROBOTS
        for prefix in ("", *(f"/{code}" for code, _name in settings.LANGUAGES[1:]))
        if not (prefix and path == "/admin/")
    ]
    sitemap = settings.SITE_URL.rstrip("/") + reverse("sitemap")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths), "", f"Sitemap: {sitemap}"]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)

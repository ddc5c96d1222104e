"""The public pages of the office itself: its statements, and what it tells machines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attache import site_pages
from attache.models import PageKey


@require_safe
def statement(request: HttpRequest, key: str) -> HttpResponse:
    """Show one of the statements, in the reader's language."""
    about = {
        PageKey.ACCESSIBILITY: _("How accessible this website is, what was tested and what was not."),
        PageKey.PRIVACY: _("Which data the office keeps, why, how long, and what your rights are."),
    }
    text = site_pages.in_use(key, get_language() or "nl")
    context = {
        "name": PageKey(key).label,
        "description": about[PageKey(key)],
        "text": text,
        "html": site_pages.as_html(text.body),
    }
    return render(request, "page.html", context)

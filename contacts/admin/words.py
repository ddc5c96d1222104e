"""The staff page “Words without a theme”: what recent requests say that the vocabulary does not know."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clusters.enums import TermMode
from clusters.models import Theme
from contacts.admin.vocabulary import BACK_TO_WORDS
from contacts.models import IgnoredWord
from contacts.unknown_words import LOOKED_AT, UnknownWord, ignore, list_again, unknown_words

MAY_LOOK = ("contacts.view_introductionrequest", "clusters.view_term")
MAY_MAP = "clusters.add_term"
MAY_IGNORE = "contacts.add_ignoredword"
LONGEST = 120


def words_urls(site: AdminSite) -> list[URLPattern]:
    """Return the page's address, to stand before the site's own in its namespace."""
    allowed = permission_required(MAY_LOOK, raise_exception=True)

    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest) -> HttpResponse:
        return _set_aside(request) if request.method == "POST" else words_page(request, site)

    return [path("contacts/words/", site.admin_view(allowed(page)), name="contacts_words")]


def words_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    words = unknown_words(on=timezone.localdate())
    themes = Theme.objects.in_bulk({word.near for word in words if word.near}, field_name="slug")
    context = {
        **site.each_context(request),
        "title": _("Words without a theme"),
        "words": [(word, themes.get(word.near), *_addresses(word, themes.get(word.near))) for word in words],
        "looked_at": LOOKED_AT,
        "ignored": list(IgnoredWord.objects.select_related("ignored_by").order_by("text_folded")),
        "may_map": request.user.has_perm(MAY_MAP),
        "may_ignore": request.user.has_perm(MAY_IGNORE),
    }
    return TemplateResponse(request, "admin/contacts/vocabulary/words.html", context)


def _addresses(word: UnknownWord, near: Theme | None) -> tuple[str, str]:
    """Return the term's form filled in, with the theme that lies near and without one."""
    form = reverse("admin:clusters_term_add")
    values: dict[str, Any] = {
        "text": word.text,
        "language": word.language,
        "mode": TermMode.PHRASE if word.is_phrase else TermMode.STEM,
        "back": BACK_TO_WORDS,
    }
    open_form = f"{form}?{urlencode(values)}"
    return (f"{open_form}&{urlencode({'theme': near.pk})}" if near else "", open_form)


def _set_aside(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_IGNORE):
        raise PermissionDenied
    by: Any = request.user  # `admin_view` let nobody else in
    if word := request.POST.get("ignore", "").strip()[:LONGEST]:
        ignore(word, by=by, at=timezone.now())
        messages.success(request, gettext("“%(word)s” is not listed any more.") % {"word": word})
    elif word := request.POST.get("again", "").strip():
        list_again(word)
        messages.success(request, gettext("“%(word)s” is listed again.") % {"word": word})
    return HttpResponseRedirect(reverse("admin:contacts_words"))

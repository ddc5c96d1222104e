"""The register as files: list and facts as JSON and CSV, the brochure as PDF, never fetched in vain."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from clusters import open_data
from clusters.brochure import Selection, brochure_pdf, kept, read_document, select
from clusters.cards import read_cards, read_general
from clusters.filters import ClusterFilter
from clusters.last_change import RegisterVersion, register_version
from clusters.open_data import Table
from clusters.spreadsheets import csv_bytes
from clusters.typesetting import Busy, edition
from clusters.views import Day, by_name, day_of, found_in_directory


def _version(request: HttpRequest) -> RegisterVersion:
    known: RegisterVersion | None = getattr(request, "register_version", None)
    if known is None:
        known = register_version()
        request.register_version = known  # type: ignore[attr-defined]  # asked twice in one request
    return known


def _etag(*names: str) -> Callable[..., str]:
    """Another tag for another register, day, language or question, of which `names` are the known parts."""

    def tag(request: HttpRequest, form: str) -> str:
        of_form = (day_of(request).today, edition()) if form == "pdf" else (open_data.FORMAT,)
        told = (
            of_form,
            _version(request).key,
            day_of(request).on,
            get_language(),
            request.path,
            [sorted(set(request.GET.getlist(name))) for name in names],
        )
        return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'

    return tag


def _changed(request: HttpRequest, **kwargs: Any) -> dt.datetime | None:
    # A day that passes changes what holds today without a change of the register: the tag alone tells.
    return _version(request).at


@require_safe
@condition(_etag(*ClusterFilter.base_filters), _changed)
def poles(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list as the page of pôles shows it, with the same search and filters."""
    day = day_of(request)
    _chosen, entries = found_in_directory(request, day)
    site = settings.SITE_URL.rstrip("/") + reverse("clusters:directory")
    table = open_data.list_of(entries, site=site, on=day.on, address=_address(request))
    return _file(table, form, "poles")


@require_safe
@condition(_etag("pole"), _changed)
def facts(request: HttpRequest, form: str) -> HttpResponse:
    """Give every fact of the brochure, of all pôles or of those chosen."""
    day = day_of(request)
    cards = by_name(read_cards(_selected(request).clusters, on=day.on, is_today=day.is_today))
    return _file(open_data.facts_of(cards, on=day.on, address=_address(request)), form, "brochure")


@require_safe
@condition(_etag("pole"))  # no Last-Modified: it says on which day it was made
def brochure(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give the brochure as a PDF: the same bytes all day, as long as the register does not change."""
    day = day_of(request)
    chosen = _selected(request)
    slugs = tuple(cluster.slug for cluster in chosen.clusters)
    key = (_version(request).key, day.today, day.on, get_language(), slugs)
    response: HttpResponseBase
    if request.method == "HEAD":  # nothing is made; a stream, because it has no length to tell
        response = StreamingHttpResponse((), content_type="application/pdf")
    else:
        try:
            content = kept.once(key, lambda: _made(chosen, day))
        except Busy:
            return _come_back(request)
        response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="brochure-{day.on.isoformat()}.{form}"'
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def _made(chosen: Selection, day: Day) -> bytes:
    cards = by_name(read_cards(chosen.clusters, on=day.on, is_today=day.is_today))
    midnight = dt.datetime.combine(day.today, dt.time.min, tzinfo=timezone.get_current_timezone())
    general = read_general(on=day.on, with_differences=True)
    document = read_document(cards, chosen.clusters, on=day.on)
    return brochure_pdf(cards, general, document=document, title=chosen.title, on=day.on, at=midnight)


def _come_back(request: HttpRequest) -> HttpResponse:
    response = render(request, "clusters/brochure_busy.html", status=503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response


def _selected(request: HttpRequest) -> Selection:
    """Return the pôles asked for. Raises Http404 when none of them stood on the day."""
    day = day_of(request)
    selection = select(request.GET.getlist("pole"), on=day.on, is_today=day.is_today)
    if selection.found_nothing:
        raise Http404
    return selection


def _address(request: HttpRequest) -> str:
    return str(settings.SITE_URL.rstrip("/") + request.path)


def _file(table: Table, form: str, name: str) -> HttpResponse:
    response: HttpResponse
    if form == "json":
        response = JsonResponse(table.as_document(), json_dumps_params={"ensure_ascii": False})
    else:
        response = HttpResponse(
            csv_bytes(table.columns, table.cells()), content_type="text/csv; charset=utf-8"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{name}-{table.on.isoformat()}.csv"'
    response.headers["Link"] = f'<{open_data.LICENCE}>; rel="license"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response

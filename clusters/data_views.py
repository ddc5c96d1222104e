"""The open data of the register: the list and all facts, as JSON and CSV, never fetched twice in vain."""

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from clusters import open_data
from clusters.cards import read_cards
from clusters.last_change import RegisterVersion, register_version
from clusters.open_data import Table
from clusters.presence import standing
from clusters.spreadsheets import csv_bytes
from clusters.views import by_name, day_of, found_in_directory


def _version(request: HttpRequest) -> RegisterVersion:
    known: RegisterVersion | None = getattr(request, "register_version", None)
    if known is None:
        known = register_version()
        request.register_version = known  # type: ignore[attr-defined]  # asked twice in one request
    return known


def _etag(request: HttpRequest, **kwargs: Any) -> str:
    """Another tag for another register, day, language or question."""
    told = (
        open_data.FORMAT,
        _version(request).key,
        day_of(request).on,
        get_language(),
        request.get_full_path(),
    )
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def _changed(request: HttpRequest, **kwargs: Any) -> dt.datetime | None:
    # A day that passes changes what holds today without a change of the register: the tag alone tells.
    return _version(request).at


@require_safe
@condition(_etag, _changed)
def poles(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list as the page of pôles shows it, with the same search and filters."""
    day = day_of(request)
    _chosen, entries = found_in_directory(request, day)
    site = settings.SITE_URL.rstrip("/") + reverse("clusters:directory")
    table = open_data.list_of(entries, site=site, on=day.on, address=_address(request))
    return _file(table, form, "poles")


@require_safe
@condition(_etag, _changed)
def facts(request: HttpRequest, form: str) -> HttpResponse:
    """Give every fact of the brochure."""
    day = day_of(request)
    clusters = list(standing(on=day.on).select_related("sector"))
    cards = by_name(read_cards(clusters, on=day.on, is_today=day.is_today))
    return _file(open_data.facts_of(cards, on=day.on, address=_address(request)), form, "brochure")


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

"""The register's public pages: what the office does, the list of pôles, their cards, the brochure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.cards import Card, last_day, read_cards, read_general, successor_of
from clusters.dates import NotADay, in_words, parse_day
from clusters.directory import Directory, Entry, read_directory, standing
from clusters.filters import ClusterFilter
from clusters.map import FranceMap, Pin, draw
from clusters.models import Cluster, Organisation, Region

SMALL_MAP_LABEL = 24.0  # units; the map beside a card is 20rem wide


@dataclass(frozen=True)
class Day:
    """The day a page speaks of, from `?as_of=`, and what was wrong with what was asked."""

    on: dt.date
    today: dt.date
    asked: str = ""
    fault: str = ""

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def query(self) -> str:
        """What a link adds so that the next page speaks of the same day."""
        return "" if self.is_today else f"?as_of={self.on.isoformat()}"


def day_of(request: HttpRequest) -> Day:
    """Read `?as_of=2014-12-18`; anything else gives today and a sentence that says what to write."""
    today = timezone.localdate()
    asked = request.GET.get("as_of", "").strip()
    if not asked:
        return Day(today, today)
    try:
        on = parse_day(asked)
    except NotADay:
        fault = _("“%(text)s” is not a day. Write year, month and day, such as 2014-12-18.")
        return Day(
            today, today, asked, fault % {"text": asked[:40]} + " " + _("You see the register of today.")
        )
    if on > today:
        fault = _("The register cannot show %(day)s: that day is still to come.")
        words = in_words(on, get_language() or "en")
        return Day(today, today, asked, fault % {"day": words} + " " + _("You see the register of today."))
    return Day(on, today, asked)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    known = read_directory(on=today, today=today)
    entries = known.entries(standing(on=today))
    context = {
        "entries": entries,
        "map": map_of(entries),
        "general": read_general(on=today),
        "day": Day(today, today),
    }
    return render(request, "clusters/home.html", context)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    day = day_of(request)
    known: Directory = read_directory(on=day.on, today=day.today)
    chosen = ClusterFilter(
        request.GET,
        standing(on=day.on),
        directory=known,
        regions=Region.objects.all(),
        kinds=Organisation.objects.order_by().values_list("kind", flat=True).distinct(),
    )
    entries = known.entries(chosen.qs)
    context = {"day": day, "filter": chosen, "entries": entries, "map": map_of(entries, query=day.query)}
    return render(request, "clusters/directory.html", context)


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a pôle; one that was merged as it last stood, under a banner that leads to its successor."""
    day = day_of(request)
    cluster = (
        Cluster.objects.select_related("sector", "succession__successor", "succession__source")
        .filter(slug=slug)
        .first()
    )
    if cluster is None:
        raise Http404
    last = last_day(cluster)
    ended = last is not None and last < day.on
    on = last if last is not None and ended else day.on
    [pole] = read_cards(
        [cluster], on=on, is_today=day.is_today or ended, ending=cluster.succession if ended else None
    )
    context = {
        "card": pole,
        "day": day,
        "successor": successor_of(cluster) if ended else None,
        "map": map_of_card(pole),
    }
    return render(request, "clusters/card.html", context)


@require_safe
def brochure(request: HttpRequest) -> HttpResponse:
    day = day_of(request)
    clusters = list(standing(on=day.on).select_related("sector"))
    context = {
        "cards": read_cards(clusters, on=day.on, is_today=day.is_today),
        "general": read_general(on=day.on),
        "day": day,
    }
    return render(request, "clusters/brochure.html", context)


def map_of(entries: Iterable[Entry], *, query: str = "") -> FranceMap:
    """Draw the pôles of a list, each a link to its card; `query` keeps the day."""
    entries = list(entries)
    pins = [entry.pin(reverse("clusters:card", args=[entry.slug]) + query) for entry in entries]
    regions = {code for entry in entries for code in entry.map_codes}
    return draw((pin for pin in pins if pin), regions=regions)


def map_of_card(pole: Card) -> FranceMap:
    """Draw one pôle: its regions and its cities."""
    pins = [
        Pin(seat.city, seat.city, *seat.coordinates, address="")
        for seat, _note in pole.seats
        if seat.coordinates
    ]
    return draw(pins, regions=pole.map_codes, label_size=SMALL_MAP_LABEL)

"""The register's public pages: what the office does, the list of pôles, their cards, two or three side by
side, the brochure. Each shows the register of today, or with `?as_of=` as it stood on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters import linked_data
from clusters.brochure import select
from clusters.cards import Card, read_cards, read_general, successor_of
from clusters.comparison import MOST, choose, compare
from clusters.dates import NotADay, in_words, parse_day
from clusters.directory import Directory, Entry, read_directory
from clusters.filters import ClusterFilter
from clusters.folding import fold
from clusters.map import FranceMap, draw
from clusters.models import Cluster, Organisation
from clusters.naming import formers_named, is_named, meant_by
from clusters.presence import presence_of, standing

CHAPTERS_ON_A_PAGE = 12  # of more the brochure's page is the contents: their chapters weigh 3 kB each
SMALL_MAP_LABEL = 24.0  # units; the map beside a card is 20rem wide


@dataclass(frozen=True)
class Day:
    """The day a page speaks of, from `?as_of=`, and what was wrong with what was asked."""

    on: dt.date
    today: dt.date
    asked: str = ""
    fault: str = ""
    others: str = ""  # the rest of the page's query

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def query(self) -> str:
        """What a link adds so that the next page speaks of the same day."""
        return "" if self.is_today else f"?as_of={self.on.isoformat()}"

    @property
    def query_more(self) -> str:
        """The same for a link that asks for something else already."""
        return "" if self.is_today else f"&as_of={self.on.isoformat()}"

    @property
    def query_today(self) -> str:
        """What leads from this page to the same one of today."""
        return f"?{self.others}" if self.others else ""


def day_of(request: HttpRequest) -> Day:
    """Read `?as_of=2014-12-18`; anything else gives today and a sentence that says what to write."""
    today = timezone.localdate()
    asked = request.GET.get("as_of", "").strip()
    others = request.GET.copy()
    others.pop("as_of", None)
    rest = others.urlencode()
    if not asked:
        return Day(today, today, others=rest)
    try:
        on = parse_day(asked)
    except NotADay:
        fault = _("“%(text)s” is not a day. Write year, month and day, such as 2014-12-18.")
        said = fault % {"text": asked[:40]} + " " + _("You see the register of today.")
        return Day(today, today, asked, said, rest)
    if on > today:
        fault = _("The register cannot show %(day)s: that day is still to come.")
        words = in_words(on, get_language() or "en")
        said = fault % {"day": words} + " " + _("You see the register of today.")
        return Day(today, today, asked, said, rest)
    return Day(on, today, asked, others=rest)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    day = day_of(request)
    entries = by_name(read_directory(on=day.on, today=day.today).entries(standing(on=day.on)))
    context = {
        "entries": entries,
        "map": map_of(entries, query=day.query),
        "general": read_general(on=day.on),
        "day": day,
    }
    return render(request, "clusters/home.html", context)


def found_in_directory(request: HttpRequest, day: Day) -> tuple[ClusterFilter, list[Entry]]:
    """Return what was asked of the list, and the pôles that fit it in their order."""
    known: Directory = read_directory(on=day.on, today=day.today)
    chosen = ClusterFilter(
        request.GET,
        standing(on=day.on),
        directory=known,
        kinds=Organisation.objects.order_by().values_list("kind", flat=True).distinct(),
    )
    meant = meant_by(chosen.query, known)
    entries = by_name(known.entries(chosen.qs.filter(pk__in=meant) if meant else chosen.qs))
    entries.sort(key=lambda entry: not is_named(entry, chosen.query))
    return chosen, entries


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    day = day_of(request)
    chosen, entries = found_in_directory(request, day)
    taken_over = [(former, entry) for entry in entries for former in formers_named(entry, chosen.query)]
    context = {
        "day": day,
        "filter": chosen,
        "entries": entries,
        "taken_over": taken_over,
        "map": map_of(entries, query=day.query),
    }
    return render(request, "clusters/directory.html", context)


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a pôle; one that ended as it last stood, under a banner that leads to its successor."""
    day = day_of(request)
    cluster = (
        Cluster.objects.select_related("sector", "succession__successor", "succession__source")
        .prefetch_related("names", "succession__successor__names")
        .filter(slug=slug)
        .first()
    )
    if cluster is None:
        raise Http404
    presence = presence_of(cluster)
    ended = presence.has_ended(day.on)
    [pole] = read_cards(
        [cluster],
        on=presence.day_shown(day.on),
        is_today=day.is_today or ended,
        ending=presence if ended else None,
        carriers_of=cluster,
    )
    context = {
        "card": pole,
        "day": day,
        "presence": presence,
        "has_ended": ended,
        "is_to_come": presence.is_to_come(day.on),
        "successor": successor_of(cluster, on=day.on, is_today=day.is_today) if ended else None,
        "map": map_of_card(pole),
    }
    if day.is_today and not presence.is_to_come(day.on):
        address = settings.SITE_URL.rstrip("/") + request.path
        context["linked_data"] = linked_data.of_pole(pole, address=address, presence=presence, on=day.on)
    return render(request, "clusters/card.html", context)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show two or three pôles side by side; with fewer, ask which."""
    day = day_of(request)
    choice = choose(request.GET.getlist("pole"), on=day.on, today=day.today)
    found = None
    if choice.is_enough:
        cards = read_cards(choice.clusters, on=day.on, is_today=day.is_today)
        found = compare(cards, choice.clusters, on=day.on)
    context = {
        "day": day,
        "choice": choice,
        "comparison": found,
        "options": choice.options,
        "places": [*choice.slugs, *[""] * MOST][:MOST],
    }
    return render(request, "clusters/comparison.html", context)


@require_safe
def brochure(request: HttpRequest) -> HttpResponse:
    """Show all pôles of the day in one document, or with `?pole=…&pole=…` those chosen.

    Of more than a page can hold it shows the contents and the map; each name leads to its card.
    """
    day = day_of(request)
    selection = select(request.GET.getlist("pole"), on=day.on, is_today=day.is_today)
    context: dict[str, Any] = {
        "selection": selection,
        "general": read_general(on=day.on, with_differences=True),
        "day": day,
        "most": CHAPTERS_ON_A_PAGE,
    }
    if len(selection.clusters) > CHAPTERS_ON_A_PAGE:
        known = read_directory(on=day.on, today=day.today)
        context["entries"] = by_name(known.entries(selection.clusters))
        context["map"] = map_of(context["entries"], query=day.query)
    else:
        context["cards"] = by_name(read_cards(selection.clusters, on=day.on, is_today=day.is_today))
    return render(request, "clusters/brochure.html", context)


Named = TypeVar("Named", Entry, Card)


def by_name(named: Iterable[Named]) -> list[Named]:
    """Put pôles in the order of the names they are shown under, which on an earlier day may be others."""
    return sorted(named, key=lambda one: fold(one.name))


def map_of(entries: Iterable[Entry], *, query: str = "") -> FranceMap:
    """Draw the pôles of a list, each a link to its card; `query` keeps the day."""
    entries = list(entries)
    pins = [entry.pin(reverse("clusters:card", args=[entry.slug]) + query) for entry in entries]
    regions = {code for entry in entries for code in entry.map_codes}
    return draw((pin for pin in pins if pin), regions=regions)


def map_of_card(pole: Card) -> FranceMap:
    """Draw one pôle: its regions and its cities."""
    return draw(pole.pins, regions=pole.map_codes, label_size=SMALL_MAP_LABEL)

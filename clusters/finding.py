"""Which pôles somebody may mean: by a name, a place or a subject, in any spelling.

A text is compared once, however many pôles it speaks of: what people write for a theme with the theme,
not with each pôle that works on it.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Value

from clusters.directory import Directory
from clusters.enums import Language
from clusters.folding import fold
from clusters.models import Focus, PlaceName, Region, Term
from clusters.search import Met, Query

Synonyms = dict[int, list[str]]


def found(text: str, directory: Directory) -> set[int]:
    """Return the pôles that somebody may mean by `text`: by a name, a place or a subject. One query."""
    query = Query.of(text)
    themes, regions, cities = (
        {pk: query.met_by(texts) for pk, texts in synonyms.items()} for synonyms in _synonyms()
    )
    places = _with_kin(query, directory.every_region, regions)
    labels = _labels_met(query, directory.focuses.values())
    met: dict[int, set[str]] = defaultdict(set)
    for pk in {*directory.names, *directory.regions, *directory.seats, *directory.focuses}:
        names, areas = directory.names.get(pk, []), directory.regions.get(pk, [])
        seats, focuses = directory.seats.get(pk, []), directory.focuses.get(pk, [])
        own = [name.text_folded for name in names]
        own += [fold(row.wording) for row in areas]
        own += [fold(place) for seat in seats for place in (seat.city, seat.region)]
        own += [fold(focus.wording) for focus in focuses]
        met[pk].update(
            query.met_by(own),
            *(places.get(row.region_id, ()) for row in areas),
            *(cities.get(city, ()) for city in directory.cities.get(pk, ())),
            *(themes.get(focus.theme_id, ()) for focus in focuses),
            *(labels[focus.theme_id] for focus in focuses),
        )
    for successor, formers in directory.took_over.items():
        names = [name for former in formers for name in directory.names.get(former, [])]
        met[successor].update(query.met_by(name.text_folded for name in names))
    return query.answered_by(met)


def _synonyms() -> tuple[Synonyms, Synonyms, Synonyms]:
    """Read in one query what people write for themes, regions and cities, folded."""
    read: dict[str, Synonyms] = {kind: defaultdict(list) for kind in ("theme", "region", "city")}
    terms = Term.objects.values_list(Value("theme"), "theme_id", "text_folded")
    regions = PlaceName.objects.filter(city=None).values_list(Value("region"), "region_id", "text_folded")
    cities = PlaceName.objects.filter(region=None).values_list(Value("city"), "city_id", "text_folded")
    for kind, pk, text in terms.union(regions, cities, all=True):
        read[kind][pk].append(text)
    return read["theme"], read["region"], read["city"]


def _with_kin(query: Query, every_region: Iterable[Region], names: dict[int, Met]) -> dict[int, Met]:
    """Return what each region meets by its own names, those it was made of and what it became."""
    regions = list(every_region)
    own = {
        region.pk: query.met_by([region.name_folded]) | names.get(region.pk, frozenset())
        for region in regions
    }
    met = dict(own)
    for region in regions:
        if region.successor_id in own:
            met[region.pk] |= own[region.successor_id]
            met[region.successor_id] |= own[region.pk]
    return met


def _labels_met(query: Query, focuses: Iterable[Iterable[Focus]]) -> dict[int, Met]:
    themes = {focus.theme_id: focus.theme for rows in focuses for focus in rows}
    return {
        pk: query.met_by(fold(getattr(theme, f"label_{code}", "")) for code in Language.values)
        for pk, theme in themes.items()
    }

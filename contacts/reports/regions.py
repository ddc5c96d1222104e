"""From the regions an enquirer typed to regions of the register, so that no free text is reported."""

import re
from collections.abc import Iterable, Mapping

from django.db.models import IntegerField, Value
from django.db.models.functions import Coalesce

from clusters.folding import fold
from clusters.models import City, PlaceName, Region
from contacts.reports import words

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


class KnownPlaces:
    """Finds today's region behind each region, city or nickname in a text."""

    def __init__(
        self, *, regions: dict[int, str], names: Iterable[tuple[str, int]], slugs: Mapping[str, str]
    ) -> None:
        self.slugs = slugs  # of today's regions, by their official names
        self._regions = regions
        self._names = {_spelled(name): region for name, region in names}
        self._longest = max((name.count(" ") + 1 for name in self._names), default=0)
        self._seen: dict[str, tuple[str, ...]] = {"": ()}

    @classmethod
    def load(cls) -> "KnownPlaces":
        """Read the register's places, in one query."""
        no_successor = Value(None, output_field=IntegerField())
        regions = Region.objects.values_list("name", "pk", "successor_id", "slug")
        cities = City.objects.values_list("name", "region_id", no_successor, Value(""))
        nicknames = PlaceName.objects.annotate(place=Coalesce("region_id", "city__region_id"))
        others = nicknames.values_list("text", "place", no_successor, Value(""))
        rows = list(regions.union(cities, others, all=True))
        by_pk = {pk: (name, successor) for name, pk, successor, slug in rows if slug}
        today = {pk: _last_successor(pk, by_pk) for pk in by_pk}
        names = [(name, today[pk]) for name, pk, _, _ in rows]
        names += [(slug, today[pk]) for _, pk, _, slug in rows if slug]
        slugs = {name: slug for name, pk, _, slug in rows if slug and today[pk] == pk}
        return cls(regions={pk: by_pk[pk][0] for pk in set(today.values())}, names=names, slugs=slugs)

    def regions_in(self, text: str) -> tuple[str, ...]:
        """Return the official names of today's regions named in `text`, in alphabetical order.

        Text in which no known place stands gives `words.REGION_NOT_KNOWN`, never the text itself.
        """
        text = text.strip()
        if text not in self._seen:
            if len(self._seen) > 10_000:
                self._seen = {"": ()}
            self._seen[text] = tuple(sorted(self._found_in(text), key=fold)) or (words.REGION_NOT_KNOWN,)
        return self._seen[text]

    def _found_in(self, text: str) -> set[str]:
        parts, found, start = _spelled(text).split(), set(), 0
        while start < len(parts):
            step = 1
            for length in range(min(self._longest, len(parts) - start), 0, -1):
                region = self._names.get(" ".join(parts[start : start + length]))
                if region is not None:
                    found.add(self._regions[region])
                    step = length
                    break
            start += step
        return found


def _spelled(text: str) -> str:
    return _NOT_A_WORD.sub(" ", fold(text)).strip()


def _last_successor(pk: int, by_pk: Mapping[int, tuple[str, int | None]]) -> int:
    seen = {pk}
    while (successor := by_pk[pk][1]) is not None and successor not in seen:
        seen.add(successor)
        pk = successor
    return pk

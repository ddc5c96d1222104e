"""Where in France: wished regions as people write them.

Understands regions old and new, cities, and other names of either, also with one typing error in the
field for wishes; directions ("in het zuiden", "nord de la France"); "near", "rond", several places
at once, and places that are ruled out ("buiten Parijs"). In running text a place counts only where
the enquirer says where to look, not where a fair or a holiday is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from contacts.matching.text import Text, Word, words_of
from contacts.matching.values import City, Place, Profile, Region

WHOLE = 1.0
SAME_TODAY = 0.4  # another old region of the same region of today
MISSPELT_FROM = 5

# Region codes (INSEE), old and new, of the parts of the country as people speak of them.
_PARTS: dict[str, frozenset[str]] = {
    "north": frozenset({"31", "22", "32", "23", "25", "28"}),
    "south": frozenset({"93", "91", "73", "76", "72", "75", "94"}),
    "east": frozenset({"42", "41", "21", "44", "43", "26", "27"}),
    "west": frozenset({"52", "53", "54", "25", "28"}),
    "south-east": frozenset({"93", "82", "84", "91", "94"}),
    "south-west": frozenset({"72", "73", "75", "76"}),
    "north-west": frozenset({"53", "25", "23", "28", "52"}),
    "north-east": frozenset({"42", "41", "21", "44", "22", "31", "32"}),
    "centre": frozenset({"24", "83", "74"}),
}
_DIRECTIONS = {
    "south-east": r"zuid\s?-?\s?oost\w*|sud\s?-?\s?est|south\s?-?\s?east\w*",
    "south-west": r"zuid\s?-?\s?west\w*|sud\s?-?\s?ouest|south\s?-?\s?west\w*",
    "north-west": r"noord\s?-?\s?west\w*|nord\s?-?\s?ouest|north\s?-?\s?west\w*",
    "north-east": r"noord\s?-?\s?oost\w*|nord\s?-?\s?est|north\s?-?\s?east\w*",
    "south": r"zuid(?:en|elijk)?|zuid\s?-?\s?frank\w+|sud|midi|south(?:ern)?",
    "north": r"noord(?:en|elijk)?|noord\s?-?\s?frank\w+|nord|north(?:ern)?",
    "east": r"oost(?:en|elijk)?|oost\s?-?\s?frank\w+|east(?:ern)?|l.est",
    "west": r"west(?:en|elijk)?|west\s?-?\s?frank\w+|ouest|western",
}
_COUNTRY = r"(?:\s*(?:van|of|de|in|la|the|het)\s+)*\s*-?\s?(?:frank\w*|france|french|francais\w*|land)"
_IN_FIELD = [(part, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for part, words in _DIRECTIONS.items()]
_IN_TEXT = [
    (
        part,
        re.compile(
            rf"\b(?:{words}){_COUNTRY}\b|\b(?:in\s+het|dans\s+le|in\s+the)\s+(?:{words})\b(?!\s+(?:of|van|de)\s+(?!frank|france|the\b|la\b))",
            re.IGNORECASE,
        ),
    )
    for part, words in _DIRECTIONS.items()
]
_EXCLUDING = frozenset(
    "niet geen buiten behalve uitgezonderd not outside except excluding hors sauf pas excepte".split()
)
_NOT_FOR_WORK = re.compile(
    r"\b(?:congres\w*|beurs|vakbeurs|salons?|conference|conférence|congress|fair|exhibition|trade\s+show|holiday\w*|vakantie\w*"
    r"|familiebezoek|vacances|tour\s+de\s+france|foire|symposium|hotel|ambassade|embassy)\b",
    re.IGNORECASE,
)
_ESTABLISHED = re.compile(
    r"\b(?:filiale|vestiging|dochter\w*|subsidiary|branch|office|kantoor|gevestigd|based|établi\w*|bureaux?|basé\w*|région|regio|region)\b",
    re.IGNORECASE,
)
# Names that are everyday words too: in running text they need a word such as "regio" before them.
_AMBIGUOUS = frozenset("centre nice tours nord sud lens est ouest die brest midi var ain lot gers".split())
_ANNOUNCING = frozenset(
    "regio region regions regios ville city stad departement in a te near rond around".split()
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A place asked for (or ruled out), in the enquirer's words."""

    words: str
    regions: frozenset[str]
    city: str = ""
    weight: float = 1.0
    excluded: bool = False
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """What a name stands for: one or more regions, and the city if it is one."""

    regions: frozenset[str]
    city: str = ""


@dataclass(slots=True)
class Map:
    """Regions, cities and names, arranged for looking up."""

    regions: dict[str, Region] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)
    names: dict[str, list[tuple[tuple[str, ...], Spot]]] = field(default_factory=lambda: defaultdict(list))
    single: dict[str, Spot] = field(default_factory=dict)

    @classmethod
    def build(cls, regions: Iterable[Region], cities: Iterable[City], places: Iterable[Place]) -> "Map":
        """Arrange the places; their order makes no difference."""
        map_ = cls(
            regions={region.slug: region for region in sorted(regions, key=lambda each: each.slug)},
            cities={city.slug: city for city in sorted(cities, key=lambda each: each.slug)},
        )
        called: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
        for region in map_.regions.values():
            called[_folded(region.name)].add((region.slug, ""))
        for city in map_.cities.values():
            called[_folded(city.name)].add((map_._region_of(city), city.slug))
        for place in places:
            if place.region in map_.regions:
                called[_folded(place.text)].add((place.region, ""))
            elif place.city in map_.cities:
                called[_folded(place.text)].add((map_._region_of(map_.cities[place.city]), place.city))
        for words, meant in sorted(called.items()):
            map_._add(words, meant)
        return map_

    def _add(self, words: tuple[str, ...], meant: set[tuple[str, str]]) -> None:
        if not words:
            return
        spot = Spot(frozenset(region for region, _city in meant), max(city for _region, city in meant))
        self.names[words[0]].append((words, spot))
        self.names[words[0]].sort(key=lambda each: (-len(each[0]), each[0]))
        if len(words) == 1:
            self.single[words[0]] = spot

    def today(self, slug: str) -> str:
        """Return the region that `slug` is part of today."""
        seen = set()
        while slug in self.regions and self.regions[slug].successor and slug not in seen:
            seen.add(slug)
            slug = self.regions[slug].successor
        return slug

    def _covers(self, wide: str, narrow: str) -> bool:
        """Is `narrow` the same as `wide`, or one of the old regions it was made of?"""
        seen = set()
        while narrow and narrow not in seen:
            if narrow == wide:
                return True
            seen.add(narrow)
            narrow = self.regions[narrow].successor if narrow in self.regions else ""
        return False

    def nearness(self, wish: Wish, profile: Profile) -> float:
        """Return how well a pôle's territory answers a wish: 0 (elsewhere) to 1."""
        if wish.city and wish.city in profile.cities:
            return WHOLE
        best = 0.0
        for wished in wish.regions:
            for own in profile.regions:
                if self._covers(wished, own) or self._covers(own, wished):
                    return WHOLE
                if self.today(wished) == self.today(own):
                    best = SAME_TODAY
        return best

    # --- the field for wishes ----------------------------------------------------------------------

    def wished(self, field_text: str) -> list[Wish]:
        """Return the places named in the field for wished regions."""
        words = words_of(field_text[:1000])
        wishes = []
        taken: set[int] = set()
        for first, last, spot in self._named(words, strict=False):
            start, end = words[first].start, words[last].end
            taken.update(range(start, end))
            excluded = _excluded(words, first)
            wishes.append(Wish(field_text[start:end], spot.regions, spot.city, excluded=excluded))
        for part, pattern in _IN_FIELD:
            for found in pattern.finditer(field_text[:1000]):
                if not taken.intersection(range(*found.span())):
                    taken.update(range(*found.span()))
                    wishes.append(Wish(found.group(), self._part(part)))
        return wishes

    def _region_of(self, city: City) -> str:
        """Return the city's region, the one of before 2016 where its commune code tells it."""
        code = OLD_REGION_OF.get(city.insee_code[:2])
        for region in self.regions.values():
            if code and region.insee_code == code and self._covers(self.today(city.region), region.slug):
                return region.slug
        return city.region

    def _part(self, part: str) -> frozenset[str]:
        codes = _PARTS[part]
        return frozenset(region.slug for region in self.regions.values() if region.insee_code in codes)

    def _named(self, words: list[Word], *, strict: bool) -> list[tuple[int, int, Spot]]:
        """Return the places named, by first and last word; of two names the longer."""
        found: list[tuple[int, int, Spot]] = []
        position = 0
        while position < len(words):
            match = self._name_at(words, position, strict=strict)
            if match:
                found.append(match)
                position = match[1] + 1
            else:
                position += 1
        return found

    def _name_at(self, words: list[Word], position: int, *, strict: bool) -> tuple[int, int, Spot] | None:
        word = words[position]
        for name, spot in self.names.get(word.folded, ()):
            last = position + len(name) - 1
            if last >= len(words) or tuple(each.folded for each in words[position : last + 1]) != name:
                continue
            if strict and not _is_a_name(words, position, name):
                continue
            return position, last, spot
        if not strict and len(word.folded) >= MISSPELT_FROM:
            near = [
                name
                for name in self.single
                if len(name) >= MISSPELT_FROM and OSA.distance(word.folded, name, score_cutoff=1) <= 1
            ]
            if near:
                return position, position, self.single[min(near)]
        return None

    # --- running text ------------------------------------------------------------------------------

    def mentioned(self, text: Text) -> list[Wish]:
        """Return the places the text names as where to look, weighted by how plainly it says so."""
        wishes = []
        words = list(text.words)
        sentences: dict[int, float] = {}
        for first, last, spot in self._named(words, strict=True):
            sentence = text.sentences[first]
            if sentence not in sentences:
                sentences[sentence] = _sentence_weight(text, sentence)
            weight = sentences[sentence]
            if weight > 0:
                written, start, end = text.verbatim(first, last)
                excluded = _excluded(words, first)
                wishes.append(Wish(written, spot.regions, spot.city, weight, excluded, (start, end)))
        for part, pattern in _IN_TEXT:
            found = pattern.search(text.raw)
            if found and not any(
                wish.span and wish.span[0] <= found.start() < wish.span[1] for wish in wishes
            ):
                wishes.append(Wish(found.group(), self._part(part), weight=0.7, span=found.span()))
        return wishes


def _folded(name: str) -> tuple[str, ...]:
    return tuple(word.folded for word in words_of(name))


def _is_a_name(words: list[Word], position: int, name: tuple[str, ...]) -> bool:
    word = words[position]
    if word.capital == 0:
        return False
    if len(name) > 1 or name[0] not in _AMBIGUOUS:
        return True
    before = words[position - 1] if position else None
    return before is not None and before.folded in _ANNOUNCING and word.gap == " "


def _excluded(words: list[Word], first: int) -> bool:
    return any(word.folded in _EXCLUDING for word in words[max(0, first - 2) : first])


def _sentence_weight(text: Text, sentence: int) -> float:
    places = [number for number, each in enumerate(text.sentences) if each == sentence]
    start, end = text.words[places[0]].start, text.words[places[-1]].end
    written = text.raw[start:end]
    if _NOT_FOR_WORK.search(written):
        return 0.0
    if sentence in text.asking or _ESTABLISHED.search(written):
        return 1.0
    return 0.4


# The first two characters of a commune code are its département; the regions of before 2016.
_DEPARTEMENTS = {
    "11": "75 77 78 91 92 93 94 95",
    "21": "08 10 51 52",
    "22": "02 60 80",
    "23": "27 76",
    "24": "18 28 36 37 41 45",
    "25": "14 50 61",
    "26": "21 58 71 89",
    "31": "59 62",
    "41": "54 55 57 88",
    "42": "67 68",
    "43": "25 39 70 90",
    "52": "44 49 53 72 85",
    "53": "22 29 35 56",
    "54": "16 17 79 86",
    "72": "24 33 40 47 64",
    "73": "09 12 31 32 46 65 81 82",
    "74": "19 23 87",
    "82": "01 07 26 38 42 69 73 74",
    "83": "03 15 43 63",
    "91": "11 30 34 48 66",
    "93": "04 05 06 13 83 84",
    "94": "2A 2B",
}
OLD_REGION_OF = {
    departement: code for code, numbers in _DEPARTEMENTS.items() for departement in numbers.split()
}

"""Everything matching reads, arranged once per vocabulary version and shared by all enquiries."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from contacts.matching.places import Map
from contacts.matching.terms import Vocabulary
from contacts.matching.text import FUNCTION_WORDS, read, words_of
from contacts.matching.values import Carriers, City, Focus, Named, Place, Profile, Region, Theme

BROADER = 0.5  # what a hit on a theme is worth one step up, for the broader theme
MOST_STEPS = 3
HEAVIEST = 3  # the weight of a spearhead
# A theme that every pôle has says half as much about which pôle fits as one that a single pôle has.
LEAST_SPECIFIC = 0.5
# How much a theme that spans many narrower ones says less than one with none below it. The measures are
# flat between 0 and 0.3; at 0.2 "health" alone no longer outweighs a subject.
BREADTH = 0.2


@dataclass(frozen=True, slots=True)
class Cover:
    """How a pôle answers a theme: by which focus, how many steps broader, and how well (0 to 1)."""

    value: float
    steps: int
    focus: Focus


@dataclass(frozen=True, slots=True)
class Carried:
    """A line, member, project or figure with the themes recognised in what is said of it."""

    named: Named
    themes: frozenset[str]


@dataclass(slots=True)
class Index:
    """The whole of what an enquiry is held against. Built by `build`; not changed afterwards."""

    version: str
    themes: dict[str, Theme]
    vocabulary: Vocabulary
    map: Map
    profiles: dict[str, Profile]
    covers: dict[str, dict[str, Cover]] = field(default_factory=dict)
    specificity: dict[str, float] = field(default_factory=dict)
    carried: dict[str, tuple[Carried, ...]] = field(default_factory=dict)
    carriers: dict[str, dict[str, Carriers]] = field(default_factory=dict)
    partner_kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    mentions: dict[str, list[tuple[tuple[str, ...], str, Named | None]]] = field(default_factory=dict)
    sharers: dict[str, int] = field(default_factory=dict)
    # Pôles that ended, with the slug of the one that took over.
    successors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        *,
        themes: Iterable[Theme],
        vocabulary: Vocabulary,
        profiles: Iterable[Profile],
        regions: Iterable[Region] = (),
        cities: Iterable[City] = (),
        places: Iterable[Place] = (),
        successors: Iterable[tuple[str, str]] = (),
        version: str = "",
    ) -> "Index":
        """Arrange the values; the order in which they come makes no difference."""
        by_slug = {theme.slug: theme for theme in themes}
        index = cls(
            version=version,
            themes=by_slug,
            vocabulary=vocabulary,
            map=Map.build(regions, cities, places),
            profiles={profile.slug: profile for profile in sorted(profiles, key=lambda each: each.slug)},
            successors=dict(successors),
        )
        for slug, profile in index.profiles.items():
            index.covers[slug] = index._covers(profile)
            index.carried[slug] = index._carried(profile)
            index.carriers[slug] = {each.theme: each for each in profile.carriers}
            index.partner_kinds[slug] = frozenset(named.partner_kind for named in profile.named)
        index._weigh_themes()
        index._list_mentions()
        return index

    def broader(self, slug: str) -> list[str]:
        """Return the theme and its broader ones, nearest first."""
        chain: list[str] = []
        while slug in self.themes and slug not in chain and len(chain) <= MOST_STEPS:
            chain.append(slug)
            slug = self.themes[slug].broader
        return chain

    def with_vocabulary(self, vocabulary: Vocabulary) -> "Index":
        """Return the index as it would be with other terms; this one stays as it is."""
        other = replace(self, version="", vocabulary=vocabulary, carried={})
        for slug, profile in other.profiles.items():
            other.carried[slug] = other._carried(profile)
        return other

    def with_focuses(self, focuses: Mapping[str, tuple[Focus, ...]]) -> "Index":
        """Return the index as it would be with these focuses per pôle; this one stays as it is."""
        profiles = {
            slug: replace(profile, focuses=focuses.get(slug, profile.focuses))
            for slug, profile in self.profiles.items()
        }
        other = replace(self, version="", profiles=profiles, covers={}, specificity={})
        for slug, profile in profiles.items():
            other.covers[slug] = other._covers(profile)
        other._weigh_themes()
        return other

    def _covers(self, profile: Profile) -> dict[str, Cover]:
        focuses: dict[str, Focus] = {}
        for focus in sorted(
            profile.focuses, key=lambda each: (-each.weight, each.inherited_from, each.quote)
        ):
            focuses.setdefault(focus.theme, focus)
        covers = {}
        for slug in self.themes:
            found = [
                Cover(focuses[each].weight / HEAVIEST * BROADER**steps, steps, focuses[each])
                for steps, each in enumerate(self.broader(slug))
                if each in focuses
            ]
            if found:
                covers[slug] = max(found, key=lambda cover: (cover.value, -cover.steps))
        return covers

    def _carried(self, profile: Profile) -> tuple[Carried, ...]:
        """Return what carries a theme: of fifty thousand members most have a name and nothing else."""
        spoken = [named for named in profile.named if any(named.wording)]
        found = (Carried(named, self._themes_in(" . ".join(named.wording))) for named in spoken)
        return tuple(carried for carried in found if carried.themes)

    def _themes_in(self, wording: str) -> frozenset[str]:
        if not wording.strip():
            return frozenset()
        return frozenset(hit.entry.theme for hit in self.vocabulary.find(read(wording)))

    def _information(self) -> dict[str, float]:
        """Return what a theme tells by its place in the tree: 1 without narrower ones, near 0 at the root."""
        below = dict.fromkeys(self.themes, 0)
        for slug in self.themes:
            for broader in self.broader(slug)[1:]:
                below[broader] += 1
        whole = math.log(2 + len(self.themes))
        return {slug: 1 - math.log(1 + number) / whole for slug, number in below.items()}

    def _weigh_themes(self) -> None:
        number = len(self.profiles)
        information = self._information()
        for slug in self.themes:
            spread = sum(covers[slug].value for covers in self.covers.values() if slug in covers)
            share = math.log(number / max(1.0, spread)) / math.log(number) if number > 1 else 1.0
            rarity = LEAST_SPECIFIC + (1 - LEAST_SPECIFIC) * share
            self.specificity[slug] = rarity * information[slug] ** BREADTH

    def _list_mentions(self) -> None:
        """Arrange the names of pôles, members, projects and the like by their first word."""
        mentions: dict[str, set[tuple[tuple[str, ...], str, Named | None]]] = defaultdict(set)
        sharers: dict[str, set[str]] = defaultdict(set)
        for slug, profile in self.profiles.items():
            for spelling in (profile.name, *profile.spellings):
                self._mention(mentions, spelling, slug, None)
            for named in profile.named:
                for spelling in named.spellings:
                    if self._mention(mentions, spelling, slug, named):
                        sharers[named.name.in_language("nl")].add(slug)
        self.mentions = {first: sorted(found, key=_longest_first) for first, found in mentions.items()}
        self.sharers = {name: len(slugs) for name, slugs in sharers.items()}

    @staticmethod
    def _mention(
        mentions: dict[str, set[tuple[tuple[str, ...], str, Named | None]]],
        spelling: str,
        slug: str,
        named: Named | None,
    ) -> bool:
        words = tuple(word.folded for word in words_of(spelling))
        if not words or sum(map(len, words)) < 3 or (len(words) == 1 and words[0] in FUNCTION_WORDS):
            return False
        mentions[words[0]].add((words, slug, named))
        return True


def _longest_first(mention: tuple[tuple[str, ...], str, Named | None]) -> tuple[object, ...]:
    words, slug, named = mention
    return (-len(words), words, slug, *((named.kind, named.name.nl, named.name.fr) if named else ()))

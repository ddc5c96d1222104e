"""Reads the register and the vocabulary into the values matching works on.

The index of a day is built once per process and kept; before each use one query tells whether any
row that matching reads has changed since (`fingerprint`). A pôle that has
ended by that day is not in the index: its focuses, members, projects and regions count for the pôle
that took over.
"""

import datetime as dt
from bisect import bisect_right
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from threading import Lock
from typing import Any

from django.db import models

from clusters import models as register
from clusters.enums import OrganisationKind, Qualifier
from clusters.presence import standing
from contacts.carriers import carriers_of
from contacts.evidence import facilities_of, mentions_of
from contacts.fingerprint import turning_days, vocabulary_version
from contacts.matching import (
    City,
    Focus,
    Index,
    Labels,
    Named,
    Place,
    Profile,
    Region,
    Term,
    Theme,
    Vocabulary,
)

KEPT = 6  # indexes kept in memory: today's, and a few days for comparison

# Which kind of partner of the form an organisation of the register is.
PARTNER_KIND_OF = {
    OrganisationKind.COMPANY: "company",
    OrganisationKind.LARGE_COMPANY: "company",
    OrganisationKind.SME: "company",
    OrganisationKind.START_UP: "company",
    OrganisationKind.RESEARCH: "research",
    OrganisationKind.TECHNOLOGY: "research",
    OrganisationKind.UNIVERSITY: "research",
    OrganisationKind.TRAINING: "research",
    OrganisationKind.HOSPITAL: "hospital",
    OrganisationKind.INVESTOR: "investor",
    OrganisationKind.CLUSTER: "cluster",
}

_lock = Lock()
_indexes: "OrderedDict[tuple[str, int], Index]" = OrderedDict()
_turning_days: dict[str, tuple[dt.date, ...]] = {}


def load_index(*, as_of: dt.date | None) -> Index:
    """Return the index of what was true on `as_of` by the facts' own dates, with today's vocabulary.

    Without a date nothing that has an end is taken: the latest state the register knows.
    """
    version = vocabulary_version()
    with _lock:
        days = _turning_days.get(version)
        if days is None:
            days = turning_days()
            _turning_days.clear()
            _turning_days[version] = days
        # Between two turning days nothing changes, so that one index serves them all.
        period = bisect_right(days, as_of) if as_of else len(days) + 1
        key = (version, period)
        index = _indexes.get(key)
        if index is None:
            for old in [each for each in _indexes if each[0] != version]:
                del _indexes[old]
            # The terms are the same whatever the day; arranging them is nearly all of the work.
            known = next(iter(_indexes.values()), None)
            index = _build(as_of, version, known.vocabulary if known else None)
            _indexes[key] = index
            while len(_indexes) > KEPT:
                _indexes.popitem(last=False)
        else:
            _indexes.move_to_end(key)
        return index


# --- building ------------------------------------------------------------------------------------------


def _build(as_of: dt.date | None, version: str, vocabulary: Vocabulary | None) -> Index:
    themes = {row.pk: row for row in register.Theme._default_manager.all()}
    slugs = dict(register.Cluster._default_manager.values_list("pk", "slug"))
    successors = _successors(as_of, slugs)
    return Index.build(
        themes=[
            Theme(
                row.slug,
                _labels(row, "label"),
                row.kind,
                themes[row.broader_id].slug if row.broader_id else "",
            )
            for row in themes.values()
        ],
        vocabulary=vocabulary
        or Vocabulary.build(
            Term(themes[theme].slug, text, mode, language)
            for theme, text, mode, language in register.Term._default_manager.values_list(
                "theme_id", "text", "mode", "language"
            )
        ),
        profiles=_profiles(as_of, slugs, successors),
        regions=[
            Region(slug, name, code, successor or "")
            for slug, name, code, successor in register.Region._default_manager.values_list(
                "slug", "name", "insee_code", "successor__slug"
            )
        ],
        cities=[
            City(slug, name, region, code)
            for slug, name, region, code in register.City._default_manager.values_list(
                "slug", "name", "region__slug", "insee_code"
            )
        ],
        places=[
            Place(text, region or "", city or "")
            for text, region, city in register.PlaceName._default_manager.values_list(
                "text", "region__slug", "city__slug"
            )
        ],
        successors=successors.items(),
        version=version,
    )


def _true(model: type[register.Sourced], as_of: dt.date | None) -> "models.QuerySet[Any]":
    rows = model._default_manager.order_by("pk")
    return rows.as_of(as_of) if as_of else rows.filter(valid_until=None)


def _successors(as_of: dt.date | None, slugs: dict[int, str]) -> dict[str, str]:
    """Return the pôles that had ended, each with the one that carries its work on (also after two steps)."""
    steps = {
        slugs[predecessor]: slugs[successor]
        for predecessor, successor in _true(register.Succession, as_of).values_list(
            "predecessor_id", "successor_id"
        )
    }
    final = {}
    for start, current in steps.items():
        seen = {start}
        while current in steps and current not in seen:
            seen.add(current)
            current = steps[current]
        final[start] = current
    return {start: end for start, end in final.items() if end not in final}


def _profiles(as_of: dt.date | None, slugs: dict[int, str], successors: dict[str, str]) -> list[Profile]:
    spellings = _grouped(
        register.ClusterName._default_manager.order_by("pk").values_list("cluster_id", "text")
    )
    regions = _grouped(_true(register.ClusterRegion, as_of).values_list("cluster_id", "region__slug"))
    cities = _grouped(_true(register.ClusterSeat, as_of).values_list("cluster_id", "city__slug"))
    focuses = _focuses(as_of)
    named = _named(as_of)
    keys = {slug: pk for pk, slug in slugs.items()}
    carriers = carriers_of(as_of, {keys[one]: keys[heir] for one, heir in successors.items()})
    own: dict[str, Profile] = {}
    for row in register.Cluster._default_manager.order_by("slug"):
        own[row.slug] = Profile(
            slug=row.slug,
            name=row.name,
            spellings=_unique(spellings.get(row.pk, [])),
            focuses=tuple(focuses.get(row.pk, [])),
            named=tuple(named.get(row.pk, [])),
            regions=_unique(regions.get(row.pk, [])),
            cities=_unique(cities.get(row.pk, [])),
            carriers=carriers.get(row.pk, ()),
        )
    for slug, successor in successors.items():
        own[successor] = _taken_over(own[successor], own[slug])
    gone = _gone(as_of)
    return [profile for slug, profile in own.items() if slug not in successors and slug not in gone]


def _gone(as_of: dt.date | None) -> set[str]:
    """Return the pôles that did not stand on that day, such as those that ended without a successor."""
    if as_of is None:
        return set()
    every = register.Cluster._default_manager.values_list("slug", flat=True)
    return set(every.exclude(pk__in=standing(on=as_of).order_by().values("pk")))


def _taken_over(profile: Profile, predecessor: Profile) -> Profile:
    """Return the profile with what the pôle it took over brought along."""
    inherited = tuple(
        replace(focus, inherited_from=focus.inherited_from or predecessor.name)
        for focus in predecessor.focuses
    )
    return replace(
        profile,
        spellings=_unique([*profile.spellings, predecessor.name, *predecessor.spellings]),
        focuses=profile.focuses + inherited,
        named=tuple(dict.fromkeys((*profile.named, *predecessor.named))),
        regions=_unique([*profile.regions, *predecessor.regions]),
        cities=_unique([*profile.cities, *predecessor.cities]),
    )


def _focuses(as_of: dt.date | None) -> dict[int, list[Focus]]:
    focuses: dict[int, list[Focus]] = defaultdict(list)
    for row in _true(register.Focus, as_of).select_related("theme", "line", "source"):
        focuses[row.cluster_id].append(focus_of(row))
    return focuses


def focus_of(row: register.Focus) -> Focus:
    """Return a focus as matching reads it; the row need not be stored."""
    return Focus(
        theme=row.theme.slug,
        weight=row.weight,
        quote=row.quote,
        source_line=row.source_line,
        source=row.source.title,
        line=_labels(row.line, "title") if row.line else None,
    )


def _named(as_of: dt.date | None) -> dict[int, list[Named]]:
    """Return the lines, mentions, facilities, members, projects and figures of each pôle."""
    named: dict[int, list[Named]] = defaultdict(list)
    for line in _true(register.StrategicLine, as_of):
        title = _labels(line, "title")
        named[line.cluster_id].append(
            Named("line", title, wording=_texts_of(title) + _texts_of(_labels(line, "detail")))
        )
    for project in _true(register.Project, as_of):
        description = _labels(project, "description")
        named[project.cluster_id].append(
            Named(
                "project", Labels(project.name), (project.name,), _texts_of(description), detail=description
            )
        )
    for cluster, each in (
        *mentions_of(_true(register.ThemeMention, as_of)),
        *facilities_of(_true(register.Facility, as_of)),
        *_members(as_of),
    ):
        named[cluster].append(each)
    for figure in _true(register.Figure, as_of).filter(cluster__isnull=False):
        label = _labels(figure, "label")
        named[figure.cluster_id].append(
            Named("figure", _counted(figure), wording=_texts_of(label), detail=label)
        )
    return named


def _members(as_of: dt.date | None) -> list[tuple[int, Named]]:
    """Return the pôles' organisations: members, and those that lead a line or a project."""
    spellings = _grouped(
        register.OrganisationName._default_manager.order_by("pk").values_list("organisation_id", "text")
    )
    ties = {
        *_true(register.Membership, as_of).values_list("cluster_id", "organisation_id"),
        *_true(register.LineLead, as_of).values_list("line__cluster_id", "organisation_id"),
        *_true(register.Project, as_of).filter(led_by__isnull=False).values_list("cluster_id", "led_by_id"),
    }
    wanted = {organisation for _cluster, organisation in ties}
    organisations = {
        pk: (name, kind)
        for pk, name, kind in register.Organisation._default_manager.values_list("pk", "name", "kind")
        if pk in wanted
    }
    return [
        (
            cluster,
            Named(
                "member",
                Labels(organisations[organisation][0]),
                _unique([organisations[organisation][0], *spellings.get(organisation, [])]),
                partner_kind=PARTNER_KIND_OF.get(OrganisationKind(organisations[organisation][1]), ""),
            ),
        )
        for cluster, organisation in sorted(ties)
    ]


def _counted(figure: register.Figure) -> Labels:
    """Return a figure as people read it: “meer dan 30 investeerders” without its qualifier’s language."""
    number = "" if figure.value is None else f"{figure.value.normalize():f} "
    sign = {Qualifier.MORE_THAN: "> ", Qualifier.ABOUT: "± ", Qualifier.ALMOST: "± "}.get(
        Qualifier(figure.qualifier), ""
    )
    label = _labels(figure, "label")
    return Labels(*(f"{sign}{number}{text}" if text else "" for text in (label.nl, label.fr, label.en)))


def _labels(row: Any, name: str) -> Labels:
    return Labels(*(getattr(row, f"{name}_{language}") or "" for language in ("nl", "fr", "en")))


def _texts_of(labels: Labels) -> tuple[str, ...]:
    return tuple(text for text in (labels.nl, labels.fr, labels.en) if text)


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

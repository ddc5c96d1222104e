"""What the generator takes from the register: subjects with their terms, pôles with focuses, regions."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from clusters.enums import Language, TermMode, ThemeKind
from clusters.lifeline import last_successors
from clusters.models import Cluster, ClusterContact, Focus, Region, Term
from contacts.matching import Labels, Reason, to_json


class RegisterMissing(Exception):
    """The register holds no subjects or no pôles to write about."""


@dataclass(frozen=True)
class Pole:
    """A pôle of today, whom to write to there, and how strong each theme is at it (1 to 3)."""

    pk: int
    slug: str
    name: str
    contact: ClusterContact | None  # None where only real people are known: no invented letter names them
    email: str
    language: str


@dataclass(frozen=True)
class Subject:
    """A theme, its terms per language, and the pôles that work on it, strongest first."""

    pk: int
    labels: Labels
    terms: dict[str, tuple[str, ...]]
    poles: tuple[tuple[Pole, int], ...]

    def reason(self, weight: int, words: list[str], spans: list[tuple[int, int]]) -> dict[str, Any]:
        """Return the stored form of the reason the matching would give for a focus of this weight."""
        reason = Reason(
            "theme", True, f"focus_{weight}", tuple(words), tuple(spans), (("theme", self.labels),)
        )
        return to_json(reason)


@dataclass(frozen=True)
class Register:
    subjects: tuple[Subject, ...]
    poles: tuple[Pole, ...]
    regions: tuple[str, ...]

    @cached_property
    def by_pk(self) -> dict[int, Pole]:
        return {pole.pk: pole for pole in self.poles}


def read_register(*, on: dt.date) -> Register:
    """Return what stood on that day; a pôle without a contact gets an invented one.

    Raises `RegisterMissing`.
    """
    ended = last_successors(on=on)
    poles = {
        row.pk: _pole(row)
        for row in Cluster.objects.exclude(pk__in=ended).prefetch_related("contacts").order_by("slug")
    }
    strengths: dict[int, list[tuple[Pole, int]]] = defaultdict(list)
    for theme, cluster, weight in (
        Focus.objects.as_of(on).order_by("-weight", "pk").values_list("theme_id", "cluster_id", "weight")
    ):
        pole = poles.get(cluster)
        if pole and pole not in [each for each, _ in strengths[theme]]:
            strengths[theme].append((pole, weight))
    subjects = _subjects(strengths)
    if not subjects:
        raise RegisterMissing
    today = Region.objects.filter(successor=None, overseas=False).order_by("slug")
    return Register(subjects, tuple(poles.values()), tuple(today.values_list("name", flat=True)))


def _pole(cluster: Cluster) -> Pole:
    address, known = f"contact@{cluster.slug}.example", list(cluster.contacts.all())
    invented = next((person for person in known if person.email.endswith(".example")), None)
    if not known:
        invented = ClusterContact.objects.create(
            cluster=cluster, name="Camille Demonstration", email=address, language=Language.FR
        )
    email, language = (invented.email, invented.language) if invented else (address, Language.FR.value)
    return Pole(cluster.pk, cluster.slug, cluster.name, invented, email, language)


def _subjects(strengths: dict[int, list[tuple[Pole, int]]]) -> tuple[Subject, ...]:
    terms: dict[int, dict[str, list[str]]] = defaultdict(lambda: {code: [] for code in Language.values})
    themes: dict[int, Any] = {}
    rows = Term.objects.filter(
        theme__kind=ThemeKind.SUBJECT, theme__in=list(strengths), mode=TermMode.STEM
    ).select_related("theme")
    for term in rows.order_by("theme__slug", "pk"):
        themes[term.theme_id] = term.theme
        if term.language and len(term.text) > 4:  # two or three letters say nothing to a reader
            terms[term.theme_id][term.language].append(term.text)
    return tuple(
        Subject(
            key,
            Labels(nl=theme.label_nl, fr=theme.label_fr or "", en=theme.label_en or ""),
            {code: tuple(found[:12]) for code, found in terms[key].items()},
            tuple(strengths[key]),
        )
        for key, theme in themes.items()
        if all(terms[key].values())
    )

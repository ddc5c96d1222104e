"""How good a matching is, measured on enquiries whose right answers are known.

A label says how well a pôle fits an enquiry: 2 right, 1 useful, 0 not. An enquiry without a label
above 0 fits no pôle, and the right answer to it is “none”. All measures lie between 0 and 1; one that
nothing can be said of (no enquiry of its kind) is None.
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

RIGHT = 2
FIRST = 3
RESAMPLES = 1000
SEED = 20141218
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Judged:
    """One enquiry as it was answered: the pôles as ranked, how surely anything fits, the verdict."""

    labels: Mapping[str, int]
    ranked: tuple[str, ...]
    fit: float
    verdict: str

    @property
    def fits(self) -> bool:
        return any(label > 0 for label in self.labels.values())

    @property
    def right(self) -> frozenset[str]:
        return frozenset(slug for slug, label in self.labels.items() if label == RIGHT)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with the interval it lies in, by resampling the enquiries; `number` were measured."""

    value: float
    low: float
    high: float
    number: int


def first_is_right(judged: Judged) -> float:
    """P@1: is the best-ranked pôle a right one?"""
    return float(bool(judged.ranked) and judged.labels.get(judged.ranked[0]) == RIGHT)


def right_among_first(judged: Judged) -> float:
    """R@3: the share of the right pôles that stand among the first three."""
    return len(judged.right.intersection(judged.ranked[:FIRST])) / len(judged.right)


def reciprocal_rank(judged: Judged) -> float:
    """MRR: one divided by the place of the first right pôle."""
    return next((1 / place for place, slug in enumerate(judged.ranked, 1) if slug in judged.right), 0.0)


def gain_of_first(judged: Judged) -> float:
    """nDCG@3: what the first three are worth by their labels, as a share of the best three there are."""
    found = _discounted([judged.labels.get(slug, 0) for slug in judged.ranked])
    return found / _discounted(sorted(judged.labels.values(), reverse=True))


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains[:FIRST], 1))


def proposed(judged: Judged) -> float:
    """Kept: does the verdict propose anything, surely or doubtfully?"""
    return float(judged.verdict != "none")


def turned_away(judged: Judged) -> float:
    """Caught: is the verdict that none fits?"""
    return float(judged.verdict == "none")


def separation(fits: Sequence[float], misfits: Sequence[float]) -> float:
    """AUC: how often one that fits scores higher than one that does not; a tie counts half."""
    ordered = sorted([(score, True) for score in fits] + [(score, False) for score in misfits])
    above, lower = 0.0, 0
    for _score, tied in groupby(ordered, key=itemgetter(0)):
        kinds = [fits_ for _, fits_ in tied]
        above += sum(kinds) * (lower + (len(kinds) - sum(kinds)) / 2)
        lower += len(kinds) - sum(kinds)
    return above / (len(fits) * len(misfits))


# Per measure: of which enquiries it is the mean, and of what.
_MEANS: dict[str, tuple[Callable[[Judged], bool], Callable[[Judged], float]]] = {
    "p_at_1": (lambda judged: judged.fits, first_is_right),
    "r_at_3": (lambda judged: bool(judged.right), right_among_first),
    "mrr": (lambda judged: judged.fits, reciprocal_rank),
    "ndcg_at_3": (lambda judged: judged.fits, gain_of_first),
    "kept": (lambda judged: judged.fits, proposed),
    "caught": (lambda judged: not judged.fits, turned_away),
}
MEASURES = ("p_at_1", "r_at_3", "mrr", "ndcg_at_3", "auc", "kept", "caught")


def measure(judged: Sequence[Judged], *, seed: int = SEED) -> dict[str, Figure | None]:
    """Return every measure with its interval; the same enquiries always give the same figures."""
    figures: dict[str, Figure | None] = {}
    for name in MEASURES:
        chance = random.Random(f"{seed}-{name}")  # noqa: S311 - chance, not secrecy
        if name == "auc":
            figures[name] = _separation(judged, chance)
        else:
            counts, value = _MEANS[name]
            figures[name] = _mean([value(each) for each in judged if counts(each)], chance)
    return figures


def _mean(values: Sequence[float], chance: random.Random) -> Figure | None:
    if not values:
        return None
    number = len(values)
    means = [sum(chance.choices(values, k=number)) / number for _ in range(RESAMPLES)]
    return Figure(sum(values) / number, *_interval(means), number)


def _separation(judged: Sequence[Judged], chance: random.Random) -> Figure | None:
    fits = [each.fit for each in judged if each.fits]
    misfits = [each.fit for each in judged if not each.fits]
    if not fits or not misfits:
        return None
    areas = [
        separation(chance.choices(fits, k=len(fits)), chance.choices(misfits, k=len(misfits)))
        for _ in range(RESAMPLES)
    ]
    return Figure(separation(fits, misfits), *_interval(areas), len(judged))


def _interval(resampled: list[float]) -> tuple[float, float]:
    resampled.sort()
    outside = round(len(resampled) * (1 - CONFIDENCE) / 2)
    return resampled[outside], resampled[-1 - outside]

"""How well a matcher ranks and how well it says "none": the measures of `make bench-matching`.

A label is 0 (no), 1 (could) or 2 (right) for each pôle; an enquiry whose labels are all 0 is a misfit.
P@1: the first pôle is labelled 2. R@3: the share of those labelled 2 among the first three. MRR: one over
the place of the first one labelled 2. nDCG@3 has the labels as gains. AUC: how often a fit gets a higher
`fit` than a misfit. Kept: fits that are not answered with "none"; caught: misfits that are.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RESAMPLES = 1000
RIGHT = 2
MEASURES = ("P@1", "R@3", "MRR", "nDCG@3", "AUC", "kept", "caught")


@dataclass(frozen=True, slots=True)
class Judged:
    """One enquiry's labels beside a matcher's answer; `none` is its verdict that nothing fits."""

    labels: dict[str, int]
    ranking: tuple[str, ...]
    fit: float
    none: bool

    @property
    def fits(self) -> bool:
        return max(self.labels.values()) > 0


def first_right(judged: Judged) -> float:
    return float(bool(judged.ranking) and judged.labels.get(judged.ranking[0], 0) == RIGHT)


def recall(judged: Judged) -> float:
    right = {slug for slug, label in judged.labels.items() if label == RIGHT}
    return len(right.intersection(judged.ranking[:3])) / len(right)


def reciprocal_rank(judged: Judged) -> float:
    places = (place for place, slug in enumerate(judged.ranking, 1) if judged.labels.get(slug, 0) == RIGHT)
    return 1 / next(places, math.inf)


def ndcg(judged: Judged) -> float:
    best = sorted(judged.labels.values(), reverse=True)[:3]
    gains = [judged.labels.get(slug, 0) for slug in judged.ranking[:3]]
    return _discounted(gains) / _discounted(best)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def auc(fits: Sequence[float], misfits: Sequence[float]) -> float:
    ordered = sorted(misfits)
    below = sum(bisect_left(ordered, fit) + bisect_right(ordered, fit) for fit in fits)
    return below / (2 * len(fits) * len(misfits)) if fits and misfits else math.nan


def measure(judged: Sequence[Judged]) -> dict[str, float]:
    """Return every measure over the enquiries; ranking is measured where some pôle is labelled 2."""
    ranked = [each for each in judged if max(each.labels.values()) == RIGHT]
    fits = [each for each in judged if each.fits]
    misfits = [each for each in judged if not each.fits]
    return {
        "P@1": _mean(first_right, ranked),
        "R@3": _mean(recall, ranked),
        "MRR": _mean(reciprocal_rank, ranked),
        "nDCG@3": _mean(ndcg, ranked),
        "AUC": auc([each.fit for each in fits], [each.fit for each in misfits]),
        "kept": _mean(lambda each: float(not each.none), fits),
        "caught": _mean(lambda each: float(each.none), misfits),
    }


def _mean(value: Callable[[Judged], float], judged: Sequence[Judged]) -> float:
    return sum(map(value, judged)) / len(judged) if judged else math.nan


def intervals(judged: Sequence[Judged], resamples: int = RESAMPLES) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of each measure: enquiries drawn again with replacement, a fixed seed."""
    draw = random.Random(2014)
    drawn: dict[str, list[float]] = {name: [] for name in MEASURES}
    for _each in range(resamples):
        for name, value in measure(draw.choices(judged, k=len(judged))).items():
            if not math.isnan(value):
                drawn[name].append(value)
    return {name: _middle(sorted(values)) for name, values in drawn.items()}


def _middle(values: list[float]) -> tuple[float, float]:
    if not values:
        return math.nan, math.nan
    return values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]

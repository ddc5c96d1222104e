"""How well the matching does: on a labelled file, or on what the office itself decided.

Measured with the vocabulary and the register of the moment, so that a change shows as a difference
between two runs over the same enquiries; each run is kept.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from itertools import repeat
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.asked import enquiry_of as enquiry_of_request
from contacts.enquiry_lines import BadLine, enquiry_of, object_of
from contacts.enums import DeclineReason, MatchDecision, RejectReason, RequestStatus
from contacts.matching import Enquiry, Index, Likeness, match
from contacts.matching.measures import RIGHT, Figure, Judged, first_is_right, measure
from contacts.matching.recognition import recognise
from contacts.models import EvaluationRun, IntroductionRequest, Match

MEASURE_NAMES: dict[str, str | Promise] = {
    "p_at_1": _("first choice right (P@1)"),
    "r_at_3": _("right ones among the first three (R@3)"),
    "mrr": _("place of the first right one (MRR)"),
    "ndcg_at_3": _("worth of the first three (nDCG@3)"),
    "auc": _("fits told from misfits (AUC)"),
    "kept": _("fits that get a suggestion (kept)"),
    "caught": _("misfits that get “none” (caught)"),
}
USEFUL = 1
LABELS = (0, USEFUL, RIGHT)
MOST_FAULTS = 20
LOOKED_BACK = 50

# What a rejection says of the pôle's fit. A busy pôle, or one the enquirer does not want, may fit or not:
# nothing can be learnt from it.
LABEL_OF_REJECTION: dict[str, int | None] = {
    RejectReason.OTHER_SUBJECT: 0,
    RejectReason.WRONG_REGION: 0,
    RejectReason.WRONG_PARTNER: 0,
    RejectReason.BETTER_ONE: USEFUL,
    RejectReason.BUSY: None,
    RejectReason.NOT_WANTED: None,
    RejectReason.OTHER: 0,
}


class BadLabels(Exception):
    """The labelled file cannot be used; `faults` names each wrong line, its field and what to do."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class NothingToMeasure(Exception):
    """There is no enquiry whose right answer is known."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An enquiry with what is known of each pôle; pôles in `unjudged` count neither way."""

    enquiry: Enquiry
    labels: Mapping[str, int]
    unjudged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ThemeFault:
    """A theme (none: empty), how often it was what an enquiry is most about, and how often wrongly so."""

    theme: str
    enquiries: int
    misses: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    fits: int
    misfits: int
    figures: Mapping[str, Figure | None]
    themes: tuple[ThemeFault, ...]


# --- what is known ----------------------------------------------------------------------------------------


def read_labelled(lines: Iterable[bytes], index: Index) -> list[Labelled]:
    """Return the enquiries of a labelled file. Raises `BadLabels` when a line is wrong, or there is none."""
    found: list[Labelled] = []
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = object_of(line)
            found.append(Labelled(enquiry_of(data), _labels_of(data, index)))
        except BadLine as problem:
            faults.append(f"Line {number}: {problem}")
    if len(faults) > MOST_FAULTS:
        more = len(faults) - MOST_FAULTS
        faults = [*faults[:MOST_FAULTS], f"… and {more} more lines."]
    if faults:
        raise BadLabels(faults)
    if not found:
        raise BadLabels(["The file holds no enquiry; write one JSON object per line."])
    return found


def _labels_of(data: Mapping[str, Any], index: Index) -> dict[str, int]:
    """Read `relevance`; what a pôle that ended was given counts for the one that took over."""
    relevance = data.get("relevance")
    if not isinstance(relevance, dict):
        raise BadLine(
            'relevance is missing or is not an object; write {"SHORT-NAME": 2, …} with 0, 1 or 2 per pôle.'
        )
    labels = dict.fromkeys(index.profiles, 0)
    for slug, label in relevance.items():
        if isinstance(label, bool) or label not in LABELS:
            raise BadLine(f"relevance of “{slug}” is {label!r}; write 0, 1 or 2.")
        today = index.successors.get(slug, slug)
        if today not in labels:
            close = get_close_matches(slug, [*labels, *index.successors], 1)
            hint = f"did you mean “{close[0]}”?" if close else "see the short names in the register."
            raise BadLine(f"relevance names “{slug}”, a pôle that is not in the register; {hint}")
        labels[today] = max(labels[today], int(label))
    return labels


def decided(index: Index) -> list[Labelled]:
    """Return the requests the office decided on, as labelled enquiries; three queries.

    Where parties were introduced, what was accepted or added by hand is right, and what was passed over
    is not. A request that was not forwarded because nothing fits is a misfit.
    """
    requests = (
        IntroductionRequest.objects.filter(
            Q(status__in=RequestStatus.AFTER_INTRODUCTION)
            | Q(status=RequestStatus.DECLINED, decline_reason=DeclineReason.NO_FIT)
        )
        .defer(*IntroductionRequest.WORDS)
        .prefetch_related("themes", Prefetch("matches", Match.objects.select_related("cluster")))
        .order_by("pk")
    )
    found = [_as_labelled(request, index) for request in requests]
    return [each for each in found if each is not None]


def _as_labelled(request: IntroductionRequest, index: Index) -> Labelled | None:
    labels = dict.fromkeys(index.profiles, 0)
    unjudged: set[str] = set()
    if request.status != RequestStatus.DECLINED:
        for row in request.matches.all():
            slug = index.successors.get(row.cluster.slug, row.cluster.slug)
            label: int | None = 0
            if row.decision == MatchDecision.ACCEPTED:
                label = RIGHT
            elif row.decision == MatchDecision.REJECTED:
                label = LABEL_OF_REJECTION[row.reject_reason]
            if label is None:
                unjudged.add(slug)
            else:
                labels[slug] = max(labels.get(slug, 0), label)
        if RIGHT not in labels.values():
            return None
    known = {slug: label for slug, label in labels.items() if label or slug not in unjudged}
    return Labelled(enquiry_of_request(request), known, frozenset(unjudged - known.keys()))


# --- measuring --------------------------------------------------------------------------------------------


def evaluate(
    labelled: Iterable[Labelled], index: Index, likenesses: Iterable[Likeness] | None = None
) -> Evaluation:
    """Match every enquiry and hold the answers against the labels; `likenesses` are what an encoder found."""
    judged: list[Judged] = []
    led: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    alike: Iterable[Likeness | None] = repeat(None) if likenesses is None else likenesses
    for each, likeness in zip(labelled, alike, strict=False):
        result = match(each.enquiry, index, likeness)
        ranked = tuple(
            candidate.slug for candidate in result.candidates if candidate.slug not in each.unjudged
        )
        answer = Judged(each.labels, ranked, result.fit, result.verdict)
        judged.append(answer)
        subjects = recognise(each.enquiry, index).subjects
        theme = subjects[0].theme if subjects else ""
        led[theme] += 1
        misses[theme] += _is_miss(answer)
    if not judged:
        raise NothingToMeasure
    fits = sum(answer.fits for answer in judged)
    themes = (ThemeFault(theme, led[theme], number) for theme, number in misses.items() if number)
    return Evaluation(
        fits=fits,
        misfits=len(judged) - fits,
        figures=measure(judged),
        themes=tuple(sorted(themes, key=lambda each: (-each.misses, each.enquiries, each.theme))),
    )


def _is_miss(answer: Judged) -> bool:
    """Say whether a person would call the answer wrong: another pôle first, or a pôle where none fits."""
    if answer.fits:
        return answer.verdict == "none" or not first_is_right(answer)
    return answer.verdict != "none"


# --- keeping ----------------------------------------------------------------------------------------------


def keep(
    evaluation: Evaluation,
    index: Index,
    *,
    at: dt.datetime,
    by: AbstractBaseUser | None = None,
    labelled: str = "",
    digest: str = "",
    as_of: dt.date | None = None,
) -> EvaluationRun:
    """Store what was measured, so that the next run can be held against it."""
    return EvaluationRun.objects.create(
        measured_at=at,
        measured_by_id=by.pk if by else None,
        labelled=labelled,
        digest=digest,
        as_of=as_of,
        vocabulary_version=index.version,
        fits=evaluation.fits,
        misfits=evaluation.misfits,
        figures={name: asdict(figure) for name, figure in evaluation.figures.items() if figure},
        themes=[asdict(each) for each in evaluation.themes],
    )


def over_the_same(run: EvaluationRun) -> "QuerySet[EvaluationRun]":
    """Return the runs over the same enquiries and the same day of the register, the newest first."""
    same = EvaluationRun.objects.filter(labelled=run.labelled, digest=run.digest, as_of=run.as_of)
    return same.order_by("-measured_at", "-pk")


def before(run: EvaluationRun) -> EvaluationRun | None:
    """Return the last earlier run over the same enquiries that came out otherwise, or had another vocabulary.

    Without such a one the last earlier run, and None for the first.
    """
    earlier = list(
        over_the_same(run).filter(measured_at__lte=run.measured_at).exclude(pk=run.pk)[:LOOKED_BACK]
    )
    for other in earlier:
        if (other.vocabulary_version, other.figures) != (run.vocabulary_version, run.figures):
            return other
    return earlier[0] if earlier else None


def digest_of(content: bytes) -> str:
    """Return sixteen characters that tell one file's content from another's."""
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def figure_of(run: EvaluationRun, name: str) -> Figure | None:
    """Return a measure of a stored run; None where nothing could be said."""
    stored = run.figures.get(name)
    return Figure(**stored) if stored else None

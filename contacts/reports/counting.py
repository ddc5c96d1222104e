"""Counts a period by the database: six queries however many requests, each counting up to three periods.

A group is a combination of closed-list values and how often it occurs now, in the period before and a year
earlier. What the groups mean (`tally`) is decided here in Python, once, for totals and breakdowns alike.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import IntegerField

from contacts.enums import EnquirerKind, IntroductionStatus, OutcomeKind, RequestStatus
from contacts.models import Introduction, IntroductionRequest, Outcome
from contacts.periods import Period
from contacts.reports import words
from contacts.reports.measures import Measure
from contacts.reports.regions import KnownPlaces

CHUNK = 2000
POLE = "pole"

# How far a request's letters came; the furthest counts.
_CALLED_OFF, _UNHEARD, _WAITING, _TAKEN_UP = 1, 2, 3, 4
_FURTHEST: Mapping[str, int] = {
    IntroductionStatus.CANCELLED: _CALLED_OFF,
    IntroductionStatus.REFUSED: _UNHEARD,
    IntroductionStatus.UNANSWERED: _UNHEARD,
    IntroductionStatus.SENT: _WAITING,
    IntroductionStatus.ACCEPTED: _TAKEN_UP,
    IntroductionStatus.COMPLETED: _TAKEN_UP,
}
_RUNGS: Mapping[str, int] = {kind: rung for rung, kind in enumerate(words.OUTCOME, start=1)}
_KINDS: Mapping[int | None, str] = {None: "none", **{rung: kind for kind, rung in _RUNGS.items()}}
_RESULTS = frozenset(_RUNGS[kind] for kind in OutcomeKind.LADDER)

Numbers = list[int]  # now, in the period before, a year earlier


@dataclass
class Tally:
    """What was counted: per measure and code the numbers of the periods, and the names of the codes."""

    counts: dict[Measure, dict[str, Numbers]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    )
    names: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    days: dict[str, list[Counter[int]]] = field(
        default_factory=lambda: defaultdict(lambda: [Counter(), Counter(), Counter()])
    )
    fates: dict[tuple[str, str], dict[str, Numbers]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    )

    def add(self, measure: Measure, code: str, numbers: Sequence[int]) -> None:
        counted = self.counts[measure][code]
        for position, number in enumerate(numbers):
            counted[position] += number


def tallied(periods: Sequence[Period | None]) -> Tally:
    """Count the period and those beside it (None: nothing to count)."""
    tally = Tally()
    requests = _requests_of(periods)
    _count_requests(tally, requests, periods)
    _count_themes(tally, requests, periods)
    _count_regions(tally, requests, periods)
    _count_introductions(tally, periods)
    _count_outcomes(tally, periods)
    return tally


# --- requests -------------------------------------------------------------------------------------------


def _requests_of(periods: Sequence[Period | None]) -> QuerySet[IntroductionRequest]:
    """Return the periods' requests with how far the letters on each came and the highest step reached."""
    sent = Introduction.objects.filter(request=OuterRef("pk"), sent_at__isnull=False).order_by()
    furthest = sent.values("request").annotate(furthest=_highest("status", _FURTHEST)).values("furthest")
    reached = Outcome.objects.filter(
        introduction__request=OuterRef("pk"), introduction__sent_at__isnull=False
    ).order_by()
    rung = reached.values("introduction__request").annotate(rung=_highest("kind", _RUNGS)).values("rung")
    return (
        IntroductionRequest.objects.filter(_in_any(periods, "received_at"))
        .order_by()
        .annotate(
            furthest=Subquery(furthest, output_field=IntegerField()),
            rung=Subquery(rung, output_field=IntegerField()),
        )
    )


def _highest(name: str, ranks: Mapping[str, int]) -> Max:
    whens = [When(**{name: value, "then": Value(rank)}) for value, rank in ranks.items()]
    return Max(Case(*whens, default=Value(0), output_field=IntegerField()))


def fate_of(status: str, furthest: int | None) -> str:
    """Return what became of a request (a field of `figures.Demand`)."""
    if furthest == _TAKEN_UP:
        return "taken_up"
    if status == RequestStatus.WITHDRAWN:
        return "withdrawn"
    if furthest == _WAITING or status in (RequestStatus.RECEIVED, RequestStatus.IN_REVIEW):
        return "waiting"
    if furthest == _UNHEARD:
        return "unheard"
    return "waiting" if status == RequestStatus.INTRODUCED else "not_forwarded"


def _count_requests(
    tally: Tally, requests: QuerySet[IntroductionRequest], periods: Sequence[Period | None]
) -> None:
    names = (
        "decline_reason",
        "channel",
        "language",
        "is_demonstration",
        "organisation_kind",
        "enquirer__kind",
    )
    for group, numbers in _groups(requests, ("status", "furthest", "rung", *names), periods, "received_at"):
        status, furthest, rung, reason, channel, language, is_demonstration, said, recorded = group
        kind = EnquirerKind.of_request(said, recorded)
        if status in words.APART:
            tally.add(Measure.APART, status, numbers)
            continue
        tally.add(Measure.RECEIVED, "total", numbers)
        if is_demonstration:
            tally.add(Measure.DEMONSTRATION, "total", numbers)
        tally.add(Measure.PER_STATUS, status, numbers)
        if status == RequestStatus.DECLINED:
            tally.add(Measure.NOT_FORWARDED, reason, numbers)
        tally.add(Measure.PER_CHANNEL, channel, numbers)
        tally.add(Measure.PER_LANGUAGE, language, numbers)
        tally.add(Measure.PER_OUTCOME, _KINDS[rung], numbers)
        _add_steps(tally, _TOTALS, "total", furthest, rung, numbers)
        _add_steps(tally, _PER_KIND, kind, furthest, rung, numbers)
        tally.add(Measure.PER_KIND, kind, numbers)


# Of each breakdown: sent to a pôle, taken up by one, with a result.
_TOTALS = (Measure.FORWARDED, Measure.TAKEN_UP, Measure.WITH_RESULT)
_PER_KIND = (Measure.FORWARDED_PER_KIND, Measure.TAKEN_UP_PER_KIND, Measure.WITH_RESULT_PER_KIND)
_PER_THEME = (Measure.FORWARDED_PER_THEME, Measure.TAKEN_UP_PER_THEME, Measure.WITH_RESULT_PER_THEME)
_PER_REGION = (Measure.FORWARDED_PER_REGION, Measure.TAKEN_UP_PER_REGION, Measure.WITH_RESULT_PER_REGION)


def _add_steps(
    tally: Tally,
    measures: tuple[Measure, Measure, Measure],
    code: str,
    furthest: int | None,
    rung: int | None,
    numbers: Sequence[int],
) -> None:
    forwarded, taken_up, with_result = measures
    if furthest:
        tally.add(forwarded, code, numbers)
    if furthest == _TAKEN_UP:
        tally.add(taken_up, code, numbers)
    if rung in _RESULTS:
        tally.add(with_result, code, numbers)


def _count_themes(
    tally: Tally, requests: QuerySet[IntroductionRequest], periods: Sequence[Period | None]
) -> None:
    real = requests.exclude(status__in=tuple(words.APART))
    columns = ("status", "furthest", "rung", "themes__slug", "themes__label_nl")
    for group, numbers in _groups(real, columns, periods, "received_at"):
        status, furthest, rung, slug, label = group
        code = slug or "none"
        tally.names[words.THEME][code] = (label or slug) if slug else words.NO_THEME
        tally.add(Measure.PER_THEME, code, numbers)
        _add_steps(tally, _PER_THEME, code, furthest, rung, numbers)
        if slug:
            _add_fate(tally, words.THEME, code, fate_of(status, furthest), numbers)


def _count_regions(
    tally: Tally, requests: QuerySet[IntroductionRequest], periods: Sequence[Period | None]
) -> None:
    places = KnownPlaces.load()
    codes = {**places.slugs, words.REGION_NOT_KNOWN: "other", words.NO_REGION: "none"}
    real = requests.exclude(status__in=tuple(words.APART))
    columns = ("status", "furthest", "rung", "region_wish")
    for (status, furthest, rung, wish), numbers in _groups(real, columns, periods, "received_at"):
        for name in places.regions_in(wish) or (words.NO_REGION,):
            code = codes[name]
            tally.names[words.REGION][code] = name
            tally.add(Measure.PER_REGION, code, numbers)
            _add_steps(tally, _PER_REGION, code, furthest, rung, numbers)
            if name in places.slugs:
                _add_fate(tally, words.REGION, code, fate_of(status, furthest), numbers)


def _add_fate(tally: Tally, kind: str, code: str, fate: str, numbers: Sequence[int]) -> None:
    counted = tally.fates[kind, code][fate]
    for position, number in enumerate(numbers):
        counted[position] += number


# --- introductions --------------------------------------------------------------------------------------


def _count_introductions(tally: Tally, periods: Sequence[Period | None]) -> None:
    sent = Introduction.objects.filter(_in_any(periods, "sent_at")).order_by()
    columns = ("cluster__slug", "cluster_name", "status", "refusal_reason", "answer_days")
    latest: dict[str, tuple[dt.datetime, str]] = {}
    for group, numbers in _groups(sent, columns, periods, "sent_at", last=Max("sent_at")):
        slug, name, status, reason, days, last = group
        # The last name it was written to under, as far as these periods go.
        latest[slug] = max(latest.get(slug, (last, name)), (last, name))
        tally.names[POLE][slug] = latest[slug][1]
        tally.add(Measure.INTRODUCTIONS, "total", numbers)
        tally.add(Measure.INTRODUCTIONS_PER_STATUS, status, numbers)
        tally.add(Measure.INTRODUCTIONS_PER_POLE, slug, numbers)
        if reason:
            tally.add(Measure.REFUSALS, reason, numbers)
        if status in IntroductionStatus.TAKEN_UP:
            tally.add(Measure.TAKEN_UP_PER_POLE, slug, numbers)
        if days is not None:
            tally.add(Measure.ANSWERS, "total", numbers)
            tally.add(Measure.ANSWERS_PER_POLE, slug, numbers)
            for position, number in enumerate(numbers):
                tally.days[slug][position][days] += number
                tally.days["total"][position][days] += number


def _count_outcomes(tally: Tally, periods: Sequence[Period | None]) -> None:
    outcomes = Outcome.objects.filter(_in_any(periods, "introduction__sent_at")).order_by()
    outcomes = outcomes.annotate(confirmed=Q(confirmed_at__isnull=False))
    columns = ("introduction__cluster__slug", "kind", "confirmed")
    for (slug, kind, confirmed), numbers in _groups(outcomes, columns, periods, "introduction__sent_at"):
        tally.add(Measure.OUTCOMES, kind, numbers)
        tally.add(Measure.OUTCOMES_PER_POLE, slug, numbers)
        if confirmed:
            tally.add(Measure.OUTCOMES_CONFIRMED, kind, numbers)
            tally.add(Measure.OUTCOMES_CONFIRMED_PER_POLE, slug, numbers)


# --- groups ---------------------------------------------------------------------------------------------


def _groups(
    rows: QuerySet[Any],
    columns: Sequence[str],
    periods: Sequence[Period | None],
    moment: str,
    **more: Max,
) -> Iterator[tuple[tuple[Any, ...], tuple[int, ...]]]:
    """Yield each combination of values (what `more` asks for last) with its number in each period."""
    present = {position: period for position, period in enumerate(periods) if period}
    counts = {f"in_{n}": Count("pk", filter=_in(period, moment)) for n, period in present.items()}
    counted = rows.values_list(*columns).annotate(**more, **counts)
    width = len(columns) + len(more)
    for row in counted.iterator(chunk_size=CHUNK):
        numbers = [0] * len(periods)
        for position, number in zip(present, row[width:], strict=True):
            numbers[position] = number
        yield row[:width], tuple(numbers)


def _in(period: Period, moment: str) -> Q:
    return Q(**{f"{moment}__gte": period.begin, f"{moment}__lt": period.end})


def _in_any(periods: Sequence[Period | None], moment: str) -> Q:
    some = Q(pk__in=())
    for period in periods:
        if period:
            some |= _in(period, moment)
    return some

"""The office's figures: how many requests came, of what, from where, how far they got, how the pôles answer.

Counted by the database, in a constant number of queries. What is set aside or spam is no request; an
introduction to a pôle that has ended counts for the one that took over.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncQuarter

from clusters.models import Cluster, Theme
from contacts.enums import IntroductionStatus, OutcomeKind, RequestStatus
from contacts.experience import median_of
from contacts.models import Introduction, IntroductionRequest
from contacts.quarters import PARIS, Quarter
from contacts.reports.regions import KnownPlaces

NO_REQUEST = (RequestStatus.SPAM, RequestStatus.QUARANTINED)
QUARTERS = 8  # two years: the present quarter and the same one last year stand in one picture
THEMES = 10


@dataclass(frozen=True)
class Funnel:
    """Requests by how far they came; each step counts those of the steps below it as well."""

    received: int = 0
    read: int = 0
    introduced: int = 0
    taken_up: int = 0
    with_result: int = 0


@dataclass(frozen=True)
class QuarterFigure:
    quarter: Quarter
    received: int
    introduced: int


@dataclass(frozen=True)
class Counted:
    """How often something (named by its slug) was asked for."""

    slug: str
    label: str
    number: int


@dataclass(frozen=True)
class PoleFigure:
    """How a pôle answers: of `sent` letters `answered` ones, in `days` (the median; None without answers)."""

    slug: str
    name: str
    sent: int
    answered: int
    days: int | None

    @property
    def rate(self) -> int:
        return round(100 * self.answered / self.sent) if self.sent else 0


@dataclass
class _Answers:
    sent: int = 0
    days: Counter[int] = field(default_factory=Counter)


def received_since(since: dt.datetime, until: dt.datetime) -> QuerySet[IntroductionRequest]:
    """Return the real requests received from `since` up to `until`."""
    return IntroductionRequest.objects.filter(received_at__gte=since, received_at__lte=until).exclude(
        status__in=NO_REQUEST
    )


def _steps() -> dict[str, Q]:
    """Return what each step of the funnel (a field of `Funnel`) asks of a request."""
    accepted = Introduction.objects.filter(status__in=IntroductionStatus.TAKEN_UP)
    with_result = accepted.filter(outcomes__kind__in=OutcomeKind.LADDER)
    return {
        "received": Q(),
        "read": ~Q(status=RequestStatus.RECEIVED),
        "introduced": Q(introduced_at__isnull=False),
        "taken_up": Q(pk__in=accepted.values("request")),
        "with_result": Q(pk__in=with_result.values("request")),
    }


def reached(requests: QuerySet[IntroductionRequest], step: str) -> QuerySet[IntroductionRequest]:
    """Return those of `requests` that came as far as a step of the funnel (a field of `Funnel`)."""
    return requests.exclude(status__in=NO_REQUEST).filter(_steps()[step])


def funnel(since: dt.datetime, until: dt.datetime) -> Funnel:
    """Return how far the requests received in the period came until now; one query."""
    counts = {
        name: Count("pk", filter=condition) if condition else Count("pk")
        for name, condition in _steps().items()
    }
    return Funnel(**received_since(since, until).aggregate(**counts))


def per_quarter(at: dt.datetime, *, quarters: int = QUARTERS) -> list[QuarterFigure]:
    """Return the last quarters up to the one of `at`, oldest first; one query."""
    shown = [Quarter.of(at)]
    while len(shown) < quarters:
        shown.insert(0, shown[0].previous)
    rows = (
        received_since(shown[0].begin, at)
        .order_by()
        .annotate(quarter=TruncQuarter("received_at", tzinfo=PARIS))
        .values_list("quarter")
        .annotate(received=Count("pk"), introduced=Count("pk", filter=Q(introduced_at__isnull=False)))
    )
    found = {Quarter.of(begin): (received, introduced) for begin, received, introduced in rows}
    return [QuarterFigure(quarter, *found.get(quarter, (0, 0))) for quarter in shown]


def per_theme(since: dt.datetime, until: dt.datetime, *, most: int = THEMES) -> list[Counted]:
    """Return the themes asked for most in the period; one query."""
    asked = received_since(since, until)
    themes = (
        Theme.objects.filter(requests__in=asked)
        .annotate(number=Count("requests", filter=Q(requests__in=asked)))
        .order_by("-number", "slug")[:most]
    )
    return [Counted(theme.slug, str(theme), theme.number) for theme in themes]


def per_region(since: dt.datetime, until: dt.datetime) -> list[Counted]:
    """Return the regions wished for in the period, most wished first; two queries.

    Read from the enquirers' words as the quarter's report reads them; what names no known place is left out.
    """
    wishes = (
        received_since(since, until)
        .exclude(region_wish="")
        .order_by()
        .values_list("region_wish")
        .annotate(number=Count("pk"))
    )
    places, found = KnownPlaces.load(), Counter[str]()
    for wish, number in wishes:
        for region in places.regions_in(wish):
            found[region] += number
    slugs = places.slugs
    known = [(name, number) for name, number in found.items() if name in slugs]
    known.sort(key=lambda pair: (-pair[1], pair[0]))
    return [Counted(slugs[name], name, number) for name, number in known]


def counted_letters(since: dt.datetime) -> QuerySet[Introduction]:
    """Return the letters sent from `since` on that count: a cancelled one asks for no answer."""
    return Introduction.objects.filter(sent_at__gte=since).exclude(status=IntroductionStatus.CANCELLED)


def answering_as(cluster: int, *, successors: Mapping[int, int]) -> set[int]:
    """Return the pôles whose letters count as letters to this one: itself, and those it took over from."""
    return {cluster, *(ended for ended, last in successors.items() if last == cluster)}


def per_pole(
    since: dt.datetime, until: dt.datetime, *, successors: Mapping[int, int]
) -> Sequence[PoleFigure]:
    """Return how each pôle answered the letters sent in the period, most letters first, in a query or two."""
    rows = (
        counted_letters(since)
        .filter(sent_at__lte=until)
        .order_by()
        .values_list("cluster", "cluster__slug", "cluster__name", "answer_days")
        .annotate(number=Count("pk"))
    )
    tallies: dict[int, _Answers] = defaultdict(_Answers)
    names: dict[int, tuple[str, str]] = {}
    for cluster, slug, name, days, number in rows:
        names[cluster] = (slug, name)
        tally = tallies[successors.get(cluster, cluster)]
        tally.sent += number
        if days is not None:
            tally.days[days] += number
    if unnamed := tallies.keys() - names.keys():  # a pôle that took over and was not written to itself yet
        taken_over = Cluster.objects.filter(pk__in=unnamed).values_list("pk", "slug", "name")
        names |= {pk: (slug, name) for pk, slug, name in taken_over}
    figures = [
        PoleFigure(*names[cluster], tally.sent, tally.days.total(), median_of(tally.days))
        for cluster, tally in tallies.items()
    ]
    return sorted(figures, key=lambda figure: (-figure.sent, figure.slug))

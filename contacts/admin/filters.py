"""The inbox's filters. Each puts its choice in the address, so that a view can be kept as a bookmark.

A value that is not one of the choices says so and finds nothing; it is never taken for no choice at all.
"""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters import lifeline
from clusters.enums import ThemeKind
from clusters.models import Cluster, Region, Theme
from contacts import figures, open_points
from contacts.admin.forms import colleagues
from contacts.entry import EARLIEST
from contacts.enums import Channel, IntroductionStatus, RequestStatus, Verdict
from contacts.figures import NO_REQUEST
from contacts.models import IntroductionRequest
from contacts.quarters import PARIS, Quarter, QuarterNotUnderstood
from contacts.reports.regions import KnownPlaces

OPEN = "open"
UNDECIDED = "undecided"
MINE = "mine"
NOBODY = "nobody"
QUARTERS = 13  # three years and the present one; an older one still works in the address
LONGEST_SHOWN = 60
BEGINNING = dt.datetime.combine(EARLIEST, dt.time.min, tzinfo=PARIS)


class Filter(admin.SimpleListFilter):
    """`choose(rows, value)` narrows the rows for one of the choices."""

    def choose(self, rows: Any, value: str) -> Any:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if not value:
            return queryset
        if value in {str(key) for key, label in self.lookup_choices}:
            return self.choose(queryset, value)
        if request.method == "GET":
            text = gettext("Nothing is found: “%(value)s” is not a choice for “%(filter)s”.")
            shown = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
            messages.warning(request, text % {"value": shown, "filter": self.title})
        return queryset.none()


class LinkedFilter(Filter):
    """Comes in by a link from elsewhere; it has no list to choose from, it only shows what was chosen."""

    found: Any = None

    def find(self, value: str) -> Any:
        """Return the row `value` names, or None."""
        raise NotImplementedError

    def has_output(self) -> bool:
        return bool(self.value())

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        value = self.value()
        self.found = self.find(value) if value and "\x00" not in value else None
        return [(value, str(self.found))] if self.found else []


class StatusFilter(Filter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        undecided = (UNDECIDED, _("without a decision"))
        return [(OPEN, _("open")), undecided, *RequestStatus.choices]

    def choose(self, rows: Any, value: str) -> Any:
        if value == UNDECIDED:
            return rows.filter(status__in=open_points.UNDECIDED)
        return rows.open() if value == OPEN else rows.filter(status=value)


class IntroductionStatusFilter(Filter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(IntroductionStatus.choices)

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(status=value)


class AssigneeFilter(Filter):
    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        self.me = request.user.pk
        people = getattr(request, "colleagues", None) or colleagues()
        others = [(str(each.pk), each.get_username()) for each in people if each.pk != request.user.pk]
        return [(MINE, _("me")), (NOBODY, _("nobody")), *others]

    def choose(self, rows: Any, value: str) -> Any:
        if value == MINE:
            return rows.filter(assigned_to=self.me)
        return rows.filter(assigned_to=None if value == NOBODY else int(value))


class ThemeFilter(Filter):
    """Every subject of the vocabulary: which were asked for would cost a walk through all requests."""

    title = _("theme")
    parameter_name = "theme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        subjects = Theme.objects.filter(kind=ThemeKind.SUBJECT)
        return sorted(((theme.slug, str(theme)) for theme in subjects), key=lambda pair: pair[1].casefold())

    def choose(self, rows: Any, value: str) -> Any:
        through = IntroductionRequest.themes.through._default_manager.filter(theme__slug=value)
        return rows.filter(pk__in=through.values("introductionrequest"))


class QuarterFilter(Filter):
    """By the same limits as the quarter's report."""

    title = _("received in")
    parameter_name = "quarter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        quarters = [Quarter.of(timezone.now())]
        while len(quarters) < QUARTERS:
            quarters.append(quarters[-1].previous)
        try:
            chosen = Quarter.parse(str(self.value() or ""))
        except QuarterNotUnderstood:
            chosen = quarters[0]
        if chosen not in quarters:
            quarters.append(chosen)
        return [(str(quarter), str(quarter)) for quarter in quarters]

    def choose(self, rows: Any, value: str) -> Any:
        quarter = Quarter.parse(value)
        return rows.filter(received_at__gte=quarter.begin, received_at__lt=quarter.end)


class VerdictFilter(Filter):
    title = _("verdict")
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(Verdict.choices)

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(verdict=value)


class ChannelFilter(Filter):
    title = _("came in by")
    parameter_name = "channel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(Channel.choices)

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(channel=value)


class RegionFilter(LinkedFilter):
    """The wished region, read from the enquirer's words as the quarter's report reads them."""

    title = _("wished region")
    parameter_name = "region"

    def find(self, value: str) -> Region | None:
        return Region.objects.filter(slug=value).first()

    def choose(self, rows: Any, value: str) -> Any:
        places = KnownPlaces.load()
        todays = set(places.regions_in(str(self.found)))
        wishes = IntroductionRequest.objects.exclude(region_wish="").values_list("region_wish", flat=True)
        meant = [wish for wish in wishes.distinct() if todays & set(places.regions_in(wish))]
        return rows.filter(region_wish__in=meant)


class LettersFilter(LinkedFilter):
    """Of letters: comes with the figure of how a pôle answers, and finds what that figure counts for it."""

    title = _("introduced to")
    parameter_name = "pole"

    def find(self, value: str) -> Cluster | None:
        return Cluster.objects.filter(slug=value).first()

    def choose(self, rows: Any, value: str) -> Any:
        successors = lifeline.last_successors(on=timezone.localdate())
        return rows.filter(cluster__in=figures.answering_as(self.found.pk, successors=successors))


class CampaignFilter(LinkedFilter):
    """The campaign whose link to the form was followed (`bron` in the address)."""

    title = _("campaign")
    parameter_name = "campaign"

    def find(self, value: str) -> str | None:
        rows = IntroductionRequest.objects.filter(source__campaign=value)
        return value if rows.exists() else None

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(source__campaign=value)


class ClusterFilter(LettersFilter):
    """Of requests: those with such a letter."""

    parameter_name = "cluster"

    def choose(self, rows: Any, value: str) -> Any:
        letters = super().choose(figures.counted_letters(BEGINNING), value)
        return rows.filter(pk__in=letters.values("request"))


class DayFilter(LinkedFilter):
    """From midnight in Paris on a day on."""

    def find(self, value: str) -> dt.date | None:
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            return None
        return day if day.year > 1 else None  # 1 January of the year 1 begins in no year of the calendar

    def begin(self, value: str) -> dt.datetime:
        return dt.datetime.combine(dt.date.fromisoformat(value), dt.time.min, tzinfo=PARIS)


class SinceFilter(DayFilter):
    """Comes with a figure of the first page: what its period holds, spam and what is set aside left out."""

    title = _("received since")
    parameter_name = "since"

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(received_at__gte=self.begin(value)).exclude(status__in=NO_REQUEST)


class SentSinceFilter(DayFilter):
    """Of letters: those that count in the figure of how pôles answer."""

    title = _("sent since")
    parameter_name = "sent_since"

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(pk__in=figures.counted_letters(self.begin(value)).values("pk"))


class ReportFilter(LinkedFilter):
    """Comes with the checklist before closing: what is part of the quarter's report."""

    title = _("in the report of")
    parameter_name = "report"

    def find(self, value: str) -> Quarter | None:
        try:
            return Quarter.parse(value)
        except QuarterNotUnderstood:
            return None

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(open_points.of_report(Quarter.parse(value)))


class LettersReportFilter(ReportFilter):
    """Of letters: those sent in the quarter, and those in preparation on its requests."""

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(open_points.letters_of_report(Quarter.parse(value)))


class OutcomeFilter(Filter):
    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("missing", _("taken up, none recorded"))]

    def choose(self, rows: Any, value: str) -> Any:
        return rows.filter(open_points.without_outcome())


# The steps of the funnel, as `figures.Funnel` names them.
REACHED = (
    ("received", _("received")),
    ("read", _("read by the office")),
    ("introduced", _("introduced to a pôle")),
    ("taken_up", _("taken up by a pôle")),
    ("with_result", _("with a result")),
)


class ReachedFilter(Filter):
    """How far a request came, as the funnel counts it."""

    title = _("came as far as")
    parameter_name = "reached"

    def has_output(self) -> bool:
        return bool(self.value())

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(REACHED)

    def choose(self, rows: Any, value: str) -> Any:
        return figures.reached(rows, value)


LETTERS = (
    *(IntroductionStatusFilter, OutcomeFilter, "cluster"),
    *(LettersFilter, SentSinceFilter, LettersReportFilter),
)
INBOX = (
    StatusFilter,
    AssigneeFilter,
    ThemeFilter,
    QuarterFilter,
    VerdictFilter,
    ChannelFilter,
    RegionFilter,
    ClusterFilter,
    CampaignFilter,
    SinceFilter,
    ReportFilter,
    ReachedFilter,
)

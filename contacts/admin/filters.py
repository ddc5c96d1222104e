"""The inbox's filters. Each puts its choice in the address, so that a view can be kept as a bookmark."""

from typing import Any

from django.contrib import admin
from django.db.models import Min, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.enums import ThemeKind
from clusters.models import Theme
from contacts.admin.forms import colleagues
from contacts.enums import IntroductionStatus, RequestStatus, Verdict
from contacts.models import IntroductionRequest
from contacts.quarters import Quarter, QuarterNotUnderstood

OPEN = "open"
MINE = "mine"
NOBODY = "nobody"


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [(OPEN, _("open")), *RequestStatus.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == OPEN:
            return queryset.open()
        return queryset.filter(status=self.value()) if self.value() else queryset


class IntroductionStatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(IntroductionStatus.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class AssigneeFilter(admin.SimpleListFilter):
    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        others = [(str(each.pk), each.get_username()) for each in colleagues() if each.pk != request.user.pk]
        return [(MINE, _("me")), (NOBODY, _("nobody")), *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == MINE:
            return queryset.filter(assigned_to_id=request.user.pk)
        if value == NOBODY:
            return queryset.filter(assigned_to=None)
        if value:
            return queryset.filter(assigned_to_id=int(value)) if value.isdecimal() else queryset.none()
        return queryset


class ThemeFilter(admin.SimpleListFilter):
    title = _("theme")
    parameter_name = "theme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        used = Theme.objects.filter(kind=ThemeKind.SUBJECT, requests__isnull=False).distinct()
        return sorted(((theme.slug, str(theme)) for theme in used), key=lambda pair: pair[1].casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(themes__slug=self.value()) if self.value() else queryset


class QuarterFilter(admin.SimpleListFilter):
    """By the same limits as the quarter's report."""

    title = _("received in")
    parameter_name = "quarter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        first = IntroductionRequest.objects.aggregate(first=Min("received_at"))["first"]
        current = Quarter.of(timezone.now())
        earliest = min(Quarter.of(first), current) if first else current
        quarters = [current]
        while quarters[-1] > earliest and len(quarters) < 40:
            quarters.append(quarters[-1].previous)
        return [(str(quarter), str(quarter)) for quarter in quarters]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        try:
            quarter = Quarter.parse(str(self.value()))
        except QuarterNotUnderstood:
            return queryset.none()
        return queryset.filter(received_at__gte=quarter.begin, received_at__lt=quarter.end)


class VerdictFilter(admin.SimpleListFilter):
    title = _("verdict")
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(Verdict.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(verdict=self.value()) if self.value() else queryset

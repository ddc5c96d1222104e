"""The staff page “Matching”: how well it does over time, and which themes go wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clusters.admin.numbers import number_in
from clusters.models import Theme
from contacts.evaluation import (
    MEASURE_NAMES,
    NothingToMeasure,
    decided,
    evaluate,
    figure_of,
    keep,
    over_the_same,
)
from contacts.matching.measures import MEASURES
from contacts.models import EvaluationRun
from contacts.profiles import load_index

MAY_LOOK = "contacts.view_evaluationrun"
MAY_MEASURE = "contacts.add_evaluationrun"
SHOWN = 30  # runs
DRAWN = ("p_at_1", "ndcg_at_3", "auc")
# The chart's own measures, in its own units.
WIDTH, HEIGHT, LEFT, TOP, RIGHT = 640, 220, 40, 12, 16


@dataclass(frozen=True)
class Chart:
    """Lines of figures over runs: `lines` are (class, name, points, last value), `ticks` (y, words)."""

    lines: tuple[tuple[str, Any, tuple[tuple[float, float], ...]], ...]
    ticks: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT + TOP + 24
    left: int = LEFT
    right: int = WIDTH - RIGHT


def evaluation_urls(site: AdminSite) -> list[URLPattern]:
    """Return the page's address, to stand before the site's own in its namespace."""
    allowed = permission_required(MAY_LOOK, raise_exception=True)

    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest) -> HttpResponse:
        return _measure_now(request) if request.method == "POST" else evaluation_page(request, site)

    return [path("contacts/matching/", site.admin_view(allowed(page)), name="contacts_evaluation")]


def evaluation_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the runs over one set of enquiries: the one of `?run=`, else the latest measured."""
    latest = EvaluationRun.objects.order_by("-measured_at", "-pk")
    asked = number_in(request.GET.get("run", ""))
    last = latest.first() if asked is None else latest.filter(pk=asked).first()
    runs = list(over_the_same(last)[:SHOWN]) if last else []
    context = {
        **site.each_context(request),
        "title": _("Matching: how well it does"),
        "sets": _sets(),
        "run": runs[0] if runs else None,
        "measures": [MEASURE_NAMES[name] for name in MEASURES],
        "rows": [(run, [figure_of(run, name) for name in MEASURES]) for run in runs],
        "chart": chart(list(reversed(runs))) if len(runs) > 1 else None,
        "themes": _themes(runs[0]) if runs else [],
        "may_measure": request.user.has_perm(MAY_MEASURE),
        "may_see_words": request.user.has_perms(["contacts.view_introductionrequest", "clusters.view_term"]),
    }
    return TemplateResponse(request, "admin/contacts/vocabulary/evaluation.html", context)


def _sets() -> list[EvaluationRun]:
    """Return the latest run of every set of enquiries that was ever measured."""
    newest = EvaluationRun.objects.values("labelled", "digest", "as_of").annotate(newest=Max("pk"))
    return list(
        EvaluationRun.objects.filter(pk__in=newest.values("newest")).order_by("labelled", "-measured_at")
    )


def _themes(run: EvaluationRun) -> list[tuple[str, str, int, int]]:
    """Return name, address, misses and enquiries of the themes that went wrong, in words of the moment."""
    slugs = [each["theme"] for each in run.themes]
    themes = Theme.objects.in_bulk([slug for slug in slugs if slug], field_name="slug")
    shown = []
    for each in run.themes:
        theme = themes.get(each["theme"])
        name = str(theme) if theme else each["theme"] or gettext("no theme recognised")
        address = reverse("admin:clusters_theme_change", args=[theme.pk]) if theme else ""
        shown.append((name, address, each["misses"], each["enquiries"]))
    return shown


def chart(runs: Sequence[EvaluationRun]) -> Chart:
    """Draw three measures over the runs, oldest first; between the lowest figure and one."""
    series = [(name, [figure_of(run, name) for run in runs]) for name in DRAWN]
    values = [figure.value for _name, figures in series for figure in figures if figure]
    bottom = min([int(min(values, default=0) * 10) / 10, 0.9])
    step = (WIDTH - LEFT - RIGHT) / max(1, len(runs) - 1)

    def height(value: float) -> float:
        return round(TOP + (1 - value) / (1 - bottom) * HEIGHT, 1)

    lines = tuple(
        (
            name.replace("_", "-"),
            MEASURE_NAMES[name],
            tuple(
                (round(LEFT + place * step, 1), height(figure.value))
                for place, figure in enumerate(figures)
                if figure
            ),
        )
        for name, figures in series
        if any(figures)
    )
    apart = 5 if bottom >= 0.8 else 10 if bottom >= 0.5 else 20  # hundredths between two lines of the grid
    marks = [hundredths / 100 for hundredths in range(100, round(bottom * 100) - 1, -apart)]
    return Chart(lines, tuple((height(mark), f"{mark:.2f}") for mark in marks))


def _measure_now(request: HttpRequest) -> HttpResponse:
    """Measure on the office's own decisions, and keep it."""
    if not request.user.has_perm(MAY_MEASURE):
        raise PermissionDenied
    at = timezone.now()
    by: Any = request.user  # `admin_view` let nobody else in
    index = load_index(as_of=timezone.localdate(at))
    address = reverse("admin:contacts_evaluation")
    try:
        run = keep(evaluate(decided(index), index), index, at=at, by=by)
    except NothingToMeasure:
        messages.warning(request, gettext("No request was decided yet, so there is nothing to measure."))
        return HttpResponseRedirect(address)
    messages.success(request, gettext("Measured on %(number)d decided requests.") % {"number": run.number})
    return HttpResponseRedirect(f"{address}?run={run.pk}")

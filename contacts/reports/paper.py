"""The report as two pages to look at: figures with what stands beside them, a map, what was asked in vain.

Drawn from `Figures` alone, so without persons and without free text, and in the report's Dutch. However many
pôles, themes or regions there are, it stays two pages: the highest are shown, the rest together as “overige”.
How it looks says `templates/paper/report.typ`, whose headings are part of the report as well.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils import translation

from clusters.dates import in_words
from clusters.map import shaded_on_paper
from clusters.numbers import written
from clusters.typesetting import typeset
from contacts.periods import Period, PeriodKind
from contacts.quarters import PARIS
from contacts.reports import contract, words
from contacts.reports.assembling import figures_of
from contacts.reports.contract import LANGUAGE
from contacts.reports.describing import still_running
from contacts.reports.figures import Counted, Demand, Figures, Number
from contacts.reports.measures import FIGURES, Measure
from contacts.reports.moment import as_of_one_moment

TEMPLATE = "report.typ"
MOST_POLES, MOST_THEMES, MOST_REGIONS, MOST_UNMET = 14, 12, 9, 11
NONE = "–"

# What is shown large, by the words under it.
KEY_FIGURES = (
    (Measure.RECEIVED, "verzoeken ontvangen"),
    (Measure.FORWARDED, "daarvan doorgestuurd"),
    (Measure.INTRODUCTIONS, "introducties verstuurd"),
    (Measure.ANSWERS, "daarop geantwoord"),
    (Measure.MEDIAN_DAYS, "dagen tot antwoord (mediaan)"),
    (Measure.WITH_RESULT, "verzoeken met resultaat"),
)
FUNNEL = (
    (Measure.RECEIVED, "ontvangen"),
    (Measure.FORWARDED, "doorgestuurd naar een pôle"),
    (Measure.TAKEN_UP, "door een pôle opgepakt"),
    (Measure.WITH_RESULT, "gesprek of verder"),
)
BREAKDOWNS = (
    ("status", "Stand van de verzoeken", Measure.PER_STATUS),
    ("reasons", "Waarom niet doorgestuurd", Measure.NOT_FORWARDED),
    ("kinds", "Wie erom vroeg", Measure.PER_KIND),
    ("refusals", "Waarom een pôle weigerde", Measure.REFUSALS),
    ("outcomes", "Wat ervan kwam (uitkomsten)", Measure.OUTCOMES),
)
DEFINED = (
    (Measure.FORWARDED, "doorgestuurd"),
    (Measure.TAKEN_UP, "opgepakt"),
    (Measure.WITH_RESULT, "met resultaat"),
    (Measure.MEDIAN_DAYS, "mediaan"),
    (Measure.PER_THEME, "thema"),
    (Measure.PER_REGION, "regio"),
)


def write_pdf(target: BinaryIO, period: Period, *, at: dt.datetime) -> None:
    """Write the two pages as they are now to `target`, an open binary file.

    The same data and the same `at` (aware) give the same bytes. Raises `PeriodNotBegun`, `PeriodBeforeFirst`.
    """
    with as_of_one_moment():
        figures = figures_of(period, at=at)
    target.write(pdf_of(figures))


def pdf_of(figures: Figures) -> bytes:
    """Return the two pages drawn from figures that are there already."""
    with translation.override(LANGUAGE):
        return typeset(TEMPLATE, _data(figures), at=figures.at)


def _data(figures: Figures) -> dict[str, Any]:
    period, at = figures.period, figures.at.astimezone(PARIS)
    invented = figures.total(Measure.DEMONSTRATION).now
    return {
        "language": LANGUAGE,
        "title": _title(period),
        "author": "Innovatie Attaché Parijs",
        "period": _days(period),
        "running": still_running(period, at=figures.at),
        "made": f"{in_words(at.date(), LANGUAGE)}, {at:%H.%M} uur (Parijs)",
        "version": contract.VERSION,
        "columns": _columns(figures),
        "key": [_key_figure(figures, measure, label) for measure, label in KEY_FIGURES],
        "funnel": _funnel(figures),
        "breakdowns": {
            key: {"title": title, "rows": _bars((row.name, row) for row in figures.part(measure).rows)}
            for key, title, measure in BREAKDOWNS
        },
        "confirmed": _confirmed(figures),
        "apart": [(row.name, _number(row.now)) for row in figures.part(Measure.APART).rows],
        "demonstration": _number(invented) if invented else "",
        "map": _map(figures),
        "regions": _regions(figures),
        "poles": _poles(figures),
        "themes": _themes(figures),
        "unmet": _unmet(figures.unmet),
        "definitions": [(label, FIGURES[measure].dutch) for measure, label in DEFINED],
    }


def _title(period: Period) -> str:
    match period.kind:
        case PeriodKind.QUARTER:
            return f"Kwartaalverslag {period}"
        case PeriodKind.YEAR:
            return f"Jaarverslag {period}"
        case PeriodKind.ALL_TIME:
            return "Verslag over alle jaren"
    return f"Verslag {_days(period)}"


def _days(period: Period) -> str:
    if period.kind is PeriodKind.ALL_TIME:
        return "alle verzoeken die ooit binnenkwamen"
    return f"{in_words(period.first, LANGUAGE)} tot en met {in_words(period.last, LANGUAGE)}"


def _columns(figures: Figures) -> list[str | None]:
    """Return what stands above the figures: the period itself and those beside it, None for none."""
    beside = (figures.previous, figures.year_before)
    if figures.period.kind in (PeriodKind.QUARTER, PeriodKind.YEAR):
        return [str(figures.period), *(str(each) if each else None for each in beside)]
    words_beside = zip(("ervoor", "jaar eerder"), beside, strict=True)
    return ["nu", *(word if each else None for word, each in words_beside)]


# --- figures ----------------------------------------------------------------------------------------


def _number(value: Number | None) -> str:
    return NONE if value is None else written(Decimal(str(value)))


def _difference(now: Number | None, then: Number | None) -> str:
    """Return by how much it rose or fell: +3, −2, or = when it is the same."""
    if now is None or then is None:
        return ""
    more = Decimal(str(now)) - Decimal(str(then))
    if not more:
        return "="
    return ("+" if more > 0 else "−") + written(abs(more))


def _key_figure(figures: Figures, measure: Measure, label: str) -> dict[str, Any]:
    row = figures.total(measure)
    beside = zip(_columns(figures)[1:], (row.previous, row.year_before), strict=True)
    # What is not over yet is no fall or rise against a whole quarter.
    is_over = not still_running(figures.period, at=figures.at)
    return {
        "label": label,
        "now": _number(row.now),
        "beside": [
            (column, _number(then), _difference(row.now, then) if is_over else "")
            for column, then in beside
            if then is not None
        ],
    }


def _bars(rows: Iterable[tuple[str, Counted]], others: Counted | None = None) -> list[dict[str, Any]]:
    """Return rows with the length of a bar, from 0 to 1 of the longest; `others` together have none."""
    rows = list(rows)
    longest = max((row.now or 0 for _label, row in rows), default=0) or 1
    bars = [(label, row, (row.now or 0) / longest, True) for label, row in rows]
    if others:
        bars.append((others.name, others, 0.0, False))
    return [
        {
            "label": label,
            "share": share,
            "has_bar": has_bar,
            "numbers": [_number(row.now), _number(row.previous), _number(row.year_before)],
        }
        for label, row, share, has_bar in bars
    ]


def _funnel(figures: Figures) -> list[dict[str, Any]]:
    rows = _bars((label, figures.total(measure)) for measure, label in FUNNEL)
    received = figures.total(Measure.RECEIVED).now
    for row in rows:
        row["percent"] = f"{round(row['share'] * 100)} %" if received else NONE
    return rows


def _confirmed(figures: Figures) -> str:
    rows = figures.part(Measure.OUTCOMES_CONFIRMED).rows
    claimed = sum(row.now or 0 for row in figures.part(Measure.OUTCOMES).rows)
    confirmed = sum(row.now or 0 for row in rows)
    return f"{_number(confirmed)} van {_number(claimed)}"


def _highest(rows: Sequence[Counted], most: int) -> tuple[list[Counted], list[Counted]]:
    """Return the rows with the highest figures, and the rest; nothing that did not occur now."""
    ranked = sorted((row for row in rows if row.now), key=lambda row: -(row.now or 0))
    return (ranked, []) if len(ranked) <= most else (ranked[: most - 1], ranked[most - 1 :])


def _sum(name: str, rows: Sequence[Counted]) -> Counted:
    def total(which: str) -> Number | None:
        values = [getattr(row, which) for row in rows]
        return None if None in values else sum(values)

    return Counted(name, "", total("now"), total("previous"), total("year_before"))


def _others(rows: Sequence[object]) -> str:
    return f"overige ({len(rows)})"


# --- the second page --------------------------------------------------------------------------------


def _map(figures: Figures) -> dict[str, Any]:
    rows = figures.part(Measure.FORWARDED_PER_REGION).rows
    numbers = {row.name: int(row.now) for row in rows if row.now}
    return shaded_on_paper(numbers, "Doorgestuurde verzoeken per gewenste regio")


def _regions(figures: Figures) -> list[dict[str, Any]]:
    shown, rest = _highest(figures.part(Measure.PER_REGION).rows, MOST_REGIONS)
    forwarded = figures.part(Measure.FORWARDED_PER_REGION)
    rows = [(row.name, row.now, forwarded.of(row.code).now) for row in shown]
    if rest:
        sums = sum(row.now or 0 for row in rest), sum(forwarded.of(row.code).now or 0 for row in rest)
        rows.append((_others(rest), *sums))
    return [{"label": name, "numbers": [_number(asked), _number(sent)]} for name, asked, sent in rows]


def _poles(figures: Figures) -> list[dict[str, Any]]:
    shown, rest = _highest(figures.part(Measure.INTRODUCTIONS_PER_POLE).rows, MOST_POLES)
    answers, taken_up = figures.part(Measure.ANSWERS_PER_POLE), figures.part(Measure.TAKEN_UP_PER_POLE)
    median = figures.part(Measure.MEDIAN_DAYS_PER_POLE)
    longest = max((row.now or 0 for row in shown), default=0) or 1

    def line(name: str, rows: Sequence[Counted], days: Number | None) -> dict[str, Any]:
        sent, answered, accepted = (
            sum(part.of(row.code).now or 0 for row in rows)
            for part in (figures.part(Measure.INTRODUCTIONS_PER_POLE), answers, taken_up)
        )
        return {
            "label": name,
            "has_bar": len(rows) == 1,
            "share": min(1, sent / longest),
            "answered": min(1, answered / longest),
            "numbers": [_number(sent), _number(answered), _number(accepted), _number(days)],
        }

    lines = [line(row.name, [row], median.of(row.code).now) for row in shown]
    return [*lines, line(_others(rest), rest, None)] if rest else lines


def _themes(figures: Figures) -> list[dict[str, Any]]:
    shown, rest = _highest(figures.part(Measure.PER_THEME).rows, MOST_THEMES)
    return _bars(((row.name, row) for row in shown), _sum(_others(rest), rest) if rest else None)


def _unmet(unmet: Sequence[Demand]) -> list[dict[str, Any]]:
    """Return what was asked for in vain most, themes and regions together."""
    ranked = sorted(unmet, key=lambda each: -each.not_met)
    shown = ranked if len(ranked) <= MOST_UNMET else ranked[: MOST_UNMET - 1]
    rest = ranked[len(shown) :]
    rows = [
        {
            "label": each.name,
            "suffix": f" ({each.kind})",
            "numbers": [_number(each.asked), _number(each.not_met), words.YES if each.nobody else words.NO],
        }
        for each in shown
    ]
    if rest:
        # Their sum would count a request several times, once as a theme and once as a region.
        rows.append({"label": f"en nog {len(rest)} andere", "suffix": "", "numbers": ["", "", ""]})
    return rows

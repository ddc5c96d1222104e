"""Figures as the register states them: in the source's own qualifier and unit, each with its date."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clusters.cards.values import FigureFact
from clusters.enums import Qualifier
from clusters.models import Figure
from clusters.provenance import SourceBook


def figure_facts(rows: Iterable[Figure], book: SourceBook) -> tuple[FigureFact, ...]:
    """Return the figures measure by measure as the register orders them, the latest of each first."""
    rows = list(rows)
    order = {measure: place for place, measure in enumerate(dict.fromkeys(row.measure for row in rows))}
    rows.sort(key=lambda row: (order[row.measure], -row.stated_on.toordinal(), row.pk))
    plain = (Qualifier.EXACT, Qualifier.DERIVED)
    return tuple(
        FigureFact(
            measure=row.measure,
            label=str(row.label),
            qualifier="" if row.qualifier in plain else qualifier_in_words(row.qualifier),
            value=row.value,
            unit=str(row.unit),
            since=row.since,
            derived=row.qualifier == Qualifier.DERIVED,
            note=book.note(row),
        )
        for row in rows
    )


def qualifier_in_words(qualifier: str) -> str:
    """Return the source's word before a number: more than, about, almost, many."""
    return {
        Qualifier.MORE_THAN.value: _("more than"),
        Qualifier.ABOUT.value: _("about"),
        Qualifier.ALMOST.value: _("almost"),
        Qualifier.MANY.value: _("many"),
    }.get(qualifier, "")

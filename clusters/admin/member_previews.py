"""What the page shows of a waiting list: its rows by standing, what each would do, what can be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind, RowStanding
from clusters.member_lists import coming_in
from clusters.member_lists.coming_in import Look
from clusters.member_lists.comparing import NEW_ONE, Outcome
from clusters.member_lists.headings import COLUMNS
from clusters.member_lists.progress import Steps
from clusters.member_lists.tables import FORMULA, UnreadableList
from clusters.models import MemberImport

LONGEST_VALUE = 120  # characters of what an organisation does
LONGEST_HEADING = 80
MOST_COLUMNS_SAID = 200  # by hand: what one page sends has its limit
_ROWS_LOOKED_AT = 200  # for an example of what a column holds
ROWS_ON_A_PAGE = 200


@dataclass(frozen=True)
class ToldRow:
    """A row as the page shows it."""

    number: int
    name: str
    standing: RowStanding
    sentences: list[str]
    choices: list[tuple[str, str]]
    answer: str

    @property
    def colour(self) -> str:
        return _COLOURS[self.standing]


_COLOURS = {
    RowStanding.WRONG: "attention",
    RowStanding.DOUBTFUL: "busy",
    RowStanding.NEW: "new",
    RowStanding.CHANGED: "good",
    RowStanding.SAME: "done",
}


def previewing(request: HttpRequest, record: MemberImport) -> Steps[dict[str, Any]]:
    """Look at the list again, and return what the page shows of it."""
    today, sentence, said = timezone.localdate(), "", record.by_hand
    try:
        look = yield from coming_in.looking_again(record, today=today)
    except UnreadableList as problem:
        sentence, record.by_hand = str(problem), {}
        try:  # two columns may have been given the same name by hand
            look = yield from coming_in.looking_again(record, today=today)
        except UnreadableList:
            record.by_hand = said
            return _unclear(record, sentence)
    counts = look.counts
    asked = request.GET.get("standing", "")
    order = list(RowStanding.values)
    rows = [each for each in look.outcomes if asked not in order or each.standing == asked]
    rows.sort(key=lambda each: (order.index(each.standing), each.row.number))
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [_told(each, look, record) for each in page.object_list]
    return {
        "problem": sentence,
        "counts": [(each, each.label, counts[each]) for each in RowStanding],
        "asked": asked if asked in order else "",
        "number": len(look.outcomes),
        "not_good": look.not_good,
        "good": counts[RowStanding.NEW] + counts[RowStanding.CHANGED],
        "token": look.token,
        "page": page,
        "rows": shown,
        "doubtful": any(row.choices for row in shown),
        "understood": [(COLUMNS[column], heading) for column, heading in look.headings.items()],
        "others": _columns_by_hand(record, look.others),
        "columns": COLUMNS.items(),
    }


def _unclear(record: MemberImport, sentence: str) -> dict[str, Any]:
    """Return what the page shows of a list of which nobody has said yet which column is which."""
    return {
        "problem": sentence,
        "unclear": True,
        "others": _columns_by_hand(record, range(len(record.header))),
        "columns": COLUMNS.items(),
    }


def _columns_by_hand(record: MemberImport, passed_over: Iterable[int]) -> list[tuple[int, str, str, str]]:
    """Return place, heading, an example and what was said of each column that somebody may name."""
    rows = [cells[1:] for cells in record.rows[:_ROWS_LOOKED_AT]]
    unnamed = (place for place, heading in enumerate(record.header) if not heading.strip())
    told = []
    for place in sorted({*passed_over, *map(int, record.by_hand), *unnamed}):
        example = next((cells[place] for cells in rows if place < len(cells) and cells[place].strip()), "")
        heading = record.header[place].strip()
        if heading or example:
            told.append(
                (
                    place,
                    Truncator(heading or gettext("without a heading")).chars(LONGEST_HEADING),
                    Truncator(" ".join(example.strip(FORMULA).split())).chars(LONGEST_HEADING),
                    record.by_hand.get(str(place), ""),
                )
            )
    return told[:MOST_COLUMNS_SAID]


def _told(outcome: Outcome, look: Look, record: MemberImport) -> ToldRow:
    sentences = list(outcome.reasons)
    if outcome.is_good:
        sentences += _changes_in_words(outcome, look)
    choices = [(str(pk), look.register.shown(pk)) for pk in outcome.candidates]
    if outcome.may_be_new:
        choices.append((NEW_ONE, gettext("an organisation of its own, not in the register yet")))
    number = outcome.row.number
    return ToldRow(
        number,
        outcome.row.name,
        outcome.standing,
        sentences,
        choices,
        record.answers.get(str(number), ""),
    )


def _changes_in_words(outcome: Outcome, look: Look) -> list[str]:
    if outcome.organisation is None:
        return [gettext("A new organisation, and its membership.")]
    said = []
    if outcome.standing == RowStanding.NEW:
        known = look.register.shown(outcome.organisation)
        said.append(gettext("A new membership of %(known)s.") % {"known": known})
    labels = {**COLUMNS, "alias": _("other name"), "until": _("member until")}
    for column, (before, after) in outcome.changes.items():
        said.append(
            "{}: {} → {}".format(
                labels[column], _shown(column, before, look) or "–", _shown(column, after, look) or "–"
            )
        )
    return said


def _shown(column: str, value: Any, look: Look) -> str:
    if value in (None, ""):
        return ""
    if column == "city":
        return look.register.city_names.get(value, "")
    if column == "kind":
        return str(OrganisationKind(value).label)
    return Truncator(value).chars(LONGEST_VALUE) if column == "activity" else str(value)

"""The sections of a chapter, in the order of a card's page, as blocks the template draws.

A block says what it is (`heading`, `paragraph`, `list`, `terms`, `table`, `moments`, `difference`) and holds
runs (`clusters.brochure.runs`).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.brochure.runs import (
    LANGUAGE_OF_PLACES,
    Remarks,
    Run,
    Runs,
    bold,
    colon,
    day_in_words,
    joined,
    quiet,
    titled,
)
from clusters.brochure.runs import words as plain
from clusters.cards import Card
from clusters.cards.values import Difference, Fact, FigureFact, Group, Moment

Block = dict[str, Any]

FEWEST_IN_COLUMNS = 6  # items of a few words each
SHORT = 1500  # letters; a doubt of fewer is not torn over two pages


def heading(runs: Runs, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "runs": runs}


def paragraphs(each: Iterable[Runs]) -> list[Block]:
    return [{"kind": "paragraph", "runs": runs} for runs in each]


def columns_for(items: Sequence[Any]) -> int:
    """Return in how many columns short items stand."""
    return 2 if len(items) >= FEWEST_IN_COLUMNS else 1


def listed(items: Iterable[Runs], *, ordered: bool = False, columns: int = 1) -> Block:
    return {
        "kind": "list",
        "ordered": ordered,
        "columns": columns,
        "items": [{"runs": runs, "below": []} for runs in items],
    }


def glance(card: Card, remarks: Remarks) -> list[tuple[str, list[Runs]]]:
    """Return the card's terms, each with one or more answers."""
    rows: list[tuple[str, list[Runs]]] = [(_("Sector"), [[plain(card.sector)]])]
    if since := card.founded or card.known_from:
        term = _("Founded") if card.founded else _("Named in sources since")
        rows.append((term, [[plain(day_in_words(since.day, since.precision)), *remarks.note(since.note)]]))
    regions = [
        [plain(fact.text, LANGUAGE_OF_PLACES), *remarks.note(fact.note)]
        + [run for note in fact.also for run in remarks.note(note)]
        for fact in card.regions
    ]
    cities = [
        [plain(seat.city, LANGUAGE_OF_PLACES)]
        + ([plain(f" ({_('head office')})")] if seat.is_head_office else [])
        + remarks.note(note)
        for seat, note in card.seats
    ]
    rows += [(_("Regions"), regions), (_("Cities"), cities)]
    if card.label:
        label = _("Phase %(phase)s, from %(from)s until %(until)s") % {
            "phase": card.label.phase,
            "from": card.label.begins_on.year,
            "until": day_in_words(card.label.ends_on),
        }
        rows.append((_("Label of the State"), [[plain(label), *remarks.note(card.label.note)]]))
    names = [
        [plain(fact.text, fact.language), quiet(f" ({fact.detail})"), *remarks.note(fact.note)]
        for fact in card.names
    ]
    took_over = [
        [
            plain(kin.name, LANGUAGE_OF_PLACES),
            plain(f" ({day_in_words(kin.day, kin.precision)})"),
        ]
        for kin in card.took_over
    ]
    rows += [(_("Also known as"), names), (_("Took over"), took_over)]
    return [row for row in rows if row[1]]


def short(card: Card, remarks: Remarks) -> list[Block]:
    blocks: list[Block] = []
    if card.description.facts or card.goals:
        blocks.append(heading([plain(card.description.title)]))
    if card.description.facts:
        blocks += paragraphs(remarks.sentences(card.description))
    if card.goals:
        goals = [[plain(fact.text), *remarks.note(fact.note)] for fact in card.goals]
        blocks += [heading([plain(_("Goals"))], 3), listed(goals)]
    return blocks


def strengths(card: Card, remarks: Remarks) -> list[Block]:
    if not card.strengths:
        return []
    blocks = [heading([plain(_("Strong in"))])]
    if card.has_derived_themes:
        told = _("“Derived” means: it follows from what the source says, and is not literally said there.")
        blocks.append({"kind": "paragraph", "runs": [quiet(told)]})
    for group in card.strengths:
        items = [
            {
                "runs": [plain(fact.text), *remarks.in_group(fact, group)],
                "below": [_mention(mention, remarks) for mention in fact.mentions],
            }
            for fact in group.facts
        ]
        blocks += [
            heading(titled(group), 3),
            {"kind": "list", "ordered": False, "columns": columns_for(items), "items": items},
        ]
    return blocks


def _mention(mention: Fact, remarks: Remarks) -> Runs:
    told = _("“%(words)s”") % {"words": mention.text}
    return [quiet(told + (f", {mention.detail}" if mention.detail else "")), *remarks.note(mention.note)]


def lines(card: Card, remarks: Remarks) -> list[Block]:
    if not card.lines:
        return []
    items = []
    for fact in card.lines:
        runs: Runs = [bold(fact.text)]
        if fact.place:
            runs.append(quiet(f" ({fact.place})"))
        below: list[Runs] = [[plain(fact.detail)]] if fact.detail else []
        if fact.by:
            leads = joined(remarks.party(lead) for lead in fact.by)
            below.append([quiet(_("Led by") + " "), *leads])
        items.append({"runs": [*runs, *remarks.note(fact.note)], "below": below})
    return [
        heading([plain(_("Strategic lines"))]),
        {"kind": "list", "ordered": True, "columns": 1, "items": items},
    ]


def members(card: Card, remarks: Remarks) -> list[Block]:
    if not card.members and not card.member_remarks:
        return []
    blocks = [heading([plain(_("Members named"))])]
    blocks += paragraphs([plain(fact.text), *remarks.note(fact.note)] for fact in card.member_remarks)
    for group in card.members:
        items = [_member(fact, group, remarks) for fact in group.facts]
        blocks += [heading(titled(group), 3), listed(items, columns=columns_for(items))]
    if card.more_members:
        more = ngettext(
            "And %(number)s more organisation.", "And %(number)s more organisations.", card.more_members
        )
        blocks += paragraphs([[plain(more % {"number": card.more_members})]])
    return blocks


def _member(fact: Fact, group: Group, remarks: Remarks) -> Runs:
    runs = remarks.party(fact, with_note=False)
    if fact.place:
        runs += [plain(", "), plain(fact.place, LANGUAGE_OF_PLACES)]
    if fact.detail:
        runs.append(quiet(f" ({fact.detail})"))
    return [*runs, *remarks.in_group(fact, group)]


def items_of(
    title: str, facts: Sequence[Fact], by: str, remarks: Remarks, level: int = 2, *, has_title: bool = True
) -> list[Block]:
    """Return projects or facilities: a name and place, what it is, and who is behind it."""
    if not facts:
        return []
    items = []
    for fact in facts:
        runs: Runs = [bold(fact.text, LANGUAGE_OF_PLACES)]
        if fact.place:
            runs += [plain(", "), plain(fact.place, LANGUAGE_OF_PLACES)]
        if fact.ended:
            until = _("until %(day)s") % {"day": day_in_words(fact.ended, fact.ended_precision)}
            runs.append(quiet(f" ({until})"))
        below: list[Runs] = [[plain(fact.detail)]] if fact.detail else []
        if fact.by:
            below.append([quiet(by + " "), *joined(remarks.party(one, with_note=False) for one in fact.by)])
        items.append({"runs": [*runs, *remarks.note(fact.note)], "below": below})
    listed = {"kind": "list", "ordered": False, "columns": 1, "items": items}
    return [heading([plain(title)], level), listed] if has_title else [listed]


def facilities(card: Card, remarks: Remarks) -> list[Block]:
    blocks = []
    if card.facilities or card.gone:
        blocks.append(heading([plain(_("Facilities"))]))
    by = _("Invested in by")
    blocks += items_of("", card.facilities, by, remarks, has_title=False)
    return [*blocks, *items_of(_("No longer there"), card.gone, by, remarks, 3)]


def figures(figures: Sequence[FigureFact], remarks: Remarks) -> list[Block]:
    if not figures:
        return []
    rows = [
        ([plain(figure.label[:1].upper() + figure.label[1:])], remarks.figure(figure)) for figure in figures
    ]
    header = [_("What"), _("How many, and when")]
    return [heading([plain(_("In figures"))]), {"kind": "table", "header": header, "rows": rows}]


def agreements(card: Card, remarks: Remarks) -> list[Block]:
    if not (card.agreements or card.networks or card.stances):
        return []
    blocks = [heading([plain(_("Agreements and networks"))])]
    blocks += paragraphs([plain(fact.text), *remarks.note(fact.note)] for fact in card.stances)
    if card.agreements:
        blocks.append(
            listed(
                [plain(fact.text), quiet(f" ({fact.detail})"), *remarks.note(fact.note)]
                for fact in card.agreements
            )
        )
    if card.networks:
        items = [
            {
                "runs": [plain(fact.text), *remarks.note(fact.note)],
                "below": [[quiet(_("Also in it:") + " "), *joined(remarks.party(other) for other in fact.by)]]
                if fact.by
                else [],
            }
            for fact in card.networks
        ]
        blocks += [
            heading([plain(_("Networks"))], 3),
            {"kind": "list", "ordered": False, "columns": 1, "items": items},
        ]
    return blocks


def evaluations(card: Card, remarks: Remarks) -> list[Block]:
    if not card.evaluations and not card.in_document:
        return []
    items = [
        [bold(fact.text), colon(), plain(fact.detail), *remarks.note(fact.note)] for fact in card.evaluations
    ]
    items += [[plain(fact.text), *remarks.note(fact.note)] for fact in card.in_document]
    return [heading([plain(_("Evaluations"))]), listed(items)]


def moments(moments: Sequence[Moment], remarks: Remarks) -> list[Block]:
    if not moments:
        return []
    rows = [(day_in_words(moment.day, moment.precision), told(moment, remarks)) for moment in moments]
    return [heading([plain(_("What changed"))]), {"kind": "moments", "rows": rows}]


def told(moment: Moment, remarks: Remarks) -> Runs:
    """Return an entry of a life line; of what befell a member, the member first."""
    whose: list[Run] = [plain(moment.of, LANGUAGE_OF_PLACES), colon()] if moment.of else []
    return [*whose, plain(moment.text), *remarks.note(moment.note)]


def differences(differences: Sequence[Difference], remarks: Remarks) -> list[Block]:
    if not differences:
        return []
    return [
        heading([plain(_("Where sources differ"))]),
        *(
            {
                "kind": "difference",
                "title": one.title,
                "is_short": len(one.reading) + len(one.other_reading) + len(one.note.remark) < SHORT,
                "what": one.kind[:1].upper() + one.kind[1:],
                "concerns": [concern.text for concern in one.concerns],
                "readings": [
                    [plain(one.reading), remarks.reference(one.note)],
                    [plain(one.other_reading), *(["r", number] for number in one.others)],
                ],
                "doubt": [*remarks.doubt(one.note), *([quiet(one.note.remark)] if _tells(one) else [])],
            }
            for one in differences
        ),
    ]


def _tells(one: Difference) -> bool:
    """The remark of a plain note hangs on no doubt, so it is told here."""
    return one.note.is_plain and bool(one.note.remark)

"""A chapter of the brochure: a card, or what the register says of pôles in general."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.brochure import sections
from clusters.brochure.runs import Remarks, Runs, day_in_words
from clusters.brochure.runs import words as plain
from clusters.brochure.sections import Block
from clusters.cards import Card, General
from clusters.map import draw, on_paper
from clusters.provenance import CitedSource

SMALL_MAP_LABEL = 24.0  # units of the map beside a pôle's terms


def map_of(cards: Sequence[Card]) -> dict[str, Any] | None:
    """Return the map with all pôles, or None when no place of theirs is known."""
    pins = [replace(card.pins[0], name=card.name) for card in cards if card.pins]
    codes = frozenset[str]().union(*(card.map_codes for card in cards))
    return on_paper(draw(pins, regions=codes), _("Where the pôles are")) if pins else None


def map_of_card(card: Card) -> dict[str, Any] | None:
    if not card.pins and not card.map_codes:
        return None
    france = draw(card.pins, regions=card.map_codes, label_size=SMALL_MAP_LABEL)
    return on_paper(france, _("Where this pôle is"))


def words() -> dict[str, str]:
    """Return the template's own words, in the active language."""
    return {
        "contents": _("Contents"),
        "page": _("page {page}"),
        "page_of": _("page {page} of {pages}"),
        "sources": _("Sources"),
        "remarks": _("Remarks"),
        "concerns": _("It concerns"),
        "one_reading": _("One reading"),
        "other_reading": _("The other reading"),
        "as_of": _("As it stood on"),
        "how_to_read": _("How to read this"),
        "no_poles": _("The register holds no pôles for this day."),
    }


def reading_guide(on: dt.date) -> list[str]:
    """Return what a reader must know of the numbers, the words in brackets and the days."""
    return [
        _(
            "What the register holds, as of %(on)s. Each fact bears its date and a number that points to its"
            " source."
        )
        % {"on": day_in_words(on)},
        _(
            "The sources stand at the end of each chapter, with the line of the document where that is known."
            " “Not verified” means: no page was found that confirms it. “Disputed”: another source says"
            " otherwise. A letter points to the remark that says why."
        ),
        _("“Derived” means: it follows from what the source says, and is not literally said there."),
    ]


def general_chapter(general: General) -> Block:
    """Return what the register says of pôles in general and of the office, with the doubts about both."""
    remarks = Remarks()
    blocks: list[Block] = []
    for group in (general.pole, general.rules, general.service):
        if group.facts:
            blocks += [sections.heading([plain(group.title)]), *sections.paragraphs(remarks.sentences(group))]
    blocks += [*sections.figures(general.figures, remarks), *sections.moments(general.life_line, remarks)]
    blocks += sections.differences(general.differences, remarks)
    return chapter("general", [plain(_("Pôles in general"))], blocks, general.sources, remarks)


def chapter_of(card: Card) -> Block:
    """Return a pôle's chapter: what its page shows, in the same order."""
    remarks = Remarks()
    glance = sections.glance(card, remarks)
    blocks = [
        *sections.short(card, remarks),
        *sections.strengths(card, remarks),
        *sections.lines(card, remarks),
        *sections.members(card, remarks),
        *sections.items_of(_("Projects"), card.projects, _("Led by"), remarks),
        *sections.facilities(card, remarks),
        *sections.figures(card.figures, remarks),
        *sections.agreements(card, remarks),
        *sections.evaluations(card, remarks),
        *sections.moments(card.life_line, remarks),
        *sections.differences(card.differences, remarks),
    ]
    name = [plain(card.name, card.language)]
    own = chapter(card.slug, name, blocks, card.sources, remarks)
    return own | {"glance": glance, "map": map_of_card(card)}


def chapter(
    key: str, title: Runs, blocks: list[Block], sources: Iterable[CitedSource], remarks: Remarks
) -> Block:
    """Return a chapter as the template draws it, with its remarks and sources at the end."""
    return {
        "key": key,
        "title": title,
        "glance": [],
        "map": None,
        "blocks": blocks,
        "remarks": remarks.texts,
        "sources": [_source(source) for source in sources],
    }


def _source(source: CitedSource) -> Block:
    told = [source.publisher] if source.publisher else []
    if source.published_on:
        told.append(day_in_words(source.published_on, source.precision))
    text = "".join(f", {part}" for part in told)
    if source.lines:
        word = ngettext("line", "lines", len(source.lines))
        text += f"; {word} {', '.join(str(line) for line in source.lines)}"
    if source.retrieved_on:
        text += " (" + _("consulted on %(day)s") % {"day": day_in_words(source.retrieved_on)} + ")"
    return {
        "number": source.number,
        "url": source.url,
        "title": plain(source.title, source.language),
        "told": text,
    }

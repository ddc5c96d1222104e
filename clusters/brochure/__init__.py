"""The office's brochure as a PDF: the pôles of the register on a day, in the reader's language.

`runs` writes what stands within a line, `chapters` what a card and the general part consist of, `since` what
changed after the office's own document; here they become one PDF. The values are those of the cards
(`clusters.cards`), as on the page; how they look says `templates/paper/brochure.typ`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.brochure.chapters import chapter_of, general_chapter, map_of, words
from clusters.brochure.since import SinceDocument, read_since
from clusters.cards import Card, General
from clusters.dates import in_words
from clusters.typesetting import typeset

__all__ = ["SinceDocument", "brochure_pdf", "read_since"]

TEMPLATE = "brochure.typ"


def brochure_pdf(
    cards: Sequence[Card],
    general: General,
    *,
    since: SinceDocument | None,
    title: str,
    on: dt.date,
    at: dt.datetime,
) -> bytes:
    """Return the brochure of `cards` as they stood on day `on`, made at `at` (aware), as a PDF.

    The language is the active one. Raises `clusters.typesetting.NotTypeset`.
    """
    language = get_language() or "en"
    chapters: list[dict[str, Any]] = []
    if not general.is_empty or general.differences:
        chapters.append(general_chapter(general))
    if since:
        chapters.append(since.chapter())
    chapters += [chapter_of(card) for card in cards]
    data = {
        "language": language,
        "title": title,
        "author": _("Innovation Attaché Paris"),
        "day": in_words(on, language),
        "lead": _(
            "What the register holds, as of %(on)s. Each fact bears its date and a number that points to its"
            " source."
        )
        % {"on": in_words(on, language)},
        "made": _("Made on %(day)s") % {"day": in_words(at.date(), language)},
        "map": map_of(cards),
        "chapters": chapters,
        "words": words(),
    }
    return typeset(TEMPLATE, data, at=at)

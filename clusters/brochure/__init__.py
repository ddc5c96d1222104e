"""The office's brochure as a PDF: the pôles of the register on a day, in the reader's language.

`selection` says which pôles, `runs` writes what stands within a line, `sections` and `chapters` lay out
a card and the general part, `document` tells of the office's own document and what changed since; here they
become one PDF, and `kept` makes it once.
The values are those of the cards (`clusters.cards`), as on the page; how they look says
`templates/paper/brochure.typ`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.brochure.chapters import chapter_of, general_chapter, map_of, reading_guide, words
from clusters.brochure.document import OfficeDocument, read_document
from clusters.brochure.selection import Selection, select
from clusters.cards import Card, General
from clusters.dates import in_words
from clusters.typesetting import typeset

__all__ = ["OfficeDocument", "Selection", "brochure_pdf", "read_document", "select"]

TEMPLATE = "brochure.typ"
LINKED_UP_TO = 20  # pôles; of more the numbers of sources are no links: half the time and memory


def brochure_pdf(
    cards: Sequence[Card],
    general: General,
    *,
    document: OfficeDocument | None,
    title: str,
    on: dt.date,
    at: dt.datetime,
) -> bytes:
    """Return the brochure of `cards` as they stood on day `on`, made at `at` (aware), as a PDF.

    The language is the active one. Raises `NotTypeset` of `clusters.typesetting`.
    """
    language = get_language() or "en"
    chapters: list[dict[str, Any]] = []
    if not general.is_empty or general.differences:
        chapters.append(general_chapter(general))
    if document:
        chapters.append(document.chapter())
    chapters += [chapter_of(card) for card in cards]
    data = {
        "language": language,
        "title": title,
        "author": _("Innovation Attaché Paris"),
        "day": in_words(on, language),
        "guide": reading_guide(on),
        "made": _("Made on %(day)s") % {"day": in_words(timezone.localdate(at), language)},
        "map": map_of(cards),
        "chapters": chapters,
        "words": words(),
        "is_linked": len(cards) <= LINKED_UP_TO,
    }
    return typeset(TEMPLATE, data, at=at)

"""What a PDF says: its text as a reader's program takes it out, and how it is tagged."""

import io
import re
from typing import Any

from pypdf import PdfReader

from clusters.folding import fold

_SOURCE_NUMBER = re.compile(r"\[\d+\]")
_NOT_A_WORD = re.compile(r"[^\w]+")


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def catalogue_of(content: bytes) -> Any:
    """The PDF's own account of itself: language, tags, metadata."""
    return opened(content).trailer["/Root"]


def pages_of(content: bytes) -> list[str]:
    """The text of each page, white space as one blank."""
    return [" ".join(page.extract_text().split()) for page in opened(content).pages]


def text_of_pdf(content: bytes) -> str:
    return " ".join(pages_of(content))


def heights_of(content: bytes) -> list[list[float]]:
    """How far above the lower edge each piece of text of a page stands, in points, lowest first."""
    found = []
    for page in opened(content).pages:
        heights: list[float] = []

        def note(
            text: str, cm: list[float], tm: list[float], *_font: object, into: list[float] = heights
        ) -> None:
            if text.strip():
                into.append(round(tm[4] * cm[1] + tm[5] * cm[3] + cm[5], 1))

        page.extract_text(visitor_text=note)
        found.append(sorted(heights))
    return found


def words_of(text: str) -> str:
    """Folded words with a blank around each, so that whole words are found; without numbers of sources."""
    return f" {_NOT_A_WORD.sub(' ', fold(_SOURCE_NUMBER.sub(' ', text))).strip()} "


def chapters_of(content: bytes) -> dict[str, str]:
    """The words of each chapter by its title, from the page its bookmark leads to up to the next one's."""
    reader, pages = opened(content), pages_of(content)
    marks: list[Any] = [mark for mark in reader.outline if not isinstance(mark, list)]
    begins = [reader.get_destination_page_number(mark) for mark in marks]
    return {
        str(mark.title): words_of(" ".join(pages[first:end]))
        for mark, first, end in zip(marks, begins, [*begins[1:], len(pages)], strict=True)
    }


def tags_of(content: bytes) -> list[tuple[str, Any]]:
    """Every structure element as (kind, alternative text)."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), node.get("/Alt")))
            if "/K" in node:
                walk(node["/K"])

    walk(catalogue_of(content)["/StructTreeRoot"]["/K"])
    return found

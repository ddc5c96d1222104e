"""Texts with places to fill in, written as `{pole}`: read, checked and filled.

What has nothing to say leaves no trace: a paragraph, a line or a part between brackets is left out when it
has places to fill in and every one of them is empty. Pure: text in, text out.
"""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([^{}\n]*)\}")
_BETWEEN_BRACKETS = re.compile(r"[ \t]*\(([^()\n]*)\)")
_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SNIPPET = 12


def names_in(text: str) -> list[str]:
    """Return the names of the places in `text`, each once, in the order in which they come."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def loose_braces(text: str) -> list[str]:
    """Return a few characters of `text` around each brace that has no partner; [] when all have one."""
    bare = _PLACE.sub(lambda place: " " * len(place[0]), text)
    return [
        " ".join(text[max(0, found.start() - _SNIPPET) : found.end() + _SNIPPET].split())
        for found in re.finditer(r"[{}]", bare)
    ]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with every place filled from `values`, without what has nothing to say.

    What is filled in is not read again: braces in somebody's own words stay as they are. Raises `KeyError`
    for a place that has no value, not even an empty one.
    """
    telling = _BETWEEN_BRACKETS.sub(lambda part: "" if _is_silent(part[1], values) else part[0], text)
    paragraphs = [_paragraph(paragraph, values) for paragraph in _PARAGRAPHS.split(telling.strip())]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _paragraph(text: str, values: Mapping[str, str]) -> str:
    if _is_silent(text, values):
        return ""
    lines = [line for line in text.splitlines() if not _is_silent(line, values)]
    filled = "\n".join(lines).strip()
    return _PLACE.sub(lambda place: values[place[1]].strip(), filled).strip()


def _is_silent(text: str, values: Mapping[str, str]) -> bool:
    names = _PLACE.findall(text)
    return bool(names) and not any(values[name].strip() for name in names)

"""How the register's values are written on a page: dates, numbers, names in their own language."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from clusters import dates
from clusters.numbers import written

register = template.Library()

# Each language under its own name, as a reader looks for it.
NATIVE_NAMES = {"nl": "Nederlands", "en": "English", "fr": "Français"}


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    address: str
    current: bool


def address_in(full_path: str, code: str) -> str:
    """Return the same page's address in language `code`: Dutch bears no prefix, the others do."""
    for other, _name in settings.LANGUAGES:
        if full_path == f"/{other}" or full_path.startswith(f"/{other}/"):
            full_path = "/" + full_path[len(other) + 1 :].lstrip("/")  # never “//elsewhere.example/”
            break
    return full_path if code == settings.LANGUAGE_CODE else f"/{code}{full_path}"


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[LanguageLink]:
    """Return the page that is shown in every language, with its query; [] outside a request."""
    request = context.get("request")
    if request is None:
        return []
    return [
        LanguageLink(
            code=code,
            name=NATIVE_NAMES.get(code, code),
            address=address_in(request.get_full_path(), code),
            current=code == get_language(),
        )
        for code, _name in settings.LANGUAGES
    ]


@register.filter
def number(value: Decimal | int | None) -> str:
    """Write a number as the reader's language does: 3.297 in Dutch, 3 297 in French."""
    return written(value)


@register.filter
def in_words(day: dt.date | None, precision: str = "day") -> str:
    """Write a day as precisely as it is known, in the reader's language."""
    return "" if day is None else dates.in_words(day, get_language() or settings.LANGUAGE_CODE, precision)


@register.filter
def in_language(text: object, code: str) -> SafeString | str:
    """Mark `text` as being in language `code` when the page is in another one."""
    if not code or code == get_language() or not text:
        return str(text)
    return format_html('<span lang="{}">{}</span>', code, text)


@register.filter
def naming(text: str, names: Sequence[str]) -> SafeString | str:
    """Mark the French `names` that a sentence holds, when the page is in another language."""
    if not names or get_language() == "fr":
        return text
    longest_first = sorted(map(escape, names), key=len, reverse=True)
    found = re.compile("|".join(map(re.escape, longest_first)))
    return mark_safe(found.sub(r'<span lang="fr">\g<0></span>', escape(text)))  # noqa: S308 - escaped before


@register.filter
def at(values: Sequence[Any], place: int) -> Any:
    """Return the value at `place`, counted from 0: of two lists in the same order, the other's."""
    return values[place]

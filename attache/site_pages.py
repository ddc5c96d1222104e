"""The statements every public page links to: on accessibility, and on what is done with data.

Without a row of `SitePage` the delivered text is shown, from `templates/pages/`. Texts are Markdown with
HTML off; whatever is typed becomes harmless text at worst. `[pôle](lang:fr)` marks words of another language.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from attache.models import PageKey, SitePage

_FOLDER = settings.BASE_DIR / "templates" / "pages"
_FOREIGN = re.compile(r"lang:([a-z]{2,3})\Z")
_ADDRESS = re.compile(r"(https?://|mailto:|lang:[a-z]{2,3}$|/(?![/\\])|#)", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A statement in one language as it is written, and the day on which it was last gone through."""

    dated: dt.date
    body: str


@cache
def delivered(key: str, language: str) -> Text:
    """Return the text that comes with the desk: the file's first line is its day, the rest the body."""
    path = _FOLDER / f"{PageKey(key).value}.{language}.md"
    day, _line, body = path.read_text(encoding="utf-8").strip().partition("\n")
    return Text(dt.date.fromisoformat(day.strip()), body.strip())


def in_use(key: str, language: str) -> Text:
    """Return the text that visitors read: the office's own, else the delivered one. One query."""
    row = SitePage.objects.filter(key=key).first()
    return Text(row.dated, row.in_language(language)) if row else delivered(key, language)


def as_html(body: str) -> SafeString:
    """Return a text as it stands on the page, with the office's mailbox and address filled in."""
    places = {"{mailbox}": settings.OFFICE_MAILBOX, "{site}": settings.SITE_URL}
    for place, value in places.items():
        body = body.replace(place, value)
    tokens = _MARKDOWN.parse(body)
    for token in tokens:
        if token.type in ("heading_open", "heading_close") and token.tag == "h1":
            token.tag = "h2"  # the page has its own title
        _mark_languages(token.children or ())
    # Safe: the renderer escapes all text, knows no raw HTML and writes the few tags of Markdown alone.
    return mark_safe(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S308


def _mark_languages(tokens: Sequence[Token]) -> None:
    """Turn links to `lang:xx` into marked words; links out tell the other site nothing."""
    foreign = False
    for token in tokens:
        if token.type == "link_open":
            found = _FOREIGN.match(str(token.attrs.get("href", "")))
            foreign = found is not None
            if found:
                token.tag, token.attrs = "span", {"lang": found[1]}
            else:
                token.attrs["rel"] = "noopener"
        elif token.type == "link_close" and foreign:
            token.tag, foreign = "span", False


def _renderer() -> MarkdownIt:
    # No pictures: they would come from another site, which the security policy refuses.
    made = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
    made.validateLink = lambda url: bool(_ADDRESS.match(url))  # type: ignore[method-assign]
    return made


_MARKDOWN = _renderer()

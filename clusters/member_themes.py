"""Organisations are tagged with the themes they carry, by the engine that reads enquiries.

The themes are kept (`OrganisationTheme`), so that a card or a shortlist names “members that carry this
theme” without reading a single text. They can always be made again: whoever writes a name or what an
organisation does calls `tag` in the same transaction, and `tag_due` finds what was written in another way, or
all of them after the vocabulary changed.

Read are the names and what the organisation does. The remark is not: there the desk speaks, not the member.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from clusters.enums import Derived
from clusters.many_rows import CHUNK
from clusters.models import Derivation, Organisation, OrganisationName, OrganisationTheme, Theme

Said = tuple[tuple[str, ...], str]  # names, and what it does
Carried = Sequence[tuple[str, tuple[str, ...]]]  # short names of themes, with the words for each


class ThemeReader(Protocol):
    """What the setting THEME_READER makes. The engine is the desk's, and the register knows no desk."""

    @property
    def version(self) -> str: ...

    def read(self, organisations: Iterable[Said]) -> Iterator[Carried]: ...


@dataclass(frozen=True)
class Tagged:
    """How many organisations were `read`, and of how many the themes `changed`."""

    read: int = 0
    changed: int = 0
    all: bool = False  # because the vocabulary changed, or for the first time


def tag(organisations: Iterable[int]) -> Tagged:
    """Recognise anew the themes of these organisations, by their keys, and keep what changed."""
    return _last(tag_in_steps(organisations))


def tag_in_steps(organisations: Iterable[int]) -> Iterator[Tagged]:
    """Do what `tag` does, and tell after each few thousand how many were done in all."""
    keys = sorted(set(organisations))
    if keys:
        yield from _tag(keys, _reader())


def tag_all(*, at: dt.datetime) -> Tagged:
    """Recognise anew the themes of every organisation; `at` is when that began."""
    reader = _reader()
    done = _last(_tag(list(Organisation.objects.order_by("pk").values_list("pk", flat=True)), reader))
    _remember(reader.version, at)
    return Tagged(done.read, done.changed, all=True)


def tag_due(*, at: dt.datetime) -> Tagged:
    """Tag what was written since the last time, by whatever way; all when the vocabulary changed since."""
    last = Derivation.objects.filter(what=Derived.MEMBER_THEMES).first()
    reader = _reader()
    if last is None or last.version != reader.version:
        return tag_all(at=at)
    keys = _written_since(last.made_at)
    if not keys:
        return Tagged()
    done = _last(_tag(keys, reader))
    _remember(reader.version, at)
    return done


def _reader() -> ThemeReader:
    make: Callable[[], ThemeReader] = import_string(settings.THEME_READER)
    return make()


def _written_since(moment: dt.datetime) -> list[int]:
    """Return the organisations of which the history has something since; some may be gone."""
    since = Q(history_date__gte=moment)
    organisations: Any = Organisation.history
    names: Any = OrganisationName.history
    found = set(organisations.filter(since).order_by().values_list("id", flat=True))
    found.update(names.filter(since).order_by().values_list("organisation_id", flat=True))
    return sorted(found - {None})


def _remember(version: str, at: dt.datetime) -> None:
    Derivation.objects.update_or_create(
        what=Derived.MEMBER_THEMES, defaults={"version": version, "made_at": at}
    )


def _last(steps: Iterable[Tagged]) -> Tagged:
    done = Tagged()
    for each in steps:
        done = each
    return done


def _tag(keys: Sequence[int], reader: ThemeReader) -> Iterator[Tagged]:
    themes = dict(Theme.objects.order_by().values_list("slug", "pk"))
    read = changed = 0
    for start in range(0, len(keys), CHUNK):
        said = _said(keys[start : start + CHUNK])
        found = {
            pk: {themes[slug]: list(words) for slug, words in carried if slug in themes}
            for pk, carried in zip(said, reader.read(said.values()), strict=True)
        }
        changed += _keep(found)
        read += len(found)
        yield Tagged(read, changed)


def _said(keys: Sequence[int]) -> dict[int, Said]:
    """Return what is said of these organisations; of one that is gone nothing."""
    others = defaultdict(list)
    names = OrganisationName.objects.filter(organisation__in=keys).order_by("pk")
    for pk, text in names.values_list("organisation_id", "text"):
        others[pk].append(text)
    rows = Organisation.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name", "activity")
    return {pk: ((name, *others[pk]), activity) for pk, name, activity in rows}


def _keep(found: dict[int, dict[int, list[str]]]) -> int:
    """Make the stored themes of these organisations those that were found; return how many had others."""
    known: dict[int, dict[int, list[str]]] = defaultdict(dict)
    kept = OrganisationTheme.objects.filter(organisation__in=list(found)).order_by()
    gone = []
    for pk, organisation, theme, words in kept.values_list("pk", "organisation_id", "theme_id", "words"):
        known[organisation][theme] = words
        if theme not in found[organisation]:
            gone.append(pk)
    changed = [pk for pk, themes in found.items() if themes != known[pk]]
    rows = [
        OrganisationTheme(organisation_id=pk, theme_id=theme, words=words)
        for pk in changed
        for theme, words in found[pk].items()
        if known[pk].get(theme) != words
    ]
    with transaction.atomic(savepoint=False):
        if gone:
            OrganisationTheme.objects.filter(pk__in=gone).delete()
        if rows:
            OrganisationTheme.objects.bulk_create(
                rows,
                batch_size=CHUNK,
                update_conflicts=True,
                unique_fields=["organisation", "theme"],
                update_fields=["words"],
            )
    return len(changed)

"""Pairs of organisations that may be one are found, all of them in seconds, by what the lists' rows are.

Nobody is compared with everybody: names are alike only within a town and a beginning, sites by their host.
What is shared by many says nothing of two, and is passed over.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import CharField, Count, Max, Value
from django.db.models.functions import Cast
from rapidfuzz import fuzz

from clusters.enums import Derived, PairReason, PairState
from clusters.likeness import ALIKE, SHORTEST, bare, beginning, likeness, name_key, site_of
from clusters.many_rows import CHUNK, all_variables
from clusters.models import Derivation, Organisation, OrganisationName, OrganisationPair

# Of a site or a name that more organisations have than this, every two are no pair.
MOST_OF_ONE_SITE = 10
MOST_OF_ONE_NAME = 10
# In the order of their names, how many that follow are compared with each.
_COMPARED = 100
# Raise it when other pairs are found in the same register.
_RULES = 2

Pair = tuple[int, int]  # the lower number first


class Party(NamedTuple):
    """What tells of an organisation whether it may be another one too; `keys` are its names."""

    pk: int
    city: int | None
    siren: str
    site: str
    keys: tuple[str, ...]


@dataclass
class Found:
    """The pairs with their reasons and how alike their names are; `passed_over` are sites of many."""

    pairs: dict[Pair, tuple[tuple[str, ...], int]] = field(default_factory=dict)
    passed_over: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Refreshed:
    """What a look at the whole register did to the open pairs; `apart` are those that stay two."""

    open: int
    new: int
    gone: int
    apart: int
    passed_over: int


def find(parties: Sequence[Party]) -> Found:
    """Return who may be one. Two that both have a SIREN, and not the same one, are two."""
    found = Found()
    known = {each.pk: each for each in parties}
    reasons: dict[Pair, set[str]] = defaultdict(set)
    for one, other, reason in (
        *_of_one_name(parties),
        *_nearly_of_one_name(parties),
        *_of_one_site(parties, found.passed_over),
    ):
        if one != other and not (known[one].siren and known[other].siren):
            reasons[min(one, other), max(one, other)].add(reason)
    order = list(PairReason.values)
    for (one, other), said in reasons.items():
        likest = max(
            (likeness(a, b) for a in known[one].keys for b in known[other].keys),
            default=0,
        )
        found.pairs[one, other] = (tuple(sorted(said, key=order.index)), likest)
    return found


def _of_one_name(parties: Iterable[Party]) -> Iterator[tuple[int, int, str]]:
    by_key: dict[str, dict[int, int | None]] = defaultdict(dict)
    for each in parties:
        for key in each.keys:
            by_key[key][each.pk] = each.city
    for namesakes in by_key.values():
        by_city: dict[int | None, list[int]] = defaultdict(list)
        for pk, city in namesakes.items():
            by_city[city].append(pk)
        for city, here in by_city.items():
            if city is not None:
                yield from ((*two, PairReason.SAME_NAME) for two in _twos(here, MOST_OF_ONE_NAME))
        if len(namesakes) <= MOST_OF_ONE_NAME:
            for one, other in combinations(namesakes, 2):
                if namesakes[one] is None or namesakes[one] != namesakes[other]:
                    yield one, other, PairReason.ELSEWHERE


def _nearly_of_one_name(parties: Iterable[Party]) -> Iterator[tuple[int, int, str]]:
    blocks: dict[tuple[int | None, str, str], list[tuple[str, str, int]]] = defaultdict(list)
    for each in parties:
        for key in each.keys if each.city is not None else ():
            if len(key) >= SHORTEST:
                blocks[each.city, *beginning(key)].append((bare(key), key, each.pk))
    for block in blocks.values():
        block.sort()
        left = dict.fromkeys((pk for _bare, _key, pk in block), MOST_OF_ONE_NAME)
        for place, (name, key, pk) in enumerate(block):
            for other_name, other_key, other in block[place + 1 : place + 1 + _COMPARED]:
                if pk == other or key == other_key or not (left[pk] and left[other]):
                    continue
                if fuzz.ratio(name, other_name, score_cutoff=ALIKE):
                    left[pk] -= 1
                    left[other] -= 1
                    yield pk, other, PairReason.ALIKE


def _of_one_site(parties: Iterable[Party], passed_over: dict[str, int]) -> Iterator[tuple[int, int, str]]:
    by_site: dict[str, list[int]] = defaultdict(list)
    for each in parties:
        if each.site:
            by_site[each.site].append(each.pk)
    for site, here in by_site.items():
        if len(here) > MOST_OF_ONE_SITE:
            passed_over[site] = len(here)
            continue
        yield from ((*two, PairReason.SAME_SITE) for two in combinations(here, 2))


def _twos(rows: Sequence[int], most: int) -> Iterator[Pair]:
    """Return every two of a few; of many each with the first, into which they are merged one by one."""
    if len(rows) <= most:
        yield from combinations(rows, 2)
    else:
        yield from ((rows[0], other) for other in rows[1:])


# --- the register ---------------------------------------------------------------------------------------


def parties() -> list[Party]:
    """Read every organisation with its names: two queries."""
    keys: dict[int, dict[str, None]] = defaultdict(dict)
    names = OrganisationName.objects.order_by().values_list("organisation_id", "text")
    for pk, text in names.iterator(chunk_size=CHUNK):
        keys[pk][name_key(text)] = None
    rows = Organisation.objects.order_by("pk").values_list("pk", "name", "city_id", "siren", "website")
    return [
        Party(
            pk, city, siren, site_of(website), tuple(key for key in {name_key(name): None, **keys[pk]} if key)
        )
        for pk, name, city, siren, website in rows.iterator(chunk_size=CHUNK)
    ]


def version() -> str:
    """Return what is another one once an organisation or a name of one changed. One query."""
    parts = [
        model.objects.order_by()
        .values(part=Value(number, output_field=CharField()))
        .annotate(last=Cast(shown, CharField()))
        for number, (model, shown) in enumerate(
            (
                (Organisation.history.model, Max("history_id")),
                (OrganisationName.history.model, Max("history_id")),
                (Organisation, Count("pk")),
            )
        )
    ]
    told = dict(parts[0].union(*parts[1:], all=True).values_list("part", "last"))
    return ".".join(str(each) for each in (_RULES, *(told.get(str(part), "0") for part in range(len(parts)))))


def up_to_date(*, at: dt.datetime) -> Refreshed | None:
    """Find the pairs anew where organisations or names changed since the last time; None where not."""
    now = version()
    if Derivation.objects.filter(what=Derived.PAIRS, version=now).exists():
        return None
    try:
        return refresh(at=at)
    except IntegrityError:  # one of them was deleted at this moment: the next look finds the others
        return None


def refresh(*, at: dt.datetime) -> Refreshed:
    """Find the pairs anew and keep them: open ones come and go, that two are two stays."""
    with transaction.atomic(), all_variables():
        made_from = version()
        found = find(parties())
        told = _keep(found, at=at)
        Derivation.objects.bulk_create(
            [Derivation(what=Derived.PAIRS, version=made_from, made_at=at)],
            update_conflicts=True,
            unique_fields=["what"],
            update_fields=["version", "made_at"],
        )
    return told


def _keep(found: Found, *, at: dt.datetime) -> Refreshed:
    known: dict[Pair, tuple[int, str, tuple[str, ...], int]] = {
        (one, other): (pk, state, tuple(reasons), likest)
        for pk, one, other, state, reasons, likest in OrganisationPair.objects.values_list(
            "pk", "one_id", "other_id", "state", "reasons", "likeness"
        )
    }
    apart = sum(state == PairState.APART for _pk, state, *_told in known.values())
    gone = [
        pk for pair, (pk, state, *_) in known.items() if state == PairState.OPEN and pair not in found.pairs
    ]
    new, other_now = [], []
    for (one, other), (reasons, likest) in found.pairs.items():
        stored = known.get((one, other))
        row = OrganisationPair(
            one_id=one, other_id=other, reasons=list(reasons), likeness=likest, found_at=at
        )
        if stored is None:
            new.append(row)
        elif stored[1] == PairState.OPEN and stored[2:] != (reasons, likest):
            row.pk = stored[0]
            other_now.append(row)
    for start in range(0, len(gone), CHUNK):
        OrganisationPair.objects.filter(state=PairState.OPEN, pk__in=gone[start : start + CHUNK]).delete()
    OrganisationPair.objects.bulk_create(new, batch_size=CHUNK, ignore_conflicts=True)
    OrganisationPair.objects.bulk_update(other_now, ["reasons", "likeness"], batch_size=CHUNK)
    were_open = len(known) - apart
    return Refreshed(
        open=were_open - len(gone) + len(new),
        new=len(new),
        gone=len(gone),
        apart=apart,
        passed_over=len(found.passed_over),
    )

"""Holds a list of facts against the register: which facts does it hold, part by part, and which are missing?

A part of a fact that the mapping does not know counts as missing: nothing is held by not having been
looked at. So does a fact whose row says something else than the list, even by one word or digit.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.db.models import Manager, Model
from django.utils.translation import gettext

from clusters.enums import Language, Precision
from clusters.factlist import FactMapping, Rule, parts_of
from clusters.folding import fold
from clusters.models import Ambiguity, Cluster

GENERAL = "general"
KEPT_OF_WITHHELD = ("id", "pole", "category", "line", "explicit")
PASSAGES = " … "  # between the passages of a quote that stands for several facts
LINK, EMPHASIS, SPACE = re.compile(r"\[([^\]]*)\]\(#\)"), re.compile(r"\*"), re.compile(r"\s+")


@dataclass(frozen=True)
class Finding:
    """What became of one fact of the list; without `problems` the register holds it."""

    number: str
    pole: str
    problems: tuple[str, ...] = ()
    withheld: bool = False


def check_facts(facts: Iterable[Mapping[str, Any]], mapping: FactMapping) -> list[Finding]:
    """Say of each fact whether the register holds it; a few queries a table, however many facts."""
    found = []
    tables: dict[str, dict[str, list[Model]]] = {}
    for fact in facts:
        pole = str(fact.get("pole") or GENERAL)
        rule = mapping.rule_for(fact)
        if rule is None:
            problem = gettext("the mapping has no rule for the category “%(name)s”")
            found.append(Finding(str(fact["id"]), pole, (problem % {"name": fact.get("category")},)))
            continue
        if rule.table not in tables:
            tables[rule.table] = _numbered_rows(rule.table, mapping)
        rows = tables[rule.table].get(str(fact["id"]), [])
        withheld = bool(fact.get("personal_data"))
        problems = (_withheld_problems if withheld else _problems)(fact, rule, rows, mapping)
        found.append(Finding(str(fact["id"]), pole, problems, withheld))
    return found


def check_ambiguities(ambiguities: Iterable[Mapping[str, Any]], mapping: FactMapping) -> list[Finding]:
    """Say of each ambiguity whether the register holds both readings and what they are about."""
    stored = {
        row.reference: row
        for row in Ambiguity.objects.select_related("cluster").prefetch_related("other_sources")
    }
    return [
        Finding(str(doubt["id"]), GENERAL, tuple(_ambiguity_problems(doubt, stored, mapping)))
        for doubt in ambiguities
    ]


def _numbered_rows(table: str, mapping: FactMapping) -> dict[str, list[Model]]:
    """Read the rows of a table that say which facts they hold, by the number of the fact."""
    joins = mapping.joins.get(table, {})
    rows: Any = apps.get_model("clusters", table)._default_manager.exclude(reference="")
    rows = rows.select_related("source", *joins.get("one", ())).prefetch_related(*joins.get("many", ()))
    by_number: dict[str, list[Model]] = defaultdict(list)
    for row in rows.order_by("pk"):
        for number in row.reference.split():
            by_number[number].append(row)
    return by_number


def _problems(
    fact: Mapping[str, Any], rule: Rule, rows: list[Model], mapping: FactMapping
) -> tuple[str, ...]:
    """Return what is wrong with the row that holds the fact best; empty when one holds it whole."""
    if not rows:
        return (gettext("no %(table)s of the register carries this number") % {"table": rule.table},)
    return min((tuple(_row_problems(fact, rule, row, mapping)) for row in rows), key=len)


def _row_problems(fact: Mapping[str, Any], rule: Rule, row: Model, mapping: FactMapping) -> Iterator[str]:
    poles = {str(slug) for slug in _values(row, rule.pole) if slug}
    if ({str(fact["pole"])} if fact.get("pole") else set()) != poles:
        yield _differs("pole", fact.get("pole"), ", ".join(sorted(poles)) or "-")
    for column, expected in rule.always.items():
        if [expected] != _values(row, column):
            yield _differs(column, expected, _told(row, column))
    for part, value in {**dict.fromkeys(rule.needed), **dict(parts_of(fact))}.items():
        ways = rule.compare.get(part)
        if part in ("id", "category", "pole") or (ways is None and part in mapping.left_out):
            continue
        if ways is None:
            if value not in (None, []):
                yield gettext("the mapping does not say where “%(part)s” stands") % {"part": part}
        elif not any(_found(value, way, row, mapping) for way in ways):
            yield _differs(part, value, ", ".join(_told(row, way.split()[1]) for way in ways))


def _differs(part: str, listed: Any, stored: Any) -> str:
    return gettext("%(part)s: the list has “%(listed)s”, the register “%(stored)s”") % {
        "part": part,
        "listed": listed,
        "stored": stored,
    }


def _withheld_problems(
    fact: Mapping[str, Any], rule: Rule, rows: list[Model], mapping: FactMapping
) -> tuple[str, ...]:
    """A named official: a row says where there was one, and holds no word of the source itself."""
    if not rows:
        return (gettext("no row of the register says that an official was named and withheld"),)
    if any(getattr(row, "quote", "") for row in rows):
        return (gettext("the row quotes the source, and with it the name"),)
    kept = {part: fact.get(part) for part in KEPT_OF_WITHHELD}
    return _problems(kept, replace(rule, needed=()), rows, mapping)


def _ambiguity_problems(
    doubt: Mapping[str, Any], stored: Mapping[str, Ambiguity], mapping: FactMapping
) -> Iterator[str]:
    row = stored.get(str(doubt["id"]))
    if row is None:
        yield gettext("no ambiguity of the register carries this number")
        return
    for language in Language.values:
        readings = [getattr(row, f"{name}_{language}") for name in ("title", "reading", "other_reading")]
        if not all(readings) or readings[1] == readings[2]:
            yield gettext("both readings are not there in the language “%(code)s”") % {"code": language}
    if mapping.ambiguity_kinds.get(doubt["kind"]) != row.kind:
        yield _differs("kind", doubt["kind"], row.kind)
    if set(doubt["facts"]) != set(row.concerns.split()):
        yield _differs("facts", " ".join(doubt["facts"]), row.concerns)
    missing = set(doubt["sources"]) - {source.url for source in row.other_sources.all()}
    if missing:
        yield _differs("sources", ", ".join(sorted(missing)), "-")


# --- how a part of a fact is found in a column ----------------------------------------------------


def _found(value: Any, way: str, row: Model, mapping: FactMapping) -> bool:
    how, column, *dictionary = way.split()
    words = mapping.words[dictionary[0]] if dictionary else {}
    held = _values(row, column)
    if value is None and how == "dated":
        value = mapping.undated
    if value in (None, []) and how != "word":
        return all(text in (None, "") for text in held)
    if how == "said":
        return held == [mapping.said.get(str(value))]
    return WAYS[how](value, held, words)


def _same(value: Any, held: list[Any], words: Mapping[str, Any]) -> bool:
    return len(held) == 1 and (str(held[0]) == str(value) or _number(held[0]) == _number(value) is not None)


def _alike(value: Any, held: list[Any], words: Mapping[str, Any]) -> bool:
    return [fold(str(words.get(value, value)))] == [fold(str(text)) for text in held]


def _word(value: Any, held: list[Any], words: Mapping[str, Any]) -> bool:
    meant = words.get(str(value))
    return len(held) == 1 and (held[0] in meant if isinstance(meant, list) else held[0] == meant)


def _part(value: Any, held: list[Any], words: Mapping[str, Any]) -> bool:
    """Every one of the list's words, or what the dictionary has for it, occurs in the text."""
    text = " ".join(fold(str(text)) for text in held)
    for each in value if isinstance(value, list) else [value]:
        meant = words.get(str(each), each)
        if not any(_occurs(fold(str(one)), text) for one in (meant if isinstance(meant, list) else [meant])):
            return False
    return True


def _occurs(words: str, text: str) -> bool:
    """Half a word of the list, or none, is in every text: only whole words count."""
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _named(value: Any, held: list[Any], words: Mapping[str, Any]) -> bool:
    """Each name is one that the register knows for one of the related rows, and no row is left unnamed."""
    wanted = value if isinstance(value, list) else [value]
    known = [{str(row), *(name.text for name in row.names.all())} for row in held if row is not None]
    plain = [{_plain(name) for name in names} for names in known]
    return len(wanted) == len(plain) and all(any(_plain(name) in names for names in plain) for name in wanted)


def _dated(value: Any, held: list[Any], words: Mapping[str, Any]) -> bool:
    """The list's date, as precise as it is; what stands behind it, such as “(end)”, is told elsewhere."""
    digits = re.match(r"\d{4}(-\d\d){0,2}", str(value))
    if digits is None or len(held) != 1:
        return False
    day, precision = held[0]
    length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[Precision(precision)]
    return str(day)[:length] == digits.group()


def _quoted(value: Any, held: list[Any], words: Mapping[str, Any]) -> bool:
    """The passage, word for word, is the quote or one of the passages it consists of."""
    passages = str(held[0]).split(PASSAGES)
    return _verbatim(str(value)) in [_verbatim(passage) for passage in passages]


def _ranked(value: Any, held: list[Any], words: Mapping[str, Any]) -> bool:
    ranked = Cluster.objects.exclude(priority_rank=None).order_by("priority_rank")
    return list(value) == list(ranked.values_list("slug", flat=True))


WAYS: Mapping[str, Callable[[Any, list[Any], Mapping[str, Any]], bool]] = {
    "same": _same,
    "alike": _alike,
    "word": _word,
    "part": _part,
    "named": _named,
    "dated": _dated,
    "quoted": _quoted,
    "ranked": _ranked,
}


def _values(row: Any, path: str) -> list[Any]:
    """Follow a dotted path from the row; a relation to many rows gives many values.

    `when` stands for the day a fact speaks of with its precision.
    """
    rows = [row]
    for name in path.split("."):
        found: list[Any] = []
        for each in rows:
            if each is None:
                found.append(None)
            elif name == "when":
                found.append((each.stated_on, each.stated_precision))
            else:
                value = getattr(each, name)
                found += list(value.all()) if isinstance(value, Manager) else [value]
        rows = found
    return rows


def _told(row: Model, path: str) -> str:
    """Say what a column holds, for a person to read."""
    return ", ".join(
        "-" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
        for value in _values(row, path)
    )


def _number(value: Any) -> Decimal | None:
    try:
        return None if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None


def _plain(name: str) -> str:
    return name.replace("’", "'")


def _verbatim(text: str) -> str:
    """Leave out what the document's own layout adds: links, asterisks, line ends."""
    return SPACE.sub(" ", EMPHASIS.sub("", LINK.sub(r"\1", text))).strip()

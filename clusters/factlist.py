"""Reads a numbered list of facts, and the mapping that says where in the register each kind of fact stands.

The list (`fixtures/facts/office-2014.json`) is the office's document of 2014 taken apart into single
statements; a row of the register says in `reference` which of them it holds.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext


class BadFactList(ValueError):
    """The list or its mapping cannot be read; the message names the file and says what is wrong."""


@dataclass(frozen=True)
class FactList:
    facts: tuple[Mapping[str, Any], ...]
    ambiguities: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Rule:
    """Where the facts of one category stand.

    `compare` gives for each part of the fact one or more ways to find it in a row, each written as
    "HOW COLUMN [DICTIONARY]"; one of them must succeed. `needed` are parts that are compared also where
    the list leaves them out: then the register must have nothing there. `always` are columns that have
    one value.
    """

    category: str
    table: str
    compare: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    always: Mapping[str, Any]
    given: str  # the rule is for facts that have this part
    pole: str  # the way from the row to the pôle


@dataclass(frozen=True)
class FactMapping:
    rules: tuple[Rule, ...]
    joins: Mapping[str, Mapping[str, list[str]]]  # what to read along with a table
    words: Mapping[str, Mapping[str, Any]]  # the list's words -> the register's
    said: Mapping[str, str]  # the list's sentences -> the register's, in Dutch
    undated: str  # the year of what the list does not date
    left_out: Mapping[str, str]  # parts that are no part of the fact -> why
    ambiguity_kinds: Mapping[str, str]

    def rule_for(self, fact: Mapping[str, Any]) -> Rule | None:
        """Return the first rule for the fact's category whose `given` part the fact has."""
        parts = dict(parts_of(fact))
        for rule in self.rules:
            if rule.category == fact.get("category") and (not rule.given or parts.get(rule.given)):
                return rule
        return None


def read_list(path: Path) -> FactList:
    """Read a list of facts. Raises BadFactList."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadFactList(
            gettext("%(file)s cannot be read as JSON: %(problem)s.") % {"file": path, "problem": error}
        ) from error
    facts = content.get("facts") if isinstance(content, dict) else None
    if not isinstance(facts, list) or not facts or not all(isinstance(fact, dict) for fact in facts):
        raise BadFactList(gettext("%(file)s holds no list “facts” of objects.") % {"file": path})
    numbers = [str(fact.get("id") or "?") for fact in facts]
    unclear = sorted({number for number in numbers if number == "?" or numbers.count(number) > 1})
    if unclear:
        raise BadFactList(
            gettext("%(file)s: every fact needs an “id” of its own; see %(numbers)s.")
            % {"file": path, "numbers": ", ".join(unclear)}
        )
    return FactList(tuple(facts), tuple(content.get("ambiguities") or ()))


def read_mapping(path: Path) -> FactMapping:
    """Read how facts stand in the register. Raises BadFactList."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return FactMapping(
            rules=tuple(_rule(rule, content["common"]) for rule in content["rule"]),
            joins=content["joins"],
            words=content["words"],
            said=content["said"],
            undated=content["undated"]["year"],
            left_out=content["left_out"],
            ambiguity_kinds=content["ambiguity_kinds"],
        )
    except (OSError, ValueError, KeyError) as error:
        raise BadFactList(
            gettext("%(file)s cannot be read as a mapping: %(problem)s.") % {"file": path, "problem": error}
        ) from error


def parts_of(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every part of a fact by its name; that of a part within a part is such as `value.name`."""
    for name, part in value.items():
        if isinstance(part, dict):
            yield from parts_of(part, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", part


def _rule(written: Mapping[str, Any], common: Mapping[str, Any]) -> Rule:
    compare = common["compare"] | written.get("compare", {})
    return Rule(
        category=written["category"],
        table=written["table"],
        compare={part: (ways,) if isinstance(ways, str) else tuple(ways) for part, ways in compare.items()},
        needed=(*common["needed"], *written.get("needed", ())),
        always=common["always"] | written.get("always", {}),
        given=written.get("given", ""),
        pole=written.get("pole", "cluster.slug"),
    )

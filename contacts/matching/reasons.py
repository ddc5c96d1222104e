"""Reasons: kept without language, said in the reader's.

`PATTERNS` holds the sentences. A reason names one of them and carries the facts to fill it in; a
fact that is a name in three languages is kept as such, so that a reason stored today can be read in
any of them tomorrow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from contacts.matching.values import LANGUAGES, Labels, Reason

PATTERNS: dict[str, str | Promise] = {
    "focus_3": _("%(theme)s is a spearhead of this pôle."),
    "focus_2": _("%(theme)s is a stated theme of this pôle."),
    "focus_1": _("The pôle is also active in %(theme)s."),
    "broader_3": _("%(theme)s is part of %(broader)s, a spearhead of this pôle."),
    "broader_2": _("%(theme)s is part of %(broader)s, a stated theme of this pôle."),
    "broader_1": _("%(theme)s is part of %(broader)s, in which the pôle is also active."),
    "not_in_profile": _("%(theme)s is not in the profile of this pôle."),
    "only_in_passing": _("%(theme)s has only a small place in the profile of this pôle."),
    "outside": _("The enquiry also speaks of %(theme)s, outside the field of the pôles."),
    "named_cluster": _("The enquiry calls this pôle by name."),
    "named_line": _("The enquiry names %(name)s, a strategic line of this pôle."),
    "named_member": _("The enquiry names %(name)s, which belongs to this pôle."),
    "named_project": _("The enquiry names %(name)s, a project of this pôle."),
    "named_facility": _("The enquiry names %(name)s, a facility of this pôle."),
    "line": _("Strategic line “%(name)s” is about %(theme)s."),
    "member": _("%(name)s, which belongs to this pôle, works on %(theme)s."),
    # Recognised by the engine in what members are called and do: told, and counted nowhere.
    "carriers": _(
        "Members that carry this theme (%(theme)s): %(names)s, by what they are called and what they do."
    ),
    "carriers_more": _(
        "Members that carry this theme (%(theme)s): %(names)s and %(more)d more, by what they are called and "
        "what they do."
    ),
    "project": _("Project %(name)s is about %(theme)s."),
    "facility": _("Facility %(name)s of this pôle serves %(theme)s."),
    "figure": _("The pôle counts %(name)s."),
    "region": _("The pôle works in the wished region (%(place)s)."),
    "region_today": _("The pôle works in the region of today to which %(place)s belongs."),
    "region_text": _("The enquiry names %(place)s, where the pôle works."),
    "region_elsewhere": _("The pôle works elsewhere (%(where)s), not in %(place)s."),
    "region_excluded": _("The enquirer would rather not be in %(place)s, where the pôle works."),
    "partner": _("This kind of partner is found at this pôle: %(partner)s."),
    "partner_unknown": _("Nothing is known of this kind of partner at this pôle: %(partner)s."),
    "established": _(
        "With an establishment in France the enquirer can become a member and share in subsidised projects."
    ),
    "not_established": _(
        "Without an establishment in France the enquirer can take part in a project, but not become a full "
        "member or receive French subsidy."
    ),
    "no_evidence": _("Nothing in the enquiry points to this pôle."),
    "alike": _("Similar text, no theme recognised; check."),
    "outranked": _("%(others)s answer the enquiry better (%(themes)s)."),
    "ended": _("This pôle has ended."),
    "merged": _("This pôle ended; %(successor)s took over its work."),
    "too_little": _("What was recognised in the enquiry is too little to be sure of."),
}
SOURCE = _("The source says: “%(quote)s”.")
SOURCE_LINE = _("The source says (line %(number)d): “%(quote)s”.")
INHERITED = _("This came with %(predecessor)s, which it took over.")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reason in one language, ready to be shown. `source` is the sentence of the register behind it."""

    kind: str
    supports: bool
    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    source: str = ""

    @property
    def full(self) -> str:
        """The sentence and its source in one."""
        return f"{self.text} {self.source}" if self.source else self.text


def to_json(reason: Reason) -> dict[str, Any]:
    """Return the reason as plain data, without language."""
    return {
        "kind": reason.kind,
        "for": reason.supports,
        "pattern": reason.pattern,
        "words": list(reason.words),
        "spans": [list(span) for span in reason.spans],
        "facts": {name: _plain(value) for name, value in reason.facts},
    }


def from_json(data: dict[str, Any]) -> Reason:
    """Return the reason that `to_json` made."""
    return Reason(
        kind=data["kind"],
        supports=data["for"],
        pattern=data["pattern"],
        words=tuple(data.get("words", ())),
        spans=tuple((start, end) for start, end in data.get("spans", ())),
        facts=tuple((name, _restored(value)) for name, value in data.get("facts", {}).items()),
    )


def say(reasons: Iterable[Reason], language: str) -> list[Spoken]:
    """Return the reasons in `language`; an unknown one is taken as Dutch."""
    language = language if language in LANGUAGES else "nl"
    with override(language):
        return [_say(reason, language) for reason in reasons]


def _say(reason: Reason, language: str) -> Spoken:
    facts = {name: _shown(value, language) for name, value in reason.facts}
    source = ""
    if quote := facts.get("quote"):
        number = facts.get("source_line")
        source = (
            str(SOURCE_LINE) % {"number": number, "quote": quote}
            if number
            else str(SOURCE) % {"quote": quote}
        )
    if predecessor := facts.get("inherited_from"):
        source = f"{source} {str(INHERITED) % {'predecessor': predecessor}}".strip()
    return Spoken(
        kind=reason.kind,
        supports=reason.supports,
        text=str(PATTERNS[reason.pattern]) % facts,
        words=reason.words,
        spans=reason.spans,
        source=source,
    )


def _shown(value: Any, language: str) -> Any:
    if isinstance(value, Labels):
        return value.in_language(language)
    if isinstance(value, tuple):
        return ", ".join(str(_shown(each, language)) for each in value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Labels):
        return {"nl": value.nl, "fr": value.fr, "en": value.en}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        return Labels(**value)
    if isinstance(value, list):
        return tuple(_restored(each) for each in value)
    return value

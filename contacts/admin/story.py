"""The story of a request in sentences: what happened, when, and who did it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext

from contacts.enums import (
    AnswerKind,
    DeclineReason,
    HistoryAction,
    IntroductionStatus,
    MailKind,
    OutcomeKind,
    RefusalReason,
    RejectReason,
    Release,
    RemarkKind,
    RequestStatus,
    Suspicion,
    Verdict,
)
from contacts.models import Correction, HistoryEntry, Introduction, IntroductionRequest

_SHOWN_LENGTH = 60
_ATTENTION = (
    HistoryAction.MAIL_FAILED,
    HistoryAction.MAIL_BOUNCED,
    HistoryAction.CORRECTED,
    HistoryAction.REMARKED,
)


@dataclass(frozen=True)
class Line:
    """One line of the story, ready to be shown."""

    at: dt.datetime
    who: str
    what: str
    note: str
    attention: bool = False

    def __str__(self) -> str:
        when = formats.date_format(timezone.localtime(self.at), "j M Y H:i")
        return f"{when} · {self.who} · {self.what}" + (f" · {self.note}" if self.note else "")


def told(entry: HistoryEntry, *, names: Mapping[str, str] = MappingProxyType({})) -> Line:
    """Return `entry` in words, in the language of the moment; `names` are pôles' names by short name."""
    by = entry.by
    who = (by.get_full_name() or by.get_username()) if by else str(entry.get_actor_display())
    what = ": ".join(part for part in (_action(entry), _details(entry, names)) if part)
    if entry.introduction:
        what = f"{entry.introduction.cluster_name}: {what}"
    return Line(
        at=entry.at,
        who=who,
        what=what,
        note=entry.note,
        attention=entry.action in _ATTENTION or "maybe_left" in entry.data,
    )


def _action(entry: HistoryEntry) -> str:
    if entry.action == HistoryAction.MOVED:
        statuses = IntroductionStatus if entry.introduction_id else RequestStatus
        return f"{_label(statuses, entry.from_status)} → {_label(statuses, entry.to_status)}"
    if entry.action == HistoryAction.ANSWER_RECEIVED:
        return ""  # who said it and what is all there is to tell
    if entry.action == HistoryAction.NOTE and entry.data.get("maybe_left"):
        return gettext("no further attempt; an earlier one may have arrived")
    if entry.action == HistoryAction.NOTE:
        return gettext("put in the outbox again") if entry.data.get("again") else gettext("note")
    if entry.action == HistoryAction.FOLLOW_UP and entry.data.get("done"):
        return gettext("came back to it")
    return str(entry.get_action_display())


def _label(choices: type[models.TextChoices], value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def _details(entry: HistoryEntry, names: Mapping[str, str]) -> str:
    data: dict[str, Any] = entry.data or {}
    match entry.action:
        case HistoryAction.ASSIGNED:
            return data.get("to") or gettext("to nobody")
        case HistoryAction.EDITED:
            return "; ".join(_change(name, change) for name, change in data.get("changes", {}).items())
        case HistoryAction.RELEASED:
            return _allowed(data)
        case HistoryAction.SHORTLIST_DRAWN:
            alike = ", ".join(names.get(slug, slug) for slug in data.get("alike", []))
            compared = gettext("texts compared") if data.get("compared") else ""
            similar = gettext("similar text, no theme recognised, check: %s") % alike if alike else ""
            return ", ".join(filter(None, (_label(Verdict, data.get("verdict", "")), compared, similar)))
        case HistoryAction.MATCH_ACCEPTED | HistoryAction.MATCH_ADDED | HistoryAction.MATCH_REJECTED:
            return _decided(data, names)
        case HistoryAction.ANSWER_RECEIVED:
            return _answer(data, names)
        case HistoryAction.LETTER_SENT | HistoryAction.REVEALED:
            return _labels(Release, data.get("released", []))
        case HistoryAction.OUTCOME | HistoryAction.FOLLOW_UP:
            return _on_a_day(data)
        case (
            HistoryAction.MAIL_SENT
            | HistoryAction.MAIL_FAILED
            | HistoryAction.SENDING_UNDONE
            | HistoryAction.MAIL_BOUNCED
            | HistoryAction.NOTE
        ):
            error = data.get("error", "")
            return _label(MailKind, data.get("kind", "")) + (f" ({error})" if error else "")
        case HistoryAction.CORRECTED | HistoryAction.CORRECTION_APPLIED | HistoryAction.LETTER_EDITED:
            return ", ".join(_field(name) for name in data.get("fields", []))
        case HistoryAction.MOVED | HistoryAction.REMARKED:
            reasons = RejectReason if entry.introduction_id else DeclineReason
            return _label(reasons, data.get("reason", "")) or _label(RemarkKind, data.get("kind", ""))
        case _:
            return _set_aside(data.get("suspicions", []))  # of a request as it came in


def _allowed(data: Mapping[str, Any]) -> str:
    told = _labels(Release, data.get("after", [])) or gettext("nothing")
    if "confidential" not in data:
        return told
    return (
        f"{told}; {gettext('confidential') if data['confidential'] else gettext('not confidential any more')}"
    )


def _on_a_day(data: Mapping[str, Any]) -> str:
    """Tell an outcome with its day, or the day to come back with what is to be done."""
    if "kind" in data:
        return f"{_label(OutcomeKind, data['kind'])}, {_day(data.get('happened_on', ''))}"
    return ", ".join(filter(None, (_day(data.get("on", "")), data.get("what", ""))))


def _day(iso: str) -> str:
    return str(formats.date_format(dt.date.fromisoformat(iso), "j M Y")) if iso else ""


def _decided(data: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Name the pôle that was decided on, and why it was rejected or who named it."""
    slug, reason = data.get("cluster", ""), data.get("reason", "")
    aside = _label(RejectReason, reason) if reason else ""
    if not reason and "named_by" in data:
        aside = gettext("named by %(cluster)s") % {"cluster": data["named_by"]}
    elif data.get("wished"):
        aside = gettext("asked for by the enquirer")
    return names.get(slug, slug) + (f" ({aside})" if aside else "")


def _answer(data: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Say what the pôle said, without its message: that stands in the answer."""
    said = _label(AnswerKind, data.get("kind", ""))
    if slug := data.get("cluster"):
        said += f" ({names.get(slug, slug)}"
        said += ", " + gettext("already on the shortlist") + ")" if data.get("already") else ")"
    return said + (f" ({_label(RefusalReason, data['reason'])})" if data.get("reason") else "")


def _set_aside(suspicions: list[str]) -> str:
    reasons = _labels(Suspicion, suspicions)
    return gettext("set aside (%(reasons)s)") % {"reasons": reasons} if reasons else ""


def _labels(choices: type[models.TextChoices], values: Iterable[str]) -> str:
    return ", ".join(_label(choices, value) for value in values)


def _change(name: str, change: dict[str, Any]) -> str:
    was, now = (Truncator(_plain(change.get(side))).chars(_SHOWN_LENGTH) for side in ("was", "now"))
    return f"{_field(name)}: {was or '–'} → {now or '–'}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


# Fields of the form that are called otherwise in the row.
_ELSEWHERE = {
    "organisation": (IntroductionRequest, "organisation_name"),
    "person": (IntroductionRequest, "contact"),
    "body": (Introduction, "body"),
    "copy_subject": (Introduction, "copy_subject"),
    "copy_body": (Introduction, "copy_body"),
    "recipient": (Introduction, "recipient"),
    "is_teaser": (Introduction, "is_teaser"),
}


def _field(name: str) -> str:
    model, column = _ELSEWHERE.get(name, (IntroductionRequest, name))
    names = {
        field.name: field.verbose_name for field in model._meta.get_fields() if hasattr(field, "verbose_name")
    }
    return str(names.get(column, name))


def changes_of(correction: Correction, *, persons: bool) -> list[tuple[str, str, str]]:
    """Return a correction as (field, before, after), in words; without `persons` no field about a person."""
    return [
        (_field(name), _plain(change["before"]), _plain(change["after"]))
        for name, change in correction.changes.items()
        if persons or name not in ("person", "email", "phone")
    ]

"""How things look on the desk's pages: badges, marked words, ages. All of it safely escaped."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from contacts.enums import (
    Band,
    Channel,
    IntroductionStatus,
    MailStatus,
    MatchDecision,
    RequestStatus,
    Suspicion,
    Verdict,
)
from contacts.models import IntroductionRequest, Match

# Colour supports the word, it never replaces it.
TONES: dict[str, str] = {
    RequestStatus.QUARANTINED: "attention",
    RequestStatus.RECEIVED: "new",
    RequestStatus.IN_REVIEW: "busy",
    RequestStatus.INTRODUCED: "good",
    RequestStatus.COMPLETED: "done",
    RequestStatus.DECLINED: "closed",
    RequestStatus.WITHDRAWN: "closed",
    RequestStatus.SPAM: "closed",
    IntroductionStatus.DRAFT: "busy",
    IntroductionStatus.SENT: "new",
    IntroductionStatus.ACCEPTED: "good",
    IntroductionStatus.REFUSED: "attention",
    IntroductionStatus.UNANSWERED: "closed",
    IntroductionStatus.CANCELLED: "closed",
    MailStatus.QUEUED: "busy",
    MailStatus.HELD: "attention",
    MailStatus.FAILED: "attention",
    MailStatus.BOUNCED: "attention",
    Band.STRONG: "good",
    Band.PLAUSIBLE: "busy",
    MatchDecision.PROPOSED: "busy",
    MatchDecision.REJECTED: "closed",
    Verdict.SUGGEST: "good",
    Verdict.DOUBTFUL: "busy",
    Verdict.NONE: "closed",
}
MAIL_TONES = {**TONES, MailStatus.SENT: "done"}


def badge(value: str, words: Any, tones: dict[str, str] = TONES) -> SafeString:
    """Return `words` on a coloured ground."""
    return format_html('<span class="badge badge-{}">{}</span>', tones.get(value, "closed"), words)


def spans_of(text: str, matches: Iterable[Match]) -> list[tuple[int, int]]:
    """Return where in `text` the words stand that the matching recognised, without overlaps.

    A span is taken only where its word still stands: the text may have been corrected since.
    """
    found = set()
    for match in matches:
        for reason in match.reasons:
            for word, span in zip(reason.get("words", ()), reason.get("spans", ()), strict=False):
                begin, end = span
                if reason.get("for") and text[begin:end] == word:
                    found.add((begin, end))
    return without_overlaps(found)


def without_overlaps(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that touch taken together."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """Return `text`, escaped, with the spans between <mark> and </mark>."""
    pieces: list[SafeString] = []
    at = 0
    for begin, end in spans:
        pieces += [format_html("{}", text[at:begin]), format_html("<mark>{}</mark>", text[begin:end])]
        at = end
    pieces.append(format_html("{}", text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped above


BEGINNING = 1100  # characters of an enquiry that are shown at once
Spans = list[tuple[int, int]]


def parted(text: str, spans: Spans, at: int = BEGINNING) -> tuple[tuple[str, Spans], tuple[str, Spans]]:
    """Return the beginning of a long text and the rest, each with its own spans; parted between words.

    A text that is hardly longer stays whole: one click to read a line more would be one too many.
    """
    if len(text) <= at * 1.3:
        return (text, spans), ("", [])
    cut = max(text.rfind(space, at // 2, at) for space in " \n")
    cut = at if cut < 0 else cut
    cut = next((begin for begin, end in spans if begin < cut < end), cut)
    before = [(begin, end) for begin, end in spans if end <= cut]
    after = [(begin - cut, end - cut) for begin, end in spans if begin >= cut]
    return (text[:cut], before), (text[cut:], after)


def several(names: Iterable[Any], *, shown: int = 2) -> SafeString:
    """Return the first names and how many more there are; all of them on hovering."""
    every = [str(name) for name in names]
    short = ", ".join(every[:shown])
    if len(every) <= shown:
        return format_html("{}", short)
    return format_html('<span title="{}">{} +{}</span>', ", ".join(every), short, len(every) - shown)


def days_since(at: dt.datetime, *, now: dt.datetime) -> int:
    """Return whole calendar days by the office's clock."""
    return (timezone.localdate(now) - timezone.localdate(at)).days


def items(texts: Iterable[Any]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((text,) for text in texts)))


def is_unconfirmed(row: IntroductionRequest) -> bool:
    """Say whether nobody pressed the button in the mail to the address of the form; only while it matters."""
    is_open = row.status in (RequestStatus.QUARANTINED, *RequestStatus.OPEN)
    asked = row.channel == Channel.FORM and not row.is_demonstration  # an invented mailbox presses nothing
    return is_open and asked and row.address_confirmed_at is None


def suspected(row: IntroductionRequest) -> list[str]:
    """Return in words why a request was set aside when it came in."""
    labels = dict(Suspicion.choices)
    return [str(labels.get(value, value)) for value in row.suspicions]


def came_by(source: Mapping[str, Any]) -> str:
    """Say what the link to the form was set to; its campaign apart."""
    asked = [source.get("pole", ""), *source.get("themes", ())]
    named = ", ".join(filter(None, asked))
    return gettext("a link for %(names)s") % {"names": named} if named else gettext("a link")

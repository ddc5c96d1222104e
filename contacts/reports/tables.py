"""The rows of `requests.csv` and `introductions.csv`, read as a stream.

No row holds a person, a free text, or the name of an enquirer who asked for confidentiality or is
a one-person business, but for the variant with contact details. The number of queries is the same however
many rows there are, and each is a plain sorted read: streams in the same order are laid side by side, so
memory stays that of a chunk.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic, TypeVar

from clusters.folding import fold
from clusters.spreadsheets import Cell
from contacts.enums import EnquirerKind
from contacts.models import Introduction, IntroductionRequest
from contacts.periods import Period
from contacts.quarters import PARIS
from contacts.reports import words
from contacts.reports.contract import LIST_SEPARATOR
from contacts.reports.regions import KnownPlaces

CHUNK = 2000

_LADDER = {kind: rung for rung, kind in enumerate(words.OUTCOME)}


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request as the report knows it. Values are those of the enums, not yet words."""

    reference: str
    received_at: dt.datetime
    channel: str
    language: str
    organisation_name: str
    confidential: bool
    organisation_kind: str
    hides_name: bool
    themes: tuple[str, ...]
    regions: tuple[str, ...]
    partner_kind: str
    french_establishment: str
    status: str
    decline_reason: str
    introductions: int
    introduced_at: dt.datetime | None
    closed_at: dt.datetime | None
    outcome: str
    contact: tuple[str, ...] = ()  # name, e-mail, telephone, subject; only for the variant that has them

    def cells(self) -> Sequence[Cell]:
        return (
            self.reference,
            day_in_paris(self.received_at),
            words.CHANNEL[self.channel],
            self.language,
            self._organisation(),
            words.ENQUIRER_KIND[self.organisation_kind],
            LIST_SEPARATOR.join(self.themes),
            LIST_SEPARATOR.join(self.regions),
            words.PARTNER_KIND.get(self.partner_kind),
            words.ESTABLISHMENT.get(self.french_establishment),
            words.REQUEST_STATUS[self.status],
            words.DECLINE_REASON.get(self.decline_reason),
            self.introductions,
            day_in_paris(self.introduced_at),
            day_in_paris(self.closed_at),
            words.OUTCOME.get(self.outcome),
        )

    def cells_with_contact(self) -> Sequence[Cell]:
        return (
            *self.cells(),
            self.organisation_name,
            words.YES if self.confidential else words.NO,
            *self.contact,
        )

    def _organisation(self) -> str:
        if self.confidential:
            return words.CONFIDENTIAL
        if self.hides_name:
            return words.ONE_PERSON
        return self.organisation_name


@dataclass(frozen=True, slots=True)
class IntroductionLine:
    """One introduction that was sent, with its answer and what came of it so far."""

    reference: str
    cluster_name: str
    slug: str
    sent_at: dt.datetime
    status: str
    answered_at: dt.datetime | None
    days_to_answer: int | None  # calendar days in Paris to the first answer; 0 is the day of sending
    refusal_reason: str
    outcomes: tuple[tuple[str, bool], ...]  # kind, and whether the enquirer confirmed it

    def cells(self) -> Sequence[Cell]:
        return (
            self.reference,
            self.cluster_name,
            self.slug,
            day_in_paris(self.sent_at),
            words.INTRODUCTION_STATUS[self.status],
            day_in_paris(self.answered_at),
            self.days_to_answer,
            words.REFUSAL_REASON.get(self.refusal_reason),
            LIST_SEPARATOR.join(words.OUTCOME[kind] for kind, _ in self.outcomes),
            self._confirmed(),
        )

    def _confirmed(self) -> str | None:
        if not self.outcomes:
            return None
        answers = {confirmed for _, confirmed in self.outcomes}
        if len(answers) == 2:
            return words.CONFIRMED_SOME
        return words.CONFIRMED_ALL if answers == {True} else words.CONFIRMED_NONE


def day_in_paris(at: dt.datetime | None) -> dt.date | None:
    return at.astimezone(PARIS).date() if at else None


_CONTACT = ("contact__name", "contact__email", "contact__phone", "subject")


def requests_received_in(period: Period, *, with_contacts: bool = False) -> Iterator[RequestLine]:
    """Yield every request received in the period, by the moment it came in (four queries).

    Not those that are spam or set aside as what may be spam: the figures count them apart.
    """
    places = KnownPlaces.load()
    themes = Beside(_themes_of_requests_in(period))
    results = Beside(_results_of_requests_in(period))
    requests = (
        IntroductionRequest.objects.filter(received_at__gte=period.begin, received_at__lt=period.end)
        .exclude(status__in=tuple(words.APART))
        .order_by("received_at", "reference")
        .values_list(
            *("pk", "received_at", "reference", "channel", "language", "organisation_name", "confidential"),
            *("organisation_kind", "enquirer__kind", "region_wish", "partner_kind", "french_establishment"),
            *("status", "decline_reason", "introduced_at", "closed_at"),
            *(_CONTACT if with_contacts else ()),
        )
    )
    for row in requests.iterator(chunk_size=CHUNK):
        pk, received_at = row[:2]
        result = results.of(received_at, pk) or (0, "")
        yield _request_line(row, themes.of(received_at, pk) or (), result, places)


_Of = TypeVar("_Of")


class Beside(Generic[_Of]):
    """A stream that goes along with the requests: it has something for some of them, in their order."""

    def __init__(self, stream: Iterator[tuple[dt.datetime, int, _Of]]) -> None:
        self._stream = stream
        self._next = next(stream, None)

    def of(self, received_at: dt.datetime, pk: int) -> _Of | None:
        """Return what the stream has for this request. Ask in the order of the requests."""
        while self._next and self._next[0] < received_at:
            self._next = next(self._stream, None)
        if self._next is None or self._next[1] != pk:
            return None
        found = self._next[2]
        self._next = next(self._stream, None)
        return found


def _request_line(
    row: tuple[Any, ...], themes: tuple[str, ...], result: tuple[int, str], places: KnownPlaces
) -> RequestLine:
    _pk, received_at, reference, channel, language, organisation, confidential, *others = row
    said, recorded, wish, partner, establishment, status, reason, introduced_at, closed_at, *contact = others
    return RequestLine(
        reference=reference,
        received_at=received_at,
        channel=channel,
        language=language,
        organisation_name=organisation,
        confidential=confidential,
        organisation_kind=EnquirerKind.of_request(said, recorded),
        hides_name=EnquirerKind.hides_name(said, recorded),
        themes=themes,
        regions=places.regions_in(wish),
        partner_kind=partner,
        french_establishment=establishment,
        status=status,
        decline_reason=reason,
        introductions=result[0],
        introduced_at=introduced_at,
        closed_at=closed_at,
        outcome=result[1],
        contact=tuple(contact),
    )


def _themes_of_requests_in(period: Period) -> Iterator[tuple[dt.datetime, int, tuple[str, ...]]]:
    """Yield (received at, request, Dutch labels) for each request that has themes, in the requests' order."""
    links = (
        IntroductionRequest.themes.through.objects.filter(
            introductionrequest__received_at__gte=period.begin,
            introductionrequest__received_at__lt=period.end,
        )
        .order_by("introductionrequest__received_at", "introductionrequest__reference")
        .values_list(
            "introductionrequest__received_at", "introductionrequest_id", "theme__label_nl", "theme__slug"
        )
    )
    for (received_at, pk), group in groupby(links.iterator(chunk_size=CHUNK), key=itemgetter(0, 1)):
        yield received_at, pk, tuple(sorted((label or slug for _, _, label, slug in group), key=_order))


def _results_of_requests_in(period: Period) -> Iterator[tuple[dt.datetime, int, tuple[int, str]]]:
    """Yield (received at, request, (introductions sent, highest outcome or "")), in the requests' order."""
    rows = (
        Introduction.objects.filter(
            request__received_at__gte=period.begin,
            request__received_at__lt=period.end,
            sent_at__isnull=False,
        )
        .order_by("request__received_at", "request__reference")
        .values_list("request__received_at", "request_id", "pk", "outcomes__kind")
    )
    for (received_at, pk), group in groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0, 1)):
        lines = list(group)
        kinds = [kind for *_, kind in lines if kind]
        sent = len({introduction for _, _, introduction, _ in lines})
        yield received_at, pk, (sent, max(kinds, key=_LADDER.__getitem__, default=""))


@lru_cache(maxsize=1000)
def _order(label: str) -> tuple[str, str]:
    return fold(label), label


def introductions_sent_in(period: Period) -> Iterator[IntroductionLine]:
    """Yield every introduction sent in the period, by the moment it was sent (one query)."""
    rows = (
        Introduction.objects.filter(sent_at__gte=period.begin, sent_at__lt=period.end)
        .order_by("sent_at", "request__reference", "cluster__slug")
        .values_list(
            *("pk", "request__reference", "cluster_name", "cluster__slug", "sent_at", "status"),
            *("answered_at", "answer_days", "refusal_reason", "outcomes__kind", "outcomes__confirmed_at"),
        )
    )
    for _, group in groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0)):
        lines = list(group)
        _, reference, name, slug, sent_at, status, answered_at, days, reason, *_ = lines[0]
        outcomes = sorted(((kind, bool(at)) for *_, kind, at in lines if kind), key=lambda o: _LADDER[o[0]])
        yield IntroductionLine(
            reference=reference,
            cluster_name=name,
            slug=slug,
            sent_at=sent_at,
            status=status,
            answered_at=answered_at,
            days_to_answer=days,
            refusal_reason=reason,
            outcomes=tuple(outcomes),
        )

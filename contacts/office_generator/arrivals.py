"""How an invented request comes in: what is asked, by whom, and the shortlist drawn up for it."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from random import Random
from typing import Any

from contacts.enums import (
    Band,
    Channel,
    Release,
    RequestStatus,
    Verdict,
)
from contacts.models import (
    ClusterAnswer,
    ContactPerson,
    HistoryEntry,
    Introduction,
    IntroductionRequest,
    Match,
    Outcome,
    OutgoingMail,
)
from contacts.office_generator import texts
from contacts.office_generator.register import Pole, Register, Subject
from contacts.office_generator.rows import fresh

_R = RequestStatus
_CHANNELS = {Channel.FORM: 70, Channel.MAIL: 15, Channel.PHONE: 7, Channel.FAIR: 7, Channel.OTHER: 1}


@dataclass
class Life:
    """All rows of one request; `introductions` hold their own mails, answers and outcomes."""

    request: IntroductionRequest
    themes: list[int]
    matches: list[Match] = field(default_factory=list)
    introductions: list[Introduction] = field(default_factory=list)
    story: list[HistoryEntry] = field(default_factory=list)
    mails: list[OutgoingMail] = field(default_factory=list)
    answers: list[ClusterAnswer] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


@dataclass(frozen=True)
class Office:
    """What all lives share."""

    register: Register
    staff: tuple[Any, ...]
    now: dt.datetime
    mailbox: str
    rng: Random

    def tag(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)


def arrival(
    office: Office, reference: str, at: dt.datetime, contact: ContactPerson, status: RequestStatus
) -> Life:
    rng = office.rng
    subjects = rng.sample(office.register.subjects, min(rng.choice((1, 1, 2)), len(office.register.subjects)))
    language = contact.language
    region = rng.choice(office.register.regions) if office.register.regions and rng.random() < 0.6 else ""
    partner = rng.choice(texts.PARTNERS)
    terms = [rng.choice(subject.terms[language]) for subject in subjects]
    is_spam = status == _R.SPAM and rng.random() < 0.9
    written = texts.spam(rng) if is_spam else texts.enquiry(language, terms, partner, region, rng)
    release = [] if rng.random() < 0.1 else rng.choice(([Release.ORGANISATION, Release.TEXT], Release.values))
    request = fresh(
        IntroductionRequest,
        reference=reference,
        channel=Channel.FORM if is_spam else rng.choices(list(_CHANNELS), list(_CHANNELS.values()))[0],
        received_at=at,
        language=language,
        enquirer=contact.enquirer,
        contact=contact,
        organisation_name=contact.enquirer.name,
        organisation_kind=contact.enquirer.kind,
        subject=written.text.split(". ")[0][:120],
        text=written.text,
        region_wish="" if is_spam else region,
        partner_kind="" if is_spam else partner,
        french_establishment=rng.choice(("", "no", "no", "yes")),
        release=[str(each) for each in release],
        confidential=rng.random() < 0.08,
        is_demonstration=True,
        status=status,
    )
    life = Life(request, [] if is_spam else [subject.pk for subject in subjects])
    _shortlist(life, subjects, terms, written, at)
    return life


def _shortlist(
    life: Life, subjects: list[Subject], terms: list[str], written: texts.Written, at: dt.datetime
) -> None:
    """Propose the pôles that work on the subjects, strongest first, as the matching stores them."""
    found: dict[int, tuple[Pole, float, list[dict[str, Any]]]] = {}
    for subject, term, span in zip(subjects, terms, written.spans, strict=False):
        for pole, weight in subject.poles[:3]:
            _, score, reasons = found.get(pole.pk, (pole, 0.0, []))
            reason = subject.reason(weight, [term], [span])
            found[pole.pk] = (pole, score + weight, [*reasons, reason])
    ranked = sorted(found.values(), key=lambda each: (-each[1], each[0].slug))[:3]
    request = life.request
    request.verdict = Verdict.NONE
    if ranked:
        request.verdict = Verdict.SUGGEST if ranked[0][1] >= 2 else Verdict.DOUBTFUL
    request.fit = round(ranked[0][1] / 6, 4) if ranked else 0.0
    request.shortlist_drawn_at = at
    for rank, (pole, score, reasons) in enumerate(ranked, start=1):
        life.matches.append(
            fresh(
                Match,
                request=request,
                cluster_id=pole.pk,
                rank=rank,
                score=round(score, 4),
                band=Band.STRONG if score >= 3 else Band.PLAUSIBLE,
                reasons=reasons,
            )
        )

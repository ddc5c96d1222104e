"""What an enquirer says, and what the desk holds of it.

Staff may mend a typing error in a request, and that is no correction by the enquirer. So the story holds a
keyed digest of every answer as it was given: what reads otherwise than the last time, the enquirer changed.
"""

import dataclasses
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac

from clusters.enums import Language
from contacts.enums import EnquirerKind, HistoryAction, Release
from contacts.models import Correction, HistoryEntry, IntroductionRequest

# What an enquirer says here holds at once when they change it, so the story keeps apart when they said it.
PERMISSION = ("release", "confidential")


@dataclass(frozen=True, kw_only=True)
class NewEnquiry:
    """What a Dutch organisation tells the office, checked and cleaned by whoever took it in.

    `themes` are slugs of `Theme`, `release` values of `Release`; `kvk` is empty or eight digits,
    `siren` empty or nine. `wished_cluster` is the short name of the pôle asked for, `source` what the link
    to the form was set to.
    """

    organisation: str
    organisation_kind: str
    person: str
    email: str
    text: str
    kvk: str = ""
    phone: str = ""
    themes: tuple[str, ...] = ()
    region_wish: str = ""
    partner_kind: str = ""
    french_establishment: str = ""
    siren: str = ""
    release: tuple[str, ...] = ()
    confidential: bool = False
    wished_cluster: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)
    language: str = Language.NL


def changes(request: IntroductionRequest, enquiry: NewEnquiry) -> dict[str, dict[str, Any]]:
    """Return what `enquiry` says otherwise than the desk has it, by field: what was, and what is said now."""
    anew = said_anew(request, enquiry)
    before, after = _as_stored(request), answers_of(enquiry)
    return {
        field: {"before": before[field], "after": after[field]}
        for field in after
        if field in anew and before[field] != after[field]
    }


def said_anew(request: IntroductionRequest, enquiry: NewEnquiry) -> set[str]:
    """Return the fields that read otherwise than when the enquirer sent the form last."""
    said = _last_said(request)
    return {field for field, digest in digests(enquiry).items() if digest != said.get(field)}


def said_by_now(request: IntroductionRequest, enquiry: NewEnquiry, fields: Collection[str]) -> dict[str, str]:
    """Return the digests for the story: of `fields` as `enquiry` has them, of the others as said before."""
    now = digests(enquiry)
    return _last_said(request) | {field: now[field] for field in fields}


def _last_said(request: IntroductionRequest) -> dict[str, str]:
    """Return the digests of what the enquirer said last, from the story."""
    telling = (HistoryAction.RECEIVED, HistoryAction.CORRECTED, HistoryAction.RELEASED)
    told = HistoryEntry.objects.filter(request=request, action__in=telling, data__has_key="said")
    line = told.order_by("-pk").first()
    said: dict[str, str] = line.data["said"] if line else {}
    return said


def _as_stored(request: IntroductionRequest) -> dict[str, Any]:
    """Return the answers as the desk knows them: the request, and over it what waits to be taken over."""
    answers: dict[str, Any] = {
        "organisation": request.organisation_name,
        "organisation_kind": request.kind,
        "person": request.contact.name,
        "email": request.contact.email,
        "phone": request.contact.phone,
        "kvk": request.enquirer.kvk,
        "text": request.text,
        "themes": [theme.slug for theme in request.themes.all()],
        "region_wish": request.region_wish,
        "partner_kind": request.partner_kind,
        "french_establishment": request.french_establishment,
        "siren": request.siren,
        "release": request.release,
        "confidential": request.confidential,
        "wished_cluster": request.wished_cluster.slug if request.wished_cluster else "",
    }
    waiting = (each for each in request.corrections.all() if not each.applied_at)
    for correction in sorted(waiting, key=lambda each: each.pk):
        answers |= still_said(correction)
    return _in_order(answers)


def still_said(correction: Correction) -> dict[str, Any]:
    """Return what a correction says, by field, without a permission when one was recorded after it."""
    said = {field: change["after"] for field, change in correction.changes.items()}
    later = HistoryEntry.objects.filter(
        request_id=correction.request_id, action=HistoryAction.RELEASED, at__gt=correction.received_at
    )
    if "release" in said and later.exists():
        del said["release"]
    if "confidential" in said and later.filter(data__has_key="confidential").exists():
        del said["confidential"]
    return said


def held(request: IntroductionRequest) -> dict[str, Any]:
    """Return the answers as the desk holds them, for the enquirer to look through and correct.

    The kind of organisation is the one they chose themselves: with a KvK number the record may be that of
    an organisation which asked before, and that it did is not told to whoever fills in its number.
    """
    said = _last_said(request).get("organisation_kind")
    chosen = [kind for kind in EnquirerKind.values if _digest("organisation_kind", kind) == said]
    return _as_stored(request) | ({"organisation_kind": chosen[0]} if chosen else {})


def digests(enquiry: NewEnquiry) -> dict[str, str]:
    """Return a short keyed digest of every answer."""
    return {field: _digest(field, answer) for field, answer in answers_of(enquiry).items()}


def _digest(field: str, answer: Any) -> str:
    return salted_hmac("contacts.intake", json.dumps([field, answer])).hexdigest()[:16]


def answers_of(enquiry: NewEnquiry) -> dict[str, Any]:
    """Return the answers as JSON keeps them; the page's language and the link to it are none of them."""
    answers = dataclasses.asdict(enquiry)
    del answers["language"], answers["source"]
    return _in_order(answers)


def _in_order(answers: dict[str, Any]) -> dict[str, Any]:
    """Bring ticked boxes into one order: the order in which they were ticked has no meaning."""
    return answers | {
        "themes": sorted(answers["themes"]),
        "release": [kind.value for kind in Release if kind in answers["release"]],
    }

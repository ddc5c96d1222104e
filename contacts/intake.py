"""Taking a request in: stored first, judged after.

`receive` stores the enquirer, the person, the request, the first line of its story and both mails in
one transaction; only then may anyone be thanked. The shortlist is drawn up after that transaction:
should it fail, the request is there all the same and staff can draw it up again.

One filled-in form is one request. Its token comes back with a double click, the back button and every
retry; when what it carries has changed meanwhile (`enquiries`), the change is kept as a `Correction`.
"""

import datetime as dt
import logging
import re
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError

from clusters.models import Cluster, Theme
from contacts import incidents, notifications, references, shortlist, workflow
from contacts.durability import in_turn
from contacts.enquiries import PERMISSION, NewEnquiry, answers_of, changes, digests, said_by_now
from contacts.enums import Channel, HistoryAction, RequestStatus
from contacts.models import ContactPerson, Correction, Enquirer, IntroductionRequest

logger = logging.getLogger(__name__)

SUBJECT_LENGTH = 120
# A "sentence" shorter than this is a greeting or an abbreviation with its full stop.
SHORTEST_SUBJECT = 20
# A full stop before a small letter is an abbreviation's ("Ortholink B.V. zoekt"), a line that ends in a
# comma is a greeting's.
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\sa-zß-ÿ])|(?<![,\s])\s*\n\s*")
# How often a transaction is tried again after somebody else was faster with the same token, the same
# KvK number or (once in ten thousand when 100,000 are out) the same reference.
ATTEMPTS = 5
CORRECTIONS_A_DAY = 20


class TooManyCorrections(Exception):
    """So many corrections of one request came in within a day that no more are taken."""


@dataclass(frozen=True)
class Receipt:
    """The request as stored, and what this call did: made it, corrected it, or (neither) nothing new."""

    request: IntroductionRequest
    created: bool
    corrected: bool


def receive(
    enquiry: NewEnquiry,
    *,
    at: dt.datetime,
    token: UUID | None,
    channel: str = Channel.FORM,
    by: AbstractBaseUser | None = None,
    is_demonstration: bool = False,
    suspicions: Sequence[str] = (),
    received_at: dt.datetime | None = None,
    acknowledge: bool = True,
    sender_digest: str = "",
    keep_changes: bool = True,
) -> Receipt:
    """Store `enquiry` as a new request, or as a correction of the one that came in with the same `token`.

    Without a token it is always a new one. Without `keep_changes` a form that came in before is found and
    left as it is: `after_sending.correct` takes what its sender changed.
    A telephone call typed in by a member of staff (`by`) was
    received earlier than it is stored (`received_at`), and need not be acknowledged to the enquirer.
    `suspicions` (values of `Suspicion`) set a new one aside, as what may be spam: its sender is thanked like
    anybody, its mails are written and held until somebody has looked at it.
    """

    def take_in() -> Receipt:
        if known := _sent_before(token):
            return _sent_again(known, enquiry, by=by, at=at, keep_changes=keep_changes)
        prepared = _prepare(enquiry)
        with in_turn():
            request = _store(
                enquiry,
                prepared,
                at=at,
                acknowledge=acknowledge,
                by=by,
                form_token=token,
                channel=channel,
                received_at=received_at or at,
                is_demonstration=is_demonstration,
                suspicions=list(suspicions),
                sender_digest=sender_digest,
            )
        return Receipt(request, created=True, corrected=False)

    receipt = _until_unique(take_in)
    if receipt.created:
        _draw_up_shortlist(receipt.request, enquiry.themes, at=at)
    return receipt


def _until_unique(take_in: Callable[[], Receipt]) -> Receipt:
    """Return what `take_in` stored; try again when somebody stored the same unique value first."""
    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return take_in()
    return take_in()


@dataclass(frozen=True)
class _Prepared:
    """What is found out of an enquiry before it is its turn to be stored, so that others wait less."""

    reference: str
    subject: str
    said: dict[str, str]
    acknowledgement: notifications.Words


def _prepare(enquiry: NewEnquiry) -> _Prepared:
    reference = references.new_reference()
    return _Prepared(
        reference,
        subject_of(enquiry.text),
        digests(enquiry),
        notifications.acknowledgement(reference, enquiry.email, enquiry.language),
    )


def _draw_up_shortlist(request: IntroductionRequest, themes: Collection[str], *, at: dt.datetime) -> None:
    """Judge after storing. Whatever fails here, the enquirer was heard; staff can draw it up again."""
    try:
        shortlist.draw_up(request, at=at, themes=themes)
    except Exception as error:  # noqa: BLE001
        incidents.note(logger, "No shortlist could be drawn up", request.reference, error)


def subject_of(text: str) -> str:
    """Return the first sentence of `text`, cut at a word to at most 120 characters."""
    sentence = text.strip()
    for end in _SENTENCE_END.finditer(sentence):
        if end.start() >= SHORTEST_SUBJECT:
            sentence = sentence[: end.start()]
            break
    sentence = " ".join(sentence.split())
    if len(sentence) <= SUBJECT_LENGTH:
        return sentence
    cut = sentence[: SUBJECT_LENGTH - 1]
    if " " in cut and sentence[SUBJECT_LENGTH - 1] != " ":
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:-") + "…"


def _store(
    enquiry: NewEnquiry,
    prepared: _Prepared,
    *,
    at: dt.datetime,
    acknowledge: bool,
    by: AbstractBaseUser | None,
    **arrival: Any,
) -> IntroductionRequest:
    """Write the request and all that comes with it; `arrival` holds the columns about how it came in."""
    enquirer, is_new = _enquirer(enquiry)
    suspicions = arrival["suspicions"]
    request = IntroductionRequest.objects.create(
        reference=prepared.reference,
        status=RequestStatus.QUARANTINED if suspicions else RequestStatus.RECEIVED,
        enquirer=enquirer,
        contact=_contact(enquiry, enquirer, enquirer_is_new=is_new),
        organisation_name=enquiry.organisation,
        subject=prepared.subject,
        release=list(enquiry.release),
        wished_cluster=_wished(enquiry),
        source=dict(enquiry.source),
        **{name: getattr(enquiry, name) for name in _AS_SAID},
        **arrival,
    )
    if enquiry.themes:
        ticked = Theme.objects.filter(slug__in=enquiry.themes).values_list("pk", flat=True)
        row: Any = IntroductionRequest.themes.through
        row.objects.bulk_create([row(introductionrequest=request, theme_id=theme) for theme in ticked])
    workflow.record(
        request,
        HistoryAction.RECEIVED,
        by=by,
        at=at,
        actor="enquirer",
        statuses=("", request.status),
        data={"said": prepared.said} | ({"suspicions": suspicions} if suspicions else {}),
    )
    if acknowledge:
        notifications.acknowledge(request, at=at, words=prepared.acknowledgement)
    if by is None:
        notifications.notify_office(request, at=at)
    return request


# Answers that are columns of the request, by one name.
_AS_SAID = (
    "language",
    "organisation_kind",
    "text",
    "region_wish",
    "partner_kind",
    "french_establishment",
    "siren",
    "confidential",
)


def _wished(enquiry: NewEnquiry) -> Cluster | None:
    return Cluster.objects.filter(slug=enquiry.wished_cluster).first() if enquiry.wished_cluster else None


def _enquirer(enquiry: NewEnquiry) -> tuple[Enquirer, bool]:
    """Return the enquirer with this KvK number, or a new one; the second value says it is new.

    A known enquirer stays as it is: anybody can fill in a public form under anybody's number. What was said
    of the organisation this time, its name and kind, is kept with the request.
    """
    if enquiry.kvk and (known := Enquirer.objects.filter(kvk=enquiry.kvk).first()):
        return known, False
    return (
        Enquirer.objects.create(name=enquiry.organisation, kvk=enquiry.kvk, kind=enquiry.organisation_kind),
        True,
    )


def _contact(enquiry: NewEnquiry, enquirer: Enquirer, *, enquirer_is_new: bool) -> ContactPerson:
    """Return the person as written: one already known in exactly these words, else a new one."""
    words = {
        "name": enquiry.person,
        "email": enquiry.email,
        "phone": enquiry.phone,
        "language": enquiry.language,
    }
    if not enquirer_is_new and (known := enquirer.people.filter(**words).first()):
        return known
    return ContactPerson.objects.create(enquirer=enquirer, **words)


# --- the same form once more ---------------------------------------------------------------------


def _sent_again(
    known: IntroductionRequest,
    enquiry: NewEnquiry,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    keep_changes: bool,
) -> Receipt:
    with in_turn():
        corrected = keep_changes and correct(known, enquiry, by=by, at=at)
    return Receipt(known, created=False, corrected=corrected)


def _sent_before(token: UUID | None) -> IntroductionRequest | None:
    known = IntroductionRequest.objects.filter(form_token=token)
    if token is None or not known.exists():  # nearly always: asked without any column
        return None
    return known.get()


def correct(
    request: IntroductionRequest, enquiry: NewEnquiry, *, by: AbstractBaseUser | None, at: dt.datetime
) -> bool:
    """Keep what `enquiry` changes of the request as a `Correction`; False when that is nothing.

    The office gets a mail unless an earlier correction still waits. An enquirer is heard so many times a
    day: `TooManyCorrections` is raised beyond.
    """
    request = (
        IntroductionRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("enquirer", "contact", "wished_cluster")
        .get(pk=request.pk)
    )
    changed = changes(request, enquiry)
    if not changed:
        return False
    earlier = list(request.corrections.all())
    lately = [each for each in earlier if each.received_at > at - dt.timedelta(days=1)]
    if by is None and len(lately) >= CORRECTIONS_A_DAY:
        raise TooManyCorrections
    Correction.objects.create(request=request, received_at=at, changes=changed)
    heard = [field for field in answers_of(enquiry) if field in changed or field not in PERMISSION]
    data = {"fields": list(changed), "said": said_by_now(request, enquiry, heard)}
    workflow.record(request, HistoryAction.CORRECTED, by=by, at=at, actor="enquirer", data=data)
    if by is None and all(each.applied_at for each in earlier):
        notifications.notify_office_of_correction(request, at=at)
    return True

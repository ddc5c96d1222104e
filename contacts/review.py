"""What staff do with a request before and after it is brought to a pôle.

Every function changes the row under a lock, adds one to its version and writes a line of the story
in the same transaction; it returns the row as stored. `version`, when given, is the version the
person had in front of them: `workflow.StaleVersion` is raised when a colleague was faster.
`workflow.TransitionNotAllowed` is raised for a step the table does not have.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from clusters.models import Cluster, Theme
from contacts import notifications, outbox, workflow
from contacts.enquiries import still_said
from contacts.enums import DeclineReason, HistoryAction, IntroductionStatus, MailKind, Release, RequestStatus
from contacts.intake import subject_of
from contacts.models import ContactPerson, Correction, Enquirer, Introduction, IntroductionRequest

# What staff may change on a request. The enquirer's own words stay as received; a correction is
# taken over whole, and a permission has its own verb because it needs to say how it was given.
EDITABLE = (
    "subject",
    "themes",
    "region_wish",
    "partner_kind",
    "french_establishment",
    "siren",
    "language",
    "organisation_kind",
    "confidential",
)


class AnswerMissing(Exception):
    """A step needs an answer (a reason, a note) and did not get one; `field` names it."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field} is missing")


class UnknownValue(Exception):
    """A value is not on the closed list it must come from."""

    def __init__(self, field: str, value: str) -> None:
        self.field = field
        self.value = value
        super().__init__(f"{value!r} is not a {field}")


@transaction.atomic
def take(
    request: IntroductionRequest, *, by: AbstractBaseUser, at: dt.datetime, version: int | None = None
) -> IntroductionRequest:
    """Put the request in the hands of `by`; a new one is in review from then on."""
    row = workflow.lock(request, version=version)
    if row.status == RequestStatus.RECEIVED:
        row = workflow.move(row, RequestStatus.IN_REVIEW, by=by, at=at)
    return _assign(row, by, by=by, at=at)


@transaction.atomic
def assign(
    request: IntroductionRequest,
    to: AbstractBaseUser | None,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    version: int | None = None,
) -> IntroductionRequest:
    """Give the request to `to`, or to nobody. Its status stays what it is."""
    return _assign(workflow.lock(request, version=version), to, by=by, at=at)


def _assign(
    row: IntroductionRequest, to: AbstractBaseUser | None, *, by: AbstractBaseUser, at: dt.datetime
) -> IntroductionRequest:
    if row.is_final or row.status == RequestStatus.QUARANTINED:
        raise workflow.TransitionNotAllowed(row, RequestStatus.IN_REVIEW)
    if row.assigned_to_id == (to.pk if to else None):
        return row
    row.assigned_to_id = to.pk if to else None
    _store(row, "assigned_to")
    name = to.get_username() if to else ""
    workflow.record(row, HistoryAction.ASSIGNED, by=by, at=at, data={"to": name})
    return row


def decline(
    request: IntroductionRequest,
    reason: str,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """Do not forward the request to any pôle. `reason` is a `DeclineReason`."""
    if not reason:
        raise AnswerMissing("reason")
    if reason not in DeclineReason.values:
        raise UnknownValue("reason", reason)
    return workflow.move(
        request, RequestStatus.DECLINED, by=by, at=at, note=note, version=version, reason=reason
    )


@transaction.atomic
def withdraw(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
    actor: str = "",
) -> IntroductionRequest:
    """The enquirer no longer wants it. Letters in preparation are not sent any more, nor mails that wait."""
    row = workflow.move(
        request, RequestStatus.WITHDRAWN, by=by, at=at, note=note, version=version, actor=actor
    )
    for introduction in row.introductions.filter(status__in=_MAY_WAIT).order_by("pk"):
        keep_in(introduction, by=by, at=at, actor=actor)
    return row


_MAY_WAIT = (IntroductionStatus.SENT, IntroductionStatus.ACCEPTED)  # the letter, or the disclosure


def keep_in(
    introduction: Introduction, *, by: AbstractBaseUser | None, at: dt.datetime, actor: str = ""
) -> None:
    """Call back what has not left yet: a letter is cancelled, a disclosure has not happened.

    A mail to the pôle that left, or may have left, stays on record: the pôle may know, and may answer.
    """
    kept_in = outbox.cancel_waiting(introduction, by=by, at=at)
    if introduction.status == IntroductionStatus.SENT and MailKind.INTRODUCTION in kept_in:
        workflow.move(introduction, IntroductionStatus.CANCELLED, by=by, at=at, actor=actor)
        return
    if introduction.disclosed_at is None or MailKind.DISCLOSURE not in kept_in:
        return
    row = workflow.lock(introduction)
    told = row.story.filter(action=HistoryAction.REVEALED).order_by("pk").last()
    row.disclosed_at, row.released = None, told.data["before"] if told else []
    row.version += 1
    row.save(update_fields=["disclosed_at", "released", "version"])
    workflow.record(row, HistoryAction.SENDING_UNDONE, by=by, at=at, actor=actor)


def complete(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """The office has done its work on an introduced request."""
    return workflow.move(request, RequestStatus.COMPLETED, by=by, at=at, note=note, version=version)


REOPENED = {
    RequestStatus.COMPLETED: RequestStatus.INTRODUCED,
    RequestStatus.DECLINED: RequestStatus.IN_REVIEW,
}


@transaction.atomic
def reopen(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """Take up a completed or declined request again, where it was before."""
    row = workflow.lock(request, version=version)
    to = REOPENED.get(RequestStatus(row.status), RequestStatus.IN_REVIEW)
    return workflow.move(row, to, by=by, at=at, note=note)


@transaction.atomic
def mark_spam(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """It is no enquiry at all. The row stays, counted apart; nobody is written to about it."""
    row = workflow.move(request, RequestStatus.SPAM, by=by, at=at, note=note, version=version)
    outbox.keep_in(row)
    return row


@transaction.atomic
def release_from_quarantine(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """A request that was set aside, or marked as spam, is a real one after all: its mails leave now."""
    row = workflow.move(request, RequestStatus.RECEIVED, by=by, at=at, note=note, version=version)
    outbox.let_go(row, at=at)
    return row


@transaction.atomic
def record_release(
    request: IntroductionRequest,
    release: Iterable[str],
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
    confidential: bool | None = None,
    said: Mapping[str, str] | None = None,
) -> IntroductionRequest:
    """Record what the enquirer now allows the office to pass on (values of `Release`, all of them).

    `note` says how they told `by`; without it a permission could not be accounted for. Without `by` the
    enquirer said so themselves: there also whether the enquiry is `confidential`, where that changed, and
    as digests (`said`) what their form had when it was the form that they sent again.
    """
    wanted = set(release)
    if unknown := wanted - set(Release.values):
        raise UnknownValue("release", min(unknown))
    if by and not note.strip():
        raise AnswerMissing("note")
    row = workflow.lock(request, version=version)
    before, after = list(row.release), [kind.value for kind in Release if kind in wanted]
    data: dict[str, Any] = {"before": before, "after": after} | ({"said": dict(said)} if said else {})
    row.release = after
    if confidential is not None:
        row.confidential = data["confidential"] = confidential
    _store(row, "release", "confidential")
    workflow.record(row, HistoryAction.RELEASED, by=by, at=at, note=note, actor="enquirer", data=data)
    return row


@transaction.atomic
def edit(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    version: int | None = None,
    **changes: Any,
) -> IntroductionRequest:
    """Change fields named in `EDITABLE`; the story keeps what they said before. No change, no line."""
    if unknown := set(changes) - set(EDITABLE):
        raise UnknownValue("field", min(unknown))
    row = workflow.lock(request, version=version)
    kept: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "themes":
            before, after = _set_themes(row, value)
        else:
            before, after = getattr(row, name), value
            setattr(row, name, value)
        if before != after:
            kept[name] = {"was": before, "now": after}
    if not kept:
        return row
    _store(row, *(name for name in kept if name != "themes"))
    workflow.record(row, HistoryAction.EDITED, by=by, at=at, data={"changes": kept})
    return row


def _set_themes(row: IntroductionRequest, themes: Collection[models.Model]) -> tuple[list[str], list[str]]:
    before = sorted(row.themes.values_list("slug", flat=True))
    row.themes.set([theme.pk for theme in themes])
    return before, sorted(row.themes.values_list("slug", flat=True))


class AppliedAlready(Exception):
    """A colleague took this correction over first."""


# Field of the form -> field of the request, where the two are one.
_ON_REQUEST = {
    "organisation": "organisation_name",
    "organisation_kind": "organisation_kind",
    "text": "text",
    "region_wish": "region_wish",
    "partner_kind": "partner_kind",
    "french_establishment": "french_establishment",
    "siren": "siren",
    "release": "release",
    "confidential": "confidential",
}
_ON_PERSON = {"person": "name", "email": "email", "phone": "phone"}


@transaction.atomic
def apply_correction(
    correction: Correction, *, by: AbstractBaseUser, at: dt.datetime, version: int | None = None
) -> IntroductionRequest:
    """Take over what the enquirer sent again, changed. What the request said is in the correction.

    The enquirer's and the person's own record change with it only while no other request stands on
    them; a KvK number that is already known links the request to the enquirer that has it. A new e-mail
    address is written to, so that it can be confirmed. Raises `AppliedAlready`, and
    `workflow.StaleVersion` for the request.
    """
    row = workflow.lock(correction.request, version=version)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.applied_at:
        raise AppliedAlready
    new = still_said(correction)
    if "text" in new and row.subject == subject_of(row.text):
        row.subject = subject_of(new["text"])
    for field, name in _ON_REQUEST.items():
        if field in new:
            setattr(row, name, new[field])
    if "wished_cluster" in new:
        row.wished_cluster = Cluster.objects.filter(slug=new["wished_cluster"]).first()
    if "themes" in new:
        row.themes.set(Theme.objects.filter(slug__in=new["themes"]))
    row.enquirer = _corrected_enquirer(row, new)
    row.contact = _corrected_person(row, new)
    if "email" in new:
        row.address_confirmed_at = None
        notifications.acknowledge(row, at=at)
    _store(
        row,
        "subject",
        "enquirer",
        "contact",
        "address_confirmed_at",
        "wished_cluster",
        *_ON_REQUEST.values(),
    )
    correction.applied_at = at
    correction.applied_by_id = by.pk
    correction.save(update_fields=["applied_at", "applied_by"])
    workflow.record(row, HistoryAction.CORRECTION_APPLIED, by=by, at=at, data={"fields": list(new)})
    return row


def _corrected_enquirer(row: IntroductionRequest, new: dict[str, Any]) -> Enquirer:
    enquirer = row.enquirer
    kvk = new.get("kvk", enquirer.kvk)
    if kvk != enquirer.kvk and kvk and (known := Enquirer.objects.filter(kvk=kvk).first()):
        return known
    fields = {"name": "organisation", "kvk": "kvk", "kind": "organisation_kind"}
    changed = {name: new[field] for name, field in fields.items() if field in new}
    if not changed:
        return enquirer
    if enquirer.requests.exclude(pk=row.pk).exists():
        if kvk == enquirer.kvk:
            return enquirer  # the name is theirs as others wrote it too; the request keeps its own spelling
        return Enquirer.objects.create(**{"name": row.organisation_name, "kind": row.kind, **changed})
    for name, value in changed.items():
        setattr(enquirer, name, value)
    enquirer.version += 1
    enquirer.save()
    return enquirer


def _corrected_person(row: IntroductionRequest, new: dict[str, Any]) -> ContactPerson:
    person = row.contact
    changed = {name: new[field] for field, name in _ON_PERSON.items() if field in new}
    if person.enquirer_id == row.enquirer_id and not changed:
        return person
    words = {"name": person.name, "email": person.email, "phone": person.phone, "language": person.language}
    if person.enquirer_id == row.enquirer_id and not person.requests.exclude(pk=row.pk).exists():
        for name, value in changed.items():
            setattr(person, name, value)
        person.save()
        return person
    words |= changed
    known = row.enquirer.people.filter(**words).first()
    return known or ContactPerson.objects.create(enquirer=row.enquirer, **words)


@transaction.atomic
def remark(
    request: IntroductionRequest, note: str, *, by: AbstractBaseUser, at: dt.datetime
) -> IntroductionRequest:
    """Add a note to the story: a telephone call, something to remember."""
    if not note.strip():
        raise AnswerMissing("note")
    workflow.record(request, HistoryAction.NOTE, by=by, at=at, note=note.strip())
    return request


def _store(row: IntroductionRequest, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version", *IntroductionRequest.WORDS])

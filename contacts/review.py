"""What staff do with a request before and after it is brought to a pôle.

Every function changes the row under a lock, adds one to its version and writes a line of the story
in the same transaction; it returns the row as stored. `version`, when given, is the version the
person had in front of them: `workflow.StaleVersion` is raised when a colleague was faster.
`workflow.TransitionNotAllowed` is raised for a step the table does not have.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from contacts import workflow
from contacts.enums import DeclineReason, HistoryAction, Release, RequestStatus
from contacts.models import IntroductionRequest

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


def withdraw(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser | None,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """The enquirer no longer wants it. Letters in preparation can no longer be sent."""
    return workflow.move(request, RequestStatus.WITHDRAWN, by=by, at=at, note=note, version=version)


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


def mark_spam(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """It is no enquiry at all. The row stays; it is counted apart."""
    return workflow.move(request, RequestStatus.SPAM, by=by, at=at, note=note, version=version)


@transaction.atomic
def release_from_quarantine(
    request: IntroductionRequest,
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str = "",
    version: int | None = None,
) -> IntroductionRequest:
    """A request that was set aside, or marked as spam, is a real one after all."""
    return workflow.move(request, RequestStatus.RECEIVED, by=by, at=at, note=note, version=version)


@transaction.atomic
def record_release(
    request: IntroductionRequest,
    release: Iterable[str],
    *,
    by: AbstractBaseUser,
    at: dt.datetime,
    note: str,
    version: int | None = None,
) -> IntroductionRequest:
    """Record what the enquirer now allows the office to pass on (values of `Release`, all of them).

    `note` says how they told us; without it a permission could not be accounted for.
    """
    wanted = set(release)
    if unknown := wanted - set(Release.values):
        raise UnknownValue("release", min(unknown))
    if not note.strip():
        raise AnswerMissing("note")
    row = workflow.lock(request, version=version)
    before, after = list(row.release), [kind.value for kind in Release if kind in wanted]
    row.release = after
    _store(row, "release")
    workflow.record(
        row, HistoryAction.RELEASED, by=by, at=at, note=note, data={"before": before, "after": after}
    )
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
    row.save(update_fields=[*fields, "version", "search_folded"])

"""An invented story for a new desk: requests at every status, played through the desk's own verbs.

`fixtures/demonstration.json` tells it, in days counted from the day of loading; nobody and nothing in
it exists. It is loaded only where it can do no harm: `demonstration_allowed` says where that is.
"""

import datetime as dt
import json
import os
import smtplib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from clusters.models import Cluster, ClusterContact
from contacts import answers, follow_up, introductions, outbox, review, shortlist
from contacts.enquiries import NewEnquiry
from contacts.enums import Channel, MailStatus
from contacts.intake import receive
from contacts.models import Introduction, IntroductionRequest
from contacts.quarters import PARIS

STORY = Path(settings.BASE_DIR) / "fixtures" / "demonstration.json"
_LOCAL_HOSTS = ("", "localhost", "127.0.0.1", "::1")
# What is younger stays in the outbox, so that a new desk has some mail to deliver.
_STILL_WAITING = dt.timedelta(days=1)


class NotLoadable(Exception):
    """The story names something that is not there; the message says what and what to do."""


class Refusal(NamedTuple):
    """Why invented people have no place in this database, as the end of a sentence."""

    because: str


@dataclass(frozen=True)
class LoadReport:
    """How many of the story's requests were made now, and how many were there already."""

    made: int
    present: int


def demonstration_allowed() -> Refusal | None:
    """Return None where the story and a user with a printed password may be made, else why not.

    Never in production. Always in this machine's own file, which is used when DATABASE_URL is unset;
    in another database only when it is on this machine and holds no real request.
    """
    if settings.ENVIRONMENT == "production":
        return Refusal("this is a production environment")
    if settings.DATABASE_IS_DEFAULT:
        return None
    if not _database_is_local():
        return Refusal("the database in DATABASE_URL is not on this machine")
    if IntroductionRequest.objects.filter(is_demonstration=False).exists():
        return Refusal("the database in DATABASE_URL holds real requests")
    return None


def _database_is_local() -> bool:
    if connection.vendor == "sqlite":
        return True
    options = connection.settings_dict.get("OPTIONS", {})
    if {"service", "hostaddr"} & set(options):
        return False
    # libpq falls back on PGHOST when no host is given.
    host = options.get("host") or connection.settings_dict["HOST"] or os.environ.get("PGHOST", "")
    return all(each in _LOCAL_HOSTS or each.startswith("/") for each in host.split(","))


def read(path: Path = STORY) -> dict[str, Any]:
    """Return the story as it is told in the file."""
    story: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return story


@transaction.atomic
def load(
    *, now: dt.datetime, staff: Mapping[str, AbstractBaseUser], story: Mapping[str, Any] | None = None
) -> LoadReport:
    """Play what is not there yet; the whole story or, when something fails, nothing.

    `staff` has a person for every name the story uses. A request that was loaded before is left as it
    is, whatever has become of it since. Raises `NotLoadable` when the register lacks a pôle.
    """
    story = story or read()
    slugs = {contact["cluster"] for contact in story["contacts"]}
    clusters = Cluster.objects.in_bulk(slugs, field_name="slug")
    if missing := sorted(slugs - set(clusters)):
        raise NotLoadable(f"the register has no pôle {', '.join(missing)}: load the register first.")
    _add_contacts(story["contacts"], clusters)
    made = 0
    for tale in story["stories"]:
        if not IntroductionRequest.objects.filter(form_token=_token(tale)).exists():
            _Teller(tale, now=now, staff=staff, clusters=clusters).tell()
            made += 1
    return LoadReport(made=made, present=len(story["stories"]) - made)


def _add_contacts(contacts: Sequence[Mapping[str, Any]], clusters: Mapping[str, Cluster]) -> None:
    known = set(ClusterContact.objects.values_list("email", flat=True))
    ClusterContact.objects.bulk_create(
        ClusterContact(**{**contact, "cluster": clusters[contact["cluster"]]})
        for contact in contacts
        if contact["email"] not in known
    )


def _token(tale: Mapping[str, Any]) -> UUID:
    """Return the form token of a tale: always the same, so that it is loaded once."""
    return uuid5(NAMESPACE_URL, f"demonstration:{tale['key']}")


class _PretendServer(BaseEmailBackend):
    """Takes every mail and sends none; refuses `refused`, as a server does that knows no such address."""

    def __init__(self, *, refused: str) -> None:
        super().__init__()
        self._refused = refused

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if self._refused in message.to:
                raise smtplib.SMTPRecipientsRefused({self._refused: (550, b"5.1.2 no such domain")})
        return len(email_messages)


class _Teller:
    """Plays one tale, step by step, at the times it gives."""

    def __init__(
        self,
        tale: Mapping[str, Any],
        *,
        now: dt.datetime,
        staff: Mapping[str, AbstractBaseUser],
        clusters: Mapping[str, Cluster],
    ) -> None:
        self._tale, self._now, self._staff, self._clusters = tale, now, staff, clusters
        words: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in tale["enquiry"].items()
        }
        self._enquiry = NewEnquiry(**words)
        self._server = _PretendServer(refused=self._enquiry.email if tale.get("mail_refused") else "")
        self._pk = 0
        self._verbs: dict[str, Callable[[Mapping[str, Any], dict[str, Any]], object]] = {
            "take": lambda step, do: review.take(self._request, **do),
            "decline": lambda step, do: review.decline(self._request, step["reason"], **_note(step, do)),
            "withdraw": lambda step, do: review.withdraw(self._request, **_note(step, do)),
            "complete": lambda step, do: review.complete(self._request, **_note(step, do)),
            "mark_spam": lambda step, do: review.mark_spam(self._request, **_note(step, do)),
            "remark": lambda step, do: review.remark(self._request, step["note"], **do),
            "record_release": lambda step, do: review.record_release(
                self._request, step["release"], **_note(step, do)
            ),
            "draw_up": lambda step, do: shortlist.draw_up(self._request, **do),
            "accept": self._accept,
            "reject": self._reject,
            "prepare": lambda step, do: introductions.prepare(self._request, self._cluster(step), **do),
            "send": lambda step, do: introductions.send(self._introduction(step), **do),
            "answer": self._answer,
            "outcome": self._outcome,
            "complete_introduction": lambda step, do: introductions.complete(
                self._introduction(step), **_note(step, do)
            ),
            "cancel": lambda step, do: introductions.cancel(self._introduction(step), **_note(step, do)),
            "correct": self._correct,
            "apply_correction": self._apply_correction,
            "come_back": lambda step, do: follow_up.follow_up(
                self._request, on=self._day(step["on_after"]), what=step["what"], **do
            ),
            "pole_says": self._pole_says,
        }

    def tell(self) -> None:
        at = self._moment(0, self._tale["time"])
        self._pk = receive(
            self._enquiry,
            at=at,
            token=_token(self._tale),
            channel=self._tale.get("channel", Channel.FORM),
            by=self._staff[self._tale["typed_by"]] if "typed_by" in self._tale else None,
            is_demonstration=True,
            suspicions=self._tale.get("suspicions", ()),
        ).request.pk
        for step in self._tale["steps"]:
            at = self._moment(step["after"], step["time"])
            self._deliver(until=at)
            who = {"by": self._staff[step["by"]]} if "by" in step else {}
            self._verbs[step["do"]](step, {"at": at, **who})
        self._deliver(until=self._now)

    def _moment(self, after: int, time: str) -> dt.datetime:
        """Return a time of day in Paris, so many days after the receipt; never later than now."""
        at = dt.datetime.combine(self._day(after), dt.time.fromisoformat(time), tzinfo=PARIS)
        return min(at.astimezone(dt.UTC), self._now)

    def _day(self, after: int) -> dt.date:
        return timezone.localdate(self._now, PARIS) + dt.timedelta(days=self._tale["day"] + after)

    def _deliver(self, *, until: dt.datetime) -> None:
        """Let the pretend server take what waited until then, each mail at its time; the newest stay."""
        while mail := self._request.mails.filter(status=MailStatus.QUEUED).order_by("not_before").first():
            at = mail.not_before + dt.timedelta(seconds=20)
            if at > until or self._now - mail.not_before <= _STILL_WAITING:
                return
            outbox.deliver_due(at=at, request=self._request, server=self._server)

    @property
    def _request(self) -> IntroductionRequest:
        """The request as it stands after the steps so far."""
        return IntroductionRequest.objects.get(pk=self._pk)

    def _cluster(self, step: Mapping[str, Any]) -> Cluster:
        return self._clusters[step["cluster"]]

    def _introduction(self, step: Mapping[str, Any]) -> Introduction:
        return Introduction.objects.get(request=self._pk, cluster=self._cluster(step))

    def _accept(self, step: Mapping[str, Any], do: dict[str, Any]) -> None:
        """Accept the suggestion; a pôle that the vocabulary of the day does not propose is added by hand."""
        match = self._request.matches.filter(cluster=self._cluster(step)).first()
        if match:
            shortlist.accept(match, **do)
        else:
            shortlist.add(self._request, self._cluster(step), **do)

    def _reject(self, step: Mapping[str, Any], do: dict[str, Any]) -> None:
        """Reject the suggestion, when the vocabulary of the day makes it."""
        if match := self._request.matches.filter(cluster=self._cluster(step)).first():
            shortlist.reject(match, step["reason"], **_note(step, do))

    def _answer(self, step: Mapping[str, Any], do: dict[str, Any]) -> None:
        reason = step.get("reason", "")
        introductions.record_answer(
            self._introduction(step), step["status"], reason=reason, **_note(step, do)
        )

    def _pole_says(self, step: Mapping[str, Any], do: dict[str, Any]) -> None:
        """The pôle's contact person answers through the link in the letter."""
        said = answers.NewAnswer(kind=step["kind"], text=step["text"])
        token = uuid5(NAMESPACE_URL, f"demonstration:{self._tale['key']}:{step['after']}")
        answers.receive(self._introduction(step), said, token=token, at=do["at"])

    def _outcome(self, step: Mapping[str, Any], do: dict[str, Any]) -> None:
        day = self._day(step["on_after"])
        introductions.record_outcome(
            self._introduction(step), step["kind"], happened_on=day, **_note(step, do)
        )

    def _correct(self, step: Mapping[str, Any], do: dict[str, Any]) -> None:
        """The enquirer sends the same form again, changed."""
        self._enquiry = replace(self._enquiry, **step["changes"])
        receive(self._enquiry, token=_token(self._tale), **do)

    def _apply_correction(self, step: Mapping[str, Any], do: dict[str, Any]) -> None:
        for correction in self._request.corrections.filter(applied_at=None).order_by("pk"):
            review.apply_correction(correction, **do)


def _note(step: Mapping[str, Any], do: dict[str, Any]) -> dict[str, Any]:
    return {**do, "note": step.get("note", "")}

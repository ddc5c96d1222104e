"""One invented request from its arrival to where it stands, as the unsaved rows it leaves behind.

Each life follows `workflow`'s tables: a move is a line of the story with its date, and the dates of the rows
come from the same lines, so that rows and story cannot disagree.
"""

import datetime as dt
from typing import Any

from contacts.enums import (
    AnswerKind,
    Channel,
    DeclineReason,
    HistoryAction,
    IntroductionStatus,
    MailKind,
    MailStatus,
    MatchDecision,
    OutcomeKind,
    RefusalReason,
    RejectReason,
    Release,
    RequestStatus,
    Suspicion,
)
from contacts.models import (
    ClusterAnswer,
    ContactPerson,
    HistoryEntry,
    Introduction,
    Match,
    Outcome,
    OutgoingMail,
)
from contacts.office_generator import texts
from contacts.office_generator.arrivals import Life, Office, arrival
from contacts.office_generator.people import moment_in
from contacts.office_generator.register import Pole
from contacts.office_generator.rows import fresh
from contacts.quarters import PARIS, days_between

_R, _I = RequestStatus, IntroductionStatus
# Where requests of an age (days, up to) stand, in parts of a hundred.
_STANDING: tuple[tuple[int, dict[RequestStatus, int]], ...] = (
    (
        10,
        {_R.RECEIVED: 45, _R.IN_REVIEW: 25, _R.INTRODUCED: 12, _R.QUARANTINED: 5, _R.SPAM: 5, _R.DECLINED: 8},
    ),
    (
        75,
        {
            _R.RECEIVED: 5,
            _R.IN_REVIEW: 19,
            _R.INTRODUCED: 42,
            _R.COMPLETED: 12,
            _R.DECLINED: 12,
            _R.WITHDRAWN: 4,
            _R.SPAM: 4,
            _R.QUARANTINED: 2,
        },
    ),
    (
        10_000,
        {
            _R.IN_REVIEW: 1,
            _R.INTRODUCED: 7,
            _R.QUARANTINED: 2,
            _R.COMPLETED: 54,
            _R.DECLINED: 22,
            _R.WITHDRAWN: 6,
            _R.SPAM: 8,
        },
    ),
)
_CLOSED_BY_DAY = 90  # days in which most requests are closed


def live(office: Office, *, reference: str, at: dt.datetime, contact: ContactPerson) -> Life:
    """Return the life of a request that came in at `at`."""
    rng, age = office.rng, (office.now - at).days
    standing = next(weights for until, weights in _STANDING if age <= until)
    status = rng.choices(list(standing), list(standing.values()))[0]
    life = arrival(office, reference, at, contact, status)
    end = min(office.now, at + dt.timedelta(days=rng.uniform(5, _CLOSED_BY_DAY)))
    _Course(office, life, at, end).run()
    return life


class _Course:
    """Writes what happened between arrival and end, in order of time."""

    def __init__(self, office: Office, life: Life, at: dt.datetime, end: dt.datetime) -> None:
        self.office, self.life, self.rng = office, life, office.rng
        self.at, self.end, self.request = at, end, life.request
        self.by = office.rng.choice(office.staff)
        self.poles = office.register.by_pk

    def run(self) -> None:
        goal = RequestStatus(self.request.status)
        by_staff = self.request.channel != Channel.FORM
        held = goal == _R.QUARANTINED or (goal == _R.SPAM and self.rng.random() < 0.5)
        stands = _R.QUARANTINED if held else _R.RECEIVED
        self._line(HistoryAction.RECEIVED, staff=by_staff, actor="enquirer", statuses=("", stands))
        self._drawn()
        kept = None
        if held:
            self.request.suspicions = [Suspicion.ADVERTISING]
            kept = MailStatus.HELD if goal == _R.QUARANTINED else MailStatus.CANCELLED
        self._own_mail(MailKind.ACKNOWLEDGEMENT, self.request.contact.email, kept)
        if not by_staff:
            self._own_mail(MailKind.OFFICE_NOTICE, self.office.mailbox, kept)
        if goal in (_R.QUARANTINED, _R.RECEIVED):
            return
        if goal != _R.SPAM:
            self._pass(0.15)
            self.request.assigned_to_id = self.by.pk if self.rng.random() < 0.85 else None
            stands = self._move(stands, _R.IN_REVIEW)
        if goal == _R.IN_REVIEW:
            self._follow_up("Nadere uitleg vragen")
            return
        if goal in _R.AFTER_INTRODUCTION or (goal == _R.WITHDRAWN and self.rng.random() < 0.3):
            stands = self._introduce(stands, goal)
        if goal == _R.INTRODUCED:
            self._follow_up("Navragen hoe het eerste gesprek ging")
            return
        self._pass(0.5)
        if goal == _R.DECLINED:
            self.request.decline_reason = self.rng.choice(DeclineReason.values)
        self._move(stands, goal)
        self.request.closed_at = self.at

    # --- steps -----------------------------------------------------------------------------------------

    def _introduce(self, stands: RequestStatus, goal: RequestStatus) -> RequestStatus:
        chosen = self.life.matches[: self.rng.choice((1, 1, 1, 2))]
        for match in self.life.matches:
            self._decide(match, accepted=match in chosen)
        is_over = goal != _R.INTRODUCED
        letters = [
            self._send(self.poles[match.cluster_id], self._ending(is_over=is_over)) for match in chosen
        ]
        stands = self._move(stands, _R.INTRODUCED)
        self.request.introduced_at = self.at
        for letter in letters:
            self._answer(letter)
        if goal == _R.INTRODUCED and self.rng.random() < 0.15 and len(self.life.matches) > len(chosen):
            self._draft(self.poles[self.life.matches[len(chosen)].cluster_id], _I.DRAFT)
        return stands

    def _decide(self, match: Match, *, accepted: bool) -> None:
        match.decided_by_id, match.decided_at = self.by.pk, self.at
        match.decision = MatchDecision.ACCEPTED if accepted else MatchDecision.REJECTED
        match.reject_reason = "" if accepted else self.rng.choice(RejectReason.values)
        action = HistoryAction.MATCH_ACCEPTED if accepted else HistoryAction.MATCH_REJECTED
        self._line(action, data={"cluster": self.poles[match.cluster_id].name})

    def _ending(self, *, is_over: bool) -> IntroductionStatus:
        """Return where the letter will stand; its row is made with that status, its story leads there."""
        came = self.rng.choices((_I.ACCEPTED, _I.REFUSED, _I.UNANSWERED), (58, 22, 20))[0]
        if not is_over and (came == _I.UNANSWERED or self.rng.random() < 0.4):
            return _I.SENT
        return _I.COMPLETED if is_over and came == _I.ACCEPTED else came

    def _draft(self, pole: Pole, ending: IntroductionStatus) -> Introduction:
        language = pole.language
        opening, body = texts.LETTER[language]
        copy_subject, copy_body = texts.LETTER[self.request.language]
        letter = fresh(
            Introduction,
            request=self.request,
            cluster_id=pole.pk,
            cluster_name=pole.name,
            recipient_id=pole.contact.pk if pole.contact else None,
            language=language,
            subject=f"{opening} ({self.request.reference})",
            body=body.format(self.request.subject),
            copy_subject=f"{copy_subject} ({self.request.reference})",
            copy_body=copy_body.format(self.request.subject),
            status=ending,
            created_at=self.at,
            created_by_id=self.by.pk,
        )
        self.life.introductions.append(letter)
        self._line(HistoryAction.LETTER_PREPARED, letter, data={"cluster": pole.name})
        return letter

    def _send(self, pole: Pole, ending: IntroductionStatus) -> Introduction:
        if not self.request.release:
            self.request.release = [Release.ORGANISATION.value, Release.TEXT.value]
            self._line(HistoryAction.RELEASED, data={"before": [], "after": self.request.release})
        letter = self._draft(pole, ending)
        letter.is_teaser = self.rng.random() < 0.1
        letter.released = [] if letter.is_teaser else list(self.request.release)
        self._pass(0.05)
        self._move_letter(letter, _I.DRAFT, _I.SENT)
        letter.sent_at = self.at
        for kind, recipient, subject, body in (
            (MailKind.INTRODUCTION, pole.email, letter.subject, letter.body),
            (MailKind.INTRODUCTION_COPY, self.request.contact.email, letter.copy_subject, letter.copy_body),
        ):
            self._mail(kind, recipient, subject, body, letter)
        data = {"cluster": pole.name, "recipient": pole.email, "released": letter.released}
        self._line(HistoryAction.LETTER_SENT, letter, data=data)
        return letter

    def _answer(self, letter: Introduction) -> None:
        if letter.status == _I.UNANSWERED:
            self._close_letter(letter, _I.SENT)
            return
        if letter.status == _I.SENT:
            if self.rng.random() < 0.15:
                self._message(letter, AnswerKind.MESSAGE, text="Nous revenons vers vous sous peu.")
            return
        self._pass(0.4)
        letter.answered_at, letter.answer_days = self.at, days_between(letter.sent_at or self.at, self.at)
        if letter.status == _I.REFUSED:
            letter.refusal_reason = self.rng.choice(RefusalReason.values)
            if self.rng.random() < 0.5:
                self._message(letter, AnswerKind.REFUSED, reason=letter.refusal_reason)
            self._close_letter(letter, _I.SENT)
            return
        if self.rng.random() < 0.5:
            self._message(letter, AnswerKind.TAKEN_UP)
        self._move_letter(letter, _I.SENT, _I.ACCEPTED)
        if letter.is_teaser:
            letter.disclosed_at, letter.released = self.at, list(self.request.release)
            self._line(HistoryAction.REVEALED, letter)
        self._outcome(letter)
        if letter.status == _I.COMPLETED:
            self._close_letter(letter, _I.ACCEPTED)

    def _message(self, letter: Introduction, kind: AnswerKind, *, reason: str = "", text: str = "") -> None:
        answer = fresh(
            ClusterAnswer,
            introduction=letter,
            form_token=self.office.tag(),
            received_at=self.at,
            kind=kind,
            reason=reason,
            text=text,
        )
        if (self.office.now - self.at).days > 3:  # the latest ones nobody has seen yet
            answer.seen_at, answer.seen_by_id = self.at, self.by.pk
        self.life.answers.append(answer)
        self._line(HistoryAction.ANSWER_RECEIVED, letter, staff=False, data={"kind": str(kind)})

    def _outcome(self, letter: Introduction) -> None:
        if self.rng.random() < 0.25:
            return
        kinds = OutcomeKind.LADDER[: self.rng.choice((1, 1, 2, 3))]
        if self.rng.random() < 0.25:
            kinds = (self.rng.choice(("no_contact", "no_fit", "no_follow_up")),)
        for kind in kinds:
            self._pass(0.2)
            day = self.at.astimezone(PARIS).date()
            self.life.outcomes.append(
                fresh(
                    Outcome,
                    introduction=letter,
                    kind=kind,
                    happened_on=day,
                    recorded_at=self.at,
                    recorded_by_id=self.by.pk,
                )
            )
            self._line(HistoryAction.OUTCOME, letter, data={"kind": kind, "happened_on": day.isoformat()})

    def _follow_up(self, what: str) -> None:
        if self.rng.random() < 0.5:
            today = self.office.now.astimezone(PARIS).date()
            day = today + dt.timedelta(days=self.rng.choice((-9, -2, 0, 3, 7, 14, 28)))
            self.request.follow_up_on, self.request.follow_up_what = day, what
            self._line(HistoryAction.FOLLOW_UP, data={"on": day.isoformat(), "what": what})

    # --- lines and mails -------------------------------------------------------------------------------

    def _pass(self, share: float) -> None:
        """Let time go by: up to `share` of what is left."""
        self.at = moment_in(self.at, self.end, share * self.rng.random())

    def _move(self, before: RequestStatus, to: RequestStatus) -> RequestStatus:
        self._line(HistoryAction.MOVED, statuses=(before, to))
        self.request.version += 1
        return to

    def _move_letter(self, letter: Introduction, before: IntroductionStatus, to: IntroductionStatus) -> None:
        self._line(HistoryAction.MOVED, letter, statuses=(before, to))
        letter.version += 1

    def _close_letter(self, letter: Introduction, before: IntroductionStatus) -> None:
        self._pass(0.3)
        self._move_letter(letter, before, IntroductionStatus(letter.status))
        letter.closed_at = self.at

    def _drawn(self) -> None:
        slugs = [self.poles[match.cluster_id].slug for match in self.life.matches]
        data = {"verdict": str(self.request.verdict), "fit": self.request.fit, "clusters": slugs}
        self._line(HistoryAction.SHORTLIST_DRAWN, staff=False, data=data)

    def _line(
        self,
        action: HistoryAction,
        letter: Introduction | None = None,
        *,
        staff: bool = True,
        actor: str = "system",
        statuses: tuple[str, str] = ("", ""),
        data: dict[str, Any] | None = None,
    ) -> None:
        self.life.story.append(
            fresh(
                HistoryEntry,
                request=self.request,
                introduction=letter,
                action=action,
                from_status=statuses[0],
                to_status=statuses[1],
                at=self.at,
                by_id=self.by.pk if staff else None,
                actor="" if staff else actor,
                data=data or {},
            )
        )

    def _own_mail(self, kind: MailKind, recipient: str, kept: MailStatus | None) -> None:
        self._mail(kind, recipient, self.request.reference, f"{self.request.reference}\n", None, kept)

    def _mail(
        self,
        kind: MailKind,
        recipient: str,
        subject: str,
        body: str,
        letter: Introduction | None,
        kept: MailStatus | None = None,
    ) -> None:
        """Write a mail with what became of it; `kept` for one that never left."""
        status, sent = kept or MailStatus.SENT, self.at
        chance = self.rng.random()
        if kept:
            pass
        elif self.office.now - self.at < dt.timedelta(hours=6):
            status = MailStatus.QUEUED
        elif chance < 0.002:
            status = MailStatus.FAILED
        elif chance < 0.006:
            status = MailStatus.BOUNCED
        self.life.mails.append(
            fresh(
                OutgoingMail,
                request=self.request,
                introduction=letter,
                kind=kind,
                recipient=recipient,
                language=self.request.language,
                subject=subject,
                body=body,
                message_id=f"<{self.office.tag().hex}@demonstration.example>",
                status=status,
                created_at=self.at,
                not_before=self.at,
                attempts={MailStatus.FAILED: 12, MailStatus.QUEUED: 0}.get(status, 0 if kept else 1),
                last_error="The mailbox does not exist." if status in MailStatus.NEEDS_ATTENTION else "",
                sent_at=sent if status in MailStatus.DELIVERED else None,
                bounced_at=sent if status == MailStatus.BOUNCED else None,
            )
        )

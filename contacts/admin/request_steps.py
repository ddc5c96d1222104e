"""Which steps a request's page offers, and the one verb each of them calls."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts import after_sending, follow_up, introductions, review, shortlist, workflow
from contacts.admin import forms
from contacts.admin.steps import Outdated, Step
from contacts.enums import MatchDecision, RequestStatus
from contacts.models import IntroductionRequest, Match

Answers = dict[str, Any]


def may_become(*statuses: str) -> Any:
    """Return a condition: the table of transitions has one of these steps from where the request stands."""
    return lambda row, user: bool(set(statuses) & workflow.next_statuses(row))


def is_open(row: IntroductionRequest, user: Any) -> bool:
    return row.status in RequestStatus.OPEN


def can_be_taken(row: IntroductionRequest, user: Any) -> bool:
    return is_open(row, user) and (row.assigned_to_id != user.pk or row.status == RequestStatus.RECEIVED)


def has_a_day(row: IntroductionRequest, user: Any) -> bool:
    return is_open(row, user) and row.follow_up_on is not None


def is_of_open_request(match: Any, user: Any) -> bool:
    return getattr(match, "request", match).status in RequestStatus.OPEN


def may_be_accepted(match: Any, user: Any) -> bool:
    decision = getattr(match, "decision", MatchDecision.PROPOSED)
    return is_of_open_request(match, user) and decision != MatchDecision.ACCEPTED


def may_be_rejected(match: Any, user: Any) -> bool:
    decision = getattr(match, "decision", MatchDecision.PROPOSED)
    return is_of_open_request(match, user) and decision != MatchDecision.REJECTED


def take(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.take(row, by=by, at=at)


def assign(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.assign(row, answers["to"], by=by, at=at)


def decline(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.decline(row, answers["reason"], by=by, at=at, note=answers["note"])


def withdraw(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.withdraw(row, by=by, at=at, note=answers["note"])


def complete(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.complete(row, by=by, at=at, note=answers["note"])


def reopen(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.reopen(row, by=by, at=at, note=answers["note"])


def mark_spam(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.mark_spam(row, by=by, at=at, note=answers["note"])


def set_free(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.release_from_quarantine(row, by=by, at=at, note=answers["note"])


def record_release(
    row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime
) -> None:
    review.record_release(row, answers["release"], by=by, at=at, note=answers["note"])


def edit(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.edit(row, by=by, at=at, **answers)


def remark(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.remark(row, answers["note"], by=by, at=at)


def come_back(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    on = answers["on"] or timezone.localdate(at) + dt.timedelta(weeks=answers["weeks"])
    follow_up.follow_up(row, on=on, what=answers["what"], by=by, at=at)


def came_back(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    follow_up.done(row, by=by, at=at)


def seen(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    after_sending.mark_seen(row, by=by, at=at)


def take_over(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    review.apply_correction(answers["about"], by=by, at=at)


def redraw(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    shortlist.draw_up(row, at=at, by=by)


def accept(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    shortlist.accept(_as_seen(answers), by=by, at=at)


def reject(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    shortlist.reject(_as_seen(answers), answers["reason"], by=by, at=at, note=answers["note"])


def _as_seen(answers: Answers) -> Match:
    match: Match = answers["about"]
    if match.decision != answers["seen"]:
        raise Outdated
    return match


def add_cluster(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    shortlist.add(row, answers["cluster"], by=by, at=at)


def prepare(row: IntroductionRequest, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> str:
    introduction = introductions.prepare(row, answers["about"].cluster, by=by, at=at)
    return reverse("admin:contacts_introduction_change", args=[introduction.pk])


# Next to the title: what can be done with the request as a whole, the likeliest first.
MOVES = ("take", "complete", "reopen", "release", "assign", "decline", "withdraw", "spam", "note")
FOLLOW_UP = ("came-back", "follow-up")
ABOUT_MATCH = ("prepare", "accept", "reject")

STEPS = (
    Step("take", _("Take"), take, can_be_taken, tone="default", done=_("It is yours now.")),
    Step("complete", _("Complete"), complete, may_become(RequestStatus.COMPLETED), forms.NoteForm),
    Step("reopen", _("Reopen"), reopen, lambda row, user: row.status in review.REOPENED, forms.NoteForm),
    Step(
        "release",
        _("This is a real enquiry"),
        set_free,
        may_become(RequestStatus.RECEIVED),
        forms.NoteForm,
    ),
    Step("assign", _("Assign"), assign, is_open, forms.AssignForm),
    Step("decline", _("Do not forward"), decline, may_become(RequestStatus.DECLINED), forms.DeclineForm),
    Step("withdraw", _("Withdrawn by the enquirer"), withdraw, may_become("withdrawn"), forms.NoteForm),
    Step("spam", _("Spam"), mark_spam, may_become(RequestStatus.SPAM), forms.NoteForm),
    Step("note", _("Add a note"), remark, form=forms.RemarkForm),
    Step("follow-up", _("Come back to it"), come_back, is_open, forms.FollowUpForm),
    Step("came-back", _("Done, no need to come back"), came_back, has_a_day),
    Step("permission", _("Record a permission"), record_release, form=forms.ReleaseForm),
    Step("edit", _("Correct these details"), edit, form=forms.EditForm),
    Step(
        "correction",
        _("Take over"),
        take_over,
        form=forms.CorrectionForm,
        done=_("Taken over. Draw up the shortlist again if the subject changed."),
    ),
    Step("seen", _("Seen"), seen, tone="default", done=_("Noted that you have seen it.")),
    Step("redraw", _("Draw up again"), redraw, is_open, done=_("The shortlist was drawn up again.")),
    Step("add", _("Add a pôle by hand"), add_cluster, is_open, forms.AddClusterForm),
    Step("prepare", _("Write the letter"), prepare, may_be_rejected, forms.MatchForm, tone="default"),
    Step("accept", _("Accept"), accept, may_be_accepted, forms.MatchForm),
    Step("reject", _("Reject"), reject, may_be_rejected, forms.RejectForm),
)

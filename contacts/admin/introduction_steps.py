"""Which steps an introduction's page offers, and the one verb each of them calls."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts import answers as answering
from contacts import disclosing, introductions, sending, workflow
from contacts.admin import forms
from contacts.admin.steps import Step
from contacts.enums import AnswerKind, IntroductionStatus, Release
from contacts.letters import Letter
from contacts.models import Introduction

Answers = dict[str, Any]


def may_become(status: str) -> Any:
    return lambda row, user: status in workflow.next_statuses(row)


def is_draft(row: Introduction, user: Any) -> bool:
    return row.status == IntroductionStatus.DRAFT


def is_taken_up(row: Introduction, user: Any) -> bool:
    return row.status in IntroductionStatus.TAKEN_UP


def may_be_named(row: Introduction, user: Any) -> bool:
    return is_draft(row, user) and row.is_teaser and Release.ORGANISATION in row.request.release


def can_be_undone(row: Introduction, user: Any) -> bool:
    return row.status == IntroductionStatus.SENT and introductions.leaves_at(row) is not None


def disclosure_can_be_undone(row: Introduction, user: Any) -> bool:
    return row.disclosed_at is not None and introductions.leaves_at(row, disclosing.DISCLOSURE) is not None


def leaves(row: Introduction) -> str:
    """Say when the mails leave that can still be called back."""
    kinds = disclosing.DISCLOSURE if row.disclosed_at else sending.INTRODUCTION
    at = introductions.leaves_at(row, kinds)
    return (
        gettext("Leaves at %(time)s") % {"time": formats.time_format(timezone.localtime(at), "H:i")}
        if at
        else ""
    )


def edit(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.edit(row, by=by, at=at, version=None, **answers)


def redraft(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.redraft(row, by=by, at=at)


def leave_unnamed(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.redraft(row, by=by, at=at, unnamed=True)


def name_enquirer(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.redraft(row, by=by, at=at, unnamed=False)


def send(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> str:
    introductions.send(row, by=by, at=at)
    return reverse("admin:contacts_introductionrequest_change", args=[row.request_id])


def undo(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.undo(row, by=by, at=at)


def disclose(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    letter = Letter(answers["subject"], answers["body"])
    copy = Letter(answers["copy_subject"], answers["copy_body"])
    disclosing.disclose(row, letter=letter, copy=copy, by=by, at=at)


def undo_disclosure(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    disclosing.undo(row, by=by, at=at)


def taken_up(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    answering.record_by_hand(row, AnswerKind.TAKEN_UP, by=by, at=at, note=answers["note"])


def refused(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    answering.record_by_hand(
        row, AnswerKind.REFUSED, by=by, at=at, reason=answers["reason"], note=answers["note"]
    )


def elsewhere(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    answering.record_by_hand(
        row, AnswerKind.ELSEWHERE, by=by, at=at, other_cluster=answers["other_cluster"], note=answers["note"]
    )


def seen(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    answering.mark_seen(row, by=by, at=at)


def unanswered(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.record_answer(row, IntroductionStatus.UNANSWERED, by=by, at=at, note=answers["note"])
    answering.mark_seen(row, by=by, at=at)


def record_outcome(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.record_outcome(
        row, answers["kind"], happened_on=answers["happened_on"], by=by, at=at, note=answers["note"]
    )
    answering.mark_seen(row, by=by, at=at)


def complete(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.complete(row, by=by, at=at, note=answers["note"])
    answering.mark_seen(row, by=by, at=at)


def cancel(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.cancel(row, by=by, at=at, note=answers["note"])
    answering.mark_seen(row, by=by, at=at)


def take_up_again(row: Introduction, answers: Answers, *, by: AbstractBaseUser, at: dt.datetime) -> None:
    introductions.take_up_again(row, by=by, at=at)


MOVES = (
    "undo",
    "undo-disclosure",
    "redraft",
    "unnamed",
    "named",
    "taken-up",
    "refused",
    "elsewhere",
    "unanswered",
    "outcome",
    "complete",
    "again",
    "cancel",
)
ON_REQUEST_PAGE = (
    "undo",
    "undo-disclosure",
    "taken-up",
    "refused",
    "unanswered",
    "outcome",
    "complete",
)

STEPS = (
    Step("edit", _("Store"), edit, is_draft, forms.LetterForm, done=_("The letter was stored.")),
    Step(
        "redraft",
        _("Write anew from the template"),
        redraft,
        is_draft,
        done=_("Both letters were written anew."),
    ),
    Step(
        "unnamed",
        _("Leave the organisation unnamed"),
        leave_unnamed,
        lambda row, user: is_draft(row, user) and not row.is_teaser,
        done=_("Both letters were written anew, without the enquirer's name."),
    ),
    Step(
        "named",
        _("Name the organisation"),
        name_enquirer,
        may_be_named,
        done=_("Both letters were written anew, with the enquirer's name."),
    ),
    Step(
        "send",
        _("Send both mails"),
        send,
        is_draft,
        tone="default",
        done=_("Both mails were handed to the outbox. Until they leave you can undo it."),
    ),
    Step(
        "undo",
        _("Undo the sending"),
        undo,
        can_be_undone,
        done=_("Nothing was sent. The letter is in preparation again."),
        remark=leaves,
    ),
    Step(
        "disclose",
        _("Send both mails and disclose the name"),
        disclose,
        lambda row, user: not disclosing.obstacles(row),
        forms.DisclosureForm,
        tone="default",
        done=_("Both mails were handed to the outbox. Until they leave you can undo it."),
    ),
    Step(
        "undo-disclosure",
        _("Undo the disclosure"),
        undo_disclosure,
        disclosure_can_be_undone,
        done=_("Nothing was sent. The enquirer is unnamed still."),
        remark=leaves,
    ),
    Step("seen", _("Seen"), seen, tone="default", done=_("Noted that you have seen it.")),
    Step(
        "taken-up",
        _("Taken up"),
        taken_up,
        may_become(IntroductionStatus.ACCEPTED),
        forms.NoteForm,
        at_once=True,
    ),
    Step("refused", _("Refused"), refused, may_become(IntroductionStatus.REFUSED), forms.RefusalForm),
    Step(
        "elsewhere",
        _("Better for another pôle"),
        elsewhere,
        may_become(IntroductionStatus.REFUSED),
        forms.ElsewhereForm,
        done=_("Recorded. The pôle named is on the shortlist; nothing was sent."),
    ),
    Step(
        "unanswered",
        _("No answer"),
        unanswered,
        may_become(IntroductionStatus.UNANSWERED),
        forms.NoteForm,
        at_once=True,
    ),
    Step("outcome", _("Record an outcome"), record_outcome, is_taken_up, forms.OutcomeForm),
    Step("complete", _("Complete"), complete, may_become(IntroductionStatus.COMPLETED), forms.NoteForm),
    Step("again", _("Write after all"), take_up_again, may_become(IntroductionStatus.DRAFT)),
    Step("cancel", _("Cancel"), cancel, may_become(IntroductionStatus.CANCELLED), forms.NoteForm),
)

"""What an enquirer does after sending, without an account: withdraw, remark, correct, allow, confirm."""

import datetime as dt
import uuid

import pytest

from contacts import (
    after_sending,
    answers,
    disclosing,
    enquiries,
    giveaways,
    intake,
    introductions,
    outbox,
    references,
    review,
    sending,
    shortlist,
    workflow,
)
from contacts.enums import (
    AnswerKind,
    HistoryAction,
    IntroductionStatus,
    MailKind,
    MailStatus,
    MatchDecision,
    RejectReason,
    Release,
    RemarkKind,
    RequestStatus,
)
from contacts.introductions import SendObstacle
from contacts.models import (
    Correction,
    HistoryEntry,
    Introduction,
    IntroductionRequest,
    Match,
    OutgoingMail,
    Remark,
)
from tests import builders
from tests.builders import AT
from tests.contacts.answering import sent_letter

pytestmark = pytest.mark.django_db
SOON = AT + dt.timedelta(minutes=3)
LATER = AT + dt.timedelta(days=2)
UNJUDGED = (RequestStatus.QUARANTINED, RequestStatus.SPAM)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def waiting(anouk, pole, **fields):
    """A letter that was sent at AT and still waits."""
    draft = introductions.prepare(builders.request(**fields), pole, by=anouk, at=AT)
    return introductions.send(draft, by=anouk, at=AT)


def lines(action=None):
    every = HistoryEntry.objects.filter(actor="enquirer")
    return every.filter(action=action) if action else every


def mails(kind):
    return OutgoingMail.objects.filter(kind=kind).count()


def held_as(request, **changes):
    """The form as the page shows it, with some answers changed."""
    held = enquiries.held(request) | changes
    held["themes"], held["release"] = tuple(held["themes"]), tuple(held["release"])
    return enquiries.NewEnquiry(**held, language="nl")


def set_aside(status):
    return builders.request(status=status, closed_at=AT if status == RequestStatus.SPAM else None)


# --- withdrawing the request ---------------------------------------------------------------------------


def test_a_withdrawn_request_passes_nothing_on_any_more(anouk, pole):
    letter = waiting(anouk, pole)
    drafted = introductions.prepare(letter.request, builders.cluster("second"), by=anouk, at=AT)
    after_sending.withdraw(letter.request, at=SOON)
    assert fresh(letter.request).status == RequestStatus.WITHDRAWN
    assert {fresh(row).status for row in (letter, drafted)} == {IntroductionStatus.CANCELLED}
    kept = OutgoingMail.objects.filter(introduction=letter)
    assert {mail.status for mail in kept} == {MailStatus.CANCELLED}
    assert outbox.deliver_due(at=LATER).sent == 1  # the notice to the office
    assert {line.actor for line in HistoryEntry.objects.filter(at=SOON)} == {"enquirer"}


@pytest.mark.parametrize("status", ["sent", "unanswered", "accepted"])
def test_introductions_that_were_open_are_cancelled_and_the_office_has_something_to_read(status):
    answered = AT if status == "accepted" else None
    closed = AT if status == "unanswered" else None
    letter = sent_letter(status=status, answered_at=answered, closed_at=closed)
    after_sending.withdraw(letter.request, at=LATER)
    assert fresh(letter).status == IntroductionStatus.CANCELLED
    assert Remark.objects.get().kind == RemarkKind.WITHDRAWN
    assert mails(MailKind.WITHDRAWAL_NOTICE) == 1


@pytest.mark.parametrize("status", ["refused", "completed"])
def test_what_is_over_stays_as_it_was(status):
    reason = "no_capacity" if status == "refused" else ""
    letter = sent_letter(status=status, answered_at=AT, closed_at=AT, refusal_reason=reason)
    after_sending.withdraw(letter.request, at=LATER)
    assert fresh(letter).status == status


def test_withdrawn_twice_is_withdrawn_once():
    request = builders.request()
    for _ in range(2):
        after_sending.withdraw(request, at=LATER)
    assert (lines().count(), Remark.objects.count(), mails(MailKind.WITHDRAWAL_NOTICE)) == (1, 1, 1)


@pytest.mark.parametrize("status", ["completed", "declined"])
def test_what_was_closed_otherwise_cannot_be_withdrawn(status):
    request = builders.request(
        status=status,
        closed_at=AT,
        introduced_at=AT if status == "completed" else None,
        decline_reason="no_fit" if status == "declined" else "",
    )
    with pytest.raises(workflow.TransitionNotAllowed):
        after_sending.withdraw(request, at=LATER)
    assert not Remark.objects.exists()


@pytest.mark.parametrize("status", UNJUDGED)
def test_who_was_set_aside_can_withdraw_too_and_nobody_gets_a_mail(status):
    request = set_aside(status)
    after_sending.withdraw(request, at=LATER)
    after_sending.withdraw(request, at=LATER)
    assert after_sending.is_withdrawn(fresh(request))
    assert after_sending.is_closed(fresh(request))
    assert (lines().count(), Remark.objects.count()) == (1, 1)
    assert not OutgoingMail.objects.exists()


def test_spam_that_is_withdrawn_is_still_counted_as_spam():
    request = set_aside(RequestStatus.SPAM)
    after_sending.withdraw(request, at=LATER)
    assert fresh(request).status == RequestStatus.SPAM


def test_a_pole_that_answers_late_moves_nothing_any_more():
    letter = sent_letter()
    after_sending.withdraw(letter.request, at=LATER)
    said = answers.NewAnswer(kind=AnswerKind.TAKEN_UP)
    answers.receive(fresh(letter), said, token=uuid.uuid4(), at=LATER)
    assert fresh(letter).status == IntroductionStatus.CANCELLED


# --- withdrawing from one pôle -------------------------------------------------------------------------


def test_withdrawn_from_one_pole_it_is_not_proposed_again_and_the_others_stay():
    letter, other = sent_letter(), None
    other = sent_letter(request=letter.request, cluster=builders.cluster("other"))
    Match.objects.create(request=letter.request, cluster=letter.cluster, rank=1)
    after_sending.withdraw_from(letter, at=LATER)
    assert fresh(letter).status == IntroductionStatus.CANCELLED
    assert fresh(other).status == IntroductionStatus.SENT
    assert fresh(letter.request).status == RequestStatus.INTRODUCED
    match = Match.objects.get()
    assert (match.decision, match.reject_reason) == (MatchDecision.REJECTED, RejectReason.NOT_WANTED)
    shortlist.draw_up(fresh(letter.request), at=LATER)
    assert fresh(match).decision == MatchDecision.REJECTED
    assert (Remark.objects.get().introduction, mails(MailKind.WITHDRAWAL_NOTICE)) == (letter, 1)


def test_a_pole_that_was_on_no_shortlist_is_not_proposed_either():
    letter = sent_letter()
    after_sending.withdraw_from(letter, at=LATER)
    assert Match.objects.get().reject_reason == RejectReason.NOT_WANTED
    assert not shortlist.suggest(letter.request, letter.cluster, named_by="X", by=None, at=LATER)


def test_withdrawn_from_a_pole_twice_is_once():
    letter = sent_letter()
    for _ in range(2):
        after_sending.withdraw_from(letter, at=LATER)
    assert Remark.objects.count() == mails(MailKind.WITHDRAWAL_NOTICE) == 1


def test_a_name_that_waits_to_be_disclosed_stays_in(anouk, pole):
    draft = introductions.prepare(builders.request(), pole, by=anouk, at=AT)
    draft = introductions.redraft(draft, by=anouk, at=AT, unnamed=True)
    row = introductions.send(draft, by=anouk, at=AT)
    outbox.deliver_due(at=AT + dt.timedelta(hours=1))
    row = introductions.record_answer(row, "accepted", by=anouk, at=LATER)
    letter, copy = disclosing.written(row, by=anouk, at=LATER)
    disclosing.disclose(row, letter=letter, copy=copy, by=anouk, at=LATER)
    after_sending.withdraw_from(fresh(row), at=LATER)
    row = fresh(row)
    assert (row.status, row.disclosed_at, row.released) == ("cancelled", None, ["text"])
    kept = row.mails.filter(kind__in=(MailKind.DISCLOSURE, MailKind.DISCLOSURE_COPY))
    assert {mail.status for mail in kept} == {MailStatus.CANCELLED}


# --- a remark ------------------------------------------------------------------------------------------


def test_a_remark_is_stored_told_in_the_story_without_its_text_and_announced():
    request, token = builders.request(), uuid.uuid4()
    for _ in range(2):
        after_sending.remark(request, "Wij verhuizen naar Utrecht.", token=token, at=LATER)
    assert Remark.objects.get().text == "Wij verhuizen naar Utrecht."
    line = lines(HistoryAction.REMARKED).get()
    assert "Utrecht" not in f"{line.note}{line.data}"
    mail = OutgoingMail.objects.get()
    assert (mail.kind, "Utrecht" in mail.body) == (MailKind.REMARK_NOTICE, False)


def test_the_same_words_from_the_back_button_are_the_same_remark():
    request = builders.request()
    for minutes in (0, 30):
        at = LATER + dt.timedelta(minutes=minutes)
        after_sending.remark(request, "Nog iets.", token=uuid.uuid4(), at=at)
    assert Remark.objects.count() == 1
    after_sending.remark(request, "Nog iets.", token=uuid.uuid4(), at=LATER + dt.timedelta(hours=2))
    assert Remark.objects.count() == 2


def test_while_one_remark_is_unread_the_next_makes_no_mail(anouk):
    request = builders.request()
    after_sending.remark(request, "Een.", token=uuid.uuid4(), at=LATER)
    after_sending.remark(request, "Twee.", token=uuid.uuid4(), at=LATER)
    assert mails(MailKind.REMARK_NOTICE) == 1
    assert after_sending.mark_seen(request, by=anouk, at=LATER) == 2
    after_sending.remark(request, "Drie.", token=uuid.uuid4(), at=LATER)
    assert mails(MailKind.REMARK_NOTICE) == 2


def test_nobody_fills_the_desk_with_remarks():
    request = builders.request()
    for number in range(after_sending.REMARKS_A_DAY):
        after_sending.remark(request, f"{number}", token=uuid.uuid4(), at=LATER)
    with pytest.raises(after_sending.TooManyRemarks):
        after_sending.remark(request, "nog een", token=uuid.uuid4(), at=LATER)
    after_sending.remark(request, "nog een", token=uuid.uuid4(), at=LATER + dt.timedelta(days=2))
    assert mails(MailKind.REMARK_NOTICE) == 1


@pytest.mark.parametrize("status", UNJUDGED)
def test_a_remark_of_who_was_set_aside_is_kept_and_makes_no_mail(status):
    after_sending.remark(set_aside(status), "Ik ben echt.", token=uuid.uuid4(), at=LATER)
    assert Remark.objects.get().text == "Ik ben echt."
    assert not OutgoingMail.objects.exists()


# --- correcting ----------------------------------------------------------------------------------------


def test_the_form_sent_again_as_it_is_changes_nothing():
    request = intake.receive(builders.enquiry(), at=AT, token=uuid.uuid4()).request
    before = OutgoingMail.objects.count()
    done = after_sending.correct(request, held_as(request), at=LATER)
    assert (done.answers, done.permission) == (False, False)
    assert not Correction.objects.exists()
    assert OutgoingMail.objects.count() == before


def test_a_change_waits_as_a_correction_of_the_same_request():
    request = intake.receive(builders.enquiry(), at=AT, token=uuid.uuid4()).request
    for _ in range(2):
        after_sending.correct(request, held_as(request, phone="+31 30 555 01 99"), at=LATER)
    assert list(Correction.objects.get().changes) == ["phone"]
    assert (IntroductionRequest.objects.count(), mails(MailKind.CORRECTION_NOTICE)) == (1, 1)


def test_nobody_fills_the_desk_with_corrections_and_a_permission_holds_all_the_same():
    request = builders.request()
    for number in range(intake.CORRECTIONS_A_DAY):
        assert after_sending.correct(request, held_as(request, text=f"Versie {number}."), at=LATER).answers
    change = held_as(request, text="Nog een.", release=("text",))
    done = after_sending.correct(request, change, at=LATER)
    assert done == after_sending.Corrected(answers=False, permission=True, too_many=True)
    assert request.corrections.count() == intake.CORRECTIONS_A_DAY
    assert fresh(request).release == ["text"]
    assert after_sending.correct(request, held_as(fresh(request)), at=LATER).too_many is False
    tomorrow = LATER + dt.timedelta(days=1, minutes=1)
    assert after_sending.correct(request, held_as(fresh(request), text="Nog een."), at=tomorrow).answers


def test_a_request_that_came_without_a_form_can_be_corrected_too():
    request = builders.request()
    after_sending.correct(request, held_as(request, text="Liever een laboratorium."), at=LATER)
    assert list(Correction.objects.get().changes) == ["text"]


def test_what_waits_to_be_taken_over_stands_in_the_form():
    request = builders.request()
    after_sending.correct(request, held_as(request, text="Liever een laboratorium."), at=LATER)
    assert enquiries.held(fresh(request))["text"] == "Liever een laboratorium."


def test_the_form_does_not_tell_what_the_office_knows_of_an_organisation():
    builders.enquirer("Ziekenhuis", kvk="12345678", kind="hospital")
    enquiry = builders.enquiry(kvk="12345678", organisation_kind="other")
    request = intake.receive(enquiry, at=AT, token=uuid.uuid4()).request
    assert request.enquirer.kind == "hospital"
    held = enquiries.held(request)
    assert (held["organisation"], held["organisation_kind"]) == ("Ortholink B.V.", "other")


@pytest.mark.parametrize("status", ["completed", "declined", "withdrawn"])
def test_a_closed_request_takes_no_correction(status):
    request = builders.request(
        status=status,
        closed_at=AT,
        introduced_at=AT if status == "completed" else None,
        decline_reason="no_fit" if status == "declined" else "",
    )
    with pytest.raises(after_sending.IsClosed):
        after_sending.correct(request, held_as(request, text="Anders."), at=LATER)


# --- what may be passed on -----------------------------------------------------------------------------


def test_a_permission_taken_back_holds_at_once_and_is_told(anouk, pole):
    draft = introductions.prepare(builders.request(), pole, by=anouk, at=AT)
    done = after_sending.correct(draft.request, held_as(draft.request, release=["text"]), at=LATER)
    assert (done.answers, done.permission) == (False, True)
    assert fresh(draft.request).release == ["text"]
    assert not Correction.objects.exists()
    line = lines(HistoryAction.RELEASED).get()
    assert line.data == {"before": list(Release.values), "after": ["text"]}
    assert (Remark.objects.get().kind, mails(MailKind.REMARK_NOTICE)) == (RemarkKind.PERMISSION, 1)
    codes = [each.code for each in sending.obstacles(fresh(draft), on=LATER.date())]
    assert SendObstacle.UNRELEASED_FACTS in codes


def test_changing_it_to_and_fro_leaves_one_thing_to_read_and_one_mail():
    request = builders.request()
    for release in (["text"], [], ["text"]):
        after_sending.correct(request, held_as(fresh(request), release=release), at=LATER)
    assert (Remark.objects.count(), mails(MailKind.REMARK_NOTICE)) == (1, 1)
    assert lines(HistoryAction.RELEASED).count() == 3


def test_a_permission_given_holds_at_once():
    request = builders.request(release=[])
    after_sending.correct(request, held_as(request, release=["organisation"]), at=LATER)
    assert fresh(request).release == ["organisation"]


def test_a_letter_that_waits_is_called_back_when_it_tells_what_was_taken_back(anouk, pole):
    letter = waiting(anouk, pole)
    after_sending.correct(letter.request, held_as(letter.request, release=["text"]), at=SOON)
    assert fresh(letter).status == IntroductionStatus.DRAFT
    assert fresh(letter.request).status == RequestStatus.IN_REVIEW
    outbox.deliver_due(at=LATER)
    assert not letter.mails.filter(status=MailStatus.SENT).exists()


def test_it_stays_in_as_well_when_the_enquirers_copy_has_left_before_it(anouk, pole):
    letter = waiting(anouk, pole)
    copy = letter.mails.filter(kind=MailKind.INTRODUCTION_COPY)
    copy.update(status=MailStatus.SENT, sent_at=SOON)
    after_sending.correct(letter.request, held_as(letter.request, release=[]), at=SOON)
    assert fresh(letter).status == IntroductionStatus.CANCELLED
    assert letter.mails.get(kind=MailKind.INTRODUCTION).status == MailStatus.CANCELLED


def test_a_letter_that_tells_nothing_of_it_goes_its_way(anouk, pole):
    letter = waiting(anouk, pole, release=["text", "contact"])
    after_sending.correct(letter.request, held_as(letter.request, release=["text"]), at=SOON)
    assert letter.is_teaser
    assert fresh(letter).status == IntroductionStatus.SENT


def test_a_letter_that_has_left_stays_as_it_is():
    letter = sent_letter()
    after_sending.correct(letter.request, held_as(letter.request, release=[]), at=LATER)
    assert (fresh(letter).status, fresh(letter).released) == ("sent", list(Release.values))


def test_an_older_correction_does_not_bring_back_what_was_taken_back_since(anouk):
    request = builders.request(release=[])
    changes = {
        "release": {"before": [], "after": ["organisation"]},
        "text": {"before": "", "after": "Nieuw."},
    }
    correction = Correction.objects.create(request=request, received_at=AT, changes=changes)
    assert enquiries.held(request)["release"] == ["organisation"]
    review.record_release(request, ["text"], by=None, at=LATER)
    assert enquiries.held(fresh(request))["release"] == ["text"]
    review.apply_correction(correction, by=anouk, at=LATER)
    assert (fresh(request).release, fresh(request).text) == (["text"], "Nieuw.")


# --- the address ---------------------------------------------------------------------------------------


def test_an_address_is_confirmed_once_and_nobody_loses_a_page_by_it():
    request = builders.request()
    assert after_sending.confirm_address(request, at=LATER)
    assert not after_sending.confirm_address(request, at=LATER + dt.timedelta(days=1))
    request = fresh(request)
    assert (request.address_confirmed_at, request.version) == (LATER, 1)
    assert lines(HistoryAction.ADDRESS_CONFIRMED).count() == 1


def test_the_link_is_in_the_mail_alone_and_is_for_one_address():
    request = intake.receive(builders.enquiry(), at=AT, token=uuid.uuid4()).request
    mail = OutgoingMail.objects.get(kind=MailKind.ACKNOWLEDGEMENT)
    path = references.confirmation_path(request.reference, request.contact.email, language="nl")
    assert path in mail.body
    signed = path.split("/")[-2]
    reference, digest = references.read_address(signed)
    assert references.is_address(digest, reference, "sanne@ortholink.example")
    assert not references.is_address(digest, reference, "other@ortholink.example")
    for wrong in (references.sign(request.reference), signed[:-1], ""):
        with pytest.raises(references.LinkNotValid):
            references.read_address(wrong)
    with pytest.raises(references.LinkNotValid):
        references.read(signed)


def test_a_corrected_address_is_written_to_and_has_to_be_confirmed_anew(anouk):
    request = builders.request()
    after_sending.confirm_address(request, at=AT)
    after_sending.correct(request, held_as(request, email="new@ortholink.example"), at=LATER)
    review.apply_correction(Correction.objects.get(), by=anouk, at=LATER)
    assert fresh(request).address_confirmed_at is None
    assert OutgoingMail.objects.get(kind=MailKind.ACKNOWLEDGEMENT).recipient == "new@ortholink.example"


# --- what a letter told --------------------------------------------------------------------------------


def test_a_letter_is_searched_for_what_it_tells_also_for_few_words():
    request = builders.request(text="MRI gezocht.")
    assert giveaways.told_in(request, "Ortholink zoekt: MRI gezocht. Tot ziens") == ["organisation", "text"]
    assert giveaways.told_in(request, "Bonjour") == []


def test_nobody_else_is_touched():
    mine, other = sent_letter(), sent_letter(cluster=builders.cluster("other"))
    before = [Introduction.objects.filter(pk=other.pk).values().get(), fresh(other.request).version]
    after_sending.withdraw(mine.request, at=LATER)
    after_sending.remark(mine.request, "Nog iets.", token=uuid.uuid4(), at=LATER)
    assert [Introduction.objects.filter(pk=other.pk).values().get(), fresh(other.request).version] == before
    assert not Remark.objects.exclude(request=mine.request).exists()

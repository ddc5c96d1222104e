"""What staff do with a request: every change leaves a line with who and when."""

import datetime as dt
from typing import Any

import pytest

from contacts import review, workflow
from contacts.enums import HistoryAction, RequestStatus
from contacts.models import Correction, Enquirer, HistoryEntry, IntroductionRequest
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=2)


def actions(request):
    return list(request.story.order_by("pk").values_list("action", flat=True))


def correction(request, **changes):
    return Correction.objects.create(
        request=request,
        received_at=AT,
        changes={field: {"before": before, "after": after} for field, (before, after) in changes.items()},
    )


def test_taking_a_new_request_puts_it_in_review_in_ones_own_name(anouk):
    request = review.take(builders.request(), by=anouk, at=LATER)
    assert (request.status, request.assigned_to) == (RequestStatus.IN_REVIEW, anouk)
    assert actions(request) == [HistoryAction.MOVED, HistoryAction.ASSIGNED]
    assert {(line.by, line.at) for line in request.story.all()} == {(anouk, LATER)}


def test_taking_over_from_a_colleague_leaves_the_status(anouk, bram):
    request = review.take(builders.request(), by=anouk, at=AT)
    request = review.take(request, by=bram, at=LATER)
    assert (request.status, request.assigned_to) == (RequestStatus.IN_REVIEW, bram)


def test_a_second_take_with_the_version_seen_before_is_refused(anouk, bram):
    seen = builders.request()
    review.take(seen, by=anouk, at=AT, version=seen.version)
    with pytest.raises(workflow.StaleVersion):
        review.take(seen, by=bram, at=AT, version=seen.version)
    assert IntroductionRequest.objects.get().assigned_to == anouk


def test_a_closed_request_is_taken_by_nobody(anouk):
    request = review.decline(builders.request(), "no_fit", by=anouk, at=AT)
    with pytest.raises(workflow.TransitionNotAllowed):
        review.take(request, by=anouk, at=AT)


def test_assigning_says_to_whom_and_can_be_undone(anouk, bram):
    request = review.assign(builders.request(), bram, by=anouk, at=AT)
    assert request.status == RequestStatus.RECEIVED
    assert request.story.get().data == {"to": "bram"}
    assert review.assign(request, None, by=anouk, at=AT).assigned_to is None


def test_assigning_to_the_same_person_again_makes_no_line(anouk, bram):
    request = review.assign(builders.request(), bram, by=anouk, at=AT)
    assert review.assign(request, bram, by=anouk, at=AT).version == request.version
    assert request.story.count() == 1


@pytest.mark.parametrize(("reason", "refusal"), [("", review.AnswerMissing), ("rain", review.UnknownValue)])
def test_declining_needs_a_reason_from_the_list(anouk, reason, refusal):
    request = builders.request()
    with pytest.raises(refusal):
        review.decline(request, reason, by=anouk, at=AT)
    assert not request.story.exists()


def test_declining_keeps_reason_note_and_day(anouk):
    request = review.decline(builders.request(), "elsewhere", by=anouk, at=LATER, note="To the embassy")
    assert (request.decline_reason, request.closed_at) == ("elsewhere", LATER)
    assert request.story.get().note == "To the embassy"


def test_a_declined_request_reopens_in_review_without_its_reason(anouk):
    request = review.decline(builders.request(), "no_fit", by=anouk, at=AT)
    request = review.reopen(request, by=anouk, at=LATER, note="New pôle")
    assert (request.status, request.decline_reason, request.closed_at) == ("in_review", "", None)


def test_a_withdrawn_request_does_not_reopen(anouk):
    request = review.withdraw(builders.request(), by=anouk, at=AT)
    with pytest.raises(workflow.TransitionNotAllowed):
        review.reopen(request, by=anouk, at=AT)


def test_spam_is_a_status_with_a_way_back(anouk):
    request = review.mark_spam(builders.request(), by=anouk, at=AT)
    assert request.status == RequestStatus.SPAM
    assert review.release_from_quarantine(request, by=anouk, at=AT).status == RequestStatus.RECEIVED


def test_only_an_introduced_request_is_completed(anouk):
    with pytest.raises(workflow.TransitionNotAllowed):
        review.complete(builders.request(), by=anouk, at=AT)
    introduced = builders.request(status=RequestStatus.INTRODUCED, introduced_at=AT)
    assert review.complete(introduced, by=anouk, at=LATER).closed_at == LATER


def test_a_permission_is_kept_with_before_after_and_how_it_was_given(anouk):
    request = review.record_release(
        builders.request(release=["text"]), ["organisation", "text"], by=anouk, at=AT, note="By telephone"
    )
    assert request.release == ["organisation", "text"]
    line = request.story.get()
    assert line.data == {"before": ["text"], "after": ["organisation", "text"]}
    assert line.note == "By telephone"


@pytest.mark.parametrize(
    ("release", "note", "refusal"),
    [(["text"], " ", review.AnswerMissing), (["everything"], "By mail", review.UnknownValue)],
)
def test_a_permission_without_note_or_of_an_unknown_kind_is_refused(anouk, release, note, refusal):
    request = builders.request(release=[])
    with pytest.raises(refusal):
        review.record_release(request, release, by=anouk, at=AT, note=note)
    assert IntroductionRequest.objects.get().release == []


def test_an_edit_tells_what_it_said_before(anouk):
    request = review.edit(builders.request(), by=anouk, at=AT, subject="MRI-partner", confidential=True)
    changes = request.story.get().data["changes"]
    assert changes["subject"] == {"was": "Wij zoeken een partner voor beeldvorming", "now": "MRI-partner"}
    assert changes["confidential"] == {"was": False, "now": True}


def test_an_edited_subject_is_found_by_its_new_words(anouk):
    review.edit(builders.request(), by=anouk, at=AT, subject="Échographie")
    assert IntroductionRequest.objects.filter(search_words__having="echographie").exists()


def test_an_edit_of_themes_names_them(anouk):
    request = review.edit(builders.request(), by=anouk, at=AT, themes=[builders.theme("cardiology")])
    assert request.story.get().data["changes"]["themes"] == {"was": ["imaging"], "now": ["cardiology"]}


def test_an_edit_that_changes_nothing_makes_no_line(anouk):
    request = builders.request()
    assert review.edit(request, by=anouk, at=AT, subject=request.subject).version == 1
    assert not request.story.exists()


@pytest.mark.parametrize("field", ["status", "text", "release", "reference", "closed_at"])
def test_what_has_a_verb_of_its_own_is_not_edited(anouk, field):
    changes: dict[str, Any] = {field: "x"}
    with pytest.raises(review.UnknownValue):
        review.edit(builders.request(), by=anouk, at=AT, **changes)


def test_a_note_is_a_line(anouk):
    request = builders.request()
    review.remark(request, "Called, no answer", by=anouk, at=LATER)
    assert request.story.get().note == "Called, no answer"
    with pytest.raises(review.AnswerMissing):
        review.remark(request, "  ", by=anouk, at=LATER)


def test_a_correction_taken_over_changes_request_person_and_enquirer(anouk):
    request = builders.request()
    change = correction(
        request,
        text=("old", "Wij zoeken een laboratorium voor onze weefselkweek."),
        person=("Sanne Bakker", "Sanne Visser"),
        kvk=("", "12345678"),
        themes=(["imaging"], ["tissue"]),
        release=(["organisation", "contact", "text"], ["text"]),
    )
    builders.theme("tissue")
    request = review.apply_correction(change, by=anouk, at=LATER)
    assert request.text == "Wij zoeken een laboratorium voor onze weefselkweek."
    assert request.contact.name == "Sanne Visser"
    assert request.enquirer.kvk == "12345678"
    assert [theme.slug for theme in request.themes.all()] == ["tissue"]
    assert request.release == ["text"]
    assert actions(request) == [HistoryAction.CORRECTION_APPLIED]
    change.refresh_from_db()
    assert (change.applied_at, change.applied_by) == (LATER, anouk)


def test_a_corrected_kind_is_the_requests_own_also_of_an_enquirer_others_stand_on(anouk):
    first = builders.request()
    second = builders.request(enquirer=first.enquirer, contact=first.contact, organisation_kind="sme")
    change = correction(second, organisation_kind=("sme", "sole_trader"))
    second = review.apply_correction(change, by=anouk, at=LATER)
    assert (second.kind, second.enquirer.kind) == ("sole_trader", "sme")


def test_a_subject_written_by_staff_survives_a_correction_of_the_text(anouk):
    request = builders.request(text="Wij zoeken A, al heel lang.", subject="Chosen by Anouk")
    request = review.apply_correction(correction(request, text=("", "Iets heel anders.")), by=anouk, at=AT)
    assert request.subject == "Chosen by Anouk"


def test_a_correction_is_taken_over_once(anouk):
    change = correction(builders.request(), phone=("", "+31 20 555 0199"))
    review.apply_correction(change, by=anouk, at=AT)
    with pytest.raises(review.AppliedAlready):
        review.apply_correction(change, by=anouk, at=AT)
    assert HistoryEntry.objects.count() == 1


def test_a_corrected_kvk_number_that_is_known_links_to_its_enquirer(anouk):
    known = builders.enquirer("Ortholink Holding", kvk="87654321")
    request = review.apply_correction(correction(builders.request(), kvk=("", "87654321")), by=anouk, at=AT)
    assert request.enquirer == known
    assert request.contact.enquirer == known
    assert known.name == "Ortholink Holding"


def test_a_correction_leaves_the_records_other_requests_stand_on(anouk):
    first = builders.request()
    second = builders.request(enquirer=first.enquirer, contact=first.contact)
    change = correction(
        second, person=("", "Other Person"), organisation=("", "Ortholink Labs"), kvk=("", "11112222")
    )
    second = review.apply_correction(change, by=anouk, at=AT)
    first = IntroductionRequest.objects.get(pk=first.pk)
    assert (first.contact.name, first.enquirer.name, first.enquirer.kvk) == (
        "Sanne Bakker",
        "Ortholink B.V.",
        "",
    )
    assert (second.contact.name, second.enquirer.name) == ("Other Person", "Ortholink Labs")
    assert Enquirer.objects.count() == 2

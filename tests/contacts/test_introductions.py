"""Bringing a request to a pôle: only what was released, once, to somebody who can be reached."""

import datetime as dt

import pytest
from django.db import connection

from clusters.enums import StatementKind
from contacts import introductions, letters, notifications, review, workflow
from contacts.enums import (
    HistoryAction,
    IntroductionStatus,
    MailKind,
    OutcomeKind,
    RefusalReason,
    Release,
    RequestStatus,
)
from contacts.introductions import OutcomeObstacle, PrepareObstacle, SendObstacle
from contacts.models import HistoryEntry, Introduction, OutgoingMail
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=3)


def prepared(anouk, pole, **fields):
    return introductions.prepare(builders.request(**fields), pole, by=anouk, at=AT)


def sent(anouk, pole, **fields):
    return introductions.send(prepared(anouk, pole, **fields), by=anouk, at=AT)


def edited(introduction, anouk, **changes):
    values = {
        "subject": introduction.subject,
        "body": introduction.body,
        "copy_subject": introduction.copy_subject,
        "copy_body": introduction.copy_body,
        "recipient": introduction.recipient,
        "version": introduction.version,
        **changes,
    }
    return introductions.edit(introduction, by=anouk, at=AT, **values)


def test_the_letter_speaks_the_contacts_language_and_the_copy_the_enquirers(anouk, pole):
    introduction = prepared(anouk, pole, language="nl")
    assert introduction.language == "fr"
    assert introduction.body.startswith("Bonjour Claire Dubois,")
    assert introduction.copy_body.startswith("Beste Sanne Bakker,")
    assert letters.quoted(introduction.subject, introduction.body, "nl") in introduction.copy_body


def test_the_enquirer_gets_no_link_to_answer_in_the_poles_place(anouk, pole):
    introduction = prepared(anouk, pole)
    assert "/answer/" in introduction.body
    assert "/answer/" not in introduction.copy_body
    introduction = edited(introduction, anouk, body=introduction.body.replace("Bonjour", "Cher"))
    assert "Cher Claire Dubois" in introduction.copy_body
    assert "/answer/" not in introduction.copy_body


def test_who_writes_a_letter_takes_a_request_that_nobody_has(anouk, pole):
    request = prepared(anouk, pole).request
    assert (request.status, request.assigned_to) == ("in_review", anouk)


def test_a_colleagues_request_stays_the_colleagues(anouk, pole):
    bram = builders.staff("bram")
    request = prepared(anouk, pole, assigned_to=bram).request
    assert (request.status, request.assigned_to) == ("in_review", bram)


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_both_letters_exist_in_every_language(anouk, language):
    cluster = builders.cluster("pole-" + language)
    builders.cluster_contact(cluster, language=language)
    introduction = prepared(anouk, cluster, language=language)
    for text in (introduction.subject, introduction.body, introduction.copy_subject, introduction.copy_body):
        assert text.strip()
        assert "{" not in text
        assert "&" not in text


@pytest.mark.parametrize(
    ("release", "secrets"),
    [
        ([], ["Ortholink", "Sanne", "sanne@", "555 0142", "knieklachten"]),
        (["text"], ["Ortholink", "Sanne", "sanne@", "555 0142"]),
        (["organisation"], ["Sanne", "sanne@", "555 0142", "knieklachten"]),
        (["contact"], ["knieklachten", "Ortholink"]),
    ],
)
def test_the_letter_holds_only_what_was_released(anouk, pole, release, secrets):
    introduction = prepared(
        anouk, pole, release=release, region_wish="bij Ortholink in de buurt" * ("text" not in release)
    )
    letter = f"{introduction.subject}\n{introduction.body}"
    assert [secret for secret in secrets if secret in letter] == []


def test_everything_released_is_in_the_letter_as_written(anouk, pole):
    text = "Wij zoeken <b>R&D</b> aan de Côte d'Azur."
    letter = prepared(anouk, pole, text=text).body
    for fact in ("Ortholink B.V.", "Sanne Bakker", "sanne@ortholink.example", "+31 20 555 0142", text):
        assert fact in letter


def test_without_french_establishment_both_letters_say_what_the_register_says_on_it(anouk, pole):
    builders.rule(StatementKind.MEMBERSHIP_RULE)
    builders.rule(StatementKind.SUBSIDY_RULE)
    introduction = prepared(anouk, pole, french_establishment="no")
    assert "sans bénéficier des aides publiques françaises" in introduction.body
    assert "Overview of the pôles », 18 décembre 2014" in introduction.body
    assert "zonder Franse overheidssubsidie" in introduction.copy_body


@pytest.mark.parametrize("establishment", ["yes", ""])
def test_with_a_french_establishment_or_no_answer_there_is_no_such_line(anouk, pole, establishment):
    builders.rule(StatementKind.MEMBERSHIP_RULE)
    assert "établissement" not in prepared(anouk, pole, french_establishment=establishment).body


def test_a_rule_the_register_no_longer_holds_is_not_told(anouk, pole):
    builders.rule(StatementKind.MEMBERSHIP_RULE, valid_until=dt.date(2020, 1, 1))
    assert "membre du pôle" not in prepared(anouk, pole, french_establishment="no").body


def test_a_request_is_brought_to_a_pole_once(anouk, pole):
    first = prepared(anouk, pole)
    with pytest.raises(introductions.CannotPrepare) as refused:
        introductions.prepare(first.request, pole, by=anouk, at=LATER)
    assert refused.value.code == PrepareObstacle.EXISTS
    assert refused.value.introduction == first
    assert Introduction.objects.count() == 1


def test_a_merged_pole_is_refused_and_the_last_successor_named(anouk, pole):
    middle, last = builders.cluster("middle"), builders.cluster("last")
    builders.succession(pole, middle)
    builders.succession(middle, last)
    with pytest.raises(introductions.CannotPrepare) as refused:
        prepared(anouk, pole)
    assert refused.value.code == PrepareObstacle.ENDED
    assert refused.value.successor == last


def test_a_merger_still_to_come_stops_nothing(anouk, pole):
    builders.succession(pole, builders.cluster("next"), on=dt.date(2027, 1, 1))
    assert prepared(anouk, pole).status == IntroductionStatus.DRAFT


def test_a_closed_request_gets_no_letter(anouk, pole):
    request = review.decline(builders.request(), "no_fit", by=anouk, at=AT)
    with pytest.raises(introductions.CannotPrepare) as refused:
        introductions.prepare(request, pole, by=anouk, at=AT)
    assert refused.value.code == PrepareObstacle.REQUEST_NOT_OPEN


def test_sending_queues_both_mails_and_moves_both_statuses(anouk, pole):
    introduction = sent(anouk, pole, release=["organisation", "text"])
    letter = OutgoingMail.objects.get(kind=MailKind.INTRODUCTION)
    copy = OutgoingMail.objects.get(kind=MailKind.INTRODUCTION_COPY)
    assert (letter.recipient, copy.recipient) == ("claire@biopole-nord.example", "sanne@ortholink.example")
    assert letter.reply_to == copy.reply_to == "anouk@office.example"
    assert (letter.subject, letter.body) == (introduction.subject, introduction.body)
    assert (copy.subject, copy.body) == (introduction.copy_subject, introduction.copy_body)
    assert (introduction.status, introduction.sent_at) == (IntroductionStatus.SENT, AT)
    assert introduction.released == ["organisation", "text"]
    introduction.request.refresh_from_db()
    assert introduction.request.status == RequestStatus.INTRODUCED
    line = HistoryEntry.objects.get(action=HistoryAction.LETTER_SENT)
    assert line.data["released"] == ["organisation", "text"]
    assert (line.by, line.at) == (anouk, AT)


def test_a_second_introduction_leaves_an_introduced_request_where_it_is(anouk, pole):
    first = sent(anouk, pole)
    other = builders.cluster("other")
    builders.cluster_contact(other)
    second = introductions.prepare(first.request, other, by=anouk, at=LATER)
    introductions.send(second, by=anouk, at=LATER)
    first.request.refresh_from_db()
    assert first.request.introduced_at == AT
    assert OutgoingMail.objects.count() == 4


def obstruct_nothing_released(introduction):
    introduction.request.release = []
    introduction.request.save()


def obstruct_no_email(introduction):
    introduction.recipient.email = ""
    introduction.recipient.save()


def obstruct_no_recipient(introduction):
    introduction.recipient.delete()


def obstruct_correction(introduction):
    """The enquirer took the permission to pass on the name back; nobody has looked at it yet."""
    change = {"before": ["organisation", "contact", "text"], "after": ["text"]}
    introduction.request.corrections.create(received_at=AT, changes={"release": change})


def obstruct_merged(introduction):
    builders.succession(introduction.cluster, builders.cluster("successor"))


@pytest.mark.parametrize(
    ("obstruct", "code"),
    [
        (obstruct_nothing_released, SendObstacle.NOTHING_RELEASED),
        (obstruct_no_email, SendObstacle.NO_EMAIL),
        (obstruct_no_recipient, SendObstacle.NO_RECIPIENT),
        (obstruct_merged, SendObstacle.ENDED),
        (obstruct_correction, SendObstacle.CORRECTION_WAITS),
    ],
)
def test_a_letter_that_cannot_go_says_why_and_leaves_no_trace(anouk, pole, obstruct, code):
    introduction = prepared(anouk, pole)
    obstruct(introduction)
    introduction = Introduction.objects.get()
    lines = HistoryEntry.objects.count()
    with pytest.raises(introductions.CannotSend) as refused:
        introductions.send(introduction, by=anouk, at=AT)
    assert refused.value.code == code
    assert not OutgoingMail.objects.exists()
    assert HistoryEntry.objects.count() == lines
    assert Introduction.objects.get().status == IntroductionStatus.DRAFT


def test_a_letter_cancelled_before_it_left_can_be_written_after_all(anouk, pole):
    introduction = introductions.cancel(prepared(anouk, pole), by=anouk, at=AT)
    row = introductions.take_up_again(introduction, by=anouk, at=AT)
    assert (row.status, row.closed_at) == ("draft", None)
    assert introductions.send(row, by=anouk, at=AT).status == "sent"


def test_a_letter_is_sent_once(anouk, pole):
    introduction = sent(anouk, pole)
    with pytest.raises(introductions.CannotSend) as refused:
        introductions.send(introduction, by=anouk, at=LATER)
    assert refused.value.code == SendObstacle.NOT_A_DRAFT
    assert OutgoingMail.objects.count() == 2


def test_a_letter_is_not_sent_when_a_colleague_changed_it_since_it_was_looked_at(anouk, pole):
    seen = prepared(anouk, pole)
    edited(seen, anouk, subject="Autre objet")
    with pytest.raises(workflow.StaleVersion):
        introductions.send(seen, by=anouk, at=AT, version=seen.version)
    assert not OutgoingMail.objects.exists()


def test_a_withdrawn_request_sends_nothing_any_more(anouk, pole):
    introduction = prepared(anouk, pole)
    review.withdraw(introduction.request, by=anouk, at=AT)
    with pytest.raises(introductions.CannotSend) as refused:
        introductions.send(Introduction.objects.get(), by=anouk, at=AT)
    assert refused.value.code == SendObstacle.REQUEST_NOT_OPEN


@pytest.mark.parametrize(
    ("release", "written", "fact"),
    [
        (["text"], "Demandez à ORTHOLINK !", Release.ORGANISATION),
        (["organisation"], "Ecrivez à sanne@ortholink.example.", Release.CONTACT),
        (["organisation"], "Appelez le 0031 (20) 555-0142.", Release.CONTACT),
        (
            ["organisation"],
            "« wij zoeken een ziekenhuis voor onze MRI-software bij knieklachten »",
            Release.TEXT,
        ),
    ],
)
def test_a_letter_that_gives_away_what_was_not_released_is_held_back(anouk, pole, release, written, fact):
    introduction = edited(prepared(anouk, pole, release=release), anouk, body=written)
    with pytest.raises(introductions.CannotSend) as refused:
        introductions.send(introduction, by=anouk, at=AT)
    assert refused.value.code == SendObstacle.UNRELEASED_FACTS
    assert fact in refused.value.facts


def test_a_released_address_does_not_count_as_the_unreleased_name(anouk, pole):
    assert sent(anouk, pole, release=["contact"]).status == IntroductionStatus.SENT


def test_an_enquirers_own_words_that_name_the_company_hold_a_teaser_back(anouk, pole):
    introduction = prepared(anouk, pole, release=["text"], text="Ortholink zoekt een partner.")
    with pytest.raises(introductions.CannotSend) as refused:
        introductions.send(introduction, by=anouk, at=AT)
    assert refused.value.facts == (Release.ORGANISATION,)


def test_an_edited_letter_is_quoted_as_edited_in_the_copy(anouk, pole):
    introduction = edited(prepared(anouk, pole), anouk, subject="Objet", body="Bonjour,\r\n\r\nUne question.")
    assert introduction.body == "Bonjour,\n\nUne question.\n"
    assert "Objet\n\nBonjour,\n\nUne question." in introduction.copy_body


def test_an_edit_that_changes_nothing_makes_no_line(anouk, pole):
    introduction = prepared(anouk, pole)
    lines = HistoryEntry.objects.count()
    assert edited(introduction, anouk, body=introduction.body.replace("\n", "\r\n")).version == 1
    assert HistoryEntry.objects.count() == lines


def test_a_subject_stays_one_line(anouk, pole):
    assert (
        edited(prepared(anouk, pole), anouk, subject="Un\r\nBcc: x@evil.example").subject
        == "Un Bcc: x@evil.example"
    )


def test_a_stale_edit_is_refused(anouk, pole):
    introduction = prepared(anouk, pole)
    edited(introduction, anouk, subject="Een")
    with pytest.raises(workflow.StaleVersion):
        edited(introduction, anouk, subject="Twee")
    assert Introduction.objects.get().subject == "Een"


def test_a_letter_is_addressed_to_the_pole_it_is_for(anouk, pole):
    stranger = builders.cluster_contact(builders.cluster("elsewhere"))
    with pytest.raises(introductions.WrongRecipient):
        edited(prepared(anouk, pole), anouk, recipient=stranger)


def test_an_empty_letter_is_refused(anouk, pole):
    with pytest.raises(review.AnswerMissing) as refused:
        edited(prepared(anouk, pole), anouk, body=" \n")
    assert refused.value.field == "body"


def test_a_draft_can_be_written_anew_after_a_permission(anouk, pole):
    introduction = prepared(anouk, pole, release=[])
    request = review.record_release(
        introduction.request, ["organisation"], by=anouk, at=AT, note="Said on the telephone"
    )
    introduction.refresh_from_db()
    introduction = introductions.redraft(introduction, by=anouk, at=AT)
    assert request.organisation_name not in introduction.body  # a letter is not named by the way
    introduction = introductions.redraft(introduction, by=anouk, at=AT, unnamed=False)
    assert request.organisation_name in introduction.body


def test_a_pole_without_contacts_gets_a_french_draft_to_nobody(anouk):
    introduction = prepared(anouk, builders.cluster("silent"))
    assert (introduction.recipient, introduction.language) == (None, "fr")
    assert introduction.body.startswith("Madame, Monsieur,")


def test_a_contact_no_longer_in_use_is_not_written_to(anouk):
    cluster = builders.cluster()
    builders.cluster_contact(cluster, name="Gone", is_active=False)
    builders.cluster_contact(cluster, name="No address", email="")
    builders.cluster_contact(cluster, name="Claire")
    assert prepared(anouk, cluster).recipient.name == "Claire"


@pytest.mark.parametrize("status", [IntroductionStatus.ACCEPTED, IntroductionStatus.UNANSWERED])
def test_an_answer_is_recorded(anouk, pole, status):
    introduction = introductions.record_answer(sent(anouk, pole), status, by=anouk, at=LATER, note="by phone")
    assert introduction.status == status
    assert introduction.story.latest("pk").note == "by phone"


def test_a_refusal_needs_its_reason(anouk, pole):
    introduction = sent(anouk, pole)
    with pytest.raises(review.AnswerMissing):
        introductions.record_answer(introduction, "refused", by=anouk, at=LATER)
    with pytest.raises(review.UnknownValue):
        introductions.record_answer(introduction, "refused", by=anouk, at=LATER, reason="weather")
    refused = introductions.record_answer(
        introduction, "refused", by=anouk, at=LATER, reason=RefusalReason.NO_CAPACITY
    )
    assert (refused.refusal_reason, refused.answered_at) == ("no_capacity", LATER)


@pytest.mark.parametrize("status", ["draft", "cancelled", "sent", "nonsense"])
def test_only_an_answer_is_an_answer(anouk, pole, status):
    with pytest.raises(review.UnknownValue):
        introductions.record_answer(sent(anouk, pole), status, by=anouk, at=LATER)


def test_an_outcome_is_recorded_once_on_its_day(anouk, pole):
    introduction = introductions.record_answer(sent(anouk, pole), "accepted", by=anouk, at=AT)
    outcome = introductions.record_outcome(
        introduction, OutcomeKind.MEETING, happened_on=AT.date(), by=anouk, at=LATER, note="In Lille"
    )
    assert (outcome.recorded_by, outcome.recorded_at) == (anouk, LATER)
    with pytest.raises(introductions.CannotRecordOutcome) as refused:
        introductions.record_outcome(
            introduction, OutcomeKind.MEETING, happened_on=AT.date(), by=anouk, at=LATER
        )
    assert refused.value.code == OutcomeObstacle.RECORDED_ALREADY


@pytest.mark.parametrize(
    ("status", "day", "code"),
    [
        (None, AT.date(), OutcomeObstacle.NOT_TAKEN_UP),
        ("unanswered", AT.date(), OutcomeObstacle.NOT_TAKEN_UP),
        ("accepted", LATER.date() + dt.timedelta(days=1), OutcomeObstacle.IN_FUTURE),
        ("accepted", AT.date() - dt.timedelta(days=1), OutcomeObstacle.BEFORE_SENDING),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(anouk, pole, status, day, code):
    introduction = sent(anouk, pole)
    if status:
        introduction = introductions.record_answer(introduction, status, by=anouk, at=AT)
    with pytest.raises(introductions.CannotRecordOutcome) as refused:
        introductions.record_outcome(introduction, OutcomeKind.MEETING, happened_on=day, by=anouk, at=LATER)
    assert refused.value.code == code


def test_completing_and_cancelling_are_moves_of_their_own(anouk, pole):
    introduction = introductions.record_answer(sent(anouk, pole), "accepted", by=anouk, at=AT)
    done = introductions.complete(introduction, by=anouk, at=LATER)
    assert (done.status, done.closed_at) == (IntroductionStatus.COMPLETED, LATER)
    with pytest.raises(workflow.TransitionNotAllowed):
        introductions.cancel(done, by=anouk, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_when_a_mail_cannot_be_queued_nothing_was_sent(anouk, pole):
    introduction = prepared(anouk, pole)
    introduction.recipient.email = "two@a.example,three@b.example"
    introduction.recipient.save()
    with pytest.raises(notifications.AddressNotUsable):
        introductions.send(introduction, by=anouk, at=AT)
    assert connection.in_atomic_block is False
    stored = Introduction.objects.get()
    assert (stored.status, stored.released, stored.request.status) == ("draft", [], "in_review")
    assert not OutgoingMail.objects.exists()

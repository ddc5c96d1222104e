"""A company stays unnamed until the pôle is interested; then its name is disclosed, once, with permission."""

import datetime as dt

import pytest
from django.urls import reverse

from contacts import disclosing, introductions, outbox, review, workflow
from contacts.enums import HistoryAction, MailKind, Release
from contacts.introductions import SendObstacle
from contacts.letters import Letter
from contacts.models import Introduction, LetterTemplate, OutgoingMail
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=3)
SECRETS = ("Ortholink", "Sanne", "sanne@", "555 0142")


def unnamed(anouk, pole, **fields):
    draft = introductions.prepare(builders.request(**fields), pole, by=anouk, at=AT)
    return draft if draft.is_teaser else introductions.redraft(draft, by=anouk, at=AT, unnamed=True)


def taken_up(anouk, pole, **fields):
    row = introductions.send(unnamed(anouk, pole, **fields), by=anouk, at=AT)
    outbox.deliver_due(at=AT + dt.timedelta(hours=1))
    return introductions.record_answer(row, "accepted", by=anouk, at=LATER)


def disclosed(row, anouk, **changes):
    letter, copy = disclosing.written(row, by=anouk, at=LATER)
    return disclosing.disclose(row, **{"letter": letter, "copy": copy, "by": anouk, "at": LATER, **changes})


def test_without_permission_for_the_name_a_letter_is_unnamed_by_itself(anouk, pole):
    draft = introductions.prepare(builders.request(release=["contact", "text"]), pole, by=anouk, at=AT)
    assert draft.is_teaser
    letter = f"{draft.subject}\n{draft.body}"
    assert [secret for secret in SECRETS if secret in letter] == []
    assert "qui ne souhaite pas être nommée à ce stade" in letter


def test_the_attache_may_leave_a_company_unnamed_whatever_it_released(anouk, pole):
    row = unnamed(anouk, pole)
    letter = f"{row.subject}\n{row.body}"
    assert [secret for secret in SECRETS if secret in letter] == []
    assert "knieklachten" in letter  # its own words, which do not name it
    assert "zonder u te noemen" in row.copy_body
    assert introductions.send(row, by=anouk, at=AT).released == ["text"]


def test_the_name_comes_back_when_asked_for_and_never_without_permission(anouk, pole):
    row = introductions.redraft(unnamed(anouk, pole), by=anouk, at=AT, unnamed=False)
    assert "Ortholink B.V." in row.body
    other = builders.cluster("other")
    silent = introductions.prepare(builders.request(release=["text"]), other, by=anouk, at=AT)
    with pytest.raises(introductions.NameNotReleased):
        introductions.redraft(silent, by=anouk, at=AT, unnamed=False)


@pytest.mark.parametrize(
    "written", ["Il s’agit d’Ortholink.", "Demandez Sanne Bakker.", "sanne@ortholink.example"]
)
def test_an_unnamed_letter_that_names_the_company_after_all_is_held_back(anouk, pole, written):
    row = unnamed(anouk, pole)
    Introduction.objects.filter(pk=row.pk).update(body=written)
    with pytest.raises(introductions.CannotSend) as refused:
        introductions.send(Introduction.objects.get(), by=anouk, at=AT)
    assert refused.value.code == SendObstacle.UNRELEASED_FACTS
    assert not OutgoingMail.objects.exists()


def test_disclosing_tells_the_pole_and_the_enquirer_and_is_logged(anouk, pole):
    row = disclosed(taken_up(anouk, pole), anouk)
    letter = OutgoingMail.objects.get(kind=MailKind.DISCLOSURE)
    copy = OutgoingMail.objects.get(kind=MailKind.DISCLOSURE_COPY)
    for fact in ("Ortholink B.V.", "Sanne Bakker", "sanne@ortholink.example", "+31 20 555 0142"):
        assert fact in letter.body
    assert (letter.recipient, copy.recipient) == ("claire@biopole-nord.example", "sanne@ortholink.example")
    assert copy.body.startswith("Beste Sanne Bakker,")
    assert letter.body.strip() in copy.body
    assert letter.not_before == copy.not_before == LATER + dt.timedelta(minutes=10)
    assert (row.disclosed_at, row.released) == (LATER, ["organisation", "contact", "text"])
    assert row.story.get(action=HistoryAction.REVEALED).data["before"] == ["text"]


def test_a_name_is_disclosed_once(anouk, pole):
    row = taken_up(anouk, pole)
    again = disclosed(row, anouk)
    with pytest.raises(introductions.CannotSend) as refused:
        disclosed(again, anouk)
    assert refused.value.code == SendObstacle.DISCLOSED
    assert OutgoingMail.objects.filter(kind=MailKind.DISCLOSURE).count() == 1


def test_a_disclosure_can_be_called_back_and_sent_after_all(anouk, pole):
    row = disclosing.undo(disclosed(taken_up(anouk, pole), anouk), by=anouk, at=LATER)
    assert (row.disclosed_at, row.released, row.status) == (None, ["text"], "accepted")
    assert row.story.get(action=HistoryAction.SENDING_UNDONE).data["kind"] == "disclosure"
    outbox.deliver_due(at=LATER + dt.timedelta(hours=1))
    assert set(OutgoingMail.objects.filter(kind__startswith="discl").values_list("status", flat=True)) == {
        "cancelled"
    }
    assert disclosed(row, anouk).disclosed_at == LATER


def test_a_disclosure_that_has_left_stays_disclosed(anouk, pole):
    row = disclosed(taken_up(anouk, pole), anouk)
    outbox.deliver_due(at=LATER + dt.timedelta(hours=1))
    with pytest.raises(outbox.HasLeft):
        disclosing.undo(row, by=anouk, at=LATER)
    assert Introduction.objects.get().disclosed_at == LATER


def obstacles_of(row):
    return [each.code for each in disclosing.obstacles(Introduction.objects.get(pk=row.pk))]


def test_a_name_is_not_disclosed_before_the_pole_is_interested(anouk, pole):
    row = introductions.send(unnamed(anouk, pole), by=anouk, at=AT)
    assert obstacles_of(row) == [SendObstacle.NOT_TAKEN_UP]
    refused = introductions.record_answer(row, "refused", by=anouk, at=LATER, reason="no_partner")
    assert obstacles_of(refused) == [SendObstacle.NOT_TAKEN_UP]


def test_what_keeps_a_name_from_being_disclosed_is_told(anouk, pole):
    row = taken_up(anouk, pole, release=["text"])
    row.recipient.email = ""
    row.recipient.save()
    row.request.corrections.create(received_at=AT, changes={})
    assert obstacles_of(row) == [
        SendObstacle.NAME_NOT_RELEASED,
        SendObstacle.CORRECTION_WAITS,
        SendObstacle.NO_EMAIL,
    ]


def test_a_letter_that_named_the_enquirer_has_nothing_to_disclose(anouk, pole):
    row = introductions.prepare(builders.request(), pole, by=anouk, at=AT)
    assert obstacles_of(row) == [SendObstacle.NOT_UNNAMED]


def test_only_what_was_released_is_disclosed(anouk, pole):
    row = taken_up(anouk, pole, release=["text"])
    review.record_release(row.request, ["organisation", "text"], by=anouk, at=LATER, note="By telephone")
    row = Introduction.objects.get()
    letter, copy = disclosing.written(row, by=anouk, at=LATER)
    assert "Ortholink" in letter.body
    assert "Sanne" not in letter.body
    with pytest.raises(introductions.CannotSend) as refused:
        disclosed(row, anouk, letter=Letter(letter.subject, letter.body + "sanne@ortholink.example"))
    assert refused.value.facts == (Release.CONTACT,)
    with pytest.raises(review.AnswerMissing):
        disclosed(row, anouk, copy=Letter(copy.subject, " "))
    assert not Introduction.objects.get().disclosed_at


def test_a_text_whose_permission_was_withdrawn_after_the_first_letter_is_not_told_again(anouk, pole):
    body = "{organisation}\n\n{contact}\n\nRappel : {enquiry}"
    LetterTemplate.objects.create(kind="disclosure", language="fr", subject="{reference}", body=body)
    row = taken_up(anouk, pole)
    review.record_release(row.request, ["organisation", "contact"], by=anouk, at=LATER, note="By mail")
    row = Introduction.objects.get()
    letter, copy = disclosing.written(row, by=anouk, at=LATER)
    assert "Ortholink" in letter.body
    assert "knieklachten" not in letter.body
    assert "Rappel" not in letter.body
    assert "- uw vraag" in copy.body.partition("Niet doorgegeven")[0]  # what the pôle knows, it knows
    quoting = Letter(letter.subject, f"{letter.body}\n{row.request.text}")
    with pytest.raises(introductions.CannotSend) as refused:
        disclosed(row, anouk, letter=quoting)
    assert refused.value.facts == (Release.TEXT,)
    assert disclosed(row, anouk).released == ["organisation", "contact", "text"]


def test_a_disclosure_under_an_old_version_is_refused(anouk, pole):
    row = taken_up(anouk, pole)
    with pytest.raises(workflow.StaleVersion):
        disclosed(row, anouk, version=row.version - 1)


# --- on the page --------------------------------------------------------------------------------------


def test_the_page_shows_both_mails_to_change_and_sends_them(client, anouk, pole):
    client.force_login(anouk)
    row = taken_up(anouk, pole)
    page = reverse("admin:contacts_introduction_change", args=[row.pk])
    form = client.get(page).context["disclosing"][0].form
    typed = {**form.initial, "body": form.initial["body"] + "\nÀ bientôt"}
    address = reverse("admin:contacts_introduction_step", args=[row.pk, "disclose"])
    response = client.post(address, {**typed, "_version": row.version, "_story": 0}, follow=True)
    html = response.content.decode()
    assert "Undo the disclosure" in html
    assert "Leaves at" in html
    for mail in OutgoingMail.objects.filter(kind__startswith="disclosure"):
        assert "À bientôt" in mail.body  # the copy quotes the letter as it was sent


def test_the_page_on_which_a_name_is_disclosed_stays_within_twenty_queries(
    client, anouk, pole, django_assert_max_num_queries
):
    client.force_login(anouk)
    row = taken_up(anouk, pole, french_establishment="no")
    page = reverse("admin:contacts_introduction_change", args=[row.pk])
    with django_assert_max_num_queries(20):
        client.get(page)


def test_the_page_says_what_to_do_before_a_name_can_be_disclosed(client, anouk, pole):
    client.force_login(anouk)
    row = taken_up(anouk, pole, release=["text"])
    html = client.get(reverse("admin:contacts_introduction_change", args=[row.pk])).content.decode()
    assert "Ask them and record the permission first" in html
    assert "Send both mails and disclose the name" not in html


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_disclosure_of_the_person_alone_announces_no_organisation(anouk, pole, language):
    row = taken_up(anouk, pole, release=["contact", "text"])
    row.language = language
    letter, _copy = disclosing.written(row, by=anouk, at=LATER)
    heads = [part for part in letter.body.split("\n\n") if part.rstrip().endswith(":")]
    assert heads == []
    assert "organisati" not in letter.subject
    assert "néerlandaise" not in letter.subject

"""A mail that was given up or came back, sent once more: never what may not be told any more."""

import datetime as dt

import pytest
from django.urls import reverse

from attache.models import User
from contacts import after_sending, enquiries, sending, sending_again
from contacts.enums import MailKind, MailStatus
from contacts.models import Introduction, OutgoingMail
from contacts.sending import SendObstacle
from tests import builders
from tests.builders import AT
from tests.contacts.answering import letter_mail, sent_letter

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=2)
WORDS = "Ortholink B.V. stelt zich voor."


@pytest.fixture
def letter():
    """A letter that names the company and came back unread, with the enquirer's copy."""
    request = builders.request(status="introduced", introduced_at=AT, release=["organisation", "text"])
    introduction = sent_letter(request=request, body=WORDS)
    introduction.mails.update(status=MailStatus.BOUNCED, bounced_at=AT)
    return introduction


def mail_of(introduction, kind=MailKind.INTRODUCTION):
    return introduction.mails.get(kind=kind)


def again(mail):
    colleague = User.objects.first() or builders.staff()
    return sending_again.send_again(mail, by=colleague, at=LATER)


def permit(introduction, *release):
    request = introduction.request
    request.refresh_from_db()
    held = {**enquiries.held(request), "release": list(release)}
    after_sending.correct(request, enquiries.NewEnquiry(**held, language="nl", source={}), at=LATER)


def refused(mail):
    with pytest.raises(sending.CannotSend) as error:
        again(mail)
    before = mail.status
    mail.refresh_from_db()
    assert mail.status == before in MailStatus.NEEDS_ATTENTION
    return error.value.code


def test_a_letter_that_tells_what_is_still_allowed_is_sent_again(letter):
    permit(letter, "organisation", "text", "contact")
    assert again(mail_of(letter)).status == MailStatus.QUEUED


def test_a_letter_that_tells_what_was_taken_back_stays_in(letter):
    permit(letter, "text")
    assert refused(mail_of(letter)) == SendObstacle.TAKEN_BACK


def test_what_was_written_in_by_hand_and_never_allowed_stays_in_too(letter):
    mail = mail_of(letter)
    OutgoingMail.objects.filter(pk=mail.pk).update(body=f"{WORDS} sanne@ortholink.example")
    assert refused(mail) == SendObstacle.TAKEN_BACK


def test_permission_for_what_a_letter_does_not_tell_is_nothing_to_it(letter):
    Introduction.objects.filter(pk=letter.pk).update(is_teaser=True, released=["text"])
    letter.mails.update(body="Une entreprise cherche un hôpital.")
    permit(letter, "text")
    assert again(mail_of(letter)).status == MailStatus.QUEUED


@pytest.mark.parametrize("as_a_whole", [True, False])
def test_nothing_of_a_withdrawn_introduction_is_sent_again(letter, as_a_whole):
    letter_mail(letter, kind=MailKind.INTRODUCTION_COPY, status=MailStatus.FAILED, sent_at=None)
    if as_a_whole:
        after_sending.withdraw(letter.request, at=LATER)
    else:
        after_sending.withdraw_from(letter, at=LATER)
    assert refused(mail_of(letter)) == SendObstacle.CANCELLED
    assert refused(mail_of(letter, MailKind.INTRODUCTION_COPY)) == SendObstacle.CANCELLED


def test_a_letter_waits_for_a_correction_to_be_taken_over(letter):
    request = letter.request
    held = {**enquiries.held(request), "text": "Toch liever een laboratorium."}
    after_sending.correct(request, enquiries.NewEnquiry(**held, language="nl", source={}), at=LATER)
    assert refused(mail_of(letter)) == SendObstacle.CORRECTION_WAITS


def test_the_enquirers_copy_and_other_mails_need_no_permission(letter):
    copy = letter_mail(letter, kind=MailKind.INTRODUCTION_COPY, body=WORDS)
    OutgoingMail.objects.filter(pk=copy.pk).update(status=MailStatus.FAILED, sent_at=None)
    permit(letter)
    assert again(copy).status == MailStatus.QUEUED


def test_the_page_says_why_instead_of_offering_the_button(client, letter):
    client.force_login(builders.staff(language="en"))
    mail = mail_of(letter)
    page = reverse("admin:contacts_outgoingmail_change", args=[mail.pk])
    seen = client.get(page).context["seen"]
    permit(letter, "text")
    shown = client.get(page)
    assert "taken back" in shown.content.decode()
    assert "again" not in shown.context
    typed = {"recipient": mail.recipient, "_version": seen}
    answer = client.post(
        reverse("admin:contacts_outgoingmail_send_again", args=[mail.pk]), typed, follow=True
    )
    assert "taken back" in answer.content.decode()
    mail.refresh_from_db()
    assert mail.status == MailStatus.BOUNCED


def test_of_several_the_refused_one_is_named_and_the_others_go(client, letter):
    client.force_login(builders.staff(language="en"))
    letter.mails.update(status=MailStatus.FAILED, sent_at=None, bounced_at=None)
    other = sent_letter(request=letter.request, cluster=builders.cluster("other-pole"), body="Une question.")
    other.mails.update(status=MailStatus.FAILED, sent_at=None)
    after_sending.withdraw_from(letter, at=LATER)
    chosen = [mail_of(letter).pk, mail_of(other).pk]
    typed = {"action": "send_selected_again", "_selected_action": chosen}
    answer = client.post(reverse("admin:contacts_outgoingmail_changelist"), typed, follow=True)
    text = answer.content.decode()
    assert "1 mail waits to be sent again." in text
    assert f"{mail_of(letter).recipient}" in text
    assert "cancelled" in text
    assert [mail_of(one).status for one in (letter, other)] == [MailStatus.FAILED, MailStatus.QUEUED]


def test_what_is_not_given_up_is_not_sent_again(letter):
    again(mail_of(letter))
    with pytest.raises(sending_again.NotGivenUp):
        again(mail_of(letter))

"""The same form sent once more, changed: by the back button, after a withdrawal, or to flood the office."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import translation

from contacts import after_sending, enquiries, forms, intake, introductions, review
from contacts.admin import story
from contacts.enums import HistoryAction, IntroductionStatus, MailKind, Release, RemarkKind, RequestStatus
from contacts.models import Correction, HistoryEntry, IntroductionRequest, OutgoingMail, Remark
from tests.builders import AT
from tests.contacts.test_form import answers, page, token_in

pytestmark = pytest.mark.django_db
ALL = list(Release.values)


def request_of():
    return IntroductionRequest.objects.get()


def mails(kind):
    return OutgoingMail.objects.filter(kind=kind).count()


def sent(client, **changes):
    """A form that was sent once, as its browser has it still."""
    filled = answers(**changes)
    assert client.post("/en/contact/", filled).status_code == 303
    return filled


def again(client, filled, **changes):
    changed = {name: value for name, value in (filled | changes).items() if value is not None}
    return client.post("/en/contact/", changed)


def corrected_on_its_page(**changes):
    held = enquiries.held(request_of()) | changes
    held["themes"], held["release"] = tuple(held["themes"]), tuple(held["release"])
    return after_sending.correct(request_of(), enquiries.NewEnquiry(**held), at=AT)


# --- how often -----------------------------------------------------------------------------------------


def test_one_form_does_not_flood_the_office(client, settings):
    filled = sent(client)
    for number in range(intake.CORRECTIONS_A_DAY):
        assert again(client, filled, text=f"Versie {number}.").status_code == 303
    before = HistoryEntry.objects.count()
    refused = again(client, filled, text="Nog een versie.")
    assert refused.status_code == 429
    assert "Nog een versie." in page(refused)
    assert "send it tomorrow" in page(refused)
    assert settings.OFFICE_MAILBOX in page(refused)
    assert Correction.objects.count() == intake.CORRECTIONS_A_DAY
    assert HistoryEntry.objects.count() == before
    assert mails(MailKind.CORRECTION_NOTICE) == 1


def test_beyond_that_a_retry_is_free_and_tomorrow_it_can_be_sent(client):
    with time_machine.travel(AT, tick=False):
        filled = sent(client)
        for number in range(intake.CORRECTIONS_A_DAY):
            again(client, filled, text=f"Versie {number}.")
        refused = again(client, filled, text="Nog een versie.")
        assert again(client, filled, text=f"Versie {number}.").status_code == 303
    with time_machine.travel(AT + dt.timedelta(days=1, minutes=1), tick=False):
        later = again(client, filled, text="Nog een versie.", token=token_in(refused))
    assert later["Location"].endswith("?corrected=1")
    assert IntroductionRequest.objects.count() == 1


def test_a_mail_comes_anew_once_the_earlier_correction_was_taken_over(client, anouk):
    filled = sent(client)
    again(client, filled, text="Eerst dit.")
    review.apply_correction(Correction.objects.get(), by=anouk, at=AT)
    again(client, filled, text="Toen dat.")
    again(client, filled, text="En nu dit.")
    assert mails(MailKind.CORRECTION_NOTICE) == 2


# --- what may be passed on -----------------------------------------------------------------------------


def test_what_the_back_button_takes_back_holds_at_once(client):
    filled = sent(client, release=["organisation", "contact", "text"])
    response = again(client, filled, release=None, confidential="on")
    assert response["Location"].endswith("?done=permission")
    assert "holds from now on" in page(client.get(response["Location"]))
    row = request_of()
    assert (row.release, row.confidential) == ([], True)
    assert not Correction.objects.exists()
    assert Remark.objects.get().kind == RemarkKind.PERMISSION
    line = HistoryEntry.objects.get(action=HistoryAction.RELEASED)
    assert (line.actor, line.data["after"], line.data["confidential"]) == ("enquirer", [], True)
    with translation.override("en"):
        assert story.told(line).what.endswith(": nothing; confidential")


def test_a_letter_that_waits_is_called_back_by_it(client, anouk, pole):
    filled = sent(client, release=ALL)
    row = review.take(request_of(), by=anouk, at=AT)
    letter = introductions.send(introductions.prepare(row, pole, by=anouk, at=AT), by=anouk, at=AT)
    with time_machine.travel(AT + dt.timedelta(minutes=1), tick=False):
        again(client, filled, release=["text"])
    letter.refresh_from_db()
    assert letter.status == IntroductionStatus.DRAFT


def test_what_it_allows_again_holds_at_once_too(client):
    filled = sent(client, release=ALL)
    for release, held in ((None, []), (ALL, ALL), (["text"], ["text"])):
        again(client, filled, release=release)
        assert request_of().release == held
    for confidential in ("on", None):
        again(client, filled, release=["text"], confidential=confidential)
        assert request_of().confidential is bool(confidential)


@pytest.mark.parametrize("changes", [{}, {"text": "Liever een laboratorium."}])
def test_a_retry_does_not_bring_back_what_was_taken_back_on_the_page_of_the_request(client, changes):
    filled = sent(client, release=ALL)
    corrected_on_its_page(release=["text"], confidential=True, **changes)
    again(client, filled)
    row = request_of()
    assert (row.release, row.confidential) == (["text"], True)
    assert all("release" not in each.changes for each in Correction.objects.all())


def test_answers_that_were_refused_for_today_are_not_taken_for_said(client, monkeypatch):
    filled = sent(client, release=ALL)
    with monkeypatch.context() as today:
        today.setattr(intake, "CORRECTIONS_A_DAY", 0)
        refused = again(client, filled, text="Nieuw.", release=["text"])
    assert (refused.status_code, request_of().release) == (429, ["text"])
    assert "holds already" in page(refused)
    again(client, filled, text="Nieuw.", release=["text"])
    assert list(Correction.objects.get().changes) == ["text"]


def test_an_older_correction_does_not_undo_confidentiality(client, anouk):
    sent(client)
    changes = {"confidential": {"before": True, "after": False}}
    correction = Correction.objects.create(request=request_of(), received_at=AT, changes=changes)
    held = enquiries.held(request_of()) | {"themes": (), "release": (), "confidential": True}
    after_sending.correct(request_of(), enquiries.NewEnquiry(**held), at=AT + dt.timedelta(days=1))
    review.apply_correction(correction, by=anouk, at=AT + dt.timedelta(days=2))
    assert request_of().confidential


# --- after the end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["withdrawn", "closed"])
def test_what_is_sent_after_the_end_is_a_new_request_and_says_so_first(client, anouk, end):
    filled = sent(client, kvk="12345678")
    first = request_of()
    if end == "withdrawn":
        after_sending.withdraw(first, at=AT)
    else:
        review.decline(review.take(first, by=anouk, at=AT), "no_fit", by=anouk, at=AT)
    asked = again(client, filled, text="Nu toch een laboratorium.")
    shown = page(asked)
    assert asked.status_code == 200
    assert "Nu toch een laboratorium." in shown
    assert 'value="12345678"' in shown
    assert first.reference in shown
    assert ("was withdrawn since" in shown) is (end == "withdrawn")
    assert "once more to send it as a new request" in shown
    assert not Correction.objects.exists()
    assert IntroductionRequest.objects.count() == 1
    new = {"text": "Nu toch een laboratorium.", "token": token_in(asked)}
    responses = [again(client, filled, **new) for _ in range(2)]
    assert len({response["Location"] for response in responses}) == 1
    assert IntroductionRequest.objects.count() == 2
    assert IntroductionRequest.objects.latest("pk").status == RequestStatus.RECEIVED


def test_unchanged_after_the_end_it_leads_to_its_page(client):
    filled = sent(client)
    after_sending.withdraw(request_of(), at=AT)
    response = again(client, filled)
    assert response.status_code == 303
    assert "was withdrawn" in page(client.get(response["Location"]))
    assert IntroductionRequest.objects.count() == 1


def test_who_was_marked_as_spam_sees_no_difference(client):
    filled = sent(client)
    IntroductionRequest.objects.update(status=RequestStatus.SPAM, closed_at=AT)
    assert again(client, filled, text="Iets anders.")["Location"].endswith("?corrected=1")
    assert mails(MailKind.CORRECTION_NOTICE) == 1
    assert OutgoingMail.objects.get(kind=MailKind.CORRECTION_NOTICE).status == "held"


def test_a_form_made_anew_counts_for_the_limit_as_any_other(client, settings):
    settings.CONTACT_RATE_LIMIT = (1, dt.timedelta(hours=1))
    filled = sent(client, token=forms.sign_token(uuid.uuid4()))
    after_sending.withdraw(request_of(), at=AT)
    asked = again(client, filled, text="Iets anders.")
    assert again(client, filled, text="Iets anders.", token=token_in(asked)).status_code == 429

"""600 labelled messages: none is dropped, few enquiries wait, most of the rest do (`-s` prints how many)."""

import datetime as dt
import sys
import uuid
from collections import Counter

import pytest

from contacts import shortlist, suspicion
from contacts.enums import MailStatus, RequestStatus, Suspicion
from contacts.intake import receive
from contacts.models import HistoryEntry, IntroductionRequest, OutgoingMail
from tests.builders import AT, enquiry
from tests.contacts.corpus import NUMBER, Message, enquiries, others
from tests.contacts.test_form import answers, page

FASTEST = dt.timedelta(seconds=3)
MOST_FALSE = 0.02
FEWEST_FOUND = 0.9
SAYS_NOTHING = ("traps", "haste")  # given away by how they were sent, not by what they say


def judged(message: Message) -> list[Suspicion]:
    return suspicion.judge(
        message.text,
        names=f"{message.organisation}\n{message.person}",
        trapped=message.trapped,
        took=dt.timedelta(seconds=message.seconds),
        fastest=FASTEST,
    )


def told(messages: list[Message]) -> str:
    every = Counter(message.kind for message in messages)
    aside = Counter(message.kind for message in messages if judged(message))
    return "\n".join(f"  {kind:<14}{aside[kind]:>4} of {number}" for kind, number in every.items())


def test_the_same_seed_gives_three_hundred_of_each():
    assert (len(enquiries()), len(others())) == (NUMBER, NUMBER)
    assert enquiries() == enquiries()
    assert others() == others()


def test_few_enquiries_are_set_aside_and_most_of_what_is_none():
    real, false = enquiries(), others()
    wrongly = [message for message in real if judged(message)]
    rightly = [message for message in false if judged(message)]
    wordy = [message for message in false if message.kind not in SAYS_NOTHING]
    by_words = [message for message in wordy if set(judged(message)) - {Suspicion.TRAP, Suspicion.TOO_FAST}]
    sys.stdout.write(
        f"\nset aside of {NUMBER} enquiries: {len(wrongly)} ({len(wrongly) / NUMBER:.1%})\n{told(real)}\n"
        f"set aside of {NUMBER} others: {len(rightly)} ({len(rightly) / NUMBER:.1%})\n{told(false)}\n"
        f"by their words alone: {len(by_words)} of {len(wordy)}\n"
    )
    assert len(wrongly) <= MOST_FALSE * NUMBER, [message.text for message in wrongly]
    assert len(rightly) >= FEWEST_FOUND * NUMBER, [m.text for m in false if not judged(m)]


@pytest.mark.django_db
def test_none_of_six_hundred_is_dropped_and_staff_see_all_that_wait(client, anouk, monkeypatch):
    monkeypatch.setattr(shortlist, "draw_up", lambda *_, **__: [])  # judged afterwards, tested elsewhere
    every = enquiries() + others()
    for message in every:
        said = enquiry(organisation=message.organisation, person=message.person, text=message.text)
        receive(said, at=AT, token=uuid.uuid4(), suspicions=judged(message))
    waiting = sum(bool(judged(message)) for message in every)
    rows = IntroductionRequest.objects.all()
    assert rows.count() == rows.values("reference").distinct().count() == len(every)
    assert HistoryEntry.objects.filter(action="received").count() == len(every)
    assert rows.filter(status=RequestStatus.QUARANTINED).count() == waiting
    assert OutgoingMail.objects.filter(status=MailStatus.HELD).count() == 2 * waiting
    assert OutgoingMail.objects.filter(status=MailStatus.QUEUED).count() == 2 * (len(every) - waiting)
    client.force_login(anouk)
    assert f"<strong>{waiting}</strong> set aside" in page(client.get("/admin/"))
    assert f">{waiting}</span>" in page(client.get("/admin/contacts/introductionrequest/?view=aside"))


@pytest.mark.django_db
@pytest.mark.parametrize("messages", [enquiries, others])
def test_a_sample_of_each_through_the_form_itself_is_stored_and_thanked(client, settings, messages):
    settings.CONTACT_RATE_LIMIT = None
    sample = messages()[::12]
    for message in sample:
        filled = answers(
            text=message.text,
            organisation=message.organisation,
            person=message.person,
            homepage="https://x.example" if message.trapped else "",
        )
        assert client.post("/contact/", filled).status_code == 303
    assert IntroductionRequest.objects.count() == len(sample)

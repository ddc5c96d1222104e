"""Taking a request in: stored first, once, with its story and its mails; the same form again corrects it."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from contacts import notifications, references, review, shortlist
from contacts.enums import Channel, HistoryAction, MailKind, MailStatus, Release
from contacts.intake import receive, subject_of
from contacts.models import (
    ContactPerson,
    Correction,
    Enquirer,
    HistoryEntry,
    IntroductionRequest,
    OutgoingMail,
)
from tests import builders
from tests.builders import AT, enquiry

TOKEN = uuid.UUID("7d5b2f0e-5a0e-4b57-9a6b-0d9a3c1f4e21")


# --- what is stored --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_everything_the_enquirer_said_is_stored():
    builders.theme("imaging", on_form=True)
    builders.theme("vaccines", on_form=True)
    said = enquiry(
        kvk="12345678",
        phone="+31 20 555 0142",
        themes=("vaccines", "imaging"),
        region_wish="Lyon",
        partner_kind="hospital",
        french_establishment="yes",
        siren="732829320",
        release=("organisation", "text"),
        confidential=True,
        language="fr",
    )
    receipt = receive(said, at=AT, token=TOKEN)
    assert (receipt.created, receipt.corrected) == (True, False)
    request = IntroductionRequest.objects.get()
    assert request == receipt.request
    assert (request.enquirer.name, request.enquirer.kvk, request.enquirer.kind) == (
        "Ortholink B.V.",
        "12345678",
        "sme",
    )
    assert (request.contact.name, request.contact.email) == ("Sanne Bakker", "sanne@ortholink.example")
    assert (request.contact.phone, request.contact.language) == ("+31 20 555 0142", "fr")
    assert (request.text, request.organisation_name) == (said.text, "Ortholink B.V.")
    assert set(request.themes.values_list("slug", flat=True)) == {"imaging", "vaccines"}
    assert (request.region_wish, request.partner_kind) == ("Lyon", "hospital")
    assert (request.french_establishment, request.siren) == ("yes", "732829320")
    assert request.release == ["organisation", "text"]
    assert (request.confidential, request.language, request.is_demonstration) == (True, "fr", False)
    assert (request.status, request.channel, request.received_at) == ("received", "form", AT)
    assert (request.form_token, request.reference[:3]) == (TOKEN, "IA-")


@pytest.mark.django_db
def test_the_story_begins_with_the_enquirer():
    request = receive(enquiry(), at=AT, token=TOKEN).request
    line = request.story.get(action=HistoryAction.RECEIVED)
    assert (line.actor, line.by, line.at, line.from_status, line.to_status) == (
        "enquirer",
        None,
        AT,
        "",
        "received",
    )


@pytest.mark.django_db
def test_the_story_repeats_nothing_the_enquirer_wrote():
    request = receive(enquiry(kvk="12345678"), at=AT, token=TOKEN).request
    receive(enquiry(kvk="12345678", text="Iets anders dan eerst."), at=AT, token=TOKEN)
    for line in request.story.all():
        told = f"{line.note} {line.data}"
        for secret in ("Ortholink", "Sanne", "ortholink.example", "MRI", "anders", "12345678"):
            assert secret not in told


@pytest.mark.django_db
def test_the_shortlist_is_drawn_up_at_once():
    request = receive(enquiry(), at=AT, token=TOKEN).request
    request.refresh_from_db()
    assert request.shortlist_drawn_at == AT
    assert request.verdict == "none"  # an empty register has nothing to offer
    assert request.story.filter(action=HistoryAction.SHORTLIST_DRAWN).count() == 1
    receive(enquiry(), at=AT, token=TOKEN)
    assert request.story.filter(action=HistoryAction.SHORTLIST_DRAWN).count() == 1


@pytest.mark.django_db
def test_a_matching_that_fails_loses_nothing_and_tells_the_log_nothing_personal(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ValueError("cannot read: " + enquiry().text)

    monkeypatch.setattr(shortlist, "draw_up", fail)
    receipt = receive(enquiry(), at=AT, token=TOKEN)
    assert receipt.created
    assert IntroductionRequest.objects.get().shortlist_drawn_at is None
    assert OutgoingMail.objects.count() == 2
    assert f"{receipt.request.reference}: ValueError" in caplog.text
    assert "MRI" not in caplog.text


@pytest.mark.django_db
def test_what_staff_type_in_from_the_telephone_bears_their_name_and_sends_no_notice():
    anouk = builders.staff()
    request = receive(enquiry(), at=AT, token=None, channel=Channel.PHONE, by=anouk).request
    assert request.channel == "phone"
    assert request.story.get(action=HistoryAction.RECEIVED).by == anouk
    assert list(request.mails.values_list("kind", flat=True)) == [MailKind.ACKNOWLEDGEMENT]


@pytest.mark.django_db
def test_without_a_token_every_call_is_a_new_request():
    first, second = (receive(enquiry(), at=AT, token=None) for _ in range(2))
    assert second.created
    assert first.request != second.request


# --- who asks --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_enquirer_is_recognised_by_its_kvk_number_and_keeps_its_name():
    first = receive(enquiry(kvk="12345678"), at=AT, token=None).request
    second = receive(
        enquiry(kvk="12345678", organisation="ORTHOLINK bv", organisation_kind="large_company"),
        at=AT,
        token=None,
    ).request
    assert second.enquirer == first.enquirer
    assert (second.enquirer.name, second.enquirer.kind) == ("Ortholink B.V.", "sme")
    assert second.organisation_name == "ORTHOLINK bv"


@pytest.mark.django_db
def test_the_kind_of_organisation_said_this_time_is_kept_with_the_request():
    receive(
        enquiry(kvk="11223344", organisation="Jansen Advies", organisation_kind="other"), at=AT, token=None
    )
    said = enquiry(kvk="11223344", organisation="Jan Jansen", organisation_kind="sole_trader")
    request = receive(said, at=AT, token=None).request
    assert (request.enquirer.kind, request.organisation_kind, request.kind) == (
        "other",
        "sole_trader",
        "sole_trader",
    )


@pytest.mark.django_db
def test_two_enquirers_without_kvk_number_are_never_taken_for_one():
    first, second = (receive(enquiry(), at=AT, token=None).request for _ in range(2))
    assert first.enquirer != second.enquirer


@pytest.mark.django_db
def test_a_known_person_is_found_again_and_never_rewritten():
    first = receive(enquiry(kvk="12345678", phone="020 555 0142"), at=AT, token=None).request
    same = receive(enquiry(kvk="12345678", phone="020 555 0142"), at=AT, token=None).request
    other = receive(enquiry(kvk="12345678", phone="06 5550 0199"), at=AT, token=None).request
    assert same.contact == first.contact
    assert other.contact != first.contact
    first.contact.refresh_from_db()
    assert first.contact.phone == "020 555 0142"


# --- all or nothing --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_when_one_row_cannot_be_stored_nothing_is(monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(notifications, "notify_office", refuse)
    with pytest.raises(DatabaseError):
        receive(enquiry(kvk="12345678"), at=AT, token=TOKEN)
    for model in (Enquirer, ContactPerson, IntroductionRequest, HistoryEntry, OutgoingMail):
        assert not model.objects.exists()


@pytest.mark.django_db
def test_a_rolled_back_request_leaves_no_mail():
    def received_and_rolled_back():
        with transaction.atomic():
            receive(enquiry(), at=AT, token=TOKEN)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        received_and_rolled_back()
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_reference_that_was_given_out_before_is_not_given_again(monkeypatch):
    first = receive(enquiry(), at=AT, token=None).request
    offered = iter([first.reference, first.reference, "IA-ZZZZZZ"])
    monkeypatch.setattr(references, "new_reference", lambda: next(offered))
    second = receive(enquiry(), at=AT, token=None)
    assert second.created
    assert second.request.reference == "IA-ZZZZZZ"
    assert IntroductionRequest.objects.count() == Enquirer.objects.count() == 2


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow():
    for slug in ("imaging", "vaccines", "cancer"):
        builders.theme(slug, on_form=True)
    receive(enquiry(kvk="12345678"), at=AT, token=None)  # warms what is read once
    with CaptureQueriesContext(connection) as few:
        receive(enquiry(kvk="12345678", themes=("imaging",)), at=AT, token=uuid.uuid4())
    for number in range(30):
        receive(enquiry(kvk="12345678", person=f"Persoon {number}"), at=AT, token=None)
    with CaptureQueriesContext(connection) as many:
        receive(enquiry(kvk="12345678", themes=("imaging", "vaccines", "cancer")), at=AT, token=uuid.uuid4())
    assert len(few) == len(many)


@pytest.mark.django_db
def test_storing_takes_at_most_fourteen_queries(django_assert_max_num_queries, monkeypatch):
    builders.theme("imaging", on_form=True)
    monkeypatch.setattr(shortlist, "draw_up", lambda *_, **__: [])  # judged afterwards, counted elsewhere
    with django_assert_max_num_queries(14):
        receive(enquiry(kvk="12345678", themes=("imaging",)), at=AT, token=TOKEN)


# --- the same form again ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_form_twice_is_one_request():
    first = receive(enquiry(), at=AT, token=TOKEN)
    again = receive(enquiry(), at=AT, token=TOKEN)
    assert again.request == first.request
    assert (again.created, again.corrected) == (False, False)
    assert OutgoingMail.objects.count() == 2
    assert not Correction.objects.exists()


@pytest.mark.django_db
def test_sent_again_with_changes_is_kept_as_a_correction():
    builders.theme("imaging", on_form=True)
    first = receive(enquiry(themes=("imaging",), release=("text",)), at=AT, token=TOKEN).request
    again = receive(
        enquiry(text="Toch liever een laboratorium.", release=("organisation", "text")), at=AT, token=TOKEN
    )
    assert (again.created, again.corrected) == (False, True)
    assert Correction.objects.get().changes == {
        "text": {"before": enquiry().text, "after": "Toch liever een laboratorium."},
        "themes": {"before": ["imaging"], "after": []},
        "release": {"before": ["text"], "after": ["organisation", "text"]},
    }
    first.refresh_from_db()
    assert first.text == enquiry().text  # as received, until a member of staff takes it over
    line = first.story.get(action=HistoryAction.CORRECTED)
    assert (line.actor, line.data["fields"]) == ("enquirer", ["text", "themes", "release"])
    assert first.mails.filter(kind=MailKind.CORRECTION_NOTICE, recipient=settings.OFFICE_MAILBOX).count() == 1


@pytest.mark.django_db
def test_a_second_correction_is_set_against_the_first():
    receive(enquiry(text="Eerst dit."), at=AT, token=TOKEN)
    receive(enquiry(text="Toen dat."), at=AT, token=TOKEN)
    receive(enquiry(text="Toen dat."), at=AT, token=TOKEN)
    receive(enquiry(text="Eerst dit."), at=AT, token=TOKEN)
    changes = [correction.changes["text"] for correction in Correction.objects.order_by("pk")]
    assert changes == [
        {"before": "Eerst dit.", "after": "Toen dat."},
        {"before": "Toen dat.", "after": "Eerst dit."},
    ]


@pytest.mark.django_db
def test_a_correction_that_was_taken_over_is_not_kept_a_second_time():
    receive(enquiry(), at=AT, token=TOKEN)
    mended = enquiry(text="Toch liever een laboratorium.", kvk="12345678", release=("text", "contact"))
    receive(mended, at=AT, token=TOKEN)
    review.apply_correction(Correction.objects.get(), by=builders.staff(), at=AT)
    assert not receive(mended, at=AT, token=TOKEN).corrected
    request = IntroductionRequest.objects.get()
    assert (request.text, request.enquirer.kvk, request.release) == (
        mended.text,
        "12345678",
        ["contact", "text"],
    )


@pytest.mark.django_db
def test_a_typing_error_mended_by_staff_is_no_correction_by_the_enquirer():
    request = receive(enquiry(region_wish="Lion"), at=AT, token=TOKEN).request
    request.region_wish = "Lyon"
    request.save(update_fields=["region_wish"])
    assert not receive(enquiry(region_wish="Lion"), at=AT, token=TOKEN).corrected
    receive(enquiry(region_wish="Lion", phone="020 555 0142"), at=AT, token=TOKEN)
    assert set(Correction.objects.get().changes) == {"phone"}


@pytest.mark.django_db
def test_a_known_enquirer_of_another_kind_is_no_correction_either():
    builders.enquirer(kvk="12345678", kind="start_up")
    receive(enquiry(kvk="12345678", organisation_kind="sme"), at=AT, token=TOKEN)
    assert not receive(enquiry(kvk="12345678", organisation_kind="sme"), at=AT, token=TOKEN).corrected


@pytest.mark.django_db
def test_the_order_of_ticks_and_the_language_of_the_page_are_no_correction():
    for slug in ("imaging", "vaccines"):
        builders.theme(slug, on_form=True)
    everything = tuple(Release.values)
    receive(enquiry(themes=("imaging", "vaccines"), release=everything), at=AT, token=TOKEN)
    again = receive(
        enquiry(themes=("vaccines", "imaging"), release=everything[::-1], language="en"), at=AT, token=TOKEN
    )
    assert not again.corrected


# --- many at once ----------------------------------------------------------------------------------


def at_once(call, arguments):
    """Run `call` with each of `arguments` in a thread of its own, all let go together."""
    barrier = threading.Barrier(len(arguments))

    def run(argument):
        barrier.wait()
        try:
            return call(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as threads:
        return list(threads.map(run, arguments))


@pytest.mark.django_db(transaction=True)
def test_the_same_form_eight_times_at_once_is_one_request():
    receipts = at_once(lambda _: receive(enquiry(kvk="12345678"), at=AT, token=TOKEN), range(8))
    assert sum(receipt.created for receipt in receipts) == 1
    assert len({receipt.request.reference for receipt in receipts}) == 1
    for model in (Enquirer, ContactPerson, IntroductionRequest):
        assert model.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_change_eight_times_at_once_is_one_correction():
    receive(enquiry(), at=AT, token=TOKEN)
    receipts = at_once(lambda _: receive(enquiry(text="Iets anders."), at=AT, token=TOKEN), range(8))
    assert sum(receipt.corrected for receipt in receipts) == 1
    assert Correction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_enquirer_that_asks_eight_things_at_once_is_one_enquirer():
    receipts = at_once(
        lambda number: receive(enquiry(kvk="12345678", text=f"Vraag {number}."), at=AT, token=uuid.uuid4()),
        range(8),
    )
    assert all(receipt.created for receipt in receipts)
    assert Enquirer.objects.count() == 1
    assert IntroductionRequest.objects.count() == 8


# --- mails -----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "prefix"), [("nl", ""), ("en", "/en"), ("fr", "/fr")])
def test_the_acknowledgement_gives_reference_and_link_and_nothing_that_was_typed(language, prefix):
    request = receive(enquiry(kvk="12345678", language=language), at=AT, token=TOKEN).request
    mail = request.mails.get(kind=MailKind.ACKNOWLEDGEMENT)
    assert (mail.recipient, mail.language) == ("sanne@ortholink.example", language)
    assert (mail.reply_to, mail.status) == (settings.OFFICE_MAILBOX, MailStatus.QUEUED)
    assert request.reference in mail.subject
    signed = references.sign(request.reference)
    assert f"{settings.SITE_URL}{prefix}/contact/{signed}/" in mail.body
    for secret in ("Ortholink", "Sanne", "Bakker", "sanne@", "MRI", "knie", "12345678"):
        assert secret not in mail.subject + mail.body


@pytest.mark.django_db
def test_the_notice_to_the_office_gives_reference_and_staff_link_only():
    request = receive(enquiry(language="en"), at=AT, token=TOKEN).request
    mail = request.mails.get(kind=MailKind.OFFICE_NOTICE)
    assert (mail.recipient, mail.language) == (settings.OFFICE_MAILBOX, "nl")
    assert f"{settings.SITE_URL}/admin/contacts/introductionrequest/{request.pk}/change/" in mail.body
    assert references.sign(request.reference) not in mail.body
    for secret in ("Ortholink", "Sanne", "sanne@", "MRI"):
        assert secret not in mail.subject + mail.body


@pytest.mark.django_db
def test_a_subject_cannot_add_a_header():
    mail = notifications.queue(
        kind=MailKind.INTRODUCTION,
        recipient="claire@biopole.example",
        language="fr",
        subject="Bonjour\r\nBcc: everybody@example.com\x00\u2028X-Odd: 1 " + "x" * 300,
        body="Bonjour",
        at=AT,
    )
    assert mail.subject.startswith("Bonjour Bcc: everybody@example.com X-Odd: 1 xx")
    assert len(mail.subject) <= 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "",
        "claire",
        "claire@biopole.example, other@biopole.example",
        "Claire <claire@biopole.example>",
        "claire@biopole.example\nBcc: other@biopole.example",
        '"claire, other"@biopole.example',
        "claire@biopole.example\x00",
    ],
)
def test_a_mail_goes_to_one_plain_address_or_is_not_written(address):
    with pytest.raises(notifications.AddressNotUsable):
        notifications.queue(
            kind=MailKind.INTRODUCTION, recipient=address, language="fr", subject="x", body="x", at=AT
        )
    assert not OutgoingMail.objects.exists()


# --- the subject of a request ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Wij zoeken een ziekenhuis in Lyon. Liefst dit jaar.", "Wij zoeken een ziekenhuis in Lyon."),
        ("Goedendag,\n\nWij zoeken een ziekenhuis! Graag.", "Goedendag, Wij zoeken een ziekenhuis!"),
        ("Kort", "Kort"),
        ("Wij van Ortholink B.V. zoeken een partner", "Wij van Ortholink B.V. zoeken een partner"),
        ("Nous cherchons un partenaire\net un labo", "Nous cherchons un partenaire"),
        ("a" * 300, "a" * 119 + "…"),
        ("woord " * 40, ("woord " * 20).strip() + "…"),
        ("x" * 120, "x" * 120),
    ],
)
def test_the_subject_is_the_first_sentence(text, subject):
    assert subject_of(text) == subject


@pytest.mark.parametrize("length", range(115, 126))
def test_the_subject_never_ends_within_a_word(length):
    text = "abcd " * (length // 5) + "efgh ijkl mnop qrst"
    subject = subject_of(text)
    assert len(subject) <= 120
    assert text.startswith(subject.rstrip("…"))
    assert text[len(subject.rstrip("…"))] == " " or subject == text


# --- what waits for the disk ------------------------------------------------------------------------


def waits_for_the_disk():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return cursor.fetchone()[0] == 2  # FULL
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone()[0] == "on"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", [False, True])
def test_the_request_waits_for_the_disk_and_its_shortlist_does_not(monkeypatch, fails):
    waited = {}

    def store(*_):
        waited["shortlist"] = waits_for_the_disk()
        if fails:
            raise RuntimeError
        return []

    def notify_office(request, *, at):
        waited["request"] = waits_for_the_disk()

    monkeypatch.setattr(shortlist, "_store", store)
    monkeypatch.setattr(notifications, "notify_office", notify_office)
    receive(enquiry(), at=AT, token=None)
    assert waited == {"request": True, "shortlist": False}
    assert waits_for_the_disk()


@pytest.mark.django_db(transaction=True)
def test_forms_of_many_at_once_are_all_stored_and_one_that_fails_gives_its_turn_back(monkeypatch):
    monkeypatch.setattr(shortlist, "draw_up", lambda *_, **__: [])
    unbroken, breaks = notifications.notify_office, iter([True, *[False] * 30])

    def notify_office(request, *, at):
        if next(breaks):
            raise RuntimeError
        return unbroken(request, at=at)

    monkeypatch.setattr(notifications, "notify_office", notify_office)

    def send(number):
        try:
            receive(enquiry(organisation=f"Bedrijf {number}"), at=AT, token=None)
        except RuntimeError:
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(8) as senders:
        stored = sum(senders.map(send, range(24)))
    assert stored == IntroductionRequest.objects.count() == 23

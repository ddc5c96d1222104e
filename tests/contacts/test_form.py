"""The public form and the status page, as a visitor without script and without cookies meets them."""

import datetime as dt
import html
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.conf import settings as project_settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts import forms, references, standing
from contacts.enums import EnquirerKind, PartnerKind, Release, RequestStatus
from contacts.models import (
    ContactPerson,
    Correction,
    Enquirer,
    HistoryEntry,
    IntroductionRequest,
    OutgoingMail,
)
from tests import builders
from tests.builders import AT

STORED = (Enquirer, ContactPerson, IntroductionRequest, HistoryEntry, OutgoingMail, Correction)
FIELDS = (
    "organisation kvk organisation_kind person email phone text themes region_wish partner_kind "
    "french_establishment siren release token confidential homepage"
).split()
TEXT = "Wij zoeken een ziekenhuis voor onze MRI-software bij knieklachten."


def answers(**changes):
    """What Ortholink fills in, with a good token; give a field `None` to leave it out."""
    filled = {
        "organisation": "Ortholink B.V.",
        "organisation_kind": "sme",
        "person": "Sanne Bakker",
        "email": "sanne@ortholink.example",
        "text": TEXT,
        "token": forms.sign_token(uuid.uuid4()),
        **changes,
    }
    return {name: value for name, value in filled.items() if value is not None}


def found(pattern, text):
    match = re.search(pattern, text)
    assert match, pattern
    return match


def token_in(response):
    return found(r'name="token" value="([^"]+)"', response.content.decode())[1]


def page(response):
    """What stands on the page, with its quotes and accents as they are read."""
    return html.unescape(response.content.decode())


def nothing_is_stored():
    return not any(model.objects.exists() for model in STORED)


# --- the form --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "language"), [("/contact/", "nl"), ("/en/contact/", "en"), ("/fr/contact/", "fr")]
)
def test_the_form_has_one_address_in_each_language(client, path, language):
    builders.theme("imaging", on_form=True)
    response = client.get(path)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page(response)
    assert f'action="{path}?send"' in page(response)
    assert set(re.findall(r' name="(\w+)"', page(response))) - {"viewport", "description", "color"} == set(
        FIELDS
    )


@pytest.mark.django_db
def test_nothing_is_ticked_for_the_visitor(client):
    builders.theme("imaging", on_form=True)
    assert " checked" not in page(client.get("/contact/"))


@pytest.mark.django_db
def test_only_themes_the_office_offers_are_on_the_form_by_name(client):
    builders.theme("vaccines", "Vaccins", on_form=True)
    builders.theme("imaging", "Beeldvorming", on_form=True)
    builders.theme("hidden", "Niet op het formulier")
    text = page(client.get("/contact/"))
    assert "Niet op het formulier" not in text
    assert text.index("Beeldvorming") < text.index("Vaccins")


@pytest.mark.django_db
@pytest.mark.parametrize(("link", "number"), [("", 1), ("?pole=biopole-nord&thema=imaging", 4)])
def test_the_form_asks_the_database_as_much_with_many_themes_as_with_few(client, link, number):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"/contact/{link}").status_code == 200
        return len(counted)

    builders.theme("imaging", on_form=True)
    builders.cluster("biopole-nord")
    few = queries()
    for more in range(30):
        builders.theme(f"theme-{more}", on_form=True)
        builders.cluster(f"pole-{more}")
    assert queries() == few == number


@pytest.mark.django_db
def test_no_cookie_is_set_and_no_shared_cache_keeps_the_page(client):
    form = client.get("/contact/")
    sent = client.post("/contact/", answers())
    wrong = client.post("/contact/", answers(person=""))
    status = client.get(sent["Location"])
    for response in (form, sent, wrong, status):
        assert not response.cookies
        assert "private" in response["Cache-Control"]
    for response in (form, sent, wrong):  # the back button of the visitor's own browser shows them again
        assert "no-cache" in response["Cache-Control"]
        assert "no-store" not in response["Cache-Control"]
    assert "no-store" in status["Cache-Control"]


@pytest.mark.django_db
def test_two_visitors_get_two_tokens(client):
    assert token_in(client.get("/contact/")) != token_in(client.get("/contact/"))


# --- sending it ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en"), ("/fr", "fr")])
def test_a_request_is_stored_and_its_reference_shown(client, prefix, language):
    token = token_in(client.get(f"{prefix}/contact/"))
    response = client.post(f"{prefix}/contact/", answers(token=token))
    request = IntroductionRequest.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"{prefix}/contact/{references.sign(request.reference)}/"
    shown = client.get(response["Location"])
    assert shown.status_code == 200
    assert request.reference in page(shown)
    assert request.language == request.contact.language == language
    for typed in ("Ortholink", "Sanne", "sanne@", "MRI"):
        assert typed not in page(shown)


@pytest.mark.django_db
def test_every_field_arrives_where_it_belongs(client):
    builders.theme("imaging", on_form=True)
    builders.theme("vaccines", on_form=True)
    client.post(
        "/contact/",
        answers(
            kvk=" 1234.56 78",
            phone="+31 20 555 0142",
            text="  Eerste regel.\r\n\r\nTweede regel.\r\n",
            themes=["imaging", "vaccines"],
            region_wish="Lyon of Grenoble",
            partner_kind="hospital",
            french_establishment="yes",
            siren="732 829 320",
            release=["text", "organisation", "text"],
            confidential="on",
        ),
    )
    request = IntroductionRequest.objects.get()
    assert request.enquirer.kvk == "12345678"
    assert request.contact.phone == "+31 20 555 0142"
    assert request.text == "Eerste regel.\n\nTweede regel."
    assert request.subject == "Eerste regel. Tweede regel."
    assert set(request.themes.values_list("slug", flat=True)) == {"imaging", "vaccines"}
    assert (request.region_wish, request.partner_kind) == ("Lyon of Grenoble", "hospital")
    assert (request.french_establishment, request.siren) == ("yes", "732829320")
    assert request.release == ["organisation", "text"]
    assert request.confidential


@pytest.mark.django_db
def test_what_is_not_ticked_may_not_be_passed_on(client):
    client.post("/contact/", answers())
    request = IntroductionRequest.objects.get()
    assert (request.release, request.confidential) == ([], False)


@pytest.mark.django_db
def test_a_visitor_without_cookies_can_send(db):
    strict = Client(enforce_csrf_checks=True)
    token = token_in(strict.get("/contact/"))
    assert Client(enforce_csrf_checks=True).post("/contact/", answers(token=token)).status_code == 303


@pytest.mark.django_db
def test_sending_asks_the_database_as_much_with_many_requests_as_with_few(client, settings):
    settings.CONTACT_RATE_LIMIT = (1_000, dt.timedelta(hours=1))

    def queries():
        sent = answers(kvk="12345678")
        with CaptureQueriesContext(connection) as counted:
            assert client.post("/contact/", sent).status_code == 303
        return len(counted)

    queries()
    few = queries()
    for number in range(20):
        client.post("/contact/", answers(kvk="12345678", person=f"Persoon {number}"))
    assert queries() == few


# --- sent again ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_double_click_is_one_request(client):
    sent = answers()
    first, second = client.post("/contact/", sent), client.post("/contact/", sent)
    assert first["Location"] == second["Location"]
    assert IntroductionRequest.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db
def test_the_page_says_that_a_change_was_kept(client):
    sent = answers()
    first = client.post("/contact/", sent)
    plain = page(client.get(first["Location"]))
    again = client.post("/contact/", sent | {"text": "Toch liever een laboratorium."})
    corrected = page(client.get(again["Location"]))
    assert again["Location"] == first["Location"] + "?corrected=1"
    assert Correction.objects.get().changes["text"]["after"] == "Toch liever een laboratorium."
    assert "rvo-alert--success" in corrected
    assert corrected.count("<time") == plain.count("<time") + 1
    assert IntroductionRequest.objects.count() == 1


@pytest.mark.django_db
def test_the_page_does_not_speak_of_a_correction_that_was_never_sent(client):
    response = client.post("/contact/", answers())
    assert page(client.get(response["Location"])).count("<time") == 1
    forged = client.get(response["Location"] + "?corrected=1")
    assert not forged.context["done"]


# --- wrong input -----------------------------------------------------------------------------------

WRONG = [
    ("organisation", ""),
    ("organisation", "  \t "),
    ("organisation", "\u200b\u202e\x00"),
    ("organisation", "x" * 201),
    ("organisation_kind", None),
    ("organisation_kind", "bank"),
    ("kvk", "1234567"),
    ("kvk", "123456789"),
    ("kvk", "1234567A"),
    ("kvk", "１２３４５６７８"),
    ("person", ""),
    ("person", "x" * 121),
    ("email", ""),
    ("email", "sanne"),
    ("email", "sanne@ortholink.example, other@ortholink.example"),
    ("email", "Sanne <sanne@ortholink.example>"),
    ("email", '"sanne, other"@ortholink.example'),
    ("email", "sanne@ortholink.example\nBcc: other@ortholink.example"),
    ("email", "s" * 250 + "@ortholink.example"),
    ("phone", "bel mij"),
    ("phone", "0" * 41),
    ("text", ""),
    ("text", "\r\n \r\n"),
    ("text", "x" * 10_001),
    ("themes", "no-such-theme"),
    ("region_wish", "x" * 201),
    ("partner_kind", "friend"),
    ("french_establishment", "perhaps"),
    ("siren", "732829321"),
    ("siren", "73282932"),
    ("siren", "732 829 320 00074"),
    ("siren", "abcdefghi"),
    ("release", "everything"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "wrong"), WRONG, ids=[f"{field}-{number}" for number, (field, _) in enumerate(WRONG)]
)
def test_a_wrong_field_is_named_beside_it_and_in_the_summary(client, field, wrong):
    builders.theme("imaging", on_form=True)
    response = client.post("/contact/", answers(**{field: wrong}))
    assert response.status_code == 200
    assert nothing_is_stored()
    [fault] = response.context["faults"]
    assert fault.anchor in (f"id_{field}", f"id_{field}_0")
    text = page(response)
    assert f'<a href="#{fault.anchor}">{fault}</a>' in text
    assert f'id="{fault.anchor}"' in text
    beside = found(rf'id="id_{field}_error"><div><span[^>]*>[^<]*</span> ([^<]*)</div>', text)
    assert beside[1] == fault.message
    assert str(fault).startswith(fault.label)
    assert re.search(rf'aria-describedby="[^"]*id_{field}_error', text)
    assert 'aria-invalid="true"' in text
    summary = found(r"<div[^>]*role=\"alert\"[^>]*>", text)[0]
    assert 'tabindex="-1"' in summary
    assert "autofocus" in summary
    assert re.search(r"<title>(Error|Fout):? ", text)


@pytest.mark.django_db
def test_a_siren_number_contradicts_having_no_establishment(client):
    response = client.post("/contact/", answers(french_establishment="no", siren="732829320"))
    assert [fault.anchor for fault in response.context["faults"]] == ["id_siren"]
    assert nothing_is_stored()


@pytest.mark.django_db
def test_nothing_typed_is_lost(client):
    builders.theme("imaging", on_form=True)
    typed = answers(
        kvk="1234",
        organisation="Café <b>“Ørt”</b> & Zn.",
        phone="+31 20 555 0142",
        text="Regel een.\n\n<script>alert(1)</script> & “regel twee”.",
        themes=["imaging"],
        region_wish="Provence-Alpes-Côte d'Azur",
        partner_kind="hospital",
        french_establishment="yes",
        siren="12",
        release=["organisation", "text"],
        confidential="on",
    )
    response = client.post("/contact/", typed)
    raw, text = response.content.decode(), page(response)
    assert "<script>alert" not in raw
    assert "<b>“" not in raw
    for name in ("organisation", "kvk", "person", "email", "phone", "region_wish", "siren"):
        assert re.search(rf'name="{name}" value="{re.escape(typed[name])}"', text), name
    assert f">\n{typed['text']}</textarea>" in text
    for value in ("imaging", "organisation", "text", "sme", "yes"):
        assert re.search(rf'value="{value}" id="[^"]+" checked', text), value
    assert '<option value="hospital" selected>' in text
    assert re.search(r'name="confidential" id="id_confidential" checked', text)
    assert token_in(response).partition(".")[0] == typed["token"].partition(".")[0]


@pytest.mark.django_db
def test_what_nobody_sees_is_taken_out_and_stored_nowhere(client):
    response = client.post(
        "/contact/",
        answers(
            organisation="Ortho\x00link\r\nBcc: x@y.example \u202eB.V.",
            person="Sanne\x07\u2028Bakker\ufeff",
            text="Een\x00 vraag\u202e\x1b[31m.\r\nMet 👩\u200d🔬 en een tab\tdaarin.",
            region_wish="Ly\x00on",
        ),
    )
    assert response.status_code == 303
    request = IntroductionRequest.objects.get()
    assert request.organisation_name == "Ortholink Bcc: x@y.example B.V."
    assert request.contact.name == "Sanne Bakker"
    assert request.text == "Een vraag[31m.\nMet 👩\u200d🔬 en een tab\tdaarin."
    assert request.region_wish == "Lyon"


@pytest.mark.django_db
@pytest.mark.parametrize("field", sorted(FIELDS))
@pytest.mark.parametrize(
    "odd",
    ["\x00", "a\x00b", "\x1b[0m", "\u202e", "\ufffd", "💉" * 50, "%00", "' OR 1=1 --", "{{7*7}}", "\r\nX: y"],
)
def test_no_odd_text_in_any_field_is_a_fault_of_ours(client, field, odd):
    assert client.post("/contact/", answers(**{field: odd})).status_code in (200, 303)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"text=%ED%A0%80&person=%FF%FE&token=%00", "application/x-www-form-urlencoded"),
        (b'{"text": "json"}', "application/json"),
        (b"\xff\xfe", "text/plain"),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nabc\x00\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"text=a", "application/x-www-form-urlencoded; charset=no-such-charset"),
    ],
)
def test_a_body_that_is_no_form_is_never_a_fault_of_ours(client, body, content_type):
    response = client.generic("POST", "/contact/", body, content_type=content_type)
    assert response.status_code in (200, 400)
    assert nothing_is_stored()


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en"), ("/fr", "fr")])
@pytest.mark.parametrize(
    ("body", "status"),
    [(b"text=" + b"x" * 10_000_000, 413), (b"&".join(b"a%d=1" % n for n in range(10_000)), 400)],
    ids=["10 MB", "10,000 fields"],
)
def test_a_body_without_measure_is_refused_with_a_way_back(
    client, settings, prefix, language, body, status, caplog
):
    response = client.generic(
        "POST", f"{prefix}/contact/", body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == status
    assert f'<html lang="{language}">' in page(response)
    assert f'href="{prefix}/contact/"' in page(response)
    assert settings.OFFICE_MAILBOX in page(response)
    assert nothing_is_stored()
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("length", "status"),
    [("abc", 400), ("²", 400), ("-1", 400), ("1e3", 400), ("9" * 5_000, 413), ("10000001", 413)],
)
def test_a_length_that_is_none_or_too_much_is_refused_unread(client, length, status):
    form = "application/x-www-form-urlencoded"
    response = client.generic("POST", "/en/contact/", b"text=a", content_type=form, CONTENT_LENGTH=length)
    assert response.status_code == status
    assert 'href="/en/contact/"' in page(response)
    assert nothing_is_stored()


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en"), ("/fr", "fr")])
@pytest.mark.parametrize("size", [100, 12_000_000])
def test_a_form_in_chunks_is_not_taken_for_an_empty_one(client, settings, prefix, language, size):
    """A web server passes on what comes in chunks, of any size, without a length."""
    response = client.generic(
        "POST",
        f"{prefix}/contact/",
        b"text=" + b"x" * size,
        content_type="application/x-www-form-urlencoded",
        CONTENT_LENGTH="",
        HTTP_TRANSFER_ENCODING="chunked",
    )
    assert response.status_code == 411
    assert f'<html lang="{language}">' in page(response)
    assert f'href="{prefix}/contact/"' in page(response)
    assert settings.OFFICE_MAILBOX in page(response)
    assert nothing_is_stored()


@pytest.mark.django_db
def test_a_file_is_not_taken_in_and_a_large_one_is_refused_unread(client):
    small, large = (ContentFile(b"x" * size, name="plan.pdf") for size in (1_000, 3_000_000))
    assert client.post("/contact/", answers(text=small)).status_code == 200
    assert client.post("/contact/", answers(plan=large)).status_code == 413
    assert nothing_is_stored()


@pytest.mark.django_db
def test_other_methods_are_refused(client):
    assert client.put("/contact/").status_code == 405
    assert client.head("/contact/").status_code == 200


# --- the token -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "token",
    [None, "", "x", "\x00", str(uuid.uuid4()), forms.sign_token(uuid.uuid4()) + "x"],
    ids=["missing", "empty", "letter", "NUL", "unsigned", "altered"],
)
def test_without_a_good_token_nothing_is_lost_and_sending_once_more_works(client, token):
    response = client.post("/contact/", answers(token=token))
    assert response.status_code == 200
    assert nothing_is_stored()
    assert TEXT in page(response)
    assert len(response.context["faults"]) == 1
    assert client.post("/contact/", answers(token=token_in(response))).status_code == 303


@pytest.mark.django_db
def test_a_form_left_open_for_days_can_still_be_sent(client):
    with time_machine.travel(AT, tick=False):
        token = token_in(client.get("/contact/"))
    with time_machine.travel(AT + dt.timedelta(days=6, hours=23), tick=False):
        assert client.post("/contact/", answers(token=token)).status_code == 303


@pytest.mark.django_db
def test_a_form_left_open_too_long_is_sent_once_more_and_is_still_one_request(client):
    with time_machine.travel(AT, tick=False):
        sent = answers()
        first = client.post("/contact/", sent)
    with time_machine.travel(AT + dt.timedelta(days=8), tick=False):
        again = client.post("/contact/", sent)
        assert again.status_code == 200
        assert TEXT in page(again)
        once_more = client.post("/contact/", sent | {"token": token_in(again)})
    assert once_more["Location"] == first["Location"]
    assert IntroductionRequest.objects.count() == 1


# --- when it cannot be stored ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_database_that_takes_nothing_gets_no_thanks_and_loses_no_text(client, caplog):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET LOCAL transaction_read_only = on")
    try:
        response = client.post("/contact/", answers())
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")
    assert response.status_code == 503
    assert TEXT in page(response)
    assert project_settings.OFFICE_MAILBOX in page(response)
    assert "MRI" not in caplog.text


# --- the status page -------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en", "/fr"])
@pytest.mark.parametrize("signed", ["IA-222222", "x", "IA-222222.x", "..", "IA-222222.%00"])
def test_a_link_we_did_not_sign_leads_nowhere(client, prefix, signed):
    builders.request(reference="IA-222222")
    response = client.get(f"{prefix}/contact/{signed}/")
    assert response.status_code == 404
    assert f'<html lang="{prefix[1:] or "nl"}">' in page(response)
    assert "Ortholink" not in page(response)


@pytest.mark.django_db
def test_a_signed_link_to_what_is_not_there_says_the_same(client):
    unknown = client.get(f"/contact/{references.sign('IA-ZZZZZZ')}/")
    assert unknown.status_code == 404


@pytest.mark.django_db
def test_a_status_link_does_not_expire(client):
    builders.request(reference="IA-222222")
    with time_machine.travel(AT, tick=False):
        link = references.status_path("IA-222222", language="nl")
    with time_machine.travel(AT + dt.timedelta(days=3_000), tick=False):
        assert client.get(link).status_code == 200


@pytest.mark.django_db
def test_who_was_set_aside_is_not_told_so(client):
    pages = []
    for status in (RequestStatus.RECEIVED, RequestStatus.QUARANTINED, RequestStatus.SPAM):
        closed = AT if status == RequestStatus.SPAM else None
        request = builders.request(status=status, closed_at=closed)
        response = client.get(references.status_path(request.reference, language="nl"))
        signed = references.sign(request.reference)
        shown = page(response).replace(token_in(response), "").replace(signed, "")
        pages.append(shown.replace(request.reference, ""))
    assert pages[0] == pages[1] == pages[2]


def test_every_status_has_its_words():
    assert set(standing.STAGES) == set(RequestStatus)


@pytest.mark.django_db
def test_the_status_page_stays_out_of_search_engines_and_asks_little(client, django_assert_num_queries):
    request = builders.request()
    with django_assert_num_queries(4):
        response = client.get(references.status_path(request.reference, language="nl"))
    assert response["X-Robots-Tag"] == "noindex, nofollow"


# --- the form's own lists --------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_choice_of_the_desk_is_on_the_form(client):
    text = page(client.get("/contact/"))
    for value in (*EnquirerKind.values, *PartnerKind.values, *Release.values):
        assert f'value="{value}"' in text


# --- many at once, over the wire -------------------------------------------------------------------


class KeepRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


def send(address, sent):
    opener = urllib.request.build_opener(KeepRedirect)
    try:
        with opener.open(address, urllib.parse.urlencode(sent, doseq=True).encode(), timeout=60) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers.get("Location", "")


def all_at_once(address, every):
    barrier = threading.Barrier(len(every))

    def run(sent):
        barrier.wait()
        return send(address, sent)

    with ThreadPoolExecutor(len(every)) as threads:
        return list(threads.map(run, every))


@pytest.mark.django_db(transaction=True)
def test_sixteen_visitors_at_once_are_all_heard(live_server):
    every = [
        answers(kvk="12345678" if n % 2 else "", text=f"Vraag nummer {n}, over vaccins.") for n in range(16)
    ]
    results = [result for _ in range(3) for result in all_at_once(f"{live_server.url}/contact/", every)]
    assert {code for code, _location in results} == {303}
    assert len({location for _code, location in results}) == 16
    assert IntroductionRequest.objects.count() == 16
    assert Enquirer.objects.exclude(kvk="").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sixteen_times_at_once_is_one_request(live_server):
    sent = answers()
    results = all_at_once(f"{live_server.url}/contact/", [sent] * 16)
    assert {code for code, _location in results} == {303}
    assert len({location for _code, location in results}) == 1
    assert IntroductionRequest.objects.count() == 1
    assert OutgoingMail.objects.count() == 2

"""Requests are found by words and beginnings of words, with an index, alike on both engines."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.urls import reverse

from attache import roles
from attache.models import User
from clusters.folding import words_in
from contacts import review
from contacts.apps import keep_triggers
from contacts.models import Correction, IntroductionRequest
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db

INBOX = "/admin/contacts/introductionrequest/"
ON_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite's full-text table")
ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL's index")


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


def matching(query):
    return set(IntroductionRequest.objects.filter(search_words__having=query))


def found(client, query, **others):
    response = client.get(INBOX, {"q": query, **others})
    assert response.status_code == 200
    return [row.reference for row in response.context["cl"].result_list]


def water_and_something_else():
    asker = builders.enquirer("Ligne d'Eau B.V.", kvk="12345678")
    contact = builders.person(asker, name="Zoë van den Berg", email="zoe@ligne-deau.example")
    request = builders.request(
        reference="IA-7K4M2P",
        enquirer=asker,
        contact=contact,
        text="Partenaire d’Alsace pour l’imagerie : échographie, e-health et MRI-software.",
    )
    other = builders.enquirer("Iets Anders", kvk="87654321")
    builders.request(
        enquirer=other, contact=builders.person(other, name="Jan Smit", email="j@x.example"), text="Niets."
    )
    return request


FINDS = [
    "ia-7k4m",
    "IA7K4M2P",
    "7k4m2p",
    "ÉCHOGRAPHIE",
    "l'imagerie échographie",
    "Ligne d’eau",
    "ligne deau",
    "d'alsac imag",
    "1234",
    "zoe berg",
    "zoe@ligne-deau.example",
    "b.v. mri",
    "bv",
    "ehealth",
    "e-health",
    "beeldvorm",
]


@pytest.mark.parametrize("query", FINDS)
def test_words_and_beginnings_of_words_find_whatever_their_accents_and_apostrophes(client, anouk, query):
    request = water_and_something_else()
    if query == "beeldvorm":  # in the subject of both
        assert request.reference in found(client, query)
    elif query == "ligne deau":  # as in the address
        assert found(client, query) == [request.reference]
    else:
        assert found(client, query) == [request.reference]


@pytest.mark.parametrize("query", ["zzz", "12345678 zzz", "chographie", "2345678", "7k4m2pp"])
def test_no_word_that_begins_so_finds_nothing(client, anouk, query):
    water_and_something_else()
    assert found(client, query) == []


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "***", "- . :", "'", '"', "&|!()", "\u200b"])
def test_a_query_without_a_word_leaves_nothing_out(client, anouk, query):
    builders.request()
    builders.request()
    assert len(found(client, query, view="all")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "mri*",
        "mri:*",
        '"mri"',
        '"mri',
        "mri'",
        "mri & !x | ()",
        "mri AND",
        "NOT mri",
        "NEAR(mri zoe, 2)",
        "search_words:mri",
        "{search_words} : mri",
        "^mri",
        "mri\\",
        "mri; DROP TABLE contacts_introductionrequest --",
        "mri%",
        "\ud800mri",
        "x" * 10_000,
        "mri " * 2_500,
        " ".join(f"w{number}" for number in range(2_500)),
        "a-" * 5_000,
    ],
)
def test_what_means_something_to_an_engine_is_harmless(client, anouk, query):
    request = builders.request(text="MRI")
    assert matching(query) <= {request}
    if "\ud800" not in query:
        assert client.get(INBOX, {"q": query}).status_code == 200
    assert IntroductionRequest.objects.count() == 1


def test_an_operator_is_only_a_word(client, anouk):
    request = builders.request(text="MRI")
    assert matching("mri*") == matching('"mri"') == matching("mri:*") == {request}
    assert not matching("NOT zzz")


def test_a_zero_byte_is_told_and_harmless(client, anouk):
    request = builders.request(text="MRI")
    assert matching("m\x00ri mri") == set()
    assert matching("mri\x00") == {request}
    assert client.get(INBOX, {"q": "mri\x00"}).status_code == 200


def test_a_word_longer_than_any_index_takes_is_stored_and_found():
    request = builders.request(text="x" * 9_000 + " " + "é" * 900)
    assert matching("x" * 9_000) == matching("xxx éé") == {request}


def test_a_compound_is_one_word_and_several():
    assert words_in("MRI-software van B.V. d’Eau") == {
        *("mri", "software", "mrisoftware"),
        *("van", "b", "v", "bv", "d", "eau"),
    }


# --- who may not see persons' details ---------------------------------------------------------------


@pytest.fixture
def reader(client):
    person = User.objects.create_user("rita", password="x", is_staff=True)
    roles.give(person, "reader")
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("berg", False),
        ("zoe@ligne-deau.example", False),
        ("7k4m2p berg", False),
        ("7k4m2p", True),
        ("ligne d'eau 1234", True),
        ("échographie e-health", True),
        ("beeldvorm", True),
    ],
)
def test_a_reader_cannot_find_out_a_persons_name_or_address_by_searching(client, reader, query, is_found):
    request = water_and_something_else()
    assert (request.reference in found(client, query, view="all")) == is_found
    assert "KvK number, person" not in client.get(INBOX).content.decode()


@pytest.mark.parametrize("lookup", ["search_words__having", "search_words__contains", "public_words__gt"])
def test_nobody_asks_the_columns_of_words_in_the_address(client, reader, lookup):
    water_and_something_else()
    assert client.get(INBOX, {lookup: "zoe"}).status_code == 400


def test_what_a_reader_finds_follows_the_enquirers_name_and_the_request(client, reader):
    request, anouk = builders.request(), builders.staff("anouk")
    review.edit(request, by=anouk, at=AT, subject="tomatoes")
    client.force_login(anouk)
    assert saved(client, request.enquirer, name="Kwikzilver").status_code == 302
    assert saved(client, request.contact, name="Daan").status_code == 302
    client.force_login(reader)
    assert found(client, "kwikz tomat", view="all") == [request.reference]
    assert found(client, "daan", view="all") == []


# --- kept up to date ----------------------------------------------------------------------------------


def test_a_changed_and_a_deleted_request_are_found_as_they_are_now(anouk):
    request = builders.request(subject="tomatoes")
    assert matching("tomat") == {request}
    review.edit(request, by=anouk, at=AT, subject="peppers")
    assert matching("tomat") == set()
    assert matching("pepper") == {request}
    request.delete()
    assert matching("pepper") == set()


def test_many_made_at_once_are_found():
    asker = builders.enquirer()
    contact = builders.person(asker)
    IntroductionRequest.objects.bulk_create(
        IntroductionRequest(
            reference=builders.reference(number),
            received_at=AT,
            enquirer=asker,
            contact=contact,
            organisation_name="x",
            subject=f"number{number}",
            text="x",
        )
        for number in range(3)
    )
    assert len(matching("number")) == 3
    assert len(matching("number2")) == 1


def saved(client, row, **changes):
    """Post the row's own form back with `changes`."""
    address = reverse(f"admin:contacts_{row._meta.model_name}_change", args=[row.pk])
    context = client.get(address).context
    form = context["adminform"].form
    management = {
        f"{each.formset.prefix}-{name}": 0
        for each in context["inline_admin_formsets"]
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    values = {name: form[name].value() for name in form.fields}
    return client.post(address, {"_version": context["row_version"], **management, **values, **changes})


def test_another_name_number_or_address_of_the_enquirer_is_found_at_once(client, anouk):
    request = builders.request()
    builders.request(enquirer=request.enquirer, contact=request.contact)
    assert saved(client, request.enquirer, name="Kwikzilver", kvk="12345678").status_code == 302
    assert saved(client, request.contact, name="Daan", email="daan@kwik.example").status_code == 302
    for query in ("kwikz", "1234", "daan", "daan@kwik.example"):
        assert len(matching(query)) == 2
    assert not matching("sanne")


def test_a_correction_taken_over_is_found_by_its_new_words(anouk):
    request = builders.request()
    words = {"organisation": "Kwikzilver", "kvk": "12345678", "person": "Daan", "text": "Nu iets met kwik."}
    changes = {field: {"before": "", "after": after} for field, after in words.items()}
    correction = Correction.objects.create(request=request, received_at=AT, changes=changes)
    review.apply_correction(correction, by=anouk, at=AT)
    assert matching("kwikzilver 12345678 daan iets") == {request}
    assert not matching("knieklachten")


@pytest.mark.parametrize("model", ["introduction", "historyentry"])
def test_letters_and_story_are_searched_by_the_words_of_their_request(client, anouk, model):
    letter = builders.introduction(request=builders.request(text="Tomaten"))
    builders.introduction(request=builders.request(text="Paprika"))
    review.remark(letter.request, "x", by=anouk, at=AT)
    address = reverse(f"admin:contacts_{model}_changelist")
    for query, number in (("tomat", 1), ("zzz", 0), (f"{letter.request.reference} tomaten", 1)):
        assert client.get(address, {"q": query}).context["cl"].result_count == number
    assert client.get(address, {"q": "a b " * 2_500}).status_code == 200


# --- the indexes --------------------------------------------------------------------------------------


def plan(column="search_words"):
    return IntroductionRequest.objects.filter(**{f"{column}__having": "tomat mri"}).explain()


@ON_POSTGRESQL
def test_postgresql_can_use_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "contacts_request_words" in plan()
    assert "contacts_request_public_words" in plan("public_words")


@ON_SQLITE
def test_sqlite_uses_its_full_text_table():
    assert "VIRTUAL TABLE INDEX" in plan()
    assert "VIRTUAL TABLE INDEX" in plan("public_words")


@ON_SQLITE
@pytest.mark.django_db(transaction=True)
def test_sqlites_index_survives_that_a_migration_rebuilds_the_table():
    request = builders.request(text="Tomaten")
    config = apps.get_app_config("contacts")
    try:
        # What Django's rebuilding leaves behind: no trigger, and a full-text table that hears of nothing.
        with connection.schema_editor() as editor:
            editor._remake_table(IntroductionRequest)  # type: ignore[attr-defined]
        IntroductionRequest.objects.filter(pk=request.pk).update(search_words="paprika")
        assert matching("paprik") == set()
        keep_triggers(config, using="default")
        assert matching("paprik") == {request}
        assert matching("tomat") == set()
        other = builders.request(text="Courgette")
        assert matching("courg") == {other}
        keep_triggers(config, using="default")
        assert matching("courg") == {other}
    finally:
        keep_triggers(config, using="default")


@ON_SQLITE
def test_sqlites_index_agrees_with_the_rows_after_many_changes():
    request = builders.request()
    for word in ("one", "two", "three"):
        IntroductionRequest.objects.filter(pk=request.pk).update(search_words=word, version=F("version") + 1)
    with connection.cursor() as cursor:
        table = "contacts_introductionrequest_search_words_fts"
        cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES('integrity-check', 1)")
    assert matching("three") == {request}

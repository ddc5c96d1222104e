"""The letters' templates: what staff may write, what is refused, and what a letter makes of it."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clusters.enums import Language
from contacts import introductions, letter_templates, letters, placeholders
from contacts.enums import LetterKind
from contacts.letter_templates import Fault, Text
from contacts.models import LetterTemplate
from tests import builders
from tests.builders import AT

EVERY = [(kind, language) for kind in LetterKind.values for language in Language.values]


@pytest.fixture
def anouk(client):
    person = builders.staff("anouk")
    client.force_login(person)
    return person


# --- filling in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Dear {who},", "Dear Claire,"),
        ("Themes: {none}\nFor {who}", "For Claire"),
        ("About:\n{none}\n\nGoodbye", "Goodbye"),
        ("To the pôle ({none}), today", "To the pôle, today"),
        ("To the pôle (for {who}), today", "To the pôle (for Claire), today"),
        ("{none} and {who}", " and Claire".strip()),
        ("No places\n\n\n\nhere", "No places\n\nhere"),
        ("{odd}", "{who} & <b>"),
    ],
)
def test_what_has_nothing_to_say_leaves_no_trace(text, filled):
    assert placeholders.fill(text, {"who": "Claire", "none": " ", "odd": "{who} & <b>"}) == filled


@given(st.text(alphabet="ab {}\n()", max_size=40))
def test_any_text_is_read_without_an_error(text):
    names = placeholders.names_in(text)
    placeholders.loose_braces(text)
    placeholders.fill(text, dict.fromkeys(names, "x"))


# --- the delivered texts ------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_delivered_text_passes_its_own_check(kind, language):
    assert letter_templates.problems(kind, letter_templates.delivered(kind, language)) == []


@pytest.mark.parametrize("kind", LetterKind.values)
def test_a_delivered_letter_has_the_same_places_in_every_language(kind):
    places = [sorted(letter_templates.delivered(kind, language).names) for language in Language.values]
    assert places[0] == places[1] == places[2]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_letter_reads_well_for_the_invented_request(kind, language):
    letter = letters.render(letter_templates.delivered(kind, language), letters.sample(kind, language))
    whole = f"{letter.subject}\n{letter.body}"
    assert not set("{}&\t") & set(whole)
    assert "()" not in whole
    assert "\n\n\n" not in whole
    if kind in ("teaser", "teaser_copy"):
        assert "Voorbeeld Medische Techniek" not in whole


# --- the check ----------------------------------------------------------------------------------------

GOOD = "{salutation}\n\n{organisation} asks {pole}.\n{answer_link}"


@pytest.mark.parametrize(
    ("kind", "body", "fault", "where"),
    [
        ("introduction", GOOD + " {recipent}", Fault.UNKNOWN, "{recipent}"),
        ("introduction", GOOD + " {{ pole }}", Fault.UNKNOWN, "{ pole }"),
        ("introduction", GOOD + " {passed_on}", Fault.UNKNOWN, "{passed_on}"),
        ("introduction", GOOD + " {pole", Fault.BRACE, "“nswer_link} {pole”"),
        ("introduction", GOOD.replace("{answer_link}", ""), Fault.LACKING, "{answer_link}"),
        ("teaser", GOOD, Fault.NAMES, "{organisation}"),
        ("teaser", "{contact} {answer_link}", Fault.NAMES, "{contact}"),
        ("teaser_copy", "Dear {person}, {letter}", Fault.LACKING, "{passed_on}"),
        ("disclosure", "{organisation}", Fault.LACKING, "{contact}"),
    ],
)
def test_a_text_that_cannot_be_used_is_told_what_and_where(kind, body, fault, where):
    found = {problem.fault: problem.where for problem in letter_templates.problems(kind, Text("Objet", body))}
    assert where in found[fault]


def test_a_good_text_has_no_problem():
    assert letter_templates.problems("introduction", Text("Objet {reference}", GOOD)) == []


# --- in a letter --------------------------------------------------------------------------------------


def own(kind="introduction", language="fr", subject="Objet {reference}", body=GOOD):
    return LetterTemplate.objects.create(kind=kind, language=language, subject=subject, body=body)


def prepared(anouk):
    cluster = builders.cluster("biopole-nord", "Biopôle Nord")
    builders.cluster_contact(cluster)
    return introductions.prepare(builders.request(text="{pole} <b> {% now %}"), cluster, by=anouk, at=AT)


@pytest.mark.django_db
def test_a_letter_is_written_from_the_offices_own_text(anouk):
    own(body=GOOD + "\n\n{enquiry}")
    letter = prepared(anouk)
    assert letter.subject == f"Objet {letter.request.reference}"
    assert letter.body.startswith("Bonjour Claire Dubois,\n\nOrtholink B.V. asks Biopôle Nord.\nhttp")
    assert letter.body.endswith("{pole} <b> {% now %}\n")  # somebody's own words are never read as a template


@pytest.mark.django_db
@pytest.mark.parametrize("body", [GOOD + " {gone}", "Nothing that is needed", GOOD + " {"])
def test_a_broken_text_never_reaches_a_letter(anouk, body):
    own(body=body)  # stored by other ways than the form, or by an older version of the desk
    letter = prepared(anouk)
    assert "Le bureau de l’Attaché Innovation" in letter.body
    assert "{" not in letter.body.replace("{pole} <b> {% now %}", "")


# --- on the staff site --------------------------------------------------------------------------------

pages = pytest.mark.django_db
LIST = "admin:contacts_lettertemplate_changelist"


def form(client, kind="introduction", language="fr", **changes):
    address = f"{reverse('admin:contacts_lettertemplate_add')}?kind={kind}&language={language}"
    values = {
        "kind": kind,
        "language": language,
        "subject": "Objet",
        "body": GOOD,
        "differs": "on",
        **changes,
    }
    return client.post(address, {name: value for name, value in values.items() if value})


@pages
def test_the_list_has_every_letter_in_every_language_and_tells_whose_text_it_is(client, anouk):
    own("teaser", "nl", body="{salutation} {answer_link}")
    html = client.get(reverse(LIST)).content.decode()
    assert html.count("as delivered") == 17
    assert html.count("changed by the office") == 1
    assert "look at its placeholders" in html


@pages
def test_the_form_begins_with_the_delivered_text_and_explains_every_place(client, anouk):
    html = client.get(
        f"{reverse('admin:contacts_lettertemplate_add')}?kind=teaser&language=nl"
    ).content.decode()
    assert "die in dit stadium niet genoemd wil worden" in html
    assert "the link by which the pôle answers without an account" in html
    assert "<code>{organisation}</code>" not in html


@pages
def test_a_good_text_is_stored_with_its_history(client, anouk):
    assert form(client).status_code == 302
    row = LetterTemplate.objects.get()
    assert (row.kind, row.language, row.body) == ("introduction", "fr", GOOD)
    assert row.history.get().history_user == anouk


@pages
@pytest.mark.parametrize(
    ("body", "told"),
    [
        (GOOD + " {recipent}", ["{recipent}", "To choose from: {pole}, {salutation}"]),
        (GOOD + " {pole", ["A brace { or } has no partner"]),
        ("{organisation} {pole}", ["cannot do without: {answer_link}"]),
    ],
)
def test_a_text_that_cannot_be_used_is_not_stored_and_stays_in_the_form(client, anouk, body, told):
    response = form(client, body=body)
    html = response.content.decode()
    assert response.status_code == 200
    assert not LetterTemplate.objects.exists()
    for each in [*told, body]:
        assert each in html


@pages
def test_a_place_that_another_language_lacks_is_warned_of_before_storing(client, anouk):
    warned = form(client, differs="").content.decode()
    assert "Dutch has {reference}" in warned
    assert "this text does not" in warned
    assert not LetterTemplate.objects.exists()
    assert form(client).status_code == 302


@pages
def test_the_preview_shows_the_form_as_it_stands_and_stores_nothing(client, anouk):
    address = reverse("admin:contacts_lettertemplate_preview")
    posted = {"shown_kind": "introduction", "shown_language": "fr", "subject": "Mon objet", "body": GOOD}
    html = client.post(address, posted).content.decode()
    assert "Mon objet" in html
    assert "Voorbeeld Medische Techniek B.V. asks Pôle Exemple." in html
    broken = client.post(address, {**posted, "body": "{oops}"})
    assert broken.status_code == 422
    assert "{oops}" in broken.content.decode()
    assert not LetterTemplate.objects.exists()
    assert client.get(address).status_code == 405


@pages
def test_the_way_back_to_the_delivered_text(client, anouk):
    row = own()
    page = client.get(reverse("admin:contacts_lettertemplate_change", args=[row.pk])).content.decode()
    back = reverse("admin:contacts_lettertemplate_delete", args=[row.pk])
    assert back in page
    assert client.post(back, {"post": "yes", "_version": "1"}).status_code == 302
    assert letter_templates.in_use("introduction")["fr"] == letter_templates.delivered("introduction", "fr")


@pages
def test_two_who_edit_one_text_both_keep_their_words(client, anouk):
    row = own()
    address = reverse("admin:contacts_lettertemplate_change", args=[row.pk])
    values = {"subject": "Theirs", "body": GOOD, "differs": "on"}
    assert client.post(address, {**values, "_version": "1"}).status_code == 302
    late = client.post(address, {**values, "subject": "Mine", "_version": "1"})
    assert late.status_code == 409
    assert ">Mine</td>" in late.content.decode()
    assert LetterTemplate.objects.get().subject == "Theirs"


@pages
def test_who_may_only_look_cannot_store(client):
    client.force_login(builders.staff("new", superuser=False))
    assert form(client).status_code == 403
    assert client.post(reverse("admin:contacts_lettertemplate_preview"), {}).status_code == 403

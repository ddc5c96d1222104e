"""What people call an organisation is its name without the legal form, wherever that stands.

An address says it too: a site or an e-mail domain with the name in it.
"""

import pytest

from clusters.models import Term
from contacts import giveaways
from contacts.enums import Release
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    [
        "Kniebeeld Holding B.V.",
        "Kniebeeld GmbH",
        "Stichting Kniebeeld",
        "Coöperatie Kniebeeld U.A.",
        "Kniebeeld Coöperatie U.A.",
        "Kniebeeld B.V. (KB)",
        "Kniebeeld, Inc.",
        "B.V. Kniebeeld",
    ],
)
def test_a_short_name_is_recognised_whatever_the_legal_form(name):
    request = builders.request(organisation_name=name)
    text = "Kniebeeld zoekt een ziekenhuis."
    assert giveaways.unreleased_facts(request, [Release.TEXT], text) == [Release.ORGANISATION]


def test_a_name_that_is_a_legal_form_alone_is_still_a_name():
    request = builders.request(organisation_name="Holding B.V.")
    assert giveaways.unreleased_facts(request, [Release.TEXT], "Holding zoekt") == [Release.ORGANISATION]


def gives_away(name, email, text, released=(Release.TEXT,)):
    asker = builders.enquirer(name)
    request = builders.request(enquirer=asker, contact=builders.person(asker, email=email))
    return giveaways.unreleased_facts(request, released, text) == [Release.ORGANISATION]


@pytest.mark.parametrize(
    "text",
    [
        "Zie kniebeeldmedical.example voor beelden.",
        "Zie https://www.kniebeeld-medical.example/nl/.",
        "Zie www.linkedin.example/company/kniebeeldmedical-bv",
        "Mail naar info@kniebeeldmedical.example.",
        "Het systeem KniebeeldMedical is klaar.",
        "De kniebeeldmedicalscanner is klaar.",
    ],
)
def test_a_name_written_as_one_word_is_recognised(text):
    assert gives_away("Kniebeeld Medical B.V.", "sanne@gmail.example", text)


@pytest.mark.parametrize(
    ("text", "is_given_away"),
    [
        ("Zie kniebeeldmedical.example.", True),
        ("Zie mri.kniebeeld.example", True),
        ("Wij hebben kniebeelden van 300 mensen.", False),
    ],
)
def test_a_name_of_one_word_within_another_counts_in_an_address_only(text, is_given_away):
    assert gives_away("Kniebeeld", "sanne@gmail.example", text) == is_given_away


@pytest.mark.parametrize(
    ("email", "text", "is_given_away"),
    [
        ("sanne@kbmed.example", "Zie www.kbmed.example", True),
        ("sanne@mail.kbmed.co.uk", "Zie kbmed.com", True),
        ("sanne@kbmed.example", "KBMed zoekt een ziekenhuis.", True),
        ("sanne@kb.example", "Zie kb.example/mri", True),
        ("sanne@kb.example", "Een beeld van 300 kb", False),
        ("sanne@kb.example", "Zie webkb.example of kb.examples", False),
        ("sanne@imaging.example", "Nous cherchons un partenaire en imaging.", False),
        ("sanne@imaging.example", "Zie imaging.example", True),
        ("sanne@outlook.com", "Onze outlook: outlook.com, een account bij outlook", False),
        ("sanne@ziggo.nl", "Wij mailen via ziggo.nl.", False),
    ],
)
def test_the_domain_of_the_enquirers_mail_names_them_unless_it_is_a_providers(email, text, is_given_away):
    Term.objects.create(theme=builders.theme("mri"), text="medical imaging")
    assert gives_away("Orthopedische Zaken B.V.", email, text) == is_given_away


def test_a_general_word_as_a_name_does_not_hold_back_its_compounds():
    assert not gives_away("Imaging B.V.", "sanne@gmail.example", "Wij doen bioimaging en neuroimaging.")


def test_the_offices_own_link_for_answering_is_no_address_of_the_enquirer(settings):
    settings.SITE_URL = "https://kniebeeld.example"
    text = "Antwoord: https://kniebeeld.example/antwoord/abc/"
    assert not gives_away("Kniebeelden", "sanne@gmail.example", text.replace("abc", "kniebeelden1"))

"""What people call an organisation is its name without the legal form, wherever that stands."""

import pytest

from contacts import letters
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
    assert letters.unreleased_facts(request, [Release.TEXT], text) == [Release.ORGANISATION]


def test_a_name_that_is_a_legal_form_alone_is_still_a_name():
    request = builders.request(organisation_name="Holding B.V.")
    assert letters.unreleased_facts(request, [Release.TEXT], "Holding zoekt") == [Release.ORGANISATION]

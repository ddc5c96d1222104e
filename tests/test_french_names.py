"""French names in Dutch and English pages are marked as French, so that a screen reader says them right."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from clusters.models import ClusterName
from contacts import references
from tests import builders
from tests.contacts.answering import path, sent_letter
from tests.visitor import full_pole, unmarked

pytestmark = pytest.mark.django_db
NAMES = (
    *("Vallée des Étoiles", "Côte Lumière", "Pôle Disparu", "Étoile d'Avant"),
    *("Grand Est", "Strasbourg", "Laboratoire", "Alliance Santé"),
)


@pytest.fixture
def letter():
    star = full_pole("etoiles", NAMES[0])
    full_pole("cote", NAMES[1])
    star.statements.all().delete()  # what is said in a sentence is in the reader's language, names and all
    star.__class__.objects.get(slug="cote").statements.all().delete()
    gone = builders.cluster("disparu", NAMES[2])
    for pole, text in ((gone, NAMES[2]), (star, NAMES[3])):
        until = dt.date(2019, 1, 1) if pole is star else None
        builders.fact(ClusterName, cluster=pole, text=text, stated_on=dt.date(2010, 1, 1), valid_until=until)
    builders.succession(gone, star)
    return sent_letter(cluster=star, sent_at=timezone.now().replace(microsecond=0))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/poles/?q=disparu",
        "/poles/?region=grand-est",
        "/poles/etoiles/",
        "/poles/disparu/",
        "/poles/compare/?pole=etoiles&pole=cote",
        "/poles/compare/?pole=cote&pole=cote&pole=disparu",
        "/brochure/",
        "/contact/?pole=etoiles",
    ],
)
def test_no_french_name_is_said_as_a_word_of_the_page(letter, prefix, page):
    response = Client().get(prefix + page)
    assert response.status_code == 200
    assert any(name in response.content.decode() for name in NAMES)
    assert unmarked(response, *NAMES) == []


def test_nor_behind_the_signed_links(letter):
    status = references.status_path(letter.request.reference, language="en")
    for page in (status, f"{status}withdraw/{letter.pk}/", path(letter, language="nl", at=letter.sent_at)):
        response = Client().get(page)
        assert letter.cluster_name in response.content.decode()
        assert unmarked(response, *NAMES, letter.cluster_name) == []


def test_what_is_looked_for_is_found():
    class Page:
        content = b'<html lang="nl"><title>Grand Est</title><p>Grand Est<span lang="fr">Grand Est</span>'

    assert len(unmarked(Page, "Grand Est")) == 1

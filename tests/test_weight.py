"""What a visitor's browser fetches on a first visit: how much, compressed as it asks for, and no cookie."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from clusters.models import Cluster
from contacts import references
from tests.contacts.answering import path, sent_letter
from tests.weighing import COMPRESSED, MOST, weight_of

LARGEST_SHEET = 12_000  # bytes, as it is written: the sheet every page names
PUBLIC_SHEETS = (
    "site.css",
    "forms.css",
    "clusters/map.css",
    "clusters/list.css",
    "clusters/facts.css",
    "clusters/comparison.css",
    "contacts/status.css",
    "contacts/answer.css",
)
pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(scope="module", autouse=True)
def office(django_db_setup, django_db_blocker, tmp_path_factory):
    """The product's own register, a request and a letter."""
    fixtures = settings.BASE_DIR / "fixtures"
    folder = tmp_path_factory.mktemp("register")
    (folder / "register").symlink_to(fixtures / "register")
    (folder / "vocabulary").mkdir()
    for table in ("themes.csv", "focuses.csv"):
        (folder / "vocabulary" / table).symlink_to(fixtures / "vocabulary" / table)
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", folder=folder, verbosity=0)
        yield sent_letter(cluster=Cluster.objects.order_by("pk").first())
        transaction.set_rollback(True)


def pages(letter, language):
    """Every public page by its address: those anybody may look up, and those behind a signed link."""
    slugs = list(Cluster.objects.order_by("pk").values_list("slug", flat=True))
    request = letter.request
    status = references.status_path(request.reference, language=language)
    with translation.override(language):
        own = ("home", "directory", "comparison", "brochure")
        found = [reverse(f"clusters:{name}") for name in own]
        found += [reverse("clusters:card", args=[slug]) for slug in slugs]
        found += [reverse(name) for name in ("contacts:form", "accessibility", "privacy")]
    found.append(f"{found[2]}?" + "&".join(f"pole={slug}" for slug in slugs[:3]))
    found += [f"{found[1]}?q=kanker&as_of=2014-12-18", f"{found[4]}nowhere/"]
    found += [status, *(f"{status}{page}/" for page in ("correct", "withdraw", f"withdraw/{letter.pk}"))]
    found.append(references.confirmation_path(request.reference, request.contact.email, language=language))
    return [*found, path(letter, language=language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_weighs_more_than_60_kb_or_sets_a_cookie(office, language):
    heavy, heaviest = [], 0
    for page in pages(office, language):
        response = Client(headers=COMPRESSED).get(page)
        assert (page, response.status_code in (200, 404)) == (page, True)
        assert response.headers["Content-Encoding"] == "gzip", page
        assert not response.cookies, page
        weight = weight_of(response)
        heaviest = max(heaviest, weight)
        heavy += [f"{page}: {weight / 1024:.1f} kB"] if weight > MOST else []
    assert not heavy, "\n".join(heavy)
    assert heaviest > 20 * 1024, "the measure measures nothing"


def test_the_sheet_of_every_page_is_small_and_no_rule_is_for_nothing():
    own = Path(settings.BASE_DIR) / "static"
    assert len((own / "site.css").read_bytes()) <= LARGEST_SHEET
    folders = (settings.BASE_DIR / name for name in ("templates", "contacts", "clusters"))
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in (".html", ".py"))
    pages = "\n".join(path.read_text(encoding="utf-8") for path in files if "admin" not in path.parts)
    named = set(re.findall(r"[\w-]+", pages))
    numbered = {"compare-table--2", "compare-table--3"}  # by how many pôles stand side by side
    for sheet in PUBLIC_SHEETS:
        rules = re.sub(r"/\*.*?\*/", "", (own / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)
        classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", "".join(re.findall(r"([^{}]*)\{", rules))))
        assert (sheet, classes - named - numbered) == (sheet, set())


def test_a_compressed_page_is_not_as_long_every_time():
    """Whoever watches lengths to guess a secret on the page (BREACH) sees noise."""
    lengths = {len(Client(headers=COMPRESSED).get("/privacy/").content) for _ in range(12)}
    assert len(lengths) > 1


def test_a_compressed_file_that_did_not_change_is_not_sent_again():
    client = Client(headers=COMPRESSED)
    first = client.get("/brochure.json")
    assert first.headers["Content-Encoding"] == "gzip"
    again = client.get("/brochure.json", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_asks_for_no_compression_gets_none():
    assert "Content-Encoding" not in Client().get("/privacy/").headers

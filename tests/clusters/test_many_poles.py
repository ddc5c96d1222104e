"""The register at its full size: all of France's pôles with 50,000 organisations, on every public page."""

import gzip
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.folding import fold
from clusters.models import Cluster, Membership, Organisation, Sector
from tests.many_poles import A_FEW, ALL_OF_FRANCE, BIGGEST, Size, store
from tests.weighing import COMPRESSED, MOST, weight_of

ROOT = Path(settings.BASE_DIR)
MOST_QUERIES = 6
# Each page with the most it may weigh, in kB before compression, when the register is at its full size.
PAGES = {
    "/": 60,
    "/poles/": 130,
    "/poles/?q=kanker": 110,
    "/poles/?q=kanker+diagnostiek": 110,
    "/poles/?region=ile-de-france": 60,
    "/poles/?kind=sme": 130,
    "/poles/?q=kanker&kind=sme&region=ile-de-france": 60,
    "/poles/?as_of=2014-12-18&q=kanker": 110,
    f"/poles/{BIGGEST}/": 80,
    f"/poles/{BIGGEST}/?as_of=2014-12-18": 80,
    "/poles/pole-5/": 80,
    "/brochure/": 150,
    "/brochure/?" + "&".join(f"pole=pole-{number}" for number in range(12)): 400,
    f"/poles/compare/?pole={BIGGEST}&pole=pole-5&pole=pole-6": 150,
    f"/poles/compare/?pole={BIGGEST}&pole=pole-5&pole=pole-6&as_of=2014-12-18": 150,
    "/poles.json?q=kanker&kind=sme": 100,
    "/poles.csv": 100,
    "/brochure.json": 8000,
    "/sitemap.xml": 150,
}


@dataclass(frozen=True)
class Sight:
    status: int
    queries: int
    weight: int  # bytes a visitor fetches for a page, with its sheets
    body: str = field(repr=False)


@pytest.fixture(scope="module")
def sights(django_db_setup, django_db_blocker) -> dict[Size, dict[str, Sight]]:
    """What every page shows and asks, on a small register and on all of France."""
    seen = {}
    for size in (A_FEW, ALL_OF_FRANCE):
        with django_db_blocker.unblock(), transaction.atomic():
            store(size)
            seen[size] = {page: sight_of(page) for page in PAGES}
            transaction.set_rollback(True)
    return seen


def sight_of(page: str) -> Sight:
    with CaptureQueriesContext(connection) as asked:
        response = Client(headers=COMPRESSED).get(page)
    is_page = response.headers["Content-Type"].startswith("text/html")
    weight = weight_of(response) if is_page else 0
    body = gzip.decompress(response.content) if "Content-Encoding" in response.headers else response.content
    return Sight(response.status_code, len(asked), weight, body.decode())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_more_questions_for_all_of_france_than_for_a_few(sights, page):
    few, all_of_france = sights[A_FEW][page], sights[ALL_OF_FRANCE][page]
    assert few.status == all_of_france.status == 200
    assert all_of_france.queries <= few.queries <= MOST_QUERIES


@pytest.mark.parametrize(("page", "kilobytes"), PAGES.items())
def test_a_page_of_all_of_france_stays_light(sights, page, kilobytes):
    assert len(sights[ALL_OF_FRANCE][page].body.encode()) / 1024 < kilobytes


def test_no_page_of_all_of_france_weighs_more_than_60_kb(sights):
    heavy = {page: sight.weight for page, sight in sights[ALL_OF_FRANCE].items() if sight.weight > MOST}
    assert not heavy


def test_of_more_than_a_page_can_hold_the_brochure_is_the_contents(sights):
    body = sights[ALL_OF_FRANCE]["/brochure/"].body
    assert len(re.findall(r'<li id="[^"]+"><a href="/poles/[^"]+/">', body)) == ALL_OF_FRANCE.poles
    assert 'class="map"' in body
    assert 'href="/brochure.pdf"' in body
    assert f"/poles/{BIGGEST}/" in body
    assert 'class="chapter" id="pole-' not in body
    chosen = next(
        sight.body for page, sight in sights[ALL_OF_FRANCE].items() if page.startswith("/brochure/?")
    )
    assert chosen.count('class="chapter" id="pole-') == 12


@pytest.mark.parametrize("size", [A_FEW, ALL_OF_FRANCE], ids=["a-few", "all-of-france"])
def test_the_list_holds_every_pole_that_stands_and_a_search_some_of_them(sights, size):
    def listed(page: str) -> set[str]:
        return set(re.findall(r'class="pole__name"><a href="([^"?]+)', sights[size][page].body))

    assert len(listed("/poles/")) == size.poles
    assert set() < listed("/poles/?q=kanker") < listed("/poles/")
    assert set() < listed("/poles/?region=ile-de-france") < listed("/poles/")


def test_the_card_of_a_pole_with_thousands_of_members_says_how_many_more(sights):
    assert "En nog 6868 organisaties." in sights[ALL_OF_FRANCE][f"/poles/{BIGGEST}/"].body


def test_on_a_crowded_map_a_shared_marker_searches_its_place_within_what_was_asked(sights):
    def shared(page: str) -> set[str]:
        body = sights[ALL_OF_FRANCE][page].body
        return set(re.findall(r'class="map__link" lang="fr" href="([^"]+#list)"', body))

    assert "/poles/?q=Ajaccio#list" in shared("/")
    assert "/poles/?q=Ajaccio#list" in shared("/poles/")
    assert "/poles/?kind=sme&amp;q=Ajaccio#list" in shared("/poles/?kind=sme")
    within = shared("/poles/?as_of=2014-12-18&q=kanker")
    assert within
    assert all(address.startswith("/poles/?as_of=2014-12-18&amp;q=kanker+") for address in within)


@pytest.mark.django_db
def test_the_invented_register_is_what_it_says():
    store(A_FEW)
    assert Cluster.objects.filter(succession=None).count() == A_FEW.poles
    assert Cluster.objects.exclude(succession=None).exists()
    assert Organisation.objects.count() == A_FEW.organisations
    assert Membership.objects.filter(organisation=Organisation.objects.earliest("pk")).count() > 1
    assert Sector.objects.filter(clusters__isnull=False).distinct().count() > 5
    assert max(len(cluster.name) for cluster in Cluster.objects.all()) >= 100


# --- what the code may not know -----------------------------------------------------------------------

# Where a line may look as if it knew the register, and why it does not.
NOT_OF_THE_REGISTER = {
    ("contacts/forms.py", "seven"): "days until a form's token is too old",
    ("contacts/plain_words.py", "zeven"): "an everyday word",
    ("contacts/plain_words.py", "sept"): "an everyday word",
    ("contacts/plain_words.py", "seven"): "an everyday word",
}
SEVEN = r"seven|zeven|sept|7\s+poles|(?:==|<=|>=|[<>])\s*7"


def names_in_the_register() -> set[str]:
    """Addresses and names of every pôle and sector of the product's own register, folded."""
    records = json.loads((ROOT / "fixtures" / "register" / "30-clusters.json").read_text(encoding="utf-8"))
    own = ("clusters.cluster", "clusters.clustername", "clusters.sector")
    told = ("slug", "name", "text", "name_nl", "name_fr", "name_en")
    return {
        fold(record["fields"][column])
        for record in records
        if record["model"] in own
        for column in told
        if column in record["fields"]
    }


def source_files() -> list[Path]:
    folders = ("attache", "clusters", "contacts", "templates", "static", "tools")
    files = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")))
    return [
        path
        for path in files
        if path.suffix in (".py", ".html", ".txt", ".css", ".js") and "migrations" not in path.parts
    ]


def test_no_code_names_a_pole_or_a_sector_or_knows_how_many_there_are():
    names = sorted(names_in_the_register(), key=len, reverse=True)
    assert len(names) > 20
    known = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))}|{SEVEN})(?!\w)")
    wrong = [
        f"{path.relative_to(ROOT)}:{number} says “{match[1]}”"
        for path in source_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for match in known.finditer(fold(line))
        if (path.relative_to(ROOT).as_posix(), match[1]) not in NOT_OF_THE_REGISTER
    ]
    assert not wrong, "\n".join(wrong)

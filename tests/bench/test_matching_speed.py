"""How fast matching must be, on the real register. Wall-clock limits: `make bench` only."""

import datetime as dt
import io
import json
import statistics
import time

import pytest
from django.core.management import call_command
from django.db import transaction

from contacts import profiles
from contacts.matching import Enquiry, match

DAY = dt.date(2014, 12, 18)
SENTENCES = [
    "Onze pleister meet thuis hartfalen bij ouderen; wij zoeken een ziekenhuis in de buurt van Lille.",
    "Our CAR-T cell therapy against solid tumours is ready for phase II; we look for a hospital near Nantes.",
    "Nous cherchons un partenaire pour un implant actif contre la douleur chronique, près de Marseille.",
    "Voor een sneltest op bloedvergiftiging zoeken wij een laboratorium voor moleculaire diagnostiek.",
    "De onderneming is in 2012 opgericht, telt 40 medewerkers en heeft vier miljoen euro opgehaald.",
    "We also supply dairy farmers, but the product for people with a protein-poor diet is what matters here.",
    "Le logiciel aide les cliniciens à repérer la maladie d'Alzheimer sur des images IRM, même très tôt.",
    "Onze darmbacteriën in een capsule gaan de derde onderzoeksfase in en moeten onder GMP gemaakt worden.",
]


@pytest.fixture(scope="module")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", verbosity=0, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def enquiries(number: int) -> list[Enquiry]:
    """Different texts of three sentences each, some 45 words, as people write them on average."""
    return [
        Enquiry(
            " ".join(SENTENCES[(each + step * (1 + each // 8)) % len(SENTENCES)] for step in range(3))
            + f" {each}",
            region_wish=("", "Lyon", "in het zuiden")[each % 3],
            partner_kind=("", "hospital")[each % 2],
        )
        for each in range(number)
    ]


def timed(function, *arguments, **named) -> float:
    """Return the seconds a call took."""
    started = time.perf_counter()
    function(*arguments, **named)
    return time.perf_counter() - started


def test_one_enquiry_takes_well_under_twenty_milliseconds_and_five_in_the_middle():
    index = profiles.load_index(as_of=DAY)
    times = [timed(match, enquiry, index) for enquiry in enquiries(200)]
    assert statistics.median(times) < 0.005
    assert statistics.quantiles(times, n=20)[-1] < 0.020


def test_the_first_enquiry_after_a_change_pays_for_the_index_once():
    profiles._indexes.clear()
    assert timed(profiles.load_index, as_of=DAY) < 2
    assert timed(profiles.load_index, as_of=DAY) < 0.020


def test_two_hundred_enquiries_a_second_from_file_to_answer(tmp_path):
    profiles.load_index(as_of=DAY)
    path = tmp_path / "enquiries.jsonl"
    lines = [
        json.dumps({"id": number, "lang": ("nl", "fr", "en")[number % 3], "text": enquiry.text})
        for number, enquiry in enumerate(enquiries(1000))
    ]
    path.write_text("\n".join(lines))
    taken = timed(call_command, "match", str(path), as_of=DAY.isoformat(), stdout=io.StringIO())
    assert 1000 / taken > 200


@pytest.mark.parametrize(
    "text",
    [
        " ".join(SENTENCES) * 130,
        "a" * 100_000,
        "a " * 50_000,
        "<script" * 14_000,
        "@a" * 50_000,
        "in the " * 14_000,
        "met " * 25_000,
        "met" + " " * 99_000,
        "kanker-" * 14_000,
        "zuid " * 20_000,
        "Lyon zoek " * 10_000,
        "&eacute;" * 12_500,
        "😀" * 100_000,
    ],
)
def test_a_hundred_thousand_characters_take_bounded_time(text):
    assert timed(match, Enquiry(text[:100_000], region_wish=text[:200]), profiles.load_index(as_of=DAY)) < 2

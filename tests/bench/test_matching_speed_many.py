"""How fast matching must be when all 71 pôles and their 50,000 organisations are loaded: invented values."""

import resource
import statistics
import sys
import time
from random import Random

import pytest

from contacts.matching import Enquiry, Focus, Index, Labels, Named, Profile, match
from tests import product
from tests.bench.test_matching_speed import enquiries, timed

POLES, ORGANISATIONS = 71, 50_000
KINDS = ("company", "research", "hospital", "investor", "")


def invented_profiles() -> tuple[Profile, ...]:
    """Pôles with thirty focuses each, and names of organisations as long and as alike as real ones."""
    draw = Random(71)
    subjects = [theme.slug for theme in product.themes() if theme.kind == "subject"]
    syllables = "bio med nova gen ther lab cell nano onco vita sys tec phar cor neo del mar ric lux".split()
    endings = ("", " SA", " France", " Santé")
    names = [
        "".join(draw.choices(syllables, k=draw.randint(2, 4))).title() + draw.choice(endings)
        for _each in range(ORGANISATIONS)
    ]
    profiles = []
    for number in range(POLES):
        members = names[number::POLES]
        named = [Named("member", Labels(name), (name,), partner_kind=draw.choice(KINDS)) for name in members]
        named += [
            Named("line", Labels(term), wording=(term,))
            for term in (each.text for each in draw.sample(product.terms(), 4))
        ]
        profiles.append(
            Profile(
                slug=f"pole-{number}",
                name=f"Pôle {number}",
                focuses=tuple(Focus(theme, draw.randint(1, 3), "…") for theme in draw.sample(subjects, 30)),
                named=tuple(named),
                regions=(draw.choice(("north", "south")),),
            )
        )
    return tuple(profiles)


@pytest.fixture(scope="module")
def profiles() -> tuple[Profile, ...]:
    product.vocabulary()
    return invented_profiles()


@pytest.fixture(scope="module")
def index(profiles: tuple[Profile, ...]) -> Index:
    return product.build(profiles, product.vocabulary(), product.themes())


def test_one_enquiry_takes_at_most_twenty_milliseconds_in_the_middle(index: Index) -> None:
    for enquiry in enquiries(50):
        match(enquiry, index)
    times = [timed(match, enquiry, index) for enquiry in enquiries(200)]
    assert statistics.median(times) < 0.020


def test_the_index_takes_two_seconds_with_all_terms(profiles: tuple[Profile, ...]) -> None:
    product.vocabulary.cache_clear()
    product.terms()
    started = time.perf_counter()
    product.build(profiles, product.vocabulary(), product.themes())
    assert time.perf_counter() - started < 2


def test_the_index_takes_at_most_two_hundred_megabytes(profiles: tuple[Profile, ...]) -> None:
    if sys.platform != "linux":
        pytest.skip("the size of the process is read as Linux tells it")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    product.vocabulary.cache_clear()
    kept = product.build(profiles, product.vocabulary(), product.themes())
    assert kept.profiles
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 200


def test_a_long_text_takes_bounded_time(index: Index) -> None:
    text = " ".join(enquiry.text for enquiry in enquiries(400))[:100_000]
    assert timed(match, Enquiry(text), index) < 2

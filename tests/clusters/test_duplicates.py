"""Doubtful pairs: who may be one organisation and why; never asked again once decided."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.duplicates import deciding, finding
from clusters.duplicates.finding import Party
from clusters.enums import PairReason
from clusters.likeness import name_key
from clusters.models import City, Organisation, OrganisationName, OrganisationPair
from tests import builders
from tests.builders import AT


def party(pk: int, *names: str, city: int | None = 1, siren: str = "", site: str = "") -> Party:
    return Party(pk, city, siren, site, tuple(key for key in map(name_key, names) if key))


def reasons(*parties: Party) -> dict[tuple[int, int], tuple[str, ...]]:
    return {pair: told for pair, (told, _likeness) in finding.find(parties).pairs.items()}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (party(1, "Élan S.A."), party(2, "ELAN"), PairReason.SAME_NAME),
        (party(1, "Élan"), party(2, "Elan", city=2), PairReason.ELSEWHERE),
        (party(1, "Élan"), party(2, "Elan", city=None), PairReason.ELSEWHERE),
        (party(1, "Élan", city=None), party(2, "Elan", city=None), PairReason.ELSEWHERE),
        (party(1, "L’Atelier du Vivant"), party(2, "Atelier du Vivant"), PairReason.ALIKE),
        (party(1, "Laboratoires Durand"), party(2, "Laboratoire Durand"), PairReason.ALIKE),
        (party(1, "Élan", site="elan.example"), party(2, "Beta", site="elan.example"), PairReason.SAME_SITE),
        (party(1, "Nieuw", "Élan"), party(2, "Elan"), PairReason.SAME_NAME),
        (party(1, "Élan", siren="552100554"), party(2, "Elan"), PairReason.SAME_NAME),
    ],
)
def test_a_pair_is_told_with_its_reason(one: Party, other: Party, reason: str) -> None:
    assert reasons(one, other) == {(1, 2): (reason,)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (party(1, "Élan", siren="552100554"), party(2, "Elan", siren="732829320")),
        (party(1, "Élan"), party(2, "Beta")),
        (party(1, "Laboratoires Durand"), party(2, "Laboratoire Durand", city=2)),
        (party(1, "Institut 1"), party(2, "Institut 2")),
        (party(1, "Abc"), party(2, "Abd")),
        (party(1, "", city=None), party(2, "", city=None)),
    ],
)
def test_what_only_looks_alike_is_no_pair(one: Party, other: Party) -> None:
    assert reasons(one, other) == {}


def test_several_reasons_are_told_together_and_how_alike_the_names_are() -> None:
    found = finding.find([party(1, "Élan", site="elan.example"), party(2, "Elan", site="elan.example")])
    assert found.pairs == {(1, 2): ((PairReason.SAME_NAME, PairReason.SAME_SITE), 100)}


def test_a_site_of_many_says_nothing_and_is_told() -> None:
    found = finding.find([party(pk, f"Lid {pk}", site="shared.example") for pk in range(500)])
    assert found.pairs == {}
    assert found.passed_over == {"shared.example": 500}


def test_many_of_one_name_are_pairs_with_the_first_of_the_town_and_none_across_towns() -> None:
    here = [party(pk, "Centre hospitalier") for pk in range(1, 101)]
    elsewhere = [party(pk, "Centre hospitalier", city=pk) for pk in range(101, 301)]
    assert set(reasons(*here, *elsewhere)) == {(1, pk) for pk in range(2, 101)}


def test_of_thousands_that_are_all_alike_each_is_in_a_few_pairs() -> None:
    names = [f"Laboratoire {chr(97 + n % 26)}{chr(97 + n // 26)} Vivant" for n in range(600)]
    found = finding.find([party(pk, name) for pk, name in enumerate(names)])
    assert 600 < len(found.pairs) <= 600 * finding.MOST_OF_ONE_NAME


# --- kept -----------------------------------------------------------------------------------------------


@pytest.fixture
def lyon(db: None) -> City:
    return builders.city("lyon")


def pairs() -> list[tuple[str, str, str]]:
    return [
        (str(pair.one), str(pair.other), str(pair.state))
        for pair in OrganisationPair.objects.select_related("one", "other").order_by("pk")
    ]


def test_open_pairs_come_and_go_with_what_the_register_says(lyon: City) -> None:
    elan = builders.organisation("elan", "Élan", city=lyon)
    other = builders.organisation("elan-2", "ELAN SAS", city=lyon)
    assert finding.up_to_date(at=AT) == finding.Refreshed(open=1, new=1, gone=0, apart=0, passed_over=0)
    assert pairs() == [("Élan", "ELAN SAS", "open")]
    other.name = "Iets anders"
    other.save()
    assert finding.up_to_date(at=AT) == finding.Refreshed(open=0, new=0, gone=1, apart=0, passed_over=0)
    builders.fact(OrganisationName, organisation=other, text="Elan")
    finding.up_to_date(at=AT)
    assert pairs() == [("Élan", "Iets anders", "open")]
    elan.delete()
    finding.up_to_date(at=AT)
    assert pairs() == []


def test_nothing_is_found_anew_while_nothing_changed(lyon: City) -> None:
    builders.organisation("elan", "Élan", city=lyon)
    assert finding.up_to_date(at=AT) is not None
    builders.cluster()
    assert finding.up_to_date(at=AT) is None
    assert finding.refresh(at=AT).new == 0


def test_that_two_are_two_stays_whatever_is_found(lyon: City) -> None:
    anouk = builders.staff()
    builders.organisation("elan", "Élan", city=lyon)
    other = builders.organisation("elan-2", "Elan", city=lyon)
    finding.refresh(at=AT)
    pair = OrganisationPair.objects.get()
    deciding.say_two(pair.pk, by=anouk, at=AT)
    for name in ("Elan SA", "Beta"):
        other.name = name
        other.save()
        assert finding.refresh(at=AT) == finding.Refreshed(open=0, new=0, gone=0, apart=1, passed_over=0)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.decided_at) == ("apart", anouk, AT)
    deciding.doubt_again(pair.pk)
    assert finding.refresh(at=AT).gone == 1


def test_what_is_told_of_a_pair_follows_the_register(lyon: City) -> None:
    builders.organisation("elan", "Élan", city=lyon)
    other = builders.organisation("elan-2", "Elan", city=lyon)
    finding.refresh(at=AT)
    other.city = None
    other.save()
    finding.refresh(at=AT + dt.timedelta(days=1))
    pair = OrganisationPair.objects.get()
    assert (pair.reasons, pair.found_at) == ([PairReason.ELSEWHERE], AT)


def test_finding_takes_as_many_queries_for_many_as_for_few(lyon: City) -> None:
    taken = []
    for number in (4, 400):
        Organisation.objects.all().delete()
        for each in range(number):
            builders.organisation(f"o-{each}", f"Élan{chr(97 + each // 2 % 20)} {each // 40}", city=lyon)
        with CaptureQueriesContext(connection) as queries:
            assert finding.refresh(at=AT).new >= number / 2
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 10


def test_the_command_tells_in_one_line(lyon: City) -> None:
    for number in range(2):
        builders.organisation(f"o{number}", "Élan", city=lyon)
    out = io.StringIO()
    call_command("find_duplicates", stdout=out)
    assert out.getvalue() == "open 1, new 1, gone 0, two 0, sites passed over 0\n"


def test_an_odd_address_stops_nothing(lyon: City) -> None:
    strange: Any = ("http://[broken", "nonsense", "")
    for number, website in enumerate(strange):
        builders.organisation(f"o{number}", f"Lid {number}", website=website)
    assert finding.refresh(at=AT).open == 0

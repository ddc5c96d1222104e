"""What matching knows of the register: everything that is true on the day, and every change at once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from clusters.enums import MembershipRelation, TermMode, ThemeKind
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Facility,
    Figure,
    Focus,
    LineLead,
    Membership,
    Organisation,
    PlaceName,
    Project,
    StrategicLine,
    Term,
    Theme,
    ThemeMention,
)
from contacts.fingerprint import vocabulary_version
from contacts.matching import Enquiry, match
from contacts.profiles import load_index
from tests import builders

pytestmark = pytest.mark.django_db

BEFORE = dt.date(2018, 1, 1)
AFTER = dt.date(2020, 1, 1)


@pytest.fixture
def world():
    """Two pôles of which the first was merged into the second on 1 June 2019."""
    theme = builders.theme("imaging", "beeldvorming")
    Term.objects.create(theme=theme, language="nl", text="echografie", mode=TermMode.STEM)
    old, new = builders.cluster("old-pole", "Oud"), builders.cluster("new-pole", "Nieuw")
    builders.fact(Focus, cluster=old, theme=theme, weight=3, quote="beelden van morgen", source_line=7)
    builders.succession(old, new, on=dt.date(2019, 6, 1))
    return old, new, theme


def ranked(text: str = "Wij doen echografie", on: dt.date | None = AFTER) -> list[str]:
    return [candidate.slug for candidate in match(Enquiry(text), load_index(as_of=on)).candidates]


def test_a_merged_pole_is_proposed_until_the_day_it_ended_and_its_successor_from_then_on(world):
    assert ranked(on=BEFORE) == ["old-pole"]
    assert ranked(on=dt.date(2019, 5, 31)) == ["old-pole"]
    assert ranked(on=dt.date(2019, 6, 1)) == ["new-pole"]
    assert ranked(on=AFTER) == ["new-pole"]
    assert ranked(on=None) == ["new-pole"]


def test_a_pole_that_ended_without_a_successor_is_proposed_until_that_day(world):
    _old, new, _theme = world
    builders.fact(ClusterName, cluster=new, text="Nieuw", valid_until=AFTER)
    assert ranked(on=AFTER - dt.timedelta(days=1)) == ["new-pole"]
    assert ranked(on=AFTER) == []


def test_the_reason_says_that_the_theme_came_with_the_predecessor(world):
    (candidate,) = match(Enquiry("echografie"), load_index(as_of=AFTER)).candidates
    assert dict(candidate.reasons[0].facts)["inherited_from"] == "Oud"


def test_a_pole_merged_twice_leads_to_the_last_one(world):
    last = builders.cluster("last-pole")
    builders.succession(world[1], last, on=dt.date(2019, 9, 1))
    assert ranked(on=AFTER) == ["last-pole"]
    assert load_index(as_of=AFTER).successors == {"old-pole": "last-pole", "new-pole": "last-pole"}


def test_two_poles_that_name_each_other_successor_do_not_hang(world):
    builders.succession(world[1], world[0], on=dt.date(2019, 9, 1))
    assert set(ranked(on=AFTER)) <= {"old-pole", "new-pole"}


def test_a_focus_counts_while_it_is_true_by_its_own_dates(world):
    _old, new, _theme = world
    other = builders.theme("wounds", "wonden")
    Term.objects.create(theme=other, language="nl", text="brandwond", mode=TermMode.STEM)
    builders.fact(
        Focus,
        cluster=new,
        theme=other,
        weight=2,
        stated_on=dt.date(2015, 1, 1),
        valid_until=dt.date(2017, 1, 1),
    )
    assert ranked("brandwonden", on=dt.date(2014, 12, 31)) == []
    assert ranked("brandwonden", on=dt.date(2016, 6, 1)) == ["new-pole"]
    assert ranked("brandwonden", on=dt.date(2017, 1, 1)) == []


def change_term():
    Term.objects.filter(text="echografie").update(text="röntgen")


def change_mode():
    Term.objects.filter(text="echografie").update(mode=TermMode.EXACT)


def add_term():
    Term.objects.bulk_create([Term(theme=Theme.objects.get(slug="imaging"), text="MRI")])


def remove_term():
    Term.objects.all().delete()


def change_kind():
    Theme.objects.update(kind=ThemeKind.OUTSIDE)


def change_label():
    Theme.objects.update(label_fr="autre")


def change_weight():
    Focus.objects.update(weight=1)


def end_focus():
    Focus.objects.update(valid_until=dt.date(2019, 1, 1))


def change_quote():
    Focus.objects.update(quote="andere zin")


@pytest.mark.parametrize(
    "change",
    [
        change_term,
        change_mode,
        add_term,
        remove_term,
        change_kind,
        change_label,
        change_weight,
        end_focus,
        change_quote,
    ],
)
def test_every_change_is_seen_by_the_next_matching(world, change):
    before, index = vocabulary_version(), load_index(as_of=AFTER)
    assert load_index(as_of=AFTER) is index
    change()
    assert vocabulary_version() != before
    assert load_index(as_of=AFTER) is not index


def test_a_changed_term_changes_the_shortlist_at_once(world):
    assert ranked("röntgenfoto's en röntgen") == []
    change_term()
    assert ranked("röntgenfoto's en röntgen") == ["new-pole"]
    assert ranked("echografie") == []


def test_what_was_rolled_back_is_not_taken_for_what_came_after(world):
    before = vocabulary_version()
    seen = set()
    for word in ("thorax", "schedel"):
        with suppress(ZeroDivisionError), transaction.atomic():
            Term.objects.create(theme=builders.theme("imaging"), text=word, language="nl")
            seen.add(vocabulary_version())
            1 / 0  # noqa: B018
        assert vocabulary_version() == before
    assert len(seen) == 2


def test_a_change_by_hand_is_seen_too(world):
    before = vocabulary_version()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clusters_cluster SET name = name || '!'")
    assert vocabulary_version() != before


@pytest.mark.django_db(transaction=True)
def test_a_table_emptied_at_a_stroke_is_seen_too():
    builders.theme("imaging")
    add_term()
    before = vocabulary_version()
    with connection.cursor() as cursor:
        by_hand = "DELETE FROM" if connection.vendor == "sqlite" else "TRUNCATE"
        cursor.execute(f"{by_hand} clusters_term")
    assert vocabulary_version() != before


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="there one writes at a time")
@pytest.mark.django_db(transaction=True)
def test_two_who_write_in_the_register_do_not_wait_for_each_other():
    before = vocabulary_version()

    def write():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout TO '5s'")
            builders.theme("cells")
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as colleague:
        builders.theme("imaging")
        colleague.submit(write).result(timeout=30)
    assert vocabulary_version() != before


def test_what_matching_does_not_read_leaves_the_index_alone(world):
    before = vocabulary_version()
    Theme.objects.update(position=9)
    builders.request(themes=[])
    assert vocabulary_version() == before


def test_days_between_which_nothing_changed_share_an_index(world):
    assert load_index(as_of=dt.date(2020, 1, 1)) is load_index(as_of=dt.date(2024, 5, 5))
    assert load_index(as_of=BEFORE) is not load_index(as_of=AFTER)


def furnish(number: int) -> None:
    """Give `number` pôles one of everything that matching reads."""
    place = builders.region("auvergne", insee_code="83")
    town = builders.city("lyon", region=place)
    subject = builders.theme("imaging", "beeldvorming")
    for each in range(number):
        pole = builders.cluster(f"pole-{each}")
        member = builders.organisation(f"member-{each}")
        line = builders.fact(StrategicLine, cluster=pole, number=1, title_nl="echografie en beeld")
        builders.fact(Focus, cluster=pole, theme=subject, weight=2, line=line)
        builders.fact(LineLead, line=line, organisation=member)
        builders.fact(Membership, cluster=pole, organisation=member, relation=MembershipRelation.MEMBER)
        builders.fact(Project, cluster=pole, name=f"PROJ{each}", description_nl="echografie", led_by=member)
        builders.fact(Figure, cluster=pole, measure="members", label_nl="leden", value=12, unit_nl="leden")
        builders.fact(ThemeMention, cluster=pole, theme=subject, wording_nl="beeldvorming met echografie")
        builders.fact(Facility, cluster=pole, name=f"Huis {each}", kind_nl="centrum voor echografie")
        builders.fact(ClusterRegion, cluster=pole, region=place)
        builders.fact(ClusterSeat, cluster=pole, city=town, role="named")
        PlaceName.objects.create(text=f"Streek {each}", region=place)
        Term.objects.create(theme=subject, text=f"echografie {each}", language="nl")


def queries_to_build() -> int:
    with CaptureQueriesContext(connection) as captured:
        load_index(as_of=AFTER)
    return len(captured)


def test_building_takes_the_same_number_of_queries_whatever_the_size():
    furnish(2)
    few = queries_to_build()
    dependent = [
        *(Project, Figure, Membership, LineLead, Focus, ThemeMention, StrategicLine, Facility),
        *(ClusterRegion, ClusterSeat),
    ]
    for model in (*dependent, PlaceName, Term, Cluster, Organisation):
        model._default_manager.all().delete()
    furnish(6)
    assert queries_to_build() == few
    assert queries_to_build() == 1  # the version, nothing else


def test_lines_members_and_projects_that_carry_the_theme_are_reasons():
    furnish(1)
    Term.objects.create(theme=Theme.objects.get(slug="imaging"), text="echografie", language="nl")
    (candidate,) = match(Enquiry("echografie met Member 0"), load_index(as_of=AFTER)).candidates
    assert {reason.kind for reason in candidate.reasons} >= {"theme", "line", "project", "member"}


def test_a_facility_for_the_subject_is_a_reason_also_when_it_is_named():
    furnish(1)
    Term.objects.create(theme=Theme.objects.get(slug="imaging"), text="echografie", language="nl")
    (candidate,) = match(Enquiry("echografie"), load_index(as_of=AFTER)).candidates
    assert "facility" in {reason.pattern for reason in candidate.reasons}
    (candidate,) = match(Enquiry("echografie in Huis 0"), load_index(as_of=AFTER)).candidates
    assert "named_facility" in {reason.pattern for reason in candidate.reasons}


def test_a_subject_the_source_names_again_counts_a_little_and_is_not_told_twice(world):
    _old, new, theme = world
    (before,) = match(Enquiry("echografie"), load_index(as_of=AFTER)).candidates
    builders.fact(ThemeMention, cluster=new, theme=theme, wording_nl="echografie van morgen")
    (after,) = match(Enquiry("echografie"), load_index(as_of=AFTER)).candidates
    assert before.score < after.score < 1.2 * before.score
    assert [reason.pattern for reason in after.reasons] == [reason.pattern for reason in before.reasons]


def test_an_empty_register_is_no_error():
    assert ranked() == []

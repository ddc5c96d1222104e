"""Two organisations become one: everything moves, nothing is lost, and it can all be put back."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.duplicates import deciding, finding, merging, planning, relations, undoing
from clusters.duplicates.planning import GoneAlready, NotMerged
from clusters.duplicates.relations import Way
from clusters.enums import PairState
from clusters.fixtures import read
from clusters.loading import load
from clusters.member_lists import coming_in
from clusters.member_lists import undoing as imports
from clusters.models import (
    Cluster,
    Event,
    LineLead,
    MemberImport,
    Membership,
    Network,
    NetworkParticipation,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    OrganisationPair,
    OrganisationTheme,
    Project,
    Source,
    StrategicLine,
)
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=1)
FACTS: tuple[Any, ...] = (Membership, OrganisationName, LineLead, Project, NetworkParticipation, Event)


@pytest.fixture
def pole() -> Cluster:
    builders.city("lyon")
    builders.city("paris")
    return builders.cluster("biopole-nord")


@pytest.fixture
def kept(pole: Cluster) -> Organisation:
    return builders.organisation("elan", "Élan", city=builders.city("lyon"))


@pytest.fixture
def gone(pole: Cluster) -> Organisation:
    return builders.organisation("elan-biotech", "Elan Biotech", city=builders.city("paris"))


def merged(
    kept: Organisation, gone: Organisation, *, at: dt.datetime = AT, **choices: str
) -> OrganisationMerge:
    token = planning.plan(planning.find(kept.pk), planning.find(gone.pk)).token
    return merging.merge(kept.pk, gone.pk, choices=choices, seen=token, by=None, at=at)


def rows_now() -> list[Any]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Organisation, *FACTS)]


def everything_of(organisation: Organisation, pole: Cluster) -> list[Any]:
    """A row of every kind that refers to an organisation."""
    line = builders.fact(StrategicLine, cluster=pole, number=1, title_nl="lijn")
    network = Network.objects.create(slug="net", name="Réseau")
    return [
        builders.fact(Membership, cluster=pole, organisation=organisation),
        builders.fact(OrganisationName, organisation=organisation, text="EB"),
        builders.fact(LineLead, line=line, organisation=organisation),
        builders.fact(Project, cluster=pole, name="P", led_by=organisation),
        builders.fact(NetworkParticipation, network=network, organisation=organisation),
        builders.fact(Event, organisation=organisation, kind="other", text_nl="iets"),
    ]


def test_everything_that_refers_to_an_organisation_has_its_way() -> None:
    assert {(each.model.__name__, each.column): each.way for each in relations.relations()} == {
        ("OrganisationName", "organisation"): Way.MOVED,
        ("Membership", "organisation"): Way.MOVED,
        ("LineLead", "organisation"): Way.MOVED,
        ("Project", "led_by"): Way.MOVED,
        ("NetworkParticipation", "organisation"): Way.MOVED,
        ("Event", "organisation"): Way.MOVED,
        ("OrganisationTheme", "organisation"): Way.DROPPED,
        ("OrganisationPair", "one"): Way.DROPPED,
        ("OrganisationPair", "other"): Way.DROPPED,
        ("OrganisationMerge", "kept"): Way.LOOSED,
    }, "say here, in docs/members.md and in clusters/duplicates what a merge does with a new kind of row"


def test_all_that_is_said_of_the_one_is_said_of_the_other_and_history_tells_so(
    pole: Cluster, kept: Organisation, gone: Organisation
) -> None:
    anouk = builders.staff()
    facts = everything_of(gone, pole)
    token = planning.plan(planning.find(kept.pk), planning.find(gone.pk)).token
    record = merging.merge(kept.pk, gone.pk, choices={}, seen=token, by=anouk, at=AT)
    for fact in facts:
        fact.refresh_from_db()
        assert (fact.led_by if isinstance(fact, Project) else fact.organisation) == kept
        told = fact.history.get(history_change_reason=record.change_reason)
        assert (told.history_type, told.history_user, told.history_date) == ("~", anouk, AT)
    assert not Organisation.objects.filter(pk=gone.pk).exists()
    assert Organisation.history.get(history_change_reason=record.change_reason).history_type == "-"
    assert (record.kept, record.gone_number, record.gone_name) == (kept, gone.pk, "Elan Biotech")


def test_the_name_that_went_is_another_name_with_the_source_that_said_it(
    pole: Cluster, kept: Organisation, gone: Organisation
) -> None:
    list_of_members = builders.source("members-2026")
    builders.fact(Membership, cluster=pole, organisation=gone, relation="project_lead")
    builders.fact(
        Membership,
        cluster=pole,
        organisation=gone,
        source=list_of_members,
        source_line=7,
        stated_on=dt.date(2026, 5, 1),
    )
    merged(kept, gone)
    name = kept.names.get()
    assert (name.text, name.source, name.source_line, name.stated_on) == (
        "Elan Biotech",
        list_of_members,
        7,
        dt.date(2026, 5, 1),
    )


def test_without_a_fact_the_desk_itself_says_so(kept: Organisation, gone: Organisation) -> None:
    merged(kept, gone)
    name = kept.names.get()
    assert (name.source.slug, name.source.kind, name.stated_on) == (merging.BY_HAND, "knowledge", AT.date())


@pytest.mark.parametrize("name", ["ELAN", "Élan SAS"])
def test_a_name_it_has_already_is_not_given_twice(kept: Organisation, gone: Organisation, name: str) -> None:
    gone.name = name
    gone.save()
    merged(kept, gone)
    assert not OrganisationName.objects.exists()
    assert not Source.objects.filter(slug=merging.BY_HAND).exists()


def test_empty_columns_are_filled_and_what_differs_is_chosen(kept: Organisation, gone: Organisation) -> None:
    Organisation.objects.filter(pk=kept.pk).update(remark="Eerste", website="https://elan.example")
    Organisation.objects.filter(pk=gone.pk).update(
        siren="552100554", remark="Tweede", website="https://biotech.example", activity="Imaging", kind="sme"
    )
    plan = planning.plan(planning.find(kept.pk), planning.find(gone.pk))
    told = {each.name: (each.is_filled, each.is_asked, each.preset) for each in plan.columns}
    assert told["siren"] == told["activity"] == (True, False, "gone")
    assert told["website"] == told["city"] == told["name"] == (False, True, "kept")
    assert told["kind"] == (False, True, "gone")  # “company, size not stated” says less
    merged(kept, gone, remark="both", name="gone", website="gone", city="nonsense")
    kept.refresh_from_db()
    assert (kept.siren, kept.activity, kept.kind) == ("552100554", "Imaging", "sme")
    assert (kept.name, kept.name_folded) == ("Elan Biotech", "elan biotech")
    assert (kept.remark, kept.website) == ("Eerste\n\nTweede", "https://biotech.example")
    assert (kept.slug, str(kept.city)) == ("elan", "Lyon")
    assert [each.text for each in kept.names.all()] == ["Élan"]


@pytest.mark.parametrize(
    ("own", "others", "together"),
    [
        (("2014", "2014", ""), ("2014", "2010", ""), ("2010", "")),
        (("2014", "", ""), ("2016", "", ""), ("", "")),
        (("2016", "", ""), ("2014", "", ""), ("2014", "")),
        (("2014", "", ""), ("2021", "2012", "2020"), ("2012", "2020")),
        (("2021", "2012", "2020"), ("2014", "", ""), ("2012", "2020")),
        (("2014", "2010", "2012"), ("2014", "2011", ""), ("2010", "")),
        (("2014", "2010", ""), ("2021", "2000", "2005"), ("2000", "")),
        (("2021", "2000", "2005"), ("2014", "2010", "2013"), ("2000", "2013")),
        (("2014", "2010", "2012"), ("2014", "2011", "2013"), ("2010", "2013")),
    ],
)
def test_a_membership_both_have_is_one_from_the_earlier_day_to_the_end_that_was_said_last(
    pole: Cluster,
    kept: Organisation,
    gone: Organisation,
    own: tuple[str, str, str],
    others: tuple[str, str, str],
    together: tuple[str, str],
) -> None:
    def day(year: str) -> dt.date | None:
        return dt.date(int(year), 1, 1) if year else None

    for organisation, (stated, begin, end) in ((kept, own), (gone, others)):
        builders.fact(
            Membership,
            cluster=pole,
            organisation=organisation,
            stated_on=day(stated),
            valid_from=day(begin),
            valid_until=day(end),
        )
    merged(kept, gone)
    membership = Membership.objects.get()
    assert membership.organisation == kept
    assert (membership.valid_from, membership.valid_until) == tuple(map(day, together))


@pytest.mark.parametrize("double", [False, True])
def test_undoing_puts_every_row_back_as_it_stood(
    pole: Cluster, kept: Organisation, gone: Organisation, double: bool
) -> None:
    facts = everything_of(gone, pole)
    if double:
        builders.fact(Membership, cluster=pole, organisation=kept, stated_on=dt.date(2020, 1, 1))
        builders.fact(LineLead, line=facts[2].line, organisation=kept)
    Organisation.objects.filter(pk=gone.pk).update(siren="552100554")
    before = rows_now()
    record = merged(kept, gone, name="gone")
    assert rows_now() != before
    undone = undoing.undo(record, by=None, at=LATER)
    assert (rows_now(), undone.left) == (before, [])
    with pytest.raises(undoing.NotUndone):
        undoing.undo(record, by=None, at=LATER)
    assert rows_now() == before


def test_what_was_changed_since_stays_and_is_named(
    pole: Cluster, kept: Organisation, gone: Organisation
) -> None:
    moved = builders.fact(Membership, cluster=pole, organisation=gone)
    record = merged(kept, gone)
    moved.refresh_from_db()
    moved.valid_until = dt.date(2026, 1, 1)
    moved.save()
    undone = undoing.undo(record, by=None, at=LATER)
    moved.refresh_from_db()
    assert moved.organisation == kept
    assert len(undone.left) == 1
    assert "Élan" in undone.left[0]
    assert Organisation.objects.get(pk=gone.pk).name == "Elan Biotech"


def test_a_fact_whose_pole_is_gone_is_named_and_the_rest_comes_back(
    pole: Cluster, kept: Organisation, gone: Organisation
) -> None:
    for organisation in (kept, gone):
        builders.fact(Membership, cluster=pole, organisation=organisation)
    record = merged(kept, gone)
    pole.delete()
    undone = undoing.undo(record, by=None, at=LATER)
    assert Organisation.objects.filter(pk=gone.pk).exists()
    assert not Membership.objects.exists()
    assert len(undone.left) == 1


def test_nothing_is_undone_while_another_stands_in_its_place(kept: Organisation, gone: Organisation) -> None:
    Organisation.objects.filter(pk=gone.pk).update(siren="552100554")
    record = merged(kept, gone)
    kept.refresh_from_db()
    kept.remark = "edited since"
    kept.save()
    before = rows_now()
    with pytest.raises(undoing.NotUndone, match="552100554"):
        undoing.undo(record, by=None, at=LATER)
    kept.siren = ""
    kept.save()
    builders.organisation("elan-biotech", "Een ander")
    with pytest.raises(undoing.NotUndone, match="Een ander"):
        undoing.undo(record, by=None, at=LATER)
    Organisation.objects.filter(slug="elan-biotech").update(slug="other")
    undoing.undo(record, by=None, at=LATER)
    assert Organisation.objects.get(pk=gone.pk).siren == "552100554"
    assert before != rows_now()


def test_merges_are_undone_from_the_last_to_the_first(kept: Organisation, gone: Organisation) -> None:
    third = builders.organisation("third", "Derde")
    before = rows_now()
    first = merged(kept, gone)
    second = merged(third, kept, at=LATER)
    assert OrganisationMerge.objects.get(pk=first.pk).kept is None
    with pytest.raises(undoing.NotUndone, match="Derde"):
        undoing.undo(first, by=None, at=LATER)
    for record in (second, first):
        undoing.undo(record, by=None, at=LATER)
    first.refresh_from_db()
    assert first.kept == kept
    assert rows_now() == before


def test_what_is_no_pair_is_refused_with_a_sentence(kept: Organisation, gone: Organisation) -> None:
    with pytest.raises(NotMerged, match="met zichzelf"):
        planning.plan(kept, kept)
    with pytest.raises(NotMerged, match="niet meer"):
        planning.find(999_999)
    Organisation.objects.filter(pk=gone.pk).update(siren="552100554")
    Organisation.objects.filter(pk=kept.pk).update(siren="732829320")
    with pytest.raises(NotMerged, match="552100554"):
        planning.plan(planning.find(kept.pk), planning.find(gone.pk))


def test_twice_is_once_and_a_change_meanwhile_is_looked_at_first(
    pole: Cluster, kept: Organisation, gone: Organisation
) -> None:
    token = planning.plan(planning.find(kept.pk), planning.find(gone.pk)).token
    builders.fact(Membership, cluster=pole, organisation=gone)
    before = rows_now()
    with pytest.raises(merging.Changed):
        merging.merge(kept.pk, gone.pk, choices={}, seen=token, by=None, at=AT)
    assert rows_now() == before
    record = merged(kept, gone)
    with pytest.raises(GoneAlready) as refused:
        merging.merge(kept.pk, gone.pk, choices={}, seen=token, by=None, at=AT)
    assert refused.value.merge == record
    assert OrganisationMerge.objects.count() == 1


def test_the_one_to_keep_has_the_siren_then_more_memberships_then_is_older(
    pole: Cluster, kept: Organisation, gone: Organisation
) -> None:
    assert planning.kept_first(gone, kept) == (kept, gone)
    builders.fact(Membership, cluster=pole, organisation=gone)
    assert planning.kept_first(kept, gone) == (gone, kept)
    kept.siren = "552100554"
    assert planning.kept_first(gone, kept) == (kept, gone)


def test_what_is_derived_goes_with_it_and_that_two_are_two_is_carried_over_and_back(
    kept: Organisation, gone: Organisation
) -> None:
    third = builders.organisation("third", "Elan Biotech", city=gone.city)
    finding.refresh(at=AT)
    deciding.say_two(OrganisationPair.objects.get().pk, by=builders.staff(), at=AT)
    OrganisationTheme.objects.create(organisation=gone, theme=builders.theme())
    record = merged(kept, gone)
    assert not OrganisationTheme.objects.exists()
    pair = OrganisationPair.objects.get()
    assert (pair.one, pair.other, pair.state) == (kept, third, PairState.APART)
    undoing.undo(record, by=None, at=LATER)
    pair = OrganisationPair.objects.get()
    assert (pair.one, pair.other, pair.state) == (gone, third, PairState.APART)


def test_planning_and_merging_take_as_many_queries_for_many_facts_as_for_few(pole: Cluster) -> None:
    taken = []
    for number in (2, 40):
        one, other = (builders.organisation(f"{name}-{number}", name) for name in ("Een", "Ander"))
        for each in range(number):
            place = builders.cluster(f"p-{number}-{each}")
            builders.fact(Membership, cluster=place, organisation=other)
            builders.fact(Project, cluster=place, name="P", led_by=other)
            if each % 2:
                builders.fact(Membership, cluster=place, organisation=one)
        with CaptureQueriesContext(connection) as queries:
            record = merged(one, other)
            undoing.undo(record, by=None, at=LATER)
        taken.append(len(queries))
    assert taken[0] == taken[1]


# --- imports and files that know nothing of it ----------------------------------------------------------


def stored(pole: Cluster, content: str, *, at: dt.datetime = AT) -> MemberImport:
    record, table = coming_in.begin(pole, content.encode(), "leden.csv", by=None, at=at)
    coming_in.keep_waiting(record, table)
    coming_in.store_list(
        record, lambda: coming_in.look_again(record, today=at.date()), only_good=False, by=None, at=at
    )
    return record


LIST = "name;city;since\nElan Biotech;Paris;2019\n"


def test_the_list_that_made_the_double_recognises_the_one_kept(pole: Cluster, kept: Organisation) -> None:
    stored(pole, LIST)
    gone = Organisation.objects.get(name="Elan Biotech")
    builders.fact(OrganisationName, organisation=gone, text="EB")
    merged(kept, gone)
    again = stored(pole, LIST, at=LATER)
    assert (again.new, again.changed, again.same, again.wrong) == (0, 0, 1, 0)
    again = stored(pole, LIST.replace("Elan Biotech", "eb s.a."), at=LATER)
    assert (again.new, again.changed, again.same, again.wrong) == (0, 0, 1, 0)
    kept.refresh_from_db()
    assert str(kept.city) == "Lyon"


def test_also_where_no_town_was_named_and_after_a_second_merge(pole: Cluster, kept: Organisation) -> None:
    stored(pole, "name\nElan Biotech\n")
    merged(kept, Organisation.objects.get(name="Elan Biotech"))
    third = builders.organisation("third", "Derde", city=builders.city("paris"))
    merged(third, kept)
    again = stored(pole, "name\nElan Biotech\n", at=LATER)
    assert (again.new, again.same) == (0, 1)


def test_an_undone_merge_is_forgotten_by_the_lists(pole: Cluster, kept: Organisation) -> None:
    stored(pole, LIST)
    gone = Organisation.objects.get(name="Elan Biotech")
    undoing.undo(merged(kept, gone), by=None, at=LATER)
    stored(pole, LIST, at=LATER)
    assert Membership.objects.get().organisation == gone


def test_an_import_is_undone_only_after_the_merge_that_followed_it(pole: Cluster, kept: Organisation) -> None:
    before = rows_now()
    imported = stored(pole, LIST)
    record = merged(kept, Organisation.objects.get(name="Elan Biotech"), at=LATER)
    then = rows_now()
    with pytest.raises(imports.NotUndone, match="Elan Biotech"):
        imports.undo(imported, by=None, at=LATER)
    assert rows_now() == then
    undoing.undo(record, by=None, at=LATER)
    undone = imports.undo(imported, by=None, at=LATER)
    assert (rows_now(), undone.left) == (before, [])


def test_pairs_themes_and_merges_are_no_use_that_stops_the_undoing_of_an_import(pole: Cluster) -> None:
    imported = stored(pole, "name;city\nElan;Paris\nÉlan Biotech;Lyon\n")
    one, other = Organisation.objects.order_by("pk")
    OrganisationTheme.objects.create(organisation=one, theme=builders.theme())
    OrganisationPair.objects.create(one=one, other=other, likeness=50, found_at=AT)
    OrganisationMerge.objects.create(
        kept=one, kept_number=one.pk, kept_name="x", gone_number=99, gone_name="y", merged_at=AT, undone_at=AT
    )
    undone = imports.undo(imported, by=None, at=LATER)
    assert undone.left == []
    assert not Organisation.objects.exists()
    assert OrganisationMerge.objects.get().kept is None


def test_a_merge_is_undone_though_a_list_changed_rows_since(pole: Cluster, kept: Organisation) -> None:
    stored(pole, LIST)
    gone = Organisation.objects.get(name="Elan Biotech")
    record = merged(kept, gone)
    stored(pole, LIST.replace("2019", "2018"), at=LATER)
    undone = undoing.undo(record, by=None, at=LATER)
    assert len(undone.left) == 1
    assert Membership.objects.get().organisation == kept
    assert Organisation.objects.filter(pk=gone.pk).exists()


def test_the_registers_files_leave_everything_as_merged(db: None, settings: Any) -> None:
    records = list(read(settings.BASE_DIR / "fixtures"))
    load(records, at=AT)
    one, other = (
        Membership.objects.order_by("organisation").values_list("organisation", flat=True).distinct()[:2]
    )
    builders.fact(Event, organisation_id=other, kind="other", text_nl="iets")
    gone = Organisation.objects.get(pk=other)
    merged(Organisation.objects.get(pk=one), gone)
    before = rows_now()
    report = load(records, at=LATER)
    assert rows_now() == before
    assert (report.new, report.updated) == (0, 0)
    assert any(gone.slug in each for each in report.left)

"""The versions of a card: what happened to it, how it stood, and going back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clusters import versions
from clusters.models import (
    Ambiguity,
    AmbiguitySource,
    Cluster,
    ClusterContact,
    ClusterName,
    Figure,
    Focus,
    Label,
    LineLead,
    LoadedRecord,
    Membership,
    Organisation,
    Statement,
    StrategicLine,
    Succession,
)
from tests import builders
from tests.builders import fact

pytestmark = pytest.mark.django_db

BEGIN = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def clock(time_machine):
    """Everything happens an hour after what happened before it: `clock()` lets it pass."""
    time_machine.move_to(BEGIN, tick=False)
    return lambda: time_machine.shift(dt.timedelta(hours=1))


@pytest.fixture
def anouk():
    return builders.staff("anouk")


def a_card(slug="medicen"):
    """A pôle with a fact of most kinds: enough to lose something."""
    pole = builders.cluster(slug, slug.title())
    party = builders.organisation(f"{slug}-labo", "Labo Vert")
    line = fact(StrategicLine, cluster=pole, number=1, title_nl="Beeldvorming", title_en="Imaging")
    fact(LineLead, line=line, organisation=party)
    fact(Focus, cluster=pole, theme=builders.theme(), weight=3, line=line)
    fact(Membership, cluster=pole, organisation=party)
    fact(ClusterName, cluster=pole, text=slug.title())
    fact(Figure, cluster=pole, measure="members", label_nl="leden", value=300, unit_nl="leden")
    doubt = fact(Ambiguity, cluster=pole, kind="naming", title_nl="Twee namen", reference=f"{slug}-1")
    AmbiguitySource.objects.create(ambiguity=doubt, source=builders.source("second"))
    return pole


def everything_on(pole):
    """All that stands on the card, by kind and primary key."""
    rows = {
        StrategicLine: pole.lines,
        LineLead: LineLead.objects.filter(line__cluster=pole),
        Focus: pole.focuses,
        Membership: pole.memberships,
        ClusterName: pole.names,
        Figure: pole.figures,
        Ambiguity: pole.ambiguities,
        AmbiguitySource: AmbiguitySource.objects.filter(ambiguity__cluster=pole),
        Cluster: Cluster.objects.filter(pk=pole.pk).defer("version"),
    }
    return {
        (model.__name__, values["id"]): {k: v for k, v in values.items() if k != "version"}
        for model, found in rows.items()
        for values in found.values()
    }


def back_to(pole, moment, by, at=NOW):
    plan = versions.plan_to_go_back(pole.pk, moment)
    return versions.go_back(pole.pk, moment, token=plan.token, by=by, at=at)


# --- what happened ------------------------------------------------------------------------------------


def test_what_is_stored_in_one_go_is_one_moment_newest_first(clock, anouk):
    pole = a_card()
    clock()
    Figure.objects.get().delete()
    clock()
    pole.name = "Medicen Paris"
    pole.save()
    newest, deletion, first = versions.tell(versions.moments_of(pole.pk))
    assert [(change.label, change.old, change.new) for change in newest.entries[0].changes] == [
        ("Name", "Medicen", "Medicen Paris")
    ]
    assert [(entry.what, entry.heading) for entry in deletion.entries] == [("-", "Figure: leden: 300")]
    assert len(first.entries) == 9
    assert "Membership: Labo Vert" in {entry.heading for entry in first.entries}


def test_two_people_never_share_a_moment(clock, anouk):
    pole = builders.cluster()
    pole._history_user = anouk  # type: ignore[attr-defined]
    pole.name = "Hers"
    pole.save()
    assert [told.who for told in versions.tell(versions.moments_of(pole.pk))] == [
        "Anouk de Vries",
        "the system",
    ]


def test_a_fact_that_moved_to_another_pole_is_told_on_both_cards(clock):
    first, second = builders.cluster("first"), builders.cluster("second")
    name = fact(ClusterName, cluster=first, text="Name")
    clock()
    name.cluster = second
    name.save()
    for pole in (first, second):
        moved = versions.tell(versions.moments_of(pole.pk))[0]
        assert [(c.label, c.old, c.new) for c in moved.entries[0].changes] == [("Pôle", "First", "Second")]


def test_a_deleted_organisation_keeps_its_last_name_in_the_story(clock):
    pole = a_card()
    Membership.objects.all().delete()
    LineLead.objects.all().delete()
    Organisation.objects.all().delete()
    headings = {
        entry.heading for told in versions.tell(versions.moments_of(pole.pk)) for entry in told.entries
    }
    assert "Membership: Labo Vert" in headings


def test_people_at_the_pole_are_in_no_version(clock, anouk):
    pole = a_card()
    builders.cluster_contact(pole, name="Claire Dubois")
    moment = versions.moments_of(pole.pk)[0]
    told = repr(versions.tell([moment])) + repr(versions.as_it_stood(pole.pk, moment.at))
    assert "Claire" not in told
    clock()
    pole.name = "New"
    pole.save()
    back_to(pole, moment, anouk)
    assert ClusterContact.objects.get().name == "Claire Dubois"


# --- how it stood -------------------------------------------------------------------------------------


def test_a_card_is_shown_as_it_stood_in_words(clock):
    pole = a_card()
    moment = versions.moments_of(pole.pk)[0]
    clock()
    Figure.objects.update_or_create(defaults={"value": 400})
    Membership.objects.get().delete()
    own, questions = versions.as_it_stood(pole.pk, moment.at)
    assert own.title == "Medicen"
    figure = next(question for question in questions if question.slug == "figures").kinds[0].rows[0]
    assert ("Value", "300") in figure.told
    assert ("Source", "Overview of the pôles") in figure.told
    parties = next(question for question in questions if question.slug == "parties")
    assert [row.title for row in parties.kinds[0].rows] == ["Labo Vert"]


def test_a_version_is_named_by_its_moment_and_no_other(clock):
    pole = builders.cluster()
    moment = versions.moments_of(pole.pk)[0]
    assert versions.find_moment(pole.pk, moment.key) == moment
    for key in ("", "0", "soon", str(int(moment.key) + 1)):
        with pytest.raises(versions.NoSuchMoment):
            versions.find_moment(pole.pk, key)


# --- going back ---------------------------------------------------------------------------------------


def test_going_back_brings_back_what_was_deleted_changed_and_takes_away_what_was_added(clock, anouk):
    pole = a_card()
    before, moment = everything_on(pole), versions.moments_of(pole.pk)[0]
    clock()
    pole.lines.get().delete()
    Figure.objects.all().delete()
    clock()
    pole.name, pole.website = "Renamed", "https://medicen.example"
    pole.save()
    Ambiguity.objects.update(title_nl="Anders")  # without a line of history: the rows decide, not their story
    fact(Label, cluster=pole, phase="V", begins_on=dt.date(2023, 1, 1), ends_on=dt.date(2026, 12, 31))
    back_to(pole, moment, anouk)
    assert everything_on(pole) == before
    assert not Label.objects.exists()
    assert Cluster.objects.get(pk=pole.pk).name_folded == "medicen"


def test_going_back_is_itself_a_moment_with_who_and_why_and_can_be_undone(clock, anouk):
    pole = a_card()
    first = versions.moments_of(pole.pk)[0]
    clock()
    Membership.objects.all().delete()
    Figure.objects.update(value=1)
    figure = Figure.objects.get()
    figure.value = 400
    figure.save()
    second, late = versions.moments_of(pole.pk)[0], everything_on(pole)
    back_to(pole, first, anouk)
    told = versions.tell(versions.moments_of(pole.pk))[0]
    assert (told.who, told.at) == ("Anouk de Vries", NOW)
    assert told.why == "went back to the version of 1 March 2026 10:00"
    assert sorted(entry.what for entry in told.entries) == ["+", "~"]
    back_to(pole, second, anouk, at=NOW + dt.timedelta(hours=1))
    assert everything_on(pole) == late


def test_what_would_change_is_said_before_anything_changes(clock):
    pole = a_card()
    moment = versions.moments_of(pole.pk)[0]
    clock()
    pole.name = "Renamed"
    pole.save()
    Membership.objects.get().delete()
    fact(Statement, cluster=pole, kind="goal", text_nl="Doel")
    plan = versions.plan_to_go_back(pole.pk, moment)
    assert [(change.what, change.heading) for change in plan.changes] == [
        ("~", "Pôle: Medicen"),
        ("-", "Statement: Doel"),
        ("+", "Membership: Labo Vert"),
    ]
    assert [(f.label, f.old, f.new) for f in plan.changes[0].fields] == [("Name", "Renamed", "Medicen")]
    assert Cluster.objects.get(pk=pole.pk).name == "Renamed"


def test_whoever_was_slower_changes_nothing(clock, anouk):
    pole = a_card()
    moment = versions.moments_of(pole.pk)[0]
    clock()
    pole.name = "Renamed"
    pole.save()
    token = versions.plan_to_go_back(pole.pk, moment).token
    fact(Statement, cluster=pole, kind="goal", text_nl="Doel")
    late = everything_on(pole)
    with pytest.raises(versions.CardChanged):
        versions.go_back(pole.pk, moment, token=token, by=anouk, at=NOW)
    assert everything_on(pole) == late


def test_a_membership_of_a_deleted_organisation_cannot_come_back_and_nothing_changes(clock, anouk):
    pole = a_card()
    moment = versions.moments_of(pole.pk)[0]
    clock()
    Membership.objects.all().delete()
    LineLead.objects.all().delete()
    Organisation.objects.all().delete()
    Figure.objects.all().delete()
    late = everything_on(pole)
    with pytest.raises(versions.CannotGoBack, match="its organisation “Labo Vert” was deleted"):
        back_to(pole, moment, anouk)
    assert everything_on(pole) == late


def test_an_address_another_pole_took_cannot_come_back(clock, anouk):
    pole = builders.cluster("alpha", "Alpha")
    moment = versions.moments_of(pole.pk)[0]
    clock()
    pole.slug = "beta"
    pole.save()
    builders.cluster("alpha", "Newcomer")
    with pytest.raises(versions.CannotGoBack, match="“Newcomer” has this address by now"):
        back_to(pole, moment, anouk)
    assert Cluster.objects.get(pk=pole.pk).slug == "beta"


def test_a_life_line_that_would_loop_does_not_come_back(clock, anouk):
    first, second = builders.cluster("first", "First"), builders.cluster("second", "Second")
    builders.succession(first, second)
    moment = versions.moments_of(first.pk)[0]
    clock()
    Succession.objects.all().delete()
    builders.succession(second, first)
    with pytest.raises(versions.CannotGoBack, match="First → Second → First"):
        back_to(first, moment, anouk)
    assert Succession.objects.get().predecessor == second


def test_numbers_that_were_exchanged_are_exchanged_back(clock, anouk):
    pole = builders.cluster()
    one, two = (fact(StrategicLine, cluster=pole, number=n, title_nl=str(n)) for n in (1, 2))
    phases = [
        fact(Label, cluster=pole, phase=phase, begins_on=BEGIN.date(), ends_on=BEGIN.date())
        for phase in ("IV", "V")
    ]
    moment = versions.moments_of(pole.pk)[0]
    clock()
    for rows, column in (((one, two), "number"), (phases, "phase")):
        mine, other = (getattr(row, column) for row in rows)
        for row, value in zip((*rows, rows[0]), (9, mine, other), strict=True):
            setattr(row, column, value)
            row.save()
    back_to(pole, moment, anouk)
    assert list(pole.lines.order_by("pk").values_list("number", flat=True)) == [1, 2]
    assert list(pole.labels.order_by("pk").values_list("phase", flat=True)) == ["IV", "V"]


def test_a_line_of_another_card_that_points_here_lets_go(clock, anouk):
    pole, other = builders.cluster("first"), builders.cluster("second")
    moment = versions.moments_of(pole.pk)[0]
    clock()
    line = fact(StrategicLine, cluster=pole, title_nl="Nieuw")
    focus = fact(Focus, cluster=other, theme=builders.theme(), weight=1, line=line)
    back_to(pole, moment, anouk)
    focus.refresh_from_db()
    assert focus.line is None


def test_rows_come_back_under_the_number_by_which_the_loader_knows_them(clock, anouk):
    pole = a_card()
    moment, pk = versions.moments_of(pole.pk)[0], Membership.objects.get().pk
    LoadedRecord.objects.create(
        key="m1", model="clusters.membership", object_pk=pk, digest="x", loaded_at=BEGIN
    )
    clock()
    Membership.objects.all().delete()
    back_to(pole, moment, anouk)
    assert Membership.objects.get().pk == LoadedRecord.objects.get().object_pk


def test_a_form_that_was_open_meanwhile_is_stale_afterwards(clock, anouk):
    pole = a_card()
    moment = versions.moments_of(pole.pk)[0]
    clock()
    Figure.objects.all().delete()
    back_to(pole, moment, anouk)
    assert Cluster.objects.get(pk=pole.pk).version == pole.version + 1


# --- what it costs ------------------------------------------------------------------------------------


def cost(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def grown(pole, upto):
    for number in range(upto):
        party = builders.organisation(f"{pole.slug}-{upto}-{number}")
        fact(Membership, cluster=pole, organisation=party)
        row = fact(Figure, cluster=pole, measure="x", label_nl=str(number), value=1, unit_nl="x")
        row.value = 2
        row.save()
        line = fact(StrategicLine, cluster=pole, title_nl=str(number))
        fact(LineLead, line=line, organisation=party)


@pytest.mark.parametrize("what", ["tell", "stand", "plan", "return"])
def test_a_card_with_many_facts_costs_what_one_with_few_costs(clock, anouk, what):
    few, many = a_card("few"), a_card("many")
    grown(few, 1)
    grown(many, 6)
    found = []
    for pole in (few, many):
        moment = versions.moments_of(pole.pk)[0]
        plan = versions.plan_to_go_back(pole.pk, moment)
        if what == "return":
            clock()
            Figure.objects.filter(cluster=pole).delete()
            pole.lines.all().delete()
            grown(pole, 2 if pole == few else 7)
            plan = versions.plan_to_go_back(pole.pk, moment)
            assert not plan.obstacles
        work = {
            "tell": lambda pole=pole: versions.tell(versions.moments_of(pole.pk)),
            "stand": lambda pole=pole, moment=moment: versions.as_it_stood(pole.pk, moment.at),
            "plan": lambda pole=pole, moment=moment: versions.plan_to_go_back(pole.pk, moment),
            "return": lambda pole=pole, moment=moment, plan=plan: versions.go_back(
                pole.pk, moment, token=plan.token, by=anouk, at=NOW
            ),
        }
        found.append(cost(work[what]))
    assert found[0] == found[1]


def test_the_state_of_many_cards_is_told_apart_in_one_query(clock, anouk):
    poles = [a_card(slug) for slug in ("a", "b", "c")]
    pks = [pole.pk for pole in poles]
    with CaptureQueriesContext(connection) as captured:
        before = versions.tokens(pks)
    assert len(captured) == 1
    fact(Statement, cluster=poles[0], kind="goal", text_nl="Doel")
    LineLead.objects.get(line__cluster=poles[1]).delete()
    after = versions.tokens(pks)
    assert [before[pk] == after[pk] for pk in pks] == [False, False, True]

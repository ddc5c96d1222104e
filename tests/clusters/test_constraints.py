"""What the database itself refuses in the register, by the name of the rule, on both engines."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from clusters.enums import (
    AgreementKind,
    AmbiguityKind,
    EventKind,
    Qualifier,
    SeatRole,
    StatementKind,
    ThemeKind,
)
from clusters.models import (
    Agreement,
    Ambiguity,
    AmbiguitySource,
    City,
    Cluster,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Derivation,
    Download,
    DownloadPiece,
    Evaluation,
    Event,
    Facility,
    Figure,
    Focus,
    Label,
    LineLead,
    LoadedRecord,
    MemberImport,
    Membership,
    Network,
    NetworkParticipation,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    OrganisationPair,
    OrganisationTheme,
    PlaceName,
    Project,
    Region,
    Sector,
    Source,
    Sourced,
    Statement,
    StrategicLine,
    Succession,
    Term,
    Theme,
    ThemeMention,
)
from tests import builders
from tests.builders import AT, LONG_AGO

pytestmark = pytest.mark.django_db
BACKWARDS: dict[str, Any] = {"valid_from": dt.date(2020, 1, 1), "valid_until": dt.date(2020, 1, 1)}


def fact(**fields: Any) -> dict[str, Any]:
    return {"source": builders.source(), "stated_on": LONG_AGO, **fields}


def region(slug: str = "rhone-alpes", **fields: Any) -> Region:
    values = {"name": slug, "insee_code": "82", **fields}
    return Region.objects.get_or_create(slug=slug, defaults=values)[0]


def city() -> City:
    return City.objects.get_or_create(slug="lyon", defaults={"name": "Lyon", "region": region()})[0]


def organisation(slug: str = "labo", **fields: Any) -> Organisation:
    return Organisation.objects.create(slug=slug, **{"name": "Labo", **fields})


def line(cluster: Cluster | None = None, **fields: Any) -> StrategicLine:
    pole = cluster or builders.cluster()
    return StrategicLine.objects.create(cluster=pole, **fact(title_nl="lijn", **fields))


def network() -> Network:
    return Network.objects.create(slug="alliance", name="Alliance")


def label(pole: Cluster, **fields: Any) -> Label:
    values = {"phase": "V", "begins_on": dt.date(2023, 1, 1), "ends_on": dt.date(2026, 12, 31), **fields}
    return Label.objects.create(cluster=pole, **fact(**values))


def membership(pole: Cluster, party: Organisation, **fields: Any) -> Membership:
    return Membership.objects.create(cluster=pole, organisation=party, **fact(**fields))


def focus(pole: Cluster, **fields: Any) -> Focus:
    return Focus.objects.create(cluster=pole, theme=builders.theme(), **fact(**{"weight": 2, **fields}))


def ambiguity(**fields: Any) -> Ambiguity:
    values = {"kind": AmbiguityKind.NAMING, "title_nl": "Twee namen", "reference": "A01", **fields}
    return Ambiguity.objects.create(**fact(**values))


def two_sources() -> None:
    doubt = ambiguity()
    twice(lambda: AmbiguitySource.objects.create(ambiguity=doubt, source=builders.source()))


def twice(make: Any) -> None:
    make()
    make()


def own_successor(table: type[Region]) -> None:
    row = region()
    table.objects.filter(pk=row.pk).update(successor=row, valid_until=dt.date(2016, 1, 1))


def own_broader_theme() -> None:
    row = builders.theme()
    Theme.objects.filter(pk=row.pk).update(broader=row)


def two_memberships() -> None:
    pole, party = builders.cluster(), organisation()
    twice(lambda: membership(pole, party))


def two_leads() -> None:
    led, party = line(), organisation()
    twice(lambda: LineLead.objects.create(line=led, organisation=party, **fact()))


def two_lines() -> None:
    pole = builders.cluster()
    twice(lambda: line(pole, number=1))


def two_focuses() -> None:
    pole = builders.cluster()
    twice(lambda: focus(pole))


def two_labels() -> None:
    pole = builders.cluster()
    twice(lambda: label(pole))


def two_terms() -> None:
    for text in ("étude", "Etude"):
        Term.objects.create(theme=builders.theme(), language="fr", text=text)


def two_successions() -> None:
    ended = builders.cluster("ended")
    builders.succession(ended, builders.cluster("first"))
    builders.succession(ended, builders.cluster("second"))


def succession_to_itself() -> None:
    pole = builders.cluster()
    builders.succession(pole, pole)


def project_of_two() -> None:
    Project.objects.create(
        cluster=builders.cluster(), name="P", led_by=organisation(), led_by_cluster=True, **fact()
    )


def participation_of_two() -> None:
    NetworkParticipation.objects.create(
        network=network(), cluster=builders.cluster(), organisation=organisation(), **fact()
    )


# Every kind of fact whose period ends on the day it begins.
PERIODS: dict[str, Any] = {
    "clustername": lambda: ClusterName.objects.create(
        cluster=builders.cluster(), text="N", **fact(**BACKWARDS)
    ),
    "clusterregion": lambda: ClusterRegion.objects.create(
        cluster=builders.cluster(), region=region(), **fact(**BACKWARDS)
    ),
    "clusterseat": lambda: ClusterSeat.objects.create(
        cluster=builders.cluster(), city=city(), role=SeatRole.NAMED, **fact(**BACKWARDS)
    ),
    "label": lambda: label(builders.cluster(), **BACKWARDS),
    "succession": lambda: Succession.objects.create(
        predecessor=builders.cluster("a"), successor=builders.cluster("b"), **fact(**BACKWARDS)
    ),
    "organisationname": lambda: OrganisationName.objects.create(
        organisation=organisation(), text="N", **fact(**BACKWARDS)
    ),
    "membership": lambda: membership(builders.cluster(), organisation(), **BACKWARDS),
    "project": lambda: Project.objects.create(cluster=builders.cluster(), name="P", **fact(**BACKWARDS)),
    "facility": lambda: Facility.objects.create(cluster=builders.cluster(), name="F", **fact(**BACKWARDS)),
    "agreement": lambda: Agreement.objects.create(
        cluster=builders.cluster(), kind=AgreementKind.AGREEMENT, **fact(**BACKWARDS)
    ),
    "networkparticipation": lambda: NetworkParticipation.objects.create(
        network=network(), cluster=builders.cluster(), **fact(**BACKWARDS)
    ),
    "evaluation": lambda: Evaluation.objects.create(
        cluster=builders.cluster(), year=2012, **fact(**BACKWARDS)
    ),
    "figure": lambda: Figure.objects.create(measure="members", value=1, **fact(**BACKWARDS)),
    "event": lambda: Event.objects.create(kind=EventKind.OTHER, **fact(**BACKWARDS)),
    "strategicline": lambda: line(None, **BACKWARDS),
    "linelead": lambda: LineLead.objects.create(
        line=line(), organisation=organisation(), **fact(**BACKWARDS)
    ),
    "focus": lambda: focus(builders.cluster(), **BACKWARDS),
    "statement": lambda: Statement.objects.create(kind=StatementKind.GOAL, **fact(**BACKWARDS)),
    "thememention": lambda: ThemeMention.objects.create(
        cluster=builders.cluster(), theme=builders.theme(), **fact(**BACKWARDS)
    ),
    "ambiguity": lambda: ambiguity(**BACKWARDS),
}


def download(**fields: Any) -> Download:
    values = {"kind": "list", "subject": "clusters.organisation", "file_format": "csv", "way": "staff"}
    return Download.objects.create(**{**values, "begun_at": AT, **fields})


def found(slug: str) -> Organisation:
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": slug})[0]


def pair(*, backwards: bool = False, **fields: Any) -> OrganisationPair:
    two = found("labo"), found("laboratoire")
    one, other = reversed(two) if backwards else two
    values = {"reasons": ["alike"], "likeness": 95, "found_at": AT, **fields}
    return OrganisationPair.objects.create(one=one, other=other, **values)


def carried_theme() -> OrganisationTheme:
    return OrganisationTheme.objects.create(organisation=found("labo"), theme=builders.theme())


def two_pieces() -> None:
    whole = download()
    twice(lambda: DownloadPiece.objects.create(download=whole, number=1, content=b""))


REFUSED: dict[str, Any] = {f"clusters_{name}_period_in_order": make for name, make in PERIODS.items()} | {
    "clusters_region_code_and_name_unique": lambda: [
        Region.objects.create(slug=slug, insee_code="82", name="R") for slug in ("a", "b")
    ],
    "clusters_region_not_its_own_successor": lambda: own_successor(Region),
    "clusters_region_successor_iff_ended": lambda: region(valid_until=dt.date(2016, 1, 1)),
    "clusters_placename_region_or_city": lambda: PlaceName.objects.create(text="Elzas"),
    "clusters_placename_once_per_region": lambda: twice(
        lambda: PlaceName.objects.create(text="Elzas", region=region())
    ),
    "clusters_placename_once_per_city": lambda: twice(
        lambda: PlaceName.objects.create(text="Lugdunum", city=city())
    ),
    "clusters_source_has_title": lambda: builders.source(title=""),
    "clusters_theme_not_its_own_broader": own_broader_theme,
    "clusters_theme_only_subjects_on_form": lambda: builders.theme(kind=ThemeKind.PARTNER, on_form=True),
    "clusters_term_unique_in_theme": two_terms,
    "clusters_term_not_empty": lambda: Term.objects.create(theme=builders.theme(), text=""),
    "clusters_cluster_list_number_unique": lambda: [builders.cluster(s, list_number=1) for s in ("a", "b")],
    "clusters_cluster_has_name": lambda: Cluster.objects.create(slug="a", name="", sector=builders.sector()),
    "clusters_label_dates_in_order": lambda: label(builders.cluster(), ends_on=dt.date(2022, 12, 31)),
    "clusters_label_once_per_phase": two_labels,
    "clusters_succession_not_to_itself": succession_to_itself,
    "clusters_organisation_has_name": lambda: organisation(name=""),
    "clusters_organisation_siren_unique": lambda: [organisation(s, siren="732829320") for s in ("a", "b")],
    "clusters_membership_once_per_relation": two_memberships,
    "clusters_project_one_lead": project_of_two,
    "clusters_networkparticipation_one_party": participation_of_two,
    "clusters_figure_value_or_many": lambda: Figure.objects.create(
        measure="members", qualifier=Qualifier.MORE_THAN, **fact()
    ),
    "clusters_strategicline_number_unique": two_lines,
    "clusters_linelead_once": two_leads,
    "clusters_focus_weight_1_to_3": lambda: focus(builders.cluster(), weight=4),
    "clusters_focus_theme_once_per_cluster": two_focuses,
    "clusters_ambiguity_number_unique": lambda: twice(ambiguity),
    "clusters_ambiguitysource_once": two_sources,
    "clusters_download_ends_one_way": lambda: download(finished_at=AT, failed_at=AT),
    "clusters_download_ends_after_begin": lambda: download(failed_at=AT - dt.timedelta(seconds=1)),
    "clusters_download_has_subject": lambda: download(subject=""),
    "clusters_download_leaves_when_whole": lambda: download(is_made_apart=True, finished_at=AT),
    "clusters_memberimport_state_has_its_moment": lambda: MemberImport.objects.create(
        cluster=builders.cluster(), file_name="leden.csv", begun_at=AT, state="stored"
    ),
    "clusters_downloadpiece_once": two_pieces,
    "clusters_organisationpair_lower_first": lambda: pair(backwards=True),
    "clusters_organisationpair_once": lambda: twice(pair),
    "clusters_organisationpair_decision_has_its_moment": lambda: pair(state="apart"),
    "clusters_organisationpair_likeness_of_hundred": lambda: pair(likeness=101),
    "clusters_organisationmerge_undone_after": lambda: OrganisationMerge.objects.create(
        kept_number=6,
        kept_name="Labo",
        gone_number=7,
        gone_name="Laboratoire",
        merged_at=AT,
        undone_at=AT - dt.timedelta(seconds=1),
    ),
    "clusters_organisationtheme_once": lambda: twice(carried_theme),
    "clusters_derivation_has_version": lambda: Derivation.objects.create(
        what="pairs", version="", made_at=AT
    ),
}
# SQLite names the columns of a broken uniqueness instead of the rule.
COLUMNS = {
    "clusters_organisationpair_once": ("organisationpair", "one_id", "other_id"),
    "clusters_organisationtheme_once": ("organisationtheme", "organisation_id", "theme_id"),
    "clusters_downloadpiece_once": ("downloadpiece", "download_id", "number"),
    "clusters_region_code_and_name_unique": ("region", "insee_code", "name"),
    "clusters_term_unique_in_theme": ("term", "theme_id", "language", "text_folded"),
    "clusters_cluster_list_number_unique": ("cluster", "list_number"),
    "clusters_placename_once_per_region": ("placename", "text", "region_id"),
    "clusters_placename_once_per_city": ("placename", "text", "city_id"),
    "clusters_label_once_per_phase": ("label", "cluster_id", "phase"),
    "clusters_organisation_siren_unique": ("organisation", "siren"),
    "clusters_membership_once_per_relation": ("membership", "cluster_id", "organisation_id", "relation"),
    "clusters_strategicline_number_unique": ("strategicline", "cluster_id", "number"),
    "clusters_linelead_once": ("linelead", "line_id", "organisation_id"),
    "clusters_focus_theme_once_per_cluster": ("focus", "cluster_id", "theme_id"),
    "clusters_ambiguity_number_unique": ("ambiguity", "reference"),
    "clusters_ambiguitysource_once": ("ambiguitysource", "ambiguity_id", "source_id"),
}


def error_of(make: Any) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make()
    return str(refused.value)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_database_refuses(name: str) -> None:
    message = error_of(REFUSED[name])
    table, *columns = COLUMNS.get(name, ("",))
    on_sqlite = ", ".join(f"clusters_{table}.{column}" for column in columns) or name
    assert (on_sqlite if connection.vendor == "sqlite" else name) in message


def test_every_constraint_of_the_register_is_tried_here() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("clusters").get_models()
        for constraint in model._meta.constraints
    }
    assert named == set(REFUSED)


def test_every_kind_of_fact_has_its_period_checked() -> None:
    facts = {
        model._meta.model_name
        for model in apps.get_app_config("clusters").get_models()
        if issubclass(model, Sourced)
    }
    assert facts == set(PERIODS)


SLUGS: dict[str, Any] = {
    "cluster": lambda: builders.cluster("a"),
    "organisation": lambda: organisation("a"),
    "source": lambda: Source.objects.create(slug="a", title="T"),
    "sector": lambda: Sector.objects.create(slug="a"),
    "theme": lambda: Theme.objects.create(slug="a"),
    "network": network,
    "city": lambda: City.objects.create(slug="a", name="A", region=region()),
    "region": lambda: Region.objects.create(slug="a", insee_code=str(Region.objects.count()), name="A"),
}


@pytest.mark.parametrize("table", SLUGS)
def test_two_rows_never_share_an_address(table: str) -> None:
    message = error_of(lambda: twice(SLUGS[table]))
    assert f"clusters_{table}" in message
    assert "slug" in message


def test_a_pole_has_one_successor_only() -> None:
    assert "predecessor_id" in error_of(two_successions)


def test_a_key_of_the_files_stands_for_one_row() -> None:
    def line_of_the_ledger() -> None:
        LoadedRecord.objects.create(key="k", model="clusters.figure", object_pk=1, digest="d", loaded_at=AT)

    assert "key" in error_of(lambda: twice(line_of_the_ledger))


def test_an_ended_focus_may_stand_beside_a_current_one() -> None:
    pole = builders.cluster()
    focus(pole, valid_from=dt.date(2013, 1, 1), valid_until=dt.date(2015, 1, 1))
    focus(pole, weight=3)
    assert pole.focuses.count() == 2


def test_an_ended_line_may_keep_its_number_beside_a_new_one() -> None:
    pole = builders.cluster()
    line(pole, number=1, valid_until=dt.date(2019, 1, 1))
    line(pole, number=1)
    assert pole.lines.count() == 2


def test_a_figure_without_a_number_may_say_many() -> None:
    Figure.objects.create(measure="members", qualifier=Qualifier.MANY, value=None, **fact())
    assert Figure.objects.get().value is None


def test_a_place_name_may_mean_several_regions() -> None:
    for slug, code in (("paca", "93"), ("occitanie", "76")):
        PlaceName.objects.create(text="Zuid-Frankrijk", region=region(slug, insee_code=code))
    assert PlaceName.objects.count() == 2


def test_several_poles_may_have_no_number_in_the_list() -> None:
    builders.cluster("a")
    builders.cluster("b")
    assert Cluster.objects.filter(list_number=None).count() == 2

"""What organisations are recognised by: their names and what they do, and nothing that is chance."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.enums import MembershipRelation, TermMode
from clusters.models import Focus, Membership, OrganisationTheme, Term
from contacts.carriers import NAMED
from contacts.fingerprint import vocabulary_version
from contacts.matching import Enquiry, Index, from_json, match, say, to_json
from contacts.matching.tagging import themes_of
from contacts.profiles import load_index
from contacts.theme_reading import theme_reader
from tests import builders, product

AFTER = dt.date(2020, 1, 1)
INDEX = Index.build(themes=product.themes(), vocabulary=product.vocabulary(), profiles=())


def themes(*names: str, does: str = "") -> dict[str, tuple[str, ...]]:
    return dict(themes_of(names, does, INDEX))


@pytest.mark.parametrize(
    ("name", "theme", "word"),
    [
        ("Institut de Cancérologie de l'Ouest", "cancer", "Cancérologie"),
        ("Quantum Surgical", "surgery", "Surgical"),
        ("Clinique vétérinaire du Parc", "animal-health", "Clinique vétérinaire"),
        ("Eurofins Genomics", "genomics", "Genomics"),
        ("EHPAD Les Tilleuls", "elderly-care", "EHPAD"),
    ],
)
def test_a_name_that_says_what_its_bearer_works_on_gives_the_theme_and_the_words(name, theme, word):
    assert themes(name) == {theme: (word,)}


@pytest.mark.parametrize(
    "name",
    [
        *("Institut Curie", "Gustave Roussy", "Hospices Civils de Lyon", "CHU de Nantes", "Sanofi", "CNRS"),
        *("Le Petit Coeur", "Cœur de Ville", "Pain d'Épices", "Œil du Tigre", "Peau d'Ours", "Dent de Lion"),
        *("Foie Gras du Périgord", "Long Terme Capital", "Sang Froid", "Main dans la Main", "Cell for Cure"),
        *(
            "Crédit Agricole Alpes",
            "Boulangerie Martin",
            "Plastic Omnium",
            "SENSORION SA",
            "Stilla",
            "E",
            "…",
        ),
    ],
)
def test_a_name_that_plays_with_words_or_says_nothing_gives_no_theme(name):
    assert themes(name) == {}


def test_a_typing_error_is_guessed_at_in_an_enquiry_but_not_in_a_name_or_a_description():
    assert "cancer" in dict(themes_of((), "cancérologie pédiatrique", INDEX))
    assert themes("Cancérolgie Martin", does="cancérolgie") == {}


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        ("Conception de dispositifs médicaux pour la chirurgie du rachis", {"medical-devices", "surgery"}),
        ("Kankeronderzoek en diagnostiek", {"cancer", "diagnostics"}),
        ("Biologics for rare diseases", {"biologics", "rare-diseases"}),
    ],
)
def test_a_description_is_read_in_any_language(does, expected):
    assert expected <= themes(does=does).keys()


@pytest.mark.parametrize("does", ["", "  ", "Conseil en stratégie", "Wij doen niets medisch", "🙂\ufffd\x00"])
def test_a_description_that_says_nothing_or_says_no_gives_no_theme(does):
    assert themes("Martin SA", does=does) == {}


def test_subjects_outside_the_field_and_kinds_of_partner_are_no_themes_of_an_organisation():
    assert themes("Chambre d'agriculture du Nord", does="Investisseur en technologie agricole") == {}


def test_names_and_description_add_their_words_each_once():
    found = themes("Bayer HealthCare", "Bayer Healthcare", "Bayer Health Care", does="Healthcare")
    assert found == {"human-health": ("HealthCare", "Health Care")}


# --- the reader the register is lent ---------------------------------------------------------------------


@pytest.fixture
def imaging(db):
    theme = builders.theme("imaging", "beeldvorming")
    Term.objects.create(theme=theme, language="fr", text="imagerie", mode=TermMode.STEM)
    return theme


def test_the_reader_answers_in_order_and_its_version_changes_with_themes_and_terms_alone(imaging):
    first = theme_reader()
    said = [(("Alpha Imagerie",), ""), (("Beta",), ""), (("Gamma",), "imagerie"), (("Beta",), "")]
    assert [[theme for theme, _words in found] for found in first.read(said)] == [
        ["imaging"],
        [],
        ["imaging"],
        [],
    ]
    builders.organisation("labo")
    assert theme_reader() is first
    Term.objects.create(theme=imaging, language="fr", text="beta", mode=TermMode.STEM)
    assert theme_reader().version != first.version


# --- what the matching makes of it -----------------------------------------------------------------------


def carries(pole, theme, *names, until=None, relation=MembershipRelation.MEMBER):
    for name in names:
        slug = name.lower().replace(" ", "-")
        organisation = builders.Organisation.objects.filter(slug=slug).first() or builders.organisation(
            slug, name
        )
        builders.fact(
            Membership, cluster=pole, organisation=organisation, relation=relation, valid_until=until
        )
        OrganisationTheme.objects.get_or_create(organisation=organisation, theme=theme)


def told(text="Wij zoeken imagerie", on=AFTER, language="en"):
    candidates = match(Enquiry(text), load_index(as_of=on)).candidates
    return {
        candidate.slug: [each.text for each in say(candidate.reasons, language) if each.kind == "carriers"]
        for candidate in candidates
    }


@pytest.fixture
def pole(imaging):
    pole = builders.cluster("nord")
    builders.fact(Focus, cluster=pole, theme=imaging, weight=3)
    return pole


def test_a_proposed_pole_names_the_first_members_that_carry_the_theme_and_counts_the_rest(pole, imaging):
    carries(pole, imaging, "Élan", "alpha", "Delta", "Beta", "Gamma")
    assert told() == {
        "nord": [
            "Members that carry this theme (beeldvorming): alpha, Delta, Élan and 2 more, by what they are "
            "called and what they do."
        ]
    }


def test_a_pole_without_such_members_says_nothing_of_them(pole):
    assert told() == {"nord": []}


def test_members_count_on_the_days_of_their_membership_and_once_however_many_their_ties(pole, imaging):
    carries(pole, imaging, "Alpha")
    carries(pole, imaging, "Alpha", relation=MembershipRelation.LINE_LEAD)
    carries(pole, imaging, "Gone", until=dt.date(2019, 1, 1))
    assert told()["nord"][0].startswith("Members that carry this theme (beeldvorming): Alpha, by")
    assert "Alpha, Gone" in told(on=dt.date(2018, 1, 1))["nord"][0]


def test_a_successor_names_the_members_of_the_pole_it_took_over_each_once(pole, imaging):
    before = builders.cluster("avant")
    carries(pole, imaging, "Alpha")
    carries(before, imaging, "Alpha", "Beta")
    builders.succession(before, pole, on=dt.date(2019, 6, 1))
    assert "Alpha, Beta, by" in told()["nord"][0]
    assert "Alpha, by" in told(on=dt.date(2018, 1, 1))["nord"][0]


def test_members_that_carry_the_theme_change_neither_score_nor_rank_nor_verdict(pole, imaging):
    other = builders.cluster("sud")
    builders.fact(Focus, cluster=other, theme=imaging, weight=2)
    bare = match(Enquiry("imagerie"), load_index(as_of=AFTER))
    carries(other, imaging, *(f"Member {number}" for number in range(20)))
    named = match(Enquiry("imagerie"), load_index(as_of=AFTER))
    assert len(named.candidates[1].reasons) == len(bare.candidates[1].reasons) + 1

    def without_reasons(result):
        found = [(each.slug, each.score, each.band) for each in result.candidates]
        return result.verdict, result.fit, found

    assert without_reasons(named) == without_reasons(bare)


def test_the_reason_is_kept_without_language_and_said_in_three(pole, imaging):
    carries(pole, imaging, "Alpha", "Beta", "Gamma", "Delta")
    (candidate,) = match(Enquiry("imagerie"), load_index(as_of=AFTER)).candidates
    kept = [reason for reason in candidate.reasons if reason.kind == "carriers"]
    assert [from_json(to_json(each)) for each in kept] == kept
    assert dict(kept[0].facts)["names"] == ("Alpha", "Beta", "Gamma")
    for language in ("nl", "fr", "en"):
        assert "Alpha, Beta, Gamma" in say(kept, language)[0].text


def test_a_tag_more_or_fewer_makes_a_new_index_and_reading_it_takes_the_same_queries(pole, imaging):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            load_index(as_of=AFTER)
        return len(captured)

    carries(pole, imaging, "Alpha")
    few, version = queries(), vocabulary_version()
    carries(pole, imaging, *(f"Member {number}" for number in range(3 * NAMED)))
    assert queries() == few
    assert vocabulary_version() != version
    OrganisationTheme.objects.all().delete()
    assert told() == {"nord": []}

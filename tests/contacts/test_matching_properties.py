"""Promises of the matching that hold for any enquiry, with the vocabulary and profiles that come with the product.

A few hundred cases run in the suite; `make properties` runs more than ten thousand.
"""

import csv
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.matching import (
    City,
    Enquiry,
    Focus,
    Index,
    Labels,
    Profile,
    Region,
    Result,
    Term,
    Theme,
    Vocabulary,
    explain_one,
    match,
)
from contacts.matching.ranking import FITS, MAY_FIT

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "vocabulary"
CASES = int(os.environ.get("MATCHING_CASES", "30"))
many = settings(max_examples=CASES, suppress_health_check=[HealthCheck.too_slow])

ENDED = {"ended-pole": "lyonbiopole", "ended-before": "eurobiomed"}
REGIONS = [Region("north", "Nord-Pas-de-Calais", "31"), Region("south", "Languedoc-Roussillon", "91")]
CITIES = [City("lille", "Lille", "north", "59350"), City("montpellier", "Montpellier", "south", "34172")]
PLACES = {"nsl": ("north", "lille"), "eurobiomed": ("south", "montpellier")}
WISHES = ["", "Lille", "Nord-Pas-de-Calais", "in het zuiden", "near Montpellier", "Atlantis", "niet in Lille"]
PARTNERS = ["", "hospital", "research", "company", "investor", "wizard"]
BETWEEN = (
    " ",
    " ",
    " ",
    ". ",
    ", ",
    " voor ",
    " pour ",
    " with ",
    " geen ",
    "\n",
    "-",
    " zoeken wij ",
    "\0",
    " 日本 ",
)


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def themes() -> tuple[Theme, ...]:
    return tuple(
        Theme(
            row["slug"],
            Labels(row["label_nl"], row["label_fr"], row["label_en"]),
            row["kind"],
            row["broader"],
        )
        for row in rows("themes")
    )


@cache
def terms() -> tuple[Term, ...]:
    return tuple(Term(row["theme"], row["text"], row["mode"], row["language"]) for row in rows("terms"))


@cache
def profiles() -> tuple[Profile, ...]:
    slugs = sorted({row["cluster"] for row in rows("focuses")})
    return tuple(
        Profile(
            slug=slug,
            name=slug,
            focuses=tuple(
                Focus(row["theme"], int(row["weight"]), row["quote"])
                for row in rows("focuses")
                if row["cluster"] == slug and not row["valid_until"]
            ),
            regions=PLACES.get(slug, ())[:1],
            cities=PLACES.get(slug, ())[1:],
        )
        for slug in slugs
    )


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.build(terms())


def build(these: tuple[Profile, ...], words: Vocabulary, subjects: tuple[Theme, ...]) -> Index:
    return Index.build(
        themes=subjects,
        vocabulary=words,
        profiles=these,
        regions=REGIONS,
        cities=CITIES,
        successors=ENDED.items(),
    )


@cache
def index() -> Index:
    return build(profiles(), vocabulary(), themes())


@cache
def turned_around() -> Index:
    """The same register and vocabulary, everything in another order."""
    draw = Random(7)
    mixed = [draw.sample(group, len(group)) for group in (profiles(), terms(), themes())]
    these = tuple(replace(each, focuses=tuple(reversed(each.focuses))) for each in mixed[0])
    return build(these, Vocabulary.build(mixed[1]), tuple(mixed[2]))


SUBJECTS = [row["slug"] for row in rows("themes") if row["kind"] == "subject"]
pieces = st.one_of(
    st.sampled_from([term.text for term in terms()]),
    st.sampled_from(
        ["wij", "zoeken", "een", "partner", "nous", "cherchons", "looking", "for", "in", "Lille", "CAPS"]
    ),
    st.text(max_size=8),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    return "".join(
        piece + draw(st.sampled_from(BETWEEN)) for piece in draw(st.lists(pieces, min_size=1, max_size=12))
    )


enquiries = st.builds(
    Enquiry,
    text=texts(),
    language=st.sampled_from(["nl", "fr", "en"]),
    region_wish=st.sampled_from(WISHES),
    partner_kind=st.sampled_from(PARTNERS),
    french_establishment=st.sampled_from([None, True, False]),
    themes=st.lists(st.sampled_from(SUBJECTS), max_size=2).map(tuple),
)


def scores(result: Result) -> dict[str, float]:
    return {candidate.slug: candidate.score for candidate in result.candidates}


@many
@given(enquiries)
def test_the_same_enquiry_gets_the_same_answer(enquiry: Enquiry) -> None:
    assert match(enquiry, index()) == match(enquiry, index())


@many
@given(enquiries)
def test_the_order_of_poles_terms_themes_and_focuses_makes_no_difference(enquiry: Enquiry) -> None:
    assert match(enquiry, index()) == match(enquiry, turned_around())


@many
@given(enquiries)
def test_words_of_a_reason_stand_in_the_text_where_it_says(enquiry: Enquiry) -> None:
    for candidate in match(enquiry, index()).candidates:
        for reason in candidate.reasons:
            assert len(reason.words) >= len(reason.spans)
            for word, (start, end) in zip(reason.words, reason.spans, strict=False):
                assert enquiry.text[start:end].casefold() == word.casefold() != ""


@many
@given(enquiries)
def test_a_pole_that_ended_is_never_proposed_and_none_is_proposed_twice(enquiry: Enquiry) -> None:
    proposed = [candidate.slug for candidate in match(enquiry, index()).candidates]
    assert not set(proposed) & set(ENDED)
    assert len(proposed) == len(set(proposed))
    assert set(proposed) <= set(index().profiles)


@many
@given(enquiries, st.sampled_from(SUBJECTS))
def test_ticking_a_theme_more_never_lowers_a_pole_that_has_it(enquiry: Enquiry, theme: str) -> None:
    before = scores(match(enquiry, index()))
    after = scores(match(replace(enquiry, themes=(*enquiry.themes, theme)), index()))
    for slug, covers in index().covers.items():
        if theme in covers:
            assert after.get(slug, 0.0) >= before.get(slug, 0.0) - 1e-9
            assert slug in after


@many
@given(enquiries, st.sampled_from(WISHES), st.sampled_from(PARTNERS))
def test_region_and_partner_only_lift_what_has_a_subject(enquiry: Enquiry, wish: str, partner: str) -> None:
    bare = scores(match(replace(enquiry, region_wish="", partner_kind=""), index()))
    lifted = scores(match(replace(enquiry, region_wish=wish, partner_kind=partner), index()))
    assert set(bare) == set(lifted)
    assert all(lifted[slug] >= bare[slug] - 1e-9 for slug in bare)


@many
@given(enquiries)
def test_a_french_establishment_changes_no_score(enquiry: Enquiry) -> None:
    answers = [match(replace(enquiry, french_establishment=each), index()) for each in (None, True, False)]
    assert scores(answers[0]) == scores(answers[1]) == scores(answers[2])
    assert len({(answer.fit, answer.verdict) for answer in answers}) == 1


@many
@given(enquiries)
def test_the_verdict_is_what_the_fit_says(enquiry: Enquiry) -> None:
    result = match(enquiry, index())
    assert 0 <= result.fit <= 1
    if not result.candidates or result.fit < MAY_FIT - 1e-4:
        assert result.verdict == "none"
    elif result.fit > FITS + 1e-4:
        assert result.verdict == "suggest"
    else:
        assert result.verdict in ("doubtful", "none", "suggest")
    assert [each.score for each in result.candidates] == sorted(scores(result).values(), reverse=True)


@many
@given(enquiries, st.sampled_from([profile.slug for profile in profiles()]))
def test_why_not_gives_the_score_of_the_shortlist(enquiry: Enquiry, slug: str) -> None:
    assert explain_one(enquiry, index(), slug).score == scores(match(enquiry, index())).get(slug, 0.0)


@many
@given(enquiries, st.sampled_from([profile.slug for profile in profiles()]), st.sampled_from(SUBJECTS))
def test_a_theme_more_in_its_profile_never_lowers_a_pole(enquiry: Enquiry, slug: str, theme: str) -> None:
    richer = tuple(
        replace(each, focuses=(*each.focuses, Focus(theme, 3))) if each.slug == slug else each
        for each in profiles()
    )
    before = scores(match(enquiry, index())).get(slug, 0.0)
    after = scores(match(enquiry, build(richer, vocabulary(), themes()))).get(slug, 0.0)
    assert after >= before - 1e-9


@many
@given(enquiries, st.sampled_from(SUBJECTS), st.sampled_from(["nl", "fr", "en"]))
def test_naming_a_theme_once_more_never_lowers_a_pole_that_has_it(
    enquiry: Enquiry, theme: str, language: str
) -> None:
    label = index().themes[theme].labels.in_language(language)
    before = scores(match(enquiry, index()))
    after = scores(match(replace(enquiry, text=f"{enquiry.text}\n{label}"), index()))
    for slug, covers in index().covers.items():
        if theme in covers:
            assert after.get(slug, 0.0) >= before.get(slug, 0.0) - 1e-9

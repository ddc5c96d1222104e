"""Promises of the matching that hold for any enquiry, with the vocabulary that comes with the product.

A few hundred cases run in the suite; `make properties` runs more than ten thousand.
"""

import os
from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.folding import fold
from contacts.matching import Enquiry, Focus, Index, Likeness, Result, Vocabulary, explain_one, match
from contacts.matching.ranking import FITS, MAY_FIT
from contacts.matching.text import FUNCTION_WORDS
from tests.product import ENDED, build, index, profiles, rows, terms, themes, vocabulary

CASES = int(os.environ.get("MATCHING_CASES", "30"))
many = settings(max_examples=CASES, suppress_health_check=[HealthCheck.too_slow])

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
def turned_around() -> Index:
    """The same register and vocabulary, everything in another order."""
    draw = Random(7)
    these = tuple(
        replace(each, focuses=tuple(reversed(each.focuses)))
        for each in draw.sample(profiles(), len(profiles()))
    )
    words = Vocabulary.build(draw.sample(terms(), len(terms())))
    return build(these, words, tuple(draw.sample(themes(), len(themes()))))


SUBJECTS = [row["slug"] for row in rows("themes") if row["kind"] == "subject"]
pieces = st.one_of(
    st.sampled_from([term.text for term in terms()]),
    st.sampled_from("wij zoeken een partner nous cherchons looking for in Lille CAPS".split()),
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
    """Without its small words: those also tell the language of the text, and so which words count."""
    label = index().themes[theme].labels.in_language(language)
    named = " ".join(word for word in label.split() if fold(word) not in FUNCTION_WORDS)
    before = scores(match(enquiry, index()))
    after = scores(match(replace(enquiry, text=f"{enquiry.text}\n{named}"), index()))
    for slug, covers in index().covers.items():
        if theme in covers:
            assert after.get(slug, 0.0) >= before.get(slug, 0.0) - 1e-9


likenesses = st.fixed_dictionaries(
    {profile.slug: st.floats(-1, 1, allow_nan=False) for profile in profiles()}
).map(lambda cosines: Likeness.of(cosines.items()))


@many
@given(enquiries, likenesses, st.sampled_from(SUBJECTS))
def test_likeness_of_texts_proposes_nothing_and_keeps_the_other_promises(
    enquiry: Enquiry, likeness: Likeness, theme: str
) -> None:
    plain, result = match(enquiry, index()), match(enquiry, index(), likeness)
    before = scores(result)
    assert result == match(enquiry, turned_around(), likeness)
    assert set(before) == set(scores(plain))
    assert 0 <= result.fit <= 1
    assert result.fit > 0 or plain.fit < 1e-3
    assert not set(result.alike) & set(before)
    assert all(explain_one(enquiry, index(), slug, likeness).score == score for slug, score in before.items())
    after = scores(match(replace(enquiry, themes=(*enquiry.themes, theme)), index(), likeness))
    for slug, covers in index().covers.items():
        if theme in covers:
            assert after.get(slug, 0.0) >= before.get(slug, 0.0) - 1e-9

"""Text that is no enquiry: a verdict all the same, and never a certainty that is not there."""

from typing import Any

import pytest

from contacts.matching import Enquiry, Result, match
from tests.product import index

SUBJECT = "Wij zoeken een ziekenhuis voor immunotherapie met dendritische cellen."
FORM_LETTER = (
    "Dear sir or madam, we are a leading company with innovative solutions and satisfied customers all over "
    "the world. Our team is passionate and our quality is second to none. Please visit our website. "
)


def answer(text: str, **fields: Any) -> Result:
    return match(Enquiry(text, **fields), index())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "x",
        "hallo",
        "?",
        "...",
        "12345 67890",
        "asdf qwer zxcv",
        "🫀🧬💉" * 500,
        "علاج السرطان بالخلايا المناعية",
        "癌症免疫治疗合作伙伴",
        "がん免疫療法のパートナーを探しています",
        "Ищем партнёра",
        "\x00\x01\x07\x1b",
        "\ud800\udfff",
        "\u202e\u200b\ufeff",
        "<html><body><p></p></body></html>",
        "<script>var kanker = 'immunotherapie vaccin';</script>",
        '<img alt="kanker immunotherapie vaccin" src="https://kanker.example/vaccin">',
        "https://kanker.example/immunotherapie vaccin@kanker.example",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.",
        FORM_LETTER,
        FORM_LETTER * 400,
        "a" * 100_000,
        "a " * 50_000,
        "' OR 1=1; DROP TABLE contacts_match; --",
        "%s %(theme)s {0} {{ x }} ${y}",
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_what_says_nothing_fits_nothing(text: str) -> None:
    result = answer(text, region_wish="Lille", partner_kind="hospital")
    assert (result.verdict, result.candidates) == ("none", ())
    assert result.fit == 0


@pytest.mark.parametrize("word", ["kanker", "cancer", "vaccin", "Diabetes!", "MRI", "e-health"])
def test_one_word_is_never_enough_to_be_sure(word: str) -> None:
    result = answer(word)
    assert result.verdict == "doubtful"
    assert result.candidates


@pytest.mark.parametrize(
    "wrapped",
    [
        "<p>Wij zoeken een <b>ziekenhuis</b> voor <i>immunotherapie</i> met dendritische cellen.</p>",
        "\x00Wij zoeken\x07 een ziekenhuis voor immunotherapie\x1b[0m met dendritische cellen.",
        "\ud800 " + SUBJECT + " \udfff",
        "🫀 " + SUBJECT + " 🧬",
        "癌症 " + SUBJECT,
        SUBJECT.upper(),
        SUBJECT.replace(" ", "\u00a0"),
        SUBJECT.replace("cellen", "cel\u00adlen"),
        SUBJECT + " a" * 49_000,
        SUBJECT + "\n" + FORM_LETTER * 400,
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_a_subject_is_found_whatever_stands_around_it(wrapped: str) -> None:
    result = answer(wrapped)
    assert result.verdict == "suggest"
    assert result.candidates[0].slug == "atlanpole-biotherapies"


def test_an_unknown_language_or_kind_of_partner_changes_nothing() -> None:
    plain, odd = answer(SUBJECT), answer(SUBJECT, language="tlh", partner_kind="ghost")
    assert [each.score for each in odd.candidates] == [each.score for each in plain.candidates]
    assert (odd.verdict, odd.fit) == (plain.verdict, plain.fit)


def test_a_region_wish_that_names_no_place_lifts_nothing() -> None:
    for wish in ("Atlantis", "🫀", "\ud800", "x" * 100_000, "<b>", "overal"):
        assert answer(SUBJECT, region_wish=wish).candidates[0].score == answer(SUBJECT).candidates[0].score

"""The measures of matching, held against figures worked out by hand and by another way of counting."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.matching.measures import (
    MEASURES,
    Judged,
    first_is_right,
    gain_of_first,
    measure,
    reciprocal_rank,
    right_among_first,
    separation,
)

POLES = ("a", "b", "c", "d", "e")


def judged(labels, ranked, fit=0.5, verdict="suggest"):
    return Judged(dict(zip(POLES, labels, strict=True)), tuple(ranked), fit, verdict)


@pytest.mark.parametrize(
    ("labels", "ranked", "first", "recall", "reciprocal", "gain"),
    [
        ((2, 0, 0, 0, 0), "abc", 1, 1, 1, 1),
        ((2, 1, 0, 0, 0), "ba", 0, 1, 1 / 2, (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3))),
        ((2, 2, 0, 0, 0), "cda", 0, 1 / 2, 1 / 3, (2 / 2) / (2 + 2 / math.log2(3))),
        ((2, 0, 0, 0, 0), "bcda", 0, 0, 1 / 4, 0),
        ((2, 0, 0, 0, 0), "", 0, 0, 0, 0),
        ((2, 2, 2, 2, 0), "abcd", 1, 3 / 4, 1, 1),
    ],
)
def test_each_enquiry_is_worth_what_was_worked_out_by_hand(labels, ranked, first, recall, reciprocal, gain):
    one = judged(labels, ranked)
    assert first_is_right(one) == first
    assert right_among_first(one) == pytest.approx(recall)
    assert reciprocal_rank(one) == pytest.approx(reciprocal)
    assert gain_of_first(one) == pytest.approx(gain)


def test_misfits_count_for_caught_and_auc_only():
    fit, none = judged((2, 0, 0, 0, 0), "a", 0.9), judged((0,) * 5, "b", 0.2, "none")
    figures = measure([fit, none])
    assert {name: figures[name].value for name in MEASURES} == dict.fromkeys(MEASURES, 1.0)
    assert (figures["p_at_1"].number, figures["caught"].number, figures["auc"].number) == (1, 1, 2)


def test_a_doubtful_verdict_keeps_a_fit_and_does_not_catch_a_misfit():
    fit = judged((2, 0, 0, 0, 0), "a", 0.5, "doubtful")
    none = judged((0,) * 5, "b", 0.5, "doubtful")
    figures = measure([fit, none])
    assert (figures["kept"].value, figures["caught"].value, figures["auc"].value) == (1, 0, 0.5)


def test_what_nothing_can_be_said_of_is_not_a_nought():
    figures = measure([judged((2, 0, 0, 0, 0), "a")])
    assert figures["caught"] is None
    assert figures["auc"] is None
    only_misfits = measure([judged((0,) * 5, "a")])
    assert [name for name in MEASURES if only_misfits[name]] == ["caught"]
    assert measure([])["p_at_1"] is None


def test_an_enquiry_without_a_right_pole_counts_against_the_first_choice_but_not_for_recall():
    figures = measure([judged((1, 0, 0, 0, 0), "a")])
    assert figures["p_at_1"].value == 0
    assert figures["r_at_3"] is None
    assert figures["ndcg_at_3"].value == 1


ENQUIRIES = st.builds(
    judged,
    st.tuples(*[st.integers(0, 2)] * 5),
    st.permutations(POLES).flatmap(lambda order: st.integers(0, 5).map(lambda number: order[:number])),
    st.sampled_from([0.0, 0.2, 0.4, 0.5, 0.7, 1.0]),
    st.sampled_from(["suggest", "doubtful", "none"]),
)


@settings(max_examples=100)
@given(st.lists(ENQUIRIES, min_size=1, max_size=12))
def test_the_measures_agree_with_another_way_of_counting(enquiries):
    figures = measure(enquiries)
    fits = [each for each in enquiries if max(each.labels.values()) > 0]
    misfits = [each for each in enquiries if max(each.labels.values()) == 0]

    def agrees(name, values):
        assert (figures[name].value if figures[name] else None) == (
            pytest.approx(sum(values) / len(values)) if values else None
        )

    def worth(order, labels):
        return sum(labels[slug] / math.log2(2 + place) for place, slug in enumerate(order[:3]))

    agrees("p_at_1", [1 if each.ranked and each.labels[each.ranked[0]] == 2 else 0 for each in fits])
    agrees(
        "ndcg_at_3",
        [
            worth(each.ranked, each.labels)
            / max(worth(order, each.labels) for order in itertools.permutations(POLES, 3))
            for each in fits
        ],
    )
    pairs = [(one.fit > other.fit) + (one.fit == other.fit) / 2 for one in fits for other in misfits]
    agrees("auc", pairs)
    agrees("kept", [each.verdict in ("suggest", "doubtful") for each in fits])
    agrees("caught", [each.verdict == "none" for each in misfits])


@settings(max_examples=50)
@given(st.lists(ENQUIRIES, min_size=1, max_size=12))
def test_a_figure_lies_in_bounds_and_comes_out_the_same_every_time(enquiries):
    figures = measure(enquiries)
    assert figures == measure(enquiries)
    for figure in figures.values():
        if figure:
            assert 0 <= figure.low <= figure.high <= 1
            assert 0 <= figure.value <= 1


@given(st.lists(st.integers(0, 5), min_size=1), st.lists(st.integers(0, 5), min_size=1))
def test_telling_apart_is_the_mirror_of_telling_apart_the_other_way_round(fits, misfits):
    assert separation(fits, misfits) == pytest.approx(1 - separation(misfits, fits))

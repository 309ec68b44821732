"""Aggregation by hand: means of every kind, Copeland's rule, what is unknown, and parts that sum."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.composites import Aggregate, Composite, Framework, Normalize, Row, compose, decompose
from foedus.composites.means import copeland, euler_shares, power_of, weighted_mean
from foedus.composites.steps import Step
from foedus.errors import BadOption, BrokenContract, UnknownName

ONE_TO_FOUR = np.array([[1.0, 4.0]])
EQUAL = np.ones(2)


@pytest.mark.parametrize(
    ("power", "wanted"), [(1.0, 2.5), (0.0, 2.0), (-1.0, 1.6), (2.0, np.sqrt(8.5)), (0.5, 2.25), (-np.inf, 1.0)]
)
def test_means_of_one_and_four(power: float, wanted: float) -> None:
    assert weighted_mean(ONE_TO_FOUR, EQUAL, power) == pytest.approx([wanted])


def test_weights_count() -> None:
    assert weighted_mean(ONE_TO_FOUR, np.array([3.0, 1.0])) == pytest.approx([1.75])
    assert weighted_mean(ONE_TO_FOUR, np.array([1.0, 3.0]), 0.0) == pytest.approx([4**0.75])


def test_a_zero_makes_the_strict_means_zero_unless_it_weighs_nothing() -> None:
    values = np.array([[0.0, 4.0]])
    for power in (0.0, -1.0, -np.inf):
        assert weighted_mean(values, EQUAL, power) == pytest.approx([0])
        assert weighted_mean(values, np.array([0.0, 1.0]), power) == pytest.approx([4])
    with pytest.raises(BrokenContract, match="negative score"):
        weighted_mean(-values, EQUAL, 0.0)


def test_what_is_unknown_leaves_its_weight_to_the_others_and_all_unknown_is_unknown() -> None:
    values = np.array([[np.nan, 4.0], [np.nan, np.nan]])
    for power in (1.0, 0.0, -1.0, -np.inf):
        found = weighted_mean(values, EQUAL, power)
        assert found[0] == pytest.approx(4)
        assert np.isnan(found[1])


def test_many_draws_of_weights_are_one_call() -> None:
    values = np.random.default_rng(0).uniform(size=(5, 3))
    weights = np.random.default_rng(1).uniform(size=(7, 3))
    drawn = weighted_mean(values, weights[:, None, :], 0.0)
    assert drawn.shape == (7, 5)
    assert drawn[4] == pytest.approx(weighted_mean(values, weights[4], 0.0))


def test_copeland_counts_who_outranks_whom() -> None:
    """A beats B on two of three, B beats C on two, A beats C on all: 2 wins, 1 and 1, 2 losses."""
    values = np.array([[3.0, 3, 1], [2, 2, 2], [1, 1, 0]])
    assert copeland(values, np.ones(3)).tolist() == [2, 0, -2]


def test_copeland_by_weight_by_year_and_over_what_both_know() -> None:
    values = np.array([[3.0, 0], [1, 9]])
    assert copeland(values, np.array([1.0, 3.0])).tolist() == [-1, 1]
    assert copeland(values, np.ones(2)).tolist() == [0, 0]
    assert copeland(values, np.ones(2), np.array([1, 2])).tolist() == [0, 0]
    gap = np.array([[3.0, np.nan], [1, 9], [np.nan, np.nan]])
    found = copeland(gap, np.array([1.0, 3.0]))
    assert found[:2].tolist() == [1, -1]
    assert np.isnan(found[2])


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "minimum"])
def test_the_parts_of_a_mean_sum_to_it(method: str) -> None:
    values = np.random.default_rng(0).uniform(1, 9, size=(6, 4))
    weights = np.array([1.0, 2, 3, 4])
    power = power_of(method, None)
    assert euler_shares(values, weights, power).sum(axis=1) == pytest.approx(weighted_mean(values, weights, power))


# In a tree

TREE = Framework.of(
    [Row("i"), Row("p", "i"), Row("q", "i"), *(Row(c, "p") for c in "ab"), *(Row(c, "q") for c in "cd")]
)
FRAME = pl.DataFrame({"unit": ["x", "y"], "a": [4.0, 9.0], "b": [16.0, 1.0], "c": [8.0, None], "d": [2.0, 5.0]})


def climbed(*steps: Step) -> Composite:
    return compose(TREE, FRAME, [Normalize("as they are"), *steps])


def test_each_level_and_each_aggregate_can_have_its_own_mean() -> None:
    index = climbed(Aggregate("arithmetic", by={"level 2": "geometric", "q": "minimum"}))
    assert index.scores.row(0) == ("x", pytest.approx(5), pytest.approx(2), pytest.approx(8))


def test_unknown_in_unknown_out_unless_less_is_needed() -> None:
    assert climbed(Aggregate()).scores.row(1) == ("y", None, None, 5)
    assert climbed(Aggregate(need=0.5)).scores.row(1) == ("y", 5, 5, 5)
    assert climbed(Aggregate(need=0.51)).scores.row(1) == ("y", None, None, 5)
    assert climbed(Aggregate(need=0.5)).known.row(1) == ("y", 0.75, 0.5, 1)


def test_an_unknown_weight_is_left_to_siblings_or_to_all() -> None:
    """Within: the mean of 5 and 5. Across: of 9, 1 and 5, each a quarter, whatever the group."""
    assert climbed(Aggregate(need=0)).score("i")[1] == pytest.approx((5 + 5) / 2)
    frame = FRAME.with_columns(d=pl.Series([2.0, 8.0]))
    across = compose(TREE, frame, [Normalize("as they are"), Aggregate(need=0, unknown="across")])
    assert across.score("i")[1] == pytest.approx((9 + 1 + 8) / 3)
    with pytest.raises(BadOption, match="arithmetic means only"):
        climbed(Aggregate("geometric", unknown="across"))


@pytest.mark.parametrize("unknown", ["within", "across"])
def test_a_group_of_which_nothing_applies_leaves_its_weight_and_does_not_count_as_unknown(unknown: str) -> None:
    nothing = pl.DataFrame({"unit": ["x", "y"], "c": [False, True], "d": [False, True]})
    steps = [Normalize("as they are"), Aggregate(unknown=unknown)]  # type: ignore[arg-type]
    index = compose(TREE, FRAME, steps, applicable=nothing)
    assert index.scores.row(0) == ("x", 10, None, 10)
    assert index.known.row(0) == ("x", 1, None, 1)
    nobody = pl.DataFrame({"unit": ["x", "y"]}).with_columns(pl.lit(value=False).alias(c) for c in "abcd")
    assert compose(TREE, FRAME, steps, applicable=nobody).scores.row(0) == ("x", None, None, None)


@pytest.mark.parametrize("by", [{}, {"i": "geometric"}, {"level 2": "harmonic", "i": "geometric"}, {"i": "minimum"}])
def test_a_score_is_the_sum_of_its_parts_whatever_the_means(by: dict[str, str]) -> None:
    index = climbed(Aggregate(by=by))  # type: ignore[arg-type]
    assert decompose(index, "x")["points"].sum() == pytest.approx(index.score()[0])


def test_rankings_and_frontiers_are_aggregates_too() -> None:
    index = climbed(Aggregate("copeland", need=0))
    assert index.scores.rows() == [("x", -1, -1, 0), ("y", 1, 1, 0)]
    pytest.importorskip("scipy", reason="scipy IS NOT INSTALLED: NO FRONTIER WAS CHECKED")
    frontier = climbed(Aggregate(by={"p": "frontier"}))
    assert frontier.scores["p"].to_list() == pytest.approx([100, 100])
    with pytest.raises(BadOption, match="no parts"):
        decompose(index, "x", code="p")


def test_what_cannot_be_aggregated_is_said() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'geometric'"):
        climbed(Aggregate("geometrical"))  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="'level 9'"):
        climbed(Aggregate(by={"level 9": "geometric"}))
    with pytest.raises(BadOption, match="finite exponent"):
        climbed(Aggregate("generalized"))
    with pytest.raises(BadOption, match="from 0 to 1"):
        climbed(Aggregate(need=2))
    with pytest.raises(BadOption, match="add the step Aggregate"):
        climbed().ranks()


def test_ranks_are_by_year_and_ties_share_the_better() -> None:
    frame = pl.DataFrame({"unit": list("xyz") * 2, "year": [1] * 3 + [2] * 3, "a": [1.0, 3, 3, 5, 4, None]})
    index = compose(
        Framework.of([Row("i"), Row("a", "i")]), frame, [Normalize("as they are"), Aggregate()], year="year"
    )
    rows = index.ranks().select("unit", "year", "rank").rows()
    assert rows == [("y", 1, 1), ("z", 1, 1), ("x", 1, 3), ("x", 2, 1), ("y", 2, 2), ("z", 2, None)]

"""Weights, each with a case that can be done by hand or was published."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import numpy as np
import polars as pl
import pytest

from foedus.composites import (
    Aggregate,
    Framework,
    Normalize,
    Row,
    Weigh,
    analytic_hierarchy,
    benefit_of_the_doubt,
    budget_allocation,
    compose,
    dirichlet_weights,
    entropy,
    equal_influence,
    principal_component,
)  # fmt: skip
from foedus.composites.draws import family_weights
from foedus.errors import BadOption, BrokenContract, NotInstalled, UnknownName

DRINKS = ("coffee", "wine", "tea", "beer", "soda", "milk", "water")
COMPARED = [
    [1, 9, 5, 2, 1, 1, 1 / 2], [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9], [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3], [1, 9, 4, 2, 1, 2, 1 / 2], [1, 9, 3, 1, 1 / 2, 1, 1 / 3], [2, 9, 9, 3, 2, 3, 1],
]  # fmt: skip


def test_saatys_drinks_weigh_what_he_printed() -> None:
    """Saaty (2008), Decision making with the analytic hierarchy process, table 2: to three decimals, ratio 0.022."""
    found = analytic_hierarchy(DRINKS, COMPARED)
    printed = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert [round(found.weights[drink], 3) for drink in DRINKS] == printed
    assert round(found.ratio, 3) == 0.022
    assert found.warning == ""


def test_consistent_comparisons_give_back_the_weights_they_came_from() -> None:
    weights = np.array([0.6, 0.3, 0.1])
    found = analytic_hierarchy("abc", weights[:, None] / weights)
    assert [*found.weights.values()] == pytest.approx(weights)
    assert found.largest_eigenvalue == pytest.approx(3)
    assert found.ratio == pytest.approx(0, abs=1e-9)


def test_comparisons_that_go_in_a_circle_are_warned_of() -> None:
    """A over B over C over A: nothing can be told apart, and the ratio is far above 0.1."""
    found = analytic_hierarchy("abc", [[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]])
    assert [*found.weights.values()] == pytest.approx([1 / 3] * 3)
    assert found.largest_eigenvalue == pytest.approx(1 + 3 + 1 / 3)
    assert found.ratio == pytest.approx((4 + 1 / 3 - 3) / 2 / 0.58)
    assert "above 0.1" in found.warning


@pytest.mark.parametrize(
    ("table", "sentence"),
    [([[1, 2], [2, 1]], "not positive and reciprocal"), ([[1, -1], [-1, 1]], "not positive"), ([[1]], "a table of")],
)
def test_comparisons_that_are_none_are_refused(table: list[list[float]], sentence: str) -> None:
    with pytest.raises(BrokenContract, match=sentence):
        analytic_hierarchy("ab", table)


def test_a_panels_budgets_are_averaged() -> None:
    found = budget_allocation([{"a": 60, "b": 40}, {"a": 20, "b": 80}])
    assert found.weights == {"a": pytest.approx(0.4), "b": pytest.approx(0.6)}
    assert found.deviation["a"] == pytest.approx(np.std([0.6, 0.2], ddof=1))
    with pytest.raises(BrokenContract, match="Budget 2 spends 90, not 100"):
        budget_allocation([{"a": 60, "b": 40}, {"a": 20, "b": 70}])
    with pytest.raises(BrokenContract, match="other things"):
        budget_allocation([{"a": 60, "b": 40}, {"a": 100}])


def test_the_first_component_is_that_of_numpy_and_weights_are_its_squared_loadings() -> None:
    values = np.random.default_rng(0).normal(size=(60, 4)) @ np.triu(np.ones((4, 4)))
    standard = (values - values.mean(0)) / values.std(0, ddof=1)
    _, sizes, rows = np.linalg.svd(standard, full_matrices=False)
    found = principal_component("abcd", values)
    assert np.abs([*found.loadings.values()]) == pytest.approx(np.abs(rows[0]), abs=1e-9)
    assert [*found.weights.values()] == pytest.approx(rows[0] ** 2, abs=1e-9)
    assert found.explained == pytest.approx(sizes[0] ** 2 / (sizes**2).sum())
    assert sum(found.weights.values()) == pytest.approx(1)


def test_an_indicator_that_runs_against_the_others_is_named() -> None:
    base = np.random.default_rng(0).normal(size=(60, 1))
    values = np.hstack([base, base, -base]) + np.random.default_rng(1).normal(scale=0.1, size=(60, 3))
    assert principal_component("abc", values).warning == "Loadings run against the others: c."


def test_entropy_by_hand() -> None:
    """All alike is worth nothing; all in one unit is worth most; a and b only, so b takes all."""
    values = np.array([[1.0, 0.0, 1.0], [1.0, 0.0, 3.0], [1.0, 5.0, 0.0]])
    share = np.array([0.25, 0.75])
    level = -(share * np.log(share)).sum() / np.log(3)
    assert entropy("abc", values) == {
        "a": pytest.approx(0, abs=1e-12),
        "b": pytest.approx(1 / (2 - level)),
        "c": pytest.approx((1 - level) / (2 - level)),
    }
    with pytest.raises(BrokenContract, match="no differences"):
        entropy("ab", np.ones((3, 2)))


def test_two_indicators_of_equal_influence_have_equal_correlations() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(200, 2)) * [1, 5] + rng.normal(size=(200, 1))
    found = equal_influence("ab", values)
    mean = values @ [*found.weights.values()]
    reached = [np.corrcoef(values[:, j], mean)[0, 1] for j in range(2)]
    assert reached[0] == pytest.approx(reached[1])
    assert [*found.correlations.values()] == pytest.approx(reached)


def test_influence_can_be_wanted_unequal() -> None:
    values = np.random.default_rng(4).normal(size=(500, 3))
    found = equal_influence("abc", values, {"a": 2, "b": 1, "c": 1})
    assert found.correlations["a"] == pytest.approx(2 * found.correlations["b"])
    assert found.warning == ""


def test_where_equal_influence_would_need_negative_weights_it_is_said() -> None:
    """C is mostly the sum of A and B, so it goes with any mean of them more than either does."""
    parts = np.random.default_rng(5).normal(size=(100, 3))
    values = np.column_stack([parts[:, 0], parts[:, 1], parts @ [1, 1, 0.5]])
    found = equal_influence("abc", values)
    assert "negative weights" in found.warning
    assert min(found.weights.values()) > 0


# Benefit of the doubt

needs_scipy = pytest.mark.skipif(find_spec("scipy") is None, reason="scipy IS NOT INSTALLED: NO FRONTIER WAS CHECKED")


def test_without_scipy_the_benefit_of_the_doubt_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(NotInstalled, match=r"pip install 'foedus\[composites\]'"):
        benefit_of_the_doubt(np.ones((2, 2)))


@needs_scipy
def test_without_bounds_whoever_is_best_at_something_is_on_the_frontier() -> None:
    """By hand: A and B are best at one each; C reaches the line between them, x + y = 1, at 0.3 + 0.3."""
    values = np.array([[1.0, 0.0], [0.0, 1.0], [0.3, 0.3]])
    found = benefit_of_the_doubt(values)
    assert found.scores == pytest.approx([1, 1, 0.6])
    assert found.weights[2] == pytest.approx([1, 1])


@needs_scipy
def test_bounds_on_shares_by_hand() -> None:
    """Alone, with values 4 and 1 and shares of a half each: 4 w1 = w2 = 1/2, and the score is 1."""
    found = benefit_of_the_doubt(np.array([[4.0, 1.0]]), least=0.5, most=0.5)
    assert found.weights[0] == pytest.approx([1 / 8, 1 / 2])
    assert found.scores == pytest.approx([1])


@needs_scipy
def test_tighter_bounds_never_raise_a_score() -> None:
    values = np.random.default_rng(0).uniform(1, 10, size=(12, 3))
    loose, tight = benefit_of_the_doubt(values), benefit_of_the_doubt(values, least=0.2, most=0.5)
    assert (tight.scores <= loose.scores + 1e-9).all()
    assert (tight.shares >= 0.2 - 1e-9).all()
    assert (tight.shares <= 0.5 + 1e-9).all()
    with pytest.raises(BadOption, match="at most 1/3"):
        benefit_of_the_doubt(values, least=0.4)


@needs_scipy
def test_what_is_unknown_is_not_doubted_in_anyones_favor() -> None:
    found = benefit_of_the_doubt(np.array([[1.0, 1.0], [np.nan, 9.0]]))
    assert found.scores[0] == pytest.approx(1)
    assert np.isnan(found.scores[1])


# As a step

TREE = Framework.of(
    [Row("i"), Row("p", "i", weight=3), Row("q", "i"), Row("a", "p"), Row("b", "p", weight=2), Row("c", "q")]
)
FRAME = pl.DataFrame({"unit": list("wxyz"), "a": [0.0, 1, 2, 4], "b": [4.0, 1, 1, 0], "c": [1.0, 3, 2, 2]})


def weights_after(*steps: Weigh) -> dict[str, float]:
    index = compose(TREE, FRAME, [Normalize("min-max"), *steps])
    return dict(zip(index.framework.codes, index.state.weight_array().tolist(), strict=True))


def test_a_step_weighs_one_level_and_leaves_the_others() -> None:
    assert weights_after(Weigh("equal")) == {"a": 1, "b": 1, "c": 1, "p": 3, "q": 1, "i": 1}
    assert weights_after(Weigh("equal", level=2)) == {"a": 1, "b": 2, "c": 1, "p": 1, "q": 1, "i": 1}
    assert weights_after(Weigh("given", given={"q": 5.0}), Weigh("equal"))["q"] == 5
    assert weights_after(Weigh("given", given={"q": 5.0}), Weigh("framework"))["q"] == 1


def test_weights_from_the_data_are_those_of_the_function() -> None:
    index = compose(TREE, FRAME, [Normalize("min-max"), Weigh("entropy")])
    assert dict(index.state.weights) == entropy(("a", "b"), index.state.table.values[:, :2]) | {"c": 1.0}


def test_equal_weights_give_the_plain_mean() -> None:
    index = compose(TREE, FRAME, [Normalize("min-max"), Weigh("equal"), Aggregate()])
    assert index.score("p") == pytest.approx(index.state.table.values[:, :2].mean(axis=1))


def test_what_cannot_be_weighed_is_said() -> None:
    with pytest.raises(BadOption, match="normalize first"):
        compose(TREE, FRAME, [Weigh("entropy")])
    with pytest.raises(BadOption, match="levels 1 to 3"):
        compose(TREE, FRAME, [Weigh("equal", level=9)])
    with pytest.raises(UnknownName, match="'d'"):
        weights_after(Weigh("given", given={"d": 1.0}))
    with pytest.raises(BrokenContract, match="leave nothing under 'q'"):
        weights_after(Weigh("given", given={"c": 0.0}))
    with pytest.raises(UnknownName, match="Did you mean 'entropy'"):
        weights_after(Weigh("entropie"))  # type: ignore[arg-type]


# Draws


def test_drawn_weights_sum_to_one_and_vary_as_asked() -> None:
    nominal = np.array([1.0, 1, 1, 1, 1])
    drawn = dirichlet_weights(nominal, draws=20_000, rng=np.random.default_rng(0))
    assert drawn.sum(axis=1) == pytest.approx(np.ones(20_000))
    assert drawn.mean(axis=0) == pytest.approx(np.full(5, 0.2), abs=0.002)
    variation = drawn.std(axis=0) / drawn.mean(axis=0)
    assert np.sqrt((variation**2).mean()) == pytest.approx(0.3, abs=0.0015)


def test_families_of_one_size_are_drawn_apart() -> None:
    framework = Framework.of(
        [Row("i"), *(Row(p, "i") for p in "pq"), *(Row(c, "p") for c in "ab"), *(Row(c, "q") for c in "cd")]
    )
    drawn = family_weights(framework, np.ones(7), draws=500, seed=0)
    assert abs(np.corrcoef(drawn[:, 0], drawn[:, 2])[0, 1]) < 0.2


def test_a_weight_of_zero_stays_zero_and_a_lone_one_stays_one() -> None:
    drawn = dirichlet_weights(np.array([2.0, 0, 1]), draws=10, rng=np.random.default_rng(0))
    assert (drawn[:, 1] == 0).all()
    assert dirichlet_weights(np.array([0.0, 4]), draws=2, rng=np.random.default_rng(0)).tolist() == [[0, 1]] * 2

"""Coherence, contributions and links, by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.composites import (
    Aggregate,
    Composite,
    Framework,
    Normalize,
    Row,
    Weigh,
    audit,
    compose,
    correlations,
    cronbach_alpha,
    decompose,
    links,
    strengths,
)  # fmt: skip
from foedus.errors import BadOption, BrokenContract, UnknownName

TREE = Framework.of(
    [Row("i"), Row("p", "i"), Row("q", "i"), *(Row(c, "p") for c in "ab"), *(Row(c, "q") for c in "cd")]
)
BASE = np.random.default_rng(0).uniform(size=50)
NOISE = np.random.default_rng(1).uniform(size=(50, 2))
FRAME = pl.DataFrame(
    {
        "unit": [f"u{i}" for i in range(50)],
        "a": BASE,
        "b": BASE,
        "c": NOISE[:, 0],
        "d": -NOISE[:, 0] + 0.5 * NOISE[:, 1],
    }
)


def made(**options: object) -> Composite:
    return compose(TREE, FRAME, [Normalize("min-max"), Aggregate(**options)])  # type: ignore[arg-type]


def test_alpha_by_hand() -> None:
    """Two columns of variance 1 and covariance r: 2 (1 - 2 / (2 + 2 r))."""
    values = np.array([[1.0, 1], [2, 3], [3, 2]])
    assert cronbach_alpha(values) == pytest.approx(2 * (1 - 2 / (2 + 2 * 0.5)))
    assert cronbach_alpha(np.column_stack([BASE, BASE])) == pytest.approx(1)
    assert np.isnan(cronbach_alpha(values[:, :1]))


def test_pairs_that_repeat_or_oppose_each_other_are_flagged() -> None:
    pairs = {(row["a"], row["b"]): row["flag"] for row in audit(made()).pairs.iter_rows(named=True)}
    assert pairs["a", "b"] == "redundant"
    assert pairs["c", "d"] == "negative"


def test_correlations_are_those_of_numpy() -> None:
    index = made()
    found = {
        (row["a"], row["b"]): row["correlation"] for row in correlations(index, "a", "c", "i").iter_rows(named=True)
    }
    table = np.corrcoef([index.values["a"], index.values["c"], index.score()])
    assert found["a", "c"] == pytest.approx(table[0, 1])
    assert found["c", "i"] == pytest.approx(table[1, 2])


def test_equal_weights_need_not_be_equal_influence() -> None:
    """A and B move together and C and D cancel out: of four quarters nearly all the variance is theirs."""
    found = {row["code"]: row for row in audit(made()).influence.iter_rows(named=True)}
    assert {row["nominal"] for row in found.values()} == {0.25}
    assert sum(row["variance_share"] for row in found.values()) == pytest.approx(1)
    assert found["a"]["variance_share"] + found["b"]["variance_share"] > 0.8


def test_an_indicator_that_belongs_elsewhere_is_said() -> None:
    frame = FRAME.with_columns(d=pl.col("a") * 2)
    found = audit(compose(TREE, frame, [Normalize("min-max"), Aggregate()])).influence
    assert found.filter(code="d")["fits_better"].item() == "p"
    assert found.filter(code="a")["fits_better"].item() is None


def test_compensation_is_the_gap_between_the_arithmetic_and_the_geometric_mean() -> None:
    framework = Framework.of([Row("i"), Row("a", "i", low=0, high=100), Row("b", "i", low=0, high=100)])
    frame = pl.DataFrame({"unit": ["x", "y"], "a": [100.0, 55.0], "b": [25.0, 55.0]})
    row = audit(compose(framework, frame, [Normalize(), Aggregate()])).compensation.row(0, named=True)
    assert (row["mean_gap"], row["largest_gap"]) == (pytest.approx(6.25), pytest.approx(12.5))
    assert (row["group"], row["unit"], row["mean_rank_shift"]) == ("i", "x", 1)


def test_a_score_is_taken_apart_and_so_is_a_difference() -> None:
    index = made()
    scores = dict(zip(FRAME["unit"], index.score(), strict=True))
    one = decompose(index, "u1")
    assert one["points"].sum() == pytest.approx(scores["u1"])
    assert one["weight"].to_list() == [0.25] * 4
    two = decompose(index, "u1", against="u2")
    assert two["difference"].sum() == pytest.approx(scores["u1"] - scores["u2"])
    assert dict(two.select("indicator", "value").iter_rows())["a"] == BASE[1]


def test_a_part_can_be_taken_apart_too() -> None:
    index = made(by={"p": "geometric"})
    parts = decompose(index, "u1", code="p")
    assert {*parts["indicator"]} == {"a", "b"}
    assert parts["points"].sum() == pytest.approx(index.score("p")[1])


def test_an_unknown_indicator_leaves_its_weight() -> None:
    frame = FRAME.with_columns(a=pl.when(unit="u1").then(None).otherwise("a"))
    index = compose(TREE, frame, [Normalize("min-max"), Aggregate(need=0)])
    parts = decompose(index, "u1")
    assert dict(parts.select("indicator", "weight").iter_rows()) == {"a": 0, "b": 0.5, "c": 0.25, "d": 0.25}
    assert parts["points"].sum() == pytest.approx(index.score()[1])
    strict = compose(TREE, frame, [Normalize("min-max"), Aggregate()])
    with pytest.raises(BrokenContract, match="score of u1 is unknown"):
        decompose(strict, "u1")


def test_across_groups_the_parts_sum_as_well() -> None:
    frame = FRAME.with_columns(a=pl.when(unit="u1").then(None).otherwise("a"))
    index = compose(TREE, frame, [Normalize("min-max"), Aggregate(need=0, unknown="across")])
    assert decompose(index, "u1")["points"].sum() == pytest.approx(index.score()[1])


def test_strengths_are_the_best_ranks() -> None:
    frame = pl.DataFrame({"unit": ["x", "y"], "a": [1.0, 0.0], "b": [0.0, 1.0], "c": [1.0, 0.0], "d": [0.0, 1.0]})
    found = strengths(compose(TREE, frame, [Normalize("min-max"), Aggregate()]), "x", most=2)
    assert found.rows() == [
        ("strength", "a", 1, 100),
        ("strength", "c", 1, 100),
        ("weakness", "d", 2, 0),
        ("weakness", "b", 2, 0),
    ]


def test_links_are_pearson_and_rank_correlations_over_what_both_know() -> None:
    index = made()
    others = pl.DataFrame(
        {"unit": FRAME["unit"], "cubed": index.score() ** 3, "half": [*BASE[:25], *[None] * 25], "name": "x"}
    )
    found = {row["measure"]: row for row in links(index, others).iter_rows(named=True)}
    assert found["cubed"]["spearman"] == pytest.approx(1)
    assert found["cubed"]["pearson"] == pytest.approx(np.corrcoef(index.score(), index.score() ** 3)[0, 1])
    assert found["half"]["units"] == 25
    assert "name" not in found
    with pytest.raises(UnknownName, match="'unit'"):
        links(index, others.rename({"unit": "state"}))


def test_questions_without_an_answer_are_said() -> None:
    with pytest.raises(BadOption, match="add the step Aggregate"):
        audit(compose(TREE, FRAME, [Normalize("min-max"), Weigh("equal")]))
    with pytest.raises(UnknownName, match="'u99'"):
        decompose(made(), "u99")

"""Ranges over choices of method, and what is certain of them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.composites import (
    Aggregate,
    Choices,
    Composite,
    Framework,
    Impute,
    Normalize,
    Row,
    Treat,
    Weigh,
    bounds,
    compose,
    regen,
    uncertainty,
)  # fmt: skip
from foedus.errors import BadOption, UnknownName

TREE = Framework.of(
    [Row("i"), Row("p", "i"), Row("q", "i"), *(Row(c, "p") for c in "abc"), *(Row(c, "q") for c in "de")]
)
TOP, BOTTOM = "best", "worst"


def data(gaps: int = 0) -> pl.DataFrame:
    rng = np.random.default_rng(0)
    values = np.vstack([np.full(5, 10.0), np.zeros(5), rng.uniform(1, 9, size=(18, 5))])
    holes = rng.permutation(18 * 5)[:gaps]
    values[2 + holes // 5, holes % 5] = np.nan
    units = [TOP, BOTTOM, *(f"u{i}" for i in range(18))]
    return pl.DataFrame({"unit": units} | {c: values[:, j] for j, c in enumerate("abcde")})


def made(gaps: int = 0) -> Composite:
    return compose(TREE, data(gaps), [Impute(), Treat(), Normalize("min-max"), Aggregate(need=0)])


OPEN = Choices(
    impute=(Impute(), Impute("mean")), normalize=(Normalize("min-max"), Normalize("percentile rank")),
    aggregate=(Aggregate(need=0), Aggregate("geometric", need=0)),
)  # fmt: skip


def test_who_is_best_at_everything_is_first_under_every_choice() -> None:
    found = uncertainty(made(), OPEN, draws=200)
    rows = {row["unit"]: row for row in found.ranges().iter_rows(named=True)}
    assert (rows[TOP]["rank_low"], rows[TOP]["rank_high"]) == (1, 1)
    assert (rows[BOTTOM]["rank_low"], rows[BOTTOM]["rank_high"]) == (20, 20)
    assert (rows[TOP]["low"], rows[TOP]["high"]) == pytest.approx((100, 100))
    assert found.above(TOP, BOTTOM) == 1
    assert found.tells_apart(BOTTOM, TOP)


def test_one_is_above_the_other_as_often_as_not() -> None:
    found = uncertainty(made(), OPEN, draws=200)
    assert found.above("u1", "u2") + found.above("u2", "u1") == pytest.approx(1)
    assert found.above("u1", "u1") == 0.5
    assert not found.tells_apart("u1", "u1")
    with pytest.raises(UnknownName, match="'u99'"):
        found.above("u1", "u99")


def test_the_same_seed_gives_the_same_draws_and_another_does_not() -> None:
    first, again, other = (uncertainty(made(9), OPEN, draws=100, seed=s).scores for s in (1, 1, 2))
    assert np.array_equal(first, again, equal_nan=True)
    assert not np.array_equal(first, other, equal_nan=True)


def test_each_draw_is_the_index_made_with_those_choices() -> None:
    """With weights fixed, every drawn row must be one of the eight indices that the choices span."""
    found = uncertainty(made(9), Choices(OPEN.impute, (), OPEN.normalize, OPEN.aggregate, variation=0), draws=60)
    spanned = [
        regen(made(9), impute, normal, aggregate).score()
        for impute in OPEN.impute
        for normal in OPEN.normalize
        for aggregate in OPEN.aggregate
    ]
    hits = np.array([[np.allclose(row, one, equal_nan=True) for one in spanned] for row in found.scores])
    assert hits.any(axis=1).all()
    assert hits.any(axis=0).all()


def test_a_drawn_set_of_weights_gives_what_the_step_would() -> None:
    index = made()
    found = uncertainty(index, draws=8, seed=3)
    from foedus.composites.draws import family_weights

    drawn = family_weights(index.framework, index.state.weight_array(), draws=8, seed=3)
    for row, weights in zip(found.scores, drawn, strict=True):
        given = Weigh("given", given=dict(zip(index.framework.codes, weights.tolist(), strict=True)))
        steps = [*index.log.steps[:-1], given, index.log.steps[-1]]
        assert row == pytest.approx(compose(TREE, data(), steps).score())


def test_without_a_gap_and_with_fixed_weights_there_is_nothing_to_draw() -> None:
    with pytest.raises(BadOption, match="leave at least one choice open"):
        uncertainty(made(), Choices(variation=0, unknown="pool"))


@pytest.mark.parametrize("unknown", ["pool", "normal"])
def test_the_band_is_none_where_all_is_known_and_some_where_not(unknown: str) -> None:
    found = uncertainty(made(12), Choices(variation=0, unknown=unknown), draws=300)  # type: ignore[arg-type]
    width = found.ranges().select(pl.col("high") - pl.col("low"))["high"].to_numpy()
    gap = made(12).values.select(pl.any_horizontal(pl.col(*"abcde").is_null()))["a"].to_numpy()
    assert (width[gap] > 0).all()
    assert width[~gap] == pytest.approx(np.zeros((~gap).sum()), abs=1e-9)


def test_the_band_widens_as_data_go_missing() -> None:
    mean = []
    for gaps in (5, 20, 40):
        found = uncertainty(made(gaps), Choices(variation=0, unknown="pool"), draws=500).ranges()
        mean.append(found.select((pl.col("high") - pl.col("low")).mean()).item())
    assert mean[0] < mean[1] < mean[2]


def test_scores_on_different_scales_are_not_ranged_but_ranks_are() -> None:
    choices = Choices(normalize=(Normalize("min-max"), Normalize("z-score")))
    found = uncertainty(made(), choices, draws=50)
    assert not found.same_scale
    assert "low" not in found.ranges().columns
    assert "rank_low" in found.ranges().columns


def test_the_range_holds_the_nominal_score_and_rank_even_if_no_choice_gives_them() -> None:
    """Only the minimum is offered, under which every mixed unit scores less than by the index's own mean."""
    frame = uncertainty(made(), Choices(aggregate=(Aggregate("minimum"),)), draws=40).ranges()
    assert frame.filter(pl.col("high") == pl.col("score")).height >= 18
    assert frame.filter((pl.col("low") > pl.col("score")) | (pl.col("high") < pl.col("score"))).is_empty()
    assert frame.filter((pl.col("rank_low") > pl.col("rank")) | (pl.col("rank_high") < pl.col("rank"))).is_empty()


def test_bounds_by_hand() -> None:
    """Two known of 80 and 40, one unknown of equal weight: (80 + 40 + 0) / 3 to (80 + 40 + 100) / 3."""
    framework = Framework.of([Row("i"), *(Row(c, "i", low=0, high=100) for c in "abc")])
    frame = pl.DataFrame({"unit": ["x"], "a": [80.0], "b": [40.0], "c": [None]})
    index = compose(framework, frame, [Normalize(), Aggregate(need=0)])
    assert bounds(index).row(0) == ("x", pytest.approx(60), pytest.approx(40), pytest.approx(220 / 3))
    with pytest.raises(BadOption, match="only a bounded scale has ends"):
        bounds(compose(framework, frame, [Normalize("as they are"), Aggregate(need=0)]))


def test_choices_that_the_index_does_not_take_are_refused() -> None:
    index = compose(TREE, data(), [Normalize("min-max"), Aggregate()])
    with pytest.raises(BadOption, match="takes this step 0 times"):
        uncertainty(index, Choices(treat=(Treat(), Treat(most=0))))
    with pytest.raises(BadOption, match="add the step Aggregate"):
        uncertainty(compose(TREE, data(), [Normalize("min-max")]))


def test_with_years_a_unit_is_named_with_its_year() -> None:
    frame = pl.concat([data().with_columns(year=pl.lit(y)) for y in (1, 2)])
    index = compose(TREE, frame, [Normalize("min-max"), Aggregate()], year="year")
    found = uncertainty(index, draws=20)
    assert found.above(TOP, BOTTOM, year=2) == 1
    assert found.ranges().filter(unit=TOP)["rank_high"].to_list() == [1, 1]
    with pytest.raises(BadOption, match="say which"):
        found.above(TOP, BOTTOM)

"""What holds for any data: monotone, blind to names and order, and years that leave one another alone."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    decompose,
    uncertainty,
)  # fmt: skip
from foedus.composites.missing import fitted_normal, normal_filled
from foedus.composites.outliers import treat
from foedus.composites.ranking import ranks
from foedus.composites.steps import Step

settings.register_profile("foedus", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("foedus")

CODES = ("a", "b", "c", "d")
TREE = Framework.of(
    [Row("i"), Row("p", "i", weight=2), Row("q", "i")]
    + [Row(code, "p" if code in "abc" else "q", low=0.0, high=100.0, weight=n + 1.0) for n, code in enumerate(CODES)]
)
MEANS = st.sampled_from(["arithmetic", "geometric", "harmonic", "minimum"])
BLIND = st.sampled_from(["min-max", "z-score", "percentile rank", "frontier", "categorical"])
cells = st.floats(1, 99).map(lambda x: round(x, 2))
tables = st.lists(
    st.tuples(*[cells] * 4), min_size=4, max_size=9, unique_by=tuple(lambda row, j=j: row[j] for j in range(4))
)
gaps = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8)
seeds = st.integers(0, 10_000)


def framed(rows: list[tuple[float, ...]] | np.ndarray, **more: object) -> pl.DataFrame:
    values = np.asarray(rows, dtype=np.float64)
    named = {code: values[:, j] for j, code in enumerate(CODES)}
    return pl.DataFrame({"unit": [f"u{n}" for n in range(len(values))], **named, **more})


def scored(frame: pl.DataFrame, *steps: Step, **options: str) -> dict[str, float | None]:
    index = compose(TREE, frame, steps, **options)  # type: ignore[arg-type]
    return dict(index.scores.select("unit", "i").iter_rows())


def with_holes(rows: list[tuple[float, ...]], holes: list[tuple[int, int]]) -> np.ndarray:
    values = np.array(rows)
    for row, column in holes:
        values[row, column] = np.nan
    return values


@given(tables, MEANS, st.integers(0, 3), st.integers(0, 3), st.floats(0, 50))
def test_a_higher_value_never_lowers_the_score(
    rows: list[tuple[float, ...]], mean: str, row: int, column: int, more: float
) -> None:
    raised = np.array(rows)
    raised[row, column] += more
    steps = (Normalize(), Aggregate(mean))  # type: ignore[arg-type]
    before, after = scored(framed(rows), *steps), scored(framed(raised), *steps)
    assert (after[f"u{row}"] or 0) >= (before[f"u{row}"] or 0) - 1e-9
    assert all(after[unit] == before[unit] for unit in before if unit != f"u{row}")


@given(tables, BLIND, MEANS, st.permutations(range(4)))
def test_the_order_and_the_names_of_units_decide_nothing(
    rows: list[tuple[float, ...]], scale: str, mean: str, order: list[int]
) -> None:
    method = mean if scale != "z-score" else "arithmetic"
    steps = (Treat(), Normalize(scale, low=1), Aggregate(method))  # type: ignore[arg-type]
    frame = framed(rows)
    plain = scored(frame, *steps)
    turned = frame[[*order, *range(4, frame.height)]]
    assert scored(turned, *steps) == pytest.approx(plain, abs=1e-9)
    renamed = frame.with_columns(("state " + pl.col("unit").str.reverse()).alias("called"))
    other = compose(TREE, renamed, steps, unit="called").score().tolist()
    assert other == pytest.approx([*plain.values()], abs=1e-9)


@given(tables, st.permutations(range(4)))
def test_the_order_of_the_framework_decides_nothing(rows: list[tuple[float, ...]], order: list[int]) -> None:
    leaves = TREE.rows[3:]
    turned = Framework.of([*(leaves[n] for n in order), *TREE.rows[2::-1]])
    steps = (Normalize(), Aggregate())
    assert compose(turned, framed(rows), steps).score() == pytest.approx(compose(TREE, framed(rows), steps).score())


@given(tables, tables, MEANS)
def test_goalposts_leave_a_year_alone_when_another_is_added(
    rows: list[tuple[float, ...]], later: list[tuple[float, ...]], mean: str
) -> None:
    steps = (Normalize(), Aggregate(mean))  # type: ignore[arg-type]
    first = framed(rows, year=1)
    alone = compose(TREE, first, steps, year="year").scores
    both = compose(TREE, pl.concat([first, framed(later, year=2)]), steps, year="year").scores
    assert both.filter(year=1).equals(alone)


def test_a_scale_taken_from_the_data_does_move_when_a_year_is_added() -> None:
    """The promise of goalposts would be empty if everything kept it."""
    first, second = framed([(1, 2, 3, 4), (9, 8, 7, 6)], year=1), framed([(50, 60, 70, 80)], year=2)
    steps = (Normalize("min-max"), Aggregate())
    alone = compose(TREE, first, steps, year="year").scores
    both = compose(TREE, pl.concat([first, second]), steps, year="year").scores
    assert not both.filter(year=1).equals(alone)


@given(tables)
def test_equal_weights_give_the_plain_mean(rows: list[tuple[float, ...]]) -> None:
    flat = Framework.of([Row("i"), *(Row(code, "i", low=0, high=100, weight=n + 1) for n, code in enumerate(CODES))])
    index = compose(flat, framed(rows), [Normalize(), Weigh("equal"), Aggregate()])
    assert index.score() == pytest.approx(np.array(rows).mean(axis=1))


@given(tables)
def test_means_are_in_order(rows: list[tuple[float, ...]]) -> None:
    """Minimum, harmonic, geometric, arithmetic: each buys off more than the one before."""
    index = [compose(TREE, framed(rows), [Normalize(), Aggregate(m)]).score()
             for m in ("minimum", "harmonic", "geometric", "arithmetic")]  # fmt: skip
    for stricter, milder in itertools.pairwise(index):
        assert (stricter <= milder + 1e-9).all()


@given(tables, gaps, st.integers(0, 3), st.integers(0, 3), MEANS)
def test_the_bounds_hold_the_truth_and_only_widen_as_data_go_missing(
    rows: list[tuple[float, ...]], holes: list[tuple[int, int]], row: int, column: int, mean: str
) -> None:
    def made(values: np.ndarray) -> pl.DataFrame:
        steps = (Normalize(), Aggregate(mean, need=0))  # type: ignore[arg-type]
        return bounds(compose(TREE, framed(values), steps))

    fewer, more = made(with_holes(rows, holes)), made(with_holes(rows, [*holes, (row, column)]))
    truth = made(np.array(rows))
    for low, high in ((more, fewer), (fewer, truth)):
        assert (low["low"] <= high["low"] + 1e-9).all()
        assert (low["high"] >= high["high"] - 1e-9).all()


@given(tables, seeds)
def test_the_drawn_band_of_a_unit_without_a_gap_is_a_point_and_lies_within_its_bounds(
    rows: list[tuple[float, ...]], seed: int
) -> None:
    frame = framed(with_holes(rows, [(0, 0), (0, 3), (1, 2)]))
    index = compose(TREE, frame, [Normalize(), Aggregate(need=0)])
    drawn = uncertainty(index, Choices(variation=0, unknown="pool"), draws=50, seed=seed).ranges()
    held = bounds(index)
    assert (drawn["low"] >= held["low"] - 1e-9).all()
    assert (drawn["high"] <= held["high"] + 1e-9).all()
    assert (drawn["high"] - drawn["low"])[2:].to_list() == pytest.approx([0] * (len(rows) - 2), abs=1e-9)


@given(tables, gaps, MEANS)
def test_a_score_is_the_sum_of_its_parts(
    rows: list[tuple[float, ...]], holes: list[tuple[int, int]], mean: str
) -> None:
    index = compose(TREE, framed(with_holes(rows, holes)), [Normalize(), Aggregate(by={"p": mean}, need=0)])  # type: ignore[arg-type]
    for unit, score in index.scores.select("unit", "i").iter_rows():
        if score is not None:
            assert decompose(index, unit)["points"].sum() == pytest.approx(score)


@given(tables, gaps, st.lists(MEANS, min_size=2, max_size=2), seeds)
def test_products_of_matrices_give_what_going_unit_by_unit_gives(
    rows: list[tuple[float, ...]], holes: list[tuple[int, int]], means: list[str], seed: int
) -> None:
    steps = [Normalize(), Aggregate(means[0], by={"p": means[1]}, need=0)]  # type: ignore[arg-type,dict-item]
    index = compose(TREE, framed(with_holes(rows, holes)), steps)
    table, found = index.state.table, index.state.scores
    assert found is not None
    weights = np.random.default_rng(seed).uniform(0.1, 1, size=(5, len(TREE.codes)))
    whole = (table.values[None], table.applicable, weights, table.periods())
    slow = found.climb.within(*whole)[0][..., TREE.codes.index("i")]
    assert found.climb.reach(*whole, code="i", unknown="within") == pytest.approx(slow, nan_ok=True)


@given(tables, gaps, st.sampled_from(["none", "mean", "median", "regression", "normal"]))
def test_nothing_known_is_ever_changed_by_imputing(
    rows: list[tuple[float, ...]], holes: list[tuple[int, int]], method: str
) -> None:
    values = with_holes(rows, holes)
    found = filled(compose(TREE, framed(values), [Impute(method)]))  # type: ignore[arg-type]
    known = ~np.isnan(values)
    assert (found[known] == values[known]).all()
    assert not np.isinf(found).any()


def filled(index: Composite) -> np.ndarray:
    return np.asarray(index.values.select(CODES).to_numpy())


@given(tables, gaps)
def test_the_normal_fills_every_gap_of_a_unit_of_which_anything_is_known(
    rows: list[tuple[float, ...]], holes: list[tuple[int, int]]
) -> None:
    values = with_holes(rows, holes)
    assert not np.isnan(normal_filled(values, fitted_normal(values))).any()


@given(st.lists(st.floats(-1e4, 1e4).map(lambda x: round(x, 3)), min_size=5, max_size=40))
def test_treating_outliers_keeps_the_order_and_moves_few(values: list[float]) -> None:
    x = np.array(values)
    done = treat(x)
    order = np.argsort(x, kind="stable")
    assert (np.diff(done.values[order]) >= -1e-9).all()
    if done.rule == "winsorized":
        assert 0 < done.moved.sum() <= 5
        assert (done.values[~done.moved] == x[~done.moved]).all()


@given(st.lists(st.one_of(st.integers(-3, 3).map(float), st.just(float("nan"))), min_size=1, max_size=12))
def test_a_rank_is_one_more_than_how_many_stand_above(scores: list[float]) -> None:
    x = np.array(scores)
    found = ranks(x, np.zeros(len(x), np.int64))
    for value, rank in zip(x, found, strict=True):
        assert np.isnan(rank) if np.isnan(value) else rank == 1 + (x > value).sum()

"""Each step does what its page says, on cases one can do by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from foedus.composites import (
    Aggregate,
    Composite,
    Denominate,
    Framework,
    Impute,
    Normalize,
    Row,
    Screen,
    Treat,
    compose,
    missing,
    outliers,
    scales,
    screen,
)  # fmt: skip
from foedus.errors import BadOption, BrokenContract, UnknownName

FLAT = Framework.of([Row("index"), Row("a", "index"), Row("b", "index", direction=-1)])
FRAME = pl.DataFrame({"unit": ["x", "y", "z"], "a": [0.0, 5.0, 10.0], "b": [4.0, 3.0, 1.0]})


def column(index: Composite, code: str) -> list[float | None]:
    return index.values[code].to_list()


def near(values: list[float | None], wanted: list[float | None]) -> bool:
    return all(
        (v is None) == (w is None) and (v is None or w is None or math.isclose(v, w, abs_tol=1e-9))
        for v, w in zip(values, wanted, strict=True)
    )


# Data at the door


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (lambda f: f.rename({"a": "A"}), UnknownName, "no indicator in the data called 'a'. Did you mean 'A'"),
        (lambda f: f.rename({"unit": "state"}), UnknownName, "no column of the data called 'unit'"),
        (lambda f: pl.concat([f, f.head(1)]), BrokenContract, "more than one row for x"),
        (lambda f: f.with_columns(a=pl.lit("many")), BrokenContract, "text in 'a'"),
        (lambda f: f.with_columns(a=pl.lit(math.inf)), BrokenContract, "infinite value in 'a'"),
        (lambda f: f.with_columns(unit=None), BrokenContract, "rows without 'unit'"),
    ],
)
def test_data_that_do_not_fit_are_refused(
    change: Callable[[pl.DataFrame], pl.DataFrame], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        compose(FLAT, change(FRAME))


def test_nan_at_the_door_is_unknown_and_never_leaves() -> None:
    index = compose(FLAT, FRAME.with_columns(a=pl.Series([math.nan, 5.0, 10.0])))
    assert column(index, "a") == [None, 5.0, 10.0]


def test_the_missing_number_of_r_is_unknown_too() -> None:
    """Its bits are those of a signaling NaN, which NumPy's maximum would hand on."""
    missing_in_r = np.array([0x7FF00000000007A2], dtype=np.uint64).view(np.float64)
    frame = pl.DataFrame({"unit": [f"u{i}" for i in range(13)], "a": [*range(1, 11), 30, 100, 0], "b": range(13)})
    values = np.concatenate([frame["a"].to_numpy()[:12].astype(np.float64), missing_in_r])
    index = compose(FLAT, frame.with_columns(a=values), [Treat(), Normalize("min-max")])
    assert column(index, "a")[-3:] == [100, 100, None]


def test_a_step_changes_nothing_in_place() -> None:
    index = compose(FLAT, FRAME)
    before = index.values
    index.then(Normalize("min-max"))
    assert index.values.equals(before)
    assert index.log.entries == ()


# Screening and denominators


def test_too_little_known_leaves_indicators_out_before_units() -> None:
    framework = Framework.of([Row("i"), *(Row(c, "i") for c in "abc")])
    frame = pl.DataFrame({"unit": ["x", "y"], "a": [1.0, 2.0], "b": [1.0, None], "c": [None, None]})
    index = compose(framework, frame, [Screen(units=0.9, indicators=0.5)])
    assert index.state.table.codes == ("a", "b")
    assert index.state.table.units == ("x",)
    assert index.log.entries[0].note.says[0] == "Left out 1 of 3 indicators: c."


def test_screening_says_what_the_rules_of_thumb_say() -> None:
    frame = pl.DataFrame({"unit": list("wxyz"), "a": [0.0, 0.0, 0.0, 1.0], "b": [1.0, None, None, 2.0]})
    found = screen(compose(FLAT, frame))
    assert found.indicators["known"].to_list() == [1.0, 0.5]
    assert found.indicators["zeros"].to_list() == [0.75, 0.0]
    assert found.units["known"].to_list() == [1.0, 0.5, 0.5, 1.0]
    assert "Less than 65% known of: x, y." in found.says
    assert "Mostly zeros: a." in found.says


def test_denominators_divide_and_zero_gives_unknown() -> None:
    framework = Framework.of([Row("i"), Row("a", "i", denominator="people"), Row("b", "i")])
    index = compose(framework, FRAME.with_columns(people=pl.Series([1.0, 2.0, 0.0])), [Denominate()])
    assert column(index, "a") == [0.0, 2.5, None]
    assert column(index, "b") == [4.0, 3.0, 1.0]


# Missing data

PANEL = pl.DataFrame(
    {"unit": ["x"] * 4 + ["y"] * 2, "year": [2000, 2001, 2002, 2003, 2000, 2001], "a": [1.0, *[None] * 4, 7.0],
     "b": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}
)  # fmt: skip


def test_carrying_stops_at_the_age_limit_and_never_crosses_units() -> None:
    index = compose(FLAT, PANEL, [Impute("carry", max_age=2)], year="year")
    assert column(index, "a") == [1.0, 1.0, 1.0, None, None, 7.0]
    assert [(c.unit, c.year, c.after) for c in index.log.cells] == [("x", 2001, 1.0), ("x", 2002, 1.0)]


def test_carrying_does_not_depend_on_the_order_of_rows() -> None:
    turned = compose(FLAT, PANEL.reverse(), [Impute("carry", max_age=2)], year="year").values
    straight = compose(FLAT, PANEL, [Impute("carry", max_age=2)], year="year").values
    assert turned.reverse().equals(straight)


def test_nothing_is_imputed_unless_asked() -> None:
    assert column(compose(FLAT, PANEL, [Impute()], year="year"), "a") == PANEL["a"].to_list()


def test_without_years_nothing_can_be_carried() -> None:
    with pytest.raises(BadOption, match="only data with years"):
        compose(FLAT, FRAME, [Impute("carry", max_age=1)])


@pytest.mark.parametrize(("method", "wanted"), [("mean", [1.0, 3.0, 2.0, 10.0]), ("median", [1.0, 3.0, 2.0, 10.0])])
def test_a_group_fills_its_own_and_no_other(method: str, wanted: list[float]) -> None:
    frame = pl.DataFrame({"unit": list("wxyz"), "region": ["n", "n", "n", "s"], "a": [1.0, 3.0, None, 10.0], "b": 1.0})
    index = compose(FLAT, frame, [Impute(method, group="region")], groups=["region"])  # type: ignore[arg-type]
    assert column(index, "a") == wanted


def test_regression_finds_a_straight_line() -> None:
    a = np.arange(8.0)
    frame = pl.DataFrame({"unit": list("abcdefgh"), "a": a, "b": [*(2 * a[:-1] + 1), None]})
    assert near(column(compose(FLAT, frame, [Impute("regression")]), "b"), [*(2 * a + 1)])


def test_the_normal_fills_with_the_conditional_mean() -> None:
    """With one indicator whole, the likeliest line through the other is that of least squares."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=400)
    y = 3 * x + rng.normal(size=400)
    hole = np.column_stack([x, np.where(np.arange(400) < 100, np.nan, y)])
    normal = missing.fitted_normal(hole)
    slope = np.polyfit(x[100:], y[100:], 1)
    assert normal.covariance[0, 1] / normal.covariance[0, 0] == pytest.approx(slope[0], rel=1e-4)
    filled = missing.normal_filled(hole, normal)[:100, 1]
    assert filled == pytest.approx(np.polyval(slope, x[:100]), rel=1e-3, abs=1e-3)


def test_what_is_known_of_nobody_stays_unknown() -> None:
    frame = FRAME.with_columns(b=pl.lit(None, pl.Float64), a=pl.Series([1.0, None, 3.0]))
    for method in ("mean", "regression", "normal"):
        index = compose(FLAT, frame, [Impute(method)])
        assert column(index, "b") == [None] * 3


def test_draws_of_the_normal_spread_as_its_residual_does() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=300)
    y = 2 * x + rng.normal(scale=0.5, size=300)
    hole = np.column_stack([x, y])
    hole[0, 1] = np.nan
    normal = missing.fitted_normal(hole)
    drawn = missing.normal_draws(hole, normal, draws=4000, rng=rng)[:, 0, 1]
    assert drawn.std() == pytest.approx(0.5, rel=0.15)
    assert drawn.mean() == pytest.approx(2 * x[0], abs=0.2)


# Outliers


def test_skewness_and_kurtosis_are_those_of_the_published_series() -> None:
    """1 to 10 with 30 and 100: COINr's page on treatment prints 3.063241, 9.741391, then 1.712038, 1.815781."""
    x = np.array([*range(1, 11), 30, 100], dtype=float)
    assert outliers.skewness(x) == pytest.approx(3.063241, abs=5e-7)
    assert outliers.kurtosis(x) == pytest.approx(9.741391, abs=5e-7)
    found = outliers.treat(x, most=2)
    assert found.rule == "winsorized"
    assert found.values[-1] == 30
    assert found.after == pytest.approx((1.712038, 1.815781), abs=5e-7)


def test_heavy_tails_on_both_sides_are_left_alone() -> None:
    """Kurtosis is high, but skewness is none: extremes on both sides pull no mean."""
    x = np.array([-100.0, *range(-5, 6), 100.0])
    assert outliers.kurtosis(x) > 3.5
    assert outliers.treat(x).rule == ""


def test_where_winsorizing_does_not_do_a_logarithm_is_taken_of_the_original() -> None:
    x = np.array([*range(1, 11), 30, 100], dtype=float)
    found = outliers.treat(x, most=0)
    assert found.rule == "logarithm"
    assert found.values[0] == pytest.approx(math.log(0.99))
    assert found.values[-1] == pytest.approx(math.log(99.99))


def test_a_low_tail_is_mirrored_and_the_order_kept() -> None:
    x = -np.array([*range(1, 11), 30, 1000], dtype=float)
    assert outliers.treat(x, most=5).values[-1] == -30
    log = outliers.treat(x, most=0).values
    assert (np.diff(log) < 0).all()


def test_every_moved_cell_is_told() -> None:
    frame = pl.DataFrame({"unit": [f"u{i}" for i in range(12)], "a": [*range(1, 11), 30, 100], "b": range(12)})
    index = compose(FLAT, frame, [Treat()])
    told = [(c.unit, c.indicator, c.before, c.after, c.rule) for c in index.log.cells]
    assert told == [("u11", "a", 100.0, 30.0, "winsorized")]
    assert column(compose(FLAT, frame, [Treat(leave=("a",))]), "a")[-1] == 100
    with pytest.raises(UnknownName, match="'c'"):
        compose(FLAT, frame, [Treat(leave=("c",))])


# Scales


@pytest.mark.parametrize(
    ("step", "a", "b"),
    [
        (Normalize("min-max"), [0, 50, 100], [0, 100 / 3, 100]),
        (Normalize("min-max", low=1), [1, 50.5, 100], [1, 34, 100]),
        (Normalize("z-score"), [-1, 0, 1], [-4 / math.sqrt(21), -1 / math.sqrt(21), 5 / math.sqrt(21)]),
        (
            Normalize("z-score", mean=10, deviation=2),
            [8, 10, 12],
            [10 - 8 / math.sqrt(21), 10 - 2 / math.sqrt(21), 10 + 10 / math.sqrt(21)],
        ),
        (Normalize("percentile rank"), [0, 50, 100], [0, 50, 100]),
        (Normalize("frontier"), [0, 50, 100], [25, 100 / 3, 100]),
        (Normalize("categorical", cuts=(0.5,)), [0, 100, 100], [0, 100, 100]),
        (Normalize("as they are"), [0, 5, 10], [4, 3, 1]),
    ],
)  # fmt: skip
def test_a_scale_by_hand(step: Normalize, a: list[float], b: list[float]) -> None:
    index = compose(FLAT, FRAME, [step])
    assert near(column(index, "a"), [*a])
    assert near(column(index, "b"), [*b])


def test_ties_share_their_percentile_rank() -> None:
    assert scales.percentile_ranks(np.array([[1.0], [2.0], [2.0], [3.0]]))[:, 0].tolist() == [0, 0.5, 0.5, 1]


def test_the_classes_of_the_handbook_are_six() -> None:
    values = np.arange(1.0, 101.0)[:, None]
    classes, counts = np.unique(scales.categories(values), return_counts=True)
    assert classes.tolist() == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert counts.tolist() == [15, 10, 40, 20, 10, 5]


def posts(**row: object) -> Framework:
    return Framework.of([Row("i"), Row("a", "i", **row), Row("b", "i", low=0, high=10)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ({"low": 0, "high": 20}, [0, 25, 50]),
        ({"low": 0, "high": 20, "direction": -1}, [100, 75, 50]),
        ({"low": 2, "high": 8}, [0, 50, 100]),
        ({"low": 1, "high": 100, "scale": "log"}, [0, 100 * math.log(5) / math.log(100), 50]),
        ({"low": 0, "high": 10, "scale": "log1p"}, [0, 100 * math.log(6) / math.log(11), 100]),
    ],
)
def test_goalposts_by_hand(row: dict[str, object], wanted: list[float]) -> None:
    assert near(column(compose(posts(**row), FRAME, [Normalize()]), "a"), [*wanted])


@pytest.mark.parametrize(
    ("row", "wanted"), [({"target": 8.0}, [0, 62.5, 100]), ({"target": 2.0, "direction": -1}, [0, 62.5, 100])]
)
def test_a_target_by_hand(row: dict[str, object], wanted: list[float]) -> None:
    framework = Framework.of([Row("i"), Row("a", "i", **row)])  # type: ignore[arg-type]
    frame = FRAME if "direction" not in row else FRAME.with_columns(a=10 - pl.col("a"))
    assert near(column(compose(framework, frame, [Normalize("target")]), "a"), [*wanted])


@pytest.mark.parametrize(
    ("frame", "step", "sentence"),
    [
        (FRAME, Normalize(), "'a' has no goalposts"),
        (FRAME, Normalize("target"), "'a' has no target"),
        (FRAME.with_columns(a=pl.lit(3.0)), Normalize("min-max"), "'a' has the same value for every unit"),
        (FRAME.with_columns(a=pl.lit(None)), Normalize("z-score"), "'a' is known for no unit"),
        (FRAME.with_columns(a=-pl.col("a")), Normalize("frontier"), "'a' has values below 0"),
    ],
)
def test_what_cannot_be_scaled_is_said(frame: pl.DataFrame, step: Normalize, sentence: str) -> None:
    with pytest.raises(BrokenContract, match=sentence):
        compose(FLAT, frame, [step])


def test_within_each_year_a_year_is_its_own_world() -> None:
    frame = pl.DataFrame({"unit": ["x", "y"] * 2, "year": [1, 1, 2, 2], "a": [0.0, 1.0, 0.0, 100.0], "b": [1, 0] * 2})
    apart = compose(FLAT, frame, [Normalize("min-max", within="each year")], year="year")
    assert near(column(apart, "a"), [0, 100, 0, 100])
    pooled = compose(FLAT, frame, [Normalize("min-max")], year="year")
    assert near(column(pooled, "a"), [0, 1, 0, 100])


def test_where_an_indicator_does_not_apply_its_weight_goes_to_the_others() -> None:
    applies = pl.DataFrame({"unit": ["x", "y", "z"], "a": [False, True, None]})
    index = compose(posts(low=0, high=10), FRAME, [Normalize(), Aggregate()], applicable=applies)
    assert near(index.scores["i"].to_list(), [40, 40, 10])
    assert index.known["i"].to_list() == [1.0, 1.0, 1.0]
    with pytest.raises(UnknownName, match="'c'"):
        compose(FLAT, FRAME, applicable=applies.rename({"a": "c"}))

"""ASEM sustainable connectivity: what COINr's documentation prints, from the published data, to the printed digits.

The pages are the vignettes of COINr 1.1 (Becker and others 2022): results, overview, weights, sensitivity and
analysis. docs/replications/coinr-asem.md sets the figures side by side.
"""

from __future__ import annotations

import os
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.composites import (
    Aggregate,
    Choices,
    Composite,
    Denominate,
    Framework,
    Impute,
    Normalize,
    Screen,
    Treat,
    Weigh,
    compose,
    correlations,
    cronbach_alpha,
    denominator_links,
    leave_one_out,
    principal_component,
    regen,
    replay,
    uncertainty,
)  # fmt: skip
from foedus.composites.steps import Step

FOLDER = Path(os.environ.get("FOEDUS_TEST_DATA", "")) / "coinr_asem"
pytestmark = pytest.mark.skipif(
    not (FOLDER / "ASEM_iData.rda").is_file(), reason="FOEDUS_TEST_DATA HAS NO coinr_asem: COINr WAS NOT REPRODUCED"
)

CODES = ("Index", "Conn", "Sust", "Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin")
RESULTS = """
CHE 68.38 62.79 73.98 63.41 32.87 74.78 85.94 56.93 77.21 87.85 56.88
NLD 64.82 61.94 67.70 64.87 46.62 84.55 71.74 41.92 58.73 86.58 57.78
DNK 64.80 57.10 72.51 50.52 30.43 78.13 75.35 51.04 69.83 86.40 61.29
NOR 64.47 57.44 71.50 58.18 25.70 80.03 89.46 33.80 70.90 87.00 56.59
BEL 63.54 63.99 63.09 71.97 48.22 80.84 75.60 43.32 53.01 86.17 50.09
SWE 63.00 53.87 72.12 51.51 23.87 80.98 74.51 38.50 66.37 87.74 62.27
"""
OVERVIEW = """
CHE 68.33 62.18 74.48 64.37 33.30 73.03 83.32 56.87 78.13 87.63 57.67
DNK 64.47 56.05 72.90 50.17 30.52 76.98 71.59 51.01 70.53 86.17 61.99
NLD 64.46 61.32 67.60 68.15 45.11 83.49 67.96 41.86 57.14 86.00 59.65
NOR 64.23 56.53 71.93 57.45 25.39 78.95 87.10 33.75 71.55 87.04 57.20
BEL 63.11 63.02 63.19 71.80 48.65 79.57 71.84 43.27 52.00 85.36 52.22
SWE 62.82 52.88 72.77 51.90 23.93 80.10 70.04 38.43 68.34 86.92 63.04
"""
INDIA = {
    "Index": (39.79, 45), "Conn": (28.60, 44), "Sust": (50.99, 43), "Physical": (18.78, 48), "ConEcFin": (6.38, 49),
    "Political": (51.90, 33), "Instit": (59.84, 37), "P2P": (6.07, 47), "Environ": (75.34, 6), "Social": (22.74, 51),
    "SusEcFin": (54.88, 36),
}  # fmt: skip
LEFT_OUT = {
    "Physical": 1.529412, "ConEcFin": 2.627451, "Political": 2.901961, "Instit": 1.176471, "P2P": 1.686275,
    "Environ": 3.098039, "Social": 3.960784, "SusEcFin": 2.627451,
}  # fmt: skip
LOADINGS = {
    "Physical": 0.5117970, "ConEcFin": 0.3049926, "Political": 0.3547671, "Instit": 0.5081540, "P2P": 0.5108455,
    "Environ": 0.6513188, "Social": -0.7443677, "SusEcFin": 0.1473108,
}  # fmt: skip
RANGES = {
    "AUS": (35, 35, 34, 38), "AUT": (7, 7, 5.95, 9), "BEL": (5, 5, 3, 9), "BGD": (46, 46, 41, 48),
    "BGR": (30, 28, 24, 30), "BRN": (40, 40, 37, 45),
}  # fmt: skip
DENOMINATED = {
    ("CultGood", "Energy"): 0.71, ("CultGood", "GDP"): 0.85, ("FDI", "Energy"): 0.74, ("FDI", "GDP"): 0.85,
    ("Goods", "GDP"): 0.80, ("PRemit", "GDP"): 0.71, ("Research", "GDP"): 0.78, ("Services", "GDP"): 0.77,
    ("StMob", "Energy"): 0.73, ("StMob", "GDP"): 0.84,
}  # fmt: skip


def read(name: str) -> pl.DataFrame:
    rdata = pytest.importorskip("rdata", reason="rdata IS NOT INSTALLED: COINr WAS NOT REPRODUCED")
    plain = dict.fromkeys(("data.frame", "tbl_df", "tbl"), lambda inner, _: inner)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        columns = rdata.read_rda(FOLDER / f"{name}.rda", constructor_dict=plain)[name]
    return pl.DataFrame([pl.Series(key, list(values), strict=False) for key, values in columns.items()])


@cache
def published() -> tuple[Framework, pl.DataFrame]:
    meta = read("ASEM_iMeta").filter(pl.col("Type").is_in(["Indicator", "Aggregate"]))
    whole = [pl.col(name).cast(pl.Int64) for name in ("Level", "Direction")]
    rows = meta.with_columns(*whole, pl.col("Target").fill_nan(None)).select(
        code="iCode", parent="Parent", level="Level", direction="Direction", weight="Weight", name="iName", unit="Unit",
        denominator="Denominator", target="Target",
    )  # fmt: skip
    return Framework.from_frame(rows), read("ASEM_iData")


def built(*steps: Step) -> Composite:
    framework, frame = published()
    return compose(framework, frame, steps, unit="uCode", groups=["EurAsia_group"])


FILL = Impute("mean", group="EurAsia_group")
LAST = (Treat(), Normalize("min-max"), Aggregate())


@cache
def example() -> Composite:
    """The example of most pages: denominated, imputed by the mean of Europe or Asia, screened, treated, min-max."""
    return built(Denominate(), FILL, Screen(units=0.9), *LAST)


@cache
def overview() -> Composite:
    """The example of the overview: screened first and not imputed, for the treatment starts from the screened data."""
    return built(Denominate(), Screen(units=0.9), Treat(), Normalize("min-max"), Aggregate(need=0.0))


@pytest.mark.parametrize(("index", "table"), [(example, RESULTS), (overview, OVERVIEW)])
def test_the_printed_tables_of_results_come_out_to_the_printed_digits(index, table: str) -> None:
    best = index().scores.sort("Index", descending=True).head(6)
    ours = [" ".join([row["unit"], *(f"{row[code]:.2f}" for code in CODES)]) for row in best.iter_rows(named=True)]
    assert ours == table.split("\n")[1:-1]


def test_five_of_51_units_are_screened_out_where_little_is_known() -> None:
    assert len(overview().state.table.units) == 46
    assert len(example().state.table.units) == 51


@pytest.mark.parametrize("code", INDIA)
def test_indias_scores_and_ranks_are_those_printed(code: str) -> None:
    row = example().ranks(code).filter(unit="IND")
    assert (round(row[code].item(), 2), row["rank"].item()) == INDIA[code]


def test_the_correlations_of_the_sub_indices_with_the_index_are_those_printed() -> None:
    found = correlations(example(), "Conn", "Sust", "Index")["correlation"].to_list()
    assert [round(r, 7) for r in found[1:]] == [0.9397805, 0.8382873]


def test_leaving_out_each_pillar_shifts_ranks_as_printed() -> None:
    found = leave_one_out(example(), level=2)
    assert {code: round(shift, 6) for code, shift in found.select("code", "mean_rank_shift").iter_rows()} == LEFT_OUT


def test_the_loadings_of_the_pillars_are_those_printed() -> None:
    index, found = example(), {}
    codes = index.framework.codes
    for group in ("Conn", "Sust"):
        below = index.framework.children(group)
        values = np.column_stack([index.score(code) for code in below])
        found |= principal_component(below, values).loadings
    assert {code: round(x, 7) for code, x in found.items()} == LOADINGS
    assert set(found) < set(codes)


def test_indicators_that_go_with_a_denominator_are_those_printed() -> None:
    found = {(row[0], row[1]): round(row[2], 2) for row in denominator_links(example()).iter_rows()}
    assert found == DENOMINATED


def test_the_effective_weight_of_goods_is_a_fiftieth_and_of_renewables_a_thirtieth() -> None:
    framework = published()[0]
    assert framework.effective("Goods") == pytest.approx(0.02)
    assert framework.effective("Renew") == pytest.approx(0.03333333)


def test_equal_influence_balances_what_was_printed_as_nearly_balanced() -> None:
    """Printed: weights 0.390 and 0.610 by search, correlations 0.8971 and 0.8925. The linear system has it exactly."""
    steps = [*example().log.steps[:-1], Weigh("equal influence", level=3), Aggregate()]
    index = built(*steps)
    weights = index.state.weights
    assert weights["Conn"] / (weights["Conn"] + weights["Sust"]) == pytest.approx(0.3902439, abs=0.006)
    reached = correlations(index, "Conn", "Sust", "Index")["correlation"].to_list()[1:]
    assert reached[0] == pytest.approx(reached[1], abs=1e-9)
    assert 0.8925119 < reached[0] < 0.8971336


def test_alpha_differs_where_values_are_unknown_because_ours_takes_whole_rows_only() -> None:
    """Printed 0.05126659 from pairwise covariances; where nothing is unknown both are the same number."""
    raw = example().begun.table
    values = raw.values[:, [raw.codes.index(code) for code in published()[0].children("P2P")]]
    pairwise = pl.DataFrame(values, nan_to_null=True)
    names = pairwise.columns
    table = np.array([[pairwise.select(pl.cov(a, b)).item() for b in names] for a in names])
    theirs = len(names) / (len(names) - 1) * (1 - np.trace(table) / table.sum())
    assert theirs == pytest.approx(0.05126659, abs=5e-9)
    assert cronbach_alpha(values) == pytest.approx(0.0493672, abs=5e-8)


def test_ranges_of_ranks_come_near_the_printed_ones_though_drawn_otherwise() -> None:
    """Printed: 100 draws without a seed, weights of two levels within a quarter; ours vary those of all three."""
    choices = Choices(
        treat=tuple(Treat(most=n) for n in range(1, 6)), variation=0.14,
        normalize=(Normalize("min-max", low=1), Normalize("z-score", mean=10, deviation=2)),
        aggregate=(Aggregate(), Aggregate("geometric")),
    )  # fmt: skip
    columns = ("unit", "rank", "rank_median", "rank_low", "rank_high")
    ours = {row[0]: row[1:] for row in uncertainty(example(), choices).ranges().select(columns).iter_rows()}
    for unit, (nominal, median, low, high) in RANGES.items():
        assert ours[unit][0] == nominal
        assert ours[unit][1] == pytest.approx(median, abs=1)
        assert ours[unit][2] == pytest.approx(low, abs=1)
        assert ours[unit][3] == pytest.approx(high, abs=2)


def test_the_log_replays_and_a_changed_step_is_found_at_once() -> None:
    assert replay(example().log, published()[1]).log == example().log
    assert regen(example(), Impute()).score().tolist() != example().score().tolist()


def test_the_panel_of_five_years_is_one_index_and_a_change_of_method_moves_all_its_years() -> None:
    framework, _ = published()
    frame = read("ASEM_iData_p").with_columns(pl.col("Time").cast(pl.Int64))
    steps = (Denominate(), Treat(), Normalize("min-max"), Aggregate(need=0.0))
    index = compose(framework, frame, steps, unit="uCode", year="Time")
    assert index.ranks().group_by("year").agg(pl.col("rank").min()).sort("year").rows() == [
        (year, 1) for year in range(2018, 2023)
    ]
    moved = regen(index, Normalize("percentile rank")).scores.join(index.scores, on=["unit", "year"])
    assert moved.filter(pl.col("Index") != pl.col("Index_right"))["year"].n_unique() == 5

"""The outlook: trends, projections and chances of an end, on made and generated data with answers known beforehand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.models import _endings as endings
from foedus.models import _leaving as leaving
from foedus.models import _projections as projections
from foedus.models import _scores as scores
from foedus.models import alliance_survival as survival
from foedus.models._alliance_years import COVARIATES
from foedus.models._competing import fit, incidence, leveled, probabilities
from foedus.models._outlook_ahead import best, method_records, projection
from foedus.models._projections import Floats
from foedus.models._series import About, Grid, Series, basket_changes
from foedus.models._trends import Changes, differences, theil_sen

ABOUT = About("made", "Made", "points", "effects", 1.0, 1, is_headline=False, within=None)
YEARS, NAMES = 60, 40


def _changes(level: Floats) -> dict[int, Floats]:
    found = {}
    for lag in range(1, 10):
        change = np.full_like(level, np.nan)
        change[:, lag:] = level[:, lag:] - level[:, :-lag]
        found[lag] = change
    return found


def _grid(level: Floats) -> Grid:
    names = tuple(f"p{n:02d}" for n in range(len(level)))
    return Grid(names, tuple("alliance" if n % 2 else "bilateral_pact" for n in range(len(level))), 1950,
                1950 + level.shape[1] - 1)  # fmt: skip


def _table(level: Floats, horizon: int = 3) -> pl.DataFrame:
    return projections.table(Series(ABOUT, level, _changes(level)), _grid(level), horizon)


def _walks(seed: int) -> Floats:
    return np.random.default_rng(seed).normal(size=(NAMES, YEARS)).cumsum(axis=1)


def _returning(seed: int) -> Floats:
    """Series that are pulled back to the same level each year."""
    rng = np.random.default_rng(seed)
    level = np.zeros((NAMES, YEARS))
    for year in range(1, YEARS):
        level[:, year] = 0.5 * level[:, year - 1] + rng.normal(size=NAMES)
    return level


# Trends


def test_a_straight_line_has_its_slope_and_no_doubt() -> None:
    found = theil_sen(differences(np.arange(2000, 2010), 3.0 * np.arange(10)))
    assert found is not None
    assert (found.value, found.low, found.high, found.tau) == (3, 3, 3, 1)
    assert found.clear(0.9)


def test_three_years_are_too_few_for_a_slope() -> None:
    assert theil_sen(differences(np.arange(3), np.arange(3.0))) is None


def test_one_wild_year_moves_the_slope_little() -> None:
    values = np.arange(10.0)
    values[4] = 100
    found = theil_sen(differences(np.arange(10), values))
    assert found is not None
    assert found.value == pytest.approx(1, abs=0.2)


def test_missing_pairs_are_not_read_as_no_change() -> None:
    whole = differences(np.arange(2000, 2008), np.arange(8.0))
    some = Changes(whole.first[::2], whole.second[::2], whole.change[::2])
    found = theil_sen(some)
    assert found is not None
    assert (found.value, found.exact) == (1, False)


def test_a_headline_changes_only_by_what_was_observed_in_both_years() -> None:
    """An indicator that appears at 90 does not lift the headline; what both years hold rose by 2."""
    rows = [("p", 2000, "A", "x", 50.0), ("p", 2000, "B", "y", 30.0), ("p", 2001, "A", "x", 52.0),
            ("p", 2001, "B", "y", 32.0), ("p", 2001, "C", "z", 90.0)]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["partnership", "year", "indicator", "pillar", "score"], orient="row")
    assert basket_changes(frame, 1)["change"].to_list() == [2.0]
    assert basket_changes(frame, 2).height == 0


# Projections


def test_on_random_walks_no_method_beats_no_change_and_that_is_said() -> None:
    table = _table(_walks(1))
    records = method_records(table, 2009, 3)
    used = best(records)
    assert used is not None
    assert used.method == "no change"
    shown = projection(table, ABOUT, ("p00", "bilateral_pact"), (2009, 3), 7.0)
    assert shown is not None
    assert shown.expected == shown.no_change
    assert shown.said.startswith("No method beats no change")


def test_on_series_that_return_reversion_beats_no_change() -> None:
    used = best(method_records(_table(_returning(1)), 2009, 3))
    assert used is not None
    assert (used.method, used.beats) == ("reversion", True)


def test_ranges_hold_what_they_say() -> None:
    for made in (_walks(2), _returning(2)):
        for record in method_records(_table(made), 2009, 3):
            assert record.inside80 == pytest.approx(0.8, abs=0.05), record.method
            assert record.inside90 == pytest.approx(0.9, abs=0.04), record.method


def test_a_longer_panel_does_not_change_earlier_origins() -> None:
    level = _returning(3)
    columns = [
        c for c in _table(level).columns if c != "actual" and c.split()[0] not in {"crps", "ignorance", "inside"}
    ]
    early = _table(level[:, :45]).filter(pl.col("origin") <= 1991)
    late = _table(level).filter(pl.col("origin") <= 1991)
    assert early.height > 500
    assert early.select(columns).equals(late.select(columns))
    kept = pl.col("origin") <= 1991
    assert early.filter(kept).equals(late.filter(kept))
    assert method_records(early, 1994, 3) == method_records(_table(level), 1994, 3)


def test_a_change_after_the_origin_is_not_seen_at_it() -> None:
    level = _returning(4)
    altered = level.copy()
    altered[:, 46:] += 50
    names = [f"expected {method}" for method in projections.METHODS]
    before = pl.col("origin") <= 1995
    assert _table(level).filter(before).select(names).equals(_table(altered).filter(before).select(names))
    assert not _table(level).filter(~before).select(names).equals(_table(altered).filter(~before).select(names))


def test_relabeling_partnerships_changes_no_record() -> None:
    level = _returning(5)
    turned = np.concatenate([level[2:], level[:2]])
    for one, other in zip(method_records(_table(level), 2009, 3), method_records(_table(turned), 2009, 3), strict=True):
        assert (one.n, one.method) == (other.n, other.method)
        assert one.crps == pytest.approx(other.crps, rel=1e-6)
        assert one.inside80 == pytest.approx(other.inside80, abs=1e-3)


def test_an_unknown_year_is_in_no_case() -> None:
    level = _returning(6)
    level[0, 30] = np.nan
    mine = _table(level).filter(pl.col("partnership") == "p00")
    assert 1980 not in mine["origin"].to_list()
    assert mine.filter(pl.col("origin") == 1977)["actual"].to_list() == [None]


# Scores


def test_skill_of_the_same_forecasts_is_none_and_does_not_beat() -> None:
    sums = np.random.default_rng(0).random(40)
    same = scores.skill(sums, sums)
    assert same is not None
    assert (same.value, same.beats) == (0, False)
    better = scores.skill(0.8 * sums, sums)
    assert better is not None
    assert better.value == pytest.approx(0.2)
    assert better.beats


def test_few_origins_give_no_skill() -> None:
    assert scores.skill(np.ones(9), np.ones(9)) is None


def test_a_sharp_forecast_scores_better_than_a_wide_one() -> None:
    sharp, wide = np.linspace(-1, 1, 99), np.linspace(-10, 10, 99)
    edges = np.tile(projections.EDGES, (1, 1))
    seen = np.array([0.1])
    assert scores.crps(sharp, seen)[0] < scores.crps(wide, seen)[0]
    assert scores.bin_ignorance(sharp, seen, edges)[0] < scores.bin_ignorance(wide, seen, edges)[0]


# Competing ends


def _panel(seed: int, *, pull: float) -> pl.DataFrame:
    """Alliances of which those with much of the covariate `democracy` end less if `pull` is above none."""
    rng = np.random.default_rng(seed)
    rows = []
    for alliance in range(180):
        begun, trait = int(rng.integers(1900, 2005)), rng.normal()
        for year in range(begun, 2019):
            chance = 0.06 * np.exp(-pull * trait)
            how = 0 if rng.random() > chance else int(rng.integers(1, 5))
            rows.append((alliance, year, begun, begun, 0, how if year < 2018 else None, trait))
            if how:
                break
    schema = {"atopid": pl.Int32, "at": pl.Int32, "begyr": pl.Int32, "term_from": pl.Int32, "term_months": pl.Int32,
              "end": pl.Int32, "democracy": pl.Float64}  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    rest = {c.name: pl.lit(0.0).alias(c.name) for c in COVARIATES if c.name != "democracy"}
    rest["log_age"] = (pl.col("at") + 1 - pl.col("begyr")).log().alias("log_age")
    rest["coups"] = pl.lit(None, dtype=pl.Float64).alias("coups")
    return frame.with_columns(*rest.values()).sort("at", "atopid")


def test_a_covariate_that_matters_beats_the_base_rate() -> None:
    panel = _panel(1, pull=1.0)
    kept = survival.records(survival.cases(panel), 2018)
    known = {record.model: record for record in kept if record.event == survival.ANY}
    assert known["regimes"].beats
    assert "instability" not in known, "its covariate is never known"
    row = panel.filter(pl.col("at") == 2010).head(1)
    picked = survival.chosen(panel, row, 2018, kept)
    assert picked is not None
    assert picked[0].model in {"regimes", "capabilities", "rivals"}


def test_a_covariate_that_does_not_matter_leaves_the_base_rate() -> None:
    panel = _panel(2, pull=0.0)
    kept = survival.records(survival.cases(panel), 2018)
    assert not any(record.beats for record in kept)
    assert survival.chosen(panel, panel.filter(pl.col("at") == 2010).head(1), 2018, kept) is None


def test_ends_after_an_origin_change_no_forecast_made_at_it() -> None:
    panel = _panel(3, pull=0.5)
    altered = panel.with_columns(
        end=pl.when((pl.col("at") >= 1990) & pl.col("end").is_not_null()).then(0).otherwise("end")
    )
    columns = ["origin", "atopid", "model", "any", "breach"]
    early = pl.col("origin") <= 1990
    assert survival.cases(panel).filter(early).select(columns).equals(
        survival.cases(altered).filter(early).select(columns)
    )  # fmt: skip


def test_an_unknown_covariate_is_not_filled_in() -> None:
    panel = _panel(4, pull=0.5).with_columns(democracy=pl.lit(None, dtype=pl.Float64))
    assert endings.estimate(panel, 2018, "regimes") is None
    assert endings.estimate(panel, 2018, "treaty") is not None


def test_chances_of_all_ends_and_of_going_on_sum_to_one() -> None:
    hazards = probabilities(np.ones((3 * 5, 1)), np.log(np.array([[0.1], [0.05], [0.01]]))).reshape(3, 5, 4)
    cumulated = incidence(hazards)
    going = np.prod(hazards[..., 0], axis=1)
    np.testing.assert_allclose(cumulated[:, -1].sum(axis=1) + going, 1)
    assert (np.diff(cumulated, axis=1) >= 0).all()


def test_an_end_nobody_came_to_keeps_half_a_case_and_no_slope() -> None:
    x = np.column_stack([np.ones(200), np.linspace(-1, 1, 200)])
    ends = np.r_[np.zeros(180), np.full(20, 1)].astype(np.int64)
    found = fit(x, ends, kinds=2)
    assert found.converged
    assert found.beta[1].tolist() == [pytest.approx(np.log(0.5 / 180)), 0]


def test_a_new_level_expects_as_many_ends_as_asked() -> None:
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(500), rng.normal(size=500)])
    beta = np.array([[-2.0, 0.5], [-3.0, -0.5]])
    moved = leveled(x, beta, np.array([5.0, 2.5]))
    np.testing.assert_allclose(probabilities(x, moved)[:, 1:].sum(axis=0), [5, 2.5])
    assert moved[:, 1].tolist() == [0.5, -0.5]


def test_a_rate_without_any_leaving_is_small_and_not_none() -> None:
    rows = pl.DataFrame({"partnership": ["a"] * 20, "year": range(2000, 2020), "size": [5] * 20, "left": [False] * 20})
    found = leaving.chances(rows, 2020, np.array([5]))
    assert 0 < found[leaving.ALL][0] < 0.2


def test_a_skill_is_said_without_a_sign_on_nothing() -> None:
    assert scores.Skill(0.081, -0.002, 0.094).said == "8% (0% to 9%)"
    assert scores.Skill(-0.1, -0.15, -0.104).said == "-10% (-15% to -10%)"

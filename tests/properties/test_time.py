"""What time may and may not change: slopes are what their definition says, and later years leave earlier ones alone."""

from __future__ import annotations

import itertools
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from foedus.scorecards import _compose
from foedus.scorecards._universe import derive
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.sources.register import Edition, edition
from foedus.warehouse import open_warehouse

CUT = 2010
RISK = next(i.id for i in strategic_partnership.indicators if i.stage == "risk")
OTHER = next(i.id for i in strategic_partnership.indicators if i.scored and i.stage == "input")
series = st.dictionaries(st.integers(1990, 2020), st.floats(0, 100), max_size=20)


def _scored(indicator: str, scores: dict[int, float]) -> pl.DataFrame:
    rows = [("toy", year, indicator, "observed", score) for year, score in scores.items()]
    schema = {
        "partnership": pl.String,
        "year": pl.Int32,
        "indicator": pl.String,
        "status": pl.String,
        "score": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")  # fmt: skip


def _slopes(scored: pl.DataFrame) -> dict[int, float]:
    found = _compose.slopes(scored, strategic_partnership)
    return dict(found.select("year", "slope").iter_rows())


def _by_definition(scores: dict[int, float]) -> dict[int, float]:
    """For each year seen, the median slope over all pairs of the ten years that end with it, if four were seen."""
    found = {}
    for last in scores:
        window = [(year, scores[year]) for year in range(last - 9, last + 1) if year in scores]
        if len(window) >= 4:
            pairs = itertools.combinations(window, 2)
            found[last] = statistics.median((y2 - y1) / (t2 - t1) for (t1, y1), (t2, y2) in pairs)
    return found


@given(scores=series)
@settings(deadline=None, derandomize=True, max_examples=60)
def test_a_slope_is_the_median_of_all_pairs_slopes(scores: dict[int, float]) -> None:
    found = _slopes(_scored(OTHER, scores))
    assert found == pytest.approx(_by_definition(scores), rel=1e-9, abs=1e-9)


@given(scores=series)
@settings(deadline=None, derandomize=True, max_examples=30)
def test_a_rising_risk_slopes_down(scores: dict[int, float]) -> None:
    expected = {year: -slope for year, slope in _by_definition(scores).items()}
    assert _slopes(_scored(RISK, scores)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_a_carried_value_has_no_slope() -> None:
    scored = _scored(OTHER, {year: float(year - 2000) for year in range(2000, 2006)})
    carried = pl.when(pl.col("year") > 2002).then(pl.lit("carried")).otherwise("status")
    assert _slopes(scored.with_columns(status=carried)) == {}
    assert _slopes(scored) == pytest.approx({2003: 1.0, 2004: 1.0, 2005: 1.0})


@pytest.mark.parametrize("built", ["data", "full"])
def test_a_longer_panel_does_not_change_earlier_rows(
    built: str, request: pytest.FixtureRequest, at: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(request.getfixturevalue(built))
    warehouse = open_warehouse()
    short = Edition(edition().version, CUT, edition().date)
    original = edition
    for name, module in list(sys.modules.items()):
        if name.startswith("foedus.") and getattr(module, "edition", None) is original:
            monkeypatch.setattr(module, "edition", lambda: short)
        if name.startswith("foedus.") and hasattr(module, "ATOP_LAST_YEAR"):
            monkeypatch.setattr(module, "ATOP_LAST_YEAR", CUT)
    cut = derive(warehouse)
    assert cut["derived.units"]["year"].max() == CUT
    for table in ("derived.values", "derived.slopes", "derived.headlines", "derived.members", "derived.units"):
        whole = warehouse.read(table).filter(pl.col("year") <= CUT)
        assert whole.height > {"data": 20, "full": 1_000}[built]
        keys = [name for name in ("partnership", "year", "indicator", "headline", "party") if name in whole.columns]
        assert_frame_equal(cut[table].sort(keys), whole.sort(keys), rel_tol=1e-9, abs_tol=1e-9)

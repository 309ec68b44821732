"""Projections some years ahead and their rolling-origin record: each origin uses what had come true by then.

Four ways, from the plainest on: no change; the mean change of the kind; the own trend drawn out; and a change that
falls with the level and follows the trend, fitted to all earlier changes. Each one's interval is the spread of its own
earlier errors among partnerships of the kind (split conformal prediction, Lei et al. 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.models import _scores as scores
from foedus.models._series import WINDOW, Grid, Series
from foedus.models._trends import NEEDS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
METHODS = ("no change", "mean change", "own trend", "reversion")
PLAIN = METHODS[0]
POOL = 100
"""Errors of the same kind are used from so many on, else those of all kinds."""
FIT = 200
"""The first origin has at least so many earlier changes."""
ENSEMBLE = (np.arange(99) + 0.5) / 99
OUTER, INNER = (0.05, 0.95), (0.10, 0.90)
EDGES = np.array([-25.0, -10, -5, -2, -0.5, 0.5, 2, 5, 10, 25])
"""Bins of the ignorance score, in points of a score."""
STORED = pl.Float32


@dataclass(frozen=True, slots=True)
class Cases:
    """Every partnership and origin at which a series can be projected; what came true is NaN where it is not yet."""

    row: Ints
    column: Ints
    slope: Floats
    level: Floats
    actual: Floats
    kind: NDArray[np.str_]


def cases(series: Series, shape: Grid, horizon: int) -> Cases:
    """Origins with a level, a slope over the ten years up to it, and the change that followed where it is known."""
    slope = slopes(series)
    ahead = np.full(shape.shape, np.nan)
    ahead[:, :-horizon] = series.change[horizon][:, horizon:]
    row, column = np.nonzero(np.isfinite(slope) & np.isfinite(series.level))
    order = np.lexsort((row, column))
    row, column = row[order], column[order]
    kind = np.array(shape.kinds)[row]
    at = (row, column)
    return Cases(row, column, slope[at], series.level[at], ahead[at], kind)


def slopes(series: Series) -> Floats:
    """The Theil-Sen slope over the ten years up to each year, as in the outlook headline."""
    parts = []
    for lag in range(1, WINDOW):
        yearly = series.change[lag] / lag
        for late in range(WINDOW - lag):
            moved = np.full_like(yearly, np.nan)
            moved[:, late:] = yearly[:, : yearly.shape[1] - late]
            parts.append(moved)
    stacked = np.sort(np.stack(parts), axis=0)
    count = np.isfinite(stacked).sum(axis=0)
    below = np.take_along_axis(stacked, np.maximum(count - 1, 0)[None] // 2, axis=0)[0]
    above = np.take_along_axis(stacked, np.minimum(count // 2, len(parts) - 1)[None], axis=0)[0]
    known = (count >= NEEDS * (NEEDS - 1) // 2) & np.isfinite(series.level)
    return np.where(known, (below + above) / 2, np.nan)


def predictions(found: Cases, horizon: int) -> Floats:
    """The change that each method expects at each case, a column a method; NaN before the first origin."""
    design = np.stack([np.ones_like(found.slope), found.slope * horizon, found.level], axis=1)
    expected = np.full((len(found.row), len(METHODS)), np.nan)
    for origin in np.unique(found.column):
        past = np.isfinite(found.actual) & (found.column <= origin - horizon)
        now = np.flatnonzero(found.column == origin)
        if past.sum() < FIT:
            continue
        fitted = np.linalg.lstsq(design[past], found.actual[past], rcond=None)[0]
        expected[now, 0] = 0
        expected[now, 2] = design[now, 1]
        expected[now, 3] = design[now] @ fitted
        for kind in np.unique(found.kind[now]):
            alike = past & (found.kind == kind)
            pool = alike if alike.sum() >= POOL else past
            expected[now[found.kind[now] == kind], 1] = found.actual[pool].mean()
    return expected


def scored(found: Cases, expected: Floats, horizon: int, point: float) -> dict[str, Floats]:
    """CRPS, ignorance and place within the intervals (2 inner, 1 outer, 0 beyond) by case, a column a method."""
    shape = expected.shape
    kept = {name: np.full(shape, np.nan) for name in ("crps", "ignorance", "inside", "width")}
    error = found.actual[:, None] - expected
    told = np.isfinite(error[:, 0])
    for origin in np.unique(found.column[told]):
        past = told & (found.column <= origin - horizon)
        now = told & (found.column == origin)
        if past.sum() < POOL:
            continue
        for kind in np.unique(found.kind[now]):
            alike = past & (found.kind == kind)
            pool = error[alike if alike.sum() >= POOL else past]
            mine = np.flatnonzero(now & (found.kind == kind))
            for method in range(shape[1]):
                part = _score(pool[:, method], error[mine, method], expected[mine, method], point)
                for name, values in part.items():
                    kept[name][mine, method] = values
    return kept


def _score(pool: Floats, error: Floats, expected: Floats, point: float) -> dict[str, Floats]:
    ensemble = np.quantile(pool, ENSEMBLE)
    low90, low80, high80, high90 = np.quantile(pool, [OUTER[0], INNER[0], INNER[1], OUTER[1]])
    outer = (error >= low90) & (error <= high90)
    inner = (error >= low80) & (error <= high80)
    edges = EDGES[None, :] * point - expected[:, None]
    return {
        "crps": scores.crps(ensemble, error), "ignorance": scores.bin_ignorance(ensemble, error, edges),
        "inside": outer.astype(np.float64) + inner, "width": np.full(len(error), high90 - low90),
    }  # fmt: skip


def table(series: Series, shape: Grid, horizon: int) -> pl.DataFrame:
    """All cases of a series with expectations, what came true, and scores: one row a partnership and origin."""
    found = cases(series, shape, horizon)
    expected = predictions(found, horizon)
    points = scored(found, expected, horizon, series.about.point)
    told = np.isfinite(expected[:, 0])
    columns: dict[str, object] = {
        "series": np.full(told.sum(), series.about.id), "partnership": np.array(shape.partnerships)[found.row[told]],
        "kind": found.kind[told], "origin": (found.column[told] + shape.first).astype(np.int32),
        "slope": found.slope[told], "level": found.level[told], "actual": found.actual[told],
    }  # fmt: skip
    for at, method in enumerate(METHODS):
        columns[f"expected {method}"] = expected[told, at]
        columns |= {f"{name} {method}": values[told, at] for name, values in points.items()}
    frame = pl.DataFrame(columns).with_columns(pl.col(pl.Float64).fill_nan(None))
    return frame.with_columns(pl.col(pl.Float64).exclude("slope", "level", "actual").cast(STORED))

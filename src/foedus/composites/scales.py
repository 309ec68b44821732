"""Normalization: values in many units read on one scale from 0 to 1, more always better.

Each function takes units by indicators and returns the same shape, unknown (NaN) where the value is. Only
goalposts and targets leave a year alone when others are added: the other scales move when others move.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.composites._table import Floats, Truths
from foedus.errors import BrokenContract

CUTS = (0.15, 0.25, 0.65, 0.85, 0.95)
"""Where the classes of a categorical scale begin, as shares of the units (OECD and JRC 2008)."""


def goalposts(values: Floats, worst: Floats, best: Floats, log1p: Floats | None = None) -> Floats:
    """How far each value lies from worst (0) to best (1), clipped.

    Where `log1p` is true all three are read by the logarithm of one more. Worst may lie above best.
    """
    v, w, b = values, worst, best
    if log1p is not None:
        curved = log1p.astype(np.bool_)
        v, w, b = (np.where(curved, np.log1p(np.where(curved, np.maximum(x, 0), 0)), x) for x in (v, w, b))
    found: Floats = np.clip((v - w) / (b - w), 0, 1)
    return found


def min_max(values: Floats, names: Sequence[str] = ()) -> Floats:
    """How far each value lies from the lowest (0) to the highest (1) of its column."""
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    _spread(high - low, names)
    found: Floats = (values - low) / (high - low)
    return found


def z_scores(values: Floats, names: Sequence[str] = ()) -> Floats:
    """Distance from the mean in sample standard deviations; not bounded."""
    deviation = np.nanstd(values, axis=0, ddof=1)
    _spread(deviation, names)
    found: Floats = (values - np.nanmean(values, axis=0)) / deviation
    return found


def percentile_ranks(values: Floats) -> Floats:
    """The share of the other units below, those that tie counting half; a unit alone is unknown."""
    found = np.full(values.shape, np.nan)
    for j in range(values.shape[1]):
        known = ~np.isnan(values[:, j])
        n = int(known.sum())
        if n > 1:
            found[known, j] = (average_ranks(values[known, j]) - 1) / (n - 1)
    return found


def average_ranks(values: Floats) -> Floats:
    """Ranks from 1, the lowest first; values that tie share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[inverse]
    return ranks


def toward_target(values: Floats, target: Floats) -> Floats:
    """How far each value has come from the lowest of its column (0) to its target (1); beyond it counts as there."""
    low = np.nanmin(values, axis=0)
    span = target - low
    found = np.minimum((values - low) / np.where(span > 0, span, 1.0), 1.0)
    reached: Floats = np.where(span > 0, found, np.where(np.isnan(values), np.nan, 1.0))
    return reached


def to_frontier(values: Floats, direction: Floats, names: Sequence[str] = ()) -> Floats:
    """Each value as a share of the best of its column; the best as a share of it where less is better."""
    bad = np.nanmin(values, axis=0) < 0
    if bad.any():
        _refuse(
            names, bad, "has values below 0", "A share of the best needs values of at least 0; choose another scale."
        )
    best = np.where(direction > 0, np.nanmax(values, axis=0), np.nanmin(values, axis=0))
    bad = best <= 0
    if bad.any():
        _refuse(names, bad, "has a best value of 0", "Nothing can be a share of it; choose another scale.")
    with np.errstate(divide="ignore"):
        found: Floats = np.where(direction > 0, values / best, best / values)
    return found


def categories(values: Floats, cuts: Sequence[float] = CUTS) -> Floats:
    """The class of each value, in equal steps from 0 to 1; the classes begin at these quantiles of the column."""
    found = np.full(values.shape, np.nan)
    for j in range(values.shape[1]):
        known = ~np.isnan(values[:, j])
        if known.any():
            edges = np.quantile(values[known, j], cuts)
            found[known, j] = np.searchsorted(edges, values[known, j], side="right") / len(cuts)
    return found


def _spread(spread: Floats, names: Sequence[str]) -> None:
    flat = ~(spread > 0)
    if flat.any():
        _refuse(names, flat, "has the same value for every unit", "It tells units apart by nothing; leave it out.")


def _refuse(names: Sequence[str], bad: Truths, problem: str, remedy: str) -> None:
    which = [names[int(j)] if names else str(j) for j in np.flatnonzero(bad)]
    raise BrokenContract(f"The indicator {which[0]!r}", problem, remedy)

"""Weighted means by which scores are put together: arithmetic, geometric, harmonic, at one level or at two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.declare import Mean

Floats = NDArray[np.float64]


def mean_of(kind: Mean) -> pl.Expr:
    """The mean of the column `score` under the positive weights in `weight`; a score of 0 makes the last two 0."""
    score, weight = pl.col("score"), pl.col("weight")
    match kind:
        case "arithmetic":
            return (score * weight).sum() / weight.sum()
        case "geometric":
            return ((score.log() * weight).sum() / weight.sum()).exp()
        case "harmonic":
            return weight.sum() / (weight / score).sum()


def mean(kind: Mean, scores: Floats, weights: Floats) -> Floats:
    """The mean over rows, for each column, under weights of the same shape; a row without weight is left out."""
    held = np.where(weights > 0, weights, 0.0)
    total = held.sum(axis=0)
    safe = np.where(held > 0, scores, 1.0)
    with np.errstate(divide="ignore"):
        match kind:
            case "arithmetic":
                return _floats((held * safe).sum(axis=0) / total)
            case "geometric":
                return _floats(np.exp((held * np.log(safe)).sum(axis=0) / total))
            case "harmonic":
                return _floats(total / (held / safe).sum(axis=0))


def two_levels(scores: Floats, weights: Floats, pillars: Sequence[str], within: Mean, between: Mean) -> Floats:
    """A headline for each column: rows put together by pillar, then pillars by the sum of their weights."""
    if within == between == "arithmetic":
        return _floats((weights * scores).sum(axis=0) / weights.sum(axis=0))
    means, held = [], []
    for pillar in dict.fromkeys(pillars):
        rows = [i for i, name in enumerate(pillars) if name == pillar]
        means.append(mean(within, scores[rows], weights[rows]))
        held.append(weights[rows].sum(axis=0))
    return mean(between, np.array(means), np.array(held))


def _floats(values: Any) -> Floats:  # noqa: ANN401  (numpy types what it computes as anything)
    return np.asarray(values, dtype=np.float64)

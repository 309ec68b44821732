"""How forecasts are scored: CRPS, ignorance, coverage, Brier, and whether a difference in skill is more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
BLOCK = 5
"""Origins are drawn again in runs of so many years, since their targets overlap."""
DRAWS = 1000
LEVEL = 0.9
LEAST = 1e-4
"""The least chance that an ignorance score of an event is taken at, so that one surprise is not infinite."""


@dataclass(frozen=True, slots=True)
class Skill:
    """One less the ratio of two mean scores, with its interval: above zero is better than the baseline."""

    value: float
    low: float
    high: float

    @property
    def beats(self) -> bool:
        """Whether the interval lies above zero."""
        return self.low > 0

    @property
    def said(self) -> str:
        """In whole percent, as `8% (6% to 9%)`; what rounds to nothing has no sign."""
        value, low, high = (f"{one:.0%}".replace("-0%", "0%") for one in (self.value, self.low, self.high))
        return f"{value} ({low} to {high})"


def crps(ensemble: Floats, seen: Floats) -> Floats:
    """The continuous ranked probability score of a sorted ensemble, for each value seen (Gneiting and Raftery 2007)."""
    size = len(ensemble)
    rank = 2 * np.arange(1, size + 1) - size - 1
    spread = float(rank @ ensemble) / size**2
    return np.asarray(np.abs(ensemble[None, :] - seen[:, None]).mean(axis=1) - spread)


def bin_ignorance(ensemble: Floats, seen: Floats, edges: Floats) -> Floats:
    """Minus the log of the share of a sorted ensemble in the bin that was seen; `edges` by case, one count spread."""
    counts = np.searchsorted(ensemble, edges, side="right")
    whole = np.concatenate([np.zeros((len(edges), 1)), counts, np.full((len(edges), 1), len(ensemble))], axis=1)
    place = (edges < seen[:, None]).sum(axis=1)
    share = np.diff(whole, axis=1)[np.arange(len(seen)), place]
    return np.asarray(-np.log((share + 1 / (edges.shape[1] + 1)) / (len(ensemble) + 1)))


def ignorance(chance: Floats, happened: Bools) -> Floats:
    """Minus the log of the chance given to what came true."""
    kept = np.clip(chance, LEAST, 1 - LEAST)
    return np.asarray(-np.log(np.where(happened, kept, 1 - kept)))


def brier(chance: Floats, happened: Bools) -> Floats:
    """The squared distance of a chance from what came true (Brier 1950)."""
    return np.asarray((chance - happened) ** 2)


def auc(chance: Floats, happened: Bools) -> float | None:
    """How often a case that came true was given the higher chance than one that did not; ties count half."""
    hits, misses = int(happened.sum()), int((~happened).sum())
    if not hits or not misses:
        return None
    values, place, counts = np.unique(chance, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    ranks = middle[place]
    return float((ranks[happened].sum() - hits * (hits + 1) / 2) / (hits * misses)) if len(values) else None


def by_origin(values: Floats, origin: NDArray[np.int32]) -> Floats:
    """Sums of scores by origin, in the order of the years."""
    return np.bincount(np.unique(origin, return_inverse=True)[1], weights=values).astype(np.float64)


def skill(model: Floats, baseline: Floats, *, seed: int = 0) -> Skill | None:
    """Skill from sums of scores by origin, one origin a year, and its interval by the moving-block bootstrap.

    Runs of five origins are drawn with replacement (Künsch 1989); nothing where there are fewer than ten.
    """
    origins = len(model)
    if origins < 2 * BLOCK or baseline.sum() <= 0:
        return None
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, origins - BLOCK + 1, size=(DRAWS, -(-origins // BLOCK)))
    drawn = (starts[:, :, None] + np.arange(BLOCK)).reshape(DRAWS, -1)[:, :origins]
    below = baseline[drawn].sum(axis=1)
    ratio = 1 - model[drawn].sum(axis=1)[below > 0] / below[below > 0]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(ratio, [tail, 1 - tail])
    return Skill(float(1 - model.sum() / baseline.sum()), float(low), float(high))

"""Trend of a short series: the Theil-Sen slope with Sen's rank interval, and the Mann-Kendall test as a check."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEEDS = 4
"""A slope needs four observed years."""
EXACT = 10
"""Up to so many years without ties the Mann-Kendall test counts permutations; beyond, it is a normal approximation."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes between pairs of years of one series: from, to, and by how much.

    A plain series has a change for every pair. A headline has one for each pair of years in which the same
    indicators were observed, and over these alone.
    """

    first: Ints
    second: Ints
    change: Floats

    @property
    def years(self) -> Ints:
        """The years that stand in some pair."""
        return np.unique(np.r_[self.first, self.second])


@dataclass(frozen=True, slots=True)
class Slope:
    """A median slope a year with its interval, and the Mann-Kendall test: S, tau and a two-sided p-value."""

    n: int
    value: float
    low: float
    high: float
    s: int
    tau: float
    p: float
    exact: bool

    def clear(self, level: float) -> bool:
        """Whether the interval leaves out zero and the test agrees."""
        return self.low * self.high > 0 and self.p < 1 - level


def differences(years: Ints, values: Floats) -> Changes:
    """The changes of a plain series between all its pairs of years."""
    first, second = np.triu_indices(len(years), 1)
    return Changes(years[first], years[second], values[second] - values[first])


def theil_sen(changes: Changes, *, level: float = 0.9, ties: tuple[int, ...] = ()) -> Slope | None:
    """Sen's (1968) slope; nothing where fewer than four years are known.

    `ties` are the sizes of the groups of equal values; without them the variance is that of no ties, which is
    the larger one. Where pairs are missing the variance is scaled by their share, and there is no exact test.
    """
    n, pairs = len(changes.years), len(changes.change)
    if n < NEEDS or pairs < NEEDS * (NEEDS - 1) // 2:
        return None
    slopes = np.sort(changes.change / (changes.second - changes.first))
    whole = n * (n - 1) // 2
    s = int(np.sign(changes.change).sum())
    variance = _variance(n, ties) * (pairs / whole) ** 2
    low, high = _ranked(slopes, math.sqrt(variance), level)
    exact = n <= EXACT and pairs == whole and bool((changes.change != 0).all())
    p = _exact_p(n, s) if exact else _normal_p(s, variance)
    return Slope(n, float(np.median(slopes)), low, high, s, s / pairs, p, exact)


def tied(values: Floats) -> tuple[int, ...]:
    """The sizes of the groups of equal values."""
    counts = np.unique(values, return_counts=True)[1]
    return tuple(int(count) for count in counts if count > 1)


def _variance(n: int, ties: tuple[int, ...]) -> float:
    """The variance of Kendall's S where there is no trend."""
    return (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18


def _ranked(slopes: Floats, deviation: float, level: float) -> tuple[float, float]:
    """The slopes at the ranks between which the true one lies, by the normal approximation to Kendall's S."""
    reach = NormalDist().inv_cdf((1 + level) / 2) * deviation
    lower = max(round((len(slopes) - reach) / 2) - 1, 0)
    upper = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    return float(slopes[lower]), float(slopes[upper])


def _normal_p(s: int, variance: float) -> float:
    if variance <= 0 or s == 0:
        return 1.0
    return math.erfc((abs(s) - 1) / math.sqrt(variance) / math.sqrt(2))


def _exact_p(n: int, s: int) -> float:
    """How many orders of n distinct values have a Kendall's S at least as far from none (Kendall 1938)."""
    whole = n * (n - 1) // 2
    counts = np.ones(1)
    for size in range(2, n + 1):
        counts = np.convolve(counts, np.ones(size))
    score = 2 * np.arange(whole + 1) - whole
    return float(counts[np.abs(score) >= abs(s)].sum() / math.factorial(n))

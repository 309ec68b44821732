"""Outliers: skewness and kurtosis, Winsorizing a few points, else a shifted logarithm; every treated cell is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from foedus.composites._table import Floats, Truths

Rule = Literal["", "winsorized", "logarithm"]
SHIFT = 0.01


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treated series: its values, which cells were moved, how, and its skewness and kurtosis before and after."""

    values: Floats
    moved: Truths
    rule: Rule
    before: tuple[float, float]
    after: tuple[float, float]
    passes: bool


def skewness(values: Floats) -> float:
    """Sample skewness, adjusted for the number of values (Fisher-Pearson); NaN for fewer than three or no spread."""
    known = values[~np.isnan(values)]
    n = len(known)
    centered = known - known.mean() if n else known
    spread = float((centered**2).sum())
    if n < 3 or spread == 0:
        return float("nan")
    return float(np.sqrt(n) * (centered**3).sum() / spread**1.5 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: Floats) -> float:
    """Sample excess kurtosis, adjusted for the number of values; NaN for fewer than four or no spread."""
    known = values[~np.isnan(values)]
    n = len(known)
    centered = known - known.mean() if n else known
    spread = float((centered**2).sum())
    if n < 4 or spread == 0:
        return float("nan")
    raw = n * (centered**4).sum() / spread**2 - 3
    return float(((n + 1) * raw + 6) * (n - 1) / ((n - 2) * (n - 3)))


def regular(values: Floats, *, skew: float = 2.0, kurt: float = 3.5) -> bool:
    """Whether a series has no outliers by the usual rule: |skewness| below 2, or kurtosis below 3.5.

    A series too short or too flat to tell counts as regular.
    """
    s, k = skewness(values), kurtosis(values)
    return not (abs(s) >= skew and k >= kurt)


def winsorized(values: Floats, *, most: int = 5, skew: float = 2.0, kurt: float = 3.5) -> tuple[Floats, Truths]:
    """The series with its farthest values brought to the next one until it is regular, and which were moved.

    Values that tie are moved together, and never more than `most` in all.
    """
    found = values.copy()
    moved = np.zeros(len(values), np.bool_)
    while not regular(found, skew=skew, kurt=kurt):
        high = skewness(found) >= 0
        known = found[~np.isnan(found)]
        end = known.max() if high else known.min()
        here = found == end
        if (moved | here).sum() > most or here.sum() == len(known):
            break
        found[here] = known[known < end].max() if high else known[known > end].min()
        moved |= here
    return found, moved


def shifted_logarithm(values: Floats) -> Floats:
    """The logarithm above the lowest value, shifted by a hundredth of the range; mirrored if the tail is low."""
    low, high = np.nanmin(values), np.nanmax(values)
    shift = SHIFT * (high - low)
    found: Floats = np.log(values - low + shift) if skewness(values) >= 0 else -np.log(high - values + shift)
    return found


def treat(values: Floats, *, most: int = 5, skew: float = 2.0, kurt: float = 3.5) -> Treatment:
    """One series treated: left alone if regular, else Winsorized, else (instead) on a shifted logarithm."""
    before = (skewness(values), kurtosis(values))
    if regular(values, skew=skew, kurt=kurt):
        return Treatment(values, np.zeros(len(values), np.bool_), "", before, before, passes=True)
    found, moved = winsorized(values, most=most, skew=skew, kurt=kurt)
    rule: Rule = "winsorized"
    if not regular(found, skew=skew, kurt=kurt):
        found, moved, rule = shifted_logarithm(values), ~np.isnan(values), "logarithm"
    after = (skewness(found), kurtosis(found))
    return Treatment(found, moved, rule, before, after, passes=regular(found, skew=skew, kurt=kurt))

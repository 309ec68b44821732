"""Missing data: carried within an age limit, group means and medians, regression, a multivariate normal, and draws.

Nothing is filled unless asked. Every function returns the values with what could be filled, and leaves the
rest unknown (NaN).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from foedus.composites._table import Floats, Ints, Truths

RIDGE = 1e-6
STEPS = 500
CLOSE = 1e-8


@dataclass(frozen=True, slots=True)
class Normal:
    """A multivariate normal of indicators, as fitted to what is known of them."""

    mean: Floats
    covariance: Floats
    steps: int


def carried(values: Floats, units: Ints, years: Ints, *, max_age: int) -> tuple[Floats, Ints]:
    """Values carried forward within each unit up to `max_age` years, and the age of each (0 where observed)."""
    order = np.lexsort((years, units))
    sorted_values, unit, year = values[order], units[order], years[order]
    place = np.arange(len(order))[:, None]
    last = np.maximum.accumulate(np.where(np.isnan(sorted_values), -1, place), axis=0)
    held = np.maximum(last, 0)
    age = year[:, None] - year[held]
    usable = (last >= 0) & (unit[held] == unit[:, None]) & (age <= max_age)
    filled = np.where(usable, np.take_along_axis(sorted_values, held, axis=0), np.nan)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return filled[back], np.where(usable, age, 0)[back]


def group_filled(values: Floats, groups: Ints, statistic: Literal["mean", "median"]) -> Floats:
    """Unknown values filled by the mean or median of their group; unknown if nobody in the group is known."""
    found = values.copy()
    for group in np.unique(groups):
        rows = groups == group
        here = values[rows]
        known = ~np.isnan(here)
        some = known.any(axis=0)
        middle = np.full(values.shape[1], np.nan)
        reduce = np.nanmean if statistic == "mean" else np.nanmedian
        middle[some] = reduce(here[:, some], axis=0)
        found[rows] = np.where(known, here, middle)
    return found


def regressed(values: Floats, *, predictors: int = 3) -> Floats:
    """Unknown values predicted by least squares from the indicators that correlate most with theirs.

    Only where all predictors are known, and only from at least three more complete rows than predictors.
    """
    found = values.copy()
    with np.errstate(invalid="ignore"):
        strength = np.abs(pairwise_correlations(values))
    np.fill_diagonal(strength, np.nan)
    for j in np.flatnonzero(np.isnan(values).any(axis=0)):
        order = np.argsort(-np.nan_to_num(strength[j], nan=-1.0), kind="stable")
        chosen = [int(i) for i in order if not np.isnan(strength[j, i])][:predictors]
        design = np.column_stack([np.ones(len(values)), values[:, chosen]])
        ready = ~np.isnan(design).any(axis=1)
        seen = ready & ~np.isnan(values[:, j])
        if not chosen or seen.sum() < len(chosen) + 3:
            continue
        slope = np.linalg.lstsq(design[seen], values[seen, j], rcond=None)[0]
        gap = ready & np.isnan(values[:, j])
        found[gap, j] = design[gap] @ slope
    return found


def pairwise_correlations(values: Floats) -> Floats:
    """Pearson correlations of columns, each over the rows known for both; NaN below three rows or without spread."""
    known = ~np.isnan(values)
    both = known.T.astype(np.float64) @ known
    x = np.where(known, values - np.where(known.any(axis=0), _nanmean(values), 0.0), 0.0)
    sums, squares = x.T @ known, (x**2).T @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = x.T @ x - sums * sums.T / both
        spread = squares - sums**2 / both
        found = covariance / np.sqrt(spread * spread.T)
    low = 1e-12 * np.maximum(squares, squares.T)
    found[(both < 3) | (spread <= low) | (low >= spread.T)] = np.nan
    clipped: Floats = np.clip(found, -1, 1)
    return clipped


def _nanmean(values: Floats) -> Floats:
    count = (~np.isnan(values)).sum(axis=0)
    mean: Floats = np.where(count > 0, np.nansum(values, axis=0) / np.maximum(count, 1), np.nan)
    return mean


def fitted_normal(values: Floats, *, ridge: float = RIDGE) -> Normal:
    """The multivariate normal that makes what is known most likely, by expectation and maximization.

    `ridge` adds that share of each variance to the diagonal, so that collinear indicators can be inverted.
    Dempster, Laird and Rubin (1977).
    """
    patterns, member = _patterns(values)
    mean = _nanmean(values)
    scale = np.nanstd(values, axis=0)
    covariance = np.diag(scale**2)
    floor = ridge * np.diag(np.where(scale > 0, scale**2, 1.0))
    steps = 0
    for steps in range(1, STEPS + 1):  # noqa: B007  (told with the result)
        total, square = np.zeros_like(mean), np.zeros_like(covariance)
        for p, known in enumerate(patterns):
            filled, left = _expected(values[member == p], known, mean, covariance + floor)
            total += filled.sum(axis=0)
            square += filled.T @ filled + len(filled) * left
        n = len(values)
        new_mean = total / n
        new_covariance = square / n - np.outer(new_mean, new_mean)
        moved = np.abs(new_mean - mean).max() + np.abs(new_covariance - covariance).max()
        mean, covariance = new_mean, new_covariance
        if moved <= CLOSE * (1 + np.abs(covariance).max()):
            break
    return Normal(mean, covariance + floor, steps)


def _patterns(values: Floats) -> tuple[Truths, Ints]:
    patterns, member = np.unique(~np.isnan(values), axis=0, return_inverse=True)
    return patterns, member.ravel()


def _expected(rows: Floats, known: Truths, mean: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """Rows with their unknown values at their conditional mean, and the conditional covariance that is left."""
    filled, left = rows.copy(), np.zeros_like(covariance)
    gap = ~known
    if gap.any():
        slope = (
            np.linalg.solve(covariance[np.ix_(known, known)], covariance[np.ix_(known, gap)])
            if known.any()
            else np.zeros((0, int(gap.sum())))
        )
        filled[:, gap] = mean[gap] + (rows[:, known] - mean[known]) @ slope
        left[np.ix_(gap, gap)] = covariance[np.ix_(gap, gap)] - covariance[np.ix_(gap, known)] @ slope
    return filled, left


def normal_filled(values: Floats, normal: Normal) -> Floats:
    """Unknown values at their mean given what else is known of the unit."""
    found = values.copy()
    patterns, member = _patterns(values)
    for p, known in enumerate(patterns):
        found[member == p] = _expected(values[member == p], known, normal.mean, normal.covariance)[0]
    return found


def normal_draws(values: Floats, normal: Normal, *, draws: int, rng: np.random.Generator) -> Floats:
    """The values many times over, each unknown one drawn given what else is known of its unit.

    The normal itself is taken as given, so the draws vary a little less than proper multiple imputations.
    """
    found = np.repeat(values[None], draws, axis=0)
    patterns, member = _patterns(values)
    for p, known in enumerate(patterns):
        rows = np.flatnonzero(member == p)
        filled, left = _expected(values[rows], known, normal.mean, normal.covariance)
        gap = np.flatnonzero(~known)
        if len(gap):
            noise = rng.multivariate_normal(np.zeros(len(gap)), left[np.ix_(gap, gap)], size=(draws, len(rows)))
            found[:, rows[:, None], gap] = filled[:, gap] + noise
    return found


def normal_imputed(values: Floats) -> Floats:
    """Unknown values at their conditional mean; what is known of nobody stays unknown."""
    known = ~np.isnan(values).all(axis=0)
    found = values.copy()
    found[:, known] = normal_filled(values[:, known], fitted_normal(values[:, known]))
    return found


def normal_imputations(values: Floats, *, draws: int, rng: np.random.Generator) -> Floats:
    """The values many times over, each unknown one drawn; what is known of nobody stays unknown."""
    known = ~np.isnan(values).all(axis=0)
    found = np.repeat(values[None], draws, axis=0)
    part = values[:, known]
    found[..., known] = normal_draws(part, fitted_normal(part), draws=draws, rng=rng)
    return found


def pool_draws(values: Floats, groups: Ints, *, draws: int, rng: np.random.Generator) -> Floats:
    """The values many times over, each unknown one drawn from the known values of its indicator in its group.

    Where nobody in the group is known, from those of all; where nobody at all is, it stays unknown.
    """
    found = np.repeat(values[None], draws, axis=0)
    for j in range(values.shape[1]):
        everybody = values[~np.isnan(values[:, j]), j]
        for group in np.unique(groups):
            gap = np.flatnonzero((groups == group) & np.isnan(values[:, j]))
            alike = values[(groups == group) & ~np.isnan(values[:, j]), j]
            pool = alike if len(alike) else everybody
            if len(gap) and len(pool):
                found[:, gap, j] = rng.choice(pool, size=(draws, len(gap)))
    return found

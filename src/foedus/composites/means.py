"""Aggregation: weighted means of several kinds over what is known, and Copeland's rule.

Values have the children last: (..., units, children). Weights are broadcast against them, so that many draws of
weights are one call. How far a weak child is bought off by a strong one falls from the arithmetic mean to the
geometric, the harmonic and the minimum.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from foedus.composites._table import Floats, Ints
from foedus.errors import BadOption, BrokenContract

Mean = Literal["arithmetic", "geometric", "harmonic", "generalized", "minimum"]
Aggregation = Literal["arithmetic", "geometric", "harmonic", "generalized", "minimum", "copeland", "frontier"]
POWER: dict[Mean, float] = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0, "minimum": -np.inf}


def power_of(method: str, power: float | None) -> float:
    """The exponent of a mean: 1 arithmetic, 0 geometric, -1 harmonic, minus infinity the minimum."""
    if method == "generalized":
        if power is None or not np.isfinite(power):
            raise BadOption("power", power, "a generalized mean needs a finite exponent, such as 0.5")
        return power
    return POWER[method]  # type: ignore[index]  # a step admits no other


def weighted_mean(values: Floats, weights: Floats, power: float = 1.0) -> Floats:
    """The generalized mean over the children that are known, their weights shared among them.

    Unknown where none is. Below a power of 1 values must not be negative; a 0 makes means of power 0 and less 0.
    """
    known = ~np.isnan(values)
    weight = np.where(known, weights, 0.0)
    total = weight.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = weight / total[..., None]
    plain = np.where(known, values, 0.0)
    if power == 1.0:
        mean: Floats = (share * plain).sum(axis=-1)
        return mean
    used = share > 0
    if np.any(used & (plain < 0)):
        raise BrokenContract(
            "A mean other than the arithmetic",
            "met a negative score",
            "Normalize to a scale that starts at 0 or above.",
        )
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if power == -np.inf:
            found = np.where(used, plain, np.inf).min(axis=-1)
        elif power == 0.0:
            found = np.exp(np.where(used, share * np.log(np.where(used, plain, 1.0)), 0.0).sum(axis=-1))
        else:
            found = np.where(used, share * np.where(used, plain, 1.0) ** power, 0.0).sum(axis=-1) ** (1 / power)
    return np.where(total > 0, found, np.nan)


def plain_mean(values: Floats, weights: Floats, power: float) -> Floats:
    """The generalized mean where every child is known and all units share the weights, (draws, children).

    The same numbers as `weighted_mean`, by a product of matrices.
    """
    if power != 1.0 and (values < 0).any():
        return weighted_mean(values, weights[..., None, :], power)
    share = (weights / weights.sum(axis=-1, keepdims=True))[..., None]
    with np.errstate(divide="ignore"):
        if power == 1.0:
            return np.asarray((values @ share)[..., 0])
        if power == -np.inf or (values == 0).any():
            return weighted_mean(values, weights[..., None, :], power)
        if power == 0.0:
            return np.asarray(np.exp((np.log(values) @ share)[..., 0]))
        return np.asarray((values**power @ share)[..., 0] ** (1 / power))


def copeland(values: Floats, weights: Floats, periods: Ints | None = None) -> Floats:
    """How many other units of its year a unit outranks, less those that outrank it.

    A unit outranks another if the children on which it stands higher weigh more than those on which it stands
    lower, among those known for both. Unknown where nothing is known of a unit.
    """
    weight = np.broadcast_to(weights, values.shape)
    found = np.full(values.shape[:-1], np.nan)
    years = np.zeros(values.shape[-2], np.int64) if periods is None else periods
    for year in np.unique(years):
        rows = np.flatnonzero(years == year)
        here, by = values[..., rows, :], weight[..., rows, :]
        balance = np.zeros((*here.shape[:-1], len(rows)))
        for j in range(values.shape[-1]):
            x, w = here[..., :, j], by[..., :, j]
            gap = x[..., :, None] - x[..., None, :]
            balance += np.where(np.isnan(gap), 0.0, np.sign(gap)) * ((w[..., :, None] + w[..., None, :]) / 2)
        balance[np.abs(balance) < 1e-12] = 0.0
        found[..., rows] = np.sign(balance).sum(axis=-1)
    return np.where(np.isnan(values).all(axis=-1), np.nan, found)


def euler_shares(values: Floats, weights: Floats, power: float) -> Floats:
    """What each child adds to the mean; the parts sum to it whatever its power.

    Generalized means are homogeneous of degree one, so by Euler's theorem a mean is the sum of each child times
    the mean's slope in it. Of an arithmetic mean the part is weight times score; of a minimum it is all the
    lowest child's.
    """
    known = ~np.isnan(values)
    weight = np.where(known, weights, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = weight / weight.sum(axis=-1, keepdims=True)
        mean = weighted_mean(values, weights, power)[..., None]
        if power == -np.inf:
            lowest = (share > 0) & (values == mean)
            part = lowest / lowest.sum(axis=-1, keepdims=True)
            return np.where(known, part * mean, np.nan)
        part = np.where(mean > 0, share * (values / mean) ** power, share) * mean if power != 1.0 else share * values
    return np.where(known & (share > 0), part, np.where(known, 0.0, np.nan))

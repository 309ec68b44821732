"""Weights: from budgets and pairwise comparisons of a panel, from principal components, entropy and equal influence.

Weights are nominal. What an indicator moves depends on its spread and its correlations too: see `coherence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from foedus.composites._table import Floats
from foedus.composites.missing import pairwise_correlations
from foedus.errors import BrokenContract

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""The mean consistency index of random comparisons of 1 to 10 things. Saaty (1980)."""
CONSISTENT = 0.1


@dataclass(frozen=True, slots=True)
class Budgets:
    """What a panel's budgets say: mean weights that sum to 1, and how far its members differ."""

    weights: dict[str, float]
    deviation: dict[str, float]
    experts: int


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Weights of pairwise comparisons, and how consistent those are; `warning` is empty if they are enough so."""

    weights: dict[str, float]
    largest_eigenvalue: float
    index: float
    ratio: float
    warning: str


@dataclass(frozen=True, slots=True)
class Components:
    """Weights of the first principal component, its loadings, and the share of variance it carries."""

    weights: dict[str, float]
    loadings: dict[str, float]
    explained: float
    warning: str


@dataclass(frozen=True, slots=True)
class Balanced:
    """Weights under which correlations with the mean stand in the wanted proportions, and those correlations."""

    weights: dict[str, float]
    correlations: dict[str, float]
    warning: str


def budget_allocation(budgets: Sequence[Mapping[str, float]]) -> Budgets:
    """Weights of a panel: each member spreads the same budget over the things weighed."""
    if not budgets:
        raise BrokenContract("The panel", "has no members", "Give one budget per member.")
    codes = tuple(budgets[0])
    totals = [sum(one.values()) for one in budgets]
    for n, one in enumerate(budgets):
        if set(one) != set(codes) or min(one.values()) < 0:
            remedy = f"Each spreads points of at least 0 over: {', '.join(codes)}."
            raise BrokenContract(
                f"Budget {n + 1}", "is over other things than the first, or has negative points", remedy
            )
        if abs(totals[n] - totals[0]) > 1e-6 or totals[n] <= 0:
            raise BrokenContract(f"Budget {n + 1}", f"spends {totals[n]:g}, not {totals[0]:g}", "All spend the same.")
    shares = np.array([[one[code] for code in codes] for one in budgets]) / totals[0]
    spread = shares.std(axis=0, ddof=1) if len(budgets) > 1 else np.zeros(len(codes))
    return Budgets(_named(codes, shares.mean(axis=0)), _named(codes, spread), len(budgets))


def analytic_hierarchy(codes: Sequence[str], comparisons: Sequence[Sequence[float]]) -> Hierarchy:
    """Weights of pairwise comparisons: row over column, 1 to 9 and their reciprocals.

    The weights are the principal eigenvector; the consistency ratio compares the eigenvalue's excess with that
    of random comparisons. Saaty (1980).
    """
    matrix = np.asarray(comparisons, dtype=np.float64)
    n = len(codes)
    what = "The comparisons"
    if matrix.shape != (n, n) or not 2 <= n <= len(RANDOM_INDEX):
        remedy = f"Compare 2 to {len(RANDOM_INDEX)} things, each with each."
        raise BrokenContract(what, f"are a table of {matrix.shape} for {n} things", remedy)
    if not (matrix > 0).all() or not np.allclose(matrix * matrix.T, 1.0, rtol=1e-3):
        remedy = "Entry (i, j) must be one over entry (j, i), and 1 for a thing with itself."
        raise BrokenContract(what, "are not positive and reciprocal", remedy)
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)
    largest = float(values[first].real)
    index = max(largest - n, 0.0) / (n - 1)
    ratio = index / RANDOM_INDEX[n - 1] if RANDOM_INDEX[n - 1] else 0.0
    warning = (
        ""
        if ratio <= CONSISTENT
        else f"The comparisons contradict each other: consistency ratio {ratio:.2f}, above 0.1."
    )
    return Hierarchy(_named(codes, vector / vector.sum()), largest, index, ratio, warning)


def principal_component(codes: Sequence[str], values: Floats) -> Components:
    """Weights by the squared loadings on the first principal component of the correlations.

    They maximize the variance explained, which favors what correlates, not what matters. Rows with an unknown
    value are left out. A warning names loadings that run against the others.
    """
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 3:
        raise BrokenContract("Principal components", "need three complete units", "Impute first, or weigh otherwise.")
    correlations = pairwise_correlations(whole)
    if np.isnan(correlations).any():
        raise BrokenContract("Principal components", "met an indicator without spread", "Leave it out.")
    sizes, vectors = np.linalg.eigh(correlations)
    loading = vectors[:, -1]
    loading = loading * (1.0 if loading.sum() >= 0 else -1.0)
    against = [code for code, x in zip(codes, loading, strict=True) if x < 0]
    warning = f"Loadings run against the others: {', '.join(against)}." if against else ""
    return Components(_named(codes, loading**2), _named(codes, loading), float(sizes[-1] / sizes.sum()), warning)


def entropy(codes: Sequence[str], values: Floats) -> dict[str, float]:
    """Weights by how unequally an indicator is spread over the units: what all share alike weighs nothing.

    Shannon's entropy of each column's shares, over that of an even spread. Values must not be negative.
    """
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 2 or (whole < 0).any() or (whole.sum(axis=0) <= 0).any():
        remedy = "Normalize to a scale from 0 and impute first."
        raise BrokenContract("Entropy weights", "need two complete units and values of at least 0", remedy)
    share = whole / whole.sum(axis=0)
    level = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=0) / np.log(len(whole))
    spread = np.maximum(1 - level, 0.0)
    if spread.sum() <= 1e-12:
        raise BrokenContract("Entropy weights", "met no differences between units", "Weigh otherwise.")
    return _named(codes, spread / spread.sum())


def equal_influence(codes: Sequence[str], values: Floats, importance: Mapping[str, float] | None = None) -> Balanced:
    """Weights under which each indicator's correlation with the arithmetic mean is the same (or as wanted).

    Where the solution of the linear system would need a negative weight, weights are stepped towards it and
    stop at 0; the warning says so. Paruolo, Saisana and Saltelli (2013); Becker and others (2017).
    """
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 3:
        raise BrokenContract("Weights of equal influence", "need three complete units", "Impute first.")
    spread = whole.std(axis=0, ddof=1)
    if not (spread > 0).all():
        raise BrokenContract("Weights of equal influence", "met an indicator without spread", "Leave it out.")
    covariance = np.atleast_2d(np.cov(whole, rowvar=False))
    wanted = np.array([1.0 if importance is None else importance[code] for code in codes])
    weights = np.linalg.lstsq(covariance, spread * wanted, rcond=None)[0]
    warning = ""
    if (weights <= 0).any():
        weights = _stepped(covariance, spread, wanted)
        warning = "Equal influence would need negative weights; these come as near as positive ones were found to."
    weights = weights / weights.sum()
    reached = covariance @ weights / spread / np.sqrt(weights @ covariance @ weights)
    return Balanced(_named(codes, weights), _named(codes, reached), warning)


def _stepped(covariance: Floats, spread: Floats, wanted: Floats) -> Floats:
    """Positive weights that bring the correlations as near as multiplicative steps do; the best met is kept."""
    weights = wanted / wanted.sum()
    best: Floats = weights
    least = np.inf
    for _ in range(5_000):
        reached = covariance @ weights / spread / np.sqrt(weights @ covariance @ weights) / wanted
        off = float(((reached - reached.mean()) ** 2).sum())
        if off < least:
            best, least = weights, off
        weights = np.maximum(weights * np.exp(0.1 * (reached.mean() - reached)), 1e-9)
        weights = weights / weights.sum()
    return best


def _named(codes: Sequence[str], values: Floats) -> dict[str, float]:
    return {code: float(value) for code, value in zip(codes, values, strict=True)}

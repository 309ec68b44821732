"""Benefit of the doubt: each unit weighed as suits it best, within bounds, beside the best of the others.

A linear program per unit. It needs SciPy, which comes with the extra `composites`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.composites._table import Floats
from foedus.errors import BadOption, BrokenContract, NotInstalled


@dataclass(frozen=True, slots=True)
class Frontier:
    """Scores from 0 to 1 (1 on the frontier), the weights that give them, and each indicator's share of the score."""

    scores: Floats
    weights: Floats
    shares: Floats


def benefit_of_the_doubt(values: Floats, *, least: float = 0.0, most: float = 1.0) -> Frontier:
    """The score of each unit under the weights that flatter it most, no unit exceeding 1 under them.

    `least` and `most` bound the share that each indicator contributes to a unit's score; without them a unit may
    put all weight on its best indicator. Units with an unknown value are left unknown and are no one's peers.
    Melyn and Moesen (1991); Cherchye and others (2007).
    """
    n = values.shape[1]
    if not 0 <= least <= 1 / n <= most <= 1:
        raise BadOption("least, most", (least, most), f"least is at most 1/{n} and most at least 1/{n}")
    whole = ~np.isnan(values).any(axis=1)
    peers = values[whole]
    if (peers < 0).any():
        raise BrokenContract("Benefit of the doubt", "met a negative score", "Normalize to a scale that starts at 0.")
    scores, weights = np.full(len(values), np.nan), np.full(values.shape, np.nan)
    for row in np.flatnonzero(whole):
        weights[row] = _best_weights(values[row], peers, least, most)
        scores[row] = float(weights[row] @ values[row])
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = weights * values / scores[:, None]
    return Frontier(scores, weights, np.where(np.isfinite(shares), shares, np.nan))


def _best_weights(own: Floats, peers: Floats, least: float, most: float) -> Floats:
    try:
        from scipy.optimize import linprog
    except ImportError as error:
        raise NotInstalled("Benefit of the doubt", "composites") from error
    part = np.diag(own)
    limits = [peers]
    if least > 0:
        limits.append(least * own - part)
    if most < 1:
        limits.append(part - most * own)
    table = np.vstack(limits)
    bound = np.concatenate([np.ones(len(peers)), np.zeros(len(table) - len(peers))])
    unreached = peers.max(axis=0) <= 0
    upper = [(0.0, 0.0 if gone else None) for gone in unreached]
    found = linprog(-own, A_ub=table, b_ub=bound, bounds=upper, method="highs")
    if not found.success:
        raise BrokenContract("Benefit of the doubt", "has no solution for a unit", "Widen the bounds least and most.")
    weights: Floats = np.asarray(found.x, dtype=np.float64)
    return weights

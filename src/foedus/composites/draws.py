"""Weights drawn around nominal ones: a Dirichlet distribution whose spread is stated as a coefficient of variation."""

from __future__ import annotations

import numpy as np

from foedus.composites._table import Floats
from foedus.composites.framework import Framework

VARIATION = 0.3


def dirichlet_weights(
    nominal: Floats, *, draws: int, rng: np.random.Generator, variation: float = VARIATION
) -> Floats:  # fmt: skip
    """Weights that sum to one around the nominal ones, a row per draw; a weight of 0 stays 0.

    The concentration is such that the mean of the squared coefficients of variation is `variation` squared.
    """
    share = nominal / nominal.sum()
    used = share > 0
    found = np.zeros((draws, len(share)))
    if used.sum() == 1 or variation == 0:
        found[:] = share
        return found
    some = share[used]
    concentration = max(float(np.mean((1 - some) / some)) / variation**2 - 1, 1.0)
    found[:, used] = rng.dirichlet(some * concentration, size=draws)
    return found


def family_weights(
    framework: Framework, nominal: Floats, *, draws: int, seed: int, variation: float = VARIATION
) -> Floats:
    """Drawn weights of every code, (draws, codes): each aggregate's children from a stream of their own."""
    place = {code: i for i, code in enumerate(framework.codes)}
    found = np.repeat(nominal[None], draws, axis=0)
    for n, code in enumerate(framework.aggregates):
        below = [place[child] for child in framework.children(code)]
        rng = np.random.default_rng([seed, n])
        found[:, below] = dirichlet_weights(nominal[below], draws=draws, rng=rng, variation=variation)
    return found

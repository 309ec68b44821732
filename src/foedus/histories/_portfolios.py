"""How alike the portfolios of every two states are: Signorino and Ritter's S, Cohen's kappa, Scott's pi, tau-b.

A portfolio has one entry per target: a commitment to a state, a vote on a roll call. Entries have few values, the
levels. So all that two portfolios say of one another is how many targets have one level in the first and another
in the second. Those counts come from products of matrices; each measure is a formula over them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Levels = NDArray[np.int8]

NOTHING = -1
"""The level of an entry that does not exist, as of a state that took no part in a vote."""
SERIAL = 2**18
"""Multiplications that a linear algebra library does without waking other threads, which would only wait here."""


@dataclass(frozen=True, slots=True)
class Joint:
    """For every two portfolios, the targets with level `a` in the first and `b` in the second, counted or weighed.

    `cells` is laid out by a, b and pair; pairs are in the order of `pairs_of`.
    """

    cells: Floats

    @property
    def levels(self) -> int:
        """How many levels an entry can have."""
        return len(self.cells)

    @property
    def total(self) -> Floats:
        """All targets that both portfolios have."""
        return np.asarray(self.cells.sum(axis=(0, 1)))

    @property
    def margins(self) -> tuple[Floats, Floats]:
        """The targets with each level in the first portfolio, and in the second."""
        return np.asarray(self.cells.sum(axis=1)), np.asarray(self.cells.sum(axis=0))

    @property
    def binary(self) -> Joint:
        """The same with all levels above the lowest taken for one."""
        first = np.stack([self.cells[0], self.cells[1:].sum(axis=0)])
        return Joint(np.stack([first[:, 0], first[:, 1:].sum(axis=1)], axis=1))


def pairs_of(number: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Every two of so many portfolios, as positions, the earlier first."""
    first, second = np.triu_indices(number, 1)
    return first, second


def compared(portfolios: Levels, levels: int, weights: Floats | None = None) -> Joint:
    """All pairs of portfolios: rows of levels from 0, a column per target. `NOTHING` is left out pair by pair.

    An unknown weight makes all pairs unknown.
    """
    held = [(portfolios == level).astype(np.float64) for level in range(levels)]
    weighed = held if weights is None else [one * weights for one in held]
    first, second = pairs_of(len(portfolios))
    cells = np.empty((levels, levels, len(first)))
    for a in range(levels):
        for b in range(a, levels):
            both = _products(weighed[a], held[b])
            cells[a, b] = both[first, second]
            cells[b, a] = both[second, first]
    return Joint(cells)


def _products(left: Floats, right: Floats) -> Floats:
    """Every row of the one with every row of the other, so few rows at a time that no thread is woken for it."""
    rows = max(1, SERIAL // right.size)
    return np.concatenate([left[at : at + rows] @ right.T for at in range(0, len(left), rows)])


def absolute(levels: int) -> Floats:
    """Two levels are as far apart as there are steps between them."""
    return np.abs(np.subtract.outer(np.arange(levels), np.arange(levels))).astype(np.float64)


def squared(levels: int) -> Floats:
    """Two levels are as far apart as the square of the steps between them."""
    return np.asarray(absolute(levels) ** 2)


def nominal(levels: int) -> Floats:
    """Two levels are the same or not."""
    return np.minimum(absolute(levels), 1)


def s_score(joint: Joint, apart: Floats) -> Floats:
    """Signorino and Ritter's S: 1 where two portfolios are the same, -1 where they could not differ more."""
    return 1 - 2 * _ratio(_observed(joint, apart), apart.max() * joint.total)


def kappa(joint: Joint, apart: Floats) -> Floats:
    """Cohen's kappa: how much nearer than portfolios in which each has its own levels dealt out by chance."""
    first, second = joint.margins
    return _nearer(joint, apart, first, second)


def scotts_pi(joint: Joint, apart: Floats) -> Floats:
    """Scott's pi: how much nearer than portfolios in which both have the levels of the two together, by chance."""
    first, second = joint.margins
    both = (first + second) / 2
    return _nearer(joint, apart, both, both)


def tau_b(joint: Joint) -> Floats:
    """Kendall's tau-b: pairs of targets ranked alike less those ranked in opposite order, adjusted for ties."""
    cells, levels = joint.cells, range(joint.levels)
    alike = np.zeros(cells.shape[-1])
    for a in levels:
        for b in levels[a + 1 :]:
            for c in levels:
                for d in levels[c + 1 :]:
                    alike += cells[a, c] * cells[b, d] - cells[a, d] * cells[b, c]
    untied = [(joint.total**2 - (margin**2).sum(axis=0)) / 2 for margin in joint.margins]
    return _ratio(alike, np.sqrt(untied[0] * untied[1]))


def _nearer(joint: Joint, apart: Floats, first: Floats, second: Floats) -> Floats:
    by_chance = _observed(Joint(first[:, None] * second[None]), apart)
    return 1 - _ratio(_observed(joint, apart) * joint.total, by_chance)


def _observed(joint: Joint, apart: Floats) -> Floats:
    """The distances of all targets added up."""
    found = np.zeros(joint.cells.shape[-1])
    for (a, b), distance in np.ndenumerate(apart):
        if distance:
            found += distance * joint.cells[a, b]
    return found


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Not a number where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)

"""Theil and Sen's slope of every series in every year, from the years that its window holds."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

SLOPE_WINDOW, SLOPE_NEEDS = 10, 4
BLOCK = 20_000
"""Points at a time: 45 slopes of each are in memory."""
Floats = NDArray[np.float64]


def theil_sen(series: NDArray[np.integer], year: NDArray[np.integer], value: Floats) -> Floats:
    """The median slope, by year, of the points in the window that ends with each point; not a number below four.

    Points stand by series and year, one of each. A series is told by its number, from 0 in their order.
    """
    # points before the first would wrap around: a series of nobody's stands in front
    before = SLOPE_WINDOW - 1
    of, at, height = (
        np.concatenate([np.full(before, fill, one.dtype), one]) for one, fill in ((series, -1), (year, 0), (value, 0))
    )
    blocks = [np.arange(low, min(low + BLOCK, of.size)) for low in range(before, of.size, BLOCK)]
    return np.concatenate([_ending_at(rows, of, at, height) for rows in blocks] or [np.zeros(0)])


def _ending_at(rows: NDArray[np.intp], of: NDArray[np.integer], at: NDArray[np.integer], height: Floats) -> Floats:
    back = rows - np.arange(SLOPE_WINDOW)[:, None]
    there = (of[back] == of[rows]) & (at[rows] - at[back] < SLOPE_WINDOW)
    level = np.where(there, height[back], np.nan)
    pairs = list(combinations(range(SLOPE_WINDOW), 2))
    later, earlier = np.array(pairs).T
    apart = np.maximum(at[back[later]] - at[back[earlier]], 1)
    every = np.sort((level[later] - level[earlier]) / apart, axis=0)
    known = there.sum(axis=0)
    many = known * (known - 1) // 2
    low, high = np.maximum((many - 1) // 2, 0), many // 2
    column = np.arange(rows.size)
    middle = (every[low, column] + every[np.minimum(high, len(pairs) - 1), column]) / 2
    return np.where(known >= SLOPE_NEEDS, middle, np.nan)

"""Ranks by year, over any number of draws at once."""

from __future__ import annotations

import numpy as np

from foedus.composites._table import Floats, Ints

DECIMALS = 9


def ranks(scores: Floats, periods: Ints) -> Floats:
    """Ranks within each period along the last axis: 1 for the highest, ties sharing the better, NaN for unknown.

    Scores that agree to nine decimals tie, so that the order of a sum decides nothing.
    """
    scores = np.round(scores, DECIMALS)
    found = np.full(scores.shape, np.nan)
    for period in np.unique(periods):
        here = np.flatnonzero(periods == period)
        found[..., here] = _ranked(scores[..., here])
    return found


def _ranked(scores: Floats) -> Floats:
    order = np.argsort(-scores, axis=-1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=-1)
    place = np.broadcast_to(np.arange(1, scores.shape[-1] + 1), scores.shape)
    new = np.ones(scores.shape, np.bool_)
    new[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    best = np.maximum.accumulate(np.where(new, place, 0), axis=-1).astype(np.float64)
    best[np.isnan(ordered)] = np.nan
    found = np.empty_like(best)
    np.put_along_axis(found, order, best, axis=-1)
    return found

"""Competing ends in discrete time: a multinomial logit by Newton's method, with errors clustered by alliance.

In each year a spell goes on (category 0) or ends in one of several ways (1, 2, ...); with yearly rows this is the
discrete-time form of a competing-risks model (Allison 1982). Two categories make it a plain logit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STEPS = 50
CLOSE = 1e-9
HALVINGS = 20
LONGEST = 2.0
"""A step in a constant, at most."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients by end (rows) and covariate (columns, the first a constant).

    `converged` says whether the search came to rest. An end that nobody came to has the constant of half a case
    and no slopes.
    """

    beta: Floats
    log_likelihood: float
    converged: bool


def probabilities(x: Floats, beta: Floats) -> Floats:
    """The chance of each category for each row; the first column is of going on."""
    score = np.concatenate([np.zeros((len(x), 1)), x @ beta.T], axis=1)
    score -= score.max(axis=1, keepdims=True)
    raised = np.exp(score)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit(x: Floats, ends: Ints, *, kinds: int, ridge: float = 0.0) -> Fit:
    """Maximum likelihood, or its ridge-penalized form with the constants left free.

    `x` has a constant in its first column; `ends` holds 0 for going on, else 1 to `kinds`.
    """
    beta = _start(ends, kinds, x.shape[1])
    seen = np.flatnonzero(np.bincount(ends, minlength=kinds + 1)[1:])
    among = np.zeros(kinds + 1, dtype=np.int64)
    among[seen + 1] = np.arange(1, len(seen) + 1)
    found, converged = _searched(x, among[ends], beta[seen], ridge)
    beta[seen] = found
    return Fit(beta, _objective(x, ends, beta, 0.0), converged)


def _start(ends: Ints, kinds: int, width: int) -> Floats:
    """Constants at the observed shares, slopes at none."""
    counts = np.bincount(ends, minlength=kinds + 1).astype(np.float64)
    beta = np.zeros((kinds, width))
    beta[:, 0] = np.log(np.maximum(counts[1:], 0.5) / max(counts[0], 0.5))
    return beta


def _searched(x: Floats, ends: Ints, beta: Floats, ridge: float) -> tuple[Floats, bool]:
    """Newton's steps, each halved until it does not lead down."""
    hit = _hit(ends, len(beta))
    pull = _pull(beta, ridge)
    value = _objective(x, ends, beta, ridge)
    for _ in range(STEPS):
        chance = probabilities(x, beta)[:, 1:]
        gradient = ((hit - chance).T @ x).ravel() - pull * beta.ravel()
        step = np.linalg.solve(_information(x, chance) + np.diag(pull), gradient)
        if float(gradient @ step) < CLOSE:
            return beta, True
        for halved in range(HALVINGS):
            moved = beta + step.reshape(beta.shape) / 2**halved
            reached = _objective(x, ends, moved, ridge)
            if reached >= value:
                beta, value = moved, reached
                break
    return beta, False


def leveled(x: Floats, beta: Floats, counts: Floats) -> Floats:
    """The same slopes with constants at which these rows are expected to end so often in each way."""
    moved = beta.copy()
    for _ in range(STEPS):
        chance = probabilities(x, moved)[:, 1:]
        slope = np.diag(chance.sum(axis=0)) - chance.T @ chance
        step = np.clip(np.linalg.solve(slope, counts - chance.sum(axis=0)), -LONGEST, LONGEST)
        moved[:, 0] += step
        if np.abs(step).max() < CLOSE:
            break
    return np.asarray(moved)


def clustered(x: Floats, ends: Ints, clusters: Ints, beta: Floats, *, ridge: float = 0.0) -> Floats:
    """The sandwich covariance of the coefficients, laid out row by row, over clusters: factor G / (G - 1)."""
    chance = probabilities(x, beta)[:, 1:]
    bread = np.linalg.inv(_information(x, chance) + np.diag(_pull(beta, ridge)))
    rows = ((_hit(ends, len(beta)) - chance)[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    meat = _by_cluster(rows, clusters)
    return np.asarray(bread @ (meat.T @ meat) @ bread * (len(meat) / max(len(meat) - 1, 1)))


def _hit(ends: Ints, kinds: int) -> Floats:
    return np.asarray(ends[:, None] == np.arange(1, kinds + 1)[None, :], dtype=np.float64)


def _pull(beta: Floats, ridge: float) -> Floats:
    """The penalty on each coefficient; none on the constants."""
    return np.asarray(np.tile(np.r_[0.0, np.full(beta.shape[1] - 1, ridge)], len(beta)))


def _objective(x: Floats, ends: Ints, beta: Floats, ridge: float) -> float:
    chance = probabilities(x, beta)[np.arange(len(x)), ends]
    return float(np.log(np.clip(chance, 1e-300, None)).sum() - 0.5 * (_pull(beta, ridge) * beta.ravel() ** 2).sum())


def _information(x: Floats, chance: Floats) -> Floats:
    """Minus the matrix of second derivatives."""
    kinds, width = chance.shape[1], x.shape[1]
    full = np.empty((kinds * width, kinds * width))
    for a in range(kinds):
        for b in range(a, kinds):
            weight = chance[:, a] * ((a == b) - chance[:, b])
            block = (x * weight[:, None]).T @ x
            full[a * width : (a + 1) * width, b * width : (b + 1) * width] = block
            full[b * width : (b + 1) * width, a * width : (a + 1) * width] = block.T
    return full


def _by_cluster(rows: Floats, clusters: Ints) -> Floats:
    """Rows summed within each cluster."""
    _, place = np.unique(clusters, return_inverse=True)
    order = np.argsort(place, kind="stable")
    first = np.flatnonzero(np.r_[True, np.diff(place[order]) > 0])
    return np.asarray(np.add.reduceat(rows[order], first, axis=0))


def incidence(hazards: Floats) -> Floats:
    """Cumulative incidence by end after each year, from yearly chances (..., year, category), the first of going on."""
    before = np.cumprod(hazards[..., 0], axis=-1)
    before = np.concatenate([np.ones_like(before[..., :1]), before[..., :-1]], axis=-1)
    return np.asarray(np.cumsum(before[..., None] * hazards[..., 1:], axis=-2))

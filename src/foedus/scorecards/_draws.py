"""How far the method reaches: scores recomputed with other weights, goalposts, claims and guesses at the unknown."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.composites import scales
from foedus.composites.draws import dirichlet_weights
from foedus.declare import Indicator, Scorecard
from foedus.scorecards._assessment import Known, Score
from foedus.scorecards._means import Floats as Floats
from foedus.scorecards._means import two_levels

WEIGHT_VARIATION = 0.3
GOALPOST_SHIFT = 0.1
LOW, HIGH = 5.0, 95.0


@dataclass(frozen=True, slots=True)
class Draws:
    """One partnership-year's scored indicators, drawn many times: a row per indicator, a column per draw.

    `scorecard` says how they are put together where that is no weighted sum.
    """

    indicators: tuple[str, ...]
    scores: Floats
    applicable: NDArray[np.bool_]
    seed: int
    scorecard: Scorecard | None = None

    def score(self, nominal: Mapping[str, float], shown: float | None, known: float) -> Score:
        """The method range of the weighted mean of these indicators, widened to hold the score that is shown."""
        rows = [i for i, name in enumerate(self.indicators) if name in nominal and self.applicable[i]]
        if not rows or shown is None:
            return Score(shown, None, None, known)
        base = np.array([nominal[self.indicators[i]] for i in rows])
        weights = _weights(base, self.scores.shape[1], self.seed)
        if self.scorecard is None or self.scorecard.sums:
            drawn = (weights * self.scores[rows]).sum(axis=0)
        else:
            card, names = self.scorecard, [self.indicators[i] for i in rows]
            home = {i.id: pillar.id for pillar in card.pillars for i in pillar.indicators}
            drawn = two_levels(self.scores[rows], weights, [home[n] for n in names], card.within, card.between)
        low, high = np.percentile(drawn, [LOW, HIGH])
        return Score(shown, float(min(low, shown)), float(max(high, shown)), known)


def _floats(values: Any) -> Floats:  # noqa: ANN401  (numpy types what it draws as anything)
    return np.asarray(values, dtype=np.float64)


def _weights(nominal: Floats, draws: int, seed: int) -> Floats:
    """Dirichlet weights around the nominal ones, with a mean coefficient of variation of 0.3: a column per draw."""
    rng = np.random.default_rng([seed, len(nominal)])
    return dirichlet_weights(nominal, draws=draws, rng=rng, variation=WEIGHT_VARIATION).T


def read_values(indicator: Indicator, values: Floats, goalposts: Floats | None = None) -> Floats:
    """Scores of drawn values against goalposts that may move: rows worst and best, a column per draw."""
    assert indicator.worst is not None  # noqa: S101  (scored indicators have goalposts)
    assert indicator.best is not None  # noqa: S101
    worst, best = (np.array([indicator.worst]), np.array([indicator.best])) if goalposts is None else goalposts
    read = scales.goalposts(values, worst, best, np.ones(1) if indicator.log else None)
    good: Floats = 100 * read
    return 100 - good if indicator.stage == "risk" else good


def moved_goalposts(indicator: Indicator, draws: int, seed: int) -> Floats:
    """Worst and best, each moved by up to a tenth of the range, the same for every partnership."""
    assert indicator.worst is not None  # noqa: S101
    assert indicator.best is not None  # noqa: S101
    rng = np.random.default_rng([seed, zlib.crc32(indicator.id.encode())])
    shift = rng.uniform(-GOALPOST_SHIFT, GOALPOST_SHIFT, size=(2, draws)) * (indicator.best - indicator.worst)
    return np.array([[indicator.worst], [indicator.best]]) + shift


@dataclass(frozen=True, slots=True)
class Pool:
    """Values seen in the universe from which unknown ones are drawn: those of the same kind and decade."""

    values: pl.DataFrame
    slopes: pl.DataFrame

    def like(self, indicator: str) -> Floats:
        """Values of the same kind and decade; empty if the universe has none."""
        return self.values.filter(pl.col("indicator") == indicator)["value"].to_numpy()

    def slope(self, indicator: str) -> Floats:
        """Slopes of the same kind and decade; empty if the universe has none."""
        return self.slopes.filter(pl.col("indicator") == indicator)["slope"].to_numpy()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is needed to draw one partnership-year: how often, from which seed and pool, for whom."""

    draws: int
    seed: int
    subject: str
    year: int
    pool: Pool

    def _rng(self, indicator: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(f"{self.subject}/{indicator}".encode())])

    def value(self, indicator: Indicator, row: Known, alternatives: Floats | None, changes: Floats) -> Floats:
        """Drawn scores of one indicator: from its claims if they differ, its age if carried, its peers if unknown.

        Where nothing like it has ever been seen, any score from 0 to 100 is as likely.
        """
        rng = self._rng(indicator.id)
        posts = moved_goalposts(indicator, self.draws, self.seed)
        value = row.value
        if value is None:
            pool = self.pool.like(indicator.id)
            if not len(pool):
                return rng.uniform(0, 100, self.draws)
            return read_values(indicator, rng.choice(pool, self.draws), posts)
        drawn = np.full(self.draws, value) if alternatives is None else alternatives
        if indicator.counts and row.n:
            drawn = rng.beta(row.n * value + 0.5, row.n * (1 - value) + 0.5, self.draws)
        if row.status == "carried" and len(changes):
            drawn = drawn + rng.choice(changes, self.draws)
        return read_values(indicator, drawn, posts)

    def outlook(self, indicators: Sequence[str], slopes: Mapping[str, float]) -> Floats:
        """Drawn scores of the outlook: weights and goalposts move, unknown slopes come from peers or are none."""
        rng = self._rng("outlook")
        rows = []
        for name in indicators:
            pool = self.pool.slope(name)
            known = slopes.get(name)
            stretch = 1 / (1 + rng.uniform(-2 * GOALPOST_SHIFT, 2 * GOALPOST_SHIFT, self.draws))
            drawn = np.full(self.draws, known) if known is not None else (
                rng.choice(pool, self.draws) if len(pool) else np.zeros(self.draws)
            )  # fmt: skip
            rows.append(drawn * stretch)
        weights = _weights(np.ones(len(rows)), self.draws, self.seed)
        blended = (weights * np.array(rows)).sum(axis=0)
        return _floats(np.clip(50 + 5 * blended, 0, 100))

"""How far an index depends on choices of method: ranges of scores and ranks, and who is above whom how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from foedus.composites._batch import Choices, batch
from foedus.composites._state import Scores, State
from foedus.composites._table import Floats, Ints, Table
from foedus.composites.composite import Composite
from foedus.composites.framework import close
from foedus.composites.ranking import ranks
from foedus.errors import BadOption, UnknownName

LOW, HIGH = 5.0, 95.0


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Scores of every unit under many choices of method: a method range, not a confidence interval.

    `scores` and `ranks` are draws by units. Scores are compared only if all choices share one bounded scale;
    ranks always can be.
    """

    table: Table
    code: str
    nominal: Floats
    scores: Floats
    ranks: Floats
    same_scale: bool
    draws: int
    seed: int

    def ranges(self) -> pl.DataFrame:
        """Score and rank of each unit with the 5th and 95th percentile of its draws, widened to hold the nominal."""
        own = ranks(self.nominal, self.table.periods())
        low, middle, high = _percentiles(self.ranks, "inverted_cdf")
        columns: dict[str, Floats] = {"score": self.nominal}
        if self.same_scale:
            below, _, above = _percentiles(self.scores)
            columns |= {"low": np.fmin(below, self.nominal), "high": np.fmax(above, self.nominal)}
        columns |= {"rank": own, "rank_low": np.fmin(low, own), "rank_median": middle, "rank_high": np.fmax(high, own)}
        whole = pl.col("rank", "rank_low", "rank_median", "rank_high").cast(pl.Int64)
        return self.table.frame(columns).with_columns(whole)

    def above(self, a: str, b: str, *, year: int | None = None) -> float:
        """The share of choices under which A scores above B; a tie counts half. Never a probability."""
        first, second = self.scores[:, self._row(a, year)], self.scores[:, self._row(b, year)]
        both = ~np.isnan(first) & ~np.isnan(second)
        if not both.any():
            raise BadOption("units", f"{a}, {b}", "under no choice is a score known for both")
        gap = first[both] - second[both]
        return float(np.mean(gap > 0) + np.mean(gap == 0) / 2)

    def tells_apart(self, a: str, b: str, *, year: int | None = None, share: float = 0.95) -> bool:
        """Whether one of two units is above the other under at least this share of choices; else print no order."""
        above = self.above(a, b, year=year)
        return max(above, 1 - above) >= share

    def _row(self, unit: str, year: int | None) -> int:
        years = self.table.years
        if years is not None and year is None:
            raise BadOption("year", None, "the index has years; say which")
        for i, name in enumerate(self.table.units):
            if name == unit and (years is None or years[i] == year):
                return i
        raise UnknownName(
            "unit of the index", unit, close(unit, self.table.units), hint="" if year is None else f"Year {year}."
        )


def uncertainty(
    index: Composite, choices: Choices | None = None, *, code: str | None = None, draws: int = 1000, seed: int = 0
) -> Uncertainty:
    """The index under `draws` choices of method, drawn at random; the same seed gives the same numbers.

    Without `choices` only the weights vary, with a coefficient of variation of 0.3. Saisana, Saltelli and
    Tarantola (2005).
    """
    ready = batch(index, choices or Choices(), code, sets=draws, seed=seed)
    points = np.random.default_rng([seed, 104729]).random((draws, len(ready.factors)))
    for i, factor in enumerate(ready.factors):
        if factor.ways == 0:
            points[:, i] = (np.arange(draws) + 0.5) / draws
    scores = ready.scores(points)
    rank = ranks(scores, ready.periods)
    nominal = index.score(code)
    return Uncertainty(index.state.table, ready.code, nominal, scores, rank, ready.same_scale, draws, seed)


def bounds(index: Composite, code: str | None = None) -> pl.DataFrame:
    """The lowest and highest score that what is unknown could make of each unit.

    Every unknown value is put at the lower, then at the upper end of the scale. Nothing is assumed, so the
    range only widens as data go missing. Manski (2003).
    """
    state, at = index.state, index.top(code)
    if state.ends is None:
        raise BadOption("bounds", "the scale", "only a bounded scale has ends; normalize otherwise")
    if any(way.method in ("copeland", "frontier") for way in _scores(state).climb.ways.values()):
        raise BadOption(
            "bounds", "the aggregation", "a ranking moves with the other units; only means have such bounds"
        )
    low, high = (_filled_score(index, end, at) for end in state.ends)
    return state.table.frame({"score": index.score(at), "low": low, "high": high})


def _filled_score(index: Composite, end: float, code: str) -> Floats:
    state = index.state
    scores, table = _scores(state), state.table
    values = np.where(np.isnan(table.values) & table.applicable, end, table.values)
    periods: Ints = table.periods()
    found = scores.climb.within(values, table.applicable, state.weight_array(), periods)[0]
    return np.asarray(found[:, state.framework.codes.index(code)])


def _scores(state: State) -> Scores:
    if state.scores is None:
        raise BadOption("scores", "none", "the index has not been aggregated; add the step Aggregate()")
    return state.scores


def _percentiles(drawn: Floats, method: Literal["linear", "inverted_cdf"] = "linear") -> tuple[Floats, Floats, Floats]:
    """The 5th, 50th and 95th percentile of each unit's known draws; NaN where there are none.

    By the inverted distribution function, a percentile of whole numbers is one of them.
    """
    found = np.full((3, drawn.shape[1]), np.nan)
    some = ~np.isnan(drawn).all(axis=0)
    found[:, some] = np.nanpercentile(drawn[:, some], [LOW, 50.0, HIGH], axis=0, method=method)
    return found[0], found[1], found[2]

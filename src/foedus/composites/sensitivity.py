"""Which choice matters: variance-based indices over the open choices, and what leaving one indicator out moves.

The indices come from SALib, which comes with the extra `sensitivity`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.composites._batch import Choices, batch
from foedus.composites._table import Floats, Truths
from foedus.composites.composite import Composite
from foedus.composites.framework import close
from foedus.composites.ranking import ranks
from foedus.errors import BadOption, NotInstalled, UnknownName


@dataclass(frozen=True, slots=True)
class Indices:
    """Sobol indices of some factors: the share of variance each explains alone, and with all that it interacts with.

    `first_within` and `total_within` are half-widths of 95% bootstrap intervals.
    """

    names: tuple[str, ...]
    first: Floats
    first_within: Floats
    total: Floats
    total_within: Floats
    runs: int

    @property
    def data(self) -> pl.DataFrame:
        """A row per factor, the weightiest first."""
        columns = {
            "factor": self.names, "first": self.first, "first_within": self.first_within, "total": self.total,
            "total_within": self.total_within,
        }  # fmt: skip
        return pl.DataFrame(columns, schema_overrides={"factor": pl.String}).sort("total", descending=True)


def sobol_indices(
    function: Callable[[Floats], Floats], names: Sequence[str], limits: Sequence[tuple[float, float]], *,
    base: int = 256, seed: int = 0,
) -> Indices:  # fmt: skip
    """First and total order indices of a function of uniform factors, called once with all points by factors.

    It is run at `base` times (factors + 2) points of a Sobol sequence; `base` should be a power of two. Sobol
    (1993); Saltelli and others (2010).
    """
    if base < 2 or base & (base - 1):
        raise BadOption("base", base, "a power of two, such as 256")
    try:
        from SALib.analyze import sobol as analysis
        from SALib.sample import sobol as sample
    except ImportError as error:
        raise NotInstalled("Sobol sensitivity indices", "sensitivity") from error
    problem = {"num_vars": len(names), "names": list(names), "bounds": [list(pair) for pair in limits]}
    points = np.asarray(sample.sample(problem, base, calc_second_order=False, seed=seed), dtype=np.float64)
    outcome = np.asarray(function(points), dtype=np.float64)
    if not np.isfinite(outcome).all():
        raise BadOption("choices", "unknown", "some give no score; lower need= or draw what is unknown")
    if np.ptp(outcome) == 0:
        nothing = np.zeros(len(names))
        return Indices(tuple(names), nothing, nothing, nothing, nothing, len(points))
    found = analysis.analyze(problem, outcome, calc_second_order=False, seed=seed)
    first, first_within, total, total_within = (
        np.asarray(found[key], dtype=np.float64) for key in ("S1", "S1_conf", "ST", "ST_conf")
    )
    return Indices(tuple(names), first, first_within, total, total_within, len(points))


def sensitivity(
    index: Composite, choices: Choices, *, code: str | None = None, unit: str | None = None, base: int = 256,
    seed: int = 0,
) -> Indices:  # fmt: skip
    """Which of the open choices moves the index most.

    What is explained is the mean shift in rank against the index as it stands, over the units known under every
    choice; or with `unit` the rank of that unit.
    """
    ready = batch(index, choices, code, sets=max(base, 64), seed=seed)
    own = ranks(index.score(code), ready.periods)
    if unit is not None and unit not in index.state.table.units:
        raise UnknownName("unit of the index", unit, close(unit, index.state.table.units))
    rows = np.array([unit is None or name == unit for name in index.state.table.units])

    def shift(points: Floats) -> Floats:
        found = ranks(ready.scores(points), ready.periods)
        kept = rows & ~np.isnan(found).any(axis=0) & ~np.isnan(own)
        if not kept.any():
            return np.full(len(points), np.nan)
        if unit is not None:
            return np.asarray(found[:, kept].mean(axis=1))
        return np.asarray(np.abs(found[:, kept] - own[kept]).mean(axis=1))

    names = [factor.name for factor in ready.factors]
    return sobol_indices(shift, names, [(0.0, 1.0)] * len(names), base=base, seed=seed)


def leave_one_out(index: Composite, *, level: int = 1, code: str | None = None) -> pl.DataFrame:
    """What leaving out each indicator (or each aggregate of a level) does to scores and ranks.

    A row per row of the framework: the mean and the largest shift in rank, and the mean shift in score.
    """
    framework, state = index.framework, index.state
    if state.scores is None:
        raise BadOption("scores", "none", "the index has not been aggregated; add the step Aggregate()")
    gone = [c for c in framework.codes if framework.level(c) == level and framework[c].parent is not None]
    if not gone:
        highest = max(map(framework.level, framework.codes)) - 1
        raise BadOption("level", level, f"the framework has levels 1 to {highest} below its top")
    weights = np.repeat(state.weight_array()[None], len(gone), axis=0)
    weights[np.arange(len(gone)), [framework.codes.index(c) for c in gone]] = 0.0
    table, way = state.table, state.scores.climb
    scores = way.reach(
        table.values[None],
        table.applicable,
        weights,
        table.periods(),
        code=index.top(code),
        unknown=state.scores.unknown,
    )
    nominal = index.score(code)
    shift = np.abs(ranks(scores, table.periods()) - ranks(nominal, table.periods()))
    known = ~np.isnan(shift)
    return pl.DataFrame(
        {
            "code": gone, "name": [framework[c].name for c in gone],
            "mean_rank_shift": _mean(shift, known),
            "largest_rank_shift": np.where(known, shift, 0).max(axis=1),
            "mean_score_shift": _mean(np.abs(scores - nominal), known),
            "units_known": known.sum(axis=1),
        }
    ).with_columns(pl.col("mean_rank_shift", "mean_score_shift").fill_nan(None))  # fmt: skip


def _mean(values: Floats, known: Truths) -> Floats:
    count = known.sum(axis=1)
    found: Floats = np.where(count > 0, np.where(known, values, 0).sum(axis=1) / np.maximum(count, 1), np.nan)
    return found

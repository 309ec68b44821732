"""Back to the data: what makes a score, what sets two units apart, and what changed between two versions."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.composites._table import Floats
from foedus.composites.composite import Composite
from foedus.composites.framework import close
from foedus.composites.missing import pairwise_correlations
from foedus.composites.ranking import ranks
from foedus.composites.scales import average_ranks
from foedus.errors import BadOption, BrokenContract, UnknownName


def decompose(
    index: Composite, unit: str, *, year: int | None = None, against: str | None = None, code: str | None = None
) -> pl.DataFrame:
    """The score of a unit as a sum over its indicators, the largest part first.

    `points` sum to the score, whatever the kinds of mean on the way up (Euler's theorem). With `against` there
    are the other unit's points too, and `difference` sums to the difference of the two scores. `weight` is the
    effective weight among the indicators that are known.
    """
    at, state = index.top(code), index.state
    scores = state.scores
    if scores is None:
        raise BadOption("scores", "none", "the index has not been aggregated; add the step Aggregate()")
    row = _row(index, unit, year)
    if np.isnan(scores.values[row, index.framework.codes.index(at)]):
        raise BrokenContract(
            f"The score of {unit}", "is unknown", "Too little is known of it; lower need= to see its parts."
        )
    weights = state.weight_array()
    parts = _parts(index, at)
    reached = _reached(index, at)
    nominal = scores.climb.effective(np.ones_like(state.table.applicable[:1]), weights, at)[0]
    below = np.flatnonzero(nominal > 0)
    columns: dict[str, object] = {
        "indicator": [state.table.codes[j] for j in below],
        "value": _raw(index, row)[below], "score": state.table.values[row, below],
        "weight": reached[row, below], "points": parts[row, below],
    }  # fmt: skip
    if against is not None:
        other = _row(index, against, year)
        columns |= {
            "points_against": parts[other, below],
            "difference": np.nan_to_num(parts[row] - parts[other])[below],
        }
    order = "points" if against is None else "difference"
    frame = pl.DataFrame(columns).with_columns(pl.selectors.float().fill_nan(None))
    return frame.sort(pl.col(order).abs(), "indicator", descending=[True, False], nulls_last=True)


def strengths(index: Composite, unit: str, *, year: int | None = None, most: int = 5) -> pl.DataFrame:
    """The indicators on which a unit ranks best and worst among the units of its year."""
    table, row = index.state.table, _row(index, unit, year)
    place = ranks(table.values.T, table.periods()).T[row]
    known = [int(j) for j in np.argsort(place, kind="stable") if not np.isnan(place[j])]
    best = known[:most]
    worst = [j for j in reversed(known) if j not in best][:most]
    rows = [
        {"side": side, "indicator": table.codes[j], "rank": int(place[j]), "score": float(table.values[row, j])}
        for side, chosen in (("strength", best), ("weakness", worst))
        for j in chosen
    ]
    return pl.DataFrame(rows, schema={"side": pl.String, "indicator": pl.String, "rank": pl.Int64, "score": pl.Float64})


def links(index: Composite, others: pl.DataFrame, *, code: str | None = None) -> pl.DataFrame:
    """How the index goes with other measures of the same units (and years): Pearson and rank correlations.

    Agreement is not validation: what an index repeats it does not add to.
    """
    table = index.state.table
    keys = ["unit", *([] if table.years is None else ["year"])]
    for key in keys:
        if key not in others.columns:
            raise UnknownName("column of the other measures", key, close(key, others.columns))
    own = table.frame({"index of ours": index.score(code)})
    cast = others.with_columns(
        pl.col("unit").cast(pl.String), *([pl.col("year").cast(pl.Int64)] if len(keys) > 1 else [])
    )
    beside = own.join(cast, on=keys, how="inner", validate="1:1")
    rows = []
    for name in others.columns:
        if name in keys or not others[name].dtype.is_numeric():
            continue
        both = beside.select("index of ours", name).cast(pl.Float64).fill_nan(None).drop_nulls().to_numpy()
        ranked = np.column_stack([average_ranks(both[:, 0]), average_ranks(both[:, 1])]) if len(both) else both
        pearson, spearman = _pair(both), _pair(ranked)
        rows.append({"measure": name, "units": len(both), "pearson": pearson, "spearman": spearman})
    schema = {"measure": pl.String, "units": pl.Int64, "pearson": pl.Float64, "spearman": pl.Float64}
    return pl.DataFrame(rows, schema=schema).with_columns(pl.selectors.float().fill_nan(None))


def shifts(before: Composite, after: Composite, code: str | None = None) -> pl.DataFrame:
    """Scores and ranks of two versions of an index side by side, the largest shift in rank first."""
    old, new = before.ranks(code), after.ranks(code)
    at = before.top(code)
    keys = [key for key in ("unit", "year") if key in old.columns]
    beside = old.select(*keys, before=at, rank_before="rank").join(
        new.select(*keys, after=after.top(code), rank_after="rank"), on=keys, how="full", coalesce=True
    )
    moved = pl.col("rank_before") - pl.col("rank_after")
    return beside.with_columns(up=moved).sort(
        pl.col("up").abs(), *keys, descending=[True] + [False] * len(keys), nulls_last=True
    )


def _parts(index: Composite, code: str) -> Floats:
    state, scores = index.state, index.state.scores
    if scores is None:
        raise BadOption("scores", "none", "the index has not been aggregated; add the step Aggregate()")
    if scores.unknown == "within":
        return scores.climb.parts(scores.values, state.table.applicable, state.weight_array(), code)
    return _reached(index, code) * np.where(np.isnan(state.table.values), 0.0, state.table.values)


def _reached(index: Composite, code: str) -> Floats:
    """What each known indicator weighs in a code, the unknown having left their weights as the index says."""
    state, scores = index.state, index.state.scores
    if scores is None:
        raise BadOption("scores", "none", "the index has not been aggregated; add the step Aggregate()")
    seen = state.table.applicable & ~np.isnan(state.table.values)
    if scores.unknown == "within":
        return scores.climb.effective(seen, state.weight_array(), code)
    held = scores.climb.effective(state.table.applicable, state.weight_array(), code) * seen
    total = held.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(held, total, out=np.zeros_like(held), where=total > 0))


def _raw(index: Composite, row: int) -> Floats:
    """The values of a row as they were handed over."""
    begun, now = index.begun.table, index.state.table
    year = None if now.years is None else now.years[row]
    at = next(
        i for i, unit in enumerate(begun.units)
        if unit == now.units[row] and (begun.years is None or begun.years[i] == year)
    )  # fmt: skip
    return np.asarray(begun.values[at, [begun.codes.index(code) for code in now.codes]])


def _row(index: Composite, unit: str, year: int | None) -> int:
    table = index.state.table
    if table.years is not None and year is None:
        raise BadOption("year", None, "the index has years; say which")
    for i, name in enumerate(table.units):
        if name == unit and (table.years is None or table.years[i] == year):
            return i
    raise UnknownName("unit of the index", unit, close(unit, table.units), hint="" if year is None else f"Year {year}.")


def _pair(values: Floats) -> float:
    return float(pairwise_correlations(values)[0, 1]) if len(values) > 2 else float("nan")

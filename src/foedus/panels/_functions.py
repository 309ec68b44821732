"""What can be made of a column over time: windows, years since an event, and curves for duration dependence."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.errors import BadOption
from foedus.panels._rows import Bools, Ints, Rows

Floats = NDArray[np.float64]


def countable(column: pl.Series, asked: str) -> pl.Series:
    """The column, if it holds numbers or yes and no; of words and days nothing can be counted."""
    if not (column.dtype.is_numeric() or column.dtype in (pl.Boolean, pl.Null)):
        raise BadOption("COLUMN", asked, "only of numbers and yes-or-no columns can this be made")
    return column


def window(columns: list[pl.Series], function: str) -> pl.Series:
    """The mean, sum, least or greatest of a column over years; unknown if any of them is."""
    frame = pl.DataFrame({str(i): column.cast(pl.Float64) for i, column in enumerate(columns)})
    known = pl.all_horizontal(pl.all().is_not_null())
    reduced = {"mean": pl.mean_horizontal, "sum": pl.sum_horizontal, "min": pl.min_horizontal, "max": pl.max_horizontal}
    return frame.select(pl.when(known).then(reduced[function](pl.all()))).to_series()


def years_since(event: pl.Series, rows: Rows, *, gaps: bool) -> pl.Series:
    """How many rows (with `gaps`, calendar years) since the row after the last event, or the unit's first row.

    0 in a unit's first row and in the row after an event. Where the event is unknown the answer is, and from
    there on until the row after the next event. Beck, Katz and Tucker (1998).
    """
    order, first = _units(rows)
    known = event.is_not_null().to_numpy()[order]
    happened = event.fill_null(value=0).cast(pl.Boolean).to_numpy()[order]
    after = np.r_[False, happened[:-1]]
    reset = first | after
    count = _since(np.flatnonzero(reset), rows.year[order], gaps=gaps)
    unsure = _unknown_since(reset, known)
    spell = np.empty(rows.height, dtype=np.int32)
    spell[order] = np.where(unsure, -1, count)
    series = pl.Series(event.name, spell)
    return series.set(series < 0, None)


def _units(rows: Rows) -> tuple[NDArray[np.int64], Bools]:
    """The rows by unit and year, and which of them begin a unit."""
    of = rows.sides if rows.thing is None else (rows.thing,)
    order = np.lexsort((rows.year, *of[::-1]))
    changed = np.zeros(rows.height, dtype=np.bool_)
    for side in of:
        ordered = side[order]
        changed[1:] |= ordered[1:] != ordered[:-1]
    changed[:1] = True
    return order, changed


def _since(resets: NDArray[np.int64], year: Ints, *, gaps: bool) -> Ints:
    n = len(year)
    lengths = np.diff(np.r_[resets, n])
    start = np.repeat(resets, lengths)
    return (year - year[start] if gaps else np.arange(n) - start).astype(np.int32)


def _unknown_since(reset: Bools, known: Bools) -> Bools:
    """Whether a row or one before it, back to the last reset, is unknown."""
    missing = np.cumsum(~known)
    at = np.maximum.accumulate(np.where(reset, np.arange(len(reset)), 0))
    before = np.where(at > 0, missing[at - 1], 0)
    return missing > before


def cubic(duration: pl.Series) -> list[tuple[str, pl.Series]]:
    """The duration, its square and its cube. Carter and Signorino (2010)."""
    t = duration.cast(pl.Float64)
    return [("t", t), ("t2", t.pow(2)), ("t3", t.pow(3))]


def spline(duration: pl.Series, knots: int) -> list[tuple[str, pl.Series]]:
    """A restricted cubic spline: the duration and knots - 2 curves, linear beyond the outer knots.

    Knots stand at equally spaced quantiles from 5% to 95% of the known durations. Harrell (2001), eq. 2.25.
    """
    t = duration.cast(pl.Float64)
    known = t.drop_nulls().to_numpy()
    at = np.unique(np.quantile(known, np.linspace(0.05, 0.95, knots))) if len(known) else np.array([])
    if len(at) < knots:
        allowed = f"the durations here take too few values for {knots} knots; {max(len(at), 0)} can be told apart"
        raise BadOption("spline", knots, allowed)
    x = t.to_numpy()
    last, before = at[-1], at[-2]

    def bent(knot: float) -> Floats:
        return np.asarray(np.maximum(x - knot, 0) ** 3)

    curves = [("t", t)]
    for j in range(knots - 2):
        tail = (last - at[j]) / (last - before)
        other = (before - at[j]) / (last - before)
        curve = (bent(at[j]) - bent(before) * tail + bent(last) * other) / (last - at[0]) ** 2
        curves.append((f"s{j + 1}", pl.Series(curve, nan_to_null=True)))
    return curves

"""Before any index: how much is known of each unit and indicator, how many zeros, and the usual rules of thumb."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.composites._table import Floats, Truths
from foedus.composites.composite import Composite
from foedus.composites.framework import listed
from foedus.composites.missing import pairwise_correlations
from foedus.composites.outliers import kurtosis, regular, skewness

ENOUGH = 0.65
FEWEST, MOST = 30, 40


@dataclass(frozen=True, slots=True)
class Screening:
    """What is known of the data as they stand: a table per unit, one per indicator, and what the rules say.

    The rules are thumbs: 65% known of every unit and indicator, 30 to 40 indicators, no indicator that is mostly
    zeros or nearly constant.
    """

    units: pl.DataFrame
    indicators: pl.DataFrame
    says: tuple[str, ...]


def screen(index: Composite) -> Screening:
    """Availability, zeros, distinct values and shape of the data of an index after its last step."""
    table = index.state.table
    seen = ~np.isnan(table.values) & table.applicable
    zero = table.values == 0
    low, high = _ends(table.values, seen)
    units = table.frame({"known": _share(seen, table.applicable, 1), "zeros": _share(zero & seen, seen, 1)})
    indicators = pl.DataFrame(
        {
            "indicator": table.codes, "known": _share(seen, table.applicable, 0), "zeros": _share(zero & seen, seen, 0),
            "distinct": [len(np.unique(v[k])) for v, k in zip(table.values.T, seen.T, strict=True)],
            "lowest": low, "highest": high,
            "skewness": [skewness(v) for v in table.values.T], "kurtosis": [kurtosis(v) for v in table.values.T],
            "outliers": [not regular(v) for v in table.values.T],
        },
        schema_overrides={"indicator": pl.String},
    ).with_columns(pl.selectors.float().fill_nan(None))  # fmt: skip
    return Screening(units, indicators, _rules(units, indicators))


def denominator_links(index: Composite, *, least: float = 0.7) -> pl.DataFrame:
    """Indicators that go with a denominator at a correlation of at least `least`: they may measure size alone."""
    table, rows = index.begun.table, []
    for name, values in table.denominators.items():
        found = pairwise_correlations(np.column_stack([values, table.values]))[0, 1:]
        rows += [
            {"indicator": code, "denominator": name, "correlation": float(r)}
            for code, r in zip(table.codes, found, strict=True)
            if abs(r) >= least
        ]
    schema = {"indicator": pl.String, "denominator": pl.String, "correlation": pl.Float64}
    return pl.DataFrame(rows, schema=schema)


def _rules(units: pl.DataFrame, indicators: pl.DataFrame) -> tuple[str, ...]:
    says = []
    for name, frame in (("unit", units), ("indicator", indicators)):
        poor = frame.filter(pl.col("known") < ENOUGH - 1e-9)[name].unique(maintain_order=True).to_list()
        if poor:
            says.append(f"Less than {ENOUGH:.0%} known of: {listed(poor)}.")
    if not FEWEST <= indicators.height <= MOST:
        says.append(f"{indicators.height} indicators; one index holds {FEWEST} to {MOST} well.")
    for sentence, rule in (
        ("Mostly zeros", pl.col("zeros") > 0.5), ("Fewer than three distinct values", pl.col("distinct") < 3),
        ("With outliers", pl.col("outliers")),
    ):  # fmt: skip
        found = indicators.filter(rule)["indicator"].to_list()
        says += [f"{sentence}: {listed(found)}."] if found else []
    return tuple(says)


def _share(part: Truths, whole: Truths, axis: int) -> Floats:
    total = whole.sum(axis=axis)
    found: Floats = np.where(total > 0, part.sum(axis=axis) / np.maximum(total, 1), np.nan)
    return found


def _ends(values: Floats, seen: Truths) -> tuple[Floats, Floats]:
    """The lowest and highest known value of each column; NaN where none is."""
    none = ~seen.any(axis=0)
    low, high = np.where(seen, values, np.inf).min(axis=0), np.where(seen, values, -np.inf).max(axis=0)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)

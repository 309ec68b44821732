"""From rows to one value per partnership-year: whole columns at a time, unknown rows left out and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from foedus.declare import Across, Indicator, Measure, RowUnit
from foedus.measures._rows import BY, RowMaker

MEMBERS_NEEDED = 0.65
POWER_NEEDED = 0.90
PAIRS_NEEDED = 5
VALUE = ["partnership", "year", "indicator", "value", "n", "of"]
SCHEMA = {
    "partnership": pl.String, "year": pl.Int32, "indicator": pl.String, "value": pl.Float64, "n": pl.UInt32,
    "of": pl.UInt32,
}  # fmt: skip


def evaluate(indicators: Iterable[Indicator], maker: RowMaker, *, by: Sequence[str] = BY) -> pl.DataFrame:
    """Every indicator for every partnership-year of the maker's members; only known values are kept.

    Columns: partnership, year, indicator, value, n (rows known) and of (rows there are). A value over
    members needs 65% of them, or 90% of their capabilities; one over pairs needs five pairs or all of them.
    """
    by_unit: dict[RowUnit, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.measure is not None:
            by_unit.setdefault(indicator.measure.unit, []).append(indicator)
    parts = [values(maker.rows(unit), unit, mine, by) for unit, mine in by_unit.items()]
    return pl.concat([part.select(*by, *VALUE[2:]) for part in parts]) if parts else pl.DataFrame(schema=SCHEMA)


def values(rows: pl.DataFrame, unit: RowUnit, indicators: Sequence[Indicator], by: Sequence[str]) -> pl.DataFrame:
    """The indicators over this unit, from rows that hold every column they need."""
    aggregations: list[pl.Expr] = [pl.len().alias("of")]
    for i, indicator in enumerate(indicators):
        assert indicator.measure is not None  # noqa: S101  (filtered by the caller)
        known = known_rows(indicator.measure)
        aggregations += [
            reduced(indicator.measure, indicator.across, known).cast(pl.Float64).alias(f"value{i}"),
            known.sum().alias(f"n{i}"),
        ]
        if unit == "member-year":
            aggregations.append((pl.col("power").filter(known).sum() / pl.col("power").sum()).alias(f"power{i}"))
    wide = rows.lazy().group_by(*by).agg(aggregations).collect()
    found = []
    for i, indicator in enumerate(indicators):
        enough = _enough(unit, f"n{i}", f"power{i}")
        value = pl.col(f"value{i}")
        kept = wide.filter(value.is_not_null() & value.is_finite() & enough)
        found.append(
            kept.select(
                *by, pl.lit(indicator.id).alias("indicator"), value.alias("value"), pl.col(f"n{i}").alias("n"), "of"
            )
        )
    return pl.concat(found)


def known_rows(measure: Measure) -> pl.Expr:
    """Which rows have every column that the measure needs."""
    return pl.all_horizontal(pl.col(name).is_not_null() for name in measure.columns)


def reduced(measure: Measure, across: Across, known: pl.Expr) -> pl.Expr:
    """The measure over the known rows of a group, reduced the way its indicator declares."""
    value = measure.formula(*(pl.col(name).filter(known) for name in measure.columns))
    if measure.aggregates:
        return value
    match across:
        case "mean" | "share":
            return value.mean()
        case "median":
            return value.median()
        case "sum":
            return value.sum()
        case "minimum":
            return value.min()
        case "whole":
            return value.first()


def _enough(unit: RowUnit, n: str, power: str) -> pl.Expr:
    known, there = pl.col(n), pl.col("of")
    if unit == "member-year":
        return (known >= 1) & (
            (known >= MEMBERS_NEEDED * there) | (pl.col(power).fill_nan(0).fill_null(0) >= POWER_NEEDED)
        )
    if unit in {"pair-year", "directed-pair-year"}:
        return (known >= MEMBERS_NEEDED * there) & ((known >= PAIRS_NEEDED) | (known == there))
    return known >= 1

"""From rows to one value per partnership-year: whole columns at a time, unknown rows left out and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from foedus.declare import Across, Indicator, Measure, RowUnit
from foedus.measures._rows import BY, RowMaker

MEMBERS_NEEDED = 0.65
POWER_NEEDED = 0.90
PAIRS_NEEDED = 5
VALUE = ["partnership", "year", "indicator", "value", "n", "of", "basis"]
SCHEMA = {
    "partnership": pl.String, "year": pl.Int32, "indicator": pl.String, "value": pl.Float64, "n": pl.UInt32,
    "of": pl.UInt32, "basis": pl.UInt8,
}  # fmt: skip
Asked = tuple[Indicator, Measure, int]


def evaluate(indicators: Iterable[Indicator], maker: RowMaker, *, by: Sequence[str] = BY) -> pl.DataFrame:
    """Every indicator for every partnership-year of the maker's members; only known values are kept.

    Columns: partnership, year, indicator, value, n (rows known), of (rows there are), basis (0 the measure,
    1 its first fallback, ...). A value over members needs 65% of them, or 90% of their capabilities; one over
    pairs needs five pairs or all of them.
    """
    by_unit: dict[RowUnit, list[Asked]] = {}
    for indicator in indicators:
        for basis, measure in enumerate(indicator.measures):
            by_unit.setdefault(measure.unit, []).append((indicator, measure, basis))
    parts = [values(maker.rows(unit), unit, mine, by) for unit, mine in by_unit.items()]
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    found = pl.concat([part.select(*by, *VALUE[2:]) for part in parts]).sort("basis")
    return found.unique([*by, "indicator"], keep="first", maintain_order=True)


def values(rows: pl.DataFrame, unit: RowUnit, asked: Sequence[Asked], by: Sequence[str]) -> pl.DataFrame:
    """Measures over this unit, read as their indicators declare, from rows that hold every column they need."""
    aggregations: list[pl.Expr] = []
    for i, (indicator, measure, _) in enumerate(asked):
        there = included(indicator, unit)
        known = known_rows(measure) & there
        aggregations += [
            reduced(measure, indicator.across, known).cast(pl.Float64).alias(f"value{i}"),
            known.sum().alias(f"n{i}"),
            there.sum().alias(f"of{i}"),
        ]
        if unit == "member-year":
            weigh = pl.col("power")
            aggregations.append((weigh.filter(known).sum() / weigh.filter(there).sum()).alias(f"power{i}"))
    wide = rows.lazy().group_by(*by).agg(aggregations).collect()
    found = []
    for i, (indicator, _, basis) in enumerate(asked):
        enough = pl.col(f"n{i}") >= 1 if indicator.any_rows else _enough(unit, i)
        value = pl.col(f"value{i}")
        kept = wide.filter(value.is_not_null() & value.is_finite() & enough)
        found.append(
            kept.select(
                *by, pl.lit(indicator.id).alias("indicator"), value.alias("value"), pl.col(f"n{i}").alias("n"),
                pl.col(f"of{i}").alias("of"),
                pl.lit(basis, pl.UInt8).alias("basis"),
            )
        )  # fmt: skip
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


def included(indicator: Indicator, unit: RowUnit) -> pl.Expr:
    """Which rows can have the measure at all, by what the indicator says it runs over."""
    if indicator.over == "not USA":
        return pl.col("party") != "USA"
    if indicator.over == "from USA":
        return pl.col("party1") == "USA"
    return pl.col("partnership" if unit != "member-year" else "party").is_not_null()


def _enough(unit: RowUnit, i: int) -> pl.Expr:
    known, there, power = pl.col(f"n{i}"), pl.col(f"of{i}"), f"power{i}"
    if unit == "member-year":
        return (known >= 1) & (
            (known >= MEMBERS_NEEDED * there) | (pl.col(power).fill_nan(0).fill_null(0) >= POWER_NEEDED)
        )
    if unit in {"pair-year", "directed-pair-year"}:
        return (known >= MEMBERS_NEEDED * there) & ((known >= PAIRS_NEEDED) | (known == there))
    return known >= 1

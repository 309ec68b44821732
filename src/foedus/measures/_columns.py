"""Columns of states and of pairs by name, from whichever table declares them; what is not at hand is unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from foedus import sources
from foedus.declare import Column, Table
from foedus.measures import state_columns
from foedus.partnerships.universe import party_years
from foedus.sources.register import edition
from foedus.warehouse import Warehouse, claims, resolved

LAG = re.compile(r"(?P<name>.+)_lag(?P<years>\d+)$")
SUM = re.compile(r"(?P<name>.+)_sum(?P<years>\d+)$")
HERE = "_in_the_table"
PANEL = ["party", "year", "name", "iso3", "ccode", "gwcode"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a column comes from: a declared table, the claims, or a computation over other columns."""

    table: Table | None
    column: Column | None
    unit: str


@cache
def declared_columns(unit: str) -> dict[str, Origin]:
    """Every column that the tables of this unit declare, by name."""
    return {
        column.name: Origin(table, column, column.unit)
        for source in sources.everything()
        for table in source.tables
        if table.unit == unit
        for column in table.columns
    }


def base_name(name: str) -> str:
    """The column behind a lagged or summed name: milex behind milex_lag5 and milex_sum5."""
    match = LAG.match(name) or SUM.match(name)
    return match["name"] if match else name


def state_panel(warehouse: Warehouse, wanted: set[str], found: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every party in every year with the wanted state-year columns; a column that is not built is null.

    `found` is the claims to resolve; by default all of them by the stated rule.
    """
    base = {base_name(name) for name in wanted} | {"cinc"}
    computed = [state_columns()[name] for name in sorted(base) if name in state_columns()]
    base |= {need for column in computed for need in column.needs}
    panel = party_years(edition().complete_through).collect().sort("party", "year")
    panel = _join_tables(warehouse, panel, base)
    panel = _join_claims(warehouse, panel, base, found)
    missing = sorted(base - set(panel.columns) - {column.name for column in computed})
    panel = panel.with_columns(pl.lit(None, pl.Float64).alias(name) for name in missing)
    for column in computed:
        panel = panel.with_columns(column.function(panel).alias(column.name))
    for name in sorted(n for n in wanted if LAG.match(n)):
        panel = lagged(panel, name, ["party"])
    panel = panel.with_columns(_summed(name) for name in sorted(wanted) if SUM.match(name))
    weight = pl.col("cinc").forward_fill(limit=10).over("party", order_by="year").alias("power")
    return panel.with_columns(weight)


def lagged(frame: pl.DataFrame, name: str, by: list[str]) -> pl.DataFrame:
    """The frame with `<column>_lag<n>`: the column's value n years before, for the same key."""
    match = LAG.match(name)
    assert match is not None  # noqa: S101  (only called with lagged names)
    earlier = frame.select(*by, pl.col("year") + int(match["years"]), pl.col(match["name"]).alias(name))
    return frame.join(earlier, on=[*by, "year"], how="left")


def _summed(name: str) -> pl.Expr:
    """A column's sum over consecutive years of the same party; unknown if one is, or if years are missing."""
    match = SUM.match(name)
    assert match is not None  # noqa: S101  (only called with summed names)
    n = int(match["years"])
    total = pl.col(match["name"]).cast(pl.Float64).rolling_sum(n, min_samples=n)
    unbroken = pl.col("year") - pl.col("year").shift(n - 1) == n - 1
    return pl.when(unbroken).then(total).over("party", order_by="year").alias(name)


def _join_tables(warehouse: Warehouse, panel: pl.DataFrame, wanted: set[str]) -> pl.DataFrame:
    by_table: dict[str, list[Column]] = {}
    for name in sorted(wanted):
        origin = declared_columns("state-year").get(name)
        if origin and origin.table and origin.column and warehouse.has(origin.table.id):
            by_table.setdefault(origin.table.id, []).append(origin.column)
    for table_id, columns in by_table.items():
        years = sources.table(table_id).years
        rows = warehouse.read(table_id).select(
            "ccode", "year", *(column.name for column in columns), pl.lit(1).alias(HERE)
        )
        panel = panel.join(rows, on=["ccode", "year"], how="left", maintain_order="left")
        panel = panel.with_columns(_filled(column, years) for column in columns).drop(HERE)
    return panel


def _filled(column: Column, years: tuple[int, int] | None) -> pl.Expr:
    """An absent row means what the declaration says, inside the years covered and for coded states only."""
    if column.absent is None or years is None:
        return pl.col(column.name)
    inside = pl.col("year").is_between(*years) & pl.col("ccode").is_not_null()
    missing = inside & pl.col(HERE).is_null()
    value = pl.col(column.name).cast(pl.Float64)
    return pl.when(missing).then(pl.lit(column.absent)).otherwise(value).alias(column.name)


def _join_claims(
    warehouse: Warehouse, panel: pl.DataFrame, wanted: set[str], found: pl.DataFrame | None
) -> pl.DataFrame:
    items = wanted - set(panel.columns)
    chosen = (resolved(claims(warehouse)) if found is None else found).filter(pl.col("item").is_in(items))
    if chosen.is_empty():
        return panel
    wide = chosen.pivot("item", index=["party", "year"], values="value")
    return panel.join(wide, on=["party", "year"], how="left", maintain_order="left")


def join_pairs(warehouse: Warehouse, pairs: pl.DataFrame, wanted: set[str]) -> pl.DataFrame:
    """Pairs with the wanted dyadic columns; undirected tables are joined with the lower code first."""
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    pairs = pairs.with_columns(low=low, high=high)
    for unit, keys in (("dyad-year", ["low", "high"]), ("directed-dyad-year", ["ccode1", "ccode2"])):
        origins = declared_columns(unit)
        for name in sorted(n for n in wanted if base_name(n) in origins):
            origin = origins[base_name(name)]
            if origin.table is None or origin.column is None or not warehouse.has(origin.table.id):
                continue
            span, rows = _pair_rows(warehouse.scan(origin.table.id), name)
            pairs = pairs.join(
                rows, left_on=[*keys, "year"], right_on=["ccode1", "ccode2", "year"], how="left", maintain_order="left"
            )
            filled = _filled_pair(name, origin.column.absent, origin.table.years, span)
            pairs = pairs.with_columns(filled).drop(HERE)
    missing = [name for name in sorted(wanted) if name not in pairs.columns]
    return pairs.with_columns(pl.lit(None, pl.Float64).alias(name) for name in missing).drop("low", "high")


def _pair_rows(table: pl.LazyFrame, name: str) -> tuple[int, pl.DataFrame]:
    """A dyadic column, or its sum over several years, and over how many years it reaches back."""
    match = SUM.match(name)
    column = match["name"] if match else name
    rows = table.select("ccode1", "ccode2", "year", pl.col(column).alias(name), pl.lit(1).alias(HERE))
    if match is None:
        return 1, rows.collect()
    n = int(match["years"])
    later = pl.int_ranges(pl.col("year"), pl.col("year") + n, dtype=pl.Int32)
    spread = rows.with_columns(year=later).explode("year", empty_as_null=False)
    summed = (pl.col(name).cast(pl.Float64).sum(), pl.lit(1).alias(HERE))
    return n, spread.group_by("ccode1", "ccode2", "year").agg(summed).collect()


def _filled_pair(name: str, absent: float | None, years: tuple[int, int] | None, span: int) -> pl.Expr:
    """What an absent pair means inside the years covered; a sum is known only where all its years are covered."""
    if years is None:
        return pl.col(name)
    coded = pl.col("ccode1").is_not_null() & pl.col("ccode2").is_not_null()
    inside = pl.col("year").is_between(years[0] + span - 1, years[1]) & coded
    if absent is None:
        return pl.when(inside).then(pl.col(name)).alias(name)
    filled = pl.when(pl.col(HERE).is_null()).then(pl.lit(absent * span)).otherwise(pl.col(name).cast(pl.Float64))
    return pl.when(inside).then(filled).alias(name)

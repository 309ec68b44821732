"""Claims: figures that are revised or contested, every release kept, one resolved by a stated rule."""

from __future__ import annotations

import polars as pl

from foedus import sources
from foedus.warehouse._store import Warehouse

RULE = "the latest release; of two of the same day, the register's"
NAMED_BY_DEFINITION = ("milex", "gdp", "personnel")
COLUMNS = ("party", "item", "year", "value", "unit", "vintage", "estimate", "source", "locator", "url")

LAID_OVER = "claims.laid_over"
"""A table that a warehouse in memory may hold in place of all claims."""


def claims(warehouse: Warehouse) -> pl.DataFrame:
    """Every claim about a state in a year: party, item, year, value, unit, vintage, estimate, source, locator, url."""
    if warehouse.has(LAID_OVER):
        return warehouse.read(LAID_OVER)
    found = [_from_register(warehouse)] if warehouse.has("register.figures") else []
    for source in sources.everything():
        for table in source.tables:
            if table.unit == "claim" and warehouse.has(table.id):
                rows = warehouse.scan(table.id).with_columns(source=pl.lit(source.id), url=pl.lit(source.homepage))
                found.append(rows.select(COLUMNS))
    if not found:
        return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    return pl.concat(found).collect()


def _from_register(warehouse: Warehouse) -> pl.LazyFrame:
    addresses = warehouse.scan("register.sources").select(source="id", url="address")
    item = (
        pl.when(pl.col("item").is_in(NAMED_BY_DEFINITION))
        .then(pl.format("{}_{}", "item", pl.col("definition").fill_null("national")))
        .otherwise("item")
    )
    return (
        warehouse.scan("register.figures")
        .filter((pl.col("subject_kind") == "party") & pl.col("value").is_not_null())
        .join(addresses, on="source", how="left")
        .select(
            party="subject", item=item, year=pl.col("period_start").str.slice(0, 4).cast(pl.Int32), value="value",
            unit="unit", vintage="vintage", estimate=pl.col("estimate") == "yes", source="source",
            locator="locator", url="url",
        )
    )  # fmt: skip


def resolved(found: pl.DataFrame) -> pl.DataFrame:
    """One claim per party, item and year, by the stated rule; `rivals` counts the distinct values claimed."""
    by = ["party", "item", "year"]
    from_source = pl.col("source").is_in(list(sources.ids()))
    ordered = found.with_columns(preferred=~from_source).sort("vintage", "preferred")
    rivals = pl.col("value").n_unique().over(by)
    return ordered.with_columns(rivals=rivals).unique(by, keep="last", maintain_order=True).drop("preferred")

"""How neighbors of members arm, and what members give to a state at war: rows for what follows from aid."""

from __future__ import annotations

import polars as pl

from foedus.warehouse import Warehouse

BY = ["partnership", "year"]
NEAR = 4
BACK = 5
UKRAINE = 369


def neighbors(warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """States outside that border a member by land or across at most 150 miles of water, and how their spending grew.

    `growth` is the change in log military expenditure over five years, in nominal dollars, so it means something
    only beside `growth_of_all`, the median over all states in the same years.
    """
    spending = warehouse.read("cow_nmc.capabilities").filter(pl.col("milex") > 0).select("ccode", "year", "milex")
    before = spending.select("ccode", pl.col("year") + BACK, before="milex")
    growth = spending.join(before, on=["ccode", "year"]).select(
        "ccode", "year", growth=pl.col("milex").log() - pl.col("before").log()
    )
    everywhere = growth.group_by("year").agg(growth_of_all=pl.col("growth").median())
    borders = warehouse.read("cow_contiguity.borders").filter(pl.col("contiguity") <= NEAR)
    both = pl.concat(
        [
            borders.select("year", ccode="ccode1", neighbor="ccode2"),
            borders.select("year", ccode="ccode2", neighbor="ccode1"),
        ]
    )
    inside = members.select(*BY, neighbor="ccode")
    rows = (
        members.select(*BY, "ccode")
        .join(both, on=["ccode", "year"])
        .select(*BY, "neighbor")
        .unique()
        .join(inside, on=[*BY, "neighbor"], how="anti")
        .join(growth.rename({"ccode": "neighbor"}), on=["neighbor", "year"], how="left")
        .join(everywhere, on="year", how="left")
    )
    return rows.lazy().select(
        *BY, pl.col("neighbor").cast(pl.String).alias("id"), pl.format("state {}", "neighbor").alias("name"),
        pl.col("year").cast(pl.String).alias("begun"), pl.lit("cow_nmc").alias("source"),
        pl.format("capabilities, milex, ccode {}, to {}", "neighbor", "year").alias("locator"),
        pl.lit("").alias("confidence"), "growth", "growth_of_all",
    )  # fmt: skip


def donations(warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """What each member has committed to Ukraine since 2022 and allocated of it by the year's end, in million euro."""
    given = (
        warehouse.read("kiel_ukraine_support_tracker.yearly_aid")
        .filter(pl.col("ccode2") == UKRAINE)
        .select(
            "year", ccode="ccode1", allocated="aid_allocated_ukraine_to_date", committed="aid_committed_ukraine_to_date"
        )
    )
    rows = members.join(given, on=["ccode", "year"])
    return rows.lazy().select(
        *BY, pl.col("party").alias("id"), "name", pl.col("year").cast(pl.String).alias("begun"),
        pl.lit("kiel_ukraine_support_tracker").alias("source"),
        pl.format("yearly_aid, to date, ccode1 {}, {}", "ccode", "year").alias("locator"),
        pl.lit("").alias("confidence"), "allocated", "committed",
    )  # fmt: skip

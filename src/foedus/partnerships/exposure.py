"""What outsiders did to members: armed confrontations they began, and sanctions they imposed."""

from __future__ import annotations

import polars as pl

from foedus.partnerships.context import adversaries
from foedus.partnerships.universe import party_years
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

BY = ["partnership", "year"]
WINDOW = 10
HUB = 0.8


def _without_hub(warehouse: Warehouse, members: pl.DataFrame) -> pl.DataFrame:
    """Members but for one that holds more than 80% of all members' military expenditure; a lone pair keeps one."""
    if not warehouse.has("cow_nmc.capabilities"):
        return members
    spending = warehouse.read("cow_nmc.capabilities").select("ccode", "year", "milex")
    joined = members.join(spending, on=["ccode", "year"], how="left")
    share = pl.col("milex") / pl.col("milex").sum().over(BY)
    return joined.filter((share <= HUB).fill_null(value=True)).drop("milex")


def _from_outside(warehouse: Warehouse, members: pl.DataFrame, table: str, column: str) -> pl.DataFrame:
    """Directed dyad-years against a member in which the other side was not a member too."""
    acts = warehouse.read(table).select(attacker="ccode1", ccode="ccode2", year="year", acts=column)
    acts = acts.filter(pl.col("acts") > 0)
    against = members.join(acts, on=["ccode", "year"])
    fellow = members.select(*BY, attacker="ccode")
    return against.join(fellow, on=[*BY, "attacker"], how="anti")


def exposures(warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """Confrontations with use of force that outsiders began against members other than the hub, year by year.

    One row per year of the ten up to the partnership-year: attacks, member_years, and the same for all states
    of the system in that year (world_attacks, world_years). A member counts only in its years of membership.
    """
    source = "mie.attacks"
    covered = members.filter(pl.col("ccode").is_not_null() & pl.col("year").is_between(1816, 2014))
    open_to = _without_hub(warehouse, covered)
    suffered = _from_outside(warehouse, open_to, source, "attacks_begun").group_by(BY).agg(attacks=pl.col("acts").sum())
    world = warehouse.read(source).group_by("year").agg(world_attacks=pl.col("attacks_begun").sum())
    system = party_years(edition().complete_through).filter(pl.col("ccode").is_not_null()).collect()
    system = system.group_by("year").agg(world_years=pl.len())
    yearly = (
        open_to.group_by(BY).agg(member_years=pl.len())
        .join(suffered, on=BY, how="left").join(world, on="year", how="left").join(system, on="year", how="left")
        .with_columns(pl.col("attacks", "world_attacks").fill_null(0))
    )  # fmt: skip
    at = pl.int_ranges(pl.col("year"), pl.col("year") + WINDOW, dtype=pl.Int32)
    rows = yearly.lazy().with_columns(begun=pl.col("year"), year=at).explode("year", empty_as_null=False)
    kept = rows.filter(pl.col("year") <= 2014)
    numbers = ["attacks", "member_years", "world_attacks", "world_years"]
    return kept.select(
        *BY, pl.col("begun").cast(pl.String).alias("id"), pl.format("in {}", "begun").alias("name"),
        pl.col("begun").cast(pl.String), pl.lit("mie").alias("source"),
        pl.format("mie.attacks, attacks_begun, {}", "begun").alias("locator"), pl.lit("").alias("confidence"),
        *(pl.col(name).cast(pl.Float64) for name in numbers),
    )  # fmt: skip


def coercions(warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """Each member in each year from 1945 to 2005, and whether an outsider had imposed sanctions on it (`coerced`)."""
    covered = members.filter(pl.col("ccode").is_not_null() & pl.col("year").is_between(1945, 2005))
    found = _from_outside(warehouse, covered, "ties.sanctions", "sanction_cases_imposed")
    under = found.select(*BY, "party").unique().with_columns(coerced=pl.lit(1.0))
    rows = covered.join(under, on=[*BY, "party"], how="left").with_columns(pl.col("coerced").fill_null(0.0))
    return rows.lazy().select(
        *BY, pl.col("party").alias("id"), "name", pl.col("year").cast(pl.String).alias("begun"),
        pl.lit("ties").alias("source"), pl.format("ties.sanctions, ccode2 {}, {}", "ccode", "year").alias("locator"),
        pl.lit("").alias("confidence"), "coerced",
    )  # fmt: skip


def pulls(warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """Each member in each year of trade figures, and whether the named adversary is one of its five main partners."""
    known = adversaries(warehouse, members).collect()
    partners = warehouse.read("cia_world_factbook.trade_partners")
    years = partners.select("party", "year").unique()
    trades = partners.select("party", "year", adversary="partner").unique().with_columns(among_first_five=pl.lit(1.0))
    rows = (
        members.join(known, on=BY)
        .join(years, on=["party", "year"])
        .join(trades, on=["party", "year", "adversary"], how="left")
        .with_columns(pl.col("among_first_five").fill_null(0.0))
    )
    return rows.lazy().select(
        *BY, pl.col("party").alias("id"), pl.format("{} and {}", "name", "adversary").alias("name"),
        pl.col("year").cast(pl.String).alias("begun"), pl.lit("cia_world_factbook").alias("source"),
        pl.format("trade_partners, {}, {}", "party", "year").alias("locator"), pl.lit("").alias("confidence"),
        "among_first_five",
    )  # fmt: skip

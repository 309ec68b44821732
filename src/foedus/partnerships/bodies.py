"""Security bodies that two states belong to together, out of all that either belongs to."""

from __future__ import annotations

import polars as pl

from foedus.partnerships._dates import each_year, first_day, last_day
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

KINDS = ("alliance", "organization")


def shared_bodies(warehouse: Warehouse, pairs: pl.DataFrame) -> pl.DataFrame:
    """Common bodies over bodies either is in, for pairs of partnership, year, party1, party2: adds `shared_bodies`.

    A body is an alliance or organization of the register with at least three members. A pair of which neither
    is in any body of the register is unknown, since the register does not hold them all.
    """
    bodies = warehouse.scan("register.partnerships").filter(pl.col("kind").is_in(KINDS)).select(partnership="id")
    spells = (
        warehouse.scan("register.members")
        .filter(pl.col("status") == "member")
        .join(bodies, on="partnership", how="semi")
        .select("partnership", "party", first_day(pl.col("start")).alias("start"), last_day(pl.col("end")).alias("end"))
    )
    yearly = each_year(spells, edition().complete_through).select("partnership", "party", "year").unique()
    large = pl.len().over("partnership", "year") >= 3
    belongs = yearly.filter(large).collect()
    counts = belongs.group_by("party", "year").agg(pl.len().alias("bodies"))
    first, second = (belongs.lazy().rename({"party": f"party{n}"}) for n in "12")
    either = ["party1", "party2", "year"]
    distinct = pairs.select(either).unique()
    common = (
        distinct.lazy()
        .join(first, on=["party1", "year"])
        .join(second, on=["party2", "year", "partnership"], how="semi")
        .group_by("party1", "party2", "year")
        .agg(pl.len().alias("common"))
        .collect()
    )
    counted = distinct.join(common, on=either, how="left")
    for n in "12":
        mine = counts.rename({"party": f"party{n}", "bodies": f"bodies{n}"})
        counted = counted.join(mine, on=[f"party{n}", "year"], how="left")
    union = pl.col("bodies1").fill_null(0) + pl.col("bodies2").fill_null(0) - pl.col("common").fill_null(0)
    share = pl.col("common").fill_null(0) / union
    known = counted.select(*either, pl.when(union > 0).then(share).alias("shared_bodies"))
    return pairs.join(known, on=either)

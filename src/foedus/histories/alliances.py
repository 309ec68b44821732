"""Whether two states are allied in each year, and how many alliances bind them."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history

FIRST, LAST = 1815, 2018


@history(
    "dyad-year", reads=("atop.members",), years=(FIRST, LAST), rows=(130_000, 140_000),
    columns=[
        Column("alliances", pl.Int16, "Alliances to which both belong", unit="alliances", within=(1, 200), absent=0,
               required=True),
        Column("alliances_bilateral", pl.Int16, "Alliances of these two alone", unit="alliances", within=(0, 50),
               absent=0, required=True),
    ],
)  # fmt: skip
def alliances_shared(read: Reader) -> pl.LazyFrame:
    """The alliances to which two states both belong in each year, whatever they promise each other in them.

    A member counts from the year of its signature to that of its exit; dates are of signature, not of force.
    """
    years = pl.int_ranges("yrent", pl.col("until") + 1, dtype=pl.Int32).alias("year")
    members = (
        read("atop.members")
        .with_columns(until=pl.col("yrexit").fill_null(LAST).clip(upper_bound=LAST))
        .select("atopid", "ccode", years)
        .explode("year", empty_as_null=False)
        .unique()
        .with_columns(of=pl.len().over("atopid", "year"))
    )
    partners = members.select("atopid", "year", ccode2="ccode")
    both = members.rename({"ccode": "ccode1"}).join(partners, on=["atopid", "year"])
    return (
        both.filter(pl.col("ccode1") < pl.col("ccode2"))
        .group_by("ccode1", "ccode2", "year")
        .agg(alliances=pl.len().cast(pl.Int16), alliances_bilateral=(pl.col("of") == 2).sum().cast(pl.Int16))
    )


@history(
    "directed-dyad-year", reads=("atop_dyadic.pledges",), years=(FIRST, LAST), rows=(273_296, 273_296), mirrored=True,
    columns=[Column("allied", pl.Boolean, "An alliance binds the two, whatever it promises", absent=0, required=True)],
)  # fmt: skip
def allied_pairs(read: Reader) -> pl.LazyFrame:
    """Pairs of ATOP's dyads. In 17 years of pairs it lists fewer of them than the alliances' members make."""
    return read("atop_dyadic.pledges").select("ccode1", "ccode2", "year", allied=True)

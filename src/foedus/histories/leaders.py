"""Changes of leaders by year on Correlates of War codes, as published elsewhere."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column
from foedus.histories._history import Reader, history

TURNOVER, YEARS = "archigos.turnover", (1870, 2015)
YUGOSLAVIA, SERBIA, PARTED = 345, 340, 2006
AFTER = "SER-2006"


@history(
    "state-year", reads=(TURNOVER,), years=YEARS, rows=(13_000, 14_000), compat="peacesciencer",
    columns=[
        Column("leadertransition", pl.Int32, "1 if the leader of 31 December is not that of 1 January", within=(0, 1),
               required=True),
        Column("irregular", pl.Int32, "1 if there was a transition, and a leader of the year left irregularly",
               within=(0, 1), required=True),
        Column("n_leaders", pl.Int32, "Leaders in the year", unit="leaders", within=(1, 12), required=True),
        Column("jan1obsid", pl.String, "The year's first leader, as in `archigos.leaders`", required=True),
        Column("dec31obsid", pl.String, "The year's last leader, as in `archigos.leaders`", required=True),
    ],
)  # fmt: skip
def leaders_on_cow_codes(read: Reader) -> pl.LazyFrame:
    """Each Gleditsch-Ward state under one Correlates of War code; Serbia and Montenegro goes on as Serbia in 2006.

    So the Germany and the Yemen that came about in 1990 have no leader in that year.
    """
    cow, gw = (states.state_years(system, first=YEARS[0], last=YEARS[1]).lazy() for system in ("cow", "gw"))
    both = gw.join(cow, on=["party", "year"]).sort("ccode").unique(["gwcode", "year"], keep="last", maintain_order=True)
    of_yugoslavia = (pl.col("gwcode") == YUGOSLAVIA) & (pl.col("year") == PARTED)
    of_serbia = (pl.col("gwcode") == SERBIA) & (pl.col("year") == PARTED)
    coded = read(TURNOVER).join(
        both.select(pl.col("gwcode", "year").cast(pl.Int32), "ccode"), on=["gwcode", "year"], how="left"
    )
    return (
        coded.filter(~of_serbia)
        .with_columns(
            ccode=pl.when(of_yugoslavia).then(YUGOSLAVIA).otherwise("ccode"),
            dec31obsid=pl.when(of_yugoslavia).then(pl.lit(AFTER)).otherwise("dec31obsid"),
        )
        .drop_nulls("ccode")
        .drop("gwcode")
    )

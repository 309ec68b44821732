"""What each state was called on the lists of states, in each year."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column
from foedus.histories._history import Reader, history

YEARS = (1816, 2100)
GW = ("gleditsch_ward_states.tenures", "gleditsch_ward_states.microstates")


@history(
    "state-year", reads=("cow_states.tenures",), years=YEARS, rows=(17_000, 40_000),
    columns=[Column("statename", pl.String, "Its name on the list of the Correlates of War", required=True)],
)  # fmt: skip
def cow_names(read: Reader) -> pl.LazyFrame:
    """One name for each code, whatever the state called itself."""
    names = read("cow_states.tenures").group_by("ccode").agg(pl.col("statename").last())
    years = (
        states.state_years("cow", first=YEARS[0], last=YEARS[1]).lazy().select(pl.col("ccode", "year").cast(pl.Int32))
    )
    return years.join(names, on="ccode")


@history(
    "state-year", reads=GW, years=YEARS, rows=(17_000, 45_000), key=("gwcode", "year"),
    columns=[
        Column("gwname", pl.String, "Its name on Gleditsch and Ward's list", required=True),
        Column("microstate", pl.Boolean, "It is on their list of microstates", required=True),
    ],
)  # fmt: skip
def gw_names(read: Reader) -> pl.LazyFrame:
    """The name of the spell of independence that is the last to touch the year."""
    lists = pl.concat([
        read(table).select("gwcode", "gwname", "start", microstate=pl.lit(table == GW[1])) for table in GW
    ])  # fmt: skip
    years = (
        states.state_years("gw", first=YEARS[0], last=YEARS[1]).lazy().select(pl.col("gwcode", "year").cast(pl.Int32))
    )
    named = years.join(lists, on="gwcode").filter(pl.col("start").dt.year() <= pl.col("year"))
    return (
        named.sort("gwcode", "year", "start").unique(["gwcode", "year"], keep="last", maintain_order=True).drop("start")
    )

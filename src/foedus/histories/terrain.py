"""How rugged and how mountainous the land of each state is: the same in every year."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column
from foedus.histories._history import Reader, history

YEARS = (1816, 2100)


@history(
    "state-year", reads=("rugged_terrain.terrain",), years=YEARS, rows=(16_000, 40_000),
    columns=[
        Column("rugged", pl.Float64, "Terrain ruggedness index", unit="hundred meters of elevation difference",
               within=(0, 10), required=True),
        Column("newlmtnest", pl.Float64, "Natural logarithm of the percentage of mountainous land, estimate",
               unit="log percent", within=(0, 4.61)),
    ],
)  # fmt: skip
def rugged_land(read: Reader) -> pl.LazyFrame:
    """The land within borders of about 2000, in every year of membership: mind states that had others."""
    years = states.state_years("cow", first=YEARS[0], last=YEARS[1]).lazy().select("ccode", "year")
    return read("rugged_terrain.terrain").select("ccode", "rugged", "newlmtnest").join(years.cast(pl.Int32), on="ccode")

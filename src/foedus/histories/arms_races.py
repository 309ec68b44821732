"""Arms races between rivals in each year."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history


@history(
    "dyad-year", reads=("arms_races.races",), years=(1816, 1993), rows=(299, 299),
    columns=[
        Column("arms_race", pl.Boolean, "The two are in an arms race", absent=0, required=True),
        Column("arms_race_onset", pl.Boolean, "An arms race began between the two", absent=0, required=True),
    ],
)  # fmt: skip
def arms_racing(read: Reader) -> pl.LazyFrame:
    """Pairs that rapidly build up arms against each other, found among strategic rivals from 1816 to 1993.

    Only rivals were looked at: a pair that was none has no race here by definition.
    """
    years = pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int32).alias("year")
    each = read("arms_races.races").with_columns(years).explode("year", empty_as_null=False)
    onset = (pl.col("year") == pl.col("styear")).any()
    return each.group_by("ccode1", "ccode2", "year").agg(arms_race=pl.lit(value=True), arms_race_onset=onset)

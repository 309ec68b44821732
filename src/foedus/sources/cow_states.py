"""The Correlates of War list of who was a state, and who a major power, from when to when."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

HOW = "Download the State System Membership files, version 2016, from the homepage, and unpack them."
CENSORED = pl.date(2016, 12, 31)
"""The day the list was closed: a tenure that ends on it had not ended."""

cow_states = Source(
    id="cow_states",
    title="State System Membership List",
    version="2016",
    subject="states",
    citation="Correlates of War Project (2017). State System Membership List, version 2016. https://correlatesofwar.org",
    licence="Free to download and use with citation and version; fetched from the publisher, not redistributed",
    homepage="https://correlatesofwar.org/data-sets/state-system-membership/",
    files=(
        File(
            "states2016.csv", sha256="21822fe1ef67aedf2e64ebe9746e2b875c6175c8ce599750bc0e77e4ce393167", how=HOW
        ),
        File(
            "majors2016.csv", sha256="6ba42de12f2f63401ff5a61e6d0037d17b5dd03ed9aca07d0bc16660e03694eb", how=HOW
        ),
    ),
)  # fmt: skip

WHEN = (
    Column("start", pl.Date, "First day", required=True),
    Column("last", pl.Date, "Last day; empty if it had not ended on 2016-12-31"),
)


@cow_states.table(
    "tenure",
    key=("ccode", "start"),
    rows=(243, 243),
    columns=[
        Column("stateabb", pl.String, "Three-letter abbreviation of the project, not ISO", required=True),
        Column("statename", pl.String, "Name of the state", required=True),
        *WHEN,
    ],
    ignored={"version"},
)
def tenures(raw: Raw) -> pl.LazyFrame:
    """Each unbroken stretch of a state's membership in the state system, 1816 to 2016.

    An occupied state leaves and comes back, so a state may have several tenures.
    """
    return _dated(raw, "states2016.csv").rename({"statenme": "statename"})


@cow_states.table("tenure", key=("ccode", "start"), rows=(14, 14), columns=WHEN, ignored={"version", "stateabb"})
def majors(raw: Raw) -> pl.LazyFrame:
    """Each unbroken stretch in which a state counts as a major power, 1816 to 2016."""
    return _dated(raw, "majors2016.csv")


def _dated(raw: Raw, name: str) -> pl.LazyFrame:
    start, end = ("styear", "stmonth", "stday"), ("endyear", "endmonth", "endday")
    rows = pl.scan_csv(raw.path(name), infer_schema=False)
    ended = _day(*end)
    return rows.with_columns(start=_day(*start), last=pl.when(ended != CENSORED).then(ended)).drop(*start, *end)


def _day(year: str, month: str, day: str) -> pl.Expr:
    padded = [pl.col(name).str.zfill(2) for name in (year, month, day)]
    return pl.concat_str(padded, separator="-").str.to_date("%Y-%m-%d")

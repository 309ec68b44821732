"""Coups: attempts by soldiers or other insiders of a state to remove its chief executive by illegal means."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

powell_thyne_coups = Source(
    id="powell_thyne_coups",
    title="Global Instances of Coups",
    version="2019.04.22",
    subject="regimes",
    citation=(
        "Powell, Jonathan M., and Clayton L. Thyne (2011). Global instances of coups from 1950 to 2010: A new dataset. "
        "Journal of Peace Research 48(2), 249-259. Version 2019.04.22."
    ),
    licence="Free for research with citation; fetched from the publisher, not redistributed",
    homepage="https://www.jonathanmpowell.com/coup-detat-dataset.html",
    files=(
        File(
            "ptcoups.csv",
            sha256="3fd45ebd816baf9b769fdb55e48404b2caca7767e1109e4177e4f5c275ca223c",
            how="Download the list of coups, version of 22 April 2019, from the homepage and save it as CSV.",
        ),
    ),
)

LAST_FULL_YEAR = 2018
"""The version ends on 22 April 2019: for the rest of that year nothing is known."""


@powell_thyne_coups.table(
    "record",
    key=("ccode", "coup_date"),
    years=(1950, 2019),
    rows=(470, 490),
    columns=[
        Column("coup_date", pl.String, "Day of the attempt", required=True),
        Column("year", pl.Int32, "Year of the attempt", required=True),
        Column("country", pl.String, "The state's name as published", required=True),
        Column("coup_successful", pl.Int32, "Whether the attempt took power for at least a week: 1 yes, 0 no",
               choices=("0", "1"), required=True),
    ],
    ignored={"month", "day", "coup", "version"},
)  # fmt: skip
def coups(raw: Raw) -> pl.LazyFrame:
    """Each coup attempt, to 22 April 2019."""
    return _published(raw)


@powell_thyne_coups.table(
    "state-year",
    years=(1950, LAST_FULL_YEAR),
    rows=(6_600, 6_800),
    columns=[
        Column("coup_attempts", pl.Int32, "Coup attempts in the year, successful or not", unit="attempts",
               within=(0, 12), absent=0, required=True),
        Column("coups_successful", pl.Int32, "Successful coups in the year", unit="coups", within=(0, 12), absent=0,
               required=True),
    ],
)  # fmt: skip
def coup_counts(raw: Raw) -> pl.LazyFrame:
    """Coup attempts by state and full year; rows stand for the states that ever saw one, and others saw none."""
    published = _published(raw).select(pl.col("ccode", "year").cast(pl.Int32), successful=pl.col("coup_successful"))
    years = pl.LazyFrame({"year": pl.int_range(1950, LAST_FULL_YEAR + 1, dtype=pl.Int32, eager=True)})
    counts = published.group_by("ccode", "year").agg(
        coup_attempts=pl.len(), coups_successful=pl.col("successful").sum()
    )
    return (
        published.select("ccode").unique().join(years, how="cross").join(counts, on=["ccode", "year"], how="left")
    ).with_columns(pl.col("coup_attempts", "coups_successful").fill_null(0))


def _published(raw: Raw) -> pl.LazyFrame:
    published = pl.scan_csv(raw.path("ptcoups.csv"), infer_schema=False)
    day = pl.concat_str("year", pl.col("month").str.zfill(2), pl.col("day").str.zfill(2), separator="-")
    return published.with_columns(coup_date=day, coup_successful=pl.col("coup").cast(pl.Int32) - 1)

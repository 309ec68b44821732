"""Militarized interstate events: who threatened, displayed or used force against whom, and when."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

mie = Source(
    id="mie",
    title="Militarized Interstate Events",
    version="1.0",
    subject="conflict",
    citation=(
        "Gibler, Douglas M., and Steven V. Miller (2024). The Militarized Interstate Events (MIE) dataset, 1816-2014. "
        "Conflict Management and Peace Science 41(4), 463-481."
    ),
    licence="Free for research with citation; fetched from the publisher, not redistributed",
    homepage="https://internationalconflict.ua.edu/data-download/",
    files=(
        File(
            "mie-1.0.csv",
            sha256="d47197c413684200915ba6623711c8636f9e95947d782f825f887b22fee7bb0d",
            how="Download Militarized Interstate Events 1.0 from the homepage.",
        ),
    ),
)

FORCE = 4
"""The level of hostility from which force is used."""
NUMBERS = ("micnum", "eventnum", "ccode1", "ccode2", "styear", "sidea1", "hostlev", "fatalmin2", "fatalmax2")


@mie.table(
    "record",
    key=("micnum", "eventnum"),
    years=(1816, 2014),
    rows=(28_000, 28_100),
    columns=[
        Column("micnum", pl.Int32, "The confrontation", required=True),
        Column("eventnum", pl.Int32, "The event within the confrontation", required=True),
        Column("ccode1", pl.Int32, "The state that acts", required=True),
        Column("ccode2", pl.Int32, "The state acted against", required=True),
        Column("year", pl.Int32, "Year in which the event began", required=True),
        Column("first_day", pl.String, "When it began; the day is left out where unknown", required=True),
        Column("last_day", pl.String, "When it ended; the day is left out where unknown", required=True),
        Column("initiating_side", pl.Int32, "1 if the acting state is on the side that began the confrontation",
               within=(0, 1), required=True),
        Column("action", pl.Int32, "The action, in the publisher's codes", within=(1, 22)),
        Column("hostlev", pl.Int32, "2 threat, 3 display of force, 4 use of force, 5 war", within=(2, 5),
               required=True),
        Column("deaths1_low", pl.Int32, "Deaths of the acting state, low", within=(0, 1e6)),
        Column("deaths1_high", pl.Int32, "Deaths of the acting state, high", within=(0, 1e6)),
        Column("deaths2_low", pl.Int32, "Deaths of the state acted against, low", within=(0, 1e6)),
        Column("deaths2_high", pl.Int32, "Deaths of the state acted against, high", within=(0, 1e6)),
    ],
    ignored={"stmon", "stday", "endmon", "endday", "endyear", "version"},
)  # fmt: skip
def events(raw: Raw) -> pl.LazyFrame:
    """Each event of each confrontation, from the state that acts to the state acted against."""
    names = {
        "styear": "year", "sidea1": "initiating_side", "fatalmin1": "deaths1_low", "fatalmax1": "deaths1_high",
        "fatalmin2": "deaths2_low", "fatalmax2": "deaths2_high",
    }  # fmt: skip
    return _published(raw).with_columns(first_day=_day("st"), last_day=_day("end")).rename(names)


@mie.table(
    "record",
    key=("micnum", "ccode1", "ccode2"),
    years=(1816, 2014),
    rows=(3_900, 4_100),
    columns=[
        Column("micnum", pl.Int32, "The confrontation", required=True),
        Column("year", pl.Int32, "Year of the first event of ccode1 against ccode2", required=True),
        Column("initiating_side", pl.Int32, "1 if ccode1 was then on the side that began the confrontation",
               within=(0, 1), required=True),
        Column("hostlev", pl.Int32, "Highest level of hostility of ccode1 against ccode2: 2 threat to 5 war",
               within=(2, 5), required=True),
        Column("events", pl.Int32, "Events of ccode1 against ccode2", within=(1, 1e5), required=True),
        Column("inflicted_low", pl.Int32, "Deaths of ccode2 in these events, low", within=(0, 1e7)),
        Column("inflicted_high", pl.Int32, "Deaths of ccode2 in these events, high", within=(0, 1e7)),
    ],
)  # fmt: skip
def confrontations(raw: Raw) -> pl.LazyFrame:
    """Each confrontation by directed pair: the rows with `initiating_side` 1 are those begun against ccode2.

    In the confrontation that is the Second World War six directed pairs act on both sides; the first event decides.
    """
    numbers = _published(raw).with_columns(pl.col(NUMBERS).cast(pl.Int32))
    return (
        numbers.sort("micnum", "eventnum")
        .sort("styear", pl.col("stmon").cast(pl.Int32), pl.col("stday").cast(pl.Int32), maintain_order=True)
        .group_by("micnum", "ccode1", "ccode2")
        .agg(
            year=pl.col("styear").first(), initiating_side=pl.col("sidea1").first(), hostlev=pl.col("hostlev").max(),
            events=pl.len(), inflicted_low=pl.col("fatalmin2").sum(), inflicted_high=pl.col("fatalmax2").sum(),
        )
    )  # fmt: skip


@mie.table(
    "directed-dyad-year",
    years=(1816, 2014),
    rows=(5_150, 5_250),
    columns=[
        Column("confrontations_begun", pl.Int32, "Confrontations begun by the side of ccode1 in which it first acts "
               "against ccode2 in this year", unit="confrontations", within=(0, 50), absent=0, required=True),
        Column("attacks_begun", pl.Int32, "Of confrontations_begun those in which ccode1 at some time uses force "
               "against ccode2", unit="confrontations", within=(0, 50), absent=0, required=True),
        Column("force_events", pl.Int32, "Uses of force by ccode1 against ccode2 that began in this year",
               unit="events", within=(0, 5_000), absent=0, required=True),
    ],
)  # fmt: skip
def attacks(raw: Raw) -> pl.LazyFrame:
    """How often a state turns on another; a confrontation counts once for each pair in it, in its first year."""
    begun = confrontations(raw).group_by("ccode1", "ccode2", "year").agg(
        confrontations_begun=pl.col("initiating_side").sum(),
        attacks_begun=(pl.col("initiating_side") * (pl.col("hostlev") >= FORCE)).sum(),
    )  # fmt: skip
    force = (
        _published(raw)
        .select(pl.col("ccode1", "ccode2", "hostlev").cast(pl.Int32), year=pl.col("styear").cast(pl.Int32))
        .group_by("ccode1", "ccode2", "year")
        .agg(force_events=(pl.col("hostlev") >= FORCE).sum())
    )
    counts = force.join(begun, on=["ccode1", "ccode2", "year"], how="left")
    return counts.with_columns(pl.col("confrontations_begun", "attacks_begun").fill_null(0))


def _published(raw: Raw) -> pl.LazyFrame:
    return pl.scan_csv(raw.path("mie-1.0.csv"), infer_schema=False, null_values="-9")


def _day(end: str) -> pl.Expr:
    parts = (pl.col(f"{end}year"), pl.col(f"{end}mon").str.zfill(2), pl.col(f"{end}day").str.zfill(2))
    return pl.concat_str(parts, separator="-", ignore_nulls=True)

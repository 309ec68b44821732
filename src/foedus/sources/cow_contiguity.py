"""Which states border one another by land or face one another across less than 400 miles of water, 1816-2016."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

HOW = "Download Direct Contiguity 3.2 from the homepage, and unpack {}."

cow_contiguity = Source(
    id="cow_contiguity",
    title="Direct Contiguity",
    version="3.2",
    subject="geography",
    citation=(
        "Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl and Charles Gochman (2002). The Correlates "
        "of War Project Direct Contiguity Data, Version 3. Conflict Management and Peace Science 19(2), 58-66. "
        "Version 3.2."
    ),
    licence="Free to download and use with citation; fetched from the publisher, not redistributed",
    homepage="https://correlatesofwar.org/data-sets/direct-contiguity/",
    files=(
        File(
            "contdir.csv",
            sha256="62f3714d1a75c940887bf15b40b256aeeb41545734ab13abe96ab3f49a980362",
            how=HOW.format("contdir.csv"),
        ),
        File(
            "contdird.csv",
            sha256="42b8fe2bc7fffe58665a38f7476d7d76cf3acd5a22e176c3691670997a4717f2",
            how=HOW.format("contdird.csv"),
        ),
    ),
)

KINDS = "1 land or river border, 2 up to 12 miles of water, 3 up to 24, 4 up to 150, 5 up to 400"
NOT_CONTIGUOUS = 6


@cow_contiguity.table(
    "record",
    key=("ccode1", "ccode2", "began"),
    rows=(847, 847),
    columns=[
        Column("ccode1", pl.Int32, "The state with the lower code", required=True),
        Column("ccode2", pl.Int32, "The state with the higher code", required=True),
        Column("began", pl.String, "First month", required=True),
        Column("ended", pl.String, "Last month; December 2016 if it had not ended", required=True),
        Column("contiguity_kind", pl.Int32, KINDS, within=(1, 5), required=True),
        Column("remarks", pl.String, "What the border or the water is, in the publisher's words"),
    ],
    ignored={"dyad", "statelab", "statehab", "version"},
)
def spells(raw: Raw) -> pl.LazyFrame:
    """Each unbroken stretch of contiguity of one kind between two states."""
    month = pl.col("begin", "end").str.slice(0, 4) + "-" + pl.col("begin", "end").str.slice(4, 2)
    names = {"statelno": "ccode1", "statehno": "ccode2", "conttype": "contiguity_kind", "notes": "remarks",
             "begin": "began", "end": "ended"}  # fmt: skip
    return pl.scan_csv(raw.path("contdir.csv"), infer_schema=False).with_columns(month).rename(names)


@cow_contiguity.table(
    "dyad-year",
    years=(1816, 2016),
    rows=(41_220, 41_220),
    columns=[
        Column("contiguity", pl.Int32, f"{KINDS}, 6 none of these", within=(1, 5), absent=NOT_CONTIGUOUS,
               required=True),
    ],
    ignored={"dyad", "state1ab", "state2ab", "version"},
)  # fmt: skip
def borders(raw: Raw) -> pl.LazyFrame:
    """How two states border on each other in each year, by their homelands; those without a row do not.

    The kinds are in the order of nearness, not of strategic weight. A year counts with any month of it. In 29
    cases the kind changed within the year, and the publisher lists both: the nearer one counts.
    """
    names = {"state1no": "ccode1", "state2no": "ccode2", "conttype": "contiguity"}
    directed = pl.scan_csv(raw.path("contdird.csv"), infer_schema=False).rename(names)
    once = directed.filter(pl.col("ccode1").cast(pl.Int32) < pl.col("ccode2").cast(pl.Int32))
    nearest_first = once.sort("ccode1", "ccode2", "year", "contiguity")
    return nearest_first.unique(["ccode1", "ccode2", "year"], keep="first", maintain_order=True)

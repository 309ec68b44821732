"""Strategic rivals in each year, to 2020: which pairs, over what, and how many rivals each state has."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history

TABLE = "thompson_rivalries.rivalries_to_2020"
YEARS = (1816, 2020)
KINDS = {
    "ideological": "over beliefs", "interventionary": "over whose hand is in another state's affairs",
    "positional": "over rank", "spatial": "over territory",
}  # fmt: skip
AUSTRIA_HUNGARY, AUSTRIA, REPUBLIC = 300, 305, 1919


def _each_year(read: Reader) -> pl.LazyFrame:
    """Every rivalry in each of its years from 1816; Austria-Hungary's go on as Austria's."""
    first = pl.max_horizontal("start", YEARS[0])
    years = pl.int_ranges(first, pl.col("end") + 1, dtype=pl.Int32).alias("year")
    each = read(TABLE).with_columns(years).explode("year", empty_as_null=False)
    later = pl.col("year") >= REPUBLIC
    codes = [
        pl.when(later & (pl.col(side) == AUSTRIA_HUNGARY)).then(AUSTRIA).otherwise(pl.col(side)).alias(side)
        for side in ("ccode1", "ccode2")
    ]
    kinds = (pl.col(kind).fill_null(0) == 1 for kind in KINDS)
    return each.select("tssr_id", "year", *codes, *kinds)


@history(
    "dyad-year", reads=(TABLE,), years=YEARS, rows=(8_000, 12_000),
    columns=[
        Column("tss_rivalry", pl.Boolean, "The two are strategic rivals", absent=0, required=True),
        Column("tss_rivalry_id", pl.Int16, "The rivalry, in the publisher's numbering", required=True),
        *(Column(f"tss_{kind}", pl.Boolean, f"Rivals {what}", absent=0, required=True) for kind, what in KINDS.items()),
    ],
)  # fmt: skip
def rivals(read: Reader) -> pl.LazyFrame:
    """Pairs of rivals. The list ends with 2020: whether a rivalry goes on since is unknown."""
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    kinds = (pl.col(kind).alias(f"tss_{kind}") for kind in KINDS)
    return _each_year(read).select("year", *kinds, ccode1=low, ccode2=high, tss_rivalry=True, tss_rivalry_id="tssr_id")


@history(
    "state-year", reads=(TABLE,), years=YEARS, rows=(4_000, 12_000),
    columns=[
        Column("n_rivals", pl.Int8, "Strategic rivals", unit="rivals", within=(0, 30), absent=0, required=True),
        *(Column(f"n_{kind}", pl.Int8, f"Rivals {what}", unit="rivals", within=(0, 30), absent=0, required=True)
          for kind, what in KINDS.items()),
    ],
)  # fmt: skip
def rivals_counted(read: Reader) -> pl.LazyFrame:
    """How many strategic rivals it has, and over what; one rivalry may be over several things."""
    each = _each_year(read)
    both = pl.concat([each.select("year", *KINDS, ccode=side) for side in ("ccode1", "ccode2")])
    return both.group_by("ccode", "year").agg(
        pl.len().alias("n_rivals"), *(pl.col(kind).sum().alias(f"n_{kind}") for kind in KINDS)
    )

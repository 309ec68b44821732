"""Militarized interstate disputes of each directed pair in each year, one where a year has several."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history
from foedus.histories._initiation import READINGS, initiates
from foedus.histories._whittle import OF_DISPUTES, deaths

DEATHS = "0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999, 6 more; -9 unknown"
HOSTILITY = "1 no militarized action, 2 threat, 3 display, 4 use of force, 5 war"
OF_SIDE = {
    "sidea": ("1 on the side that took the first militarized action", (0, 1)),
    "fatality": (f"Deaths of its own: {DEATHS}", (-9, 6)),
    "fatalpre": ("Exact deaths of its own, -9 unknown", (-9, 10_000_000)),
    "hiact": ("Its highest action, in the publisher's codes", (-9, 21)),
    "hostlev": (f"Its highest hostility: {HOSTILITY}", (-9, 5)),
    "orig": ("1 in the dispute from its first day", (0, 1)),
}
OF_DISPUTE = {
    "fatality": (f"Deaths in the dispute: {DEATHS}", (-9, 6)),
    "hostlev": (f"Highest hostility: {HOSTILITY}", (1, 5)),
    "recip": ("1 if the other side answered in kind", (0, 1)),
    "mindur": ("Least duration in days", (0, 5_000)),
    "maxdur": ("Greatest duration in days", (0, 5_000)),
    "stmon": ("Month of beginning, as published", (1, 19)),
}


def _columns(prefix: str) -> list[Column]:
    sides = [
        Column(f"{prefix}_{name}{side}", pl.Int32, f"State {side}: {meaning}", within=within)
        for name, (meaning, within) in OF_SIDE.items()
        for side in (1, 2)
    ]
    begun = [
        Column(f"{prefix}_init{side}{kind}", pl.Boolean, f"State {side} initiated: {meaning}")
        for kind, meaning in READINGS.items()
        for side in (1, 2)
    ]
    whole = [Column(f"{prefix}_{name}", pl.Int32, m, within=within) for name, (m, within) in OF_DISPUTE.items()]
    return [
        Column(f"{prefix}ongoing", pl.Boolean, "A dispute between the two was going on", absent=0, required=True),
        Column(f"{prefix}onset", pl.Boolean, "The two came to face each other in a dispute", absent=0, required=True),
        Column(f"{prefix}_dispnum", pl.Int32, "The dispute kept of the year, in the publisher's numbering"),
        *sides, *whole, *begun,
    ]  # fmt: skip


def _records(rows: pl.LazyFrame, prefix: str, onset: str, ongoing: str) -> pl.LazyFrame:
    """Every dispute of every pair and year, with the declared columns and those by which one is chosen."""
    begun = rows.with_columns(
        mine.alias(f"init{side}{kind}") for side in (1, 2) for kind, mine in initiates(str(side)).items()
    )
    sides = [f"{name}{side}" for name in (*OF_SIDE, "init") for side in (1, 2)]
    other = [f"init{side}{kind}" for side in (1, 2) for kind in ("_sidea", "_orig")]
    return begun.select(
        "ccode1", "ccode2", "year", pl.col(ongoing).cast(pl.Boolean).alias(f"{prefix}ongoing"),
        pl.col(onset).cast(pl.Boolean).alias(f"{prefix}onset"),
        *(pl.col(name).alias(f"{prefix}_{name}") for name in ("dispnum", *sides, *other, *OF_DISPUTE)),
        pl.col(onset).alias("begins"), deaths(), "hostlev", "mindur", "maxdur", "recip", "stmon",
    )  # fmt: skip


@history(
    "directed-dyad-year", reads=("gml_dyadic.dispute_years",), years=(1816, 2010), rows=(9_284, 9_284),
    columns=_columns("gmlmid"), mirrored=True, rules=OF_DISPUTES,
)  # fmt: skip
def gml_disputes(read: Reader) -> pl.LazyFrame:
    """Disputes as corrected by Gibler, Miller and Little; where a year has several, the gravest new one."""
    return _records(read("gml_dyadic.dispute_years"), "gmlmid", "midonset", "midongoing")


@history(
    "directed-dyad-year", reads=("cow_mid_dyadic.dispute_years", "cow_mid_dyadic.disputes"), years=(1816, 2014),
    rows=(10_234, 10_234), columns=_columns("cowmid"), mirrored=True, rules=OF_DISPUTES,
)  # fmt: skip
def cow_disputes(read: Reader) -> pl.LazyFrame:
    """Disputes of the Correlates of War, version 5; where a year has several, the gravest new one."""
    disputes = read("cow_mid_dyadic.disputes").select("dispnum", *OF_DISPUTE)
    rows = read("cow_mid_dyadic.dispute_years").join(disputes, on="dispnum", maintain_order="left")
    return _records(rows, "cowmid", "disponset", "dispongoing")

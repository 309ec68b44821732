"""Armed conflicts that each government is a party to in each year, by UCDP's list: of all kinds, and within states."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history

CONFLICTS, STATES = "ucdp_prio_acd.conflicts", "ucdp_prio_acd.conflict_states"
YEARS = (1946, 2023)
INTERNAL, WAR = (3, 4), 2


def _columns(prefix: str, what: str) -> list[Column]:
    return [
        Column(f"{prefix}ongoing", pl.Boolean, f"It is a party to {what}", absent=0, required=True),
        Column(f"{prefix}onset", pl.Boolean, f"Its first year in {what}; one that flares up again is no onset",
               absent=0, required=True),
        Column(f"{prefix}_maxintensity", pl.Int8, "1 for 25 to 999 battle deaths, 2 for more, in the gravest",
               within=(1, 2), required=True),
        Column(f"{prefix}_conflicts", pl.String, "The conflicts, in the publisher's numbering", required=True),
    ]  # fmt: skip


def _made(read: Reader, prefix: str, kept: pl.Expr) -> pl.LazyFrame:
    kind = read(CONFLICTS).select("conflict_id", "year", "type_of_conflict")
    parties = (
        read(STATES)
        .filter(pl.col("role") == "side_a")
        .join(kind, on=["conflict_id", "year"])
        .filter(kept)
        .sort("conflict_id", "gwcode", "year")
        .with_columns(onset=pl.col("year") == pl.col("year").min().over("conflict_id", "gwcode"))
    )
    return parties.group_by("gwcode", "year").agg(
        pl.lit(value=True).alias(f"{prefix}ongoing"),
        pl.col("onset").any().alias(f"{prefix}onset"),
        pl.col("intensity_level").max().alias(f"{prefix}_maxintensity"),
        pl.col("conflict_id").cast(pl.String).str.join("; ").alias(f"{prefix}_conflicts"),
    )


@history(
    "state-year", reads=(CONFLICTS, STATES), years=YEARS, rows=(1_000, 4_000), key=("gwcode", "year"),
    columns=_columns("ucdp", "an armed conflict"),
)  # fmt: skip
def armed_conflicts(read: Reader) -> pl.LazyFrame:
    """Conflicts with 25 battle deaths or more in the year in which it is on side A, of all kinds."""
    return _made(read, "ucdp", pl.lit(value=True))


@history(
    "state-year", reads=(CONFLICTS, STATES), years=YEARS, rows=(1_000, 4_000), key=("gwcode", "year"),
    columns=_columns("ucdp_intra", "an armed conflict within its borders"),
)  # fmt: skip
def internal_conflicts_fought(read: Reader) -> pl.LazyFrame:
    """The same for conflicts between a government and rebels, with foreign troops or without."""
    return _made(read, "ucdp_intra", pl.col("type_of_conflict").is_in(INTERNAL))


@history(
    "state-year", reads=(CONFLICTS, STATES), years=YEARS, rows=(300, 3_000), key=("gwcode", "year"),
    columns=_columns("ucdp_intra_war", "a war within its borders"),
)  # fmt: skip
def internal_wars_fought(read: Reader) -> pl.LazyFrame:
    """The same for years with 1,000 battle deaths or more."""
    internal = pl.col("type_of_conflict").is_in(INTERNAL)
    return _made(read, "ucdp_intra_war", internal & (pl.col("intensity_level") == WAR))

"""From several disputes of a pair in a year to one: the order of rules that the field's reference software uses."""

from __future__ import annotations

import polars as pl

KEY = ["ccode1", "ccode2", "year"]
UNKNOWN_DEATHS, HALF = -9, 0.5


def whittled(disputes: pl.LazyFrame, onset: str) -> pl.LazyFrame:
    """One row per directed pair and year, of those that hold `onset` and the dispute's own columns.

    In order: onsets over ongoing disputes; the highest fatality of the dispute (unknown ranks between none and
    few); the highest hostility; the longest least duration; the longest greatest duration; reciprocated; the
    earliest month of beginning; then the first row. Miller (2022), peacesciencer.
    """
    deaths = pl.when(pl.col("fatality") == UNKNOWN_DEATHS).then(HALF).otherwise(pl.col("fatality"))
    order = [pl.col(onset), deaths, pl.col("hostlev"), pl.col("mindur"), pl.col("maxdur"), pl.col("recip")]
    ranked = disputes.sort(
        *KEY, *order, "stmon", descending=[False] * 3 + [True] * 6 + [False], nulls_last=True, maintain_order=True
    )
    return ranked.unique(KEY, keep="first", maintain_order=True)


def initiators(side: int) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Whether this side began the dispute, by three readings: any joiner too, joiners of side A, originators alone."""
    began, orig = pl.col(f"sidea{side}") == 1, pl.col(f"orig{side}") == 1
    return (began | ~orig).alias(f"init{side}"), began.alias(f"init{side}_sidea"), (
        began & orig
    ).alias(f"init{side}_orig")  # fmt: skip

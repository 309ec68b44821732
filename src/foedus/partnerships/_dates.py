"""Dates of year, month or day precision, and the years that a spell between two of them touches."""

from __future__ import annotations

import polars as pl


def first_day(text: pl.Expr) -> pl.Expr:
    """The earliest day that a partial ISO date can mean: 1949 is 1 January 1949."""
    padded = (
        pl.when(text.str.len_chars() == 4)
        .then(text + "-01-01")
        .when(text.str.len_chars() == 7)
        .then(text + "-01")
        .otherwise(text)
    )
    return padded.str.to_date("%Y-%m-%d", strict=False)


def last_day(text: pl.Expr) -> pl.Expr:
    """The latest day that a partial ISO date can mean: 1949 is 31 December 1949."""
    month_end = (text + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    return (
        pl.when(text.str.len_chars() == 4)
        .then((text + "-12-31").str.to_date("%Y-%m-%d", strict=False))
        .when(text.str.len_chars() == 7)
        .then(month_end)
        .otherwise(text.str.to_date("%Y-%m-%d", strict=False))
    )


def from_parts(year: str, month: str, day: str, *, last: bool = False) -> pl.Expr:
    """A date from three number columns; an unknown month or day becomes the first, or the last, possible."""
    low = pl.date(pl.col(year), pl.col(month).fill_null(1), pl.col(day).fill_null(1))
    if not last:
        return low
    high = pl.date(pl.col(year), pl.col(month).fill_null(12), 1).dt.month_end()
    return pl.when(pl.col(day).is_null()).then(high).otherwise(low)


def each_year(spells: pl.LazyFrame, last_year: int) -> pl.LazyFrame:
    """One row per calendar year that the spell from `start` to `end` (excluded, open if null) touches."""
    final = pl.col("end").dt.offset_by("-1d").dt.year().fill_null(last_year).clip(upper_bound=last_year)
    years = pl.int_ranges(pl.col("start").dt.year(), final + 1, dtype=pl.Int32)
    return (
        spells.filter(pl.col("start").is_not_null(), pl.col("start").dt.year() <= final)
        .with_columns(years.alias("year"))
        .explode("year", empty_as_null=False)
    )

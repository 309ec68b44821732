"""Days of a panel: which days of its year each row of states or leaders stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

MANY = 100_000
"""From how many rows on a column of text is kept as categories."""


@dataclass(frozen=True, slots=True)
class Days:
    """Spells of days, each within one year: the row of that year, the first day since 1970, and how many days.

    They stand in the order of the rows and of time.
    """

    row: NDArray[np.int32]
    first: NDArray[np.int32]
    length: NDArray[np.int32]

    def filtered(self, keep: NDArray[np.bool_]) -> Days:
        """The spells of the rows marked, numbered anew."""
        number = np.cumsum(keep, dtype=np.int32) - 1
        mine = keep[self.row]
        return Days(number[self.row[mine]].astype(np.int32), self.first[mine], self.length[mine])

    def spread(self, yearly: pl.DataFrame, key: int) -> pl.DataFrame:
        """Each row once for each of its days, with the date behind the first `key` columns.

        A day has what its calendar year has.
        """
        before = np.cumsum(self.length, dtype=np.int32) - self.length
        row = np.repeat(self.row, self.length)
        date = np.repeat(self.first - before, self.length) + np.arange(len(row), dtype=np.int32)
        if len(row) >= MANY:
            yearly = yearly.with_columns(
                pl.col(name).cast(pl.Categorical) for name in yearly.columns[key:] if yearly[name].dtype == pl.String
            )
        return yearly[row].insert_column(key, pl.Series("date", date).cast(pl.Date))


def by_year(spells: pl.DataFrame) -> pl.DataFrame:
    """Each spell from `begins` until the day before `ends`, cut at the turn of the years: a row for each `year`."""
    last = pl.col("ends").dt.offset_by("-1d").dt.year()
    every = spells.with_columns(year=pl.int_ranges(pl.col("begins").dt.year(), last + 1, dtype=pl.Int32))
    return every.explode("year", empty_as_null=False).with_columns(
        begins=pl.max_horizontal("begins", pl.date("year", 1, 1)),
        ends=pl.min_horizontal("ends", pl.date(pl.col("year") + 1, 1, 1)),
    )


def days_of(key: pl.DataFrame, spells: pl.DataFrame) -> Days:
    """The days of each row, given by its key: the spells within a year that bear that key."""
    typed = spells.with_columns(pl.col(name).cast(dtype) for name, dtype in key.schema.items())
    held = typed.join(key.with_row_index("row"), on=key.columns).sort("row", "begins")
    first, until = (held[name].to_physical().to_numpy() for name in ("begins", "ends"))
    return Days(held["row"].to_numpy().astype(np.int32), first, until - first)

"""What moved between two tables of the same key: two builds, or two versions of a dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from foedus.errors import BadOption

BEFORE, AFTER, COLUMN, CHANGE = "before", "after", "column", "change"


@dataclass(frozen=True, slots=True)
class Differences:
    """Cells that differ, one row each, and how many of each column.

    `cells` has the key, the column, what it held before and after as text, and the change: `added` (unknown before),
    `removed` (unknown after) or `moved`. A whole row that only one table has is one row of `cells` without a
    column. `counts` has a row per column, and one without a column for whole rows. `gained` and `lost` are the
    columns that only one table has; their cells are not compared.
    """

    cells: pl.DataFrame
    counts: pl.DataFrame
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Whether the two tables say the same."""
        return not (self.cells.height or self.gained or self.lost)


@dataclass(frozen=True, slots=True)
class Comparing:
    """Two tables side by side: their key, the columns of both, and by how much a number may differ unnoticed."""

    key: Sequence[str]
    columns: Sequence[str]
    within: float
    types: Mapping[str, tuple[pl.DataType, pl.DataType]] = field(default_factory=dict)


def differences(
    before: pl.DataFrame,
    after: pl.DataFrame,
    key: Sequence[str],
    *,
    names: Mapping[str, str] | None = None,
    within: float = 0.0,
) -> Differences:
    """What differs between two tables of one key, cell by cell.

    `names` maps columns of the first table to those of the second, where they are called otherwise. Numbers of
    different types are compared as numbers; they differ if they are further apart than `within`, as a share of the
    larger one. Unknown and known differ; unknown and unknown do not.
    """
    before = before.rename(dict(names or {}))
    for what, frame in (("before", before), ("after", after)):
        _keyed(what, frame, key)
    shared = [name for name in before.columns if name in after.columns and name not in key]
    types = {name: (before.schema[name], after.schema[name]) for name in shared}
    comparing = Comparing(key, shared, within, types)
    ours, theirs = _comparable(before, after, comparing)
    both = ours.join(theirs, on=list(key), how="full", coalesce=True, suffix="\0").sort(key)
    found = [_rows(both, comparing), *(_cells(both, name, comparing) for name in shared)]
    cells = pl.concat(found, how="vertical")
    return Differences(
        cells.sort([*key, COLUMN], nulls_last=True, maintain_order=True),
        _counts(cells, both, shared),
        gained=tuple(name for name in after.columns if name not in before.columns),
        lost=tuple(name for name in before.columns if name not in after.columns),
    )


def _keyed(what: str, frame: pl.DataFrame, key: Sequence[str]) -> None:
    lacking = [name for name in key if name not in frame.columns]
    if lacking or not key:
        raise BadOption("key", list(key), f"the table {what} has {', '.join(frame.columns)}")
    if frame.select(pl.any_horizontal(pl.col(name).is_null() for name in key).any()).item():
        raise BadOption("key", list(key), f"it is unknown in a row of the table {what}")
    if frame.select(key).is_duplicated().any():
        raise BadOption("key", list(key), f"it does not tell the rows of the table {what} apart")


def _comparable(before: pl.DataFrame, after: pl.DataFrame, comparing: Comparing) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both tables with the same types: numbers as numbers, anything else of two types as text."""
    same = {}
    for name in comparing.key:
        one, other = before.schema[name], after.schema[name]
        same[name] = one if one == other else pl.Int64() if one.is_integer() and other.is_integer() else pl.String()
    for name, (one, other) in comparing.types.items():
        if one != other:
            same[name] = pl.Float64() if one.is_numeric() and other.is_numeric() else pl.String()
    cast = [pl.col(name).cast(dtype) for name, dtype in same.items()]
    wanted = [*comparing.key, *comparing.columns]
    ours = before.with_columns(cast).select(wanted).with_columns(pl.lit(value=True).alias("\0before"))
    return ours, after.with_columns(cast).select(wanted).with_columns(pl.lit(value=True).alias("\0after"))


def _rows(both: pl.DataFrame, comparing: Comparing) -> pl.DataFrame:
    """Whole rows that only one of the tables has."""
    change = (
        pl.when(pl.col("\0before").is_null())
        .then(pl.lit("added"))
        .when(pl.col("\0after").is_null())
        .then(pl.lit("removed"))
    )
    empty = [pl.lit(None, pl.String).alias(name) for name in (COLUMN, BEFORE, AFTER)]
    return both.select(*comparing.key, *empty, change.alias(CHANGE)).filter(pl.col(CHANGE).is_not_null())


def _cells(both: pl.DataFrame, name: str, comparing: Comparing) -> pl.DataFrame:
    """The cells of a column that differ in rows that both tables have."""
    old, new = pl.col(name), pl.col(f"{name}\0")
    moved = old.ne_missing(new)
    if comparing.within and both.schema[name].is_numeric():
        near = (old - new).abs() <= comparing.within * pl.max_horizontal(old.abs(), new.abs())
        moved = moved & ~near.fill_null(value=False)
    change = pl.when(old.is_null()).then(pl.lit("added")).when(new.is_null()).then(pl.lit("removed"))
    return both.filter(pl.col("\0before") & pl.col("\0after") & moved).select(
        *comparing.key,
        pl.lit(name).alias(COLUMN),
        old.cast(pl.String).alias(BEFORE),
        new.cast(pl.String).alias(AFTER),
        change.otherwise(pl.lit("moved")).alias(CHANGE),
    )


def _counts(cells: pl.DataFrame, both: pl.DataFrame, shared: Sequence[str]) -> pl.DataFrame:
    """How many cells of each column were added, removed, moved, and how many are the same."""
    kept = both.select((pl.col("\0before") & pl.col("\0after")).fill_null(value=False).sum()).item()
    rows = []
    for name in (None, *shared):
        of = cells.filter(pl.col(COLUMN).eq_missing(name))[CHANGE].value_counts()
        count = dict(of.iter_rows())
        changed = [count.get(change, 0) for change in ("added", "removed", "moved")]
        rows.append((name, *changed, kept - (sum(changed) if name is not None else 0)))
    schema = {COLUMN: pl.String, "added": pl.Int64, "removed": pl.Int64, "moved": pl.Int64, "same": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")

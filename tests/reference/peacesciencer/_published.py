"""The files that the reference software put out, and our columns written as it wrote its own."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

TEST_DATA = os.environ.get("FOEDUS_TEST_DATA", "")
FOLDER = Path(TEST_DATA).resolve().parent / "reference" / "peacesciencer"
HERE = bool(TEST_DATA) and FOLDER.is_dir()
MISSING = "THE OUTPUT OF THE REFERENCE SOFTWARE IS NOT BESIDE FOEDUS_TEST_DATA: NO PANEL WAS COMPARED WITH IT"


@dataclass(frozen=True)
class Difference:
    """A column of a panel in which we differ by intention, and in how many rows; `(rows)` are whole rows."""

    panel: str
    column: str
    rows: int
    reason: str
    sampled: bool = False
    """Whether the column cannot be had here as published; then `rows` are those of its samples."""


def differences() -> list[Difference]:
    """Every difference that is declared."""
    text = Path(__file__).with_name("differences.toml").read_text(encoding="utf-8")
    return [Difference(**one) for one in tomllib.loads(text)["difference"]]


def stats(panel: str) -> pl.DataFrame:
    """What it says of each column of a panel: nrow, n_na, sum, md5 and more."""
    return pl.read_csv(FOLDER / f"stats_{panel}.csv", infer_schema=False)


def rows(panel: str, kind: str) -> pl.DataFrame:
    """Whole rows of a panel: its sample, its edges, or all of them."""
    path = FOLDER / f"{kind}_{panel}.csv.gz"
    return pl.read_csv(path, null_values="NA", infer_schema_length=None)


def yearly(panel: str) -> pl.DataFrame:
    """Of each year and column of a panel how many cells are known, and their sum; `(rows)` are the rows."""
    texts = pl.read_csv(FOLDER / f"yearly_{panel}.csv.gz", infer_schema=False)
    return texts.select(pl.col("year", "n").cast(pl.Int64), "column", pl.col("sum").cast(pl.Float64))


def counts(name: str) -> pl.DataFrame:
    """A table of counts: rows after each step, or what its pages say."""
    return pl.read_csv(FOLDER / f"{name}.csv")


def written(column: pl.Series) -> pl.Series:
    """The column as text: numbers in ten digits, yes as 1, no as 0, an unknown as NA."""
    if column.dtype.is_float():
        return _in_ten_digits(column)
    plain = column.cast(pl.Int8) if column.dtype == pl.Boolean else column
    return plain.cast(pl.String).fill_null("NA")


def _in_ten_digits(column: pl.Series) -> pl.Series:
    values = column.unique().drop_nulls()
    texts = pl.Series([f"{value:.10g}" for value in values], dtype=pl.String)
    return column.replace_strict(values, texts, default="NA", return_dtype=pl.String)


def md5(column: pl.Series) -> str:
    """The hash of all its cells, a line each."""
    return hashlib.md5(written(column).str.join("\n").item().encode(), usedforsecurity=False).hexdigest()

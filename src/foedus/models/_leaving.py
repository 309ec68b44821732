"""A member leaves while the partnership of three or more goes on: how often that was, and the record of saying so.

A state that ends is no leaver. The chance is a base rate, of all such partnerships or by how many members there are.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.models import _scores as scores
from foedus.models._endings import AHEAD, LEVEL, SHRUNK
from foedus.partnerships.universe import party_years
from foedus.warehouse import Warehouse

Floats = NDArray[np.float64]
SIZES = (6, 16)
LEAST_MEMBERS = 3
FIRST_ORIGIN = 1966
ALL, BY_SIZE = "all partnerships", "number of members"


def leaving_years(warehouse: Warehouse) -> pl.DataFrame:
    """Partnership-years of three or more members that go on: year, size, and whether a member left in the next year."""
    members = warehouse.scan("derived.members").select("partnership", "year", "party")
    going = members.select("partnership", pl.col("year") - 1).unique()
    later = members.select("partnership", pl.col("year") - 1, "party", stays=True)
    lasts = party_years(_last(warehouse)).select("party", pl.col("year") - 1, exists=True)
    joined = (
        members.join(going, on=["partnership", "year"], how="semi")
        .join(later, on=["partnership", "year", "party"], how="left")
        .join(lasts, on=["party", "year"], how="left")
    )
    gone = pl.col("stays").is_null() & pl.col("exists").is_not_null()
    rows = joined.group_by("partnership", "year").agg(size=pl.len().cast(pl.Int64), left=gone.any())
    return rows.filter(pl.col("size") >= LEAST_MEMBERS).sort("year", "partnership").collect()


def _last(warehouse: Warehouse) -> int:
    return int(warehouse.scan("derived.members").select(pl.col("year").max()).collect().item())


def chances(rows: pl.DataFrame, year: int, sizes: NDArray[np.int64]) -> dict[str, Floats]:
    """The chance that a member leaves within five years, as of a year, by each base rate."""
    known = rows.filter(pl.col("year").is_between(year - LEVEL, year - 1))
    left = known["left"].to_numpy()
    rate = (left.sum() + 0.5) / (len(left) + 1)
    band = np.digitize(known["size"].to_numpy(), SIZES)
    counts = np.bincount(band, minlength=len(SIZES) + 1)
    hits = np.bincount(band, weights=left, minlength=len(SIZES) + 1)
    by_size = (hits + SHRUNK * rate) / (counts + SHRUNK)
    yearly = {ALL: np.full(len(sizes), rate), BY_SIZE: by_size[np.digitize(sizes, SIZES)]}
    return {name: 1 - (1 - one) ** AHEAD for name, one in yearly.items()}


def cases(rows: pl.DataFrame) -> pl.DataFrame:
    """Every forecast from 1966 on whose five years are over: origin, partnership, both chances, whether one left."""
    ahead = [rows.select("partnership", pl.col("year") - step, pl.col("left").alias(f"left{step}"))
             for step in range(1, AHEAD)]  # fmt: skip
    joined = rows.rename({"left": "left0"})
    for frame in ahead:
        joined = joined.join(frame, on=["partnership", "year"], how="left")
    names = [f"left{step}" for step in range(AHEAD)]
    any_left = pl.any_horizontal(pl.col(name).fill_null(value=False) for name in names)
    last = int(rows["year"].max() or 0)  # type: ignore[arg-type]
    told = joined.filter(pl.col("year").is_between(FIRST_ORIGIN, last - AHEAD + 1)).with_columns(any_left.alias("left"))
    parts = []
    for (origin,), part in told.partition_by("year", as_dict=True, maintain_order=True).items():
        found = chances(rows, int(origin), part["size"].to_numpy())
        parts.append(part.select("partnership", pl.col("year").alias("origin"), "left").with_columns(
            pl.Series(ALL, found[ALL]), pl.Series(BY_SIZE, found[BY_SIZE])))  # fmt: skip
    schema = {"partnership": pl.String, "origin": pl.Int32, "left": pl.Boolean, ALL: pl.Float64, BY_SIZE: pl.Float64}
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def by_size_skill(told: pl.DataFrame) -> tuple[scores.Skill | None, float, float]:
    """Whether the rate by size beats the rate of all: skill in Brier score, and both scores."""
    if told.height == 0:
        return None, 0.0, 0.0
    happened, origin = told["left"].to_numpy(), told["origin"].to_numpy()
    by_size, of_all = (scores.brier(told[name].to_numpy(), happened) for name in (BY_SIZE, ALL))
    found = scores.skill(scores.by_origin(by_size, origin), scores.by_origin(of_all, origin))
    return found, float(by_size.mean()), float(of_all.mean())

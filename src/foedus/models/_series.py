"""The series that an outlook follows: the scored indicators, and headlines over the indicators known in both years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.declare import HeadlineId, Indicator, Scorecard
from foedus.models._trends import Changes, differences
from foedus.warehouse import Warehouse

Floats = NDArray[np.float64]
FIRST_YEAR = 1946
WINDOW = 10
BASKET = 2
"""A headline's change needs so many indicators observed in both years."""
HEADLINES: dict[HeadlineId, str] = {"commitment": "Commitment and activity", "effects": "Results", "risk": "Risk"}
"""The outlook is itself a trend, so it is not projected."""
POINTS = "points"
SAME = 9
"""Decimals beyond which the order of a sum may speak."""
BY = ["partnership", "year"]


@dataclass(frozen=True, slots=True)
class About:
    """What a series is: a headline or an indicator, its unit, and how large a point of its score is in that unit.

    `better` is 1 if more is better, -1 if less is; `within` are the bounds of what it can be.
    """

    id: str
    title: str
    unit: str
    headline: HeadlineId
    point: float
    better: int
    is_headline: bool
    within: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Partnerships by year: the rows and columns of every series."""

    partnerships: tuple[str, ...]
    kinds: tuple[str, ...]
    first: int
    last: int

    @property
    def shape(self) -> tuple[int, int]:
        """How many partnerships and years."""
        return len(self.partnerships), self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Series:
    """Levels by partnership and year, and changes over 1, 2, ... years that end in the year; NaN where not known."""

    about: About
    level: Floats
    change: Mapping[int, Floats]


def everything(scorecard: Scorecard) -> tuple[About, ...]:
    """The headlines, then every scored indicator."""
    headlines = [
        About(name, title, POINTS, name, 1.0, -1 if name == "risk" else 1, is_headline=True, within=(0.0, 100.0))
        for name, title in HEADLINES.items()
    ]
    return (*headlines, *(_about(i) for i in _followed(scorecard)))


def _followed(scorecard: Scorecard) -> list[Indicator]:
    return [i for i in scorecard.indicators if i.scored and i.stage != "outlook"]


def _about(i: Indicator) -> About:
    worst, best = i.worst or 0.0, i.best or 0.0
    unit = i.measure.value_unit if i.measure is not None else ""
    point = abs(best - worst) / 100
    within = i.measure.within if i.measure is not None else None
    return About(i.id, i.title, unit, i.headline or "effects", point, 1 if best > worst else -1, is_headline=False,
                 within=within)  # fmt: skip


def observed(warehouse: Warehouse, scorecard: Scorecard) -> pl.LazyFrame:
    """Observed values of the scored indicators, carried ones left out: partnership, year, indicator, value, score."""
    kinds = pl.LazyFrame(
        [{"indicator": i.id, "pillar": i.pillar, "headline": i.headline} for i in _followed(scorecard)],
        schema=dict.fromkeys(("indicator", "pillar", "headline"), pl.String),
    )
    seen = (pl.col("status") == "observed") & pl.col("score").is_not_null() & (pl.col("year") >= FIRST_YEAR)
    columns = [*BY, "indicator", "pillar", "headline", "value", "score"]
    return warehouse.scan("derived.values").filter(seen).join(kinds, on="indicator").select(columns)


def grid(warehouse: Warehouse, seen: pl.DataFrame) -> Grid:
    """The partnerships that anything is observed of, in the order of their ids."""
    names = tuple(sorted(set(seen["partnership"].to_list())))
    kinds = dict(warehouse.scan("derived.partnerships").select("id", "kind").collect().iter_rows())
    years = seen["year"]
    last = int(years.max() or FIRST_YEAR)  # type: ignore[arg-type]
    return Grid(names, tuple(kinds[name] for name in names), FIRST_YEAR, last)


def placed(frame: pl.DataFrame, column: str, shape: Grid) -> Floats:
    """A column by partnership and year as a matrix."""
    at = pl.Enum(list(shape.partnerships))
    rows = frame["partnership"].cast(at).to_physical().to_numpy()
    matrix = np.full(shape.shape, np.nan)
    matrix[rows, frame["year"].to_numpy() - shape.first] = frame[column].to_numpy()
    return matrix


def indicator(about: About, seen: pl.DataFrame, shape: Grid) -> Series:
    """An indicator in its own unit."""
    level = placed(seen.filter(pl.col("indicator") == about.id), "value", shape)
    return Series(about, level, {lag: _difference(level, lag) for lag in range(1, WINDOW)})


def _difference(level: Floats, lag: int) -> Floats:
    change = np.full_like(level, np.nan)
    change[:, lag:] = level[:, lag:] - level[:, :-lag]
    return change


def headline(about: About, seen: pl.DataFrame, shape: Grid) -> Series:
    """A headline's changes, each over the indicators observed in both of its years: no change of basket is in them."""
    mine = seen.filter(pl.col("headline") == about.id)
    level = placed(_mean(mine, "score"), "score", shape)
    changes = {lag: placed(basket_changes(mine, lag), "change", shape) for lag in range(1, WINDOW)}
    return Series(about, level, changes)


def _mean(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The mean over pillars of the mean over each pillar's indicators, as a headline is made."""
    means = rows.group_by(*BY, "pillar").agg(pl.col(column).mean(), basket=pl.len())
    return means.group_by(BY).agg(pl.col(column).mean().round(SAME), pl.col("basket").sum())


def basket_changes(mine: pl.DataFrame, lag: int) -> pl.DataFrame:
    """How a headline changed over so many years up to each year, on what was observed in both: change, basket."""
    before = mine.select("partnership", pl.col("year") + lag, "indicator", before="score")
    both = mine.join(before, on=[*BY, "indicator"]).with_columns(change=pl.col("score") - pl.col("before"))
    return _mean(both, "change").filter(pl.col("basket") >= BASKET)


def changes_of(about: About, mine: pl.DataFrame, last: int, window: int) -> Changes:
    """The pairs of years of one partnership's series within a window that ends in a year."""
    inside = mine.filter(pl.col("year").is_between(last - window + 1, last))
    if not about.is_headline:
        rows = inside.filter(pl.col("indicator") == about.id).sort("year")
        return differences(rows["year"].to_numpy().astype(np.int64), rows["value"].to_numpy())
    part = inside.filter(pl.col("headline") == about.id)
    found = [basket_changes(part, lag).sort("year") for lag in range(1, window)]
    second = np.concatenate([f["year"].to_numpy().astype(np.int64) for f in found])
    lags = np.concatenate([np.full(f.height, lag) for lag, f in enumerate(found, 1)])
    return Changes(second - lags, second, np.concatenate([f["change"].to_numpy() for f in found]))

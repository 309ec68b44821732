"""One partnership's trends and projections as of a year, with the record that chooses the method."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from foedus.models import _scores as scores
from foedus.models import _series as series
from foedus.models._outlook_record import Direction, MethodRecord, Projection, Range, Trend
from foedus.models._projections import INNER, METHODS, OUTER, PLAIN, POOL
from foedus.models._trends import NEEDS, Slope, theil_sen, tied

LEVEL = 0.9
WINDOWS = (5, 10)


def trends(mine: pl.DataFrame, abouts: Sequence[series.About], year: int) -> tuple[Trend, ...]:
    """Slopes over five and ten years of every headline and indicator that anything is observed of in the window."""
    found = [_trend(mine, about, year, window) for about in abouts for window in WINDOWS]
    return tuple(trend for trend in found if trend is not None)


def _trend(mine: pl.DataFrame, about: series.About, year: int, window: int) -> Trend | None:
    changes = series.changes_of(about, mine, year, window)
    years = changes.years
    if len(years) == 0:
        return None
    slope = theil_sen(changes, level=LEVEL, ties=() if about.is_headline else _ties(mine, about, year, window))
    span = (int(years[0]), int(years[-1]))
    start = (about.id, about.title, about.unit, about.headline, about.is_headline, window, len(years), span)
    if slope is None:
        why = f"{len(years)} observed years, {NEEDS} are needed"
        return Trend(*start, None, None, None, None, exact=False, direction="too few years", better=about.better,
                     why=why)  # fmt: skip
    return Trend(*start, slope.value, slope.low, slope.high, slope.p, exact=slope.exact, direction=_direction(slope),
                 better=about.better)  # fmt: skip


def _ties(mine: pl.DataFrame, about: series.About, year: int, window: int) -> tuple[int, ...]:
    inside = (pl.col("indicator") == about.id) & pl.col("year").is_between(year - window + 1, year)
    return tied(mine.filter(inside)["value"].to_numpy())


def _direction(slope: Slope) -> Direction:
    if not slope.clear(LEVEL):
        return "no clear trend"
    return "rising" if slope.value > 0 else "falling"


def method_records(table: pl.DataFrame, year: int, horizon: int) -> tuple[MethodRecord, ...]:
    """How each method did on one series at all origins whose horizon was over by the end of a year."""
    told = table.filter((pl.col("origin") <= year - horizon) & pl.col(f"crps {PLAIN}").is_not_null()).sort("origin")
    if told["origin"].n_unique() < 2 * scores.BLOCK:
        return ()
    origin = told["origin"].to_numpy()
    sums = {m: scores.by_origin(told[f"crps {m}"].to_numpy(), origin) for m in METHODS}
    found = []
    for method in METHODS:
        error = (told["actual"] - told[f"expected {method}"]).abs()
        inside = told[f"inside {method}"]
        found.append(MethodRecord(
            method, told.height, (int(origin[0]), int(origin[-1])), _mean(error), _mean(told[f"crps {method}"]),
            _mean(told[f"ignorance {method}"]), _mean(inside >= 2), _mean(inside >= 1), _mean(told[f"width {method}"]),
            None if method == PLAIN else scores.skill(sums[method], sums[PLAIN]),
        ))  # fmt: skip
    return tuple(found)


def _mean(column: pl.Series) -> float:
    return float(column.cast(pl.Float64).mean() or 0.0)  # type: ignore[arg-type]


def best(records: Sequence[MethodRecord]) -> MethodRecord | None:
    """The method with the largest gain over no change among those that beat it; no change where none does."""
    beating = [record for record in records if record.beats]
    ranked = sorted(beating, key=lambda r: r.skill.value if r.skill else 0.0, reverse=True)
    return ranked[0] if ranked else next((r for r in records if r.method == PLAIN), None)


def projection(
    table: pl.DataFrame, about: series.About, who: tuple[str, str], when: tuple[int, int], now: float | None
) -> Projection | None:
    """One series of a partnership (id and kind) some years on (year and horizon); nothing where there is no record.

    `now` is the published value that the expected change is added to; a headline's own indicators may differ.
    """
    (partnership, kind), (year, horizon) = who, when
    records = method_records(table, year, horizon)
    used = best(records)
    row = table.filter((pl.col("partnership") == partnership) & (pl.col("origin") == year))
    if used is None or row.height == 0 or now is None:
        return None
    told = table.filter((pl.col("origin") <= year - horizon) & pl.col("actual").is_not_null())
    alike = told.filter(pl.col("kind") == kind)
    pool, name = (alike, kind.replace("_", " ")) if alike.height >= POOL else (told, "all kinds")
    own = told.filter(pl.col("partnership") == partnership)[f"inside {used.method}"].drop_nulls()
    ranges = [_range(pool, row, method, now, about) for method in (used.method, PLAIN)]
    return Projection(
        about.id, about.title, about.unit, about.headline, about.is_headline, now, year + horizon, used.method,
        ranges[0], ranges[1], pool.height, name, len(own), int((own >= 2).sum()), records, _said(used, records),
    )  # fmt: skip


def _range(pool: pl.DataFrame, row: pl.DataFrame, method: str, now: float, about: series.About) -> Range:
    errors = (pool["actual"] - pool[f"expected {method}"]).drop_nulls().to_numpy()
    value = now + float(row[f"expected {method}"][0])
    low90, low80, high80, high90 = np.quantile(errors, [OUTER[0], INNER[0], INNER[1], OUTER[1]]) + value
    floor, ceiling = about.within or (-np.inf, np.inf)
    return Range(*(float(np.clip(end, floor, ceiling)) for end in (value, low80, high80, low90, high90)))


def _said(used: MethodRecord, records: Sequence[MethodRecord]) -> str:
    """One sentence on what the record says of the method shown."""
    if used.skill is not None:
        way = "Reversion and trend together beat" if used.method == "reversion" else f"The {used.method} beats"
        return f"{way} no change by {used.skill.said} of its CRPS."
    others = [(record.skill, record.method) for record in records if record.skill is not None]
    if not others:
        return "No other method has a record here, so no change is shown."
    skill, method = max(others, key=lambda pair: pair[0].value)
    return f"No method beats no change: the best other, {method}, has a skill of {skill.said}, so no change is shown."

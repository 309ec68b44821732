"""A warehouse in which some tables are others: what is scored by another framework, or with a cell changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from foedus.declare import HEADLINE_OF, Indicator, Scorecard
from foedus.measures._evaluate import evaluate
from foedus.measures._rows import RowMaker
from foedus.scorecards import _compose
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import Warehouse

BY = ["partnership", "year"]
BACK = 20
"""So many years before the year asked about are read anew: slopes look ten years back, and so does the decade."""


@dataclass(frozen=True, slots=True)
class Overlaid(Warehouse):
    """The build on this machine with some tables replaced in memory; `mark` names what replaced them."""

    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    mark: str = ""

    def has(self, table_id: str) -> bool:
        """Whether the table was built or is laid over."""
        return table_id in self.frames or table_id in self.entries

    def scan(self, table_id: str) -> pl.LazyFrame:
        """The table that is laid over, else the one that was built."""
        if table_id in self.frames:
            return self.frames[table_id].lazy()
        return Warehouse.scan(self, table_id)

    @property
    def fingerprint(self) -> str:
        """A hash of the build and of what is laid over it."""
        below = Warehouse(self.folder, self.entries).fingerprint
        return hashlib.sha256(f"{below}\n{self.mark}".encode()).hexdigest()[:16]


def over(warehouse: Warehouse, frames: Mapping[str, pl.DataFrame], mark: str) -> Overlaid:
    """The warehouse with these tables in place of its own."""
    held = dict(warehouse.frames) if isinstance(warehouse, Overlaid) else {}
    before = f"{warehouse.mark}\n" if isinstance(warehouse, Overlaid) else ""
    return Overlaid(warehouse.folder, warehouse.entries, {**held, **frames}, before + mark)


def scored_by(warehouse: Warehouse, scorecard: Scorecard, mark: str, year: int, always: list[str]) -> Warehouse:
    """The warehouse as this scorecard scores it around that year; `always` names partnerships read in all years.

    Values that ours has in the same words are read against the other goalposts; the rest is computed anew.
    """
    if scorecard is strategic_partnership:
        return warehouse
    near = pl.col("year").is_between(year // 10 * 10 - BACK // 2, year // 10 * 10 + 9)
    here = near | pl.col("partnership").is_in(always)
    units = warehouse.scan("derived.units").filter(here).collect()
    ours = {i.id: i for i in strategic_partnership.indicators}
    kept = [i for i in scorecard.indicators if i.measure is not None and _same_value(i, ours.get(i.id))]
    rest = [i for i in scorecard.indicators if i.measure is not None and i not in kept]
    known = warehouse.scan("derived.values").filter(here).collect()
    parts = [_read_anew(known, units, kept)]
    if rest:
        parts.append(_computed(warehouse, units, rest))
    scored = pl.concat(parts)
    slopes = _compose.slopes(scored, scorecard)
    ahead = _compose.outlook(scored, slopes, scorecard)
    scored = pl.concat([scored, ahead.select(pl.col(name).cast(kind) for name, kind in scored.schema.items())])
    frames = {
        "derived.values": scored.filter(pl.col("status") != "unknown").sort(*BY, "indicator"),
        "derived.slopes": slopes.sort(*BY, "indicator"), "derived.headlines": _compose.headlines(scored, scorecard),
    }  # fmt: skip
    return over(warehouse, frames, mark)


def _same_value(one: Indicator, ours: Indicator | None) -> bool:
    """Whether an indicator has the same values as ours of its name, however it reads and weighs them."""
    names = ("measure", "across", "max_age", "applies", "fallbacks", "any_rows", "over")
    return ours is not None and all(getattr(one, name) == getattr(ours, name) for name in names)


def _read_anew(known: pl.DataFrame, units: pl.DataFrame, indicators: list[Indicator]) -> pl.DataFrame:
    """Every partnership-year by these indicators, values as they are, scores against their goalposts."""
    read = _compose.readings(indicators).select("indicator", "worst", "best", "log", "scored", "risk")
    full = units.select(BY).join(read, how="cross").join(known, on=[*BY, "indicator"], how="left")
    good = _compose.goodness(pl.col("value"), pl.col("worst"), pl.col("best"), pl.col("log"))
    score = pl.when(pl.col("risk")).then(100 - good).otherwise(good)
    return full.with_columns(
        pl.col("status").fill_null("unknown"),
        score=pl.when(pl.col("value").is_not_null() & pl.col("scored")).then(score),
    ).select(known.columns)


def _computed(warehouse: Warehouse, units: pl.DataFrame, indicators: list[Indicator]) -> pl.DataFrame:
    """Indicators that ours has not, for these partnership-years."""
    members = warehouse.scan("derived.members").join(units.lazy().select(BY), on=BY, how="semi").collect()
    rows = RowMaker(warehouse, members, tuple(m for i in indicators for m in i.measures))
    flags = {i.applies for i in indicators if i.applies is not None}
    return _compose.with_status(evaluate(indicators, rows), units, indicators, rows.context(flags))


def homes(scorecard: Scorecard) -> dict[str, str]:
    """The pillar of every indicator."""
    return {i.id: pillar.id for pillar in scorecard.pillars for i in pillar.indicators}


def of_headline(scorecard: Scorecard, headline: str) -> list[Indicator]:
    """The scored indicators that feed a headline."""
    return [i for i in scorecard.indicators if i.scored and HEADLINE_OF.get(i.stage) == headline]

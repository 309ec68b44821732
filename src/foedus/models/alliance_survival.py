"""How long alliances last and how they end: competing risks by year, with the record of past forecasts.

At the end of each year from 1946 to 2013 every alliance in force is given a chance of ending within five years, by
each model and each base rate as they stood then; what came true is in ATOP. Association is not causation: the
covariates say which alliances ended more often, not what ended them. Leeds and Savun (2007), Bennett (1997).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.models import _scores as scores
from foedus.models._alliance_years import ENDS, LAST_YEAR
from foedus.models._endings import (
    AHEAD,
    BASES,
    RUNGS,
    Model,
    base_hazards,
    base_incidence,
    estimate,
    incidence,
    knows,
)
from foedus.models._scores import Skill

Floats = NDArray[np.float64]
FIRST_ORIGIN = 1946
ANY = "ends in any way"
VIOLATED = "is violated"
EVENTS = (ANY, VIOLATED)
BREACH = ENDS.index("violated") + 1
BINS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0)
LEAST_ORIGINS = 2 * scores.BLOCK


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts within a range of chances: how many, their mean, and the share that came true."""

    low: float
    high: float
    n: int
    chance: float
    share: float


@dataclass(frozen=True, slots=True)
class Record:
    """How forecasts of one model have done beside the better base rate, on the same alliances and origins."""

    event: str
    model: str
    baseline: str
    n: int
    happened: int
    origins: tuple[int, int]
    chance: float
    brier: float
    brier_base: float
    ignorance: float
    ignorance_base: float
    auc: float | None
    auc_base: float | None
    skill: Skill | None
    brier_skill: Skill | None
    bins: tuple[Bin, ...]

    @property
    def beats(self) -> bool:
        """Whether it gains on the better base rate by more than chance would give, in ignorance and in Brier score."""
        return self.skill is not None and self.brier_skill is not None and self.skill.beats and self.brier_skill.beats


def cases(panel: pl.DataFrame) -> pl.DataFrame:
    """Every forecast of every model and base rate: origin, alliance, model, chances, and what came true."""
    ended = panel.filter(pl.col("end") > 0).select("atopid", ended=pl.col("at") + 1, how="end")
    parts = [part for origin in range(FIRST_ORIGIN, LAST_YEAR - AHEAD + 1) for part in _origin(panel, origin)]
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    within = pl.col("ended") <= pl.col("origin") + AHEAD
    found = pl.concat(parts).join(ended, on="atopid", how="left", maintain_order="left")
    how = pl.when(within).then(pl.col("how")).otherwise(0).fill_null(0).cast(pl.Int8)
    return found.with_columns(how=how).drop("ended")


SCHEMA = {
    "origin": pl.Int32, "atopid": pl.Int32, "model": pl.String, "any": pl.Float64, "breach": pl.Float64,
    "how": pl.Int8,
}  # fmt: skip


def _origin(panel: pl.DataFrame, origin: int) -> Iterator[pl.DataFrame]:
    """All forecasts made at the end of one year."""
    rows = panel.filter((pl.col("at") == origin) & pl.col("log_age").is_not_null())
    if rows.height == 0:
        return
    ages = np.round(np.exp(rows["log_age"].to_numpy())).astype(np.int64)
    rates = base_hazards(panel, origin, ages, rows["bilateral"].to_numpy().astype(np.int64))
    for name, hazards in rates.items():
        yield _forecasts(rows, name, base_incidence(hazards)[:, -1, :])
    for rung in RUNGS:
        known = knows(rows, rung)
        model = estimate(panel, origin, rung, errors=False) if known.height else None
        if model is not None:
            yield _forecasts(known, rung, incidence(model, known)[:, -1, :])


def _forecasts(rows: pl.DataFrame, name: str, chance: Floats) -> pl.DataFrame:
    return pl.DataFrame({
        "origin": rows["at"], "atopid": rows["atopid"], "model": [name] * rows.height,
        "any": chance.sum(axis=1), "breach": chance[:, BREACH - 1],
    })  # fmt: skip


def records(found: pl.DataFrame, year: int) -> tuple[Record, ...]:
    """The record of each model for each event over the origins whose five years were over by the end of a year."""
    told = found.filter(pl.col("origin") <= year - AHEAD)
    kept = []
    for event in EVENTS:
        for rung in RUNGS:
            one = _record(told, event, rung)
            if one is not None:
                kept.append(one)
    return tuple(kept)


def recent(found: pl.DataFrame, year: int, rung: str, span: int) -> Record | None:
    """The same for the origins of the last years alone."""
    last = min(year, LAST_YEAR) - AHEAD
    return _record(found.filter(pl.col("origin").is_between(last - span + 1, last)), ANY, rung)


def _record(told: pl.DataFrame, event: str, rung: str) -> Record | None:
    chance = "any" if event == ANY else "breach"
    keys = ["origin", "atopid"]
    sides = {name: told.filter(pl.col("model") == name).select(*keys, "how", pl.col(chance)) for name in (rung, *BASES)}
    joined = sides[rung]
    for name in BASES:
        joined = joined.join(sides[name].select(*keys, pl.col(chance).alias(name)), on=keys)
    if joined["origin"].n_unique() < LEAST_ORIGINS:
        return None
    joined = joined.sort(keys)
    happened = ((joined["how"] > 0) if event == ANY else (joined["how"] == BREACH)).to_numpy()
    mine, origin = joined[chance].to_numpy(), joined["origin"].to_numpy()
    base = min(BASES, key=lambda name: scores.ignorance(joined[name].to_numpy(), happened).mean())
    theirs = joined[base].to_numpy()
    ours_ignorance, base_ignorance = (scores.ignorance(c, happened) for c in (mine, theirs))
    ours_brier, base_brier = (scores.brier(c, happened) for c in (mine, theirs))
    return Record(
        event, rung, base, len(mine), int(happened.sum()), (int(origin.min()), int(origin.max())), float(mine.mean()),
        float(ours_brier.mean()), float(base_brier.mean()), float(ours_ignorance.mean()), float(base_ignorance.mean()),
        scores.auc(mine, happened), scores.auc(theirs, happened),
        scores.skill(scores.by_origin(ours_ignorance, origin), scores.by_origin(base_ignorance, origin)),
        scores.skill(scores.by_origin(ours_brier, origin), scores.by_origin(base_brier, origin)), _bins(mine, happened),
    )  # fmt: skip


def _bins(chance: Floats, happened: NDArray[np.bool_]) -> tuple[Bin, ...]:
    place = np.digitize(chance, BINS[1:-1])
    found = []
    for at, (low, high) in enumerate(itertools.pairwise(BINS)):
        mine = place == at
        if mine.any():
            found.append(Bin(low, high, int(mine.sum()), float(chance[mine].mean()), float(happened[mine].mean())))
    return tuple(found)


def chosen(panel: pl.DataFrame, rows: pl.DataFrame, year: int, kept: tuple[Record, ...]) -> tuple[Record, Model] | None:
    """The model with the best record among those whose covariates are all known, if it beats the base rate."""
    able = [r for r in kept if r.event == ANY and r.beats and knows(rows, r.model).height == rows.height]
    for best in sorted(able, key=lambda r: -(r.skill.value if r.skill else 0)):
        model = estimate(panel, year, best.model)
        if model is not None and model.converged:
            return best, model
    return None

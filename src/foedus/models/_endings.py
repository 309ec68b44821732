"""Chances that an alliance ends within five years, and how: fitted models and base rates, each as of a year.

A model for a year takes its slopes from the sixty years up to it, since ends are few, and its level from the last
twenty, since ends have become rarer; nothing later is used. It takes only covariates that are known; none is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.models import _competing as competing
from foedus.models._alliance_years import COVARIATES, ENDS, LAST_YEAR, Covariate, clock

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
AHEAD = 5
SLOPES, LEVEL = 60, 20
"""Years that the slopes, and that the level and the base rates are taken from."""
RIDGE = 4.0
"""On covariates in standard units: as a normal prior with a standard deviation of one half."""
LEAST_ENDS = 20
KINDS = len(ENDS)
BANDS = (3, 6, 11, 21)
"""Ages from which the bands of the base rate begin, after the youngest."""
SHRUNK = 10.0
"""A band's rate is drawn to that of all by so many alliance-years."""
RUNGS: dict[str, tuple[str, ...]] = {
    "treaty": ("treaty",),
    "regimes": ("treaty", "regimes"),
    "outside alliances": ("treaty", "regimes", "outside"),
    "capabilities": ("treaty", "regimes", "capabilities"),
    "rivals": ("treaty", "regimes", "capabilities", "rivals"),
    "instability": ("treaty", "regimes", "instability"),
}
"""Models by what they need to know, from the treaty alone on."""
RECENT, BY_AGE = "all alliances", "age and number of members"
BASES = (RECENT, BY_AGE)


def columns(rung: str) -> tuple[Covariate, ...]:
    """The covariates of a model."""
    return tuple(c for c in COVARIATES if c.block in RUNGS[rung])


def knows(rows: pl.DataFrame, rung: str) -> pl.DataFrame:
    """The rows in which everything that a model needs is known."""
    return rows.drop_nulls([c.name for c in columns(rung)])


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model: what it needs, its coefficients in standard units, and what it rests on.

    `counts` are the ends of the years that the level is from, a half added; `center` the mean covariates there of
    what is expected to end in each way.
    """

    rung: str
    mean: Floats
    scale: Floats
    beta: Floats
    covariance: Floats
    converged: bool
    counts: Floats
    center: Floats
    years: tuple[int, int]
    rows: int
    alliances: int
    ends: tuple[int, ...]


def window(panel: pl.DataFrame, year: int, span: int) -> pl.DataFrame:
    """Alliance-years whose end or going on was known by the end of a year, of so many years up to it."""
    last = min(year, LAST_YEAR)
    return panel.filter(pl.col("at").is_between(last - span, last - 1) & pl.col("end").is_not_null())


def estimate(panel: pl.DataFrame, year: int, rung: str, *, errors: bool = True) -> Model | None:
    """The model as it could be fitted at the end of a year; nothing where too few alliances had ended."""
    rows = knows(window(panel, year, SLOPES), rung)
    ends = rows["end"].to_numpy().astype(np.int64)
    tally = np.bincount(ends, minlength=KINDS + 1)[1:]
    if tally.sum() < LEAST_ENDS:
        return None
    raw = rows.select(c.name for c in columns(rung)).to_numpy().astype(np.float64)
    mean, scale = raw.mean(axis=0), raw.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    clusters = rows["atopid"].to_numpy().astype(np.int64)
    x = _design(raw, mean, scale)
    found = competing.fit(x, ends, kinds=KINDS, ridge=RIDGE)
    covariance = competing.clustered(x, ends, clusters, found.beta, ridge=RIDGE) if errors else np.empty((0, 0))
    last = min(year, LAST_YEAR)
    late = rows["at"].to_numpy() >= last - LEVEL
    counts = np.bincount(ends[late], minlength=KINDS + 1)[1:].astype(np.float64) + 0.5
    beta = competing.leveled(x[late], found.beta, counts)
    chance = competing.probabilities(x[late], beta)[:, 1:]
    center = (chance.T @ x[late]) / chance.sum(axis=0)[:, None]
    return Model(rung, mean, scale, beta, covariance, found.converged, counts, center, (last - SLOPES + 1, last),
                 len(x), len(np.unique(clusters)), tuple(int(c) for c in tally))  # fmt: skip


def _design(x: Floats, mean: Floats, scale: Floats) -> Floats:
    return np.asarray(np.column_stack([np.ones(len(x)), (x - mean) / scale]), dtype=np.float64)


def advanced(rows: pl.DataFrame, rung: str) -> Floats:
    """Covariates by alliance and year ahead: age and term go on, all else stays as last known."""
    parts = []
    for step in range(1, AHEAD + 1):
        year = pl.col("at") + step
        moved = rows.with_columns(*clock(year, pl.col("begyr"), pl.col("term_from"), pl.col("term_months")))
        parts.append(moved.select(c.name for c in columns(rung)).to_numpy().astype(np.float64))
    return np.asarray(np.stack(parts, axis=1))


def incidence(model: Model, rows: pl.DataFrame) -> Floats:
    """Chances by alliance, year ahead and end, cumulated."""
    return np.asarray(_cumulated(model, rows, model.beta[None])[0])


def _cumulated(model: Model, rows: pl.DataFrame, betas: Floats) -> Floats:
    """The same for many sets of coefficients: set by alliance, year ahead and end."""
    x = advanced(rows, model.rung)
    flat = _design(x.reshape(-1, x.shape[2]), model.mean, model.scale)
    chance = np.stack([competing.probabilities(flat, beta) for beta in betas])
    return competing.incidence(chance.reshape(len(betas), len(rows), AHEAD, KINDS + 1))


def drawn_incidence(model: Model, rows: pl.DataFrame, *, draws: int, seed: int) -> Floats:
    """The same for drawn coefficients: draws by alliance, year ahead and end.

    Slopes are drawn from their clustered covariance; the level from how often alliances ended lately, and moved,
    to first order, so that the drawn slopes expect as many ends.
    """
    rng = np.random.default_rng(seed)
    wide = model.beta.shape[1]
    slopes = [n for n in range(model.beta.size) if n % wide]
    spread = model.covariance[np.ix_(slopes, slopes)]
    apart = rng.multivariate_normal(np.zeros(len(slopes)), spread, size=draws, method="eigh")
    off = apart.reshape(draws, KINDS, wide - 1)
    level = np.log(rng.gamma(model.counts, size=(draws, KINDS)) / model.counts)
    betas = np.repeat(model.beta[None], draws, axis=0)
    betas[:, :, 1:] += off
    betas[:, :, 0] += level - (off * model.center[None, :, 1:]).sum(axis=2)
    return _cumulated(model, rows, betas)


def counted(panel: pl.DataFrame, year: int) -> Floats:
    """Alliance-years of the window by going on and each end, with a half added to each."""
    ends = window(panel, year, LEVEL)["end"].to_numpy().astype(np.int64)
    return np.bincount(ends, minlength=KINDS + 1).astype(np.float64) + 0.5


def base_hazards(panel: pl.DataFrame, year: int, ages: Ints, bilateral: Ints) -> dict[str, Floats]:
    """Yearly chances by alliance and year ahead from base rates alone: of all alliances, and by age and members."""
    known = window(panel, year, LEVEL)
    shares = counted(panel, year)
    shares = shares / shares.sum()
    flat = np.broadcast_to(shares, (len(ages), AHEAD, KINDS + 1))
    age = np.exp(known["log_age"].to_numpy())
    cell = _cell(age, known["bilateral"].to_numpy().astype(np.int64))
    ends = known["end"].to_numpy().astype(np.int64)
    counts = np.zeros((2 * (len(BANDS) + 1), KINDS + 1))
    np.add.at(counts, (cell, ends), 1)
    rates = counts + SHRUNK * shares
    rates /= rates.sum(axis=1, keepdims=True)
    ahead = np.stack([rates[_cell(ages + step, bilateral)] for step in range(AHEAD)], axis=1)
    return {RECENT: np.asarray(flat), BY_AGE: ahead}


def _cell(age: Floats | Ints, bilateral: Ints) -> Ints:
    """The band of age and whether there are two members, as one number."""
    return np.asarray(2 * np.digitize(np.round(age), BANDS) + bilateral, dtype=np.int64)


def base_incidence(hazards: Floats) -> Floats:
    """Base rates cumulated."""
    return competing.incidence(hazards)

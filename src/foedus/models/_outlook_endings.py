"""A partnership's chances of ending and of a member's leaving as of a year: the model where it beats the base rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.models import _endings as endings
from foedus.models import _leaving as leaving
from foedus.models import alliance_survival as survival
from foedus.models._alliance_years import COVARIATES, ENDS, LAST_YEAR, NEEDS, with_covariates
from foedus.models._endings import AHEAD, BASES, RUNGS, Model
from foedus.models._outlook_record import Coefficient, Ending, Leaving, Survival
from foedus.models._scores import ignorance
from foedus.models.alliance_survival import ANY, EVENTS, Record
from foedus.partnerships.universe import claimed
from foedus.warehouse import Warehouse

Floats = NDArray[np.float64]
LEVEL = 0.9
NO_MODEL = (
    "No model whose covariates are known here beats the base rate over past forecasts by more than chance would give, "
    "so the base rate is shown."
)
NO_ALLIANCE = (
    "No alliance of ATOP in force stands for this partnership, so the base rate of alliances is shown; another kind of "
    "cooperation may end otherwise."
)
RECENT = 20
"""The record is also given for the origins of so many years."""


def alliance_of(warehouse: Warehouse, partnership: str, year: int) -> int | None:
    """The ATOP alliance that stands for a partnership: the latest signed of those in force at the end of a year."""
    mine = claimed(warehouse).filter(pl.col("partnership") == partnership).select("atopid")
    listed = warehouse.scan("atop.alliances").join(mine, on="atopid", how="semi").select("atopid", "begyr", "endyr")
    in_force = (pl.col("begyr") <= year) & (pl.col("endyr").is_null() | (pl.col("endyr") > year))
    found = listed.filter(in_force).sort("begyr", "atopid").collect()
    return int(found["atopid"][-1]) if found.height else None


def row_of(warehouse: Warehouse, panel: pl.DataFrame, partnership: str, atopid: int, year: int) -> pl.DataFrame:
    """The alliance at the end of a year: from the panel, or after 2018 from the members of that year."""
    if year <= LAST_YEAR:
        return panel.filter((pl.col("atopid") == atopid) & (pl.col("at") == year))
    alliance = (
        warehouse.scan("atop.alliances")
        .filter(pl.col("atopid") == atopid)
        .select("atopid", "begyr", "bilat", "wartime", at=pl.lit(year, dtype=pl.Int32))
    )
    joined = (
        warehouse.scan("atop.members").filter(pl.col("atopid") == atopid).group_by("ccode").agg(pl.col("yrent").min())
    )
    members = (
        warehouse.scan("derived.members")
        .filter((pl.col("partnership") == partnership) & (pl.col("year") == year))
        .select(pl.lit(atopid, dtype=pl.Int32).alias("atopid"), "ccode", pl.col("year").alias("at"))
        .join(joined, on="ccode", how="left")
    )
    return with_covariates(warehouse, alliance, members).collect()


def survive(
    panel: pl.DataFrame, found: pl.DataFrame, row: pl.DataFrame, year: int, *, draws: int, seed: int
) -> Survival:
    """Chances for one alliance by the model that its record allows, with the base rate beside it."""
    kept = survival.records(found, year)
    age = np.round(np.exp(row["log_age"].to_numpy())).astype(np.int64)
    base_name = _better_base(found, year)
    base = _base(panel, year, base_name, (age, row["bilateral"].to_numpy().astype(np.int64)))
    unknown = tuple(dict.fromkeys(c.title for c in COVARIATES if row[c.name][0] is None))
    atopid = int(row["atopid"][0])
    picked = survival.chosen(panel, row, year, kept)
    if picked is None:
        return replace(_base_rate(panel, year, base_name, base, NO_MODEL), atopid=atopid, unknown=unknown, records=kept)
    record, model = picked
    mine = endings.incidence(model, row)[0, -1]
    drawn = endings.drawn_incidence(model, row, draws=draws, seed=seed)[:, 0, -1]
    recent = survival.recent(found, year, model.rung, RECENT)
    leads = recent is None or not worse(recent)
    known = tuple(rung for rung in RUNGS if endings.knows(row, rung).height)
    return Survival(
        atopid, AHEAD, model.rung, leads, base_name, tuple(NEEDS[block] for block in RUNGS[model.rung]), unknown,
        _ending(ANY, mine.sum(), drawn.sum(axis=1), base.sum()), _each(mine, drawn, base), model.years, model.rows,
        model.alliances, model.ends, kept, recent, coefficients(model), _said(record, kept, known, leads=leads),
    )  # fmt: skip


def untied(panel: pl.DataFrame, found: pl.DataFrame, age: int, size: int, year: int) -> Survival:
    """The base rate of alliances for a partnership that no ATOP alliance stands for."""
    name = _better_base(found, year)
    base = _base(panel, year, name, (np.array([max(age, 1)]), np.array([int(size == 2)])))
    return replace(_base_rate(panel, year, name, base, NO_ALLIANCE), records=survival.records(found, year))


def worse(record: Record) -> bool:
    """Whether a model did worse than the base rate by more than chance would give, by either score."""
    return any(gain is not None and gain.high < 0 for gain in (record.skill, record.brier_skill))


def _ending(how: str, chance: float, drawn: Floats, base: float) -> Ending:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Ending(how, float(chance), float(low), float(high), float(base))


def _better_base(found: pl.DataFrame, year: int) -> str:
    """The base rate with the better record; that of all alliances where there is none yet."""
    told = found.filter(pl.col("origin") <= year - AHEAD)

    def mean(name: str) -> float:
        part = told.filter(pl.col("model") == name)
        return float(ignorance(part["any"].to_numpy(), (part["how"] > 0).to_numpy()).mean())

    return min(BASES, key=mean) if told.height else BASES[0]


def _base(panel: pl.DataFrame, year: int, name: str, who: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Floats:
    """The base rate of each end for one alliance of this age and with or without more than two members."""
    return np.asarray(endings.base_incidence(endings.base_hazards(panel, year, *who)[name])[0, -1])


def _base_rate(panel: pl.DataFrame, year: int, name: str, base: Floats, said: str) -> Survival:
    """The base rate alone; its range is that of the counts of all, as if alliances ended independently."""
    counts = endings.counted(panel, year)
    shares = np.random.default_rng(0).dirichlet(counts, size=1000)
    drawn = endings.base_incidence(np.repeat(shares[:, None, :], AHEAD, axis=1))[:, -1]
    last = min(year, LAST_YEAR)
    return Survival(
        None, AHEAD, "", False, name, (NEEDS["treaty"],), (), _ending(ANY, base.sum(), drawn.sum(axis=1), base.sum()),
        _each(base, drawn, base), (last - endings.LEVEL + 1, last), int(counts.sum() - 2.5), 0,
        tuple(int(c) for c in counts[1:] - 0.5), (), None, (), said,
    )  # fmt: skip


def _each(chance: Floats, drawn: Floats, base: Floats) -> tuple[Ending, ...]:
    return tuple(_ending(how, chance[n], drawn[:, n], base[n]) for n, how in enumerate(ENDS))


def nothing(why: str) -> Survival:
    """No chances, and why."""
    return Survival(None, AHEAD, "", False, "", (), (), None, (), None, 0, 0, (), (), None, (), "", why)


def _said(record: Record, kept: Sequence[Record], known: Sequence[str], *, leads: bool) -> str:
    gain = record.skill
    said = (f"Of the models whose covariates are all known here ({', '.join(known)}), “{record.model}” has the best "
            "record")  # fmt: skip
    if gain is not None:
        said += f": it beats the base rate by {gain.said} of its log score."
    breach = next((r for r in kept if r.model == record.model and r.event == EVENTS[1]), None)
    if breach is not None and not breach.beats:
        said += " For violations it does not: read the base rate there."
    if not leads:
        said += f" In the forecasts of the last {RECENT} years it did worse than the base rate, so the base rate leads."
    return said


def coefficients(model: Model) -> tuple[Coefficient, ...]:
    """How the odds of each end go with one standard deviation more of each covariate: an association."""
    width = model.beta.shape[1]
    errors = np.sqrt(np.clip(np.diag(model.covariance), 0, None)).reshape(-1, width)
    reach = 1.645 * errors
    found = []
    for n, how in enumerate(ENDS):
        for at, covariate in enumerate(endings.columns(model.rung), 1):
            value, wide = model.beta[n, at], reach[n, at]
            odds = (float(np.exp(value)), float(np.exp(value - wide)), float(np.exp(value + wide)))
            found.append(Coefficient(covariate.title, covariate.reason, how, *odds))
    return tuple(found)


def leave(rows: pl.DataFrame, found: pl.DataFrame, size: int, year: int) -> Leaving:
    """The chance that a member leaves, by the base rate whose record is better."""
    told = found.filter(pl.col("origin") <= year - AHEAD)
    if size < leaving.LEAST_MEMBERS:
        said = "with two members a leaving is an end."
        return Leaving(AHEAD, "", None, 0, 0, None, None, None, said)
    skill, by_size, of_all = leaving.by_size_skill(told)
    rate = leaving.BY_SIZE if skill is not None and skill.beats else leaving.ALL
    chance = float(leaving.chances(rows, year, np.array([size]))[rate][0])
    beats = rate == leaving.BY_SIZE
    said = f"a base rate by number of members {'beats' if beats else 'does not beat'} that of all partnerships, so "
    said += "it is shown." if beats else "the latter is shown."
    return Leaving(AHEAD, rate, chance, told.height, int(told["left"].sum()), by_size, of_all, skill, said)

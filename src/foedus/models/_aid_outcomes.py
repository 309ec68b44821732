"""What may change when aid does, for every state and year: outcomes, covariates, and one that should not move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus import sources
from foedus.measures._columns import state_panel
from foedus.models._designs import Floats, Ints, Study, before_mean, history, lagged
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

FIRST_YEAR = 1990
NEAR = 4
"""Contiguity by land or across 150 miles of water at most."""
US = "USA"
ARMS = tuple(f"arms_{power}_sum5" for power in ("us", "uk", "fra", "rus", "chi"))
COLUMNS = {
    "polyarchy", "milex", "tpop", "internal_conflicts", "coup_attempts", "idealpointfp", "us_training_seats", *ARMS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome: its unit, how to read it, by what its yearly values are multiplied, and where it comes from."""

    id: str
    title: str
    unit: str
    reading: str
    scale: float
    tables: tuple[str, ...]


OUTCOMES = (
    Outcome("governance", "Electoral democracy", "index 0-1", "higher is more democratic", 1,
            ("vdem_simple.democracy",)),
    Outcome("coups", "Coup attempts", "attempts at a five-year rate", "higher is more attempts", 5,
            ("powell_thyne_coups.coup_counts",)),
    Outcome("internal_conflicts", "Internal armed conflicts", "active conflicts a year", "higher is more conflict", 1,
            ("ucdp_prio_acd.conflict_counts",)),
    Outcome("attacks", "Attacks begun on other states", "attacks a year", "higher is more attacks", 1,
            ("mie.attacks",)),
    Outcome("neighbors", "Neighbors' military spending", "% growth a year beyond that of all other states",
            "higher is faster growth among neighbors", 100, ("cow_nmc.capabilities", "cow_contiguity.borders")),
    Outcome("alignment", "Distance to the donor in UN votes", "share of the mean distance to all states",
            "lower is closer to the donor", 1, ("un_ideal_points.ideal_points",)),
)  # fmt: skip
PLACEBO = Outcome("population", "Population growth", "% a year", "aid should not move it", 100,
                  ("cow_nmc.capabilities",))  # fmt: skip
COVARIATES = {
    "governance": "electoral democracy",
    "milex": "log military expenditure",
    "population": "log population",
    "internal_conflicts": "internal conflicts of three years",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """States by years: yearly values by name, and what each state is called."""

    parties: tuple[str, ...]
    names: tuple[str, ...]
    first: int
    values: dict[str, Floats]

    @property
    def last(self) -> int:
        """The last year of the panel."""
        return self.first + int(next(iter(self.values.values())).shape[1]) - 1

    def at(self, party: str) -> int | None:
        """The row of a state, if it is in the panel."""
        return self.parties.index(party) if party in self.parties else None


def outcome_panel(warehouse: Warehouse, states: pl.DataFrame, donor: str) -> Panel:
    """Every state but the donor, which is compared with nobody, with all outcomes, covariates and US aid.

    `states` is the panel of state-years with the columns of this file.
    """
    years = pl.col("year").is_between(FIRST_YEAR, edition().complete_through)
    rows = states.filter(years & pl.col("ccode").is_not_null()).sort("party", "year")
    rows = rows.join(_attacks(warehouse), on=["ccode", "year"], how="left", maintain_order="left")
    rows = rows.join(_aid(warehouse), on=["ccode", "year"], how="left", maintain_order="left")
    rows = rows.with_columns(_absent_is_none("attacks", "mie.attacks"), _absent_is_none("aid", US_AID))
    parties = tuple(rows["party"].unique(maintain_order=True))
    names = tuple(rows.group_by("party", maintain_order=True).agg(pl.col("name").last())["name"])
    place = {party: n for n, party in enumerate(parties)}
    row = rows["party"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
    year = rows["year"].to_numpy() - FIRST_YEAR

    def grid(column: str) -> Floats:
        made = np.full((len(parties), edition().complete_through - FIRST_YEAR + 1), np.nan)
        made[row, year] = rows[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        return made

    raw = {name: grid(name) for name in (*(COLUMNS - set(ARMS)), "attacks", "aid")}
    borders = _borders(warehouse, rows, place, (len(parties), raw["milex"].shape[1]))
    values = _outcomes(raw, borders, place.get(donor), place.get(US))
    kept = [n for n, party in enumerate(parties) if party != donor]
    shown = {name: found[kept] for name, found in values.items()}
    return Panel(tuple(parties[n] for n in kept), tuple(names[n] for n in kept), FIRST_YEAR, shown)


US_AID = "us_foreign_assistance.military_aid"


def _outcomes(raw: dict[str, Floats], near: Floats, donor: int | None, giver: int | None) -> dict[str, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        spent = np.where(raw["milex"] > 0, np.log(raw["milex"]), np.nan)
        people = np.where(raw["tpop"] > 0, np.log(raw["tpop"]), np.nan)
    return {
        "governance": raw["polyarchy"], "coups": raw["coup_attempts"], "attacks": raw["attacks"],
        "internal_conflicts": raw["internal_conflicts"], "aid": raw["aid"],
        "neighbors": _growth_nearby(spent - lagged(spent, 1), near, giver),
        "alignment": _relative_distance(raw["idealpointfp"], donor),
        "population": people - lagged(people, 1),
        "log_milex": np.log1p(np.maximum(raw["milex"], 0)), "log_population": people,
    }  # fmt: skip


def study(panel: Panel, outcome: Outcome, step: Ints) -> Study:
    """The outcome with what was known of each state the year before; a covariate that is the outcome stands once."""
    values = panel.values[outcome.id]
    level, trend = history(values)
    known = {
        COVARIATES["governance"]: lagged(panel.values["governance"], 1),
        COVARIATES["milex"]: lagged(panel.values["log_milex"], 1),
        COVARIATES["population"]: lagged(panel.values["log_population"], 1),
        COVARIATES["internal_conflicts"]: 3 * before_mean(panel.values["internal_conflicts"]),
    }
    known = {name: found for name, found in known.items() if name != COVARIATES.get(outcome.id)}
    known |= {"the outcome's level": level, "the outcome's trend": trend}
    return Study(values, np.stack(list(known.values()), axis=-1), tuple(known), step)


def last_known(values: Floats, first: int) -> int | None:
    """The last year in which any state's value is known."""
    known = np.flatnonzero(np.isfinite(values).any(axis=0))
    return first + int(known[-1]) if len(known) else None


def states_with(warehouse: Warehouse) -> pl.DataFrame:
    """Every state in every year with the columns that this report reads."""
    return state_panel(warehouse, COLUMNS)


def _absent_is_none(column: str, table: str) -> pl.Expr:
    """A state without a row within the years that a table covers had none."""
    years = sources.table(table).years
    if years is None:
        return pl.col(column)
    known = pl.col("year").is_between(*years) & pl.col(column).is_not_null().any()
    return pl.when(known).then(pl.col(column).fill_null(0)).alias(column)


def _attacks(warehouse: Warehouse) -> pl.DataFrame:
    if not warehouse.has("mie.attacks"):
        return pl.DataFrame(schema={"ccode": pl.Int32, "year": pl.Int32, "attacks": pl.Float64})
    rows = warehouse.read("mie.attacks").select("year", "attacks_begun", ccode="ccode1")
    return rows.group_by("ccode", "year").agg(attacks=pl.col("attacks_begun").sum().cast(pl.Float64))


def _aid(warehouse: Warehouse) -> pl.DataFrame:
    if not warehouse.has(US_AID):
        return pl.DataFrame(schema={"ccode": pl.Int32, "year": pl.Int32, "aid": pl.Float64})
    return warehouse.read(US_AID).select("year", ccode="ccode2", aid="us_military_aid")


def _borders(warehouse: Warehouse, rows: pl.DataFrame, place: dict[str, int], shape: tuple[int, int]) -> Floats:
    """1 where two states are near in a year: year by state by state."""
    near = np.zeros((shape[1], shape[0], shape[0]))
    if not warehouse.has("cow_contiguity.borders"):
        return near
    codes = rows.select("ccode", "year", pl.col("party").replace_strict(place, return_dtype=pl.Int64).alias("place"))
    pairs = warehouse.read("cow_contiguity.borders").filter(pl.col("contiguity") <= NEAR)
    for side in "12":
        side_codes = codes.rename({"ccode": f"ccode{side}", "place": f"place{side}"})
        pairs = pairs.join(side_codes, on=[f"ccode{side}", "year"])
    one, two, year = (pairs[name].to_numpy() for name in ("place1", "place2", "year"))
    near[year - FIRST_YEAR, one, two] = near[year - FIRST_YEAR, two, one] = 1
    return near


def _growth_nearby(growth: Floats, near: Floats, giver: int | None) -> Floats:
    """The median growth of a state's neighbors less that of all states that are not; the donor is neither."""
    growth = growth.copy()
    if giver is not None:
        growth[giver] = np.nan
    theirs = np.broadcast_to(growth.T[:, None, :], near.shape)
    itself = np.eye(len(growth), dtype=bool)[None]
    around = _median(np.where((near > 0) & ~itself, theirs, np.nan))
    elsewhere = _median(np.where((near > 0) | itself, np.nan, theirs))
    return np.asarray((around - elsewhere).T, dtype=np.float64)


def _median(values: Floats) -> Floats:
    """The median of what is known along the last axis."""
    ordered = np.sort(values, axis=-1)
    count = np.isfinite(ordered).sum(axis=-1)
    low, high = (np.maximum(count - 1, 0) // 2)[..., None], (count // 2)[..., None]
    high = np.minimum(high, values.shape[-1] - 1)
    middle = (np.take_along_axis(ordered, low, -1) + np.take_along_axis(ordered, high, -1))[..., 0] / 2
    return np.where(count > 0, middle, np.nan)


def _relative_distance(points: Floats, donor: int | None) -> Floats:
    """A state's distance to the donor over its mean distance to all other states, year by year."""
    unknown = np.full_like(points, np.nan)
    if donor is None:
        return unknown
    apart = np.abs(points[:, None, :] - points[None, :, :])
    others = np.isfinite(apart).sum(axis=1) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(others > 0, np.nansum(apart, axis=1) / others, np.nan)
        ratio = np.abs(points - points[donor]) / mean
    ratio[donor] = np.nan
    return np.where(np.isfinite(ratio), ratio, np.nan)

"""The same panels as the R package peacesciencer makes them, where it is here: equal rows and sums, then seconds."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from _timing import SAME, TIMES, Ratio, Result, Row, timed

if TYPE_CHECKING:
    import polars as pl

SCRIPT = Path(__file__).with_name("panel.R")
WITHOUT_PACKAGE = 3
"""The exit of the script where R has no peacesciencer."""
ABSENT = "Not compared with R: Rscript with peacesciencer is not here."


@dataclass(frozen=True, slots=True)
class Job:
    """A panel that both sides make, what is added to its rows, and how it is asked for here."""

    name: str
    rows: str
    added: str
    unit: str
    columns: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)


def _two(names: Mapping[str, str]) -> dict[str, str]:
    return {f"{theirs}{side}": f"{ours}{side}" for theirs, ours in names.items() for side in (1, 2)}


CAPABILITIES = {name: f"{name}_nmc7" for name in "milex milper irst pec tpop upop cinc".split()}
ESTIMATES = {
    "polity2": "polity2_isard", "v2x_polyarchy": "polyarchy_isard", "mrgdppc": "gdppc_isard", "pwtrgdp": "gdp_isard",
    "sd_mrgdppc": "gdppc_isard_sd", "sd_pwtrgdp": "gdp_isard_sd", "pwtpop": "pop_isard", "sd_pwtpop": "pop_isard_sd",
}  # fmt: skip
OF_STATES = CAPABILITIES | ESTIMATES
PLEDGES = {"atop_alliance": "allied"} | {
    f"atop_{name}": name for name in "defense offense neutral nonagg consul".split()
}
OF_DISPUTES = {name: f"gmlmid_{name}" for name in "dispnum fatality hostlev recip mindur maxdur stmon".split()}
OF_SIDES = {name: f"gmlmid_{name}" for name in "sidea fatality fatalpre hiact hostlev orig init".split()}
NAMES = (
    {"capdist": "capital_distance", "prd": ""} | OF_STATES | _two(OF_STATES) | PLEDGES | OF_DISPUTES | _two(OF_SIDES)
)
"""Its columns by our names where they differ; `prd` is 1 in all rows that are left."""

STATES = ("euds", "aeuds", *OF_STATES.values())
PAIRS = (*PLEDGES.values(), "conttype", "cowmaj", "gml_disputes", "gmlmidspell=peace_years(gmlmidongoing)",
         "capital_distance", *STATES)  # fmt: skip
LEADERS = (
    "leader gender leaderage yrinoffice leveledu milservice combat rebel warwin warloss rebelwin rebelloss yrsexper "
    "physhealth mentalhealth theta1_mean theta1_sd theta2_mean theta2_sd theta3_mean theta3_sd theta4_mean theta4_sd "
    "land sea cowmaj imports exports"
).split()
PAIRWISE = "pledges, contiguity, major powers, disputes, years of peace, distance of capitals"
NATIONAL = "capabilities, democracy, GDP and population"
AS_THERE = {"compat": "peacesciencer"}
JOBS = (
    Job("bare", "directed dyad-years", "bare", "directed-dyad-year", (), {"years": "1816:2025"}),
    Job("additions", "directed dyad-years", f"with {PAIRWISE}, shared organizations, {NATIONAL}", "directed-dyad-year",
        (*PAIRS, "dyadigos"), AS_THERE | {"years": "1816:2025"}),
    Job("relevant", "politically relevant dyad-years", f"with {PAIRWISE}, {NATIONAL}", "dyad-year", PAIRS,
        AS_THERE | {"years": "1816:2010", "where": ["politically_relevant"], "directed": "either"}),
    Job("leaders", "leader-years", f"with experience, willingness to use force, neighbors, powers, trade, {NATIONAL}",
        "leader-year", (*LEADERS, *STATES), AS_THERE | {"years": "1840:2015"}),
)  # fmt: skip


def against_r(result: Result) -> None:
    """Add rows and ratios of each panel; where R or the package is absent, a note that says so."""
    said = _said()
    if said is None:
        result.notes.append(ABSENT)
        return
    version = said.pop("version")
    rival = f"peacesciencer {version['peacesciencer']} in R"
    compared = 0
    for job in JOBS:
        theirs = said[job.name]
        made, ours = timed(lambda job=job: _made(job))
        compared += _agree(job, made, theirs)
        rows, width = made.shape
        what, cpu = f"{job.rows}, {job.added}", float(theirs["cpu"])
        result.rows.append(Row(f"as in R: {what}; {rows:,} rows, {width} columns", ours.cpu, ours.wall))
        held = float(theirs["megabytes"])
        there = f"the same by {rival}; {int(theirs['rows']):,} rows, {theirs['columns']} columns"
        result.rows.append(Row(there, cpu, float(theirs["wall"]), value=held, unit="MB held by R"))
        result.ratios.append(Ratio(what, rival, cpu / ours.cpu))
    result.same += (
        f" With R: rows are as many on both sides, and {compared} columns of numbers have as many known cells and the "
        f"same sums to {SAME:g}, with `compat='peacesciencer'`; the leader of Laos in 1953, who is not there, is left "
        "out of the comparison. Its data come with its library and are in memory after the first run; ours reads files "
        "in each."
    )
    result.notes.append("R side: " + ", ".join(f"{name} {number}" for name, number in version.items()) + ".")


def _said() -> dict[str, dict[str, str]] | None:
    """What the script prints, by panel; None where it cannot be run."""
    rscript = shutil.which(os.environ.get("FOEDUS_RSCRIPT", "Rscript"))
    if rscript is None:
        return None
    ran = subprocess.run([rscript, str(SCRIPT), str(TIMES)], capture_output=True, text=True, check=False)
    if ran.returncode == WITHOUT_PACKAGE:
        return None
    if ran.returncode:
        raise SystemExit(f"{rscript} {SCRIPT.name} ended with {ran.returncode}\n{ran.stderr}")
    return _by_panel(list(csv.reader(ran.stdout.splitlines())))


def _by_panel(lines: Sequence[Sequence[str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for panel, what, value in lines:
        found.setdefault(panel, {})[what] = value
    return found


def _made(job: Job) -> pl.DataFrame:
    import foedus

    return foedus.panel(job.unit, list(job.columns), **job.options).data  # type: ignore[arg-type]


def _agree(job: Job, made: pl.DataFrame, theirs: Mapping[str, str]) -> int:
    """How many columns were compared; stops at the first that differs."""
    import polars as pl

    if job.unit == "leader-year":
        made = made.filter(~((pl.col("ccode") == 812) & (pl.col("year") == 1953)))
    assert made.height == int(theirs["rows"]), (job.name, made.height, theirs["rows"])
    summed = [what.removeprefix("sum ") for what in theirs if what.startswith("sum ")]
    both = {column: NAMES.get(column, column) for column in summed if NAMES.get(column, column)}
    for column, name in both.items():
        numbers = made[name].cast(pl.Float64)
        known, total, expected = numbers.count(), numbers.sum(), float(theirs[f"sum {column}"])
        same = known == int(theirs[f"known {column}"]) and abs(total - expected) <= SAME * max(1, abs(expected))
        assert same, (job.name, column, known, total, theirs[f"known {column}"], expected)
    return len(both)

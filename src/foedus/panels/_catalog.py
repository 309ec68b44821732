"""Every column that a panel can be asked for, by name: stored, made from records, or computed by a formula."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from foedus import sources
from foedus.declare import Column, Measure, Table
from foedus.errors import BadOption, UnknownName
from foedus.histories import History, histories
from foedus.measures import measures
from foedus.states import System

Level = Literal["state", "dyad", "directed", "leader", "leaders"]
LEVELS: dict[str, Level] = {
    "state-year": "state", "dyad-year": "dyad", "directed-dyad-year": "directed", "leader-year": "leader",
    "leader-dyad-year": "leaders",
}  # fmt: skip
SINGLE: tuple[Level | None, ...] = ("state", "leader")
"""What is a property of one side of a pair."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a stored column lies: its table, what it is a property of, and whose codes the table uses."""

    table: Table
    column: Column
    level: Level
    system: System
    sources: tuple[str, ...]
    history: History | None = None
    """The history that makes the table, if it is one."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A computed column: its measure, and what it is a property of."""

    measure: Measure
    level: Level


@dataclass(frozen=True, slots=True)
class Reading:
    """By which declarations columns are read: whose software to agree with, and which versions of which sources.

    `whittle` names the rules that keep one of several events of a year, in their order; without it a history's own.
    """

    compat: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    whittle: tuple[str, ...] = ()


PLAIN = Reading()


@cache
def homes(reading: Reading = PLAIN) -> Mapping[str, Home]:
    """Every stored column of a state or pair in a year, by name.

    With `compat`, other software's where they differ; of a source with another version asked for, that version's
    under the names that the source's own columns have.
    """
    found: dict[str, Home] = {}
    for source in sources.everything():
        for table in source.tables:
            found |= _of(table, (source.id,))
    for one in sorted(histories(), key=lambda one: one.compat):
        if one.compat in {"", reading.compat}:
            found |= _of(one.table, one.sources, one)
    for source_id, version in reading.versions:
        found |= _another(source_id, version, found)
    return found


def _another(source_id: str, version: str, found: Mapping[str, Home]) -> dict[str, Home]:
    """The columns of a source as another version of it has them, found by what their names have before the suffix."""
    own = sources.load(source_id)
    if version == own.version:
        return {}
    kin = [
        one for one in sources.everything() if one.id.startswith(f"{source_id}_") and one.title.startswith(own.title)
    ]
    chosen = [one for one in kin if one.version == version]
    if not chosen:
        known = ", ".join(one.version for one in (own, *kin))
        raise BadOption("--version", f"{source_id}={version}", f"the versions declared are {known}")
    theirs = [home for home in found.values() if home.sources == (chosen[0].id,)]
    mine = [name for name, home in found.items() if home.sources == (source_id,)]
    return {name: home for name in mine for home in theirs if home.column.name.startswith(f"{name}_")}


def _of(table: Table, made_from: tuple[str, ...], history: History | None = None) -> dict[str, Home]:
    level = LEVELS.get(table.unit)
    if level is None:
        return {}
    system: System = "gw" if any(name.startswith("gwcode") for name in table.key) else "cow"
    return {column.name: Home(table, column, level, system, made_from, history) for column in table.columns}


@cache
def formulas() -> Mapping[str, Formula]:
    """Every formula over one state's or one pair's columns, by name."""
    return {name: Formula(one, LEVELS[one.unit]) for name, one in measures().items() if one.unit in LEVELS}


def level_of(name: str, reading: Reading = PLAIN) -> Level | None:
    """What a column is a property of, or None if there is none of that name."""
    home, formula = homes(reading).get(name), formulas().get(name)
    return home.level if home else formula.level if formula else None


@cache
def groups(reading: Reading = PLAIN) -> Mapping[str, tuple[str, ...]]:
    """The columns of each table and of each source, by the table's or source's name."""
    found: dict[str, tuple[str, ...]] = {}
    for name, home in homes(reading).items():
        for group in {home.table.id, home.table.source, home.table.name}:
            found[group] = (*found.get(group, ()), name)
    return {group: names for group, names in found.items() if group not in homes(reading)}


def unknown(name: str, unit: str, reading: Reading = PLAIN) -> UnknownName:
    """The error for a column that does not exist: names alike, or the unit at which it does."""
    level = level_of(name, reading)
    if level is not None:
        at = next(one for one, mine in LEVELS.items() if mine == level)
        return UnknownName(f"column of {unit}", name, hint=f"It is one of {at}.")
    there = [*homes(reading), *formulas()]
    sided = [f"{one}{side}" for one in there if level_of(one, reading) in SINGLE for side in (1, 2)]
    alike = difflib.get_close_matches(name, [*there, *sided] if "dyad" in unit else there, n=3, cutoff=0.7)
    return UnknownName(f"column of {unit}", name, alike, hint="See: foedus catalog column")

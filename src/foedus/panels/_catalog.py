"""Every column that a panel can be asked for, by name: stored, made from records, or computed by a formula."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from foedus import sources
from foedus.declare import Column, Measure, Table
from foedus.errors import BadOption, UnknownName
from foedus.histories import History, histories
from foedus.measures import measures
from foedus.states import System
from foedus.warehouse import Warehouse, known_versions, named

Level = Literal["state", "dyad", "directed", "leader", "leaders"]
LEVELS: dict[str, Level] = {
    "state-year": "state", "dyad-year": "dyad", "directed-dyad-year": "directed", "leader-year": "leader",
    "leader-dyad-year": "leaders",
}  # fmt: skip
SINGLE: tuple[Level | None, ...] = ("state", "leader")
"""What is a property of one side of a pair."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a stored column lies: its table, what it is a property of, and whose codes the table uses.

    One that is a history's says which, and whether that is made `anew` for the panel, of the records read for it.
    """

    table: Table
    column: Column
    level: Level
    system: System
    sources: tuple[str, ...]
    history: History | None = None
    anew: bool = False


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

    def instead_of(self, table_id: str) -> str:
        """The table that is read for one of the declared version."""
        source_id, _, table = table_id.rpartition(".")
        other = dict(self.versions).get(source_id)
        return f"{named(source_id, other).id}.{table}" if other else table_id

    def check(self, warehouse: Warehouse) -> None:
        """An error that lists the versions there are, if one that is asked for is neither declared nor built."""
        for source_id, version in self.versions:
            other = named(source_id, version)
            if not (other.is_declared or any(warehouse.has(table.id) for table in other.tables)):
                known = ", ".join(known_versions(source_id))
                remedy = f"to keep another one: {other.fetch_command}, then: foedus build"
                raise BadOption("--version", f"{source_id}={version}", f"the versions here are {known}; {remedy}")


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
    """The columns of a source as another version has them, and of histories as they are made from that version.

    A version that is declared as a source of its own has them under longer names: `milex` as `milex_nmc7`.
    """
    other = named(source_id, version)
    if other.id == source_id:
        return {}
    if other.is_declared:
        theirs = [home for home in found.values() if home.sources == (other.id,)]
        mine = [name for name, home in found.items() if home.sources == (source_id,) and not home.anew]
        return {name: home for name in mine for home in theirs if home.column.name.startswith(f"{name}_")}
    swapped: dict[str, Home] = {}
    for table in other.tables:
        swapped |= _of(table, (other.id,))
    for one in (one for one in histories() if source_id in one.sources and not one.compat):
        behind = tuple(other.id if source == source_id else source for source in one.sources)
        swapped |= _of(replace(one.table, years=None).unpromised, behind, one, anew=True)
    return swapped


def _of(
    table: Table, made_from: tuple[str, ...], history: History | None = None, *, anew: bool = False
) -> dict[str, Home]:
    level = LEVELS.get(table.unit)
    if level is None:
        return {}
    system: System = "gw" if any(name.startswith("gwcode") for name in table.key) else "cow"
    return {column.name: Home(table, column, level, system, made_from, history, anew) for column in table.columns}


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


AT: dict[Level, str] = {
    "state": "state-year", "dyad": "dyad-year and directed-dyad-year",
    "directed": "directed-dyad-year, and with --directed of dyad-year",
    "leader": "leader-year and leader-dyad-year", "leaders": "leader-dyad-year",
}  # fmt: skip
"""The units at which a column of each level is found, for a person who looked elsewhere."""


def unknown(name: str, unit: str, reading: Reading = PLAIN) -> UnknownName:
    """The error for a column that does not exist: the unit at which it does, or names alike."""
    from foedus.panels import units

    if _of_each_side(name, unit):
        return UnknownName(f"column of {unit}", name, hint=f"Each side has its own: {name}1, {name}2.")
    if there := _elsewhere(name, unit, reading):
        return UnknownName(f"column of {unit}", name, hint=f"It is a column of {there}.")
    known = [*homes(reading), *formulas(), *dict(units()[unit].own)]
    sided = [f"{one}{side}" for one in known if level_of(one, reading) in SINGLE for side in (1, 2)]
    alike = difflib.get_close_matches(name, [*known, *sided] if "dyad" in unit else known, n=3, cutoff=0.7)
    own = f"foedus describe {unit}, and " if units()[unit].reads else ""
    return UnknownName(f"column of {unit}", name, alike, hint=f"See: {own}foedus catalog column")


def _of_each_side(name: str, unit: str) -> bool:
    """Whether rows of the unit have such a column of their own for each of their two sides."""
    from foedus.panels import units

    return f"{name}1" in dict(units()[unit].own)


def _elsewhere(name: str, unit: str, reading: Reading) -> str:
    from foedus.panels import units

    level = level_of(name, reading)
    owners = [one.id for one in units().values() if one.id != unit and name in dict(one.own)]
    home = homes(reading).get(name)
    if level == "directed" and home is not None and home.table.mirrored:
        return AT["dyad"]
    return AT[level] if level else " and ".join(owners)

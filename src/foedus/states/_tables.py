"""The five tables of the state crosswalk, read once, and the spells and codes that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Literal, TypeAlias

import polars as pl

System = Literal["cow", "gw"]
CODE_COLUMN: dict[System, str] = {"cow": "ccode", "gw": "gwcode"}
OPEN = date.max
SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "parties": {"party": pl.String, "name": pl.String, "iso3": pl.String, "source": pl.String},
    "tenures": {
        "party": pl.String,
        "system": pl.String,
        "code": pl.Int64,
        "start": pl.Date,
        "end": pl.Date,
        "microstate": pl.String,
        "source": pl.String,
        "note": pl.String,
    },
    "names": {"party": pl.String, "name": pl.String, "kind": pl.String, "start": pl.String, "end": pl.String},
    "successions": {
        "date": pl.Date,
        "predecessor": pl.String,
        "predecessor_ccode": pl.Int64,
        "predecessor_gwcode": pl.Int64,
        "successor": pl.String,
        "successor_ccode": pl.Int64,
        "successor_gwcode": pl.Int64,
        "kind": pl.String,
        "source": pl.String,
        "note": pl.String,
    },
    "citations": {"id": pl.String, "text": pl.String, "url": pl.String},
}


@dataclass(frozen=True, slots=True)
class Spell:
    """A time from `start` until the day before `end` in which something held; open ends are `date.max`."""

    start: date
    end: date

    def covers(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.start <= day < self.end

    def touches(self, first: date, last: date) -> bool:
        """Whether any day from first to last, both counted, lies within."""
        return self.start <= last and first < self.end


@dataclass(frozen=True, slots=True)
class Tenure(Spell):
    """A party's membership in a state system under one code."""

    party: str
    system: System
    code: int


@dataclass(frozen=True, slots=True)
class Bearing(Spell):
    """A party's use of a name."""

    party: str
    name: str
    kind: str


@cache
def table(name: str) -> pl.DataFrame:
    """One of the package's tables as it stands in its file."""
    file = resources.files("foedus.states").joinpath(f"{name}.csv")
    return pl.read_csv(file.read_bytes(), schema=SCHEMAS[name])


@cache
def display_names() -> dict[str, str]:
    """Each party's name, by party."""
    return dict(table("parties").select("party", "name").iter_rows())


@cache
def iso_codes() -> dict[str, str | None]:
    """Each party's ISO 3166 alpha-3 code, in force or withdrawn, by party."""
    return dict(table("parties").select("party", "iso3").iter_rows())


@cache
def tenures_of() -> dict[str, list[Tenure]]:
    """Every tenure in both systems by party, earliest first."""
    found: dict[str, list[Tenure]] = {party: [] for party in display_names()}
    rows = table("tenures").sort("start", "system").select("party", "system", "code", "start", "end").iter_rows()
    for party, system, code, start, end in rows:
        found[party].append(Tenure(start, end or OPEN, party, system, code))
    return found


@cache
def holders() -> dict[tuple[System, int], list[Tenure]]:
    """Every tenure by system and code, earliest first."""
    found: dict[tuple[System, int], list[Tenure]] = {}
    for tenure in sorted((t for ts in tenures_of().values() for t in ts), key=lambda t: t.start):
        found.setdefault((tenure.system, tenure.code), []).append(tenure)
    return found


@cache
def bearings_of() -> dict[str, list[Bearing]]:
    """Every name of each party with the time in which it was borne, as the file orders them."""
    found: dict[str, list[Bearing]] = {party: [] for party in display_names()}
    for party, name, kind, start, end in table("names").iter_rows():
        borne = Bearing(day_of(start) or date.min, day_of(end) or OPEN, party, name, kind)
        found[party].append(borne)
    return found


def day_of(text: str | None) -> date | None:
    """The first day of what a date names: a year, a month or a day."""
    if text is None:
        return None
    year, month, day = (int(part) for part in [*text.split("-"), "1", "1"][:3])
    return date(year, month, day)


def window(on: date | int) -> tuple[date, date]:
    """The first and last day that a date or a year stands for."""
    if isinstance(on, date):
        day = date(on.year, on.month, on.day)
        return day, day
    return date(on, 1, 1), date(on, 12, 31)


def last_code(party: str, system: System, first: date, last: date) -> int | None:
    """The code that the party held last within the days from first to last."""
    held = [t.code for t in tenures_of()[party] if t.system == system and t.touches(first, last)]
    return held[-1] if held else None


def last_holder(system: System, code: int, first: date, last: date) -> str | None:
    """The party that held the code last within the days from first to last."""
    held = [t.party for t in holders().get((system, code), []) if t.touches(first, last)]
    return held[-1] if held else None


def exists(party: str, first: date, last: date) -> bool:
    """Whether the party was a member of either system on any day from first to last."""
    return any(t.touches(first, last) for t in tenures_of()[party])


def last_day_within(party: str, first: date, last: date) -> date:
    """The last day from first to last on which the party was a member of either system."""
    return max(min(t.end - timedelta(1), last) for t in tenures_of()[party] if t.touches(first, last))


def name_on(party: str, day: date) -> str:
    """The name that the party went by on a day: its current or historical name, else its general one."""
    for borne in bearings_of()[party]:
        if borne.kind in ("current", "historical") and borne.covers(day):
            return borne.name
    return display_names()[party]


@cache
def crosswalk() -> pl.DataFrame:
    """Every party's spells of constant name and codes, from first membership to last."""
    rows = [row for party in display_names() for row in _spells(party)]
    schema = {
        "party": pl.String,
        "name": pl.String,
        "iso3": pl.String,
        "ccode": pl.Int64,
        "gwcode": pl.Int64,
        "start": pl.Date,
        "end": pl.Date,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


_Row: TypeAlias = tuple[str, str, str | None, int | None, int | None, date, date | None]


def _spells(party: str) -> list[_Row]:
    tenures, iso3 = tenures_of()[party], iso_codes()[party]
    days = {day for t in tenures for day in (t.start, t.end)}
    names = [b for b in bearings_of()[party] if b.kind in ("current", "historical")]
    days |= {b.start for b in names if min(days) < b.start < max(days)}
    rows: list[_Row] = []
    for start, end in pairwise(sorted(days)):
        codes = last_code(party, "cow", start, start), last_code(party, "gw", start, start)
        if codes == (None, None):
            continue
        name, until = name_on(party, start), None if end == OPEN else end
        if rows and rows[-1][1] == name and rows[-1][3:5] == codes and rows[-1][6] == start:
            rows[-1] = (*rows[-1][:6], until)
        else:
            rows.append((party, name, iso3, *codes, start, until))
    return rows

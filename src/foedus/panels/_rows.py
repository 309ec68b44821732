"""The rows of a panel: which states in which year, as positions in a list of codes and a list of years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus import states
from foedus.errors import BadOption
from foedus.panels._days import Days
from foedus.states import System

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
On = Literal["any", "first", "last", "majority"]
ON: tuple[On, ...] = ("any", "first", "last", "majority")
FIRST_YEAR, LAST_YEAR = 1815, 2100
CODE: dict[System, str] = {"cow": "ccode", "gw": "gwcode"}


@dataclass(frozen=True, slots=True)
class Presence:
    """Which codes of a state system exist in which year: rows are codes, columns years from `first`.

    `apart` holds the pairs of positions and the year in which both exist without sharing a day.
    """

    system: System
    codes: Ints
    first: int
    there: Bools
    apart: Ints

    @property
    def years(self) -> int:
        """How many years it spans."""
        return int(self.there.shape[1])


@dataclass(frozen=True, slots=True)
class Rows:
    """A panel's rows in the order of its key: the states on each side, and the year, as positions.

    `own` holds what a row says of itself beside its key, such as a leader's age. `thing` numbers what a row is a
    year of, where that is not just the states on its sides: an alliance, a leader. A side without a code is -1.
    `days` are those that each row stands for, if rows are not whole years. Without `members` the state system need
    not list a row's state in its year.
    """

    presence: Presence
    sides: tuple[Ints, ...]
    year: Ints
    key: pl.DataFrame
    own: pl.DataFrame = field(default_factory=pl.DataFrame)
    thing: Ints | None = None
    days: Days | None = None
    members: bool = True

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.year)

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that identify a row: the key, on days with the date in the year's place."""
        if self.days is None:
            return tuple(self.key.columns)
        return (*(name for name in self.key.columns if name != "year"), "date")

    def filtered(self, keep: Bools) -> Rows:
        """Only the rows marked."""
        mask = pl.Series(keep)
        own = self.own.filter(mask) if self.own.width else self.own
        sides = tuple(side[keep] for side in self.sides)
        thing = None if self.thing is None else self.thing[keep]
        days = None if self.days is None else self.days.filtered(keep)
        return Rows(self.presence, sides, self.year[keep], self.key.filter(mask), own, thing, days, self.members)


@cache
def presence(system: System, first: int, last: int, on: On = "any") -> Presence:
    """Which states of the system exist in each year: on any day, the first, the last, or most days of it."""
    tenures = states.tenures(system).sort("start")
    code = tenures[CODE[system]].to_numpy().astype(np.int32)
    codes = all_codes(system)
    there = np.zeros((len(codes), last - first + 1), dtype=np.bool_)
    part: dict[tuple[int, int], list[tuple[date, date]]] = {}
    days: dict[tuple[int, int], int] = {}
    at = np.searchsorted(codes, code)
    for i, start, end in zip(at.tolist(), tenures["start"], tenures["end"], strict=True):
        stop = end or date(LAST_YEAR, 1, 1)
        from_year, to_year = max(start.year, first), min((stop - timedelta(1)).year, last)
        if from_year > to_year:
            continue
        there[i, from_year - first : to_year - first + 1] = True
        for year in {from_year, to_year}:
            begin, finish = max(start, date(year, 1, 1)), min(stop, date(year + 1, 1, 1))
            if (finish - begin).days < _length(year):
                part.setdefault((year, i), []).append((begin, finish))
                days[(year, i)] = days.get((year, i), 0) + (finish - begin).days
    for (year, i), spells in part.items():
        there[i, year - first] = _counts(year, spells, days[(year, i)], on)
    return Presence(system, codes, first, there, _apart(part, first))


@cache
def all_codes(system: System) -> Ints:
    """Every code that a state system ever used, in order."""
    return np.unique(states.tenures(system)[CODE[system]].to_numpy().astype(np.int32))


def position(codes: Ints, wanted: NDArray[np.int64] | Ints) -> Ints:
    """Where the wanted codes stand in the list; -1 for one that it lacks."""
    if not len(codes):
        return np.full(len(wanted), -1, dtype=np.int32)
    where = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    return np.where(codes[where] == wanted, where, -1).astype(np.int32)


def translation(mine: Presence, theirs: Ints, first: int, last: int) -> Ints:
    """For each code of a list and each year, where the same state stands among the codes of the other list; or -1."""
    other: System = "gw" if mine.system == "cow" else "cow"
    ours = states.state_years(mine.system, first=first, last=last).rename({CODE[mine.system]: "ours"})
    held = states.state_years(other, first=first, last=last).rename({CODE[other]: "theirs"})
    both = ours.join(held.unique(["party", "year"], keep="last", maintain_order=True), on=["party", "year"])
    table = np.full((len(mine.codes), last - first + 1), -1, dtype=np.int32)
    at = position(mine.codes, both["ours"].to_numpy())
    table[at, both["year"].to_numpy() - first] = position(theirs, both["theirs"].to_numpy())
    return table


def _length(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _counts(year: int, spells: list[tuple[date, date]], days: int, on: On) -> bool:
    match on:
        case "any":
            return True
        case "first":
            return any(begin == date(year, 1, 1) for begin, _ in spells)
        case "last":
            return any(finish == date(year + 1, 1, 1) for _, finish in spells)
        case "majority":
            return 2 * days > _length(year)


def _apart(part: dict[tuple[int, int], list[tuple[date, date]]], first: int) -> Ints:
    """Pairs of states that both touch a year and share no day of it."""
    by_year: dict[int, list[tuple[int, list[tuple[date, date]]]]] = {}
    for (year, i), spells in part.items():
        by_year.setdefault(year, []).append((i, spells))
    found = [
        (i, j, year - first)
        for year, held in by_year.items()
        for i, mine in held
        for j, theirs in held
        if i != j and not any(a < d and c < b for a, b in mine for c, d in theirs)
    ]
    return np.array(found, dtype=np.int32).reshape(-1, 3)


def state_years(there: Presence) -> Rows:
    """A row for every state and year, by code and year."""
    i, y = np.nonzero(there.there)
    code, side, year = CODE[there.system], i.astype(np.int32), y.astype(np.int32)
    key = pl.DataFrame({code: there.codes[side], "year": (year + there.first).astype(np.int16)})
    return Rows(there, (side,), year, key)


def dyad_years(there: Presence, *, directed: bool) -> Rows:
    """A row for every two states that share a day of the year, by both codes and year."""
    n, years = there.there.shape
    first, second, year = [], [], []
    other = np.repeat(np.arange(n, dtype=np.int32), years)
    when = np.tile(np.arange(years, dtype=np.int32), n)
    for i in range(n):
        both = there.there & there.there[i]
        both[i] = False
        if not directed:
            both[:i] = False
        mine = there.apart[there.apart[:, 0] == i]
        both[mine[:, 1], mine[:, 2]] = False
        hits = np.flatnonzero(both)
        first.append(np.full(len(hits), i, dtype=np.int32))
        second.append(other[hits])
        year.append(when[hits])
    sides, y = (np.concatenate(first), np.concatenate(second)), np.concatenate(year)
    return Rows(there, sides, y, _dyad_key(there, sides, y))


def _dyad_key(there: Presence, sides: tuple[Ints, Ints], year: Ints) -> pl.DataFrame:
    code, codes = CODE[there.system], there.codes.astype(np.int16)
    years = (np.arange(there.years) + there.first).astype(np.int16)
    return pl.DataFrame({f"{code}1": codes[sides[0]], f"{code}2": codes[sides[1]], "year": years[year]})


def histories_of(rows: Rows, first: int) -> Rows:
    """All years from `first` to the panel's last of the very states or pairs in these rows."""
    mine = rows.presence
    there = presence(mine.system, first, mine.first + mine.years - 1)
    n = len(there.codes)
    if len(rows.sides) == 1:
        one = np.unique(rows.sides[0])
        unit, y = np.nonzero(there.there[one])
        sides: tuple[Ints, ...] = (one[unit].astype(np.int32),)
    else:
        pair = np.unique(rows.sides[0].astype(np.int64) * n + rows.sides[1])
        one, two = (pair // n).astype(np.int32), (pair % n).astype(np.int32)
        unit, y = np.nonzero(there.there[one] & there.there[two] & ~_strangers(there, one, two))
        sides = one[unit], two[unit]
    return Rows(there, sides, y.astype(np.int32), pl.DataFrame())


def _strangers(there: Presence, one: Ints, two: Ints) -> Bools:
    """For each pair and year, whether both exist without sharing a day."""
    n = len(there.codes)
    marked = np.zeros((len(one), there.years), dtype=np.bool_)
    pair = one.astype(np.int64) * n + two
    apart = there.apart[:, 0].astype(np.int64) * n + there.apart[:, 1]
    at = np.minimum(np.searchsorted(pair, apart), len(pair) - 1)
    here = pair[at] == apart
    marked[at[here], there.apart[here, 2]] = True
    return marked


def known_on(on: str) -> On:
    """The rule by which a state counts in a year, or an error that lists the rules."""
    for rule in ON:
        if rule == on:
            return rule
    raise BadOption("--on", on, f"one of {', '.join(ON)}")


def listed(there: Presence, frame: pl.DataFrame, key: Sequence[str], thing: str, codes: Sequence[str] = ()) -> Rows:
    """Rows of a frame that has a year, a thing that each row is a year of, and the codes of the states in it.

    Years outside the presence are left out. Columns that are not the key are the rows' own.
    """
    last = there.first + there.years - 1
    inside = frame.filter(pl.col("year").is_between(there.first, last)).sort(key)
    sides = tuple(position(there.codes, inside[code].fill_null(-1).to_numpy()) for code in codes)
    year = (inside["year"].to_numpy() - there.first).astype(np.int32)
    number = inside[thing].rank("dense").cast(pl.Int32).to_numpy()
    return Rows(there, sides, year, inside.select(key), inside.drop(key), number)

"""The values of a column on the rows of a panel: one lookup per table and side, then one gathering per column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus import sources
from foedus.declare import Column, type_of_column
from foedus.errors import BadOption, NotBuilt
from foedus.histories import History, Reader, made
from foedus.panels._by_leader import LED, by_leader, codes_of
from foedus.panels._catalog import PLAIN, SINGLE, Home, Reading, formulas, homes, unknown
from foedus.panels._days import MANY
from foedus.panels._rows import Bools, Ints, Rows, all_codes, position, presence, translation
from foedus.states import System
from foedus.warehouse import Warehouse

Undirected = Literal["either", "mutual", "sum"]
UNDIRECTED: tuple[Undirected, ...] = ("either", "mutual", "sum")
Side = Literal["0", "1", "pair", "back"]
FEW = 5_000
WIDEST_SHIFT = 100


@dataclass(slots=True)
class Values:
    """Answers for the values of columns on these rows; remembers each table and each lookup."""

    warehouse: Warehouse
    rows: Rows
    unit: str
    directed: Undirected | None = None
    reading: Reading = PLAIN
    _frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    _made: dict[str, pl.DataFrame] = field(default_factory=dict)
    _spans: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    _found: dict[tuple[str, str, int], pl.Series] = field(default_factory=dict)
    _places: dict[tuple[System, str, int], Ints] = field(default_factory=dict)
    _listed: dict[tuple[System, str, int], Bools] = field(default_factory=dict)
    _kept: dict[str, str] = field(default_factory=dict)
    _needed: dict[System, Ints] = field(default_factory=dict)

    def state(self, name: str, side: int, shift: int) -> pl.Series:
        """A state's column, for the state on this side (0 or 1), `shift` years away."""
        if name in homes(self.reading):
            home = homes(self.reading)[name]
            return self._gathered(home, "1" if side else "0", shift)
        measure = formulas()[name].measure
        inner = [self.state(needed, side, shift) for needed in measure.columns]
        return _computed(measure.formula, inner, name)

    def pair(self, name: str, shift: int) -> pl.Series:
        """A pair's column `shift` years away; a directed one on undirected rows by the rule that was chosen."""
        if name in homes(self.reading):
            home = homes(self.reading)[name]
            if home.level == "directed" and self.unit == "dyad-year" and not home.table.mirrored:
                return self._undirected(home, shift)
            return self._gathered(home, "pair", shift)
        measure = formulas()[name].measure
        inner = [self.any(needed, shift) for needed in measure.columns]
        return _computed(measure.formula, inner, name)

    def any(self, name: str, shift: int) -> pl.Series:
        """A column by its full name: a pair's, or a state's with the side's number behind it."""
        where = homes(self.reading).get(name)
        one_side = len(self.rows.sides) == 1
        level = where.level if where else formulas()[name].level if name in formulas() else None
        if level in SINGLE and one_side:
            return self.state(name, 0, shift)
        if level in ("dyad", "directed", "leaders") and not one_side:
            return self.pair(name, shift)
        if name[-1:] in "12" and not one_side and name[:-1] in {**homes(self.reading), **formulas()}:
            return self.state(name[:-1], int(name[-1]) - 1, shift)
        raise unknown(name, self.unit, self.reading)

    def _undirected(self, home: Home, shift: int) -> pl.Series:
        if self.directed is None:
            options = "either (one of the two did), mutual (both did) or sum"
            told = f"{home.column.name} runs from one state to the other; say how it becomes a property of both: "
            raise BadOption("--directed", None, told + options)
        there, back = self._gathered(home, "pair", shift), self._gathered(home, "back", shift)
        if home.column.dtype == pl.Boolean:
            if self.directed == "sum":
                return there.cast(pl.Int8) + back.cast(pl.Int8)
            return there | back if self.directed == "either" else there & back
        if not home.column.dtype.is_numeric():
            raise BadOption("--directed", self.directed, f"{home.column.name} is text, which has no such reading")
        if self.directed == "sum":
            return there + back
        higher = self.directed == "either"
        return there.zip_with(there >= back if higher else there <= back, back)

    def _gathered(self, home: Home, side: Side, shift: int) -> pl.Series:
        """The column on every row: its cell, or the last two cells of the stretched column, unknown and absent."""
        column = self._frame(home)[home.column.name]
        if column.dtype == pl.String and self.rows.height >= MANY:
            column = column.cast(pl.Categorical)
        blank = pl.Series([None, home.column.absent], strict=False).cast(column.dtype)
        return pl.concat([column.rename(""), blank.rename("")]).gather(self._index(home, side, shift))

    def _frame(self, home: Home) -> pl.DataFrame:
        if home.table.id not in self._frames:
            rows = self._rows(home)
            if self._few:
                codes = self._codes(home.system).tolist()
                rows = rows.filter(pl.col(name).is_in(codes) for name in codes_of(home.table))
            small = (pl.col(one.name).cast(_compact(one)) for one in home.table.columns)
            self._frames[home.table.id] = rows.with_columns(small).collect()
        return self._frames[home.table.id]

    def _rows(self, home: Home) -> pl.LazyFrame:
        """The table as it was built, or made of the records that are read for this panel and whittled as asked."""
        one = home.history
        if one is None or not (home.anew or (one.rules and self.reading.whittle)):
            if not self.warehouse.has(home.table.id):
                fetched = " and ".join(sources.load(each).fetch_command for each in home.sources)
                raise NotBuilt(f"The column {home.column.name}, of {home.table.id},", f"{fetched}, then: foedus build")
            return self.warehouse.scan(home.table.id)
        if home.table.id not in self._made:
            mine = replace(one, table=home.table)
            self._made[home.table.id] = made(mine, self._reader(one), self.reading.whittle)
        return self._made[home.table.id].lazy()

    def _reader(self, one: History) -> Reader:
        """What reads a history's records in the versions asked for."""
        read = {table: self.reading.instead_of(table) for table in one.reads}
        return lambda table: self.warehouse.scan(read[table])

    def kept(self, home: Home) -> str:
        """Of how many events of a year the home keeps one, and how many each rule left; empty if it whittles none."""
        one = home.history
        if one is None or not one.rules:
            return ""
        if home.table.id not in self._kept:
            self._kept[home.table.id] = str(one.kept(self._reader(one), self.reading.whittle))
        return self._kept[home.table.id]

    def covered(self, home: Home) -> tuple[int, int] | None:
        """The years in which an absent row means what its column says: as declared, or from the first row to the last.

        None if a missing row is always unknown.
        """
        if home.table.promised:
            return home.table.years
        if home.table.id not in self._spans:
            year = pl.col("year").cast(pl.Int64)
            first, last = self._rows(home).select(year.min().alias("first"), year.max().alias("last")).collect().row(0)
            self._spans[home.table.id] = None if first is None else (first, last)
        return self._spans[home.table.id]

    def _index(self, home: Home, side: Side, shift: int) -> pl.Series:
        """For each row of the panel its row in the table; one past the end if unknown, two past if known absent."""
        key = (home.table.id, side, shift)
        if key not in self._found and home.level in LED:
            self._place(home.system, side, shift)
            found = by_leader(self.rows, home, self._frame(home), side, shift)
            if found is None:
                raise unknown(home.column.name, self.unit, self.reading)
            self._found[key] = pl.Series(self._absent(home, found, side, shift).astype(np.uint32))
        if key not in self._found:
            frame, (first, years) = self._frame(home), self._span(shift)
            codes = self._codes(home.system)
            year = frame["year"].to_numpy().astype(np.int64) - first
            names = [name for name in home.table.key if name != "year"]
            at = [position(codes, frame[name].to_numpy()) for name in names]
            fits = np.logical_and.reduce([year >= 0, year < years, *(one >= 0 for one in at)])
            n, rows = len(codes) + 1, np.flatnonzero(fits).astype(np.int32)
            table = np.full(n ** len(at) * years, frame.height, dtype=np.int32)
            ways = [at, at[::-1]] if home.level == "dyad" else [at]
            for way in ways:
                table[_flat([one[fits] for one in way], year[fits], n, years)] = rows
            found = table[self._place(home.system, side, shift)]
            self._found[key] = pl.Series(self._absent(home, found, side, shift).astype(np.uint32))
        return self._found[key]

    @property
    def _few(self) -> bool:
        """Whether so few states are asked for that only their rows are worth reading."""
        return self.rows.height < FEW

    def _codes(self, system: System) -> Ints:
        """The codes of a system that the rows can need, in order."""
        if not self._few:
            return all_codes(system)
        if system not in self._needed:
            mine = self.rows.presence
            held = np.unique(np.concatenate([side[side >= 0] for side in self.rows.sides] or [np.zeros(0, np.int32)]))
            if system != mine.system:
                first, years = self._span(-WIDEST_SHIFT)
                table = translation(mine, all_codes(system), first, first + years - 1 + WIDEST_SHIFT)
                found = np.unique(table[held])
                held = found[found >= 0]
            self._needed[system] = all_codes(system)[held]
        return self._needed[system]

    def _absent(self, home: Home, found: Ints, side: Side, shift: int) -> Ints:
        years = self.covered(home)
        if years is None:
            return found
        first, last = years
        year = self.rows.year + (self.rows.presence.first + shift)
        missing = (found == self._frame(home).height) & (year >= first) & (year <= last)
        missing &= self._listed[home.system, side, shift]
        if shift:
            sides = (0, 1) if side in ("pair", "back") else (int(side),)
            missing &= np.logical_and.reduce([self._there(one, shift) for one in sides])
        index: Ints = found + missing.astype(np.int32)
        return index

    def _there(self, side: int, shift: int) -> Bools:
        """Whether the state on this side existed `shift` years away."""
        first, years = self._span(shift)
        there = presence(self.rows.presence.system, first, first + years - 1).there
        at = self.rows.sides[side]
        found: Bools = there[at, self.rows.year + max(shift, 0)] & (at >= 0)
        return found

    def _span(self, shift: int) -> tuple[int, int]:
        """The first year that the rows reach when shifted, and how many years from there to their last."""
        there = self.rows.presence
        return there.first + min(shift, 0), there.years + abs(shift)

    def _place(self, system: System, side: Side, shift: int) -> Ints:
        """Where each row's state or pair, and year, stand in a table laid out by code, code and year.

        A state that the system does not list that year has no place: nothing is known of it, not even an absence.
        """
        key = (system, side, shift)
        if key not in self._places:
            sides = {"0": (0,), "1": (1,), "pair": (0, 1), "back": (1, 0)}[side]
            first, years = self._span(shift)
            year = self.rows.year + max(shift, 0)
            at = [self.rows.sides[one] for one in sides]
            if system != self.rows.presence.system:
                table = translation(self.rows.presence, all_codes(system), first, first + years - 1)
                at = [np.where(one < 0, -1, table[one, year]) for one in at]
            elif not self.rows.members:
                at = [np.where(self._there(side, shift), self.rows.sides[side], -1) for side in sides]
            self._listed[key] = np.logical_and.reduce([one >= 0 for one in at])
            if self._few:
                among = position(self._codes(system), all_codes(system))
                at = [np.where(one < 0, -1, among[one]) for one in at]
            n = len(self._codes(system)) + 1
            at = [np.where(one < 0, n - 1, one) if one.min(initial=0) < 0 else one for one in at]
            self._places[key] = _flat(at, year, n, years)
        return self._places[key]


def _compact(column: Column) -> type_of_column:
    """The smallest whole-number type that holds a column's declared range; any other type as it is."""
    if not column.dtype.is_integer() or column.within is None:
        return column.dtype
    low, high = column.within
    for dtype, bits in ((pl.Int8, 7), (pl.Int16, 15), (pl.Int32, 31)):
        if -(2**bits) <= low and high < 2**bits:
            return dtype
    return column.dtype


def _flat(at: Sequence[Ints], year: NDArray[np.int64] | Ints, n: int, years: int) -> Ints:
    """One number for a state or pair and a year; positions up to n - 1, the last of which no state has."""
    flat = at[0].astype(np.int32)
    for one in at[1:]:
        flat = flat * np.int32(n) + one.astype(np.int32)
    return flat * np.int32(years) + year.astype(np.int32)


def _computed(formula: object, columns: list[pl.Series], name: str) -> pl.Series:
    frame = pl.DataFrame({f"c{i}": column for i, column in enumerate(columns)})
    assert callable(formula)  # noqa: S101  (a measure's formula)
    return frame.select(formula(*(pl.col(one) for one in frame.columns)).alias(name)).to_series()

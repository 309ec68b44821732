"""How a history is declared: the tables it reads, its columns, and the function that makes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from foedus.declare import KEYS, Column, Raw, Table, Unit
from foedus.histories._whittle import Rule, ordered, steps, whittled

Reader = Callable[[str], pl.LazyFrame]
Maker = Callable[[Reader], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows there are of a history, one of each key, and how many each rule left of all that it chose from."""

    records: int
    left: tuple[tuple[str, int], ...]
    rows: int

    def __str__(self) -> str:
        each = ", ".join(f"{name} left {n:,}" for name, n in self.left)
        last = "" if self.left[-1][1] == self.rows else f"; the first listed of each makes it {self.rows:,}"
        return f"{self.rows:,} of {self.records:,} records are kept, one for each unit and year: {each}{last}."


@dataclass(frozen=True, slots=True)
class History:
    """What a source's records say of each state or pair in each year: a table computed from checked tables.

    `reads` are the tables it is made from, whose sources it cites. One whose `compat` names other software
    repeats what that software publishes where we would say otherwise, and is used only when asked for. With
    `rules` a key may have several records, of which those keep one, in this order or in another.
    """

    table: Table
    reads: tuple[str, ...]
    make: Maker
    compat: str = ""
    rules: tuple[Rule, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources it is made from."""
        return tuple(dict.fromkeys(name.partition(".")[0] for name in self.reads))

    def made(self, read: Reader, order: Sequence[str] = ()) -> pl.LazyFrame:
        """Its rows: of several records of a key the one that the rules keep, in the order named or in their own."""
        records = self.make(read)
        if not self.rules:
            return records
        kept = whittled(records.collect(), self.table.key, self._chosen(order))
        return kept.lazy().select(*self.table.key, *(column.name for column in self.table.columns))

    def kept(self, read: Reader, order: Sequence[str] = ()) -> Kept:
        """How many records each rule leaves."""
        records, key = self.make(read).collect(), self.table.key
        left = [(name, rows.height) for name, rows in steps(records, key, self._chosen(order))]
        return Kept(records.height, tuple(left), records.n_unique(key))

    def _chosen(self, order: Sequence[str]) -> tuple[Rule, ...]:
        return ordered(self.rules, order, self.table.name)


def history(
    unit: Unit,
    *,
    reads: Sequence[str],
    columns: Sequence[Column],
    rows: tuple[int, int],
    years: tuple[int, int],
    key: Sequence[str] | None = None,
    compat: str = "",
    mirrored: bool = False,
    rules: Sequence[Rule] = (),
) -> Callable[[Maker], History]:
    """Declare what the decorated function makes of the tables it reads; its name becomes the table's.

    `years` are those the records cover, in which a missing row means what its columns declare. No event need
    fall in the first or the last of them, and a row beyond them is known all the same. With `rules` the function
    gives all records, in the publisher's order, and beside the declared columns those that the rules compare.
    """

    def declare(make: Maker) -> History:
        table = Table(
            source="history", name=make.__name__, unit=unit, key=tuple(key or KEYS[unit]), years=years, rows=rows,
            columns=tuple(columns), ignored=frozenset(), corrections=(), parse=_never, doc=inspect.getdoc(make) or "",
            mirrored=mirrored,
        )  # fmt: skip
        return History(table, tuple(reads), make, compat, tuple(rules))

    return declare


def _never(raw: Raw) -> pl.LazyFrame:
    raise NotImplementedError(f"a history is made from tables, not from {raw.folder}")

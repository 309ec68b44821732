"""How a history is declared: the tables it reads, its columns, and the function that makes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from foedus.declare import KEYS, Column, Raw, Table, Unit

Reader = Callable[[str], pl.LazyFrame]
Maker = Callable[[Reader], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class History:
    """What a source's records say of each state or pair in each year: a table computed from checked tables.

    `reads` are the tables it is made from, whose sources it cites. One whose `compat` names other software
    repeats what that software publishes where we would say otherwise, and is used only when asked for.
    """

    table: Table
    reads: tuple[str, ...]
    make: Maker
    compat: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources it is made from."""
        return tuple(dict.fromkeys(name.partition(".")[0] for name in self.reads))


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
) -> Callable[[Maker], History]:
    """Declare what the decorated function makes of the tables it reads; its name becomes the table's.

    `years` are those the records cover, in which a missing row means what its columns declare. No event need
    fall in the first or the last of them, and a row beyond them is known all the same.
    """

    def declare(make: Maker) -> History:
        table = Table(
            source="history", name=make.__name__, unit=unit, key=tuple(key or KEYS[unit]), years=years, rows=rows,
            columns=tuple(columns), ignored=frozenset(), corrections=(), parse=_never, doc=inspect.getdoc(make) or "",
            mirrored=mirrored,
        )  # fmt: skip
        return History(table, tuple(reads), make, compat)

    return declare


def _never(raw: Raw) -> pl.LazyFrame:
    raise NotImplementedError(f"a history is made from tables, not from {raw.folder}")

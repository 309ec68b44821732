"""What a step works on and what it leaves: the table, the weights, the scores so far, and a note of what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from foedus.composites._climb import Climb
from foedus.composites._table import Floats, Table
from foedus.composites.framework import Framework

Range = Literal["raw", "bounded", "open"]
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that a step changed: where, from what, to what, and by which rule."""

    unit: str
    year: int | None
    indicator: str
    before: float | None
    after: float | None
    rule: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a step did: sentences, and every cell that it changed one by one."""

    says: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores and the share known of every code, and the way they were climbed to."""

    values: Floats
    known: Floats
    climb: Climb
    unknown: Literal["within", "across"]


@dataclass(frozen=True, slots=True)
class State:
    """The work after a step.

    `range` says what the values are: raw, on a scale that is bounded by `ends`, or on an open one.
    """

    framework: Framework
    table: Table
    range: Range = "raw"
    ends: Ends | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    scores: Scores | None = None

    def weight_array(self) -> Floats:
        """The weights in force, in the order of the framework's codes."""
        named = {code: self.framework[code].weight for code in self.framework.codes}
        return np.array([self.weights.get(code, named[code]) for code in self.framework.codes])


def changed(table: Table, before: Floats, after: Floats, rule: str) -> Iterator[Cell]:
    """The cells that differ between two states of a table's values."""
    same = (before == after) | (np.isnan(before) & np.isnan(after))
    for i, j in zip(*np.nonzero(~same), strict=True):
        year = None if table.years is None else table.years[i]
        yield Cell(table.units[i], year, table.codes[j], _plain(before[i, j]), _plain(after[i, j]), rule)


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

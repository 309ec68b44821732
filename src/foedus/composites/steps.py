"""The steps of a composite indicator, each a small record that says what is done and does it.

The order is the builder's. OECD and JRC (2008), Handbook on Constructing Composite Indicators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, Protocol

import numpy as np

from foedus.composites import missing, outliers, scales
from foedus.composites._climb import Climb, Way
from foedus.composites._state import Cell, Note, Range, Scores, State, changed
from foedus.composites._table import Floats, Ints, Truths
from foedus.composites._weighing import weighed
from foedus.composites.framework import close, listed
from foedus.composites.means import Aggregation
from foedus.errors import BadOption, BrokenContract, UnknownName

Within = Literal["all years", "each year"]
Filling = Literal["none", "carry", "mean", "median", "regression", "normal"]
Reading = Literal[
    "goalposts", "min-max", "z-score", "percentile rank", "target", "frontier", "categorical", "as they are",
]  # fmt: skip
Weighting = Literal["framework", "equal", "given", "principal component", "entropy", "equal influence"]


class Step(Protocol):
    """Anything that turns one state of the work into the next and says what it did."""

    name: ClassVar[str]

    def apply(self, state: State) -> tuple[State, Note]:
        """The next state, and a note of what was done."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Leave out units and indicators of which too small a share is known (of what applies to them).

    The usual rule asks for 0.65 of both. Indicators are judged first, on all units.
    """

    name: ClassVar[str] = "screen"
    units: float = 0.0
    indicators: float = 0.0

    def apply(self, state: State) -> tuple[State, Note]:
        """The table without what is too little known."""
        table = state.table
        seen = ~np.isnan(table.values) & table.applicable
        columns = _share(seen, table.applicable, 0) >= self.indicators - 1e-9
        if not columns.any():
            raise BrokenContract("Screening", "leaves no indicator", "Ask for a smaller share.")
        gone = [code for code, kept in zip(table.codes, columns, strict=True) if not kept]
        framework = state.framework.without(*gone) if gone else state.framework
        narrow = table.only(columns)
        rows = _share((seen & columns)[:, columns], narrow.applicable, 1) >= self.units - 1e-9
        if not rows.any():
            raise BrokenContract("Screening", "leaves no unit", "Ask for a smaller share.")
        names = [unit for unit, kept in zip(table.units, rows, strict=True) if not kept]
        says = (
            f"Left out {len(gone)} of {len(table.codes)} indicators: {listed(gone) or 'none'}.",
            f"Left out {len(names)} of {len(table.units)} units: {listed(names) or 'none'}.",
        )
        return replace(state, framework=framework, table=narrow.keep(rows)), Note(says)


@dataclass(frozen=True, slots=True)
class Denominate:
    """Divide indicators by the denominators that the framework names; by zero is unknown."""

    name: ClassVar[str] = "denominate"

    def apply(self, state: State) -> tuple[State, Note]:
        """Values per head, per area, or per whatever the framework says."""
        values, said = state.table.values.copy(), []
        for j, code in enumerate(state.table.codes):
            by = state.framework[code].denominator
            if by is not None:
                below = state.table.denominators[by]
                values[:, j] = np.divide(values[:, j], below, out=np.full(len(below), np.nan), where=below != 0)
                said.append(f"{code} by {by}")
        says = (f"Divided {listed(said, 99)}." if said else "The framework names no denominators.",)
        return replace(state, table=state.table.with_values(values)), Note(says)


@dataclass(frozen=True, slots=True)
class Impute:
    """Fill unknown values that apply; every filled cell is told.

    `carry` takes the last known value up to `max_age` years old. `mean` and `median` are those of the unit's
    `group` (of all units without). `regression` predicts from the three indicators that correlate most, and
    `normal` from a multivariate normal, both among the indicators with the same parent.
    """

    name: ClassVar[str] = "impute"
    method: Filling = "none"
    group: str | None = None
    max_age: int = 0
    within: Within = "all years"

    def apply(self, state: State) -> tuple[State, Note]:
        """The table with what could be filled."""
        table = state.table
        found = np.where(table.applicable & np.isnan(table.values), self._filled(state), table.values)
        cells = tuple(changed(table, table.values, found, self._rule()))
        left = int((np.isnan(found) & table.applicable).sum())
        says = (f"Filled {len(cells)} unknown values; {left} remain unknown.",)
        return replace(state, table=table.with_values(found)), Note(says, cells)

    def _rule(self) -> str:
        if self.method == "carry":
            return f"carried, at most {self.max_age} years"
        return self.method if self.group is None else f"{self.method} of {self.group}"

    def _filled(self, state: State) -> Floats:
        table = state.table
        if self.method == "none":
            return table.values
        if self.method == "carry":
            if table.years is None:
                raise BadOption("impute", "carry", "only data with years can be carried forward")
            units = np.unique(table.units, return_inverse=True)[1]
            return missing.carried(table.values, units, np.array(table.years), max_age=self.max_age)[0]
        groups = table.labels(self.group, each_year=self.within == "each year")
        if self.method == "mean" or self.method == "median":
            return missing.group_filled(table.values, groups, self.method)
        if self.method not in ("regression", "normal"):
            raise UnknownName(
                "way to impute",
                self.method,
                close(self.method, ("none", "carry", "mean", "median", "regression", "normal")),
            )
        found = table.values.copy()
        for rows in (groups == group for group in np.unique(groups)):
            for columns in _families(state):
                part = table.values[np.ix_(rows, columns)]
                found[np.ix_(rows, columns)] = (
                    missing.regressed(part) if self.method == "regression" else missing.normal_imputed(part)
                )
        return found


@dataclass(frozen=True, slots=True)
class Treat:
    """Winsorize indicators with |skewness| of at least `skew` and kurtosis of at least `kurt`, else take logarithms.

    At most `most` values are moved; if that does not suffice, a shifted logarithm is taken instead of it. Every
    moved cell is told. Indicators in `leave` are left alone.
    """

    name: ClassVar[str] = "treat"
    most: int = 5
    skew: float = 2.0
    kurt: float = 3.5
    leave: tuple[str, ...] = ()

    def apply(self, state: State) -> tuple[State, Note]:
        """The table with fewer extremes."""
        table, values = state.table, state.table.values.copy()
        says: list[str] = []
        cells: list[Cell] = []
        for code in self.leave:
            if code not in table.codes:
                raise UnknownName("indicator", code, close(code, table.codes))
        for j, code in enumerate(table.codes):
            if code in self.leave:
                continue
            done = outliers.treat(values[:, j], most=self.most, skew=self.skew, kurt=self.kurt)
            if done.rule:
                after = np.where(done.moved, done.values, values[:, j])
                column = replace(table.only(np.arange(len(table.codes)) == j))
                cells += changed(column, values[:, [j]], after[:, None], done.rule)
                says.append(_told(code, done))
                values[:, j] = done.values
        return replace(state, table=table.with_values(values)), Note(
            tuple(says or ["No indicator has outliers."]), tuple(cells)
        )


@dataclass(frozen=True, slots=True)
class Normalize:
    """Read every indicator on one scale from `low` to `high`, more always better.

    Goalposts, scale and target come from the framework; the others from the data, over all years or within each
    one. A z-score has this `mean` and `deviation` and is not bounded. `cuts` are where categories begin.
    """

    name: ClassVar[str] = "normalize"
    method: Reading = "goalposts"
    low: float = 0.0
    high: float = 100.0
    within: Within = "all years"
    cuts: tuple[float, ...] = scales.CUTS
    mean: float = 0.0
    deviation: float = 1.0

    def apply(self, state: State) -> tuple[State, Note]:
        """The table on one scale."""
        if not self.low < self.high:
            raise BadOption("low, high", (self.low, self.high), "low must lie below high")
        table = state.table
        values = np.where(table.applicable, table.values, np.nan)
        bounded: Range = "open" if self.method in ("z-score", "as they are") else "bounded"
        if self.method == "as they are":
            found = values
        elif self.method == "goalposts":
            found = self.low + (self.high - self.low) * _by_goalposts(state, values)
        else:
            found = np.full(values.shape, np.nan)
            periods = table.labels(None, each_year=self.within == "each year")
            for rows in (periods == period for period in np.unique(periods)):
                found[rows] = self._relative(state, values[rows])
            if bounded == "bounded":
                found = self.low + (self.high - self.low) * found
        ends = (self.low, self.high) if bounded == "bounded" else None
        read = replace(state, table=table.with_values(found), range=bounded, ends=ends)
        return read, Note((f"Read by {self.method}.",))

    def _relative(self, state: State, values: Floats) -> Floats:
        names = state.table.codes
        empty = np.isnan(values).all(axis=0)
        if empty.any():
            raise BrokenContract(
                f"The indicator {names[int(np.argmax(empty))]!r}", "is known for no unit", "Screen it out first."
            )
        way = np.array([float(state.framework[code].direction) for code in names])
        if self.method == "min-max":
            return scales.min_max(values * way, names)
        if self.method == "z-score":
            return self.mean + self.deviation * scales.z_scores(values * way, names)
        if self.method == "percentile rank":
            return scales.percentile_ranks(values * way)
        if self.method == "target":
            return scales.toward_target(values * way, _targets(state) * way)
        if self.method == "frontier":
            return scales.to_frontier(values, way, names)
        if self.method == "categorical":
            return scales.categories(values * way, self.cuts)
        known = (
            "goalposts",
            "min-max",
            "z-score",
            "percentile rank",
            "target",
            "frontier",
            "categorical",
            "as they are",
        )
        raise UnknownName("way to normalize", self.method, close(self.method, known))


@dataclass(frozen=True, slots=True)
class Weigh:
    """Set the weights under every aggregate of `level` + 1, leaving the others as they are.

    `equal` and the data-driven ways weigh the rows of one level; `given` takes what it is given, whatever level;
    `framework` goes back to the framework's. `why` keeps the reason, such as the consistency of comparisons.
    """

    name: ClassVar[str] = "weigh"
    method: Weighting = "framework"
    level: int = 1
    given: Mapping[str, float] = field(default_factory=dict)
    why: str = ""

    def apply(self, state: State) -> tuple[State, Note]:
        """The same table under other weights."""
        found, says = weighed(state, self.method, self.level, self.given)
        return replace(state, weights=found), Note((*says, *([self.why] if self.why else [])))


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Climb the tree, each aggregate a mean (or ranking) of its children.

    `by` sets another method for an aggregate's code, or for `level 2` and so on. Of the applicable weight under
    an aggregate the share `need` must be known, or it is unknown: all of it unless said. What is unknown leaves
    its weight to its siblings (`within`), or to all indicators below the same aggregate (`across`). `least` and
    `most` bound the shares of a frontier, which is the benefit of the doubt.
    """

    name: ClassVar[str] = "aggregate"
    method: Aggregation = "arithmetic"
    by: Mapping[str, Aggregation] = field(default_factory=dict)
    power: float | None = None
    need: float = 1.0
    unknown: Literal["within", "across"] = "within"
    least: float = 0.0
    most: float = 1.0

    def apply(self, state: State) -> tuple[State, Note]:
        """The same table, with scores."""
        if not 0 <= self.need <= 1:
            raise BadOption("need", self.need, "a share from 0 to 1")
        climb = Climb(state.framework, self.ways(state), self.need)
        table, weights = state.table, state.weight_array()
        found, known = (
            climb.within(table.values, table.applicable, weights, table.periods())
            if self.unknown == "within"
            else climb.across(table.values, table.applicable, weights)
        )
        tops = [state.framework.codes.index(code) for code in state.framework.roots]
        lost = int(np.isnan(found[:, tops]).any(axis=1).sum())
        says = (f"{lost} of {len(table.units)} units have no score, too little being known.",) if lost else ()
        return replace(state, scores=Scores(found, known, climb, self.unknown)), Note(says)

    def ways(self, state: State) -> dict[str, Way]:
        """The way of every aggregate."""
        framework = state.framework
        levels = {f"level {framework.level(code)}" for code in framework.aggregates}
        for name in self.by:
            if name not in framework.aggregates and name not in levels:
                raise UnknownName("aggregate or level", name, close(name, {*framework.aggregates, *levels}))
        found = {}
        for code in framework.aggregates:
            method = self.by.get(code, self.by.get(f"level {framework.level(code)}", self.method))
            known = ("arithmetic", "geometric", "harmonic", "generalized", "minimum", "copeland", "frontier")
            if method not in known:
                raise UnknownName("way to aggregate", str(method), close(str(method), known))
            found[code] = Way(method, self.power, self.least, self.most)
        return found


STEPS: dict[str, type[Step]] = {
    step.name: step for step in (Screen, Denominate, Impute, Treat, Normalize, Weigh, Aggregate)
}


def _share(seen: Truths, applicable: Truths, axis: int) -> Floats:
    total = applicable.sum(axis=axis)
    found: Floats = np.where(total > 0, seen.sum(axis=axis) / np.maximum(total, 1), 1.0)
    return found


def _families(state: State) -> list[Ints]:
    """The columns of indicators that share a parent."""
    parents = [state.framework[code].parent for code in state.table.codes]
    return [np.array([j for j, p in enumerate(parents) if p == parent]) for parent in dict.fromkeys(parents)]


def _told(code: str, done: outliers.Treatment) -> str:
    rule = "on a shifted logarithm" if done.rule == "logarithm" else f"{int(done.moved.sum())} values Winsorized"
    numbers = (
        f"skewness {done.before[0]:.2f} to {done.after[0]:.2f}, kurtosis {done.before[1]:.2f} to {done.after[1]:.2f}"
    )
    return f"{code}: {rule}; {numbers}{'' if done.passes else '; still with outliers'}."


def _by_goalposts(state: State, values: Floats) -> Floats:
    rows = [state.framework[code] for code in state.table.codes]
    low = np.array([np.nan if row.low is None else row.low for row in rows])
    high = np.array([np.nan if row.high is None else row.high for row in rows])
    if np.isnan(low).any():
        which = rows[int(np.argmax(np.isnan(low)))].code
        raise BrokenContract(
            f"The indicator {which!r}", "has no goalposts", "Give 'low' and 'high', or normalize otherwise."
        )
    up = np.array([row.direction > 0 for row in rows])
    log = np.array([row.scale == "log" for row in rows])
    with np.errstate(divide="ignore", invalid="ignore"):
        values, low, high = (np.where(log, np.log(np.where(log, np.maximum(x, 0), 1)), x) for x in (values, low, high))
    curved = np.array([float(row.scale == "log1p") for row in rows])
    return scales.goalposts(values, np.where(up, low, high), np.where(up, high, low), curved)


def _targets(state: State) -> Floats:
    found = []
    for code in state.table.codes:
        target = state.framework[code].target
        if target is None:
            raise BrokenContract(f"The indicator {code!r}", "has no target", "Give 'target', or normalize otherwise.")
        found.append(target)
    return np.array(found)

"""A framework: which indicators feed which aggregates, which way each is better, and what each weighs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Literal, get_args

import polars as pl

from foedus.errors import BrokenContract, UnknownName

Scale = Literal["linear", "log", "log1p"]
WeightsAre = Literal["relative", "shares"]
SAME = 1e-9

FRAMEWORK = "The framework"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a framework: an indicator if nothing feeds it, else an aggregate.

    `direction` is 1 if more is better and -1 if less is. `low` and `high` are the goalposts, in the unit of the
    value, the lower first whichever way is better. `scale` says whether goalposts are read on the value, its
    natural logarithm, or the logarithm of one more than it (for counts). A `weight` counts beside those of the
    rows that share the parent. An indicator is of level 1; without a level an aggregate stands one above its
    highest child.
    """

    code: str
    parent: str | None = None
    level: int | None = None
    direction: int = 1
    weight: float = 1.0
    name: str = ""
    unit: str = ""
    denominator: str | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    scale: Scale = "linear"


COLUMNS = tuple(part.name for part in fields(Row))
"""The columns of a framework written as a table."""


@dataclass(frozen=True, slots=True)
class Framework:
    """A checked tree of indicators and aggregates; with several roots it is a dashboard of several indices.

    `weights` says whether the weights under a parent are relative to each other or shares that must sum to one.
    """

    rows: tuple[Row, ...]
    weights: WeightsAre = "relative"
    _row: dict[str, Row] = field(init=False, repr=False, compare=False)
    _below: dict[str | None, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _level: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check_rows(self.rows)
        _check_parents(self.rows)
        below: dict[str | None, list[str]] = {}
        for row in self.rows:
            below.setdefault(row.parent, []).append(row.code)
        object.__setattr__(self, "_row", {row.code: row for row in self.rows})
        object.__setattr__(self, "_below", {code: tuple(children) for code, children in below.items()})
        object.__setattr__(self, "_level", _levels(self.rows, self._below))
        _check_levels(self)
        _check_weights(self)

    @classmethod
    def of(cls, rows: Iterable[Row], *, weights: WeightsAre = "relative") -> Framework:
        """A framework of these rows."""
        return cls(tuple(rows), weights)

    @classmethod
    def from_frame(cls, frame: pl.DataFrame, *, weights: WeightsAre = "relative") -> Framework:
        """A framework written as a table with a row per indicator and aggregate; an unknown column is an error."""
        for name in frame.columns:
            if name not in COLUMNS:
                raise UnknownName(
                    "column of a framework", name, close(name, COLUMNS), hint=f"It has: {listed(COLUMNS)}."
                )
        if "code" not in frame.columns:
            raise BrokenContract(FRAMEWORK, "has no column 'code'", "Give every indicator and aggregate a code.")
        return cls(tuple(_row(record) for record in frame.iter_rows(named=True)), weights)

    def to_frame(self) -> pl.DataFrame:
        """The framework as a table, with the levels that were worked out."""
        records = [
            {name: getattr(row, name) for name in COLUMNS} | {"level": self.level(row.code)} for row in self.rows
        ]
        kinds: dict[str, type[pl.DataType]] = {"direction": pl.Int64, "level": pl.Int64}
        floats: dict[str, type[pl.DataType]] = dict.fromkeys(("weight", "low", "high", "target"), pl.Float64)
        texts: dict[str, type[pl.DataType]] = dict.fromkeys(
            ("code", "parent", "name", "unit", "denominator", "scale"), pl.String
        )
        return pl.DataFrame(records, schema_overrides=kinds | floats | texts)

    def __getitem__(self, code: str) -> Row:
        if code in self._row:
            return self._row[code]
        raise UnknownName("row of the framework", code, close(code, self._row))

    def children(self, code: str | None) -> tuple[str, ...]:
        """The codes that feed this one, in the order of the rows; those of `None` are the roots."""
        return self._below.get(code, ())

    @property
    def roots(self) -> tuple[str, ...]:
        """The codes that feed nothing: the index, or the indices."""
        return self.children(None)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The codes that nothing feeds, in the order of the rows."""
        return tuple(row.code for row in self.rows if row.code not in self._below)

    @property
    def aggregates(self) -> tuple[str, ...]:
        """The codes that something feeds, each after all that feed it."""
        return tuple(sorted((row.code for row in self.rows if row.code in self._below), key=self.level))

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes: the indicators, then the aggregates from the lowest to the highest."""
        return (*self.indicators, *self.aggregates)

    def level(self, code: str) -> int:
        """The level of a row: 1 for an indicator; the one declared, or one above its highest child."""
        return self._level[self[code].code]

    def share(self, code: str) -> float:
        """The weight of a row as a share of its parent."""
        siblings = sum(self[other].weight for other in self.children(self[code].parent))
        return self[code].weight / siblings if self[code].parent is not None else 1.0

    def effective(self, code: str) -> float:
        """The nominal weight of a row in the index above it: the product of the shares on the way up."""
        parent = self[code].parent
        return self.share(code) * (1.0 if parent is None else self.effective(parent))

    def without(self, *codes: str) -> Framework:
        """The framework without these rows, what feeds them, and any aggregate that is left empty."""
        gone = {self[code].code for code in codes}
        size = -1
        while size != len(gone):
            size = len(gone)
            gone |= {row.code for row in self.rows if row.parent in gone}
            gone |= {code for code in self.aggregates if all(child in gone for child in self.children(code))}
        return Framework(tuple(row for row in self.rows if row.code not in gone), "relative")


def close(name: str, names: Iterable[str]) -> list[str]:
    """Names that look like this one, the likeliest first."""
    lowered = {other.lower(): other for other in names}
    return [lowered[found] for found in get_close_matches(name.lower(), lowered, n=3, cutoff=0.6)]


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names in a row, the first dozen of them."""
    shown = list(names)
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more


def _row(record: Mapping[str, object]) -> Row:
    given = {name: value for name, value in record.items() if value is not None and not _is_nan(value)}
    given.setdefault("code", "")
    for whole in ("level", "direction"):
        value = given.get(whole)
        if isinstance(value, float) and value.is_integer():
            given[whole] = int(value)
    return Row(**given)  # type: ignore[arg-type]  # what each value must be is checked with the rows


def _levels(rows: Sequence[Row], below: Mapping[str | None, tuple[str, ...]]) -> dict[str, int]:
    """The level of every row: the one declared, or one above its highest child."""
    declared = {row.code: row.level for row in rows}
    found: dict[str, int] = {}
    waiting = [row.code for row in rows]
    while waiting:
        code = waiting[-1]
        missing = [child for child in below.get(code, ()) if child not in found]
        if missing and declared[code] is None:
            waiting += missing
            continue
        said = declared[code]
        found[code] = 1 + max((found[child] for child in below.get(code, ())), default=0) if said is None else said
        waiting.pop()
    return found


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _check_rows(rows: Sequence[Row]) -> None:
    if not rows:
        raise BrokenContract(FRAMEWORK, "has no rows", "Give at least one indicator.")
    codes = [row.code for row in rows]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise BrokenContract(FRAMEWORK, f"gives the code {listed(twice)} more than once", "Give each row its own code.")
    for row in rows:
        _check_row(row)


def _check_row(row: Row) -> None:
    what = f"{FRAMEWORK}'s row {row.code!r}"
    _check_kinds(row, what)
    if row.direction not in (1, -1):
        remedy = "Write 1 if more is better and -1 if less is."
        raise BrokenContract(what, f"has the direction {row.direction!r}", remedy)
    if not isinstance(row.weight, int | float) or not math.isfinite(row.weight) or row.weight < 0:
        raise BrokenContract(what, f"has the weight {row.weight!r}", "A weight is a number of at least 0.")
    if row.scale not in get_args(Scale):
        raise UnknownName("scale", str(row.scale), close(str(row.scale), get_args(Scale)), hint=f"Row {row.code!r}.")
    if (row.low is None) != (row.high is None):
        raise BrokenContract(what, "has one goalpost of two", "Give both 'low' and 'high', or neither.")
    if row.low is None or row.high is None:
        return
    if row.low >= row.high:
        remedy = "Give the lower one as 'low', and direction -1 if less is better."
        raise BrokenContract(what, f"has reversed goalposts: low {row.low:g}, high {row.high:g}", remedy)
    floor = {"linear": -math.inf, "log": 0.0, "log1p": -1.0}[row.scale]
    if row.low <= floor:
        raise BrokenContract(
            what, f"has a goalpost of {row.low:g}, which has no logarithm", "Raise it, or read it linearly."
        )


def _check_kinds(row: Row, what: str) -> None:
    """Texts are texts and numbers are numbers, whatever a table held."""
    if not isinstance(row.code, str) or not row.code:
        raise BrokenContract(what, "has no text as its code", "Give every indicator and aggregate a code.")
    for name in ("low", "high", "target", "level"):
        value = getattr(row, name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise BrokenContract(what, f"has the {name} {value!r}", "Give a number, or leave it out.")


def _check_parents(rows: Sequence[Row]) -> None:
    parent_of = {row.code: row.parent for row in rows}
    for row in rows:
        if row.parent is not None and row.parent not in parent_of:
            hint = f"Row {row.code!r} names it as its parent; add a row for it."
            raise UnknownName("row of the framework", row.parent, close(row.parent, parent_of), hint=hint)
    for row in rows:
        path = [row.code]
        while (above := parent_of[path[-1]]) is not None:
            if above in path:
                circle = " under ".join([*path[path.index(above) :], above])
                raise BrokenContract(FRAMEWORK, f"goes in a circle: {circle}", "Give one of them another parent.")
            path.append(above)


def _check_levels(framework: Framework) -> None:
    leaves = set(framework.indicators)
    for row in framework.rows:
        what = f"{FRAMEWORK}'s row {row.code!r}"
        if row.code in leaves and framework.level(row.code) != 1:
            remedy = "Name it as the parent of an indicator, or take it out."
            raise BrokenContract(what, f"stands on level {row.level} and nothing feeds it", remedy)
        if row.parent is not None and framework.level(row.parent) <= framework.level(row.code):
            above = f"{row.parent!r}, which is on level {framework.level(row.parent)}"
            problem = f"on level {framework.level(row.code)} feeds {above}"
            raise BrokenContract(
                what, problem, "A parent stands on a higher level; leave levels out to have them worked out."
            )


def _check_weights(framework: Framework) -> None:
    for code in (None, *framework.aggregates):
        below = framework.children(code)
        total = math.fsum(framework[child].weight for child in below)
        if total <= 0 and code is not None:
            raise BrokenContract(FRAMEWORK, f"gives no weight to anything under {code!r}", "Give one of them a weight.")
        if framework.weights == "shares" and code is not None and abs(total - 1) > 1e-6:
            remedy = "Make them sum to 1, or call them relative."
            raise BrokenContract(FRAMEWORK, f"has weights under {code!r} that sum to {total:g}, not to 1", remedy)

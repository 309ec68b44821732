"""A panel from what is asked: rows, filters, then one column after the other, each with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from foedus import states
from foedus.errors import BadOption
from foedus.panels import _functions, unit, units
from foedus.panels._ask import CURVES, WINDOWED, Asked, asked
from foedus.panels._catalog import SINGLE, Reading, formulas, groups, homes, level_of, unknown
from foedus.panels._rows import FIRST_YEAR, LAST_YEAR, Bools, Rows, histories_of
from foedus.panels._unit import PanelUnit, Request
from foedus.panels._values import Values
from foedus.states import System

COMPARED = re.compile(r"^(?P<column>.+?)\s*(?P<sign>>=|<=|!=|==|=|>|<)\s*(?P<value>-?\d+(?:\.\d+)?|true|false)$")
SIGNS = {">=": "ge", "<=": "le", "!=": "ne", "==": "eq", "=": "eq", ">": "gt", "<": "lt"}


@dataclass(frozen=True, slots=True)
class Options:
    """What changes rows or values: directed ties made mutual, whose software to agree with, which event counts."""

    directed: str | None
    compat: str
    states: tuple[str, ...]
    where: tuple[str, ...]
    versions: tuple[tuple[str, str], ...] = ()
    whittle: tuple[str, ...] = ()

    @property
    def reading(self) -> Reading:
        """By which declarations columns are read."""
        return Reading(self.compat, self.versions, self.whittle)


@dataclass(slots=True)
class Builder:
    """One panel in the making."""

    kind: PanelUnit
    request: Request
    options: Options
    rows: Rows
    values: Values
    _wholes: dict[int, Builder] = field(default_factory=dict)

    def wanted(self, texts: Sequence[str]) -> list[Asked]:
        """What is asked for, a table's or source's name as all its columns, a state's column as one of each side."""
        return [one for text in texts for one in self._spread(asked(text))]

    def _spread(self, one: Asked) -> Iterator[Asked]:
        if one.column in self.own:
            yield one
            return
        level = level_of(one.column, self.options.reading)
        members = groups(self.options.reading).get(one.column, ()) if level is None else ()
        if members and one.of is None:
            for name in members:
                yield from self._spread(Asked(one.text, name, one.shift))
        elif level in SINGLE and len(self.rows.sides) == 2:
            for side in (1, 2):
                yield self._sided(one, side)
        else:
            yield one

    def _sided(self, one: Asked, side: int) -> Asked:
        inner = self._sided(one.of, side) if one.of else None
        named = f"{one.named}{side}" if one.named else ""
        return Asked(one.text, f"{one.column}{side}", one.shift, one.function, inner, one.number, named)

    @property
    def own(self) -> list[str]:
        """The columns that the rows have of themselves, their key among them."""
        return [*self.rows.key.columns, *self.rows.identity, *self.rows.own.columns]

    def columns(self, one: Asked) -> list[tuple[str, pl.Series]]:
        """The column or columns that one thing asked for becomes, each with its name."""
        if one.of is None:
            return [(one.name, self.plain(one.column, one.shift))]
        if one.function in WINDOWED:
            years = [_counted(one, self.plain(one.column, one.of.shift - back)) for back in range(one.number)]
            return [(one.name, _functions.window(years, one.function))]
        if one.function in CURVES:
            ((_, duration),) = self.columns(one.of)
            duration = _counted(one, duration)
            curves = _functions.cubic(duration) if one.function == "cubic" else _functions.spline(duration, one.number)
            return [(f"{one.named or one.of.name}_{suffix}", curve) for suffix, curve in curves]
        return [(one.name, self._years_since(one, one.of.shift))]

    def plain(self, name: str, shift: int) -> pl.Series:
        """A column as it is, `shift` years away: the row's key, what it says of itself, or a stored or computed one."""
        if name == "date" and self.rows.days is not None:
            raise BadOption("COLUMN", "date", "each row has its date already; --years narrows the days")
        if name in self.rows.key.columns and not shift:
            return self.rows.key[name]
        if name in self.rows.own.columns:
            return self._own_elsewhere(name, shift) if shift else self.rows.own[name]
        return self.values.any(name, shift)

    def _own_elsewhere(self, name: str, shift: int) -> pl.Series:
        """What the same unit has of itself `shift` years away, whether or not the panel has a row for that year."""
        if "year" not in self.rows.key.columns:
            raise BadOption("COLUMN", f"{name}@{shift:+d}", f"a {self.kind.id} is not of every year, and has no lags")
        whole = self._all(FIRST_YEAR).rows
        year = pl.col("year") - shift
        there = pl.concat([whole.key.with_columns(year), whole.own.select(there=name)], how="horizontal")
        return self.rows.key.join(there, on=self.rows.key.columns, how="left", maintain_order="left")["there"]

    def _all(self, first: int) -> Builder:
        """The same panel with all rows of the unit from that year on, whichever years and states are asked for."""
        if first not in self._wholes:
            request = replace(self.request, first=first, last=LAST_YEAR)
            rows = self.kind.rows(request)
            values = _values(self.kind, request, self.options, rows)
            self._wholes[first] = Builder(self.kind, request, self.options, rows, values)
        return self._wholes[first]

    def _years_since(self, one: Asked, shift: int) -> pl.Series:
        """Counted from the beginning of what is known, so that a panel's first year changes nothing."""
        whole = self if self.options.compat or one.column in self.rows.key.columns else self._known(one.column)
        event = _counted(one, whole.plain(one.column, shift))
        count = _functions.years_since(event, whole.rows, gaps=one.function == "peace_years_gaps")
        return count if whole is self else count.gather(_matched(self.rows, whole.rows))

    def _known(self, name: str) -> Builder:
        """The same panel from the first year in which a column is known."""
        own = name in self.rows.own.columns
        first = FIRST_YEAR if own else min(self._known_from(name), self.request.first)
        if self.rows.thing is not None:
            return self._all(first)
        whole = histories_of(self.rows, first)
        return replace(self, rows=whole, values=_values(self.kind, self.request, self.options, whole), _wholes={})

    def _known_from(self, name: str) -> int:
        home = homes(self.options.reading).get(name) or homes(self.options.reading).get(name[:-1])
        years = self.values.covered(home) if home is not None else None
        if years is not None:
            return max(years[0], FIRST_YEAR)
        formula = formulas().get(name) or formulas().get(name[:-1])
        if formula is None:
            raise unknown(name, self.kind.id, self.options.reading)
        return max(self._known_from(needed) for needed in formula.measure.columns)


def _counted(one: Asked, column: pl.Series) -> pl.Series:
    """The column, if it is of numbers or of yes and no, of which alone a function can be made."""
    if not (column.dtype.is_numeric() or column.dtype == pl.Boolean):
        kind = "days" if column.dtype == pl.Date else "text"
        raise BadOption("COLUMN", one.text, f"{one.function} takes numbers or yes and no, and {one.column} is {kind}")
    return column


def _matched(rows: Rows, whole: Rows) -> pl.Series:
    """Where each row stands among the rows of its whole history."""
    if rows.thing is not None:
        at = whole.key.with_row_index("at")
        return rows.key.join(at, on=rows.key.columns, how="left", maintain_order="left")["at"]
    key = [f"s{i}" for i in range(len(rows.sides))]

    def frame(some: Rows) -> pl.DataFrame:
        return pl.DataFrame({**dict(zip(key, some.sides, strict=True)), "y": some.year + some.presence.first})

    found = frame(rows).join(frame(whole).with_row_index("at"), on=[*key, "y"], how="left", maintain_order="left")
    return found["at"]


def builder(kind: str, request: Request, options: Options) -> Builder:
    """The rows that are left after every filter, ready for columns."""
    one = unit(kind)
    rows = _rows(one, request)
    if options.states:
        rows = rows.filtered(_of_states(rows, request.system, options.states))
    made = Builder(one, request, options, rows, _values(one, request, options, rows))
    for condition in options.where:
        keep = _kept(made, condition)
        made.rows = made.rows.filtered(keep)
        made.values = _values(one, request, options, made.rows)
    return made


def _rows(kind: PanelUnit, request: Request) -> Rows:
    if not (request.members or kind.outside):
        able = " and ".join(name for name, one in units().items() if one.outside)
        raise BadOption("--system", "none", f"cow or gw; rows outside the state systems are those of {able}")
    if request.on != "any" and not kind.dated:
        able = ", ".join(name for name, one in units().items() if one.dated)
        raise BadOption("--on", request.on, f"any for {kind.id}; only {able} have states as of a day of the year")
    return kind.rows(request)


def _values(kind: PanelUnit, request: Request, options: Options, rows: Rows) -> Values:
    choices = {"either": "either", "mutual": "mutual", "sum": "sum"}
    if options.directed is not None and options.directed not in choices:
        raise BadOption("--directed", options.directed, "one of either, mutual, sum")
    return Values(request.warehouse, rows, kind.id, options.directed, options.reading)  # type: ignore[arg-type]


def _of_states(rows: Rows, system: System, named: Sequence[str]) -> Bools:
    """Rows whose every state is one of those named, under any code they had."""
    tenures = states.tenures(system)
    column = "ccode" if system == "cow" else "gwcode"
    if not rows.sides:
        raise BadOption(
            "--states", ", ".join(named), "a row of this unit is of no one state; its members' unit has states"
        )
    wanted: set[int] = set()
    for name in named:
        found = states.resolve(name)
        codes = tenures.filter(pl.col("party") == found.party)[column].to_list()
        if not codes:
            raise BadOption("--states", name, f"it is no member of the {system} state system")
        wanted |= set(codes)
    mine = np.isin(rows.presence.codes, sorted(wanted))
    kept: Bools = np.logical_and.reduce([mine[side] & (side >= 0) for side in rows.sides])
    return kept


CONDITION = (
    "a yes-or-no column, or a column compared with a number, as 'cinc1 > 0.05'; a further condition is a --where of "
    "its own"
)


def column_of(condition: str) -> str:
    """What is asked of a row in a condition: the column that is compared, or the yes-or-no column itself."""
    compared = COMPARED.match(condition.strip())
    return compared["column"] if compared else condition


def _kept(made: Builder, condition: str) -> Bools:
    compared = COMPARED.match(condition.strip())
    if set(column_of(condition)) & set("<>=!"):
        raise BadOption("--where", condition, CONDITION)
    try:
        wanted = made.wanted([column_of(condition)])
    except BadOption as error:
        raise BadOption("--where", condition, CONDITION) from error
    if len(wanted) != 1:
        raise BadOption("--where", condition, "name one column; a state's column needs its side, as cinc1 > 0.1")
    ((_, column),) = made.columns(wanted[0])
    if compared is None:
        if column.dtype != pl.Boolean:
            raise BadOption("--where", condition, CONDITION)
        return column.fill_null(value=False).to_numpy()
    if not (column.dtype.is_numeric() or column.dtype == pl.Boolean):
        raise BadOption("--where", condition, "only numbers and yes-or-no columns can be compared")
    value = {"true": 1.0, "false": 0.0}.get(compared["value"]) if compared["value"] in ("true", "false") else float(
        compared["value"]
    )  # fmt: skip
    passed = getattr(column.cast(pl.Float64), SIGNS[compared["sign"]])(value)
    return np.asarray(passed.fill_null(value=False).to_numpy())

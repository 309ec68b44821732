"""What stands behind a formula: its text as it is computed, and the tables that each of its columns is made from."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Callable, Sequence
from functools import cache
from types import CodeType, FunctionType

from foedus.declare import Column, Measure
from foedus.histories import histories
from foedus.measures import state_columns
from foedus.measures._columns import base_name
from foedus.measures._rows import ADVERSARY, PAIR_COLUMNS
from foedus.partnerships.context import CONTEXTS
from foedus.partnerships.happenings import EVENTS
from foedus.reports import _words as words
from foedus.reports.citation import YEARLY, tables
from foedus.sources.register import ITEMS

PAIRS = {"pair-year": "party", "directed-pair-year": "party", "dyad-year": "state", "directed-dyad-year": "state"}
"""Kinds of rows with two sides, and what stands on each."""


def written(measure: Measure) -> str:
    """The formula with the functions and numbers of its own file that it uses, without decorators and docstrings."""
    own = [f for f in _closure(measure.formula) if f.__module__ == measure.formula.__module__]
    numbers = "\n".join(f"{name} = {value!r}" for name, value in _constants(own))
    return "\n\n\n".join(filter(None, (numbers, *map(_body, own))))


def behind(measure: Measure) -> tuple[str, ...]:
    """The sources that a measure's columns are made from."""
    found = (table.partition(".")[0] for name in measure.columns for table in home(name, measure)[0])
    return tuple(dict.fromkeys(found))


def home(name: str, measure: Measure) -> tuple[tuple[str, ...], str]:
    """The tables a measure's column is made from, and what it is."""
    base = base_name(name.removeprefix(ADVERSARY))
    when = name.removeprefix(ADVERSARY).removeprefix(base)
    tail = "".join(f", {said} {when[4:]} years" for key, said in (("_lag", "lagged"), ("_sum", "summed over"))
                   if when.startswith(key))  # fmt: skip
    who = ", of the adversary" if name.startswith(ADVERSARY) else ""
    if measure.unit in EVENTS:
        kind = EVENTS[measure.unit]
        return _tables_of(kind.make, kind.tables), f"of each {measure.unit}: {_first(kind.make)}"
    if found := of_partnership(name):
        return found
    if name in PAIR_COLUMNS:
        return _tables_of(PAIR_COLUMNS[name]), _first(PAIR_COLUMNS[name])
    side = ""
    if measure.unit in PAIRS and base[-1:] in {"1", "2"}:
        side, base = f", of {PAIRS[measure.unit]} {base[-1]}", base[:-1]
    homes, said = _state_or_pair(base)
    return homes, said + tail + side + who


def of_partnership(name: str) -> tuple[tuple[str, ...], str] | None:
    """The tables behind a column of the partnership-year, and what it is; nothing if it is no such column."""
    makers = (make for columns, make in CONTEXTS.values() if name in columns)
    return next(((_tables_of(make), _first(make)) for make in makers), None)


def _state_or_pair(base: str) -> tuple[tuple[str, ...], str]:
    if base in state_columns():
        made = state_columns()[base]
        return tuple(dict.fromkeys(t for need in made.needs for t in _state_or_pair(need)[0])), made.doc.split("\n")[0]
    for table in tables().values():
        for column in table.columns:
            if column.name == base and table.unit in YEARLY:
                return (table.id,), _said(column)
    for one in histories():
        for column in one.table.columns:
            if column.name == base and not one.compat:
                return one.reads, _said(column)
    given = tuple(t.id for t in tables().values() if t.unit == "claim" and base in _words_of(t.source))
    register = ("register.figures",) if base in ITEMS else ()
    return (*register, *given), "a published figure, each release kept; " + words.phrase(base)


def _said(column: Column) -> str:
    return column.meaning + (f" ({column.unit})" if column.unit else "")


@cache
def _words_of(source: str) -> frozenset[str]:
    """The names that a source's own file speaks of: the items of the figures it gives are among them."""
    return frozenset(re.findall(r"\w+", inspect.getsource(importlib.import_module(f"foedus.sources.{source}"))))


def _tables_of(make: Callable[..., object], known: Sequence[str] = ()) -> tuple[str, ...]:
    text = "\n".join(map(inspect.getsource, _closure(make)))
    named = [name for name in re.findall(r'"(\w+\.\w+)"', text) if name in tables()]
    return tuple(dict.fromkeys((*known, *sorted(named))))


def _first(make: Callable[..., object]) -> str:
    return (inspect.getdoc(make) or "").split("\n")[0]


def _closure(start: Callable[..., object]) -> list[FunctionType]:
    """A function and the functions of ours that it calls, in the order they are met."""
    found: list[FunctionType] = []
    waiting = [inspect.unwrap(start)]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, FunctionType) and one.__module__.startswith("foedus.") and one not in found:
            found.append(one)
            waiting += [one.__globals__[name] for name in _names(one.__code__) if name in one.__globals__]
    return found


def _names(code: CodeType) -> list[str]:
    inner = [name for part in code.co_consts if isinstance(part, CodeType) for name in _names(part)]
    return list(dict.fromkeys((*code.co_names, *inner)))


def _constants(functions: Sequence[FunctionType]) -> list[tuple[str, object]]:
    named = {n: f.__globals__[n] for f in functions for n in _names(f.__code__) if n in f.__globals__}
    return [(name, value) for name, value in named.items() if isinstance(value, int | float | str)]


def _body(function: FunctionType) -> str:
    """A function's source without its decorator and docstring."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    node = ast.parse("\n".join(lines)).body[0]
    assert isinstance(node, ast.FunctionDef)  # noqa: S101  (a function's source is one)
    said = node.body[0] if ast.get_docstring(node) else None
    left_out = range(said.lineno, (said.end_lineno or 0) + 1) if said else ()
    return "\n".join(line for n, line in enumerate(lines, 1) if n >= node.lineno and n not in left_out)

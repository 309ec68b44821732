"""A measure: a formula over named columns of one kind of row; and a column computed from others."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

RowUnit = Literal[
    "state-year", "dyad-year", "directed-dyad-year", "member-year", "pair-year", "directed-pair-year",
    "partnership-year", "operation", "objective", "invocation", "programme", "exposure", "coercion", "pull",
    "response", "neighbor", "donation", "mechanism", "series", "survey", "budget",
]  # fmt: skip

Formula = Callable[..., pl.Expr]


@dataclass(frozen=True, slots=True)
class Measure:
    """A formula over named columns of one kind of row; its parameters are the columns it needs.

    A parameter ending in `_lag5` is the column five years earlier, for the same state or partnership; one
    ending in `_sum5` is its sum over the year and the four before it, unknown if any of them is.
    """

    name: str
    unit: RowUnit
    columns: tuple[str, ...]
    formula: Formula
    aggregates: bool
    within: tuple[float, float] | None
    value_unit: str
    citation: str
    doc: str

    def expression(self) -> pl.Expr:
        """The formula over columns of those names."""
        return self.formula(*(pl.col(name) for name in self.columns))


def measure(
    unit: RowUnit,
    *,
    citation: str,
    value_unit: str = "",
    within: tuple[float, float] | None = None,
    aggregates: bool = False,
) -> Callable[[Formula], Measure]:
    """Declare a formula; `aggregates=True` if it turns all rows of a partnership-year into one value."""

    def declare(formula: Formula) -> Measure:
        names = tuple(inspect.signature(formula).parameters)
        return Measure(
            name=formula.__name__, unit=unit, columns=names, formula=formula, aggregates=aggregates,
            within=within, value_unit=value_unit, citation=citation, doc=inspect.getdoc(formula) or "",
        )  # fmt: skip

    return declare


@dataclass(frozen=True, slots=True)
class StateColumn:
    """A state-year column computed from others of all states; `own` if only from the same state's."""

    name: str
    needs: tuple[str, ...]
    unit: str
    function: Callable[..., pl.Series]
    citation: str
    doc: str
    own: bool = False


def state_column(
    needs: Sequence[str], *, unit: str, citation: str, own: bool = False
) -> Callable[[Callable[..., pl.Series]], StateColumn]:
    """Declare a computed column; the function takes the panel of party-years, in its order."""

    def declare(function: Callable[..., pl.Series]) -> StateColumn:
        doc = inspect.getdoc(function) or ""
        return StateColumn(function.__name__, tuple(needs), unit, function, citation, doc, own)

    return declare

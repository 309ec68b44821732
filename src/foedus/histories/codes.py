"""The code of each state on the other list of states, by year."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column
from foedus.histories._history import Reader, history

YEARS = (1816, 2100)


def _both() -> pl.LazyFrame:
    """The codes of each party and year, by both codes; where a party had two in a year, the higher is kept."""
    cow, gw = (states.state_years(system, first=YEARS[0], last=YEARS[1]) for system in ("cow", "gw"))
    return cow.join(gw, on=["party", "year"]).sort("ccode", "gwcode", "year").lazy()


@history(
    "state-year", reads=(), years=YEARS, rows=(17_000, 40_000),
    columns=[Column("gwcode", pl.Int16, "Its code on Gleditsch and Ward's list", required=True)],
)  # fmt: skip
def gw_codes(_read: Reader) -> pl.LazyFrame:
    """Gleditsch and Ward's code of a state of the Correlates of War in the year; unknown if they do not list it."""
    return _both().select("ccode", "year", "gwcode").unique(["ccode", "year"], keep="last", maintain_order=True)


@history(
    "state-year", reads=(), years=YEARS, rows=(17_000, 40_000), key=("gwcode", "year"),
    columns=[Column("ccode", pl.Int16, "Its code on the list of the Correlates of War", required=True)],
)  # fmt: skip
def cow_codes(_read: Reader) -> pl.LazyFrame:
    """The Correlates of War code of a state of Gleditsch and Ward in the year; unknown if it is no member there."""
    return _both().select("gwcode", "year", "ccode").unique(["gwcode", "year"], keep="last", maintain_order=True)

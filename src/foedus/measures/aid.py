"""Military aid between members: how much, and how far the recipient hangs on it."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

CINC = "Singer, Bremer and Stuckey (1972), Capability Distribution, Uncertainty, and Major Power War, 1820-1965"
KIEL = "Trebesch et al. (2023), The Ukraine Support Tracker, Kiel Working Paper 2218"
AID = "USAID, Foreign Aid Explorer (military assistance, disbursements, current US dollars)"


@measure("directed-pair-year", within=(-10_000, 100_000), aggregates=True, value_unit="million US$", citation=AID)
def aid_volume(us_military_aid: pl.Expr) -> pl.Expr:
    """United States military aid disbursed to the other members in the fiscal year, at current prices."""
    return us_military_aid.sum()


@measure("donation", within=(0, 100), aggregates=True, value_unit="share allocated", citation=KIEL)
def allocated_of_committed(allocated: pl.Expr, committed: pl.Expr) -> pl.Expr:
    """Members' aid to Ukraine allocated by the end of the year, of all they had committed; not what was delivered."""
    return allocated.sum() / committed.sum()


@measure("neighbor", within=(-20, 20), aggregates=True, value_unit="log points in 5 years", citation=CINC)
def arms_response(growth: pl.Expr, growth_of_all: pl.Expr) -> pl.Expr:
    """The median five-year growth of neighbors' military expenditure minus that of all states.

    Association only: neighbors arm for many reasons. Nominal dollars cancel in the difference alone.
    """
    return growth.median() - growth_of_all.first()


@measure("directed-pair-year", within=(-1, 1), aggregates=True, value_unit="share", citation=AID)
def aid_dependence(us_military_aid: pl.Expr, milex2: pl.Expr) -> pl.Expr:
    """Aid over aid plus own military expenditure, for the recipient that hangs on it most."""
    aid = us_military_aid.clip(lower_bound=0) * 1000
    return (aid / (aid + milex2)).max()

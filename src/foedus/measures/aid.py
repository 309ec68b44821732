"""Military aid between members: how much, and how far the recipient hangs on it."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

AID = "USAID, Foreign Aid Explorer (military assistance, disbursements, current US dollars)"


@measure("directed-pair-year", within=(-10_000, 100_000), aggregates=True, value_unit="million US$", citation=AID)
def aid_volume(us_military_aid: pl.Expr) -> pl.Expr:
    """United States military aid disbursed to the other members in the fiscal year, at current prices."""
    return us_military_aid.sum()


@measure("directed-pair-year", within=(-1, 1), aggregates=True, value_unit="share", citation=AID)
def aid_dependence(us_military_aid: pl.Expr, milex2: pl.Expr) -> pl.Expr:
    """Aid over aid plus own military expenditure, for the recipient that hangs on it most."""
    aid = us_military_aid.clip(lower_bound=0) * 1000
    return (aid / (aid + milex2)).max()

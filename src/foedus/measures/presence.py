"""Forces that members station, send or lend: to one another, to the partnership's operations, to the United Nations."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

ALLEN = "Allen, Flynn and Machain (2022), US Global Military Deployments, 1950-2020, CMPS 39(3)"
GANNON = "Gannon and Kent (2021), Keeping Your Friends Close, but Acquaintances Closer, JCR 65(5)"
IPI = "International Peace Institute, IPI Peacekeeping Database"


@measure("member-year", value_unit="share of members", citation=ALLEN)
def hosts_us_troops(us_troops_hosted: pl.Expr) -> pl.Expr:
    """Whether a member hosts at least a hundred United States troops."""
    return us_troops_hosted >= 100


@measure("member-year", within=(0, 1000), aggregates=True, value_unit="per 1,000 active personnel", citation=GANNON)
def mission_share(isaf_troops: pl.Expr, milper: pl.Expr) -> pl.Expr:
    """Members' troops in the International Security Assistance Force, per thousand of their active personnel."""
    return isaf_troops.sum() / milper.sum()


@measure("member-year", within=(0, 1000), aggregates=True, value_unit="per 1,000 active personnel", citation=IPI)
def peacekeeper_rate(un_peacekeepers: pl.Expr, milper: pl.Expr) -> pl.Expr:
    """Members' uniformed United Nations peacekeepers, per thousand of their active personnel."""
    return un_peacekeepers.sum() / milper.sum()


@measure("budget", within=(0, 100), aggregates=True, value_unit="percent of members' defense expenditure",
         citation="Published common-funding figures in the register")  # fmt: skip
def common_funding(pooled: pl.Expr) -> pl.Expr:
    """How much of what members spend on defense goes through common budgets, as the partnership publishes it."""
    return pooled.mean()

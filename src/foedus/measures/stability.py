"""How stable members are at home: coups, democratic backsliding, armed conflict, and how governance moves."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure, state_column

COUPS = "Powell and Thyne (2011), Global Instances of Coups from 1950 to 2010, Journal of Peace Research 48(2)"
VDEM = "Coppedge et al., V-Dem Codebook; Lührmann and Lindberg (2019), A Third Wave of Autocratization, 26(7)"
UCDP = "Gleditsch et al. (2002), Armed Conflict 1946-2001, Journal of Peace Research 39(5); UCDP/PRIO dataset"
BACKSLIDING = 0.05


@measure("member-year", value_unit="share of members", citation=COUPS)
def had_coup(coup_attempts_sum5: pl.Expr) -> pl.Expr:
    """Whether a member saw a coup attempt in the year or the four before it."""
    return coup_attempts_sum5 > 0


@measure("member-year", value_unit="share of members", citation=VDEM)
def backslid(polyarchy: pl.Expr, polyarchy_lag5: pl.Expr) -> pl.Expr:
    """Whether a member's electoral democracy index fell by 0.05 or more in five years."""
    return (polyarchy - polyarchy_lag5).round(6) <= -BACKSLIDING


@state_column(["polyarchy"], unit="index points, summed", citation=VDEM)
def polyarchy_gain_of_all(panel: pl.DataFrame) -> pl.Series:
    """The sum over all states of the five-year change in the electoral democracy index."""
    return _gains(panel)["total"]


@state_column(["polyarchy"], unit="states", citation=VDEM)
def states_with_polyarchy(panel: pl.DataFrame) -> pl.Series:
    """How many states have a five-year change in the electoral democracy index."""
    return _gains(panel)["n"]


def _gains(panel: pl.DataFrame) -> pl.DataFrame:
    before = panel.select("party", pl.col("year") + 5, before="polyarchy")
    joined = panel.select("party", "year", "polyarchy").join(
        before, on=["party", "year"], how="left", maintain_order="left"
    )
    gain = pl.col("polyarchy") - pl.col("before")
    return joined.select(
        total=gain.sum().over("year"), n=gain.is_not_null().sum().over("year").cast(pl.Float64)
    ).with_columns(total=pl.when(pl.col("n") > 0).then(pl.col("total")))


@measure("member-year", within=(-2, 2), aggregates=True, value_unit="index points", citation=VDEM)
def governance_gain(
    polyarchy: pl.Expr, polyarchy_lag5: pl.Expr, polyarchy_gain_of_all: pl.Expr, states_with_polyarchy: pl.Expr
) -> pl.Expr:
    """Members' mean five-year change in electoral democracy minus that of all other states.

    Association only. A partnership of full democracies can only fall: there is a ceiling.
    """
    gain = polyarchy - polyarchy_lag5
    others = states_with_polyarchy.first() - gain.len()
    elsewhere = (polyarchy_gain_of_all.first() - gain.sum()) / others
    return pl.when(others > 0).then(gain.mean() - elsewhere)


@measure("member-year", within=(0, 1000), aggregates=True, value_unit="conflicts per 10 members", citation=UCDP)
def internal_conflict_rate(internal_conflicts: pl.Expr) -> pl.Expr:
    """Armed conflicts between a member's government and rebels on its territory, per ten members."""
    return 10 * internal_conflicts.sum() / internal_conflicts.len()

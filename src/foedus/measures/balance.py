"""How strong members are together, set against the adversary that their own documents name."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

CINC = "Singer, Bremer and Stuckey (1972), Capability Distribution, Uncertainty, and Major Power War, 1820-1965"


def _against(members: pl.Expr, adversary: pl.Expr) -> pl.Expr:
    total = members.sum()
    return total / (total + adversary.first())


@measure("member-year", within=(0, 1), aggregates=True, value_unit="share of both sides", citation=CINC)
def relative_spending(milex: pl.Expr, adversary_milex: pl.Expr) -> pl.Expr:
    """Members' military expenditure as a share of theirs and the named adversary's."""
    return _against(milex, adversary_milex)


@measure("member-year", within=(0, 1), aggregates=True, value_unit="share of both sides", citation=CINC)
def relative_capability(cinc: pl.Expr, adversary_cinc: pl.Expr) -> pl.Expr:
    """Members' CINC as a share of theirs and the named adversary's; CINC weighs steel and people."""
    return _against(cinc, adversary_cinc)


@measure("member-year", within=(0, 1), aggregates=True, value_unit="share of both sides", citation=CINC)
def relative_spending_without_strongest(milex: pl.Expr, adversary_milex: pl.Expr) -> pl.Expr:
    """Members' spending as a share of both sides' without the member that spends most: if the hub stays away."""
    total = milex.sum() - milex.max()
    return total / (total + adversary_milex.first())


@measure("member-year", within=(-1, 1), aggregates=True, value_unit="change in share", citation=CINC)
def posture_change(
    milex: pl.Expr, adversary_milex: pl.Expr, milex_lag5: pl.Expr, adversary_milex_lag5: pl.Expr
) -> pl.Expr:
    """Relative spending now minus five years ago, for today's members."""
    return _against(milex, adversary_milex) - _against(milex_lag5, adversary_milex_lag5)


@measure("member-year", within=(0, 1), aggregates=True, value_unit="share of members' total", citation=CINC)
def strongest_share(milex: pl.Expr) -> pl.Expr:
    """The strongest member's share of the members' military expenditure; above 0.8 it is a hub with spokes."""
    return milex.max() / milex.sum()

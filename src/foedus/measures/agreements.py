"""Bilateral defense cooperation agreements between members."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

KINNE = "Kinne (2020), The Defense Cooperation Agreement Dataset (DCAD), Journal of Conflict Resolution 64(4)"


@measure("pair-year", within=(0, 1), aggregates=True, value_unit="share of pairs", citation=KINNE)
def agreement_density(cooperation_agreements: pl.Expr) -> pl.Expr:
    """Share of pairs with a bilateral defense cooperation agreement in force; unknown where no pair was ever seen."""
    density = (cooperation_agreements > 0).mean()
    return pl.when(cooperation_agreements.sum() > 0).then(density)


@measure("pair-year", within=(0, 1), aggregates=True, value_unit="share of pairs", citation=KINNE)
def armament_density(armament_agreements: pl.Expr, cooperation_agreements: pl.Expr) -> pl.Expr:
    """Share of pairs with an agreement on research, procurement or defense industry in force."""
    density = (armament_agreements > 0).mean()
    return pl.when(cooperation_agreements.sum() > 0).then(density)

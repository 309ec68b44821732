"""What outsiders dared: confrontations begun against members, sanctions on them, and the adversary's pull."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

MIE = "Gibler and Miller (2024), The Militarized Interstate Events (MIE) dataset, 1816-2014, CMPS 41(4)"
TIES = "Morgan, Bapat and Kobayashi (2014), Threat and Imposition of Economic Sanctions 1945-2005, CMPS 31(5)"
FACTBOOK = "Central Intelligence Agency, The World Factbook"


@measure("exposure", within=(0, 10_000), aggregates=True, value_unit="per 100 member-years", citation=MIE)
def attack_rate(attacks: pl.Expr, member_years: pl.Expr) -> pl.Expr:
    """Confrontations with use of force that outsiders began against members other than the hub, over ten years."""
    return 100 * attacks.sum() / member_years.sum()


@measure("exposure", within=(0, 1000), aggregates=True, value_unit="ratio to all states", citation=MIE)
def attack_ratio(attacks: pl.Expr, member_years: pl.Expr, world_attacks: pl.Expr, world_years: pl.Expr) -> pl.Expr:
    """That rate over the rate for all states in the same years: below 1 members were attacked less often.

    Association only: states ally where they expect attack, and no attack proves nothing.
    """
    expected = world_attacks.sum() / world_years.sum()
    return pl.when(expected > 0).then(attacks.sum() / member_years.sum() / expected)


@measure("coercion", within=(0, 1), aggregates=True, value_unit="share of members", citation=TIES)
def coerced_share(coerced: pl.Expr) -> pl.Expr:
    """Share of members under sanctions that an outsider imposed."""
    return coerced.mean()


@measure("pull", within=(0, 1), aggregates=True, value_unit="share of members", citation=FACTBOOK)
def adversary_pull(among_first_five: pl.Expr) -> pl.Expr:
    """Share of members for which the named adversary is among the five largest partners in exports or imports."""
    return among_first_five.mean()

"""How soon and how strongly partnerships answered disasters."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

OSLO = "SIPRI/OCHA (2008), The Effectiveness of Foreign Military Assets in Natural Disaster Response; register figures"


@measure("response", within=(0, 100_000), aggregates=True, value_unit="hours", citation=OSLO)
def hours_to_first_asset_mean(hours_to_first_asset: pl.Expr) -> pl.Expr:
    """Hours from the event to the first foreign military asset, as a mean over responses of five years."""
    return hours_to_first_asset.mean()


@measure("response", within=(0, 1e7), aggregates=True, value_unit="per 100,000 affected", citation=OSLO)
def surge_per_need(people_deployed_peak: pl.Expr, people_affected: pl.Expr) -> pl.Expr:
    """Peak military personnel per hundred thousand people affected, as a mean over responses of five years."""
    return (100_000 * people_deployed_peak / people_affected).mean()

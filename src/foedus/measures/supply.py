"""Where members' arms come from, how alike their forces are, and what defense takes from health."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure, state_column

MPS = "Major Power Support data; suppliers United States, United Kingdom, France, Russia and China only"
GANNON = (
    "Gannon (2023), Planes, Trains, and Armored Mobiles: Introducing a Dataset of the Global Distribution of "
    "Military Capabilities, International Studies Quarterly 67(4)"
)
GMI = "Bonn International Centre for Conflict Studies, Global Militarization Index; World Factbook figures"


@measure("member-year", within=(0, 1), value_unit="index 0-1", citation=MPS)
def supplier_concentration(
    arms_us_sum5: pl.Expr, arms_uk_sum5: pl.Expr, arms_fra_sum5: pl.Expr, arms_rus_sum5: pl.Expr, arms_chi_sum5: pl.Expr
) -> pl.Expr:
    """Herfindahl index of a member's arms imports from five major suppliers over five years; too high by the others."""
    parts = (arms_us_sum5, arms_uk_sum5, arms_fra_sum5, arms_rus_sum5, arms_chi_sum5)
    total = parts[0] + parts[1] + parts[2] + parts[3] + parts[4]
    squares = parts[0] ** 2 + parts[1] ** 2 + parts[2] ** 2 + parts[3] ** 2 + parts[4] ** 2
    return pl.when(total > 0).then(squares / total**2)


@measure("pair-year", within=(0, 1), value_unit="overlap 0-1", citation=GANNON)
def force_mix_overlap(force_mix_similarity: pl.Expr) -> pl.Expr:
    """How alike two members' mixes of combat equipment are; not common equipment, and not interoperability."""
    return force_mix_similarity


@state_column(["health_share_gdp_factbook"], unit="percent of GDP", citation=GMI, own=True)
def latest_health_share(panel: pl.DataFrame) -> pl.Series:
    """Health expenditure of the year or, where there is none, of the year before: states report it by turns."""
    filled = pl.col("health_share_gdp_factbook").forward_fill(limit=1).over("party", order_by="year")
    return panel.select(filled.alias("share"))["share"]


@measure("member-year", within=(0, 1000), value_unit="ratio", citation=GMI)
def opportunity_cost(milex_share_gdp_factbook: pl.Expr, latest_health_share: pl.Expr) -> pl.Expr:
    """Military expenditure over current health expenditure, both as shares of GDP, at most a year apart."""
    return pl.when(latest_health_share > 0).then(milex_share_gdp_factbook / latest_health_share)

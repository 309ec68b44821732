"""Who pays: spending against declared targets, and how far shares of cost lie from shares of income."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

OLSON = "Olson and Zeckhauser (1966), An Economic Theory of Alliances, Review of Economics and Statistics 48(3)"
WMEAT = "United States Department of State, World Military Expenditures and Arms Transfers"
PLEDGE = "Wales Summit Declaration (2014), paragraph 14; NATO, Defence Expenditure of NATO Countries"


@measure("member-year", value_unit="share of members", citation=PLEDGE)
def spends_at_target(milex_share_gdp: pl.Expr, burden_target: pl.Expr) -> pl.Expr:
    """Whether a member spends at least the declared share of its GDP."""
    return milex_share_gdp >= burden_target


@measure("member-year", within=(0, 100), value_unit="percent of GDP", citation=PLEDGE)
def spending_share(milex_share_gdp: pl.Expr) -> pl.Expr:
    """Military expenditure as a percentage of GDP."""
    return milex_share_gdp


@measure("member-year", value_unit="share of members", citation=PLEDGE)
def equips_at_target(equipment_share: pl.Expr, equipment_target: pl.Expr) -> pl.Expr:
    """Whether a member spends at least the declared share of its defence budget on major equipment."""
    return equipment_share >= equipment_target


@measure("member-year", value_unit="percent a year", citation="NATO, Defence Expenditure of NATO Countries, table 3")
def real_growth(milex_real_growth: pl.Expr) -> pl.Expr:
    """Change of defence expenditure on the year before, at constant prices."""
    return milex_real_growth


@measure("member-year", within=(0, 1), aggregates=True, value_unit="share of total cost", citation=OLSON)
def burden_gap(milex_nato: pl.Expr, gdp_nato: pl.Expr) -> pl.Expr:
    """Half the sum of gaps between members' shares of cost and of GDP: the share of cost borne out of proportion."""
    gap = (milex_nato / milex_nato.sum() - gdp_nato / gdp_nato.sum()).abs()
    return gap.sum() / 2


@measure("member-year", within=(0, 1), aggregates=True, value_unit="Gini 0-1", citation=OLSON)
def spending_gini(milex_share_gdp: pl.Expr) -> pl.Expr:
    """Inequality of members' defence effort, corrected for the number of members: n/(n-1) times the Gini."""
    return _gini(milex_share_gdp)


def _gini(effort: pl.Expr) -> pl.Expr:
    n = effort.len().cast(pl.Int64)
    ranked = effort.sort()
    rank = pl.int_range(1, n + 1)
    return ((2 * rank - n - 1) * ranked).sum() / ((n - 1) * ranked.sum())


@measure("member-year", within=(0, 1), aggregates=True, value_unit="share of total cost", citation=OLSON)
def burden_gap_factbook(milex_share_gdp_factbook: pl.Expr, gdp_factbook: pl.Expr) -> pl.Expr:
    """The burden gap from World Factbook shares of GDP and GDP at official rates, of the same year."""
    cost = milex_share_gdp_factbook * gdp_factbook
    return (cost / cost.sum() - gdp_factbook / gdp_factbook.sum()).abs().sum() / 2


@measure("member-year", within=(0, 1), aggregates=True, value_unit="share of total cost", citation=OLSON)
def burden_gap_wmeat(milex_constant_wmeat: pl.Expr, milex_share_gnp_wmeat: pl.Expr) -> pl.Expr:
    """The burden gap from World Military Expenditures and Arms Transfers; income is expenditure over its share."""
    income = pl.when(milex_share_gnp_wmeat > 0).then(milex_constant_wmeat / milex_share_gnp_wmeat)
    return (milex_constant_wmeat / milex_constant_wmeat.sum() - income / income.sum()).abs().sum() / 2


@measure("member-year", within=(0, 1), aggregates=True, value_unit="Gini 0-1", citation=OLSON)
def spending_gini_factbook(milex_share_gdp_factbook: pl.Expr) -> pl.Expr:
    """Inequality of effort from World Factbook estimates of one publisher."""
    return _gini(milex_share_gdp_factbook)


@measure("member-year", within=(0, 1), aggregates=True, value_unit="Gini 0-1", citation=OLSON)
def spending_gini_wmeat(milex_share_gnp_wmeat: pl.Expr) -> pl.Expr:
    """Inequality of effort as a share of gross national product."""
    return _gini(milex_share_gnp_wmeat)


@measure("member-year", within=(0, 100), value_unit="percent of GDP", citation="World Factbook, estimates")
def spending_share_factbook(milex_share_gdp_factbook: pl.Expr) -> pl.Expr:
    """Military expenditure as a percentage of GDP, as the World Factbook estimates it."""
    return milex_share_gdp_factbook


@measure("member-year", within=(0, 400), value_unit="percent of GNP", citation=WMEAT)
def spending_share_wmeat(milex_share_gnp_wmeat: pl.Expr) -> pl.Expr:
    """Military expenditure as a percentage of gross national product."""
    return milex_share_gnp_wmeat


@measure("member-year", value_unit="percent a year", citation=WMEAT)
def real_growth_wmeat(milex_real_growth_wmeat: pl.Expr) -> pl.Expr:
    """Change of military expenditure on the year before, at the constant prices of one edition."""
    return milex_real_growth_wmeat

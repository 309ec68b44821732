"""State-year estimates on the Correlates of War state system: economy, population and democracy (isard)."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "46944ad97a5532cd8e3b33129463c8435a69846a"

isard = Source(
    id="isard",
    title="State-year estimates of GDP, population and democracy (isard)",
    version="0.2.0",
    subject="capabilities",
    citation=(
        "Fariss, Christopher J., Therese Anders, Jonathan N. Markowitz and Miriam Barnum (2022). New Estimates of Over "
        "500 Years of Historic GDP and Population Data. Journal of Conflict Resolution 66(3), 553-591. "
        "Marquez, Xavier (2016). A Quick Method for Extending the Unified Democracy Scores. "
        "Coppedge, Michael, and others (2026). V-Dem Country-Year Dataset v16. doi:10.23696/vdemds26. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779. Compiled in the R package isard 0.2.0."
    ),
    licence="Package GPL-2; cite each underlying source used (V-Dem is CC BY 4.0)",
    homepage="https://github.com/svmiller/isard",
    files=(
        File(
            "cw_gdppop.rda",
            sha256="205017f75f9d65b1b01c48d594a018e6ef7de285891dfea15b2dfb95a5174b97",
            how="Take data/cw_gdppop.rda from the R package isard 0.2.0 (the homepage).",
            addresses=(github("svmiller/isard", COMMIT, "data/cw_gdppop.rda"),),
        ),
        File(
            "cw_democracy.rda",
            sha256="63817db0ed4be6d4faafe6a1c363ffe3862897fb1b28d53298099fef576be45a",
            how="Take data/cw_democracy.rda from the R package isard 0.2.0 (the homepage).",
            addresses=(github("svmiller/isard", COMMIT, "data/cw_democracy.rda"),),
        ),
    ),
)


@isard.table(
    "state-year",
    years=(1816, 2019),
    rows=(16_500, 16_600),
    columns=[
        Column("gdp_isard", pl.Float64, "Real gross domestic product, estimate", unit="million 2017 international $",
               within=(0, 1e9)),
        Column("gdp_isard_sd", pl.Float64, "Standard deviation of gdp_isard", unit="million 2017 international $",
               within=(0, 1e9)),
        Column("gdppc_isard", pl.Float64, "Gross domestic product per head, estimate", unit="2011 international $",
               within=(0, 1e6)),
        Column("gdppc_isard_sd", pl.Float64, "Standard deviation of gdppc_isard", unit="2011 international $",
               within=(0, 1e6)),
        Column("pop_isard", pl.Float64, "Population, estimate", unit="million", within=(0, 1e4)),
        Column("pop_isard_sd", pl.Float64, "Standard deviation of pop_isard", unit="million", within=(0, 1e4)),
    ],
)  # fmt: skip
def economy(raw: Raw) -> pl.LazyFrame:
    """Each state's economy and population: averages of a latent-variable model, with their spread.

    GDP and GDP per head are modeled in prices of different base years, so one is not the other divided
    by population. 43 state-years are unknown where the underlying list has no such state.
    """
    names = {
        "pwtrgdp": "gdp_isard", "sd_pwtrgdp": "gdp_isard_sd", "mrgdppc": "gdppc_isard", "sd_mrgdppc": "gdppc_isard_sd",
        "pwtpop": "pop_isard", "sd_pwtpop": "pop_isard_sd",
    }  # fmt: skip
    return raw.r_frame("cw_gdppop.rda", "cw_gdppop").rename(names).lazy()


@isard.table(
    "state-year",
    years=(1816, 2025),
    rows=(17_650, 17_750),
    columns=[
        Column("euds", pl.Float64, "Extended Unified Democracy Score", unit="standard score", within=(-5, 5)),
        Column("aeuds", pl.Float64, "euds, moved so that 0 is the average cut between autocracy and democracy",
               unit="standard score", within=(-5, 5)),
        Column("polity2_isard", pl.Float64, "Combined Polity score, to 2020", unit="points", within=(-10, 10)),
        Column("polyarchy_isard", pl.Float64, "Electoral democracy index of V-Dem, version 16", unit="index",
               within=(0, 1)),
    ],
)  # fmt: skip
def democracy(raw: Raw) -> pl.LazyFrame:
    """Four measures of each state's democracy, of later editions than the sources that hold them whole."""
    names = {"polity2": "polity2_isard", "v2x_polyarchy": "polyarchy_isard"}
    return raw.r_frame("cw_democracy.rda", "cw_democracy").rename(names).lazy()

"""Polity5: how democratic or autocratic each state's institutions are in each year."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

polity5 = Source(
    id="polity5",
    title="Polity5 annual time series",
    version="2018",
    subject="regimes",
    citation=(
        "Marshall, Monty G., and Ted Robert Gurr (2020). Polity5: Political Regime Characteristics and Transitions, "
        "1800-2018. Center for Systemic Peace. As packaged by Xavier Marquez in democracyData 0.6.0."
    ),
    licence="Free for research with citation; the package that carries this copy is GPL-3",
    homepage="https://www.systemicpeace.org/inscrdata.html",
    files=(
        File(
            "polity5.rda",
            sha256="66bccde97c593ac359bcbc4347be0a1886639ba862e697357a6e35e1bc526221",
            how="Take data/polity5.rda from the R package democracyData 0.6.0 (github.com/xmarquez/democracyData).",
        ),
    ),
)

STATUS = {-66.0: "interruption", -77.0: "interregnum", -88.0: "transition"}
"""What the codes below -10 stand for: foreign occupation, collapse of authority, and passage between regimes."""
SCORES = ("democ", "autoc", "xconst", "xrcomp", "parcomp")
IGNORED = (
    "p5 cyear polity_annual_ccode scode polity_annual_country flag fragment polity xrreg xropen parreg exrec exconst "
    "polcomp prior emonth eday eyear eprec interim bmonth bday byear bprec post change d5 sf regtrans "
    "extended_country_name GWn in_GW_system"
)


@polity5.table(
    "state-year",
    years=(1776, 2020),
    rows=(17_400, 17_600),
    columns=[
        Column("polity2", pl.Int32, "Combined score, democracy less autocracy, with spells without a regime smoothed "
               "as the publisher does", unit="points", within=(-10, 10)),
        Column("democ", pl.Int32, "Institutionalized democracy", unit="points", within=(0, 10)),
        Column("autoc", pl.Int32, "Institutionalized autocracy", unit="points", within=(0, 10)),
        Column("xconst", pl.Int32, "Constraints on the chief executive, 1 none to 7 parity", within=(1, 7)),
        Column("xrcomp", pl.Int32, "Competition for the executive, 0 none to 3 election", within=(0, 3)),
        Column("parcomp", pl.Int32, "Competition in politics, 0 none to 5 competitive", within=(0, 5)),
        Column("durable", pl.Int32, "Time since the last change of regime", unit="years", within=(0, 300)),
        Column("polity_status", pl.String, "Why there is no score; empty where there is one",
               choices=tuple(STATUS.values())),
    ],
    ignored=IGNORED.split(),
)  # fmt: skip
def regimes(raw: Raw) -> pl.LazyFrame:
    """Each state's regime at the end of the year; 2019 and 2020 are known for the United States alone.

    Codes are those of the Correlates of War, added by the package; the 76 rows of Gran Colombia, the United
    Provinces of Central America and the Orange Free State have none. In seven years in which one polity
    followed another (1861 Italy, 1922 Russia, 1976 Vietnam, 1991 and 2006 Serbia, 1993 Ethiopia, 2011 Sudan)
    the later one is kept.
    """
    published = raw.r_frame("polity5.rda", "polity5").rename({"cown": "ccode"}).drop_nulls("ccode")
    lasting = published.sort("bmonth", nulls_last=False).unique(["ccode", "year"], keep="last", maintain_order=True)
    scored = (pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in SCORES)
    status = pl.col("polity").replace_strict(STATUS, default=None, return_dtype=pl.String)
    return lasting.with_columns(*scored, polity_status=status).lazy()

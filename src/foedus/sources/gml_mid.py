"""Militarized interstate disputes as corrected by Gibler, Miller and Little: the dispute, and its participants."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, Correction, File, Raw, Source

HOW = "Download the corrected MID data, version 2.1, from the homepage, and unpack it."

gml_mid = Source(
    id="gml_mid",
    title="Militarized Interstate Disputes, corrected (Gibler, Miller and Little)",
    version="2.1",
    subject="conflict",
    citation=(
        "Gibler, Douglas M., Steven V. Miller and Erin K. Little (2016). An Analysis of the Militarized Interstate "
        "Dispute (MID) Dataset, 1816-2001. International Studies Quarterly 60(4), 719-730. Version 2.1."
    ),
    licence="Free for research with citation; fetched from the publisher, not redistributed",
    homepage="https://internationalconflict.ua.edu/data-download/",
    files=(
        File("gml-mida-2.1.csv", sha256="d95a829342a63bd3bd33aafa7e8db44e601df4b53c3af07d5420e881e2c0c644", how=HOW),
        File("gml-midb-2.1.csv", sha256="3bf3ceaaa380c9db4c760e954037a67f74c79bd5623a5e3880b67d6348fae38a", how=HOW),
    ),
)

PARTS = {f"{end}{part}" for end in ("st", "end") for part in ("day", "mon", "year")}
CODES = (
    "hostlev", "hiact", "fatality", "fatalpre", "outcome", "settle", "recip", "numa", "numb", "sidea", "orig",
    "revstate", "revtype1", "revtype2",
)  # fmt: skip
HOSTILITY = "1 no militarized action, 2 threat, 3 display of force, 4 use of force, 5 war"
DEATHS = "0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999, 6 more than 999"


def _code(name: str, meaning: str, highest: int) -> Column:
    return Column(f"{name}_gml", pl.Int32, meaning, within=(0, highest))


SPELL = (
    Column("year", pl.Int32, "Year of the beginning", required=True),
    Column("first_day", pl.String, "When it began; the day is left out where unknown", required=True),
    Column("last_day", pl.String, "When it ended; the day is left out where unknown", required=True),
    _code("hostlev", f"Highest level of hostility: {HOSTILITY}", 5),
    _code("hiact", "Highest action, in the publisher's codes", 21),
    _code("fatality", f"Deaths: {DEATHS}", 6),
    _code("fatalpre", "Deaths, where the exact number is known", 1_000_000),
)


@gml_mid.table(
    "record",
    key=("dispnum",),
    years=(1816, 2010),
    rows=(2_199, 2_199),
    columns=[
        Column("dispnum", pl.Int32, "The dispute, in the numbering of MID version 3", required=True),
        Column("dispnum4", pl.Int32, "The dispute, in the numbering of MID version 4"),
        *SPELL,
        _code("outcome", "1 victory A, 2 victory B, 3 yield A, 4 yield B, 5 stalemate, 6 compromise, 7 released, "
              "8 unclear, 9 joins an ongoing war", 9),
        _code("settle", "1 negotiated, 2 imposed, 3 none, 4 unclear", 4),
        _code("recip", "1 if the side attacked answered in kind", 1),
        _code("numa", "States on the side that began it", 60),
        _code("numb", "States on the other side", 60),
    ],
    ignored=PARTS | {"maxdur", "mindur", "link1", "link2", "link3", "ongo2010", "version"},
    corrections=[
        Correction(
            where=(pl.col("dispnum") == 3514) & (pl.col("last_day") == "1941-19-19"), column="last_day",
            value="1941-12-19", expect=1, reported="not reported",
            reason="There is no month 19; the last participants leave on 19 December in the participant file",
        ),
    ],
)  # fmt: skip
def disputes(raw: Raw) -> pl.LazyFrame:
    """Each dispute; side A is the side that took the first militarized action."""
    return _published(raw, "gml-mida-2.1.csv").rename({"dispnum3": "dispnum"})


@gml_mid.table(
    "record",
    key=("dispnum", "ccode", "first_day", "last_day"),
    years=(1816, 2010),
    rows=(5_300, 5_300),
    columns=[
        Column("dispnum", pl.Int32, "The dispute, in the numbering of MID version 3", required=True),
        *SPELL,
        _code("sidea", "1 on the side that took the first action, 0 on the other", 1),
        _code("orig", "1 in the dispute from its first day, 0 a joiner", 1),
        _code("revstate", "1 wants to change the state of affairs", 1),
        _code("revtype1", "What it wants to change: 0 nothing, 1 territory, 2 policy, 3 regime, 4 other", 4),
        _code("revtype2", "A second thing it wants to change", 4),
    ],
    ignored=PARTS | {"dispnum4", "stabb", "version"},
)
def participants(raw: Raw) -> pl.LazyFrame:
    """Each state's part in each dispute; one that left and came back, or changed sides, has several rows.

    South Korea's part in dispute 4455 is blank in the file, and unknown here. Three rows (disputes 1035, 1108
    and 3514) end before they begin: they stand as published.
    """
    return _published(raw, "gml-midb-2.1.csv")


def _published(raw: Raw, name: str) -> pl.LazyFrame:
    rows = pl.scan_csv(raw.path(name), infer_schema=False, null_values=["-9", "NA"])
    suffixed = {code: f"{code}_gml" for code in CODES if code in rows.collect_schema().names()}
    return rows.with_columns(year="styear", first_day=_day("st"), last_day=_day("end")).rename(suffixed)


def _day(end: str) -> pl.Expr:
    parts = (pl.col(f"{end}year"), pl.col(f"{end}mon").str.zfill(2), pl.col(f"{end}day").str.zfill(2))
    return pl.concat_str(parts, separator="-", ignore_nulls=True)

"""Militarized interstate disputes of the Correlates of War: the dispute, and its participants."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

HOW = "Download the MID 5.0 data from the homepage, unpack them, and write the space in the name as an underscore."

cow_mid = Source(
    id="cow_mid",
    title="Militarized Interstate Disputes",
    version="5.0",
    subject="conflict",
    citation=(
        "Palmer, Glenn, Roseanne W. McManus, Vito D'Orazio, Michael R. Kenwick, Mikaela Karstens, Chase Bloch, Nick "
        "Dietrich, Kayla Kahn, Kellan Ritter and Michael J. Soules (2022). The MID5 Dataset, 2011-2014: Procedures, "
        "Coding Rules, and Description. Conflict Management and Peace Science 39(4), 470-482. Version 5.0."
    ),
    licence="Free to download and use with citation and version; fetched from the publisher, not redistributed",
    homepage="https://correlatesofwar.org/data-sets/mids/",
    files=(
        File("MIDA_5.0.csv", sha256="de8df3e45ef0801032ac14f1950ac56201667e5be7f1020f9e1cbd35533b3d7a", how=HOW),
        File("MIDB_5.0.csv", sha256="79370937a8d1b34b9066099db1de017ca124f448c4c67170b6f81805ffb97cfe", how=HOW),
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
    return Column(f"{name}_cow", pl.Int32, meaning, within=(0, highest))


SPELL = (
    Column("year", pl.Int32, "Year of the beginning", required=True),
    Column("first_day", pl.String, "When it began; the day is left out where unknown", required=True),
    Column("last_day", pl.String, "When it ended; the day is left out where unknown", required=True),
    _code("hostlev", f"Highest level of hostility: {HOSTILITY}", 5),
    _code("hiact", "Highest action, in the publisher's codes", 21),
    _code("fatality", f"Deaths: {DEATHS}", 6),
    _code("fatalpre", "Deaths, where the exact number is known", 1_000_000),
)


@cow_mid.table(
    "record",
    key=("dispnum",),
    years=(1816, 2014),
    rows=(2_436, 2_436),
    columns=[
        Column("dispnum", pl.Int32, "The dispute, in the numbering of the Correlates of War", required=True),
        *SPELL,
        _code("outcome", "1 victory A, 2 victory B, 3 yield A, 4 yield B, 5 stalemate, 6 compromise, 7 released, "
              "8 unclear, 9 joins an ongoing war", 9),
        _code("settle", "1 negotiated, 2 imposed, 3 none, 4 unclear", 4),
        _code("recip", "1 if the side attacked answered in kind", 1),
        _code("numa", "States on the side that began it", 60),
        _code("numb", "States on the other side", 60),
    ],
    ignored=PARTS | {"maxdur", "mindur", "ongo2014", "version"},
)  # fmt: skip
def disputes(raw: Raw) -> pl.LazyFrame:
    """Each dispute; side A is the side that took the first militarized action."""
    return _published(raw, "MIDA_5.0.csv")


@cow_mid.table(
    "record",
    key=("dispnum", "ccode", "first_day"),
    years=(1816, 2014),
    rows=(5_883, 5_883),
    columns=[
        Column("dispnum", pl.Int32, "The dispute, in the numbering of the Correlates of War", required=True),
        *SPELL,
        _code("sidea", "1 on the side that took the first action, 0 on the other", 1),
        _code("orig", "1 in the dispute from its first day, 0 a joiner", 1),
        _code("revstate", "1 wants to change the state of affairs", 1),
        _code("revtype1", "What it wants to change: 0 nothing, 1 territory, 2 policy, 3 regime, 4 other", 4),
        _code("revtype2", "A second thing it wants to change", 4),
    ],
    ignored=PARTS | {"stabb", "version"},
)
def participants(raw: Raw) -> pl.LazyFrame:
    """Each state's part in each dispute; one that left and came back, or changed sides, has several rows."""
    return _published(raw, "MIDB_5.0.csv")


def _published(raw: Raw, name: str) -> pl.LazyFrame:
    rows = pl.scan_csv(raw.path(name), infer_schema=False, null_values="-9")
    suffixed = {code: f"{code}_cow" for code in CODES if code in rows.collect_schema().names()}
    return rows.with_columns(year="styear", first_day=_day("st"), last_day=_day("end")).rename(suffixed)


def _day(end: str) -> pl.Expr:
    parts = (pl.col(f"{end}year"), pl.col(f"{end}mon").str.zfill(2), pl.col(f"{end}day").str.zfill(2))
    return pl.concat_str(parts, separator="-", ignore_nulls=True)

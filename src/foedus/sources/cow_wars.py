"""Wars between states since 1823: who fought, on which side, when, with what outcome and how many deaths."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, Correction, File, Raw, Source

cow_wars = Source(
    id="cow_wars",
    title="Inter-state wars, and directed dyadic wars",
    version="4.0; dyadic of May 2018",
    subject="conflict",
    citation=(
        "Sarkees, Meredith Reid, and Frank Wayman (2010). Resort to War: 1816-2007. CQ Press. Inter-State War Data "
        "4.0. Maoz, Zeev, Paul L. Johnson, Jasper Kaplan, Fiona Ogunkoya and Aaron P. Shreve (2019). The Dyadic "
        "Militarized Interstate Disputes (MIDs) Dataset Version 3.0. Journal of Conflict Resolution 63(3), 811-835."
    ),
    licence="Free to download and use with citation; fetched from the publisher, not redistributed",
    homepage="https://correlatesofwar.org/data-sets/cow-war/",
    files=(
        File(
            "Inter-StateWarData_v4.0.csv",
            sha256="2535e30b145141c331a07d12d91e498ad8bdd3db32ba8d3bd88c4fda54817731",
            how="Download Inter-State War Data 4.0 from the homepage.",
        ),
        File(
            "directed_dyadic_war.csv",
            sha256="aa2eb5244a0cb0b579867e50eb02e4297fb29250e67120fb132e3c0618dceda0",
            how="Download the dyadic inter-state war data from the homepage, and unpack them.",
        ),
    ),
)

OUTCOMES = (
    "1 winner, 2 loser, 3 compromise, 4 another kind of war, 5 ongoing, 6 stalemate, 7 below war, 8 changed sides"
)
SPELLS = {f"{end}{part}{n}" for end in ("Start", "End") for part in ("Month", "Day", "Year") for n in "12"}
NAMES = {
    "WarNum": "warnum", "WarName": "war_name", "Side": "war_side", "WhereFought": "where_fought",
    "Initiator": "war_initiator", "Outcome": "war_outcome", "BatDeath": "battle_deaths",
}  # fmt: skip
DAYS = [
    Column("first_day", pl.String, "First day", required=True),
    Column("last_day", pl.String, "Last day", required=True),
]


@cow_wars.table(
    "record",
    key=("warnum", "ccode", "war_side"),
    years=(1823, 2003),
    rows=(337, 337),
    columns=[
        Column("warnum", pl.Int32, "The war", required=True),
        Column("war_name", pl.String, "Its name as published", required=True),
        Column("war_side", pl.Int32, "1 or 2; a state that changed sides has a row for each", within=(1, 2)),
        Column("year", pl.Int32, "Year in which the state joined", required=True),
        *DAYS,
        Column("first_day_again", pl.String, "First day of a second spell, if there is one"),
        Column("last_day_again", pl.String, "Last day of a second spell"),
        Column("where_fought", pl.Int32, "Region, in the publisher's codes", within=(1, 19)),
        Column("war_initiator", pl.Int32, "1 if the state's side began the war, 0 if not", within=(0, 1)),
        Column("war_outcome", pl.Int32, OUTCOMES, within=(1, 8)),
        Column("battle_deaths", pl.Int32, "Battle deaths of the state in the war", within=(0, 1e7)),
    ],
    ignored=SPELLS | {"WarType", "StateName", "TransFrom", "TransTo", "Version"},
)
def participants(raw: Raw) -> pl.LazyFrame:
    """Each state in each war between states; the file has the line ends of an old Macintosh."""
    text = raw.path("Inter-StateWarData_v4.0.csv").read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    rows = pl.read_csv(text, infer_schema=False, null_values=["-8", "-9"]).lazy().rename(NAMES)
    days = {
        f"{name}{again}": _day(*(f"{end}{part}{n}" for part in ("Year", "Month", "Day")))
        for name, end in (("first_day", "Start"), ("last_day", "End"))
        for again, n in (("", 1), ("_again", 2))
    }
    began = pl.col("war_initiator").replace_strict({"1": 1, "2": 0})
    return rows.with_columns(began, year=pl.col("StartYear1"), **days)


def _typing_error(day: str, typed: str, meant: str, expect: int, reason: str) -> Correction:
    return Correction(pl.col(day) == typed, column=day, value=meant, reason=reason, reported="not reported",
                      expect=expect)  # fmt: skip


SWAPPED = "Month and day are exchanged in the war of the United States and Austria-Hungary: there is no month 24"


@cow_wars.table(
    "record",
    key=("warnum", "ccode1", "ccode2", "year"),
    years=(1823, 2003),
    rows=(1_364, 1_364),
    columns=[
        Column("warnum", pl.Int32, "The war", required=True),
        Column("disno", pl.Int32, "The militarized interstate dispute to which it belongs", required=True),
        *DAYS,
        Column("war_role1", pl.Int32, "Role of ccode1 in the war, in the publisher's codes", within=(1, 4)),
        Column("war_role2", pl.Int32, "Role of ccode2 in the war, in the publisher's codes", within=(1, 4)),
        Column("dyad_outcome1", pl.Int32, "Outcome for ccode1 against ccode2, in the publisher's codes", within=(1, 3)),
        Column("battle_deaths1", pl.Int32, "Battle deaths of ccode1 in the war", within=(0, 1e7)),
        Column("battle_deaths2", pl.Int32, "Battle deaths of ccode2 in the war", within=(0, 1e7)),
    ],
    ignored={"dyindex", "warstrtmnth", "warstrtday", "warstrtyr", "warendmnth", "warenday", "warendyr", "wardyadrolea",
             "wardyadroleb", "changes_1", "changes_2", "batdths", "durindx"},
    corrections=[
        _typing_error("first_day", "1918-24-10", "1918-10-24", 2, SWAPPED),
        Correction(
            where=(pl.col("first_day") == "1918-10-24") & (pl.col("last_day") == "1918-03-11"), column="last_day",
            value="1918-11-03", reason=SWAPPED, reported="not reported", expect=2,
        ),
        _typing_error("last_day", "19118-09-29", "1918-09-29", 3,
                      "A digit too many; the rows of the same pair in the other direction have 1918"),
    ],
)  # fmt: skip
def dyads(raw: Raw) -> pl.LazyFrame:
    """Each pair of enemies in each year of each war, once in each direction."""
    names = {
        "statea": "ccode1", "stateb": "ccode2", "warolea": "war_role1", "waroleb": "war_role2",
        "outcomea": "dyad_outcome1", "batdtha": "battle_deaths1", "batdthb": "battle_deaths2",
    }  # fmt: skip
    rows = pl.scan_csv(raw.path("directed_dyadic_war.csv"), infer_schema=False, null_values="").rename(names)
    first = _day("warstrtyr", "warstrtmnth", "warstrtday")
    return rows.with_columns(first_day=first, last_day=_day("warendyr", "warendmnth", "warenday"))


def _day(year: str, month: str, day: str) -> pl.Expr:
    return pl.concat_str(year, pl.col(month).str.zfill(2), pl.col(day).str.zfill(2), separator="-")

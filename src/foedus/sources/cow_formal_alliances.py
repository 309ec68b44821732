"""Correlates of War formal alliances: who was allied with whom, from files that the user brings."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

HOW = "Download version 4.1 as CSV from the homepage, unpack it, and hand over its folder: it holds {}."
MEMBERS, DYADS = "alliance_v4.1_by_member.csv", "alliance_v4.1_by_dyad_yearly.csv"

cow_formal_alliances = Source(
    id="cow_formal_alliances",
    title="Correlates of War Formal Alliances",
    version="4.1",
    subject="alliances",
    citation=(
        "Gibler, Douglas M. (2009). International Military Alliances, 1648-2008. CQ Press. Correlates of War Formal "
        "Alliances, version 4.1."
    ),
    licence="Correlates of War terms: cite",
    homepage="https://correlatesofwar.org/data-sets/formal-alliances/",
    bring_your_own="the maintainer has asked that no software ship these data or make their use easy",
    files=(
        File(
            MEMBERS,
            sha256="",
            how=HOW.format(MEMBERS),
            pattern="alliance_v4.1_by_member*.csv",
            looks_like=r'^"?version4id"?,"?ccode"?,"?state_name"?,[^\n]*"?entente"?,"?version"?\s*$',
        ),
        File(
            DYADS,
            sha256="",
            how=HOW.format(DYADS),
            pattern="alliance_v4.1_by_dyad_yearly*.csv",
            looks_like=r'^"?version4id"?,"?ccode1"?,"?state_name1"?,[^\n]*"?entente"?,"?year"?,"?version"?\s*$',
        ),
    ),
)

PLEDGES = {
    "defense": "a defense pact", "neutrality": "a pledge of neutrality", "nonaggression": "a pledge of nonaggression",
    "entente": "a pledge to consult",
}  # fmt: skip
DATES = ("all_st", "all_end", "mem_st", "mem_end")
PARTS, SPELL = (
    {f"{name}_{part}" for name in names for part in ("day", "month", "year")}
    for names in (DATES, ("dyad_st", "dyad_end"))
)


@cow_formal_alliances.table(
    "alliance-member",
    key=("version4id", "ccode", "mem_start"),
    rows=(800, 5_000),
    columns=[
        Column("version4id", pl.Int32, "The alliance's number, which ATOP's cow4id refers to", required=True),
        Column("state_name", pl.String, "The member's name as published", required=True),
        Column("mem_start", pl.String, "First day of membership, to the day, month or year known", required=True),
        Column("mem_end", pl.String, "Last day of membership; empty if in force on 2012-12-31"),
        Column("all_start", pl.String, "First day of the alliance", required=True),
        Column("all_end", pl.String, "Last day of the alliance; empty if in force on 2012-12-31"),
        Column("ss_type", pl.String, "Kind of alliance after Singer and Small, as published"),
        *(Column(name, pl.Int32, f"1 if it is {said}, else 0", within=(0, 1)) for name, said in PLEDGES.items()),
    ],
    ignored={"left_censor", "right_censor", "version", *PARTS},
)
def members(raw: Raw) -> pl.LazyFrame:
    """Each spell of each state in each alliance, 1816 to 2012."""
    published = pl.scan_csv(raw.path(MEMBERS), infer_schema=False, null_values=["", "NA"], encoding="utf8-lossy")
    dates = (_date(name).alias(name.replace("_st", "_start")) for name in DATES)
    return published.with_columns(*dates)


@cow_formal_alliances.table(
    "dyad-year",
    years=(1816, 2012),
    rows=(100_000, 150_000),
    columns=[
        Column("alliances_cow", pl.Int32, "Alliances that the two states share", unit="alliances", within=(0, 50),
               absent=0, required=True),
        *(Column(f"{name}_cow", pl.Int32, f"1 if one of them is {said}", within=(0, 1), absent=0, required=True)
          for name, said in PLEDGES.items()),
    ],
    ignored={"version4id", "state_name1", "state_name2", "left_censor", "right_censor", "version", *PLEDGES, *SPELL},
)  # fmt: skip
def dyads(raw: Raw) -> pl.LazyFrame:
    """Whether two states share each kind of pledge in each year, of all their alliances together."""
    published = pl.scan_csv(raw.path(DYADS), infer_schema=False, null_values=["", "NA"], encoding="utf8-lossy")
    key = ["ccode1", "ccode2", "year"]
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    pairs = published.with_columns(pl.col(key).cast(pl.Int32)).with_columns(ccode1=low, ccode2=high)
    pledged = (pl.col(name).cast(pl.Int32).max().over(key).alias(f"{name}_cow") for name in PLEDGES)
    count = pl.col("version4id").n_unique().over(key).alias("alliances_cow")
    return pairs.with_columns(count, *pledged).unique(key, keep="any")


def _date(name: str) -> pl.Expr:
    """A date as far as it is known: -9 is unknown."""
    year, month, day = (pl.col(f"{name}_{part}").replace("-9", None) for part in ("year", "month", "day"))
    two = (month.str.zfill(2), day.str.zfill(2))
    whole, to_month = pl.concat_str(year, *two, separator="-"), pl.concat_str(year, two[0], separator="-")
    return pl.coalesce(whole, to_month, year)

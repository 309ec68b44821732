"""Which partnerships there are, who belonged to them in which year, and in which years they bound anybody."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.partnerships._dates import each_year, first_day, from_parts, last_day
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

FIRST_YEAR = 1815
ATOP_LAST_YEAR = 2018
DAY = pl.duration(days=1)


def party_years(last_year: int) -> pl.LazyFrame:
    """Every state's party name and codes in each year, as of its last day in that year."""
    spells = states.crosswalk().lazy().select("party", "name", "iso3", "ccode", "gwcode", "start", "end")
    return (
        each_year(spells, last_year)
        .sort("party", "year", "start")
        .unique(["party", "year"], keep="last", maintain_order=True)
        .select("party", "year", "name", "iso3", pl.col("ccode", "gwcode").cast(pl.Int32))
    )


def instruments(warehouse: Warehouse) -> pl.LazyFrame:
    """The register's instruments with their dates, one row per ATOP alliance that each claims."""
    return (
        warehouse.scan("register.instruments")
        .with_columns(pl.col("atop_ids").fill_null("").str.split(";").alias("atop_id"))
        .explode("atop_id", empty_as_null=True)
        .with_columns(pl.col("atop_id").str.strip_chars().cast(pl.Int32, strict=False).alias("atopid"))
    )


def claimed(warehouse: Warehouse) -> pl.LazyFrame:
    """Which partnership each ATOP alliance belongs to: a register partnership, or one of its own."""
    if not warehouse.has("atop.alliances"):
        return pl.LazyFrame(schema={"atopid": pl.Int32, "partnership": pl.String, "own": pl.Boolean})
    by_register = (
        instruments(warehouse).filter(pl.col("atopid").is_not_null()).select("atopid", "partnership").unique("atopid")
    )
    own = pl.format("atop-{}", pl.col("atopid"))
    return (
        warehouse.scan("atop.alliances")
        .select("atopid")
        .join(by_register, on="atopid", how="left")
        .select("atopid", pl.col("partnership").fill_null(own), pl.col("partnership").is_null().alias("own"))
    )


def last_names() -> pl.LazyFrame:
    """The last name each party bore, for years before it was a state: party, last_name."""
    spells = states.crosswalk().lazy().sort("start").unique("party", keep="last", maintain_order=True)
    return spells.select("party", last_name="name")


def _named(rows: pl.LazyFrame, last_year: int) -> pl.LazyFrame:
    """Rows of party and year with the name and codes that the party had then."""
    return (
        rows.join(party_years(last_year), on=["party", "year"], how="left")
        .join(last_names(), on="party", how="left")
        .with_columns(pl.coalesce("name", "last_name", "party").alias("name"))
        .drop("last_name")
    )


def code_parties(last_year: int) -> pl.LazyFrame:
    """Which party bears a COW code in a year: ccode, year, party; years outside its tenures take the nearest one."""
    spells = states.crosswalk().lazy().filter(pl.col("ccode").is_not_null())
    borne = each_year(spells.select("party", pl.col("ccode").cast(pl.Int32), "start", "end"), last_year)
    borne = borne.sort("ccode", "year", "start").unique(["ccode", "year"], keep="last", maintain_order=True)
    years = pl.LazyFrame({"year": range(FIRST_YEAR, last_year + 1)}, schema={"year": pl.Int32})
    return (
        borne.select("ccode").unique().join(years, how="cross").sort("year")
        .join_asof(borne.select("ccode", "year", "party").sort("year"), on="year", by="ccode", strategy="nearest",
                   check_sortedness=False)
    )  # fmt: skip


def named_parties(spells: pl.LazyFrame, last_year: int, *, code: str = "ccode", party: str = "party") -> pl.LazyFrame:
    """Yearly rows with a COW code, given the party that bears it; a code no list knows stays as `ccode-8152`."""
    borne = code_parties(last_year).rename({"ccode": code, "party": party})
    joined = spells.join(borne, on=[code, "year"], how="left")
    return joined.with_columns(pl.col(party).fill_null(pl.format("ccode-{}", pl.col(code))))


def _atop_years(warehouse: Warehouse) -> pl.LazyFrame:
    """ATOP members by year; the day of exit is the last day in force, so the end is the day after."""
    left = from_parts("yrexit", "moexit", "dayexit", last=True)
    spells = (
        warehouse.scan("atop.members")
        .join(claimed(warehouse).filter(pl.col("own")), on="atopid")
        .select(
            "partnership", "ccode", from_parts("yrent", "moent", "dayent").alias("start"), (left + DAY).alias("end")
        )
    )
    yearly = named_parties(each_year(spells, ATOP_LAST_YEAR), ATOP_LAST_YEAR)
    return yearly.select("partnership", "year", "party", "start", "end")


def member_years(warehouse: Warehouse) -> pl.DataFrame:
    """Members of each partnership in each year: those on 31 December, or on the last day in force.

    Columns: partnership, year, party, iso3, ccode, gwcode, name.
    """
    last = edition().complete_through
    spells = (
        warehouse.scan("register.members")
        .filter(pl.col("status") == "member")
        .select("partnership", "party", first_day(pl.col("start")).alias("start"), last_day(pl.col("end")).alias("end"))
    )
    years = each_year(spells, last).select("partnership", "year", "party", "start", "end")
    if warehouse.has("atop.members"):
        years = pl.concat([years, _atop_years(warehouse)])
    open_end = pl.col("end").fill_null(pl.date(last + 1, 1, 2))
    until = pl.min_horizontal(open_end, pl.date(pl.col("year"), 12, 31) + DAY)
    present = (
        years.with_columns(until=until)
        .filter(pl.col("until") == pl.col("until").max().over("partnership", "year"))
        .unique(["partnership", "year", "party"])
    )
    return (
        _named(present.select("partnership", "year", "party"), last)
        .filter(pl.col("year") >= FIRST_YEAR)
        .sort("partnership", "year", "party")
        .collect()
    )


def partnerships(warehouse: Warehouse) -> pl.DataFrame:
    """Every partnership that can be named: the register's, and each ATOP alliance that none of them claims.

    Columns: id, name, short_name, aliases, kind, region, signed, start, end (ISO text), origin.
    """
    columns = ["id", "name", "short_name", "aliases", "kind", "region", "signed", "start", "end"]
    register = warehouse.scan("register.partnerships").select(columns).with_columns(origin=pl.lit("register"))
    if not warehouse.has("atop.alliances"):
        return register.collect()
    return pl.concat([register, _from_atop(warehouse).select([*columns, "origin"])]).sort("id").collect()


def _from_atop(warehouse: Warehouse) -> pl.LazyFrame:
    begin = from_parts("begyr", "begmo", "begday")
    ended = from_parts("endyr", "endmo", "endday", last=True) + DAY
    names = (
        _named(_atop_years(warehouse).filter(pl.col("year") == pl.col("start").dt.year()), edition().complete_through)
        .sort("partnership", "start", "name")
        .unique(["partnership", "name"], maintain_order=True)
        .group_by("partnership", maintain_order=True)
        .agg(pl.col("name").head(3).alias("some"), pl.len().alias("count"))
        .select(
            id="partnership",
            who=pl.when(pl.col("count") > 3)
            .then(pl.format("{} and {} others", pl.col("some").list.join(", "), pl.col("count") - 3))
            .otherwise(pl.col("some").list.join(", ")),
        )
    )
    kind = pl.when(pl.col("bilat")).then(pl.lit("bilateral_pact")).otherwise(pl.lit("alliance"))
    return (
        warehouse.scan("atop.alliances")
        .join(claimed(warehouse).filter(pl.col("own")), on="atopid")
        .rename({"partnership": "id"})
        .join(names, on="id", how="left")
        .select(
            "id", pl.format("{} ({}, ATOP {})", pl.col("who"), pl.col("begyr"), pl.col("atopid")).alias("name"),
            pl.format("ATOP {}", "atopid").alias("short_name"), pl.lit("").alias("aliases"), kind.alias("kind"),
            pl.lit("").alias("region"), begin.dt.to_string("%Y-%m-%d").alias("signed"),
            begin.dt.to_string("%Y-%m-%d").alias("start"), ended.dt.to_string("%Y-%m-%d").alias("end"),
            pl.lit("atop").alias("origin"),
        )
    )  # fmt: skip


def partnership_years(warehouse: Warehouse, members: pl.DataFrame) -> pl.DataFrame:
    """The universe that is scored: each partnership in each year in which at least two members were bound."""
    kinds = partnerships(warehouse).select(partnership="id", kind="kind")
    return (
        members.group_by("partnership", "year")
        .agg(pl.len().alias("size"))
        .filter(pl.col("size") >= 2)
        .join(kinds, on="partnership")
        .sort("partnership", "year")
    )

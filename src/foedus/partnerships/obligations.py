"""Who owes what to whom, pair by pair and year by year, from the register or else from ATOP."""

from __future__ import annotations

import polars as pl

from foedus.partnerships._dates import each_year, first_day, from_parts, last_day
from foedus.partnerships.universe import ATOP_LAST_YEAR, DAY, claimed, named_parties
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

LEVELS = {"defense": 3.0, "offense": 3.0, "neutrality": 2.0, "consultation": 2.0, "nonaggression": 1.0}
"""ATOP's scale of commitment: active military support, then neutrality or consultation, then non-aggression."""


def register_obligations(warehouse: Warehouse) -> pl.LazyFrame:
    """The register's obligations with the partnership they belong to and their years."""
    of = warehouse.scan("register.instruments").select(instrument="id", partnership="partnership", since="start")
    starts = first_day(pl.coalesce("start", "since"))
    dated = (
        warehouse.scan("register.obligations")
        .join(of, on="instrument")
        .with_columns(starts.alias("start"), last_day(pl.col("end")).alias("end"))
    )
    return each_year(dated, edition().complete_through)


def promises(warehouse: Warehouse, directed: pl.DataFrame) -> pl.DataFrame:
    """The strongest promise in each ordered pair (partnership, year, party1, party2) under its own instruments.

    Columns: partnership, year, party1 (who promises), party2, promise (ATOP's scale; 0 for a member that
    promises nothing of the five). Where the register has no obligations of a partnership, ATOP's are used;
    their level is null where ATOP did not find the text. Unilateral declarations promise nothing here.
    """
    pairs = directed.lazy()
    covered = register_obligations(warehouse).select("partnership", "year").unique()
    from_register = pairs.join(covered, on=["partnership", "year"], how="semi").join(
        _register_levels(warehouse, pairs), on=["partnership", "year", "party1", "party2"], how="left"
    )
    found = [from_register.with_columns(pl.col("promise").fill_null(0.0))]
    if warehouse.has("atop.members"):
        rest = pairs.join(covered, on=["partnership", "year"], how="anti")
        found.append(rest.join(_atop_levels(warehouse), on=["partnership", "year", "party1"], how="inner"))
    return pl.concat(found).sort("partnership", "year", "party1", "party2").collect()


def _register_levels(warehouse: Warehouse, pairs: pl.LazyFrame) -> pl.LazyFrame:
    rows = register_obligations(warehouse).filter(pl.col("binding") != "unilateral")
    rows = rows.with_columns(pl.col("type").replace_strict(LEVELS, default=0.0).alias("promise"))
    by = ["partnership", "year"]
    joined = pairs.join(rows.select(*by, "from", "to", "promise"), on=by)
    owes = pl.col("from").is_in(["members"]) | (pl.col("from") == pl.col("party1"))
    owed = pl.col("to").is_in(["members"]) | (pl.col("to") == pl.col("party2"))
    return joined.filter(owes & owed).group_by(*by, "party1", "party2").agg(pl.col("promise").max())


def _atop_levels(warehouse: Warehouse) -> pl.LazyFrame:
    level = (
        pl.when(pl.col("defense") | pl.col("offense")).then(3.0)
        .when(pl.col("neutral") | pl.col("consul")).then(2.0)
        .when(pl.col("nonagg")).then(1.0)
        .when(pl.col("defense").is_not_null()).then(0.0)
    )  # fmt: skip
    spells = (
        warehouse.scan("atop.members")
        .join(claimed(warehouse), on="atopid")
        .select(
            "partnership", "ccode", level.alias("promise"), from_parts("yrent", "moent", "dayent").alias("start"),
            (from_parts("yrexit", "moexit", "dayexit", last=True) + DAY).alias("end"),
        )
    )  # fmt: skip
    yearly = named_parties(each_year(spells, ATOP_LAST_YEAR), ATOP_LAST_YEAR, party="party1")
    return yearly.group_by("partnership", "year", "party1").agg(pl.col("promise").max())


ATOP_PROMISES = {
    "defense": ("defense", "Come to the aid of a partner that is attacked", "defcon"),
    "offense": ("offense", "Join a partner in a war that it begins", "offcon"),
    "neutral": ("neutrality", "Stay neutral, and help no enemy, if a partner is at war", "neucon"),
    "nonagg": ("nonaggression", "Not attack one another", ""),
    "consul": ("consultation", "Consult with one another in crises or on policy", "concon"),
}


def coded_obligations(warehouse: Warehouse, partnership: str, year: int) -> pl.DataFrame:
    """What ATOP codes for a partnership in a year: type, from (`members` if all owe it), conditional, text, atopid."""
    columns = {"type": pl.String, "from": pl.String, "conditional": pl.Boolean, "text": pl.String, "atopid": pl.Int32}
    if not warehouse.has("atop.members"):
        return pl.DataFrame(schema=columns)
    spells = (
        warehouse.scan("atop.members")
        .join(claimed(warehouse).filter(pl.col("partnership") == partnership), on="atopid")
        .with_columns(
            from_parts("yrent", "moent", "dayent").alias("start"),
            (from_parts("yrexit", "moexit", "dayexit", last=True) + DAY).alias("end"),
        )
    )
    rows = named_parties(each_year(spells, ATOP_LAST_YEAR), ATOP_LAST_YEAR).filter(pl.col("year") == year).collect()
    found = []
    for flag, (kind, text, condition) in ATOP_PROMISES.items():
        owing = rows.filter(pl.col(flag))
        if not owing.height:
            continue
        conditional = bool(condition) and bool(owing[condition].fill_null(value=False).any())
        everyone = owing["party"].n_unique() == rows["party"].n_unique()
        parties = ["members"] if everyone else sorted(set(owing["party"].to_list()))
        found += [(kind, party, conditional, text, owing["atopid"][0]) for party in parties]
    return pl.DataFrame(found, schema=columns, orient="row")

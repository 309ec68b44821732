"""What holds for a partnership as a whole in a year: its adversary, its declared targets, its institutions, its age."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from foedus.partnerships._dates import each_year, first_day, from_parts, last_day
from foedus.partnerships.standing import promises
from foedus.partnerships.universe import ATOP_LAST_YEAR, DAY, claimed, named_parties
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

BY = ["partnership", "year"]


def adversaries(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """The first-ranked state that the partnership's own documents name as a threat.

    Columns: partnership, year, adversary. For alliances known only from ATOP, the state that the treaty names.
    """
    from foedus import states

    known = states.crosswalk().lazy().select(named="party").unique()
    dated = (
        warehouse.scan("register.threats")
        .join(known, on="named", how="semi")
        .with_columns(first_day(pl.col("start")).alias("start"), last_day(pl.col("end")).alias("end"))
    )
    ranked = each_year(dated, edition().complete_through).sort("rank", "start", descending=[False, True])
    named = ranked.unique(BY, keep="first", maintain_order=True).select(*BY, adversary="named")
    return pl.concat([named, _coded_adversaries(warehouse)]) if warehouse.has("atop.alliances") else named


def _coded_adversaries(warehouse: Warehouse) -> pl.LazyFrame:
    """The first state that a treaty names as its target, as ATOP codes it, for alliances known only from ATOP."""
    spells = (
        warehouse.scan("atop.alliances")
        .filter(pl.col("statthr1").is_not_null())
        .join(claimed(warehouse).filter(pl.col("own")), on="atopid")
        .select(
            "partnership", ccode="statthr1", start=from_parts("begyr", "begmo", "begday"),
            end=from_parts("endyr", "endmo", "endday", last=True) + DAY,
        )
    )  # fmt: skip
    yearly = named_parties(each_year(spells, ATOP_LAST_YEAR), ATOP_LAST_YEAR, party="adversary")
    return yearly.select(*BY, "adversary").unique(BY)


def targets(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Declared targets for spending and equipment, each from the year it was declared until a later one falls due.

    Columns: partnership, year, burden_target (percent of GDP), equipment_target (percent of defence
    expenditure), burden_due. A target counts while its due year has not passed; past it, it stays the
    yardstick until another target is due.
    """
    units = {"percent of GDP": "burden_target", "percent of defense expenditure": "equipment_target"}
    declared = (
        warehouse.scan("register.objectives")
        .filter(pl.col("unit").is_in(list(units)))
        .with_columns(pl.col("target").cast(pl.Float64, strict=False), pl.col("due").str.slice(0, 4).cast(pl.Int32))
        .filter(pl.col("target").is_not_null())
        .with_columns(first_day(pl.col("date")).alias("start"), pl.lit(None, pl.Date).alias("end"))
    )
    # Of the targets declared so far, the one that falls due first and has not been replaced by a later one due.
    yearly = each_year(declared, edition().complete_through)
    passed = pl.col("due").fill_null(9999) <= pl.col("year")
    latest_due = yearly.filter(passed).sort("due", "start").unique([*BY, "unit"], keep="last", maintain_order=True)
    to_come = yearly.filter(~passed).sort("due", "start").unique([*BY, "unit"], keep="first", maintain_order=True)
    chosen = pl.concat([latest_due, to_come]).unique([*BY, "unit"], keep="first", maintain_order=True)
    wide = [
        chosen.filter(pl.col("unit") == unit).select(*BY, pl.col("target").alias(name)) for unit, name in units.items()
    ]
    return wide[0].join(wide[1], on=BY, how="full", coalesce=True)


def declared(warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """What a partnership has declared: targets, promises that have fallen due, rhythms of meetings."""
    promised = promises(warehouse, members)
    return targets(warehouse, members).join(promised, on=BY, how="full", coalesce=True)


def institutions(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Peacetime military institutions promised in the treaty, by the rule of Leeds and Anac (2005): 0, 1 or 2."""
    military = pl.col("orgpurp1").is_in([1, 4]) | pl.col("orgpurp2").is_in([1, 4])
    high = (pl.col("milcon") == 3) | (pl.col("intcom") == 1) | (pl.col("base") > 0)
    middle = (
        (pl.col("milcon") == 2) | pl.col("milaid").is_in([3, 4]) | (pl.col("subord") > 0)
        | (pl.col("contrib") == 1) | military
    )  # fmt: skip
    read = pl.col("milcon").is_not_null() & pl.col("organ1").is_not_null()
    level = pl.when(read).then(pl.when(high).then(2.0).when(middle).then(1.0).otherwise(0.0))
    phases = (
        warehouse.scan("atop.phases")
        .join(claimed(warehouse), on="atopid")
        .select(
            "partnership", level.alias("treaty_institutions"),
            from_parts("begyr", "begmo", "begday").alias("start"),
            (from_parts("endyr", "endmo", "endday", last=True) + DAY).alias("end"),
        )
    )  # fmt: skip
    return each_year(phases, ATOP_LAST_YEAR).group_by(BY).agg(pl.col("treaty_institutions").max())


def ages(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Years since the partnership began to bind."""
    dated = warehouse.scan("register.partnerships").select(
        partnership="id", start=first_day(pl.coalesce("start", "signed")), end=last_day(pl.col("end"))
    )
    if warehouse.has("atop.alliances"):
        begun = warehouse.scan("atop.alliances").join(claimed(warehouse).filter(pl.col("own")), on="atopid")
        own = begun.select(
            "partnership", from_parts("begyr", "begmo", "begday").alias("start"),
            (from_parts("endyr", "endmo", "endday", last=True) + DAY).alias("end"),
        )  # fmt: skip
        dated = pl.concat([dated, own])
    years = each_year(dated.with_columns(began=pl.col("start")), edition().complete_through)
    return years.select(*BY, (pl.col("year") - pl.col("began").dt.year()).cast(pl.Float64).alias("years_in_force"))


def american(_warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """Partnerships in which the United States is a member: data on its own dealings speak to these only."""
    return members.lazy().filter(pl.col("party") == "USA").select(*BY, pl.lit(1.0).alias("with_usa"))


def regional(_warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """Partnerships without the United States, whose neighborhood is not the world."""
    worldwide = members.lazy().filter(pl.col("party") == "USA").select(BY)
    return members.lazy().select(BY).unique().join(worldwide, on=BY, how="anti").with_columns(without_usa=pl.lit(1.0))


def in_isaf(_warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """The partnership that led the International Security Assistance Force, in the years it did."""
    led = (pl.col("partnership") == "nato") & pl.col("year").is_between(2003, 2014)
    return members.lazy().filter(led).select(*BY, pl.lit(1.0).alias("in_isaf")).unique()


def in_ukraine_years(_warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """Every partnership from 2022 on, when its members' aid to Ukraine began to be counted."""
    later = members.lazy().filter(pl.col("year") >= 2022)
    return later.select(*BY, pl.lit(1.0).alias("since_2022")).unique()


CONTEXTS: dict[str, tuple[tuple[str, ...], Callable[[Warehouse, pl.DataFrame], pl.LazyFrame]]] = {
    "register.threats": (("adversary",), adversaries),
    "register.objectives": (("burden_target", "equipment_target", "promise_due", "rhythm_declared"), declared),
    "atop.phases": (("treaty_institutions",), institutions),
    "register.partnerships": (("years_in_force",), ages),
    "register.entities": (("with_usa",), american),
    "register.activities": (("in_isaf",), in_isaf),
    "register.instruments": (("since_2022",), in_ukraine_years),
    "register.members": (("without_usa",), regional),
}
"""Columns of the partnership-year, and the table that each rests on."""

"""What stands between meetings: mechanisms promised, dialogues due and held, support at home, common funds."""

from __future__ import annotations

import polars as pl

from foedus.partnerships._dates import each_year, first_day, last_day
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

PROVENANCE = ("source", "locator", "confidence")
DAYS = 365.25
WINDOW = 5
LEAST_YEARS = 3
SURVEY_YEARS = 3
RHYTHM = "meetings a year"


def mechanisms(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Objectives from the year they fell due; `delay` is years from the day due to the day reached, or not yet.

    One that was never seen reached counts up to the last day on which a source says that it was not, so its
    delay is a lower bound; one of which neither is known, or that was seen unmet only before it was due, is left
    out. Early is no delay.
    """
    due, reached, unmet = last_day(pl.col("due")), first_day(pl.col("reached")), first_day(pl.col("unmet_on"))
    rows = (
        warehouse.scan("register.objectives")
        .filter(pl.col("due").is_not_null() & (pl.col("reached").is_not_null() | (unmet > due)))
        .select("partnership", "id", pl.col("objective").alias("name"), *PROVENANCE, due.alias("begun"),
                pl.coalesce(reached, unmet).alias("seen"), start=due, end=pl.lit(None, pl.Date))
    )  # fmt: skip
    until = pl.min_horizontal("seen", pl.date(pl.col("year"), 12, 31))
    late = (until - pl.col("begun")).dt.total_days() / DAYS
    return each_year(rows, edition().complete_through).with_columns(delay=late.clip(lower_bound=0))


def promises(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Partnership-years in which something promised with a date has fallen due, or a rhythm of meetings holds.

    Columns: partnership, year, promise_due, rhythm_declared (1 or unknown). Where nothing was promised, nothing can
    be late; where no rhythm was declared, no meeting is due.
    """
    told = warehouse.scan("register.objectives")
    due = told.filter(pl.col("due").is_not_null()).with_columns(
        start=last_day(pl.col("due")), end=pl.lit(None, pl.Date)
    )
    rhythm = told.filter(pl.col("unit") == RHYTHM).with_columns(
        start=first_day(pl.col("date")), end=pl.lit(None, pl.Date)
    )
    last = edition().complete_through
    parts = [
        each_year(rows, last).select("partnership", "year").unique().with_columns(pl.lit(1.0).alias(name))
        for name, rows in (("promise_due", due), ("rhythm_declared", rhythm))
    ]
    return parts[0].join(parts[1], on=["partnership", "year"], how="full", coalesce=True)


def series(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Series of dialogues with a declared rhythm; held and due in the year and the four before it.

    A series is known from the first of its meetings on record, since from there on the register holds them all,
    and once three years of it have passed.
    """
    declared = warehouse.scan("register.objectives").filter(
        (pl.col("unit") == RHYTHM) & pl.col("series").is_not_null()
    ).select(
        "partnership", "series", *PROVENANCE, id=pl.col("series"), name=pl.col("series"),
        rhythm=pl.col("target").cast(pl.Float64, strict=False), declared=first_day(pl.col("date")).dt.year(),
    )  # fmt: skip
    held = (
        warehouse.scan("register.activities")
        .filter(pl.col("kind") == "dialogue")
        .select("partnership", "series", met=first_day(pl.col("start")).dt.year())
        .join(declared, on=["partnership", "series"])
    )
    known = held.group_by("partnership", "series").agg(first=pl.col("met").min())
    last = edition().complete_through
    spells = declared.join(known, on=["partnership", "series"]).with_columns(
        first=pl.max_horizontal("first", "declared")
    )
    years = spells.with_columns(year=pl.int_ranges(pl.col("first"), last + 1, dtype=pl.Int32)).explode(
        "year", empty_as_null=False
    )
    counted = (
        years.select("partnership", "series", "year", since=pl.max_horizontal("first", pl.col("year") - WINDOW + 1))
        .join(held.select("partnership", "series", "met"), on=["partnership", "series"])
        .filter(pl.col("met").is_between("since", "year"))
        .group_by("partnership", "series", "year")
        .agg(dialogues_held=pl.len().cast(pl.Float64))
    )
    span = pl.col("year") - pl.max_horizontal("first", pl.col("year") - WINDOW + 1) + 1
    return (
        years.join(counted, on=["partnership", "series", "year"], how="left")
        .with_columns(
            pl.col("dialogues_held").fill_null(0), dialogues_due=span * pl.col("rhythm"), span=span,
            begun=pl.date(pl.col("year"), 1, 1),
        )
        .filter(pl.col("span") >= LEAST_YEARS)
    )  # fmt: skip


def surveys(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """The last survey of each party's public on the partnership, for three years; `support` in percent."""
    asked = (
        warehouse.scan("register.figures")
        .filter((pl.col("item") == "public_support") & pl.col("object").is_not_null())
        .select(pl.col("object").alias("partnership"), "subject", *PROVENANCE, support="value",
                begun=first_day(pl.col("period_start")))
        .with_columns(id=pl.col("subject"), name=pl.col("subject"), start=pl.col("begun"))
        .with_columns(end=pl.date(pl.col("begun").dt.year() + SURVEY_YEARS, 1, 1))
    )  # fmt: skip
    yearly = each_year(asked, edition().complete_through).sort("begun", "source")
    return yearly.unique(["partnership", "year", "subject"], keep="last", maintain_order=True)


def budgets(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """The share of the members' defense expenditure that is funded in common, as last published for the year."""
    told = (
        warehouse.scan("register.figures")
        .filter((pl.col("item") == "common_funding_share") & (pl.col("subject_kind") == "partnership"))
        .sort("vintage", "source")
        .unique(["subject", "period_start"], keep="last", maintain_order=True)
        .select(pl.col("subject").alias("partnership"), "period_start", *PROVENANCE, pooled="value",
                begun=first_day(pl.col("period_start")))
    )  # fmt: skip
    year = pl.col("begun").dt.year().cast(pl.Int32)
    return told.with_columns(id=pl.col("period_start"), name=pl.lit("common funding"), year=year)

"""What partnerships did and lived through: operations, objectives, invocations and programmes, year by year."""

from __future__ import annotations

import polars as pl

from foedus.partnerships._dates import each_year, first_day, last_day
from foedus.partnerships.universe import claimed
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

WINDOW = 5
OPERATIONS = (
    "combat", "crisis_management", "peacekeeping", "evacuation", "counter_piracy", "counter_terrorism",
    "disaster_relief", "patrol", "deployment", "training",
)  # fmt: skip
PROVENANCE = ("source", "locator", "confidence")


def _dated(rows: pl.LazyFrame, start: pl.Expr, end: pl.Expr, *, window: int) -> pl.LazyFrame:
    """One row per year in which the event ran, or that lies less than `window` years after it."""
    last = edition().complete_through
    stretched = end.dt.offset_by(f"{window - 1}y") if window > 1 else end
    spells = rows.with_columns(start.alias("start"), stretched.alias("end"))
    return each_year(spells, last)


def operations(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Operations that ran in the year or ended in the four before; `success` is met 1, partly half, not met 0."""
    activities = warehouse.scan("register.activities").filter(pl.col("kind").is_in(OPERATIONS))
    begun, ended = first_day(pl.col("start")), last_day(pl.coalesce("end", "start"))
    closed = pl.when(pl.col("end").is_null()).then(None).otherwise(ended)
    success = pl.col("outcome").replace_strict({"met": 1.0, "partly": 0.5, "not_met": 0.0}, default=None)
    rows = activities.select(
        "partnership", "id", "name", "kind", "scale", "outcome", "outcome_basis", *PROVENANCE,
        success.alias("success"), begun.alias("begun"), closed.alias("ended"),
    )  # fmt: skip
    running = pl.col("ended").is_null() | (pl.col("ended").dt.year() >= pl.col("year"))
    yearly = _dated(rows, pl.col("begun"), pl.col("ended"), window=WINDOW)
    return yearly.with_columns(running=running.cast(pl.Float64))


def objectives(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Stated objectives from the year they were declared; `completeness` is how much of an evaluation they allow.

    Declared rhythms of dialogues are left out: they are measured by the meetings held.
    """
    filled = [pl.col(name).is_not_null().cast(pl.Float64) for name in ("baseline", "target", "due")]
    evaluated = pl.col("evaluated").replace_strict({"yes": 1.0, "partly": 0.5, "no": 0.0}, default=None)
    complete = (pl.sum_horizontal(filled) + evaluated) / 4
    stated = warehouse.scan("register.objectives").filter(pl.col("series").is_null())
    rows = stated.select(
        "partnership", "id", pl.col("objective").alias("name"), "target", "unit", "due", "result", *PROVENANCE,
        complete.alias("completeness"), first_day(pl.col("date")).alias("begun"),
    )  # fmt: skip
    return _dated(rows, pl.col("begun"), pl.lit(None, pl.Date), window=1)


def invocations(warehouse: Warehouse, members: pl.DataFrame) -> pl.LazyFrame:
    """Every invocation or refusal up to the year; `kept` is yes 1, partly half, no 0, and null where disputed.

    From the register, and wartime promises that were called for as Berkemeier and Fuhrmann code them.
    """
    kept = pl.col("honored").replace_strict({"yes": 1.0, "partly": 0.5, "no": 0.0}, default=None)
    rows = (
        warehouse.scan("register.strains")
        .filter(pl.col("kind").is_in(["invocation", "refusal"]))
        .select("partnership", "id", pl.col("text").alias("name"), "honored", *PROVENANCE,
                kept.alias("kept"), kept.alias("kept_alternative"), first_day(pl.col("start")).alias("begun"))
    )  # fmt: skip
    if warehouse.has("berkemeier_fuhrmann_2018.cases"):
        rows = pl.concat([rows, _wartime_cases(warehouse)])
    known = members.lazy().select("partnership").unique()
    return _dated(rows.join(known, on="partnership", how="semi"), pl.col("begun"), pl.lit(None, pl.Date), window=1)


def _wartime_cases(warehouse: Warehouse) -> pl.LazyFrame:
    kept = pl.col("honored").cast(pl.Float64)
    return (
        warehouse.scan("berkemeier_fuhrmann_2018.cases")
        .filter((pl.col("called") == 1) | (pl.col("called_alternative") == 1))
        .join(claimed(warehouse), on="atopid")
        .select(
            "partnership", pl.format("{}-{}", "war", "atopid").alias("id"), pl.col("war_name").alias("name"),
            pl.when(kept == 1).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("honored"),
            pl.lit("berkemeier_fuhrmann_2018").alias("source"),
            pl.format("cases, war {}, atopid {}", "war", "atopid").alias("locator"), pl.lit("").alias("confidence"),
            kept.alias("kept"), pl.col("honored_alternative").cast(pl.Float64).alias("kept_alternative"),
            pl.date(pl.col("year"), 1, 1).alias("begun"),
        )
    )  # fmt: skip


FIGURES = ("hours_to_first_asset", "people_deployed_peak", "people_affected", "tonnes_delivered")


def responses(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Disaster responses of the year and the four before, with their latest published figures."""
    told = (
        warehouse.scan("register.figures")
        .filter((pl.col("subject_kind") == "activity") & pl.col("item").is_in(FIGURES))
        .sort("vintage", "source")
        .unique(["subject", "item"], keep="last", maintain_order=True)
        .collect()
        .pivot("item", index="subject", values="value")
    )
    missing = [pl.lit(None, pl.Float64).alias(name) for name in FIGURES if name not in told.columns]
    begun = first_day(pl.col("start"))
    rows = (
        warehouse.scan("register.activities")
        .filter((pl.col("kind") == "disaster_relief") & pl.col("partnership").is_not_null())
        .join(told.lazy().with_columns(missing), left_on="id", right_on="subject", how="left")
        .select("partnership", "id", "name", *PROVENANCE, *FIGURES, begun.alias("begun"))
    )
    return _dated(rows, pl.col("begun"), pl.col("begun").dt.offset_by("1d"), window=WINDOW)


def programmes(warehouse: Warehouse, _members: pl.DataFrame) -> pl.LazyFrame:
    """Technology programmes that ran in the year; `delivering` is 1 unless it was cancelled or lies dormant."""
    delivering = pl.col("status").is_in(["active", "completed"]).cast(pl.Float64)
    rows = (
        warehouse.scan("register.programmes")
        .filter(pl.col("partnership").is_not_null())
        .select("partnership", "id", "name", "kind", "status", *PROVENANCE, delivering.alias("delivering"),
                first_day(pl.col("start")).alias("begun"), last_day(pl.col("end")).alias("ended"))
    )  # fmt: skip
    return _dated(rows, pl.col("begun"), pl.col("ended"), window=1)

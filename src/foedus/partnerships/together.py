"""What the register has on record that two members do together: exercises, and programmes in new domains."""

from __future__ import annotations

import polars as pl

from foedus.partnerships._dates import each_year, first_day, last_day
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

PAIR = ["partnership", "year", "party1", "party2"]
NEW_DOMAINS = ("cyber", "space", "uncrewed", "ai")
ON_RECORD = 0.65
EXERCISE_YEARS = 3


def exercised_on_record(warehouse: Warehouse, pairs: pl.DataFrame) -> pl.DataFrame:
    """Whether two members are on record in the same exercise of the year or the two before it: 1, else 0.

    Known only where 65% of a partnership's pairs are on record: the register is not complete, so the zeros
    among them make the share a lower bound, and elsewhere nothing is known.
    """
    took = warehouse.scan("register.participants").select("activity", "party")
    held = (
        warehouse.scan("register.activities")
        .filter(pl.col("kind") == "exercise")
        .select(activity="id", start=first_day(pl.col("start")))
        .with_columns(end=pl.col("start").dt.offset_by(f"{EXERCISE_YEARS - 1}y").dt.offset_by("1d"))
    )
    present = each_year(held.join(took, on="activity"), edition().complete_through).select("activity", "year", "party")
    both = _shared(present, "activity")
    found = pairs.join(both, on=["year", "party1", "party2"], how="left").with_columns(pl.col("shared").fill_null(0))
    done = (pl.col("shared") > 0).cast(pl.Float64)
    enough = done.mean().over("partnership", "year") >= ON_RECORD
    return found.select(*PAIR, exercised_on_record=pl.when(enough).then(done))


def programmes_in_new_domains(warehouse: Warehouse, pairs: pl.DataFrame) -> pl.DataFrame:
    """How many cyber, space, uncrewed or AI programmes on record two members share in the year: a lower bound.

    Known only for partnerships of which the register has such a programme at all.
    """
    rows = (
        warehouse.scan("register.programmes")
        .filter(pl.col("kind").is_in(NEW_DOMAINS) & pl.col("status").is_in(["active", "completed"]))
        .select("id", pl.col("parties").str.split(";"), start=first_day(pl.col("start")), end=last_day(pl.col("end")))
        .explode("parties", empty_as_null=False)
        .with_columns(party=pl.col("parties").str.strip_chars())
    )
    running = each_year(rows, edition().complete_through).select("id", "year", "party")
    both = _shared(running, "id")
    found = pairs.join(both, on=["year", "party1", "party2"], how="left")
    any_known = pl.col("shared").is_not_null().any().over("partnership", "year")
    count = pl.col("shared").fill_null(0).cast(pl.Float64)
    return found.select(*PAIR, programmes_in_new_domains=pl.when(any_known).then(count))


SHARED = {
    "exercised_on_record": "exercise", "programmes_in_new_domains": "programme", "shared_bodies": "body",
}  # fmt: skip
"""Pair columns made from the register, and what their rows are."""


def behind(warehouse: Warehouse, column: str, parties: list[str], year: int) -> list[tuple[dict[str, object], int]]:
    """The register's rows behind a pair column for these parties in a year, and how many of them each involves."""
    if column == "programmes_in_new_domains":
        rows = warehouse.read("register.programmes").filter(pl.col("kind").is_in(NEW_DOMAINS))
        who = rows.select("id", pl.col("parties").str.split(";")).explode("parties", empty_as_null=False)
        who = who.select("id", party=pl.col("parties").str.strip_chars())
    elif column == "exercised_on_record":
        rows = warehouse.read("register.activities").filter(pl.col("kind") == "exercise")
        recent = pl.col("start").str.slice(0, 4).cast(pl.Int32).is_between(year - EXERCISE_YEARS + 1, year)
        rows = rows.filter(recent)
        who = warehouse.read("register.participants").select("party", id="activity")
    else:
        rows = warehouse.read("register.partnerships").filter(pl.col("kind").is_in(["alliance", "organization"]))
        spells = warehouse.scan("register.members").filter(pl.col("status") == "member")
        dated = spells.select("party", id="partnership", start=first_day(pl.col("start")), end=last_day(pl.col("end")))
        who = each_year(dated, year).filter(pl.col("year") == year).select("id", "party").unique().collect()
        who = who.filter(pl.len().over("id") >= 3)
    counts = who.filter(pl.col("party").is_in(parties)).unique().group_by("id").agg(pl.len().alias("n"))
    shared = counts.filter(pl.col("n") >= 2)
    held = rows.join(shared if shared.height else counts, on="id").sort("n", "id", descending=[True, False])
    running = pl.col("start").str.slice(0, 4).cast(pl.Int32) <= year
    ended = pl.col("end").str.slice(0, 4).cast(pl.Int32).fill_null(9999) < year
    kept = held.filter(running) if column == "exercised_on_record" else held.filter(running & ~ended)
    return [(row, int(row["n"])) for row in kept.iter_rows(named=True)]


def _shared(present: pl.LazyFrame, event: str) -> pl.DataFrame:
    """How many events two parties share by year, in both orders: year, party1, party2, shared."""
    first = present.rename({"party": "party1"})
    second = present.rename({"party": "party2"})
    pairs = first.join(second, on=[event, "year"]).filter(pl.col("party1") != pl.col("party2"))
    return pairs.group_by("year", "party1", "party2").agg(shared=pl.col(event).n_unique()).collect()

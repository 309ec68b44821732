"""What lets two members' forces work together: the classes of enabling agreement in force between them."""

from __future__ import annotations

import polars as pl

from foedus.partnerships._dates import each_year, first_day, last_day
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

CLASSES = {
    "status_of_forces": "access", "reciprocal_access": "access", "logistics": "logistics",
    "information_security": "information security", "communications_security": "communications security",
    "geospatial": "geospatial",
}  # fmt: skip


def enabling_classes(warehouse: Warehouse, members: pl.DataFrame) -> pl.DataFrame:
    """How many of five classes of enabling agreement are known to be in force in each pair of members.

    The classes: status of forces or access, logistics, information security, communications security,
    geospatial. A pair without any row is unknown, not zero: annexes are secret and names differ.
    Takes and returns partnership, year, party1, party2; adds enabling_classes.
    """
    dated = (
        warehouse.scan("register.enabling")
        .filter(pl.col("kind").is_in(list(CLASSES)))
        .select(
            "id", pl.col("kind").replace_strict(CLASSES).alias("class"), pl.col("parties").str.split(";"),
            first_day(pl.coalesce("start", "signed")).alias("start"), last_day(pl.col("end")).alias("end"),
        )
    )  # fmt: skip
    yearly = each_year(dated, edition().complete_through)
    left = yearly.explode("parties", empty_as_null=False).with_columns(party1=pl.col("parties").str.strip_chars())
    right = left.select("id", "year", party2="party1")
    pairs = left.join(right, on=["id", "year"]).filter(pl.col("party1") != pl.col("party2"))
    counted = pairs.group_by("party1", "party2", "year").agg(pl.col("class").n_unique().cast(pl.Float64))
    known = counted.rename({"class": "enabling_classes"}).collect()
    return members.join(known, on=["party1", "party2", "year"])

"""The method ranges of all partnership-years are those that each one's own dossier says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from foedus.scorecards._assess import assess
from foedus.scorecards._overlaid import scored_by
from foedus.scorecards._ranges import method_ranges
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import open_warehouse


def test_ranges_by_blocks_are_those_of_the_dossiers(full: Path, at: Callable[[Path], None]) -> None:
    """Claims that disagree, few cases, carried and unknown values, and the outlook: equal in every digit shown."""
    at(full)
    warehouse = open_warehouse()
    found = method_ranges(warehouse, strategic_partnership, draws=100, seed=1, years=[1960, 2015])
    heads = warehouse.scan("derived.headlines").filter(pl.col("year").is_in([1960, 2015])).collect()
    assert found.height == heads["score"].count()
    compared = 0
    for name, year in (("nato", 2015), ("csto", 2015), ("us-japan", 2015), ("anzus", 1960), ("atop-4480", 2015)):
        a = assess(warehouse, [name], strategic_partnership, year=year, draws=100, seed=1)
        mine = found.filter((pl.col("partnership") == name) & (pl.col("year") == year))
        for row in mine.iter_rows(named=True):
            h = a.headlines[row["headline"]]
            assert (row["score"], row["low"], row["high"]) == pytest.approx((h.score, h.low, h.high), abs=1e-9)
            compared += 1
    assert compared >= 10


def test_ranges_of_means_that_are_no_sums_are_those_of_the_dossier(full: Path, at: Callable[[Path], None]) -> None:
    at(full)
    card = replace(strategic_partnership, within="geometric", between="harmonic")
    by = scored_by(open_warehouse(), card, "other means", 2015, ["nato"])
    found = method_ranges(by, card, draws=50, seed=0, years=[2015]).filter(pl.col("partnership") == "nato")
    a = assess(by, ["nato"], card, year=2015, draws=50, seed=0)
    assert found.height >= 3
    for row in found.iter_rows(named=True):
        h = a.headlines[row["headline"]]
        assert (row["low"], row["high"]) == pytest.approx((h.low, h.high), abs=1e-9)

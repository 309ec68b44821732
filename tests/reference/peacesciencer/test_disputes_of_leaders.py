"""Disputes of leaders: the reference software's table comes out of the participants' days, and where it loses pairs.

Its `add_gml_mids()` on leader-years cannot be run for Correlates of War codes, so no output of it is compared. What
its source says is repeated here: the same without disputes of which no participant's leader is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from _published import HERE, MISSING

from foedus.histories._whittle import deaths, steps
from foedus.histories.leader_disputes import in_office, leaders_against_leaders, leaders_in_disputes
from foedus.warehouse import Warehouse, open_warehouse

pytestmark = pytest.mark.skipif(not HERE, reason=MISSING)
KEY = ["obsid1", "obsid2", "ccode1", "ccode2", "year"]
DAY = pl.duration(days=1)


@pytest.fixture(scope="module")
def warehouse(full: Path) -> Iterator[Warehouse]:
    """Every dataset."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(full))
        yield open_warehouse()


def _spells(warehouse: Warehouse) -> pl.DataFrame:
    """Each participant's part in a dispute under each leader, by first and last day."""
    parts = warehouse.read("gml_participants.participants").select(
        "dispnum", "ccode", "sidea", first=pl.date("styear", "stmon", "dummy_stday"),
        last=pl.date("endyear", "endmon", "dummy_endday"),
    )  # fmt: skip
    led = parts.join(in_office(warehouse.scan).collect(), on="ccode").with_columns(
        first=pl.max_horizontal("first", "begins"), last=pl.min_horizontal("last", pl.col("ends") - DAY)
    )
    return led.filter(pl.col("first") <= pl.col("last")).select("dispnum", "ccode", "sidea", "obsid", "first", "last")


def test_its_pairs_of_leaders_are_those_whose_days_in_a_dispute_meet(warehouse: Warehouse) -> None:
    """Participants on opposite sides, their leaders' days and nothing else give its 10,996 rows, each of them."""
    one = _spells(warehouse)
    other = one.rename({name: f"{name}2" for name in one.columns if name != "dispnum"})
    met = one.join(other, on="dispnum").filter(pl.col("sidea") != pl.col("sidea2"), pl.col("ccode") != pl.col("ccode2"))
    days = met.with_columns(f=pl.max_horizontal("first", "first2"), l=pl.min_horizontal("last", "last2"))
    years = pl.int_ranges(pl.col("f").dt.year(), pl.col("l").dt.year() + 1, dtype=pl.Int32).alias("year")
    each = days.filter(pl.col("f") <= pl.col("l")).with_columns(years).explode("year", empty_as_null=False)
    ours = each.select(
        "dispnum", obsid1="obsid", obsid2="obsid2", ccode1="ccode", ccode2="ccode2", year="year"
    ).unique()
    theirs = warehouse.read("gml_leader_dyadic.dispute_years").drop_nulls(["obsid1", "obsid2"]).select(ours.columns)
    assert theirs.height == 10_996
    assert ours.sort(ours.columns).equals(theirs.sort(ours.columns))


def test_every_pair_that_it_whittles_has_the_same_dispute_here(warehouse: Warehouse) -> None:
    theirs = warehouse.read("gml_leader_dyadic.whittled").drop_nulls(["obsid1", "obsid2"])
    ours = leaders_against_leaders.made(warehouse.scan).collect()
    both = ours.join(theirs, on=KEY, how="inner")
    assert both.height == theirs.height == 10_044
    for here, there in (("dispnum", "dispnum"), ("sidea1", "sidea1"), ("orig2", "orig2"), ("onset", "gmlmidonset")):
        assert both[f"gmlmid_leaders_{here}"].cast(pl.Int32).equals(both[there], check_names=False), here


def test_it_loses_the_pairs_whose_states_had_a_deadlier_dispute_under_other_leaders(warehouse: Warehouse) -> None:
    """Its rule of deaths compares pairs of states, not of leaders: 62 pairs with a less deadly dispute have none."""
    theirs = warehouse.read("gml_leader_dyadic.whittled").select(KEY)
    fatality = warehouse.read("gml_dyadic.disputes").select("dispnum", "fatality")
    listed = warehouse.read("gml_leader_dyadic.dispute_years").join(fatality, on="dispnum", maintain_order="left")
    records = listed.with_columns(deaths(), begins="gmlmidonset")
    left = dict(steps(records, KEY, leaders_against_leaders.rules[:1]))["onset"]
    states = ["ccode1", "ccode2", "year", "several"]
    after = left.with_columns(several=pl.len().over(KEY) > 1).with_columns(
        deadliest=pl.col("deaths").max().over(states)
    )
    passed = after.filter(pl.col("deaths") == pl.col("deadliest")).select(KEY).unique()
    known = records.drop_nulls(["obsid1", "obsid2"]).select(KEY).unique()
    lost = known.join(passed, on=KEY, how="anti").sort(KEY)
    assert lost.height == 62
    assert lost.equals(known.join(theirs, on=KEY, how="anti").sort(KEY))


def test_its_filter_of_disputes_would_lose_four_leader_years(warehouse: Warehouse) -> None:
    """Pedro II of Brazil from 1840 to 1842 and Francis Joseph in 1848: nobody is known at the start or the end."""

    def filtered(table: str) -> pl.LazyFrame:
        rows = warehouse.scan(table)
        known = (pl.col("allmiss_leader_start") == 0) & (pl.col("allmiss_leader_end") == 0)
        return rows.filter(known) if table == "gml_participants.participants" else rows

    ours, theirs = (leaders_in_disputes.made(read).collect() for read in (warehouse.scan, filtered))
    key = ["obsid", "ccode", "year"]
    lost = ours.join(theirs, on=key, how="anti").select("obsid", "year").sort("obsid", "year").rows()
    assert lost == [("AUH-1848", 1848), ("BRA-1840", 1840), ("BRA-1840", 1841), ("BRA-1840", 1842)]
    assert ours.join(theirs, on=ours.columns, how="semi").height == theirs.height == 4_508

"""What moved between two tables: every cell that differs, once, and nothing that does not."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus import sources
from foedus.errors import BadOption
from foedus.warehouse import build, differences, fetch

TEST_DATA = os.environ.get("FOEDUS_TEST_DATA", "")


def frame(**columns: object) -> pl.DataFrame:
    return pl.DataFrame(columns)


BEFORE = frame(ccode=[2, 20, 200], year=[1900, 1900, 1900], milex=[1.0, None, 3.0], name=["USA", "CAN", "UKG"])


def test_equal_tables_do_not_differ() -> None:
    found = differences(BEFORE, BEFORE.reverse(), ["ccode", "year"])
    assert found.none
    assert found.cells.is_empty()
    assert found.counts.rows() == [(None, 0, 0, 0, 3), ("milex", 0, 0, 0, 3), ("name", 0, 0, 0, 3)]


def test_a_cell_moves_becomes_known_or_becomes_unknown() -> None:
    after = frame(ccode=[2, 20, 200], year=[1900] * 3, milex=[1.5, 2.0, None], name=["USA", "CAN", "UKG"])
    found = differences(BEFORE, after, ["ccode", "year"])
    assert found.cells.rows() == [
        (2, 1900, "milex", "1.0", "1.5", "moved"),
        (20, 1900, "milex", None, "2.0", "added"),
        (200, 1900, "milex", "3.0", None, "removed"),
    ]
    assert found.counts.rows() == [(None, 0, 0, 0, 3), ("milex", 1, 1, 1, 0), ("name", 0, 0, 0, 3)]


def test_a_row_that_only_one_table_has_is_one_difference() -> None:
    after = pl.concat([BEFORE.head(2), frame(ccode=[300], year=[1900], milex=[9.0], name=["AUH"])])
    found = differences(BEFORE, after, ["ccode", "year"])
    assert found.cells.rows() == [
        (200, 1900, None, None, None, "removed"), (300, 1900, None, None, None, "added"),
    ]  # fmt: skip
    assert found.counts.row(0) == (None, 1, 1, 0, 2)


def test_columns_of_one_table_are_named_and_not_compared() -> None:
    found = differences(BEFORE, BEFORE.drop("name").with_columns(pec=1), ["ccode", "year"])
    assert (found.gained, found.lost) == (("pec",), ("name",))
    assert found.cells.is_empty()
    assert not found.none


def test_columns_of_other_names_are_compared_by_a_map() -> None:
    after = BEFORE.rename({"milex": "milex_7"}).with_columns(milex_7=pl.lit(1))
    found = differences(BEFORE, after, ["ccode", "year"], names={"milex": "milex_7"})
    assert found.cells["column"].to_list() == ["milex_7"] * 2
    assert (found.gained, found.lost) == ((), ())


@pytest.mark.parametrize(("within", "moved"), [(0.0, 2), (0.01, 1), (0.5, 0)])
def test_numbers_may_differ_by_a_share_of_the_larger(within: float, moved: int) -> None:
    before, after = frame(k=[1, 2, 3], x=[100.0, 100.0, 0.0]), frame(k=[1, 2, 3], x=[100.5, 150.0, 0.0])
    assert differences(before, after, ["k"], within=within).cells.height == moved


def test_numbers_of_other_types_are_compared_as_numbers() -> None:
    before, after = frame(k=[1, 2], x=[1, 2]), frame(k=[1.0, 2.0], x=[1.0, 2.5])
    found = differences(before, after.with_columns(pl.col("k").cast(pl.Int64)), ["k"])
    assert found.cells.rows() == [(2, "x", "2.0", "2.5", "moved")]


def test_days_and_truths_are_compared_too() -> None:
    before = frame(k=["a"], day=[dt.date(1949, 4, 4)], kept=[True])
    after = frame(k=["a"], day=[dt.date(1949, 8, 24)], kept=[False])
    assert differences(before, after, ["k"]).cells.rows() == [
        ("a", "day", "1949-04-04", "1949-08-24", "moved"), ("a", "kept", "true", "false", "moved"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "said"),
    [(["nothing"], "the table before has"), ([], "the table before has"), (["year"], "does not tell the rows of the"),
     (["milex"], "it is unknown in a row")],
)  # fmt: skip
def test_a_key_that_is_none_is_refused(key: list[str], said: str) -> None:
    with pytest.raises(BadOption, match=said):
        differences(BEFORE, BEFORE, key)


cells = st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=4, max_size=4)
keys = st.lists(st.integers(0, 6), unique=True, min_size=4, max_size=4)


@given(keys, keys, cells, cells)
def test_turned_round_added_is_removed_and_the_rest_the_same(
    k1: list[int], k2: list[int], x1: list[int | None], x2: list[int | None]
) -> None:
    one = pl.DataFrame({"k": k1, "x": x1}, schema={"k": pl.Int64, "x": pl.Int64})
    other = pl.DataFrame({"k": k2, "x": x2}, schema={"k": pl.Int64, "x": pl.Int64})
    there, back = differences(one, other, ["k"]), differences(other, one, ["k"])
    turned = {"added": "removed", "removed": "added", "moved": "moved"}
    swapped = back.cells.select("k", "column", before="after", after="before", change=pl.col("change").replace(turned))
    assert there.cells.rows() == swapped.rows()
    held = dict(zip(k1, x1, strict=True))
    for k, column, before, after, change in there.cells.iter_rows():
        if column is not None:
            assert (None if before is None else int(before)) == held[k]
            assert before != after
            assert change == ("added" if before is None else "removed" if after is None else "moved")


@pytest.mark.skipif(not TEST_DATA, reason="FOEDUS_TEST_DATA IS NOT SET: NO TWO EDITIONS WERE COMPARED")
def test_two_editions_of_capabilities_differ_where_the_later_one_says_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NMC 7.0 goes on to 2022; most figures of the years of 6.0 it leaves as they were."""
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    monkeypatch.setattr(sources, "ids", lambda: ("cow_nmc", "cow_nmc_7"))
    fetch(["cow_nmc", "cow_nmc_7"], place=Path(TEST_DATA))
    built = build().warehouse
    old, new = built.read("cow_nmc.capabilities"), built.read("cow_nmc_7.capabilities")
    names = {name: f"{name}_nmc7" for name in old.columns if f"{name}_nmc7" in new.columns}
    assert len(names) == 7
    found = differences(old, new, ["ccode", "year"], names=names)
    added = found.cells.filter(pl.col("column").is_null(), change="added")
    later = new.filter(pl.col("year") > 2016)
    assert added.filter(pl.col("year") > 2016).height == later.height > 1000
    assert found.counts.filter(column="milex_nmc7")["same"].item() > 10_000
    assert not differences(old, new.filter(pl.col("year") <= 2016), ["ccode", "year"], names=names).none

"""Panels of the reference software come out here, column by column, and every difference is declared and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import polars as pl
import pytest
from _asked import PANELS, Ask, unchanged
from _published import FOLDER, HERE, MISSING, Difference, differences, md5, rows, stats, written, yearly

import foedus

pytestmark = pytest.mark.skipif(not HERE, reason=MISSING)
DECLARED = differences() if HERE else []
FLIPS = {"mincapdist"}
"""Computed with sines and cosines: the tenth digit may flip with the mathematical library."""


@pytest.fixture(scope="module", params=list(PANELS))
def panel(request: pytest.FixtureRequest) -> str:
    """One of its panels; the tests of a panel run in a row."""
    return str(request.param)


@pytest.fixture(scope="module", autouse=True)
def _from_every_dataset(full: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(full))
        yield


@lru_cache(maxsize=2)
def made(ask: Ask) -> pl.DataFrame:
    """The panel, made once for all the tests in a row that ask for it."""
    options = {"years": ask.years, "system": ask.system, "where": list(ask.where), "compat": ask.compat or None}
    return foedus.panel(ask.unit, list(ask.columns), **options).data  # type: ignore[arg-type]


@lru_cache(maxsize=2)
def reproduced(panel: str) -> pl.DataFrame:
    """Ours, made to agree with it where we differ by intention."""
    return PANELS[panel].published(made(PANELS[panel].ask))


HASHES: dict[tuple[object, ...], str] = {}


def hashed(panel: str, column: str) -> str:
    """The hash of our column; panels made from the same rows share it."""
    key = (PANELS[panel].ask, PANELS[panel].published, column)
    if key not in HASHES:
        HASHES[key] = md5(reproduced(panel)[column])
    return HASHES[key]


def ours(panel: str, column: str) -> str:
    """Our name of its column."""
    return PANELS[panel].names.get(column, column)


def declared(panel: str, *, sampled: bool) -> dict[str, Difference]:
    """What is declared to differ in a panel, by column."""
    return {one.column: one for one in DECLARED if one.panel == panel and one.sampled is sampled}


def unlike(here: pl.Series, there: pl.Series) -> int:
    """In how many rows two columns differ when written."""
    return int((written(here) != written(there)).sum())


# What it publishes comes out


def test_its_rows_and_columns_come_out(panel: str) -> None:
    expected = stats(panel)
    assert {reproduced(panel).height} == set(expected["nrow"].cast(pl.Int64))
    elsewhere = declared(panel, sampled=True)
    wrong = [
        one["column"]
        for one in expected.iter_rows(named=True)
        if one["column"] not in {*elsewhere, *FLIPS} and hashed(panel, ours(panel, one["column"])) != one["md5"]
    ]
    assert wrong == []


def test_whole_rows_of_its_sample_and_its_edges_come_out(panel: str) -> None:
    """The edges are Germany, Yemen, Yugoslavia, Vietnam, Czechoslovakia, and pairs with several disputes in a year."""
    for kind in [kind for kind in ("sample", "edge") if (FOLDER / f"{kind}_{panel}.csv.gz").exists()]:
        theirs, frame = rows(panel, kind), reproduced(panel)
        key = [name for name in ("ccode", "ccode1", "ccode2", "year") if name in frame.columns]
        both = theirs.with_columns(pl.col(k).cast(frame[k].dtype) for k in key).join(
            frame.select(*key, *(pl.col(ours(panel, c)).alias(f"{c} here") for c in theirs.columns if _here(panel, c))),
            on=key, maintain_order="left",
        )  # fmt: skip
        assert both.height == theirs.height > 1_000
        columns = [name for name in theirs.columns if name not in key and _here(panel, name)]
        wrong = [c for c in columns if c not in FLIPS and unlike(both[f"{c} here"], _typed(both[c], both[f"{c} here"]))]
        assert wrong == []


BY_YEAR = ("C_cow_dir_gml", "F_sy_cow", "create_dy_cow_dir_mryT", "create_dy_gw_dir_mryT")


@pytest.mark.parametrize("panel", BY_YEAR, indirect=True)
def test_its_sums_of_each_year_come_out(panel: str) -> None:
    """Where a hash differs these say in which year."""
    frame = reproduced(panel)
    names = [c for c in stats(panel)["column"] if _here(panel, c) and _is_number(frame[ours(panel, c)])]
    there = yearly(panel).filter(pl.col("column").is_in(["(rows)", *names]))
    ones = pl.lit(1.0).alias("(rows)")
    each = frame.select("year", ones, *(pl.col(ours(panel, c)).cast(pl.Float64).alias(f"{c} ") for c in names))
    long = each.unpivot(index="year", variable_name="column", value_name="value").group_by("year", "column").agg(
        n=pl.col("value").count(), sum=pl.col("value").sum()
    )  # fmt: skip
    here = long.with_columns(pl.col("year").cast(pl.Int64), pl.col("column").str.strip_suffix(" "))
    both = there.join(here, on=["year", "column"], suffix=" here", how="left")
    assert there.height == frame["year"].n_unique() * (len(names) + 1)
    near = (pl.col("sum here") - pl.col("sum")).abs() <= 1e-9 * pl.col("sum").abs().clip(lower_bound=1)
    assert both.filter((pl.col("n") != pl.col("n here")).fill_null(value=True) | ~near).rows() == []


def _is_number(column: pl.Series) -> bool:
    return column.name != "year" and (column.dtype.is_numeric() or column.dtype == pl.Boolean)


def _here(panel: str, column: str) -> bool:
    return column not in declared(panel, sampled=True)


def _typed(there: pl.Series, here: pl.Series) -> pl.Series:
    return there if here.dtype == pl.Boolean else there.cast(here.dtype)


@pytest.mark.parametrize("column", sorted(FLIPS))
def test_a_computed_distance_agrees_in_sum(column: str) -> None:
    (expected,) = stats("F_sy_cow").filter(pl.col("column") == column).iter_rows(named=True)
    found = reproduced("F_sy_cow")[column]
    assert found.null_count() == int(expected["n_na"])
    assert found.sum() == pytest.approx(float(expected["sum"]), rel=1e-9)


# We differ where it is declared, and nowhere else


def test_we_differ_in_exactly_the_rows_declared(panel: str) -> None:
    expected = PANELS[panel]
    as_it_is = not expected.ask.compat and expected.published is unchanged
    counted = {} if as_it_is else _different(panel, made(replace(expected.ask, compat="")), reproduced(panel))
    assert counted == {one.column: one.rows for one in declared(panel, sampled=False).values()}


def _different(panel: str, here: pl.DataFrame, there: pl.DataFrame) -> dict[str, int]:
    """By column in how many rows that both have we differ, and how many rows only one of us has."""
    key = [name for name in here.columns if name in {"year", "date"} or name.startswith(("ccode", "gwcode", "obsid"))]
    key = [name for name in key if name in set(stats(panel)["column"]) and name not in PANELS[panel].ask.columns]
    both = here.join(there, on=key, suffix=" there", maintain_order="left")
    apart = here.height + there.height - 2 * both.height
    names = [name for name in stats(panel)["column"] if name not in key]
    counts = {name: unlike(both[ours(panel, name)], both[f"{ours(panel, name)} there"]) for name in names}
    sampled = declared(panel, sampled=True)
    return {name: n for name, n in {"(rows)": apart, **counts}.items() if n and name not in sampled}


def test_what_cannot_be_had_here_differs_in_as_many_rows_of_its_sample(panel: str) -> None:
    for one in declared(panel, sampled=True).values():
        frame = reproduced(panel)
        key = ["ccode", "year"] if "ccode" in frame.columns else ["ccode1", "ccode2", "year"]
        sample = rows(panel, "sample").select(*(pl.col(k).cast(frame[k].dtype) for k in key), there=one.column)
        both = sample.join(frame.select(*key, here=OURS.get(one.column, one.column)), on=key, maintain_order="left")
        assert both.height == sample.height
        assert unlike(both["here"], both["there"].cast(both["here"].dtype)) == one.rows, one.column


OURS = {"gmlmidspell": "gmlmidspell_py"}
"""Where its column has no counterpart, what we have instead."""


def test_every_difference_is_of_a_panel_and_a_column_there_are() -> None:
    assert all(one.reason and one.rows for one in DECLARED)
    assert all(one.column in {"(rows)", *stats(one.panel)["column"]} for one in DECLARED)
    keys = [(one.panel, one.column) for one in DECLARED]
    assert len(set(keys)) == len(keys)


# Pairs of leaders


def test_undirected_pairs_of_leaders_are_those_of_states_in_the_order_of_their_codes() -> None:
    rows_there = int(stats("create_ldy_cow_nd")["nrow"][0])
    directed = reproduced("create_ldy_cow_dir").lazy()
    assert directed.filter(pl.col("ccode1") < pl.col("ccode2")).select(pl.len()).collect().item() == rows_there

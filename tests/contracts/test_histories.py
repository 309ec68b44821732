"""What every declared history must keep: explained, small, one home per column, and mirrored where it says so."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest

from foedus import histories as room
from foedus import sources
from foedus.histories import History, histories
from foedus.panels._catalog import LEVELS, Reading, homes


def _each(some: Iterable[History]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("one", [pytest.param(h, id=h.table.name) for h in some])


every = _each(histories())
LINES = 150


@every
def test_a_history_is_explained(one: History) -> None:
    assert one.table.doc.partition("\n")[0].endswith("."), "the docstring opens with one sentence"
    assert all(column.meaning for column in one.table.columns)
    assert one.table.unit in LEVELS
    assert set(one.sources) <= set(sources.ids()), "it is made from tables of sources, which it cites"


def test_a_file_of_histories_is_small() -> None:
    long = {path.name for path in Path(room.__path__[0]).glob("*.py") if len(path.read_text().splitlines()) > LINES}
    assert long == set()


def test_every_file_of_the_room_has_a_history() -> None:
    files = [path.stem for path in Path(room.__path__[0]).glob("*.py") if not path.stem.startswith("_")]
    modules = {stem: vars(importlib.import_module(f"foedus.histories.{stem}")).values() for stem in files}
    assert [stem for stem, things in modules.items() if not any(isinstance(t, History) for t in things)] == []


def test_a_column_has_one_home_among_sources_and_histories() -> None:
    stored = [t for source in sources.everything() for t in source.tables if t.unit in LEVELS]
    tables = [*stored, *(one.table for one in histories() if not one.compat)]
    named = Counter(column.name for table in tables for column in table.columns)
    assert {name for name, n in named.items() if n > 1} == set()


@_each(h for h in histories() if h.compat)
def test_what_other_software_says_stands_beside_what_we_say(one: History) -> None:
    for column in one.table.columns:
        assert homes()[column.name].table != one.table, "only when it is asked for"
        assert homes(Reading(one.compat))[column.name].table == one.table
        assert homes()[column.name].level == homes(Reading(one.compat))[column.name].level


@_each(h for h in histories() if h.table.mirrored)
def test_a_mirrored_history_says_the_same_from_both_sides(one: History, full: Path) -> None:
    rows = pl.read_parquet(next((full / "build").glob(f"{one.table.id}-*.parquet")))
    names = set(rows.columns)
    other = {name: f"{name[:-1]}{3 - int(name[-1])}" for name in names if name[-1] in "12"}
    sided = {name: swapped for name, swapped in other.items() if swapped in names}
    middle = {
        name: name.replace("1", "2") if "1_" in name else name.replace("2", "1")
        for name in names - set(sided)
        if "1_" in name or "2_" in name
    }
    swapped = rows.select(pl.col(name).alias((sided | middle).get(name, name)) for name in rows.columns)
    key = list(one.table.key)
    assert swapped.select(rows.columns).sort(key).equals(rows.sort(key))

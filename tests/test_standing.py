"""Delay, regularity, support and common funds, on invented registers and on the one in the box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from foedus.partnerships.standing import LEAST_YEARS, budgets, mechanisms, promises, series, surveys
from foedus.sources.register import edition
from foedus.warehouse import open_warehouse

LAST = edition().complete_through
NOBODY = pl.DataFrame()
COLUMNS = {
    "objectives": "partnership id objective unit target series date due reached unmet_on source locator confidence",
    "activities": "partnership id kind series start",
    "figures": "subject subject_kind object item period_start vintage source locator confidence",
}


class Invented:
    """A warehouse of tables written down in the test."""

    def __init__(self, **tables: list[dict[str, object]]) -> None:
        self.tables = tables

    def scan(self, table_id: str) -> pl.LazyFrame:
        name = table_id.removeprefix("register.")
        schema: dict[str, type[pl.DataType]] = dict.fromkeys(COLUMNS[name].split(), pl.String)
        schema |= {"value": pl.Float64} if name == "figures" else {}
        return pl.LazyFrame([{**dict.fromkeys(schema), **row} for row in self.tables.get(name, [])], schema=schema)


def _delays(**dates: str) -> dict[int, float]:
    row = {"partnership": "toy", "id": "a", "objective": "a force", **dates}
    found = mechanisms(Invented(objectives=[row]), NOBODY).collect()
    return {year: round(delay, 1) for year, delay in found.select("year", "delay").iter_rows()}


def test_a_delay_grows_until_the_day_the_objective_was_reached() -> None:
    found = _delays(due="2010-12-31", reached="2015-12-31")
    assert {year: found[year] for year in (2010, 2013, 2015, LAST)} == {2010: 0, 2013: 3, 2015: 5, LAST: 5}


def test_early_is_no_delay() -> None:
    assert set(_delays(due="2010", reached="2008-05").values()) == {0}


def test_a_delay_of_what_was_never_seen_reached_stops_at_the_last_day_it_was_seen_open() -> None:
    found = _delays(due="2010-12-31", unmet_on="2013-12-31")
    assert (found[2012], found[2013], found[LAST]) == (2, 3, 3)


def test_an_objective_is_no_mechanism_before_it_falls_due() -> None:
    assert min(_delays(due="2010-06-01", reached="2011")) == 2010


@pytest.mark.parametrize("dates", [{"due": "2010"}, {"reached": "2010"}, {}])
def test_what_nobody_saw_reached_or_open_is_unknown_and_not_on_time(dates: dict[str, str]) -> None:
    assert _delays(**dates) == {}


def _held(*years: int, **rhythm: str) -> dict[int, tuple[float, float]]:
    declared = {"partnership": "toy", "series": "talks", "unit": "meetings a year", "target": "1", **rhythm}
    talks = [
        {"partnership": "toy", "id": str(y), "kind": "dialogue", "series": "talks", "start": f"{y}-03-01"}
        for y in years
    ]
    found = series(Invented(objectives=[declared], activities=talks), NOBODY).collect()
    return {y: (h, d) for y, h, d in found.select("year", "dialogues_held", "dialogues_due").iter_rows()}


def test_meetings_of_five_years_are_counted_against_those_due() -> None:
    found = _held(2010, 2011, 2013, 2014, 2015)
    assert (found[2014], found[2015], found[2016]) == ((4, 5), (4, 5), (3, 5))


def test_a_series_is_known_only_once_some_years_of_it_have_passed() -> None:
    found = _held(2010, 2011, 2012)
    assert min(found) == 2010 + LEAST_YEARS - 1
    assert found[2012] == (3, 3)


def test_meetings_before_the_rhythm_was_declared_do_not_count() -> None:
    assert min(_held(2005, 2010, 2011, 2012, date="2010")) == 2012


def test_a_series_that_died_is_known_to_have_held_nothing() -> None:
    assert _held(2000, 2001, 2002)[2010] == (0, 5)


def test_a_series_without_a_declared_rhythm_is_unknown() -> None:
    assert _held(2010, 2011, 2012, unit="meetings") == {}


def _survey(subject: str, when: str, value: float) -> dict[str, object]:
    return {"subject": subject, "subject_kind": "dyad", "object": "toy", "item": "public_support",
            "period_start": when, "value": value, "source": "poll"}  # fmt: skip


def test_a_survey_speaks_for_three_years_and_a_newer_one_replaces_it() -> None:
    polls = [_survey("AAA", "2010", 40), _survey("AAA", "2012-06", 60), _survey("BBB", "2011", 50)]
    found = surveys(Invented(figures=polls), NOBODY).collect()
    said = {(y, s): v for y, s, v in found.select("year", "subject", "support").iter_rows()}
    assert said == {
        (2010, "AAA"): 40, (2011, "AAA"): 40, (2012, "AAA"): 60, (2013, "AAA"): 60, (2014, "AAA"): 60,
        (2011, "BBB"): 50, (2012, "BBB"): 50, (2013, "BBB"): 50,
    }  # fmt: skip


def test_the_latest_release_tells_the_share_of_a_year() -> None:
    told = [
        {"subject": "toy", "subject_kind": "partnership", "item": "common_funding_share", "period_start": "2020",
         "vintage": vintage, "value": value, "source": "budget"}
        for vintage, value in (("2021", 0.4), ("2020", 0.3))
    ]  # fmt: skip
    assert budgets(Invented(figures=told), NOBODY).collect().select("year", "pooled").rows() == [(2020, 0.4)]


def test_every_rhythm_of_the_register_has_its_meetings_on_record(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(data))
    warehouse = open_warehouse()
    declared = warehouse.read("register.objectives").filter(pl.col("series").is_not_null())
    found = series(warehouse, NOBODY).collect()
    assert set(found["series"]) == set(declared["series"])
    assert (found["dialogues_due"] > 0).all()


def test_nothing_in_the_register_was_reached_before_it_was_promised(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(data))
    rows = open_warehouse().read("register.objectives").filter(pl.col("date").is_not_null())
    for column in ("reached", "unmet_on"):
        known = rows.filter(pl.col(column).is_not_null())
        assert known.filter(pl.col(column).str.slice(0, 4) < pl.col("date").str.slice(0, 4))["id"].to_list() == []
    assert rows.filter(pl.col("reached").is_not_null() & pl.col("unmet_on").is_not_null()).is_empty()


def test_a_promise_seen_unmet_only_before_it_was_due_is_not_late() -> None:
    assert _delays(due="2010", unmet_on="2009-06-01") == {}


def test_where_nothing_was_promised_nothing_is_late_and_nothing_unknown(data: Path, at: Callable[[Path], None]) -> None:
    at(data)
    warehouse = open_warehouse()
    fallen = promises(warehouse, NOBODY).filter(pl.col("promise_due") == 1)
    due = set(fallen.select("partnership", "year").collect().rows())
    values = warehouse.read("derived.values").filter(pl.col("indicator") == "REG4")
    known, none = (
        set(values.filter(pl.col("status") == status).select("partnership", "year").rows())
        for status in ("observed", "not_applicable")
    )
    assert known
    assert known <= due
    assert none
    assert not none & due

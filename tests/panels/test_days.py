"""Days: who was a state and who led it on a day, what a day has of its year, and leaders outside any state system."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import foedus
from foedus.errors import BadOption
from foedus.panels import units
from foedus.panels._days import by_year, days_of

Where = Callable[[Path], None]
CODES = {"state-day": ["ccode"], "leader-day": ["obsid", "ccode"]}


def _panel(unit: str, columns: list[str] | None = None, **options: object) -> pl.DataFrame:
    return foedus.panel(unit, columns, **options).data  # type: ignore[arg-type]


# Spells


def test_a_spell_is_cut_at_the_turn_of_the_years() -> None:
    spells = pl.DataFrame({"code": [7], "begins": [date(1999, 12, 30)], "ends": [date(2001, 1, 1)]})
    assert by_year(spells).rows() == [
        (7, date(1999, 12, 30), date(2000, 1, 1), 1999),
        (7, date(2000, 1, 1), date(2001, 1, 1), 2000),
    ]


def test_a_row_stands_for_each_day_of_each_of_its_spells() -> None:
    key = pl.DataFrame({"code": [5, 7], "year": [2000, 2000]})
    spells = pl.DataFrame(
        {
            "code": [7, 5, 7], "year": [2000] * 3,
            "begins": [date(2000, 3, 1), date(2000, 1, 1), date(2000, 2, 28)],
            "ends": [date(2000, 3, 2), date(2000, 1, 3), date(2000, 2, 29)],
        }
    )  # fmt: skip
    days = days_of(key, spells)
    yearly = pl.DataFrame({"code": [5, 7], "value": ["a", "b"]})
    assert days.spread(yearly, 1).rows() == [
        (5, date(2000, 1, 1), "a"), (5, date(2000, 1, 2), "a"), (7, date(2000, 2, 28), "b"), (7, date(2000, 3, 1), "b"),
    ]  # fmt: skip
    assert days.filtered(np.array([False, True])).spread(yearly[1:], 1).rows() == [
        (7, date(2000, 2, 28), "b"), (7, date(2000, 3, 1), "b"),
    ]  # fmt: skip


# Days of states


def test_a_state_is_there_from_its_first_day_to_its_last(data: Path, at: Where) -> None:
    at(data)
    days = _panel("state-day", years="1990", states=["Germany"]).group_by("ccode", maintain_order=True)
    assert days.agg(first=pl.col("date").min(), last=pl.col("date").max(), n=pl.len()).rows() == [
        (255, date(1990, 10, 3), date(1990, 12, 31), 90),
        (260, date(1990, 1, 1), date(1990, 10, 2), 275),
    ]


def test_a_leap_year_has_a_day_more(data: Path, at: Where) -> None:
    at(data)
    assert [_panel("state-day", years=year, states=["USA"]).height for year in ("1899", "1900", "2000")] == [
        365, 365, 366,
    ]  # fmt: skip


@pytest.mark.parametrize("unit", CODES)
def test_a_day_has_what_its_year_has(full: Path, at: Where, unit: str) -> None:
    at(full)
    columns = ["cinc", "cinc@-1", "mean(cinc, 3)", "peace_years(gmlmid_state_onset)", "statename"]
    codes, options = CODES[unit], {"years": "1988:1992", "where": ["cinc > 0.01"]}
    days = _panel(unit, [*columns, "year"], **options)
    years = _panel(unit.replace("day", "year"), columns, **options)
    assert days.schema["date"] == pl.Date
    assert days["year"].equals(days["date"].dt.year().cast(days.schema["year"]).alias("year"))
    distinct = days.drop("date").unique(maintain_order=True)
    assert distinct.select(*codes, "year", *years.columns[len(codes) + 1 :]).equals(years)


def test_many_days_keep_text_as_categories(full: Path, at: Where) -> None:
    at(full)
    assert _panel("state-day", ["statename"], years="1990:1995").schema["statename"] == pl.Categorical
    assert _panel("state-day", ["statename"], years="1990").schema["statename"] == pl.String


# Days of leaders


def test_two_leaders_in_turn_share_a_day(full: Path, at: Where) -> None:
    at(full)
    days = _panel("leader-day", ["leader"], years="1974", states=["USA"])
    change = days.filter(pl.col("date") == date(1974, 8, 9))
    assert change["leader"].cast(pl.String).to_list() == ["Nixon", "Ford"]
    assert days.height == 365 + 1


@pytest.mark.parametrize("system", ["cow", "gw", "none"])
def test_the_years_of_leader_days_are_the_leader_years(full: Path, at: Where, system: str) -> None:
    at(full)
    code = "ccode" if system == "cow" else "gwcode"
    days = _panel("leader-day", ["year"], system=system, years="1985:1995")
    years = _panel("leader-year", system=system, years="1985:1995")
    assert days.select("obsid", code, "year").unique(maintain_order=True).equals(years)


def test_years_without_a_leader_known_have_no_rows(full: Path, at: Where) -> None:
    at(full)
    for unit in ("leader-day", "leader-year", "leader-dyad-year"):
        assert _panel(unit, years="2017:2018").height == 0


def test_a_pair_of_leaders_has_what_is_told_of_each(full: Path, at: Where) -> None:
    at(full)
    pairs = _panel("leader-dyad-year", ["leader1", "leader2", "exit2"], years="1985", states=["USA", "Russia"])
    assert pairs.filter(pl.col("ccode1") == 2)["leader2"].to_list() == ["Chernenko", "Gorbachev"]
    assert pairs.filter(pl.col("ccode1") == 365)["leader2"].to_list() == ["Reagan", "Reagan"]
    assert pairs.filter(pl.col("leader2") == "Chernenko")["exit2"].to_list() == ["Natural Death"]


# Outside the state systems


def test_outside_the_state_system_a_leader_counts_before_independence(full: Path, at: Where) -> None:
    at(full)
    columns = ["leader", "cinc", "cowmaj", "ucdpongoing", "ucdpongoing@+1"]
    rows = _panel("leader-year", columns, system="none", years="1970:1974", states=["Bahamas"])
    assert rows["leader"].to_list() == ["Pindling"] * 5
    independent = rows["year"] >= 1973
    for name in ("cinc", "cowmaj", "ucdpongoing"):
        assert rows[name].is_not_null().equals(independent.alias(name)), "of no state nothing is known, not an absence"
    assert rows["ucdpongoing_lead1"].to_list() == [None, None, False, False, False]
    inside = _panel("leader-day", system="gw", years="1970:1974", states=["Bahamas"])
    assert inside["date"].min() == date(1973, 7, 10)


def test_inside_the_state_system_nothing_changes(full: Path, at: Where) -> None:
    at(full)
    columns = ["leader", "cinc", "onsets", "ccode"]
    inside, outside = (_panel("leader-year", columns, system=one, years="1950:1980") for one in ("gw", "none"))
    common = outside.join(inside, on=["obsid", "gwcode", "year"], how="semi", maintain_order="left")
    assert common.equals(inside)
    assert outside.height > inside.height


@pytest.mark.parametrize("unit", sorted(set(units()) - {"leader-year", "leader-day"}))
def test_only_leaders_are_known_outside_the_state_systems(data: Path, at: Where, unit: str) -> None:
    at(data)
    with pytest.raises(BadOption, match="leader-day and leader-year"):
        foedus.panel(unit, system="none")


def test_the_panel_says_that_it_is_of_no_state_system(full: Path, at: Where) -> None:
    at(full)
    inside, outside = (foedus.panel("leader-year", system=one, years="1950") for one in ("gw", "none"))
    assert outside.record.system == "none"
    assert outside.fingerprint != inside.fingerprint


# Refusals, and handing on


@pytest.mark.parametrize("unit", CODES)
def test_a_day_is_no_year_to_be_counted_by_a_rule(full: Path, at: Where, unit: str) -> None:
    at(full)
    with pytest.raises(BadOption, match="any"):
        foedus.panel(unit, on="last", years="1990")  # type: ignore[arg-type]
    with pytest.raises(BadOption, match="--years"):
        foedus.panel(unit, ["date"], years="1990")


@pytest.mark.parametrize("unit", CODES)
def test_every_program_reads_the_dates_back(full: Path, at: Where, unit: str, tmp_path: Path) -> None:
    import pyreadstat
    import rdata

    at(full)
    made = foedus.panel(unit, ["cinc", "statename"], years="1990", states=["USA", "Germany"])
    dates, days = made.data["date"], made.data["date"].to_physical().to_list()
    for ending in ("parquet", "csv", "arrow", "dta", "rds", "json"):
        made.save(tmp_path / f"panel.{ending}")
    assert pl.read_parquet(tmp_path / "panel.parquet").equals(made.data)
    assert pl.read_ipc(tmp_path / "panel.arrow").equals(made.data)
    assert pl.read_csv(tmp_path / "panel.csv", try_parse_dates=True)["date"].equals(dates)
    stata, meta = pyreadstat.read_dta(str(tmp_path / "panel.dta"), output_format="polars")
    assert stata["date"].cast(pl.Date).equals(dates)
    assert meta.original_variable_types["date"] == "%td"
    read = rdata.read_rds(tmp_path / "panel.rds", constructor_dict={"data.frame": _plain, "Date": _classed})
    assert read["date"] == ("Date", days)
    assert '"name": "date",\n    "type": "date"' in (tmp_path / "panel.codebook.json").read_text(encoding="utf-8")
    assert made.to_pandas()["date"].dt.day.to_list() == dates.dt.day().to_list()


def _plain(columns: object, _: object) -> object:
    return columns


def _classed(values: object, attributes: dict[str, list[str]]) -> tuple[str, list[float]]:
    return attributes["class"][0], np.asarray(values).tolist()


@pytest.mark.parametrize("unit", CODES)
def test_a_daily_panel_shows_in_which_years_a_column_is_known(full: Path, at: Where, unit: str) -> None:
    at(full)
    shown = foedus.panel(unit, ["cinc"], years="2007:2018")._repr_html_()
    assert "█" in shown

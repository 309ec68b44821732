"""Panels: the rows of each unit, columns by name, what is absent and what unknown, lags, spells, and refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus.errors import BadOption, FoedusError, NotBuilt, OutsideCoverage, UnknownName
from foedus.panels import units
from foedus.reports.panel import Paneled

Where = Callable[[Path], None]
STATE_UNITS = ("state-year", "dyad-year", "directed-dyad-year")


def _panel(unit: str, columns: list[str] | None = None, **options: object) -> pl.DataFrame:
    return foedus.panel(unit, columns, **options).data  # type: ignore[arg-type]


# Rows


@pytest.mark.parametrize("unit", [pytest.param(one, id=one) for one in units()])
def test_no_unit_has_a_row_twice(full: Path, at: Where, unit: str) -> None:
    at(full)
    made = foedus.panel(unit, years="1930:1950").record
    assert made.data.height
    assert not made.data.select(made.key).is_duplicated().any()
    assert made.data.select(made.key).equals(made.data.select(made.key).sort(made.key))


def test_two_states_that_never_share_a_day_of_a_year_are_no_pair_in_it(data: Path, at: Where) -> None:
    at(data)
    pairs = _panel("dyad-year", years="1990").filter((pl.col("ccode1") == 255) | (pl.col("ccode2") == 255))
    assert 260 not in {*pairs["ccode1"], *pairs["ccode2"]}, "united Germany (255) begins where the old one (260) ends"


@pytest.mark.parametrize(("on", "there"), [("any", True), ("first", True), ("last", False), ("majority", True)])
def test_a_state_counts_in_a_year_by_the_rule_asked_for(data: Path, at: Where, on: str, there: bool) -> None:
    at(data)
    east_germany = _panel("state-year", years="1990", on=on).filter(pl.col("ccode") == 265)
    assert bool(east_germany.height) is there, "it ended on 3 October 1990"


def test_an_undirected_pair_is_half_of_the_directed_ones(data: Path, at: Where) -> None:
    at(data)
    years = "1816:2024"
    assert 2 * _panel("dyad-year", years=years).height == _panel("directed-dyad-year", years=years).height


def test_a_panel_of_named_states_has_every_code_they_had(data: Path, at: Where) -> None:
    at(data)
    rows = _panel("state-year", states=["Germany", "USA"], years="1950:2000")
    assert set(rows["ccode"]) == {2, 255, 260}


# Columns


def test_a_state_column_on_a_pair_is_one_of_each_side(full: Path, at: Where) -> None:
    at(full)
    rows = _panel("directed-dyad-year", ["milper"], states=["USA", "CAN"], years="1950")
    one, other = rows.rows(named=True)
    assert (one["milper1"], one["milper2"]) == (other["milper2"], other["milper1"])


def test_a_promise_runs_from_state_1_to_state_2(full: Path, at: Where) -> None:
    at(full)
    rows = _panel("directed-dyad-year", ["defense"], states=["France", "Monaco"], years="2010").sort("ccode1")
    read = pl.read_parquet(next((full / "build").glob("atop_dyadic.pledges-*.parquet")))
    for row in rows.iter_rows(named=True):
        same = (pl.col("ccode1") == row["ccode1"]) & (pl.col("ccode2") == row["ccode2"]) & (pl.col("year") == 2010)
        told = read.filter(same)["defense"].to_list()
        assert row["defense"] is (told[0] if told else False)


def test_absence_is_zero_inside_the_years_of_a_source_and_unknown_outside(full: Path, at: Where) -> None:
    at(full)
    rows = _panel("directed-dyad-year", ["defense"], states=["Switzerland", "Peru"], years="2017:2020")
    by_year = rows.group_by("year").agg(pl.col("defense").unique()).sort("year")
    assert by_year["defense"].to_list() == [[False], [False], [None], [None]]


def test_how_a_tie_becomes_mutual_has_to_be_chosen(full: Path, at: Where) -> None:
    at(full)
    with pytest.raises(BadOption, match="either"):
        foedus.panel("dyad-year", ["defense"], years="1950")
    either = _panel("dyad-year", ["defense"], directed="either", years="1950")["defense"]
    mutual = _panel("dyad-year", ["defense"], directed="mutual", years="1950")["defense"]
    assert either.sum() >= mutual.sum() > 0
    assert not (mutual & ~either).any()


def test_a_lag_reaches_behind_the_first_year_of_the_panel(full: Path, at: Where) -> None:
    at(full)
    lagged = _panel("state-year", ["cinc@-1"], years="1950", states=["USA"])["cinc_lag1"].item()
    assert lagged == _panel("state-year", ["cinc"], years="1949", states=["USA"])["cinc"].item()


def test_a_lag_is_unknown_where_the_state_did_not_exist(full: Path, at: Where) -> None:
    at(full)
    rows = _panel("directed-dyad-year", ["defense@-1"], states=["Ghana", "Liberia"], years="1957:1958")
    assert rows.sort("year")["defense_lag1"].to_list() == [None, None, False, False], "Ghana begins in 1957"


def test_a_window_is_unknown_if_any_of_its_years_is(full: Path, at: Where) -> None:
    at(full)
    rows = _panel("state-year", ["mean(cinc, 3)", "cinc"], states=["USA"], years="1816:1819")
    assert rows["cinc_mean3"].is_null().to_list() == [True, True, False, False]
    assert rows["cinc_mean3"][2] == pytest.approx(rows["cinc"][:3].mean())


def test_a_table_or_a_source_stands_for_all_its_columns(full: Path, at: Where) -> None:
    at(full)
    assert _panel("state-year", ["cow_nmc"], years="1950").width == 2 + 7
    assert _panel("state-year", ["cow_nmc.capabilities"], years="1950").width == 2 + 7


def test_a_column_of_the_other_list_of_states_is_translated_by_date(full: Path, at: Where) -> None:
    at(full)
    german = _panel("state-year", ["cinc"], system="gw", years="1995", states=["Germany"])
    assert german["gwcode"].to_list() == [260]
    assert german["cinc"].item() == _panel("state-year", ["cinc"], years="1995", states=["Germany"])["cinc"].item()


# Years since an event


def test_years_since_an_event_start_anew_in_the_row_after_it(full: Path, at: Where) -> None:
    at(full)
    rows = _panel("directed-dyad-year", ["gmlmidongoing", "peace_years(gmlmidongoing)"], states=["USA", "GBR"])
    rows = rows.filter(pl.col("ccode1") == 2)
    count = rows["gmlmidongoing_peace_years"]
    happened, follows = rows["gmlmidongoing"].to_list(), count.to_list()
    assert follows[0] == 0
    for before, now, event in zip(follows, follows[1:], happened, strict=False):
        assert now == (None if event is None or before is None else 0 if event else before + 1) or now is None
    assert count.null_count() == rows["gmlmidongoing"].null_count()


def test_a_longer_panel_does_not_change_earlier_rows(full: Path, at: Where) -> None:
    at(full)
    columns = ["cinc", "defense", "cinc1@-1", "mean(cinc2, 3)", "peace_years(gmlmidonset)"]
    short = _panel("directed-dyad-year", columns, years="1950:1955")
    long = _panel("directed-dyad-year", columns, years="1900:2000").filter(pl.col("year").is_between(1950, 1955))
    assert short.equals(long)


def test_cubic_and_spline_curves_of_a_duration(full: Path, at: Where) -> None:
    at(full)
    rows = _panel(
        "dyad-year", ["t=peace_years(strategic_rivalry)", "cubic(peace_years(strategic_rivalry))",
                      "s=spline(peace_years(strategic_rivalry), 4)"], years="1900:1950",
    )  # fmt: skip
    t = rows["t"].cast(pl.Float64)
    assert rows["strategic_rivalry_peace_years_t3"].equals((t * t * t).alias("strategic_rivalry_peace_years_t3"))
    assert [name for name in rows.columns if name.startswith("s_")] == ["s_t", "s_s1", "s_s2"]
    assert rows["s_s1"].min() == 0


def test_conditions_keep_the_rows_that_meet_them(full: Path, at: Where) -> None:
    at(full)
    rows = _panel("dyad-year", ["contiguity", "cinc1"], where=["contiguity < 6", "cinc1 >= 0.1"], years="1950:1960")
    assert rows["contiguity"].max() < 6
    assert rows["cinc1"].min() >= 0.1


# Handing on


def test_a_panel_is_written_with_its_codebook_and_the_works_to_cite(full: Path, at: Where, tmp_path: Path) -> None:
    at(full)
    made = foedus.panel("state-year", ["cinc", "polyarchy"], years="1950:1951")
    for ending in ("parquet", "csv", "arrow", "dta", "rds", "json"):
        written = made.save(tmp_path / f"panel.{ending}")
        assert all(path.stat().st_size for path in written)
    assert pl.read_parquet(tmp_path / "panel.parquet").equals(made.data)
    book = json.loads((tmp_path / "panel.codebook.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in book["schema"]["fields"]] == made.data.columns
    works = (tmp_path / "panel.bib").read_text(encoding="utf-8")
    assert "Singer" in works
    assert "Coppedge" in works


def test_stata_and_r_read_back_the_same_numbers(full: Path, at: Where, tmp_path: Path) -> None:
    import pyreadstat
    import rdata

    at(full)
    made = foedus.panel("state-year", ["cinc", "us_troops_hosted"], years="1960")
    made.save(tmp_path / "panel.dta")
    frame, meta = pyreadstat.read_dta(str(tmp_path / "panel.dta"), output_format="polars")
    assert frame["cinc"].to_list() == made.data["cinc"].to_list()
    assert meta.column_names_to_labels["cinc"] == "Composite Index of National Capability"
    made.save(tmp_path / "panel.rds")
    assert list(rdata.read_rds(tmp_path / "panel.rds")["ccode"]) == made.data["ccode"].to_list()


def test_two_dates_in_one_r_file_are_both_dates(tmp_path: Path) -> None:
    """A word that stands twice in such a file is written once and pointed to."""
    import pandas as pd
    import rdata
    from rdata.conversion.to_r import DEFAULT_CLASS_MAP

    from foedus.reports.panel import _dated

    frame = pd.DataFrame({"entry": [0.0, 1.0], "code": [2.0, 3.0], "exit": [5.0, float("nan")]})
    kinds = {**DEFAULT_CLASS_MAP, pd.DataFrame: lambda data, converter: _dated([0, 2], data, converter)}
    rdata.write_rds(tmp_path / "two.rds", frame, constructor_dict=kinds)
    as_written = {"data.frame": lambda columns, _: columns, "Date": lambda days, told: (told["class"], list(days))}
    read = rdata.read_rds(tmp_path / "two.rds", constructor_dict=as_written)
    assert read["entry"] == (["Date"], [0, 1])
    assert read["exit"][0] == ["Date"]
    assert list(read["code"]) == [2, 3]


def test_every_column_says_where_it_comes_from(full: Path, at: Where) -> None:
    at(full)
    made = foedus.panel("directed-dyad-year", ["defense", "cinc@-1", "peace_years(gmlmidonset)"], years="1950")
    for one in made.provenance:
        assert one.meaning
        assert one.sources or one.name in made.record.key
    assert "cow_nmc" in made.to("md")


def test_the_same_question_has_the_same_fingerprint(data: Path, at: Where) -> None:
    at(data)
    asked = [foedus.panel("state-year", years=years).fingerprint for years in ("1950", "1950", "1951")]
    assert asked[0] == asked[1] != asked[2]


# Refusals


@pytest.mark.parametrize(
    ("unit", "columns", "options", "error"),
    [
        ("state-years", [], {}, UnknownName),
        ("state-year", ["cinc_"], {}, UnknownName),
        ("state-year", ["defense"], {}, UnknownName),
        ("state-year", ["cinc +"], {}, BadOption),
        ("state-year", ["median(cinc, 3)"], {}, BadOption),
        ("state-year", ["mean(cinc)"], {}, BadOption),
        ("state-year", ["mean(cinc, 1)"], {}, BadOption),
        ("state-year", ["mean(peace_years(cinc), 2)"], {}, BadOption),
        ("state-year", ["cinc", "cinc"], {}, BadOption),
        ("state-year", ["year=cinc"], {}, BadOption),
        ("state-year", [], {"years": "1700:1800"}, OutsideCoverage),
        ("state-year", [], {"years": "2000:1990"}, BadOption),
        ("state-year", [], {"years": "nineteen"}, BadOption),
        ("state-year", [], {"system": "iso"}, BadOption),
        ("state-year", [], {"on": "monday"}, BadOption),
        ("state-year", [], {"states": ["Atlantis"]}, UnknownName),
        ("state-year", [], {"where": ["cinc"]}, BadOption),
        ("state-year", [], {"where": ["nothing > 3"]}, UnknownName),
        ("dyad-year", [], {"where": ["cinc > 3"]}, BadOption),
        ("dyad-year", ["defense"], {"directed": "both"}, BadOption),
        ("conflict-participant", ["hiact@-1"], {}, BadOption),
        ("directed-dyad-year", ["defense"], {"directed": "either"}, BadOption),
        ("state-year", ["polity2_isard"], {"version": ["cow_nmc=7.0"]}, BadOption),
        ("state-year", [], {"version": ["cow_nmc=7.0"]}, BadOption),
        ("dyad-year", ["conttype"], {"whittle": "onset"}, BadOption),
    ],
)
def test_what_cannot_be_met_is_said_in_a_sentence(
    full: Path, at: Where, unit: str, columns: list[str], options: dict[str, object], error: type[FoedusError]
) -> None:
    at(full)
    with pytest.raises(error):
        foedus.panel(unit, columns, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "column", "there"),
    [
        ("state-year", "defense", "directed-dyad-year, and with --directed of dyad-year"),
        ("leader-day", "conttype", "dyad-year and directed-dyad-year"),
        ("alliance-year", "cinc", "state-year"),
        ("dyad-year", "yrinoffice", "leader-day and leader-year"),
    ],
)
def test_a_column_of_another_unit_says_which(full: Path, at: Where, unit: str, column: str, there: str) -> None:
    at(full)
    with pytest.raises(UnknownName, match=rf"It is a column of {there}\.$"):
        foedus.panel(unit, [column], years="2000")


@pytest.mark.parametrize("unit", ["leader-year", "leader-dyad-year", "alliance-year", "state-day", "leader-day"])
def test_a_day_of_the_year_is_refused_where_it_would_change_nothing(full: Path, at: Where, unit: str) -> None:
    at(full)
    with pytest.raises(BadOption, match="--on cannot be 'last': any for"):
        foedus.panel(unit, years="2000", on="last")


@pytest.mark.parametrize(
    "options",
    [
        {"columns": ["gmlmidongoing"], "where": ["gmlmid_hostlev > 3"], "whittle": "hostility"},
        {"columns": ["capability_parity"], "version": ["cow_nmc=7.0"]},
        {"columns": [], "where": ["cinc1 > 0.1"], "version": ["cow_nmc=7.0"]},
        {"columns": ["peace_years(gmlmidonset)"], "whittle": ("fatality",)},
    ],
)
def test_an_option_that_reaches_a_column_through_a_condition_or_a_formula_is_taken(
    full: Path, at: Where, options: dict[str, object]
) -> None:
    at(full)
    assert foedus.panel("dyad-year", years="1950", **options).data.width >= 3  # type: ignore[arg-type]


def test_a_column_that_is_not_built_names_the_source_to_fetch(data: Path, at: Where) -> None:
    at(data)
    with pytest.raises(NotBuilt, match="foedus fetch cow_nmc"):
        foedus.panel("state-year", ["cinc"], years="1950")


def test_a_panel_cannot_be_drawn(data: Path, at: Where) -> None:
    at(data)
    made: Paneled = foedus.panel("state-year", years="1950")
    with pytest.raises(BadOption):
        made.to("svg")
    with pytest.raises(BadOption, match="--out"):
        made.to("parquet")


def test_a_notebook_shows_rows_coverage_and_what_to_cite(full: Path, at: Where) -> None:
    at(full)
    shown = foedus.panel("state-year", ["cinc"], years="1900:1950")._repr_html_()
    assert "█" in shown
    assert "Singer" in shown


def test_coverage_says_when_and_for_whom_a_column_is_known(full: Path, at: Where) -> None:
    at(full)
    by_year = foedus.coverage("cinc", years="2015:2018")
    assert by_year["share"].to_list() == [1.0, 1.0, 0.0, 0.0]
    by_state = foedus.coverage("defense", by="state", years="1950")
    assert by_state["known"].to_list() == by_state["rows"].to_list(), "no pledge inside the years of a source is known"
    with pytest.raises(UnknownName):
        foedus.coverage("nothing")


def test_of_a_state_that_the_other_list_lacks_not_even_an_absence_is_known(full: Path, at: Where) -> None:
    at(full)
    rows = _panel("state-year", ["ccode", "cowmaj", "land"], system="gw", years="1900")
    canada = rows.filter(pl.col("gwcode") == 20).row(0, named=True)
    assert canada["ccode"] is canada["cowmaj"] is canada["land"] is None, "no member of the Correlates of War yet"
    known = rows.filter(pl.col("ccode").is_not_null())
    assert known.height
    assert known["cowmaj"].null_count() == 0
    pairs = _panel("dyad-year", ["conttype"], system="gw", years="1900")
    with_canada = pairs.filter((pl.col("gwcode1") == 20) | (pl.col("gwcode2") == 20))
    assert with_canada["conttype"].null_count() == with_canada.height


def test_another_version_of_a_source_has_the_same_names_and_says_which_it_is(full: Path, at: Where) -> None:
    at(full)
    older = foedus.panel("state-year", ["pec", "cinc"], years="2012", states=["USA"])
    newer = foedus.panel("state-year", ["pec", "cinc"], years="2012", states=["USA"], version=["cow_nmc=7.0"])
    assert older.data.columns == newer.data.columns
    assert older.data["pec"].item() != newer.data["pec"].item()
    assert {one.versions for one in newer.provenance if one.sources} == {("7.0",)}
    assert _panel("state-year", ["cinc"], years="2020", states=["USA"], version=["cow_nmc=7.0"])["cinc"].item() > 0
    for wrong in ("cow_nmc=5.0", "cow_nmc", "nothing=1"):
        with pytest.raises(FoedusError):
            foedus.panel("state-year", ["cinc"], version=[wrong])

"""Panels: what they say to somebody who asked for what cannot be, and how they show themselves."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

import foedus
from foedus.errors import BadOption, FoedusError

Where = Callable[[Path], None]


@pytest.mark.parametrize(
    "column", ["mean(statename, 3)", "peace_years(statename)", "cubic(statename)", "spline(statename, 4)"]
)
def test_nothing_is_counted_of_text(full: Path, at: Where, column: str) -> None:
    at(full)
    with pytest.raises(BadOption, match="statename is text"):
        foedus.panel("state-year", [column], years="2010")


@pytest.mark.parametrize(
    ("unit", "asked", "said"),
    [
        ("stateyear", {}, "Did you mean 'state-year'"),
        ("state-year", {"columns": ["a=cinc", "a=milex"]}, "give it another name, as x=milex"),
        ("dyad-year", {"columns": ["defense"]}, "--directed cannot be left out: defense runs from one state"),
        ("leader-dyad-year", {"columns": ["gender"]}, "Each side has its own: gender1, gender2"),
        ("state-year", {"columns": ["median(cinc, 3)"]}, "mean, sum, min or max over this year"),
        ("dyad-year", {"where": ["cinc1 > 0.1 and cinc2 > 0.1"]}, "a further condition is a --where of its own"),
        ("dyad-year", {"where": ["statename1 = Canada"]}, "--where cannot be 'statename1 = Canada'"),
        ("state-year", {"where": ["not cowmaj"]}, "--where cannot be 'not cowmaj'"),
    ],
)
def test_a_refusal_says_what_to_write_instead(
    full: Path, at: Where, unit: str, asked: dict[str, list[str]], said: str
) -> None:
    at(full)
    with pytest.raises(FoedusError, match=re.escape(said)):
        foedus.panel(unit, years="2010", **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"columns": "cinc"}, "columns cannot be 'cinc': a list of texts, as ['cinc']"),
        ({"states": "USA"}, "states cannot be 'USA'"),
        ({"states": ["USA", 220]}, "states cannot be ['USA', 220]"),
        ({"where": "cinc > 0.1"}, "where cannot be 'cinc > 0.1'"),
        ({"version": "cow_nmc=7.0"}, "version cannot be 'cow_nmc=7.0'"),
        ({"years": 2000}, "--years cannot be 2000"),
        ({"years": [2000, 2001]}, "--years cannot be [2000, 2001]"),
        ({"years": (2000,)}, "--years cannot be (2000,)"),
    ],
)
def test_what_is_of_another_type_is_told_and_not_taken_apart(data: Path, at: Where, asked: object, said: str) -> None:
    at(data)
    with pytest.raises(BadOption, match=re.escape(said)):
        foedus.panel("state-year", **asked)  # type: ignore[arg-type]


def test_a_name_too_long_for_stata_is_told_with_what_to_write(full: Path, at: Where, tmp_path: Path) -> None:
    at(full)
    long = foedus.panel("state-year", [f"{'long' * 9}=cinc"], years="2010")
    with pytest.raises(BadOption, match="give it one, as short=cinc"):
        long.save(tmp_path / "long.dta")


def test_a_panel_shows_itself_in_a_few_lines(full: Path, at: Where) -> None:
    at(full)
    shown = repr(foedus.panel("state-year", ["cow_nmc"], states=["USA"], years="2010"))
    assert shown.startswith("state-year, 1 row, 9 columns, 2010, state system: cow\n")
    assert len(shown.splitlines()) < 15
    assert "Singer" not in shown


def test_a_report_shows_itself_by_what_it_is_of(at: Where, data: Path) -> None:
    at(data)
    shown = repr(foedus.assess("NATO", year=2014))
    assert shown.startswith("Assessed, fingerprint ")
    assert len(shown.splitlines()) < 40


def test_a_panel_of_many_columns_says_that_some_are_not_shown(full: Path, at: Where) -> None:
    at(full)
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(foedus.panel("directed-dyad-year", ["gml_disputes"], years="2010", states=["USA", "CAN"]))
    assert "18 columns more are not shown here." in console.export_text()


def test_an_empty_panel_says_why_that_may_be(full: Path, at: Where) -> None:
    at(full)
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(foedus.panel("dyad-year", ["cinc"], years="2010", states=["USA"]))
    assert "No row is left" in console.export_text()


def test_a_notebook_shows_no_more_digits_than_a_terminal_and_no_exponents(full: Path, at: Where) -> None:
    at(full)
    shown = foedus.panel("state-year", ["cinc", "milex"], states=["USA"], years="2010")._repr_html_()
    assert "<td>0.14758</td><td>693600000</td>" in shown


def test_years_since_an_event_are_told_as_such_in_the_codebook(full: Path, at: Where) -> None:
    at(full)
    asked = ["peace_years(gmlmidongoing)", "cubic(peace_years(gmlmidongoing))"]
    plain, *curves = foedus.panel("dyad-year", asked, years="2010").provenance[3:]
    assert plain.meaning == "peace_years(gmlmidongoing), years since: A dispute between the two was going on"
    assert [one.meaning.partition(":")[0] for one in curves] == [
        "cubic(peace_years(gmlmidongoing)), curve t of years since",
        "cubic(peace_years(gmlmidongoing)), curve t2 of years since",
        "cubic(peace_years(gmlmidongoing)), curve t3 of years since",
    ]


def test_no_column_is_told_by_one_that_stands_elsewhere_in_a_list() -> None:
    told = foedus.catalog("column")["what_it_is"].to_list() + foedus.catalog("measure")["what_it_is"].to_list()
    assert [one for one in told if one.startswith(("The same", "Those of them", "Those located there"))] == []


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("partnership-year", "| `score_risk` |"),
        ("alliance-year", "`foedus describe atop.phases`"),
        ("leader-dyad-year", "| `gender2` |"),
        ("dyad-year", "Two states in a year, the lower code first."),
    ],
)
def test_a_unit_says_which_columns_its_rows_have_of_their_own(unit: str, said: str) -> None:
    assert said in foedus.describe(unit)


def test_whoever_misses_a_column_of_a_unit_is_told_where_its_own_are_listed(full: Path, at: Where) -> None:
    at(full)
    with pytest.raises(FoedusError, match="foedus describe partnership-year, and foedus catalog column"):
        foedus.panel("partnership-year", ["effects"], years="2010")

"""Whittling: which of several disputes or wars of a year a panel tells of, by rules in an order one can choose."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus.errors import BadOption, UnknownName
from foedus.histories import histories, whittling
from foedus.histories._history import History
from foedus.histories._whittle import Rule, ordered, steps, whittled
from foedus.warehouse import open_warehouse

Where = Callable[[Path], None]
NEW, GRAVE, EARLY = (
    Rule("new", "new ones", "new"),
    Rule("grave", "the gravest", "grave"),
    Rule("early", "", "month", True),
)
RULES = (NEW, GRAVE, EARLY)
ROWS = pl.DataFrame(
    [
        ("a", 1, 1, 4, 5), ("a", 2, 0, 5, 1), ("a", 3, 1, 4, 2), ("a", 4, 1, None, 1),
        ("b", 5, 0, None, 3), ("b", 6, 0, None, 3), ("c", 7, 0, 1, 1),
    ],
    schema=["key", "number", "new", "grave", "month"], orient="row",
)  # fmt: skip
LETTERS = [one for one in histories() if one.rules]


def _kept(*rules: Rule) -> list[int]:
    return whittled(ROWS, ["key"], rules)["number"].to_list()


# The rules


def test_rules_apply_in_turn() -> None:
    assert _kept(NEW, GRAVE, EARLY) == [3, 5, 7], "of the new ones the gravest, of those the earliest"
    assert _kept(GRAVE, NEW, EARLY) == [2, 5, 7], "the gravest, although it goes on"
    assert _kept(EARLY, NEW) == [4, 5, 7]


def test_what_the_rules_leave_is_told_by_the_first_row() -> None:
    assert _kept(NEW) == [1, 5, 7]
    assert _kept() == [1, 5, 7]


def test_an_unknown_gives_way_to_a_known_one_and_stays_where_nothing_is_known() -> None:
    assert _kept(GRAVE) == [2, 5, 7]
    left = dict(steps(ROWS, ["key"], [GRAVE]))["grave"]
    assert left["number"].to_list() == [2, 5, 6, 7]


def test_each_step_says_how_many_it_leaves() -> None:
    assert [(name, rows.height) for name, rows in steps(ROWS, ["key"], RULES)] == [
        ("new", 6), ("grave", 5), ("early", 4),
    ]  # fmt: skip


def test_an_order_keeps_the_rules_that_a_history_has() -> None:
    assert ordered(RULES, (), "letters") == RULES
    assert ordered(RULES, ("early", "recip", "new"), "letters") == (EARLY, NEW)
    with pytest.raises(BadOption, match="no rule of it chooses among letters; these do: new, grave, early"):
        ordered(RULES, ("recip",), "letters")


def test_an_order_is_a_text_with_commas_or_a_sequence() -> None:
    assert whittling("fatality, onset") == whittling(("fatality", "onset")) == ("fatality", "onset")


def test_an_unknown_rule_is_told_those_alike() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'hostility'"):
        whittling("onset,hostilty")
    with pytest.raises(UnknownName, match="onset, fatality, hostility, mindur, maxdur, recip, stmon"):
        whittling("")


def test_a_rule_is_named_once() -> None:
    with pytest.raises(BadOption, match="onset twice"):
        whittling("onset,fatality,onset")


@pytest.mark.parametrize("one", [pytest.param(one, id=one.table.name) for one in LETTERS])
def test_every_rule_is_explained_and_named_once(one: History) -> None:
    names = [rule.name for rule in one.rules]
    assert len(set(names)) == len(names)
    assert all(rule.meaning for rule in one.rules)


# In panels


def _panel(*columns: str, **options: object) -> foedus.Paneled:
    return foedus.panel("directed-dyad-year", list(columns), **options)  # type: ignore[arg-type]


def test_the_order_changes_which_dispute_a_panel_tells_of(full: Path, at: Where) -> None:
    """France and Italy in 1860: disputes 112, 113, the deadliest and longest, and 306, all from September."""
    at(full)
    where = {"states": ["FRA", "ITA"], "years": "1860"}
    warehouse = open_warehouse()
    listed = warehouse.read("gml_dyadic.dispute_years").filter(ccode1=220, ccode2=325, year=1860)
    assert set(listed["dispnum"]) == {112, 113, 306}
    longest = listed.filter(pl.col("mindur") == pl.col("mindur").max())["dispnum"].to_list()
    found = _panel("gmlmid_dispnum", whittle="mindur", **where).data["gmlmid_dispnum"].unique().to_list()
    assert found == longest
    first = listed.filter(pl.col("stmon") == pl.col("stmon").min())["dispnum"][0]
    assert _panel("gmlmid_dispnum", whittle=("stmon",), **where).data["gmlmid_dispnum"].unique().to_list() == [first]


def test_the_rules_in_their_own_order_are_the_default(full: Path, at: Where) -> None:
    at(full)
    own = ",".join(rule.name for rule in next(one for one in LETTERS if one.table.name == "gml_disputes").rules)
    asked = {"years": "1900:1950"}
    columns = ("gml_disputes", "cow_disputes", "inter_state_wars")
    assert _panel(*columns, **asked).data.equals(_panel(*columns, whittle=own, **asked).data)


def test_whether_there_was_a_dispute_does_not_depend_on_the_order(full: Path, at: Where) -> None:
    at(full)
    by_default, by_month = (_panel("gmlmidongoing", whittle=order).data for order in (None, "stmon"))
    assert by_default.equals(by_month)


def test_years_since_an_event_follow_the_order(full: Path, at: Where) -> None:
    at(full)
    spell = "spell=peace_years(gmlmidonset)"
    assert _panel("gmlmidonset", whittle="onset").data["gmlmidonset"].sum() == 6_248
    onsets, spells = (
        _panel("gmlmidonset", spell, whittle="stmon").data.select(pl.col("gmlmidonset").sum(), "spell") for _ in "12"
    )
    assert onsets["gmlmidonset"][0] < 6_248, "a dispute that goes on is kept where it began in an earlier month"
    assert spells.equals(onsets)
    assert not spells["spell"].equals(_panel(spell).data["spell"])


@pytest.mark.parametrize("one", [pytest.param(one, id=one.table.name) for one in LETTERS])
def test_no_order_doubles_a_row_or_tells_two_sides_of_a_pair_of_different_events(
    one: History, full: Path, at: Where
) -> None:
    at(full)
    read = open_warehouse().scan
    names = [rule.name for rule in one.rules]
    number = next(c.name for c in one.table.columns if c.name.endswith(("_dispnum", "_warnum")))
    for order in [*((name,) for name in names), *itertools.islice(itertools.permutations(names), 0, None, 701)]:
        rows = one.made(read, order).collect()
        assert not rows.select(one.table.key).is_duplicated().any()
        if one.table.mirrored:
            back = {name: f"{name[:-1]}{3 - int(name[-1])}" for name in one.table.key if name != "year"}
            swapped = rows.select(*one.table.key, number).rename(back)
            both = rows.join(swapped, on=one.table.key, suffix=" back")
            assert both.height == rows.height
            assert both[number].equals(both[f"{number} back"], check_names=False)


def test_a_panel_says_how_many_each_rule_left(full: Path, at: Where) -> None:
    at(full)
    made = _panel("gmlmidonset", "cinc", "cowinteronset", years="1914")
    told = {one.name: one.kept for one in made.provenance}
    assert told["gmlmidonset"] == (
        "9,284 of 10,276 records are kept, one for each unit and year: onset left 9,802, fatality left 9,504, "
        "hostility left 9,436, mindur left 9,294, maxdur left 9,294, recip left 9,290, stmon left 9,284."
    )
    assert told["cinc1"] == told["year"] == ""
    assert told["cowinteronset"].startswith("1,876 of 1,932 records are kept")
    assert "onset left 1,918" in made.to("md")


def test_a_choice_is_recorded(full: Path, at: Where, tmp_path: Path) -> None:
    at(full)
    made = _panel("gmlmidonset", years="1914", whittle="fatality,onset")
    made.save(tmp_path / "panel.csv")
    book = json.loads((tmp_path / "panel.codebook.json").read_text())
    assert book["whittle"] == ["fatality", "onset"]
    (onset,) = (one for one in book["schema"]["fields"] if one["name"] == "gmlmidonset")
    assert onset["kept"].endswith("onset left 9,494; the first listed of each makes it 9,284.")
    assert made.fingerprint != _panel("gmlmidonset", years="1914").fingerprint


def test_wars_are_whittled_by_their_own_rules(full: Path, at: Where) -> None:
    at(full)
    with pytest.raises(BadOption, match="no rule of it chooses among inter_state_wars; these do: onset, fatality"):
        _panel("cowinteronset", years="1914", whittle="recip,stmon")
    state = {"years": "1816:2007", "whittle": "fatality,recip"}
    deadliest = foedus.panel("state-year", ["cowintra_warnum", "cowintraonset"], **state).data  # type: ignore[arg-type]
    assert deadliest["cowintraonset"].sum() < 366


def test_a_panel_without_rows_has_columns_all_the_same(full: Path, at: Where) -> None:
    at(full)
    made = foedus.panel("dyad-year", ["gmlmidonset"], states=["USA"], years="1914")
    assert made.data.shape == (0, 4)


def test_a_history_is_described_with_its_rules(full: Path, at: Where) -> None:
    at(full)
    said = foedus.describe("history.gml_disputes")
    assert "by rule 7**, `stmon`: the earliest month of beginning" in said
    assert "one is kept" not in foedus.describe("history.rivals")

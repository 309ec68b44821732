"""What if: one thing changed and followed through, the arithmetic redone by hand, the impossible said in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus.analyses._suppose import reweighed
from foedus.analyses.what_if import WhatIf, nothing_moved, what_if
from foedus.errors import BadOption, FoedusError, OutsideCoverage, UnknownName
from foedus.scorecards._assess import assess
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import Warehouse, open_warehouse

CARD = strategic_partnership


@pytest.fixture
def warehouse(full: Path, at: Callable[[Path], None]) -> Warehouse:
    at(full)
    return open_warehouse()


def _what_if(warehouse: Warehouse, *cells: str, weights: tuple[str, ...] = (), name: str = "NATO") -> WhatIf:
    return what_if(warehouse, [name], CARD, cells=cells, weights=weights, year=2015, draws=100, seed=0)


def test_before_is_the_dossier_and_what_is_not_touched_stays(warehouse: Warehouse) -> None:
    a = assess(warehouse, ["NATO"], CARD, year=2015, draws=100, seed=0)
    r = _what_if(warehouse, "milex_share_gdp.ESP=2.1")
    for m in r.headlines:
        h = a.headlines[m.headline]
        assert (m.before.score, m.before.low, m.before.high, m.before.known) == (h.score, h.low, h.high, h.known)
    after = {m.headline: m.after for m in r.headlines}
    before = {m.headline: m.before for m in r.headlines}
    assert after["effects"] == before["effects"]
    assert after["commitment"] != before["commitment"]


def test_one_more_member_at_the_target_moves_the_share_by_one_member(warehouse: Warehouse) -> None:
    """Spain at 2.1 percent is one more of the members with a figure; the indicator reads shares as points."""
    r = _what_if(warehouse, "milex_share_gdp.ESP=2.1")
    (cell,) = r.cells
    assert (cell.name, cell.year, cell.after) == ("Spain", 2015, 2.1)
    assert cell.before is not None
    assert cell.before < 2
    traced = {t.indicator: t for t in r.traced}
    one = traced["COL1"]
    assert one.value_before is not None
    assert one.value_after is not None
    members = round(1 / (one.value_after - one.value_before))
    assert 20 <= members <= 28
    assert one.value_after == pytest.approx(one.value_before + 1 / members)
    assert one.score_after == pytest.approx(100 * one.value_after)
    (moved,) = [m for m in r.headlines if m.headline == "commitment"]
    known = moved.before.known
    assert moved.change == pytest.approx(100 / members * one.weight_after / known, abs=1e-6)


def test_to_set_a_figure_to_what_it_is_moves_nothing(warehouse: Warehouse) -> None:
    was = _what_if(warehouse, "milex_share_gdp.ESP=2.1").cells[0].before
    r = _what_if(warehouse, f"milex_share_gdp.ESP={was!r}")
    assert nothing_moved(r)
    assert {t.indicator for t in r.traced} >= {"COL1"}, "what reads the figure is named all the same"


def test_a_column_of_a_table_and_a_figure_nobody_has_can_be_set(warehouse: Warehouse) -> None:
    r = _what_if(warehouse, "milex.CAN=90000000")
    assert r.cells[0].before is not None
    assert "COL4h" in {t.indicator for t in r.traced}
    told = _what_if(warehouse, "milex_share_gdp.ISL=2.5")
    assert told.cells[0].before is None
    one = next(t for t in told.traced if t.indicator == "COL1")
    assert one.value_after != one.value_before


def test_twice_the_weight_is_twice_the_weight_over_the_new_sum(warehouse: Warehouse) -> None:
    r = _what_if(warehouse, weights=("risk.burden=2",))
    (one,) = [t for t in r.traced if t.indicator == "CHA2"]
    assert one.weight_after == pytest.approx(2 * one.weight_before / (1 + one.weight_before))
    moved = {t.indicator for t in r.traced}
    risk = {i.id for i in CARD.indicators if i.headline == "risk"}
    assert moved <= risk
    sums = [sum(t.weight_after for t in r.traced), sum(t.weight_before for t in r.traced)]
    assert sums == pytest.approx([1, 1])


def test_weights_are_named_by_pillar_indicator_or_measure() -> None:
    def named(text: str) -> tuple[str, ...]:
        return reweighed([text], CARD)[0].indicators

    assert named("risk.challenges=2") == tuple(
        i.id for i in CARD.indicators if i.headline == "risk" and i.pillar == "challenges"
    )
    assert named("CHA2=0.5") == named("cha2=0.5") == named("risk.burden_gap=3") == named("risk.burden=2") == ("CHA2",)
    assert set(named("commitment=2")) == {i.id for i in CARD.indicators if i.scored and i.pillar == "commitment"}


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("milex_share_gd.ESP=2.1", UnknownName, "Did you mean 'milex_share_gdp'"),
        ("milex_share_gdp.RUS=2.1", UnknownName, "member of North Atlantic Treaty Organization in 2015"),
        ("milex_share_gdp.Spian=2.1", UnknownName, "Did you mean 'Spain'"),
        ("milex_share_gdp.ESP=-1", BadOption, "from 0 to 100"),
        ("milex_share_gdp.ESP=101", BadOption, "from 0 to 100"),
        ("milex.ESP=1e15", BadOption, "runs from 0 to"),
        ("milex_share_gdp.ESP=nan", BadOption, "no number"),
        ("milex_share_gdp.ESP=two", BadOption, "no number"),
        ("milex_share_gdp.ESP.1975=2", OutsideCoverage, "it was none then"),
        ("milex_share_gdp", BadOption, "write COLUMN.PARTY=VALUE"),
    ],
)  # fmt: skip
def test_an_impossible_figure_is_one_sentence(
    warehouse: Warehouse, text: str, error: type[FoedusError], said: str
) -> None:
    with pytest.raises(error) as caught:
        _what_if(warehouse, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("risc.challenges=2", UnknownName, "Did you mean 'risk'"),
        ("risk.chalenges=2", UnknownName, "Did you mean 'challenges'"),
        ("risk.commitment=2", UnknownName, "feeds risk"),
        ("CHA22=2", UnknownName, "CHA2"),
        ("CHA2=0", BadOption, "between 0.01 and 100"),
        ("CHA2", BadOption, "HEADLINE.PILLAR=FACTOR"),
        ("CHA2=x", BadOption, "no number"),
    ],
)  # fmt: skip
def test_an_impossible_weight_is_one_sentence(text: str, error: type[FoedusError], said: str) -> None:
    with pytest.raises(error) as caught:
        reweighed([text], CARD)
    assert said in str(caught.value)


def test_nothing_to_change_and_a_cell_set_twice_are_refused(warehouse: Warehouse) -> None:
    with pytest.raises(BadOption, match="say what to change"):
        _what_if(warehouse)
    with pytest.raises(BadOption, match="set twice"):
        _what_if(warehouse, "milex_share_gdp.ESP=2.1", "milex_share_gdp.ESP.2015=2.2")


def test_several_changes_at_once_in_every_form(full: Path, at: Callable[[Path], None]) -> None:
    at(full)
    cells = ["milex_share_gdp.ESP=2.1", "milex_share_gdp.ITA=2.3"]
    r = foedus.what_if("NATO", set=cells, weights=["risk.burden=2", "CHA1=0.5"], year=2015, draws=50)
    told = json.loads(r.to("json"))
    assert [c["party"] for c in told["cells"]] == ["ESP", "ITA"]
    assert told["run"]["parameters"]["set"] == cells
    assert "2.1 instead of" in r.to("md")
    assert r.data.filter(pl.col("indicator") == "COL1").height == 1
    assert r.to("json") == foedus.what_if(
        "NATO", set=cells, weights=["risk.burden=2", "CHA1=0.5"], year=2015, draws=50
    ).to("json")


def test_in_the_box_a_cell_of_the_register_can_be_set(data: Path, at: Callable[[Path], None]) -> None:
    at(data)
    r = foedus.what_if("NATO", set=["milex_share_gdp.ESP=2.1"], year=2024, draws=50)
    traced = r.data.filter(pl.col("indicator") == "COL1")
    assert traced["value_after"].item() > traced["value_before"].item()

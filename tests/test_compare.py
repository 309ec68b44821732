"""Comparisons on one basket for all, with answers that can be done in one's head; every record here is invented."""

from __future__ import annotations

import io
import itertools
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rich.cells import cell_len
from rich.console import Console

from foedus.analyses.comparison import (
    SCHEMA,
    Compared,
    Comparison,
    Difference,
    Entrant,
    HeadlineComparison,
    _notes,
    compare,
    side_by_side,
)  # fmt: skip
from foedus.declare import HeadlineId, Indicator, Measure, Pillar, Scorecard, Stage
from foedus.errors import BadOption, NotInForce, OutsideCoverage, UnknownName
from foedus.reports import comparison
from foedus.scorecards._assessment import Interval, Known
from foedus.scorecards._draws import Drawing, Pool
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import Warehouse, open_warehouse
from test_report_partnership import Page

NOTHING = Measure("nothing", "partnership-year", ("x",), lambda x: x, False, None, "points", "", "")
EMPTY = Pool(pl.DataFrame({"indicator": [], "value": []}), pl.DataFrame({"indicator": [], "slope": []}))
DRAWS = 400
AHEAD = Indicator("Z1", "Slope", None, "z", "outlook", worst=-1.0, best=1.0)
Value = float | str | None


def _indicator(id_: str, pillar: str, stage: Stage = "input") -> Indicator:
    worst, best = (100.0, 0.0) if stage == "risk" else (0.0, 100.0)
    return Indicator(id_, f"Title of {id_}", NOTHING, pillar, stage, worst=worst, best=best, because="for a test")


def _card(*indicators: Indicator) -> Scorecard:
    pillars = [Pillar(n, n, tuple(listed)) for n, listed in itertools.groupby(indicators, key=lambda i: i.pillar)]
    return Scorecard("toy", "Toy", (*pillars, Pillar("z", "z", (AHEAD,))))


def _entrant(id_: str, card: Scorecard, values: Mapping[str, Value], **slopes: float) -> Entrant:
    """A partnership whose values are these: a number, None for unknown, a word for not applicable."""
    drawing = Drawing(DRAWS, 0, id_, 2000, EMPTY)
    known, drawn = {}, {}
    for i in card.indicators:
        value = values.get(i.id)
        if isinstance(value, str) or value is None:
            known[i.id] = Known(None, None, None, "not_applicable" if value else "unknown", None, None)
            continue
        known[i.id] = Known(value, 1, 1, "observed", 2000, value)
        drawn[i.id] = drawing.value(i, known[i.id], None, np.empty(0))
    return Entrant(id_, f"The {id_} partnership", id_, "alliance", (id_, "common"), known, slopes, drawn, {})


def _side(card: Scorecard, *entrants: Entrant, headline: HeadlineId = "commitment") -> HeadlineComparison:
    return side_by_side(entrants, card, draws=DRAWS, seed=0)[headline]


THREE = _card(_indicator("A1", "a"), _indicator("B1", "b"), _indicator("C1", "c"))
TWO = _card(_indicator("A1", "a"), _indicator("B1", "b"))


def test_scores_and_their_difference_on_two_indicators() -> None:
    """Equal weights: (80 + 40) / 2 is 60, (50 + 50) / 2 is 50; the first indicator adds 15, the second takes 5."""
    found = _side(TWO, _entrant("x", TWO, {"A1": 80, "B1": 40}), _entrant("y", TWO, {"A1": 50, "B1": 50}))
    assert [s.score for s in found.standings] == pytest.approx([60, 50])
    (d,) = found.differences
    assert d.points == pytest.approx(10)
    assert [(one.indicator, one.points) for one in d.drivers] == [("A1", pytest.approx(15)), ("B1", pytest.approx(-5))]
    assert d.low <= 10 <= d.high
    assert found.share == 1.0


def test_an_indicator_unknown_for_one_is_left_out_for_all() -> None:
    full = {"A1": 90.0, "B1": 30.0, "C1": 0.0}
    found = _side(THREE, _entrant("x", THREE, full), _entrant("y", THREE, {**full, "C1": None}))
    assert [one.indicator for one in found.basket] == ["A1", "B1"]
    assert [one.weight for one in found.basket] == pytest.approx([0.5, 0.5])
    assert [s.score for s in found.standings] == pytest.approx([60, 60])
    assert [(out.indicator, out.unknown) for out in found.left_out] == [("C1", ("y",))]
    assert found.share == pytest.approx(2 / 3)
    assert found.left_out[0].share == pytest.approx(1 / 3)


def test_what_applies_to_one_only_is_left_out_and_says_so() -> None:
    full: dict[str, Value] = {"A1": 90, "B1": 30, "C1": 10}
    found = _side(THREE, _entrant("x", THREE, full), _entrant("y", THREE, {**full, "C1": "n/a"}))
    assert [(out.unknown, out.not_applicable) for out in found.left_out] == [((), ("y",))]
    assert found.share == pytest.approx(2 / 3)


def test_what_applies_to_none_has_no_weight() -> None:
    values: dict[str, Value] = {"A1": 90, "B1": 30, "C1": "n/a"}
    found = _side(THREE, _entrant("x", THREE, values), _entrant("y", THREE, values))
    assert found.share == 1.0
    assert found.left_out == ()


@pytest.mark.parametrize(("known", "compared"), [(1, False), (2, True), (3, True)])
def test_a_headline_needs_half_of_its_weight_in_the_common_basket(known: int, compared: bool) -> None:
    names = ("A1", "B1", "C1", "D1")
    card = _card(*(_indicator(name, name[0].lower()) for name in names))
    values = {name: 50.0 if n < known else None for n, name in enumerate(names)}
    found = _side(card, _entrant("x", card, values), _entrant("y", card, values))
    assert found.share == pytest.approx(known / 4)
    assert found.compared is compared
    assert bool(found.differences) is compared
    assert all((s.score is not None) is compared for s in found.standings)


def test_identical_partnerships_differ_by_nothing_and_a_tie_counts_half() -> None:
    values: dict[str, Value] = {"A1": 72.5, "B1": 31.0, "C1": 8.0}
    (d,) = _side(THREE, _entrant("x", THREE, values), _entrant("y", THREE, values)).differences
    assert (d.points, d.low, d.high) == (0, 0, 0)
    assert (d.above, d.tied) == (0.5, 1.0)
    assert all(one.points == 0 for one in d.drivers)


def _swapped(d: Difference) -> Difference:
    drivers = tuple(replace(one, a=one.b, b=one.a, points=-one.points) for one in d.drivers)
    return Difference(d.b, d.a, -d.points, -d.high, -d.low, 1 - d.above, d.tied, drivers)


def test_to_swap_the_two_mirrors_everything() -> None:
    x = _entrant("x", THREE, {"A1": 80, "B1": 10, "C1": 55}, A1=1.0, B1=-2.0, C1=0.5)
    y = _entrant("y", THREE, {"A1": 30, "B1": 70, "C1": 50}, A1=0.0, B1=1.0, C1=0.25)
    headlines: tuple[HeadlineId, ...] = ("commitment", "outlook")
    for headline in headlines:
        (one,) = _side(THREE, x, y, headline=headline).differences
        (other,) = _side(THREE, y, x, headline=headline).differences
        mirrored = _swapped(other)
        assert one.above == pytest.approx(mirrored.above)
        assert (one.points, one.low, one.high) == pytest.approx((mirrored.points, mirrored.low, mirrored.high))
        assert one.drivers == mirrored.drivers


def test_the_same_choices_of_method_serve_both() -> None:
    """One that is a point higher on every indicator is above in every draw, though the ranges overlap widely."""
    low = {"A1": 20.0, "B1": 50.0, "C1": 80.0}
    found = _side(
        THREE,
        _entrant("x", THREE, {k: v + 1 for k, v in low.items()}),
        _entrant("y", THREE, low),
        headline="commitment",
    )
    x, y = found.standings
    assert x.low is not None
    assert y.high is not None
    assert x.low < y.high
    assert (found.differences[0].above, found.differences[0].tied) == (1.0, 0.0)


def test_more_risk_stands_above() -> None:
    card = _card(_indicator("R1", "a", "risk"))
    x, y = _entrant("x", card, {"R1": 70}), _entrant("y", card, {"R1": 20})
    (d,) = _side(card, x, y, headline="risk").differences
    assert d.points == pytest.approx(50)
    c = _record(card, x, y)
    said = comparison.Said(c).difference(d, "risk")
    assert "x stands 50.0 points above y (more risk)" in said
    assert "in all method choices" in said


def test_the_outlook_is_compared_on_the_slopes_known_for_both() -> None:
    """Slopes of 2 and 1 points a year read as 60 and 55: 50 and five for each point."""
    values: dict[str, Value] = {"A1": 50, "B1": 50, "C1": 50}
    x, y = _entrant("x", THREE, values, A1=2.0, B1=2.0, C1=9.0), _entrant("y", THREE, values, A1=1.0, B1=1.0)
    found = _side(THREE, x, y, headline="outlook")
    assert [s.score for s in found.standings] == pytest.approx([60, 55])
    assert found.differences[0].points == pytest.approx(5)
    assert math.fsum(one.points for one in found.differences[0].drivers) == pytest.approx(5)
    assert [out.indicator for out in found.left_out] == ["C1"]


def test_a_third_without_an_indicator_takes_it_from_all_and_all_pairs_are_named() -> None:
    full: dict[str, Value] = {"A1": 10, "B1": 20, "C1": 90}
    entrants = [_entrant(n, THREE, full) for n in "xy"] + [_entrant("z", THREE, {**full, "C1": None})]
    found = _side(THREE, *entrants)
    assert {one.indicator for one in found.basket} == {"A1", "B1"}
    assert [(d.a, d.b) for d in found.differences] == [("x", "y"), ("x", "z"), ("y", "z")]


# Names and errors


@pytest.fixture
def warehouse(data: Path, at: Callable[[Path], None]) -> Warehouse:
    at(data)
    return open_warehouse()


def _compared(warehouse: Warehouse, *names: str, year: int | None = None) -> Comparison:
    return compare(warehouse, names, strategic_partnership, year=year, draws=50, seed=0)


def test_one_name_or_nine_are_refused(warehouse: Warehouse) -> None:
    for names in (["NATO"], ["NATO"] * 9):
        with pytest.raises(BadOption, match="2 to 8"):
            _compared(warehouse, *names)


def test_the_same_partnership_by_two_names_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(BadOption, match="named more than once"):
        _compared(warehouse, "NATO", "North Atlantic Treaty Organization")


def test_a_partnership_out_of_force_says_when_it_was_in_force(warehouse: Warehouse) -> None:
    with pytest.raises(NotInForce, match="1955 to 19"):
        _compared(warehouse, "NATO", "Warsaw Pact", year=2000)


def test_unknown_names_and_years_are_refused(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownName):
        _compared(warehouse, "NATO", "Nattto")
    with pytest.raises(OutsideCoverage):
        _compared(warehouse, "NATO", "CSTO", year=1700)


def test_each_name_is_resolved_alone(warehouse: Warehouse) -> None:
    c = _compared(warehouse, "US-Japan", "US-South-Korea", year=2010)
    assert [p.id for p in c.partnerships] == ["us-japan", "us-south-korea"]
    assert any("United States" in note for note in c.notes)


def test_drivers_sum_to_the_difference_in_real_partnerships(full: Path, at: Callable[[Path], None]) -> None:
    at(full)
    compared = 0
    for names, year in ((("NATO", "CSTO"), 2012), (("US-Japan", "US-South-Korea", "ANZUS"), 2010)):
        c = _compared(open_warehouse(), *names, year=year)
        for h in c.headlines.values():
            for d in h.differences:
                compared += 1
                assert math.fsum(one.points for one in d.drivers) == pytest.approx(d.points, abs=1e-9)
                assert 0 <= d.above <= 1
                assert d.low <= d.points <= d.high
        assert c.data.height == 4 * len(names)
    assert compared >= 4


# What it looks like


def _record(card: Scorecard, *entrants: Entrant) -> Comparison:
    shown = tuple(Compared(e.id, e.name, e.label, e.kind, len(e.members)) for e in entrants)
    headlines = side_by_side(entrants, card, draws=DRAWS, seed=0)
    return Comparison(SCHEMA, "0", 2000, 0.5, Interval(0.9, DRAWS, 0), shown, headlines, _notes(entrants), "f" * 16)


HOSTILE = "<script>alert(1)</script> | *x* & \u202ereversed"


@pytest.fixture
def record() -> Comparison:
    full: dict[str, Value] = {"A1": 80, "B1": 40, "C1": 20}
    named = replace(_entrant("y", THREE, {**full, "A1": 30, "C1": None}), label=HOSTILE, name=HOSTILE)
    return _record(THREE, _entrant("x", THREE, full), named)


def test_the_page_is_whole_safe_and_loads_nothing(record: Comparison) -> None:
    html = comparison.to_html(record)
    page = Page(html)
    assert not page.unbalanced
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe"})
    assert "url(" not in html
    assert not re.search(r"\b(None|nan|Undefined)\b", page.text)
    assert "Not compared" in page.text


def test_every_form_says_that_a_share_is_no_probability(record: Comparison) -> None:
    out = io.StringIO()
    Console(width=80, no_color=True, file=out).print(comparison.to_terminal(record))
    assert max(cell_len(line) for line in out.getvalue().splitlines()) <= 80
    for text in (Page(comparison.to_html(record)).text, comparison.to_markdown(record), out.getvalue()):
        plain = re.sub(r"\s+", " ", text)
        assert "not a probability that one is better" in plain
        assert "of method choices" in plain
        assert "25.0 points above" in plain
        assert "\u202e" not in text


def test_a_form_that_there_is_not_is_refused(record: Comparison) -> None:
    result = comparison.ComparisonReport(record)
    assert result.to("md") == comparison.to_markdown(record)
    assert result.data.height == 8
    with pytest.raises(BadOption, match="one of html, json, md"):
        result.to("dta")


def test_the_json_holds_the_record(record: Comparison) -> None:
    told = json.loads(comparison.to_json(record))
    assert told["schema"] == "foedus.comparison/1"
    assert told["headlines"]["commitment"]["differences"][0]["points"] == 25
    assert told["headlines"]["risk"]["compared"] is False

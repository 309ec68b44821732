"""Differences that add up: values, readings, weights and what is newly known, by hand and on real years."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.analyses._sketch import Sketch
from foedus.analyses.difference import Changes, HeadlineChange, Part, Side, built_in, difference, side
from foedus.analyses.sensitivity import nominal
from foedus.declare import Indicator, Measure, Pillar, Scorecard
from foedus.errors import NotBuilt
from foedus.reports import difference as told
from foedus.reports._document import Told
from foedus.scorecards import _compose
from foedus.scorecards._assessment import Known
from foedus.scorecards._framework import framework_of
from foedus.scorecards._overlaid import scored_by
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import open_warehouse

NOTHING = Measure("nothing", "partnership-year", ("x",), lambda x: x, False, None, "", "", "")
UNKNOWN = Known(None, None, None, "unknown", None, None)


def _card(*names: str, **changed: object) -> Scorecard:
    listed = [Indicator(n, f"Title of {n}", NOTHING, n[0], "input", worst=0.0, best=100.0) for n in names]
    pillars = {n[0]: Pillar(n[0], n[0], tuple(i for i in listed if i.pillar == n[0])) for n in names}
    return replace(Scorecard("toy", "Toy", tuple(pillars.values())), **changed)  # type: ignore[arg-type]


def _side(card: Scorecard, values: Mapping[str, float | None], year: int = 2000) -> Side:
    """A side whose values are these; its headline is computed by the means of the scorecard, as everywhere."""
    known: dict[str, Known] = {}
    for i in card.indicators:
        value = values.get(i.id)
        posts = (i.worst or 0.0), (i.best or 0.0)
        score = None if value is None else 100 * (value - posts[0]) / (posts[1] - posts[0])
        known[i.id] = UNKNOWN if value is None else Known(value, 1, 1, "observed", year, score)
    bare = Sketch.__new__(Sketch)
    for name, thing in (("scorecard", card), ("known", known), ("slopes", {})):
        object.__setattr__(bare, name, thing)
    score, share = nominal(bare, "commitment", {n: r.score for n, r in known.items()}, set())
    heads = dict.fromkeys(_compose.headline_names(), (None, 0.0)) | {"commitment": (score, share)}
    return Side(str(year), "toy", "Toy", year, card, known, {}, heads, "f")


def _moved(before: Side, after: Side) -> tuple[HeadlineChange, dict[str, Part]]:
    (found,) = [h for h in difference(before, after).headlines if h.headline == "commitment"]
    return found, {p.indicator: p for p in found.parts}


TWO = _card("A1", "B1")


def test_a_value_that_moves_counts_by_its_weight() -> None:
    h, parts = _moved(_side(TWO, {"A1": 20, "B1": 60}), _side(TWO, {"A1": 40, "B1": 60}))
    assert h.change == pytest.approx(10)
    assert (parts["A1"].value, parts["A1"].points, parts["B1"].points) == pytest.approx((10, 10, 0))


def test_what_is_newly_known_counts_by_how_far_it_lies_from_the_middle() -> None:
    """From 20 to the mean of 20 and 60, 40: the middle is 30. B1 adds (60 - 30)/2, A1's smaller weight (20 - 30)/-2."""
    h, parts = _moved(_side(TWO, {"A1": 20}), _side(TWO, {"A1": 20, "B1": 60}))
    assert h.change == pytest.approx(20)
    assert (parts["B1"].known, parts["A1"].weight) == pytest.approx((15, 5))
    assert parts["B1"].why == "known now"
    back, again = _moved(_side(TWO, {"A1": 20, "B1": 60}), _side(TWO, {"A1": 20}))
    assert back.change == pytest.approx(-20)
    assert again["B1"].why == "known no longer"
    assert again["B1"].known == pytest.approx(-15)


def test_goalposts_that_move_are_a_reading_and_not_a_value() -> None:
    harder = replace(TWO, pillars=tuple(
        replace(p, indicators=tuple(replace(i, best=200.0) for i in p.indicators)) for p in TWO.pillars
    ))  # fmt: skip
    h, parts = _moved(_side(TWO, {"A1": 40, "B1": 80}), _side(harder, {"A1": 40, "B1": 80}))
    assert h.change == pytest.approx(-30)
    assert (parts["A1"].reading, parts["A1"].value, parts["B1"].reading) == pytest.approx((-10, 0, -20))


def test_an_indicator_that_only_one_framework_has_says_so() -> None:
    named = replace(_card("A1"), title="Narrow")
    h, parts = _moved(_side(named, {"A1": 20}), _side(TWO, {"A1": 20, "B1": 60}))
    assert parts["B1"].why == "not in Narrow"
    assert h.change == pytest.approx(20)


def test_to_swap_the_sides_turns_every_sign() -> None:
    first, last = _side(TWO, {"A1": 20, "B1": 60}), _side(TWO, {"A1": 70, "B1": 10})
    one, parts = _moved(first, last)
    other, mirrored = _moved(last, first)
    assert one.change == pytest.approx(-(other.change or 0))
    assert all(parts[n].points == pytest.approx(-mirrored[n].points) for n in parts)


@pytest.mark.parametrize("within", ["geometric", "harmonic"])
def test_parts_of_what_is_no_sum_add_up_too(within: str) -> None:
    card = _card("A1", "A2", "B1", within=within, between="geometric")
    first, last = _side(card, {"A1": 20, "A2": 90}), _side(card, {"A1": 30, "B1": 50})
    h, _ = _moved(first, last)
    assert h.change is not None
    assert h.rest == pytest.approx(0, abs=1e-9)
    assert math.fsum(p.points for p in h.parts) == pytest.approx(h.change, abs=1e-9)


def test_another_kind_of_mean_is_left_to_the_rest() -> None:
    """Of 20 and 80 the arithmetic mean is 50 and the geometric 40: ten points that no indicator adds."""
    values = {"A1": 20.0, "B1": 80.0}
    h, parts = _moved(_side(TWO, values), _side(replace(TWO, between="geometric"), values))
    assert h.rest == pytest.approx(-10)
    assert all(p.points == pytest.approx(0) for p in parts.values())


def test_a_headline_that_is_not_known_on_both_sides_is_not_taken_apart() -> None:
    h, parts = _moved(_side(TWO, {}), _side(TWO, {"A1": 20}))
    assert (h.before, h.change, parts) == (None, None, {})


# On real data


def _adds_up(c: Changes) -> int:
    compared = 0
    for h in c.headlines:
        if h.change is not None:
            compared += 1
            assert math.fsum([*(p.points for p in h.parts), h.rest]) == pytest.approx(h.change, abs=1e-9)
            assert h.change == pytest.approx((h.after or 0) - (h.before or 0))
    return compared


def test_real_years_frameworks_and_builds_add_up(
    full: Path, data: Path, at: Callable[[Path], None], tmp_path: Path
) -> None:
    at(full)
    w, card = open_warehouse(), strategic_partnership
    compared = 0
    for name, years in (("NATO", (2013, 2018)), ("US-Japan", (1990, 2010)), ("CSTO", (2005, 2015))):
        c = difference(*(side(w, [name], card, year=year) for year in years))
        compared += _adds_up(c)
        assert all(abs(h.rest) < 1e-9 for h in c.headlines)
    assert compared >= 6
    text = 'title = "Mine"\nbase = "strategic_partnership"\nleave_out = ["AID5", "TEC7"]\n'
    mine = framework_of(text, "mine.toml", tmp_path)
    by = scored_by(w, mine.scorecard, mine.mark, 2015, ["nato"])
    c = difference(side(w, ["NATO"], card, year=2015, label="ours"), side(by, ["NATO"], mine.scorecard, year=2015))
    assert _adds_up(c) >= 2
    assert {p.why for h in c.headlines for p in h.parts if p.indicator == "TEC7"} == {"not in Mine"}
    box = built_in(data)
    c = difference(side(box, ["NATO"], card, year=2015, label="box"), side(w, ["NATO"], card, year=2015, label="all"))
    _adds_up(c)
    shown = Told(c, told.document)
    assert "box to all" in shown.to("md")
    assert shown.data.height == sum(len(h.parts) for h in c.headlines)
    with pytest.raises(NotBuilt):
        built_in(tmp_path)

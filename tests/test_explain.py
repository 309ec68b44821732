"""An explanation can be redone by hand: each score from its formula, each headline from its scores."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from conftest import Assess
from foedus.analyses.explanation import Explanation, explain, explained, formula, headline_named, theil_sen
from foedus.declare import HeadlineId, Indicator, Measure
from foedus.errors import BadOption, BrokenContract, NotInForce
from foedus.reports import explanation
from foedus.scorecards import _compose
from foedus.scorecards._assessment import Assessment, Known
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import Warehouse, open_warehouse
from test_report_partnership import Page

NOTHING = Measure("nothing", "partnership-year", ("x",), lambda x: x, False, None, "points", "", "")
HEADLINES: tuple[HeadlineId, ...] = ("commitment", "effects", "risk", "outlook")
REAL = (
    ("NATO", 2015),
    ("CSTO", 2012),
    ("US-Japan", 2010),
    ("ANZUS", 2024),
    ("Warsaw Pact", 1975),
    ("USA,JPN,KOR", 2005),
)


def _indicator(worst: float, best: float, *, risk: bool = False, log: bool = False) -> Indicator:
    stage = "risk" if risk else "input"
    return Indicator("A1", "A1", NOTHING, "a", stage, worst=worst, best=best, log=log, because="for a test")  # type: ignore[arg-type]


# Formulas with their numbers in place


@pytest.mark.parametrize(
    ("indicator", "value", "score", "said"),
    [
        (_indicator(0, 10), 5, 50, "100 × (5 − 0) / (10 − 0) = 50.0000"),
        (_indicator(1, 0), 0.25, 75, "100 × (0.25 − 1) / (0 − 1) = 75.0000"),
        (_indicator(-5, 10), 0, 100 / 3, "100 × (0 − (−5)) / (10 − (−5)) = 33.3333"),
        (_indicator(0, 10), 12, 100, "100 × (12 − 0) / (10 − 0), clipped to 100 = 100.0000"),
        (_indicator(0, 10), -3, 0, "100 × ((−3) − 0) / (10 − 0), clipped to 0 = 0.0000"),
        (_indicator(10, 0, risk=True), 4, 40, "100 − 100 × (4 − 10) / (0 − 10) = 40.0000"),
        (_indicator(10, 0, risk=True), 30, 100, "100 − (100 × (30 − 10) / (0 − 10), clipped to 0) = 100.0000"),
        (_indicator(0, 3, log=True), 1, 50,
         "100 × (ln(1 + 1) − ln(1 + 0)) / (ln(1 + 3) − ln(1 + 0)) = 50.0000"),
    ],
)  # fmt: skip
def test_a_formula_holds_its_numbers(indicator: Indicator, value: float, score: float, said: str) -> None:
    assert formula(indicator, value, score) == said


def test_a_printed_formula_can_be_computed() -> None:
    for one, value in ((_indicator(-5, 10), 1.23456789), (_indicator(0, 8, log=True), 2.5), (_indicator(9, 2), 4.4)):
        told, _, score = formula(one, value, 0).replace("×", "*").replace("−", "-").partition(" = ")
        expected = (
            math.log1p(value) / math.log1p(8) * 100 if one.log else 100 * (value - one.worst) / (one.best - one.worst)
        )  # type: ignore[operator]
        assert eval(told, {"ln": math.log}) == pytest.approx(expected, abs=1e-6)  # noqa: S307 -- arithmetic of our own
        assert score == "0.0000"


def test_a_slope_is_the_median_of_the_slopes_between_all_pairs() -> None:
    """Between (0,0), (1,1), (2,2) and (3,10): 1, 1, 1, 10/3, 9/2, 8, of which the median is 13/6."""
    assert theil_sen([(2000, 0.0), (2001, 1.0), (2002, 2.0), (2003, 10.0)]) == pytest.approx(13 / 6)
    assert theil_sen([(2000, 4.0), (2009, 4.0)]) == 0


@pytest.mark.parametrize(("word", "headline"), [("results", "effects"), ("Effects ", "effects"), ("RISK", "risk")])
def test_a_headline_is_named_by_its_title_or_its_id(word: str, headline: str) -> None:
    assert headline_named(word) == headline


def test_another_word_is_no_headline() -> None:
    with pytest.raises(BadOption, match="one of commitment, results, risk, outlook"):
        headline_named("success")


# Real partnership-years


@pytest.fixture
def warehouse(data: Path, at: Callable[[Path], None]) -> Warehouse:
    at(data)
    return open_warehouse()


def _explained(warehouse: Warehouse, name: str, headline: str, year: int | None = None) -> Explanation:
    return explain(warehouse, name, headline, strategic_partnership, year=year, draws=20, seed=0)


def _adds_up(e: Explanation) -> None:
    if e.score is not None:
        assert e.total == pytest.approx(e.score, abs=1e-9)
        assert math.fsum(s.points or 0 for s in e.steps) == pytest.approx(e.score, abs=1e-9)
        assert math.fsum(p.points or 0 for p in e.pillars) == pytest.approx(e.score, abs=1e-9)
        assert math.fsum(s.weight for s in e.steps) == pytest.approx(1)
    else:
        assert e.total is None
        assert all(s.points is None for s in e.steps)
        assert e.known < e.need
    lost = math.fsum(one.share for one in e.lost)
    assert lost + e.known == pytest.approx(1, abs=1e-9)
    if e.headline != "outlook":
        assert math.fsum(s.nominal for s in e.steps) == pytest.approx(e.known, abs=1e-9)
    for s in e.steps:
        assert len(s.evidence) <= 20
        assert s.evidence or s.indicator == "TRE1" or s.value == 0, s.indicator
        assert all(row.source and row.locator for row in s.evidence), s.indicator


@pytest.mark.parametrize("headline", HEADLINES)
def test_the_parts_sum_to_the_headline_with_what_is_in_the_box(warehouse: Warehouse, headline: str) -> None:
    _adds_up(_explained(warehouse, "NATO", headline, 2018))


@pytest.mark.parametrize(("name", "year"), REAL)
def test_the_parts_sum_to_the_headline(full: Path, at: Callable[[Path], None], name: str, year: int) -> None:
    at(full)
    found = [_explained(open_warehouse(), name, headline, year) for headline in HEADLINES]
    for e in found:
        _adds_up(e)
    assert any(e.score is not None for e in found)


def test_an_outlook_is_the_mean_of_its_slopes(full: Path, at: Callable[[Path], None]) -> None:
    at(full)
    e = _explained(open_warehouse(), "NATO", "outlook", 2015)
    assert e.score == pytest.approx(50 + 5 * math.fsum(s.slope for s in e.slopes) / len(e.slopes), abs=1e-9)
    for s in e.slopes:
        assert len(s.points) >= 4
        assert theil_sen(s.points) == pytest.approx(s.slope, abs=1e-9)


def test_a_partnership_out_of_force_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(NotInForce):
        _explained(warehouse, "Warsaw Pact", "risk", 2000)


# What does not follow from its parts is not printed


KEY: HeadlineId = "commitment"


@pytest.fixture
def assessment(data: Path, assessed: Assess) -> Assessment:
    """An assessment whose commitment is scored on whatever of it is known here."""
    a = assessed(data, "NATO", year=2018, draws=20).record
    mine = [r for p in a.pillars for r in p.indicators if r.headline == KEY and r.status != "not_applicable"]
    known = [r for r in mine if r.score is not None]
    held = sum(r.weight for r in known)
    score = sum(r.weight * (r.score or 0) for r in known) / held
    told = replace(a.headlines[KEY], score=score, low=score, high=score, known=held / sum(r.weight for r in mine))
    return replace(a, headlines={**a.headlines, KEY: told})


def _known(a: Assessment) -> dict[str, Known]:
    results = [r for p in a.pillars for r in p.indicators]
    return {r.id: Known(r.value, r.n, r.of, r.status, r.year_used, r.score, 0 if r.value is not None else None)
            for r in results}  # fmt: skip


def test_a_headline_that_is_not_the_sum_is_an_error(assessment: Assessment) -> None:
    a, key = assessment, KEY
    known = _known(a)
    assert explained(a, key, strategic_partnership, known, ()).score == a.headlines[key].score
    moved = replace(a.headlines[key], score=(a.headlines[key].score or 0) + 1e-6)
    with pytest.raises(BrokenContract, match="does not follow from its parts"):
        explained(replace(a, headlines={**a.headlines, key: moved}), key, strategic_partnership, known, ())


def test_a_score_that_does_not_follow_from_its_value_is_an_error(assessment: Assessment) -> None:
    a, key = assessment, KEY
    weights = _compose.weights(strategic_partnership)
    mine = set(weights.filter(weights["headline"] == key)["indicator"])
    pillars = []
    for pillar in a.pillars:
        changed = [replace(r, value=(r.value or 0) + 0.01) if r.id in mine and r.score not in (None, 0, 100) else r
                   for r in pillar.indicators]  # fmt: skip
        pillars.append(replace(pillar, indicators=tuple(changed)))
    assert tuple(pillars) != a.pillars
    with pytest.raises(BrokenContract):
        explained(replace(a, pillars=tuple(pillars)), key, strategic_partnership, _known(a), ())


# What it looks like


@pytest.mark.parametrize("headline", HEADLINES)
def test_every_form_is_whole_and_says_the_sum(assessment: Assessment, headline: HeadlineId) -> None:
    slopes = ()
    if headline == "outlook":
        empty = replace(assessment.headlines["outlook"], score=None, known=0.0)
        assessment = replace(assessment, headlines={**assessment.headlines, "outlook": empty})
    known = _known(assessment)
    e = explained(assessment, headline, strategic_partnership, known, slopes)
    page = Page(explanation.to_html(e))
    assert not page.unbalanced
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe"})
    out = io.StringIO()
    Console(width=80, no_color=True, file=out).print(explanation.to_terminal(e))
    assert max(cell_len(line) for line in out.getvalue().splitlines()) <= 80
    for text in (page.text, explanation.to_markdown(e), out.getvalue()):
        plain = re.sub(r"\s+", " ", text)
        assert not re.search(r"\b(None|nan|Undefined)\b", plain)
        assert ("There is no sum" in plain) if e.score is None else (f"the headline is {e.score:.6f}" in plain)


def test_the_json_has_all_digits(assessment: Assessment) -> None:
    e = explained(assessment, KEY, strategic_partnership, _known(assessment), ())
    told = json.loads(explanation.to_json(e))
    assert math.fsum(s["weight"] * s["score"] for s in told["steps"]) == pytest.approx(told["score"], abs=1e-9)
    assert e.data.height == len(e.steps)

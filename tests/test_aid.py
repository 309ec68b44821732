"""Military aid: the design finds what was put into generated data and nothing else, and the reports claim no more."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from foedus.errors import BadOption, NotBuilt, OutsideCoverage, UnknownName
from foedus.models import _designs as designs
from foedus.models._aid_record import Aid, Balance, Estimate, PreTrend
from foedus.models._designs import NEVER, NOBODY, RULE, Floats, Matched, Study
from foedus.models.aid_effects import aid, failures
from foedus.reports import aid as report
from foedus.warehouse import open_warehouse

At = Callable[[Path], None]
STATES, YEARS, TREATED = 150, 30, 40
SEEDS = range(20)


def _generated(seed: int, *, effect: float = 0.0, drift: float = 0.0) -> Study:
    """States of two traits, the treated richer in the first; `drift` bends their outcome before the step, unseen."""
    rng = np.random.default_rng(seed)
    traits, level, shocks = rng.normal(size=(STATES, 2)), rng.normal(size=STATES), rng.normal(size=YEARS)
    noise = rng.normal(scale=0.5, size=(STATES, YEARS))
    for year in range(1, YEARS):
        noise[:, year] += 0.5 * noise[:, year - 1]
    outcome = level[:, None] + 0.5 * traits[:, :1] + 0.5 * shocks[None, :] + noise
    odds = np.exp(0.7 * traits[:, 0])
    who = rng.choice(STATES, TREATED, replace=False, p=odds / odds.sum())
    step = np.full(STATES, NEVER)
    step[who] = rng.integers(14, 24, TREATED)
    years = np.arange(YEARS)[None, :]
    after = years >= step[:, None]
    before = np.clip(years - step[:, None] + 5, 0, 4) * (step[:, None] < NEVER)
    outcome = outcome + effect * after + drift * before
    fixed = np.repeat(traits[:, None, :], YEARS, axis=1)
    if drift:
        return Study(outcome, fixed, ("first", "second"), step)
    past = np.stack(designs.history(outcome), axis=-1)
    return Study(outcome, np.concatenate([fixed, past], axis=-1), ("first", "second", "level", "trend"), step)


def _change(outcome: Floats) -> Floats:
    return designs.after_mean(outcome) - designs.before_mean(outcome)


def _estimated(study: Study, seed: int = 0, shift: int = 0) -> designs.Mean:
    places = designs.in_sets(_change(study.outcome), designs.match(study, RULE, shift=shift))
    found = designs.average(places, RULE, draws=500, seed=seed)
    assert found is not None
    return found


def _profile(study: Study, seed: int = 0) -> designs.Profile:
    paths = designs.path_in_sets(study.outcome, designs.match(study, RULE), RULE)
    found = designs.profile(paths, RULE, draws=500, seed=seed)
    assert found is not None
    return found


# Steps


@pytest.mark.parametrize(
    ("flow", "first"),
    [
        ([10, 10, 10, 20], 3),
        ([10, 10, 10, 19], NEVER),
        ([100, 100, 100, 140], NEVER),
        ([100, 100, 100, 150, 400], 3),
        ([0, 0, 0, 10], 3),
        ([0, 0, np.nan, 10, 10, 10, 30], 6),
        ([50, 10], NEVER),
    ],
)
def test_a_step_is_the_first_rise_by_the_share_and_the_amount(flow: list[float], first: int) -> None:
    assert designs.first_steps(np.array([flow], dtype=float), RULE).tolist() == [first]


def test_a_year_before_or_after_what_is_known_is_unknown() -> None:
    values = np.array([[1.0, 2.0, 3.0]])
    assert np.isnan(designs.lagged(values, 1)[0, 0])
    assert designs.lagged(values, 1)[0, 1:].tolist() == [1, 2]
    assert designs.lagged(values, -1)[0, :2].tolist() == [2, 3]
    assert np.isnan(designs.before_mean(values)).all()


# Designs on generated data


def test_a_known_effect_is_recovered_within_the_interval() -> None:
    found = [_estimated(_generated(seed, effect=1.0)) for seed in SEEDS]
    assert sum(one.low <= 1 <= one.high for one in found) >= 0.8 * len(SEEDS)
    assert all(one.low > 0 for one in found)
    assert np.mean([one.value for one in found]) == pytest.approx(1, abs=0.1)


def test_without_an_effect_the_interval_holds_zero() -> None:
    found = [_estimated(_generated(seed)) for seed in SEEDS]
    assert sum(one.low <= 0 <= one.high for one in found) >= 0.8 * len(SEEDS)
    assert sum((one.p or 0) < 0.1 for one in found) <= 0.3 * len(SEEDS)


def test_at_placebo_dates_the_effect_is_not_there_yet() -> None:
    found = [_estimated(_generated(seed, effect=2.0), shift=RULE.placebo_shift) for seed in SEEDS]
    assert sum(one.low <= 0 <= one.high for one in found) >= 0.8 * len(SEEDS)


def test_the_event_study_shows_the_effect_after_the_step_and_none_before() -> None:
    found = _profile(_generated(1, effect=1.0))
    at = dict(zip(found.times, found.value, strict=True))
    assert at[-1] == 0
    assert all(abs(at[time]) < 0.5 for time in range(-4, 0))
    assert all(at[time] > 0.5 for time in range(6))


def test_a_violated_trend_before_the_step_is_flagged() -> None:
    assert all(_profile(_generated(seed, drift=0.4)).lead_p < 0.1 for seed in SEEDS)
    assert sum(_profile(_generated(seed)).lead_p < 0.1 for seed in SEEDS) <= 0.3 * len(SEEDS)
    assert _profile(_generated(0, drift=0.4)).lead_ratio > 2


def test_matching_improves_balance() -> None:
    for seed in SEEDS:
        found = designs.match(_generated(seed), RULE)
        assert abs(found.balance_after[0]) < abs(found.balance_before[0])
        assert np.abs(found.balance_after).max() < 0.5


def test_sets_hold_near_untreated_states_and_nobody_twice() -> None:
    study = _generated(3)
    found = designs.match(study, RULE)
    used = found.comparisons[found.comparisons != NOBODY]
    assert len(used) == len(set(used.tolist()))
    assert np.nanmax(found.distances) <= RULE.caliper
    for unit, others in zip(found.treated, found.comparisons, strict=True):
        assert all(study.step[n] > study.step[unit] + RULE.after for n in others if n != NOBODY)


def test_a_state_with_an_unknown_year_is_left_out() -> None:
    study = _generated(3)
    unit = int(designs.match(study, RULE).treated[0])
    outcome = study.outcome.copy()
    outcome[unit, study.step[unit] + RULE.after] = np.nan
    assert unit not in designs.match(replace(study, outcome=outcome), RULE).treated


def test_nobody_to_compare_is_no_result() -> None:
    study = _generated(3)
    everybody = replace(study, step=np.full(STATES, 15))
    found = designs.match(everybody, RULE)
    assert found.size == 0
    assert designs.average(designs.in_sets(study.outcome, found), RULE, draws=100, seed=0) is None
    assert designs.profile(designs.path_in_sets(study.outcome, found, RULE), RULE, draws=100, seed=0) is None


def test_chance_has_a_seed() -> None:
    study = _generated(5, effect=0.2)
    assert _estimated(study) == _estimated(study)
    assert _estimated(study, 1) != _estimated(study, 2)
    first, again, other = _profile(study), _profile(study), _profile(study, 7)
    assert (first.low.tolist(), first.lead_p) == (again.low.tolist(), again.lead_p)
    assert first.low.tolist() != other.low.tolist()
    assert first.value.tolist() == other.value.tolist()


def test_the_permutation_counts_relabelings() -> None:
    """Of two pairs that differ by 2 the same way, half of the four relabelings give a mean as far from none."""
    gaps = designs.contrasts(np.array([[3.0, 1.0], [5.0, 3.0]]))
    assert gaps.tolist() == [[2, -2], [2, -2]]
    assert designs.permutation_p(gaps, draws=4000, seed=0) == pytest.approx(0.5, abs=0.05)


def test_an_empty_place_is_nobody() -> None:
    gaps = designs.contrasts(np.array([[3.0, 1.0, np.nan], [3.0, 1.0, 2.0]]))
    assert gaps[0, :2].tolist() == [2, -2]
    assert np.isnan(gaps[0, 2])
    assert gaps[1].tolist() == [1.5, -1.5, 0]
    matched = Matched(np.array([0]), np.array([1]), np.array([[1, NOBODY]]), np.array([[0.1, np.nan]]), 1,
                      np.zeros(1), np.zeros(1))  # fmt: skip
    places = designs.in_sets(np.array([[0.0, 4.0], [0.0, 6.0], [9.0, 9.0]]), matched)
    assert places[0, :2].tolist() == [4, 6]
    assert np.isnan(places[0, 2])


# The rule of reading

GOOD = Estimate(0.1, -0.1, 0.3, 0.5, 20, 20)
EVEN = (Balance("size", 0.8, 0.1),)


def test_a_result_that_passes_every_check_fails_none() -> None:
    assert failures(GOOD, EVEN, PreTrend(1.0, 0.5), GOOD, GOOD) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"difference": replace(GOOD, n=9)}, "9 recipients"),
        ({"difference": None}, "0 recipients"),
        ({"difference": replace(GOOD, differing=4)}, "rare outcome"),
        ({"balance": (Balance("size", 0.8, -0.26),)}, "balance: size -0.26"),
        ({"trend": PreTrend(2.5, 0.09)}, "trend before the step: p 0.09"),
        ({"trend": None}, "trend before the step: not computed"),
        ({"unmoved": replace(GOOD, p=0.02)}, "placebo outcome: p 0.02"),
        ({"dates": replace(GOOD, p=0.02)}, "placebo dates: p 0.02"),
        ({"dates": replace(GOOD, n=5)}, "placebo dates: too few"),
        ({"unmoved": None}, "placebo outcome: too few"),
    ],
)
def test_a_check_that_is_not_passed_is_named(change: dict[str, object], said: str) -> None:
    asked: dict[str, object] = {"difference": GOOD, "balance": EVEN, "trend": PreTrend(1.0, 0.5), "unmoved": GOOD,
                                "dates": GOOD, **change}  # fmt: skip
    found = failures(**asked)  # type: ignore[arg-type]
    assert len(found) == 1
    assert said in found[0]


# Requests that cannot be met


def test_without_data_the_command_is_named(data: Path, at: At) -> None:
    at(data)
    with pytest.raises(NotBuilt, match="foedus fetch us_foreign_assistance"):
        aid(open_warehouse(), "USA", "EGY")


@pytest.mark.parametrize("pair", [("USA", "Atlantis"), ("Atlantis", "EGY")])
def test_an_unknown_state_is_an_error(data: Path, at: At, pair: tuple[str, str]) -> None:
    at(data)
    with pytest.raises(UnknownName, match="Atlantis"):
        aid(open_warehouse(), *pair)


def test_a_state_does_not_aid_itself(data: Path, at: At) -> None:
    at(data)
    with pytest.raises(BadOption, match="other than the donor"):
        aid(open_warehouse(), "USA", "United States")


@pytest.mark.parametrize("pair", [("FRA", "EGY"), ("BRA", "UKR")])
def test_a_donor_without_data_is_told_what_there_is(full: Path, at: At, pair: tuple[str, str]) -> None:
    at(full)
    with pytest.raises(OutsideCoverage, match="United States 2002-2015 and to Ukraine 2022-2026"):
        aid(open_warehouse(), *pair)


@pytest.mark.parametrize("year", [2001, 2100])
def test_a_year_without_data_is_told_what_there_is(full: Path, at: At, year: int) -> None:
    at(full)
    with pytest.raises(OutsideCoverage, match=f"not known in {year}"):
        aid(open_warehouse(), "USA", "EGY", year=year)


# Real recipients


def _aid(full: Path, at: At, *pair: str, **options: int) -> Aid:
    at(full)
    return aid(open_warehouse(), *pair, **options)  # type: ignore[arg-type]


def test_egypt(full: Path, at: At) -> None:
    a = _aid(full, at, "USA", "EGY")
    paid = {item.year: item.value for item in a.flow if item.stage == "disbursed"}
    assert sorted(paid) == list(range(2002, 2016))
    assert paid[2010] == pytest.approx(1301.9)
    assert {item.stage for item in a.flow} == {"disbursed", "pledged"}
    assert all(item.source and item.locator and item.basis and item.vintage for item in a.flow)
    share = {v.year: v.value for s in a.dependence.series if s.id == "dependence" for v in s.values}
    assert 0.15 < (share[2010] or 0) < 0.4
    even = next(figure for figure in a.dependence.figures if figure.id == "predictability")
    assert even.value == pytest.approx(0.82, abs=0.01)
    assert even.years == (2006, 2015)
    assert not any(turn.passes for turn in a.turns)
    assert all(effect.own is not None and effect.own.comparisons for effect in a.effects)


def test_every_result_obeys_the_rule_of_reading(full: Path, at: At) -> None:
    a = _aid(full, at, "USA", "COL")
    assert len(a.effects) == 6
    for effect in a.effects:
        assert effect.difference is not None
        assert (effect.status == "estimate under stated assumptions") == (not effect.failed)
        assert effect.status != "estimate under stated assumptions" or effect.difference.n >= 10
        assert effect.naive is not None
        assert len(effect.variants) == 7
        assert [point.time for point in effect.event_study] == list(range(-4, 6))
    attacks = next(effect for effect in a.effects if effect.id == "attacks")
    assert attacks.status == "association only", "attacks are known to 2014, so few windows are whole"
    assert a.design is not None
    assert sum(len(names) for _, names in a.design.steps) == a.effects[0].steps


def test_ukraine_keeps_sources_and_stages_apart(full: Path, at: At) -> None:
    a = _aid(full, at, "USA", "UKR")
    assert {(item.stage, item.unit) for item in a.flow} == {
        ("disbursed", "million US$"), ("allocated", "million EUR"), ("committed", "million EUR"),
    }  # fmt: skip
    assert {turn.source: turn.year for turn in a.turns} == {
        "us_foreign_assistance": 2011, "kiel_ukraine_support_tracker": 2022,
    }  # fmt: skip
    assert a.effects[0].own is not None
    assert (a.effects[0].own.year, a.effects[0].own.stepped) == (2011, True)
    earlier = _aid(full, at, "USA", "UKR", year=2012)
    assert {item.stage for item in earlier.flow} == {"disbursed"}
    assert max(item.year for item in earlier.flow) == 2012


def test_a_donor_to_ukraine_has_a_flow_and_no_comparison(full: Path, at: At) -> None:
    a = _aid(full, at, "POL", "UKR")
    assert a.on_record
    assert (a.effects, a.design) == ((), None)
    assert any("United States only" in note for note in a.notes)
    assert not _aid(full, at, "EU", "UKR").on_record, "what it gave is of other kinds"


def test_japan_has_little_and_no_step(full: Path, at: At) -> None:
    a = _aid(full, at, "USA", "JPN")
    assert {item.year for item in a.flow if item.value} == {2008, 2013, 2015}
    assert "No year passes" in a.bottom_line


def test_no_aid_on_record_is_an_answer(full: Path, at: At) -> None:
    a = _aid(full, at, "USA", "LUX")
    assert not a.on_record
    assert a.effects == ()
    for text in _forms(a):
        assert "No military aid from United States to Luxembourg is on record" in text


def test_the_same_question_has_the_same_answer_in_under_three_seconds(full: Path, at: At) -> None:
    start = time.process_time()
    first = _aid(full, at, "USA", "EGY")
    assert time.process_time() - start < 3
    assert report.to_json(first) == report.to_json(_aid(full, at, "USA", "EGY"))
    assert _aid(full, at, "USA", "EGY", seed=1).fingerprint != first.fingerprint


# Reports


def _forms(a: Aid) -> tuple[str, ...]:
    """Page, Markdown and screen as running text."""
    out = io.StringIO()
    Console(file=out, width=80, no_color=True).print(report.to_terminal(a))
    return tuple(re.sub(r"\s+", " ", text) for text in (report.to_html(a), report.to_markdown(a), out.getvalue()))


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.hrefs += [value for name, value in attrs if name == "href" and value]


@pytest.mark.parametrize("pair", [("USA", "EGY"), ("USA", "UKR"), ("USA", "JPN"), ("POL", "UKR")])
def test_reports_say_the_same_and_claim_no_more(full: Path, at: At, pair: tuple[str, str]) -> None:
    a = _aid(full, at, *pair)
    for text in _forms(a):
        assert not re.search(r"\bcaus(?:ed?|es|ing)\b|\b(?:None|nan|NaN|inf|Undefined)\b", text)
        assert a.fingerprint in text
    record = json.loads(report.to_json(a))
    assert (record["donor"]["party"], record["recipient"]["party"]) == pair
    assert [effect["status"] for effect in record["effects"]] == [effect.status for effect in a.effects]


def test_the_page_is_self_contained(full: Path, at: At) -> None:
    html = report.to_html(_aid(full, at, "USA", "UKR"))
    page = _Page(html)
    assert not {"script", "link", "img", "iframe"}.intersection(page.tags)
    assert "url(" not in html
    assert len(page.ids) == len(set(page.ids))
    assert all(href.startswith(("#", "https://", "http://")) for href in page.hrefs)
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)


def test_the_screen_fits_80_columns(full: Path, at: At) -> None:
    out = io.StringIO()
    Console(file=out, width=80, no_color=True).print(report.to_terminal(_aid(full, at, "USA", "EGY")))
    assert max(len(line) for line in out.getvalue().splitlines()) <= 80
    assert "association only" in out.getvalue()
